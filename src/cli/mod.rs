//! The command line: one file for each command, and what they share.
//!
//! Exit status: 0 fine; 1 the answer is "no" or work failed; 2 usage; 78 the configuration does
//! not check.

pub mod adopt;
pub mod check;
pub mod completions;
pub mod core_dumps;
pub mod delivery_status;
pub mod explain;
pub mod history;
pub mod ledger;
pub mod man;
pub mod outbox;
pub mod plan;
pub mod render;
pub mod retry;
pub mod run;
pub mod settle;
pub mod show;
pub mod status;
pub mod terminal;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Arg, CommandFactory, FromArgMatches, Parser, Subcommand};
use jiff::Timestamp;

use crate::cli::terminal::globals::Setting;
pub use terminal::exit::Exit;

/// 督办: sees rectification tasks through, by reminders that escalate until they are done.
#[derive(Debug, Parser)]
#[command(name = "duban", version, max_term_width = 100)]
struct Arguments {
    /// The root file [default: config/duban.toml if it is there, else /etc/duban/duban.toml]
    #[arg(long, global = true, value_name = "FILE", env = "DUBAN_CONFIG")]
    config: Option<PathBuf>,
    /// The state folder [default: $STATE_DIRECTORY, else /var/lib/duban with /etc/duban/duban.toml, else ./state]
    #[arg(long, value_name = "DIR")]
    state: Option<PathBuf>,
    /// Stands for the clock in commands that only read (RFC 3339)
    #[arg(long, global = true, value_name = "TIME")]
    now: Option<Timestamp>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// The daemon: sweeps at once and at every whole minute, and sends
    Run(run::Run),
    /// Reads everything and prints every problem
    Check(check::Check),
    /// Every notice that will be sent in a time to come
    Plan(plan::Plan),
    /// Every task with its colour, its latest and its next notice
    Status(status::Status),
    /// Why one task's letters went, did not go, and will go
    Explain(explain::Explain),
    /// Notices and letters from the ledger
    History(history::History),
    /// A letter as it was sent
    Show(show::Show),
    /// The letter that would be sent now
    Render(render::Render),
    /// Takes over an existing list: all that has been reached counts as known, nothing is sent
    Adopt(adopt::Adopt),
    /// Letters not yet settled: queued, retrying, held, failed
    Outbox(outbox::Outbox),
    /// Lets held letters go
    Release(settle::Release),
    /// Settles held letters without sending them
    Discard(settle::Discard),
    /// Tries letters that wait now, or a failed one once more
    Retry(retry::Retry),
    /// Checks, copies or exports the ledger
    Ledger(ledger::LedgerCare),
    /// Prints what a shell needs to complete this command line
    Completions(completions::Completions),
    /// Prints the manual page: `duban man | man -l -`
    Man(man::Manual),
}

/// The name of `--state DIR` where it stands after the command.
const FOLDER: &str = "folder";

/// The command line. `--state` may stand before or after any command; in `status` it also filters.
fn command() -> clap::Command {
    let folder = Arg::new(FOLDER)
        .long("state")
        .global(true)
        .value_name("DIR")
        .value_parser(clap::value_parser!(PathBuf))
        .help("The state folder [default: $STATE_DIRECTORY, else /var/lib/duban with /etc/duban/duban.toml, else ./state]");
    Arguments::command().mut_subcommands(|command| match command.get_name() {
        "status" => command,
        _ => command.arg(folder.clone()),
    })
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let matches = command().get_matches();
    let arguments = Arguments::from_arg_matches(&matches).unwrap_or_else(|error| error.exit());
    let given_after = matches.subcommand().and_then(|(_, given)| given.try_get_one(FOLDER).ok()?);
    let folder = match (&arguments.command, given_after) {
        (Command::Status(status), _) => status.folder(),
        (_, given) => given.cloned(),
    };
    let setting =
        Setting { config: arguments.config, state: folder.or(arguments.state), now: arguments.now };
    let done = match arguments.command {
        Command::Run(command) => command.run(&setting),
        Command::Check(command) => command.run(&setting),
        Command::Plan(command) => command.run(&setting),
        Command::Status(command) => command.run(&setting),
        Command::Explain(command) => command.run(&setting),
        Command::History(command) => command.run(&setting),
        Command::Show(command) => command.run(&setting),
        Command::Render(command) => command.run(&setting),
        Command::Adopt(command) => command.run(&setting),
        Command::Outbox(command) => command.run(&setting),
        Command::Release(command) => command.run(&setting),
        Command::Discard(command) => command.run(&setting),
        Command::Retry(command) => command.run(&setting),
        Command::Ledger(command) => command.run(&setting),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(),
    };
    crate::cli::terminal::exit::report(done)
}
