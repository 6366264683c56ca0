//! The files on disk as the loop sees them: it is told of new versions, and waits for no disk.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use jiff::Timestamp;
use tokio::signal::unix::{Signal, SignalKind, signal};

use crate::channels::{MetError, Transport};
use crate::config::{Loaded, Refusal};
pub use crate::files::disk_reader::Equip;
use crate::files::disk_reader::{Before, DiskReader, Look, Opening};
use crate::files::in_force::FilesInForce;
use crate::files::noting::AtHand;
use crate::files::source::{ConfigSource, SLOW, Version, Wanted};
use crate::files::watcher::Watch;
use crate::log::{List, tell};
use crate::model::Config;
use crate::words::log;

/// The files on disk.
pub struct DiskSource {
    /// None only while it is on the thread that reads.
    source: Option<Box<DiskReader>>,
    watch: Watch,
    hangup: Signal,
    at_hand: AtHand,
}

/// What is in force at the start.
pub struct Opened {
    /// The source, for what comes later.
    pub source: DiskSource,
    /// The configuration.
    pub config: Arc<Config>,
    /// What was last good before, where something else is in force now (L8).
    pub before: Option<Arc<Config>>,
    /// What of the files is not in force.
    pub refusal: Option<Refusal>,
    /// How letters leave.
    pub transport: Transport,
    /// The files, where a ledger on a server keeps them (N4).
    pub files: Option<FilesInForce>,
    /// The fingerprint of what was last good before.
    pub files_before: Option<String>,
}

/// Why there is nothing to start with.
pub enum Unopened {
    /// The files do not check, and never did.
    Refused(Box<Loaded>),
    /// The mail settings cannot be used.
    Transport(MetError),
}

impl DiskSource {
    /// Reads the files; where they do not check, what was last good (R2).
    pub async fn open(
        root: PathBuf,
        state: &Path,
        equip: Equip,
        mut watch: Watch,
        now: Timestamp,
    ) -> anyhow::Result<Result<Opened, Unopened>> {
        let hangup = signal(SignalKind::hangup())?;
        let at_hand = AtHand::default();
        let folders = watch.take_folders();
        let hand = at_hand.clone();
        let opening = Opening { root, state: state.to_owned(), equip, folders, at_hand: hand, now };
        let opened = aside(&at_hand, move || {
            let (source, before) = match opening.open()? {
                Ok(source) => source,
                Err(loaded) => return Ok(Err(Unopened::Refused(loaded))),
            };
            let transport = source.equip(source.config());
            Ok::<_, anyhow::Error>(
                transport.map(|made| (source, before, made)).map_err(Unopened::Transport),
            )
        });
        let (source, before, transport) = match opened.await? {
            Ok(opened) => opened,
            Err(unopened) => return Ok(Err(unopened)),
        };
        let (config, refusal) = (source.config().clone(), source.refusal().cloned());
        let files = source.files_in_force();
        let Before { config: before, files: files_before } = before;
        // What changed before the folders were watched went unheard.
        watch.again_in(crate::files::doubt::AGAIN);
        let source = DiskSource { source: Some(Box::new(source)), watch, hangup, at_hand };
        Ok(Ok(Opened { source, config, before, refusal, transport, files, files_before }))
    }

    async fn look(&mut self, wanted: Wanted, now: Timestamp) -> Option<Version> {
        let mut source = self.source.take()?;
        let looked = aside(&self.at_hand, move || {
            let look = source.look(wanted, now);
            (source, look)
        });
        let (source, Look { version, again }) = looked.await;
        self.source = Some(source);
        if let Some(again) = again {
            self.watch.again_in(again);
        }
        version
    }
}

impl Opened {
    /// What has changed since the files were opened is in force, too.
    pub async fn catch_up(&mut self, now: Timestamp) {
        let Some(Version { taken, refusal }) = self.source.look(Wanted::Changed, now).await else {
            return;
        };
        self.refusal = refusal;
        let Some(taken) = taken else { return };
        self.config = taken.config;
        self.files = taken.files;
        if let Some(transport) = taken.transport.and_then(Arc::into_inner) {
            self.transport = transport;
        }
    }
}

impl ConfigSource for DiskSource {
    async fn changed(&mut self) -> Wanted {
        tokio::select! {
            biased;
            Some(()) = self.hangup.recv() => {
                tell!(INFO, log::files::SIGHUP);
                Wanted::Asked
            }
            () = self.watch.changed() => Wanted::Changed,
        }
    }

    async fn read(&mut self, wanted: Wanted, now: Timestamp) -> Option<Version> {
        self.look(wanted, now).await
    }
}

/// Reads on a thread of its own. If that takes long, the log names the files that are waited for.
async fn aside<T: Send + 'static>(
    at_hand: &AtHand,
    read: impl FnOnce() -> T + Send + 'static,
) -> T {
    let mut reading = tokio::task::spawn_blocking(read);
    let (ended, slow) = match tokio::time::timeout(SLOW, &mut reading).await {
        Ok(ended) => (ended, false),
        Err(_) => {
            tell!(ERROR, log::files::slow(SLOW.as_secs()), files = ?List(&at_hand.names()));
            (reading.await, true)
        }
    };
    if slow {
        tell!(INFO, log::files::READ_AT_LAST);
    }
    match ended.map_err(tokio::task::JoinError::try_into_panic) {
        Ok(read) => read,
        Err(Ok(panic)) => std::panic::resume_unwind(panic),
        // The process ends.
        Err(Err(_)) => std::future::pending().await,
    }
}
