//! docs/json.md is what the commands print: every key that is printed is listed there with its type, and every key
//! that is listed is printed.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::installation::{Installation, text};
use super::relay::{Do, Relay, Script, Step};

const NOW: &str = "2026-11-25T10:30:00+08:00";

const LIST: &str = r#"
[people.li]
name = "李四"
email = "li@example.org"
away = [{ from = 2026-11-20, until = 2026-12-10, delegate = "wang" }]
[units.county]
name = "县局"
parent = "city"
head = "li"
supervisor = "wang"
[policies.p]
stages = [
  { name = "soon", at = "-3d", to = ["owner"] },
  { name = "overdue", at = "+1d", repeat = "1w", to = ["owner"], cc = ["head+1"] },
  { name = "talk", at = "+10d", to = ["head"], release = "ask" },
]
[[reports]]
name = "weekly"
cron = "0 9 * * 1"
to = ["person:wang"]
[[task]]
id = "A-1"
title = "出台办法"
unit = "county"
owner = "zhang"
policy = "p"
due = 2026-10-20
milestones = [{ id = "m", title = "草案", due = 2026-11-27T12:00:00 }]
[[task]]
id = "A-2"
title = "清理台账"
unit = "city"
policy = "p"
due = 2026-12-01
"#;

/// A key's type by the page, and whether it may be null or missing.
#[derive(Debug, Clone, PartialEq)]
struct Shape {
    kind: String,
    nullable: bool,
    optional: bool,
}

/// The tables of the page by their headings.
fn page() -> BTreeMap<String, BTreeMap<String, Shape>> {
    let page = include_str!("../../docs/json.md");
    let mut tables: BTreeMap<String, BTreeMap<String, Shape>> = BTreeMap::new();
    let mut heading = String::new();
    for line in page.lines() {
        if let Some(name) = line.strip_prefix("## ") {
            heading = name.to_owned();
        }
        let Some(row) = line.strip_prefix("| `") else { continue };
        let (key, rest) = row.split_once("` | ").expect("a key");
        let kind = rest.split(" |").next().expect("a type");
        let shape = Shape {
            kind: kind.trim_end_matches(", may be null").to_owned(),
            nullable: kind.ends_with(", may be null"),
            optional: key.ends_with('?'),
        };
        let table = tables.entry(heading.clone()).or_default();
        assert!(table.insert(key.trim_end_matches('?').to_owned(), shape).is_none(), "{key} twice");
    }
    tables
}

fn is_time(text: &str) -> bool {
    text.len() >= 25 && text.parse::<jiff::Timestamp>().is_ok()
}

fn fits(shape: &Shape, value: &Value) -> bool {
    match (shape.kind.as_str(), value) {
        (_, Value::Null) => shape.nullable,
        ("text", Value::String(_)) | ("number", Value::Number(_)) | ("bool", Value::Bool(_)) => {
            true
        }
        ("list", Value::Array(_)) | ("object", Value::Object(_)) => true,
        ("time", Value::String(text)) => is_time(text),
        ("date", Value::String(text)) => is_time(text) || text.parse::<jiff::civil::Date>().is_ok(),
        _ => false,
    }
}

/// What a document was seen to have, and what of it the page does not know.
struct Compared<'p> {
    table: &'p BTreeMap<String, Shape>,
    tables: &'p BTreeMap<String, BTreeMap<String, Shape>>,
    seen: BTreeSet<String>,
    objects: BTreeSet<String>,
    wrong: Vec<String>,
}

/// Keys whose objects another table describes: in which, and under which key.
const ELSEWHERE: &[(&str, &str, &str)] = &[
    ("answers_for", "status --json", "tasks"),
    ("supervises", "status --json", "tasks"),
    ("person", "who PERSON --json", "person"),
    ("sent", "who PERSON --json", "sent"),
    ("coming.notices", "plan --json", "notices"),
    ("coming.letters", "plan --json", "letters"),
    ("targets[].stages[].recipients[].as", "who PERSON --json", "sent[].notices[].as"),
];

impl<'p> Compared<'p> {
    fn object(&mut self, path: &str, object: &serde_json::Map<String, Value>) {
        self.objects.insert(path.to_owned());
        for (key, value) in object {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            self.value(&path, value);
        }
    }

    fn value(&mut self, path: &str, value: &Value) {
        self.seen.insert(path.to_owned());
        match self.table.get(path) {
            None => self.wrong.push(format!("{path} is not listed")),
            Some(shape) if !fits(shape, value) => {
                self.wrong.push(format!("{path} is {value}, not {}", shape.kind));
            }
            Some(_) => {}
        }
        let children: Vec<(&str, &Value)> = match value {
            Value::Object(_) => vec![("", value)],
            Value::Array(list) => list.iter().map(|one| ("[]", one)).collect(),
            _ => Vec::new(),
        };
        let listed = self.table.keys().any(|key| {
            key.starts_with(&format!("{path}.")) || key.starts_with(&format!("{path}[]"))
        });
        let elsewhere = ELSEWHERE.iter().find(|(key, ..)| *key == path && !listed);
        for (suffix, child) in children {
            let Value::Object(object) = child else { continue };
            match elsewhere {
                None => self.object(&format!("{path}{suffix}"), object),
                Some((_, table, key)) => {
                    let (own, tables) = (self.table, self.tables);
                    self.table = &tables[*table];
                    let mut other = Compared {
                        table: self.table,
                        tables,
                        seen: BTreeSet::new(),
                        objects: BTreeSet::new(),
                        wrong: Vec::new(),
                    };
                    other.object(&format!("{key}{suffix}"), object);
                    self.wrong.extend(other.wrong);
                    self.table = own;
                }
            }
        }
    }

    /// Listed, though the object that should have it was printed without it.
    fn unseen(&self) -> Vec<String> {
        let parent =
            |key: &str| key.rsplit_once('.').map_or(String::new(), |(parent, _)| parent.to_owned());
        let missing = self.table.iter().filter(|(key, shape)| {
            !shape.optional && self.objects.contains(&parent(key)) && !self.seen.contains(*key)
        });
        missing.map(|(key, _)| format!("{key} is listed, and was not printed")).collect()
    }
}

/// Compares documents with the table of that heading.
fn check(heading: &str, documents: &[Value]) {
    let tables = page();
    let table = tables.get(heading).unwrap_or_else(|| panic!("no table `{heading}`"));
    let mut compared = Compared {
        table,
        tables: &tables,
        seen: BTreeSet::new(),
        objects: BTreeSet::new(),
        wrong: Vec::new(),
    };
    for document in documents {
        compared.object("", document.as_object().expect("an object"));
    }
    let wrong: Vec<String> = compared.wrong.iter().cloned().chain(compared.unseen()).collect();
    assert_eq!(wrong, [""; 0], "{heading}");
}

/// An office whose relay takes nothing for one recipient, and whose letters are about to be looked at.
fn office() -> (Relay, Installation) {
    let refuse = vec![("zhang@example.org".to_owned(), "550 5.1.1 no such user")];
    let relay = Relay::start(Script { refuse, ..Script::default() });
    let office = Installation::with_relay(relay.port, "security = 'none'", LIST);
    office.run(Some("2026-11-25 02:30:00"), &["run", "--once"]);
    let edited = office.run(Some("2026-11-25 02:30:30"), &["acknowledge", "A-2", "--by", "wang"]);
    assert!(edited.status.success(), "{}", text(&edited));
    answered(&office);
    (relay, office)
}

/// An answer about a milestone, as a page takes it in.
fn answered(office: &Installation) {
    let ledger = rusqlite::Connection::open(office.state().join("ledger.sqlite3"));
    let ledger = ledger.expect("the ledger");
    let sql = "INSERT INTO answer (at, about, milestone, person, verb, day, words, more, way, proven, state, revision)
               VALUES (1795573800000000, 'A-1', 'm', 'li', 'done', '2026-11-24', 'x', 'y', 'page', 1, 'waits', 1)";
    ledger.execute(sql, []).expect("it is taken in");
}

fn json(office: &Installation, arguments: &[&str]) -> Value {
    let all = [&["--now", NOW], arguments, &["--json"]].concat();
    let output = office.run(None, &all);
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|error| panic!("{arguments:?}: {error}\n{}", text(&output)))
}

#[test]
fn every_document_has_the_shape_of_the_page() {
    let (_relay, office) = office();
    let one = |arguments: &[&str]| vec![json(&office, arguments)];
    check("plan --json", &one(&["plan"]));
    check("plan --by person --json", &one(&["plan", "--by", "person"]));
    check("status --json", &one(&["status"]));
    let report = office.run(None, &["--now", NOW, "report", "weekly", "--to", "-.json"]);
    let report = serde_json::from_slice(&report.stdout).expect("JSON");
    check("report NAME --to -.json", &[report]);
    check("status --summary --json", &one(&["status", "--summary"]));
    check("who PERSON --json", &[json(&office, &["who", "wang"]), json(&office, &["who", "li"])]);
    check("agenda --json", &one(&["agenda"]));
    check("calendar --json", &one(&["calendar"]));
    check("explain ID --json", &one(&["explain", "A-1"]));
    check("explain PERSON --json", &one(&["explain", "zhang"]));
    check("history --json", &one(&["history"]));
    check("letters --json", &one(&["letters"]));
    check("answers --json", &one(&["answers"]));
    let exported = office.run(None, &["ledger", "export"]);
    let lines = String::from_utf8(exported.stdout).expect("UTF-8");
    let lines = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON"));
    let (letters, notices): (Vec<Value>, Vec<Value>) =
        lines.partition(|line| line.get("message").is_some());
    check("ledger export", &letters);
    assert!(!notices.is_empty());
    let all = &one(&["history"])[0];
    let (edits, answers) = (&all["edits"], &all["answers"]);
    let with_number = serde_json::json!({ "notices": notices, "edits": edits, "answers": answers });
    check("history --json", &[with_number]);
    // A list whose first row the files have.
    let head = "编号,整改事项,责任单位,责任人,整改时限,完成日期,严重程度,来源,批次,类别\n";
    office.write(
        "list.csv",
        &format!("{head}A-2,清理台账,A 市局,张三,2026-12-01,2026-11-19,高,巡察,一,建章\nB-1,新事项,A 市局,小赵,12月底前,,,,,\nB-2,新事项二,A 市局,张三,2026-12-01,,,,,\n"),
    );
    let list = office.folder.path().join("list.csv");
    let list = list.to_str().expect("UTF-8");
    let mut imports = Vec::new();
    for more in [&["--year", "2026"][..], &[]] {
        let arguments = [&["import", list, "--json"], more].concat();
        let output = office.run(None, &arguments);
        imports.push(serde_json::from_slice(&output.stdout).expect("JSON"));
    }
    check("import LIST --json", &imports);
    office.write("people.csv", "姓名,邮箱\n张三,other@example.org\n郑九,zheng@example.org\n");
    let book = office.folder.path().join("people.csv");
    let book = book.to_str().expect("UTF-8");
    let of = |more: &[&str]| json(&office, &[&["import", book], more].concat());
    check("import PEOPLE --json", &[of(&[]), of(&["--replace"])]);
    // Two versions that differ.
    let old = tempfile::tempdir().expect("a folder");
    let root = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    std::fs::write(old.path().join("duban.toml"), &root).expect("written");
    office.write("duban.toml", &root.replace("due = 2026-12-01", "due = 2026-12-09"));
    check(
        "plan --against OTHER --json",
        &one(&["plan", "--against", old.path().to_str().expect("UTF-8")]),
    );
    check("diff --json", &one(&["diff"]));
    office.write("duban.toml", &format!("{root}\nseverty = 'x'\nid = 'twice'\n"));
    check("check --json", &one(&["check"]));
}

#[test]
fn reports_and_tallies_have_the_shape_of_the_page() {
    let tally = "[[tallies]]\nname = 'open'\nagain = '1w'\nat-least = 1\nto = ['person:wang']\n";
    let office = Installation::with_outbox(&format!("{LIST}{tally}"));
    // Wednesday, and the Monday of the report.
    for at in ["2026-11-18 02:30:00", "2026-11-23 01:00:10"] {
        office.run(Some(at), &["run", "--once"]);
    }
    check("explain REPORT --json", &[json(&office, &["explain", "weekly"])]);
    check("explain TALLY --json", &[json(&office, &["explain", "open"])]);
    check("status --json", &[json(&office, &["status"])]);
    check("plan --json", &[json(&office, &["plan"])]);
    check("history --json", &[json(&office, &["history", "weekly"])]);
}

#[test]
fn trouble_has_the_shape_of_the_page() {
    // No letter can leave.
    let relay = Relay::start(Script::always(Step::Mail, Do::Say("451 4.3.0 later")));
    let office = Installation::with_relay(relay.port, "security = 'none'", LIST);
    office.run(Some("2026-11-25 02:30:00"), &["run", "--once"]);
    check("status --json", &[json(&office, &["status"])]);
    check("letters --json", &[json(&office, &["letters"])]);
}

#[test]
fn every_table_is_of_a_command() {
    let office = Installation::with_outbox(LIST);
    for heading in page().keys() {
        let mut words = heading.split(' ').filter(|word| word.chars().any(char::is_lowercase));
        let command = words.next().expect("a command");
        let output = office.run(None, &[command, "--help"]);
        assert_eq!(output.status.code(), Some(0), "{heading}: {}", text(&output));
        for option in words.filter(|word| word.starts_with("--")) {
            assert!(text(&output).contains(option), "{heading}: {option}");
        }
    }
}
