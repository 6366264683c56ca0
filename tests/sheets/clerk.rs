//! What a clerk stumbled on in the first import (issue 16): it is read where only one reading is there, else said.

use duban::import::dates::Moment;
use duban::import::doubt::Why;
use duban::import::read::{Read, Settings};
use duban::import::states::Hint;
use jiff::civil::date;

use super::office::Office;
use super::{due, item, read_text};

fn read(text: &str) -> Read {
    read_text(text, &Settings::default())
}

const HEAD: &str = "编号,问题,交办日期,整改时限\n";

/// The deadline of the first row, which has that one typed.
fn first(title: &str, opened: &str, typed: &str, others: &str) -> Option<String> {
    let read = read(&format!("{title}{HEAD}1,甲,{opened},{typed}\n{others}"));
    let found = due(item(&read, read.tables[0].header.1 + 1));
    let told = read.doubts.iter().any(|doubt| doubt.text == typed);
    assert!(told, "{typed} is not listed: {:?}", read.doubts);
    found
}

#[test]
fn i1_a_year_left_out_is_the_one_that_the_list_names_besides() {
    let day = Some("2026-12-31".to_owned());
    for typed in ["12.31", "12-31", "12/31", "12月31日"] {
        assert_eq!(first("2026年市局整改台账\n", "", typed, ""), day, "{typed}: the title");
        assert_eq!(first("", "2026-09-01", typed, ""), day, "{typed}: when it was opened");
        let rows = "2,乙,,2026-11-30\n3,丙,,2026-10-31\n";
        assert_eq!(first("", "", typed, rows), day, "{typed}: the other rows");
        assert_eq!(first("", "", typed, "2,乙,,2026-11-30\n"), None, "{typed}: one row alone");
        assert_eq!(first("", "", typed, ""), None, "{typed}: nothing");
        let two = "2,乙,,2026-11-30\n3,丙,,2027-03-31\n";
        assert_eq!(first("", "", typed, two), None, "{typed}: two years");
        let title = "落实国发〔2024〕5号文件台账\n";
        assert_eq!(first(title, "", typed, ""), None, "{typed}: the number of a document");
        let title = "2026年台账\n";
        assert_eq!(first(title, "", typed, two), None, "{typed}: the title, and two years");
        assert_eq!(first("2025年、2026年台账\n", "", typed, ""), None, "{typed}: two in the title");
        assert_eq!(first("2026年台账\n", "2025-11-20", typed, ""), None, "{typed}: they differ");
    }
    // A deadline comes after the day on which it was opened.
    for title in ["", "2026年台账\n"] {
        let next = first(title, "2026-11-20", "1月15日", "");
        assert_eq!(next.as_deref(), Some("2027-01-15"), "{title}");
    }
}

#[test]
fn i1_a_year_of_accounts_is_not_that_of_the_deadlines() {
    for title in [
        "2024年度预算执行审计发现问题整改台账\n",
        "2024年市级预算执行审计整改台账\n",
        "FY 2024 audit findings\n",
        "Findings of the fiscal year 2024\n",
    ] {
        let list = |opened: &str, rows: &str| first(title, opened, "12月31日", rows);
        assert_eq!(list("", ""), None, "{title}: nothing else");
        assert_eq!(list("", "2,乙,,2025-11-30\n"), None, "{title}: one row alone");
        let next = Some("2025-12-31".to_owned());
        assert_eq!(list("2025-09-01", ""), next, "{title}: when it was opened");
        assert_eq!(list("", "2,乙,,2025-11-30\n3,丙,,2025-10-31\n"), next, "{title}: the rows");
        let same = Some("2024-12-31".to_owned());
        assert_eq!(list("", "2,乙,,2024-11-30\n"), same, "{title}: a row agrees");
        // Opened in the year before the one for which it is.
        assert_eq!(list("2023-11-20", ""), None, "{title}: they differ");
    }
    let title = "2024年度决算审计整改台账（2025年）\n";
    assert_eq!(first(title, "", "12月31日", "").as_deref(), Some("2025-12-31"));
}

const DAYS: &str = "编号,问题,交办日期,整改时限,延期至,完成日期,销号日期\n";

#[test]
fn i1_what_ends_ends_after_it_began_where_no_year_is_written() {
    for (title, row, wanted) in [
        ("2026年台账\n", "11月20日,1月15日,,,", ["2026-11-20", "2027-01-15", "", "", ""]),
        (
            "2026年台账\n",
            "3月1日,12月15日,1月15日,,",
            ["2026-03-01", "2026-12-15", "2027-01-15", "", ""],
        ),
        (
            "2025年台账\n",
            "2025-12-01,1月15日,,1月10日,1月12日",
            ["2025-12-01", "2026-01-15", "", "2026-01-10", "2026-01-12"],
        ),
        (
            "2025年台账\n",
            "1月5日,12月25日,,12月20日,1月10日",
            ["2025-01-05", "2025-12-25", "", "2025-12-20", "2026-01-10"],
        ),
    ] {
        let read = read(&format!("{title}{DAYS}1,甲,{row}\n"));
        let item = item(&read, 3);
        let shown = |when: &Option<Moment>| when.as_ref().map_or(String::new(), Moment::to_string);
        let found = [
            shown(&item.opened),
            due(item).unwrap_or_default(),
            shown(&item.extended),
            shown(&item.done),
            shown(&item.verified),
        ];
        assert_eq!(found, wanted, "{title}{row}");
    }
    // The year of the other rows may be that of the deadline: nothing tells which.
    let others = "2,乙,,2027-03-31,,,\n3,丙,,2027-06-30,,,\n";
    let unclear = read(&format!("{DAYS}1,甲,11月20日,1月15日,,,\n{others}"));
    assert_eq!(due(item(&unclear, 2)), None);
    // It was opened in the year before the one in the title.
    let early = read(&format!("2026年台账\n{DAYS}1,甲,11月20日,2026-01-15,,,\n"));
    assert_eq!(early.left_out.len(), 1, "{:?}", early.items);
    // What has happened lies in the past: nothing tells when this was opened.
    let list = format!("2026年台账\n{DAYS}1,甲,11月20日,12月31日,,1月10日,\n");
    let today = Some(date(2026, 11, 29));
    let future = read_text(&list, &Settings { today, ..Settings::default() });
    assert_eq!(future.left_out.len(), 1, "{:?}", future.items);
}

#[test]
fn i1_a_day_with_a_dot_is_one_where_it_can_be_nothing_else() {
    let others = "2,乙,,12.31\n3,丙,,2026-11-30\n4,丁,,2026-10-31\n";
    assert_eq!(first("", "", "3.5", others).as_deref(), Some("2026-03-05"));
    // A spreadsheet that takes 12.30 for a number shows 12.3.
    assert_eq!(first("", "", "12.3", others), None);
    assert_eq!(first("", "", "3.5", "2,乙,,2026-11-30\n"), None, "a number");
}

#[test]
fn i1_an_id_with_a_slash_is_made_one_without() {
    let list =
        format!("{HEAD}IA-24/01,甲,,2026-12-31\nIA-24/02,乙,,2026-12-31\nB-1,丙,,2026-12-31\n");
    let read = read(&list);
    let ids: Vec<&str> = read.items.iter().map(|item| &*item.id).collect();
    assert_eq!(ids, ["IA-24-01", "IA-24-02", "B-1"]);
    let told = |why: &Why| matches!(why, Why::IdWithSlash(id) if id == "IA-24-01");
    assert!(read.doubts.iter().any(|doubt| told(&doubt.why)), "{:?}", read.doubts);
    // Again it is the same task.
    let office = Office::new();
    office.write("l.csv", &list);
    let (printed, status) = office.run(&["import", "l.csv", "--owner", "zhang", "--write"]);
    assert_eq!(status, Some(0), "{printed}");
    let (printed, _) = office.run(&["import", "l.csv", "--owner", "zhang"]);
    assert!(printed.contains("There is nothing to write."), "{printed}");
}

#[test]
fn i1_what_a_state_seems_to_say_and_is_not_taken_is_doubted() {
    for (typed, hint) in [
        ("√", Some(Hint::Mark)),
        ("1", Some(Hint::Mark)),
        ("是", Some(Hint::Mark)),
        ("申请延期至2026-12-31", Some(Hint::Extension)),
        ("暂缓，等资金", Some(Hint::Hold)),
        ("申请延期，不同意延期三个月", Some(Hint::Extension)),
        ("无需延期", None),
        ("no extension needed", None),
        ("extended to June", Some(Hint::Extension)),
        ("无需暂停", None),
        ("材料已报，验收", Some(Hint::End)),
        ("paperwork completed", Some(Hint::End)),
        ("not completed yet", None),
        ("to be closed in June", None),
        ("partly done", None),
        ("it isn't done", None),
        ("abandoned", None),
        ("disclosed", None),
        ("80%", None),
        ("3/5", None),
        ("5/5", Some(Hint::End)),
        ("100％", Some(Hint::End)),
        ("整改中", None),
        ("初稿完成", None),
        ("已组建专班", None),
        ("/", None),
        ("", None),
    ] {
        let read = read(&format!("编号,问题,整改时限,状态\n1,甲,2026-12-31,{typed}\n"));
        let found = read.doubts.iter().find_map(|doubt| match &doubt.why {
            Why::StateUnread(hint, _) => Some(*hint),
            _ => None,
        });
        assert_eq!(found, hint, "{typed}: {:?}", read.doubts);
        assert_eq!(item(&read, 2).done, None, "{typed}");
    }
    // By the mapping file it is read.
    let office = Office::new();
    office.write("l.csv", "编号,问题,责任人,整改时限,状态\n1,甲,张三,2026-12-31,√\n");
    let (printed, _) = office.run(&["import", "l.csv"]);
    assert!(printed.contains("[values.states] of the mapping file l.map.toml"), "{printed}");
    let map = office.text("l.map.toml");
    let map = map.replace("[values.states]\n", "[values.states]\n\"√\" = \"done\"\n");
    office.write("l.map.toml", &map);
    let (document, _) = office.json(&["import", "l.csv", "--json", "--done-on", "2026-11-20"]);
    assert_eq!(document["tasks"][0]["done"], "2026-11-20", "{document}");
}

#[test]
fn i1_a_unit_that_stands_as_the_owner_is_doubted() {
    for (unit, owner, doubted) in
        [("甲县局", "甲县局", true), ("甲县局", "乙县局", true), ("甲县局", "李四", false)]
    {
        let read =
            read(&format!("编号,问题,单位,责任人,整改时限\n1,甲,{unit},{owner},2026-12-31\n"));
        let told = read.doubts.iter().any(|doubt| matches!(doubt.why, Why::OwnerIsBody(_)));
        assert_eq!(told, doubted, "{owner}: {:?}", read.doubts);
    }
}

#[test]
fn i2_a_deadline_that_moved_is_said_to_be_an_extension() {
    let office = Office::new();
    let list = "编号,问题,责任人,整改时限\nA-1,甲,张三,2026-11-30\n";
    office.write("l.csv", list);
    assert_eq!(office.run(&["import", "l.csv", "--write"]).1, Some(0));
    office.write("l.csv", &list.replace("2026", "2027"));
    let (printed, _) = office.run(&["import", "l.csv"]);
    let said = "A-1 deadline: 2026-11-30 → 2027-11-30, recorded as an extension";
    assert!(printed.contains(said), "{printed}");
    // The alternative that it names: nothing is left to import.
    let tasks = office.text("tasks/l.toml");
    let line = 1 + tasks.lines().position(|line| line == "[[task]]").expect("a task");
    assert!(printed.contains(&format!("mend `due` at tasks/l.toml:{line}")), "{printed}");
    office.write("tasks/l.toml", &tasks.replace("due = 2026", "due = 2027"));
    let (printed, _) = office.run(&["import", "l.csv"]);
    assert!(printed.contains("There is nothing to write."), "{printed}");
}

#[test]
fn i2_in_chinese_what_changed_is_called_by_its_chinese_name() {
    let office = Office::new();
    let list = "编号,问题,责任人,类别,整改时限\nA-1,甲,张三,一,2026-11-30\n";
    office.write("l.csv", list);
    assert_eq!(office.run(&["import", "l.csv", "--write"]).1, Some(0));
    office.write("l.csv", &list.replace("张三,一,2026-11", "王五,二,2026-12"));
    let (printed, _) = office.run(&["--lang", "zh-CN", "import", "l.csv"]);
    for said in [
        "A-1 期限：2026-11-30 → 2026-12-30，记作一次延期",
        "A-1 责任人：zhang → wang",
        "A-1 类别：一 → 二",
    ] {
        assert!(printed.contains(said), "{said} is missing in:\n{printed}");
    }
}

#[test]
fn i1_new_units_headed_by_one_person_and_rows_without_their_day_are_said() {
    let office = Office::new();
    let list = "编号,问题,责任单位,责任人,整改时限\n\
        A-1,甲,甲县,张三,2026-12-31\nA-2,乙,乙县,张三,2026-12-31\n";
    office.write("l.csv", list);
    let (printed, _) = office.run(&["import", "l.csv", "--create"]);
    for said in [
        "2 new units have the head of the unit above, 王五, who gets all letters to heads; give each",
        "2 new tasks without a day on which it was opened",
        "say --opened DAY",
    ] {
        assert!(printed.contains(said), "{said} is missing in:\n{printed}");
    }
    // Of one it is said of one.
    office.write("one.csv", "编号,问题,责任单位,责任人,整改时限\nA-1,甲,甲县,张三,2026-12-31\n");
    for (language, said) in [
        (
            "en",
            "1 new unit has the head of the unit above, 王五, who gets all letters to heads; give it",
        ),
        ("zh-CN", "其中 1 个单位由“王五”当负责人"),
    ] {
        let (printed, _) = office.run(&["--lang", language, "import", "one.csv", "--create"]);
        assert!(printed.contains(said), "{said} is missing in:\n{printed}");
    }
    let opened = ["import", "l.csv", "--create", "--opened", "2026-11-20"];
    let (printed, _) = office.run(&opened);
    assert!(!printed.contains("without a day"), "{printed}");
}

#[test]
fn a_policy_that_is_not_there_is_told_with_those_that_are() {
    let office = Office::new();
    office.write("l.csv", "编号,问题,责任人,整改时限\nA-1,甲,张三,2026-12-31\n");
    let (printed, status) = office.run(&["import", "l.csv", "--policy", "标准"]);
    assert_eq!(status, Some(1), "{printed}");
    assert!(printed.contains("there is no policy `标准`; the files have standard"), "{printed}");
    let stage = "stages = [{ name = 'soon', at = '-7d', to = ['owner'] }]";
    let more: String = (1..=9).map(|at| format!("[policies.p-{at}]\n{stage}\n")).collect();
    office.write("duban.toml", &(office.text("duban.toml") + &more));
    let chinese = ["--lang", "zh-CN", "import", "l.csv", "--policy", "标准"];
    let (printed, _) = office.run(&chinese);
    let line = printed.lines().find(|line| line.contains("没有督办规则")).expect("a line");
    assert!(line.contains("、p-2、") && line.contains("等，"), "{line}");
    assert!(!line.contains(", "), "{line}");
}

#[test]
fn i1_a_list_of_people_with_units_is_no_list_of_tasks() {
    let office = Office::new();
    let people = office.text("people.toml").replace("zhang@example.org", "");
    office.write("people.toml", &people);
    let book = "Name,Department,E-mail\n张三,City,zhang@example.org\n";
    office.write("book.csv", book);
    let (printed, status) = office.run(&["import", "book.csv", "--write"]);
    assert_eq!(status, Some(0), "{printed}");
    assert!(office.text("people.toml").contains("email = \"zhang@example.org\""), "{printed}");
}

#[test]
fn i1_a_list_without_units_is_told_of_the_option_for_one() {
    let office = Office::new();
    let root = office
        .text("duban.toml")
        .replace("to = [\"owner\"] }]", "to = [\"owner\"], cc = [\"head\"] }]");
    office.write("duban.toml", &root);
    office.write("l.csv", "编号,问题,责任人,整改时限\nA-1,甲,张三,2026-12-31\n");
    let (printed, status) = office.run(&["import", "l.csv"]);
    assert_eq!(status, Some(1), "{printed}");
    assert!(printed.contains("--unit city gives all rows one"), "{printed}");
    assert_eq!(office.run(&["import", "l.csv", "--unit", "city"]).1, Some(0));
}
