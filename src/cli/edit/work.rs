//! An edit command at work, from the files as they are to the files as they shall be.

use std::collections::BTreeSet;
use std::path::Path;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::cli::edit::author;
use crate::cli::edit::draft::Draft;
use crate::cli::edit::hand::Hand;
use crate::cli::edit::meant::{ask, meant};
use crate::cli::edit::record::Record;
use crate::cli::edit::step::Step;
use crate::cli::names;
use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::times::{Toward, Written};
use crate::cli::terminal::{locale, output, zones};
use crate::compare::Facts;
use crate::config::edit::Value;
use crate::config::{self, Loaded};
use crate::ledger::Ledger;
use crate::ledger::command_edit::{CutShort, Meant, NewEdit};
use crate::model::{Calendar, Config, Language, When};
use crate::plan::{Target, names};
use crate::view::{office_day, office_zone, owner_names};
use crate::words::lists::AND;
use crate::words::{edits, nodes, times};

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
    login: String,
    /// Why, where a reason was given.
    why: Option<String>,
    verb: &'static str,
    pub(super) language: Language,
}

impl<'g> Work<'g> {
    /// Reads the files. Those with errors can be edited too, as long as their last good versions are at hand to find
    /// the task in.
    pub(super) fn begin(
        globals: &'g Globals,
        verb: &'static str,
        hand: Hand,
    ) -> anyhow::Result<Work<'g>> {
        let now = globals.real_now(verb)?;
        // Elsewhere an edit would change files that nobody goes by (N4).
        if !hand.here
            && let Some((node, _)) = globals.sweeps_elsewhere()
        {
            return Err(Refused::no(nodes::edit_there(&node, locale::language())));
        }
        let mut loaded = globals.load(now);
        let config = match loaded.take_known() {
            Some(config) => config,
            None => globals.in_force(now)?.config,
        };
        let (by, login) = author::of(Some(&config), hand.by.as_deref());
        let language = locale::language();
        Ok(Work { globals, hand, loaded, config, now, by, login, why: None, verb, language })
    }

    /// The reason that was given.
    pub(super) fn because(self, why: &str) -> Work<'g> {
        Work { why: Some(why.to_owned()), ..self }
    }

    /// The tasks and milestones of these ids, each once.
    pub(super) fn targets(&self, ids: &[String]) -> anyhow::Result<Vec<Target>> {
        let mut targets = Vec::with_capacity(ids.len());
        for id in names::each(&self.config, ids) {
            let target = names::target(&self.config, &id)?;
            if !targets.contains(&target) {
                targets.push(target);
            }
        }
        Ok(targets)
    }

    /// When it happened: as given, else today in the target's calendar.
    pub(super) fn on(&self, given: Option<&Written>, target: Target) -> anyhow::Result<When> {
        match given {
            Some(given) => {
                let on = given.when(&self.config, self.now, Toward::Past)?;
                let (language, today) = (self.language, self.today(target));
                let is_ahead = match on {
                    When::Day(day) => day > today,
                    When::Instant(instant) => instant > self.now,
                };
                match is_ahead {
                    false => Ok(on),
                    true => self.refuse(edits::lies_ahead(&on.to_string(), today, language)),
                }
            }
            None => Ok(When::Day(self.today(target))),
        }
    }

    /// When it is to be.
    pub(super) fn to_come(&self, given: &Written) -> anyhow::Result<When> {
        given.when(&self.config, self.now, Toward::Future)
    }

    /// The same of a day.
    pub(super) fn day(&self, given: &Written) -> anyhow::Result<Date> {
        match self.to_come(given)? {
            When::Day(day) => Ok(day),
            When::Instant(_) => Err(Refused::usage(times::NO_TIME.said(self.language))),
        }
    }

    pub(super) fn today(&self, target: Target) -> Date {
        target.calendar(&self.config).local_date(self.now)
    }

    /// Today in the calendar of what concerns no single task.
    pub(super) fn office_today(&self) -> Date {
        office_day(&self.config, self.now)
    }

    /// A date as it is written into a file: an instant with the offset of the target's calendar.
    pub(super) fn value(&self, when: When, target: Target) -> Value {
        self.value_in(when, target.calendar(&self.config))
    }

    /// The same of a task that has no calendar yet.
    pub(super) fn office_value(&self, when: When) -> Value {
        written(when, &office_zone(&self.config))
    }

    pub(super) fn value_in(&self, when: When, calendar: &Calendar) -> Value {
        written(when, calendar.timezone())
    }

    /// The configuration with these texts, if it checks.
    pub(super) fn load(&self, draft: &Draft) -> Option<Config> {
        config::load(&self.globals.root(), &draft.overlay(), self.now).take_known()
    }

    /// Who, as it is written into a file.
    pub(super) fn by(&self) -> (&'static str, Value) {
        ("by", Value::Text(self.by.clone()))
    }

    /// Refuses what makes no sense of a target.
    pub(super) fn refuse<T>(&self, why: String) -> anyhow::Result<T> {
        Err(Refused::no(why))
    }

    /// The same step for each of these, with nothing to tell but the difference.
    pub(super) fn each(
        self,
        ids: &[String],
        step: impl Fn(&Work<'_>, Target) -> anyhow::Result<Step>,
    ) -> anyhow::Result<Exit> {
        let steps = self.targets(ids)?.into_iter().map(|target| step(&self, target));
        let steps: Vec<Step> = steps.collect::<anyhow::Result<_>>()?;
        self.finish(steps, |_, _| Ok(String::new()))
    }

    /// Makes the new texts, shows what they change and what follows from it, and writes them.
    pub(super) fn finish(
        self,
        mut steps: Vec<Step>,
        tell: impl FnOnce(&Work<'_>, &Config) -> anyhow::Result<String>,
    ) -> anyhow::Result<Exit> {
        // Where it may not be read, there is nothing to go by; recording tells of that.
        let ledger = self.globals.ledger().ok().flatten();
        let cut_short = self.leave_out_what_is_written(ledger.as_ref(), &mut steps);
        for step in steps.iter().filter(|step| step.changes.is_empty()) {
            let already = edits::already(&step.entry.to_string(), self.language);
            output::before_work(print_line!("{already}").map_err(Into::into))?;
        }
        let draft = Draft::of(&self.config, &steps)?;
        self.write(draft, &steps, ledger, cut_short, tell)
    }

    /// The same for texts that are made already.
    pub(super) fn write(
        self,
        draft: Draft,
        steps: &[Step],
        ledger: Option<Ledger>,
        cut_short: Option<CutShort>,
        tell: impl FnOnce(&Work<'_>, &Config) -> anyhow::Result<String>,
    ) -> anyhow::Result<Exit> {
        if draft.is_empty() {
            if let (Some(cut_short), false) = (cut_short, self.hand.dry_run) {
                Record::again(self.globals, cut_short.number, self.now)?;
            }
            return Ok(Exit::Fine);
        }
        let after = draft.check(self.globals, &self.loaded, self.now)?;
        let told = after.as_ref().map(|after| tell(&self, after)).transpose()?;
        let told = told.filter(|told| !told.is_empty()).map(|told| format!("\n{told}"));
        let whose = self.whose();
        let shown = self.about(steps) + &draft.difference() + &told.unwrap_or_default() + &whose;
        output::before_work(output::print(&shown).map_err(Into::into))?;
        if self.hand.dry_run {
            print_line!("\n{}", edits::NOTHING_WRITTEN.said(self.language))?;
            return Ok(Exit::Fine);
        }
        let tasks: BTreeSet<&str> = steps.iter().filter_map(Step::task).collect();
        let meant = after.map_or_else(Vec::new, |after| meant(&self.config, &after, &tasks));
        if !ask(&self.config, self.now, ledger.as_ref(), &meant, self.hand.yes)? {
            return Ok(Exit::No);
        }
        let record = Record::begin(self.globals, &self.edit(steps, meant), self.now)?;
        draft.write(|_: &Path| Ok(()))?;
        record.written(self.now)?;
        if let Some(cut_short) = cut_short {
            Record::again(self.globals, cut_short.number, self.now)?;
        }
        print_line!("\n{}", edits::written(draft.files(), self.language))?;
        Ok(Exit::Fine)
    }

    /// What is to be said of an edit by a login that tells nobody who it was.
    fn whose(&self) -> String {
        let is_written = !self.hand.dry_run && self.hand.by.is_none();
        match is_written && author::is_nobody(&self.config, &self.by) {
            true => format!("\n{}\n", edits::whose(&self.by, self.language)),
            false => String::new(),
        }
    }

    /// Which tasks it changes, by their titles and owners, so that a slip in an id is seen.
    fn about(&self, steps: &[Step]) -> String {
        let changed = steps.iter().filter(|step| !step.changes.is_empty());
        let line = |target: Target| {
            let config = &self.config;
            let title =
                target.milestone(config).map_or(&target.task(config).title, |one| &one.title);
            let owners = owner_names(config, target).join(AND.said(self.language));
            let owners = Some(owners.as_str()).filter(|owners| !owners.is_empty());
            edits::about(&target.name(config), title, owners, self.language) + "\n"
        };
        changed.filter_map(|step| step.target).map(line).collect()
    }

    /// What is recorded of the command (E2).
    fn edit(&self, steps: &[Step], meant: Vec<Meant>) -> NewEdit {
        let changed = steps.iter().filter(|step| !step.changes.is_empty());
        NewEdit {
            command: self.verb.to_owned(),
            words: author::words(),
            by: self.by.clone(),
            login: self.login.clone(),
            why: self.why.clone(),
            parts: changed.map(Step::part).collect(),
            meant,
        }
    }

    /// E1: what the same command has written before it was cut short is not done a second time. Most commands see that
    /// in the file; a cycle of a standing task (T9) that is done makes the next one live.
    fn leave_out_what_is_written(
        &self,
        ledger: Option<&Ledger>,
        steps: &mut [Step],
    ) -> Option<CutShort> {
        let cut_short = ledger?.cut_short(&author::words()).ok().flatten()?;
        let is_written = |target: Target| {
            let (task, milestone) = names(&self.config, target);
            let facts = Facts::of(&self.config, target).to_string();
            cut_short
                .meant
                .iter()
                .any(|((one, step), meant)| one == task && step == milestone && *meant == facts)
        };
        for step in steps.iter_mut().filter(|step| step.target.is_some_and(is_written)) {
            step.changes.clear();
        }
        Some(cut_short)
    }
}

fn written(when: When, zone: &TimeZone) -> Value {
    match when {
        When::Day(day) => Value::Day(day),
        When::Instant(instant) => {
            let written = zones::rfc3339(zone, instant);
            match written.parse() {
                Ok(time) => Value::Time(time),
                // RFC 3339 is what TOML writes.
                Err(_) => Value::Text(written),
            }
        }
    }
}
