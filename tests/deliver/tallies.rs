//! C1, C2: tallies, as the daemon judges them once a day: raised, standing, told again, fallen, raised anew; over tasks and
//! over letters; held where they ask or count a task of a waiting edit.

use super::installation::{Installation, text};
use super::relay::{Relay, Script};

/// Two counties below a city. 24 November 2026 is a Tuesday; 09:00 in Shanghai is 01:00 in UTC.
const AROUND: &str = r#"
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
[policies.p]
stages = [{ name = "later", at = "+300d", to = ["owner"] }]
[defaults]
policy = "p"
opened = 2026-10-01
"#;

const LATE: &str = r#"
[[tallies]]
name = "late"
title = "逾期预警"
when = { severity = ["high", "critical"], late = ">5d" }
per = "unit"
at-least = 2
to = ["head"]
cc = ["top"]
"#;

fn task(id: &str, unit: &str, due: &str, rest: &str) -> String {
    format!(
        "[[task]]\nid = '{id}'\ntitle = '任务 {id}'\nunit = '{unit}'\ndue = {due}\nseverity = 'high'\n{rest}\n"
    )
}

fn office(rest: &str) -> (Relay, Installation) {
    Installation::beside(Script::default(), &format!("{AROUND}{rest}"))
}

/// Whom each letter went to, in the order in which they came.
fn went(relay: &Relay) -> Vec<String> {
    let letters = relay.arrived();
    letters.iter().map(|one| one.recipients.join(" ").replace("@example.org", "")).collect()
}

/// One pass on a day of that month at that hour in Shanghai; the number of letters that have come by then.
fn pass(relay: &Relay, office: &Installation, day: &str, hour: u8) -> usize {
    office.once(&format!("{day} {:02}:00:10", hour - 8), 0);
    relay.arrived().len()
}

fn rewrite(office: &Installation, from: &str, to: &str) {
    let root = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    assert!(root.contains(from), "`{from}` is missing");
    office.write("duban.toml", &root.replace(from, to));
}

#[test]
fn c1_a_tally_is_raised_once_at_send_at_on_a_working_day_and_told_to_its_own_unit() {
    // By Thursday both are six days late; the south has one only, and one that is not grave enough.
    let tasks = [
        task("N-1", "north", "2026-11-20", ""),
        task("N-2", "north", "2026-11-20", ""),
        task("S-1", "south", "2026-11-10", ""),
        task("S-2", "south", "2026-11-10", "").replace("'high'", "'medium'"),
        task("C-1", "city", "2026-11-10", ""),
    ];
    let (relay, office) = office(&format!("{LATE}{}", tasks.concat()));
    assert_eq!(pass(&relay, &office, "2026-11-25", 9), 0, "five days are not more than five");
    assert_eq!(pass(&relay, &office, "2026-11-26", 8), 0, "before send-at");
    assert_eq!(pass(&relay, &office, "2026-11-26", 9), 1);
    assert_eq!(went(&relay), ["zhang wang"]);
    for (day, hour) in [("2026-11-26", 10), ("2026-11-27", 9), ("2026-12-10", 9)] {
        assert_eq!(pass(&relay, &office, day, hour), 1, "it stands, and there is no `again`");
    }
    let letters = relay.arrived();
    let subject = letters[0].subject();
    for words in ["逾期预警", "北县"] {
        assert!(subject.contains(words), "`{words}` is missing in {subject}");
    }
    let history = office.json(None, &["history", "--json"]);
    let notice = &history["notices"][0];
    let expected = serde_json::json!(["unit", "north", "tally", "2026-11-26", "late", 0]);
    let keys = ["subject", "about", "from", "anchor", "stage", "occurrence"];
    let found: Vec<_> = keys.iter().map(|key| notice[*key].clone()).collect();
    assert_eq!(serde_json::Value::from(found), expected, "{notice}");
    office.ledger_is_sound();
}

#[test]
fn c1_it_falls_and_is_raised_anew_with_no_letter_sooner_than_the_pause_after_its_last() {
    let tasks =
        [task("N-1", "north", "2026-11-02", ""), task("N-2", "north", "2026-11-02", "# two")];
    let (relay, office) = office(&format!("{LATE}{}", tasks.concat()));
    assert_eq!(pass(&relay, &office, "2026-11-24", 9), 1);
    // Done on Wednesday, it falls; sent back on Thursday, it is reached anew, and the pause is a week.
    rewrite(&office, "# two", "done = 2026-11-24");
    assert_eq!(pass(&relay, &office, "2026-11-25", 9), 1);
    rewrite(&office, "done = 2026-11-24", "# two");
    assert_eq!(pass(&relay, &office, "2026-11-26", 9), 1);
    assert_eq!(pass(&relay, &office, "2026-11-30", 9), 1, "six days after the last");
    assert_eq!(pass(&relay, &office, "2026-12-01", 9), 2, "still reached, and the pause is over");
    let history = office.json(None, &["history", "--json"]);
    let anchors: Vec<&str> = history["notices"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["anchor"].as_str())
        .collect();
    assert_eq!(anchors, ["2026-11-24", "2026-11-26"], "the days on which it was reached");
}

#[test]
fn c1_again_is_one_more_while_it_stays_so() {
    let tasks = [task("N-1", "north", "2026-11-02", ""), task("N-2", "north", "2026-11-02", "")];
    let late = LATE.replace("at-least", "again = \"1w\"\nat-least");
    let (relay, office) = office(&format!("{late}{}", tasks.concat()));
    assert_eq!(pass(&relay, &office, "2026-11-24", 9), 1);
    assert_eq!(pass(&relay, &office, "2026-11-30", 9), 1);
    // The machine stands still for two weeks: one letter, and the next a week after that.
    assert_eq!(pass(&relay, &office, "2026-12-09", 9), 2);
    assert_eq!(pass(&relay, &office, "2026-12-15", 9), 2);
    assert_eq!(pass(&relay, &office, "2026-12-16", 9), 3);
    let history = office.json(None, &["history", "--json"]);
    let times: Vec<u64> = history["notices"]
        .as_array()
        .expect("a list")
        .iter()
        .filter_map(|one| one["occurrence"].as_u64())
        .collect();
    assert_eq!(times, [0, 1, 2]);
}

#[test]
fn c1_per_owner_supervisor_whole_and_with_the_units_above() {
    let tasks = [
        task("N-1", "north", "2026-11-02", "owner = 'li'"),
        task("N-2", "north", "2026-11-02", "with = ['li']"),
        task("S-1", "south", "2026-11-02", "supervisor = 'wang'\nowner = 'zhang'"),
    ];
    for (per, to, expected) in [
        ("per = 'unit'", "head", vec!["zhang"]),
        ("per = 'unit'\nsubtree = true", "head", vec!["wang", "zhang"]),
        ("per = 'owner'", "owner", vec!["li", "zhang"]),
        ("per = 'supervisor'", "supervisor", vec![]),
        ("per = 'whole'", "person:wang", vec!["wang"]),
    ] {
        let tally = format!(
            "[[tallies]]\nname = 't'\n{per}\nat-least = 2\nwhen = {{ late = '>0d' }}\nto = ['{to}']\n"
        );
        let (relay, office) = office(&format!("{tally}{}", tasks.concat()));
        pass(&relay, &office, "2026-11-24", 9);
        let mut went = went(&relay);
        went.sort();
        assert_eq!(went, expected, "{per}");
    }
}

/// Two warnings to an owner, and then a letter to the head.
const WARNED: &str = r#"
[policies.w]
stages = [{ name = "warn", at = "+1d", repeat = "1d", times = 5, to = ["owner"], letter = "supervision" }]
[[tallies]]
name = "twice"
of = "letters"
counts = { stage = "warn" }
period = "month"
per = "task"
at-least = 2
to = ["head"]
letter = "circular"
"#;

#[test]
fn c1_letters_count_once_for_each_task_since_the_period_began() {
    let of = |id: &str, due: &str| task(id, "south", due, "policy = 'w'\nowner = 'zhang'");
    // Two on Friday the 27th and Monday the 30th are of November; the third is of December.
    let list = format!("{WARNED}{}", of("S-1", "2026-11-26"));
    let (relay, office) = office(&list);
    assert_eq!(pass(&relay, &office, "2026-11-27", 9), 1);
    // It is judged before the letter of the same sweep counts.
    assert_eq!(pass(&relay, &office, "2026-11-30", 9), 2);
    assert_eq!(pass(&relay, &office, "2026-11-30", 10), 2, "judged once a day");
    assert_eq!(
        pass(&relay, &office, "2026-12-01", 9),
        3,
        "a month begins: two letters count no more"
    );
    assert_eq!(pass(&relay, &office, "2026-12-02", 9), 4);
    assert_eq!(pass(&relay, &office, "2026-12-03", 9), 5, "the two of 1 and 2 December");
    let last = &relay.arrived();
    let circular: Vec<_> = last.iter().filter(|one| one.recipients == ["li@example.org"]).collect();
    assert_eq!(circular.len(), 1);
    assert!(circular[0].header("X-Duban-Letter").contains("circular"));
    assert_eq!(circular[0].header("X-Duban-Stage"), "twice");
}

#[test]
fn l6a_a_tally_that_asks_is_held_replaced_by_its_next_and_withdrawn_when_it_falls() {
    let tasks =
        [task("N-1", "north", "2026-11-02", ""), task("N-2", "north", "2026-11-02", "# two")];
    let late = LATE.replace("at-least", "release = \"ask\"\nagain = \"2d\"\nat-least");
    let (relay, office) = office(&format!("{late}{}", tasks.concat()));
    assert_eq!(pass(&relay, &office, "2026-11-24", 9), 0);
    assert_eq!(office.outbox(), ["held"]);
    assert_eq!(pass(&relay, &office, "2026-11-26", 9), 0);
    assert_eq!(office.outbox(), ["held"], "the newer takes the place of the older");
    assert_eq!(pass(&relay, &office, "2026-11-30", 9), 0);
    assert_eq!(office.outbox(), ["held"]);
    rewrite(&office, "# two", "done = 2026-11-30");
    assert_eq!(pass(&relay, &office, "2026-12-01", 9), 0);
    assert_eq!(office.outbox(), [""; 0], "what is so no longer waits for nobody");
    // What was withdrawn was never sent: reached anew, there is no pause.
    rewrite(&office, "done = 2026-11-30", "# two");
    pass(&relay, &office, "2026-12-02", 9);
    assert_eq!(office.outbox(), ["held"]);
    // L6c: it goes to the head of the day on which it is released, and says what was reviewed.
    rewrite(&office, "head = \"zhang\"", "head = \"li\"");
    let released = office.run(Some("2026-12-02 01:30:00"), &["release", "--all", "--yes"]);
    assert_eq!(released.status.code(), Some(0), "{}", text(&released));
    assert_eq!(pass(&relay, &office, "2026-12-02", 10), 1);
    assert_eq!(went(&relay), ["li wang"]);
    let said = relay.arrived()[0].body();
    assert!(
        said.contains("李四同志") && said.contains("N-2") && said.contains("主送：李四"),
        "{said}"
    );
    office.ledger_is_sound();
}

#[test]
fn l8a_a_tally_that_counts_tasks_of_a_waiting_edit_waits_with_it() {
    let tasks = |due: &str| -> String {
        (0..9).map(|at| task(&format!("N-{at}"), "north", due, "")).collect()
    };
    let list = |due: &str| format!("{LATE}[guard]\nmax-changes = 3\n{}", tasks(due));
    let (relay, office) = office(&list("2026-12-30"));
    assert_eq!(pass(&relay, &office, "2026-11-24", 9), 0);
    // A mistyped year: nine deadlines at once.
    rewrite(&office, "2026-12-30", "2025-12-30");
    assert_eq!(pass(&relay, &office, "2026-11-25", 9), 0);
    let letters = office.json(None, &["letters", "--json"]);
    let held = letters["letters"].as_array().expect("letters");
    let tally = held.iter().find(|one| one["kind"] == "tally").expect("a letter of the tally");
    assert_eq!(tally["held"], "edit");
    // Put back, nothing of it is left.
    rewrite(&office, "2025-12-30", "2026-12-30");
    assert_eq!(pass(&relay, &office, "2026-11-25", 10), 0);
    assert_eq!(office.outbox(), [""; 0]);
    assert_eq!(pass(&relay, &office, "2026-11-26", 9), 0);
    office.ledger_is_sound();
}

#[test]
fn c2_plan_lists_what_time_alone_will_reach_and_adopt_takes_it_as_told() {
    let tasks = [task("N-1", "north", "2026-11-20", ""), task("N-2", "north", "2026-11-25", "")];
    let late = LATE.replace("at-least", "again = \"1w\"\nat-least");
    let (relay, office) = office(&format!("{late}{}", tasks.concat()));
    let plan = |now: &str| -> Vec<String> {
        let until = ["plan", "--until", "2026-12-12", "--json"];
        let plan = office.json(None, &[&["--now", now], &until[..]].concat());
        let letters = plan["letters"].as_array().expect("a list").iter();
        let line = |one: &serde_json::Value| {
            let text = |key: &str| one[key].as_str().unwrap_or_default().to_owned();
            format!(
                "{} {} {} {} {}",
                text("kind"),
                text("name"),
                text("about"),
                text("release"),
                one["to"]
            )
        };
        letters.map(line).collect()
    };
    // Both are more than five days late from Tuesday, 1 December; again a week later.
    let line = |day: &str| format!("tally late north {day}T09:00:00+08:00 [\"zhang@example.org\"]");
    let first = [line("2026-12-01"), line("2026-12-08")];
    assert_eq!(plan("2026-11-24T02:00:00Z"), first);
    assert_eq!(pass(&relay, &office, "2026-11-24", 9), 0);
    assert_eq!(plan("2026-11-24T02:00:00Z"), first);
    assert_eq!(pass(&relay, &office, "2026-12-01", 9), 1);
    assert_eq!(plan("2026-12-01T02:00:00Z"), [line("2026-12-08")]);
    let adopted = office.run(Some("2026-12-08 00:30:00"), &["adopt"]);
    assert_eq!(adopted.status.code(), Some(0), "{}", text(&adopted));
    assert_eq!(pass(&relay, &office, "2026-12-08", 9), 1, "taken as told");
    assert_eq!(pass(&relay, &office, "2026-12-14", 9), 1);
    assert_eq!(pass(&relay, &office, "2026-12-15", 9), 2);
}

#[test]
fn c2_explain_history_and_status_tell_of_tallies_and_reports() {
    let tasks = [
        task("N-1", "north", "2026-11-02", ""),
        task("N-2", "north", "2026-11-02", ""),
        task("S-1", "south", "2026-11-02", ""),
    ];
    let late = LATE.replace("at-least", "again = \"1w\"\nat-least");
    let report = "[[reports]]\nname = 'monthly'\ncron = '0 9 25 * *'\nroll = 'later'\nper = 'unit'\nto = ['head']\ncc = ['top']\n";
    let (relay, office) = office(&format!("{late}{report}{}", tasks.concat()));
    pass(&relay, &office, "2026-11-24", 9);
    pass(&relay, &office, "2026-11-25", 9);
    let say = |arguments: &[&str]| {
        let now = ["--now", "2026-11-25T02:00:00Z", "--lang", "en"];
        text(&office.run(None, &[&now, arguments].concat()))
    };
    for (arguments, words) in [
        (
            &["explain", "late"][..],
            &[
                "late  逾期预警",
                "open tasks; severity high or critical; more than 5 days late",
                "a letter from 2 on",
                "judged last on 2026-11-25",
                "北县  2, reached since 2026-11-24",
                "N-1, N-2",
                "letter 1: 2026-11-24 Tue 09:00",
                "one more on 2026-12-01 if it is still reached",
                "to 张三; cc 王五",
                "南县  1, not reached",
            ][..],
        ),
        (
            &["explain", "monthly"],
            &[
                "0 9 25 * * (calendar default), a day off moves later",
                "next: 2026-12-25 Fri 09:00",
                "北县",
                "last: 2026-11-25 Wed 09:00, letter",
                "(sent)",
                "to 李四; cc 王五",
            ],
        ),
        (&["history", "late"], &["unit north", "late"]),
        (&["history", "monthly"], &["unit south", "monthly"]),
        (
            &["status"],
            &[
                "report monthly: next: 2026-12-25 Fri 09:00",
                "tally late: north 2, reached since 2026-11-24",
            ],
        ),
        (&["explain", "monthyl"], &["did you mean `monthly`?"]),
        (&["history", "lat"], &["did you mean `late`?"]),
    ] {
        let said = say(arguments);
        for word in words {
            assert!(said.contains(word), "`{word}` is missing in {arguments:?}:\n{said}");
        }
    }
    assert!(!say(&["history", "late"]).contains("monthly"));
    let zh = text(
        &office.run(None, &["--now", "2026-11-25T02:00:00Z", "--lang", "zh-CN", "explain", "late"]),
    );
    for word in [
        "未办结的任务；程度 高或特别重大；逾期超过 5 天",
        "2026-11-24 起达到",
        "主送 张三；抄送 王五",
    ] {
        assert!(zh.contains(word), "`{word}` is missing in:\n{zh}");
    }
}
