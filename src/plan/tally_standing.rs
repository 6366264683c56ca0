//! C1: whether a tally that is reached stands, and when there is a letter.

use jiff::civil::Date;

use crate::model::{Calendar, Span, Tally, TimeUnit};

/// How a tally stands for one of those for whom it is counted. Of letters those count that left, are to leave, wait for
/// a person, or were adopted or discarded.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct TallyStanding {
    /// Since when it is reached; none while it is not.
    pub reached: Option<Date>,
    /// How many letters there were since then. It stands from the first.
    pub letters: u32,
    /// The day of the last letter, be it of this time or one before.
    pub last: Option<Date>,
}

/// So long there is no letter after the last, where `again` says nothing.
const PAUSE: Span = Span { count: 7, unit: TimeUnit::Day };

impl TallyStanding {
    /// Whether it stands.
    pub fn stands(&self) -> bool {
        self.reached.is_some() && self.letters > 0
    }

    /// Judges it on a day. If there is a letter: which it is since the tally was reached.
    pub fn judge(
        &mut self,
        tally: &Tally,
        calendar: &Calendar,
        is_reached: bool,
        today: Date,
    ) -> Option<u32> {
        if !is_reached {
            (self.reached, self.letters) = (None, 0);
            return None;
        }
        self.reached = self.reached.or(Some(today));
        let due = self.next_letter(tally, calendar).is_some_and(|day| day <= today);
        if !due {
            return None;
        }
        let time = self.letters;
        self.letters += 1;
        self.last = Some(today);
        Some(time)
    }

    /// The first day on which there may be the next letter, while it stays reached.
    pub fn next_letter(&self, tally: &Tally, calendar: &Calendar) -> Option<Date> {
        let reached = self.reached?;
        let pause = match self.letters {
            0 => tally.again.unwrap_or(PAUSE),
            _ => tally.again?,
        };
        let Some(last) = self.last else { return Some(reached) };
        let day = calendar.shift(last, pause.count.into(), pause.unit)?;
        Some(day.max(reached))
    }
}
