//! T0, T8, T12–T15: what happens to a task on its way: holds, percentages, tracks, silence, rhythms.

use crate::support::{config, one_task, plan};

const WEEK: &str = "[calendars.default]\ntimezone = 'Asia/Shanghai'\n";

/// What leaves of one task under these stages, until the end of January 2027.
#[track_caller]
fn check(stages: &str, task: &str, expected: &[&str]) {
    let config = one_task(WEEK, stages, task);
    let found = plan(&config, "2026-10-01T00:00Z", "2027-01-31T00:00Z");
    assert_eq!(found, expected, "{stages} | {task}");
}

/// The same for one stage to the owner.
#[track_caller]
fn stage(stage: &str, task: &str, expected: &[&str]) {
    check(&format!("{{ name = 's', to = ['owner'], {stage} }}"), task, expected);
}

#[test]
fn t0_holds_that_stop_the_clock_move_the_deadline_by_their_days() {
    let due = |more: &str| format!("due = 2026-11-10\n{more}");
    let three = "{ from = 2026-11-02, until = 2026-11-05, stops-clock = true }";
    let table = [
        ("hold = { from = 2026-11-02, until = 2026-11-05 }".to_owned(), "2026-11-10 Tue 09:00 s#0"),
        (format!("hold = {three}"), "2026-11-13 Fri 09:00 s#0"),
        // A day in two holds counts once.
        (
            format!(
                "hold = [{three}, {{ from = 2026-11-04, until = 2026-11-09, stops-clock = true }}]"
            ),
            "2026-11-17 Tue 09:00 s#0",
        ),
        // What came before the last extension was allowed for by it.
        (
            format!("extended = [{{ on = 2026-11-06, to = 2026-11-20 }}]\nhold = {three}"),
            "2026-11-20 Fri 09:00 s#0",
        ),
        (
            "extended = [{ on = 2026-11-06, to = 2026-11-20 }]
             hold = { from = 2026-11-06, until = 2026-11-09, stops-clock = true }"
                .to_owned(),
            "2026-11-23 Mon 09:00 s#0",
        ),
    ];
    for (more, expected) in table {
        stage("at = '0d'", &due(&more), &[expected]);
    }
    let hour = format!("due = 2026-11-10T17:00:00\nhold = {three}");
    stage("at = '0h'", &hour, &["2026-11-13 Fri 17:00 s#0"]);
}

#[test]
fn t0_a_milestone_is_moved_by_its_tasks_holds_and_its_own() {
    let task = "due = 2026-11-20
        hold = { from = 2026-11-02, until = 2026-11-03, stops-clock = true }
        milestones = [
          { id = 'a', title = 'a', due = 2026-11-10 },
          { id = 'b', title = 'b', due = 2026-11-10, hold = { from = 2026-11-04, until = 2026-11-05, stops-clock = true } },
          { id = 'c', title = 'c', due = 2026-11-10, extended = [{ on = 2026-11-03, to = 2026-11-12 }] },
          { id = 'd', title = 'd', due = 2026-11-10, cancelled = 2026-11-01 },
        ]";
    stage(
        "at = '0d'",
        task,
        &[
            "2026-11-11 Wed 09:00 /a s#0",
            "2026-11-12 Thu 09:00 /b s#0",
            "2026-11-12 Thu 09:00 /c s#0",
            "2026-11-20 Fri 09:00 s#0",
        ],
    );
}

#[test]
fn t8_a_hold_keeps_back_what_is_reached_from_its_first_day_to_its_end() {
    let task = "due = 2026-11-20\nhold = { from = 2026-11-16, until = 2026-11-18 }";
    stage(
        "at = '-8d', repeat = '1d', times = 6",
        task,
        &["2026-11-12 Thu 09:00 s#0", "2026-11-13 Fri 09:00 s#1", "2026-11-18 Wed 09:00 s#6"],
    );
    let milestone = "due = 2026-11-30
        milestones = [{ id = 'm', title = 'm', due = 2026-11-10, hold = { until = 2026-11-12 } }]";
    stage("at = '0d'", milestone, &["2026-11-12 Thu 09:00 /m s#0", "2026-11-30 Mon 09:00 s#0"]);
}

#[test]
fn t12_a_percentage_is_counted_on_the_way_to_the_deadline() {
    let thirty = "opened = 2026-11-02\ndue = 2026-12-02";
    stage("at = '50%'", thirty, &["2026-11-17 Tue 09:00 s#0"]);
    stage("at = '33%'", thirty, &["2026-11-11 Wed 09:00 s#0"]);
    // A Sunday: earlier.
    stage("at = '45%'", thirty, &["2026-11-13 Fri 09:00 s#0"]);
    stage("at = '100%'", thirty, &["2026-12-02 Wed 09:00 s#0"]);
    stage("at = '50%'", "due = 2026-12-02", &[]);
    stage("at = '50%'", "opened = 2026-12-03\ndue = 2026-12-02", &[]);
    let standing =
        "opened = 2026-11-02\ndue = 2026-11-30\nevery = '1mo'\ndone-through = 2026-11-30";
    stage("at = '50%'", standing, &["2026-12-15 Tue 09:00 s#0"]);
    let milestone = "opened = 2026-11-02\ndue = 2026-12-02\nmilestones = [{ id = 'm', title = 'm', due = 2026-11-22 }]";
    stage("at = '50%'", milestone, &["2026-11-12 Thu 09:00 /m s#0", "2026-11-17 Tue 09:00 s#0"]);
}

#[test]
fn t12_no_percentage_is_told_from_before_the_promise_was_given_anew() {
    let extended =
        "opened = 2026-11-02\ndue = 2026-12-02\nextended = [{ on = 2026-11-20, to = 2026-12-22 }]";
    stage("at = '50%'", extended, &["2026-11-27 Fri 09:00 s#0"]);
    stage("at = '30%'", extended, &[]);
    stage(
        "at = '30%', repeat = '5wd', times = 2",
        extended,
        &["2026-11-24 Tue 09:00 s#1", "2026-12-01 Tue 09:00 s#2"],
    );
    // It keeps its place: what comes before it ends there.
    let stages = "
        { name = 'a', from = 'opened', at = '0d', repeat = '1w', to = ['owner'] },
        { name = 's', at = '30%', to = ['owner'] },";
    check(
        stages,
        extended,
        &["2026-11-02 Mon 09:00 a#0", "2026-11-09 Mon 09:00 a#1", "2026-11-16 Mon 09:00 a#2"],
    );
    // It hides nothing: seen for the first time after its place, the task still owes what comes before it (T7).
    let stages = "
        { name = 'a', from = 'opened', at = '0d', to = ['owner'] },
        { name = 's', at = '10%', to = ['owner'] },
        { name = 't', at = '20%', to = ['owner'] },";
    let seen_late = format!("{extended}\nhold = {{ until = 2026-11-23 }}");
    check(stages, &seen_late, &["2026-11-23 Mon 09:00 a#0"]);
    let stopped = "opened = 2026-11-02\ndue = 2026-12-02
        hold = { from = 2026-11-12, until = 2026-11-22, stops-clock = true }";
    // 40 days now: 25 % is 11-12, that day itself; 20 % came before.
    stage("at = '25%'", stopped, &["2026-11-23 Mon 09:00 s#0"]);
    stage("at = '20%'", stopped, &[]);
}

#[test]
fn t13_progress_counts_from_what_was_heard_last_and_ends_no_other_repeats() {
    let stages = "
        { name = 'late', at = '+1d', repeat = '1w', times = 2, to = ['owner'] },
        { name = 'silence', from = 'progress', at = '+10d', to = ['owner'] },";
    let late = [
        "2026-11-10 Tue 09:00 late#0",
        "2026-11-17 Tue 09:00 late#1",
        "2026-11-24 Tue 09:00 late#2",
    ];
    let with = |silence| {
        let mut lines = late.to_vec();
        lines.push(silence);
        lines.sort_unstable();
        lines
    };
    let task = |more: &str| format!("opened = 2026-11-02\ndue = 2026-11-09\n{more}");
    check(stages, &task(""), &with("2026-11-12 Thu 09:00 silence#0"));
    let entries =
        "progress = [{ on = 2026-11-09 }, { on = 2026-11-03, text = '方案已报审', percent = 60 }]";
    check(stages, &task(entries), &with("2026-11-19 Thu 09:00 silence#0"));
    let own =
        "{ name = 'back', from = 'returned', at = '+1d', to = ['owner'], letter = 'returned' },";
    let stages = format!("{stages}\n{own}");
    let returned =
        "progress = [{ on = 2026-11-03 }]\nreturned = [{ on = 2026-11-10, reason = '证据不足' }]";
    let mut lines = with("2026-11-20 Fri 09:00 silence#0");
    lines.insert(1, "2026-11-11 Wed 09:00 back#0");
    check(&stages, &task(returned), &lines);
}

#[test]
fn t13_every_policy_tells_of_a_return() {
    let task = "due = 2026-11-02\nreturned = [{ on = 2026-11-05 }, { on = 2026-11-12, done = 2026-11-10 }]";
    let config = one_task(WEEK, "{ name = 's', at = '0d', to = ['owner'] }", task);
    let found = plan(&config, "2026-11-01T00:00Z", "2026-11-30T00:00Z");
    assert_eq!(
        found,
        [
            "2026-11-02 Mon 09:00 s#0",
            "2026-11-12 Thu 09:00 returned#0",
            "2026-11-19 Thu 09:00 returned#1",
            "2026-11-26 Thu 09:00 returned#2",
        ]
    );
}

#[test]
fn t14_a_stage_falls_silent_and_keeps_its_place() {
    let stages = "
        { name = 'a', from = 'opened', at = '0d', repeat = '1d', to = ['owner'] },
        { name = 'b', from = 'opened', at = '+1d', repeat = '1d', times = 1, to = ['owner'], unless = 'acknowledged' },
        { name = 'c', at = '-1d', to = ['owner'] },";
    let task = "opened = 2026-11-02\ndue = 2026-11-12";
    check(
        stages,
        task,
        &[
            "2026-11-02 Mon 09:00 a#0",
            "2026-11-03 Tue 09:00 b#0",
            "2026-11-04 Wed 09:00 b#1",
            "2026-11-11 Wed 09:00 c#0",
        ],
    );
    let received = format!("{task}\nacknowledged = 2026-11-02");
    check(stages, &received, &["2026-11-02 Mon 09:00 a#0", "2026-11-11 Wed 09:00 c#0"]);
}

#[test]
fn t14_progress_counts_from_the_anchor_or_before_it_from_the_beginning() {
    let task =
        |on: &str| format!("opened = 2026-11-02\ndue = 2026-11-20\nprogress = [{{ on = {on} }}]");
    let before = "at = '-3d', unless = 'progress'";
    stage(before, &task("2026-11-05"), &[]);
    stage(before, &task("2026-10-30"), &["2026-11-17 Tue 09:00 s#0"]);
    let after = "at = '+1d', unless = 'progress'";
    stage(after, &task("2026-11-05"), &["2026-11-23 Mon 09:00 s#0"]);
    stage(after, &task("2026-11-20"), &[]);
    let half = "at = '50%', unless = 'progress'";
    stage(half, &task("2026-11-03"), &[]);
    let standing = "opened = 2026-10-01\ndue = 2026-11-02\nevery = '1mo'\ndone-through = 2026-11-02\nprogress = [{ on = 2026-11-01 }]";
    stage("at = '-1d', unless = 'progress'", standing, &["2026-12-01 Tue 09:00 s#0"]);
}

#[test]
fn t12_t14_the_day_of_opened_is_that_of_the_tasks_zone() {
    let calendars = format!(
        "{WEEK}[calendars.west]\ntimezone = 'America/New_York'\n[units.w]\nname = 'W'\nparent = 'office'\ncalendar = 'west'\n"
    );
    let plan_of = |stage: &str| {
        let task =
            "opened = 2026-11-03T08:00:00+08:00\ndue = 2027-11-30\nprogress = [{ on = 2026-11-02 }]
            milestones = [{ id = 'm', title = 'm', due = 2026-11-23, unit = 'w' }]";
        let config =
            one_task(&calendars, &format!("{{ name = 's', to = ['owner'], {stage} }}"), task);
        plan(&config, "2026-10-01T00:00Z", "2026-12-31T00:00Z")
    };
    // 20 days from 3 November in Shanghai, where it is the 2nd in New York.
    assert_eq!(plan_of("at = '50%'"), ["2026-11-13 Fri 09:00 /m s#0"]);
    assert_eq!(plan_of("at = '-3d', unless = 'progress'"), ["2026-11-20 Fri 09:00 /m s#0"]);
}

#[test]
fn t13_of_entries_of_one_day_a_time_counts() {
    let task = "due = 2026-11-30\nopened = 2026-11-02
        progress = [{ on = 2026-11-10T15:00:00 }, { on = 2026-11-10T14:00:00 }, { on = 2026-11-10 }]";
    stage("from = 'progress', at = '+1h'", task, &["2026-11-10 Tue 16:00 s#0"]);
}

#[test]
fn t15_a_rhythm_grows_and_its_last_length_goes_on() {
    let due = "due = 2026-11-09";
    stage(
        "at = '+1d', repeat = ['1wd', '2wd', '5wd'], times = 4",
        due,
        &[
            "2026-11-10 Tue 09:00 s#0",
            "2026-11-11 Wed 09:00 s#1",
            "2026-11-13 Fri 09:00 s#2",
            "2026-11-20 Fri 09:00 s#3",
            "2026-11-27 Fri 09:00 s#4",
        ],
    );
    stage(
        "at = '+1d', repeat = ['1w', '1mo'], times = 3",
        due,
        &[
            "2026-11-10 Tue 09:00 s#0",
            "2026-11-17 Tue 09:00 s#1",
            "2026-12-17 Thu 09:00 s#2",
            "2027-01-18 Mon 09:00 s#3",
        ],
    );
    stage(
        "at = '0h', repeat = ['30min', '2h'], times = 3",
        "due = 2026-11-09T10:00:00",
        &[
            "2026-11-09 Mon 10:00 s#0",
            "2026-11-09 Mon 10:30 s#1",
            "2026-11-09 Mon 12:30 s#2",
            "2026-11-09 Mon 14:30 s#3",
        ],
    );
}

#[test]
fn t0_a_rule_gives_the_deadline_and_another_the_policy() {
    let config = config(&format!(
        "[mail]\nfrom = 'duban@example.org'\n{WEEK}
        [people.ann]\nname = 'Ann'\nemail = 'ann@example.org'
        [policies.p]\nstages = [{{ name = 's', at = '0d', to = ['owner'] }}]
        [[rules]]\nwhen = {{ severity = 'high' }}\ndue = 'opened+10d'
        [[rules]]\nwhen = {{}}\npolicy = 'p'\ndue = 2026-11-30
        [[task]]\nid = 'A'\ntitle = 'a'\nowner = 'ann'\nseverity = 'high'\nopened = 2026-11-02
        [[task]]\nid = 'B'\ntitle = 'b'\nowner = 'ann'
        [[task]]\nid = 'C'\ntitle = 'c'\nowner = 'ann'\ndue = 2026-11-17"
    ));
    assert_eq!(
        plan(&config, "2026-11-01T00:00Z", "2026-12-31T00:00Z"),
        ["2026-11-12 Thu 09:00 s#0", "2026-11-17 Tue 09:00 s#0", "2026-11-30 Mon 09:00 s#0",]
    );
}
