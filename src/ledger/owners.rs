//! W7: who answers for each open task and milestone, as far as they know it; and what changed and was not told yet.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::ledger::db::{Result, Transaction, params};
use crate::ledger::error::LedgerError;
use crate::ledger::history::time;
use crate::ledger::owner_rows;
use crate::ledger::sweep::insert_new_notice;
use crate::ledger::{Disposition, Ledger, NoticeRow, Recording};
use crate::model::Config;
use crate::plan::further::handover::{Handover, Name, Noted, People, Remembered, Which, told};
use crate::plan::{FurtherNotice, names};

/// People in one text, a line each: ids have no line ends.
fn joined(people: &People) -> String {
    people.iter().map(String::as_str).collect::<Vec<_>>().join("\n")
}

fn parted(text: &str) -> People {
    text.lines().filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

impl Ledger {
    /// Everything that is remembered of owners.
    pub fn owners(&self) -> std::result::Result<Remembered, LedgerError> {
        let mut owners: HashMap<Name, People> = HashMap::new();
        let sql = "SELECT task, milestone, person FROM owner";
        let rows = self.rows(sql, [], |row| {
            Ok((row.get::<String>(0)?, row.get::<String>(1)?, row.get::<String>(2)?))
        })?;
        for (task, milestone, person) in rows {
            let people = owners.entry((task, milestone)).or_default();
            if !person.is_empty() {
                people.insert(person);
            }
        }
        let sql = "SELECT task, milestone, people, since FROM handover";
        let pending = self.rows(sql, [], |row| {
            let people: String = row.get(2)?;
            Ok(((row.get(0)?, row.get(1)?), (parted(&people), time(row, 3)?)))
        })?;
        Ok(Remembered { owners, pending: pending.into_iter().collect() })
    }

    /// When owners last changed of whom nobody was told yet.
    pub fn last_handover(&self) -> std::result::Result<Option<Timestamp>, LedgerError> {
        let sql = "SELECT since FROM handover ORDER BY since DESC LIMIT 1";
        Ok(self.rows(sql, [], |row| time(row, 0))?.pop())
    }

    /// Remembers what the files say of owners.
    pub fn note_owners(
        &mut self,
        noted: &Noted,
        now: Timestamp,
    ) -> std::result::Result<(), LedgerError> {
        self.write(|transaction| note(transaction, noted, now))
    }
}

impl Recording<'_> {
    /// The same in the transaction of a sweep.
    pub fn note_owners(&self, noted: &Noted) -> std::result::Result<(), LedgerError> {
        self.done(note(self.transaction, noted, self.now))
    }

    /// Somebody is told what is theirs now and what is no more.
    pub fn handed_over(
        &self,
        config: &Config,
        handover: &Handover,
    ) -> std::result::Result<(), LedgerError> {
        let person = &*config[handover.person].id;
        let set = |targets: &[crate::plan::further::Handed], which| {
            targets.iter().try_for_each(|one| {
                let (task, milestone) = names(config, one.standing.target);
                owner_rows::set(self.transaction, (task, milestone), person, which)
            })
        };
        self.done(
            set(&handover.taken, Which::Taken).and_then(|()| set(&handover.given, Which::Given)),
        )
    }

    /// All of this is told, or nobody is there to be told.
    pub fn handovers_settled(
        &self,
        settled: &[(Name, People)],
        gone: &[FurtherNotice],
    ) -> std::result::Result<(), LedgerError> {
        let done = || -> Result<()> {
            let sql = "DELETE FROM handover WHERE task = ?1 AND milestone = ?2 AND people = ?3";
            let mut delete = self.transaction.prepare_cached(sql)?;
            for ((task, milestone), people) in settled {
                delete.execute(params![task, milestone, joined(people)])?;
            }
            gone.iter().try_for_each(|FurtherNotice { id, moment }| {
                let Some((which, person)) = told(id) else { return Ok(()) };
                let name = (id.subject.id(), id.subject.milestone().unwrap_or_default());
                owner_rows::set(self.transaction, name, person, which)?;
                // Whoever takes over is told who it was, also when that letter is written anew.
                let (disposition, recorded) = (Disposition::Adopted, self.now);
                let (id, moment) = (id.clone(), *moment);
                let notice = NoticeRow { id, disposition, moment, recorded, letter: None };
                insert_new_notice(self.transaction, &notice).map(drop)
            })
        };
        self.done(done())
    }
}

fn note(transaction: &Transaction<'_>, noted: &Noted, now: Timestamp) -> Result<()> {
    for (task, milestone) in &noted.forget {
        for sql in [
            "DELETE FROM owner WHERE task = ?1 AND milestone = ?2",
            "DELETE FROM handover WHERE task = ?1 AND milestone = ?2",
        ] {
            transaction.prepare_cached(sql)?.execute([task, milestone])?;
        }
    }
    for ((task, milestone), people) in &noted.remember {
        // That it is known stands beside who answers for it: it may be nobody.
        owner_rows::set(transaction, (task, milestone), "", Which::Taken)?;
        people.iter().try_for_each(|person| {
            owner_rows::set(transaction, (task, milestone), person, Which::Taken)
        })?;
    }
    for (task, milestone) in &noted.back {
        let sql = "DELETE FROM handover WHERE task = ?1 AND milestone = ?2";
        transaction.prepare_cached(sql)?.execute([task, milestone])?;
    }
    for ((task, milestone), people) in &noted.pending {
        let sql = "INSERT INTO handover (task, milestone, people, since) VALUES (?1, ?2, ?3, ?4)
                   ON CONFLICT (task, milestone) DO UPDATE SET people = ?3, since = ?4";
        let values = params![task, milestone, joined(people), now.as_microsecond()];
        transaction.prepare_cached(sql)?.execute(values)?;
    }
    Ok(())
}
