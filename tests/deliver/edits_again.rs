//! L8, L8a: what was held and put back is no licence for the same edit, and costs no reminder; a list taken away and
//! brought back under other ids is one edit.

use super::edits::{Desk, task, tasks};

const FAR: &str = "due = 2026-12-20";
const LATE: &str = "due = 2026-11-12";

/// 09:00 in Shanghai and after, in UTC: two Mondays and a Tuesday.
const MONDAY: &str = "2026-11-23 01:00:10";
const TUESDAY: &str = "2026-11-24 01:00:10";
const MINUTES_LATER: &str = "2026-11-24 01:20:10";
const HALF_PAST: &str = "2026-11-24 01:30:10";
const MINUTE_MORE: &str = "2026-11-24 01:31:10";
const TWO_HOURS_LATER: &str = "2026-11-24 03:00:10";

const END_OF_HOUR: &str = "2026-11-24 02:01:10";

const HELD: [&str; 2] = ["ops: 1 份函件已暂扣", "ops: 任务文件批量改动待确认：5 项"];

/// Five deadlines were rewritten, and the letter about them is held.
fn rewritten() -> Desk {
    let desk = Desk::with("max-changes = 2", &[("all", tasks("A", 5, FAR))]);
    assert_eq!(desk.once(MONDAY).len(), 0);
    desk.write("all", &tasks("A", 5, LATE));
    assert_eq!(desk.once(TUESDAY), HELD);
    desk
}

#[test]
fn l8a_an_edit_that_was_undone_waits_again_when_it_is_made_again() {
    let desk = rewritten();
    desk.write("all", &tasks("A", 5, FAR));
    assert_eq!(desk.once(MINUTES_LATER).len(), 0);
    desk.write("all", &tasks("A", 5, LATE));
    // Word of edits has a pause of an hour (R1).
    assert_eq!(desk.once(HALF_PAST), HELD[..1]);
    assert_eq!(desk.once(MINUTE_MORE).len(), 0);
    assert_eq!(desk.held(), 1);
    assert_eq!(desk.once(END_OF_HOUR), HELD[1..]);
    assert_eq!(desk.held(), 1);
}

#[test]
fn l8a_an_edit_that_waited_for_hours_and_was_undone_waits_again() {
    let desk = rewritten();
    assert_eq!(desk.once(TWO_HOURS_LATER).len(), 0);
    // Another wrong date of the same tasks in between.
    desk.write("all", &tasks("A", 5, "due = 2026-11-11"));
    assert_eq!(desk.once("2026-11-24 03:05:10").len(), 2);
    desk.write("all", &tasks("A", 5, FAR));
    assert_eq!(desk.once("2026-11-24 03:20:10").len(), 0);
    assert_eq!(desk.held(), 0);
    desk.write("all", &tasks("A", 5, LATE));
    assert_eq!(desk.once("2026-11-24 03:30:10"), HELD[..1]);
    assert_eq!(desk.held(), 1);
    desk.write("all", &tasks("A", 5, FAR));
    assert_eq!(desk.once("2026-11-24 03:31:10").len(), 0);
    // All as before: the reminders go at their time.
    assert_eq!(desk.once("2026-12-21 01:00:10"), ["A-1 A-2 A-3 A-4 A-5"]);
}

/// `soon` and `late`, counted from the deadline.
fn stages(soon: &str, late: &str) -> String {
    let stage = |name, at| format!("{{ name = '{name}', at = '{at}', to = ['owner'] }}");
    format!("[policies.p]\nstages = [{}, {}]\n", stage("soon", soon), stage("late", late))
}

#[test]
fn l8a_a_stage_passed_over_by_an_edit_that_is_undone_comes_at_its_time() {
    let desk = Desk::with("max-changes = 2", &[("all", tasks("A", 5, FAR))]);
    desk.office.write("policies.toml", &stages("-7d", "+1d"));
    assert_eq!(desk.once(MONDAY).len(), 0);
    desk.office.write("policies.toml", &stages("-70d", "-60d"));
    assert_eq!(desk.once(TUESDAY), HELD);
    desk.office.write("policies.toml", &stages("-7d", "+1d"));
    assert_eq!(desk.once(MINUTES_LATER).len(), 0);
    // A Friday: the deadline less seven days is a Sunday (T3).
    assert_eq!(desk.once("2026-12-11 01:00:10"), ["A-1 A-2 A-3 A-4 A-5"]);
    assert_eq!(desk.once("2026-12-21 01:00:10"), ["A-1 A-2 A-3 A-4 A-5"]);
}

/// The list is emptied, and comes back after those times with other ids.
fn renamed_in_two_steps(others: &str, back: &[&str]) {
    let files = [("all", tasks("A", 5, LATE)), ("others", others.to_owned())];
    let desk = Desk::with("max-changes = 2", &files);
    assert_eq!(desk.once(MONDAY), ["A-1 A-2 A-3 A-4 A-5"]);
    desk.write("all", "");
    assert_eq!(desk.once(TUESDAY), ["ops: 任务文件批量改动待确认：5 项"]);
    for time in back {
        assert_eq!(desk.once(time).len(), 0, "at {time}");
    }
    desk.write("all", &tasks("B", 5, LATE));
    let held = ["ops: 1 份函件已暂扣", "ops: 任务文件批量改动待确认：5 项"];
    assert_eq!(desk.once("2026-11-24 03:30:10"), held);
    assert_eq!(desk.once("2026-11-24 03:31:10").len(), 0);
    desk.command(&["release", "--changes"]);
    assert_eq!(desk.once("2026-11-24 03:32:10"), ["B-1 B-2 B-3 B-4 B-5"]);
}

#[test]
fn l8_a_list_taken_away_and_brought_back_under_other_ids_waits() {
    let other = task("Z-1", FAR);
    renamed_in_two_steps(&other, &["2026-11-24 03:29:10"]);
    renamed_in_two_steps(&other, &[]);
    renamed_in_two_steps("", &["2026-11-24 03:29:10"]);
    renamed_in_two_steps("", &[]);
}

const CHASE: &str = "
[policies.p]
stages = [{ name = 'chase', from = 'progress', at = '+10d', to = ['owner'] }]
";

#[test]
fn l8_opened_rewritten_waits_where_progress_counts_from_it() {
    let opened = |day: &str| tasks("A", 5, &format!("opened = {day}\ndue = 2027-06-01"));
    let desk = Desk::with("max-changes = 2", &[("all", opened("2026-10-12"))]);
    desk.office.write("policies.toml", CHASE);
    assert_eq!(desk.once(MONDAY), ["A-1 A-2 A-3 A-4 A-5"]);
    // Nothing is owed at once; the same would be told again in December.
    desk.write("all", &opened("2026-12-10"));
    assert_eq!(desk.once(TUESDAY), ["ops: 任务文件批量改动待确认：5 项"]);
}
