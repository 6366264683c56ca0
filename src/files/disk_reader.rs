//! What is in force of the files on disk (R2), and their new versions (R1, R3). All of it may wait for a disk, and is
//! done on a thread of its own.

use std::collections::{BTreeSet, HashMap};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::time::Instant;

use crate::channels::{MetError, Transport};
use crate::config::{self, Finding, GoodFiles, Kept, Loaded, Problem, Refusal, Sources, Taking};
use crate::daemon::log_problems;
use crate::files::disk::DiskFiles;
use crate::files::doubt::{AGAIN, Doubt, Doubtful};
use crate::files::fingerprints::{Stamps, stamp};
use crate::files::in_force::FilesInForce;
use crate::files::last_good::{Good, LastGood, key};
use crate::files::noting::{AtHand, LookedAt, Noted, Noting};
use crate::files::source::{Taken, Version, Wanted};
use crate::files::watcher::{Folders, folders_of, folders_of_pattern};
use crate::log::{cause, tell};
use crate::model::{Config, Language, LedgerUrl};
use crate::words::log;
use crate::words::log::Both;

/// What makes a transport of a configuration.
pub type Equip = Box<dyn Fn(&Config) -> Result<Transport, MetError> + Send + Sync>;

/// The files on disk, and what is in force of them.
pub struct DiskReader {
    root: PathBuf,
    state: PathBuf,
    /// None while the disk does not let it be made.
    good: Option<LastGood>,
    equip: Equip,
    config: Arc<Config>,
    kept: Kept,
    stamps: Stamps,
    /// What the last reading of all files looked at.
    looked_at: LookedAt,
    refusal: Option<Refusal>,
    doubt: Option<Doubt>,
    /// The mail settings in force could not be used; letters leave by earlier ones.
    unequipped: bool,
    /// What is in force and could not be kept yet.
    unkept: HashMap<PathBuf, Vec<u8>>,
    folders: Folders,
    at_hand: AtHand,
}

/// What came of looking at the files.
pub struct Look {
    pub version: Option<Version>,
    /// They are to be looked at again after that time.
    pub again: Option<Duration>,
}

/// The files of a daemon that starts.
pub struct Opening {
    pub root: PathBuf,
    pub state: PathBuf,
    pub equip: Equip,
    pub folders: Folders,
    pub at_hand: AtHand,
    pub now: Timestamp,
}

impl Opening {
    /// Reads the files; where they do not check, what was last good (R2). Without that, they are returned
    /// with all that is wrong. Files that look half-written or are away are read again first.
    pub fn open(self) -> anyhow::Result<Result<(DiskReader, Before), Box<Loaded>>> {
        let (good, unread) = match LastGood::open(&self.state) {
            Ok(good) => (Some(good), None),
            Err(error) => (None, Some(error)),
        };
        let (none, mut doubt) = (HashMap::new(), None);
        let (taking, noted, looked_at) = loop {
            let noting = noting(good.as_ref(), &self.at_hand);
            let last = Good::new(good.as_ref(), &none, &self.root);
            let taking = config::take(&self.root, &noting, &last, self.now);
            let (noted, looked_at) = noting.noted();
            let what = doubtful_at_first(&taking, &last);
            doubt = Doubt::after(doubt, what, looked_at.clone(), Instant::now());
            if doubt.is_none() {
                break (taking, noted, looked_at);
            }
            std::thread::sleep(AGAIN);
        };
        let Taking { loaded, refusal } = taking;
        let Loaded { config: Some(config), kept, findings, sources, .. } = loaded else {
            let Some(error) = unread else { return Ok(Err(Box::new(loaded))) };
            log_problems(&loaded.problems());
            let what = "files do not check, and what was last good of them cannot be read";
            return Err(anyhow::Error::new(error).context(what));
        };
        doubts(&findings, &sources);
        let before = before(&self.root, good.as_ref(), &kept, &noted, self.now);
        let earlier = good.as_ref().map(|good| FilesInForce::of(good, &self.root, &self.state));
        let stamps = stamps(&self.root, &kept, &noted, None);
        let mut source = DiskReader {
            root: self.root,
            state: self.state,
            good,
            equip: self.equip,
            config: Arc::new(config),
            kept,
            stamps,
            looked_at,
            refusal,
            doubt: None,
            unequipped: false,
            unkept: HashMap::new(),
            folders: self.folders,
            at_hand: self.at_hand,
        };
        source.watch(true);
        source.keep(noted);
        Ok(Ok((source, Before { config: before, files: earlier.map(|one| one.fingerprint()) })))
    }
}

/// What was last good when the process before ended.
pub struct Before {
    /// Where something else is in force now (L8).
    pub config: Option<Arc<Config>>,
    /// The fingerprint of its files.
    pub files: Option<String>,
}

/// What was last good, where the files have changed since; `None` too where that is not known.
fn before(
    root: &Path,
    good: Option<&LastGood>,
    kept: &Kept,
    noted: &HashMap<PathBuf, Noted>,
    now: Timestamp,
) -> Option<Arc<Config>> {
    let good = good?;
    let mut known = good.known();
    let same = kept.paths.iter().all(|path| known.remove(&key(path)).is_some());
    if same && known.is_empty() && noted.values().all(|noted| noted.bytes.is_none()) {
        return None;
    }
    let none = HashMap::new();
    config::load(root, &Good::new(Some(good), &none, root), now).config.map(Arc::new)
}

/// At the start there is nothing in force to compare with, but what was last good.
fn doubtful_at_first(taking: &Taking, good: &Good<'_>) -> Option<Doubtful> {
    let Taking { loaded, refusal } = taking;
    loaded.config.as_ref()?;
    let here: BTreeSet<&PathBuf> = loaded.kept.paths.iter().collect();
    let gone = good.paths().iter().any(|path| !here.contains(path));
    let gone = gone.then_some(Doubtful::Gone);
    gone.max(Doubtful::refusal(refusal.as_ref(), None))
}

impl DiskReader {
    /// The configuration in force.
    pub fn config(&self) -> &Arc<Config> {
        &self.config
    }

    /// What of the files is not in force.
    pub fn refusal(&self) -> Option<&Refusal> {
        self.refusal.as_ref()
    }

    /// The files in force, where a ledger on a server keeps them (N4). What could not be kept here is told to nobody.
    pub fn files_in_force(&self) -> Option<FilesInForce> {
        let store = self.good.as_ref().filter(|_| self.unkept.is_empty())?;
        let shared = self.config.ledger != LedgerUrl::Sqlite;
        shared.then(|| FilesInForce::of(store, &self.root, &self.state))
    }

    /// The transport of a configuration.
    pub fn equip(&self, config: &Config) -> Result<Transport, MetError> {
        (self.equip)(config)
    }

    /// Looks at the files.
    pub fn look(&mut self, wanted: Wanted, now: Timestamp) -> Look {
        if !self.unkept.is_empty() {
            self.keep(HashMap::new());
        }
        let version = self.new_version(wanted, now);
        let unheard = self.watch(false);
        let again = (unheard || self.doubt.is_some()).then_some(AGAIN);
        Look { version, again }
    }

    fn new_version(&mut self, wanted: Wanted, now: Timestamp) -> Option<Version> {
        if wanted == Wanted::Asked {
            return self.all(wanted, now);
        }
        if let Some(doubt) = &self.doubt {
            return match doubt.waits(&DiskFiles, Instant::now()) {
                true => None,
                false => self.all(wanted, now),
            };
        }
        if self.refusal.is_some() {
            // What refused files wait for may be a file that nothing in force names.
            return match self.looked_at.is_the_same(&DiskFiles) {
                true => self.equipped_at_last(),
                false => self.all(wanted, now),
            };
        }
        let stamps = Stamps::take(&self.root, &self.kept, &DiskFiles, stamp);
        match stamps.changed_since(&self.stamps) {
            Some(none) if none.is_empty() => self.equipped_at_last(),
            Some(changed) => self.some(&changed, now).or_else(|| self.all(wanted, now)),
            None => self.all(wanted, now),
        }
    }

    /// Reads only what changed, where that is enough (R3).
    fn some(&mut self, changed: &[PathBuf], now: Timestamp) -> Option<Version> {
        let noting = noting(self.good.as_ref(), &self.at_hand);
        let updated = config::update(&self.config, &self.kept, changed, &noting, now)?;
        if Doubtful::tasks(&self.config, &updated.config).is_some() {
            return None;
        }
        doubts(&updated.findings, &updated.sources);
        let (noted, _) = noting.noted();
        self.config = Arc::new(updated.config);
        self.stamps = stamps(&self.root, &self.kept, &noted, Some(&self.stamps));
        self.keep(noted);
        let (config, files) = (self.config.clone(), self.files_in_force());
        let taken = Taken { config, only_tasks: true, transport: None, files };
        Some(Version { taken: Some(taken), refusal: None })
    }

    /// Reads everything.
    fn all(&mut self, wanted: Wanted, now: Timestamp) -> Option<Version> {
        let before = Stamps::take(&self.root, &self.kept, &DiskFiles, stamp);
        let noting = noting(self.good.as_ref(), &self.at_hand);
        let good = Good::new(self.good.as_ref(), &self.unkept, &self.root);
        let Taking { loaded, refusal } = config::take(&self.root, &noting, &good, now);
        let refusal = refusal.or_else(|| Refusal::of_all(&loaded));
        let (noted, looked_at) = noting.noted();
        self.looked_at = looked_at.clone();
        self.watch(true);
        if wanted == Wanted::Changed {
            let what = self.doubtful(&loaded, refusal.as_ref());
            self.doubt = Doubt::after(self.doubt.take(), what, looked_at, Instant::now());
            if self.doubt.is_some() {
                return None;
            }
        }
        self.doubt = None;
        self.refusal = refusal.clone();
        let whole = refusal.as_ref().is_some_and(|refusal| refusal.whole);
        let Loaded { config: Some(config), kept, findings, sources, .. } = loaded else {
            self.stamps = before;
            return Some(Version { taken: None, refusal });
        };
        if whole {
            self.stamps = before;
            return Some(Version { taken: None, refusal });
        }
        doubts(&findings, &sources);
        let transport = self.equipped(&config, wanted);
        (self.config, self.kept) = (Arc::new(config), kept);
        self.stamps = stamps(&self.root, &self.kept, &noted, Some(&before));
        self.keep(noted);
        let (config, files) = (self.config.clone(), self.files_in_force());
        let taken = Taken { config, only_tasks: false, transport, files };
        Some(Version { taken: Some(taken), refusal })
    }

    fn doubtful(&self, loaded: &Loaded, refusal: Option<&Refusal>) -> Option<Doubtful> {
        let gone = loaded.config.as_ref().and_then(|new| Doubtful::tasks(&self.config, new));
        gone.max(Doubtful::refusal(refusal, self.refusal.as_ref()))
    }

    /// Watches every folder in which something may change that the files are read for.
    fn watch(&mut self, anew: bool) -> bool {
        let files = self.looked_at.files().chain([self.root.as_path()]).flat_map(folders_of);
        let patterns = self.looked_at.patterns();
        let patterns = patterns.flat_map(|(base, pattern)| folders_of_pattern(base, pattern));
        let folders = files.chain(patterns).collect();
        self.folders.watch(folders, anew)
    }

    /// Another transport, where its settings changed; or where a person asked, since a password may have.
    fn equipped(&mut self, config: &Config, wanted: Wanted) -> Option<Arc<Transport>> {
        let same = config.mail == self.config.mail && !self.unequipped;
        if wanted == Wanted::Changed && same {
            return None;
        }
        let equipped = (self.equip)(config);
        self.unequipped = equipped.is_err();
        match equipped {
            Ok(transport) => Some(Arc::new(transport)),
            Err(failure) => {
                tell!(ERROR, log::files::MAIL_SETTINGS_UNUSABLE, error = cause(&failure));
                None
            }
        }
    }

    /// What the mail settings in force needed is there by now.
    fn equipped_at_last(&mut self) -> Option<Version> {
        if !self.unequipped {
            return None;
        }
        let transport = Arc::new((self.equip)(&self.config).ok()?);
        self.unequipped = false;
        tell!(INFO, log::files::MAIL_SETTINGS);
        let (config, transport) = (self.config.clone(), Some(transport));
        let taken = Some(Taken { config, only_tasks: true, transport, files: None });
        Some(Version { taken, refusal: self.refusal.clone() })
    }

    /// What is in force now is what a restart can go on from (R2).
    fn keep(&mut self, noted: HashMap<PathBuf, Noted>) {
        if self.refusal.as_ref().is_some_and(|refusal| refusal.whole) {
            return;
        }
        let refused =
            |path: &Path| self.refusal.as_ref().is_some_and(|refusal| refusal.files.contains(path));
        for (path, Noted { bytes, .. }) in noted.into_iter().filter(|(path, _)| !refused(path)) {
            match bytes {
                Some(bytes) => self.unkept.insert(path, bytes),
                // It is as it was kept again.
                None => self.unkept.remove(&path),
            };
        }
        match self.try_to_keep() {
            Ok(()) => self.unkept.clear(),
            Err(error) => {
                tell!(WARN, log::files::LAST_GOOD_UNKEPT, error = cause(&error));
            }
        }
    }

    fn try_to_keep(&mut self) -> io::Result<()> {
        let good = match self.good.take() {
            Some(good) => good,
            None => LastGood::open(&self.state)?,
        };
        self.good.insert(good).keep(&self.kept.paths, &self.unkept)
    }
}

fn noting(good: Option<&LastGood>, at_hand: &AtHand) -> Noting<'static> {
    let known = good.map(LastGood::known).unwrap_or_default();
    Noting::new(&DiskFiles, known, at_hand.clone())
}

/// How the files were when they were read; those that were not, as they were before. One of which neither
/// is known will be read.
fn stamps(
    root: &Path,
    kept: &Kept,
    noted: &HashMap<PathBuf, Noted>,
    before: Option<&Stamps>,
) -> Stamps {
    Stamps::take(root, kept, &DiskFiles, |path| match noted.get(path) {
        Some(noted) => noted.stamp,
        None => before.and_then(|before| before.of(path)),
    })
}

/// T2: what the holiday sets do not know is never passed over in silence, nor other doubts.
fn doubts(findings: &[Finding], sources: &Sources) {
    for problem in findings.iter().map(|one| one.problem(sources)) {
        let [zh, en] = [Language::ZhCn, Language::En].map(|language| problem.help(language));
        let what = Both::of(|language| problem.title(language));
        let Problem { code, file, line, .. } = problem;
        tell!(WARN, what, file, line, code, help = en, help.zh = zh);
    }
}

#[cfg(test)]
mod tests;
