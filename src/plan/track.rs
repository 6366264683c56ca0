//! T13: tracks. "Latest only" (T7) and "where the next stage begins" (T6) are judged within a track, so that
//! a stage that waits for a person silences no other.

use crate::model::names;

/// A ladder of its own within a policy, in the order in which notices of one task are told (T13).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Track {
    /// The stages of all other anchors.
    Due,
    /// The stages counted from the latest progress.
    Progress,
    /// The stages counted from the latest return.
    Returned,
    /// The stages with `release = "ask"`, whatever they are counted from, of which no letter was released yet.
    Ask,
}

names!(Track { Due = "due", Progress = "progress", Returned = "returned", Ask = "ask" });
