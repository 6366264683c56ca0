//! The rows of all files become the model: names are looked up, defaults filled in, dates placed in
//! their calendars. What does not fit is a finding, and something harmless takes its place, so that
//! the search goes on to the last mistake.

pub mod alike;
pub mod calendars;
pub mod circle;
pub mod dates;
pub mod exact;
pub mod ids;
mod imap;
pub mod letters;
pub mod mail;
pub mod never_fires;
pub mod people;
pub mod policies;
pub mod reports;
pub mod roles;
pub mod row;
pub mod rules;
pub mod spots;
pub mod tallies;
pub mod tasks;
pub mod templates;
pub mod units;
pub mod warnings;
pub mod web;
pub mod zones;

use std::collections::HashSet;
use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::config::files::Files;
use crate::config::gather::Findings;
use crate::config::read::raw::RawFile;
use crate::config::resolve::ids::Lookup;
use crate::config::resolve::letters::Letters;
use crate::config::resolve::row::{Row, Rows};
use crate::config::resolve::rules::Rule;
use crate::config::shipped;
use crate::config::sources::{Sources, folder};
use crate::model::{AnswerRules, Config, Digests, Language, LedgerUrl, Task};

/// What all tasks refer to, kept so that changed files of tasks can be resolved alone (R3).
#[derive(Debug)]
pub(super) struct Around {
    rows: Rows,
    rules: Vec<Rule>,
}

/// What resolving needs besides the rows.
pub(super) struct Resolving<'a> {
    /// The files read; holiday sets are added.
    pub(super) sources: &'a mut Sources,
    /// Where findings go.
    pub(super) findings: &'a mut Findings,
    /// Reads holiday sets.
    pub(super) reader: &'a dyn Files,
    /// What "in the future" means.
    pub(super) now: Timestamp,
}

impl Resolving<'_> {
    /// The model of all rows, and what its tasks refer to; of use only if no finding is an error.
    #[expect(clippy::too_many_lines, reason = "one step after another")]
    pub(super) fn resolve(self, mut files: Vec<RawFile>) -> (Config, Around) {
        let Resolving { sources, findings, reader, now } = self;
        let names = sources.0.iter().map(|source| source.path.display().to_string().into());
        let names: Vec<Box<str>> = names.collect();
        let rows = Rows::take(&mut files);
        let lookup = Lookup::of(&rows, findings);
        let calendars = calendars::resolve(&rows.calendars, sources, reader, findings);
        let today = TimeZone::UTC.to_datetime(now).date();
        let people = people::people(&rows.people, &lookup, today, findings);
        let groups = people::groups(&rows.groups, &lookup, findings);
        let (units, faulty) = units::resolve(&rows.units, &lookup, findings);
        let written = files.iter_mut().enumerate();
        let written: Vec<_> = written
            .flat_map(|(at, raw)| {
                raw.reports.drain(..).map(move |row| Row { file: at as u32, row })
            })
            .collect();
        let tallies = files.iter_mut().enumerate();
        let tallies: Vec<_> = tallies
            .flat_map(|(at, raw)| {
                raw.tallies.drain(..).map(move |row| Row { file: at as u32, row })
            })
            .collect();
        let mut root = files.first_mut().map(std::mem::take).unwrap_or_default();
        let start = sources.0.first().map(|root| folder(&root.path).to_owned()).unwrap_or_default();
        let own = templates::Folder::of(root.templates.as_ref(), &start, reader, findings);
        let letters = own.as_ref().map(templates::Folder::own_letters).unwrap_or_default();
        let letters = Letters::of(letters, &root.letters, findings);
        let policies = policies::resolve(&rows.policies, &lookup, &letters, findings);
        let rules = rules::resolve(std::mem::take(&mut root.rules), &lookup, findings);
        let installation =
            sources.0.first().map(|root| reader.installation(&root.path)).unwrap_or_default();
        let doubts = mail::MailWarnings { reader, folder: &start };
        let own_letters = templates::own_letters(&policies);
        let templates = own.map(|own| own.resolve(&own_letters, sources, reader, findings));
        let templates = templates.unwrap_or_default();
        let language = root.language.unwrap_or(Language::ZhCn);
        let languages = people.iter().filter_map(|person| person.language).chain([language]);
        let languages = languages.map(Language::name).collect();
        templates::missing(&policies, &rows.policies, &templates, &languages, findings);
        let ledger = root.ledger.take().unwrap_or(LedgerUrl::Sqlite);
        let web = web::resolve(root.web.take(), root.links, &ledger, &doubts, findings);
        let imap = imap::resolve(root.imap.take(), &doubts, findings);
        let mut config = Config {
            marking: None,
            language,
            mail: mail::resolve(root.mail.take(), root.mail_place, &doubts, findings),
            templates: templates.into(),
            letters: letters.into_settings().into(),
            ledger,
            guard: root.guard.unwrap_or_default(),
            answers: AnswerRules { imap, ..root.answers.take().unwrap_or_default() },
            admin: std::mem::take(&mut root.admin),
            all_well: root.all_well,
            installation,
            http: root.http.take(),
            heartbeat: root.heartbeat.take(),
            web,
            calendars,
            digests: Digests::of(&people),
            people,
            groups,
            units,
            policies,
            reports: Vec::new(),
            tallies: Vec::new(),
            tasks: Vec::new(),
            files: names,
        };
        config.reports = reports::resolve(&written, &config, &lookup, findings);
        config.tallies = tallies::resolve(&tallies, &config, &lookup, findings);
        if let Some(first) = files.first_mut() {
            *first = root;
        }
        let files = files.into_iter().enumerate().map(|(at, raw)| (at as u32, raw)).collect();
        let tasks = tasks::resolve(files, &config, &lookup, &rules, now, &faulty, findings);
        config.tasks = tasks;
        never_fires::check(&config, &rows.policies, findings);
        (config, Around { rows, rules })
    }
}

impl Around {
    /// The deadline that a rule gives a task which is not in the files yet (T0).
    pub(super) fn due_by_rule(&self, task: &rules::Features<'_>) -> Option<String> {
        rules::due_written(&self.rules, task)
    }

    /// Whether a rule gives a policy to a task which is not in the files yet.
    pub(super) fn has_policy_by_rule(&self, task: &rules::Features<'_>) -> bool {
        rules::policy(&self.rules, task).is_some()
    }

    /// The tasks of files that define nothing else, by their places in [`Config::files`].
    pub(super) fn tasks(
        &self,
        config: &Config,
        files: Vec<(u32, RawFile)>,
        now: Timestamp,
        findings: &mut Findings,
    ) -> Vec<Arc<Task>> {
        // What is wrong with the rows was found when they were read.
        let lookup = Lookup::of(&self.rows, &mut Findings::default());
        tasks::resolve(files, config, &lookup, &self.rules, now, &HashSet::new(), findings)
    }
}

impl Rows {
    fn take(files: &mut [RawFile]) -> Rows {
        let shipped = shipped::named(files);
        let mut rows = Rows::default();
        for (file, raw) in files.iter_mut().enumerate() {
            let file = file as u32;
            rows.calendars.extend(raw.calendars.drain(..).map(|row| Row { file, row }));
            rows.people.extend(raw.people.drain(..).map(|row| Row { file, row }));
            rows.groups.extend(raw.groups.drain(..).map(|row| Row { file, row }));
            rows.units.extend(raw.units.drain(..).map(|row| Row { file, row }));
            rows.policies.extend(raw.policies.drain(..).map(|row| Row { file, row }));
        }
        rows.policies.extend(shipped.into_iter().map(|(file, row)| Row { file, row }));
        rows
    }
}
