//! `duban man`: the manual page duban(1), all commands in one page, as roff.
//!
//! Commands and options come from the command line's own definition; what it does not know (files, variables,
//! signals) stands in `words/manual`.

use std::io::{self, Write};

use clap::{Args, Command};
use clap_mangen::Man;

use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::print_bytes;
use crate::words::{Text, manual};

/// Options of `man`; there are none.
#[derive(Debug, Args)]
pub struct Manual {}

impl Manual {
    pub(super) fn run(self, command: Command) -> anyhow::Result<Exit> {
        print_bytes(page(&command)?.as_bytes())?;
        Ok(Exit::Fine)
    }
}

/// The whole page.
fn page(command: &Command) -> io::Result<String> {
    let whole = Man::new(command.clone());
    let name = section(|out| whole.render_name_section(out))?;
    let synopsis = section(|out| whole.render_synopsis_section(out))?;
    let options = section(|out| whole.render_options_section(out))?;
    let mut page = section(|out| whole.render_title(out))?;
    page.push_str(&headed(&name, manual::NAME));
    page.push_str(&headed(&synopsis, manual::SYNOPSIS));
    page.push_str(say(manual::DESCRIPTION));
    page.push_str(&headed(&options, manual::OPTIONS));
    page.push_str(&format!(".SH {}\n", say(manual::COMMANDS)));
    for one in command.get_subcommands() {
        add(one, &mut page)?;
    }
    page.push_str(say(manual::SURROUNDINGS));
    Ok(page)
}

/// A section under a heading in the reader's language.
fn headed(section: &str, heading: Text) -> String {
    let below = section.split_once("\n.SH ").and_then(|(_, rest)| rest.split_once('\n'));
    format!(".SH {}\n{}", say(heading), below.map_or("", |(_, text)| text))
}

/// What a part of the page is rendered to.
fn section(render: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<String> {
    let mut out = Vec::new();
    render(&mut out)?;
    String::from_utf8(out).map_err(io::Error::other)
}

/// A command and those below it. `help` explains itself.
fn add(command: &Command, page: &mut String) -> io::Result<()> {
    if command.get_name() == "help" {
        return Ok(());
    }
    if command.has_subcommands() {
        return command.get_subcommands().try_for_each(|one| add(one, page));
    }
    // What every command takes is told once, under OPTIONS.
    let own = command.clone().mut_args(|argument| {
        let everywhere = argument.is_global_set() || argument.get_id() == "help";
        argument.hide(everywhere)
    });
    let name = command.get_bin_name().unwrap_or_else(|| command.get_name());
    page.push_str(&format!(".SS \"{name}\"\n"));
    let own = Man::new(own);
    let sections = [
        Man::render_synopsis_section,
        Man::render_description_section,
        Man::render_options_section,
    ];
    for render in sections {
        page.push_str(&without_heading(&section(|out| render(&own, out))?));
    }
    Ok(())
}

/// What stands below a section's heading, and above it the paragraph's beginning.
fn without_heading(section: &str) -> String {
    let below = section.split_once("\n.SH ").and_then(|(_, heading)| heading.split_once('\n'));
    below.map_or_else(String::new, |(_, text)| format!(".PP\n{text}"))
}
