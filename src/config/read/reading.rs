//! Which files there are, and their texts as rows: the root file, then what it includes, in parallel.

use std::collections::HashSet;
use std::path::{Component, Path, PathBuf};

use jiff::civil::Date;

use crate::config::fault::FileFault;
use crate::config::fault::files::Reason;
use crate::config::fault::values::Many;
use crate::config::files::Files;
use crate::config::finding::{Finding, Place, Site};
use crate::config::gather::Findings;
use crate::config::read::raw::{RawFile, Text};
use crate::config::read::{encoding, file};
use crate::config::sources::{Source, Sources, folder};
use crate::config::{limits, own_fault};
use crate::parallel;

/// What was read.
pub(crate) struct Reading {
    /// Every file, the root file first.
    pub(crate) sources: Sources,
    /// Their rows, in the same order.
    pub(crate) rows: Vec<RawFile>,
    /// What the files alone give to say.
    pub(crate) findings: Findings,
    /// Whether a file could not be read at all.
    pub(crate) unreadable: bool,
}

/// One file, read.
pub(crate) struct One {
    pub(crate) source: Source,
    pub(crate) rows: RawFile,
    pub(crate) findings: Findings,
    pub(crate) readable: bool,
}

/// Reads the root file and what it includes.
pub(crate) fn read(root: &Path, files: &dyn Files, today: Date) -> Reading {
    let first = read_one(root.to_owned(), 0, files, today);
    let mut findings = Findings::default();
    let paths = included(root, &first.rows.include, files, &mut findings);
    copies(root, &paths, &mut findings);
    let others = read_all(paths, files, today);
    let mut reading =
        Reading { sources: Sources::default(), rows: Vec::new(), findings, unreadable: false };
    for one in std::iter::once(first).chain(others) {
        reading.sources.0.push(one.source);
        reading.rows.push(one.rows);
        reading.findings.append(one.findings);
        reading.unreadable |= !one.readable;
    }
    reading
}

/// The files that the globs name, each once, the root file never.
fn included(
    root: &Path,
    globs: &[Text],
    files: &dyn Files,
    findings: &mut Findings,
) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut near = Vec::new();
    for glob in globs {
        let site = glob.place.of(0);
        match files.glob(folder(root), &glob.value) {
            Err(why) => {
                let fault = FileFault::BadInclude { pattern: glob.value.to_string(), why };
                findings.add(Finding::new(fault).at(site));
            }
            Ok(none) if none.is_empty() => findings.add(no_match(&glob.value, site)),
            Ok(more) => found.extend(more),
        }
        let missed = files.near_misses(folder(root), &glob.value);
        near.extend(missed.into_iter().map(|path| (path, glob)));
        if found.len() > limits::FILES {
            findings.add(limits::too_many(Many::Files, limits::FILES, site));
            break;
        }
    }
    found.truncate(limits::FILES);
    let found = each_once(root, found);
    near_misses(root, &found, near, findings);
    found
}

/// The files that these patterns name by now.
pub(crate) fn named(root: &Path, patterns: &[String], files: &dyn Files) -> Vec<PathBuf> {
    let found = patterns.iter().filter_map(|pattern| files.glob(folder(root), pattern).ok());
    each_once(root, found.flatten().collect())
}

fn each_once(root: &Path, mut paths: Vec<PathBuf>) -> Vec<PathBuf> {
    let mut known = HashSet::from([plain(root)]);
    paths.retain(|path| known.insert(plain(path)));
    paths
}

fn no_match(glob: &str, site: Site) -> Finding {
    let is_name = !glob.contains(['*', '?', '[']);
    Finding::new(FileFault::MatchesNothing { pattern: glob.to_owned(), is_name }).at(site)
}

/// Files that no pattern names, and that were surely meant: their tasks would be left out in silence.
fn near_misses(
    root: &Path,
    found: &[PathBuf],
    near: Vec<(PathBuf, &Text)>,
    findings: &mut Findings,
) {
    let mut known: HashSet<PathBuf> = found.iter().map(|path| plain(path)).collect();
    known.insert(plain(root));
    for (path, glob) in near {
        if !known.insert(plain(&path)) {
            continue;
        }
        let (path, pattern) = (path.display().to_string(), glob.value.to_string());
        let finding = Finding::new(FileFault::NearMiss { path, pattern });
        findings.add(finding.at(glob.place.of(0)));
    }
}

/// A path without the steps that go nowhere, for comparing.
fn plain(path: &Path) -> PathBuf {
    path.components().filter(|part| *part != Component::CurDir).collect()
}

/// `tasks (1).toml` beside `tasks.toml`: a copy that a browser or a file manager made, and that is read as well.
fn copies(root: &Path, paths: &[PathBuf], findings: &mut Findings) {
    let known: HashSet<&Path> = paths.iter().map(PathBuf::as_path).chain([root]).collect();
    for (at, path) in paths.iter().enumerate() {
        let Some(original) = original(path).filter(|original| known.contains(original.as_path()))
        else {
            continue;
        };
        let (path, original) = (path.display().to_string(), original.display().to_string());
        let site = Place::default().of(at as u32 + 1);
        findings.add(Finding::new(FileFault::Copied { path, original }).at(site));
    }
}

fn original(path: &Path) -> Option<PathBuf> {
    let stem = path.file_stem()?.to_str()?;
    let numbered = || {
        let (base, number) = stem.strip_suffix([')', '）'])?.rsplit_once(['(', '（'])?;
        number.bytes().all(|byte| byte.is_ascii_digit()).then_some(base)
    };
    let marks = [" - 副本", " - Copy", " copy", "-copy", "_copy", "的副本", "副本"];
    let marked = || marks.iter().find_map(|mark| stem.strip_suffix(mark));
    let base = numbered().or_else(marked)?.trim_end();
    (!base.is_empty()).then(|| path.with_file_name(format!("{base}.toml")))
}

/// Reads many files on all cores; the answers come in the order of the paths.
fn read_all(paths: Vec<PathBuf>, files: &dyn Files, today: Date) -> Vec<One> {
    let read = |done: &mut Vec<(usize, One)>, at: usize, path: PathBuf| {
        done.push((at, read_one(path, at as u32 + 1, files, today)));
    };
    let mut all: Vec<(usize, One)> =
        parallel::fold(paths, Vec::new, read).into_iter().flatten().collect();
    all.sort_by_key(|(at, _)| *at);
    all.into_iter().map(|(_, one)| one).collect()
}

/// Reads one file.
pub(crate) fn read_one(path: PathBuf, file: u32, files: &dyn Files, today: Date) -> One {
    own_fault::guarded(|| read_whole(path.clone(), file, files, today)).unwrap_or_else(|| {
        let shown = path.display().to_string();
        let mut findings = Findings::default();
        let fault = FileFault::OwnFault { path: Some(shown) };
        findings.add(Finding::new(fault).at(Place::default().of(file)));
        unreadable(path, None, findings)
    })
}

fn read_whole(path: PathBuf, file: u32, files: &dyn Files, today: Date) -> One {
    let mut findings = Findings::default();
    let bytes = match files.read(&path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let shown = path.display().to_string();
            let fault = FileFault::Unreadable {
                path: shown,
                reason: Reason::from(&error),
                is_root: file == 0,
            };
            findings.add(Finding::new(fault).at(Place::default().of(file)));
            return unreadable(path, None, findings);
        }
    };
    match encoding::decode(bytes) {
        Ok(text) => {
            let rows = file::read(&text, file, today, &mut findings);
            // Most files have nothing to show; the text of one that later turns out to is read again.
            One {
                source: Source { path, text: findings.any().then(|| text.into()) },
                rows,
                findings,
                readable: true,
            }
        }
        Err((shown, why)) => {
            let site = Place::new(why.byte..why.byte).of(file);
            findings.add(Finding::new(why.fault).at(site));
            unreadable(path, Some(shown), findings)
        }
    }
}

fn unreadable(path: PathBuf, text: Option<String>, findings: Findings) -> One {
    let source = Source { path, text: text.map(Into::into) };
    One { source, rows: RawFile::default(), findings, readable: false }
}

/// Reads the texts again that findings point into and that were not kept.
pub(crate) fn texts_again(
    sources: &mut Sources,
    wanted: impl Iterator<Item = u32>,
    files: &dyn Files,
) {
    for file in wanted {
        let Some(source) = sources.0.get_mut(file as usize) else {
            continue;
        };
        if source.text.is_none()
            && let Ok(bytes) = files.read(&source.path)
        {
            source.text = encoding::decode(bytes).ok().map(Into::into);
        }
    }
}
