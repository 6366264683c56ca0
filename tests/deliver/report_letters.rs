//! P1: reports that the daemon sends: at their cron's moments, moved from days off, once, also after downtime; held where
//! they ask; nothing for a part that has nothing to say.

use super::installation::{Installation, text};
use super::relay::{Relay, Script};

const LIST: &str = r#"
[people.li]
name = "李四"
email = "li@example.org"
[units.north]
name = "北县"
parent = "city"
head = "zhang"
[units.south]
name = "南县"
parent = "city"
head = "li"
[units.west]
name = "西县"
parent = "city"
head = "li"
[policies.p]
stages = [{ name = "later", at = "+300d", to = ["owner"] }]
[defaults]
policy = "p"
opened = 2026-10-01
[[task]]
id = "N-1"
title = "北县的任务"
unit = "north"
due = 2026-11-01
[[task]]
id = "S-1"
title = "南县的任务"
unit = "south"
due = 2027-11-01
[[reports]]
name = "monthly"
title = "整改工作情况通报"
cron = "0 9 5 * *"
roll = "later"
per = "unit"
to = ["head"]
cc = ["top"]
attach = ["xlsx", "csv"]
"#;

/// 09:00 in Shanghai is 01:00 in UTC. 5 December 2026 is a Saturday.
const FIRST: &str = "2026-11-24 01:00:10";
const MONDAY: &str = "2026-12-07 01:00:10";

fn office(rest: &str) -> (Relay, Installation) {
    let (relay, office) = Installation::beside(Script::default(), &format!("{LIST}{rest}"));
    office.once(FIRST, 0);
    (relay, office)
}

fn recipients(relay: &Relay) -> Vec<String> {
    let letters = relay.arrived();
    let mut all: Vec<String> =
        letters.iter().map(|one| one.recipients.join(" ").replace("@example.org", "")).collect();
    all.sort();
    all
}

#[test]
fn p1_each_part_goes_once_to_its_own_head_at_the_moment_that_roll_gives() {
    let (relay, office) = office("");
    for quiet in ["2026-12-05 01:00:10", "2026-12-06 01:00:10", "2026-12-07 00:59:10"] {
        office.once(quiet, 0);
    }
    assert_eq!(recipients(&relay), [""; 0], "before its moment");
    office.once(MONDAY, 0);
    // The west has no task, and so nothing to say.
    assert_eq!(recipients(&relay), ["li wang", "zhang wang"]);
    for again in ["2026-12-07 01:01:10", "2026-12-08 01:00:10"] {
        office.once(again, 0);
    }
    assert_eq!(relay.arrived().len(), 2, "told once");
    let letters = relay.arrived();
    let north = letters.iter().find(|one| one.recipients[0].starts_with("zhang")).expect("sent");
    let bytes = String::from_utf8_lossy(&north.bytes).into_owned();
    for part in [
        "multipart/related",
        "Content-ID: <ages.png>",
        "filename=\"report.xlsx\"",
        "filename=\"report.csv\"",
        "X-Duban-Letter: report",
        "X-Duban-Stage: monthly",
    ] {
        assert!(bytes.contains(part), "`{part}` is missing in:\n{bytes}");
    }
    // It stands in the history.
    let history = office.json(None, &["history", "--json"]);
    let stages: Vec<&str> = history["notices"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["stage"].as_str())
        .collect();
    assert_eq!(stages, ["monthly", "monthly"], "{history}");
    office.ledger_is_sound();
}

#[test]
fn p1_after_downtime_only_the_latest_goes_and_within_the_hours() {
    let (relay, office) = office("");
    // Two moments passed, the second on Tuesday, 5 January 2027; found at eight in the evening.
    office.once("2027-01-05 12:00:10", 0);
    assert_eq!(relay.arrived().len(), 0, "late, it keeps to the hours (T8)");
    office.once("2027-01-06 01:00:10", 0);
    assert_eq!(recipients(&relay), ["li wang", "zhang wang"]);
    office.once("2027-01-06 01:01:10", 0);
    assert_eq!(relay.arrived().len(), 2);
}

#[test]
fn p1_moments_before_the_ledger_saw_the_report_or_its_cron_are_not_its() {
    let (relay, office) = office("");
    let root = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    office.write("duban.toml", &root.replace("0 9 5 * *", "0 9 4 * *"));
    // The new cron is seen on Monday; its moment was on Friday.
    office.once(MONDAY, 0);
    office.once("2026-12-07 01:01:10", 0);
    assert_eq!(relay.arrived().len(), 0);
    office.once("2027-01-04 01:00:10", 0);
    assert_eq!(recipients(&relay), ["li wang", "zhang wang"]);
}

#[test]
fn l6a_a_report_that_asks_is_held_and_its_next_takes_its_place() {
    let (relay, office) = office("release = \"ask\"\n");
    office.once(MONDAY, 0);
    assert_eq!(relay.arrived().len(), 0);
    let held = || {
        let letters = office.json(None, &["letters", "--json"]);
        letters["letters"].as_array().expect("letters").len()
    };
    assert_eq!(held(), 2);
    office.once("2027-01-05 01:00:10", 0);
    assert_eq!(held(), 2, "the next replaces the older");
    let released = office.run(Some("2027-01-05 01:00:20"), &["release", "--all", "--as-written"]);
    assert_eq!(released.status.code(), Some(0), "{}", text(&released));
    office.once("2027-01-05 01:01:10", 0);
    assert_eq!(recipients(&relay), ["li wang", "zhang wang"]);
    office.ledger_is_sound();
}

/// The letters that are not settled.
fn unsettled(office: &Installation) -> Vec<serde_json::Value> {
    let letters = office.json(None, &["letters", "--json"]);
    letters["letters"].as_array().expect("letters").clone()
}

fn rewrite(office: &Installation, from: &str, to: &str) {
    let root = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    assert!(root.contains(from), "`{from}` is not in it");
    office.write("duban.toml", &root.replace(from, to));
}

/// P1, L6c: what was reviewed goes, to those who are to have it now.
#[test]
fn l6c_a_held_report_goes_to_the_head_of_the_day_and_says_what_was_reviewed() {
    let number = "release = \"ask\"\n[letters.report]\nnumber = \"督办〔{year}〕{n}号\"\n";
    let (relay, office) = office(number);
    office.once(MONDAY, 0);
    // Another head, a stand-in, and a task that was closed meanwhile.
    rewrite(&office, "head = \"zhang\"", "head = \"zhao\"");
    let zhao = "[people.zhao]\nname = '赵六'\nemail = 'zhao@example.org'\n[people.li]";
    rewrite(&office, "[people.li]", zhao);
    let away = "email = \"li@example.org\"\naway = [{ from = 2026-12-08, until = 2026-12-09, delegate = \"zhao\" }]";
    rewrite(&office, "email = \"li@example.org\"", away);
    rewrite(&office, "due = 2026-11-01", "due = 2026-11-01\ndone = 2026-12-06");
    office.once("2026-12-08 00:30:10", 0);
    let north = unsettled(&office)
        .into_iter()
        .find(|one| one.to_string().contains("zhang@example.org"))
        .expect("the north's");
    let id = north["letter"].as_str().expect("an id").to_owned();
    let reviewed = text(&office.run(None, &["show", &id]));
    let asked = office.run(Some("2026-12-08 01:00:10"), &["release", &id]);
    assert_eq!(asked.status.code(), Some(2), "there is nobody to ask");
    let shown = text(&asked);
    for line in
        ["- To: zhang@example.org", "+ To: zhao@example.org", "- 主送：张三", "+ 主送：赵六"]
    {
        assert!(shown.contains(line), "`{line}` is missing:\n{shown}");
    }
    assert!(!shown.contains("N-1"), "only the addressees differ:\n{shown}");
    let released = office.run(Some("2026-12-08 01:00:10"), &["release", "--all", "--yes"]);
    assert_eq!(released.status.code(), Some(0), "{}", text(&released));
    office.once("2026-12-08 01:01:10", 0);
    assert_eq!(recipients(&relay), ["zhao wang", "zhao wang li"], "who is away keeps a copy (W3)");
    let letters = relay.arrived();
    let north = letters.iter().find(|one| one.recipients.len() == 2).expect("the north's");
    let (said, bytes) = (north.body(), String::from_utf8_lossy(&north.bytes).into_owned());
    let is_to = |said: &str| {
        let zhao = said.contains("赵六同志") && said.contains("主送：赵六");
        zhao && !said.contains("张三同志") && !said.contains("主送：张三")
    };
    assert!(is_to(&said), "{said}");
    assert!(said.contains("督办〔2026〕"), "numbered when it leaves:\n{said}");
    // All else is as it was reviewed: the task counts as late.
    let rest = |text: &str| -> Vec<String> {
        let lines = text.lines().map(|line| line.trim_end().to_owned());
        lines.filter(|line| line.contains("N-1") || line.contains("逾期")).collect()
    };
    assert!(!rest(&said).is_empty());
    rest(&said).iter().for_each(|line| assert!(reviewed.contains(line), "`{line}` is new"));
    for part in ["Content-ID: <ages.png>", "filename=\"report.xlsx\"", "To: =?utf-8?"] {
        assert!(bytes.contains(part), "`{part}` is missing in:\n{bytes}");
    }
    let page = mail_parser::MessageParser::default().parse(&north.bytes).expect("a message");
    let page = page.body_html(0).expect("a page").into_owned();
    assert!(is_to(&page), "{page}");
    let history = office.json(None, &["history", "monthly", "--json"]);
    let notices = history["notices"].as_array().expect("notices").iter();
    let mut fates: Vec<&str> = notices.filter_map(|one| one["disposition"].as_str()).collect();
    fates.sort_unstable();
    assert_eq!(fates, ["letter", "letter", "replaced", "replaced"]);
    office.ledger_is_sound();
}

#[test]
fn l6c_a_held_report_for_the_same_people_goes_as_it_is_and_one_for_nobody_is_withdrawn() {
    let (relay, office) = office("release = \"ask\"\n");
    office.once(MONDAY, 0);
    rewrite(&office, "due = 2026-11-01", "due = 2026-11-01\ndone = 2026-12-06");
    let written: Vec<String> = unsettled(&office)
        .iter()
        .filter_map(|one| Some(one["letter"].as_str()?.to_owned()))
        .collect();
    // Nothing differs, so that nothing is asked.
    let released = office.run(Some("2026-12-08 01:00:10"), &["release", &written[0]]);
    assert_eq!(released.status.code(), Some(0), "{}", text(&released));
    office.once("2026-12-08 01:01:10", 0);
    assert_eq!(relay.arrived().len(), 1);
    rewrite(&office, "to = [\"head\"]\ncc = [\"top\"]", "to = [\"supervisor\"]\ncc = [\"top\"]");
    rewrite(&office, "[units.west]", "[units.west]\nsupervisor = \"li\"");
    let shown = office.run(Some("2026-12-08 01:02:10"), &["--lang", "en", "release", &written[1]]);
    assert!(text(&shown).contains("nobody now whom it is addressed to"), "{}", text(&shown));
    let released = office.run(Some("2026-12-08 01:02:10"), &["release", &written[1], "--yes"]);
    assert_eq!(released.status.code(), Some(0), "{}", text(&released));
    office.once("2026-12-08 01:03:10", 0);
    assert_eq!((relay.arrived().len(), unsettled(&office).len()), (1, 0));
    office.ledger_is_sound();
}

/// L8a: a report that tells of a task whose edit waits is held with it; once that is undone it is told anew.
#[test]
fn l8a_a_report_about_a_waiting_edit_waits_with_it_and_is_told_anew_once_that_is_undone() {
    let tasks = |due: &str| -> String {
        let task = |at: u32| {
            format!("[[task]]\nid = 'M-{at}'\ntitle = '多'\nunit = 'north'\ndue = {due}\n")
        };
        (0..9).map(task).collect()
    };
    let rest = format!("[guard]\nmax-changes = 3\n{}", tasks("2027-12-30"));
    let (relay, office) = office(&rest);
    office.once("2026-12-07 00:30:10", 0);
    // A mistyped year: nine deadlines at once.
    rewrite(&office, "2027-12-30", "2025-12-30");
    office.once(MONDAY, 0);
    assert_eq!(recipients(&relay), ["li wang"], "the south's is about none of them");
    let held: Vec<String> = unsettled(&office)
        .iter()
        .filter(|one| one["kind"] == "report")
        .map(|one| one["held"].as_str().unwrap_or_default().to_owned())
        .collect();
    assert_eq!(held, ["edit"]);
    rewrite(&office, "2025-12-30", "2027-12-30");
    office.once("2026-12-07 01:10:10", 0);
    let all = recipients(&relay);
    assert_eq!(all, ["li wang", "zhang wang"]);
    let letters = relay.arrived();
    let north = letters.iter().find(|one| one.recipients[0].starts_with("zhang")).expect("sent");
    // By the files as they are again: one late task, and none by the mistyped year; of the month since the last moment.
    let said = north.body();
    assert!(said.contains("未办结 10 项，逾期 1 项"), "{said}");
    assert!(said.contains("2026年11月5日"), "{said}");
    for again in ["2026-12-07 01:11:10", "2026-12-08 01:00:10"] {
        office.once(again, 0);
    }
    assert_eq!(relay.arrived().len(), 2, "told once");
    office.ledger_is_sound();
}

#[test]
fn p1_a_part_with_nothing_to_say_passes_its_moment_unless_it_is_to_be_empty() {
    let (relay, office) = office("");
    office.once(MONDAY, 0);
    assert_eq!(recipients(&relay), ["li wang", "zhang wang"]);
    // A task comes to the west after its moment has passed: the moment does not come back.
    let root = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    let task = "[[task]]\nid = 'W-1'\ntitle = 'x'\nunit = 'west'\ndue = 2027-11-01\n";
    office.write("duban.toml", &format!("{root}{task}"));
    office.once("2026-12-07 03:00:10", 0);
    assert_eq!(relay.arrived().len(), 2);
    office.once("2027-01-05 01:00:10", 0);
    assert_eq!(relay.arrived().len(), 5, "the next is for all three");
    let (relay, office) = self::office("empty = true\n");
    office.once(MONDAY, 0);
    assert_eq!(recipients(&relay), ["li wang", "li wang", "zhang wang"]);
}

/// A task that is reminded of on Monday, too, at the same minute.
const REMINDED: &str = r#"
[[task]]
id = "R-1"
title = "x"
unit = "south"
owner = "zhang"
due = 2026-12-14
policy = "r"
[policies.r]
stages = [{ name = "week", at = "-7d", to = ["owner"] }]
"#;

#[test]
fn l6_reports_are_counted_apart() {
    // Two reports are too many; the one reminder beside them is not.
    let (relay, office) = office(&format!("{REMINDED}[guard]\nmax-letters = 1\n"));
    office.once(MONDAY, 0);
    assert_eq!(recipients(&relay), ["zhang"]);
    let letters = office.json(None, &["letters", "--json"]);
    let letters = letters["letters"].as_array().expect("letters");
    let held = letters.iter().map(|one| one["kind"].as_str().zip(one["held"].as_str()));
    assert_eq!(held.collect::<Vec<_>>(), [Some(("report", "guard")); 2]);
    // Two reports and two reminders are three times two letters, none of them more than two.
    let more = REMINDED.replace("[policies", "[[task]]\nid = 'R-2'\ntitle = 'y'\nunit = 'south'\nowner = 'li'\ndue = 2026-12-14\npolicy = 'r'\n[policies");
    let (relay, office) = self::office(&format!("{more}[guard]\nmax-letters = 2\n"));
    office.once(MONDAY, 0);
    assert_eq!(relay.arrived().len(), 4);
}

#[test]
fn c2_plan_lists_reports_and_what_it_lists_goes() {
    let (relay, office) = office("release = \"ask\"\n");
    let period = ["--from", "2026-12-01", "--until", "2027-02-01"];
    let plan = |now: &str| {
        let arguments = [&["--now", now, "plan", "--json"], &period[..]].concat();
        let plan = office.json(None, &arguments);
        let letters = plan["letters"].as_array().expect("a list").iter();
        let line = |one: &serde_json::Value| {
            let text = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
            assert_eq!((&*text("kind"), &*text("name")), ("report", "monthly"), "{one}");
            assert_eq!(one["cc"], serde_json::json!(["wang@example.org"]));
            let to = one["to"][0].as_str().unwrap_or_default().replace("@example.org", "");
            format!("{} {} {} {to}", text("about"), text("moment"), text("release"))
        };
        letters.map(line).collect::<Vec<_>>()
    };
    let both = |moment: &str, release: &str| {
        [format!("north {moment} {release} zhang"), format!("south {moment} {release} li")]
    };
    let (first, second) = ("2026-12-07T09:00:00+08:00", "2027-01-05T09:00:00+08:00");
    let later = [both(first, first), both(second, second)].concat();
    assert_eq!(plan("2026-11-24T01:01:00Z"), later);
    // Downtime: what is late leaves within the hours, and only the latest of it.
    let late = both(second, "2027-01-06T09:00:00+08:00");
    assert_eq!(plan("2027-01-05T12:00:00Z"), late);
    let now = ["--now", "2026-11-24T01:01:00Z", "--lang", "zh-CN", "plan"];
    let said = text(&office.run(None, &[&now, &period[..]].concat()));
    for words in ["报告（待批）", "monthly", "north", "张三", "王五"] {
        assert!(said.contains(words), "`{words}` is missing in:\n{said}");
    }
    office.once(MONDAY, 0);
    assert_eq!(relay.arrived().len(), 0);
    let next = both(second, second);
    assert_eq!(plan("2026-12-07T01:01:00Z"), next, "what was told is not told again");
    let history = text(&office.run(None, &["--lang", "en", "history"]));
    for words in ["monthly", "unit north", "held"] {
        assert!(history.contains(words), "`{words}` is missing in:\n{history}");
    }
}

#[test]
fn adopt_passes_the_moments_of_reports() {
    let (relay, office) = Installation::beside(Script::default(), LIST);
    // The ledger knows the report, and two of its moments have passed.
    office.once(FIRST, 0);
    let adopted = office.run(Some("2027-01-05 12:00:10"), &["adopt"]);
    assert_eq!(adopted.status.code(), Some(0), "{}", text(&adopted));
    office.once("2027-01-06 01:00:10", 0);
    assert_eq!(relay.arrived().len(), 0);
    office.once("2027-02-05 01:00:10", 0);
    assert_eq!(recipients(&relay), ["li wang", "zhang wang"]);
}

#[test]
fn p4_the_period_begins_at_the_last_moment_that_the_ledger_has() {
    let (_relay, office) = office("");
    let since = |about: &[&str]| {
        let now = ["--now", "2026-12-20T01:00:00Z", "report", "monthly", "--to", "-.json"];
        office.json(None, &[&now, about].concat())["since"].clone()
    };
    // The cron's previous moment: Saturday the 5th, moved to Monday, whether the ledger knows it or not.
    assert_eq!(since(&[]), "2026-12-07T09:00:00+08:00");
    // Found only on Tuesday, and the moment of it is Monday's.
    office.once("2026-12-08 01:00:10", 0);
    assert_eq!(since(&["--about", "north"]), "2026-12-07T09:00:00+08:00");
    // The cron is another now: the last moment stays what it was.
    let root = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    office.write("duban.toml", &root.replace("0 9 5 * *", "0 9 18 * *"));
    assert_eq!(since(&[]), "2026-12-18T09:00:00+08:00");
    assert_eq!(since(&["--about", "north"]), "2026-12-07T09:00:00+08:00");
}

/// §5: whatever the list, the page keeps within 100 kB, says how many rows are not on it, and where they are.
#[test]
fn a_report_about_many_tasks_of_long_titles_keeps_within_its_bounds() {
    let unit = |at: usize| {
        format!(
            "[units.u{at}]\nname = 'Department of Works and Housing No. {at}, 住房和城乡建设局 & Co.'\nparent = 'city'\nhead = 'zhang'\n"
        )
    };
    let task = |at: usize, dates: &str| {
        let title =
            "整改耕地“非粮化”<图斑>，完善全流程监管制度 & CVE-2021-44228: improper neutralization";
        format!(
            "[[task]]\nid = 'T-{at:04}'\ntitle = '{title}'\nunit = 'u{}'\nowner = 'li'\n{dates}\n",
            at % 60
        )
    };
    let mut rest: String = (0..60).map(unit).collect();
    rest.extend((0..400).map(|at| task(at, "due = 2026-11-10")));
    rest.extend((400..600).map(|at| task(at, "due = 2026-11-30\ndone = 2026-11-25")));
    rest += "[[reports]]\nname = 'all'\ncron = '0 9 5 * *'\nroll = 'later'\nto = ['person:wang']\nattach = ['xlsx', 'csv']\n";
    rest += "[guard]\nmax-letters = 5000\n";
    let (relay, office) = office(&rest);
    office.once(MONDAY, 0);
    let letters = relay.arrived();
    let report = letters.iter().find(|one| {
        one.recipients == ["wang@example.org"]
            && String::from_utf8_lossy(&one.bytes).contains("X-Duban-Stage: all")
    });
    let report = report.expect("the report about all");
    let message = mail_parser::MessageParser::default().parse(&report.bytes).expect("a message");
    let page = message.body_html(0).expect("a page").into_owned();
    assert!((60_000..=96_000).contains(&page.len()), "{} bytes", page.len());
    let shown = page.matches("T-0").count();
    assert!((40..400).contains(&shown), "{shown} rows");
    assert!(page.contains("项未列出，见附件。"), "{page}");
    assert!(page.contains("附件：report.xlsx、report.csv"), "the foot names what is beside it");
    let list = message.attachments().find_map(|part| {
        let text = String::from_utf8_lossy(part.contents()).into_owned();
        text.contains("T-0001").then(|| text.matches("T-0").count())
    });
    assert_eq!(list, Some(600), "all are attached");
}
