//! The command line's definition in the reader's language, and what is said when it makes no sense. clap's own
//! words are English; this file takes their place.

use std::error::Error as _;
use std::process::ExitCode;

use clap::builder::{StyledStr, Styles};
use clap::error::{ContextKind, ContextValue, Error, ErrorKind};
use clap::{Arg, ArgAction, Command};
use unicode_width::UnicodeWidthStr;

use crate::cli::terminal::exit::{Exit, answered, report};
use crate::cli::terminal::forms::{Form, forms};
use crate::cli::terminal::output::{Unwritten, complain};
use crate::cli::terminal::style;
use crate::config::suggest::nearest;
use crate::model::Language;
use crate::words::{help, usage};

/// A command's own options stand first, then those of every command, help last.
const EVERYWHERE: usize = 100;
const LAST: usize = 200;

/// A command and all below it, with headings, options for help and notes on values in that language.
pub(crate) fn spoken(command: Command, language: Language) -> Command {
    let is_root = command.get_name() == "duban";
    let mut command = command
        .disable_help_flag(true)
        .disable_help_subcommand(true)
        .disable_version_flag(true)
        .subcommand_value_name(help::COMMAND.said(language))
        .arg(
            Arg::new("help")
                .long("help")
                .short('h')
                .action(ArgAction::Help)
                .display_order(LAST)
                .help(help::HELP_OPTION.said(language)),
        )
        .mut_args(|argument| noted(argument, language))
        .mut_subcommands(|below| spoken(below, language));
    if is_root {
        let version = Arg::new("version").long("version").short('V').action(ArgAction::Version);
        let version = version.display_order(LAST);
        command = command.arg(version.help(help::VERSION_OPTION.said(language)));
    }
    let template = template(&command, language);
    command.help_template(template)
}

/// The usage line of clap has one English word, and leaves out what only some forms of a command need. It is known only
/// once the whole command line is built.
pub(crate) fn with_usage(mut command: Command, language: Language) -> Command {
    command.build();
    use_said(command, language)
}

fn use_said(mut command: Command, language: Language) -> Command {
    let line = |Form { mut command, last }: Form| {
        let line = usage_said(&command.render_usage(), language);
        match last {
            Some(last) => format!("{} {last}", line.replace(&format!(" {last}"), "")),
            None => line,
        }
    };
    let lines: Vec<String> = forms(&command).into_iter().map(line).collect();
    let indent = " ".repeat(help::USAGE.said(language).width());
    let lines = lines.join(&format!("\n{indent}"));
    command = command.override_usage(lines);
    command.mut_subcommands(|below| use_said(below, language))
}

/// `duban plan [OPTIONS]`, from what clap prints.
fn usage_said(usage: &StyledStr, language: Language) -> String {
    let usage = usage.to_string();
    let line = usage.strip_prefix("Usage: ").unwrap_or(&usage);
    line.replace("[OPTIONS]", help::SOME_OPTIONS.said(language))
}

fn template(command: &Command, language: Language) -> StyledStr {
    let heading = *Styles::styled().get_header();
    let head = |text: &str| format!("{heading}{text}{heading:#}");
    let mut text =
        format!("{{about-with-newline}}\n{}{{usage}}\n", head(help::USAGE.said(language)));
    let sections = [
        (command.has_subcommands(), help::COMMANDS, "{subcommands}"),
        (command.get_positionals().next().is_some(), help::ARGUMENTS, "{positionals}"),
        (true, help::OPTIONS, "{options}"),
    ];
    for (_, name, part) in sections.into_iter().filter(|(is_there, ..)| *is_there) {
        text.push_str(&format!("\n{}\n{part}\n", head(name.said(language))));
    }
    StyledStr::from(text.trim_end().to_owned())
}

/// What clap would tell of an option's values in English.
fn noted(argument: Arg, language: Language) -> Arg {
    let argument = match argument.is_global_set() {
        true => argument.display_order(EVERYWHERE),
        false => argument,
    };
    if !argument.get_action().takes_values() {
        return argument;
    }
    let listed = |values: Vec<String>| (!values.is_empty()).then(|| values.join(", "));
    let default = argument.get_default_values().iter();
    let default = default.map(|one| one.to_string_lossy().into_owned()).collect();
    let possible = argument.get_possible_values();
    let possible = possible.iter().map(|one| one.get_name().to_owned()).collect();
    let help = argument.get_help().map(StyledStr::to_string);
    let parts = [
        help,
        listed(possible).map(|all| help::one_of(&all, language)),
        listed(default).map(|all| help::default(&all, language)),
        argument.get_env().map(|name| help::variable(&name.to_string_lossy(), language)),
    ];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let argument = argument.hide_default_value(true).hide_possible_values(true).hide_env(true);
    argument.help(parts.join(" "))
}

/// Prints help where it was asked for, else what is wrong with the command line.
pub(crate) fn refused(error: &Error, command: &Command, language: Language) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            let printed = error.print().map_err(Unwritten::from);
            if !error.use_stderr() {
                return report(answered(Exit::Fine, printed));
            }
        }
        _ => {
            let said = said(error, command, language);
            complain(&format!("{}{said}\n\n", style::error(usage::ERROR.said(language))));
            if let Some(ContextValue::StyledStr(line)) = error.get(ContextKind::Usage) {
                let line = usage_said(line, language);
                complain(&format!("{}{}\n", help::USAGE.said(language), line.trim()));
            }
            complain(&format!("{}\n", usage::MORE.said(language)));
        }
    }
    ExitCode::from(Exit::Usage as u8)
}

fn said(error: &Error, command: &Command, language: Language) -> String {
    // Of several that are near, clap names the nearest last.
    let one = |kind| strings(error, kind).pop();
    let argument = one(ContextKind::InvalidArg).unwrap_or_default();
    let value = one(ContextKind::InvalidValue).unwrap_or_default();
    match error.kind() {
        ErrorKind::UnknownArgument => {
            usage::unknown_argument(&argument, one(ContextKind::SuggestedArg).as_deref(), language)
        }
        ErrorKind::InvalidSubcommand => {
            let typed = one(ContextKind::InvalidSubcommand).unwrap_or_default();
            let near = one(ContextKind::SuggestedSubcommand);
            // clap finds no name of two characters near another.
            let near = near.or_else(|| near_command(asked(error, command), &typed));
            usage::unknown_command(&typed, near.as_deref(), language)
        }
        ErrorKind::InvalidValue if value.is_empty() => usage::no_value(&argument, language),
        ErrorKind::InvalidValue => {
            let values = strings(error, ContextKind::ValidValue);
            usage::no_such_value(&value, &argument, &values, language)
        }
        ErrorKind::ValueValidation => {
            let should = error.source().map(ToString::to_string).unwrap_or_default();
            usage::unreadable_value(&value, &argument, &should, language)
        }
        ErrorKind::TooManyValues => usage::unknown_argument(&value, None, language),
        ErrorKind::ArgumentConflict => {
            let mut others = strings(error, ContextKind::PriorArg);
            others.retain(|other| *other != argument);
            usage::conflict(&argument, &others, language)
        }
        ErrorKind::MissingRequiredArgument => {
            usage::missing(&strings(error, ContextKind::InvalidArg), language)
        }
        ErrorKind::MissingSubcommand => {
            // Chinese names of commands are other names of those listed.
            let mut commands = strings(error, ContextKind::ValidSubcommand);
            commands.retain(|command| command.is_ascii());
            usage::no_command(&commands, language)
        }
        ErrorKind::InvalidUtf8 => usage::NOT_UTF8.said(language).to_owned(),
        _ => usage::OTHER.said(language).to_owned(),
    }
}

/// The command that wanted another below it: its usage names it.
fn asked<'c>(error: &Error, root: &'c Command) -> &'c Command {
    let Some(ContextValue::StyledStr(usage)) = error.get(ContextKind::Usage) else { return root };
    let usage = usage.to_string();
    let line = usage.strip_prefix("Usage: ").unwrap_or(&usage);
    let below =
        |asked: &'c Command, name| asked.get_subcommands().find(|one| one.get_name() == name);
    let mut asked = root;
    for name in line.split_whitespace().skip(1) {
        let Some(found) = below(asked, name) else { break };
        asked = found;
    }
    asked
}

fn near_command(command: &Command, typed: &str) -> Option<String> {
    let names = |one: &'_ Command| -> Vec<String> {
        std::iter::once(one.get_name()).chain(one.get_all_aliases()).map(str::to_owned).collect()
    };
    let all: Vec<String> = command.get_subcommands().flat_map(names).collect();
    nearest(typed, all.iter().map(String::as_str)).map(str::to_owned)
}

fn strings(error: &Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::String(one)) => vec![one.clone()],
        Some(ContextValue::Strings(several)) => several.clone(),
        _ => Vec::new(),
    }
}
