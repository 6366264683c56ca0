//! Writing an import (I4), and importing a newer copy of a list (I2).

use super::office::Office;

const LIST: &str = "编号,整改事项,责任单位,责任人,整改时限,完成日期,备注\n\
    A-1,修订制度,市局,张三,2026-12-30,,甲\n\
    A-2,补台账,市局,李四,2026-12-31,,\n";

/// An office that has imported the list.
fn imported() -> Office {
    let office = Office::new();
    office.write("台账.csv", LIST);
    let (printed, status) =
        office.run(&["import", "台账.csv", "--create", "--write", "--by", "zhang"]);
    assert_eq!(status, Some(1), "an address is to be filled in: {printed}");
    assert!(printed.contains("1 address to fill in"), "{printed}");
    let people = office.text("people.toml").replace("email = \"\"", "email = \"li@example.org\"");
    office.write("people.toml", &people);
    let (printed, status) = office.run(&["check"]);
    assert_eq!(status, Some(0), "{printed}");
    office
}

fn again(office: &Office, list: &str, more: &[&str]) -> String {
    office.write("台账.csv", list);
    let arguments = [&["import", "台账.csv", "--write", "--by", "zhang"], more].concat();
    let (printed, _) = office.run(&arguments);
    let (checked, status) = office.run(&["check"]);
    assert_eq!(status, Some(0), "{checked}\nafter:\n{printed}");
    printed
}

#[test]
fn i4_new_tasks_go_to_a_file_of_the_lists_name_and_people_to_the_others() {
    let office = imported();
    let tasks = office.text("tasks/台账.toml");
    for line in [
        "id = \"A-1\"",
        "unit = \"city\"",
        "owner = \"zhang\"",
        "due = 2026-12-30",
        "fields = { \"备注\" = \"甲\" }",
        "owner = \"李四\"",
    ] {
        assert!(tasks.contains(line), "{line} is missing in:\n{tasks}");
    }
    assert!(office.text("people.toml").contains("[people.\"李四\"]\nname = \"李四\"\n"));
    assert!(office.path("台账.last").exists());
}

#[test]
fn i2_the_same_list_again_changes_nothing() {
    let office = imported();
    let before =
        (office.text("tasks/台账.toml"), office.text("people.toml"), office.text("台账.last"));
    let printed = again(&office, LIST, &[]);
    assert!(printed.contains("There is nothing to write."), "{printed}");
    assert_eq!(
        before,
        (office.text("tasks/台账.toml"), office.text("people.toml"), office.text("台账.last"))
    );
}

#[test]
fn i2_what_changed_in_the_list_is_applied() {
    let office = imported();
    let list = "填报日期：2026-11-20,,,,,,\n".to_owned()
        + &LIST
            .replace("2026-12-30,,甲", "2027-01-31,,乙")
            .replace("2026-12-31,,", "2026-12-31,2026-11-19,");
    let printed = again(&office, &list, &[]);
    let tasks = office.text("tasks/台账.toml");
    assert!(tasks.contains("due = 2026-12-30"), "the first promise stays: {tasks}");
    assert!(
        tasks.contains("extended = [{ on = 2026-11-20, to = 2027-01-31, by = \"zhang\" }]"),
        "{tasks}"
    );
    assert!(tasks.contains("done = 2026-11-19"), "{tasks}");
    assert!(tasks.contains("fields = { \"备注\" = \"乙\" }"), "{tasks}");
    for said in [
        "A-1 deadline: 2026-12-30 → 2027-01-31, recorded as an extension",
        "A-2 done: 2026-11-19",
        "A-1 备注: 甲 → 乙",
    ] {
        assert!(printed.contains(said), "{said} is missing in:\n{printed}");
    }
}

#[test]
fn i2_where_both_changed_both_are_shown_and_the_files_stay() {
    let office = imported();
    let tasks = office.text("tasks/台账.toml").replace(
        "due = 2026-12-30\n",
        "due = 2026-12-30\nextended = [{ on = 2026-11-01, to = 2027-03-31 }]\n",
    );
    office.write("tasks/台账.toml", &tasks);
    let printed = again(&office, &LIST.replace("2026-12-30", "2027-01-31"), &[]);
    assert!(
        printed.contains("A-1 due: 2027-01-31 in the list, 2027-03-31 in the files; both changed"),
        "{printed}"
    );
    assert_eq!(office.text("tasks/台账.toml"), tasks);
    // It is told once: the list says the same the next time.
    let printed = again(&office, &LIST.replace("2026-12-30", "2027-01-31"), &[]);
    assert!(!printed.contains("both changed"), "{printed}");
}

#[test]
fn i2_what_is_gone_or_undone_is_named_and_nothing_else_is_touched() {
    let office = imported();
    let done = LIST.replace("2026-12-31,,", "2026-12-31,2026-11-19,");
    again(&office, &done, &[]);
    let before = office.text("tasks/台账.toml");
    let less = "编号,整改事项,责任单位,责任人,整改时限,完成日期,备注\nA-2,补齐全部台账,市局,李四,2026-12-31,,\nA-3,新事项,市局,张三,2026-12-01,,\n";
    let printed = again(&office, less, &[]);
    for said in [
        "A-1 修订制度: the row is gone",
        "A-2 done: gone from the list; 2026-11-19 stays",
        "A-2 title: `补齐全部台账` in the list",
    ] {
        assert!(printed.contains(said), "{said} is missing in:\n{printed}");
    }
    let after = office.text("tasks/台账.toml");
    assert!(after.starts_with(&before), "only added to: {after}");
    assert!(after.contains("id = \"A-3\""), "{after}");
}

#[test]
fn i1_an_id_that_belongs_to_another_task_is_refused() {
    let office = imported();
    office.write(
        "b.csv",
        "编号,整改事项,责任单位,责任人,整改时限\nA-1,完全不同的另一件工作,市局,张三,2026-12-01\n",
    );
    let (printed, status) = office.run(&["import", "b.csv", "--write"]);
    assert_eq!(status, Some(1), "{printed}");
    assert!(printed.contains("belongs to another task already, `修订制度`"), "{printed}");
}

#[test]
fn i2_repeated_ids_keep_their_numbers() {
    let office = Office::new();
    let head = "序号,问题,责任人,整改时限\n";
    office.write("l.csv", &format!("{head}1,甲措施,张三,2026-12-01\n1,乙措施,张三,2026-12-02\n"));
    let (printed, status) = office.run(&["import", "l.csv", "--write"]);
    assert_eq!(status, Some(0), "{printed}");
    office.write(
        "l.csv",
        &format!(
            "{head}1,新措施,张三,2026-12-03\n1,甲措施,张三,2026-12-01\n1,乙措施,张三,2026-12-02\n"
        ),
    );
    let (printed, status) = office.run(&["import", "l.csv", "--write"]);
    assert_eq!(status, Some(0), "{printed}");
    let tasks = office.text("tasks/l.toml");
    assert!(tasks.contains("id = \"1-3\"\ntitle = \"新措施\""), "{tasks}");
    assert!(tasks.contains("id = \"1-1\"\ntitle = \"甲措施\""), "{tasks}");
}

#[test]
fn e1_a_folder_of_tasks_that_no_include_names_is_added_and_comments_stay() {
    let office = Office::new();
    let root = office.text("duban.toml").replace(
        "include = [\"people.toml\", \"tasks/*.toml\"]",
        "# ours\ninclude = [\"people.toml\"] # who",
    );
    office.write("duban.toml", &root);
    office.write("l.csv", "编号,问题,责任人,整改时限\n1,甲,张三,2026-12-01\n");
    let (printed, status) = office.run(&["import", "l.csv", "--write"]);
    assert_eq!(status, Some(0), "{printed}");
    assert!(
        office
            .text("duban.toml")
            .starts_with("# ours\ninclude = [\"people.toml\", \"tasks/*.toml\"] # who\n")
    );
    assert!(office.run(&["status"]).0.contains("甲"));
}

#[test]
fn e1_what_would_not_check_is_not_written() {
    let office = Office::new();
    // Of two policies none is chosen.
    let two = "[policies.strict]\nstages = [{ name = \"late\", at = \"+1d\", to = [\"owner\"] }]\n";
    let root = office.text("duban.toml");
    office.write("duban.toml", &root.replace("[[rules]]\nwhen = {}\npolicy = \"standard\"\n", two));
    office.write("l.csv", "编号,问题,责任人,整改时限\n1,甲,张三,2026-12-01\n");
    let (printed, status) = office.run(&["import", "l.csv", "--write"]);
    assert_eq!(status, Some(1), "{printed}");
    assert!(printed.contains("nothing was written") && !office.path("tasks").exists(), "{printed}");
    let (printed, status) = office.run(&["import", "l.csv", "--write", "--policy", "standard"]);
    assert_eq!(status, Some(0), "{printed}");
}

#[test]
fn t0_a_rules_deadline_is_written_into_the_task() {
    let office = Office::new();
    office.write(
        "duban.toml",
        &(office.text("duban.toml")
            + "[[rules]]\nwhen = { severity = \"high\" }\ndue = \"opened+30d\"\n"),
    );
    office.write("l.csv", "编号,问题,责任人,交办日期,严重程度\n1,甲,张三,2026-11-01,高\n2,乙,张三,2026-11-01,低\n3,丙,张三,,高\n");
    let (printed, status) = office.run(&["import", "l.csv", "--write"]);
    assert_eq!(status, Some(1), "{printed}");
    let tasks = office.text("tasks/l.toml");
    assert!(
        tasks.contains("due = \"opened+30d\"") && !tasks.contains("乙") && !tasks.contains("丙"),
        "{tasks}"
    );
}

#[test]
fn i4_a_mapping_that_would_be_read_as_tasks_is_refused() {
    let office = Office::new();
    office.write("tasks/l.csv", "编号,问题,责任人,整改时限\n1,甲,张三,2026-12-01\n");
    let (printed, status) = office.run(&["import", "tasks/l.csv"]);
    assert_eq!(status, Some(1), "{printed}");
    assert!(printed.contains("--map") && !office.path("tasks/l.map.toml").exists(), "{printed}");
    let (printed, status) =
        office.run(&["import", "tasks/l.csv", "--map", "l.map.toml", "--write"]);
    assert_eq!(status, Some(0), "{printed}");
    assert!(office.path("l.last").exists());
}

#[test]
fn e2_an_import_records_who_changed_which_task_and_from_which_list() {
    let office = imported();
    let (printed, _) = office.run(&["run", "--once"]);
    assert!(office.path("state").exists(), "{printed}");
    let list = LIST.replace("2026-12-31,,", "2026-12-31,2026-11-19,")
        + "A-3,新事项,市局,张三,2026-12-01,,\n";
    again(&office, &list, &[]);
    let (history, status) = office.json(&["history", "--json"]);
    assert_eq!(status, Some(0), "{history}");
    let edits: Vec<String> = history["edits"]
        .as_array()
        .expect("edits")
        .iter()
        .map(|edit| {
            let text = |key: &str| edit[key].as_str().unwrap_or("-").to_owned();
            format!(
                "{} {} {} {} {} {}",
                text("command"),
                text("by"),
                text("why"),
                text("task"),
                text("change"),
                edit["written"]
            )
        })
        .collect();
    assert_eq!(
        edits,
        [
            "import zhang 台账.csv A-2 done = 2026-11-19 true",
            "import zhang 台账.csv A-3 + task = { id = \"A-3\", due = \"2026-12-01\" } true"
        ]
    );
    // A dry import, and one that changes nothing, leave no record.
    office.run(&["import", "台账.csv"]);
    again(&office, &list, &[]);
    assert_eq!(office.json(&["history", "--json"]).0["edits"].as_array().map(Vec::len), Some(2));
}

#[test]
fn i2_json_holds_what_changed_and_what_was_not_applied() {
    let office = imported();
    let list = "编号,整改事项,责任单位,责任人,整改时限,完成日期,备注\n\
        A-2,补齐台账吧,市局,李四,2026-12-31,2026-11-19,\nA-3,新事项,市局,张三,2026-12-01,,\n";
    office.write("台账.csv", list);
    let (document, status) = office.json(&["import", "台账.csv", "--json"]);
    assert_eq!(status, Some(0), "{document}");
    let change = |task: &str, what: &str| {
        let all = document["changes"].as_array().expect("changes");
        let found = all.iter().find(|one| one["task"] == task && one["what"] == what);
        found.unwrap_or_else(|| panic!("no {what} of {task} in {document}")).clone()
    };
    let done = change("A-2", "changed");
    assert_eq!((&done["key"], &done["list"]), (&"done".into(), &"2026-11-19".into()));
    assert_eq!(change("A-2", "title")["list"], "补齐台账吧");
    assert_eq!(change("A-1", "gone")["title"], "修订制度");
    assert_eq!(document["new"], serde_json::json!(["A-3"]));
}

/// An office of several policies, none of which a rule chooses.
fn without_rules(policies: &str) -> Office {
    let office = Office::new();
    let root = office.text("duban.toml");
    let root = root.replace("[[rules]]\nwhen = {}\npolicy = \"standard\"\n", policies);
    office.write("duban.toml", &root);
    office
        .write("l.csv", "编号,问题,责任人,整改时限\n1,甲,张三,2026-12-01\n2,乙,张三,2026-12-01\n");
    office
}

const STRICT: &str =
    "[policies.strict]\nstages = [{ name = \"late\", at = \"+1d\", to = [\"owner\"] }]\n";

#[test]
fn i4_tasks_that_nothing_else_gives_a_policy_get_the_only_one() {
    let office = without_rules("");
    let (printed, status) = office.run(&["import", "l.csv"]);
    assert_eq!(status, Some(0), "{printed}");
    assert!(
        printed.contains("2 tasks without a policy: the only one of the files, standard"),
        "{printed}"
    );
    let (printed, status) = office.run(&["import", "l.csv", "--write"]);
    assert_eq!(status, Some(0), "{printed}");
    assert_eq!(office.text("tasks/l.toml").matches("policy = \"standard\"").count(), 2);
    // A rule, or the defaults of the file, chooses without a word in the task.
    let office = without_rules(&format!("{STRICT}[[rules]]\nwhen = {{}}\npolicy = \"strict\"\n"));
    assert_eq!(office.run(&["import", "l.csv", "--write"]).1, Some(0));
    assert!(!office.text("tasks/l.toml").contains("policy"));
    let office = without_rules(STRICT);
    office.write("tasks/l.toml", "[defaults]\npolicy = \"strict\"\n");
    assert_eq!(office.run(&["import", "l.csv", "--write"]).1, Some(0));
    assert_eq!(office.text("tasks/l.toml").matches("policy").count(), 1);
}

#[test]
fn i4_where_several_policies_would_do_the_columns_are_shown_and_the_line_to_type() {
    let office = without_rules(STRICT);
    for (language, said) in [
        (
            "en",
            "2 new tasks without a policy, so nothing was written; say which (the files have standard, strict):",
        ),
        (
            "zh-CN",
            "2 项新任务没有督办规则，所以没有写入；请指明一套（配置里有 standard、strict）：",
        ),
    ] {
        let (printed, status) = office.run(&["--lang", language, "import", "l.csv"]);
        assert_eq!(status, Some(1), "{printed}");
        let (table, error) = (printed.find("整改时限"), printed.find(said));
        assert!(table.is_some() && table < error, "{printed}");
        assert!(printed.contains("\n  duban import l.csv --policy standard\n"), "{printed}");
    }
    let (printed, status) = office.run(&["import", "l.csv", "--policy", "standard", "--write"]);
    assert_eq!(status, Some(0), "what it says to type: {printed}");
    // A policy that ships needs no definition; it writes to heads and supervisors, too.
    let office = without_rules(STRICT);
    let people = office.text("people.toml");
    office.write("people.toml", &(people + "supervisor = \"zhang\"\n"));
    office.write("l.csv", "编号,问题,责任单位,责任人,整改时限\n1,甲,市局,王五,2026-12-01\n");
    let (printed, status) =
        office.run(&["import", "l.csv", "--policy", "cn:inspection", "--write"]);
    assert_eq!(status, Some(0), "a policy that ships: {printed}");
}

#[test]
fn i1_the_columns_are_shown_where_the_files_do_not_check() {
    let office = Office::new();
    office.write("people.toml", "[people.zhang]\nname = \"张三\"\n");
    office.write("l.csv", "编号,问题,责任人,整改时限\n1,甲,张三,2026-12-01\n");
    let output = office.output(&["import", "l.csv"]);
    assert_eq!(output.status.code(), Some(78));
    assert!(String::from_utf8_lossy(&output.stdout).contains("整改时限"), "{output:?}");
    assert!(String::from_utf8_lossy(&output.stderr).contains("missing-key"), "{output:?}");
}

#[test]
fn i1_unknown_people_are_named_once_with_the_line_to_type() {
    let office = Office::new();
    let rows: String =
        (1..=9).map(|row| format!("{row},事项{row},小张,2026-12-0{row}\n")).collect();
    office.write("我的 台账.csv", &format!("编号,问题,责任人,整改时限\n{rows}"));
    let (printed, status) = office.run(&["import", "我的 台账.csv"]);
    assert_eq!(status, Some(1), "{printed}");
    let from = printed.find("Not in the files").expect("told");
    let told = &printed[from..];
    assert_eq!(told.matches("小张").count(), 2, "with the line of the mapping file: {printed}");
    assert!(told.contains("1 name: 小张 ×9; 9 rows left out for that"), "{printed}");
    assert!(told.contains("\n  duban import '我的 台账.csv' --create\n"), "{printed}");
    assert!(told.contains("\n  \"小张\" = \"ID\"\n"), "{printed}");
    assert!(!printed[..from].contains("not in the files"), "{printed}");
    // Both lines do what they say.
    let mapping = office.text("我的 台账.map.toml");
    let mapping = mapping.replace("[values.people]\n", "[values.people]\n\"小张\" = \"zhang\"\n");
    office.write("我的 台账.map.toml", &mapping);
    assert_eq!(office.run(&["import", "我的 台账.csv"]).1, Some(0));
}

#[test]
fn what_will_be_sent_is_shown_before_the_addresses_are_there() {
    let office = Office::new();
    office.write("台账.csv", LIST);
    office.run(&["import", "台账.csv", "--create", "--write", "--by", "zhang"]);
    let (printed, status) = office.run(&["plan", "--from", "2026-12-01", "--until", "2027-01-31"]);
    assert_eq!(status, Some(78), "nothing is in force: {printed}");
    assert!(printed.contains("1 email address is to be filled in"), "{printed}");
    assert!(printed.contains("李四 (no address)") && printed.contains("A-1"), "{printed}");
    for command in
        [&["status"][..], &["agenda"], &["calendar"], &["who", "李四"], &["explain", "A-2"]]
    {
        let (printed, status) = office.run(command);
        assert_eq!(status, Some(78), "{command:?}: {printed}");
        assert!(!printed.contains("error["), "{command:?}: {printed}");
    }
    let root = office.text("duban.toml");
    office.write(
        "duban.toml",
        &format!("{root}[admin]\nto = ['ops@example.org']\nall-well = 'weekly'\n"),
    );
    let (printed, status) = office.run(&["explain", "all-well"]);
    assert_eq!(status, Some(78), "{printed}");
    office.write("duban.toml", &root);
    let (printed, status) = office.run(&["render", "A-2"]);
    assert_eq!(status, Some(78), "{printed}");
    assert!(printed.contains("error[no-address]"), "no letter is written: {printed}");
    // Tasks can be edited all the same.
    let (printed, status) = office.run(&["done", "A-2", "--by", "zhang"]);
    assert_eq!(status, Some(0), "{printed}");
    assert!(office.text("tasks/台账.toml").contains("done = "), "{printed}");
}

#[test]
fn i2_a_newer_list_fills_in_the_addresses_that_are_missing() {
    let office = Office::new();
    office.write("台账.csv", LIST);
    office.run(&["import", "台账.csv", "--create", "--write", "--by", "zhang"]);
    let before = office.text("people.toml");
    let list = "编号,整改事项,责任单位,责任人,邮箱,整改时限,完成日期,备注\n\
        A-1,修订制度,市局,张三,other@example.org,2026-12-30,,甲\n\
        A-2,补台账,市局,李四,li@example.org,2026-12-31,,\n";
    let printed = again(&office, list, &[]);
    assert!(printed.contains("1 address filled in"), "{printed}");
    let after = before.replace("email = \"\"", "email = \"li@example.org\"");
    assert_eq!(office.text("people.toml"), after, "one value, and no address that was there");
    let printed = again(&office, list, &[]);
    assert!(printed.contains("There is nothing to write."), "{printed}");
}

#[test]
fn i2_a_new_row_without_owner_is_left_out_where_nobody_is_head() {
    let office = Office::new();
    let list = "编号,整改事项,责任单位,责任人,整改时限\nA-1,修订制度,乙局,王五,2026-12-30\n";
    office.write("台账.csv", list);
    office.run(&["import", "台账.csv", "--create", "--write", "--by", "zhang"]);
    let tasks = office.text("tasks/台账.toml");
    office.write(
        "台账.csv",
        &format!("{list}A-2,清点钥匙,乙局,,2026-12-30\nA-3,清点门锁,市局,,2026-12-30\n"),
    );
    let (printed, status) = office.run(&["import", "台账.csv", "--write", "--by", "zhang"]);
    assert_eq!(status, Some(1), "{printed}");
    assert!(printed.contains("it has no owner, and the unit `乙局` no head"), "{printed}");
    let after = office.text("tasks/台账.toml");
    assert!(
        after.starts_with(&tasks) && after.contains("id = \"A-3\"") && !after.contains("A-2"),
        "{after}"
    );
    let head = printed.matches("the unit's head is").count();
    assert_eq!(head, 1, "of the row whose unit has a head: {printed}");
}

#[test]
fn i2_a_list_that_was_numbered_anew_is_not_taken() {
    let head = "编号,事项,责任单位,责任人,邮箱,整改时限\n";
    let row = |id: usize, title: &str| {
        format!("{id},{title},市局,张三,zhang@example.org,2026-12-{:02}\n", 10 + id)
    };
    let titles = ["完善制度", "追缴资金", "清理欠账", "核对台账", "公开公示"];
    let rows = |titles: &[&str]| -> String {
        titles.iter().enumerate().map(|(at, title)| row(at + 1, title)).collect()
    };
    let office = imported();
    office.write("表.csv", &format!("{head}{}", rows(&titles)));
    let (printed, status) = office.run(&["import", "表.csv", "--write", "--by", "zhang"]);
    assert_eq!(status, Some(0), "{printed}");
    let before = office.text("tasks/表.toml");
    // A row in their midst, and all below it one further.
    let moved = ["完善制度", "新增事项", "追缴资金", "清理欠账", "核对台账", "公开公示"];
    office.write("表.csv", &format!("{head}{}", rows(&moved)));
    for more in [&["--write", "--by", "zhang"][..], &[]] {
        let (printed, status) = office.run(&[&["import", "表.csv"], more].concat());
        assert_eq!(status, Some(1), "{printed}");
        assert!(printed.contains("seems to have been numbered anew"), "{printed}");
        assert_eq!(office.text("tasks/表.toml"), before);
    }
    // Two that changed places are told of as titles that changed, as before.
    let swapped = ["追缴资金", "完善制度", "清理欠账", "核对台账", "公开公示"];
    office.write("表.csv", &format!("{head}{}", rows(&swapped)));
    let (printed, _) = office.run(&["import", "表.csv"]);
    assert!(!printed.contains("numbered anew"), "{printed}");
}

#[test]
fn i1_an_address_of_somebody_else_is_told() {
    let office = imported();
    let list = "编号,事项,责任单位,责任人,邮箱,整改时限\nB-1,追缴资金,市局,王小明,zhang@example.org,2026-12-30\n";
    office.write("表.csv", list);
    let (printed, _) = office.run(&["import", "表.csv"]);
    assert!(printed.contains("the address beside it is `张三`'s, who is taken"), "{printed}");
}

#[test]
fn i1_an_open_deadline_that_an_assumed_year_puts_before_the_list_is_told_apart() {
    let office = imported();
    let list = "填报日期：2026年11月20日,,,,,,\n编号,事项,责任单位,责任人,邮箱,整改时限,办结日期\n\
                B-1,追缴资金,市局,张三,zhang@example.org,1月13日前,\n\
                B-2,完善制度,市局,张三,zhang@example.org,12月13日前,\n\
                B-3,清理欠账,市局,张三,zhang@example.org,1月14日前,2026-01-10\n";
    office.write("表.csv", list);
    let (printed, _) = office.run(&["import", "表.csv"]);
    let told: Vec<&str> =
        printed.lines().filter(|line| line.contains("if the next year is meant")).collect();
    assert_eq!(told.len(), 1, "{printed}");
    assert!(told[0].contains("1月13日前") && told[0].contains("2026-01-13"), "{printed}");
}
