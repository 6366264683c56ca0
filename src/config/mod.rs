//! TOML text in, a checked [`Config`] out, or every finding at once.
//!
//! Three steps: each file alone becomes rows (`file`), all rows together become the model
//! (`resolve`), and what is merely doubtful is noticed on the way. Nothing here opens a file: that is
//! done by whoever implements [`Files`].

pub mod allowed;
pub mod edit;
pub(crate) mod fault;
pub mod files;
pub mod finding;
pub mod gather;
pub mod good_files;
pub mod last_good_merge;
pub mod least;
pub mod ledger_url;
pub mod limits;
mod lookalikes;
mod own_fault;
pub mod problem;
pub mod read;
pub mod render;
pub mod resolve;
pub mod schema;
pub mod shipped;
pub mod sources;
pub mod suggest;

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::config::allowed::Allowed;
use crate::config::gather::Findings;
use crate::config::read::keys::Noun;
use crate::config::read::raw::RawFile;
pub use fault::Code;
pub use files::Files;
pub use finding::{Finding, Level, Place, Site, Suggestion};
pub use good_files::GoodFiles;
pub use last_good_merge::{Refusal, Taking, take};
pub use ledger_url::ledger_url;
pub use problem::Problem;
pub use render::{FindingJson, render};
pub use resolve::rules::Features;
pub use sources::{Position, Source, Sources};

use crate::model::{Config, Task};

/// What became of the files.
#[derive(Debug)]
pub struct Loaded {
    /// The configuration, unless a finding is an error.
    pub config: Option<Config>,
    /// The configuration as it will be once addresses are filled in, where nothing else is wrong. Nothing is sent by it.
    pub but_for_addresses: Option<Config>,
    /// How many addresses are to be filled in.
    pub gaps: usize,
    /// All that is wrong or doubtful, by file and place.
    pub findings: Vec<Finding>,
    /// What the findings point into.
    pub sources: Sources,
    /// How many files were read.
    pub files: usize,
    /// How many tasks they hold.
    pub tasks: usize,
    /// Files with an error of their own, whatever the others hold, by their places in `sources`.
    pub broken: BTreeSet<usize>,
    /// What changed files can be read against alone.
    pub kept: Kept,
}

impl Loaded {
    /// The configuration, even if addresses are to be filled in.
    pub fn known(&self) -> Option<&Config> {
        self.config.as_ref().or(self.but_for_addresses.as_ref())
    }

    /// The same, taken out; what else was loaded stays.
    pub fn take_known(&mut self) -> Option<Config> {
        self.config.take().or_else(|| self.but_for_addresses.take())
    }

    /// Adds a finding that points at a task.
    pub(crate) fn add(&mut self, finding: Finding, file: u32, line: u32, files: &dyn Files) {
        crate::config::read::reading::texts_again(&mut self.sources, std::iter::once(file), files);
        let place = self.sources.place_of_line(file, line).unwrap_or_default();
        let finding = finding.at(place.of(file));
        self.add_anywhere(finding);
    }

    /// Adds a finding that points at no place, or names it itself.
    pub(crate) fn add_anywhere(&mut self, finding: Finding) {
        if self.kept.allowed.knows_of(&finding) {
            return;
        }
        self.findings.push(finding);
        self.findings.sort_by_key(gather::order);
    }
}

/// What is kept of the files besides the model, so that files of tasks that changed can be read alone
/// (R3).
#[derive(Debug)]
pub struct Kept {
    around: resolve::Around,
    /// By file: whether it defines nothing but tasks. The root file never counts as such.
    only_tasks: Vec<bool>,
    /// Every file that was read: the root file, what it includes, then holiday sets.
    pub paths: Vec<PathBuf>,
    /// The patterns of `include`.
    pub includes: Vec<String>,
    /// How many of `paths` they gave.
    pub included: usize,
    /// Warnings that are known.
    allowed: Arc<Allowed>,
}

impl Kept {
    /// The deadline that a rule gives a task which is not in the files yet, as it would be written (T0).
    pub fn due_by_rule(&self, task: &Features<'_>) -> Option<String> {
        self.around.due_by_rule(task)
    }

    /// Whether a rule gives a policy to a task which is not in the files yet and names none.
    pub fn has_policy_by_rule(&self, task: &Features<'_>) -> bool {
        self.around.has_policy_by_rule(task)
    }

    /// Whether a file defines nothing but tasks, to which no other file refers.
    fn has_only_tasks(&self, file: usize) -> bool {
        self.only_tasks.get(file).copied().unwrap_or(false)
    }
}

/// What may follow from a file that cannot be read, and is then no mistake of its own.
const FOLLOWS: [Code; 5] = [
    Code::UnknownReference,
    Code::NoPolicy,
    Code::UnfilledRole,
    Code::NoCalendar,
    Code::MissingKey,
];

/// Reads the root file and all that it includes, on all cores. `now` is what "in the future" means.
pub fn load(root: &Path, files: &dyn Files, now: Timestamp) -> Loaded {
    let mut reading = crate::config::read::reading::read(root, files, today(now));
    let broken = reading.findings.at_fault();
    let allowed = Arc::new(allowed(&reading.rows));
    reading.findings.forget_allowed(&allowed);
    let mut later = Findings::allowing(allowed.clone());
    limits::totals(&reading.rows, &mut later);
    let edits = reading.rows.iter_mut().enumerate();
    let edits = edits.filter_map(|(at, rows)| Some((at as u32, rows.edits.take()?))).collect();
    let mut lost: String = reading.rows.iter().map(|rows| rows.lost.as_str()).collect();
    lost.push_str(reading.findings.lost());
    let tasks = reading.rows.iter().map(|rows| rows.tasks.len()).sum();
    let people = reading.rows.iter().flat_map(|rows| &rows.people);
    let gaps = people.filter(|person| person.gap.is_some()).count();
    let read = reading.sources.0.len();
    let includes = reading.rows.first().map_or(&[][..], |root| &root.include);
    let includes = includes.iter().map(|pattern| pattern.value.to_string()).collect();
    let only_tasks = reading.rows.iter().enumerate();
    let only_tasks = only_tasks.map(|(at, rows)| at > 0 && rows.has_only_tasks()).collect();
    let mut calendars = reading.rows.iter().flat_map(|rows| &rows.calendars);
    let has_default = calendars.any(|calendar| &*calendar.id.value == "default");
    reading.findings.forget_taken(&reading.rows);
    let rows = std::mem::take(&mut reading.rows);
    let (config, around) = resolved(rows, &mut reading.sources, &mut later, &allowed, files, now);
    let paths = reading.sources.0.iter().map(|source| source.path.clone()).collect();
    let mut nameless = later.forget_unknown(&lost);
    // Whoever names no calendar has this one.
    if !has_default && !gather::is_default_lost(&lost) {
        nameless.push((Noun::Calendar, "default".to_owned()));
    }
    reading.findings.name_headers(&nameless, &reading.sources);
    later.move_all_back(&edits);
    reading.findings.append(later);
    reading.findings.forget_unquoted();
    if reading.unreadable {
        // What an unreadable file defines is not missing: it could only not be read.
        reading.findings.forget(&FOLLOWS);
    }
    let findings = reading.findings.finish();
    let shown = || findings.iter().flat_map(Finding::files);
    reading.sources.keep_only(shown());
    crate::config::read::reading::texts_again(&mut reading.sources, shown(), files);
    let mut errors = findings.iter().filter(|finding| finding.level == Level::Error).peekable();
    let refused = errors.peek().is_some();
    let known = errors.all(|error| error.kind() == Code::NoAddress).then_some(config);
    let (config, but_for_addresses) = if refused { (None, known) } else { (known, None) };
    Loaded {
        config,
        but_for_addresses,
        gaps,
        findings,
        sources: reading.sources,
        files: read,
        tasks,
        broken,
        kept: Kept {
            around,
            only_tasks,
            paths,
            includes,
            included: read.saturating_sub(1),
            allowed,
        },
    }
}

/// What all rows together give; nothing but that duban failed, where it did.
fn resolved(
    rows: Vec<RawFile>,
    sources: &mut Sources,
    later: &mut Findings,
    allowed: &Arc<Allowed>,
    files: &dyn Files,
    now: Timestamp,
) -> (Config, resolve::Around) {
    let resolved = own_fault::guarded(|| {
        let (sources, findings) = (&mut *sources, &mut *later);
        resolve::Resolving { sources, findings, reader: files, now }.resolve(rows)
    });
    resolved.unwrap_or_else(|| {
        *later = Findings::allowing(allowed.clone());
        later.add(
            Finding::new(fault::FileFault::OwnFault { path: None }).at(Place::default().of(0)),
        );
        let (sources, findings) = (&mut Sources::default(), &mut Findings::default());
        resolve::Resolving { sources, findings, reader: files, now }.resolve(Vec::new())
    })
}

/// The warnings that the files themselves say are known.
fn allowed(files: &[RawFile]) -> Allowed {
    let codes = files.first().map(|root| root.allow.iter().copied().collect()).unwrap_or_default();
    let lines = files.iter().enumerate().filter(|(_, rows)| !rows.allowed_lines.is_empty());
    let lines = lines.map(|(at, rows)| (at as u32, rows.allowed_lines.clone())).collect();
    Allowed { codes, lines }
}

/// The day that stands in a remedy where the file must name one. Which calendar's day it is, is not known yet.
fn today(now: Timestamp) -> Date {
    TimeZone::UTC.to_datetime(now).date()
}

/// The files that these patterns name, each once, in the order in which they are read.
pub fn included(root: &Path, patterns: &[String], files: &dyn Files) -> Vec<PathBuf> {
    crate::config::read::reading::named(root, patterns, files)
}

/// A configuration brought up to date, and what is doubtful in the files that were read for it.
#[derive(Debug)]
pub struct Updated {
    /// The configuration.
    pub config: Config,
    /// Warnings about the files that were read.
    pub findings: Vec<Finding>,
    /// What they point into.
    pub sources: Sources,
}

/// Reads only these files again, where they hold tasks and nothing else, before and after. `None` where
/// that is not so or something is wrong with them: then all is to be read with [`load`], which tells
/// everything that there is to tell.
pub fn update(
    config: &Config,
    kept: &Kept,
    changed: &[PathBuf],
    files: &dyn Files,
    now: Timestamp,
) -> Option<Updated> {
    let mut allowed = Allowed { codes: kept.allowed.codes.clone(), ..Allowed::default() };
    let mut findings = Findings::default();
    let mut rows = Vec::new();
    let mut sources = Sources(kept.paths.iter().cloned().map(Source::unread).collect());
    let places: HashMap<&PathBuf, usize> =
        kept.paths.iter().enumerate().map(|(at, path)| (path, at)).collect();
    for path in changed {
        let at = *places.get(path)?;
        let one =
            crate::config::read::reading::read_one(path.clone(), at as u32, files, today(now));
        if !kept.has_only_tasks(at) || !one.readable || !one.rows.has_only_tasks() {
            return None;
        }
        findings.append(one.findings);
        allowed.lines.insert(at as u32, one.rows.allowed_lines.clone());
        sources.0[at] = one.source;
        rows.push((at as u32, one.rows));
    }
    let changed: HashSet<u32> = rows.iter().map(|(at, _)| *at).collect();
    findings.allow(Arc::new(allowed));
    let fresh = own_fault::guarded(|| kept.around.tasks(config, rows, now, &mut findings))?;
    let findings = findings.finish();
    if findings.iter().any(|finding| finding.level == Level::Error) {
        return None;
    }
    crate::config::read::reading::texts_again(
        &mut sources,
        findings.iter().flat_map(Finding::files),
        files,
    );
    let stay = config.tasks.iter().filter(|task| !changed.contains(&task.file)).cloned();
    let mut tasks: Vec<Arc<Task>> = stay.chain(fresh).collect();
    tasks.sort_by(|one, other| one.id.cmp(&other.id));
    let twice = tasks.windows(2).any(|pair| pair[0].id == pair[1].id);
    let config = Config { tasks, ..config.without_tasks() };
    (!twice).then_some(Updated { config, findings, sources })
}
