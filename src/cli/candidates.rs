//! What a shell completes: commands and options by the command line's own definition, and ids from the files in force.
//!
//! The script that `duban completions` prints calls duban with [`VARIABLE`] set and the words typed so far after `--`.
//! Nothing is ever said there but candidates: where the files cannot be read, there are none.

use std::ffi::{OsStr, OsString};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::builder::StyledStr;
use clap::{Arg, Command};
use clap_complete::engine::{ArgValueCompleter, CompletionCandidate};
use clap_complete::env::Shells;

use crate::cli::terminal::exit::{Exit, answered, report};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output;
use crate::config::Code;
use crate::config::shipped::POLICIES;
use crate::model::Config;
use crate::plan::Target;
use crate::words::help;

/// The shell that asks.
pub(super) const VARIABLE: &str = "DUBAN_COMPLETE";

/// So many candidates are of use to a person.
const SHOWN: usize = 500;

/// Answers a shell that asks for candidates of this command line. `None` where none does.
pub(super) fn answer(command: fn() -> Command) -> Option<ExitCode> {
    let shell = std::env::var(VARIABLE).ok().filter(|name| !name.is_empty())?;
    let shells = Shells::builtins();
    let shell = shells.completer(&shell)?;
    let words: Vec<OsString> =
        std::env::args_os().skip_while(|word| word != "--").skip(1).collect();
    if words.is_empty() {
        return Some(ExitCode::from(Exit::Usage as u8));
    }
    let mut command = completed(command());
    command.build();
    let (folder, mut found) = (std::env::current_dir().ok(), Vec::new());
    let done = shell.write_complete(&mut command, words, folder.as_deref(), &mut found);
    let printed = match done {
        Ok(()) => output::print_bytes(&found),
        Err(_) => return Some(ExitCode::from(Exit::No as u8)),
    };
    Some(report(answered(Exit::Fine, printed)))
}

/// What the value of an argument is an id of.
#[derive(Debug, Clone, Copy)]
enum Of {
    Target,
    Person,
    Unit,
    Policy,
    Code,
}

/// The command line with candidates for the values of its arguments.
fn completed(command: Command) -> Command {
    let is_policies = command.get_name() == "policies";
    let command = command.mut_args(|argument| match of(&argument, is_policies) {
        Some(of) => {
            argument.add(ArgValueCompleter::new(move |typed: &OsStr| candidates(of, typed)))
        }
        None => argument,
    });
    command.mut_subcommands(completed)
}

/// Arguments of one kind call their values alike in every command.
fn of(argument: &Arg, is_policies: bool) -> Option<Of> {
    let name = argument.get_value_names()?.first()?.as_str();
    let is = |texts: &[crate::words::Text]| texts.iter().any(|text| say(*text) == name);
    match () {
        () if is(&[help::TASK_OR_MILESTONE, help::TASK]) => Some(Of::Target),
        () if is(&[help::PERSON, help::WHO]) => Some(Of::Person),
        () if is(&[help::UNIT]) => Some(Of::Unit),
        () if is(&[help::POLICY_ID]) || is_policies && is(&[help::POLICY_NAME]) => Some(Of::Policy),
        () if is(&[help::CODE]) => Some(Of::Code),
        () => None,
    }
}

/// The ids that begin with what was typed; else the names that do, for they are taken wherever ids are.
fn candidates(of: Of, typed: &OsStr) -> Vec<CompletionCandidate> {
    let Some(typed) = typed.to_str() else { return Vec::new() };
    let mut all: Vec<(String, String)> = Vec::new();
    let mut add = |id: &str, name: &str| all.push((id.to_owned(), name.to_owned()));
    match of {
        Of::Code => Code::ALL.iter().for_each(|(name, _)| add(name, "")),
        Of::Policy => POLICIES.iter().for_each(|(name, _)| add(name, "")),
        _ => {}
    }
    if let Some(config) = in_force().filter(|_| !matches!(of, Of::Code)) {
        ids(of, &config, typed, &mut add);
    }
    let by_id = all.iter().filter(|(id, _)| id.starts_with(typed)).take(SHOWN);
    let mut found: Vec<CompletionCandidate> = by_id.map(|(id, name)| candidate(id, name)).collect();
    if found.is_empty() {
        let by_name = all.iter().filter(|(_, name)| !name.is_empty() && name.starts_with(typed));
        found = by_name.take(SHOWN).map(|(id, name)| candidate(name, id)).collect();
    }
    found
}

fn candidate(value: &str, help: &str) -> CompletionCandidate {
    let help = (!help.is_empty()).then(|| StyledStr::from(help.to_owned()));
    CompletionCandidate::new(value).help(help)
}

/// Ids and names of one kind.
fn ids(of: Of, config: &Config, typed: &str, add: &mut impl FnMut(&str, &str)) {
    match of {
        // Milestones come once their task was typed.
        Of::Target if typed.contains('/') => {
            for target in Target::all(config).filter(|target| target.milestone.is_some()) {
                let title = target.milestone(config).map_or("", |one| &one.title);
                add(&target.name(config), title);
            }
        }
        Of::Target => config.tasks.iter().for_each(|task| add(&task.id, &task.title)),
        Of::Person => {
            config.people.iter().for_each(|one| add(&one.id, &one.name));
            config.groups.iter().for_each(|one| add(&one.id, ""));
        }
        Of::Unit => config.units.iter().for_each(|one| add(&one.id, &one.name)),
        Of::Policy => config.policies.iter().for_each(|one| add(&one.id, "")),
        Of::Code => {}
    }
}

/// The files in force, by the options that were typed.
fn in_force() -> Option<Config> {
    let words: Vec<String> = std::env::args_os()
        .skip_while(|word| word != "--")
        .skip(1)
        .map(|word| word.to_string_lossy().into_owned())
        .collect();
    let given = |option: &str| {
        let after = words.iter().zip(words.iter().skip(1)).find(|(word, _)| *word == option);
        let joined = format!("{option}=");
        let within = words.iter().find_map(|word| word.strip_prefix(&*joined));
        after.map(|(_, value)| value.as_str()).or(within).map(PathBuf::from)
    };
    let root = given("--config").or_else(|| std::env::var_os("DUBAN_CONFIG").map(PathBuf::from));
    let globals = Globals { config: root, state: given("--state-dir"), now: None };
    globals.in_force_if_any(globals.now())
}
