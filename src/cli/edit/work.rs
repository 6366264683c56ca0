//! An edit command at work, from the files as they are to the files as they shall be.

use std::path::Path;

use jiff::Timestamp;

use crate::cli::edit::author;
use crate::cli::edit::draft::Draft;
use crate::cli::edit::given::Given;
use crate::cli::edit::hand::Hand;
use crate::cli::edit::step::Step;
use crate::cli::names;
use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::{locale, output};
use crate::config::Loaded;
use crate::config::edit::Value;
use crate::model::{Config, Language};
use crate::plan::Target;
use crate::words::edits;

/// A command while it works.
pub(super) struct Work<'g> {
    globals: &'g Globals,
    hand: Hand,
    /// The files as they were read.
    loaded: Loaded,
    /// What is in force. It is that of the files, unless they do not check.
    pub(super) config: Config,
    pub(super) now: Timestamp,
    /// Who gives the command: a person's id, or words.
    pub(super) by: String,
    pub(super) language: Language,
}

impl<'g> Work<'g> {
    /// Reads the files. Those with errors can be edited too, as long as their last good versions are at hand to find
    /// the task in.
    pub(super) fn begin(globals: &'g Globals, verb: &str, hand: Hand) -> anyhow::Result<Work<'g>> {
        let now = globals.real_now(verb)?;
        let mut loaded = globals.load(now);
        let config = match loaded.config.take() {
            Some(config) => config,
            None => globals.in_force(now)?.config,
        };
        let login = author::login();
        let by = author::named(&config, hand.by.as_deref().unwrap_or(&login));
        let language = locale::language();
        Ok(Work { globals, hand, loaded, config, now, by, language })
    }

    /// The tasks and milestones of these ids, each once.
    pub(super) fn targets(&self, ids: &[String]) -> anyhow::Result<Vec<Target>> {
        let mut targets = Vec::with_capacity(ids.len());
        for id in ids {
            let target = names::target(&self.config, id)?;
            if !targets.contains(&target) {
                targets.push(target);
            }
        }
        Ok(targets)
    }

    /// The day of `on`: that given, else today in the target's calendar.
    pub(super) fn on(&self, given: Option<&Given>, target: Target) -> Given {
        given.cloned().unwrap_or_else(|| Given::Day(self.today(target)))
    }

    pub(super) fn today(&self, target: Target) -> jiff::civil::Date {
        target.calendar(&self.config).local_date(self.now)
    }

    /// Who, as it is written into a file.
    pub(super) fn by(&self) -> (&'static str, Value) {
        ("by", Value::Text(self.by.clone()))
    }

    /// Refuses what makes no sense of a target.
    pub(super) fn refuse<T>(&self, why: String) -> anyhow::Result<T> {
        Err(Refused::no(why))
    }

    /// Makes the new texts, shows what they change and what follows from it, and writes them.
    pub(super) fn finish(
        self,
        steps: &[Step],
        tell: impl FnOnce(&Work<'_>, &Config) -> anyhow::Result<String>,
    ) -> anyhow::Result<Exit> {
        for step in steps.iter().filter(|step| step.changes.is_empty()) {
            print_line!("{}", edits::already(&step.entry.to_string(), self.language))?;
        }
        let draft = Draft::of(&self.config, steps)?;
        if draft.is_empty() {
            return Ok(Exit::Fine);
        }
        let after = draft.check(self.globals, &self.loaded, self.now)?;
        output::print(&draft.difference())?;
        if let Some(after) = &after {
            let told = tell(&self, after)?;
            if !told.is_empty() {
                output::print(&format!("\n{told}"))?;
            }
        }
        if self.hand.dry_run {
            print_line!("\n{}", edits::NOTHING_WRITTEN.said(self.language))?;
            return Ok(Exit::Fine);
        }
        draft.write(|_: &Path| Ok(()))?;
        print_line!("\n{}", edits::written(draft.files(), self.language))?;
        Ok(Exit::Fine)
    }
}

/// A command that has nothing to tell but the difference.
pub(super) fn silent(_: &Work<'_>, _: &Config) -> anyhow::Result<String> {
    Ok(String::new())
}
