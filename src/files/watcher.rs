//! Tells that files may have changed: by inotify on their folders, and every so often without being told,
//! for what inotify cannot see (network folders, a folder that was replaced).
//!
//! Folders are watched, not files: an editor that writes a new file and renames it over the old one would
//! end a watch on the file. What really changed is for others to find out.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::time::Duration;

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher};
use tokio::sync::mpsc;
use tokio::time::Instant;
use tracing::warn;

/// How long it must be quiet after the last change before the files are looked at.
const QUIET: Duration = Duration::from_millis(300);

/// And how long is waited for that at most.
const PATIENCE: Duration = Duration::from_secs(10);

/// Watches folders.
pub struct Watch {
    watcher: Option<RecommendedWatcher>,
    folders: BTreeSet<PathBuf>,
    events: mpsc::Receiver<()>,
    /// How often to look without being told, and when next.
    every: Option<Duration>,
    next: Option<Instant>,
    /// Changes that are waited out: the first, and the last.
    changes: Option<(Instant, Instant)>,
}

impl Watch {
    /// Never tells of anything.
    pub fn never() -> Watch {
        let (_, events) = mpsc::channel(1);
        let (folders, next) = (BTreeSet::new(), None);
        Watch { watcher: None, folders, events, every: None, next, changes: None }
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
            warn!(%error, "files cannot be watched; they are looked at every {} s", every.as_secs());
        });
        let (folders, next) = (BTreeSet::new(), Some(Instant::now() + every));
        Watch { watcher: watcher.ok(), folders, events, every: Some(every), next, changes: None }
    }

    /// Watches the folders of these files, and no others.
    pub fn over<'p>(&mut self, files: impl Iterator<Item = &'p Path>) {
        let Some(watcher) = &mut self.watcher else { return };
        let folders: BTreeSet<PathBuf> = files.flat_map(folders).collect();
        for gone in self.folders.difference(&folders) {
            let _may_be_gone = watcher.unwatch(gone);
        }
        // Those watched before as well: one may have been removed and made again.
        for folder in &folders {
            let _may_be_gone = watcher.unwatch(folder);
            if let Err(error) = watcher.watch(folder, RecursiveMode::NonRecursive) {
                warn!(folder = %folder.display(), %error, "a folder cannot be watched; it is looked at from time to time");
            }
        }
        self.folders = folders;
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
                () = crate::daemon::sleep_until(due) => {
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

/// The folder of a file; and where a folder is a link, the one that the link lies in, since the link may
/// be made to point elsewhere.
fn folders(file: &Path) -> Vec<PathBuf> {
    let here = |path: &Path| match path.as_os_str().is_empty() {
        true => PathBuf::from("."),
        false => path.to_owned(),
    };
    let Some(folder) = file.parent() else { return Vec::new() };
    let links = folder.ancestors().filter(|one| one.is_symlink());
    let around = links.filter_map(Path::parent).map(here);
    std::iter::once(here(folder)).chain(around).collect()
}
