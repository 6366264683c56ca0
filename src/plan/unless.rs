//! T14: a stage with `unless` falls silent once the task was received, or its progress was reported. It keeps its
//! place on the ladder, so that nothing before it comes to life.

use crate::model::{AnchorKind, Answer, At, Config, Unless};
use crate::plan::answers::{is_acknowledged, last_progress};
use crate::plan::deadline::began;
use crate::plan::{Rung, Target};

/// Why a stage of a target is silent; `None` if it is not. `answers` are those about its task.
pub fn silenced(
    config: &Config,
    target: Target,
    rung: &Rung<'_>,
    answers: &[Answer],
) -> Option<Unless> {
    let task = target.task(config);
    let unless = rung.stage.unless?;
    let silent = match unless {
        Unless::Acknowledged => {
            task.acknowledged().is_some() || is_acknowledged(config, target, answers)
        }
        Unless::Progress => {
            let since = match comes_before_anchor(rung) {
                true => began(config, target),
                false => Some(target.calendar(config).day_of(rung.anchor)),
            };
            // An entry is the task's, and its day one in the task's zone.
            let days = task.progress().iter().map(|entry| config[task.calendar].day_of(entry.on));
            let last = days.chain(last_progress(config, target, answers)).max();
            last.is_some_and(|last| since.is_none_or(|since| since <= last))
        }
    };
    silent.then_some(unless)
}

/// Whether a stage lies before its anchor: there, progress since the task began counts.
fn comes_before_anchor(rung: &Rung<'_>) -> bool {
    match rung.stage.at {
        At::Percent(_) => true,
        At::Offset(offset) => {
            offset.count < 0 || (offset.count == 0 && rung.stage.from == AnchorKind::Due)
        }
    }
}
