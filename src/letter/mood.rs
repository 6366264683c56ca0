//! How the tasks of a letter stand together.

/// How the tasks of a letter stand, so that its opening is true of all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// All are open and late.
    Late,
    /// All are open, and none is late.
    InTime,
    /// Some late, some not, all open.
    Mixed,
    /// At least one is not open any more.
    Settled,
}
