//! The mailbox that the configuration names is read while this process sweeps (A5, N1).

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use anyhow::Context;
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::daemon::receiving::maildir::{Maildir, MaildirError};
use crate::daemon::sending::Active;
use crate::daemon::shared::SharedLedger;
use crate::ledger::Ledger;
use crate::log::tell;
use crate::model::Config;
use crate::words::log;

/// So often it is looked whether something came.
const EVERY: Duration = Duration::from_secs(2);

/// Reads the mailbox until told to stop. Where there is none, waits for a configuration that has one.
pub(crate) async fn watch(
    mut active: watch::Receiver<Active>,
    ledger: SharedLedger,
    clock: Clock,
    stop: CancellationToken,
) {
    let mut failed = false;
    loop {
        let config = active.borrow_and_update().config.clone();
        let mut maildir = Maildir::of(&config).map(|maildir| Arc::new(Mutex::new(maildir)));
        loop {
            if let Some(maildir) = &mut maildir {
                let read = read(&config, maildir, &ledger, &clock).await;
                failed = report(read, failed);
            }
            let has_mailbox = maildir.is_some();
            tokio::select! {
                biased;
                () = stop.cancelled() => return,
                changed = active.changed() => match changed {
                    Ok(()) => break,
                    Err(_) => return,
                },
                () = tokio::time::sleep(EVERY), if has_mailbox => {}
            }
        }
    }
}

/// Reads all that is new in the mailbox.
pub(crate) async fn read_once(config: &Arc<Config>, ledger: &SharedLedger, clock: &Clock) {
    if let Some(maildir) = Maildir::of(config) {
        report(read(config, &Arc::new(Mutex::new(maildir)), ledger, clock).await, false);
    }
}

/// Whether it failed; the log tells that once.
fn report(read: anyhow::Result<()>, failed: bool) -> bool {
    match read {
        Err(error) if !failed => {
            tell!(ERROR, log::daemon::NO_MAILBOX, error = format!("{error:#}"));
            true
        }
        Err(_) => true,
        Ok(()) => false,
    }
}

/// Others have the ledger between some mails and the next.
async fn read(
    config: &Arc<Config>,
    maildir: &Arc<Mutex<Maildir>>,
    ledger: &SharedLedger,
    clock: &Clock,
) -> anyhow::Result<()> {
    loop {
        let (config, maildir, now) = (config.clone(), maildir.clone(), clock.now());
        let some = move |ledger: &mut Ledger| {
            let mut maildir = maildir.lock().unwrap_or_else(PoisonError::into_inner);
            maildir.read(&config, ledger, now)
        };
        let more: Result<bool, MaildirError> =
            ledger.with(some).await.context("reading the mailbox ended early")?;
        if !more? {
            return Ok(());
        }
    }
}
