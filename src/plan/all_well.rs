//! The sign of life by mail (R4, `admin.all-well`): its moments, its identity, and what it tells of the time to come. Its
//! moments are those of a digest of the same rhythm.

use std::collections::BTreeSet;

use jiff::{Timestamp, ToSpan};

use crate::model::{AnchorKind, Config, Subject, When};
use crate::plan::further::digest::Slot;
use crate::plan::{Ladder, NoticeId, Origin, Target, deadline, held_until, is_live};

/// What the notice of it is called.
pub const ALL_WELL: &str = "all-well";

/// So many days ahead a year without holidays matters at once.
const SOON: i64 = 45;

/// The identity of such a letter: its day.
pub fn all_well_identity(slot: Slot) -> NoticeId {
    NoticeId {
        subject: Subject::Office,
        from: Origin::Word,
        anchor: When::Day(slot.day),
        stage: ALL_WELL.into(),
        occurrence: 0,
    }
}

/// How many tasks and milestones reach a stage, or a repeat of one, until then; and when the first does. What the ledger
/// has makes no difference to that.
pub fn reaching(config: &Config, now: Timestamp, until: Timestamp) -> (usize, Option<Timestamp>) {
    let next = Target::all(config).filter_map(|target| {
        let next = Ladder::of(config, target).around(now).1.filter(|next| *next < until)?;
        held_until(config, target, next).is_none().then_some(next)
    });
    next.fold((0, None), |(count, first): (usize, Option<Timestamp>), next| {
        (count + 1, first.into_iter().chain([next]).min())
    })
}

/// A year that matters, and that the holiday sets of a calendar do not know (T2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct YearMissing {
    /// The calendar's id.
    pub calendar: Box<str>,
    /// The year.
    pub year: i16,
    /// It has begun, or begins within 45 days.
    pub soon: bool,
}

/// Those years: of the deadlines of open tasks, and of the time that comes soon.
pub fn years_missing(config: &Config, now: Timestamp) -> Vec<YearMissing> {
    let mut years: BTreeSet<(&str, i16)> = BTreeSet::new();
    let mut soon = BTreeSet::new();
    for target in Target::all(config).filter(|one| is_live(config, *one, AnchorKind::Due)) {
        let calendar = target.calendar(config);
        let year = calendar.day_of(deadline(config, target)).year();
        if !calendar.covers(year) {
            years.insert((calendar.id(), year));
        }
    }
    for calendar in &config.calendars {
        let today = calendar.local_date(now);
        let later = today.checked_add(SOON.days()).unwrap_or(today);
        let reached = [today.year(), later.year()].into_iter();
        soon.extend(
            reached.filter(|year| !calendar.covers(*year)).map(|year| (calendar.id(), year)),
        );
    }
    let missing = |one: &(&str, i16)| YearMissing {
        calendar: one.0.into(),
        year: one.1,
        soon: soon.contains(one),
    };
    years.union(&soon).map(missing).collect()
}
