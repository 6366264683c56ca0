//! What every command starts from: which files, which state folder, what time.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::channels::link_key::{self, keyed};
use crate::cli::terminal::exit::Refused;
use crate::cli::terminal::{findings, locale};
use crate::clock;
use crate::config;
use crate::config::Loaded;
use crate::files::disk::DiskFiles;
use crate::ledger::Ledger;
use crate::model::Config;
use crate::plan::{Known, Target};
use crate::words::usage;

/// Root files in the folder where duban is called.
const HERE: [&str; 2] = ["duban.toml", "config/duban.toml"];

/// The root file of the service, and its state folder.
const SYSTEM_ROOT: &str = "/etc/duban/duban.toml";
const SYSTEM_STATE: &str = "/var/lib/duban";

/// The options all commands share.
pub(crate) struct Globals {
    pub(crate) config: Option<PathBuf>,
    pub(crate) state: Option<PathBuf>,
    pub(crate) now: Option<Timestamp>,
}

impl Globals {
    /// The root file: the one named, else the first of those looked for here, else the system's.
    pub(crate) fn root(&self) -> PathBuf {
        let here = || HERE.into_iter().find(|file| Path::new(file).exists());
        self.config.clone().unwrap_or_else(|| PathBuf::from(here().unwrap_or(SYSTEM_ROOT)))
    }

    /// The folder that relative paths in the root file start from.
    pub(crate) fn root_folder(&self) -> PathBuf {
        self.root().parent().map(Path::to_owned).unwrap_or_default()
    }

    /// The state folder: the one named, else systemd's, else the system's beside the system's root file, else
    /// `./state`.
    pub(crate) fn state(&self) -> PathBuf {
        let systemd = || {
            let folders = std::env::var_os("STATE_DIRECTORY")?;
            // systemd separates several folders by colons; the first is ours.
            std::env::split_paths(&folders).next().filter(|first| !first.as_os_str().is_empty())
        };
        self.state.clone().or_else(systemd).unwrap_or_else(|| state_beside(&self.root()))
    }

    /// The same configuration with the key that signs the links of letters, where it is to be had; none is made.
    pub(crate) fn linked(&self, config: Config) -> Config {
        let state = self.state();
        let has_key = state.join(link_key::FILE).exists();
        let named = config.web.as_ref().is_some_and(|web| web.key.is_some());
        match (has_key || named).then(|| keyed(&config, Some(&state))) {
            Some(Ok(Some(keyed))) => keyed,
            _ => config,
        }
    }

    /// The time a reading command goes by.
    pub(crate) fn now(&self) -> Timestamp {
        self.now.unwrap_or_else(clock::now)
    }

    /// The clock alone, for a command that writes: a made-up time must not reach the ledger.
    pub(crate) fn real_now(&self, command: &str) -> anyhow::Result<Timestamp> {
        match self.now {
            None => Ok(clock::now()),
            Some(_) => Err(Refused::usage(usage::now_in_writing(command, locale::language()))),
        }
    }

    /// Reads the configuration, whatever its findings.
    pub(crate) fn load(&self, now: Timestamp) -> Loaded {
        config::load(&self.root(), &DiskFiles, now)
    }

    /// The checked configuration; findings that are errors are printed, and the command ends with 78.
    pub(crate) fn checked(&self, now: Timestamp) -> anyhow::Result<Config> {
        self.checked_with(now, |_| ())
    }

    /// The same; what is only doubtful is handed over line by line.
    pub(crate) fn checked_with(
        &self,
        now: Timestamp,
        doubt: impl Fn(&str),
    ) -> anyhow::Result<Config> {
        let loaded = self.load(now);
        match loaded.config {
            Some(config) => {
                let language = locale::language();
                let lines = loaded.findings.iter().map(|one| one.line(&loaded.sources, language));
                lines.for_each(|line| doubt(&line));
                Ok(config)
            }
            None => Err(findings::refused(&loaded)),
        }
    }
}

/// The state folder that goes with a root file where none is named: who asks about the system's files means
/// the system's ledger, in whatever folder they ask.
fn state_beside(root: &Path) -> PathBuf {
    let system = root == Path::new(SYSTEM_ROOT);
    PathBuf::from(if system { SYSTEM_STATE } else { "state" })
}

/// What the ledger, if there is one, has of these targets.
pub(crate) fn recorded_of(
    ledger: Option<&Ledger>,
    config: &Config,
    targets: &[Target],
) -> anyhow::Result<Vec<(Target, Known)>> {
    let (mut all, answered) = match ledger {
        None => Default::default(),
        Some(ledger) => (ledger.recorded_of(&task_ids(config, targets))?, ledger.answered()?),
    };
    let take = |target: &Target| {
        let milestone = target.milestone(config).map_or("", |one| &one.id);
        let known = all.remove(&(target.task(config).id.to_string(), milestone.to_owned()));
        let answers = answered.about(&target.task(config).id);
        (*target, Known { notices: known.unwrap_or_default(), answers })
    };
    Ok(targets.iter().map(take).collect())
}

/// The ids of the tasks that these targets are or belong to, each once.
pub(crate) fn task_ids<'c>(config: &'c Config, targets: &[Target]) -> Vec<&'c str> {
    let mut tasks: Vec<&str> = targets.iter().map(|target| &*target.task(config).id).collect();
    tasks.sort_unstable();
    tasks.dedup();
    tasks
}

/// What the ledger, if there is one, has of a target.
pub(crate) fn recorded(
    ledger: Option<&Ledger>,
    config: &Config,
    target: Target,
) -> anyhow::Result<Known> {
    let Some(ledger) = ledger else { return Ok(Known::default()) };
    let milestone = target.milestone(config).map(|milestone| milestone.id.as_ref());
    Ok(ledger.known(&target.task(config).id, milestone)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_systems_files_go_with_the_systems_ledger() {
        assert_eq!(state_beside(Path::new("/etc/duban/duban.toml")), Path::new("/var/lib/duban"));
        assert_eq!(state_beside(Path::new("config/duban.toml")), Path::new("state"));
    }
}
