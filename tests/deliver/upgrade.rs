//! A ledger that an earlier duban wrote is brought up to date and goes on where it stood.
//!
//! `ledgers/` has one for each version of the schema that was released, as the duban of its time left it after
//! a pass at 2026-11-23 09:00 in Shanghai: A-1's letter was sent, A-2's put off with 451, A-3's recipient
//! refused, A-4's letter waits for `duban release`.

use std::path::{Path, PathBuf};

use rusqlite::Connection;

use super::installation::{Installation, text, went_to};
use super::relay::Script;

const TASKS: &str = "
[policies.p]
stages = [{ name = 'overdue', at = '+1d', repeat = '1d', to = ['owner'] }]
[policies.asked]
stages = [{ name = 'overdue', at = '+1d', repeat = '1d', to = ['owner'], release = 'ask' }]
[[task]]
id = 'A-1'
title = 'Sent'
owner = 'zhang'
policy = 'p'
due = 2026-11-20
[[task]]
id = 'A-2'
title = 'Deferred'
owner = 'wang'
policy = 'p'
due = 2026-11-20
[[task]]
id = 'A-3'
title = 'Failed'
owner = 'wang'
policy = 'p'
due = 2026-11-20
[[task]]
id = 'A-4'
title = 'Held'
owner = 'zhang'
policy = 'asked'
due = 2026-11-20
";

fn released() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/deliver/ledgers");
    let files = std::fs::read_dir(folder).expect("the ledgers").flatten();
    let mut files: Vec<PathBuf> = files.map(|file| file.path()).collect();
    files.sort();
    files
}

#[test]
fn a_ledger_of_each_released_version_goes_on_where_it_stood() {
    let all = released();
    assert!(!all.is_empty());
    for dump in all {
        let (relay, office) = Installation::beside(Script::default(), TASKS);
        std::fs::create_dir(office.state()).expect("a folder");
        let written = Connection::open(office.state().join("ledger.sqlite3")).expect("a ledger");
        let rows = std::fs::read_to_string(&dump).expect("a dump");
        written.pragma_update(None, "foreign_keys", false).expect("rows come in any order");
        written.execute_batch(&rows).expect("it can be filled");
        drop(written);

        // A minute later A-2's letter is due again, and nothing else is.
        let passed = office.once("2026-11-23 02:00:00", 0);
        assert_eq!(went_to(&relay), ["wang"], "{}: {}", dump.display(), text(&passed));
        let letters = relay.arrived();
        assert!(String::from_utf8_lossy(&letters[0].bytes).contains("A-2"));
        office.ledger_is_sound();
        let mut unsettled = office.outbox();
        unsettled.sort();
        assert_eq!(unsettled, ["failed", "held"]);
        // What was met with is told in the reader's language, also where it was kept as a sentence.
        let letters = text(&office.run(None, &["--lang", "zh-CN", "letters"]));
        assert!(letters.contains("收件人（RCPT）：“550 5.1.1 no such user”"), "{letters}");
        let history = office.json(None, &["history", "--json"]);
        let notices = history["notices"].as_array().expect("notices");
        assert_eq!(notices.len(), 4, "{history}");

        // The next day is no different from any other: go to one person in one letter.
        office.once("2026-11-24 01:00:10", 0);
        assert_eq!(went_to(&relay), ["wang", "wang", "zhang"]);
    }
}

#[test]
fn there_is_a_ledger_of_every_released_version() {
    let schemas = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/ledger/schema");
    let files = std::fs::read_dir(schemas).expect("the schema").flatten();
    let steps = files.filter(|file| file.path().is_file()).count();
    assert_eq!(
        released().len(),
        steps,
        "dump a ledger of the newest schema into tests/deliver/ledgers"
    );
}
