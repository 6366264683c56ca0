//! The mailboxes that the configuration names are read while this process sweeps (A5, N1).

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::channels::Trouble;
use crate::clock::Clock;
use crate::daemon::receiving::imap::{Server, place};
use crate::daemon::receiving::maildir::{Maildir, MaildirError};
use crate::daemon::receiving::outages::{Ended, Outages};
use crate::daemon::sending::Active;
use crate::daemon::shared::SharedLedger;
use crate::io_cause;
use crate::ledger::Ledger;
use crate::model::cause::Cause;
use crate::model::{AnswerRules, Config, Imap};

/// So often it is looked whether something came into a Maildir.
const EVERY: Duration = Duration::from_secs(2);

/// And so often into one that cannot be read.
const AFTER_TROUBLE: Duration = Duration::from_secs(60);

/// Reads the mailboxes until told to stop. Where there is none, waits for a configuration that has one.
pub(crate) async fn watch(
    active: watch::Receiver<Active>,
    ledger: SharedLedger,
    clock: Clock,
    stop: CancellationToken,
) {
    let outages = Outages { ledger, clock };
    loop {
        let config = active.borrow().config.clone();
        outages.only(named(&config)).await;
        tokio::select! {
            biased;
            () = stop.cancelled() => return,
            changed = other_mailboxes(active.clone(), &config.answers) => if !changed { return },
            () = watch_maildir(&outages, &active, &config) => return,
            () = watch_server(&outages, active.clone(), config.answers.imap.as_ref()) => return,
        }
    }
}

/// Reads all that is new in the mailboxes.
pub(crate) async fn read_once(config: &Arc<Config>, ledger: &SharedLedger, clock: &Clock) {
    let outages = Outages { ledger: ledger.clone(), clock: clock.clone() };
    outages.only(named(config)).await;
    if let Some(maildir) = Maildir::of(config) {
        let folder = maildir.folder().display().to_string();
        let read = read_maildir(&outages, config, &Arc::new(Mutex::new(maildir))).await;
        outages.told(&folder, read).await;
    }
    if let Some(imap) = &config.answers.imap {
        let server = Server { imap: imap.clone(), outages: outages.clone() };
        outages.told(&place(imap), server.read_once(config).await).await;
    }
}

/// The mailboxes of a configuration, as the ledger names them.
fn named(config: &Config) -> Vec<String> {
    let maildir = Maildir::of(config).map(|maildir| maildir.folder().display().to_string());
    maildir.into_iter().chain(config.answers.imap.as_ref().map(place)).collect()
}

/// Waits for a configuration with other mailboxes. False if there will be none.
async fn other_mailboxes(mut active: watch::Receiver<Active>, known: &AnswerRules) -> bool {
    loop {
        if active.changed().await.is_err() {
            return false;
        }
        let AnswerRules { maildir, imap, .. } = &active.borrow_and_update().config.answers;
        if (maildir, imap) != (&known.maildir, &known.imap) {
            return true;
        }
    }
}

/// Looks into a Maildir again and again. That it can be read is recorded once, until it cannot.
async fn watch_maildir(outages: &Outages, active: &watch::Receiver<Active>, config: &Config) {
    let Some(maildir) = Maildir::of(config) else { return std::future::pending().await };
    let folder = maildir.folder().display().to_string();
    let (maildir, mut known_well) = (Arc::new(Mutex::new(maildir)), false);
    loop {
        let config = active.borrow().config.clone();
        let pause = match read_maildir(outages, &config, &maildir).await {
            Ok(()) => {
                known_well = known_well || outages.well(&folder).await;
                EVERY
            }
            Err(ended) => {
                known_well = false;
                outages.ended(&folder, ended).await.min(AFTER_TROUBLE)
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// Reads what is new in a Maildir. Others have the ledger between some mails and the next.
async fn read_maildir(
    outages: &Outages,
    config: &Arc<Config>,
    maildir: &Arc<Mutex<Maildir>>,
) -> Result<(), Ended> {
    loop {
        let (config, maildir, now) = (config.clone(), maildir.clone(), outages.clock.now());
        let some = move |ledger: &mut Ledger| {
            let mut maildir = maildir.lock().unwrap_or_else(PoisonError::into_inner);
            maildir.read(&config, ledger, now)
        };
        let read = outages.ledger.with(some).await.context("reading the mailbox ended early");
        if !read.map_err(Ended::Ledger)?? {
            return Ok(());
        }
    }
}

impl From<MaildirError> for Ended {
    fn from(error: MaildirError) -> Ended {
        match error {
            MaildirError::Ledger(error) => Ended::Ledger(error.into()),
            MaildirError::Folder { folder, source } => {
                let why = io_cause::of_file(Cause::FileUnreadable, &folder, &source);
                Ended::Trouble(Trouble { why, needs_admin: false, cure: None })
            }
        }
    }
}

/// Stays connected to a server; after trouble it is tried again, ever less often, and at once when files are taken.
async fn watch_server(outages: &Outages, mut active: watch::Receiver<Active>, imap: Option<&Imap>) {
    let Some(imap) = imap else { return std::future::pending().await };
    let server = Server { imap: imap.clone(), outages: outages.clone() };
    loop {
        let ended = server.read(&active).await;
        active.mark_unchanged();
        let pause = outages.ended(&place(imap), ended).await;
        tokio::select! {
            biased;
            changed = active.changed() => if changed.is_err() { return },
            () = tokio::time::sleep(pause) => {}
        }
    }
}
