//! T0–T6, T9, T11: which moments there are.

use duban::model::Answers;
use duban::plan::{Ladder, Moot, Target, moot};

use crate::support::{CHINA, at, config, one_task, plan};

/// One stage of one task, planned from long before to long after.
#[track_caller]
fn check(calendar: &str, stage: &str, task: &str, expected: &[&str]) {
    let config = one_task(calendar, &format!("{{ name = 's', to = ['owner'], {stage} }}"), task);
    let found = plan(&config, "2020-01-01T00:00Z", "2029-01-01T00:00Z");
    assert_eq!(found, expected, "{stage} | {task}");
}

/// As [`check`], each line being the expected date and time of the stage's occurrences from 0.
#[track_caller]
fn moments(calendar: &str, stage: &str, task: &str, expected: &[&str]) {
    let numbered = expected.iter().enumerate();
    let lines: Vec<String> = numbered.map(|(k, moment)| format!("{moment} s#{k}")).collect();
    check(calendar, stage, task, &lines.iter().map(String::as_str).collect::<Vec<_>>());
}

fn zone(name: &str, more: &str) -> String {
    format!("[calendars.default]\ntimezone = '{name}'\n{more}\n")
}

const EVERY_DAY: &str = "send-on = 'every-day'";

#[test]
fn t0_the_last_extension_is_the_deadline_in_force() {
    let extended = "due = 2026-11-10
        extended = [{ on = 2026-11-09, to = 2026-11-20 }, { on = 2026-11-19, to = 2026-11-26 }]";
    moments(CHINA, "at = '0d'", "due = 2026-11-10", &["2026-11-10 Tue 09:00"]);
    moments(CHINA, "at = '0d'", extended, &["2026-11-26 Thu 09:00"]);
}

#[test]
fn t0_due_counted_from_opened_is_not_moved() {
    let saturday = "opened = 2026-11-12\ndue = 'opened+2d'";
    moments(CHINA, "at = '+1wd'", saturday, &["2026-11-16 Mon 09:00"]);
    moments(CHINA, "at = '0d'", saturday, &["2026-11-13 Fri 09:00"]);
    let working = "opened = 2026-11-12\ndue = 'opened+3wd'";
    moments(CHINA, "at = '0d'", working, &["2026-11-17 Tue 09:00"]);
    let months = "opened = 2026-01-31\ndue = 'opened+1mo'";
    moments(CHINA, "at = '0d'", months, &["2026-02-28 Sat 09:00"]);
    let exact = "opened = 2026-11-12T10:30:00\ndue = 'opened+48h'";
    moments(CHINA, "at = '0h'", exact, &["2026-11-14 Sat 10:30"]);
    let hours = "opened = 2026-11-13T17:00:00\ndue = 'opened+2wh'";
    moments(CHINA, "at = '0h'", hours, &["2026-11-16 Mon 10:00"]);
}

#[test]
fn t0_a_milestone_counts_from_the_day_that_opened_is_in_its_tasks_zone() {
    // Half past midnight in Shanghai; in New York it is still the day before.
    let around = format!(
        "{CHINA}[calendars.ny]\ntimezone = 'America/New_York'\nsend-on = 'every-day'\n\
         [units.branch]\nname = 'Branch'\nhead = 'bob'\ncalendar = 'ny'\n"
    );
    let stage = "{ name = 's', to = ['owner'], at = '0d' }";
    for opened in ["2026-11-12T00:30:00", "2026-11-12T00:30:00+08:00", "2026-11-12"] {
        let task = format!(
            "opened = {opened}\ndue = 2027-03-31\n\
             milestones = [{{ id = 'm', title = 'x', unit = 'branch', due = 'opened+30d' }}]"
        );
        let config = one_task(&around, stage, &task);
        let planned = crate::support::plan(&config, "2026-11-01T00:00Z", "2027-01-01T00:00Z");
        assert_eq!(planned, ["2026-12-12 Sat 09:00 /m s#0"], "{opened}");
    }
}

#[test]
fn t1_only_the_stages_of_the_state_are_live() {
    let stages = "
        { name = 'a', from = 'opened', at = '0d', to = ['owner'] },
        { name = 'b', at = '0d', to = ['owner'] },
        { name = 'c', from = 'done', at = '0d', to = ['owner'], letter = 'verification' },
        { name = 'd', from = 'verified', at = '0d', to = ['owner'], letter = 'look-back' },";
    let table: [(&str, &[&str]); 4] = [
        ("", &["2026-11-02 Mon 09:00 a#0", "2026-11-06 Fri 09:00 b#0"]),
        ("done = 2026-11-04", &["2026-11-04 Wed 09:00 c#0"]),
        ("done = 2026-11-04\nverified = 2026-11-05", &["2026-11-05 Thu 09:00 d#0"]),
        ("done = 2026-11-04\ncancelled = 2026-11-05", &[]),
    ];
    for (state, expected) in table {
        let task = format!("opened = 2026-11-02\ndue = 2026-11-06\n{state}");
        let config = one_task(CHINA, stages, &task);
        assert_eq!(plan(&config, "2026-01-01T00:00Z", "2027-01-01T00:00Z"), expected, "{state}");
    }
}

#[test]
fn t1_a_task_without_the_anchor_has_no_such_occurrence() {
    check(CHINA, "from = 'opened', at = '0d'", "due = 2026-11-06", &[]);
}

#[test]
fn t2_holidays_make_up_days_closed_and_open() {
    // The facts of the State Council's notice for 2026.
    let facts = [
        ("2026-02-09", "+5wd", "2026-02-14 Sat 09:00"),
        ("2026-02-09", "+10wd", "2026-02-28 Sat 09:00"),
        ("2026-09-28", "+3wd", "2026-10-08 Thu 09:00"),
        ("2026-04-29", "+5wd", "2026-05-09 Sat 09:00"),
        ("2026-10-10", "-5wd", "2026-09-28 Mon 09:00"),
    ];
    for (due, at, expected) in facts {
        moments(CHINA, &format!("at = '{at}'"), &format!("due = {due}"), &[expected]);
    }
    // `open` beats `closed`, both beat the holiday set, which beats `workdays`.
    let closed =
        format!("{CHINA}closed = [2026-02-14, 2026-11-17]\nopen = [2026-11-17, 2026-10-02]");
    moments(&closed, "at = '+5wd'", "due = 2026-02-09", &["2026-02-24 Tue 09:00"]);
    moments(&closed, "at = '+1wd'", "due = 2026-11-16", &["2026-11-17 Tue 09:00"]);
    moments(&closed, "at = '+1wd'", "due = 2026-09-30", &["2026-10-02 Fri 09:00"]);
    // A year the set does not cover falls back on `workdays`: 2027-10-01 is a Friday.
    moments(CHINA, "at = '0d'", "due = 2027-10-01", &["2027-10-01 Fri 09:00"]);
    let week = zone("Asia/Riyadh", "workdays = ['sun', 'mon', 'tue', 'wed', 'thu']");
    moments(&week, "at = '+1wd'", "due = 2026-11-19", &["2026-11-22 Sun 09:00"]);
}

#[test]
fn t3_days_weeks_and_months_are_calendar_time_clamped_to_the_months_end() {
    let plain = zone("Asia/Shanghai", EVERY_DAY);
    let table = [
        ("due = 2026-03-31", "-1mo", "2026-02-28 Sat 09:00"),
        ("due = 2024-03-31", "-1mo", "2024-02-29 Thu 09:00"),
        ("due = 2024-02-29", "+12mo", "2025-02-28 Fri 09:00"),
        ("due = 2026-01-31", "+1mo", "2026-02-28 Sat 09:00"),
        ("due = 2026-11-11", "-2w", "2026-10-28 Wed 09:00"),
        ("due = 2026-01-01", "-1d", "2025-12-31 Wed 09:00"),
        ("due = 2024-02-28", "+1d", "2024-02-29 Thu 09:00"),
    ];
    for (task, at, expected) in table {
        moments(&plain, &format!("at = '{at}'"), task, &[expected]);
    }
}

#[test]
fn t3_a_day_off_moves_earlier_before_the_anchor_and_later_after_it() {
    // 2026-11-14 is a Saturday; 2026-11-15 a Sunday.
    let table = [
        ("due = 2026-11-15", "at = '-1d'", "2026-11-13 Fri 09:00"),
        ("due = 2026-11-14", "at = '0d'", "2026-11-13 Fri 09:00"),
        ("due = 2026-11-14", "at = '-0d'", "2026-11-13 Fri 09:00"),
        ("due = 2026-11-14", "at = '+1d'", "2026-11-16 Mon 09:00"),
        (
            "opened = 2026-11-14\ndue = 2027-01-01",
            "from = 'opened', at = '0d'",
            "2026-11-16 Mon 09:00",
        ),
        (
            "opened = 2026-11-15\ndue = 2027-01-01",
            "from = 'opened', at = '-1d'",
            "2026-11-13 Fri 09:00",
        ),
        // A long holiday: back to the last day before it, forward to the first after it.
        ("due = 2026-10-05", "at = '0d'", "2026-09-30 Wed 09:00"),
        ("due = 2026-10-03", "at = '+1d'", "2026-10-08 Thu 09:00"),
        // A make-up Saturday is worked: nothing is moved.
        ("due = 2026-10-10", "at = '0d'", "2026-10-10 Sat 09:00"),
    ];
    for (task, stage, expected) in table {
        moments(CHINA, stage, task, &[expected]);
    }
    let daily = format!("{CHINA}{EVERY_DAY}");
    moments(&daily, "at = '0d'", "due = 2026-11-14", &["2026-11-14 Sat 09:00"]);
    // `0wd` is moved whatever `send-on` says.
    moments(&daily, "at = '0wd'", "due = 2026-11-14", &["2026-11-13 Fri 09:00"]);
    let done = "due = 2026-11-02\ndone = 2026-11-14";
    let stage = "from = 'done', at = '0wd', letter = 'verification'";
    moments(&daily, stage, done, &["2026-11-16 Mon 09:00"]);
}

#[test]
fn t3_working_days_are_counted_strictly_after_and_before() {
    let table = [
        ("due = 2026-11-13", "+1wd", "2026-11-16 Mon 09:00"),
        ("due = 2026-11-14", "+1wd", "2026-11-16 Mon 09:00"),
        ("due = 2026-11-16", "-1wd", "2026-11-13 Fri 09:00"),
        ("due = 2026-11-15", "-1wd", "2026-11-13 Fri 09:00"),
    ];
    for (task, at, expected) in table {
        moments(CHINA, &format!("at = '{at}'"), task, &[expected]);
    }
}

#[test]
fn t3_the_base_day_of_an_instant_is_local() {
    // 2026-11-10T20:00Z is the 11th in Shanghai.
    moments(CHINA, "at = '+1d'", "due = 2026-11-10T20:00:00Z", &["2026-11-12 Thu 09:00"]);
    moments(CHINA, "at = '+1d'", "due = 2026-11-10T20:00:00", &["2026-11-11 Wed 09:00"]);
}

#[test]
fn t4_exact_offsets_start_from_the_end_of_a_due_day_and_the_start_of_any_other() {
    let table = [
        ("due = 2026-11-13", "at = '0h'", "2026-11-14 Sat 00:00"),
        ("due = 2026-11-13", "at = '-2h'", "2026-11-13 Fri 22:00"),
        ("due = 2026-11-13", "at = '+90min'", "2026-11-14 Sat 01:30"),
        ("due = 2026-11-13T12:00:00", "at = '-2h'", "2026-11-13 Fri 10:00"),
        (
            "opened = 2026-11-14\ndue = 2027-01-01",
            "from = 'opened', at = '+2h'",
            "2026-11-14 Sat 02:00",
        ),
        (
            "due = 2026-11-02\ndone = 2026-11-04",
            "from = 'done', letter = 'verification', at = '0min'",
            "2026-11-04 Wed 00:00",
        ),
    ];
    for (task, stage, expected) in table {
        moments(CHINA, stage, task, &[expected]);
    }
}

#[test]
fn t4_working_hours_count_through_working_hours_only() {
    let table = [
        // From midnight after Friday the 13th: Monday's hours.
        ("due = 2026-11-13", "+1wh", "2026-11-16 Mon 10:00"),
        // Nine hours fill Monday to its end, and not to Tuesday's start.
        ("due = 2026-11-13", "+9wh", "2026-11-16 Mon 18:00"),
        ("due = 2026-11-13", "+10wh", "2026-11-17 Tue 10:00"),
        ("due = 2026-11-13", "-1wh", "2026-11-13 Fri 17:00"),
        ("due = 2026-11-13", "-9wh", "2026-11-13 Fri 09:00"),
        ("due = 2026-11-13", "-10wh", "2026-11-12 Thu 17:00"),
        ("due = 2026-11-13T17:30:00", "+1wh", "2026-11-16 Mon 09:30"),
        ("due = 2026-11-16T09:30:00", "-1wh", "2026-11-13 Fri 17:30"),
        ("due = 2026-11-14T12:00:00", "0wh", "2026-11-14 Sat 12:00"),
        // Nothing is counted: it is its anchor, the midnight that ends the day, open or not.
        ("due = 2026-11-13", "0wh", "2026-11-14 Sat 00:00"),
        // Across the National Day week, with its make-up Saturday: 9 h on Thursday the 8th,
        // 9 h on Friday, 2 h on Saturday the 10th.
        ("due = 2026-09-30", "+20wh", "2026-10-10 Sat 11:00"),
    ];
    for (task, at, expected) in table {
        moments(CHINA, &format!("at = '{at}'"), task, &[expected]);
    }
}

#[test]
fn t4_working_hours_lose_and_gain_the_hour_of_a_dst_change() {
    // All-day hours on every day of the week: London loses 01:00–02:00 on 2026-03-29.
    let all = "workdays = ['mon','tue','wed','thu','fri','sat','sun']\nhours = '00:00-24:00'";
    let london = zone("Europe/London", all);
    moments(&london, "at = '+3wh'", "due = 2026-03-28", &["2026-03-29 Sun 04:00"]);
    moments(&london, "at = '+24wh'", "due = 2026-03-28", &["2026-03-30 Mon 01:00"]);
    moments(&london, "at = '+24wh'", "due = 2026-10-24", &["2026-10-25 Sun 23:00"]);
    moments(&london, "at = '-24wh'", "due = 2026-10-25", &["2026-10-25 Sun 01:00"]);
}

#[test]
fn t5_gaps_move_forward_and_overlaps_take_the_earlier() {
    let early = "hours = '00:00-24:00'\nsend-on = 'every-day'";
    // New York, 2026-03-08: 02:30 does not exist and becomes 03:30.
    let new_york = zone("America/New_York", &format!("{early}\nsend-at = '02:30'"));
    moments(&new_york, "at = '0d'", "due = 2026-03-08", &["2026-03-08 Sun 03:30"]);
    // London, 2026-10-25: 01:30 exists twice; the first is 00:30 UTC.
    let london = zone("Europe/London", &format!("{early}\nsend-at = '01:30'"));
    let config = one_task(&london, "{ name = 's', to = ['owner'], at = '0d' }", "due = 2026-10-25");
    let planned = crate::support::planned(&config, "2026-01-01T00:00Z", "2027-01-01T00:00Z");
    assert_eq!(planned[0].notice.moment, crate::support::at("2026-10-25T00:30Z"));
    // Santiago skips midnight on 2026-09-06: the day begins, and the one before ends, at 01:00.
    let santiago = zone("America/Santiago", early);
    moments(&santiago, "at = '0h'", "due = 2026-09-05", &["2026-09-06 Sun 01:00"]);
    // A local due time in the gap.
    moments(&new_york, "at = '0h'", "due = 2026-03-08T02:15:00", &["2026-03-08 Sun 03:15"]);
    // West of Greenwich the local date is not the UTC date.
    let honolulu = zone("Pacific/Honolulu", EVERY_DAY);
    moments(&honolulu, "at = '0d'", "due = 2026-11-10", &["2026-11-10 Tue 09:00"]);
}

#[test]
fn t6_day_repeats_are_counted_from_the_day_before_it_was_moved() {
    // +1d from Friday is Saturday the 14th, moved to Monday; repeats count from the Saturday.
    let task = "due = 2026-11-13";
    moments(
        CHINA,
        "at = '+1d', repeat = '3d', times = 2",
        task,
        &["2026-11-16 Mon 09:00", "2026-11-17 Tue 09:00", "2026-11-20 Fri 09:00"],
    );
    moments(
        CHINA,
        "at = '+1d', repeat = '1w', times = 2",
        task,
        &["2026-11-16 Mon 09:00", "2026-11-23 Mon 09:00", "2026-11-30 Mon 09:00"],
    );
    // Month ends do not drift.
    moments(
        &zone("Asia/Shanghai", EVERY_DAY),
        "at = '0d', repeat = '1mo', times = 3",
        "due = 2026-01-31",
        &[
            "2026-01-31 Sat 09:00",
            "2026-02-28 Sat 09:00",
            "2026-03-31 Tue 09:00",
            "2026-04-30 Thu 09:00",
        ],
    );
    // A negative stage moved earlier repeats on days moved later.
    moments(
        CHINA,
        "at = '-1d', repeat = '7d', times = 1",
        "due = 2026-11-15",
        &["2026-11-13 Fri 09:00", "2026-11-23 Mon 09:00"],
    );
}

#[test]
fn t6_working_day_repeats_are_counted_from_the_day_it_was_moved_to() {
    moments(
        CHINA,
        "at = '+1d', repeat = '2wd', times = 2",
        "due = 2026-11-13",
        &["2026-11-16 Mon 09:00", "2026-11-18 Wed 09:00", "2026-11-20 Fri 09:00"],
    );
}

#[test]
fn t6_exact_stages_repeat_by_exact_units() {
    moments(
        CHINA,
        "at = '+1h', repeat = '36h', times = 2",
        "due = 2026-11-13T10:00:00",
        &["2026-11-13 Fri 11:00", "2026-11-14 Sat 23:00", "2026-11-16 Mon 11:00"],
    );
    moments(
        CHINA,
        "at = '+1wh', repeat = '6wh', times = 2",
        "due = 2026-11-13T16:00:00",
        &["2026-11-13 Fri 17:00", "2026-11-16 Mon 14:00", "2026-11-17 Tue 11:00"],
    );
}

#[test]
fn t6_repeats_that_fall_on_one_day_are_one_notice_the_largest_k() {
    // Saturday, Sunday and Monday all become Monday the 16th.
    check(
        CHINA,
        "at = '+1d', repeat = '1d', times = 3",
        "due = 2026-11-13",
        &["2026-11-16 Mon 09:00 s#2", "2026-11-17 Tue 09:00 s#3"],
    );
}

#[test]
fn t6_repeats_end_where_the_next_stage_begins() {
    let stages = "
        { name = 'first', at = '+1d', repeat = '1d', to = ['owner'] },
        { name = 'second', at = '+3wd', to = ['owner'] },";
    let config = one_task(CHINA, stages, "due = 2026-11-09");
    let expected = [
        "2026-11-10 Tue 09:00 first#0",
        "2026-11-11 Wed 09:00 first#1",
        "2026-11-12 Thu 09:00 second#0",
    ];
    assert_eq!(plan(&config, "2026-01-01T00:00Z", "2027-01-01T00:00Z"), expected);
    // A stage that begins at the same moment leaves the other no repeats at all.
    let stages = "
        { name = 'one', at = '+1d', repeat = '1d', to = ['owner'] },
        { name = 'two', at = '+1d', repeat = '1d', times = 1, to = ['owner'] },";
    let config = one_task(CHINA, stages, "due = 2026-11-09");
    let expected = ["2026-11-10 Tue 09:00 two#0", "2026-11-11 Wed 09:00 two#1"];
    assert_eq!(plan(&config, "2026-01-01T00:00Z", "2027-01-01T00:00Z"), expected);
}

#[test]
fn t6_a_daily_repeat_of_decades_is_looked_up() {
    let config = one_task(
        CHINA,
        "{ name = 's', at = '+1min', repeat = '1min', to = ['owner'] }",
        "due = 1990-01-01",
    );
    let found = plan(&config, "2026-11-23T01:00Z", "2026-11-23T01:02Z");
    // Minutes from 1990-01-02 00:01 to 2026-11-23 09:00 in Shanghai. DST there ended in 1991, so
    // the two local times are 13,474 days and 8 h 59 min apart.
    assert_eq!(found, ["2026-11-23 Mon 09:00 s#19403099", "2026-11-23 Mon 09:01 s#19403100"]);
}

#[test]
fn t9_the_live_cycle_is_the_first_after_done_through() {
    let every_day = zone("Asia/Shanghai", EVERY_DAY);
    let stage = "at = '0d', repeat = '10d', times = 1";
    let first = "due = 2026-01-31\nevery = '1mo'";
    moments(&every_day, stage, first, &["2026-01-31 Sat 09:00", "2026-02-10 Tue 09:00"]);
    let table = [
        ("2026-01-30", ["2026-01-31 Sat 09:00", "2026-02-10 Tue 09:00"]),
        ("2026-01-31", ["2026-02-28 Sat 09:00", "2026-03-10 Tue 09:00"]),
        ("2026-03-30", ["2026-03-31 Tue 09:00", "2026-04-10 Fri 09:00"]),
        // Years behind, and one found at once.
        ("2028-02-28", ["2028-02-29 Tue 09:00", "2028-03-10 Fri 09:00"]),
    ];
    for (through, expected) in table {
        moments(&every_day, stage, &format!("{first}\ndone-through = {through}"), &expected);
    }
}

#[test]
fn t9_an_extension_moves_only_the_cycle_in_which_it_falls() {
    let every_day = zone("Asia/Shanghai", EVERY_DAY);
    let task = "due = 2026-01-05\nevery = '1mo'\nextended = [{ on = 2026-01-04, to = 2026-01-12 }]";
    moments(&every_day, "at = '0d'", task, &["2026-01-12 Mon 09:00"]);
    let later = format!("{task}\ndone-through = 2026-01-05");
    moments(&every_day, "at = '0d'", &later, &["2026-02-05 Thu 09:00"]);
}

#[test]
fn t9_opened_stages_come_once() {
    let stages = "
        { name = 'opened', from = 'opened', at = '0d', to = ['owner'] },
        { name = 'due', at = '0d', to = ['owner'] },";
    let task = "opened = 2026-11-02\ndue = 2026-10-15\nevery = '1mo'\ndone-through = 2026-10-15";
    let config = one_task(CHINA, stages, task);
    let expected = ["2026-11-02 Mon 09:00 opened#0", "2026-11-13 Fri 09:00 due#0"];
    assert_eq!(plan(&config, "2026-01-01T00:00Z", "2027-01-01T00:00Z"), expected);
}

#[test]
fn t11_a_milestone_has_due_stages_of_its_own_until_it_or_its_task_is_done() {
    let stages = "
        { name = 'opened', from = 'opened', at = '0d', to = ['owner'] },
        { name = 'due', at = '0d', to = ['owner'] },";
    let milestones = "milestones = [
        { id = 'draft', title = 'Draft', due = 2026-11-04 },
        { id = 'final', title = 'Final', due = 2026-11-05, done = 2026-11-01 }]";
    let open = format!("opened = 2026-11-02\ndue = 2026-11-06\n{milestones}");
    let config = one_task(CHINA, stages, &open);
    let expected = [
        "2026-11-02 Mon 09:00 opened#0",
        "2026-11-04 Wed 09:00 /draft due#0",
        "2026-11-06 Fri 09:00 due#0",
    ];
    assert_eq!(plan(&config, "2026-01-01T00:00Z", "2027-01-01T00:00Z"), expected);
    let config = one_task(CHINA, stages, &format!("{open}\ndone = 2026-11-03"));
    assert!(plan(&config, "2026-01-01T00:00Z", "2027-01-01T00:00Z").is_empty());
}

#[test]
fn t2_the_shipped_british_holidays_know_substitute_days() {
    let config = config(
        "
        [mail]
        from = 'duban@example.org'
        [calendars.default]
        timezone = 'Europe/London'
        holidays = ['GB']
        [policies.p]
        stages = [{ name = 's', at = '+1wd', to = ['a@example.org'] }]
        [[task]]
        id = 'T'
        title = 'No unit is needed where no role asks for one'
        due = 2026-12-24
        policy = 'p'",
    );
    // Christmas is a Friday; Boxing Day's substitute the Monday.
    let expected = ["2026-12-29 Tue 09:00 s#0"];
    assert_eq!(plan(&config, "2026-01-01T00:00Z", "2027-01-01T00:00Z"), expected);
}

/// L6b, T12: a percentage of the way lies before the day on which the promise was given anew, though the deadline is the
/// same: its letter, if it waits, says what does not hold.
#[test]
fn a_percentage_passed_by_a_new_promise_is_moot() {
    let of = |on: &str| {
        let task = format!(
            "opened = 2026-09-01\ndue = 2026-09-21\nextended = [{{ on = {on}, to = 2026-09-29 }}]\nowner = 'ann'"
        );
        one_task(CHINA, "{ name = 'half', at = '50%', to = ['owner'] }", &task)
    };
    let before = of("2026-09-02");
    let target = Target::all(&before).next().expect("a task");
    let ladder = Ladder::of(&before, target);
    let notice = ladder.notice(&before, ladder.occurrence(0, 0).expect("it exists")).id;
    let now = at("2026-09-16T01:00Z");
    assert_eq!(moot(&before, &notice, &Answers::default(), now), None);
    assert_eq!(moot(&of("2026-09-16"), &notice, &Answers::default(), now), Some(Moot::Moved));
}
