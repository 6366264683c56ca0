//! L9: letters that came back after a relay had taken them. What a mail server wrote is kept once for each mail and recipient,
//! and a recipient that was *delivered* becomes *bounced* in the same transaction.

#[cfg(test)]
pub(super) mod tests;

use jiff::{SignedDuration, Timestamp};

use crate::ledger::Ledger;
use crate::ledger::db::{OptionalExtension, Result, Row, Transaction, params};
use crate::ledger::error::LedgerError;
use crate::ledger::history::time;
use crate::model::met::Met;

/// An address is well again once a later letter to it has not come back for so long: servers try no longer (L4).
const STAYED: SignedDuration = SignedDuration::from_hours(5 * 24);

/// What a mail server says of a recipient of a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameBack {
    /// The recipient's address, as the letter has it.
    pub address: String,
    /// It will not be delivered; else it is late, and still tried.
    pub bounced: bool,
    /// The server's words.
    pub text: String,
}

/// The same as the ledger has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CameBackRow {
    /// When the mail was read.
    pub at: Timestamp,
    /// What it said.
    pub said: CameBack,
}

/// An address from which letters came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BouncedAddress {
    /// The address, in small letters.
    pub address: String,
    /// Since when they do.
    pub since: Timestamp,
    /// The last of them.
    pub letter: Option<String>,
    /// The server's words.
    pub text: String,
}

impl Ledger {
    /// A mail server wrote this of a letter, in the mail that is known by `mail`. Read again, it changes nothing.
    pub fn came_back(
        &mut self,
        letter: &str,
        mail: &str,
        said: &[CameBack],
        now: Timestamp,
    ) -> std::result::Result<(), LedgerError> {
        self.write(|transaction| {
            let number = "SELECT number FROM letter WHERE id = ?1";
            let mut number = transaction.prepare_cached(number)?;
            let Some(number) = number.query_row([letter], |row| row.get::<i64>(0)).optional()?
            else {
                return Ok(());
            };
            for one in said {
                let new = transaction
                    .prepare_cached(
                        "INSERT INTO came_back (at, letter, address, what, text, mail)
                         VALUES (?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT DO NOTHING",
                    )?
                    .execute(params![
                        now.as_microsecond(),
                        number,
                        one.address,
                        if one.bounced { "bounced" } else { "delayed" },
                        one.text,
                        mail
                    ])?;
                if new == 1 && one.bounced {
                    bounce(transaction, number, &one.address, &one.text, now)?;
                }
            }
            Ok(())
        })
    }

    /// What mail servers wrote of a letter, oldest first.
    pub fn came_back_of(&self, letter: &str) -> std::result::Result<Vec<CameBackRow>, LedgerError> {
        let sql = "SELECT at, address, what = 'bounced', text FROM came_back
                   WHERE letter = (SELECT number FROM letter WHERE id = ?1) ORDER BY number";
        self.rows(sql, [letter], |row| {
            let said = CameBack { address: row.get(1)?, bounced: row.get(2)?, text: row.get(3)? };
            Ok(CameBackRow { at: time(row, 0)?, said })
        })
    }

    /// The number of the last such word, by which it is seen that there is a new one.
    pub fn last_came_back(&self) -> std::result::Result<i64, LedgerError> {
        let sql = "SELECT coalesce(max(number), 0) FROM came_back";
        Ok(self.rows(sql, [], |row| row.get(0))?.pop().unwrap_or_default())
    }

    /// The addresses from which letters come back, by since when.
    pub fn bounced_addresses(&self) -> std::result::Result<Vec<BouncedAddress>, LedgerError> {
        let sql =
            "SELECT address, since, (SELECT id FROM letter WHERE number = bounced.letter), text
                   FROM bounced ORDER BY since, address";
        self.rows(sql, [], |row: &Row<'_>| {
            Ok(BouncedAddress {
                address: row.get(0)?,
                since: time(row, 1)?,
                letter: row.get(2)?,
                text: row.get(3)?,
            })
        })
    }

    /// Forgets addresses that the files have no more, and those where later letters stayed: should one bounce again, the admin
    /// is told again.
    pub fn forget_bounced(
        &mut self,
        is_named: impl Fn(&str) -> bool,
        now: Timestamp,
    ) -> std::result::Result<(), LedgerError> {
        let stayed = "EXISTS (SELECT 1 FROM recipient JOIN letter ON number = recipient.letter
                       WHERE recipient.letter >= bounced.letter AND lower(recipient.address) = bounced.address
                           AND recipient.state = 'delivered' AND settled > bounced.at AND settled <= ?1)";
        let before = now.saturating_sub(STAYED).unwrap_or(now).as_microsecond();
        let known =
            self.rows(&format!("SELECT address, {stayed} FROM bounced"), [before], |row| {
                Ok((row.get::<String>(0)?, row.get::<bool>(1)?))
            })?;
        let over = known.into_iter().filter(|(address, stayed)| *stayed || !is_named(address));
        let over: Vec<String> = over.map(|(address, _)| address).collect();
        if over.is_empty() {
            return Ok(());
        }
        self.write(|transaction| {
            over.iter().try_for_each(|address| {
                transaction.execute("DELETE FROM bounced WHERE address = ?1", [address]).map(drop)
            })
        })
    }
}

/// The relay's answer to an attempt is recorded: a mail that came before it, and after the attempt had begun, is about this
/// attempt.
pub(super) fn settle(
    transaction: &Transaction<'_>,
    letter: i64,
    attempt: u32,
    now: Timestamp,
) -> Result<()> {
    let sql = "SELECT address, text FROM came_back
               WHERE letter = ?1 AND what = 'bounced' AND settled IS NULL AND at >=
                   (SELECT started FROM attempt WHERE attempt.letter = ?1 AND number = ?2) ORDER BY number";
    let early: Vec<(String, String)> = transaction
        .prepare_cached(sql)?
        .query_map(params![letter, attempt], |row| Ok((row.get(0)?, row.get(1)?)))?;
    early.iter().try_for_each(|(address, text)| bounce(transaction, letter, address, text, now))
}

/// *Delivered* becomes *bounced*. The admin hears of it once an address, and of letters to the admin never: one failure would
/// breed the next.
fn bounce(
    transaction: &Transaction<'_>,
    letter: i64,
    address: &str,
    text: &str,
    now: Timestamp,
) -> Result<()> {
    let answer = Met::from(text).kept();
    let changed = transaction
        .prepare_cached(
            "UPDATE recipient SET state = 'bounced', answer = ?3
             WHERE letter = ?1 AND address = ?2 AND state = 'delivered'",
        )?
        .execute(params![letter, address, answer])?;
    if changed == 0 {
        return Ok(());
    }
    let (at, small) = (now.as_microsecond(), address.to_ascii_lowercase());
    transaction
        .prepare_cached(
            "UPDATE came_back SET settled = ?3
             WHERE letter = ?1 AND address = ?2 AND what = 'bounced' AND settled IS NULL",
        )?
        .execute(params![letter, address, at])?;
    transaction
        .prepare_cached(
            "INSERT INTO undelivered (letter, address, answer)
             SELECT id, ?2, ?3 FROM letter WHERE number = ?1 AND kind <> 'admin'
                 AND NOT EXISTS (SELECT 1 FROM bounced WHERE bounced.address = ?4)",
        )?
        .execute(params![letter, address, answer, small])?;
    transaction
        .prepare_cached(
            "INSERT INTO bounced (address, since, at, letter, text) VALUES (?1, ?2, ?2, ?3, ?4)
             ON CONFLICT (address) DO UPDATE SET at = ?2, letter = ?3, text = ?4",
        )?
        .execute(params![small, at, letter, text])?;
    transaction
        .prepare_cached(
            "UPDATE letter SET unreached = kind <> 'admin' AND NOT EXISTS
                 (SELECT 1 FROM recipient WHERE letter = ?1 AND NOT copied AND recipient.state = 'delivered')
             WHERE number = ?1 AND state IN ('sent', 'failed')",
        )?
        .execute([letter])?;
    Ok(())
}
