//! What a letter says of a notice: how long is left or how late it is, and what happens next.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::model::{Config, LetterKind, PersonIx, When};
use crate::plan::kind::letter_kind;
use crate::plan::{Notice, Recorded, deadline, due_moment, responsible, simulate};

/// The facts of a notice on the day its letter is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// The letter's local date.
    pub today: Date,
    /// The deadline in force (T0).
    pub deadline: When,
    /// The instant it passes (T4).
    pub due: Timestamp,
    /// Whether it has passed.
    pub overdue: bool,
    /// Calendar days from today to the deadline's day; negative when that day is past.
    pub days: i64,
    /// Working days from today (not counted) to the deadline's day (counted); negative likewise.
    pub working_days: i64,
    /// The owners.
    pub owners: Vec<PersonIx>,
    /// The inspection side.
    pub supervisors: Vec<PersonIx>,
    /// What happens if nothing does.
    pub next: Option<NextStep>,
}

/// The next notice, if nothing is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    /// When it leaves.
    pub at: Timestamp,
    /// Which stage of the policy.
    pub stage: usize,
    /// Which letter.
    pub kind: LetterKind,
}

/// The facts of a notice, `recorded` being what the ledger has once this notice is in it.
pub fn facts(config: &Config, notice: &Notice, recorded: Vec<Recorded>, now: Timestamp) -> Facts {
    let target = notice.target;
    let calendar = target.calendar(config);
    let deadline = deadline(config, target);
    let due = due_moment(calendar, deadline);
    let (today, day) = (calendar.local_date(now), calendar.day_of(deadline));
    let who = responsible(config, target);
    let owners = who.owner.iter().chain(who.with).flat_map(|party| config.members(party));
    let supervisors = who.supervisor.iter().flat_map(|party| config.members(party));
    Facts {
        today,
        deadline,
        due,
        overdue: now >= due,
        days: day.duration_since(today).as_hours() / 24,
        working_days: calendar.working_days_until(today, day),
        owners: owners.copied().collect(),
        supervisors: supervisors.copied().collect(),
        next: next_step(config, notice, recorded, now),
    }
}

fn next_step(
    config: &Config,
    notice: &Notice,
    recorded: Vec<Recorded>,
    now: Timestamp,
) -> Option<NextStep> {
    let mut later = simulate(config, notice.target, recorded, now, Timestamp::MAX);
    let next = later.next()?;
    Some(NextStep {
        at: next.release,
        stage: next.notice.stage,
        kind: letter_kind(config, &next.notice, next.release),
    })
}
