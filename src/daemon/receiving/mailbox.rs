//! The mailboxes that the configuration names are read while this process sweeps (A5, N1).

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::channels::{Trouble, io_cause};
use crate::clock::Clock;
use crate::daemon::receiving::imap::{Server, place};
use crate::daemon::receiving::maildir::{Maildir, MaildirError};
use crate::daemon::receiving::outages::{Ended, Outages, unrecorded};
use crate::daemon::sending::Active;
use crate::daemon::shared::SharedLedger;
use crate::ledger::Ledger;
use crate::model::cause::Cause;
use crate::model::met::Met;
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
        let _pause = look(&outages, config, &Arc::new(Mutex::new(maildir))).await;
    }
    if let Some(imap) = &config.answers.imap {
        let server = Server { imap: imap.clone(), outages: outages.clone() };
        match server.read_once(config).await {
            Ok(()) => outages.well(&place(imap)).await,
            Err(ended) => {
                let _pause = outages.ended(&place(imap), ended).await;
            }
        }
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

/// Looks into a Maildir again and again.
async fn watch_maildir(outages: &Outages, active: &watch::Receiver<Active>, config: &Config) {
    let Some(maildir) = Maildir::of(config) else { return std::future::pending().await };
    let maildir = Arc::new(Mutex::new(maildir));
    loop {
        let config = active.borrow().config.clone();
        let pause = look(outages, &config, &maildir).await;
        tokio::time::sleep(pause).await;
    }
}

/// Reads what is new in a Maildir. When to look again.
async fn look(outages: &Outages, config: &Arc<Config>, maildir: &Arc<Mutex<Maildir>>) -> Duration {
    let folder = {
        let maildir = maildir.lock().unwrap_or_else(PoisonError::into_inner);
        maildir.folder().display().to_string()
    };
    match read_maildir(outages, config, maildir).await {
        Ok(Ok(())) => outages.well(&folder).await,
        Ok(Err(MaildirError::Ledger(error))) => unrecorded(&error.into()),
        Ok(Err(MaildirError::Folder { folder: of, source })) => {
            let values = vec![of.display().to_string().into(), io_cause::met(&source)];
            let why = Met::because(Cause::FileUnreadable, values);
            let trouble = Trouble { why, needs_admin: false, cure: None };
            return outages.ended(&folder, Ended::Trouble(trouble)).await.min(AFTER_TROUBLE);
        }
        Err(error) => unrecorded(&error),
    }
    EVERY
}

/// Others have the ledger between some mails and the next.
async fn read_maildir(
    outages: &Outages,
    config: &Arc<Config>,
    maildir: &Arc<Mutex<Maildir>>,
) -> anyhow::Result<Result<(), MaildirError>> {
    loop {
        let (config, maildir, now) = (config.clone(), maildir.clone(), outages.clock.now());
        let some = move |ledger: &mut Ledger| {
            let mut maildir = maildir.lock().unwrap_or_else(PoisonError::into_inner);
            maildir.read(&config, ledger, now)
        };
        match outages.ledger.with(some).await.context("reading the mailbox ended early")? {
            Ok(true) => {}
            Ok(false) => return Ok(Ok(())),
            Err(error) => return Ok(Err(error)),
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
