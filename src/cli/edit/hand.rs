//! Options that every edit command takes.

use clap::Args;

use crate::cli::terminal::locale::say;
use crate::words::help;

/// Who edits, and whether anything is written.
#[derive(Debug, Args)]
pub struct Hand {
    #[arg(long, value_name = say(help::WHO), help = say(help::EDIT_BY))]
    pub(super) by: Option<String>,
    #[arg(long, help = say(help::EDIT_DRY_RUN))]
    pub(super) dry_run: bool,
    #[arg(long, help = say(help::EDIT_YES))]
    pub(super) yes: bool,
    #[arg(long, help = say(help::EDIT_HERE))]
    pub(super) here: bool,
}

impl Hand {
    /// Whether nothing is written.
    pub(super) fn is_dry_run(&self) -> bool {
        self.dry_run
    }
}
