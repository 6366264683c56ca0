//! Letters as programs that are not ours read them (§5): Python's email, threading by References, a calendar.

use std::path::PathBuf;
use std::process::Command;

use serde_json::Value;

use super::installation::{AROUND, Installation};

/// What `reader.py` finds in the letters of an office's outbox, the oldest first.
fn read(office: &Installation) -> Value {
    let files = std::fs::read_dir(office.state().join("outbox")).expect("the outbox");
    let mut files: Vec<PathBuf> = files.map(|file| file.expect("a file").path()).collect();
    files.sort_by_key(|path| {
        std::fs::metadata(path).and_then(|data| data.modified()).expect("a time")
    });
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/deliver/reader.py");
    let output = Command::new("python3").arg(script).args(&files).output().expect("python3");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// Two tasks that are reminded apart, and both when they are late.
const TWO: &str = r#"
[policies.p]
stages = [
  { name = "soon", at = "-7d", to = ["owner"] },
  { name = "overdue", at = "+1d", repeat = "2wd", to = ["owner"] },
]
[[task]]
id = "A-1"
title = "清退违规占用公共租赁住房，健全预算绩效评价结果应用机制并长期坚持，落实到人"
owner = "zhang"
policy = "p"
due = 2026-11-12
extended = [{ on = 2026-11-01, to = 2026-11-16 }]
[[task]]
id = "A-2"
title = "修复滨河步道破损护栏"
owner = "zhang"
policy = "p"
due = 2026-11-17
"#;

fn office() -> Installation {
    Installation::of(&format!(
        "language = 'zh-CN'\n[mail]\nfrom = '督办室 <duban@example.org>'\n{AROUND}{TWO}"
    ))
}

#[test]
fn a_task_is_one_conversation_and_a_letter_about_two_welds_none() {
    let office = office();
    // Each alone; A-1 late, then both, then both again.
    for day in ["09", "10", "17", "19", "23"] {
        office.once(&format!("2026-11-{day} 01:00:10"), 0);
    }
    let found = read(&office);
    let subjects = |one: &Value| one.as_array().expect("subjects").len();
    let mut sizes: Vec<usize> =
        found["conversations"].as_array().expect("some").iter().map(subjects).collect();
    sizes.sort_unstable();
    let letters = found["letters"].as_array().expect("letters");
    assert_eq!(sizes.iter().sum::<usize>(), letters.len());
    let grouped: Vec<&Value> = letters
        .iter()
        .filter(|one| one["subject"].as_str().is_some_and(|it| it.contains("2 项")))
        .collect();
    assert!(grouped.len() >= 2, "{found:#}");
    assert!(
        grouped.iter().all(|one| one["references"] == grouped[0]["references"]),
        "a stage stays one conversation"
    );
    assert!(
        grouped.iter().all(|one| one["subject"] == grouped[0]["subject"]),
        "and its subject stays the same"
    );
    let single: Vec<&Value> = letters.iter().filter(|one| one["topic"] == "A-1").collect();
    assert!(single.len() >= 2);
    assert!(single.iter().all(|one| one["references"] == single[0]["references"]));
    assert_ne!(single[0]["references"], grouped[0]["references"]);
    for one in letters {
        assert_eq!(one["references"].as_array().map(Vec::len), Some(1), "{one}");
        assert_eq!(one["answers"], one["references"][0]);
        assert!(one["longest"].as_u64().is_some_and(|length| length <= 78), "{one}");
        assert!(one["date"].as_str().is_some_and(|date| date.ends_with("09:00:10+08:00")), "{one}");
    }
}

/// [MS-OXOMSG]: a header of 22 bytes that the conversation shares, and a block of 5 that grows with time.
#[test]
fn outlook_finds_the_same_conversation_and_its_order() {
    let office = office();
    for day in ["09", "17", "19"] {
        office.once(&format!("2026-11-{day} 01:00:10"), 0);
    }
    let found = read(&office);
    let of_task = |one: &&Value| one["topic"] == "A-1";
    let letters: Vec<&Value> =
        found["letters"].as_array().expect("letters").iter().filter(of_task).collect();
    assert!(letters.len() >= 2, "{found:#}");
    let indexes: Vec<&str> =
        letters.iter().map(|one| one["index"][0].as_str().expect("an index")).collect();
    assert!(letters.iter().all(|one| one["index"][1] == 27));
    assert!(
        indexes.iter().all(|index| index.starts_with("01") && index[..44] == indexes[0][..44]),
        "{indexes:?}"
    );
    assert!(indexes.windows(2).all(|pair| pair[0][44..] < pair[1][44..]), "{indexes:?}");
}

#[test]
fn a_letter_about_one_task_carries_its_deadline_for_a_calendar() {
    let office = office();
    for day in ["09", "10"] {
        office.once(&format!("2026-11-{day} 01:00:10"), 0);
    }
    let found = read(&office);
    let events = |at: usize| &found["letters"][at]["events"];
    let one = &events(0)[0];
    for (name, value) in [
        ("METHOD", "PUBLISH"),
        ("UID", "A-1@example.org"),
        ("SEQUENCE", "1"),
        ("DTSTAMP", "20261109T010010Z"),
        ("DTSTART;VALUE=DATE", "20261116"),
        ("DTEND;VALUE=DATE", "20261117"),
        ("TRANSP", "TRANSPARENT"),
        ("DESCRIPTION", "A-1，责任人：张三。办结后回复 duban@example.org。"),
    ] {
        assert_eq!(one[name], value, "{one}");
    }
    assert_eq!(events(1)[0]["UID"], "A-2@example.org");
    assert_eq!(events(1)[0]["SEQUENCE"], "0");
    assert_eq!(found["letters"][0]["names"], serde_json::json!(["A-1.ics"]));
}

#[test]
fn no_calendar_goes_where_it_is_not_wanted_or_the_letter_is_about_several() {
    let unwanted = Installation::of(&format!(
        "[mail]\nfrom = 'duban@example.org'\ncalendar = false\n{AROUND}{TWO}"
    ));
    unwanted.once("2026-11-09 01:00:10", 0);
    assert_eq!(read(&unwanted)["letters"][0]["events"], serde_json::json!([]));
    let several = office();
    several.once("2026-11-18 01:00:10", 0);
    let found = read(&several);
    assert!(
        found["letters"][0]["subject"].as_str().is_some_and(|it| it.contains("2 项")),
        "{found:#}"
    );
    assert_eq!(found["letters"][0]["events"], serde_json::json!([]));
}

/// Names in two scripts, many of them: each is read back whole (RFC 2047).
#[test]
fn many_names_are_read_back_and_no_line_is_long() {
    let names = [
        "张三",
        "欧阳某某某某某某",
        "Smith, \\\"John\\\"",
        "城乡融合发展委员会",
        "O'Neill; Ann",
        "A",
    ];
    let (mut people, mut to) = (String::new(), Vec::new());
    for at in 0..30 {
        let name = names[at % names.len()];
        people +=
            &format!("[people.p{at}]\nname = \"{name}\"\nemail = 'person-{at}@example.org'\n");
        to.push(format!("'person:p{at}'"));
    }
    let office = Installation::of(&format!(
        "[mail]\nfrom = '督办室 <duban@example.org>'\n{AROUND}{people}[policies.p]\n\
         stages = [{{ name = 's', at = '-7d', to = [{}] }}]\n\
         [[task]]\nid = 'A'\ntitle = 'x'\npolicy = 'p'\ndue = 2026-11-16\n",
        to.join(", ")
    ));
    office.once("2026-11-09 01:00:10", 0);
    let letter = &read(&office)["letters"][0];
    let read_back = letter["to"].as_array().expect("recipients");
    assert_eq!(read_back.len(), 30);
    for (at, one) in read_back.iter().enumerate() {
        assert_eq!(one[0], names[at % names.len()].replace("\\\"", "\""), "{one}");
        assert_eq!(one[1], format!("person-{at}@example.org"));
    }
    assert!(letter["longest"].as_u64().is_some_and(|length| length <= 78), "{letter}");
}
