//! A fault of duban's own: a file by which reading fails is refused as others are, and what was in force before stays. The
//! daemon goes on.

use std::panic::{AssertUnwindSafe, catch_unwind};

/// What the work makes, unless it panics. What it was changing by then counts no more.
pub(super) fn guarded<T>(work: impl FnOnce() -> T) -> Option<T> {
    catch_unwind(AssertUnwindSafe(work)).ok()
}
