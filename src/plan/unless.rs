//! T14: a stage with `unless` falls silent once the task was received, or its progress was reported. It keeps its
//! place on the ladder, so that nothing before it comes to life.

use jiff::civil::Date;

use crate::model::{AnchorKind, At, Config, Unless};
use crate::plan::deadline::previous_due;
use crate::plan::{Rung, Target};

/// Why a stage of a target is silent; `None` if it is not.
pub fn silenced(config: &Config, target: Target, rung: &Rung<'_>) -> Option<Unless> {
    let task = target.task(config);
    let calendar = target.calendar(config);
    let unless = rung.stage.unless?;
    let silent = match unless {
        Unless::Acknowledged => task.acknowledged().is_some(),
        Unless::Progress => {
            let since = match comes_before_anchor(rung) {
                true => begun(config, target),
                false => calendar.day_of(rung.anchor),
            };
            task.progress().iter().any(|entry| since <= calendar.day_of(entry.on))
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

/// The day on which a task began; of a later cycle of a standing task (T9), the one before's due date.
fn begun(config: &Config, target: Target) -> Date {
    let calendar = target.calendar(config);
    let began = previous_due(config, target).or(target.task(config).opened);
    began.map_or(Date::MIN, |began| calendar.day_of(began))
}
