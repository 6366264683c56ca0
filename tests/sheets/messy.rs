//! I1: what a newcomer's list holds. Each cell is read, or told of with what to do.

use duban::import::doubt::{Remark, Why};
use duban::import::key::Key;
use duban::import::read::{Read, Settings};

use super::office::Office;
use super::{due, item, read_text, told};

fn read(text: &str) -> Read {
    read_text(text, &Settings::default())
}

fn done(read: &Read, row: u32) -> Option<String> {
    item(read, row).done.as_ref().map(ToString::to_string)
}

const CONTACTS: &str = "编号,问题,责任人,联系方式,整改时限\n\
    1,甲,张三,zhang@example.org,2026-12-01\n\
    2,乙,李四,li@example.org 0555-6200029,2026-12-01\n\
    3,丙,王五,13800551014,2026-12-01\n\
    4,丁,赵六,zhao@example.org；zhao2@example.org,2026-12-01\n\
    5,戊,钱七,/,2026-12-01\n\
    6,己,孙八,<mailto:sun@example.org>,2026-12-01\n";

#[test]
fn i1_a_column_of_contacts_gives_the_owners_addresses() {
    for heading in ["联系方式", "联系电话/邮箱", "Contact", "Phone / e-mail"] {
        let read = read(&CONTACTS.replace("联系方式", heading));
        let column = &read.tables[0].columns[3];
        assert_eq!((&*column.heading, column.key), (heading, Key::Email));
        let emails: Vec<Option<&str>> =
            read.items.iter().map(|item| item.email.as_deref()).collect();
        assert_eq!(
            emails,
            [
                Some("zhang@example.org"),
                Some("li@example.org"),
                None,
                Some("zhao@example.org"),
                None,
                Some("sun@example.org")
            ]
        );
        let doubts: Vec<String> = read.doubts.iter().map(|doubt| doubt.place.to_string()).collect();
        assert_eq!(doubts, ["D3", "D4", "D5"], "{:?}", read.doubts);
    }
    // Of somebody else, or mostly of telephone numbers, it stays among the fields.
    let phones = CONTACTS.replace("@example.org", "");
    for text in [CONTACTS.replace("联系方式", "督办领导联系方式"), phones] {
        assert_ne!(read(&text).tables[0].columns[3].key, Key::Email, "{text}");
    }
}

#[test]
fn i1_a_cell_without_an_address_never_stops_an_import_and_names_the_mapping_file() {
    let office = Office::new();
    office.write("台账.csv", CONTACTS);
    let (printed, status) = office.run(&["import", "台账.csv", "--create", "--write"]);
    assert_eq!(status, Some(1), "an address is to be filled in: {printed}");
    for said in [
        "D4 `13800551014`: no email address",
        "\"联系方式\" = \"field\" in [columns] of the mapping file 台账.map.toml",
        "1 address to fill in",
    ] {
        assert!(printed.contains(said), "{said} is missing in:\n{printed}");
    }
    let tasks = office.text("tasks/台账.toml");
    assert_eq!(tasks.matches("[[task]]").count(), 6, "{tasks}");
    // A mapping by hand to a column of telephone numbers does not stop it either.
    let office = Office::new();
    office.write("l.csv", &CONTACTS.replace("@example.org", ""));
    office.write("l.map.toml", "[columns]\n\"联系方式\" = \"email\"\n");
    let (printed, _) = office.run(&["import", "l.csv", "--create", "--write"]);
    assert_eq!(office.text("tasks/l.toml").matches("[[task]]").count(), 6, "{printed}");
}

#[test]
fn i1_the_day_beside_a_word_for_a_state_is_the_day_it_was_done() {
    for (status, day) in [
        ("“已完成，11月15日”", Some("2026-11-15")),
        ("已完成（2026年11月15日）", Some("2026-11-15")),
        ("2026.11.15完成整改", Some("2026-11-15")),
        ("done 15 Nov", Some("2026-11-15")),
        ("Closed on 15 November 2026", Some("2026-11-15")),
        ("completed: 2026-11-15", Some("2026-11-15")),
        // The year before: the list knows nothing of days after its own.
        ("已完成，12月15日", Some("2025-12-15")),
        // The list's own date, where none stands there.
        ("已完成", Some("2026-11-20")),
        ("预计12月15日完成", None),
        ("完成时限12月15日前", None),
        ("未完成，11月15日检查", None),
        ("to be completed by 15 Nov", None),
    ] {
        let text = format!(
            "截至2026年11月20日\n编号,问题,责任人,整改时限,完成情况\n1,甲,张三,2026-12-01,\"{status}\"\n"
        );
        assert_eq!(done(&read(&text), 3).as_deref(), day, "{status}");
    }
    let verified = read(
        "截至2026年11月20日\n编号,问题,责任人,整改时限,完成情况\n1,甲,张三,2026-12-01,已销号，11月15日\n",
    );
    let verified = item(&verified, 3).verified.as_ref().map(ToString::to_string);
    assert_eq!(verified.as_deref(), Some("2026-11-15"));
}

#[test]
fn i1_a_finished_row_needs_no_deadline_and_no_rhythm() {
    let office = Office::new();
    let list = "截至2026年11月20日,,,,\n编号,问题,责任人,整改时限,状态\n\
        1,甲,张三,立行立改,已完成\n2,乙,张三,长期坚持,已完成\n3,丙,张三,已完成,已完成\n\
        4,丁,张三,立行立改,整改中\n5,戊,张三,长期坚持,\n";
    office.write("l.csv", list);
    let (printed, status) = office.run(&["import", "l.csv", "--write"]);
    assert_eq!(status, Some(1), "two rows are left out: {printed}");
    assert!(printed.contains("3 tasks read") && printed.contains("2 rows left out"), "{printed}");
    assert!(printed.contains("D3 `立行立改`: it names no day; it is finished"), "{printed}");
    assert!(printed.contains("like `quarterly`, or 3mo"), "{printed}");
    let tasks = office.text("tasks/l.toml");
    assert_eq!(tasks.matches("due = 2026-11-20\ndone = 2026-11-20").count(), 3, "{tasks}");
    // I2: nor does a newer list move it.
    office.write("l.csv", &list.replace("11月20日", "11月28日"));
    office.run(&["import", "l.csv", "--write"]);
    assert_eq!(office.text("tasks/l.toml"), tasks);
}

/// Units below the office, which has a head.
fn below_an_office() -> Office {
    let office = Office::new();
    let root = office
        .text("duban.toml")
        .replace("to = [\"owner\"] }]", "to = [\"owner\"], cc = [\"head\"] }]");
    office.write("duban.toml", &root);
    office
}

#[test]
fn i1_one_blank_owner_makes_nobody_of_the_units_name() {
    let office = below_an_office();
    office.write(
        "l.csv",
        "编号,问题,责任单位,责任人,整改时限\n1,甲,县水利局,张三,2026-12-01\n2,乙,县水利局,,2026-12-01\n3,丙,市局,,2026-12-01\n4,丁,县民政局,,2026-12-01\n",
    );
    let (printed, status) = office.run(&["import", "l.csv", "--create", "--write"]);
    assert_eq!(status, Some(1), "{printed}");
    let people = office.text("people.toml");
    assert!(!people.contains("[people.\"县水利局\"]"), "{people}");
    assert!(
        printed.contains("3 `2 乙`: it has no owner, and the unit `县水利局` no head"),
        "{printed}"
    );
    let tasks = office.text("tasks/l.toml");
    assert!(tasks.contains("title = \"丙\"\nunit = \"city\"\ndue"), "the unit's head: {tasks}");
    assert!(!tasks.contains("乙") && tasks.contains("丁"), "{tasks}");
    // Of 县民政局 the list shows nobody.
    assert!(people.contains("[people.\"县民政局\"]"), "{people}");
}

#[test]
fn i1_units_left_blank_below_the_first_are_said_in_one_line_and_ditto_is_understood() {
    let head = "编号,问题,责任单位,责任人,整改时限\n";
    let blank = read(&format!(
        "{head}1,甲,一科,张三,2026-12-01\n2,乙,,张三,2026-12-01\n3,丙,,张三,2026-12-01\n4,丁,二科,张三,2026-12-01\n5,戊,,张三,2026-12-01\n"
    ));
    let said: Vec<&Vec<u32>> = blank
        .remarks
        .iter()
        .filter_map(|remark| match remark {
            Remark::NoUnits(_, _, rows) => Some(rows),
            _ => None,
        })
        .collect();
    assert_eq!(said, [&vec![3, 4, 6]]);
    assert_eq!(item(&blank, 3).unit, None, "nothing is guessed");
    for word in ["同上", "〃", "ditto", "Same as above", "“"] {
        let read = read(&format!(
            "{head}1,甲,一科,张三,12月1日前\n2,乙,{word},{word},2026-12-01\n3,丙,{word},李四,2026-12-01\n"
        ));
        let (second, third) = (item(&read, 3), item(&read, 4));
        assert_eq!((second.unit.as_deref(), second.owner.as_deref()), (Some("一科"), Some("张三")));
        assert_eq!(third.unit.as_deref(), Some("一科"), "{word}");
        assert!(!read.remarks.iter().any(|one| matches!(one, Remark::NoUnits(..))));
    }
}

#[test]
fn i1_the_lists_own_date_may_stand_within_an_english_title() {
    for title in [
        "County X inspection: list of findings (as of 20 November 2026)",
        "Findings as at 20 Nov 2026",
        "Status as of 20 November 2026; prepared by the office",
        "Date: 20 November 2026",
        "Report - Date: 2026-11-20",
        "Findings as of November 20, 2026",
    ] {
        let read = read(&format!(
            "\"{title}\",,,\nNo.,Finding,Responsible person,Deadline\n1,One,A. Smith,15 December\n"
        ));
        assert_eq!(due(item(&read, 3)).as_deref(), Some("2026-12-15"), "{title}");
    }
    let none = read(
        "Done as of old; due 15 December,,,\nNo.,Finding,Owner,Deadline\n1,One,A. Smith,15 December\n",
    );
    assert!(item(&none, 3).due.is_err());
}

#[test]
fn i1_two_names_joined_by_and_are_two_people() {
    let read = read(
        "No.,Finding,Owner,Deadline\n1,One,Zhang San and Li Si,2026-12-01\n2,Two,Yang Jun & Wu Wei,2026-12-01\n3,Three,\"Zhang, San\",2026-12-01\n4,Four,Health and Safety,2026-12-01\n",
    );
    let of =
        |row| (item(&read, row).owner.clone().unwrap_or_default(), item(&read, row).with.clone());
    assert_eq!(of(2), ("Zhang San".to_owned(), vec!["Li Si".to_owned()]));
    assert_eq!(of(3), ("Yang Jun".to_owned(), vec!["Wu Wei".to_owned()]));
    assert_eq!(of(4), ("Zhang, San".to_owned(), vec![]));
    assert_eq!(of(5), ("Health and Safety".to_owned(), vec![]));
    let doubts = read.doubts.iter().filter(|doubt| matches!(doubt.why, Why::Names(_)));
    assert_eq!(doubts.map(|doubt| doubt.place.row).collect::<Vec<_>>(), [4]);
}

#[test]
fn i1_many_cells_with_one_doubt_stand_in_one_line() {
    let office = Office::new();
    let rows: String = (1..=9).map(|row| format!("{row},事项{row},张三,12月{row}日前\n")).collect();
    office.write(
        "l.csv",
        &format!("截至2026年11月20日,,,\n编号,问题,责任人,整改时限\n{rows}10,末,张三,年底前\n"),
    );
    let (printed, status) = office.run(&["import", "l.csv"]);
    assert_eq!(status, Some(0), "{printed}");
    assert!(
        printed.contains(
            "  D3, D4, D5, D6, D7 and others, 9 cells: no year is written, 2026 is assumed\n"
        ),
        "{printed}"
    );
    assert!(!printed.contains("D8") && printed.contains("D12 `年底前`"), "{printed}");
    assert!(printed.contains("10 cells doubtful"), "{printed}");
    let (printed, _) = office.run(&["import", "l.csv", "--all"]);
    assert!(printed.contains("D11 `12月9日前`: read as 2026-12-09"), "{printed}");
}

#[test]
fn i4_a_newer_list_of_another_name_is_read_by_the_mapping_of_the_older() {
    let office = Office::new();
    let list = "编号,整改事项,责任人,甲日,乙日\nA-1,修订制度,小张,2026-06-30,2026-07-31\n";
    office.write("台账.csv", list);
    office.run(&["import", "台账.csv"]);
    let mapping =
        office.text("台账.map.toml").replace("\"乙日\" = \"field\"", "\"乙日\" = \"due\"");
    let mapping =
        mapping.replace("\n[values.people]\n", "\n[values.people]\n\"小张\" = \"zhang\"\n");
    office.write("台账.map.toml", &mapping);
    office.write("台账-12月.csv", list);
    let (printed, status) = office.run(&["import", "台账-12月.csv", "--write"]);
    assert_eq!(status, Some(0), "{printed}");
    assert!(printed.contains("whose mapping file 台账.map.toml is used"), "{printed}");
    assert!(office.text("tasks/台账-12月.toml").contains("due = 2026-07-31"));
    // It is kept as the list's own.
    let own = office.text("台账-12月.map.toml");
    assert!(
        own.contains("# How 台账-12月.csv is read") && !own.contains("台账.csv is read"),
        "{own}"
    );
    assert!(own.contains("\"乙日\" = \"due\"") && own.contains("\"小张\" = \"zhang\""), "{own}");
    // One heading more, and it is another list.
    office
        .write("another.csv", &list.replace("乙日\n", "乙日,丙\n").replace("07-31\n", "07-31,x\n"));
    let (printed, _) = office.run(&["import", "another.csv"]);
    assert!(!printed.contains("mapping file 台账"), "{printed}");
}

#[test]
fn i1_who_filled_a_list_in_is_no_row_of_it() {
    let rows = "序号,整改事项,责任单位,责任人,整改时限\n1,修订制度,市局,张三,2026-12-30\n2,审核人员不足,市局,张三,2026-12-30\n";
    for foot in [
        "填表人：孙晓,,审核人：周正,,填表日期：2026年11月20日",
        "填表人：,孙晓,审核人：,周正,联系电话：",
        ",填表人：孙晓,,审核人：周正,",
        "单位负责人（签字）：,,,,2026年11月20日",
        "分管领导（签字）,,经办人：李四,,",
        "联系人: 孙晓,,,,",
    ] {
        let read = read_text(&format!("{rows}{foot}\n"), &Settings::default());
        let titles: Vec<&str> = read.items.iter().map(|item| item.title.as_str()).collect();
        assert_eq!(titles, ["修订制度", "审核人员不足"], "{foot}");
        assert!(told(&read).is_empty(), "{foot}: {:?}", told(&read));
    }
}
