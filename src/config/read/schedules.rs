//! When a report comes round, and what becomes of days off: `0 9 5 * *`, `later`, `2wd`.

use crate::config::fault::NotationFault;
use crate::config::read::context::Context;
use crate::config::read::raw::{Spot, Text};
use crate::model::{Cron, Roll, Span, TimeUnit};

/// A cron expression; a finding says which of its fields is wrong.
pub(super) fn cron(text: &Text, context: &mut Context<'_>) -> Option<Spot<Cron>> {
    match Cron::read(&text.value) {
        Ok(value) => Some(Spot { value, place: text.place }),
        Err(why) => {
            let written = text.value.to_string();
            context.add(NotationFault::BadCron { written, why }, text.place);
            None
        }
    }
}

/// What becomes of a day off.
pub(super) fn roll(text: &Text, context: &mut Context<'_>) -> Option<Roll> {
    let rolled = match text.value.trim() {
        "none" => Some(Roll::None),
        "later" => Some(Roll::Later),
        "earlier" => Some(Roll::Earlier),
        written => {
            let span = written.parse::<Span>().ok();
            let days = span.filter(|span| span.unit == TimeUnit::WorkingDay);
            days.map(|days| Roll::WorkingDay(days.count))
        }
    };
    if rolled.is_none() {
        context.add(NotationFault::BadRoll { written: text.value.to_string() }, text.place);
    }
    rolled
}
