//! L6c, L3: letters that are written anew. The old one stays as it was recorded, and says that it was replaced.

use jiff::Timestamp;

use crate::channels::email::numbered::numbered;
use crate::ledger::db::{OptionalExtension, Result, ToValue, Transaction, params};
use crate::ledger::digest_entries;
use crate::ledger::error::LedgerError;
use crate::ledger::history::{IS_NOTICE, Key, NOTICE, notice};
use crate::ledger::numbering::{self, Kept};
use crate::ledger::owner_rows;
use crate::ledger::sweep::{
    AFTER_NO_ANSWER, Recording, insert_new_notice, insert_notice, insert_with_number,
};
use crate::ledger::{
    IN_DOUBT, LIVE, Ledger, LetterRow, LetterState, NewLetter, NoticeRow, UNSETTLED,
};
use crate::plan::NoticeId;

/// Why a letter may be written anew.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// A person let it go.
    Released,
    /// It waits, and no relay was ever told of it.
    Unoffered,
    /// It is settled, and none that it is addressed to has it (L3).
    Unreached,
    /// It is held, and a newer notice of the same track was reached (T7).
    Passed,
}

/// A letter that may be written anew.
#[derive(Debug, Clone)]
pub struct Old {
    /// Its number in the ledger.
    pub number: i64,
    /// The letter.
    pub row: LetterRow,
    /// What it says.
    pub notices: Vec<NoticeRow>,
    /// The message.
    pub bytes: Vec<u8>,
    /// Somebody may have it: then its bytes are never changed (L2).
    pub in_doubt: bool,
    /// Who has it already, or has a letter that it replaces.
    pub reached: Vec<String>,
    /// Whom it does not copy that would have been, by their ids: they have it in a digest (W6, L8b).
    pub left_out: Vec<String>,
}

impl Old {
    /// Whether that letter says the same in the same bytes. The number that this one bears is no difference.
    pub fn is_same_as(&self, again: &NewLetter) -> bool {
        match &self.row.own_number {
            None => again.bytes == self.bytes,
            Some(number) => numbered(&again.bytes, &self.row.id, number).bytes == self.bytes,
        }
    }

    /// Whether all that it says comes from stages: only that can be decided anew.
    pub fn is_of_stages(&self) -> bool {
        self.notices.iter().all(|notice| notice.id.from.stage().is_some())
    }
}

/// What becomes of such a letter.
#[derive(Debug, Clone)]
pub struct Renewal {
    /// Its number in the ledger.
    pub number: i64,
    /// Why; if that is so no more when this is recorded, nothing is.
    pub why: Why,
    /// What becomes of it.
    pub becomes: Becomes,
    /// What it said and no newer letter says: it counts as never sent (L6b).
    pub moot: Vec<NoticeId>,
    /// What it said and newer notices have passed (T7).
    pub passed: Vec<NoticeRow>,
}

/// What becomes of a letter.
#[derive(Debug, Clone)]
pub enum Becomes {
    /// It leaves with the bytes that it has.
    AsWritten,
    /// These take its place; none, where newer notices have passed all that it says.
    Replaced(Vec<Anew>),
    /// Nothing in it holds any more.
    Withdrawn,
    /// It stays as it is, and is not looked at again.
    Closed,
}

/// A letter that takes the place of another.
#[derive(Debug, Clone)]
pub struct Anew {
    /// The letter.
    pub letter: NewLetter,
    /// What it says, recorded as it was in the old one.
    pub notices: Vec<NoticeRow>,
    /// When the old one began to wait, where its patience goes on (L4, L6a).
    pub since: Option<Timestamp>,
    /// When it is tried, if not at once.
    pub next_attempt: Option<Timestamp>,
}

impl Why {
    /// Which letters are meant.
    fn condition(self) -> String {
        match self {
            Why::Released => format!("state = 'held' AND {UNSETTLED} AND released IS NOT NULL"),
            Why::Passed => format!("state = 'held' AND {UNSETTLED} AND released IS NULL"),
            Why::Unoffered => format!(
                "state = 'queued' AND {UNSETTLED} AND NOT offered AND kind <> 'admin' AND NOT {IN_DOUBT}"
            ),
            Why::Unreached => "unreached AND state IN ('sent', 'failed')".to_owned(),
        }
    }
}

impl Ledger {
    /// The numbers of the letters that may be written anew for that reason, oldest first.
    pub fn renewable(&self, why: Why) -> Result<Vec<i64>, LedgerError> {
        let sql = format!("SELECT number FROM letter WHERE {} ORDER BY number", why.condition());
        self.rows(&sql, [], |row| row.get(0))
    }

    /// The held letter that a notice stands in.
    pub fn held_with(&self, id: &NoticeId) -> Result<Option<i64>, LedgerError> {
        let sql = format!(
            "SELECT number FROM notice JOIN letter ON id = letter
             WHERE {IS_NOTICE} AND {LIVE} AND state = 'held' AND released IS NULL"
        );
        Ok(self.rows(&sql, Key::of(id).values().as_slice(), |row| row.get(0))?.pop())
    }

    /// Such a letter with what it says.
    pub fn old_letter(&self, number: i64) -> Result<Option<Old>, LedgerError> {
        let Some(row) = self.letters_where("number = ?1", [number])?.pop() else { return Ok(None) };
        let said =
            format!("SELECT {NOTICE} FROM notice WHERE letter = ?1 AND disposition = 'letter'");
        let notices = self.rows(&said, [&row.id], notice)?;
        let message = "SELECT bytes FROM message WHERE letter = ?1";
        let bytes = self.rows(message, [number], |row| row.get(0))?.pop().unwrap_or_default();
        let doubt = format!("SELECT {IN_DOUBT} FROM letter WHERE number = ?1");
        let in_doubt = self.rows(&doubt, [number], |row| row.get(0))?.pop().unwrap_or_default();
        let reached = self.reached(number)?;
        let left_out = self.left_out_of(number)?;
        Ok(Some(Old { number, row, notices, bytes, in_doubt, reached, left_out }))
    }

    /// The same by its id.
    pub fn old_letter_of(&self, id: &str) -> Result<Option<Old>, LedgerError> {
        let number =
            self.rows("SELECT number FROM letter WHERE id = ?1", [id], |row| row.get(0))?;
        number.first().map_or(Ok(None), |number| self.old_letter(*number))
    }

    /// Who has that letter, or one that it replaces.
    fn reached(&self, number: i64) -> Result<Vec<String>, LedgerError> {
        let sql = "WITH RECURSIVE chain (number) AS (
                       VALUES (CAST(?1 AS BIGINT)) UNION
                       SELECT replaces FROM letter JOIN chain ON chain.number = letter.number WHERE replaces IS NOT NULL)
                   SELECT address FROM recipient WHERE letter IN (SELECT number FROM chain) AND state = 'delivered'";
        self.rows(sql, [number], |row| row.get(0))
    }

    /// Records what becomes of these letters, all of it or nothing.
    pub fn renew(&mut self, renewals: &[Renewal], now: Timestamp) -> Result<(), LedgerError> {
        self.write(|transaction| {
            renewals.iter().try_for_each(|one| renew(transaction, one, now).map(drop))
        })
    }
}

impl Recording<'_> {
    /// Records in the sweep's own transaction what becomes of a letter; false if a person has settled it meanwhile.
    pub fn renew(&self, renewal: &Renewal) -> Result<bool, LedgerError> {
        self.done(renew(self.transaction, renewal, self.now))
    }
}

fn renew(transaction: &Transaction<'_>, one: &Renewal, now: Timestamp) -> Result<bool> {
    let Some((id, state)) = settle(transaction, one, now)? else { return Ok(false) };
    match one.becomes {
        Becomes::AsWritten => return numbering::give(transaction, &id).map(|()| true),
        Becomes::Closed => return Ok(true),
        Becomes::Replaced(_) | Becomes::Withdrawn => {}
    }
    if one.why == Why::Unreached {
        return tell_again(transaction, one, &id, now).map(|()| true);
    }
    let disposition = if state == "withdrawn" { "withdrawn" } else { "replaced" };
    transaction
        .prepare_cached(
            "UPDATE notice SET disposition = ?2 WHERE letter = ?1 AND disposition = 'letter'",
        )?
        .execute([&id, disposition])?;
    for notice in &one.moot {
        set_disposition(transaction, &id, notice, "withdrawn")?;
        owner_rows::take_back_of(transaction, notice)?;
    }
    if state == "withdrawn" {
        digest_entries::untell(transaction, one.number)?;
    }
    for passed in &one.passed {
        insert_notice(transaction, passed)?;
    }
    let Becomes::Replaced(letters) = &one.becomes else { return Ok(true) };
    let mut kept = Kept::of(transaction, one.number)?;
    for anew in letters {
        insert_anew(transaction, anew, (one.number, &mut kept), now)?;
    }
    Ok(true)
}

/// L3: of a letter that was settled only what a newer one says is replaced; the rest may be told anew later.
fn tell_again(
    transaction: &Transaction<'_>,
    one: &Renewal,
    id: &str,
    now: Timestamp,
) -> Result<()> {
    let Becomes::Replaced(letters) = &one.becomes else { return Ok(()) };
    let mut kept = Kept::of(transaction, one.number)?;
    for anew in letters {
        for notice in &anew.notices {
            set_disposition(transaction, id, &notice.id, "replaced")?;
        }
        insert_anew(transaction, anew, (one.number, &mut kept), now)?;
    }
    let left =
        "EXISTS (SELECT 1 FROM notice WHERE notice.letter = letter.id AND disposition = 'letter')";
    // What some have was sent, whatever became of the rest.
    let sql = format!(
        "UPDATE letter SET unreached = {left},
             state = CASE WHEN state = 'failed' AND NOT {left} THEN 'replaced' ELSE state END WHERE number = ?1"
    );
    transaction.prepare_cached(&sql)?.execute([one.number])?;
    Ok(())
}

/// The old letter's own row: its id and state, unless it is not as it was when this was decided.
fn settle(
    transaction: &Transaction<'_>,
    one: &Renewal,
    now: Timestamp,
) -> Result<Option<(String, String)>> {
    let set = match one.becomes {
        Becomes::AsWritten => {
            format!(
                "state = 'queued', next_attempt = greatest(?2, {AFTER_NO_ANSWER}), unreached = FALSE"
            )
        }
        // When it was settled stays as it is.
        Becomes::Closed => "unreached = FALSE, settled = coalesce(settled, ?2)".to_owned(),
        Becomes::Withdrawn => "state = 'withdrawn', settled = ?2, next_attempt = NULL".to_owned(),
        Becomes::Replaced(_) if one.why == Why::Unreached => {
            "settled = coalesce(settled, ?2)".to_owned()
        }
        Becomes::Replaced(_) => "state = 'replaced', settled = ?2, next_attempt = NULL".to_owned(),
    };
    let condition = one.why.condition();
    let sql =
        format!("UPDATE letter SET {set} WHERE number = ?1 AND {condition} RETURNING id, state");
    transaction
        .prepare_cached(&sql)?
        .query_row(params![one.number, now.as_microsecond()], |row| Ok((row.get(0)?, row.get(1)?)))
        .optional()
}

fn set_disposition(
    transaction: &Transaction<'_>,
    letter: &str,
    id: &NoticeId,
    disposition: &str,
) -> Result<()> {
    let sql = format!("UPDATE notice SET disposition = ?8 WHERE {IS_NOTICE} AND letter = ?9");
    let key = Key::of(id);
    let values = key.values().into_iter().chain([&disposition as &dyn ToValue, &letter]);
    transaction.prepare_cached(&sql)?.execute(values.collect::<Vec<_>>())?;
    Ok(())
}

fn insert_anew(
    transaction: &Transaction<'_>,
    anew: &Anew,
    (replaces, kept): (i64, &mut Kept),
    now: Timestamp,
) -> Result<()> {
    let kept = kept.take(&anew.letter);
    let number = insert_with_number(transaction, &anew.letter, kept.as_deref(), now)?;
    let micros = |at: Option<Timestamp>| at.map(Timestamp::as_microsecond);
    transaction
        .prepare_cached(
            "UPDATE letter SET replaces = ?2, since = ?3,
                 released = (SELECT released FROM letter AS old WHERE old.number = ?2), 
                 next_attempt = CASE WHEN state = 'queued' THEN coalesce(?4, next_attempt) END
             WHERE number = ?1",
        )?
        .execute(params![number, replaces, micros(anew.since), micros(anew.next_attempt)])?;
    for notice in &anew.notices {
        insert_new_notice(transaction, notice)?;
    }
    digest_entries::take_over(transaction, replaces, number)
}

impl LetterRow {
    /// Since when it waits, whatever was written anew meanwhile.
    pub fn waits_since(&self) -> Timestamp {
        self.since.unwrap_or(self.created)
    }

    /// Whether a person let it go and the next sweep is to do the rest.
    pub fn is_let_go(&self) -> bool {
        self.state == LetterState::Held && self.released.is_some()
    }
}
