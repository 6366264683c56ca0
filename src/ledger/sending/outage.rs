//! What keeps letters from leaving, as the ledger has it: of each node, and of all (N2).

use jiff::Timestamp;

use crate::ledger::db::{Connection, OptionalExtension, Result, Row, params};
use crate::ledger::error::LedgerError;
use crate::ledger::history::time;
use crate::ledger::sending::Sending;
use crate::ledger::{IN_DOUBT, Ledger, RelayTrouble};
use crate::model::cure::Cure;

const OUTAGE: &str = "SELECT since, why, needs_admin, failures, next_try,
    EXISTS (SELECT 1 FROM word WHERE what = 'outage'), cure FROM relay";

const TOLD: &str = "EXISTS (SELECT 1 FROM word WHERE what = 'outage')";

impl Ledger {
    /// What keeps every letter from leaving, if something does: an outage is a node's own, and is one of all where no node
    /// that lives can send (N2). That of the last of them is told.
    pub fn relay_trouble(&self) -> Result<Option<RelayTrouble>, LedgerError> {
        relay_trouble(&self.connection).map_err(|source| self.failed(source))
    }

    /// What keeps letters from leaving this node.
    pub fn own_relay_trouble(&self) -> Result<Option<RelayTrouble>, LedgerError> {
        let own = self.rows(&format!("{OUTAGE} WHERE relay.node = ?1"), [self.node()], outage);
        Ok(own?.pop())
    }
}

impl Sending<'_> {
    /// What keeps every letter from leaving, if something does.
    pub fn relay_trouble(&self) -> Result<Option<RelayTrouble>, LedgerError> {
        self.done(relay_trouble(self.transaction))
    }

    /// The outage of which the admin was told.
    pub fn told_outage(&self) -> Result<Option<RelayTrouble>, LedgerError> {
        let since = "(SELECT since FROM word WHERE what = 'outage')";
        let sql = format!(
            "{OUTAGE} WHERE {TOLD} ORDER BY relay.since = {since} DESC, relay.since DESC LIMIT 1"
        );
        self.done(
            self.transaction
                .prepare_cached(&sql)
                .and_then(|mut told| told.query_row([], outage).optional()),
        )
    }

    /// Nothing can leave this node.
    pub fn relay_down(&self, trouble: &RelayTrouble) -> Result<(), LedgerError> {
        let RelayTrouble { since, why, needs_admin, cure, failures, next_try, .. } = trouble;
        let cure = cure.map(Cure::name);
        let (since, next) = (since.as_microsecond(), next_try.as_microsecond());
        self.done(
            self.transaction
                .prepare_cached(
                    "INSERT INTO relay (node, since, why, needs_admin, failures, next_try, cure)
                     VALUES (?7, ?1, ?2, ?3, ?4, ?5, ?6)
                     ON CONFLICT (node) DO UPDATE
                         SET why = ?2, needs_admin = ?3, failures = ?4, next_try = ?5, cure = ?6",
                )
                .and_then(|mut statement| {
                    let row =
                        params![since, why.kept(), needs_admin, failures, next, cure, self.node];
                    statement.execute(row)
                })
                .map(|_| ()),
        )
    }

    /// Letters leave this node again. That no node could send is over, and may be told anew.
    pub fn relay_up(&self) -> Result<(), LedgerError> {
        self.done((|| {
            self.transaction.execute("DELETE FROM relay WHERE node = ?1", [self.node])?;
            self.transaction.execute("DELETE FROM word WHERE what = 'outage'", []).map(drop)
        })())
    }

    /// The word to the admin that nothing can leave is withdrawn if it has not left either: it would come with the
    /// word that letters leave again, which says since when they did not. Its id, unless somebody may have it.
    pub fn withdraw_word_of_outage(&self, now: Timestamp) -> Result<Option<String>, LedgerError> {
        self.done(
            self.transaction
                .prepare_cached(&format!(
                    "UPDATE letter SET state = 'withdrawn', next_attempt = NULL, settled = ?1, claim = NULL
                     WHERE id IN (SELECT letter FROM word WHERE what = 'outage') AND state = 'queued' AND (claim IS NULL OR claim = ?2) AND NOT {IN_DOUBT} AND NOT EXISTS
                         (SELECT 1 FROM recipient WHERE letter = number AND recipient.state = 'delivered')
                     RETURNING id"
                ))
                .and_then(|mut word| {
                    let row = params![now.as_microsecond(), self.node];
                    word.query_row(row, |row| row.get(0)).optional()
                }),
        )
    }
}

fn relay_trouble(connection: &Connection) -> Result<Option<RelayTrouble>> {
    let last = connection.either(
        " ORDER BY since DESC LIMIT 1",
        " LEFT JOIN node ON node.name = relay.node
          WHERE NOT EXISTS (SELECT 1 FROM node WHERE until > (extract(epoch FROM clock_timestamp()) * 1000000)
                            AND name NOT IN (SELECT relay.node FROM relay))
          ORDER BY coalesce(until > (extract(epoch FROM clock_timestamp()) * 1000000), FALSE) DESC, since DESC LIMIT 1",
    );
    connection.prepare_cached(&format!("{OUTAGE}{last}"))?.query_row([], outage).optional()
}

fn outage(row: &Row<'_>) -> Result<RelayTrouble> {
    Ok(RelayTrouble {
        since: time(row, 0)?,
        why: row.get(1)?,
        needs_admin: row.get(2)?,
        failures: row.get(3)?,
        next_try: time(row, 4)?,
        told: row.get(5)?,
        // A later duban may know further ones.
        cure: row.get::<Option<String>>(6)?.and_then(|name| Cure::from_name(&name)),
    })
}
