//! T7, T8, T10: which of the reached occurrences is sent, and when it may leave.

use duban::model::{AnchorKind, When};
use duban::plan::{Decision, Reason, Recorded};

use crate::support::{CHINA, at, decide, one_task, plan};

const LADDER: &str = "
    { name = 'soon', at = '-7d', to = ['owner'] },
    { name = 'overdue', at = '+1d', repeat = '2wd', to = ['owner'] },
    { name = 'supervise', at = '+5wd', repeat = '1w', to = ['owner'] },";

/// A notice that the ledger has, of a task due on 2026-11-10.
fn has(stage: &str, occurrence: u32) -> Recorded {
    Recorded {
        from: AnchorKind::Due,
        anchor: When::Day("2026-11-10".parse().expect("a date")),
        stage: stage.into(),
        occurrence,
        sent: true,
        released: true,
        held: false,
        letter: None,
    }
}

fn sent(decision: &Decision) -> Option<(usize, u32)> {
    match decision {
        Decision::Send { occurrence, .. } => Some((occurrence.rung, occurrence.k)),
        _ => None,
    }
}

#[test]
fn t7_only_the_latest_is_sent_and_the_stages_passed_over_are_superseded() {
    let config = one_task(CHINA, LADDER, "due = 2026-11-10");
    let Decision::Send { occurrence, superseded, next } = decide(&config, &[], "2026-11-20T02:00Z")
    else {
        panic!("ten days late and nothing is sent");
    };
    assert_eq!((occurrence.rung, occurrence.k), (2, 0));
    let passed: Vec<(usize, u32)> = superseded.iter().map(|one| (one.rung, one.k)).collect();
    assert_eq!(passed, [(0, 0), (1, 1)]);
    assert_eq!(next, Some(at("2026-11-24T01:00Z")));
}

#[test]
fn t7_what_the_ledger_has_is_not_sent_again_and_nothing_earlier_is_dug_up() {
    let config = one_task(CHINA, LADDER, "due = 2026-11-10");
    let now = "2026-11-18T02:00Z";
    assert_eq!(sent(&decide(&config, &[], now)), Some((2, 0)));
    let decision = decide(&config, &[has("supervise", 0)], now);
    assert_eq!(decision, Decision::Nothing { next: Some(at("2026-11-24T01:00Z")) });
    // A stage that was sent is not superseded.
    let Decision::Send { superseded, .. } = decide(&config, &[has("overdue", 1)], now) else {
        panic!("the supervision is due");
    };
    assert_eq!(superseded.iter().map(|one| one.rung).collect::<Vec<_>>(), [0]);
}

#[test]
fn t7_of_equal_moments_the_stage_later_in_the_policy_is_sent() {
    let stages = "
        { name = 'b', at = '+1d', to = ['owner'] },
        { name = 'a', at = '+1wd', to = ['owner'] },";
    let config = one_task(CHINA, stages, "due = 2026-11-10");
    assert_eq!(
        plan(&config, "2026-11-01T00:00Z", "2026-12-01T00:00Z"),
        ["2026-11-11 Wed 09:00 a#0"]
    );
}

#[test]
fn t7_downtime_yields_one_letter() {
    let config = one_task(CHINA, LADDER, "due = 2026-11-10");
    // Down from before the first stage until the 24th: of five occurrences passed one is sent.
    let expected = ["2026-11-24 Tue 10:00 supervise#1", "2026-12-01 Tue 09:00 supervise#2"];
    assert_eq!(plan(&config, "2026-11-24T02:00Z", "2026-12-02T00:00Z"), expected);
}

#[test]
fn t8_day_based_notices_wait_for_the_next_opening() {
    let stage = "{ name = 's', at = '0d', to = ['owner'] }";
    let config = one_task(CHINA, stage, "due = 2026-11-12");
    let table = [
        // First looked at in the evening, in the night, on Saturday; hours include their start only.
        ("2026-11-12T10:00Z", "2026-11-13 Fri 09:00"),
        ("2026-11-12T09:59Z", "2026-11-12 Thu 17:59"),
        ("2026-11-13T00:59Z", "2026-11-13 Fri 09:00"),
        ("2026-11-13T01:00Z", "2026-11-13 Fri 09:00"),
        ("2026-11-14T03:00Z", "2026-11-16 Mon 09:00"),
        ("2026-09-30T23:00Z", "2026-11-12 Thu 09:00"),
    ];
    for (now, release) in table {
        assert_eq!(plan(&config, now, "2027-01-01T00:00Z"), [format!("{release} s#0")], "{now}");
    }
    let daily = format!("{CHINA}send-on = 'every-day'");
    let config = one_task(&daily, stage, "due = 2026-11-12");
    assert_eq!(
        plan(&config, "2026-11-14T03:00Z", "2027-01-01T00:00Z"),
        ["2026-11-14 Sat 11:00 s#0"]
    );
}

#[test]
fn t8_while_one_waits_a_later_one_takes_its_place() {
    let stages = "
        { name = 'day', at = '0d', to = ['owner'] },
        { name = 'hour', at = '+22h', to = ['owner'] },";
    let config = one_task(CHINA, stages, "due = 2026-11-13");
    // Saturday morning: the day's notice waits for Monday, the exact one is reached at 22:00.
    let found = plan(&config, "2026-11-14T02:00Z", "2026-12-01T00:00Z");
    assert_eq!(found, ["2026-11-14 Sat 22:00 hour#0"]);
}

#[test]
fn t8_exact_notices_leave_at_once_and_releases_are_whole_minutes() {
    let stage = "{ name = 's', at = '+1h', to = ['owner'] }";
    let config = one_task(CHINA, stage, "due = 2026-11-14T03:10:20");
    let found = plan(&config, "2026-11-01T00:00Z", "2026-12-01T00:00Z");
    assert_eq!(found, ["2026-11-14 Sat 04:11 s#0"]);
    let found = plan(&config, "2026-11-20T00:00:01Z", "2026-12-01T00:00Z");
    assert_eq!(found, ["2026-11-20 Fri 08:01 s#0"]);
}

#[test]
fn t8_a_hold_keeps_everything_back_until_its_day_and_then_one_letter_leaves() {
    let stages = "
        { name = 'day', at = '0d', to = ['owner'] },
        { name = 'hour', at = '+1h', repeat = '24h', to = ['owner'] },";
    let config = one_task(CHINA, stages, "due = 2026-11-10\nhold = { until = 2026-11-20 }");
    let found = plan(&config, "2026-11-01T00:00Z", "2026-11-21T16:00Z");
    let expected = [
        "2026-11-20 Fri 00:00 hour#8",
        "2026-11-20 Fri 01:00 hour#9",
        "2026-11-21 Sat 01:00 hour#10",
    ];
    assert_eq!(found, expected);
    let milestone = "due = 2026-12-31\nhold = { until = 2026-11-20 }
        milestones = [{ id = 'm', title = 'M', due = 2026-11-10 }]";
    let config = one_task(CHINA, "{ name = 's', at = '0d', to = ['owner'] }", milestone);
    let found = plan(&config, "2026-11-01T00:00Z", "2026-12-01T00:00Z");
    assert_eq!(found, ["2026-11-20 Fri 09:00 /m s#0"]);
    let decision = decide(&config, &[], "2026-12-31T02:00Z");
    assert!(matches!(decision, Decision::Send { .. }));
    let held = one_task(CHINA, stages, "due = 2026-11-10\nhold = { until = 2026-11-20 }");
    let decision = decide(&held, &[], "2026-11-12T02:00Z");
    assert!(
        matches!(decision, Decision::Wait { reason: Reason::Hold, until, .. } if until == at("2026-11-19T16:00Z"))
    );
}

#[test]
fn t10_an_extension_arms_the_ladder_anew_and_nothing_else_does() {
    let known = [has("soon", 0), has("overdue", 0)];
    let now = "2026-11-11T02:00Z";
    let same = one_task(CHINA, LADDER, "due = 2026-11-10\nseverity = 'critical'\nowner = 'bob'");
    assert!(matches!(decide(&same, &known, now), Decision::Nothing { .. }));
    let extended = one_task(
        CHINA,
        LADDER,
        "due = 2026-11-10\nextended = [{ on = 2026-11-10, to = 2026-11-13 }]",
    );
    assert_eq!(sent(&decide(&extended, &known, now)), Some((0, 0)));
    let renamed = LADDER.replace("'overdue'", "'late'");
    let renamed = one_task(CHINA, &renamed, "due = 2026-11-10");
    assert_eq!(sent(&decide(&renamed, &known, now)), Some((1, 0)));
}
