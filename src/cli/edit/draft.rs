//! The new texts of files, before any of them is written: made from the texts on disk and checked as one (E1).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::cli::edit::diff::difference;
use crate::cli::edit::step::Step;
use crate::cli::terminal::exit::Refused;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::{findings, locale, output};
use crate::config::edit::{Edit, EditError, apply};
use crate::config::{self, Files, Finding, Level, Loaded};
use crate::files::disk::DiskFiles;
use crate::files::overlay::Overlay;
use crate::files::write::{self, Owner};
use crate::model::{Config, Language};
use crate::words::{edits, system};

/// A file and its new text.
struct Rewrite {
    path: PathBuf,
    before: String,
    after: String,
}

/// What is to be written.
#[derive(Default)]
pub(super) struct Draft(Vec<Rewrite>);

impl Draft {
    /// The files with these changes in them. Nothing is written.
    pub(super) fn of(config: &Config, steps: &[Step]) -> anyhow::Result<Draft> {
        let mut by_file: BTreeMap<PathBuf, Vec<Edit>> = BTreeMap::new();
        for step in steps.iter().filter(|step| !step.changes.is_empty()) {
            let path = match step.target {
                Some(target) => file_of(config, target.task(config).file),
                None => file_with(config, step)?,
            };
            let edits = step.changes.iter().map(|change| {
                let (of, change) = (step.entry.clone(), change.clone());
                Edit { of, change }
            });
            by_file.entry(path).or_default().extend(edits);
        }
        let mut draft = Draft::default();
        for (path, edits) in by_file {
            let before = text(&path)?;
            let after = apply(&before, &edits).map_err(|error| refused(&path, &error))?;
            draft.add(path, before, after);
        }
        Ok(draft)
    }

    /// One more file.
    pub(super) fn add(&mut self, path: PathBuf, before: String, after: String) {
        if before != after {
            self.0.push(Rewrite { path, before, after });
        }
    }

    /// Whether nothing is to be written.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// What would be in force. What is wrong with it and was not with the files is shown, and if it is an
    /// error the edit is refused.
    pub(super) fn check(
        &self,
        globals: &Globals,
        before: &Loaded,
        now: Timestamp,
    ) -> anyhow::Result<Option<Config>> {
        let overlay = self.overlay();
        let mut after = config::load(&globals.root(), &overlay, now);
        let fresh = fresh(before, &after);
        if !fresh.is_empty() {
            output::complain(&findings::findings(&fresh, &after));
        }
        if fresh.iter().any(|finding| finding.level == Level::Error) {
            return Err(Refused::no(edits::DOES_NOT_CHECK.said(locale::language())));
        }
        // Other files may have errors; then their last good versions are in force beside the edit (R1).
        Ok(after.take_known().or_else(|| globals.in_force_of(&overlay, now)))
    }

    /// The files as they would be.
    pub(super) fn overlay(&self) -> Overlay {
        let texts = self.0.iter().map(|one| (one.path.clone(), one.after.clone().into_bytes()));
        Overlay(texts.collect())
    }

    /// What would be written.
    pub(super) fn difference(&self) -> String {
        self.0.iter().map(|one| difference(&one.path, &one.before, &one.after)).collect()
    }

    /// Writes the files, one after another; `written` is told of each. Where one cannot be written, those before it
    /// are: the same command goes on from there.
    pub(super) fn write(
        &self,
        mut written: impl FnMut(&Path) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let language = locale::language();
        for (at, Rewrite { path, before, after }) in self.0.iter().enumerate() {
            let shown = path.display().to_string();
            match write::replace(path, before.as_bytes(), after.as_bytes()) {
                Ok(Owner::Kept) => {}
                Ok(Owner::Lost) => {
                    output::complain(&format!("{}\n", edits::owner_lost(&shown, language)));
                }
                Err(error) => return Err(unwritten(&error, at, language)),
            }
            written(path)?;
        }
        Ok(())
    }

    /// How many files there are.
    pub(super) fn files(&self) -> usize {
        self.0.len()
    }
}

/// The path of a file of the configuration.
pub(super) fn file_of(config: &Config, file: u32) -> PathBuf {
    PathBuf::from(config.files.get(file as usize).map_or("", |path| path))
}

/// The file in which a person stands.
fn file_with(config: &Config, step: &Step) -> anyhow::Result<PathBuf> {
    for path in config.files.iter().map(|path| PathBuf::from(path.as_ref())) {
        let Ok(text) = text(&path) else { continue };
        let edits = step.changes.iter().take(1).cloned();
        let edits: Vec<Edit> =
            edits.map(|change| Edit { of: step.entry.clone(), change }).collect();
        if text.contains("people") && apply(&text, &edits).is_ok() {
            return Ok(path);
        }
    }
    let error = EditError::NoSuch(step.entry.clone());
    Err(Refused::no(edits::cannot_edit(None, &error, locale::language())))
}

/// The text of a file. Only UTF-8 is edited: what else it may be, `check` says.
pub(super) fn text(path: &Path) -> anyhow::Result<String> {
    let language = locale::language();
    let shown = path.display().to_string();
    let bytes = DiskFiles.read(path).map_err(|error| {
        Refused::no(edits::unreadable(&shown, &system::reason(&error, language), language))
    })?;
    String::from_utf8(bytes).map_err(|_| Refused::no(edits::not_utf8(&shown, language)))
}

fn refused(path: &Path, error: &EditError) -> anyhow::Error {
    let shown = path.display().to_string();
    Refused::no(edits::cannot_edit(Some(&shown), error, locale::language()))
}

pub(crate) fn unwritten(
    error: &write::WriteError,
    before: usize,
    language: Language,
) -> anyhow::Error {
    let why = match error {
        write::WriteError::Changed(path) => edits::changed(&path.display().to_string(), language),
        write::WriteError::Exists(path) => edits::exists(&path.display().to_string(), language),
        write::WriteError::Io { path, source } => {
            let why = system::reason(source, language);
            edits::unwritable(&path.display().to_string(), &why, language)
        }
    };
    match before {
        0 => Refused::no(why),
        files => Refused::no(format!("{why}{}", edits::halfway(files, language))),
    }
}

/// What is found now and was not before. Places move with an edit, so findings are told apart by their words. Of a kind that
/// is too frequent to be listed whole, others come into the list when one leaves it: there it counts whether they are more.
pub(crate) fn fresh(before: &Loaded, after: &Loaded) -> Vec<Finding> {
    let words = |loaded: &Loaded, finding: &Finding| {
        let file = finding.site().map(|site| loaded.sources.path(site.file));
        (finding.code, finding.title(Language::En), file)
    };
    let mut known: Vec<_> = before.findings.iter().map(|one| words(before, one)).collect();
    let is_fresh = |finding: &&Finding| {
        let words = words(after, finding);
        match known.iter().position(|one| *one == words) {
            Some(at) => {
                known.swap_remove(at);
                false
            }
            None => true,
        }
    };
    let all = |loaded: &Loaded, code: &str| -> usize {
        let of_code = loaded.findings.iter().filter(|one| one.code == code);
        of_code.map(|one| one.count).sum()
    };
    let is_cut = |code: &str| before.findings.iter().any(|one| one.code == code && one.count > 1);
    let is_more = |finding: &&Finding| {
        !is_cut(finding.code) || all(after, finding.code) > all(before, finding.code)
    };
    after.findings.iter().filter(is_fresh).filter(is_more).cloned().collect()
}
