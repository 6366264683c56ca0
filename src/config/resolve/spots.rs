//! Where the dates of a task stand.

use crate::config::finding::Site;

/// Where the dates of a task stand.
pub(crate) struct Spots {
    pub(crate) id: Site,
    pub(crate) due: Option<Site>,
    pub(crate) done: Option<Site>,
    pub(crate) verified: Option<Site>,
    /// The new deadline of each of its extensions.
    pub(crate) extended: Vec<Site>,
    /// Its holds.
    pub(crate) holds: Vec<Site>,
    /// The ids of its milestones.
    pub(crate) milestones: Vec<Site>,
    /// The `done` of its last milestone, where that has a header of its own: a line below it may be meant for the task.
    pub(crate) done_of_last: Option<Site>,
}
