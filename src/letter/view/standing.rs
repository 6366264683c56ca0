//! How soon, or how late, and how loud the letter is.

use jiff::SignedDuration;

use crate::letter::view::writer::Writer;
use crate::model::{LetterKind, State, When};
use crate::plan::Item;
use crate::words::letters::standing;
use crate::words::letters::standing::Distance;

/// Under this a deadline with a time is counted in hours (§5).
const IN_HOURS: SignedDuration = SignedDuration::from_hours(48);

/// How a task stands.
pub(crate) struct Standing {
    /// 已逾期 10 天
    pub(crate) verdict: String,
    /// In working days, and the deadline.
    pub(crate) note: Vec<String>,
    /// The colour of a row.
    pub(crate) level: &'static str,
}

impl Standing {
    /// All of it in a line.
    pub(crate) fn line(&self, writer: &Writer<'_>) -> String {
        let note = self.note.first().map_or("", String::as_str);
        crate::words::letters::noted(&self.verdict, note, writer.language)
    }
}

/// How the tasks of a letter stand together.
pub(crate) struct Together<'d> {
    pub(crate) count: usize,
    pub(crate) late: usize,
    /// Not all are open.
    pub(crate) settled: bool,
    /// The one that is most late, or due next.
    pub(crate) first: Option<&'d Item>,
}

impl Writer<'_> {
    /// How one task stands.
    pub(crate) fn standing(&self, item: &Item) -> Standing {
        let task = item.notice.target.task(self.config);
        let on = |when: Option<When>| when.map(|when| self.when(item, when)).unwrap_or_default();
        let settled_on = match task.state() {
            State::Open => return self.time_left(item),
            State::Done => on(task.done),
            State::Verified => on(task.verified),
            State::Cancelled => on(task.cancelled),
        };
        let (verdict, said) = standing::settled(task.state(), &settled_on, self.language);
        let deadline = standing::deadline(true, &self.deadline(item), self.language);
        Standing { verdict, note: vec![said, deadline], level: "blue" }
    }

    fn time_left(&self, item: &Item) -> Standing {
        let facts = &item.facts;
        let distance = match facts.deadline {
            When::Instant(due) if due.duration_since(self.now).abs() < IN_HOURS => {
                Distance::Minutes(due.duration_since(self.now).as_mins())
            }
            _ => Distance::Days(facts.days, facts.working_days),
        };
        let deadline = standing::deadline(facts.overdue, &self.deadline(item), self.language);
        let working = standing::working_days(distance, self.language);
        let level = match (facts.overdue, facts.days) {
            (true, _) => "red",
            (false, ..=7) => "amber",
            _ => "blue",
        };
        let verdict = standing::verdict(facts.overdue, distance, self.language);
        Standing { verdict, note: working.into_iter().chain([deadline]).collect(), level }
    }

    /// The deadline in force, without the letter's year.
    pub(crate) fn deadline(&self, item: &Item) -> String {
        self.when(item, item.facts.deadline)
    }

    /// How all tasks of the letter stand.
    pub(crate) fn together(&self) -> Together<'_> {
        let items = &self.draft.items;
        Together {
            count: items.len(),
            late: items.iter().filter(|item| self.is_late(item)).count(),
            settled: !items.iter().all(|item| self.is_open(item)),
            first: items.iter().min_by_key(|item| item.facts.due),
        }
    }

    /// How loud the letter is.
    pub(crate) fn level(&self) -> &'static str {
        let Together { late, settled, .. } = self.together();
        match self.kind() {
            LetterKind::Verification | LetterKind::LookBack => "blue",
            _ if settled => "grey",
            LetterKind::Assignment => "blue",
            LetterKind::Supervision | LetterKind::Circular => "red",
            _ if late > 0 => "red",
            _ => "amber",
        }
    }

    /// Whether it is a formal letter.
    pub(crate) fn is_formal(&self) -> bool {
        matches!(self.kind(), LetterKind::Supervision | LetterKind::Circular)
    }
}
