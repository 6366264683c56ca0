//! What a node has read of its own copy of the files, before it is compared with the ledger.

use std::sync::Arc;

use crate::config::Refusal;
use crate::files::in_force::FilesInForce;
use crate::model::Config;

/// What was read.
#[derive(Clone)]
pub(super) struct Read {
    pub(super) config: Arc<Config>,
    /// What was in force before, where that is known and something else.
    pub(super) before: Option<Arc<Config>>,
    pub(super) refusal: Option<Refusal>,
    /// Where a ledger keeps the files in force: this node's.
    pub(super) copy: Option<OwnCopy>,
}

/// The files of this node, where a ledger on a server keeps those in force (N4).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnCopy {
    /// The files.
    pub files: FilesInForce,
    /// The fingerprint of what this node went by when it last ended, if it swept until then.
    pub before: Option<String>,
}
