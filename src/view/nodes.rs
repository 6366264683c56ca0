//! The nodes that share a ledger (N4), as they are shown.

use serde::Serialize;

use crate::view::moments::At;

/// A node.
#[derive(Debug, Clone, Serialize)]
pub struct Node {
    /// By its machine, and apart from any other process there ever was.
    pub node: String,
    /// Of duban.
    pub version: String,
    /// The fingerprint of its files.
    pub files: Option<String>,
    /// Whether its lease lasts, so that it sends.
    pub living: bool,
    /// Whether it sweeps.
    pub sweeps: bool,
    /// When its lease ends, or ended.
    pub lease_until: At,
    /// When it last said something.
    pub seen: At,
    /// How many seconds its clock is ahead of the server's.
    pub clock_ahead: f64,
    /// Whether that is more than a clock may be off.
    pub clock_off: bool,
    /// How many letters it has in hand.
    pub letters: u32,
    /// When others may send these, where its lease has ended.
    pub letters_free: Option<At>,
}
