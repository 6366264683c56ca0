//! The one place that reads the clock.

use jiff::Timestamp;

/// The system's time, to the microsecond, as the ledger keeps it.
#[expect(clippy::disallowed_methods, reason = "this is the edge at which time comes in")]
pub fn now() -> Timestamp {
    let now = Timestamp::now();
    Timestamp::from_microsecond(now.as_microsecond()).unwrap_or(now)
}
