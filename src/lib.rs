//! duban (督办, "see that it gets done"): reminders of rectification tasks that escalate until they are done.
//!
//! Data flows one way, `config → model → plan`, and none of these three opens a file, a socket or a clock:
//!
//! - [`config`]: TOML text in, a checked [`model::Config`] out, or every finding at once.
//! - [`model`]: the nouns, and the calendar that counts days.
//! - [`plan`]: the decision. Configuration, what the ledger knows and `now` in; notices, letters to
//!   write and reasons out.
//!
//! The edges use the core, and the core does not know them:
//!
//! - [`ledger`]: what happened, on disk.
//! - [`mail`]: a draft becomes bytes, bytes leave.
//! - [`daemon`]: the loop that sweeps, records and sends.
//! - [`http`]: how the daemon stands, for monitoring.
//! - [`cli`]: one file for each command.
//! - [`log`]: what is told as it happens.

pub mod cli;
pub mod config;
pub mod daemon;
pub mod http;
pub mod ledger;
pub mod log;
pub mod mail;
pub mod model;
pub mod plan;
