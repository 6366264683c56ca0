//! Sweeps (巡检): what has been reached and is not in the ledger yet is decided and recorded.

pub mod admin_notices;
mod all_well;
mod answer_letters;
mod composing;
mod digests;
pub(crate) mod further;
pub(crate) mod further_anew;
pub mod guard;
mod handovers;
mod heard;
pub(crate) mod readdressing;
pub mod record;
pub mod renewal;
mod reports;
pub mod schedule;
mod signing;
pub mod sweeper;
pub(crate) mod tallies;
pub mod unwritten;
pub mod waiting_edit;
