//! What somebody asks of a list: which tasks, of which time.

use super::installation::{Installation, text};

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
