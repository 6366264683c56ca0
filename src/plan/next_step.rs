//! The next notice of a task, as a letter tells of it.

use std::sync::Arc;

use jiff::Timestamp;

use crate::model::LetterKind;

/// The next notice, if nothing is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NextStep {
    /// When it leaves.
    pub at: Timestamp,
    /// Which stage of the policy.
    pub stage: usize,
    /// Which letter.
    pub kind: LetterKind,
    /// The name of a letter of its stage's own.
    pub own: Option<Arc<str>>,
    /// Whether its moment is exact (T4), and it leaves then.
    pub exact: bool,
    /// Whether a person must let it go first (L6a).
    pub asks: bool,
}
