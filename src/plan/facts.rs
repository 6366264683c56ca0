//! What a letter says of a notice: how long is left or how late it is, by when an answer is expected, what went before
//! and what happens next.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::model::{Answers, Config, LetterKind, PersonIx, Release, When};
use crate::plan::answer_by::answer_by;
use crate::plan::kind::letter_kind;
use crate::plan::next_step::NextStep;
use crate::plan::outlook::leaves_at;
use crate::plan::{
    HeldBack, Known, Ladder, Notice, Recorded, deadline, due_moment, held_back, is_recorded,
    responsible, silenced, simulate,
};

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
    /// By when an answer is expected.
    pub answer_by: Timestamp,
    /// What happens if nothing does.
    pub next: Option<NextStep>,
    /// Where that is only a repeat of this stage: the next of another stage.
    pub then: Option<NextStep>,
    /// The letters about it that went before, the oldest first.
    pub earlier: Vec<Earlier>,
    /// The answer that waits for a decision, and kept its letters back for as long as it may (T16).
    pub waits: Option<HeldBack>,
    /// The answers about its task.
    pub answers: Answers,
}

/// A letter about a target that went before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Earlier {
    /// Its number in the ledger.
    pub number: i64,
    /// When it went.
    pub at: Timestamp,
    /// Which letter.
    pub kind: LetterKind,
    /// The name of a letter of its stage's own.
    pub own: Option<Box<str>>,
    /// The stage that it told.
    pub stage: Box<str>,
    /// To which addresses, as far as the ledger was asked.
    pub to: Vec<Box<str>>,
    /// Who got a copy, likewise.
    pub cc: Vec<Box<str>>,
}

/// Of so many earlier letters, the latest, it is told to whom they went.
const NAMED: usize = 12;

impl Facts {
    /// Letters beside the ladder went before, too.
    pub fn also_went(&mut self, letters: Vec<Earlier>) {
        self.earlier.extend(letters);
        self.earlier.sort_by_key(|one| (one.at, one.number));
    }

    /// Those of the earlier letters of which it is told to whom they went.
    pub fn named_earlier(&mut self) -> &mut [Earlier] {
        let first = self.earlier.len().saturating_sub(NAMED);
        &mut self.earlier[first..]
    }
}

/// The facts of a notice, `known` being what the ledger has once this notice is in it.
pub fn facts(config: &Config, notice: &Notice, known: Known, now: Timestamp) -> Facts {
    let target = notice.target;
    let calendar = target.calendar(config);
    let deadline = deadline(config, target);
    let due = due_moment(calendar, deadline);
    let (today, day) = (calendar.local_date(now), calendar.day_of(deadline));
    let who = responsible(config, target);
    let owners = who.owner.iter().chain(who.with).flat_map(|party| config.members(party));
    let supervisors = who.supervisor.iter().flat_map(|party| config.members(party));
    let standing = target.milestone.is_none() && target.task(config).every.is_some();
    let earlier = earlier(notice, standing, &known.notices);
    let then = |next: &NextStep| then(config, notice, &known, next);
    let next = next_step(config, notice, known.clone(), now);
    Facts {
        today,
        deadline,
        due,
        overdue: now >= due,
        days: day.duration_since(today).as_hours() / 24,
        working_days: calendar.working_days_until(today, day),
        owners: owners.copied().collect(),
        supervisors: supervisors.copied().collect(),
        answer_by: answer_by(calendar, now, notice.stage(config).answer, next.as_ref()),
        then: next.as_ref().filter(|next| next.stage == notice.stage).and_then(then),
        next,
        earlier,
        waits: held_back(config, target, &known.answers),
        answers: known.answers.clone(),
    }
}

fn next_step(config: &Config, notice: &Notice, known: Known, now: Timestamp) -> Option<NextStep> {
    let mut later = simulate(config, notice.target, known, now, Timestamp::MAX);
    let next = later.next()?;
    Some(step(config, &next.notice, next.release))
}

fn step(config: &Config, notice: &Notice, at: Timestamp) -> NextStep {
    let stage = notice.stage(config);
    NextStep {
        at,
        stage: notice.stage,
        kind: letter_kind(config, notice, at),
        own: stage.own_letter.clone(),
        exact: !stage.at.is_day_based() && at == notice.moment,
        asks: stage.release == Release::Ask,
    }
}

/// The first stage after the next notice that is another than this one, and has not been told.
fn then(config: &Config, notice: &Notice, known: &Known, next: &NextStep) -> Option<NextStep> {
    let ladder = Ladder::with_answers(config, notice.target, &known.answers);
    let to_come = (0..ladder.rungs.len()).filter_map(|rung| ladder.occurrence(rung, 0));
    let mut to_come = to_come.filter(|one| {
        let rung = &ladder.rungs[one.rung];
        one.moment > next.at
            && rung.place != notice.stage
            && silenced(config, notice.target, rung, &known.answers).is_none()
            && !is_recorded(&ladder, &known.notices, *one)
    });
    let occurrence = to_come.next()?;
    let at = leaves_at(config, &ladder, occurrence, occurrence.moment);
    Some(step(config, &ladder.notice(config, occurrence), at))
}

/// Each letter once, however many notices of the target it told; of a standing task those of its cycle.
fn earlier(notice: &Notice, standing: bool, recorded: &[Recorded]) -> Vec<Earlier> {
    let mut letters: BTreeMap<(Timestamp, i64), Earlier> = BTreeMap::new();
    let of_cycle = |one: &&Recorded| !standing || one.anchor == notice.id.anchor;
    for one in recorded.iter().filter(|one| !one.is(&notice.id)).filter(of_cycle) {
        let Some(told) = &one.letter else { continue };
        letters.entry((told.at, told.number)).or_insert_with(|| Earlier {
            number: told.number,
            at: told.at,
            kind: told.kind,
            own: told.own.clone(),
            stage: one.stage.clone(),
            to: Vec::new(),
            cc: Vec::new(),
        });
    }
    letters.into_values().collect()
}
