//! An attempt at a letter: how it ended, and what is to be recorded of it.

use std::sync::Arc;

use jiff::Timestamp;

use crate::channels::Delivery;
use crate::ledger::Outgoing;

/// How an attempt ended.
#[derive(Debug)]
pub(crate) enum Ended {
    /// The transport said what it came to.
    Said(Delivery),
    /// It failed by a fault of duban, with what was known until then.
    Failed(Delivery),
    /// duban cut it short, with what was known until then.
    CutShort(Delivery),
    /// duban cut it short before anybody can have the letter.
    Untried,
}

/// An attempt that was made.
#[derive(Debug)]
pub(crate) struct Landed {
    pub(crate) letter: Arc<Outgoing>,
    pub(crate) ended: Timestamp,
    pub(crate) delivery: Delivery,
}

impl Landed {
    /// Unanswered messages are trouble too, once there are several in a row.
    pub(crate) fn tells_of_trouble(&self) -> bool {
        matches!(self.delivery, Delivery::Trouble(_)) || self.delivery.unanswered().is_some()
    }
}
