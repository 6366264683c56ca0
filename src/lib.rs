//! duban (督办, "see that it gets done"): reminders of rectification tasks that escalate until they are done.
//!
//! The core is a function of its arguments. It opens no file, no socket and no clock; `now` is a parameter. Data
//! flows one way, `config → model → plan`:
//!
//! - [`config`]: TOML text in, a checked [`model::Config`] out, or every finding at once.
//! - [`model`]: the nouns, and the calendar that counts days.
//! - [`plan`]: the decision. Configuration, what the ledger knows and `now` in; notices, letters to write and reasons out.
//! - [`compare`]: two versions of the list; what an edit changed, and whether that is too much.
//! - [`import`]: a list that somebody keeps in a spreadsheet, as tasks.
//! - [`view`]: what is shown, as data: tasks, lists, filters.
//! - [`letter`]: what a letter shows, its words, its text and HTML.
//! - `words`: every sentence of the command line, zh-CN beside en.
//!
//! The edges use the core. The core does not know them:
//!
//! - [`clock`]: the one place that reads the clock.
//! - [`files`]: the configuration on disk: read, watched, last good versions kept.
//! - [`ledger`]: what happened, on disk.
//! - [`channels`]: a draft becomes a message, a message leaves.
//! - [`daemon`]: the loop that sweeps, records and sends.
//! - [`web`]: how the daemon stands, over HTTP, for monitoring.
//! - [`sheets`]: spreadsheets and other lists as files, read and written.
//! - [`cli`]: one file for each command.
//! - [`log`]: what is told as it happens.
//!
//! `visible` takes out of a text what would steer whoever is shown it, `numerals` reads Chinese numerals,
//! `parallel` works on all cores; all of them may use these. `io_cause` names an error of the system or of TLS; the edges use it.

pub mod channels;
pub mod cli;
pub mod clock;
pub mod compare;
pub mod config;
pub mod daemon;
pub mod files;
pub mod import;
mod io_cause;
pub mod ledger;
pub mod letter;
pub mod log;
pub mod model;
pub mod numerals;
mod parallel;
pub mod plan;
pub mod sheets;
pub mod view;
pub mod visible;
pub mod web;
mod words;
