//! Tallies (C1): which are reached, for whom and since when; when each was judged; which letters count.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::ledger::db::{Error, Result, Row, params};
use crate::ledger::error::LedgerError;
use crate::ledger::history::{anchor, time};
use crate::ledger::sweep::withdraw_letter;
use crate::ledger::{LIVE, Ledger, Recording};
use crate::model::{LetterKind, Subject, When};
use crate::plan::Origin;
use crate::view::tallies::ReleasedLetter;

/// A tally that is reached, for one of those for whom it is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reached {
    /// The tally.
    pub tally: String,
    /// For whom.
    pub about: Subject,
    /// Since which day.
    pub since: Date,
    /// How many it was when it was last judged.
    pub number: i64,
}

/// A letter of a tally.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TallyTold {
    /// The tally.
    pub tally: String,
    /// For whom.
    pub about: Subject,
    /// The day on which it was reached.
    pub reached: Date,
    /// Which it is since then.
    pub time: u32,
    /// The instant it was meant for.
    pub moment: Timestamp,
    /// The letter; none of one that was adopted.
    pub letter: Option<String>,
}

impl Ledger {
    /// Every tally that is reached, as far as it was judged.
    pub fn tallies_reached(&self) -> Result<Vec<Reached>, LedgerError> {
        let sql = "SELECT name, kind, id, reached, number FROM tally ORDER BY name, kind, id";
        self.rows(sql, [], |row| {
            let (kind, id): (String, String) = (row.get(1)?, row.get(2)?);
            Ok(Reached {
                tally: row.get(0)?,
                about: Subject::of_kind(&kind, &id),
                since: day(row, 3)?,
                number: row.get(4)?,
            })
        })
    }

    /// On which day each tally was judged last.
    pub fn tallies_judged(&self) -> Result<HashMap<String, Date>, LedgerError> {
        let sql = "SELECT name, day FROM tally_judged";
        Ok(self.rows(sql, [], |row| Ok((row.get(0)?, day(row, 1)?)))?.into_iter().collect())
    }

    /// The letters of tallies, oldest first: those that left, wait, or were adopted or discarded.
    pub fn tallies_told(&self) -> Result<Vec<TallyTold>, LedgerError> {
        let sql = format!(
            r#"SELECT stage, about_kind, about, anchor, moment, letter, occurrence FROM notice
               WHERE "from" = 'tally' AND {LIVE} ORDER BY moment, occurrence"#
        );
        self.rows(&sql, [], |row| {
            let (kind, id): (String, String) = (row.get(1)?, row.get(2)?);
            let on = anchor(row, 3)?;
            let When::Day(reached) = on else {
                return Err(Error::column(3, format!("`{on}` is no day")));
            };
            Ok(TallyTold {
                tally: row.get(0)?,
                about: Subject::of_kind(&kind, &id),
                reached,
                moment: time(row, 4)?,
                letter: row.get(5)?,
                time: row.get(6)?,
            })
        })
    }

    /// The letters that were released since an instant, with what they say; not those that were withdrawn, replaced or
    /// discarded.
    pub fn released_since(&self, since: Timestamp) -> Result<Vec<ReleasedLetter>, LedgerError> {
        let sql = r#"SELECT number, id, letter.kind, coalesce(released, since, created) AS at,
                            about_kind, about, milestone, "from", stage
                     FROM letter JOIN notice ON notice.letter = letter.id
                     WHERE coalesce(released, since, created) >= ?1 AND state IN ('queued', 'sent', 'failed')
                         AND disposition = 'letter'
                     ORDER BY number"#;
        let mut letters: BTreeMap<i64, ReleasedLetter> = BTreeMap::new();
        for (number, letter) in self.rows(sql, [since.as_microsecond()], released)? {
            let Some(letter) = letter else { continue };
            let ReleasedLetter { notices, .. } = &letter;
            match letters.get_mut(&number) {
                Some(known) => known.notices.extend(notices.iter().cloned()),
                None => {
                    letters.insert(number, letter);
                }
            }
        }
        Ok(letters.into_values().collect())
    }
}

impl Recording<'_> {
    /// A tally was judged on that day.
    pub fn judge_tally(&self, tally: &str, day: Date) -> Result<(), LedgerError> {
        let sql = "INSERT INTO tally_judged (name, day) VALUES (?1, ?2)
                   ON CONFLICT (name) DO UPDATE SET day = excluded.day";
        let set = self.transaction.prepare_cached(sql);
        self.done(set.and_then(|mut set| set.execute(params![tally, day.to_string()]))).map(drop)
    }

    /// A tally is reached, or still is.
    pub fn reach_tally(&self, reached: &Reached) -> Result<(), LedgerError> {
        let sql = "INSERT INTO tally (name, kind, id, reached, number) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (name, kind, id) DO UPDATE SET reached = excluded.reached, number = excluded.number";
        let Reached { tally, about, since, number } = reached;
        let set = self.transaction.prepare_cached(sql);
        let values = params![tally, about.kind(), about.id(), since.to_string(), number];
        self.done(set.and_then(|mut set| set.execute(values))).map(drop)
    }

    /// A tally is reached no more: a letter of it that is held says what is so no longer.
    pub fn drop_tally(&self, tally: &str, about: &Subject) -> Result<(), LedgerError> {
        self.done(self.dropped(tally, about))
    }

    fn dropped(&self, tally: &str, about: &Subject) -> Result<()> {
        let delete = "DELETE FROM tally WHERE name = ?1 AND kind = ?2 AND id = ?3";
        let values = params![tally, about.kind(), about.id()];
        self.transaction.prepare_cached(delete)?.execute(values)?;
        let held = r#"SELECT number FROM letter WHERE state = 'held' AND released IS NULL AND EXISTS
                (SELECT 1 FROM notice WHERE notice.letter = letter.id AND "from" = 'tally' AND stage = ?1
                     AND about_kind = ?2 AND about = ?3 AND disposition = 'letter')"#;
        let mut held = self.transaction.prepare_cached(held)?;
        let values = params![tally, about.kind(), about.id()];
        let letters: Vec<i64> = held.query_map(values, |row| row.get(0))?;
        // A held letter is in no node's hands.
        letters
            .iter()
            .try_for_each(|letter| withdraw_letter(self.transaction, *letter, "", self.now))
    }
}

fn day(row: &Row<'_>, column: usize) -> Result<Date> {
    let text: String = row.get(column)?;
    text.parse().map_err(|error: jiff::Error| Error::column(column, error))
}

/// A letter with one thing that it says; word to the admin is none.
fn released(row: &Row<'_>) -> Result<(i64, Option<ReleasedLetter>)> {
    let (number, kind): (i64, String) = (row.get(0)?, row.get(2)?);
    let Some(kind) = LetterKind::from_name(&kind) else { return Ok((number, None)) };
    let (about_kind, about): (String, String) = (row.get(4)?, row.get(5)?);
    let milestone: String = row.get(6)?;
    let subject = match &*about_kind {
        "task" => Subject::of_task(&about, Some(&*milestone).filter(|one| !one.is_empty())),
        kind => Subject::of_kind(kind, &about),
    };
    let from: String = row.get(7)?;
    let Some(from) = Origin::from_name(&from) else {
        return Err(Error::column(7, format!("`{from}` is no cause of a notice")));
    };
    let stage: String = row.get(8)?;
    let letter = ReleasedLetter {
        id: row.get(1)?,
        kind,
        released: time(row, 3)?,
        notices: vec![(subject, from, stage.into())],
    };
    Ok((number, Some(letter)))
}
