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
}
