//! Every list of `tests/lists` gives what its `expected.json` says.

use duban::import::key::Key;
use duban::import::read::{Read, Settings};
use jiff::civil::date;
use serde_json::Value;

use super::{due, item, list, read_file, told};

fn expected(name: &str) -> Value {
    let text = std::fs::read_to_string(list("expected.json")).expect("expected.json");
    let all: Value = serde_json::from_str(&text).expect("JSON");
    all[name].clone()
}

/// Records of a .csv are counted with blank lines; rows are named by the line on which a record begins.
fn line_of_record(name: &str, record: u64) -> u32 {
    let bytes = std::fs::read(list(name)).expect("a list");
    let (mut line, mut at, mut quoted) = (1, 1, false);
    for byte in bytes {
        if at == record {
            break;
        }
        match byte {
            b'"' => quoted = !quoted,
            b'\n' => {
                line += 1;
                at += u64::from(!quoted);
            }
            _ => {}
        }
    }
    line
}

/// What a task was read as must be what is expected of it, key by key.
fn agrees(name: &str, read: &Read, task: &Value) {
    let row = match (&task["row"], &task["record"]) {
        (Value::Number(row), _) => row.as_u64().map_or(0, |row| row as u32),
        (_, Value::Number(record)) => line_of_record(name, record.as_u64().unwrap_or(0)),
        _ => {
            let id = task["id"].as_str().expect("an id");
            let found =
                read.items.iter().find(|item| item.id == id || item.own_id.as_deref() == Some(id));
            found.unwrap_or_else(|| panic!("{name}: {id} was not read")).place.row
        }
    };
    let item = item(read, row);
    let text = |key: &str| task[key].as_str().map(str::to_owned);
    let about = format!("{name}, row {row}: {item:?}");
    if let Some(id) = text("id") {
        assert!(item.id == id || item.own_id.as_deref() == Some(&*id), "{about}");
    }
    if let Some(title) = text("title") {
        assert_eq!(item.title, title, "{about}");
    }
    if let Some(unit) = text("unit") {
        assert!(unit.starts_with(item.unit.as_deref().unwrap_or("?")), "{about}");
    }
    if let Some(owner) = text("owner") {
        assert_eq!(item.owner.as_deref(), Some(&*owner), "{about}");
    }
    for with in task["with"].as_array().into_iter().flatten() {
        assert!(item.with.iter().any(|one| Some(&**one) == with.as_str()), "{about}");
    }
    if let Some(wanted) = text("due")
        .filter(|due| due.starts_with(|c: char| c.is_ascii_digit()) || due.starts_with("opened"))
    {
        assert_eq!(due(item).as_deref(), Some(&*wanted), "{about}");
    }
    let dates = [("opened", &item.opened), ("verified", &item.verified)];
    for (key, read) in dates {
        if let Some(wanted) = text(key) {
            assert_eq!(read.as_ref().map(ToString::to_string), Some(wanted), "{key}: {about}");
        }
    }
    if let Some(done) = text("done").filter(|done| !done.contains("closed")) {
        let read = item.done.as_ref().map(ToString::to_string);
        assert_eq!(read.as_deref(), Some(done.trim_end_matches('?')), "{about}");
    }
    if let Some(every) = text("every") {
        assert!(item.every.as_deref() == Some(&*every) || due(item).is_none(), "{about}");
    }
    if let Some(severity) = text("severity") {
        assert!(severity.contains(item.severity.expect("a severity").name()), "{about}");
    }
    if let Some(to) = task["extended"][0]["to"].as_str() {
        assert_eq!(item.extended.as_ref().map(ToString::to_string).as_deref(), Some(to), "{about}");
    }
}

/// Every doubtful cell that names a place is told of.
fn tells(name: &str, read: &Read, doubt: &Value) {
    // What is read in one way only, for it is read as it is shown, need not be told.
    if doubt["why"].as_str().is_some_and(|why| {
        why.contains("unless read as shown")
            || why.contains("at most as a note")
            || why.contains("is the only reading here")
            || why.contains("means empty")
    }) {
        return;
    }
    let told = told(read);
    let about = || format!("{name}: {doubt} is not among {told:#?}");
    if let Some(cell) = doubt["cell"].as_str() {
        let single = cell.chars().last().is_some_and(|c| c.is_ascii_digit()) && !cell.contains(':');
        if single {
            assert!(
                told.iter().any(|(place, _)| place.ends_with(&format!("!{cell}"))),
                "{}",
                about()
            );
        }
        return;
    }
    let (Some(record), Some(column)) = (doubt["record"].as_u64(), doubt["column"].as_str()) else {
        return;
    };
    let line = line_of_record(name, record);
    let column = read.tables[0]
        .columns
        .iter()
        .find(|one| *one.heading == *column)
        .unwrap_or_else(|| panic!("{}", about()));
    let place = format!("{}{line}", duban::import::sheet::letters(column.at));
    assert!(told.iter().any(|(found, _)| *found == place), "{}", about());
}

/// Lists whose rows carry no year, or no day of being finished, are read as their keeper would have them read.
fn settings(name: &str) -> Settings {
    let mut settings = Settings::default();
    match name {
        "en-s5-action-tracker.csv" => {
            settings.year = Some(2026);
            settings.done_on = Some(date(2026, 6, 1));
        }
        "zh-s4-duban-bom.csv" | "en-s8-number-ids.xlsx" => settings.year = Some(2026),
        name if name.starts_with("cenedril") => settings.done_on = Some(date(2026, 5, 1)),
        "fitara-milestones-example.json" => settings.done_on = Some(date(2016, 4, 30)),
        "wiz-issues.csv" => settings.done_on = Some(date(2024, 4, 1)),
        _ => {}
    }
    settings
}

fn agrees_with_expected(name: &str) {
    let (read, expected) = (read_file(&list(name), &settings(name)), expected(name));
    assert!(!read.tables.is_empty(), "{name}: no headings");
    for task in expected["tasks"].as_array().into_iter().flatten() {
        agrees(name, &read, task);
    }
    for doubt in expected["doubtful"].as_array().into_iter().flatten() {
        tells(name, &read, doubt);
    }
    if let Some([first, last]) = expected["header_rows"].as_array().map(Vec::as_slice) {
        let wanted = (first.as_u64().unwrap_or(0) as u32, last.as_u64().unwrap_or(0) as u32);
        assert_eq!(read.tables[0].header, wanted, "{name}");
    }
}

macro_rules! lists {
    ($($test:ident => $name:literal,)*) => {$(
        #[test]
        fn $test() {
            agrees_with_expected($name);
        }
    )*};
}

lists! {
    i1_xuncha_with_two_rows_of_headings_and_merged_findings => "zh-s1-xuncha.xlsx",
    i1_yinhuan_with_facts_among_the_headings => "zh-s2-yinhuan.xlsx",
    i1_shenji_in_gbk => "zh-s3-shenji-gbk.csv",
    i1_duban_items_with_units_only => "zh-s4-duban-bom.csv",
    i1_action_tracker => "en-s5-action-tracker.csv",
    i1_iso_date_cells => "zh-s6-iso-date-cells.xlsx",
    i1_ids_that_are_numbers => "en-s8-number-ids.xlsx",
    i1_capa_register => "cenedril-capa-register.csv",
    i1_risk_treatment_plan => "cenedril-risk-treatment-plan.csv",
    i1_vulnerability_register => "cenedril-vulnerability-register.csv",
    i1_objectives => "cenedril-security-objectives-register.csv",
    i1_service_tickets => "boston311-iso.csv",
    i1_tool_export => "wiz-issues.csv",
    i1_standing_duties => "fedramp-conmon-deliverables.xlsx",
    i1_plan_of_action_in_oscal => "oscal-ifa-poam.json",
    i1_list_in_json => "fitara-milestones-example.json",
}

#[test]
fn i1_rows_that_are_no_tasks_are_passed_over() {
    let read = read_file(&list("zh-s1-xuncha.xlsx"), &Settings::default());
    assert_eq!(read.items.len(), 8, "{:?}", read.items);
    let passed: Vec<u32> = read.passed.values().flatten().copied().collect();
    assert_eq!(passed.len(), 4, "{:?}", read.passed);
    let read = read_file(&list("zh-s2-yinhuan.xlsx"), &Settings::default());
    assert_eq!(read.items.len(), 7, "{:?}", read.items);
    let sent_back = item(&read, 9);
    assert_eq!((&sent_back.done, &sent_back.verified), (&None, &None));
    let returned = sent_back.returned.as_ref().expect("sent back");
    assert_eq!(
        (returned.0.to_string().as_str(), returned.1.as_deref()),
        ("2026-05-19", Some("韩采薇"))
    );
    let read = read_file(&list("en-s8-number-ids.xlsx"), &Settings::default());
    let ids: Vec<&str> = read.items.iter().map(|item| item.id.as_str()).collect();
    assert_eq!(ids, ["8.1", "8.2", "8.10", "8.11"]);
}

#[test]
fn i1_a_list_without_deadlines_is_told_so_once() {
    let read = read_file(&list("fac-cap-a.xlsx"), &Settings::default());
    assert_eq!(read.items.len(), 30);
    assert!(read.items.iter().all(|item| item.due.is_err() && item.title.chars().count() <= 121));
    assert!(read.doubts.is_empty(), "{:?}", read.doubts);
    let once = read
        .remarks
        .iter()
        .filter(|one| matches!(one, duban::import::doubt::Remark::NoDeadlines(_)));
    assert_eq!(once.count(), 1, "{:?}", read.remarks);
    assert_eq!(item(&read, 2).id, "2022-020");
}

#[test]
fn i1_a_tools_sample_without_deadlines_decides_the_order_of_day_and_month() {
    let read = read_file(&list("dojo-generic.csv"), &Settings::default());
    let opened: Vec<String> = read
        .items
        .iter()
        .filter_map(|item| item.opened.as_ref())
        .map(ToString::to_string)
        .collect();
    assert_eq!(
        opened,
        ["2018-01-30"; 4].map(str::to_owned).to_vec().as_slice()[..opened.len()].to_vec()
    );
    assert!(!opened.is_empty());
}

#[test]
fn i1_kev_and_its_spreadsheet_copy_say_the_same() {
    let key = |read: &Read| {
        let columns = read.tables[0].columns.iter().filter(|column| column.key != Key::Field);
        columns.map(|column| (column.heading.to_string(), column.key)).collect::<Vec<_>>()
    };
    let good = read_file(&list("kev.csv"), &Settings::default());
    let damaged = read_file(&list("kev-spreadsheet.csv"), &Settings::default());
    assert_eq!(key(&good), key(&damaged));
    assert_eq!(good.items.len(), 120);
    assert!(good.left_out.is_empty() && good.doubts.is_empty(), "{:?}", good.doubts);
    for item in &damaged.items {
        let Some(same) = good.items.iter().find(|one| one.id == item.id) else { continue };
        assert_eq!((due(item), &item.opened), (due(same), &same.opened), "{}", item.id);
    }
}

#[test]
fn i1_the_federal_template_is_read_without_inventing_anything() {
    let read = read_file(&list("fedramp-rev4-poam.xlsm"), &Settings::default());
    let example = read.items.iter().find(|item| item.id == "V-1Example").expect("the example");
    assert_eq!(due(example).as_deref(), Some("2014-08-03"), "{example:?}");
    assert_eq!(example.opened.as_ref().map(ToString::to_string).as_deref(), Some("2014-05-05"));
    assert_eq!(example.severity.map(|severity| severity.name()), Some("medium"));
    assert!(read.items.len() + read.left_out.len() <= 6, "{:?}", read.left_out);
}

#[test]
fn i1_a_federal_plan_with_extensions() {
    let read = read_file(&list("fds-milestones.csv"), &Settings::default());
    let extended = read.items.iter().filter(|item| item.extended.is_some()).count();
    // A fifth one says so, and names neither day.
    assert_eq!(extended, 4);
}
