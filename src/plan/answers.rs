//! What answers do: progress that is reported counts (T13), a stage with `unless` falls silent (T14), an answer that waits
//! for a decision keeps notices back (T16); and which answers the files in force have settled (A4).

use std::cmp::Reverse;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::model::{Answer, AnswerState, Config, PersonIx, Span, State, TimeUnit, Verb, When};
use crate::plan::deadline::{cycle, deadline, due_moment};
use crate::plan::{Target, responsible, stand_in, target_of_subject};

/// An accepted answer keeps notices back for so much longer, so that the files can come to show it (T16).
const ACCEPTED: Span = Span { count: 1, unit: TimeUnit::WorkingDay };

/// An answer that keeps notices back, or did until its time was up (T16).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldBack {
    /// The answer.
    pub answer: Answer,
    /// When the first such answer since the last decision came: from then on the patience is counted.
    pub since: Timestamp,
    /// Until when notices are kept back.
    pub until: Timestamp,
}

/// T16: the answer that keeps the live stages of a target back, or did.
pub fn held_back(config: &Config, target: Target, answers: &[Answer]) -> Option<HeldBack> {
    if answers.is_empty() {
        return None;
    }
    let state = target.task(config).state();
    let such = |one: &&Answer| {
        keeps_back(&one.verb, state) && is_about(config, target, one) && one.way.is_proven()
    };
    let such: Vec<&Answer> = answers.iter().filter(such).collect();
    let undecided = such.iter().filter(|one| match one.standing.state {
        AnswerState::Waits => true,
        AnswerState::Accepted => one.standing.shown.is_none(),
        _ => false,
    });
    let held = undecided.map(|one| {
        let since = first_since_decision(&such, one);
        (one, since, patience_ends(config, target, since, one.standing.state))
    });
    let (answer, since, until) =
        held.min_by_key(|(one, _, until)| (Reverse(*until), one.number))?;
    Some(HeldBack { answer: (*answer).clone(), since, until })
}

/// A `done` answer keeps back what asks for it, a `verified` or `returned` one what asks for that.
fn keeps_back(verb: &Verb, state: State) -> bool {
    match state {
        State::Open => matches!(verb, Verb::Done { .. }),
        State::Done => matches!(verb, Verb::Verified { .. } | Verb::Returned { .. }),
        State::Verified | State::Cancelled => false,
    }
}

/// When the first such answer came since the last decision before this one. Answering again prolongs nothing.
fn first_since_decision(such: &[&Answer], answer: &Answer) -> Timestamp {
    let same = |one: &&&Answer| one.subject == answer.subject && one.cycle == answer.cycle;
    let decided = such.iter().filter(same).filter_map(|one| one.standing.decided);
    let last = decided.filter(|at| *at <= answer.at).max();
    let came = such.iter().filter(same).map(|one| one.at);
    let first = came.filter(|at| last.is_none_or(|last| *at > last)).min();
    first.unwrap_or(answer.at).min(answer.at)
}

fn patience_ends(
    config: &Config,
    target: Target,
    since: Timestamp,
    state: AnswerState,
) -> Timestamp {
    let until = later(config, target, since, config.answers.patience);
    match state {
        AnswerState::Accepted => later(config, target, until, ACCEPTED),
        _ => until,
    }
}

/// Days are counted from the local date, and end as that day begins, as those of a hold do.
fn later(config: &Config, target: Target, from: Timestamp, span: Span) -> Timestamp {
    let calendar = target.calendar(config);
    let count = i64::from(span.count);
    let later = match span.unit.is_day_based() {
        true => {
            let day = calendar.shift(calendar.local_date(from), count, span.unit);
            day.map(|day| calendar.start_of_day(day))
        }
        false => calendar.add_exact(from, count, span.unit),
    };
    later.unwrap_or(Timestamp::MAX)
}

/// T13: the days on which progress of the task was reported by answers that count.
pub(super) fn progressed<'a>(
    config: &'a Config,
    target: Target,
    answers: &'a [Answer],
) -> impl Iterator<Item = When> + 'a {
    let of_task = |one: &&Answer| one.subject.milestone().is_none() && is_progress(one);
    let day = move |one: &Answer| When::Day(target.calendar(config).local_date(one.at));
    answers.iter().filter(of_task).map(day)
}

/// Progress that counts, at once or because it was accepted.
pub fn is_progress(answer: &Answer) -> bool {
    let counts = matches!(answer.standing.state, AnswerState::Counts | AnswerState::Accepted);
    counts && matches!(answer.verb, Verb::Progress { .. })
}

/// T14: the last day on which progress of a target was reported by answers that count; the task's word holds for its
/// milestones. Days are those of the task.
pub(super) fn last_progress(config: &Config, target: Target, answers: &[Answer]) -> Option<Date> {
    let calendar = &config[target.task(config).calendar];
    let about = |one: &&Answer| is_progress(one) && is_about(config, target, one);
    answers.iter().filter(about).map(|one| calendar.local_date(one.at)).max()
}

/// T14: whether one of a target's present owners, or who stood in for one on that day, has answered.
pub(super) fn is_acknowledged(config: &Config, target: Target, answers: &[Answer]) -> bool {
    if answers.is_empty() {
        return false;
    }
    let who = responsible(config, target);
    let owners = who.owner.iter().chain(who.with).flat_map(|party| config.members(party));
    let owners: Vec<PersonIx> = owners.copied().collect();
    let calendar = target.calendar(config);
    let mut acknowledging = answers.iter().filter(|one| acknowledges(one));
    acknowledging.any(|one| {
        let day = calendar.local_date(one.at);
        let is_theirs = |owner: &PersonIx| {
            let person = |at: PersonIx| config[at].id == one.person;
            person(*owner) || person(stand_in(config, *owner, day))
        };
        is_about(config, target, one) && owners.iter().any(is_theirs)
    })
}

/// Whether an answer shows that its letter was received. What may be a forgery does so once a person has accepted it (A5).
fn acknowledges(answer: &Answer) -> bool {
    let accepted = answer.standing.state == AnswerState::Accepted;
    let answers = !matches!(answer.verb, Verb::NotMine { .. } | Verb::Note { .. });
    answers && (accepted || answer.way.is_proven())
}

/// Whether an answer is about a target: its own, or its task's. Of a standing task it holds for its cycle (T9).
pub fn is_about(config: &Config, target: Target, answer: &Answer) -> bool {
    let milestone = target.milestone(config).map(|one| &*one.id);
    match answer.subject.milestone() {
        Some(about) => milestone == Some(about),
        None => is_of_cycle(config, target, answer),
    }
}

fn is_of_cycle(config: &Config, target: Target, answer: &Answer) -> bool {
    let task = target.task(config);
    match task.every {
        None => true,
        Some(every) => {
            let calendar = &config[task.calendar];
            let day = |when| calendar.day_of(when);
            answer.cycle.map(day) == Some(day(cycle(config, task, every)))
        }
    }
}

/// A4: what the files in force have made of an answer; `None` if it is still to be decided, or to be shown.
pub fn settled(config: &Config, answer: &Answer) -> Option<AnswerState> {
    use AnswerState::{True, Void};
    let Some(target) = target_of_subject(config, &answer.subject) else { return Some(Void) };
    let task = target.task(config);
    let state = task.state();
    let milestone = target.milestone(config);
    let cancelled = milestone.is_some_and(|one| one.cancelled.is_some());
    if state == State::Cancelled || cancelled {
        return Some(Void);
    }
    let done = state != State::Open
        || milestone.is_some_and(|one| one.done.is_some())
        || is_done_through(config, target, answer);
    match &answer.verb {
        Verb::Done { .. } => done.then_some(True),
        Verb::Verified { .. } | Verb::Returned { .. } => {
            let returned = matches!(answer.verb, Verb::Returned { .. });
            match state {
                State::Done => None,
                State::Verified => Some(if returned { Void } else { True }),
                _ => Some(if returned { True } else { Void }),
            }
        }
        _ if done => Some(Void),
        Verb::MoreTime { until, .. } => {
            let day = config[task.calendar].local_date(answer.at);
            let calendar = target.calendar(config);
            let extended = milestone.map_or(&task.extended, |one| &one.extended);
            let mut later = extended.iter().filter_map(|one| one.on);
            let later = later.any(|on| calendar.day_of(on) > day);
            let in_force = due_moment(calendar, deadline(config, target));
            (later || in_force >= due_moment(calendar, *until)).then_some(True)
        }
        Verb::NotMine { whose, .. } => {
            is_anothers(config, target, answer, whose.as_deref()).then_some(True)
        }
        Verb::Received => task.acknowledged().map(|_| True),
        Verb::Progress { .. } | Verb::Note { .. } => None,
    }
}

/// Of a standing task: the cycle that the answer is about is done (T9).
fn is_done_through(config: &Config, target: Target, answer: &Answer) -> bool {
    let task = target.task(config);
    let day = answer.cycle.map(|cycle| config[task.calendar].day_of(cycle));
    let of_task = answer.subject.milestone().is_none() && task.every.is_some();
    of_task && day.is_some_and(|day| task.done_through.is_some_and(|through| through >= day))
}

/// Whether what was not theirs is somebody else's by now: who answered owns it no more, and has no other part in it; or
/// whom they named owns it.
fn is_anothers(config: &Config, target: Target, answer: &Answer, whose: Option<&str>) -> bool {
    let who = responsible(config, target);
    let owners = who.owner.iter().chain(who.with).flat_map(|party| config.members(party));
    let owners: Vec<&str> = owners.map(|person| &*config[*person].id).collect();
    if owners.contains(&&*answer.person) {
        return false;
    }
    let heads = who.unit.and_then(|unit| crate::plan::head(config, unit));
    let others = heads.iter().chain(&who.supervisor).flat_map(|party| config.members(party));
    let has_part = others.into_iter().any(|person| config[*person].id == answer.person);
    !has_part || whose.is_some_and(|whose| owners.contains(&whose))
}
