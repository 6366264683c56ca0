//! Questions on a terminal, for what no option says.

use std::io::{BufRead, IsTerminal};

use crate::cli::terminal::exit::Refused;
use crate::cli::terminal::{locale, output};
use crate::words::{Text, usage};

/// Whether somebody can be asked.
#[derive(Clone, Copy)]
pub(crate) struct Asking(bool);

impl Asking {
    /// Asks where standard input is a terminal.
    pub(crate) fn on_a_terminal() -> Asking {
        Asking(std::io::stdin().is_terminal())
    }

    /// What an option says, else the answer; nothing if nobody can be asked, or nothing is answered.
    pub(crate) fn optional(
        self,
        given: Option<String>,
        question: Text,
    ) -> anyhow::Result<Option<String>> {
        match (given, self.0) {
            (Some(given), _) => Ok(Some(given)),
            (None, false) => Ok(None),
            (None, true) => Ok(answer(question, None)?.filter(|answer| !answer.is_empty())),
        }
    }

    /// The same for what there must be. An empty answer takes what is proposed; without anybody to ask, so does none.
    pub(crate) fn required(
        self,
        given: Option<String>,
        option: &str,
        question: Text,
        proposed: Option<&str>,
    ) -> anyhow::Result<String> {
        if let Some(given) = given {
            return Ok(given);
        }
        let missing = || {
            let missing = usage::missing(&[option.to_owned()], locale::language());
            Refused::usage(missing)
        };
        if !self.0 {
            return proposed.map(str::to_owned).ok_or_else(missing);
        }
        loop {
            match (answer(question, proposed)?, proposed) {
                (None, _) => return Err(missing()),
                (Some(answer), Some(proposed)) if answer.is_empty() => {
                    return Ok(proposed.to_owned());
                }
                (Some(answer), None) if answer.is_empty() => {}
                (Some(answer), _) => return Ok(answer),
            }
        }
    }
}

/// One line; nothing at the end of the input.
fn answer(question: Text, proposed: Option<&str>) -> anyhow::Result<Option<String>> {
    let proposed = proposed.map_or(String::new(), |proposed| format!(" [{proposed}]"));
    output::print(&format!("{}{proposed} ", locale::say(question)))?;
    output::flush()?;
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line)?;
    Ok((read > 0).then(|| line.trim().to_owned()))
}
