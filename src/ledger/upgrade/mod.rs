//! A step to a schema: its SQL, and what SQL alone cannot do for the rows that are there.

mod old_causes;

use crate::ledger::db::{Connection, Result};

/// From this schema on the ledger keeps causes as codes.
const CODES: i64 = 19;

/// Takes the step to that schema.
pub(super) fn step(connection: &Connection, schema: i64, sql: &str) -> Result<()> {
    if schema != CODES {
        return connection.execute_batch(sql);
    }
    let known = old_causes::read(connection)?;
    connection.execute_batch(sql)?;
    known.iter().try_for_each(|one| one.write(connection))
}
