//! The files on disk: what is in force of them at the start (R2), and their new versions (R1, R3).

use std::collections::HashMap;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::time::Instant;
use tracing::{error, info, warn};

use crate::channels::{Transport, TransportError};
use crate::config;
use crate::config::{Finding, Kept, Loaded, Problem, Refusal, Sources, Taking};
use crate::daemon::log_problems;
use crate::files::disk::DiskFiles;
use crate::files::fingerprints::{Stamps, stamp};
use crate::files::last_good::{Good, LastGood, Noted, Noting};
use crate::files::source::{Desk, Taken, Version, Wanted};
use crate::files::watcher::Watch;
use crate::model::Config;

/// A file that does not check may be half-written: it is read again after this before anybody is told,
const AGAIN: Duration = Duration::from_secs(1);

/// and as long as it still changes, but no longer than this.
const UNSURE: Duration = Duration::from_secs(10);

/// What makes a transport of a configuration.
pub type Equip = Box<dyn Fn(&Config) -> Result<Transport, TransportError> + Send + Sync>;

/// The files on disk, and what is in force of them.
pub struct DiskDesk {
    root: PathBuf,
    state: PathBuf,
    /// None while the disk does not let it be made.
    good: Option<LastGood>,
    equip: Equip,
    config: Arc<Config>,
    kept: Kept,
    stamps: Stamps,
    refusal: Option<Refusal>,
    /// Since when they do not check, and how they were then; nobody was told yet.
    doubted: Option<(Instant, Stamps)>,
    /// The mail settings in force could not be used; letters leave by earlier ones.
    unequipped: bool,
    /// What is in force and could not be kept yet.
    unkept: HashMap<PathBuf, Vec<u8>>,
    watch: Watch,
    hangup: Signal,
}

/// What is in force at the start.
pub struct Opened {
    /// The desk, for what comes later.
    pub desk: DiskDesk,
    /// The configuration.
    pub config: Arc<Config>,
    /// What was last good before, where something else is in force now (L8).
    pub before: Option<Arc<Config>>,
    /// What of the files is not in force.
    pub refusal: Option<Refusal>,
}

impl Opened {
    /// What has changed since the files were opened is in force, too.
    pub fn catch_up(&mut self, now: Timestamp) {
        let Some(Version { taken, refusal }) = self.desk.look(Wanted::Changed, now) else { return };
        self.refusal = refusal;
        if let Some(taken) = taken {
            self.config = taken.config;
        }
    }
}

impl DiskDesk {
    /// Reads the files; where they do not check, what was last good (R2). Without that, they are returned
    /// with all that is wrong.
    pub fn open(
        root: PathBuf,
        state: &Path,
        equip: Equip,
        mut watch: Watch,
        now: Timestamp,
    ) -> anyhow::Result<Result<Opened, Box<Loaded>>> {
        let hangup = signal(SignalKind::hangup())?;
        let (good, unread) = match LastGood::open(state) {
            Ok(good) => (Some(good), None),
            Err(error) => (None, Some(error)),
        };
        let noting = noting(good.as_ref());
        let none = HashMap::new();
        let last = Good::new(good.as_ref(), &none, &root);
        let Taking { loaded, refusal } = config::take(&root, &noting, &last, now);
        let Loaded { config: Some(config), kept, findings, sources, .. } = loaded else {
            let Some(error) = unread else { return Ok(Err(Box::new(loaded))) };
            log_problems(&loaded.problems());
            let what = "files do not check, and what was last good of them cannot be read";
            return Err(anyhow::Error::new(error).context(what));
        };
        doubts(&findings, &sources);
        let noted = noting.noted();
        let before = before(&root, good.as_ref(), &kept, &noted, now);
        let stamps = stamps(&root, &kept, &noted, None);
        watch.over(stamps.paths());
        let config = Arc::new(config);
        let (same, told) = (config.clone(), refusal.clone());
        let mut desk = DiskDesk {
            root,
            state: state.to_owned(),
            good,
            equip,
            config,
            kept,
            stamps,
            refusal,
            doubted: None,
            unequipped: false,
            unkept: HashMap::new(),
            watch,
            hangup,
        };
        desk.keep(noted);
        Ok(Ok(Opened { desk, config: same, before, refusal: told }))
    }

    /// The transport of a configuration.
    pub fn equip(&self, config: &Config) -> Result<Transport, TransportError> {
        (self.equip)(config)
    }

    fn look(&mut self, wanted: Wanted, now: Timestamp) -> Option<Version> {
        if !self.unkept.is_empty() {
            self.keep(HashMap::new());
        }
        let stamps = Stamps::take(&self.root, &self.kept, &DiskFiles, stamp);
        let changed = stamps.changed_since(&self.stamps);
        let well = self.refusal.is_none() && self.doubted.is_none();
        match changed {
            Some(changed) if wanted == Wanted::Changed && well => match changed.is_empty() {
                true => self.equipped_at_last(),
                false => self.some(&changed, now).or_else(|| self.all(wanted, stamps, now)),
            },
            // What refused files wait for may be a file that nobody knows of yet: all are read.
            _ => self.all(wanted, stamps, now),
        }
    }

    /// Reads only what changed, where that is enough (R3).
    fn some(&mut self, changed: &[PathBuf], now: Timestamp) -> Option<Version> {
        let noting = noting(self.good.as_ref());
        let updated = config::update(&self.config, &self.kept, changed, &noting, now)?;
        doubts(&updated.findings, &updated.sources);
        let noted = noting.noted();
        self.config = Arc::new(updated.config);
        self.stamps = stamps(&self.root, &self.kept, &noted, Some(&self.stamps));
        self.keep(noted);
        let taken = Taken { config: self.config.clone(), only_tasks: true, transport: None };
        Some(Version { taken: Some(taken), refusal: None })
    }

    /// Reads everything.
    fn all(&mut self, wanted: Wanted, before: Stamps, now: Timestamp) -> Option<Version> {
        let noting = noting(self.good.as_ref());
        let good = Good::new(self.good.as_ref(), &self.unkept, &self.root);
        let Taking { loaded, refusal } = config::take(&self.root, &noting, &good, now);
        let refusal = refusal.or_else(|| Refusal::of_all(&loaded));
        let noted = noting.noted();
        let new = refusal.is_some() && self.refusal.is_none();
        if new && wanted == Wanted::Changed && self.is_unsure(&before) {
            self.watch.again_in(AGAIN);
            return None;
        }
        let same = refusal.is_some() && refusal == self.refusal && before == self.stamps;
        if same && wanted == Wanted::Changed {
            return None;
        }
        self.doubted = None;
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
        self.watch.over(self.stamps.paths());
        self.keep(noted);
        let taken = Taken { config: self.config.clone(), only_tasks: false, transport };
        Some(Version { taken: Some(taken), refusal })
    }

    /// Whether files that do not check are still being written.
    fn is_unsure(&mut self, stamps: &Stamps) -> bool {
        let now = Instant::now();
        let since = self.doubted.as_ref().map(|(since, _)| *since);
        let still = self.doubted.as_ref().is_none_or(|(_, before)| before != stamps);
        let unsure = still && since.is_none_or(|since| now < since + UNSURE);
        if unsure {
            self.doubted = Some((since.unwrap_or(now), stamps.clone()));
        }
        unsure
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
                error!(error = %failure, "the new mail settings cannot be used yet; letters leave by the old ones");
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
        info!("the new mail settings are in use");
        let (config, transport) = (self.config.clone(), Some(transport));
        Some(Version { taken: Some(Taken { config, only_tasks: true, transport }), refusal: None })
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
                warn!(%error, "what is in force now cannot be kept as last good; it is tried again");
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

impl Desk for DiskDesk {
    async fn changed(&mut self) -> Wanted {
        tokio::select! {
            biased;
            Some(()) = self.hangup.recv() => {
                info!("SIGHUP: reading the files");
                Wanted::Asked
            }
            () = self.watch.changed() => Wanted::Changed,
        }
    }

    async fn read(&mut self, wanted: Wanted, now: Timestamp) -> Option<Version> {
        tokio::task::block_in_place(|| self.look(wanted, now))
    }
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
    let same = kept.paths.iter().all(|path| known.remove(path).is_some());
    if same && known.is_empty() && noted.values().all(|noted| noted.bytes.is_none()) {
        return None;
    }
    let files = Good { store: Some(good), unkept: &HashMap::new() };
    config::load(root, &files, now).config.map(Arc::new)
}

fn noting(good: Option<&LastGood>) -> Noting<'static> {
    Noting::new(&DiskFiles, good.map(LastGood::known).unwrap_or_default())
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
    for Problem { code, file, line, what, help, .. } in
        findings.iter().map(|one| one.problem(sources))
    {
        warn!(file, line, code, help, "{what}");
    }
}
