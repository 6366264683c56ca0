//! The forms in which a command can be given. An option such as `--undo` takes the place of arguments that the command
//! wants otherwise.

use clap::error::{ContextKind, ContextValue};
use clap::{Arg, Command};

/// Options that take the place of others. A test finds one that is missing here.
const INSTEAD: [&str; 4] = ["undo", "end", "office", "rotate"];

/// A command in one form: what is needed is required.
pub(crate) struct Form {
    pub(crate) command: Command,
    /// An option whose value may be missing stands last: else it would take what follows for its value.
    pub(crate) last: Option<String>,
}

/// The forms, the usual one first.
pub(crate) fn forms(command: &Command) -> Vec<Form> {
    let is_instead = |one: &&Arg| {
        let others = || command.get_arguments().filter(|other| excludes(command, one, other));
        INSTEAD.contains(&one.get_id().as_str()) && others().next().is_some()
    };
    let instead: Vec<&Arg> = command.get_arguments().filter(is_instead).collect();
    if instead.is_empty() {
        return vec![Form { command: command.clone(), last: None }];
    }
    let missing = missing(command);
    let usual = command.clone().mut_args(|one| {
        let is_missing = missing.contains(&one.clone().required(true).to_string());
        one.required(is_missing)
    });
    let other = |chosen: &Arg| {
        let needs = |one: &Arg| {
            one.get_id() == chosen.get_id()
                || one.is_required_set() && !excludes(command, chosen, one)
        };
        let form = command.clone().mut_args(|one| {
            let (is_needed, is_out) = (needs(&one), excludes(command, chosen, &one));
            one.required(is_needed).hide(is_out)
        });
        let last = Some(chosen.to_string()).filter(|written| written.ends_with(']'));
        Form { command: form, last }
    };
    let usual = Form { command: usual, last: None };
    std::iter::once(usual).chain(instead.into_iter().map(other)).collect()
}

/// What clap misses where nothing is given.
fn missing(command: &Command) -> Vec<String> {
    let mut command = command.clone().no_binary_name(true);
    let Err(error) = command.try_get_matches_from_mut(std::iter::empty::<&str>()) else {
        return Vec::new();
    };
    match error.get(ContextKind::InvalidArg) {
        Some(ContextValue::Strings(missing)) => missing.clone(),
        _ => Vec::new(),
    }
}

/// Whether the two cannot stand together.
fn excludes(command: &Command, one: &Arg, other: &Arg) -> bool {
    let names = |one: &Arg, other: &Arg| {
        let conflicts = command.get_arg_conflicts_with(one);
        conflicts.iter().any(|found| found.get_id() == other.get_id())
    };
    names(one, other) || names(other, one)
}
