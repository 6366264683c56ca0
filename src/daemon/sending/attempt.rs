//! An attempt at a letter: how it ended, and what is to be recorded of it.

use std::sync::Arc;

use jiff::Timestamp;

use crate::channels::Delivery;
use crate::ledger::{Outcome, Outgoing};

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
    /// Who was put off by the attempt before, of which this one is the rest: they were not asked again.
    pub(crate) put_off: Vec<(String, Outcome)>,
}

/// The rest of a letter that some of its recipients have.
#[derive(Debug, Default)]
pub(crate) struct Rest {
    /// Who waits for their time meanwhile.
    pub(crate) put_off: Vec<(String, Outcome)>,
    /// The others are named one by one.
    pub(crate) one_by_one: bool,
}

impl Landed {
    /// What became of each recipient that was pending.
    pub(crate) fn outcomes(&self) -> Vec<(String, Outcome)> {
        [self.delivery.outcomes(), &self.put_off].concat()
    }

    /// How the rest of the letter goes on, where it does so at once.
    pub(crate) fn rest(&self) -> Option<Rest> {
        let Delivery::Heard { more: true, one_by_one, .. } = self.delivery else { return None };
        let is_put_off = |(_, outcome): &(String, Outcome)| matches!(outcome, Outcome::Deferred(_));
        let put_off = self.outcomes().into_iter().filter(is_put_off).collect();
        Some(Rest { put_off, one_by_one })
    }

    /// Unanswered messages are trouble too, once there are several in a row.
    pub(crate) fn tells_of_trouble(&self) -> bool {
        matches!(self.delivery, Delivery::Trouble(_)) || self.delivery.unanswered().is_some()
    }
}
