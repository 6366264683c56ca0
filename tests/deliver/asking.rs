//! What somebody asks of a list: which tasks, of which time.

use super::installation::{AROUND, Installation, text};

/// Wednesday, 25 November 2026, 10:30 in Shanghai.
const NOW: &str = "2026-11-25T10:30:00+08:00";

const LIST: &str = r#"
[units.county]
name = "县局"
parent = "city"
head = "zhang"
supervisor = "wang"
[policies.p]
stages = [
  { name = "soon", at = "-3d", to = ["owner"] },
  { name = "overdue", at = "+1d", repeat = "1w", to = ["owner"], cc = ["head"] },
]
[defaults]
policy = "p"
[[task]]
id = "A-1"
title = "出台办法"
unit = "county"
batch = "2026-2"
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
"#;

fn tasks(office: &Installation, filter: &[&str]) -> Vec<String> {
    let status = office.json(None, &[&["--now", NOW, "status", "--json"], filter].concat());
    let tasks = status["tasks"].as_array().expect("tasks").iter();
    tasks.map(|one| one["task"].as_str().expect("an id").to_owned()).collect()
}

#[test]
fn p3_status_takes_the_filters_of_the_contract() {
    let office = Installation::with_outbox(LIST);
    let table: [(&[&str], &[&str]); 14] = [
        (&[], &["A-1", "A-2", "A-3"]),
        (&["--unit", "city"], &["A-1", "A-2", "A-3"]),
        (&["--unit", "county"], &["A-1", "A-3"]),
        (&["--owner", "zhang"], &["A-1", "A-3"]),
        (&["--supervisor", "wang", "--late"], &["A-1"]),
        (&["--waiting-for", "wang"], &["A-2", "A-3"]),
        (&["--batch", "2026-2"], &["A-1"]),
        (&["--category", "x"], &[]),
        (&["--severity", "高"], &["A-1"]),
        (&["--late", ">30d"], &["A-1"]),
        (&["--late", ">36d"], &[]),
        (&["--due-within", "7d"], &["A-2"]),
        (&["--text", "台账"], &["A-2"]),
        (&["--colour", "red", "--colour", "蓝"], &["A-1", "A-3"]),
    ];
    for (filter, meant) in table {
        assert_eq!(tasks(&office, filter), meant, "{filter:?}");
    }
    for (filter, status, said) in [
        (&["--unit", "x"][..], 1, "there is no unit `x`"),
        (&["--owner", "x"], 1, "there is no person or group `x`"),
        (&["--policy", "x"], 1, "there is no policy `x`"),
        (&["--late", "30"], 2, "lateness is written like"),
        (&["--due-within", "7h"], 2, "a length is written like"),
        (&["--severity", "x"], 2, "a severity is low"),
    ] {
        let output = office.run(None, &[&["status"], filter].concat());
        assert_eq!(output.status.code(), Some(status), "{filter:?}: {}", text(&output));
        assert!(text(&output).contains(said), "{filter:?}: {}", text(&output));
    }
}

#[test]
fn plan_takes_times_as_people_write_them() {
    let office = Installation::with_outbox(LIST);
    let releases = |times: &[&str]| -> Vec<String> {
        let plan = office.json(None, &[&["--now", NOW, "plan", "--json"], times].concat());
        let notices = plan["notices"].as_array().expect("notices").iter();
        notices.map(|one| one["release"].as_str().expect("a time")[..10].to_owned()).collect()
    };
    // A-1 weekly from 21 October; A-2 three days before 1 December: on Friday, and a day after it.
    let all = ["2026-11-25", "2026-11-27", "2026-12-02", "2026-12-02"];
    assert_eq!(releases(&["--until", "2026-12-03"]), all);
    let table: [(&[&str], &[&str]); 8] = [
        (&["--from", "2026-11-26", "--until", "+7d"], &["2026-11-27"]),
        (&["--from", "tomorrow", "--until", "monday"], &["2026-11-27"]),
        (&["--from", "明天", "--until", "下周一"], &["2026-11-27"]),
        (&["--from", "11月27日", "--until", "11月28日"], &["2026-11-27"]),
        (&["--from", "friday 09:00", "--until", "friday 09:01"], &["2026-11-27"]),
        (&["--from", "friday 09:01", "--until", "saturday"], &[]),
        (&["--from", "-3d", "--until", "today"], &[]),
        (&["--from", "2026-11-27T01:00:00Z", "--until", "月底"], &["2026-11-27"]),
    ];
    for (times, meant) in table {
        assert_eq!(releases(times), meant, "{times:?}");
    }
    for wrong in ["2026-02-30", "soon", "--json"] {
        let output = office.run(None, &["plan", "--from", wrong]);
        assert_eq!(output.status.code(), Some(2), "{wrong}: {}", text(&output));
        assert!(text(&output).contains("a time is written like"), "{}", text(&output));
    }
}

#[test]
fn status_names_unit_and_owner_and_counts_what_it_shows() {
    let office = Installation::with_outbox(LIST);
    let printed = text(&office.run(None, &["--now", NOW, "status"]));
    for said in ["UNIT", "OWNER", "县局", "张三", "3 in all: red 1, yellow 1, green 0, blue 1"]
    {
        assert!(printed.contains(said), "`{said}` is missing in:\n{printed}");
    }
    let printed = text(&office.run(None, &["--now", NOW, "status", "--unit", "县局", "--late"]));
    assert!(printed.contains("1 of 3: red 1, yellow 0"), "{printed}");
    let status = office.json(None, &["--now", NOW, "status", "--json", "--late"]);
    assert_eq!(status["counts"]["red"], 1);
    let task = &status["tasks"][0];
    assert_eq!((&task["unit"], &task["owner"]), (&"county".into(), &"zhang".into()));
    assert_eq!((&task["supervisor"], &task["days_late"]), (&"wang".into(), &36.into()));
    assert_eq!((&task["deadline"], &task["days_left"]), (&"2026-10-20".into(), &(-36).into()));
}

#[test]
fn status_watch_shows_it_again_until_nobody_reads() {
    use std::io::{BufRead, BufReader};
    let office = Installation::with_outbox(LIST);
    let mut command = office.command(None, &["--now", NOW, "status", "--watch", "1"]);
    let mut child = command.stdout(std::process::Stdio::piped()).spawn().expect("it runs");
    let out = BufReader::new(child.stdout.take().expect("a pipe"));
    let lines = out.lines().map(|line| line.expect("a line"));
    let shown = lines.filter(|line| line.contains("3 in all")).take(2).count();
    assert_eq!(shown, 2);
    // Nobody reads any more: it ends by itself.
    assert!(child.wait().expect("it ends").success());
}

#[test]
fn plan_tells_what_one_person_will_get_and_how_much_each() {
    let office = Installation::with_outbox(LIST);
    let plan = |options: &[&str]| {
        let all = [&["--now", NOW, "plan", "--until", "2026-12-03", "--json"], options].concat();
        office.json(None, &all)
    };
    let of =
        |person: &str| plan(&["--person", person])["notices"].as_array().expect("a list").len();
    // The county is headed by its owner: no copy. The city's head owns A-2.
    assert_eq!((of("zhang"), of("王五"), of("wang@example.org")), (2, 2, 2));
    let people = plan(&["--by", "person"]);
    let people = people["people"].as_array().expect("people").clone();
    let row = |one: &serde_json::Value| {
        format!("{} {} {} {}", one["person"], one["letters"], one["to"], one["copies"])
    };
    let rows: Vec<String> = people.iter().map(row).collect();
    assert_eq!(rows, ["\"wang\" 2 2 0", "\"zhang\" 2 2 0"]);
    let printed = text(&office.run(None, &["--now", NOW, "plan", "--by", "person"]));
    assert!(printed.starts_with("PERSON") && printed.contains("wang@example.org"), "{printed}");
    let document = plan(&[]);
    let notice = &document["notices"][0];
    assert_eq!(
        (&notice["digest"], &notice["held"]),
        (&serde_json::json!([]), &serde_json::Value::Null)
    );
    assert_eq!(document["letters"], serde_json::json!([]));
}

/// What differs, as `change person task stage before after`.
fn changes(office: &Installation, other: &str, status: i32) -> Vec<String> {
    let arguments = ["--now", NOW, "plan", "--until", "2026-12-31", "--against", other, "--json"];
    let output = office.run(None, &arguments);
    assert_eq!(output.status.code(), Some(status), "{}", text(&output));
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).expect("JSON");
    let day = |time: &serde_json::Value| time.as_str().map_or("-", |time| &time[..10]).to_owned();
    let line = |one: &serde_json::Value| {
        let words = ["change", "name", "task", "stage"].map(|key| one[key].as_str().expect(key));
        format!("{} {} {}", words.join(" "), day(&one["before"]), day(&one["after"]))
    };
    document["changes"].as_array().expect("changes").iter().map(line).collect()
}

fn git(office: &Installation, arguments: &[&str]) {
    let mut git = std::process::Command::new("git");
    git.arg("-C").arg(office.folder.path()).args(arguments);
    git.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let names = ["AUTHOR_NAME", "AUTHOR_EMAIL", "COMMITTER_NAME", "COMMITTER_EMAIL"];
    names.iter().for_each(|name| {
        git.env(format!("GIT_{name}"), "x@example.org");
    });
    let output = git.output().expect("git");
    assert!(output.status.success(), "{arguments:?}: {}", text(&output));
}

#[test]
fn plan_against_tells_who_gets_what_more_fewer_sooner_later() {
    let office = Installation::with_outbox(LIST);
    let root = office.folder.path().join("duban.toml");
    let before = std::fs::read_to_string(&root).expect("read");
    // In files of its own, of which one holds tasks: a revision reads them through `include`.
    let (head, tasks) = before.split_once("[defaults]").expect("tasks");
    let head = format!("include = ['tasks/*.toml']\n{head}");
    std::fs::create_dir(office.folder.path().join("tasks")).expect("a folder");
    let write = |tasks: &str| office.write("tasks/清单.toml", &format!("[defaults]{tasks}"));
    office.write("duban.toml", &head);
    write(tasks);
    git(&office, &["init", "-q"]);
    git(&office, &["add", "duban.toml", "tasks"]);
    git(&office, &["commit", "-qm", "before"]);
    assert_eq!(changes(&office, "HEAD", 0), [""; 0]);
    let old = office.folder.path().join("old");
    std::fs::create_dir(&old).expect("a folder");
    std::fs::write(old.join("duban.toml"), &before).expect("written");
    // A-2 a week later and another's; A-1 done; A-4 new.
    let edited = tasks
        .replace(
            "due = 2026-12-01",
            "due = 2026-12-01\nextended = [{ on = 2026-11-25, to = 2026-12-08 }]",
        )
        .replace("due = 2026-10-20", "due = 2026-10-20\ndone = 2026-11-25");
    write(&format!(
        "{edited}[[task]]\nid = 'A-4'\ntitle = '新任务'\nunit = 'city'\nowner = 'zhang'\ndue = 2026-12-18\n"
    ));
    let expected = [
        "later 王五 A-2 soon 2026-11-27 2026-12-04",
        "later 王五 A-2 overdue 2026-12-02 2026-12-09",
        "later 王五 A-2 overdue 2026-12-09 2026-12-16",
        "later 王五 A-2 overdue 2026-12-16 2026-12-23",
        "later 王五 A-2 overdue 2026-12-23 2026-12-30",
        "fewer 王五 A-2 overdue 2026-12-30 -",
    ];
    for other in
        ["HEAD", old.to_str().expect("UTF-8"), old.join("duban.toml").to_str().expect("UTF-8")]
    {
        let found = changes(&office, other, 1);
        let of_wang: Vec<&String> = found.iter().filter(|line| line.contains("王五 A-2")).collect();
        assert_eq!(of_wang, expected.iter().collect::<Vec<_>>(), "{other}: {found:#?}");
        assert!(found.contains(&"more 张三 A-4 soon - 2026-12-15".to_owned()), "{found:#?}");
        assert!(found.contains(&"fewer 张三 A-1 overdue 2026-11-25 -".to_owned()), "{found:#?}");
    }
    let printed = text(&office.run(None, &["--now", NOW, "plan", "--against", "HEAD"]));
    assert!(printed.contains("later") && printed.contains("more 3"), "{printed}");
    for (other, status, said) in [
        ("no-such-thing", 1, "nor such a git revision"),
        (office.folder.path().join("tasks").to_str().expect("UTF-8"), 1, "has no root file"),
        ("-x", 2, ""),
    ] {
        let output = office.run(None, &["plan", "--against", other]);
        assert_eq!(output.status.code(), Some(status), "{other}: {}", text(&output));
        assert!(text(&output).contains(said), "{other}: {}", text(&output));
    }
    std::fs::write(old.join("duban.toml"), "[[task]]\n").expect("written");
    let broken = office.run(None, &["plan", "--against", old.to_str().expect("UTF-8")]);
    assert_eq!(broken.status.code(), Some(78), "{}", text(&broken));
}

#[test]
fn diff_says_what_changed_since_the_daemon_took_the_files() {
    let office = Installation::with_outbox(LIST);
    let diff = |options: &[&str]| office.run(None, &[&["diff"], options].concat());
    let never = diff(&[]);
    assert_eq!(never.status.code(), Some(1), "{}", text(&never));
    assert!(text(&never).contains("has not taken any files yet"), "{}", text(&never));
    office.once("2026-11-25 02:30:00", 0);
    let same = diff(&[]);
    assert_eq!(same.status.code(), Some(0), "{}", text(&same));
    assert!(text(&same).contains("say what they said"), "{}", text(&same));
    let root = office.folder.path().join("duban.toml");
    let edited = std::fs::read_to_string(&root).expect("read");
    let edited = edited
        .replace(
            "due = 2026-10-20",
            "due = 2026-10-20\nextended = [{ on = 2026-11-25, to = 2026-12-31 }]",
        )
        .replace("title = \"清理台账\"", "title = \"清理台账\"\nowner = \"zhang\"")
        .replace("wang@example.org", "wang@example.com")
        .replace("id = \"A-3\"", "id = \"A-9\"")
        .replace("at = \"-3d\"", "at = \"-5d\"");
    office.write("duban.toml", &edited);
    let printed = text(&diff(&[]));
    for said in [
        "~ A-1 出台办法",
        "deadline in force: 2026-10-20 → 2026-12-31",
        "extended: + 2026-12-31",
        "~ A-2 清理台账",
        "owner: + zhang",
        "- A-3 已经办结 is gone",
        "+ A-9 已经办结 is new",
        "~ person wang 王五",
        "email: wang@example.org → wang@example.com",
        "~ policy p",
        "stages: changed",
        "1 new, 1 gone, 4 changed",
    ] {
        assert!(printed.contains(said), "`{said}` is missing in:\n{printed}");
    }
    let document = office.json(None, &["diff", "--json"]);
    let changes = document["changes"].as_array().expect("changes");
    let deadline = changes.iter().find(|one| one["key"] == "deadline").expect("the deadline");
    assert_eq!(
        (&deadline["before"], &deadline["after"]),
        (&"2026-10-20".into(), &"2026-12-31".into())
    );
    office.once("2026-11-25 02:31:00", 0);
    assert!(text(&diff(&[])).contains("say what they said"), "the daemon took them");
    office.write("duban.toml", "nonsense");
    assert_eq!(diff(&[]).status.code(), Some(78));
}

/// As what each recipient is written to, and a person whose letters are explained.
const ROLES: &str = r#"
[people.li]
name = "李四"
email = "li@example.org"
away = [{ from = 2026-11-20, until = 2026-12-10, delegate = "zhao" }]
[people.zhao]
name = "赵六"
email = "zhao@example.org"
[people.qian]
name = "钱七"
email = "qian@example.org"
[units.province]
name = "省局"
head = "qian"
supervisor = "zhao"
[units.county]
name = "县局"
parent = "province"
head = "li"
[units.town]
name = "乡镇"
parent = "county"
[policies.p]
stages = [
  { name = "now", at = "-9d", to = ["owner"], cc = ["head+2", "supervisor", "office@example.org"] },
]
[[task]]
id = "A-1"
title = "出台办法"
unit = "town"
with = ["zhang"]
watchers = ["wang"]
policy = "p"
due = 2026-12-04
"#;

#[test]
fn w1_explain_says_as_what_each_recipient_is_written_to() {
    let office = Installation::with_outbox(ROLES);
    let printed = text(&office.run(None, &["--now", NOW, "explain", "A-1"]));
    for said in [
        "To 赵六 <zhao@example.org>: stand-in for 李四: owner, as head of 县局, since none is named; supervisor, inherited from 省局",
        "To 张三 <zhang@example.org>: co-owner",
        "Cc 钱七 <qian@example.org>: head+2: head of 省局",
        "Cc office@example.org: an address that the stage names",
        "Cc 王五 <wang@example.org>: watcher",
        "Cc 李四 <li@example.org>: owner, as head of 县局, since none is named, away, 赵六 stands in",
    ] {
        assert!(printed.contains(said), "`{said}` is missing in:\n{printed}");
    }
    let document = office.json(None, &["--now", NOW, "explain", "A-1", "--json"]);
    let recipients =
        document["targets"][0]["stages"][0]["recipients"].as_array().expect("a list").clone();
    let first = &recipients[0]["as"][0];
    assert_eq!((&first["role"], &first["unit"]), (&"owner".into(), &"county".into()));
    assert_eq!(first["stands_in_for"], "li");
    office.once("2026-11-25 02:30:00", 0);
    let printed = text(&office.run(None, &["--now", NOW, "explain", "赵六"]));
    for said in
        ["zhao  赵六 <zhao@example.org>", "A-1 出台办法: now, as stand-in for 李四", "reminder"]
    {
        assert!(printed.contains(said), "`{said}` is missing in:\n{printed}");
    }
    let printed = text(&office.run(None, &["--now", NOW, "explain", "li"]));
    assert!(printed.contains("away from 2026-11-20 until 2026-12-10, 赵六 stands in"), "{printed}");
    assert!(printed.contains(", as a copy"), "{printed}");
    let none = office.run(None, &["--now", NOW, "explain", "A-7"]);
    assert_eq!(none.status.code(), Some(1), "{}", text(&none));
    assert!(text(&none).contains("did you mean `A-1`?"), "{}", text(&none));
}

#[test]
fn who_shows_all_that_someone_has_to_do_with() {
    let office = Installation::with_outbox(LIST);
    office.once("2026-11-25 02:30:00", 0);
    let document = office.json(None, &["--now", NOW, "who", "王五", "--json"]);
    let ids = |key: &str| -> Vec<String> {
        let list = document[key].as_array().expect("a list").iter();
        list.map(|one| one["task"].as_str().expect("an id").to_owned()).collect()
    };
    assert_eq!(ids("answers_for"), ["A-2"]);
    assert_eq!(ids("supervises"), ["A-1", "A-3"]);
    assert_eq!(ids("copied_on"), [""; 0]);
    assert_eq!(document["person"]["address"], "wang@example.org");
    let zhang = office.json(None, &["--now", NOW, "who", "zhang", "--json"]);
    assert_eq!(zhang["sent"][0]["notices"][0]["as"][0]["role"], "owner");
    let printed = text(&office.run(None, &["--now", NOW, "who", "zhang"]));
    for said in ["Answers for:", "A-1", "Supervises:", "Is copied on:", "Sent lately:", "as owner"]
    {
        assert!(printed.contains(said), "`{said}` is missing in:\n{printed}");
    }
    let none = office.run(None, &["who", "nobody"]);
    assert_eq!(none.status.code(), Some(1), "{}", text(&none));
}

#[test]
fn agenda_lists_each_days_letters() {
    let office = Installation::with_outbox(LIST);
    let printed = text(&office.run(None, &["--now", NOW, "agenda"]));
    for said in [
        "2026-11-25 Wed",
        "10:30  overdue  to 张三",
        "2026-11-27 Fri",
        "09:00  reminder  to 王五",
        "A-2  soon  清理台账",
        "2026-11-28 Sat (day off)",
        "no letter",
    ] {
        assert!(printed.contains(said), "`{said}` is missing in:\n{printed}");
    }
    let week = |week: &str| office.json(None, &["--now", NOW, "agenda", week, "--json"]);
    for (named, monday) in
        [("next week", "2026-11-30"), ("下周", "2026-11-30"), ("2026-12-10", "2026-12-07")]
    {
        let days = week(named)["days"].as_array().expect("days").clone();
        assert_eq!((days.len(), &days[0]["date"]), (7, &monday.into()), "{named}");
    }
    let days = week("next week")["days"].clone();
    assert_eq!(days[2]["letters"].as_array().expect("letters").len(), 2, "{days}");
    assert_eq!(office.run(None, &["agenda", "never"]).status.code(), Some(2));
}

#[test]
fn calendar_draws_working_days_holidays_make_up_days_and_deadlines() {
    let office = Installation::with_outbox(LIST);
    let month = office.json(None, &["--now", NOW, "calendar", "2026-02", "--json"]);
    let day = |at: usize| month["days"][at - 1].clone();
    // Spring Festival of 2026: 15 to 23 February; the 14th and 28th are worked.
    assert_eq!((&day(16)["kind"], &day(16)["working"]), (&"holiday".into(), &false.into()));
    assert_eq!(day(14)["kind"], "make-up");
    assert_eq!(day(8)["kind"], "weekend");
    assert_eq!(day(9)["kind"], "workday");
    assert_eq!(month["covered"], true);
    let printed = text(&office.run(None, &["--now", NOW, "calendar", "12月"]));
    assert!(printed.starts_with("2026-12  calendar default (Asia/Shanghai)"), "{printed}");
    assert!(printed.contains("2026-12-01 Tue  A-2  清理台账"), "{printed}");
    let zh = |arguments: &[&str]| {
        let mut command = office.command(None, &[&["--now", NOW, "calendar"], arguments].concat());
        text(&command.env("LC_ALL", "zh_CN.UTF-8").output().expect("it runs"))
    };
    // Every column begins at the same place, however wide its characters are.
    let drawn = zh(&["2026-02"]);
    let weeks: Vec<&str> = drawn.lines().skip(1).take(5).collect();
    let width =
        |text: &str| text.chars().map(|one| if one.is_ascii() { 1 } else { 2 }).sum::<usize>();
    for week in &weeks[1..] {
        for (at, _) in week.char_indices().filter(|(at, one)| {
            one.is_ascii_digit()
                && *at > 0
                && !week[..*at].ends_with(|one: char| one.is_ascii_digit() || one == '!')
        }) {
            assert!(width(&week[..at]) % 9 <= 1, "{drawn}");
        }
    }
    assert!(drawn.contains("16 休") && drawn.contains("14 班"), "{drawn}");
    let far = text(&office.run(None, &["--now", NOW, "calendar", "2035-03"]));
    assert!(far.contains("do not know this year"), "{far}");
    assert_eq!(office.run(None, &["calendar", "--calendar", "defualt"]).status.code(), Some(1));
}

/// Two versions: in the newer wang has a digest instead of copies, and the report comes on another day.
#[test]
fn plan_against_tells_of_digests_and_reports_too() {
    let list = |digest: &str, cron: &str| {
        let list = format!(
            "[policies.p]\nstages = [{{ name = 'overdue', at = '+1d', to = ['owner'], cc = ['person:boss'] }}]\n\
             [people.boss]\nname = '赵六'\nemail = 'boss@example.org'\n{digest}\n\
             [[task]]\nid = 'A-1'\ntitle = 'x'\nowner = 'zhang'\npolicy = 'p'\ndue = 2026-12-01\n\
             [[reports]]\nname = 'weekly'\ncron = '{cron}'\nto = ['person:zhang']\n"
        );
        format!("[mail]\nfrom = 'duban@example.org'\n{AROUND}{list}")
    };
    let office = Installation::of(&list("digest = 'daily'", "0 9 8 12 *"));
    let old = tempfile::tempdir().expect("a folder");
    std::fs::write(old.path().join("duban.toml"), list("", "0 9 7 12 *")).expect("written");
    let old = old.path().to_str().expect("UTF-8");
    let arguments = ["--now", NOW, "plan", "--until", "2026-12-31", "--against", old, "--json"];
    let found = office.json_of(&arguments, 1);
    let day = |time: &serde_json::Value| time.as_str().map_or("-", |time| &time[..10]).to_owned();
    let line = |one: &serde_json::Value| {
        let words =
            ["change", "address", "letter", "stage"].map(|key| one[key].as_str().expect(key));
        let task = one["task"].as_str().unwrap_or("-");
        format!("{} {task} {} {}", words.join(" "), day(&one["before"]), day(&one["after"]))
    };
    let lines: Vec<String> =
        found["changes"].as_array().expect("changes").iter().map(line).collect();
    assert_eq!(
        lines,
        [
            "fewer boss@example.org overdue overdue A-1 2026-12-02 -",
            "more boss@example.org digest digest - - 2026-12-03",
            "later zhang@example.org report weekly - 2026-12-07 2026-12-08",
        ]
    );
    let said = text(&office.run(None, &arguments[..arguments.len() - 1]));
    assert!(said.contains("weekly") && said.contains("boss"), "{said}");
}
