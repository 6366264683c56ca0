//! Where the ledger is: a file in the state folder, or on the server that the root file names.

use std::hash::{BuildHasher, Hasher, RandomState};
use std::io::{Read as _, Write};
use std::path::Path;

use anyhow::Context;

use crate::channels::PasswordError;
use crate::channels::secret::PasswordSource;
use crate::cli::terminal::exit::Refused;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale;
use crate::config;
use crate::files::regular;
use crate::ledger::{Ledger, LedgerError, Lock};
use crate::log::{cause, tell};
use crate::model::LedgerUrl;
use crate::words::{causes, errors, log, results, system};

/// The text of a regular file: nobody waits for the other end of a pipe.
fn text_of(path: &Path) -> std::io::Result<String> {
    let mut text = String::new();
    regular::open(path)?.read_to_string(&mut text)?;
    Ok(text)
}

impl Globals {
    /// The URL of the server that has the ledger, if it is on one.
    pub(crate) fn server(&self) -> anyhow::Result<Option<String>> {
        let Ok(text) = text_of(&self.root()) else { return Ok(None) };
        // Where the root file is broken, what is in force tells.
        let url = config::ledger_url(&text)
            .or_else(|| self.in_force_if_any(self.now()).map(|config| config.ledger));
        server(&url.unwrap_or(LedgerUrl::Sqlite), &self.root_folder())
    }

    /// The ledger as it is, if there is one; nothing is created or changed.
    pub(crate) fn ledger(&self) -> anyhow::Result<Option<Ledger>> {
        match self.server()? {
            Some(url) => Ok(Ledger::open_server_beside(&url)?),
            None => Ok(Ledger::open_read_only(&self.state())?),
        }
    }

    /// The ledger of commands that have nothing to say without one.
    pub(crate) fn existing_ledger(&self) -> anyhow::Result<Ledger> {
        self.ledger()?.with_context(|| self.no_ledger())
    }

    /// The ledger to settle something in it, beside the daemon that works on it.
    pub(crate) fn ledger_beside(&self) -> anyhow::Result<Ledger> {
        match self.server()? {
            Some(url) => Ledger::open_server_beside(&url)?.with_context(|| self.no_ledger()),
            None => Ok(Ledger::open_beside(&self.state())?),
        }
    }

    fn no_ledger(&self) -> String {
        errors::no_ledger(&self.state().display().to_string(), locale::language())
    }

    /// The node that sweeps on a ledger on a server, and the ledger, where it is another node than this one (N4).
    pub(crate) fn sweeps_elsewhere(&self) -> Option<(String, Ledger)> {
        let (node, here, ledger) = self.who_sweeps()?;
        (!here).then_some((node, ledger))
    }

    /// The node that sweeps on a ledger on a server, whether it is this one, and the ledger.
    pub(crate) fn who_sweeps(&self) -> Option<(String, bool, Ledger)> {
        let text = text_of(&self.root()).ok()?;
        let url = server(&config::ledger_url(&text)?, &self.root_folder()).ok().flatten()?;
        let ledger = Ledger::open_server_beside(&url).ok().flatten()?;
        let holder = ledger.lease().ok().flatten()?;
        let here = match text_of(&self.state().join(NODE)) {
            Ok(name) => name.trim() == holder,
            // Who may not read it, or where it is not there: a machine's name is told apart from others'.
            Err(_) => holder.rsplit_once('-').is_some_and(|(name, _)| name == machine()),
        };
        Some((holder, here, ledger))
    }

    /// Whether a daemon works on the ledger, here or on another node.
    pub(crate) fn is_running(&self) -> bool {
        match self.server() {
            Ok(Some(url)) => {
                let ledger = Ledger::open_server_beside(&url).ok().flatten();
                ledger.and_then(|ledger| ledger.lease().ok().flatten()).is_some()
            }
            _ => Lock::is_held(&self.state()),
        }
    }

    /// When a daemon goes by what a command has written into its ledger.
    pub(crate) fn when_it_happens(&self) -> &'static str {
        match self.is_running() {
            true => locale::say(results::WITHIN_A_MINUTE),
            false => locale::say(results::ONCE_IT_RUNS),
        }
    }
}

/// The URL of a ledger that is on a server, read from where it stands; a relative file is relative to that folder.
pub(crate) fn server(url: &LedgerUrl, folder: &Path) -> anyhow::Result<Option<String>> {
    let kept = match url {
        LedgerUrl::Sqlite => return Ok(None),
        LedgerUrl::Server(url) => return Ok(Some(url.to_string())),
        LedgerUrl::Kept(kept) => kept,
    };
    let variable = |name: &str| std::env::var(name).ok();
    let read = PasswordSource::of(kept, folder, &variable).and_then(|source| source.read());
    match read {
        Ok(secret) => Ok(Some(secret.reveal().trim().to_owned())),
        Err(error) => Err(Refused::no(unread(&error))),
    }
}

fn unread(error: &PasswordError) -> String {
    let language = locale::language();
    match error {
        PasswordError::NoCredentials(name) => errors::ledger_url_no_credential(name, language),
        PasswordError::Unreadable { path, reason } => errors::ledger_url_unread(
            &path.display().to_string(),
            &system::reason(reason, language),
            language,
        ),
        PasswordError::Exposed { path, reason } => errors::ledger_url_unread(
            &path.display().to_string(),
            &causes::said(reason, language),
            language,
        ),
        PasswordError::NoVariable(name) => errors::ledger_url_missing(name, language),
        PasswordError::Empty(from) => errors::ledger_url_missing(from, language),
    }
}

/// How this process is called among the nodes that share a ledger: by its machine, and apart from any other process
/// there ever was.
pub(crate) fn node() -> String {
    // Two machines made from one image may have the same name.
    let apart = RandomState::new().build_hasher().finish() as u32;
    format!("{}-{apart:08x}", machine())
}

fn machine() -> String {
    rustix::system::uname().nodename().to_string_lossy().into_owned()
}

/// Where commands find how the daemon of this state folder is called.
const NODE: &str = "node";

/// The daemon of this state folder is called so. Where that cannot be written, commands go by the machine's name.
pub(crate) fn note_node(state: &Path, node: &str) {
    let path = state.join(NODE);
    let written = std::fs::remove_file(&path).or_else(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Ok(()),
        _ => Err(error),
    });
    let written = written.and_then(|()| {
        let file = std::fs::OpenOptions::new().write(true).create_new(true).open(&path);
        file.and_then(|mut file| file.write_all(node.as_bytes()))
    });
    if let Err(error) = written {
        tell!(DEBUG, log::nodes::NAME_NOT_WRITTEN, error = cause(&error));
    }
}

/// Opens the ledger of a server for this process alone, for a command that does the work of the daemon. Another node that
/// works on it has it.
pub(crate) fn open_alone(url: &str) -> anyhow::Result<Ledger> {
    let ledger = Ledger::open_server(url)?;
    match ledger.take_lease(&node())? {
        Ok(()) => Ok(ledger),
        Err(node) => Err(LedgerError::Lease { path: ledger.name().to_owned(), node }.into()),
    }
}
