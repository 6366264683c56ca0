//! The files on disk: what is in force of them at the start (R2), and their new versions (R1, R3).

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tracing::{error, info, warn};

use super::desk::{Desk, Taken, Version, Wanted};
use super::good::{LastGood, Noting};
use super::stamps::Stamps;
use super::watching::Watch;
use crate::cli::DiskFiles;
use crate::config::{self, Finding, Kept, Loaded, Refusal, Sources, Taking};
use crate::mail::{Transport, TransportError};
use crate::model::Config;

/// A file that does not check may be half-written: it is read again after this before anybody is told.
const AGAIN: Duration = Duration::from_secs(1);

/// What makes a transport of a configuration.
pub type Equip = Box<dyn Fn(&Config) -> Result<Transport, TransportError> + Send + Sync>;

/// The files on disk, and what is in force of them.
pub struct DiskDesk {
    root: PathBuf,
    good: Option<LastGood>,
    equip: Equip,
    config: Arc<Config>,
    kept: Kept,
    stamps: Stamps,
    refusal: Option<Refusal>,
    /// How the files were when they did not check and nobody was told yet.
    doubted: Option<Stamps>,
    watch: Watch,
    hangup: Signal,
}

/// What is in force at the start.
pub struct Opened {
    /// The desk, for what comes later.
    pub desk: DiskDesk,
    /// The configuration.
    pub config: Arc<Config>,
    /// What of the files is not in force.
    pub refusal: Option<Refusal>,
}

impl DiskDesk {
    /// Reads the files; where they do not check, what was last good (R2). Without that, they are returned
    /// with all that is wrong.
    pub fn open(
        root: PathBuf,
        state: &Path,
        equip: Equip,
        watch: Watch,
        now: Timestamp,
    ) -> anyhow::Result<Result<Opened, Box<Loaded>>> {
        let good = LastGood::open(state)
            .inspect_err(|error| warn!(%error, "the last good files cannot be kept"))
            .ok();
        let noting = Noting::new(&DiskFiles);
        let Taking { loaded, refusal } = take(&root, &noting, good.as_ref(), now);
        let Loaded { config: Some(config), kept, findings, sources, .. } = loaded else {
            return Ok(Err(Box::new(loaded)));
        };
        let config = Arc::new(config);
        let stamps = Stamps::take(&root, &kept, &DiskFiles);
        let hangup = signal(SignalKind::hangup())?;
        let (same, told) = (config.clone(), refusal.clone());
        let mut desk = DiskDesk {
            root,
            good,
            equip,
            config,
            kept,
            stamps,
            refusal,
            doubted: None,
            watch,
            hangup,
        };
        desk.watch.over(desk.stamps.paths());
        doubts(&findings, &sources);
        desk.keep(noting);
        Ok(Ok(Opened { desk, config: same, refusal: told }))
    }

    /// The transport of a configuration.
    pub fn equip(&self, config: &Config) -> Result<Transport, TransportError> {
        (self.equip)(config)
    }

    fn look(&mut self, wanted: Wanted, now: Timestamp) -> Option<Version> {
        let stamps = Stamps::take(&self.root, &self.kept, &DiskFiles);
        let changed = stamps.changed_since(&self.stamps);
        let again = self.doubted.is_some();
        if wanted == Wanted::Changed && !again && changed.as_ref().is_some_and(Vec::is_empty) {
            return None;
        }
        match changed.filter(|_| wanted == Wanted::Changed && self.refusal.is_none()) {
            Some(changed) => {
                self.some(&changed, stamps.clone(), now).or_else(|| self.all(wanted, stamps, now))
            }
            None => self.all(wanted, stamps, now),
        }
    }

    /// Reads only what changed, where that is enough (R3).
    fn some(&mut self, changed: &[PathBuf], stamps: Stamps, now: Timestamp) -> Option<Version> {
        let noting = Noting::new(&DiskFiles);
        let updated = config::update(&self.config, &self.kept, changed, &noting, now)?;
        doubts(&updated.findings, &updated.sources);
        self.config = Arc::new(updated.config);
        self.settle(stamps, None);
        self.keep(noting);
        let taken = Taken { config: self.config.clone(), only_tasks: true, transport: None };
        Some(Version { taken: Some(taken), refusal: None })
    }

    /// Reads everything.
    fn all(&mut self, wanted: Wanted, stamps: Stamps, now: Timestamp) -> Option<Version> {
        let noting = Noting::new(&DiskFiles);
        let Taking { loaded, refusal } = take(&self.root, &noting, self.good.as_ref(), now);
        let refusal = refusal.or_else(|| Refusal::of_all(&loaded));
        let unsure = refusal.is_some() && self.refusal.is_none();
        if unsure && wanted == Wanted::Changed && self.doubted.as_ref() != Some(&stamps) {
            self.doubted = Some(stamps);
            self.watch.again_in(AGAIN);
            return None;
        }
        let whole = refusal.as_ref().is_some_and(|refusal| refusal.whole);
        self.settle(stamps, refusal.clone());
        let Loaded { config: Some(config), kept, findings, sources, .. } = loaded else {
            return Some(Version { taken: None, refusal });
        };
        if whole {
            return Some(Version { taken: None, refusal });
        }
        doubts(&findings, &sources);
        let transport = self.equipped(&config, wanted);
        (self.config, self.kept) = (Arc::new(config), kept);
        // By now the patterns may name others.
        self.stamps = Stamps::take(&self.root, &self.kept, &DiskFiles);
        self.watch.over(self.stamps.paths());
        self.keep(noting);
        let taken = Taken { config: self.config.clone(), only_tasks: false, transport };
        Some(Version { taken: Some(taken), refusal })
    }

    fn settle(&mut self, stamps: Stamps, refusal: Option<Refusal>) {
        self.stamps = stamps;
        self.refusal = refusal;
        self.doubted = None;
    }

    /// Another transport, where its settings changed; or where a person asked, since a password may have.
    fn equipped(&self, config: &Config, wanted: Wanted) -> Option<Arc<Transport>> {
        if wanted == Wanted::Changed && config.mail == self.config.mail {
            return None;
        }
        match (self.equip)(config) {
            Ok(transport) => Some(Arc::new(transport)),
            Err(failure) => {
                error!(error = %failure, "the new mail settings cannot be used; letters leave by the old ones");
                None
            }
        }
    }

    /// What is in force now is what a restart can go on from (R2).
    fn keep(&self, noting: Noting<'_>) {
        let Some(good) = &self.good else { return };
        if self.refusal.as_ref().is_some_and(|refusal| refusal.whole) {
            return;
        }
        let mut seen = noting.seen();
        if let Some(refusal) = &self.refusal {
            seen.retain(|path, _| !refusal.files.contains(path));
        }
        if let Err(error) = good.keep(&self.kept.paths, &seen, &DiskFiles) {
            warn!(%error, "what is in force now could not be kept as last good");
        }
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

fn take(root: &Path, disk: &Noting<'_>, good: Option<&LastGood>, now: Timestamp) -> Taking {
    match good {
        Some(good) => config::take(root, disk, good, now),
        None => Taking { loaded: config::load(root, disk, now), refusal: None },
    }
}

/// T2: what the holiday sets do not know is never passed over in silence, nor other doubts.
fn doubts(findings: &[Finding], sources: &Sources) {
    findings.iter().for_each(|finding| warn!("{}", finding.line(sources)));
}
