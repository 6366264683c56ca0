//! The command line: one file for each command, and what they share.
//!
//! Exit status: 0 fine; 1 the answer is "no" or work failed; 2 usage; 78 the configuration does
//! not check.

pub mod adopt;
pub mod agenda;
pub mod answers;
pub mod archives;
mod arguments;
pub mod ask;
pub mod calendar;
mod candidates;
pub mod check;
pub mod completions;
pub mod core_dumps;
pub mod decline;
pub mod delivery_status;
pub mod diff;
mod differences;
pub mod edit;
pub mod explain;
pub mod explain_error;
pub mod export;
mod filter_options;
mod first_start;
pub mod help;
pub mod history;
mod history_answers;
mod history_edits;
pub mod import;
pub mod in_force;
pub mod init;
pub mod ledger;
mod ledger_moves;
mod ledger_place;
mod ledger_rows;
mod ledger_zones;
pub mod letters;
pub mod link;
pub mod man;
pub mod names;
mod other_version;
pub mod plan;
pub mod policies;
pub mod receive;
pub mod rehearse;
pub mod render;
pub mod report;
pub mod retry;
pub mod run;
mod sample;
pub mod schema;
mod sent;
pub mod settle;
pub mod show;
mod since_last_good;
pub mod status;
mod summary_table;
mod task_table;
pub mod terminal;
pub mod test_mail;
pub mod uncovered;
pub mod urge;
mod what_waits;
pub mod who;

use std::process::ExitCode;

use crate::cli::arguments::Command;
use crate::cli::terminal::exit::{Refused, report};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::{command_line, locale};
use crate::words::usage;
pub use terminal::exit::Exit;

/// Runs the command line of this process.
pub fn main() -> ExitCode {
    let language = locale::choose(std::env::args_os().skip(1));
    if let Some(answered) = candidates::answer(arguments::command) {
        return answered;
    }
    let arguments = match arguments::given() {
        Ok(arguments) => arguments,
        Err(error) => return command_line::refused(&error, &arguments::command(), language),
    };
    let state = match (arguments.state_dir, arguments.state, &arguments.command) {
        (_, Some(_), Command::Status(_)) => {
            return report(Err(Refused::usage(say(usage::STATE_IN_STATUS))));
        }
        (Some(_), Some(_), _) => {
            let message = usage::conflict("--state", &["--state-dir".to_owned()], language);
            return report(Err(Refused::usage(message)));
        }
        (folder, other, _) => folder.or(other),
    };
    let globals = Globals { config: arguments.config, state, now: arguments.now };
    let done = match arguments.command {
        Command::Run(command) => command.run(&globals),
        Command::Check(command) => command.run(&globals),
        Command::Plan(command) => command.run(&globals),
        Command::Policies(command) => command.run(&globals),
        Command::Status(command) => command.run(&globals),
        Command::Who(command) => command.run(&globals),
        Command::Agenda(command) => command.run(&globals),
        Command::Calendar(command) => command.run(&globals),
        Command::Diff(command) => command.run(&globals),
        Command::Rehearse(command) => command.run(&globals),
        Command::TestMail(command) => command.run(&globals),
        Command::Explain(command) => command.run(&globals),
        Command::Export(command) => command.run(&globals),
        Command::Import(command) => command.run(&globals),
        Command::ExplainError(command) => command.run(),
        Command::History(command) => command.run(&globals),
        Command::Show(command) => command.run(&globals),
        Command::Render(command) => command.run(&globals),
        Command::Report(command) => command.run(&globals),
        Command::Adopt(command) => command.run(&globals),
        Command::Letters(command) => command.run(&globals),
        Command::Release(command) => command.run(&globals),
        Command::Discard(command) => command.run(&globals),
        Command::Retry(command) => command.run(&globals),
        Command::Link(command) => command.run(&globals),
        Command::Ledger(command) => command.run(&globals),
        Command::Done(command) => command.run(&globals),
        Command::Verify(command) => command.run(&globals),
        Command::Return(command) => command.run(&globals),
        Command::Reopen(command) => command.run(&globals),
        Command::Extend(command) => command.run(&globals),
        Command::Hold(command) => command.run(&globals),
        Command::Cancel(command) => command.run(&globals),
        Command::Assign(command) => command.run(&globals),
        Command::Progress(command) => command.run(&globals),
        Command::Acknowledge(command) => command.run(&globals),
        Command::Answers(command) => command.run(&globals),
        Command::Accept(command) => command.run(&globals),
        Command::Decline(command) => command.run(&globals),
        Command::Receive(command) => command.run(&globals),
        Command::Urge(command) => command.run(&globals),
        Command::Away(command) => command.run(&globals),
        Command::Add(command) => command.run(&globals),
        Command::Init(command) => command.run(&globals),
        Command::Schema(command) => command.run(),
        Command::Completions(command) => command.run(arguments::command()),
        Command::Man(command) => command.run(arguments::command()),
        Command::Help(command) => command.run(arguments::command()),
    };
    report(done)
}
