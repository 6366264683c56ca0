//! `duban completions`: what a shell needs to complete duban's command line.

use clap::{Args, Command};
use clap_complete::Shell;

use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::print_bytes;
use crate::words::help;

/// Options of `completions`.
#[derive(Debug, Args)]
pub struct Completions {
    #[arg(value_enum, value_name = say(help::SHELL), help = say(help::COMPLETIONS_SHELL))]
    shell: Shell,
}

impl Completions {
    pub(super) fn run(self, mut command: Command) -> anyhow::Result<Exit> {
        // Into memory first: the generator panics where it cannot write, as into a closed pipe.
        let mut script = Vec::new();
        clap_complete::generate(self.shell, &mut command, "duban", &mut script);
        print_bytes(&script)?;
        Ok(Exit::Fine)
    }
}
