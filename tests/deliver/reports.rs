//! `duban report` (P5): a report for any day, as text, a page, Markdown, JSON, a workbook or a table.

use std::fs;

use calamine::{DataType, Reader, Xlsx, open_workbook_from_rs};
use serde_json::{Value, json};

use super::installation::{Installation, text};

/// Wednesday, 25 November 2026, 10:30 in Shanghai.
const NOW: &str = "2026-11-25T10:30:00+08:00";

const LIST: &str = r#"
[units.county]
name = "县局"
parent = "city"
head = "zhang"
supervisor = "wang"
[policies.p]
stages = [{ name = "overdue", at = "+1d", to = ["owner"] }]
[defaults]
policy = "p"
opened = 2026-10-01
[[task]]
id = "A-1"
title = "=出台<办法>"
unit = "county"
severity = "high"
due = 2026-10-20
[[task]]
id = "A-2"
title = "清理台账"
unit = "city"
due = 2026-12-01
[[task]]
id = "A-3"
title = "已经办结"
unit = "county"
due = 2026-11-20
done = 2026-11-19
[[reports]]
name = "monthly"
title = "整改工作情况通报"
cron = "0 9 5 * *"
roll = "later"
unit = "city"
per = "unit"
to = ["head"]
cc = ["person:wang"]
"#;

fn report(office: &Installation, arguments: &[&str]) -> String {
    let output =
        office.run(None, &[&["--now", NOW, "--lang", "zh-CN", "report"], arguments].concat());
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output));
    String::from_utf8(output.stdout).expect("UTF-8")
}

fn json_of(office: &Installation, arguments: &[&str]) -> Value {
    let said = report(office, &[arguments, &["--to", "-.json"]].concat());
    serde_json::from_str(&said).expect("JSON")
}

#[test]
fn p5_json_has_exactly_the_shape_of_the_contract() {
    let office = Installation::with_outbox(LIST);
    let nothing = |figures: Value| {
        let mut all = json!({
            "total": 0, "new": 0, "closed_in_time": 0, "closed_late": 0, "open": 0, "overdue": 0, "due_7": 0,
            "due_30": 0, "kept": 0, "missed": 0, "bands": { "1-7": 0, "8-30": 0, "31-90": 0, "90+": 0 },
            "waiting": 0, "look_backs_due": 0, "returned": 0, "extended": 0,
        });
        for (key, value) in figures.as_object().expect("an object") {
            all[key] = value.clone();
        }
        all
    };
    let bands = json!({ "1-7": 0, "8-30": 0, "31-90": 1, "90+": 0 });
    let county = nothing(json!({
        "total": 2, "closed_in_time": 1, "open": 1, "overdue": 1, "kept": 1, "missed": 1, "bands": bands,
        "waiting": 1,
    }));
    let city = nothing(json!({ "total": 1, "open": 1, "due_7": 1, "due_30": 1 }));
    let all = nothing(json!({
        "total": 3, "closed_in_time": 1, "open": 2, "overdue": 1, "due_7": 1, "due_30": 1, "kept": 1, "missed": 1,
        "bands": bands, "waiting": 1,
    }));
    assert_eq!(
        json_of(&office, &["monthly"]),
        json!({
            "report": "monthly", "about": null,
            "moment": "2026-11-25T10:30:00+08:00", "since": "2026-11-05T09:00:00+08:00",
            "figures": all,
            "rows": [{ "about": "city", "figures": city }, { "about": "county", "figures": county }],
            "overdue": [{ "task": "A-1", "days": 36 }],
        })
    );
    // One part of it.
    let part = json_of(&office, &["monthly", "--about", "县局"]);
    assert_eq!((&part["about"], &part["figures"]), (&json!("county"), &county));
    // A past day: its own moment where it has one, by the dates of now; A-3 was not done yet.
    let past = json_of(&office, &["monthly", "--on", "2026-11-05"]);
    assert_eq!(past["moment"], "2026-11-05T09:00:00+08:00");
    assert_eq!(past["since"], "2026-10-08T09:00:00+08:00");
    assert_eq!((&past["figures"]["open"], &past["figures"]["waiting"]), (&json!(3), &json!(0)));
    let other = json_of(&office, &["monthly", "--on", "2026-11-19"]);
    assert_eq!(
        (&other["moment"], &other["figures"]["open"]),
        (&json!("2026-11-19T23:59:59+08:00"), &json!(2))
    );
}

#[test]
fn every_ending_is_a_kind_and_says_the_same() {
    let office = Installation::with_outbox(LIST);
    let file = |name: &str| office.folder.path().join(name);
    for name in ["r.html", "r.txt", "r.md", "r.json", "r.xlsx", "r.csv"] {
        let path = file(name);
        let said = report(&office, &["monthly", "--to", path.to_str().expect("UTF-8")]);
        assert!(said.contains(name), "{said}");
    }
    let read = |name: &str| fs::read_to_string(file(name)).expect("read");
    let page = read("r.html");
    for part in
        ["data:image/png;base64,", "整改工作情况通报", "size:A4", "=出台&lt;办法&gt;", "县局"]
    {
        assert!(page.contains(part), "`{part}` is missing in the page");
    }
    assert!(!page.contains("cid:"), "a picture that is not in the page");
    for said in [read("r.txt"), report(&office, &["monthly"]), read("r.md")] {
        for part in ["整改工作情况通报", "未办结 2 项，逾期 1 项", "36 天", "已经办结"]
        {
            assert!(said.contains(part), "`{part}` is missing in:\n{said}");
        }
    }
    assert!(read("r.md").contains("| =出台\\<办法\\>"), "{}", read("r.md"));
    assert!(read("r.csv").contains("\"'=出台<办法>\""), "{}", read("r.csv"));
    let mut book: Xlsx<_> =
        open_workbook_from_rs(std::io::Cursor::new(fs::read(file("r.xlsx")).expect("read")))
            .expect("a workbook");
    assert_eq!(book.sheet_names().len(), 3);
    let sheets = book.worksheets();
    let has = |sheet: usize, text: &str| {
        sheets[sheet]
            .1
            .used_cells()
            .any(|(_, _, cell)| cell.as_string().is_some_and(|found| found == text))
    };
    assert!(has(0, "=出台<办法>") && has(1, "县局") && has(2, "A-3"), "{sheets:?}");
}

#[test]
fn a_past_day_says_by_which_dates_it_is_told() {
    let office = Installation::with_outbox(LIST);
    let said = report(&office, &["monthly", "--on", "2026-11-05"]);
    let said = said.replace("\n  ", "");
    assert!(said.contains("按文件里现在的日期推算"), "{said}");
    assert!(said.contains("截至 2026年11月5日\n"), "{said}");
}

#[test]
fn what_cannot_be_given_is_refused_with_what_is_meant() {
    let office = Installation::with_outbox(LIST);
    for (arguments, status, words) in [
        (&["report", "montly"][..], 1, "`monthly`"),
        (&["report", "monthly", "--about", "nobody"], 1, "county"),
        (&["report", "monthly", "--to", "r.pdf"], 2, ".html"),
    ] {
        let output = office.run(None, &[&["--now", NOW], arguments].concat());
        assert_eq!(output.status.code(), Some(status), "{}", text(&output));
        assert!(text(&output).contains(words), "{}", text(&output));
    }
    // Without a name all are listed.
    let list = report(&office, &[]);
    assert!(
        list.contains("monthly") && list.contains("0 9 5 * *") && list.contains("2026-12-07"),
        "{list}"
    );
}
