//! Where new versions of the files come from while the daemon runs.

use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::channels::Transport;
use crate::config::Refusal;
use crate::files::in_force::FilesInForce;
use crate::model::Config;

/// A reading of the files that takes longer is told of.
pub(crate) const SLOW: Duration = Duration::from_secs(60);

/// Brings new versions of the files.
pub trait ConfigSource {
    /// Waits until the files may have changed.
    fn changed(&mut self) -> impl Future<Output = Wanted> + Send;

    /// Looks at them. `None` if there is nothing new, or it is too early to say.
    fn read(
        &mut self,
        wanted: Wanted,
        now: Timestamp,
    ) -> impl Future<Output = Option<Version>> + Send;
}

/// Why the files are to be looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// Something happened to them.
    Changed,
    /// A person asks for it (SIGHUP).
    Asked,
}

/// A new version of the files.
pub struct Version {
    /// What is in force from now on; `None` if that stays as it is.
    pub taken: Option<Taken>,
    /// What of the files is not in force, because it does not check (R1).
    pub refusal: Option<Refusal>,
}

impl Version {
    /// This version, where an older one could not be taken over yet.
    pub fn after(self, old: Version) -> Version {
        let taken = match (self.taken, old.taken) {
            (None, old) => old,
            (Some(new), None) => Some(new),
            (Some(new), Some(old)) => Some(Taken {
                only_tasks: new.only_tasks && old.only_tasks,
                transport: new.transport.or(old.transport),
                files: new.files,
                config: new.config,
            }),
        };
        Version { taken, refusal: self.refusal }
    }
}

/// What is in force from now on.
pub struct Taken {
    /// The configuration.
    pub config: Arc<Config>,
    /// Whether nothing but files of tasks was read, so that unchanged tasks are the same ones.
    pub only_tasks: bool,
    /// Another way for letters to leave, if the settings for that changed.
    pub transport: Option<Arc<Transport>>,
    /// The files, where a ledger on a server keeps them (N4).
    pub files: Option<FilesInForce>,
}

/// The files as they were at the start.
pub struct Still;

impl ConfigSource for Still {
    async fn changed(&mut self) -> Wanted {
        std::future::pending().await
    }

    async fn read(&mut self, _: Wanted, _: Timestamp) -> Option<Version> {
        None
    }
}
