//! What an import writes: new tasks, people and units, and edits of tasks that are there (I2, I4).

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::cli::edit::diff::difference;
use crate::cli::edit::draft::fresh;
use crate::cli::terminal::exit::Refused;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::{findings, locale, output};
use crate::config::edit::{Change, Edit, Entry, Value, apply, task_at};
use crate::config::{self, Code, Files, Finding, Level, Loaded};
use crate::files::disk::DiskFiles;
use crate::files::overlay::Overlay;
use crate::files::pattern::{Fitting, joined};
use crate::files::write;
use crate::import::again::Compared;
use crate::import::known::{Made, Person, Resolved};
use crate::import::writing::{self, Import};
use crate::model::{Config, Party, UnitIx};
use crate::words::{edits, import_news, system};

/// A file and its new text. `before` is `None` for a file that is not there yet.
struct Rewrite {
    path: PathBuf,
    before: Option<String>,
    after: String,
}

/// All that is written, in order: people first, so that a task never names nobody.
#[derive(Default)]
pub(super) struct Plan {
    rewrites: Vec<Rewrite>,
    /// Where new tasks go.
    pub(super) tasks_file: PathBuf,
    /// People that are made for the heads of units.
    pub(super) heads: usize,
    /// Units that are made below another without a head of their own: how many, and who heads them all.
    pub(super) headed: Option<(usize, String)>,
    /// Where no new task has a unit: one that the files have.
    unit_to_name: Option<String>,
    /// How many tasks are new.
    new: usize,
    /// The tasks that are there and change.
    edited: HashSet<String>,
}

/// Whether the files would check.
pub(super) enum Checked {
    /// They do, but for so many addresses that are to be filled in.
    Fine(usize),
    /// They would without these new tasks and without the changes of these tasks: what is wrong with each.
    Rows(BTreeMap<usize, String>, BTreeMap<String, String>),
}

/// Where new tasks of a list go (I4).
pub(super) fn tasks_file(globals: &Globals, list: &Path) -> PathBuf {
    let stem = list.file_stem().unwrap_or_default().to_string_lossy();
    let stem = stem.trim_start_matches('.');
    globals.root_folder().join("tasks").join(format!("{stem}.toml"))
}

/// Whether a pattern of `include` names a path.
pub(super) fn matches(base: &Path, pattern: &str, path: &Path) -> bool {
    Fitting::of(&joined(base, pattern)).is_ok_and(|pattern| pattern.fits(path))
}

/// The unit below which new units come: the only one that is below none.
fn parent(config: &Config) -> Option<String> {
    let mut roots = config.units.iter().filter(|unit| unit.parent.is_none());
    roots.next().filter(|_| roots.next().is_none()).map(|unit| unit.id.to_string())
}

/// The unit below which all others lie, else the first.
fn first_unit(config: &Config) -> Option<String> {
    parent(config).or_else(|| config.units.first().map(|unit| unit.id.to_string()))
}

/// Who heads the unit below which new units come, and so those of them that have no head.
fn above(config: &Config) -> Option<String> {
    let parent = parent(config)?;
    let unit = config.units.iter().find(|unit| *unit.id == *parent)?;
    Some(match unit.head? {
        Party::Person(person) => config[person].name.to_string(),
        Party::Group(group) => config[group].id.to_string(),
    })
}

/// The units of tasks that have an owner, or of those that have none.
fn units_of(new: &[Resolved], owned: bool) -> HashSet<&str> {
    let tasks = new.iter().filter(|task| task.owner.is_some() == owned);
    tasks.filter_map(|task| task.unit.as_deref()).collect()
}

/// Units that are made without a head: they lie below another, and the list shows people of them.
pub(super) fn headless(config: &Config, made: &Made, new: &[Resolved]) -> HashSet<String> {
    if parent(config).is_none() {
        return HashSet::new();
    }
    let owned = units_of(new, true);
    let units = made.units.iter().map(|(id, _)| id);
    units.filter(|id| owned.contains(id.as_str())).cloned().collect()
}

/// The same of units that the files have: without a head of their own, while tasks of theirs have owners.
pub(super) fn headless_known(config: &Config) -> impl Iterator<Item = String> {
    let owned = config.tasks.iter().filter(|task| task.owner.is_some());
    let owned: HashSet<UnitIx> = owned.filter_map(|task| task.unit).collect();
    let units = config.units.iter().zip((0..).map(UnitIx));
    let units = units.filter(move |(unit, at)| unit.head.is_none() && owned.contains(at));
    units.map(|(unit, _)| unit.id.to_string())
}

impl Plan {
    pub(super) fn of(
        globals: &Globals,
        loaded: &Loaded,
        config: &Config,
        list: &Path,
        made: &Made,
        compared: &Compared,
        import: &Import,
    ) -> anyhow::Result<Plan> {
        let folder = globals.root_folder();
        let tasks_file = tasks_file(globals, list);
        let edited = compared.edits.iter().filter_map(|(_, edit)| match &edit.of {
            Entry::Task(id) => Some(id.clone()),
            _ => None,
        });
        let edited = edited.collect();
        let new = compared.new.len();
        let is_unitless = compared.new.iter().all(|task| task.unit.is_none());
        let unit_to_name = first_unit(config).filter(|_| is_unitless && new > 0);
        let mut plan = Plan { tasks_file, new, edited, unit_to_name, ..Plan::default() };
        plan.addresses(config, &made.addresses)?;
        plan.people(config, made, &compared.new)?;
        plan.new_tasks(&compared.new, list, import)?;
        plan.edits(config, compared)?;
        let included =
            loaded.kept.includes.iter().any(|pattern| matches(&folder, pattern, &plan.tasks_file));
        if !included && !compared.new.is_empty() {
            plan.include(globals)?;
        }
        Ok(plan)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.rewrites.is_empty()
    }

    /// A text that is to be changed: as planned so far, else as it is on disk.
    fn text(&self, path: &Path) -> anyhow::Result<Option<String>> {
        if let Some(planned) = self.rewrites.iter().find(|one| one.path == path) {
            return Ok(Some(planned.after.clone()));
        }
        match DiskFiles.read(path) {
            Ok(bytes) => String::from_utf8(bytes).map(Some).map_err(|_| {
                Refused::no(edits::not_utf8(&path.display().to_string(), locale::language()))
            }),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => {
                let language = locale::language();
                let why = system::reason(&error, language);
                Err(Refused::no(edits::unreadable(&path.display().to_string(), &why, language)))
            }
        }
    }

    fn put(&mut self, path: &Path, before: Option<String>, after: String) {
        match self.rewrites.iter_mut().find(|one| one.path == path) {
            Some(planned) => planned.after = after,
            None => self.rewrites.push(Rewrite { path: path.to_owned(), before, after }),
        }
    }

    fn append(&mut self, path: &Path, blocks: &[String], head: &str) -> anyhow::Result<()> {
        let before = self.text(path)?;
        let after = writing::appended(before.as_deref().unwrap_or(head), blocks);
        self.put(path, before, after);
        Ok(())
    }

    /// People and units go to the file that holds the others. A unit of which nobody is known gets a head of its own name,
    /// whose address is to be filled in.
    fn people(&mut self, config: &Config, made: &Made, new: &[Resolved]) -> anyhow::Result<()> {
        if made.people.is_empty() && made.units.is_empty() {
            return Ok(());
        }
        let parent = parent(config);
        let (headless, ownerless) = (headless(config, made, new), units_of(new, false));
        let (mut people, mut units) = (Vec::new(), Vec::new());
        let mut taken: HashSet<String> =
            config.people.iter().map(|one| one.id.to_string()).collect();
        taken.extend(config.groups.iter().map(|one| one.id.to_string()));
        for person in &made.people {
            taken.insert(person.id.clone());
            people.push(writing::person(person));
        }
        let mut without = 0;
        for (id, name) in &made.units {
            let head =
                (!headless.contains(id) && (parent.is_none() || ownerless.contains(id.as_str())))
                    .then(|| {
                        let free = (1..).map(|number| {
                            if number == 1 { name.clone() } else { format!("{name}-{number}") }
                        });
                        let head =
                            free.into_iter().find(|head| !taken.contains(head)).unwrap_or_default();
                        taken.insert(head.clone());
                        people.push(writing::person(&Person {
                            id: head.clone(),
                            name: name.clone(),
                            email: String::new(),
                        }));
                        head
                    });
            self.heads += usize::from(head.is_some());
            without += usize::from(head.is_none());
            units.push(writing::unit(id, name, parent.as_deref(), head.as_deref()));
        }
        self.headed = above(config).filter(|_| without > 0).map(|head| (without, head));
        let (of_people, of_units) = (self.holding(config, "people"), self.holding(config, "units"));
        self.append(&of_people, &people, "")?;
        self.append(&of_units, &units, "")
    }

    /// Addresses of people who are in the files without one.
    fn addresses(&mut self, config: &Config, filled: &[(String, String)]) -> anyhow::Result<()> {
        let edit = |(person, address): &(String, String)| Edit {
            of: Entry::Person(person.clone()),
            change: Change::Set("email", Value::Text(address.clone())),
        };
        let mut rest: Vec<Edit> = filled.iter().map(edit).collect();
        for path in config.files.iter().map(|path| PathBuf::from(path.as_ref())) {
            if rest.is_empty() {
                return Ok(());
            }
            let Some(before) = self.text(&path)?.filter(|text| text.contains("people")) else {
                continue;
            };
            // As a rule all of them stand in one file.
            if let Ok(after) = apply(&before, &rest) {
                self.put(&path, Some(before), after);
                return Ok(());
            }
            let is_here = |one: &mut Edit| apply(&before, std::slice::from_ref(one)).is_ok();
            let here: Vec<Edit> = rest.extract_if(.., is_here).collect();
            if !here.is_empty()
                && let Ok(after) = apply(&before, &here)
            {
                self.put(&path, Some(before), after);
            }
        }
        Ok(())
    }

    /// The file with the most entries of a table; without any the root file.
    fn holding(&self, config: &Config, table: &str) -> PathBuf {
        let count = |path: &str| {
            let text = DiskFiles.read(Path::new(path)).unwrap_or_default();
            let text = String::from_utf8_lossy(&text).into_owned();
            let line = |line: &&str| line.trim_start().starts_with(&format!("[{table}"));
            text.lines().filter(line).count()
        };
        let files = config.files.iter().filter(|path| path.ends_with(".toml"));
        let best = files
            .map(|path| (count(path), path))
            .filter(|(count, _)| *count > 0)
            .max_by_key(|(count, _)| *count);
        PathBuf::from(best.map_or(config.files.first().map_or("", |root| root), |(_, path)| path))
    }

    fn new_tasks(&mut self, new: &[Resolved], list: &Path, import: &Import) -> anyhow::Result<()> {
        if new.is_empty() {
            return Ok(());
        }
        let name = list.file_name().unwrap_or_default().to_string_lossy();
        let head = import_news::head(&name, &import.on.to_string(), locale::language());
        let blocks: Vec<String> = new.iter().map(|task| writing::task(task, import)).collect();
        let path = self.tasks_file.clone();
        self.append(&path, &blocks, &head)
    }

    fn edits(&mut self, config: &Config, compared: &Compared) -> anyhow::Result<()> {
        let mut by_file: BTreeMap<usize, Vec<Edit>> = BTreeMap::new();
        for (file, edit) in &compared.edits {
            by_file.entry(*file).or_default().push(edit.clone());
        }
        for (file, edits_of) in by_file {
            let path = PathBuf::from(config.files.get(file).map_or("", |path| path));
            let before = self.text(&path)?.unwrap_or_default();
            let after = apply(&before, &edits_of).map_err(|error| {
                let shown = path.display().to_string();
                Refused::no(edits::cannot_edit(Some(&shown), &error, locale::language()))
            })?;
            self.put(&path, Some(before), after);
        }
        Ok(())
    }

    /// The root file names the folder of tasks.
    fn include(&mut self, globals: &Globals) -> anyhow::Result<()> {
        let root = globals.root();
        let before = self.text(&root)?.unwrap_or_default();
        if let Some(after) = writing::included(&before, "tasks/*.toml") {
            self.put(&root, Some(before), after);
        }
        Ok(())
    }

    /// What would be in force must check, but for addresses that are to be filled in. Errors of tasks leave their rows out;
    /// any other error refuses the whole.
    pub(super) fn check(
        &self,
        globals: &Globals,
        before: &Loaded,
        now: Timestamp,
    ) -> anyhow::Result<Checked> {
        let texts = self.rewrites.iter();
        let texts = texts.map(|one| (one.path.clone(), one.after.clone().into_bytes()));
        let after = config::load(&globals.root(), &Overlay(texts.collect()), now);
        let is_error =
            |finding: &Finding| finding.level == Level::Error && finding.kind() != Code::NoAddress;
        let errors: Vec<Finding> = fresh(before, &after).into_iter().filter(is_error).collect();
        if errors.is_empty() {
            return Ok(Checked::Fine(after.gaps));
        }
        let (mut rows, mut changed, mut others) = (BTreeMap::new(), BTreeMap::new(), false);
        for error in &errors {
            let title = error.title(locale::language());
            match (self.row_of(error, &after), self.changed_of(error, &after)) {
                (Some(row), _) => _ = rows.insert(row, title),
                (None, Some(id)) => _ = changed.insert(id, title),
                (None, None) => others = true,
            }
        }
        if !others && (rows.len() < self.new || !self.edited.is_empty()) {
            return Ok(Checked::Rows(rows, changed));
        }
        self.complain(&errors, &after);
        let language = locale::language();
        let lacks_role = errors.iter().any(|error| error.kind() == Code::UnfilledRole);
        let unit = self.unit_to_name.as_ref().filter(|_| lacks_role);
        let hint = unit.map(|unit| import_news::no_unit(unit, language)).unwrap_or_default();
        Err(Refused::no(import_news::does_not_check(language) + &hint))
    }

    /// Shows errors in their sources; those in a text that is not written without a place.
    fn complain(&self, errors: &[Finding], after: &Loaded) {
        let language = locale::language();
        let (planned, there): (Vec<Finding>, Vec<Finding>) =
            errors.iter().cloned().partition(|error| {
                let file = error.site().and_then(|site| after.sources.0.get(site.file as usize));
                file.is_some_and(|file| self.rewrites.iter().any(|one| one.path == file.path))
            });
        if !there.is_empty() {
            output::complain(&findings::findings(&there, after));
        }
        for error in planned {
            let (title, help) = (error.title(language), error.help(language));
            output::complain(&import_news::would_be(error.code, &title, help.as_deref(), language));
        }
    }

    /// The task with changes that an error is about.
    fn changed_of(&self, error: &Finding, after: &Loaded) -> Option<String> {
        let site = error.site().filter(|_| error.count == 1)?;
        let path = after.sources.0.get(site.file as usize).map(|source| source.path.as_path())?;
        let planned = self.rewrites.iter().find(|one| one.path == path)?;
        task_at(&planned.after, site.place.start as usize).filter(|id| self.edited.contains(id))
    }

    /// The new task that an error is about.
    fn row_of(&self, error: &Finding, after: &Loaded) -> Option<usize> {
        // A finding that stands for many is about the whole list.
        let site = error.site().filter(|_| error.count == 1)?;
        let path = after.sources.0.get(site.file as usize).map(|source| source.path.as_path())?;
        let planned =
            self.rewrites.iter().find(|one| one.path == self.tasks_file && one.path == path)?;
        let line = after.sources.position(site.file, site.place.start)?.line;
        // New tasks stand at the end of the file.
        let lines = planned.after.lines().enumerate().filter(|(_, line)| *line == "[[task]]");
        let starts: Vec<usize> = lines.map(|(at, _)| at + 1).collect();
        let first = starts.len().checked_sub(self.new)?;
        starts.partition_point(|start| *start <= line).checked_sub(first + 1)
    }

    /// What changes in files that are there.
    pub(super) fn difference(&self) -> String {
        let old =
            self.rewrites.iter().filter(|one| one.path != self.tasks_file || one.before.is_some());
        old.map(|one| difference(&one.path, one.before.as_deref().unwrap_or_default(), &one.after))
            .collect()
    }

    /// Writes all files, one after another; the same command goes on after a crash between two.
    pub(super) fn write(&self) -> anyhow::Result<()> {
        let language = locale::language();
        for one in &self.rewrites {
            let shown = one.path.display().to_string();
            let failed =
                |error: write::WriteError| crate::cli::edit::draft::unwritten(&error, 0, language);
            match &one.before {
                Some(before) => {
                    let owner = write::replace(&one.path, before.as_bytes(), one.after.as_bytes())
                        .map_err(failed)?;
                    if owner == write::Owner::Lost {
                        output::complain(&format!("{}\n", edits::owner_lost(&shown, language)));
                    }
                }
                None => {
                    let folder = one.path.parent().map(Path::to_owned).unwrap_or_default();
                    std::fs::create_dir_all(&folder)
                        .map_err(|source| failed(write::WriteError::Io { path: folder, source }))?;
                    write::create(&one.path, one.after.as_bytes()).map_err(failed)?;
                }
            }
        }
        Ok(())
    }
}
