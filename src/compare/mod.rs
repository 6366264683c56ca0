//! Two versions of the list: what an edit changed.

pub mod changes;
pub mod deadlines;
