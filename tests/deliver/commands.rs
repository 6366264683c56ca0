//! What the commands print, and with which status they end.

use super::installation::{AROUND, Installation, text};

const TASKS: &str = r#"
[policies.p]
stages = [
  { name = "soon", at = "-7d", to = ["owner"] },
  { name = "overdue", at = "+1d", repeat = "2wd", to = ["owner"], cc = ["head"] },
]
[[task]]
id = "A-1"
title = "出台办法"
unit = "city"
owner = "zhang"
policy = "p"
due = 2026-11-20
"#;

const NOW: &str = "2026-11-24T02:00:00Z";

#[test]
fn check_ends_with_78_and_says_where_and_what() {
    let office = Installation::with_outbox("[[task]]\nid = 'A'\ntitel = 'x'\ndue = 2026-02-30\n");
    let output = office.run(None, &["check"]);
    assert_eq!(output.status.code(), Some(78));
    let printed = text(&output);
    assert!(printed.contains("did you mean `title`?"), "{printed}");
    assert!(printed.contains("there is no day `2026-02-30`"), "{printed}");
    assert!(!printed.contains('\u{1b}'), "colour where there is no terminal");
    let output = office.run(None, &["check", "--json"]);
    assert_eq!(output.status.code(), Some(78));
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    assert_eq!(document["ok"], false);
    let unknown = document["findings"].as_array().expect("findings").iter();
    let unknown = unknown.into_iter().find(|one| one["code"] == "unknown-key").expect("the slip");
    assert_eq!((&unknown["line"], &unknown["replacement"]), (&15.into(), &"title".into()));
}

#[test]
fn every_command_refuses_a_configuration_that_does_not_check() {
    let office = Installation::with_outbox("[[task]]\nid = 'A'\n");
    for command in [
        &["run", "--once"][..],
        &["plan"],
        &["status"],
        &["explain", "A"],
        &["render", "A"],
        &["adopt"],
    ] {
        let output = office.run(None, command);
        assert_eq!(output.status.code(), Some(78), "{command:?}: {}", text(&output));
    }
    assert!(!office.state().join("ledger.sqlite3").exists(), "and nothing was made");
}

#[test]
fn reading_commands_make_no_ledger() {
    let office = Installation::with_outbox(TASKS);
    for command in [&["plan"][..], &["status"], &["explain", "A-1"], &["render", "A-1"]] {
        let output = office.run(None, command);
        assert_eq!(output.status.code(), Some(0), "{command:?}: {}", text(&output));
    }
    assert!(!office.state().exists());
}

#[test]
fn adopt_takes_a_list_over_without_a_letter() {
    let office = Installation::with_outbox(TASKS);
    let adopted = office.run(Some("2026-11-24 02:00:00"), &["adopt"]);
    assert_eq!(adopted.status.code(), Some(0), "{}", text(&adopted));
    office.once("2026-11-24 02:01:10", 0);
    assert!(!office.state().join("outbox").exists(), "something was sent");
    office.once("2026-11-25 01:00:10", 0);
    let sent = std::fs::read_dir(office.state().join("outbox")).expect("the outbox").count();
    assert_eq!(sent, 1, "what comes due after the adoption is sent");
}

#[test]
fn explain_says_why_and_what_comes_next() {
    let office = Installation::with_outbox(TASKS);
    office.once("2026-11-24 02:00:10", 0);
    let printed = text(&office.run(None, &["--now", NOW, "explain", "A-1"]));
    for said in
        ["4 days late", "soon  deadline -7d", "Superseded", "into letter", "next: 2026-11-25"]
    {
        assert!(printed.contains(said), "`{said}` is missing in:\n{printed}");
    }
    let mut chinese = office.command(None, &["--now", NOW, "explain", "A-1"]);
    let printed = text(&chinese.env("LC_ALL", "zh_CN.UTF-8").output().expect("run"));
    for said in ["已逾期 4 天", "已被取代", "写入函件", "下一函：2026-11-25"] {
        assert!(printed.contains(said), "`{said}` is missing in:\n{printed}");
    }
}

#[test]
fn a_made_up_time_never_reaches_the_ledger() {
    let office = Installation::with_outbox(TASKS);
    for command in [&["run", "--once"][..], &["adopt"]] {
        let output = office.run(None, &[&["--now", NOW], command].concat());
        assert_eq!(output.status.code(), Some(2), "{}", text(&output));
        assert!(text(&output).contains("--now cannot be used"), "{}", text(&output));
    }
}

#[test]
fn tables_line_up_under_wide_characters() {
    let office = Installation::with_outbox(TASKS);
    let printed = text(&office.run(None, &["--now", NOW, "plan"]));
    let column = |line: &str, word: &str| line.find(word);
    let mut lines = printed.lines();
    let head = lines.next().expect("a heading");
    let stage = column(head, "STAGE").expect("a column");
    // Beneath the list stands how many there are.
    for line in lines.take_while(|line| !line.is_empty()) {
        assert_eq!(column(line, "overdue"), Some(stage), "{printed}");
    }
}

#[test]
fn the_outbox_never_shows_half_a_letter() {
    let office = Installation::with_outbox(TASKS);
    office.once("2026-11-24 02:00:10", 0);
    let outbox = std::fs::read_dir(office.state().join("outbox")).expect("the outbox");
    let names: Vec<String> = outbox
        .map(|file| file.expect("a file").file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names.len(), 1);
    assert!(names[0].ends_with(".eml"), "{names:?}");
}

#[test]
fn redirect_sends_everything_to_one_address_and_says_for_whom_it_was() {
    let config = format!(
        "[mail]\nfrom = 'duban@example.org'\nredirect = 'me@example.org'\n{}{TASKS}",
        super::installation::AROUND
    );
    let office = Installation::of(&config);
    office.once("2026-11-24 02:00:10", 0);
    let file = std::fs::read_dir(office.state().join("outbox")).expect("the outbox").next();
    let bytes = std::fs::read(file.expect("a letter").expect("a file").path()).expect("read");
    let letter = super::relay::Arrived { recipients: vec![], bytes, encrypted: false, login: None };
    assert_eq!(letter.header("To"), "<me@example.org>".trim_matches(['<', '>']));
    assert_eq!(letter.header("Cc"), "");
    let message = mail_parser::MessageParser::default().parse(&letter.bytes).expect("a message");
    let body = message.body_text(0).expect("text").into_owned();
    assert!(body.contains("zhang@example.org") && body.contains("wang@example.org"), "{body}");
}

/// What `explain` says first of each target, by its id, in English and in Chinese.
#[test]
fn t8_explain_says_of_a_task_on_hold_what_leaves_when_it_ends() {
    let list = "[policies.p]\nstages = [\n  { name = 'given', from = 'opened', at = '0d', to = ['owner'] },\n  \
                { name = 'soon', at = '-7d', to = ['owner'] },\n  { name = 'late', at = '+1d', repeat = '2wd', to = ['owner'] },\n]\n\
                [[task]]\nid = 'A'\ntitle = 'A'\nowner = 'zhang'\npolicy = 'p'\nopened = 2026-11-20\ndue = 2026-12-08\n\
                hold = { until = 2026-12-15 }\n\
                [[task]]\nid = 'B'\ntitle = 'B'\nowner = 'zhang'\npolicy = 'p'\ndue = 2026-12-18\n\
                hold = { from = 2026-12-09, until = 2026-12-15 }\n\
                [[task]]\nid = 'C'\ntitle = 'C'\nowner = 'zhang'\npolicy = 'p'\ndue = 2027-03-01\nhold = { until = 2026-12-15 }\n";
    let office = Installation::of(&format!("[mail]\nfrom = 'duban@example.org'\n{list}{AROUND}"));
    let told = |id: &str| text(&office.run(Some("2026-11-29 04:00:00"), &["explain", id]));
    let of_a = told("A");
    for line in [
        "Reached, but the task is on hold: passed over by 2026-12-15 Tue 09:00, when only late #2 goes (T7).",
        "To come 2026-12-01 Tue 09:00, while the task is on hold: passed over by 2026-12-15",
        "To come 2026-12-09 Wed 09:00, while the task is on hold: late #2 waits until 2026-12-15 Tue 09:00.",
        "next: 2026-12-15 Tue 09:00, late #2",
    ] {
        assert!(of_a.contains(line), "{line} is missing in:\n{of_a}");
    }
    let of_b = told("B");
    for line in [
        "To come 2026-12-11 Fri 09:00, while the task is on hold: soon waits until 2026-12-15 Tue 09:00.",
        "To come 2026-12-21 Mon 09:00.",
    ] {
        assert!(of_b.contains(line), "{line} is missing in:\n{of_b}");
    }
    assert!(told("C").contains("To come 2027-02-22 Mon 09:00."), "the hold is over by then");
}

#[test]
fn t2_dates_that_rest_on_weekends_alone_are_marked() {
    let office = Installation::with_outbox(
        "[policies.p]\nstages = [{ name = 'soon', at = '-7wd', to = ['owner'] }, { name = 'hour', at = '-1h', to = ['owner'] }]\n\
         [[task]]\nid = 'A'\ntitle = 'A'\nowner = 'zhang'\npolicy = 'p'\ndue = 2026-12-18\n\
         [[task]]\nid = 'B'\ntitle = 'B'\nowner = 'zhang'\npolicy = 'p'\ndue = 2027-01-06\n",
    );
    let plan = ["--now", NOW, "plan", "--until", "2027-02-01"];
    let printed = text(&office.run(None, &plan));
    let line = |words: &[&str]| {
        let found = printed.lines().find(|line| words.iter().all(|word| line.contains(word)));
        found.unwrap_or_else(|| panic!("no {words:?} in:\n{printed}"))
    };
    assert!(!line(&["A ", "soon"]).contains(" ?"), "{printed}");
    assert!(
        line(&["B ", "soon", "2026-12-28"]).contains(" ?"),
        "counted back from 2027: {printed}"
    );
    assert!(!line(&["B ", "hour"]).contains(" ?"), "hours rest on no holidays: {printed}");
    line(&["calendar default do not know 2027"]);
    let json = office.run(None, &[&plan[..], &["--json"]].concat());
    let json: serde_json::Value = serde_json::from_slice(&json.stdout).expect("JSON");
    let covered = json["notices"].as_array().expect("a list").iter().map(|one| &one["covered"]);
    assert_eq!(covered.collect::<Vec<_>>(), [true, true, false, true]);
    let agenda = text(&office.run(None, &["--now", NOW, "agenda", "2027-01-04"]));
    assert!(agenda.contains("2027-01-06 Wed ?") && agenda.contains("do not know 2027"), "{agenda}");
    let agenda = text(&office.run(None, &["--now", NOW, "agenda", "2026-12-07"]));
    assert!(!agenda.contains('?'), "{agenda}");
}

#[test]
fn explain_counts_no_days_of_what_is_done_or_called_off() {
    let tasks = |keys: &str, done: &str| {
        format!(
            "[policies.p]\nstages = [{{ name = 's', at = '+1d', to = ['owner'] }}]\n\
             [[task]]\nid = 'A'\ntitle = 'x'\nowner = 'zhang'\npolicy = 'p'\ndue = 2026-07-27\n{keys}\n\
             milestones = [{{ id = 'm', title = 'y', due = 2026-07-27{done} }}]\n"
        )
    };
    let table = [
        (
            "",
            ", done = 2026-07-20",
            "Done on 2026-07-20 Mon.",
            "已完成（2026-07-20 周一）。",
            "done",
        ),
        ("done = 2026-07-24", "", "Not marked done, but its task is done", "任务已办结", "done"),
        (
            "done = 2026-07-24\nverified = 2026-07-30",
            "",
            "Not marked done, but its task is verified",
            "任务已销号",
            "verified",
        ),
        ("cancelled = 2026-07-24", "", "its task is cancelled", "任务已取消", "cancelled"),
        ("cancelled = 2026-07-24", ", done = 2026-07-20", "Done on 2026-07-20", "已完成", "done"),
        ("", "", "Open, 120 days late (", "在办，已逾期 120 天", "open"),
        (
            "",
            ", extended = [{ to = 2026-11-24T09:30:00 }]",
            "Open, passed its deadline today.",
            "今天已到期",
            "open",
        ),
    ];
    for (keys, done, said, zh, state) in table {
        let office = Installation::with_outbox(&tasks(keys, done));
        let arguments = ["--now", NOW, "explain", "A/m"];
        let printed = text(&office.run(None, &arguments));
        assert!(printed.contains(said), "`{said}` is missing in:\n{printed}");
        assert_eq!(printed.contains("late"), said.contains("late"), "{printed}");
        let mut chinese = office.command(None, &arguments);
        let printed = text(&chinese.env("LC_ALL", "zh_CN.UTF-8").output().expect("run"));
        assert!(printed.contains(zh), "`{zh}` is missing in:\n{printed}");
        let explained = office.json(None, &["--now", NOW, "explain", "A/m", "--json"]);
        assert_eq!(explained["targets"][0]["state"], state);
        let status = office.json(None, &["--now", NOW, "status", "--json"]);
        let listed = status["tasks"].as_array().expect("tasks").iter();
        let listed: Vec<_> = listed.filter(|one| one["milestone"] == "m").collect();
        assert_eq!(listed[0]["state"], state);
    }
}

/// `check` of an office: its findings by code, and what it prints; it must end with 0.
fn warned(office: &Installation) -> (Vec<String>, String) {
    let document = office.json(None, &["--now", NOW, "check", "--json"]);
    let findings = document["findings"].as_array().expect("findings").iter();
    let codes = findings.map(|one| one["code"].as_str().expect("a code").to_owned()).collect();
    (codes, text(&office.run(None, &["--now", NOW, "check"])))
}

#[test]
fn check_warns_of_a_password_that_run_would_not_find() {
    for (password, why) in [
        ("{ file = 'secret' }", "No such file"),
        ("{ file = 'empty' }", "is empty"),
        ("{ env = 'DUBAN_NO_SUCH_VARIABLE' }", "which is not set"),
    ] {
        let login = format!("username = 'duban'\npassword = {password}\nsecurity = 'none'");
        let office = Installation::with_relay(2525, &login, super::installation::TASK);
        office.write_secret("empty", "\n");
        let (codes, printed) = warned(&office);
        assert_eq!(codes, ["clear-password", "unreadable-password"], "{printed}");
        assert!(
            printed.contains(why) && printed.contains("`duban run` does not start"),
            "{printed}"
        );
        assert_eq!(office.run(Some(NOW_CLOCK), &["run", "--once"]).status.code(), Some(1));
    }
    // systemd hands it over to the service alone; what is there is well.
    for password in ["{ credential = 'smtp' }", "{ file = 'secret' }"] {
        let login = format!("username = 'duban'\npassword = {password}\nsecurity = 'none'");
        let office = Installation::with_relay(2525, &login, super::installation::TASK);
        office.write_secret("secret", "hunter2\n");
        let (codes, printed) = warned(&office);
        assert_eq!(codes, ["clear-password"], "{printed}");
    }
}

const NOW_CLOCK: &str = "2026-11-24 02:00:00";

#[test]
fn check_warns_of_a_program_that_takes_no_letter() {
    let of = |program: &str| {
        let mail = format!(
            "[mail]\nfrom = 'duban@example.org'\ntransport = 'sendmail'\nsendmail = '{program}'\n"
        );
        Installation::of(&format!("{mail}{}{TASKS}", super::installation::AROUND))
    };
    for (program, words) in [
        ("/no/such/sendmail", "there is no program /no/such/sendmail"),
        ("/bin/sh -t -i", "write the program alone, \"/bin/sh\""),
        ("/etc/passwd", "it is not executable"),
        ("/etc", "there is no program /etc"),
        ("no-such-sendmail", "in the folders of $PATH"),
    ] {
        let (codes, printed) = warned(&of(program));
        assert_eq!(codes, ["no-sendmail"], "{printed}");
        assert!(printed.contains(words), "`{words}` is missing in:\n{printed}");
    }
    for well in ["/bin/sh", "sh"] {
        assert_eq!(warned(&of(well)).0, [""; 0], "{well}");
    }
}

#[test]
fn w3_check_warns_of_letters_that_reach_nobody_who_is_there() {
    let of = |away: &str, to: &str, task: &str| {
        Installation::with_outbox(&format!(
            "[people.li]\nname = '李四'\nemail = 'li@example.org'\naway = [{{ {away} }}]\n\
             [policies.p]\nstages = [{{ name = 'soon', at = '-3wd', to = [{to}] }}]\n\
             [[task]]\nid = 'A-1'\ntitle = 'x'\nowner = 'li'\npolicy = 'p'\n{task}\n"
        ))
    };
    let due = "due = 2026-12-15";
    let long = "from = 2026-11-20, until = 2026-12-12";
    let (codes, printed) = warned(&of(long, "'owner'", due));
    assert_eq!(codes, ["nobody-there"], "{printed}");
    for words in
        ["the stage `soon` of `A-1` reaches nobody on 2026-12-10", "`li` is away until 2026-12-12"]
    {
        assert!(printed.contains(words), "`{words}` is missing in:\n{printed}");
    }
    assert!(printed.contains("duban.toml:19"), "{printed}");
    let milestone = "due = 2026-12-31\nmilestones = [{ id = 'm', title = 'y', due = 2026-12-15 }]";
    let (codes, printed) = warned(&of(long, "'owner'", milestone));
    assert_eq!(codes, ["nobody-there"], "{printed}");
    assert!(printed.contains("of `A-1/m` reaches nobody"), "{printed}");
    let delegate = "from = 2026-11-20, until = 2026-12-12, delegate = 'wang'";
    for (away, to, task) in [
        (delegate, "'owner'", due),
        (long, "'owner', 'person:wang'", due),
        (long, "'owner', 'office@example.org'", due),
        (long, "'owner'", "with = ['wang']\ndue = 2026-12-15"),
        (long, "'owner'", "due = 2026-12-15\ndone = 2026-11-23"),
        ("from = 2026-11-20, until = 2026-12-09", "'owner'", due),
    ] {
        let (codes, printed) = warned(&of(away, to, task));
        assert_eq!(codes, [""; 0], "{away} {to} {task}\n{printed}");
    }
    let past = "from = 2025-11-20, until = 2025-12-12";
    let (codes, printed) = warned(&of(past, "'owner'", "due = 2025-12-15"));
    assert_eq!(codes, ["leave-over"], "{printed}");
}

/// An id that is unknown, in every command that takes one, and what is said of it.
#[test]
fn an_unknown_id_is_never_an_empty_answer_and_a_near_one_is_named() {
    let milestones = "milestones = [{ id = 'draft', title = '草案', due = 2026-11-10 }]\n";
    let office = Installation::with_outbox(&format!("{TASKS}{milestones}"));
    office.once("2026-11-24 02:00:10", 0);
    let history = office.json(None, &["history", "--json"]);
    let notices = history["notices"].as_array().expect("notices").iter();
    let letter =
        notices.filter_map(|one| one["letter"].as_str()).next().expect("a letter").to_owned();
    let slip = format!("{}0", &letter[..letter.len() - 1]);
    for (arguments, near) in [
        (&["explain", "a-1"][..], Some("A-1")),
        (&["explain", "A-1/drfat"], Some("A-1/draft")),
        (&["explain", "Ａ－１"], Some("A-1")),
        (&["explain", "出台办去"], Some("出台办法")),
        (&["explain", "xyz-789"], None),
        (&["render", "A1"], Some("A-1")),
        (&["plan", "--task", "a-1"], Some("A-1")),
        (&["plan", "--task", ""], None),
        (&["status", "--unit", "ctiy"], Some("city")),
        (&["history", "a-1"], Some("A-1")),
        (&["history", "A-1/dratf"], Some("A-1/draft")),
        (&["history", "xyz-789"], None),
        (&["show", &slip], Some(&letter)),
        (&["retry", &slip], Some(&letter)),
        (&["release", &slip], Some(&letter)),
        (&["discard", &slip], Some(&letter)),
        (&["show", "f0f0f0f0"], None),
    ] {
        let output = office.run(None, arguments);
        let printed = text(&output);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {printed}");
        match near {
            Some(near) => {
                assert!(
                    printed.contains(&format!("did you mean `{near}`?")),
                    "{arguments:?}: {printed}"
                );
            }
            None => assert!(
                printed.contains("there is no") || printed.contains("neither"),
                "{arguments:?}: {printed}"
            ),
        }
    }
}

#[test]
fn a_name_that_only_one_bears_is_taken_wherever_an_id_is() {
    let milestones = "milestones = [{ id = 'draft', title = '草案', due = 2026-12-10 }]\n";
    let more = "[[task]]\nid = 'B-1'\ntitle = '同名'\nunit = 'city'\nowner = 'zhang'\npolicy = 'p'\ndue = 2026-12-20\n\
                [[task]]\nid = 'B-2'\ntitle = '同名'\nunit = 'city'\nowner = 'zhang'\npolicy = 'p'\ndue = 2026-12-20\n";
    let office = Installation::with_outbox(&format!("{TASKS}{milestones}{more}"));
    office.once("2026-11-24 02:00:10", 0);
    for (arguments, said) in [
        (&["explain", "出台办法"][..], "A-1"),
        (&["explain", "草案"], "A-1/draft"),
        (&["plan", "--task", "出台 办法"], "A-1"),
        (&["plan", "--task", "草案"], "A-1/draft"),
        (&["plan", "--task", "A-1/draft"], "A-1/draft"),
        (&["history", "出台办法"], "A-1"),
        (&["history", "B-1"], "nothing is recorded of `B-1` yet"),
        (&["history", "A-1/draft"], "nothing is recorded of `A-1/draft` yet"),
        (&["status", "--unit", "A市局"], "A-1"),
    ] {
        let output = office.run(None, &[&["--now", NOW], arguments].concat());
        let printed = text(&output);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {printed}");
        assert!(printed.contains(said), "{arguments:?}: {printed}");
    }
    let output = office.run(None, &["explain", "同名"]);
    let printed = text(&output);
    assert_eq!(output.status.code(), Some(1), "{printed}");
    assert!(printed.contains("more than one task or milestone; give an id: B-1, B-2"), "{printed}");
}
