//! What is shown, as data: made once, without language or terminal, for commands, JSON, letters, reports and pages.

pub mod exported;
pub mod filter;
pub mod filter_keys;
pub mod lateness;

pub use exported::{Exported, exported};
pub use filter::{Filter, Sieve};
pub use filter_keys::Unknown;
pub use lateness::{Late, days_late};
