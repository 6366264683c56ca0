//! A5: that a mailbox of replies cannot be read is an outage: the ledger has since when and why, and the admin hears of it as
//! of a relay's.

use std::time::Duration;

use crate::channels::Trouble;
use crate::channels::{Patience, next_probe};
use crate::clock::Clock;
use crate::daemon::shared::SharedLedger;
use crate::ledger::{Ledger, LedgerError, MailboxTrouble};
use crate::log::tell;
use crate::words::{causes, log};

/// How soon it is tried again to record what mails say.
const RECORDING: Duration = Duration::from_secs(2);

/// Why a mailbox is read no further.
pub(super) enum Ended {
    /// It cannot be read.
    Trouble(Trouble),
    /// The ledger cannot take in what the mails say.
    Ledger(anyhow::Error),
}

impl From<Trouble> for Ended {
    fn from(trouble: Trouble) -> Ended {
        Ended::Trouble(trouble)
    }
}

/// Where it is recorded.
#[derive(Clone)]
pub(super) struct Outages {
    pub(super) ledger: SharedLedger,
    pub(super) clock: Clock,
}

impl Outages {
    /// What came of reading a mailbox once.
    pub(super) async fn told(&self, mailbox: &str, read: Result<(), Ended>) {
        match read {
            Ok(()) => drop(self.well(mailbox).await),
            Err(ended) => drop(self.ended(mailbox, ended).await),
        }
    }

    /// That mailbox was read. False where that could not be recorded.
    pub(super) async fn well(&self, mailbox: &str) -> bool {
        let (mailbox, now) = (mailbox.to_owned(), self.clock.now());
        let known = self.recorded(move |ledger| ledger.mailbox_reads(&mailbox, now)).await;
        match known {
            Ok(Some(MailboxTrouble { mailbox, .. })) => {
                tell!(INFO, log::daemon::MAILBOX_AGAIN, mailbox);
            }
            Ok(None) => {}
            Err(error) => {
                unrecorded(&error);
                return false;
            }
        }
        true
    }

    /// It is read no further. How long to wait before the next try.
    pub(super) async fn ended(&self, mailbox: &str, ended: Ended) -> Duration {
        let trouble = match ended {
            Ended::Trouble(trouble) => trouble,
            Ended::Ledger(error) => {
                unrecorded(&error);
                return RECORDING;
            }
        };
        let Trouble { why, needs_admin, .. } = trouble;
        let (named, met, now) = (mailbox.to_owned(), why.clone(), self.clock.now());
        let fails = move |ledger: &mut Ledger| {
            let before = ledger.mailbox_trouble(&named)?;
            let known = ledger.mailbox_fails(&named, &met, needs_admin, now)?;
            Ok((known, before.is_none_or(|before| before.why != met)))
        };
        let ((since, failures), is_news) = match self.recorded(fails).await {
            Ok(recorded) => recorded,
            Err(error) => {
                unrecorded(&error);
                return RECORDING;
            }
        };
        if is_news {
            let [why, zh] = causes::in_both(&why);
            tell!(ERROR, log::daemon::NO_MAILBOX, mailbox, why, why.zh = zh);
        }
        let patience = match needs_admin {
            true => Patience::Longest,
            false => Patience::Attempts(failures),
        };
        next_probe(patience, since, now).duration_since(now).try_into().unwrap_or(RECORDING)
    }

    /// What the files name no more is no trouble.
    pub(super) async fn only(&self, named: Vec<String>) {
        let forgotten = self.recorded(move |ledger| ledger.only_mailboxes(&named)).await;
        forgotten.unwrap_or_else(|error| unrecorded(&error));
    }

    /// Works with the ledger.
    pub(super) async fn recorded<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Ledger) -> Result<T, LedgerError> + Send + 'static,
    ) -> anyhow::Result<T> {
        Ok(self.ledger.with(work).await??)
    }
}

/// The ledger's own trouble is told by whoever sweeps.
fn unrecorded(error: &anyhow::Error) {
    tell!(WARN, log::daemon::MAIL_UNRECORDED, error = format!("{error:#}"));
}
