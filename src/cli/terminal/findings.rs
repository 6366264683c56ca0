//! Findings in the files, as a terminal shows them: each in its source, and how many there are.

use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::locale::say;
use crate::cli::terminal::{locale, output, style};
use crate::config::{Finding, Level, Loaded, render};
use crate::words::results;

/// The errors of a configuration that does not check, for commands that cannot go on.
pub(crate) fn errors(loaded: &Loaded) -> String {
    let is_error = |finding: &&Finding| finding.level == Level::Error;
    let of_errors: Vec<_> = loaded.findings.iter().filter(is_error).cloned().collect();
    format!("{}{}\n", findings(&of_errors, loaded), summary(loaded))
}

/// Prints the errors of a configuration that does not check; the command ends with 78.
pub(crate) fn refused(loaded: &Loaded) -> anyhow::Error {
    output::complain(&errors(loaded));
    Refused { exit: Exit::Config, message: String::new() }.into()
}

/// Findings in their sources.
pub(crate) fn findings(findings: &[Finding], loaded: &Loaded) -> String {
    style::trusted(&render(findings, &loaded.sources, locale::language()))
}

/// How many findings are of that level.
pub(crate) fn count(loaded: &Loaded, level: Level) -> usize {
    let of_level = loaded.findings.iter().filter(|finding| finding.level == level);
    of_level.map(|finding| finding.count).sum()
}

/// Whether the files check, and how many findings there are.
pub(crate) fn summary(loaded: &Loaded) -> String {
    let (errors, warnings) = (count(loaded, Level::Error), count(loaded, Level::Warning));
    let language = locale::language();
    match errors {
        0 => {
            let told = results::fine(loaded.files, loaded.tasks, warnings, language);
            format!("{}{told}", style::strong(say(results::FINE)))
        }
        _ => {
            let told = results::found(errors, warnings, loaded.files, language);
            let first = first_error(loaded).unwrap_or_default();
            format!("{}{told}{first}", style::error(say(results::DOES_NOT_CHECK)))
        }
    }
}

/// The first error in a line, where more than it is shown: it may have gone off the screen.
fn first_error(loaded: &Loaded) -> Option<String> {
    let mut errors = loaded.findings.iter().filter(|one| one.level == Level::Error);
    let first = errors.next().filter(|_| loaded.findings.len() > 1)?;
    let language = locale::language();
    Some(results::first_error(&first.line(&loaded.sources, language), language))
}
