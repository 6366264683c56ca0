//! L6b: whether what a notice says still holds, for letters that have not left yet.

use jiff::Timestamp;

use crate::model::{AnchorKind, Config, State, Unless};
use crate::plan::hold::held_until;
use crate::plan::{NoticeId, Origin, Rung, Target, is_live, silenced};

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
    /// The stage has fallen silent (T14).
    Silent(Unless),
    /// Its moment has not come: it was written while the clock stood ahead.
    NotYet,
}

/// L6b: why a notice of a stage no longer holds; `None` if it does, and of all other notices.
pub fn moot(config: &Config, id: &NoticeId, now: Timestamp) -> Option<Moot> {
    if id.from == Origin::Urge {
        return urge_moot(config, id);
    }
    let from = id.from.stage()?;
    let Some((target, place)) = find(config, id) else { return Some(Moot::Gone) };
    let task = target.task(config);
    if !is_live(config, target, from) {
        return Some(Moot::NotLive(task.state()));
    }
    let rung = Rung::of(config, target, place).filter(|rung| rung.anchor == id.anchor);
    let Some(rung) = rung else { return Some(Moot::Moved) };
    // T12: the promise was given anew after that day.
    if rung.is_before_promise(target.calendar(config), id.occurrence) {
        return Some(Moot::Moved);
    }
    let silent = || silenced(config, target, &rung).map(Moot::Silent);
    held_until(config, target, now).map(|_| Moot::OnHold).or_else(silent)
}

/// What is urged is moot once it is closed.
fn urge_moot(config: &Config, id: &NoticeId) -> Option<Moot> {
    let Some(target) = target_of(config, id) else { return Some(Moot::Gone) };
    let state = target.task(config).state();
    (!is_live(config, target, AnchorKind::Due)).then_some(Moot::NotLive(state))
}

/// The target of a notice, and the place of its stage in the policy.
pub(super) fn find(config: &Config, id: &NoticeId) -> Option<(Target, usize)> {
    let target = target_of(config, id)?;
    let stages = &target.policy(config).stages;
    let place = stages.iter().position(|stage| stage.name == id.stage && id.from == stage.from)?;
    Some((target, place))
}

/// Whom a notice is about, if the files still have it.
pub fn target_of(config: &Config, id: &NoticeId) -> Option<Target> {
    let task = config.task(id.subject.task()?)?;
    let milestone = match id.subject.milestone() {
        None => None,
        Some(milestone) => {
            let at = config[task].milestones.iter().position(|one| *one.id == *milestone)?;
            Some(at as u32)
        }
    };
    Some(Target { task, milestone })
}
