//! P4: how the figures are counted. Each row is one task; an independent script counts random lists besides.

use std::process::Command;
use std::sync::Arc;

use duban::model::Config;
use duban::view::Filter;
use duban::view::figures::{
    About, ChangeKind, DoubtKind, Rows, Summary, past_months, summary, this_month,
};

use crate::support::{at, config};

const AROUND: &str = r#"
[mail]
from = "duban@example.org"
[calendars.default]
timezone = "Asia/Shanghai"
[people]
ann = { name = "Ann", email = "ann@example.org" }
bob = { name = "Bob", email = "bob@example.org" }
[groups.pair]
members = ["ann", "bob"]
[units]
city = { name = "City", head = "ann", supervisor = "ann" }
north = { name = "North", parent = "city", supervisor = "pair" }
lane = { name = "Lane", parent = "north" }
south = { name = "South", parent = "city" }
[policies.p]
stages = [
  { name = "late", at = "+1d", to = ["person:ann"] },
  { name = "first", from = "verified", at = "+30d", to = ["person:ann"], letter = "look-back" },
  { name = "second", from = "verified", at = "+60d", repeat = "30d", to = ["person:ann"], letter = "look-back" },
]
[defaults]
policy = "p"
"#;

/// The moment of every table here, in Shanghai 10:00 of 30 November; the period began at 09:00 of 1 November.
const NOW: &str = "2026-11-30T02:00:00Z";
const SINCE: &str = "2026-11-01T01:00:00Z";

fn list(tasks: &str) -> Arc<Config> {
    Arc::new(config(&format!("{AROUND}{tasks}")))
}

fn counted(config: &Arc<Config>, about: About, rows: Rows) -> Summary {
    summary(config, &Filter::default(), (about, rows), (at(SINCE), at(NOW)))
}

/// The figures of one task that are not 0, `open` and `total` of an open task left out.
fn of_one(keys: &str) -> Vec<String> {
    let config = list(&format!("[[task]]\nid = 'T'\ntitle = 't'\nunit = 'city'\n{keys}\n"));
    let figures = counted(&config, About::Whole, Rows::Units).figures;
    let serde_json::Value::Object(json) = serde_json::to_value(figures).expect("JSON") else {
        panic!("an object");
    };
    let mut found: Vec<String> = Vec::new();
    for (key, value) in &json {
        match value {
            serde_json::Value::Object(bands) => {
                let some = bands.iter().filter(|(_, count)| **count != 0);
                found.extend(some.map(|(name, count)| format!("{name}: {count}")));
            }
            count if *count != 0 => found.push(format!("{key}: {count}")),
            _ => {}
        }
    }
    if figures.cancelled > 0 {
        found.push(format!("cancelled: {}", figures.cancelled));
    }
    found.retain(|one| one != "total: 1" && one != "open: 1");
    found.sort();
    found
}

#[test]
#[expect(clippy::too_many_lines, reason = "one step after another")]
fn each_figure_is_counted_as_p4_says() {
    for (keys, expected) in [
        // Overdue, and how late: a day to its end, an hour past on its day is 1.
        ("due = 2026-11-30", &["due_30: 1", "due_7: 1"][..]),
        ("due = 2026-11-29", &["1-7: 1", "missed: 1", "overdue: 1"]),
        ("due = 2026-11-30T09:00:00", &["1-7: 1", "missed: 1", "overdue: 1"]),
        ("due = 2026-11-30T11:00:00", &["due_30: 1", "due_7: 1"]),
        ("due = 2026-11-23", &["1-7: 1", "missed: 1", "overdue: 1"]),
        ("due = 2026-11-22", &["8-30: 1", "missed: 1", "overdue: 1"]),
        ("due = 2026-10-31", &["8-30: 1", "missed: 1", "overdue: 1"]),
        ("due = 2026-10-30", &["31-90: 1", "missed: 1", "overdue: 1"]),
        ("due = 2026-09-01", &["31-90: 1", "missed: 1", "overdue: 1"]),
        ("due = 2026-08-31", &["90+: 1", "missed: 1", "overdue: 1"]),
        // Due: today to the n-th day.
        ("due = 2026-12-07", &["due_30: 1", "due_7: 1"]),
        ("due = 2026-12-08", &["due_30: 1"]),
        ("due = 2026-12-30", &["due_30: 1"]),
        ("due = 2026-12-31", &[]),
        // New: since the last report, whose own day was told then.
        ("due = 2027-01-30\nopened = 2026-11-02", &["new: 1"]),
        ("due = 2027-01-30\nopened = 2026-11-01", &[]),
        ("due = 2027-01-30\nopened = 2026-11-01T09:00:01", &["new: 1"]),
        ("due = 2027-01-30\nopened = 2026-11-30", &["new: 1"]),
        // Closed: in time by the deadline then in force; the first promise is another matter.
        ("due = 2026-11-10\ndone = 2026-11-10", &["closed_in_time: 1", "kept: 1", "waiting: 1"]),
        ("due = 2026-11-10\ndone = 2026-11-11", &["closed_late: 1", "missed: 1", "waiting: 1"]),
        (
            "due = 2026-11-10T12:00:00\ndone = 2026-11-10",
            &["closed_in_time: 1", "kept: 1", "waiting: 1"],
        ),
        (
            "due = 2026-11-10T12:00:00\ndone = 2026-11-10T12:00:01",
            &["closed_late: 1", "missed: 1", "waiting: 1"],
        ),
        (
            "due = 2026-11-10\nextended = [{ on = 2026-11-09, to = 2026-11-20 }]\ndone = 2026-11-15",
            &["closed_in_time: 1", "extended: 1", "missed: 1", "waiting: 1"],
        ),
        // Granted after it was done, it does not make it punctual.
        (
            "due = 2026-11-10\nextended = [{ on = 2026-11-16, to = 2026-11-20 }]\ndone = 2026-11-15",
            &["closed_late: 1", "extended: 1", "missed: 1", "waiting: 1"],
        ),
        // A clock that stood still moves the deadline then in force, and not the promise.
        (
            "due = 2026-11-10\nhold = { from = 2026-11-05, until = 2026-11-12, stops-clock = true }\n\
             done = 2026-11-17",
            &["closed_in_time: 1", "missed: 1", "waiting: 1"],
        ),
        ("due = 2026-11-10\nverified = 2026-11-10", &["closed_in_time: 1", "kept: 1"]),
        ("due = 2026-10-10\ndone = 2026-10-10\nverified = 2026-11-10", &["kept: 1"]),
        ("due = 2026-12-10\ndone = 2026-11-01", &["kept: 1", "waiting: 1"]),
        // A standing task promises more than once.
        ("due = 2026-08-31\nevery = '1mo'", &["90+: 1", "overdue: 1"]),
        ("due = 2026-08-31\nevery = '1mo'\ndone-through = 2026-11-30", &[]),
        // What is dated later has not happened.
        ("due = 2026-11-10\ndone = 2026-12-01", &["8-30: 1", "missed: 1", "overdue: 1"]),
        ("due = 2026-12-31\nopened = 2026-12-01", &[]),
        (
            "due = 2026-11-10\nextended = [{ on = 2026-12-01, to = 2026-12-31 }]",
            &["8-30: 1", "missed: 1", "overdue: 1"],
        ),
        ("due = 2026-12-31\ncancelled = 2026-12-01", &[]),
        (
            "due = 2026-11-10\ndone = 2026-11-09\nverified = 2026-12-05",
            &["closed_in_time: 1", "kept: 1", "waiting: 1"],
        ),
        // Sent back after the moment: until then it was done.
        (
            "due = 2026-11-10\nreturned = [{ on = 2026-12-05, done = 2026-11-09 }]",
            &["closed_in_time: 1", "kept: 1", "waiting: 1"],
        ),
        (
            "due = 2026-11-10\nreturned = [{ on = 2026-11-15, done = 2026-11-09 }]",
            &["8-30: 1", "missed: 1", "overdue: 1", "returned: 1"],
        ),
        // Cancelled ones count only as cancelled.
        (
            "due = 2026-11-10\nopened = 2026-11-02\ncancelled = 2026-11-05\n\
             extended = [{ on = 2026-11-03, to = 2026-11-20 }]",
            &["cancelled: 1"],
        ),
        // Look-backs: stages that came round since the last one.
        ("due = 2026-10-01\ndone = 2026-10-01\nverified = 2026-11-01", &["kept: 1"]),
        (
            "due = 2026-10-01\ndone = 2026-10-01\nverified = 2026-10-31",
            &["kept: 1", "look_backs_due: 1"],
        ),
        (
            "due = 2026-09-01\ndone = 2026-09-01\nverified = 2026-09-20",
            &["kept: 1", "look_backs_due: 2"],
        ),
        (
            "due = 2026-09-01\ndone = 2026-09-01\nverified = 2026-09-20\nlooked-back = [2026-10-25]",
            &["kept: 1", "look_backs_due: 1"],
        ),
        (
            "due = 2026-09-01\ndone = 2026-09-01\nverified = 2026-09-20\nlooked-back = [2026-11-20]",
            &["kept: 1"],
        ),
        (
            "due = 2026-09-01\ndone = 2026-09-01\nverified = 2026-09-20\nlooked-back = [2026-12-20]",
            &["kept: 1", "look_backs_due: 2"],
        ),
    ] {
        assert_eq!(of_one(keys), expected, "{keys}");
    }
}

const SOME: &str = "
[[task]]
id = 'C'
title = 'of the city itself'
unit = 'city'
due = 2026-11-20
[[task]]
id = 'L'
title = 'of the lane'
unit = 'lane'
severity = 'high'
due = 2026-11-20
[[task]]
id = 'N'
title = 'of the north'
unit = 'north'
due = 2026-11-01
opened = 2026-11-05
[[task]]
id = 'X'
title = 'of no unit'
due = 2026-11-20
owner = 'ann'
[[task]]
id = 'Z'
title = 'called off'
unit = 'south'
due = 2026-11-20
cancelled = 2026-11-20
";

fn rows(config: &Arc<Config>, about: About, rows: Rows) -> Vec<(String, usize)> {
    let summary = counted(config, about, rows);
    let of = |one: About| one.id(config).unwrap_or("-").to_owned();
    summary.rows.iter().map(|row| (of(row.about), row.figures.total)).collect()
}

#[test]
fn a_row_is_a_child_unit_with_all_below_it_or_a_supervisor() {
    let config = list(SOME);
    let unit = |id: &str| {
        let at = config.units.iter().position(|unit| *unit.id == *id).expect("a unit");
        About::Unit(duban::model::UnitIx(at as u32))
    };
    let is = |found: Vec<(String, usize)>, expected: &[(&str, usize)]| {
        let expected: Vec<_> = expected.iter().map(|(id, n)| ((*id).to_owned(), *n)).collect();
        assert_eq!(found, expected);
    };
    // The city is the only root: its own tasks, its counties; cancelled ones make no row.
    is(rows(&config, About::Whole, Rows::Units), &[("city", 1), ("north", 2), ("-", 1)]);
    is(rows(&config, unit("north"), Rows::Units), &[("north", 1), ("lane", 1)]);
    // Of a group each member, so that a task may stand in two rows.
    is(rows(&config, About::Whole, Rows::Supervisors), &[("ann", 3), ("bob", 2), ("-", 1)]);
    let bob = duban::model::PersonIx(1);
    is(rows(&config, About::Supervisor(bob), Rows::Supervisors), &[("ann", 2), ("bob", 2)]);
}

#[test]
fn the_worst_come_first_by_days_then_severity_then_id() {
    let config = list(SOME);
    let summary = counted(&config, About::Whole, Rows::Units);
    let found = summary.overdue.iter().map(|one| (&*summary.task(one.target).id, one.days));
    assert_eq!(found.collect::<Vec<_>>(), [("N", 29), ("L", 10), ("C", 10), ("X", 10)]);
}

#[test]
fn changes_and_doubts_are_named() {
    let config = list(
        "[[task]]
id = 'A'
title = 'a'
due = 2026-11-10
opened = 2026-11-02
owner = 'ann'
extended = [{ on = 2026-11-09, to = 2026-11-20 }, { to = 2026-11-25 }]
[[task]]
id = 'B'
title = 'b'
due = 2026-10-10
done = 2026-11-10
verified = 2026-11-12
[[task]]
id = 'C'
title = 'c'
due = 2026-12-10
cancelled = 2026-11-12
[[task]]
id = 'D'
unit = 'city'
title = 'd'
due = 2026-12-10
done = 2026-12-09
opened = 2026-10-01
",
    );
    let summary = counted(&config, About::Whole, Rows::Units);
    let changes = summary.changes.iter().map(|one| (&*summary.task(one.target).id, one.kind));
    let to = "2026-11-20".parse().expect("a day");
    assert_eq!(
        changes.collect::<Vec<_>>(),
        [
            ("A", ChangeKind::New),
            ("A", ChangeKind::Extended { to }),
            ("A", ChangeKind::Overdue),
            ("B", ChangeKind::ClosedLate),
            ("B", ChangeKind::Verified),
            ("C", ChangeKind::Cancelled),
        ]
    );
    let doubts = summary.doubts.iter();
    let doubts = doubts.map(|one| (one.kind, one.count, &*summary.task(one.first).id));
    assert_eq!(
        doubts.collect::<Vec<_>>(),
        [
            (DoubtKind::NoOpened, 2, "B"),
            (DoubtKind::UndatedExtension, 1, "A"),
            (DoubtKind::InFuture, 1, "D"),
        ]
    );
}

/// P2, P4: the same figures, rows and overdue lists by a reading of the specification that is not ours.
#[test]
fn random_lists_agree_with_an_independent_script() {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/oracle/figures.py");
    let output = Command::new("python3")
        .args([script, "--duban", env!("CARGO_BIN_EXE_duban"), "--seeds", "1..200"])
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .output()
        .expect("python3 runs");
    let (out, err) = (output.stdout, output.stderr);
    let said = format!("{}{}", String::from_utf8_lossy(&out), String::from_utf8_lossy(&err));
    assert!(output.status.success() && said.contains("200 passed"), "{said}");
}

/// The office's page shows these months; whoever asks for a report of that day gets the same figures.
#[test]
#[expect(clippy::too_many_lines, reason = "one step after another")]
fn p3_each_month_has_the_figures_of_a_report_at_its_end() {
    let config = list(
        "
[[task]]
id = 'A'
title = 'late since July'
opened = 2026-02-10
due = 2026-07-10
[[task]]
id = 'B'
title = 'closed late, by the deadline then in force'
due = 2026-06-30
extended = [{ on = 2026-08-01, to = 2026-09-30 }]
done = 2026-07-20
verified = 2026-08-20
[[task]]
id = 'C'
title = 'closed in time after an extension'
due = 2026-06-30
extended = [{ on = 2026-06-20, to = 2026-09-30 }]
done = 2026-09-30
[[task]]
id = 'D'
unit = 'city'
title = 'sent back'
due = 2026-09-10
returned = [{ on = 2026-10-15, reason = 'no proof', done = 2026-09-09 }]
[[task]]
id = 'E'
title = 'called off'
due = 2026-03-10
cancelled = 2026-06-15
[[task]]
id = 'F'
title = 'to come'
opened = 2026-12-01
due = 2026-12-10
",
    );
    let told: Vec<_> =
        past_months(&config, at(NOW)).into_iter().chain(this_month(&config, at(NOW))).collect();
    let days: Vec<String> = told.iter().map(|one| one.day.to_string()).collect();
    assert_eq!(days.len(), 12);
    assert_eq!((&*days[0], &*days[2], &*days[11]), ("2025-12-31", "2026-02-28", "2026-11-30"));
    let end = |day: &str| at(&format!("{day}T15:59:59Z"));
    let mut since = end("2025-11-30");
    let mut backlog = Vec::new();
    for (month, day) in told.iter().zip(&days) {
        let moment = if day == "2026-11-30" { at(NOW) } else { end(day) };
        let report =
            summary(&config, &Filter::default(), (About::Whole, Rows::Units), (since, moment));
        let figures = report.figures;
        assert_eq!(
            (
                month.open,
                month.overdue,
                month.mean_delay(),
                month.closed_in_time,
                month.closed_late
            ),
            (
                figures.open,
                figures.overdue,
                figures.mean_delay(),
                figures.closed_in_time,
                figures.closed_late
            ),
            "{day}"
        );
        backlog.push((month.day, month.open));
        since = end(day);
    }
    let of = |day: &str| *told.iter().find(|one| one.day.to_string() == day).expect("a month");
    // By hand: in July A was 21 days late, C not, for it had its extension; B was closed 20 days late.
    let july = of("2026-07-31");
    assert_eq!((july.open, july.overdue, july.mean_delay()), (3, 1, Some(210)));
    assert_eq!((july.closed_in_time, july.closed_late), (0, 1));
    let september = of("2026-09-30");
    assert_eq!((september.open, september.overdue), (1, 1));
    assert_eq!((september.closed_in_time, september.closed_late), (2, 0), "C and D");
    let now = counted(&config, About::Whole, Rows::Units);
    assert_eq!(now.backlog, backlog, "the picture in a report says the same");
}
