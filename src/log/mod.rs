//! Log lines: one for each event, readable alone, with what it is about as fields of the same names everywhere:
//! `task`, `milestone`, `stage`, `letter`, `recipient`, `file`, `line`, `why`, `error`; in the plural where it is
//! about several.
//!
//! `tell` gives an event its sentence in both languages: people read theirs, the journal and JSON have English. `said` is
//! what an event says, with addresses made unreadable (`mask`); `form` is how it is written; `journal`
//! is where it goes under systemd.

pub mod cause;
pub mod form;
pub mod journal;
pub mod list;
pub mod mask;
pub mod said;
pub mod tell;

use std::panic::PanicHookInfo;

use clap::ValueEnum;
use tracing::level_filters::LevelFilter;
use tracing_subscriber::filter::Targets;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::log::form::{Form, Kind};
use crate::log::journal::Journal;
use crate::model::Language;
use crate::words::log as words;
pub(crate) use cause::cause;
pub use list::List;
pub(crate) use tell::tell;

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// A line for each event; under systemd an entry of its journal, with priority and fields
    Text,
    /// A JSON object for each event
    Json,
}

/// Starts logging for the rest of the process. `mask`: whether addresses are made unreadable; `language`: that of lines for
/// people.
pub fn start(format: LogFormat, verbose: bool, mask: bool, language: Language) {
    let ours = if verbose { LevelFilter::DEBUG } else { LevelFilter::INFO };
    // Libraries tell of their inner life at `info`; only what goes wrong there is of interest here.
    let filter = Targets::new().with_default(LevelFilter::WARN).with_target("duban", ours);
    let registry = tracing_subscriber::registry().with(filter);
    // Where a line cannot be written, to say so in the same place would end the process.
    let layer = tracing_subscriber::fmt::layer().log_internal_errors(false);
    let kind = match format {
        LogFormat::Json => Kind::Json,
        LogFormat::Text if journal::is_standard_error() => Kind::Journal,
        LogFormat::Text => {
            let choice = anstream::AutoStream::choice(&std::io::stderr());
            Kind::Text { colour: choice != anstream::ColorChoice::Never, language }
        }
    };
    if matches!(kind, Kind::Journal) {
        let journal = Journal::open();
        let layer = layer.with_writer(move || journal.clone());
        registry.with(layer.event_format(Form { kind, mask })).init();
    } else {
        let layer = layer.with_writer(std::io::stderr);
        registry.with(layer.event_format(Form { kind, mask })).init();
    }
    std::panic::set_hook(Box::new(panicked));
}

/// A panic is an event as others are; its own report would be several lines.
fn panicked(panic: &PanicHookInfo<'_>) {
    let why = panic.payload_as_str().unwrap_or("of an unknown kind");
    let place = panic.location().map(ToString::to_string).unwrap_or_default();
    tell!(ERROR, words::daemon::PANICKED, why, place);
}
