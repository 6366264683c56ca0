//! What people want urged (催办): recorded as commands are (E2), and written by the next sweep.

use jiff::Timestamp;

use crate::ledger::db::{Row, params};
use crate::ledger::error::LedgerError;
use crate::ledger::history::time;
use crate::ledger::{Ledger, Recording};
use crate::model::Subject;
use crate::plan::further::Wish;

/// The command that is a wish, not an edit of the files.
pub const URGE: &str = "urge";

impl Ledger {
    /// The wishes for which not all letters were written, the oldest first, each with its number.
    pub fn wishes(&self) -> Result<Vec<(i64, Wish)>, LedgerError> {
        let sql = "SELECT number, at, by, why, kind, id, milestone
                   FROM edit JOIN edited ON edited.edit = edit.number
                   WHERE written IS NULL AND command = 'urge' ORDER BY number, edited.place";
        let mut wishes: Vec<(i64, Wish)> = Vec::new();
        for (number, wish) in self.rows(sql, [], part)? {
            match wishes.last_mut().filter(|(last, _)| *last == number) {
                Some((_, last)) => last.about.extend(wish.about),
                None => wishes.push((number, wish)),
            }
        }
        Ok(wishes)
    }
}

impl Ledger {
    /// The wish of that time, as far as it is about that.
    pub fn wish_of(&self, at: Timestamp, about: &Subject) -> Result<Option<Wish>, LedgerError> {
        let sql = "SELECT number, at, by, why, kind, id, milestone
                   FROM edit JOIN edited ON edited.edit = edit.number
                   WHERE command = 'urge' AND at = ?1 AND id = ?2 AND milestone = ?3";
        let (id, milestone) = (about.id(), about.milestone().unwrap_or_default());
        let values = params![at.as_microsecond(), id, milestone];
        Ok(self.rows(sql, values, part)?.pop().map(|(_, wish)| wish))
    }

    /// Whether anything was ever urged.
    pub(super) fn has_wishes(&self) -> Result<bool, LedgerError> {
        let sql = "SELECT 1 FROM edit WHERE command = 'urge' LIMIT 1";
        Ok(!self.rows(sql, [], |_| Ok(()))?.is_empty())
    }
}

impl Recording<'_> {
    /// All letters of a wish are written.
    pub fn urged(&self, number: i64) -> Result<(), LedgerError> {
        let sql = "UPDATE edit SET written = ?2 WHERE number = ?1";
        let values = [number, self.now.as_microsecond()];
        let set = self.transaction.prepare_cached(sql);
        self.done(set.and_then(|mut set| set.execute(values))).map(drop)
    }
}

fn part(row: &Row<'_>) -> crate::ledger::db::Result<(i64, Wish)> {
    let (id, milestone): (String, String) = (row.get(5)?, row.get(6)?);
    let about = Subject::of_task(&id, Some(milestone.as_str()).filter(|one| !one.is_empty()));
    let at: Timestamp = time(row, 1)?;
    let wish = Wish { at, by: row.get(2)?, note: row.get(3)?, about: vec![about] };
    Ok((row.get(0)?, wish))
}
