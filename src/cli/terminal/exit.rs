//! What the exit status says, and the one place that prints an error.

use std::process::ExitCode;

use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::Unwritten;
use crate::cli::terminal::{locale, output, style};
use crate::log::cause::sentence;
use crate::model::Language;
use crate::words::{system, usage};

/// The exit statuses of every command.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Fine.
    Fine = 0,
    /// The answer is "no", or work failed.
    No = 1,
    /// The command line makes no sense.
    Usage = 2,
    /// It did not work now, and may later: a mail server keeps the mail and tries again (EX_TEMPFAIL).
    Later = 75,
    /// The configuration does not check (EX_CONFIG).
    Config = 78,
}

/// An error that carries its own exit status and has said all there is to say.
#[derive(Debug, thiserror::Error)]
#[error("{message}")]
pub(crate) struct Refused {
    pub(crate) exit: Exit,
    pub(crate) message: String,
}

impl Refused {
    /// The answer is "no".
    pub(crate) fn no(message: impl Into<String>) -> anyhow::Error {
        Refused { exit: Exit::No, message: message.into() }.into()
    }

    /// It may work later.
    pub(crate) fn later(failure: &anyhow::Error) -> anyhow::Error {
        let message = told(failure, locale::language());
        Refused { exit: Exit::Later, message }.into()
    }

    /// The command line makes no sense.
    pub(crate) fn usage(message: impl Into<String>) -> anyhow::Error {
        Refused { exit: Exit::Usage, message: message.into() }.into()
    }
}

/// The answer of a command that was known before it was printed: a reader who has seen enough does not change it.
pub(crate) fn answered(exit: Exit, printed: Result<(), Unwritten>) -> anyhow::Result<Exit> {
    match printed.and_then(|()| output::flush()) {
        Err(failure) if !failure.is_closed() => Err(failure.into()),
        _ => Ok(exit),
    }
}

/// Prints what failed, why, and what to do, and gives the exit status.
pub(crate) fn report(done: anyhow::Result<Exit>) -> ExitCode {
    let done = done.and_then(|exit| answered(exit, Ok(())));
    let exit = done.unwrap_or_else(|failure| {
        // Whoever read our output has seen enough, as `head` does.
        if failure.downcast_ref::<Unwritten>().is_some_and(Unwritten::is_closed) {
            return Exit::Fine;
        }
        let refused = failure.downcast_ref::<Refused>();
        if refused.is_none_or(|refused| !refused.message.is_empty()) {
            let told = told(&failure, locale::language());
            output::complain(&format!("{}{told}\n", style::error(say(usage::ERROR))));
        }
        refused.map_or(Exit::No, |refused| refused.exit)
    });
    ExitCode::from(exit as u8)
}

/// The failure and its causes, in the reader's language as far as they are ours; the words of libraries are quoted.
pub(crate) fn told(failure: &anyhow::Error, language: Language) -> String {
    let causes: Vec<String> = failure.chain().map(|cause| sentence(cause, language)).collect();
    causes.join(system::BECAUSE.said(language))
}
