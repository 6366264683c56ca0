//! What the admin is still to be told (L1, L3), and that it was.

use jiff::Timestamp;

use crate::ledger::db::{Row, params};
use crate::ledger::edits::{SETTLED, WAITS, edits_told};
use crate::ledger::error::LedgerError;
use crate::ledger::history::{optional_time, time};
use crate::ledger::sweep::{insert_letter, insert_new_notice};
use crate::ledger::{Ledger, NewLetter, NoticeRow, UNSETTLED, Undelivered};
use crate::plan::ALL_WELL;

/// The news that a letter to the admin bears.
#[derive(Debug, Clone)]
pub enum Told {
    /// Recipients who will not get a letter, up to this one.
    Undelivered(i64),
    /// Nothing can leave.
    RelayDown,
    /// Letters or an edit still wait for a person.
    StillHeld,
    /// Open tasks are gone from the files.
    Gone,
    /// An edit waits for a person.
    Waits,
    /// Tasks were closed or put on hold together.
    Settled,
    /// Answers wait for a decision, those up to this one.
    Answers(i64),
    /// A sign of life (R4), with what it is remembered by.
    AllWell(NoticeRow),
}

/// What the admin was told of files that are refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldRefusal {
    /// Since when they are.
    pub since: Timestamp,
    /// The files; none where they are in force again.
    pub files: Vec<String>,
    /// When the admin was last told that some are.
    pub at: Option<Timestamp>,
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

    /// When the admin was last told of such recipients.
    pub fn undelivered_told_at(&self) -> Result<Option<Timestamp>, LedgerError> {
        let sql = "SELECT created FROM letter WHERE id =
                       (SELECT told FROM undelivered WHERE told IS NOT NULL ORDER BY id DESC LIMIT 1)";
        Ok(self.rows(sql, [], |row| optional_time(row, 0))?.pop().flatten())
    }

    /// L6a: since when the first letter waits for a person, if one does; and when the admin was last told of it again.
    pub fn held_since(&self) -> Result<(Option<Timestamp>, Option<Timestamp>), LedgerError> {
        let sql = format!(
            "SELECT (SELECT min(coalesce(since, created)) FROM letter
                     WHERE state = 'held' AND {UNSETTLED} AND released IS NULL),
                    (SELECT at FROM held_told)"
        );
        let read = |row: &Row<'_>| Ok((optional_time(row, 0)?, optional_time(row, 1)?));
        Ok(self.rows(&sql, [], read)?.pop().unwrap_or_default())
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

    /// What the admin was told of files that are refused (R1).
    pub fn refusal(&self) -> Result<Option<ToldRefusal>, LedgerError> {
        let sql = "SELECT since, CASE WHEN told IS NULL THEN '' ELSE files END, (SELECT created FROM letter WHERE id = told)
                   FROM refusal";
        let read = |row: &Row<'_>| {
            let files: String = row.get(1)?;
            let files = files.lines().map(str::to_owned).collect();
            Ok(ToldRefusal { since: time(row, 0)?, files, at: optional_time(row, 2)? })
        };
        Ok(self.rows(sql, [], read)?.pop())
    }

    /// These files are refused, of which the letter tells.
    pub fn refuse(
        &mut self,
        files: &[String],
        told: Option<&NewLetter>,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        self.write(|transaction| {
            told.map_or(Ok(()), |letter| insert_letter(transaction, letter, now))?;
            let sql = "INSERT INTO refusal (id, since, files, told) VALUES (1, ?1, ?2, ?3)
                       ON CONFLICT (id) DO UPDATE SET
                           since = CASE WHEN refusal.files = '' THEN ?1 ELSE refusal.since END,
                           files = ?2, told = coalesce(?3, refusal.told)";
            let told = told.map(|letter| &letter.id);
            let row = params![now.as_microsecond(), files.join("\n"), told];
            transaction.execute(sql, row).map(|_| ())
        })
    }

    /// All files are in force again, of which the letter tells. When the admin was last told of refused files
    /// is kept.
    pub fn refuse_no_more(
        &mut self,
        told: Option<&NewLetter>,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        self.write(|transaction| {
            told.map_or(Ok(()), |letter| insert_letter(transaction, letter, now))?;
            transaction.execute("DELETE FROM refusal WHERE told IS NULL", [])?;
            transaction.execute("UPDATE refusal SET files = ''", []).map(|_| ())
        })
    }

    /// Nobody is to be told any more of what was closed together.
    pub fn forget_settled(&mut self) -> Result<(), LedgerError> {
        self.write(|transaction| transaction.execute("DELETE FROM settled", []).map(drop))
    }

    /// The admin is told: the letter is recorded, and with it that it tells this.
    pub fn tell(
        &mut self,
        letter: &NewLetter,
        told: &Told,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        self.write(|transaction| {
            insert_letter(transaction, letter, now)?;
            match told {
                Told::Undelivered(last) => transaction.execute(
                    "UPDATE undelivered SET told = ?1 WHERE told IS NULL AND id <= ?2",
                    params![letter.id, last],
                )?,
                Told::RelayDown => {
                    transaction.execute("UPDATE relay SET told = ?1", [&letter.id])?
                }
                Told::StillHeld => transaction.execute(
                    "INSERT INTO held_told (id, at) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET at = ?1",
                    [now.as_microsecond()],
                )?,
                Told::Waits => {
                    edits_told(transaction, WAITS, now)?;
                    transaction.execute("UPDATE held_change SET told = TRUE WHERE NOT told", [])?
                }
                Told::Settled => {
                    edits_told(transaction, SETTLED, now)?;
                    transaction.execute("DELETE FROM settled", [])?
                }
                Told::Answers(last) => {
                    transaction.execute(
                        "UPDATE answer SET told = ?1 WHERE told IS NULL AND number <= ?2",
                        params![now.as_microsecond(), last],
                    )?;
                    transaction.execute(
                        "INSERT INTO answers_told (id, at) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET at = ?1",
                        [now.as_microsecond()],
                    )?
                }
                Told::AllWell(notice) => usize::from(insert_new_notice(transaction, notice)?),
                Told::Gone => {
                    transaction.execute("DELETE FROM gone", [])?;
                    transaction.execute(
                        "INSERT INTO gone_told (id, at) VALUES (1, ?1) ON CONFLICT (id) DO UPDATE SET at = ?1",
                        [now.as_microsecond()],
                    )?
                }
            };
            Ok(())
        })
    }
}
