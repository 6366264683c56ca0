//! The one place that writes to standard output and standard error, but for the log.
//!
//! What others wrote into a text cannot steer the terminal: it is made visible here. Where the output cannot be
//! written, nobody panics: a reader that has seen enough (`head`) ends the command quietly, and a full disk is an
//! error that says so.

use std::fmt;
use std::io::{self, BufWriter, ErrorKind, IsTerminal, StdoutLock, Write};

use serde::Serialize;

use crate::cli::terminal::locale;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::style::OURS;
use crate::visible;
use crate::words::{system, usage};

/// Standard output could not be written.
#[derive(Debug)]
pub(crate) struct Unwritten(io::Error);

impl Unwritten {
    /// Whoever read the output has seen enough, as `head` does.
    pub(crate) fn is_closed(&self) -> bool {
        self.0.kind() == ErrorKind::BrokenPipe
    }
}

impl fmt::Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", say(usage::UNWRITTEN), system::reason(&self.0, locale::language()))
    }
}

impl std::error::Error for Unwritten {}

impl From<io::Error> for Unwritten {
    fn from(error: io::Error) -> Unwritten {
        Unwritten(error)
    }
}

impl From<serde_json::Error> for Unwritten {
    fn from(error: serde_json::Error) -> Unwritten {
        Unwritten(error.into())
    }
}

/// What is shown by a command that has more to do: a reader who has seen enough does not keep it from its work.
pub(crate) fn before_work(shown: anyhow::Result<()>) -> anyhow::Result<()> {
    match shown {
        Err(failure) if failure.downcast_ref::<Unwritten>().is_some_and(Unwritten::is_closed) => {
            Ok(())
        }
        shown => shown,
    }
}

/// Prints a line, or several.
macro_rules! print_line {
    ($($words:tt)*) => {
        $crate::cli::terminal::output::print(&format!("{}\n", format_args!($($words)*)))
    };
}
pub(crate) use print_line;

/// Prints a text as it is meant to be read.
pub(crate) fn print(text: &str) -> Result<(), Unwritten> {
    Ok(anstream::stdout().write_all(painted(text).as_bytes())?)
}

/// Empties the terminal.
pub(crate) fn clear() -> Result<(), Unwritten> {
    Ok(anstream::stdout().write_all(b"\x1b[H\x1b[2J")?)
}

/// Prints to standard error. Where that cannot be written, nobody can be told.
pub(crate) fn complain(text: &str) {
    let _nobody_to_tell = anstream::stderr().write_all(painted(text).as_bytes());
}

/// Shows on a terminal how far something has come. The text is ours; it may go back to the line's start.
pub(crate) fn progress(text: &str) {
    let _nobody_to_tell = io::stderr().write_all(text.as_bytes());
}

/// Prints a document for machines.
pub(crate) fn print_json(document: &impl Serialize) -> Result<(), Unwritten> {
    let mut out = Json::new();
    serde_json::to_writer_pretty(&mut out, document)?;
    out.0.write_all(b"\n")?;
    out.flush()
}

/// Prints bytes that a program is to read, such as a message. On a terminal they are text.
pub(crate) fn print_bytes(bytes: &[u8]) -> Result<(), Unwritten> {
    let mut out = io::stdout().lock();
    match out.is_terminal() {
        true => print(&String::from_utf8_lossy(bytes)),
        false => Ok(out.write_all(bytes)?),
    }
}

/// What was printed has left this process, or an error says why not.
pub(crate) fn flush() -> Result<(), Unwritten> {
    Ok(io::stdout().flush()?)
}

/// Standard output for JSON that is written piece by piece.
pub(crate) struct Json(BufWriter<StdoutLock<'static>>);

impl Json {
    pub(crate) fn new() -> Json {
        Json(BufWriter::new(io::stdout().lock()))
    }

    /// An object, and the line's end.
    pub(crate) fn line(&mut self, object: &impl Serialize) -> Result<(), Unwritten> {
        serde_json::to_writer(&mut *self, object)?;
        Ok(self.0.write_all(b"\n")?)
    }

    /// A part of it in which all is visible already.
    pub(crate) fn shown(&mut self, part: &str) -> Result<(), Unwritten> {
        Ok(self.0.write_all(part.as_bytes())?)
    }

    /// What was written so far has left this process.
    pub(crate) fn flush(&mut self) -> Result<(), Unwritten> {
        Ok(self.0.flush()?)
    }
}

impl Write for Json {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        // serde_json cuts within no character.
        match std::str::from_utf8(bytes) {
            Ok(text) => self.0.write_all(visible::json(text).as_bytes())?,
            Err(_) => self.0.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// The text made visible, and our colours in it as the terminal knows them.
fn painted(text: &str) -> String {
    let text = visible::lines(text);
    let mut parts = text.split(OURS);
    let mut painted = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        if is_colour(part) {
            painted.push('\u{1b}');
        }
        painted.push_str(part);
    }
    painted
}

/// `[1m`, `[31m`, `[38;5;12m`: what sets a colour, and no other sequence.
fn is_colour(part: &str) -> bool {
    let Some((numbers, _)) = part.strip_prefix('[').and_then(|rest| rest.split_once('m')) else {
        return false;
    };
    let known = |number: &str| number.parse().is_ok_and(|number: u8| number < 98 && number != 8);
    numbers.split(';').all(known)
}

#[cfg(test)]
mod tests {
    use crate::cli::terminal::style;

    use super::*;

    #[test]
    fn our_colours_stay_and_all_else_is_shown() {
        let shown = painted(&style::strong("标题\u{1b}[2J\r"));
        assert_eq!(shown, "\u{1b}[1m标题\\u{1b}[2J\\r\u{1b}[0m");
        assert_eq!(painted("\u{fdd0}]0;title\u{7}\u{fdd0}[2J"), "]0;title\\u{7}[2J");
    }
}
