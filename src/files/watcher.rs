//! Tells that files may have changed: by inotify on folders, and every so often without being told, for what
//! inotify cannot see (network folders).
//!
//! Folders are watched, not files: an editor that writes a new file and renames it over the old one would
//! end a watch on the file. What really changed is for others to find out.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::log::{cause, tell};
use crate::words::log;

/// How long it must be quiet after the last change before the files are looked at.
const QUIET: Duration = Duration::from_millis(300);

/// And how long is waited for that at most.
const PATIENCE: Duration = Duration::from_secs(10);

/// When to look at the files.
pub struct Watch {
    folders: Option<Folders>,
    events: mpsc::Receiver<()>,
    /// How often to look without being told, and when next.
    every: Option<Duration>,
    next: Option<Instant>,
    /// Changes that are waited out: the first, and the last.
    changes: Option<(Instant, Instant)>,
}

/// The folders that are watched. To watch one may take long, as on a network folder that does not answer.
pub struct Folders {
    watcher: Option<RecommendedWatcher>,
    /// Each with its device and inode: another folder may come to stand in its place.
    watched: BTreeMap<PathBuf, (u64, u64)>,
}

impl Watch {
    /// Never tells of anything.
    pub fn never() -> Watch {
        let (_, events) = mpsc::channel(1);
        Watch { folders: None, events, every: None, next: None, changes: None }
    }

    /// Watches nothing yet, and tells to look every so often.
    pub fn every(every: Duration) -> Watch {
        let (sender, events) = mpsc::channel(1);
        let heard = move |event: notify::Result<Event>| {
            // Reading a file is an event too; to look because of it would be to look for ever.
            let read = matches!(&event, Ok(event) if matches!(event.kind, EventKind::Access(_)));
            if !read {
                let _already_told = sender.try_send(());
            }
        };
        let watcher = notify::recommended_watcher(heard).inspect_err(|error| {
            tell!(WARN, log::files::unwatched(every.as_secs()), error = cause(error));
        });
        let folders = Folders { watcher: watcher.ok(), watched: BTreeMap::new() };
        let next = Some(Instant::now() + every);
        Watch { folders: Some(folders), events, every: Some(every), next, changes: None }
    }

    /// The folders, for whoever reads the files.
    pub fn take_folders(&mut self) -> Folders {
        self.folders.take().unwrap_or(Folders { watcher: None, watched: BTreeMap::new() })
    }

    /// Waits until files may have changed. What was heard is not forgotten if this is given up and
    /// called again.
    pub async fn changed(&mut self) {
        loop {
            let due = match self.changes {
                None => self.next,
                Some((first, last)) => Some((last + QUIET).min(first + PATIENCE)),
            };
            tokio::select! {
                biased;
                Some(()) = self.events.recv() => {
                    let now = Instant::now();
                    let first = self.changes.map_or(now, |(first, _)| first);
                    self.changes = Some((first, now));
                }
                () = crate::clock::sleep_until(due) => {
                    self.changes = None;
                    self.next = self.every.map(|every| Instant::now() + every);
                    return;
                }
            }
        }
    }

    /// To be looked at again after that time, whatever happens.
    pub fn again_in(&mut self, time: Duration) {
        let again = Instant::now() + time;
        self.next = Some(self.next.map_or(again, |next| next.min(again)));
    }
}

impl Folders {
    /// Watches these and no others; `anew`, also those that are watched, since a watch ends where its folder
    /// was moved away and back. True if one was not watched before: what happened in it until now went
    /// unheard.
    pub fn watch(&mut self, folders: BTreeSet<PathBuf>, anew: bool) -> bool {
        let Some(watcher) = &mut self.watcher else { return false };
        for gone in self.watched.keys().filter(|folder| !folders.contains(*folder)) {
            let _may_be_gone = watcher.unwatch(gone);
        }
        let (mut watched, mut unheard) = (BTreeMap::new(), false);
        for folder in folders {
            let before = self.watched.get(&folder).copied();
            let identity = std::fs::metadata(&folder).map(|known| (known.dev(), known.ino())).ok();
            if before.is_some() && before == identity && !anew {
                watched.extend(identity.map(|identity| (folder, identity)));
                continue;
            }
            if before.is_some() {
                let _may_be_gone = watcher.unwatch(&folder);
            }
            // It may come to be there: the folder that it would lie in is watched.
            let Some(identity) = identity else { continue };
            unheard |= before != Some(identity);
            if let Err(error) = watcher.watch(&folder, RecursiveMode::NonRecursive) {
                tell!(WARN, log::files::FOLDER_UNWATCHED, folder = %folder.display(), error = cause(&error));
            }
            watched.insert(folder, identity);
        }
        self.watched = watched;
        unheard
    }
}

/// The folder of a file; and where a folder is a link, the one that the link lies in, since the link may
/// be made to point elsewhere.
pub fn folders_of(file: &Path) -> Vec<PathBuf> {
    let Some(folder) = file.parent() else { return Vec::new() };
    let links = folder.ancestors().filter(|one| one.is_symlink());
    let around = links.filter_map(Path::parent).map(here);
    std::iter::once(here(folder)).chain(around).collect()
}

/// So many folders of one pattern are watched.
const MOST: usize = 1_000;

/// The folders in which a file may come to match a pattern, and those in which one of them may come to be:
/// they are watched although they hold no such file now.
pub fn folders_of_pattern(base: &Path, pattern: &str) -> BTreeSet<PathBuf> {
    let mut folders = BTreeSet::from([here(base)]);
    let mut whole = PathBuf::from(glob::Pattern::escape(&base.to_string_lossy()));
    let mut parts = Path::new(pattern).components().peekable();
    while let Some(part) = parts.next() {
        whole.push(part);
        let Some(whole) = whole.to_str().filter(|_| parts.peek().is_some()) else { break };
        let hidden = glob::MatchOptions { require_literal_leading_dot: true, ..Default::default() };
        let found = glob::glob_with(whole, hidden).into_iter().flatten().filter_map(Result::ok);
        folders.extend(found.filter(|path| path.is_dir()).take(MOST));
        if folders.len() >= MOST {
            break;
        }
    }
    folders
}

fn here(path: &Path) -> PathBuf {
    match path.as_os_str().is_empty() {
        true => PathBuf::from("."),
        false => path.to_owned(),
    }
}
