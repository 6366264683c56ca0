//! Tallies that are to be judged (C1): once a day, at the first sweep at or after `send-at` on a working day.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::ledger::tallies::{Reached, TallyTold};
use crate::ledger::{Ledger, LedgerError, Recording};
use crate::log::tell;
use crate::model::{Calendar, Config, Subject, Tally};
use crate::plan::further::tally_letter;
use crate::plan::{FurtherLetter, NoticeId, TallyStanding};
use crate::view::as_of::as_of;
use crate::view::tallies::{Count, ReleasedLetter, counts, judged_at, since_of_all};
use crate::words::log::letters;

/// What becomes of a tally.
pub(crate) enum TallySettled {
    /// It was judged on that day.
    Judged(Box<str>, Date),
    /// It is reached, for one of those for whom it is counted.
    Reached(Reached),
    /// It is so no more.
    Fallen(Box<str>, Subject),
    /// A letter of it was written: older ones that are held make room.
    Told(NoticeId),
}

impl TallySettled {
    /// Remembers it, in the transaction of the sweep.
    pub(crate) fn record(&self, recording: &Recording<'_>) -> Result<(), LedgerError> {
        match self {
            TallySettled::Judged(tally, day) => recording.judge_tally(tally, *day),
            TallySettled::Reached(reached) => recording.reach_tally(reached),
            TallySettled::Fallen(tally, about) => recording.drop_tally(tally, about),
            TallySettled::Told(notice) => recording.replace_held(notice),
        }
    }
}

/// The letters that are due, and what is settled.
pub(crate) type Due = (Vec<FurtherLetter>, Vec<TallySettled>);

/// Judges what was not judged today.
pub(crate) fn tallied(
    config: &Arc<Config>,
    ledger: &Ledger,
    now: Timestamp,
) -> Result<Due, LedgerError> {
    let mut due: Due = (Vec::new(), Vec::new());
    let Some(calendar) = config.office_calendar().filter(|_| !config.tallies.is_empty()) else {
        return Ok(due);
    };
    let today = calendar.local_date(now);
    if judged_at(calendar, today).is_none_or(|at| now < at) {
        return Ok(due);
    }
    let judged = ledger.tallies_judged()?;
    let is_due = |tally: &&Tally| judged.get(&*tally.name) != Some(&today);
    let tallies: Vec<&Tally> = config.tallies.iter().filter(is_due).collect();
    if !tallies.is_empty() {
        due = judged_now(config, calendar, ledger, tallies, now)?;
    }
    Ok(due)
}

/// Judges these, whatever the hour.
pub(crate) fn judged_now<'c>(
    config: &'c Config,
    calendar: &Calendar,
    ledger: &Ledger,
    tallies: impl IntoIterator<Item = &'c Tally>,
    now: Timestamp,
) -> Result<Due, LedgerError> {
    let mut due: Due = (Vec::new(), Vec::new());
    let judging = Judging::of(config, calendar, ledger, now)?;
    for tally in tallies {
        judging.judge(tally, &mut due);
    }
    for (tally, about) in judging.reached.keys() {
        if config.tally(tally).is_none() {
            due.1.push(TallySettled::Fallen((&**tally).into(), about.clone()));
        }
    }
    Ok(due)
}

/// A tally, and for whom it is counted.
type Key = (String, Subject);

/// What tallies are judged by.
struct Judging<'c> {
    config: &'c Config,
    calendar: &'c Calendar,
    stood: Arc<Config>,
    letters: Vec<ReleasedLetter>,
    reached: HashMap<Key, Reached>,
    told: HashMap<Key, Vec<TallyTold>>,
    now: Timestamp,
    today: Date,
}

impl<'c> Judging<'c> {
    fn of(
        config: &'c Config,
        calendar: &'c Calendar,
        ledger: &Ledger,
        now: Timestamp,
    ) -> Result<Judging<'c>, LedgerError> {
        let since = since_of_all(config, now);
        let letters = since.map(|since| ledger.released_since(since)).transpose()?;
        let reached = ledger.tallies_reached()?.into_iter();
        let reached = reached.map(|one| ((one.tally.clone(), one.about.clone()), one)).collect();
        let mut told: HashMap<Key, Vec<TallyTold>> = HashMap::new();
        for one in ledger.tallies_told()? {
            told.entry((one.tally.clone(), one.about.clone())).or_default().push(one);
        }
        let letters = letters.unwrap_or_default();
        let (stood, today) = (Arc::new(as_of(config, now)), calendar.local_date(now));
        Ok(Judging { config, calendar, stood, letters, reached, told, now, today })
    }

    fn judge(&self, tally: &Tally, due: &mut Due) {
        due.1.push(TallySettled::Judged(tally.name.clone(), self.today));
        let counts = counts(&self.stood, tally, &self.letters, self.now);
        let reached = counts.into_iter().filter(|count| count.number >= tally.at_least as usize);
        let mut fallen: HashMap<&Subject, &Reached> = self
            .reached
            .iter()
            .filter(|((name, _), _)| **name == *tally.name)
            .map(|((_, about), reached)| (about, reached))
            .collect();
        for count in reached {
            let about = count.about.subject(self.config);
            fallen.remove(&about);
            self.reach(tally, about, count, due);
        }
        let mut fallen: Vec<&Subject> = fallen.into_keys().collect();
        fallen.sort_unstable();
        let settled = fallen.into_iter();
        due.1.extend(settled.map(|about| TallySettled::Fallen(tally.name.clone(), about.clone())));
    }

    /// It is reached for somebody.
    fn reach(&self, tally: &Tally, about: Subject, count: Count, due: &mut Due) {
        let mut standing = self.standing(tally, &about);
        let time = standing.judge(tally, self.calendar, true, self.today);
        let since = standing.reached.unwrap_or(self.today);
        let number = i64::try_from(count.number).unwrap_or(i64::MAX);
        let name = tally.name.to_string();
        let reached = Reached { tally: name, about: about.clone(), since, number };
        due.1.push(TallySettled::Reached(reached));
        let Some(time) = time else { return };
        let files = (self.config, &self.stood);
        let counted = (count, &*self.letters);
        let letter = tally_letter(files, tally, counted, (standing, time), self.now);
        if letter.audience.to.is_empty() {
            tell!(WARN, letters::TALLY_TO_NOBODY, tally = &*tally.name, about = %about);
            return;
        }
        due.1.extend(letter.notices.iter().map(|notice| TallySettled::Told(notice.id.clone())));
        due.0.push(letter);
    }

    fn standing(&self, tally: &Tally, about: &Subject) -> TallyStanding {
        let key = (tally.name.to_string(), about.clone());
        let told = self.told.get(&key).map_or(&[][..], Vec::as_slice);
        standing(self.calendar, self.reached.get(&key), told, self.today)
    }
}

/// How a tally stands by what the ledger has. What a clock that stood ahead took for reached is not.
pub(crate) fn standing(
    calendar: &Calendar,
    reached: Option<&Reached>,
    told: &[TallyTold],
    today: Date,
) -> TallyStanding {
    let reached = reached.map(|reached| reached.since).filter(|since| *since <= today);
    // One that another took the place of is not among them, so they are not counted but numbered.
    let times = told.iter().filter(|one| Some(one.reached) == reached).map(|one| one.time);
    TallyStanding {
        reached,
        letters: times.max().map_or(0, |last| last.saturating_add(1)),
        last: told.iter().map(|one| calendar.local_date(one.moment)).max(),
    }
}
