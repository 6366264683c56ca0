//! The fewest changed files that are to be put back so that the whole checks (R1).
//!
//! A file with an error of its own must be put back. What else keeps the whole from checking lies between
//! files: a person taken out of one that another names, an id that two files define. There the changed files
//! are tried one by one, then in pairs; else a set that is large enough is made smaller. The number of tries
//! is bounded, and the same files always give the same answer.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::config::good_files::{GoodFiles, Mended, errors};
use crate::config::read::reading;
use crate::config::{Files, Loaded, Problem, load};
use crate::model::Language;

/// So many files are tried alone of those that errors point at, of those that others refer to, of the rest.
const ALONE: [usize; 3] = [16, 16, 8];

/// So many of them are tried in pairs.
const IN_PAIRS: usize = 6;

/// How a set is made larger until the whole checks. What is put back may bring files into the errors that were
/// in none before.
const WIDER: [Kind; 6] =
    [Kind::Named, Kind::Named, Kind::Shared, Kind::Named, Kind::Named, Kind::Other];

/// A set that makes the whole check.
pub(super) struct Found {
    pub(super) files: BTreeSet<PathBuf>,
    pub(super) loaded: Loaded,
    pub(super) problems: Vec<Problem>,
}

/// The search.
pub(super) struct Search<'f> {
    root: &'f Path,
    disk: &'f dyn Files,
    good: &'f dyn GoodFiles,
    now: Timestamp,
    /// How often all files may still be read.
    left: usize,
}

/// A changed file that may be put back, by how much speaks for it: what sorts first is tried first.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Candidate {
    kind: Kind,
    /// A newcomer before a file that there was, and of two newcomers the one with the longer name: it is a
    /// copy that a program made beside the original.
    known: bool,
    shorter: std::cmp::Reverse<usize>,
    path: PathBuf,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// An error points at it.
    Named,
    /// Others may refer to what it defines.
    Shared,
    Other,
}

impl<'f> Search<'f> {
    /// `tasks` is how many there are: what a try costs.
    pub(super) fn new(
        root: &'f Path,
        disk: &'f dyn Files,
        good: &'f dyn GoodFiles,
        now: Timestamp,
        tasks: usize,
    ) -> Search<'f> {
        let left = (2_000_000 / tasks.max(1)).clamp(24, 80);
        Search { root, disk, good, now, left }
    }

    /// The least set that was found, if even all changed files make the whole check.
    pub(super) fn least(&mut self, first: &Loaded) -> Option<Found> {
        let mut problems = first.problems();
        let (must, base) = self.broken(first);
        let base = match base {
            None => first,
            Some(loaded) if loaded.config.is_some() => {
                return Some(Found { files: must, loaded, problems });
            }
            Some(ref loaded) => {
                let line = |one: &Problem| one.told(Language::En);
                let known: HashSet<String> = problems.iter().map(line).collect();
                let more = loaded.problems().into_iter();
                problems.extend(more.filter(|one| !known.contains(&line(one))));
                loaded
            }
        };
        let candidates = self.candidates(base, &must);
        let (large, grown) = self.large_enough(&must, base, &candidates)?;
        let (files, loaded) = match large.len() {
            0 | 1 => (large, grown),
            count => match self.few(&must, &candidates, count) {
                Some(few) => few,
                None => self.shrink(&must, large, grown),
            },
        };
        let files = must.into_iter().chain(paths(&files)).collect();
        Some(Found { files, loaded, problems })
    }

    /// The changed files with errors of their own, and what comes of putting these back. A root file put
    /// back may name others that are broken, too.
    fn broken(&mut self, first: &Loaded) -> (BTreeSet<PathBuf>, Option<Loaded>) {
        let (mut must, mut base): (BTreeSet<PathBuf>, Option<Loaded>) = (BTreeSet::new(), None);
        loop {
            let loaded = base.as_ref().unwrap_or(first);
            let broken = loaded.broken.iter().filter_map(|file| loaded.kept.paths.get(*file));
            let broken = broken.filter(|path| !must.contains(*path) && self.is_changed(path));
            let broken: Vec<PathBuf> = broken.cloned().collect();
            if broken.is_empty() || self.left == 0 {
                return (must, base);
            }
            must.extend(broken);
            base = Some(self.read(&must));
        }
    }

    fn is_changed(&self, path: &Path) -> bool {
        !self.good.has(path) || self.good.read(path).ok() != self.disk.read(path).ok()
    }

    /// The changed files, those first for which most speaks.
    fn candidates(&self, base: &Loaded, must: &BTreeSet<PathBuf>) -> Vec<Candidate> {
        let named: HashSet<u32> = errors(base).flat_map(|finding| finding.files()).collect();
        let paths = &base.kept.paths;
        let here: HashMap<&PathBuf, usize> = paths.iter().zip(0..).collect();
        let gone = self.good.paths();
        let gone = gone.iter().filter(|path| !here.contains_key(path));
        let changed = paths.iter().chain(gone).collect::<BTreeSet<_>>().into_iter();
        let changed = changed.filter(|path| !must.contains(*path) && self.is_changed(path));
        let mut candidates: Vec<Candidate> = changed
            .map(|path| {
                let at = here.get(path).copied();
                let kind = match at {
                    Some(at) if named.contains(&(at as u32)) => Kind::Named,
                    _ if self.is_shared(base, at, path) => Kind::Shared,
                    _ => Kind::Other,
                };
                let known = self.good.has(path);
                let shorter = if known { 0 } else { path.as_os_str().len() };
                Candidate { kind, known, shorter: std::cmp::Reverse(shorter), path: path.clone() }
            })
            .collect();
        candidates.sort();
        candidates
    }

    /// Whether a file defines, or did, what others may refer to.
    fn is_shared(&self, base: &Loaded, at: Option<usize>, path: &Path) -> bool {
        let now = at.is_some_and(|at| !base.kept.has_only_tasks(at));
        now || (self.good.has(path) && {
            let before = reading::read_one(path.to_owned(), 0, self.good, Date::ZERO);
            !before.readable || !before.rows.has_only_tasks()
        })
    }

    /// A set that makes the whole check: what errors name, and what they name then; what others refer to;
    /// all.
    fn large_enough<'c>(
        &mut self,
        must: &BTreeSet<PathBuf>,
        base: &Loaded,
        candidates: &'c [Candidate],
    ) -> Option<(Vec<&'c Candidate>, Loaded)> {
        let mut set: BTreeSet<&Candidate> = BTreeSet::new();
        let mut last: Option<Loaded> = None;
        for widest in WIDER {
            let loaded = last.as_ref().unwrap_or(base);
            let named = errors(loaded).flat_map(|finding| finding.files());
            let named: HashSet<&PathBuf> =
                named.filter_map(|file| loaded.kept.paths.get(file as usize)).collect();
            let before = set.len();
            set.extend(candidates.iter().filter(|one| match widest {
                Kind::Named => named.contains(&one.path),
                widest => one.kind <= widest,
            }));
            if set.len() == before {
                continue;
            }
            let all: Vec<&Candidate> = set.iter().copied().collect();
            let loaded = self.try_with(must, &all);
            if loaded.config.is_some() {
                return Some((all, loaded));
            }
            last = Some(loaded);
        }
        None
    }

    /// One file, or a pair, where that is fewer than `count`.
    fn few<'c>(
        &mut self,
        must: &BTreeSet<PathBuf>,
        candidates: &'c [Candidate],
        count: usize,
    ) -> Option<(Vec<&'c Candidate>, Loaded)> {
        let reserve = self.left / 2;
        let mut tried: Vec<&Candidate> = Vec::new();
        for (kind, most) in [Kind::Named, Kind::Shared, Kind::Other].into_iter().zip(ALONE) {
            tried.extend(candidates.iter().filter(|one| one.kind == kind).take(most));
        }
        let alone = tried.iter().map(|one| vec![*one]);
        let foremost = &tried[..tried.len().min(IN_PAIRS)];
        let pairs = foremost.iter().enumerate();
        let pairs =
            pairs.flat_map(|(at, one)| foremost[at + 1..].iter().map(|two| vec![*one, *two]));
        let pairs: Vec<Vec<&Candidate>> = if count > 2 { pairs.collect() } else { Vec::new() };
        for set in alone.chain(pairs) {
            if self.left <= reserve {
                return None;
            }
            let loaded = self.try_with(must, &set);
            if loaded.config.is_some() {
                return Some((set, loaded));
            }
        }
        None
    }

    /// Leaves out of the set what is not needed, in ever smaller pieces, what is least suspected first.
    fn shrink<'c>(
        &mut self,
        must: &BTreeSet<PathBuf>,
        mut set: Vec<&'c Candidate>,
        mut best: Loaded,
    ) -> (Vec<&'c Candidate>, Loaded) {
        set.reverse();
        let mut piece = set.len().div_ceil(2);
        loop {
            let mut at = 0;
            while at < set.len() && set.len() > piece && self.left > 0 {
                let end = (at + piece).min(set.len());
                let rest: Vec<&Candidate> = [&set[..at], &set[end..]].concat();
                let loaded = self.try_with(must, &rest);
                match loaded.config.is_some() {
                    true => (set, best) = (rest, loaded),
                    false => at = end,
                }
            }
            if piece == 1 {
                return (set, best);
            }
            piece = piece.div_ceil(2);
        }
    }

    fn try_with(&mut self, must: &BTreeSet<PathBuf>, set: &[&Candidate]) -> Loaded {
        let refused = must.iter().cloned().chain(paths(set)).collect();
        self.read(&refused)
    }

    fn read(&mut self, refused: &BTreeSet<PathBuf>) -> Loaded {
        self.left = self.left.saturating_sub(1);
        let (disk, good) = (self.disk, self.good);
        load(self.root, &Mended { disk, good, refused }, self.now)
    }
}

fn paths(set: &[&Candidate]) -> Vec<PathBuf> {
    set.iter().map(|one| one.path.clone()).collect()
}
