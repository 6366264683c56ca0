//! `duban help`: what `--help` after a command prints.

use clap::{Args, Command};

use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::locale;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::Unwritten;
use crate::words::{help, usage};

/// Options of `help`.
#[derive(Debug, Args)]
pub struct Help {
    #[arg(value_name = say(help::COMMAND), help = say(help::HELP_COMMAND))]
    commands: Vec<String>,
}

impl Help {
    pub(super) fn run(self, mut command: Command) -> anyhow::Result<Exit> {
        for name in self.commands {
            let below = command.find_subcommand(&name).cloned();
            let unknown = || usage::unknown_command(&name, None, locale::language());
            command = below.ok_or_else(|| Refused::usage(unknown()))?;
        }
        command.print_long_help().map_err(Unwritten::from)?;
        Ok(Exit::Fine)
    }
}
