//! Reports: since when the ledger has known each part of one, and which of its moments was told or passed last (P1).

use jiff::Timestamp;

use crate::ledger::db::{Row, params};
use crate::ledger::error::LedgerError;
use crate::ledger::history::time;
use crate::ledger::{Ledger, Recording};
use crate::model::Subject;
use crate::plan::{Moment, NoticeId};

/// What the ledger knows of a part of a report.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    /// The report.
    pub report: String,
    /// What the part is about.
    pub about: Subject,
    /// Its cron, its `roll` and its calendar, as they were then.
    pub schedule: String,
    /// Since when these are known: moments before are not its.
    pub seen: Timestamp,
    /// The last moment that was told or passed.
    pub last: Option<Moment>,
}

impl Sight {
    /// The latest moment, if by that schedule it is this part's, and was neither told nor passed.
    pub fn owes(&self, schedule: &str, latest: Option<Moment>) -> Option<Moment> {
        let moment = latest.filter(|moment| moment.at >= self.seen && self.schedule == schedule)?;
        self.last.is_none_or(|last| last.cron < moment.cron).then_some(moment)
    }
}

impl Ledger {
    /// Every part of every report that was ever seen.
    pub fn report_sights(&self) -> Result<Vec<Sight>, LedgerError> {
        let sql = "SELECT report, kind, id, schedule, seen, at, cron FROM report_sight";
        self.rows(sql, [], sight)
    }
}

impl Recording<'_> {
    /// A part of a report is seen for the first time, or by another schedule than before.
    pub fn see_report(
        &self,
        report: &str,
        about: &Subject,
        schedule: &str,
    ) -> Result<(), LedgerError> {
        let sql = "INSERT INTO report_sight (report, kind, id, schedule, seen) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (report, kind, id) DO UPDATE SET schedule = excluded.schedule, seen = excluded.seen";
        let now = self.now.as_microsecond();
        let set = self.transaction.prepare_cached(sql);
        let values = params![report, about.kind(), about.id(), schedule, now];
        self.done(set.and_then(|mut set| set.execute(values))).map(drop)
    }

    /// A moment of a part was told, or passed since there was nothing to tell.
    pub fn settle_report(
        &self,
        report: &str,
        about: &Subject,
        moment: Moment,
    ) -> Result<(), LedgerError> {
        let sql = "UPDATE report_sight SET at = ?4, cron = ?5 WHERE report = ?1 AND kind = ?2 AND id = ?3";
        let (at, cron) = (moment.at.as_microsecond(), moment.cron.as_microsecond());
        let set = self.transaction.prepare_cached(sql);
        let values = params![report, about.kind(), about.id(), at, cron];
        self.done(set.and_then(|mut set| set.execute(values))).map(drop)
    }

    /// L6c: letters of a part of a report, or of a tally, that are held make room for a newer one.
    pub fn replace_held(&self, newer: &NoticeId) -> Result<(), LedgerError> {
        let notices = r#"UPDATE notice SET disposition = 'replaced'
             WHERE about_kind = ?1 AND about = ?2 AND "from" = ?3 AND stage = ?4
                 AND (anchor <> ?5 OR occurrence <> ?6)
                 AND disposition = 'letter' AND letter IN (SELECT id FROM letter WHERE state = 'held')"#;
        let letters = "UPDATE letter SET state = 'replaced', settled = ?1, next_attempt = NULL
             WHERE state = 'held' AND EXISTS (SELECT 1 FROM notice WHERE notice.letter = letter.id)
                 AND NOT EXISTS (SELECT 1 FROM notice
                     WHERE notice.letter = letter.id AND disposition <> 'replaced')";
        let (about, anchor) = (&newer.subject, newer.anchor.to_string());
        let from = newer.from.name();
        let time = i64::from(newer.occurrence);
        let values = params![about.kind(), about.id(), from, newer.stage, anchor, time];
        let set = self.transaction.prepare_cached(notices);
        if self.done(set.and_then(|mut set| set.execute(values)))? > 0 {
            let set = self.transaction.prepare_cached(letters);
            let now = [self.now.as_microsecond()];
            self.done(set.and_then(|mut set| set.execute(now)))?;
        }
        Ok(())
    }
}

fn sight(row: &Row<'_>) -> crate::ledger::db::Result<Sight> {
    let (kind, id): (String, String) = (row.get(1)?, row.get(2)?);
    let last: Option<i64> = row.get(5)?;
    let last = match last {
        Some(_) => Some(Moment { at: time(row, 5)?, cron: time(row, 6)? }),
        None => None,
    };
    Ok(Sight {
        report: row.get(0)?,
        about: Subject::of_kind(&kind, &id),
        schedule: row.get(3)?,
        seen: time(row, 4)?,
        last,
    })
}

#[cfg(test)]
pub(super) mod tests;
