//! What becomes of an occurrence whose moment lies in a hold (T8): at the hold's end the latest of its track goes (T7).

use jiff::Timestamp;

use crate::cli::explain::case::Case;
use crate::model::Stage;
use crate::plan::{Ladder, Occurrence, held_until, leaves_at};

/// What is decided when a hold ends.
pub(super) struct AfterHold<'a> {
    /// What goes then, of the same stage or of a later one.
    pub(super) goes: Occurrence,
    /// Its stage.
    pub(super) stage: &'a Stage,
    /// When it leaves.
    pub(super) at: Timestamp,
}

/// What goes of a track in the place of what is reached at a moment; `None` where no hold keeps it back.
pub(super) fn after_hold<'a>(
    case: &Case<'a>,
    ladder: &Ladder<'a>,
    moment: Timestamp,
) -> Option<AfterHold<'a>> {
    let mut at = held_until(case.config, case.target, moment)?;
    loop {
        // While it waits for the hours in which letters leave, a later one may be reached.
        let goes = ladder.latest(at)?;
        let leaves = leaves_at(case.config, ladder, goes, at);
        if leaves <= at {
            return Some(AfterHold { goes, stage: ladder.rungs[goes.rung].stage, at });
        }
        at = leaves;
    }
}
