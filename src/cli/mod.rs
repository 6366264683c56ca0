//! The command line: one file for each command, and what they share.
//!
//! Exit status: 0 fine; 1 the answer is "no" or work failed; 2 usage; 78 the configuration does
//! not check.

pub mod adopt;
pub mod check;
pub mod completions;
pub mod core_dumps;
pub mod delivery_status;
mod differences;
pub mod explain;
pub mod help;
pub mod history;
pub mod in_force;
pub mod ledger;
pub mod letters;
pub mod man;
mod names;
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

use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use jiff::Timestamp;

use crate::cli::terminal::exit::Refused;
use crate::cli::terminal::globals::Setting;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::{command_line, locale, values};
use crate::model::Language;
use crate::words;
use crate::words::usage;
pub use terminal::exit::Exit;

#[derive(Debug, Parser)]
#[command(name = "duban", version, about = say(words::help::DUBAN), max_term_width = 100)]
struct Arguments {
    #[arg(long, global = true, value_name = say(words::help::FILE), env = "DUBAN_CONFIG", help = say(words::help::CONFIG))]
    config: Option<PathBuf>,
    #[arg(long, global = true, value_name = say(words::help::FOLDER), help = say(words::help::STATE_FOLDER))]
    state_dir: Option<PathBuf>,
    // Its other name. With `status` it might mean the state of tasks, so it is refused there.
    #[arg(long, global = true, hide = true, value_name = say(words::help::FOLDER),
        help = say(words::help::STATE_FOLDER))]
    state: Option<PathBuf>,
    #[arg(long, global = true, value_name = say(words::help::TIME), value_parser = values::time, help = say(words::help::NOW))]
    now: Option<Timestamp>,
    // `locale` has looked for it before anything else.
    #[arg(long, global = true, value_name = say(words::help::LANGUAGE), value_parser = values::language,
        help = say(words::help::LANG))]
    lang: Option<Language>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    #[command(about = say(words::help::RUN))]
    Run(run::Run),
    #[command(about = say(words::help::CHECK))]
    Check(check::Check),
    #[command(about = say(words::help::PLAN))]
    Plan(plan::Plan),
    #[command(about = say(words::help::STATUS))]
    Status(status::Status),
    #[command(about = say(words::help::EXPLAIN))]
    Explain(explain::Explain),
    #[command(about = say(words::help::HISTORY))]
    History(history::History),
    #[command(about = say(words::help::SHOW))]
    Show(show::Show),
    #[command(about = say(words::help::RENDER))]
    Render(render::Render),
    #[command(about = say(words::help::ADOPT))]
    Adopt(adopt::Adopt),
    #[command(about = say(words::help::LETTERS), alias = "outbox")]
    Letters(letters::Letters),
    #[command(about = say(words::help::RELEASE))]
    Release(settle::Release),
    #[command(about = say(words::help::DISCARD))]
    Discard(settle::Discard),
    #[command(about = say(words::help::RETRY))]
    Retry(retry::Retry),
    #[command(about = say(words::help::LEDGER))]
    Ledger(ledger::LedgerCare),
    #[command(about = say(words::help::COMPLETIONS))]
    Completions(completions::Completions),
    #[command(about = say(words::help::MAN))]
    Man(man::Manual),
    #[command(about = say(words::help::HELP))]
    Help(help::Help),
}

/// The command line, in the language of whoever reads it.
fn command() -> clap::Command {
    let language = locale::language();
    let command = command_line::spoken(Arguments::command(), language);
    command_line::with_usage(command, language)
}

/// What the command line says.
fn arguments() -> Result<Arguments, clap::Error> {
    let mut command = command();
    let matches = command.try_get_matches_from_mut(std::env::args_os())?;
    Arguments::from_arg_matches(&matches)
}

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let language = locale::choose(std::env::args_os().skip(1));
    let arguments = match arguments() {
        Ok(arguments) => arguments,
        Err(error) => return command_line::refused(&error, language),
    };
    let state = match (arguments.state_dir, arguments.state, &arguments.command) {
        (_, Some(_), Command::Status(_)) => {
            return crate::cli::terminal::exit::report(Err(Refused::usage(say(
                usage::STATE_IN_STATUS,
            ))));
        }
        (Some(_), Some(_), _) => {
            let message = usage::conflict("--state", &["--state-dir".to_owned()], language);
            return crate::cli::terminal::exit::report(Err(Refused::usage(message)));
        }
        (folder, other, _) => folder.or(other),
    };
    let setting = Setting { config: arguments.config, state, now: arguments.now };
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
        Command::Letters(command) => command.run(&setting),
        Command::Release(command) => command.run(&setting),
        Command::Discard(command) => command.run(&setting),
        Command::Retry(command) => command.run(&setting),
        Command::Ledger(command) => command.run(&setting),
        Command::Completions(command) => command.run(),
        Command::Man(command) => command.run(),
        Command::Help(command) => command.run(),
    };
    crate::cli::terminal::exit::report(done)
}
