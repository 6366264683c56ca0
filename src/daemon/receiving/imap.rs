//! A5: a mailbox on a server in which replies arrive. Each mail is read once: the ledger has its number in the mailbox, with the
//! number by which the server says that such numbers still hold. Where they hold no more, all are read again, and what they say
//! is known by what it is.

use std::collections::HashSet;
use std::convert::Infallible;
use std::path::Path;
use std::sync::Arc;

use tokio::sync::watch;

use crate::channels::email::imap::{Account, Fetched, Mailbox};
use crate::daemon::receiving::outages::{Ended, Outages};
use crate::daemon::receiving::take::took;
use crate::daemon::receiving::taken::LARGEST;
use crate::daemon::sending::Active;
use crate::ledger::{Ledger, LedgerError};
use crate::model::{Config, Imap};

/// A mailbox, and where what it says is recorded.
pub(super) struct Server {
    pub(super) imap: Imap,
    pub(super) outages: Outages,
}

/// An open mailbox, and how far it was read.
struct Reading {
    account: Account,
    mailbox: Mailbox,
    /// The number up to which all were looked at.
    seen: u32,
}

/// How a mailbox is named in the ledger and to people.
pub(super) fn place(imap: &Imap) -> String {
    format!("imap://{}@{}:{}/{}", imap.user, imap.host, imap.port, imap.folder)
}

impl Server {
    /// Reads all that is there, and then whatever comes, by the files that are in force then; until that is impossible.
    pub(super) async fn read(&self, active: &watch::Receiver<Active>) -> Ended {
        let Err(ended) = self.read_on(active).await;
        ended
    }

    async fn read_on(&self, active: &watch::Receiver<Active>) -> Result<Infallible, Ended> {
        let config = active.borrow().config.clone();
        let mut reading = self.open(&config).await?;
        loop {
            self.read_new(&mut reading, &|| active.borrow().config.clone()).await?;
            self.outages.well(&place(&self.imap)).await;
            let waited = reading.mailbox.wait().await;
            reading.mailbox = waited.map_err(|failure| reading.account.trouble(failure))?;
        }
    }

    /// Reads all that is there.
    pub(super) async fn read_once(&self, config: &Arc<Config>) -> Result<(), Ended> {
        let mut reading = self.open(config).await?;
        self.read_new(&mut reading, &|| config.clone()).await?;
        reading.mailbox.close().await;
        Ok(())
    }

    async fn open(&self, config: &Config) -> Result<Reading, Ended> {
        let root = config.files.first().and_then(|root| Path::new(&**root).parent());
        let account = Account::of(&self.imap, root.unwrap_or(Path::new("")))?;
        let mailbox = account.open().await?;
        Ok(Reading { account, mailbox, seen: 0 })
    }

    /// Reads the mails that were not looked at yet.
    async fn read_new(
        &self,
        reading: &mut Reading,
        config: &(dyn Fn() -> Arc<Config> + Send + Sync),
    ) -> Result<(), Ended> {
        let Reading { account, mailbox, seen } = reading;
        let numbers = mailbox.numbers(*seen).await.map_err(|failure| account.trouble(failure))?;
        let name = |number: &u32| format!("{}.{number}", mailbox.validity);
        let names: Vec<(u32, String)> =
            numbers.iter().map(|number| (*number, name(number))).collect();
        let whole = *seen == 0 && names.len() >= mailbox.count;
        let unread = self.unread(names, whole).await?;
        for (number, name) in unread {
            let mail = mailbox.mail(number, LARGEST).await;
            let mail = match mail.map_err(|failure| account.trouble(failure))? {
                Fetched::Mail(mail) => Some(mail),
                Fetched::TooLarge => None,
                // Somebody took it out; nothing is left of it to read.
                Fetched::Gone => continue,
            };
            self.took(config(), name, mail).await?;
        }
        *seen = numbers.last().copied().unwrap_or(*seen);
        Ok(())
    }

    /// Those that were not read. Where all mails of the mailbox are known, what was read and is there no more is forgotten.
    async fn unread(
        &self,
        names: Vec<(u32, String)>,
        whole: bool,
    ) -> Result<Vec<(u32, String)>, Ended> {
        let place = place(&self.imap);
        let work = move |ledger: &mut Ledger| -> Result<Vec<(u32, String)>, LedgerError> {
            let read = ledger.mails_read(&place)?;
            if whole {
                let there: HashSet<&str> = names.iter().map(|(_, name)| name.as_str()).collect();
                let gone = read.iter().filter(|name| !there.contains(name.as_str()));
                let gone: Vec<String> = gone.cloned().collect();
                ledger.mails_were_read(&place, &[], &gone)?;
            }
            Ok(names.into_iter().filter(|(_, name)| !read.contains(name)).collect())
        };
        self.with_ledger(work).await
    }

    /// What a mail says is recorded, and then that it was read: after a crash between the two it is read again, and says the same.
    async fn took(
        &self,
        config: Arc<Config>,
        name: String,
        mail: Option<Vec<u8>>,
    ) -> Result<(), Ended> {
        let (place, now) = (place(&self.imap), self.outages.clock.now());
        let work = move |ledger: &mut Ledger| -> Result<(), LedgerError> {
            if let Some(mail) = mail {
                took(&config, ledger, &mail, now)?;
            }
            ledger.mails_were_read(&place, &[name], &[])
        };
        self.with_ledger(work).await
    }

    async fn with_ledger<T: Send + 'static>(
        &self,
        work: impl FnOnce(&mut Ledger) -> Result<T, LedgerError> + Send + 'static,
    ) -> Result<T, Ended> {
        self.outages.recorded(work).await.map_err(Ended::Ledger)
    }
}
