//! L6b: whether what a notice says still holds, for letters that have not left yet.

use jiff::Timestamp;

use crate::model::{AnchorKind, Answer, AnswerState, Answers, Config, State, Unless};
use crate::plan::further::handover;
use crate::plan::further::receipt::{Says, told};
use crate::plan::hold::held_until;
use crate::plan::target::target_of;
use crate::plan::{
    NoticeId, Origin, Rung, Target, held_back, is_live, responsible, silenced, target_of_subject,
};

/// Why a notice has become moot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moot {
    /// The task, the milestone or the stage is gone from the files.
    Gone,
    /// The task or milestone is done, verified or cancelled, or no longer so (T1).
    NotLive(State),
    /// What it was counted from has moved: a deadline was extended, say (T10).
    Moved,
    /// The task is on hold (T8).
    OnHold,
    /// An answer waits for a decision (T16).
    Answered,
    /// The answer that waited was decided (A3).
    Decided,
    /// The stage has fallen silent (T14).
    Silent(Unless),
    /// Its moment has not come: it was written while the clock stood ahead.
    NotYet,
}

/// L6b: why a notice of a stage no longer holds; `None` if it does, and of all other notices. `answers` are those about
/// its task.
pub fn moot(config: &Config, id: &NoticeId, answers: &Answers, now: Timestamp) -> Option<Moot> {
    match id.from {
        Origin::Urge => return closed(config, id).err(),
        Origin::Handover => return handover_moot(config, id),
        Origin::Answer => return receipt_moot(config, id, answers),
        _ => {}
    }
    let from = id.from.stage()?;
    let Some((target, place)) = find(config, id) else { return Some(Moot::Gone) };
    let task = target.task(config);
    if !is_live(config, target, from) {
        return Some(Moot::NotLive(task.state()));
    }
    let rung = Rung::with_answers(config, target, place, answers);
    let rung = rung.filter(|rung| rung.anchor == id.anchor);
    let Some(rung) = rung else { return Some(Moot::Moved) };
    // T12: the promise was given anew after that day.
    if rung.is_before_promise(target.calendar(config), id.occurrence) {
        return Some(Moot::Moved);
    }
    if held_until(config, target, now).is_some() {
        return Some(Moot::OnHold);
    }
    if held_back(config, target, answers).is_some_and(|held| now < held.until) {
        return Some(Moot::Answered);
    }
    silenced(config, target, &rung, answers).map(Moot::Silent)
}

/// What is urged, or handed over, is moot once it is closed.
fn closed(config: &Config, id: &NoticeId) -> Result<Target, Moot> {
    let target = target_of(config, id).ok_or(Moot::Gone)?;
    let state = target.task(config).state();
    if is_live(config, target, AnchorKind::Due) { Ok(target) } else { Err(Moot::NotLive(state)) }
}

/// W7: what was changed back before its letter left is withdrawn.
fn handover_moot(config: &Config, id: &NoticeId) -> Option<Moot> {
    match closed(config, id) {
        Err(moot) => Some(moot),
        Ok(target) => (!handover::holds(config, target, id)).then_some(Moot::Moved),
    }
}

/// A3: that an answer waits is moot once it was decided, or somebody else supervises.
fn receipt_moot(config: &Config, id: &NoticeId, answers: &Answers) -> Option<Moot> {
    let (number, says, person) = told(id)?;
    if says != Says::Waits {
        return None;
    }
    let Some(target) = target_of_subject(config, &id.subject) else { return Some(Moot::Gone) };
    let waits = |one: &Answer| one.number == number && one.standing.state == AnswerState::Waits;
    if !answers.iter().any(waits) {
        return Some(Moot::Decided);
    }
    let mut who = responsible(config, target).supervisor.into_iter();
    let supervises = who.any(|party| {
        let mut members = config.members(&party).iter();
        members.any(|one| Some(&*config[*one].id) == person)
    });
    (!supervises).then_some(Moot::Moved)
}

/// The target of a notice, and the place of its stage in the policy.
pub(super) fn find(config: &Config, id: &NoticeId) -> Option<(Target, usize)> {
    let target = target_of(config, id)?;
    let stages = &target.policy(config).stages;
    let place = stages.iter().position(|stage| stage.name == id.stage && id.from == stage.from)?;
    Some((target, place))
}
