//! What a clerk does with commands in the first days, and the slips that happen then: each is said, and none does harm.

use std::process::Output;

use super::edit_commands::{NOW, POLICIES};
use super::installation::{AROUND, Installation, text};

fn office(tasks: &str) -> Installation {
    let office = Installation::of(&format!("{POLICIES}{AROUND}"));
    std::fs::create_dir(office.folder.path().join("tasks")).expect("a folder");
    office.write("tasks/list.toml", tasks);
    office
}

fn task(id: &str, owner: &str, due: &str) -> String {
    format!("[[task]]\nid = '{id}'\ntitle = '事项 {id}'\nowner = '{owner}'\ndue = {due}\n")
}

fn list() -> String {
    let tasks: String = (1..=12).map(|at| task(&at.to_string(), "zhang", "2026-12-15")).collect();
    format!("[defaults]\npolicy = 'p'\n{tasks}")
}

fn ran(office: &Installation, status: i32, arguments: &[&str]) -> String {
    let output = office.run(Some(NOW), arguments);
    assert_eq!(output.status.code(), Some(status), "{arguments:?}: {}", text(&output));
    text(&output)
}

/// The same in the folder of the files, as a clerk works: no option names the root file.
fn at_hand(office: &Installation, arguments: &[&str]) -> Output {
    let whole = office.command(Some(NOW), &[]);
    let mut command = std::process::Command::new(whole.get_program());
    command.envs(whole.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command.current_dir(office.folder.path()).args(arguments).output().expect("run")
}

fn list_of(office: &Installation) -> String {
    std::fs::read_to_string(office.folder.path().join("tasks/list.toml")).expect("a file")
}

#[test]
fn r2_what_was_in_force_is_found_where_no_folder_is_named() {
    let office = office(&list());
    let passed = at_hand(&office, &["run", "--once"]);
    assert_eq!(passed.status.code(), Some(0), "{}", text(&passed));
    let nothing = at_hand(&office, &["diff"]);
    assert!(text(&nothing).contains("The files say what they said"), "{}", text(&nothing));
    office.write("tasks/list.toml", &list().replace("事项 3'", "新事项'"));
    let diff = text(&at_hand(&office, &["diff"]));
    assert!(diff.contains("0 new, 0 gone, 1 changed"), "{diff}");
    // R1, R2: a start with a broken file goes on from it, too.
    office.write("tasks/list.toml", "[[task]\n");
    let passed = at_hand(&office, &["run", "--once"]);
    assert!(text(&passed).contains("last good"), "{}", text(&passed));
    let status = at_hand(&office, &["status", "--json"]);
    assert!(text(&status).contains("事项 12"), "{}", text(&status));
}

#[test]
fn e4_the_task_that_a_command_changes_is_named_by_title_and_owner() {
    let office = office(&list());
    let said = ran(&office, 0, &["done", "3", "--dry-run"]);
    assert!(said.starts_with("3 “事项 3” (张三)\n"), "{said}");
}

#[test]
fn e4_several_ids_may_stand_in_one_word() {
    for ids in ["5,6", "5、6", "5，6"] {
        let office = office(&list());
        ran(&office, 0, &["done", ids]);
        assert_eq!(list_of(&office).matches("done = 2026-11-24").count(), 2, "{ids}");
    }
    // A title that holds such a sign is a title.
    let office = office(&list().replace("事项 7'", "甲、乙'"));
    ran(&office, 0, &["done", "甲、乙"]);
    assert_eq!(list_of(&office).matches("done =").count(), 1);
}

#[test]
fn e4_a_day_that_has_not_come_an_earlier_deadline_and_a_hold_that_is_over_are_refused() {
    let office = office(&list());
    for (arguments, why) in [
        (&["done", "3", "--on", "2026-11-25"][..], "--on 2026-11-25 lies ahead"),
        (&["progress", "3", "--text", "x", "--on", "2027-01-05"], "--on 2027-01-05 lies ahead"),
        (&["extend", "3", "--to", "2026-12-01", "--reason", "x"], "3 is due 2026-12-15"),
        (&["extend", "3", "--to", "2026-12-15", "--reason", "x"], "--to must be later"),
        (&["hold", "3", "--until", "2026-11-24", "--reason", "x"], "--until 2026-11-24 has come"),
    ] {
        let said = ran(&office, 1, arguments);
        assert!(said.contains(why), "{arguments:?}: {said}");
    }
    assert_eq!(list_of(&office), list(), "nothing was written");
    ran(&office, 0, &["extend", "3", "--to", "2026-12-16", "--reason", "x"]);
    ran(&office, 0, &["hold", "4", "--until", "2026-11-25", "--reason", "x"]);
    // The clock may have stood still in days that are over (T0).
    let past = ["hold", "5", "--from", "2026-11-02", "--until", "2026-11-09", "--reason", "x"];
    ran(&office, 0, &[&past[..], &["--stops-clock"]].concat());
}

#[test]
fn w3_an_absence_on_days_of_another_is_refused_for_the_first_counts() {
    let office = office(&list());
    ran(&office, 0, &["away", "张三", "--from", "2026-11-25", "--until", "2026-12-10"]);
    let again = ["away", "张三", "--from", "2026-11-25", "--until", "2026-12-10"];
    let said = ran(&office, 0, &again);
    assert!(said.contains("says so already"), "{said}");
    let said = ran(&office, 1, &[&again[..], &["--delegate", "王五"]].concat());
    let why = "张三 is away from 2026-11-25 to 2026-12-10 already (nobody stands in)";
    assert!(said.contains(why), "{said}");
    let after = ["away", "张三", "--from", "2026-12-11", "--until", "2026-12-12"];
    ran(&office, 0, &[&after[..], &["--delegate", "王五"]].concat());
}

#[test]
fn e4_a_warning_about_other_tasks_is_not_told_as_new() {
    // Saturdays, more of them than are listed.
    let tasks: String = (1..=30).map(|at| task(&at.to_string(), "zhang", "2026-12-12")).collect();
    let office = office(&format!("[defaults]\npolicy = 'p'\n{tasks}"));
    let said = ran(&office, 0, &["done", "3", "--dry-run"]);
    assert!(!said.contains("due-on-day-off"), "{said}");
    let to_sunday = ["extend", "4", "--to", "2026-12-13", "--reason", "x", "--dry-run"];
    ran(&office, 0, &to_sunday);
}

#[test]
fn add_goes_on_from_the_highest_number_and_takes_the_only_policy() {
    let tasks: String = (1..=12).map(|at| task(&at.to_string(), "zhang", "2026-12-15")).collect();
    let tasks = tasks.replace("due =", "policy = 'p'\ndue =");
    let office = office(&format!(
        "{tasks}[[task]]\nid = 'A-7'\ntitle = 'x'\npolicy = 'p'\ndue = 2026-12-15\nowner = 'wang'\n"
    ));
    let add = ["add", "--title", "新任务", "--due", "2026-12-20", "--owner", "张三"];
    ran(&office, 0, &add);
    let list = list_of(&office);
    assert!(list.contains("id = '13'") || list.contains("id = \"13\""), "{list}");
    assert_eq!(list.matches("policy =").count(), 14, "{list}");
}

#[test]
fn adopt_says_which_reminders_of_deadlines_ahead_will_not_go() {
    let soon = task("S-1", "zhang", "2026-11-27") + &task("S-2", "wang", "2026-11-20");
    let office = office(&format!("{}{soon}", list()));
    let said = ran(&office, 0, &["adopt"]);
    assert!(said.contains("reminders of 1 deadline still ahead: S-1."), "{said}");
    let again = ran(&office, 0, &["adopt"]);
    assert!(!again.contains("still ahead"), "{again}");
}

#[test]
fn urge_says_that_a_task_is_on_hold_or_was_urged_today() {
    let office = office(&list().replace("id = '3'", "id = '3'\nhold = { until = 2026-12-01 }"));
    ran(&office, 0, &["run", "--once"]);
    let said = ran(&office, 0, &["urge", "3", "4", "--by", "王五"]);
    assert!(said.contains("3 is on hold until 2026-12-01"), "{said}");
    assert!(!said.contains("urged"), "{said}");
    let said = ran(&office, 0, &["urge", "4", "--dry-run"]);
    assert!(said.contains("王五 urged 4 today already"), "{said}");
}

#[test]
fn report_shows_how_one_is_written_where_there_is_none() {
    let said = ran(&office(&list()), 1, &["report"]);
    assert!(said.contains("[[reports]]\n    name = \"monthly\""), "{said}");
}

#[test]
fn w5_people_who_share_a_mailbox_have_a_letter_each() {
    let two = task("A-1", "zhang", "2026-11-20") + &task("A-2", "wang", "2026-11-20");
    let office = office(&format!("[defaults]\npolicy = 'p'\n{two}"));
    let root = office.folder.path().join("duban.toml");
    let shared = std::fs::read_to_string(&root).expect("read").replace("wang@", "zhang@");
    std::fs::write(&root, shared).expect("written");
    ran(&office, 0, &["run", "--once"]);
    let letters = std::fs::read_dir(office.state().join("outbox")).expect("letters");
    let letters: Vec<String> = letters
        .map(|letter| std::fs::read_to_string(letter.expect("a letter").path()).expect("read"))
        .collect();
    assert_eq!(letters.len(), 2, "{letters:?}");
    let about = |task: &str| {
        let header = format!("X-Duban-Task: {task}");
        letters.iter().filter(|letter| letter.contains(&header)).count()
    };
    assert_eq!((about("A-1"), about("A-2")), (1, 1));
}

#[test]
fn commands_have_chinese_names_and_a_near_miss_names_one() {
    let office = office(&list());
    for (chinese, english) in [
        ("检查", &["check"][..]),
        ("计划", &["plan"]),
        ("状态", &["status"]),
        ("帮助", &["help"]),
        ("规则", &["policies"]),
    ] {
        assert_eq!(ran(&office, 0, &[chinese]), ran(&office, 0, english), "{chinese}");
    }
    for (typed, near) in [("检察", "检查"), ("状況", "状态"), ("chekc", "check")] {
        let said = ran(&office, 2, &[typed]);
        assert!(said.contains(&format!("Did you mean `{near}`?")), "{typed}: {said}");
    }
    // Below a command only what stands below it is meant.
    let said = ran(&office, 2, &["ledger", "statu"]);
    assert!(!said.contains("Did you mean"), "{said}");
    let said = ran(&office, 2, &["ledger", "bakcup"]);
    assert!(said.contains("Did you mean `backup`?"), "{said}");
}

#[test]
fn plan_ends_with_how_many_letters_go_to_how_many_people() {
    let both = task("A-1", "zhang", "2026-12-01") + &task("A-2", "wang", "2026-12-01");
    let office = office(&format!("[defaults]\npolicy = 'p'\n{both}"));
    let said = ran(&office, 0, &["plan"]);
    let printed = at_hand(&office, &["plan", "--by", "person", "--json"]);
    let document: serde_json::Value = serde_json::from_slice(&printed.stdout).expect("a document");
    let people = document["people"].as_array().expect("people").len();
    let letters: u64 = document["people"]
        .as_array()
        .into_iter()
        .flatten()
        .filter_map(|one| one["to"].as_u64())
        .sum();
    let end = format!("{letters} letters with ");
    assert!(said.contains(&end) && said.contains(&format!(", to {people} people.")), "{said}");
    assert!(said.contains("Most leave on "), "{said}");
    assert!(said.contains("`#1`, `#2` behind a stage"), "{said}");
    assert!(!said.contains("digests"), "{said}");
    // A report is a letter without notices.
    let reports = "[[reports]]\nname = 'overview'\ncron = '0 9 * * 1'\nto = ['person:zhang']\n";
    let with_reports = self::office(&format!("[defaults]\npolicy = 'p'\n{both}"));
    with_reports.write("tasks/reports.toml", reports);
    let more = ran(&with_reports, 0, &["plan", "--until", "2026-12-01"]);
    assert!(more.contains(" letters (1 of them a report, digest or the like) with "), "{more}");
    // Where nothing is repeated, nothing is explained.
    let said = ran(&office, 0, &["plan", "--until", "2026-11-25"]);
    assert!(!said.contains("`#1`"), "{said}");
}

#[test]
fn e2_an_edit_as_root_asks_who_it_was() {
    use std::os::unix::fs::MetadataExt;
    let is_root = std::fs::metadata("/proc/self").is_ok_and(|about| about.uid() == 0);
    let office = office(&list());
    let mut command = office.command(Some(NOW), &["done", "3"]);
    let said = text(&command.env_remove("SUDO_USER").output().expect("run"));
    assert_eq!(said.contains("say --by NAME"), is_root, "{said}");
    let said = ran(&office, 0, &["done", "4", "--by", "王五"]);
    assert!(!said.contains("--by NAME"), "{said}");
}

#[test]
fn check_ends_with_the_first_error() {
    let late = task("B-1", "zhang", "2026-12-12");
    let office = office(&format!("{}{late}{}", list(), task("B-2", "nobody", "2026-12-12")));
    let said = ran(&office, 78, &["check"]);
    let end = "tasks/list.toml:71: there is no person or group `nobody`";
    assert!(said.trim_end().ends_with(end), "{said}");
    // One alone is on the screen.
    office.write("tasks/list.toml", &format!("{}{}", list(), task("B-2", "nobody", "2026-12-15")));
    let said = ran(&office, 78, &["check"]);
    assert!(!said.contains("the first error"), "{said}");
}
