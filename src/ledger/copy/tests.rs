//! N5, on both engines.

use std::path::{Path, PathBuf};

use super::*;
use crate::ledger::shape::{Cells, tables};
use crate::ledger::test_server;

/// A file with a ledger in it that has rows in every table.
fn full(folder: &Path) -> PathBuf {
    let path = folder.join("full.sqlite3");
    let ledger = Ledger::make_empty(&path).unwrap();
    let file = ledger.connection.file().unwrap();
    file.execute_batch(include_str!("rows.sql")).unwrap();
    let empty = rows(&ledger).into_iter().filter(|(_, rows)| rows.is_empty());
    let empty: Vec<String> = empty.map(|(table, _)| table).collect();
    assert_eq!(empty, [""; 0], "rows.sql has no row for these tables: add one to it");
    let dangling = file.prepare("PRAGMA foreign_key_check").unwrap().exists([]).unwrap();
    assert!(!dangling, "rows.sql refers to rows that are not there");
    path
}

/// A server without a ledger.
fn server(name: &str) -> String {
    let url = test_server::url(name);
    sql(&url, &format!("CREATE SCHEMA {name}"));
    url
}

fn sql(url: &str, statements: &str) {
    let server = Postgres::connect(url, crate::clock::Machine::this()).unwrap();
    Connection::Postgres(Box::new(server)).execute_batch(statements).unwrap();
}

/// All that is in a ledger, by table.
fn rows(ledger: &Ledger) -> Vec<(String, Vec<Cells>)> {
    let all = |table: &Table| {
        let mut all: Vec<Cells> = Vec::new();
        loop {
            let page = table.page(&ledger.connection, all.last()).unwrap();
            if page.is_empty() {
                return (table.name.clone(), all);
            }
            all.extend(page);
        }
    };
    tables().unwrap().iter().map(all).collect()
}

fn rows_on(url: &str) -> Vec<(String, Vec<Cells>)> {
    rows(&Ledger::open_server_beside(url).unwrap().unwrap())
}

#[test]
fn n5_a_ledger_goes_to_a_server_and_back_row_for_row() {
    let folder = tempfile::tempdir().unwrap();
    let (path, url) = (full(folder.path()), server("copy_around"));
    let back = folder.path().join("back.sqlite3");
    let there = copy(&Site::File(path.clone()), &Site::Server(url.clone())).unwrap();
    assert_eq!(there, Copied { letters: 250, notices: 251 });
    let all = rows(&Ledger::open_alone(&path).unwrap());
    assert!(rows_on(&url) == all);
    assert_eq!(copy(&Site::Server(url.clone()), &Site::File(back.clone())).unwrap(), there);
    let returned = Ledger::open_alone(&back).unwrap();
    assert!(rows(&returned) == all);
    assert_eq!(returned.check().unwrap(), [], "references and indexes");
    let part = folder.path().join("back.sqlite3.part");
    assert!(!part.exists());

    // What is written next gets numbers of its own.
    let ledger = Ledger::open_server_beside(&url).unwrap().unwrap();
    for (table, column, next) in [("letter", "number", 501), ("notice", "rowid", 1502)] {
        let sql = format!("SELECT nextval(pg_get_serial_sequence('{table}', '{column}'))");
        assert_eq!(ledger.rows(&sql, [], |row| row.get::<i64>(0)).unwrap(), [next]);
    }
}

#[test]
fn n5_a_row_that_does_not_read_back_as_it_was_is_named_and_nothing_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let (path, url) = (full(folder.path()), server("copy_altered"));
    drop(Ledger::open_server(&url).unwrap());
    sql(
        &url,
        "CREATE FUNCTION alter_it() RETURNS trigger LANGUAGE plpgsql AS
             'BEGIN NEW.facts = NEW.facts || ''!''; RETURN NEW; END';
         CREATE TRIGGER alters BEFORE INSERT ON listed FOR EACH ROW WHEN (NEW.milestone = 'draft')
             EXECUTE FUNCTION alter_it()",
    );
    let refused = copy(&Site::File(path), &Site::Server(url.clone())).unwrap_err();
    let LedgerError::Copy { reason: Reason::Differs(row), .. } = &refused else {
        panic!("{refused}")
    };
    assert_eq!(row, "listed A-1/draft");
    assert!(rows_on(&url).iter().all(|(_, rows)| rows.is_empty()));
}

#[test]
fn n5_a_copy_that_is_cut_short_leaves_nothing_that_looks_whole() {
    let folder = tempfile::tempdir().unwrap();
    let (path, url) = (full(folder.path()), server("copy_cut"));
    let ledger = Ledger::open_alone(&path).unwrap();
    let damage = "UPDATE edit_meant SET facts = CAST(x'ff' AS TEXT)";
    ledger.connection.file().unwrap().execute_batch(damage).unwrap();
    drop(ledger);
    let refused = copy(&Site::File(path), &Site::Server(url.clone())).unwrap_err();
    assert!(refused.to_string().contains("utf-8"), "{refused}");
    assert!(rows_on(&url).iter().all(|(_, rows)| rows.is_empty()));

    sql(
        &url,
        "ALTER TABLE held_change DROP CONSTRAINT held_change_what_check;
         INSERT INTO held_change (task, milestone, what) VALUES ('A', '', 'unheard of')",
    );
    let back = folder.path().join("back.sqlite3");
    let refused = copy(&Site::Server(url), &Site::File(back)).unwrap_err();
    assert!(refused.to_string().contains("CHECK"), "{refused}");
    let left: Vec<_> = std::fs::read_dir(folder.path()).unwrap().flatten().collect();
    assert!(left.iter().all(|file| !file.file_name().to_string_lossy().starts_with("back")));
}

#[test]
fn n5_a_ledger_goes_only_to_where_none_is_and_while_nobody_works_on_it() {
    let folder = tempfile::tempdir().unwrap();
    let (path, url) = (full(folder.path()), server("copy_where"));
    let (file, there) = (Site::File(path.clone()), Site::Server(url.clone()));
    let why = |from: &Site, to: &Site| match copy(from, to).unwrap_err() {
        LedgerError::Copy { reason, .. } => reason,
        other => panic!("{other}"),
    };
    assert!(matches!(why(&file, &Site::File(path.with_extension("new"))), Reason::SameKind));
    assert!(matches!(why(&there, &there), Reason::SameKind));
    let none = copy(&there, &Site::File(path.with_extension("new"))).unwrap_err();
    assert!(matches!(none, LedgerError::NoLedger { .. }), "{none}");
    copy(&file, &there).unwrap();
    assert!(matches!(why(&file, &there), Reason::NotEmpty));
    assert!(matches!(why(&there, &file), Reason::Exists));

    let worked_on = Ledger::open_alone(&path).unwrap();
    let held = copy(&file, &there).unwrap_err();
    assert!(matches!(held, LedgerError::Held { .. }), "{held}");
    drop(worked_on);
    let node = Ledger::open_server(&url).unwrap();
    node.take_lease("one").unwrap().unwrap();
    let held = copy(&there, &Site::File(path.with_extension("new"))).unwrap_err();
    assert!(matches!(&held, LedgerError::Lease { node, .. } if node == "one"), "{held}");
}

#[test]
fn n5_a_text_with_a_nul_is_kept_as_the_server_can() {
    let folder = tempfile::tempdir().unwrap();
    let (path, url) = (full(folder.path()), server("copy_nul"));
    let ledger = Ledger::open_alone(&path).unwrap();
    let nul = "UPDATE attempt SET outcome = 'a' || char(0) || 'b' WHERE letter = 2";
    ledger.connection.file().unwrap().execute_batch(nul).unwrap();
    drop(ledger);
    copy(&Site::File(path), &Site::Server(url.clone())).unwrap();
    let ledger = Ledger::open_server_beside(&url).unwrap().unwrap();
    let outcome = "SELECT outcome FROM attempt WHERE letter = 2";
    assert_eq!(ledger.rows(outcome, [], |row| row.get::<String>(0)).unwrap(), ["a\u{fffd}b"]);
}
