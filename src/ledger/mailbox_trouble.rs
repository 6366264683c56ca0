//! A5: what keeps a mailbox of replies from being read, since when, and what the admin heard of it.

use jiff::Timestamp;

use crate::ledger::Ledger;
use crate::ledger::db::{Result, Row, Transaction, params};
use crate::ledger::error::LedgerError;
use crate::ledger::history::{optional_time, time};
use crate::model::met::Met;

/// A time in which a mailbox cannot be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailboxTrouble {
    /// Which mailbox.
    pub mailbox: String,
    /// Since when.
    pub since: Timestamp,
    /// What was met with last.
    pub why: Met,
    /// Waiting will not mend it.
    pub needs_admin: bool,
    /// How often it was met with.
    pub failures: u32,
    /// When it ended, while the admin has not heard of that.
    pub ended: Option<Timestamp>,
    /// Whether the admin was told.
    pub told: bool,
}

impl Ledger {
    /// What keeps mailboxes from being read now, the longest first.
    pub fn mailbox_troubles(&self) -> Result<Vec<MailboxTrouble>, LedgerError> {
        let mut all = self.mailbox_news()?;
        all.retain(|one| one.ended.is_none());
        Ok(all)
    }

    /// What keeps that mailbox from being read now.
    pub fn mailbox_trouble(&self, mailbox: &str) -> Result<Option<MailboxTrouble>, LedgerError> {
        let all = self.mailbox_troubles()?;
        Ok(all.into_iter().find(|one| one.mailbox == mailbox))
    }

    /// The same, and what has ended while the admin has not heard of the end.
    pub fn mailbox_news(&self) -> Result<Vec<MailboxTrouble>, LedgerError> {
        let sql = "SELECT mailbox, since, why, needs_admin, failures, ended, told IS NOT NULL
                   FROM mailbox_trouble ORDER BY since, mailbox";
        self.rows(sql, [], trouble)
    }

    /// A mailbox could not be read: since when, and how often by now.
    pub fn mailbox_fails(
        &mut self,
        mailbox: &str,
        why: &Met,
        needs_admin: bool,
        now: Timestamp,
    ) -> Result<(Timestamp, u32), LedgerError> {
        self.write(|transaction| {
            let sql = "INSERT INTO mailbox_trouble (mailbox, since, why, needs_admin, failures) VALUES (?1, ?2, ?3, ?4, 1)
                       ON CONFLICT (mailbox) DO UPDATE SET
                           why = ?3, needs_admin = ?4, failures = mailbox_trouble.failures + 1, ended = NULL
                       RETURNING since, failures";
            let row = params![mailbox, now.as_microsecond(), why.kept(), needs_admin];
            transaction.query_row(sql, row, |row| Ok((time(row, 0)?, row.get(1)?)))
        })
    }

    /// A mailbox was read. What kept it from that before, if anything did.
    pub fn mailbox_reads(
        &mut self,
        mailbox: &str,
        now: Timestamp,
    ) -> Result<Option<MailboxTrouble>, LedgerError> {
        let Some(known) = self.mailbox_trouble(mailbox)? else { return Ok(None) };
        self.write(|transaction| match known.told {
            true => {
                let sql = "UPDATE mailbox_trouble SET ended = ?2 WHERE mailbox = ?1";
                transaction.execute(sql, params![mailbox, now.as_microsecond()]).map(drop)
            }
            false => forget(transaction, mailbox),
        })?;
        Ok(Some(known))
    }

    /// Mailboxes that the files name no more have no trouble.
    pub fn only_mailboxes(&mut self, named: &[String]) -> Result<(), LedgerError> {
        let mut others = self.mailbox_news()?;
        others.retain(|one| !named.contains(&one.mailbox));
        if others.is_empty() {
            return Ok(());
        }
        self.write(|transaction| {
            others.iter().try_for_each(|one| forget(transaction, &one.mailbox))
        })
    }
}

fn forget(transaction: &Transaction<'_>, mailbox: &str) -> Result<()> {
    let sql = "DELETE FROM mailbox_trouble WHERE mailbox = ?1";
    transaction.execute(sql, [mailbox]).map(drop)
}

fn trouble(row: &Row<'_>) -> Result<MailboxTrouble> {
    Ok(MailboxTrouble {
        mailbox: row.get(0)?,
        since: time(row, 1)?,
        why: row.get(2)?,
        needs_admin: row.get(3)?,
        failures: row.get(4)?,
        ended: optional_time(row, 5)?,
        told: row.get(6)?,
    })
}
