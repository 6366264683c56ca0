//! Can a damaged ledger bring down those who read it?
//!
//! A ledger that duban has made and swept into is damaged: in its rows, behind the back of every constraint, or in
//! the bytes of its file. All that is then asked of it may fail, and must come back. Tables and columns are taken
//! from the ledger itself, so that this does not know the schema.

#![no_main]

use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

use arbitrary::Arbitrary;
use duban::daemon::sweeping::sweeper::Sweeper;
use duban::ledger::{Ledger, Lock, Matter, NoticeRow};
use duban_fuzz::{load, now};
use libfuzzer_sys::fuzz_target;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

/// How a ledger is damaged.
#[derive(Debug, Arbitrary)]
enum Damage {
    /// Rows are written over or added.
    Rows(Vec<Row>),
    /// Bytes of the file, counted round from its beginning, are changed by XOR; then it is cut by so many.
    Bytes(Vec<(u16, u8)>, u16),
}

/// A row that is there, some of its cells changed; one with the same key is replaced.
#[derive(Debug, Arbitrary)]
struct Row {
    table: u8,
    row: u8,
    cells: Vec<Option<Cell>>,
}

#[derive(Debug, Arbitrary)]
enum Cell {
    Null,
    Small(u8),
    Integer(i64),
    Real(f64),
    Text(String),
    Blob(Vec<u8>),
    /// One of the words that the ledger knows.
    Word(u8),
}

fuzz_target!(|damage: Damage| {
    let state = tempfile::tempdir().expect("a folder");
    match damage {
        Damage::Rows(rows) => {
            std::fs::write(file(state.path()), &SAMPLE.bytes).expect("a file");
            let connection = Connection::open(file(state.path())).expect("a ledger");
            write(&connection, &rows).expect("the rows are written");
        }
        Damage::Bytes(changes, cut) => {
            let mut bytes = SAMPLE.bytes.clone();
            let length = bytes.len();
            for (at, change) in changes {
                bytes[usize::from(at) % length] ^= change;
            }
            bytes.truncate(length - usize::from(cut) % length);
            std::fs::write(file(state.path()), &bytes).expect("a file");
        }
    }
    read_all(state.path());
});

fn file(state: &Path) -> PathBuf {
    state.join("ledger.sqlite3")
}

/// Opens the ledger in each of the ways there are, and asks it everything.
fn read_all(state: &Path) {
    if let Ok(Some(mut ledger)) = Ledger::open_read_only(state) {
        read(&mut ledger);
    }
    if let Ok(mut ledger) = Ledger::open_beside(state) {
        read(&mut ledger);
    }
    let lock = Lock::acquire(state).expect("nobody else has it");
    if let Ok(mut ledger) = Ledger::open(state, &lock) {
        read(&mut ledger);
    }
}

/// Asks the ledger everything. Any answer is good, and so is any error.
fn read(ledger: &mut Ledger) {
    let _ = ledger.recorded_of(&["A-1"]);
    let _ = ledger.latest_notices(&["A-1"]);
    let _ = ledger.undelivered();
    let _ = ledger.relay_trouble();
    let _ = ledger.held_edit();
    let _ = ledger.held_changes();
    let _ = ledger.listed(|_, _, _| {});
    let _ = ledger.listed_before(now());
    let _ = ledger.sent_in_vain();
    let _ = ledger.unwritten();
    for (_, matter) in Matter::ALL {
        let _ = ledger.last_word(*matter);
    }
    let _ = ledger.refused();
    let _ = ledger.mailbox_news();
    let mut waiting = Vec::new();
    let _ = ledger.waiting(|letter| waiting.push(letter));
    let unsettled = ledger.unsettled().unwrap_or_default();
    let history = ledger.history(None, 100).unwrap_or_default();
    for NoticeRow { id, .. } in &history {
        let milestone = id.subject.milestone();
        let _ = ledger.recorded(id.subject.id(), milestone);
        let _ = ledger.withdrawn_in_doubt(id);
        let _ = ledger.notices(id.subject.id(), milestone);
        let _ = ledger.history(Some(id.subject.id()), 100);
    }
    let letters = unsettled.into_iter().map(|letter| letter.id);
    let letters = letters.chain(waiting.into_iter().map(|waiting| waiting.letter));
    for id in letters.chain([String::new()]) {
        let _ = ledger.letter(&id);
        let _ = ledger.attempts(&id);
    }
    let in_flight = HashSet::new();
    let _ = ledger.send(|sending| {
        let _ = sending.next_due(&in_flight);
        sending.take(now(), 10, usize::MAX, &in_flight)
    });
}

/// A ledger that a sweep has written into, ready to be damaged.
struct Sample {
    /// Its file, without what keeps wrong values out.
    bytes: Vec<u8>,
    tables: Vec<Table>,
    /// Every word that its schema and its rows have.
    words: Vec<String>,
}

struct Table {
    name: String,
    columns: Vec<String>,
}

static SAMPLE: LazyLock<Sample> = LazyLock::new(|| {
    let state = tempfile::tempdir().expect("a folder");
    sweep(state.path());
    let path = file(state.path());
    let sample = loosened(&path).expect("the ledger can be loosened");
    Sample { bytes: std::fs::read(path).expect("the ledger"), ..sample }
});

const CONFIG: &str = "
[mail]
from = 'duban@example.org'
[calendars.default]
timezone = 'Asia/Shanghai'
hours = '00:00-24:00'
send-on = 'every-day'
[people.ann]
name = 'Ann'
email = 'ann@example.org'
[people.bob]
name = 'Bob'
email = 'bob@example.org'
[units.unit]
name = 'Unit'
head = 'ann'
[policies.policy]
group = false
stages = [
  { name = 'assigned', from = 'opened', at = '0d', to = ['owner'] },
  { name = 'late', at = '+1d', to = ['owner', 'person:bob'] },
  { name = 'ask', from = 'done', at = '0d', to = ['owner'], release = 'ask' },
]
[defaults]
unit = 'unit'
policy = 'policy'
opened = 2026-11-01
[[task]]
id = 'new'
title = 'New'
due = 2026-12-01
milestones = [{ id = 'part', title = 'Part', due = 2026-11-10 }]
[[task]]
id = 'late'
title = 'Late'
due = 2026-11-02T12:00:00
[[task]]
id = 'done'
title = 'Done'
due = 2026-11-02
done = 2026-11-03
";

fn sweep(state: &Path) {
    let config = Arc::new(load(CONFIG).config.expect("a configuration"));
    let lock = Lock::acquire(state).expect("nobody else has it");
    let mut ledger = Ledger::open(state, &lock).expect("a ledger");
    let swept = Sweeper::new(config).sweep(&mut ledger, now()).expect("a sweep");
    assert!(swept.queued > 1 && swept.held > 0, "{swept:?}");
}

/// Takes the constraints of the columns out of the ledger, and reads what is in it.
fn loosened(path: &Path) -> rusqlite::Result<Sample> {
    let connection = Connection::open(path)?;
    connection.execute_batch(
        "PRAGMA writable_schema = ON;
         UPDATE sqlite_schema SET sql = replace(replace(replace(replace(sql,
             'IS NOT NULL', 'NOTNULL'), 'NOT NULL', ''), ') STRICT, ', ') '), ') STRICT', ')')
         WHERE type = 'table';",
    )?;
    drop(connection);
    let connection = Connection::open(path)?;
    let schema: Vec<(String, String)> = connection
        .prepare("SELECT name, sql FROM sqlite_schema WHERE type = 'table'")?
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<rusqlite::Result<_>>()?;
    let mut tables = Vec::new();
    let mut words = Vec::new();
    for (name, sql) in schema {
        assert!(!sql.contains("STRICT") && !sql.contains("NOT NULL"), "still strict: {sql}");
        let columns = connection
            .prepare("SELECT name FROM pragma_table_info(?1)")?
            .query_map([&name], |row| row.get(0))?
            .collect::<rusqlite::Result<Vec<String>>>()?;
        for column in &columns {
            let found = connection
                .prepare(&format!(r#"SELECT "{column}" FROM "{name}""#))?
                .query_map([], |row| row.get::<_, Value>(0))?
                .collect::<rusqlite::Result<Vec<Value>>>()?;
            words.extend(found.into_iter().filter_map(|value| match value {
                Value::Text(text) => Some(text),
                _ => None,
            }));
        }
        words.extend(sql.split('\'').skip(1).step_by(2).map(str::to_owned));
        tables.push(Table { name, columns });
    }
    words.sort();
    words.dedup();
    Ok(Sample { bytes: Vec::new(), tables, words })
}

fn write(connection: &Connection, rows: &[Row]) -> rusqlite::Result<()> {
    connection.execute_batch(
        "PRAGMA synchronous = OFF; PRAGMA foreign_keys = OFF; PRAGMA ignore_check_constraints = ON; BEGIN;",
    )?;
    for Row { table, row, cells } in rows {
        let table = &SAMPLE.tables[usize::from(*table) % SAMPLE.tables.len()];
        let mut values = vec![Value::from(*row)];
        let mut cells = cells.iter();
        let mut columns = Vec::new();
        for column in &table.columns {
            match cells.next().and_then(Option::as_ref) {
                Some(cell) => {
                    values.push(cell.value());
                    columns.push(format!("?{}", values.len()));
                }
                None => columns.push(format!(r#""{column}""#)),
            }
        }
        // Of an empty table the row is all NULL.
        let sql = format!(
            r#"INSERT OR REPLACE INTO "{name}" SELECT {columns} FROM (SELECT 1) LEFT JOIN
               (SELECT * FROM "{name}" LIMIT 1 OFFSET ?1 % max(1, (SELECT count(*) FROM "{name}")))"#,
            name = table.name,
            columns = columns.join(", "),
        );
        match connection.prepare_cached(&sql)?.execute(params_from_iter(values)) {
            // A key without a value, in a table that is ordered by it.
            Ok(_) | Err(rusqlite::Error::SqliteFailure(..)) => {}
            Err(failure) => return Err(failure),
        }
    }
    connection.execute_batch("COMMIT;")
}

impl Cell {
    fn value(&self) -> Value {
        match self {
            Cell::Null => Value::Null,
            Cell::Small(number) => Value::from(*number),
            Cell::Integer(number) => Value::from(*number),
            Cell::Real(number) => Value::from(*number),
            Cell::Text(text) => Value::from(text.clone()),
            Cell::Blob(bytes) => Value::from(bytes.clone()),
            Cell::Word(at) => {
                Value::from(SAMPLE.words[usize::from(*at) % SAMPLE.words.len()].clone())
            }
        }
    }
}
