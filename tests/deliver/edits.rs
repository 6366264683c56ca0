//! L8, L8a: edits that change too much wait for a person, whatever they change and in how many pieces; letters about
//! their tasks stand apart, and go when what they follow from is undone.

use std::collections::BTreeSet;

use super::daemon::Daemon;
use super::installation::{Installation, text};
use super::relay::{Arrived, Relay, Script};

const STAGES: &str = "
[policies.p]
stages = [
  { name = 'assigned', from = 'opened', at = '0d', to = ['owner'], letter = 'assignment' },
  { name = 'late', at = '+1d', repeat = '1w', to = ['owner'] },
]
";

/// An office whose tasks stand in files of their own; its admin is told.
pub(super) struct Desk {
    pub(super) relay: Relay,
    pub(super) office: Installation,
}

impl Desk {
    pub(super) fn with(guard: &str, files: &[(&str, String)]) -> Desk {
        let rest = format!(
            "[admin]\nto = ['ops@example.org']\n[guard]\n{guard}\n{}",
            "[calendars.plain]\ntimezone = 'Asia/Shanghai'\n"
        );
        let (relay, office) = Installation::beside(Script::default(), &rest);
        let root = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
        office.write("duban.toml", &format!("include = ['policies.toml', 'tasks/*.toml']\n{root}"));
        office.write("policies.toml", STAGES);
        std::fs::create_dir(office.folder.path().join("tasks")).expect("a folder");
        let desk = Desk { relay, office };
        files.iter().for_each(|(name, text)| desk.write(name, text));
        desk
    }

    pub(super) fn write(&self, name: &str, text: &str) {
        self.office.write(&format!("tasks/{name}.toml"), text);
    }

    /// A pass at that time, and what arrived by it: the tasks of each letter, or `ops:` and a title.
    pub(super) fn once(&self, time: &str) -> Vec<String> {
        let before = self.relay.arrived().len();
        self.office.once(time, 0);
        let mut arrived: Vec<String> = self.relay.arrived()[before..].iter().map(told).collect();
        arrived.sort();
        arrived
    }

    pub(super) fn held(&self) -> usize {
        self.office.outbox().iter().filter(|state| *state == "held").count()
    }

    pub(super) fn command(&self, arguments: &[&str]) -> String {
        let output = self.office.run(Some(TEN_PAST), arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output));
        text(&output)
    }

    fn last_word(&self) -> String {
        let arrived = self.relay.arrived();
        let word = arrived.iter().rfind(|letter| letter.recipients[0] == "ops@example.org");
        word.expect("word to the admin").body()
    }
}

fn told(letter: &Arrived) -> String {
    if letter.recipients[0] == "ops@example.org" {
        return format!("ops: {}", letter.subject());
    }
    let body = letter.body();
    let words = body.split(|one: char| !one.is_ascii_alphanumeric() && one != '-');
    let ids = words.filter(|word| {
        word.len() > 2 && word[1..].starts_with('-') && word[2..].parse::<u32>().is_ok()
    });
    ids.collect::<BTreeSet<&str>>().into_iter().collect::<Vec<&str>>().join(" ")
}

pub(super) fn task(id: &str, more: &str) -> String {
    format!("[[task]]\nid = '{id}'\ntitle = '整改'\nowner = 'zhang'\npolicy = 'p'\n{more}\n")
}

/// So many tasks of a kind that say the same.
pub(super) fn tasks(letter: &str, count: usize, more: &str) -> String {
    (1..=count).map(|at| task(&format!("{letter}-{at}"), more)).collect()
}

/// A Tuesday in Shanghai, 09:00 and after, in UTC.
const MORNING: &str = "2026-11-24 01:00:10";
const MINUTE_PAST: &str = "2026-11-24 01:01:10";
const TWO_PAST: &str = "2026-11-24 01:02:10";
const THREE_PAST: &str = "2026-11-24 01:03:10";
const TEN_PAST: &str = "2026-11-24 01:10:10";
const HOUR_PAST: &str = "2026-11-24 02:10:10";
const DAY_BEFORE: &str = "2026-11-23 01:00:10";

/// A and B are not to be told for long, C is late on the next morning.
fn abc(due: &str) -> String {
    let ab = format!("due = {due}");
    task("A-1", &ab) + &task("B-1", &ab) + &task("C-1", "due = 2025-08-17")
}

#[test]
fn l8a_tasks_that_an_edit_did_not_touch_are_told_and_undoing_it_withdraws_what_it_held() {
    let desk = Desk::with("max-changes = 1", &[("all", abc("2025-09-05"))]);
    assert_eq!(desk.once("2025-08-16 02:00:00").len(), 0);
    desk.write("all", &abc("2025-05-09"));
    assert_eq!(desk.once("2025-08-18 00:00:00"), ["ops: 任务文件批量改动待确认：2 项"]);
    assert_eq!(desk.once("2025-08-18 01:00:10"), ["C-1", "ops: 1 份函件已暂扣"]);
    assert_eq!(desk.held(), 1);
    let outbox = desk.office.json(None, &["outbox", "--json"]);
    assert!(!outbox.to_string().contains("C-1"), "{outbox}");
    desk.write("all", &abc("2025-09-05"));
    assert_eq!(desk.once("2025-08-18 01:01:10").len(), 0);
    assert_eq!(desk.office.outbox().len(), 0);
    // What was right all along goes at its time, and C's reminder is repeated.
    assert_eq!(desk.once("2025-09-08 01:00:10"), ["A-1 B-1 C-1"]);
}

#[test]
fn l8a_undone_in_part_the_rest_waits_and_is_written_anew() {
    let list = |a: &str, b: &str| {
        ["A-1", "A-2"].map(|id| task(id, &format!("due = {a}"))).concat()
            + &task("B-1", &format!("due = {b}"))
    };
    let desk = Desk::with("max-changes = 2", &[("all", list("2026-12-10", "2026-12-10"))]);
    desk.once(DAY_BEFORE);
    desk.write("all", &list("2026-11-12", "2026-11-12"));
    assert_eq!(desk.once(MORNING), ["ops: 1 份函件已暂扣", "ops: 任务文件批量改动待确认：3 项"]);
    desk.write("all", &list("2026-12-10", "2026-11-12"));
    assert_eq!(desk.once(MINUTE_PAST), ["ops: 1 份函件已暂扣"]);
    assert_eq!(desk.held(), 1);
    let outbox = desk.office.json(None, &["outbox", "--json"]);
    let letter = outbox["letters"][0]["letter"].as_str().expect("an id").to_owned();
    let shown = desk.command(&["show", &letter]);
    assert!(shown.contains("B-1") && !shown.contains("A-1"), "{shown}");
    desk.write("all", &list("2026-12-10", "2026-12-10"));
    assert_eq!(desk.once(TWO_PAST).len(), 0);
    assert_eq!(desk.office.outbox().len(), 0);
}

/// Whatever such an edit makes due is held, the admin is told in these words, and put back nothing is left of it.
fn waits(was: &str, is: &str, count: usize, said: &[&str]) {
    let desk = Desk::with("max-changes = 3", &[("all", was.to_owned())]);
    desk.once(DAY_BEFORE);
    desk.write("all", is);
    let arrived = desk.once(MORNING);
    let title = format!("ops: 任务文件批量改动待确认：{count} 项");
    assert!(arrived.contains(&title), "{arrived:?}\n{is}");
    assert!(arrived.iter().all(|one| one.starts_with("ops: ")), "{arrived:?}\n{is}");
    assert!(desk.held() > 0, "{is}");
    let words: Vec<Arrived> = desk.relay.arrived();
    let word =
        words.iter().find(|one| one.subject().contains("批量改动")).expect("it is told").body();
    for said in said {
        assert!(word.contains(said), "`{said}` is missing in:\n{word}");
    }
    // A restart in between forgets nothing.
    assert_eq!(desk.once(MINUTE_PAST).len(), 0, "{is}");
    assert!(desk.held() > 0, "{is}");
    desk.write("all", was);
    assert_eq!(desk.once(TWO_PAST).len(), 0, "{is}");
    assert_eq!(desk.held(), 0, "{is}");
    assert_eq!(desk.once(HOUR_PAST).len(), 0, "{is}");
}

#[test]
fn l8_a_column_that_is_lost_waits() {
    let done = "due = 2026-10-10\ndone = 2026-11-20";
    let open = "due = 2026-10-10";
    waits(
        &tasks("A", 5, done),
        &tasks("A", 5, open),
        5,
        &["已了结而重新打开 5 项", "A-5", "办结 2026-11-20"],
    );
    let cancelled = "due = 2026-10-10\ncancelled = 2026-11-20";
    waits(&tasks("A", 5, cancelled), &tasks("A", 5, open), 5, &["已了结而重新打开 5 项"]);
}

#[test]
fn l8_ids_written_anew_wait() {
    let late = "due = 2026-11-30";
    let (was, is) = (tasks("A", 5, late), tasks("B", 5, "due = 2026-11-12"));
    waits(&was, &is, 10, &["消失 5 项", "新出现 5 项", "A-3", "B-3"]);
}

#[test]
fn l8_day_and_month_swapped_in_opened_wait() {
    let list = |opened: &str| tasks("A", 5, &format!("due = 2026-12-31\nopened = {opened}"));
    let rewritten = ["交办、办结、销号日期或周期改写 5 项", "opened 2026-11-02"];
    let desk = Desk::with("max-changes = 3\nmax-changes-share = 1", &[("all", list("2026-11-02"))]);
    assert_eq!(desk.once("2026-11-02 01:00:10"), ["A-1 A-2 A-3 A-4 A-5"]);
    for is in ["2026-02-11", "2026-11-02T00:00:00+08:00"] {
        desk.write("all", &list(is));
        let arrived = desk.once(MORNING);
        assert!(arrived.iter().all(|one| one.starts_with("ops: ")), "{arrived:?}");
        assert_eq!(desk.held(), 1, "{is}");
        let words = desk.relay.arrived();
        let word =
            words.iter().rfind(|one| one.subject().contains("批量改动")).expect("told").body();
        assert!(rewritten.iter().all(|said| word.contains(said)), "{word}");
        desk.write("all", &list("2026-11-02"));
        assert_eq!(desk.once(MINUTE_PAST).len(), 0);
        assert_eq!(desk.held(), 0);
    }
}

#[test]
fn l8_a_short_list_is_guarded_by_its_share() {
    let list = |moved: &str| {
        tasks("A", 14, &format!("due = {moved}")) + &tasks("B", 6, "due = 2026-12-10")
    };
    // The guard's own numbers are as they come.
    let desk = Desk::with("", &[("all", list("2026-12-10"))]);
    desk.once(DAY_BEFORE);
    desk.write("all", &list("2025-12-10"));
    assert_eq!(desk.once(MORNING), ["ops: 1 份函件已暂扣", "ops: 任务文件批量改动待确认：14 项"]);
    assert!(desk.last_word().contains("max-changes"), "{}", desk.last_word());
    let desk = Desk::with("max-changes-share = 1", &[("all", list("2026-12-10"))]);
    desk.once(DAY_BEFORE);
    desk.write("all", &list("2025-12-10"));
    assert_eq!(desk.once(MORNING).len(), 1);
    assert_eq!(desk.held(), 0);
}

#[test]
fn l8_stages_renamed_wait_over_a_restart_and_are_withdrawn_when_named_as_before() {
    let desk = Desk::with("max-changes = 3", &[("all", tasks("A", 5, "due = 2026-11-23"))]);
    assert_eq!(desk.once(MORNING), ["A-1 A-2 A-3 A-4 A-5"]);
    desk.office.write("policies.toml", &STAGES.replace("'late'", "'overdue'"));
    assert_eq!(
        desk.once(MINUTE_PAST),
        ["ops: 1 份函件已暂扣", "ops: 任务文件批量改动待确认：5 项"]
    );
    let word = desk
        .relay
        .arrived()
        .iter()
        .rfind(|one| one.subject().contains("批量"))
        .expect("told")
        .body();
    assert!(word.contains("因阶段、规则或暂缓改动而立即发函 5 项"), "{word}");
    assert_eq!(desk.held(), 1);
    desk.office.write("policies.toml", STAGES);
    assert_eq!(desk.once(TWO_PAST).len(), 0);
    assert_eq!(desk.office.outbox().len(), 0);
    // Renamed again, and meant.
    desk.office.write("policies.toml", &STAGES.replace("'late'", "'later'"));
    // Word of edits has a pause of an hour (R1).
    assert_eq!(desk.once(THREE_PAST), ["ops: 1 份函件已暂扣"]);
    desk.command(&["release", "--changes"]);
    assert_eq!(desk.once(TEN_PAST), ["A-1 A-2 A-3 A-4 A-5"]);
    assert_eq!(desk.once(HOUR_PAST).len(), 0);
}

#[test]
fn l8_a_hold_lifted_for_many_waits_while_the_daemon_runs() {
    let held = "due = 2026-11-20\nhold = { until = 2026-12-20 }";
    let desk = Desk::with("max-changes = 3", &[("all", tasks("A", 5, held))]);
    let mut daemon = Daemon::start(&desk.office, DAY_BEFORE);
    desk.write("all", &tasks("A", 5, "due = 2026-11-20"));
    daemon.says("more tasks than guard.max-changes");
    daemon.at(MORNING);
    assert_eq!(desk.held(), 1);
    desk.write("all", &tasks("A", 5, held));
    daemon.says("letter withdrawn: the edit that it follows from was undone");
    daemon.at(MINUTE_PAST);
    assert_eq!(desk.held(), 0);
    daemon.stop();
}

/// Five files of two tasks each, the first so many of which were rewritten.
fn pieces(desk: &Desk, rewritten: usize) {
    for at in 0..5 {
        let due = if at < rewritten { "2026-10-13" } else { "2026-12-10" };
        let list = tasks(["A", "B", "C", "D", "E"][at], 2, &format!("due = {due}"));
        desk.write(&format!("part-{at}"), &list);
    }
}

#[test]
fn l8_a_list_rewritten_file_by_file_within_an_hour_is_one_edit() {
    let desk = Desk::with("max-changes = 5\nmax-changes-share = 1", &[]);
    pieces(&desk, 0);
    // Before nine: what is found is told at nine.
    let mut daemon = Daemon::start(&desk.office, "2026-11-24 00:50:10");
    for (rewritten, at) in ["00:51:10", "00:52:10", "00:53:10"].iter().enumerate() {
        pieces(&desk, rewritten + 1);
        // Of files that are written one by one there may be more than one reading.
        daemon.says(&format!("{}-1's deadline moved", ["A", "B", "C"][rewritten]));
        daemon.at(&format!("2026-11-24 {at}"));
    }
    daemon.at(MORNING);
    assert_eq!(desk.held(), 1);
    daemon.stop();
    let arrived: Vec<String> = desk.relay.arrived().iter().map(told).collect();
    assert!(arrived.iter().all(|one| one.starts_with("ops: ")), "{arrived:?}");
    assert!(arrived.iter().any(|one| one == "ops: 任务文件批量改动待确认：6 项"), "{arrived:?}");
    pieces(&desk, 0);
    assert_eq!(desk.once(TEN_PAST).len(), 0);
    assert_eq!(desk.office.outbox().len(), 0);
}

#[test]
fn l8_pieces_count_together_over_restarts_and_a_night_but_not_across_an_hour() {
    let desk = Desk::with("max-changes = 5\nmax-changes-share = 1", &[]);
    pieces(&desk, 0);
    desk.once(DAY_BEFORE);
    pieces(&desk, 1);
    assert_eq!(desk.once("2026-11-23 02:00:10"), ["A-1 A-2"]);
    pieces(&desk, 2);
    assert_eq!(desk.once("2026-11-23 02:30:10"), ["B-1 B-2"]);
    // An hour after the first two.
    pieces(&desk, 3);
    assert_eq!(desk.once("2026-11-23 03:10:10"), ["C-1 C-2"]);
    pieces(&desk, 4);
    assert_eq!(desk.once("2026-11-23 09:59:10"), ["D-1 D-2"]);
    // The night is no time; with the last two there would be four, and with two more of before six.
    pieces(&desk, 5);
    assert_eq!(desk.once(MORNING), ["E-1 E-2"]);
    pieces(&desk, 3);
    assert_eq!(desk.once(MINUTE_PAST).len(), 0, "put back");
    pieces(&desk, 2);
    assert_eq!(desk.once(TWO_PAST), Vec::<String>::new());
}

#[test]
fn l8a_later_changes_count_for_themselves_and_their_letters_go() {
    let list = |a: &str, b: &str| {
        tasks("A", 4, &format!("due = {a}")) + &tasks("B", 2, &format!("due = {b}"))
    };
    let desk = Desk::with("max-changes = 3", &[("all", list("2026-12-10", "2026-12-10"))]);
    desk.once(DAY_BEFORE);
    desk.write("all", &list("2026-11-12", "2026-12-10"));
    assert_eq!(desk.once(MORNING), ["ops: 1 份函件已暂扣", "ops: 任务文件批量改动待确认：4 项"]);
    desk.write("all", &list("2026-11-12", "2026-11-13"));
    assert_eq!(desk.once(MINUTE_PAST), ["B-1 B-2"]);
    assert_eq!(desk.held(), 1);
    desk.command(&["discard", "--changes"]);
    assert_eq!(desk.once(TWO_PAST).len(), 0);
    assert_eq!(desk.office.outbox().len(), 0);
    // What is meant now is compared with from here on; put back it is an edit of its own after an hour.
    desk.write("all", &list("2026-12-10", "2026-11-13"));
    assert_eq!(desk.once(HOUR_PAST), ["ops: 任务文件批量改动待确认：4 项"]);
}

#[test]
fn l8_many_closed_at_once_are_told_and_wait_for_nobody() {
    let list = |done: usize| {
        tasks("A", done, "due = 2026-11-23\ndone = 2026-11-24")
            + &tasks("B", 10 - done, "due = 2026-11-23")
    };
    let desk = Desk::with("max-changes = 3", &[("all", list(0))]);
    desk.once(DAY_BEFORE);
    let closed = tasks("B", 4, "due = 2026-11-23\ndone = 2026-11-24");
    let open: String = (5..=10).map(|at| task(&format!("B-{at}"), "due = 2026-11-23")).collect();
    desk.write("all", &(closed + &open));
    assert_eq!(desk.once(MORNING), ["B-10 B-5 B-6 B-7 B-8 B-9", "ops: 4 项任务同时办结或暂缓"]);
    assert!(desk.last_word().contains("办结 2026-11-24"), "{}", desk.last_word());
    assert_eq!(desk.once(MINUTE_PAST).len(), 0, "once");
}
