//! The tables of the ledger, as its schema has them, and their rows as they stand there: for work that goes through all of
//! them, whatever the engine. What only a server has, its leases, is no part of it.

use crate::ledger::Ledger;
use crate::ledger::db::{Connection, FromValue, Result, Row, ToValue, Transaction, Value};
use crate::ledger::error::LedgerError;

/// So many rows are read, and written, in one statement; where they hold messages, fewer.
const ROWS: usize = 100;
const HEAVY_ROWS: usize = 8;

/// A value as it stands in a row. Yes and no are 1 and 0.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Cell {
    Null,
    Number(i64),
    Text(String),
    Bytes(Vec<u8>),
}

/// A row, in the order of [`Table::columns`].
pub(super) type Cells = Vec<Cell>;

/// A column that refers to a column of another table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reference {
    pub(super) column: String,
    pub(super) table: String,
    pub(super) to: String,
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Table {
    pub(super) name: String,
    pub(super) columns: Vec<String>,
    /// The places of the columns that tell its rows apart and order them.
    key: Vec<usize>,
    pub(super) refers: Vec<Reference>,
    /// Its rows may have megabytes.
    heavy: bool,
}

/// All tables, each after those it refers to.
pub(super) fn tables() -> Result<Vec<Table>, LedgerError> {
    let ledger = Ledger::in_memory(|| false)?;
    let read = || -> Result<Vec<Table>> {
        let names = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT IN ('node', 'file', 'files_in_force') ORDER BY name";
        let mut names = ledger.connection.prepare_cached(names)?;
        let names: Vec<String> = names.query_map([], |row| row.get(0))?;
        names.into_iter().map(|name| table(&ledger.connection, name)).collect()
    };
    Ok(in_order(read().map_err(|source| ledger.failed(source))?))
}

fn table(connection: &Connection, name: String) -> Result<Table> {
    let sql = "SELECT name, pk, type FROM pragma_table_info(?1) ORDER BY cid";
    let mut found: Vec<(String, i64, String)> = connection
        .prepare_cached(sql)?
        .query_map([&name], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    if found.iter().all(|(_, place, _)| *place == 0) {
        found.insert(0, ("rowid".to_owned(), 1, "INTEGER".to_owned()));
    }
    let mut key: Vec<usize> = (0..found.len()).filter(|at| found[*at].1 > 0).collect();
    key.sort_by_key(|at| found[*at].1);
    let sql = r#"SELECT "from", "table", "to" FROM pragma_foreign_key_list(?1)"#;
    let refers = connection.prepare_cached(sql)?.query_map([&name], |row| {
        Ok(Reference { column: row.get(0)?, table: row.get(1)?, to: row.get(2)? })
    })?;
    let heavy = found.iter().any(|(_, _, kind)| kind == "BLOB");
    let columns = found.into_iter().map(|(column, _, _)| column).collect();
    Ok(Table { name, columns, key, refers, heavy })
}

fn in_order(mut left: Vec<Table>) -> Vec<Table> {
    let mut ordered: Vec<Table> = Vec::new();
    while !left.is_empty() {
        let waits = |table: &Table| {
            let mut others = table.refers.iter().filter(|to| to.table != table.name);
            others.any(|to| left.iter().any(|one| one.name == to.table))
        };
        // A circle has no order; its first comes first.
        let next = left.iter().position(|table| !waits(table)).unwrap_or(0);
        ordered.push(left.remove(next));
    }
    ordered
}

impl Table {
    /// The next rows after that one, in the order of their keys; none, at the end.
    pub(super) fn page(
        &self,
        connection: &Connection,
        after: Option<&Cells>,
    ) -> Result<Vec<Cells>> {
        let key =
            self.key.iter().map(|at| quoted(&self.columns[*at])).collect::<Vec<_>>().join(", ");
        let (columns, table, limit) = (self.all_columns(), quoted(&self.name), self.rows_at_once());
        let beyond = match after {
            None => String::new(),
            Some(_) => format!("WHERE ({key}) > ({})", placeholders(1, self.key.len())),
        };
        let sql = format!("SELECT {columns} FROM {table} {beyond} ORDER BY {key} LIMIT {limit}");
        let after: Vec<&dyn ToValue> = match after {
            None => Vec::new(),
            Some(row) => self.key.iter().map(|at| &row[*at] as &dyn ToValue).collect(),
        };
        connection.prepare_cached(&sql)?.query_map(after, |row| self.read(row))
    }

    /// The rows that have this in that column, in the order of their keys.
    pub(super) fn rows_with(
        &self,
        connection: &Connection,
        column: &str,
        value: &dyn ToValue,
    ) -> Result<Vec<Cells>> {
        let key =
            self.key.iter().map(|at| quoted(&self.columns[*at])).collect::<Vec<_>>().join(", ");
        let (columns, table, column) = (self.all_columns(), quoted(&self.name), quoted(column));
        let sql = format!("SELECT {columns} FROM {table} WHERE {column} = ?1 ORDER BY {key}");
        connection.prepare_cached(&sql)?.query_map(vec![value], |row| self.read(row))
    }

    fn read(&self, row: &Row<'_>) -> Result<Cells> {
        (0..self.columns.len()).map(|at| row.get(at)).collect()
    }

    /// Writes new rows.
    pub(super) fn insert(&self, connection: &Connection, rows: &[Cells]) -> Result<()> {
        self.write(connection, rows, "INSERT")
    }

    /// Writes rows into a file, in the place of those that have the same key.
    pub(super) fn put(&self, file: &Connection, rows: &[Cells]) -> Result<()> {
        self.write(file, rows, "INSERT OR REPLACE")
    }

    fn write(&self, connection: &Connection, rows: &[Cells], verb: &str) -> Result<()> {
        let (table, columns) = (quoted(&self.name), self.all_columns());
        for some in rows.chunks(self.rows_at_once()) {
            let width = self.columns.len();
            let values =
                (0..some.len()).map(|at| format!("({})", placeholders(at * width + 1, width)));
            let values = values.collect::<Vec<_>>().join(", ");
            let sql = format!("{verb} INTO {table} ({columns}) VALUES {values}");
            let cells: Vec<&dyn ToValue> =
                some.iter().flatten().map(|cell| cell as &dyn ToValue).collect();
            connection.prepare_cached(&sql)?.execute(cells)?;
        }
        Ok(())
    }

    /// Deletes these rows.
    pub(super) fn delete(&self, transaction: &Transaction<'_>, rows: &[Cells]) -> Result<()> {
        let of_key = self.key.iter().zip(1..);
        let condition =
            of_key.map(|(at, place)| format!("{} = ?{place}", quoted(&self.columns[*at])));
        let condition = condition.collect::<Vec<_>>().join(" AND ");
        let sql = format!("DELETE FROM {} WHERE {condition}", quoted(&self.name));
        let mut delete = transaction.prepare_cached(&sql)?;
        for row in rows {
            let key: Vec<&dyn ToValue> =
                self.key.iter().map(|at| &row[*at] as &dyn ToValue).collect();
            delete.execute(key)?;
        }
        Ok(())
    }

    /// The rows to come get numbers after those that are there. A file does that by itself.
    pub(super) fn count_on(&self, connection: &Connection) -> Result<()> {
        let [key] = self.key.as_slice() else { return Ok(()) };
        if connection.server().is_none() {
            return Ok(());
        }
        let (table, column) = (&self.name, &self.columns[*key]);
        let quoted = (quoted(table), quoted(column));
        // A table whose rows are not numbered by the server has no sequence.
        let numbered = "SELECT data_type IN ('bigint', 'integer') FROM information_schema.columns
                        WHERE table_schema = current_schema() AND table_name = ?1 AND column_name = ?2";
        let numbered: Vec<bool> =
            connection.prepare_cached(numbered)?.query_map([table, column], |row| row.get(0))?;
        if numbered != [true] {
            return Ok(());
        }
        let sql = format!(
            "SELECT setval(pg_get_serial_sequence('{table}', '{column}'), last) FROM
                 (SELECT max({}) AS last FROM {}) AS rows WHERE last IS NOT NULL",
            quoted.1, quoted.0
        );
        connection.prepare_cached(&sql)?.query(Vec::<&dyn ToValue>::new()).map(drop)
    }

    /// How a person is told of a row.
    pub(super) fn named(&self, row: &Cells) -> String {
        let key = self.key.iter().map(|at| match &row[*at] {
            Cell::Null => String::new(),
            Cell::Number(number) => number.to_string(),
            Cell::Text(text) => text.clone(),
            Cell::Bytes(bytes) => format!("{} bytes", bytes.len()),
        });
        format!("{} {}", self.name, key.collect::<Vec<_>>().join("/"))
    }

    fn all_columns(&self) -> String {
        self.columns.iter().map(|one| quoted(one)).collect::<Vec<_>>().join(", ")
    }

    fn rows_at_once(&self) -> usize {
        if self.heavy { HEAVY_ROWS } else { ROWS }
    }
}

fn quoted(name: &str) -> String {
    format!("\"{name}\"")
}

fn placeholders(first: usize, count: usize) -> String {
    (first..first + count).map(|at| format!("?{at}")).collect::<Vec<_>>().join(", ")
}

impl ToValue for Cell {
    fn value(&self) -> Value<'_> {
        match self {
            Cell::Null => Value::Null,
            Cell::Number(number) => Value::Int(*number),
            Cell::Text(text) => Value::Text(text),
            Cell::Bytes(bytes) => Value::Bytes(bytes),
        }
    }
}

impl FromValue for Cell {
    fn from_value(value: Value<'_>) -> Option<Cell> {
        Some(match value {
            Value::Null => Cell::Null,
            Value::Int(number) => Cell::Number(number),
            Value::Bool(yes) => Cell::Number(yes.into()),
            Value::Text(text) => Cell::Text(text.to_owned()),
            Value::Bytes(bytes) => Cell::Bytes(bytes.to_owned()),
        })
    }
}
