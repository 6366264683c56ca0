//! What the admin is still to be told (L1, L3), and that it was.

use jiff::Timestamp;

use crate::ledger::db;
use crate::ledger::db::{Row, Transaction, params};
use crate::ledger::error::LedgerError;
use crate::ledger::history::{optional_time, time};
use crate::ledger::sweep::{insert_letter, insert_new_notice};
use crate::ledger::word;
use crate::ledger::word::Matter;
use crate::ledger::{Ledger, NewLetter, NoticeRow, UNSETTLED, Undelivered};
use crate::plan::ALL_WELL;

/// Word to the admin: what it tells, and the letter. There may be no letter where nobody is to be told, or where it cannot be
/// written and is tried again as if it had been.
#[derive(Debug)]
pub struct Word {
    /// What is told.
    pub told: Told,
    /// The letter that tells it.
    pub letter: Option<NewLetter>,
}

/// What word to the admin tells.
#[derive(Debug, Clone)]
pub enum Told {
    /// Recipients who will not get a letter, up to this one.
    Undelivered(i64),
    /// No letter can leave, since then.
    Outage(Timestamp),
    /// Letters or an edit still wait for a person.
    StillHeld,
    /// Open tasks are gone from the files.
    Gone,
    /// An edit waits for a person.
    Waits,
    /// Tasks were closed or put on hold together; without a letter they are open again, and nobody is to be told.
    Settled,
    /// Answers wait for a decision, those up to this one.
    Answers(i64),
    /// These files are refused.
    Refused(Vec<String>),
    /// All files are in force again.
    InForce,
    /// Letters cannot be written, since then.
    Unwritten(Timestamp),
    /// All letters can be written again.
    WrittenAgain,
    /// This mailbox of replies cannot be read.
    MailboxDown(String),
    /// This mailbox can be read again.
    MailboxUp(String),
    /// A sign of life (R4), with what it is remembered by.
    AllWell(NoticeRow),
}

/// The files that are refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// Since when some are.
    pub since: Timestamp,
    /// Those of which the admin was told.
    pub files: Vec<String>,
}

impl Ledger {
    /// Recipients who will not get a letter, of whom the admin has not been told.
    pub fn undelivered(&self) -> Result<Vec<Undelivered>, LedgerError> {
        let sql = "SELECT undelivered.id, letter, subject,
                       state IN ('sent', 'failed') AND NOT EXISTS
                           (SELECT 1 FROM recipient WHERE recipient.letter = number AND recipient.state = 'delivered'),
                       address, answer
                   FROM undelivered JOIN letter ON letter.id = letter
                   WHERE told IS NULL ORDER BY undelivered.id";
        self.rows(sql, [], |row| {
            Ok(Undelivered {
                id: row.get(0)?,
                letter: row.get(1)?,
                subject: row.get(2)?,
                failed: row.get(3)?,
                address: row.get(4)?,
                answer: row.get(5)?,
            })
        })
    }

    /// L6a: since when the first letter waits for a person, if one does.
    pub fn held_since(&self) -> Result<Option<Timestamp>, LedgerError> {
        let sql = format!(
            "SELECT min(coalesce(since, created)) FROM letter
             WHERE state = 'held' AND {UNSETTLED} AND released IS NULL"
        );
        Ok(self.rows(&sql, [], |row| optional_time(row, 0))?.pop().flatten())
    }

    /// R4: whether a sign of life was ever told, or passed.
    pub fn knows_all_well(&self) -> Result<bool, LedgerError> {
        let sql = r#"SELECT 1 FROM notice
             WHERE about_kind = 'office' AND about = '' AND milestone = '' AND "from" = 'word' AND stage = ?1 LIMIT 1"#;
        Ok(!self.rows(sql, [ALL_WELL], |_| Ok(()))?.is_empty())
    }

    /// How many letters about tasks left since then.
    pub fn sent_since(&self, since: Timestamp) -> Result<u32, LedgerError> {
        let sql = "SELECT count(*) FROM letter WHERE state = 'sent' AND settled >= ?1 AND kind <> 'admin'";
        let counted = self.rows(sql, [since.as_microsecond()], |row| row.get(0))?;
        Ok(counted.first().copied().unwrap_or_default())
    }

    /// R1: the files that are refused, if some are.
    pub fn refused(&self) -> Result<Option<Refused>, LedgerError> {
        let read = |row: &Row<'_>| {
            let files: String = row.get(1)?;
            let files = files.lines().map(str::to_owned).collect();
            Ok(Refused { since: time(row, 0)?, files })
        };
        Ok(self.rows("SELECT since, files FROM refusal", [], read)?.pop())
    }

    /// The admin is told all this: the letters, and what they tell, in one transaction.
    pub fn tell(&mut self, words: &[Word], now: Timestamp) -> Result<(), LedgerError> {
        if words.is_empty() {
            return Ok(());
        }
        self.write(|transaction| words.iter().try_for_each(|word| record(transaction, word, now)))
    }
}

fn record(
    transaction: &Transaction<'_>,
    Word { told, letter }: &Word,
    now: Timestamp,
) -> db::Result<()> {
    let letter = letter.as_ref();
    letter.map_or(Ok(()), |letter| insert_letter(transaction, letter, now))?;
    let id = letter.map(|letter| letter.id.as_str());
    if let (Some(matter), Some(_)) = (told.matter(), letter) {
        word::told(transaction, matter, now)?;
    }
    match told {
        Told::StillHeld => Ok(()),
        Told::Undelivered(last) => {
            let sql = "UPDATE undelivered SET told = ?1 WHERE told IS NULL AND id <= ?2";
            transaction.execute(sql, params![id, last]).map(drop)
        }
        Told::Answers(last) => {
            let sql = "UPDATE answer SET told = ?1 WHERE told IS NULL AND number <= ?2";
            transaction.execute(sql, params![now.as_microsecond(), last]).map(drop)
        }
        Told::Waits => {
            let sql = "UPDATE held_change SET told = TRUE WHERE NOT told";
            transaction.execute(sql, []).map(drop)
        }
        Told::Settled => transaction.execute("DELETE FROM settled", []).map(drop),
        Told::Gone => transaction.execute("DELETE FROM gone", []).map(drop),
        Told::Outage(since) => {
            word::told_of_trouble(transaction, Matter::Outage, Some(*since), id, now)
        }
        Told::Refused(files) => {
            // What nobody could be told is told as soon as somebody can be.
            let told = letter.map_or(String::new(), |_| files.join("\n"));
            let sql = "INSERT INTO refusal (id, since, files) VALUES (1, ?1, ?2)
                       ON CONFLICT (id) DO UPDATE SET files = ?2";
            transaction.execute(sql, params![now.as_microsecond(), told]).map(drop)
        }
        Told::InForce => transaction.execute("DELETE FROM refusal", []).map(drop),
        Told::Unwritten(since) => {
            let known = letter.map(|_| *since);
            word::told_of_trouble(transaction, Matter::Unwritten, known, None, now)?;
            match letter {
                None => Ok(()),
                Some(_) => transaction.execute("UPDATE unwritten SET told = TRUE", []).map(drop),
            }
        }
        Told::WrittenAgain => word::over(transaction, Matter::Unwritten),
        Told::MailboxDown(mailbox) => {
            let sql = "UPDATE mailbox_trouble SET told = ?2 WHERE mailbox = ?1";
            transaction.execute(sql, params![mailbox, id]).map(drop)
        }
        Told::MailboxUp(mailbox) => {
            let sql = "DELETE FROM mailbox_trouble WHERE mailbox = ?1 AND ended IS NOT NULL";
            transaction.execute(sql, [mailbox]).map(drop)
        }
        Told::AllWell(notice) => insert_new_notice(transaction, notice).map(drop),
    }
}

impl Told {
    /// The matter that it is word of, where that does not last.
    fn matter(&self) -> Option<Matter> {
        match self {
            Told::Undelivered(_) => Some(Matter::Undelivered),
            Told::StillHeld => Some(Matter::Held),
            Told::Gone => Some(Matter::Gone),
            Told::Waits => Some(Matter::Waits),
            Told::Settled => Some(Matter::Settled),
            Told::Answers(_) => Some(Matter::Answers),
            Told::Refused(_) => Some(Matter::Files),
            // A sign of life is remembered as a notice.
            Told::Outage(_)
            | Told::InForce
            | Told::Unwritten(_)
            | Told::WrittenAgain
            | Told::MailboxDown(_)
            | Told::MailboxUp(_)
            | Told::AllWell(_) => None,
        }
    }
}
