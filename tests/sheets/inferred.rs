//! I2: a date that a list does not say itself is no value of the list. A newer copy changes nothing by it.

use super::office::Office;

const HEAD: &str = "编号,整改事项,责任单位,责任人,整改时限,状态\n";

/// A list with a title row of that day.
fn dated(day: &str, rows: &str) -> String {
    format!("整改台账（截至{day}）,,,,,\n{HEAD}{rows}")
}

/// Imports the list, which must check, and tells what was printed.
fn import(office: &Office, name: &str, list: &str) -> String {
    office.write(name, list);
    let (printed, status) = office.run(&["import", name, "--write", "--by", "zhang"]);
    assert_eq!(status, Some(0), "{printed}");
    let (checked, status) = office.run(&["check"]);
    assert_eq!(status, Some(0), "{checked}\nafter:\n{printed}");
    printed
}

/// The tasks after an older and a newer copy of the list; the second import must change nothing.
fn unchanged(rows: &str, name: &str) -> String {
    let office = Office::new();
    import(&office, "l.csv", &dated("2026年11月20日", rows));
    let before = office.text("tasks/l.toml");
    let printed = import(&office, name, &dated("2027年1月8日", rows));
    assert!(printed.contains("There is nothing to write."), "{printed}");
    assert_eq!(office.text("tasks/l.toml"), before);
    before
}

#[test]
fn i2_what_is_taken_from_the_lists_own_date_stays_in_a_newer_copy() {
    for (rows, written) in [
        ("A-1,修订制度,市局,张三,2026-12-30,已完成\n", "done = 2026-11-20"),
        ("A-1,修订制度,市局,张三,2026-12-30,已取消\n", "cancelled = 2026-11-20"),
        ("A-1,修订制度,市局,张三,2026-12-30,退回\n", "on = 2026-11-20"),
        ("A-1,修订制度,市局,张三,2026-12-30,正在推进\n", "on = 2026-11-20, text = \"正在推进\""),
        ("A-1,修订制度,市局,张三,12月30日前,\n", "due = 2026-12-30"),
        ("A-1,修订制度,市局,张三,2月底前,\n", "due = 2026-02-28"),
    ] {
        // Under the same name, and under another one, of which there is no last copy.
        for name in ["l.csv", "m.csv"] {
            let tasks = unchanged(rows, name);
            assert!(tasks.contains(written), "{written} is missing in:\n{tasks}");
        }
    }
}

#[test]
fn i2_what_the_list_says_itself_is_applied_beside_what_is_inferred() {
    let office = Office::new();
    let rows =
        "A-1,修订制度,市局,张三,12月30日前,已完成\nA-2,补台账,市局,张三,2026-12-31,整改初期\n";
    import(&office, "l.csv", &dated("2026年11月20日", rows));
    let rows = rows.replace("12月30日前", "12月31日前").replace("整改初期", "整改后期");
    let printed = import(&office, "l.csv", &dated("2026年11月28日", &rows));
    let tasks = office.text("tasks/l.toml");
    assert!(tasks.contains("done = 2026-11-20") && !tasks.contains("done = 2026-11-28"), "{tasks}");
    assert!(tasks.contains("to = 2026-12-31"), "{tasks}");
    assert!(tasks.contains("{ on = 2026-11-28, text = \"整改后期\" }"), "{tasks}");
    // A day that is not taken is not told of either.
    assert!(!printed.contains("2026-11-28 was taken"), "{printed}");
}

#[test]
fn i2_a_finished_day_that_was_set_by_hand_stays() {
    let office = Office::new();
    import(
        &office,
        "l.csv",
        &dated("2026年11月20日", "A-1,修订制度,市局,张三,2026-12-30,整改中\n"),
    );
    assert_eq!(office.run(&["done", "A-1", "--on", "2026-11-24", "--by", "zhang"]).1, Some(0));
    let list = dated("2026年11月28日", "A-1,修订制度,市局,张三,2026-12-30,已完成\n");
    let printed = import(&office, "l.csv", &list);
    assert!(printed.contains("There is nothing to write."), "{printed}");
    assert!(office.text("tasks/l.toml").contains("done = 2026-11-24"));
}

#[test]
fn i2_a_finished_row_needs_no_day_once_the_files_have_one() {
    let office = Office::new();
    office.write("l.csv", &format!("{HEAD}A-1,修订制度,市局,张三,2026-12-30,已完成\n"));
    let first = ["import", "l.csv", "--write", "--done-on", "2026-11-20"];
    assert_eq!(office.run(&first).1, Some(0));
    let list = format!("{HEAD}A-1,修订制度,市局,张三,2026-12-30,已完成\n");
    let printed = import(&office, "l.csv", &list);
    assert!(printed.contains("There is nothing to write."), "{printed}");
}

#[test]
fn i2_one_task_that_would_not_check_is_left_as_it_is_and_the_others_are_written() {
    let office = Office::new();
    let head = "编号,整改事项,责任单位,责任人,整改时限,完成日期\n";
    let list = format!(
        "{head}A-1,修订制度,市局,张三,2026-12-30,2026-11-10\nA-2,补台账,市局,张三,2026-12-31,\n"
    );
    import(&office, "l.csv", &list);
    assert_eq!(office.run(&["verify", "A-1", "--on", "2026-11-12", "--by", "wang"]).1, Some(0));
    let newer = list.replace("2026-11-10", "2026-11-19").replace("2026-12-31,", "2027-01-31,");
    office.write("l.csv", &newer);
    let (printed, status) = office.run(&["import", "l.csv", "--write", "--by", "zhang"]);
    assert_eq!(status, Some(1), "{printed}");
    let from = printed.find("Rows left out:").unwrap_or_else(|| panic!("named: {printed}"));
    assert!(printed[from..].starts_with("Rows left out:\n  2 `A-1 修订制度`: "), "{printed}");
    assert!(!printed.contains("-->") && !printed.contains("A-1 done:"), "{printed}");
    let tasks = office.text("tasks/l.toml");
    assert!(tasks.contains("done = 2026-11-10") && tasks.contains("to = 2027-01-31"), "{tasks}");
    // It is told again as long as it stands so.
    let (printed, status) = office.run(&["import", "l.csv", "--write", "--by", "zhang"]);
    assert_eq!(status, Some(1), "{printed}");
    assert!(printed.contains("`A-1 修订制度`"), "{printed}");
}

#[test]
fn e1_an_error_in_what_is_not_written_names_no_place() {
    let office = Office::new();
    let root = office.text("duban.toml").replace("to = [\"owner\"]", "to = [\"supervisor\"]");
    office.write("duban.toml", &root);
    office.write("l.csv", "编号,问题,责任人,整改时限\n1,甲,张三,2026-12-01\n");
    let (printed, status) = office.run(&["import", "l.csv", "--write"]);
    assert_eq!(status, Some(1), "{printed}");
    assert!(printed.contains("error[") && !printed.contains("-->"), "{printed}");
    assert!(printed.contains("nothing was written") && !office.path("tasks").exists(), "{printed}");
}

#[test]
fn i2_another_title_is_told_of_until_the_files_have_it() {
    let office = Office::new();
    let list = |title: &str| format!("{HEAD}A-1,{title},市局,张三,2026-12-30,\n");
    import(&office, "l.csv", &list("扶贫资金拨付不及时"));
    for _ in 0..2 {
        let printed = import(&office, "l.csv", &list("扶贫资金拨付缓慢，需重新核查"));
        let said = "A-1 title: `扶贫资金拨付缓慢，需重新核查` in the list";
        assert!(printed.contains(said), "{printed}");
        assert!(printed.contains("edit the title at tasks/l.toml:3"), "{printed}");
    }
    let tasks = office.text("tasks/l.toml");
    office.write(
        "tasks/l.toml",
        &tasks.replace("扶贫资金拨付不及时", "扶贫资金拨付缓慢，需重新核查"),
    );
    let printed = import(&office, "l.csv", &list("扶贫资金拨付缓慢，需重新核查"));
    assert!(!printed.contains("title:"), "{printed}");
}

#[test]
fn i2_a_changed_title_under_another_name_of_the_list_is_the_same_task() {
    let office = Office::new();
    let list = |title: &str| format!("{HEAD}A-1,{title},市局,张三,2026-12-30,\n");
    import(&office, "l.csv", &list("账目不清"));
    for title in ["账目不清，需重新核查", "往来款长期挂账未清理"] {
        let printed = import(&office, "m.csv", &list(title));
        assert!(printed.contains(&format!("A-1 title: `{title}`")), "{printed}");
        assert!(!printed.contains("belongs to another task"), "{printed}");
    }
}

#[test]
fn i1_addresses_to_fill_in_are_counted_as_they_stand_in_the_files() {
    let office = Office::new();
    let people = "[people.zhang]\nname = \"张三\"\nemail = \"\"\n# email = \"\"\n\n[people.wang]\nname = \"王五\"\nemail = \"wang@example.org\"\n\n[units.city]\nname = \"市局\"\nhead = \"wang\"\n";
    office.write("people.toml", people);
    office.write("l.csv", &format!("{HEAD}A-1,修订制度,市局,李四,2026-12-30,\n"));
    let (printed, status) = office.run(&["import", "l.csv", "--write", "--create"]);
    assert_eq!(status, Some(1), "{printed}");
    let count = |file: &str| {
        office.text(file).lines().filter(|line| line.starts_with("email = \"\"")).count()
    };
    assert_eq!(count("people.toml") + count("duban.toml"), 2);
    assert!(printed.contains("2 addresses to fill in"), "{printed}");
}
