//! L6, L6b: too many letters at once, too large an edit, tasks that are gone, letters that no longer hold.

use super::daemon::Daemon;
use super::installation::{Installation, task, text};
use super::relay::{Arrived, Relay, Script};

/// 2026-11-24 09:00 in Shanghai, in UTC, and the moments after it.
const BEFORE: &str = "2026-11-23 01:00:10";
const DUE: &str = "2026-11-24 01:00:10";
const LATER: &str = "2026-11-24 01:01:10";
const NEXT_DAY: &str = "2026-11-25 01:00:10";

const AROUND: &str = r#"
[admin]
to = ["ops@example.org"]
[guard]
max-letters = 4
max-changes = 2
[policies.p]
group = false
stages = [{ name = "due", at = "0d", to = ["owner"] }, { name = "late", at = "+1d", to = ["owner"] }]
"#;

struct Desk {
    relay: Relay,
    office: Installation,
}

impl Desk {
    /// An office with these tasks, each with its due date.
    fn with(tasks: &[(&str, &str)]) -> Desk {
        let rest = format!("{AROUND}{}", list(tasks));
        let (relay, office) = Installation::beside(Script::default(), &rest);
        Desk { relay, office }
    }

    /// The tasks are these from now on.
    fn edit(&self, tasks: &[(&str, &str)]) {
        let path = self.office.folder.path().join("duban.toml");
        let config = std::fs::read_to_string(&path).expect("read");
        let (around, _) = config.split_once("[[task]]").expect("tasks");
        self.office.write("duban.toml", &format!("{around}{}", list(tasks)));
    }

    /// A pass at that time, and what arrived by it, in order: tasks, or `ops:` and a title.
    fn once(&self, time: &str) -> Vec<String> {
        let before = self.relay.arrived().len();
        self.office.once(time, 0);
        let short = |letter: &Arrived| match letter.recipients[0].as_str() {
            "ops@example.org" => format!("ops: {}", letter.subject()),
            _ => letter.subject().rsplit('｜').next().unwrap_or_default().to_owned(),
        };
        let mut arrived: Vec<String> = self.relay.arrived()[before..].iter().map(short).collect();
        arrived.sort();
        arrived
    }

    fn last_body(&self) -> String {
        self.relay.arrived().last().expect("a letter").body()
    }

    /// A command that ends well.
    fn run(&self, arguments: &[&str]) {
        let output = self.office.run(Some(LATER), arguments);
        assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", text(&output));
    }
}

fn list(tasks: &[(&str, &str)]) -> String {
    tasks.iter().map(|(id, due)| task(id, "zhang", due)).collect()
}

/// One letter too many.
const FIVE: [(&str, &str); 5] =
    [("A-1", D24), ("A-2", D24), ("A-3", D24), ("A-4", D24), ("A-5", D24)];

#[test]
fn l6_more_letters_than_the_most_are_all_held_and_go_by_a_word_about_the_sweep() {
    let desk = Desk::with(&FIVE);
    assert_eq!(desk.once(DUE), ["ops: 5 份函件已暂扣"]);
    let body = desk.last_body();
    for said in ["A-1", "A-2", "A-3", "A-4", "A-5", "--sweep 2026-11-24T01:00:10Z"] {
        assert!(body.contains(said), "`{said}` is missing in:\n{body}");
    }
    assert_eq!(desk.office.outbox(), ["held"; 5]);
    assert_eq!(desk.once(LATER).len(), 0, "the admin is told once");
    desk.run(&["release", "--yes", "--sweep", "2026-11-24T01:00:10Z"]);
    assert_eq!(desk.once("2026-11-24 01:02:10"), ["A-1", "A-2", "A-3", "A-4", "A-5"]);
    assert_eq!(desk.once("2026-11-24 01:03:10").len(), 0);
}

#[test]
fn l6_sweeping_goes_on_while_letters_are_held_and_what_is_discarded_never_goes() {
    let desk = Desk::with(&FIVE);
    desk.once(DUE);
    assert_eq!(desk.office.outbox(), ["held"; 5]);
    desk.edit(&[&FIVE[..], &[("B-1", "2026-11-24")]].concat());
    assert_eq!(desk.once(LATER), ["B-1"]);
    desk.run(&["discard", "--all"]);
    assert_eq!(desk.office.outbox().len(), 0);
    assert_eq!(desk.once("2026-11-24 01:02:10").len(), 0);
}

const D24: &str = "2026-11-24";
const D10: &str = "2026-12-10";
const MEANT: [(&str, &str); 4] = [("A-1", D10), ("A-2", D10), ("A-3", D10), ("B-1", D24)];
const REWRITTEN: [(&str, &str); 4] = [("A-1", D24), ("A-2", D24), ("A-3", D24), ("B-1", D24)];

/// Three deadlines were rewritten; only the letter about the fourth task goes.
fn rewritten() -> Desk {
    let desk = Desk::with(&MEANT);
    assert_eq!(desk.once(BEFORE).len(), 0);
    desk.edit(&REWRITTEN);
    assert_eq!(desk.once(DUE), ["B-1", "ops: 3 份函件已暂扣", "ops: 任务文件批量改动待确认：3 项"]);
    assert_eq!(desk.office.outbox(), ["held"; 3]);
    assert_eq!(desk.once(LATER).len(), 0, "the admin is told once");
    desk
}

#[test]
fn l6_letters_about_a_large_edit_go_once_it_is_said_to_be_meant() {
    let desk = rewritten();
    let mut daemon = Daemon::start(&desk.office, "2026-11-24 01:02:10");
    desk.run(&["release", "--changes"]);
    daemon.at("2026-11-24 01:03:00");
    (0..3).for_each(|_| drop(daemon.says("letter sent")));
    daemon.stop();
    assert_eq!(desk.office.outbox().len(), 0);
    assert_eq!(desk.once(NEXT_DAY), ["A-1", "A-2", "A-3", "B-1"]);
}

#[test]
fn l6_letters_about_a_large_edit_do_not_go_once_discarded_and_later_ones_do() {
    let desk = rewritten();
    desk.run(&["discard", "--changes"]);
    assert_eq!(desk.once("2026-11-24 01:02:10").len(), 0);
    assert_eq!(desk.office.outbox().len(), 0);
    assert_eq!(desk.once(NEXT_DAY), ["A-1", "A-2", "A-3", "B-1"]);
}

#[test]
fn l6_the_old_files_put_back_all_is_as_before() {
    let desk = rewritten();
    desk.edit(&MEANT);
    assert_eq!(desk.once("2026-11-24 01:02:10").len(), 0);
    assert_eq!(desk.office.outbox().len(), 0);
    assert_eq!(desk.once("2026-12-10 01:00:10"), ["A-1", "A-2", "A-3", "B-1"]);
}

#[test]
fn l6_as_many_letters_and_changes_as_the_most_are_not_too_many() {
    assert_eq!(Desk::with(&FIVE[1..]).once(DUE), ["A-2", "A-3", "A-4", "A-5"]);
    let desk = Desk::with(&MEANT);
    desk.once(BEFORE);
    desk.edit(&[&REWRITTEN[..2], &MEANT[2..]].concat());
    assert_eq!(desk.once(DUE), ["A-1", "A-2", "B-1"]);
}

#[test]
fn l6_open_tasks_that_are_gone_are_told_once() {
    let desk = Desk::with(&MEANT);
    desk.once(BEFORE);
    desk.edit(&MEANT[1..]);
    assert_eq!(desk.once("2026-11-23 01:01:10"), ["ops: 1 项未完成任务已不在文件中"]);
    assert!(desk.last_body().contains("A-1"), "{}", desk.last_body());
    assert_eq!(desk.once("2026-11-23 01:02:10").len(), 0);
}

#[test]
fn l6_tasks_that_are_gone_and_back_in_turn_are_told_once_an_hour_at_most() {
    let desk = Desk::with(&MEANT);
    desk.once(BEFORE);
    let gone = ["ops: 1 项未完成任务已不在文件中"];
    for (tasks, time, told) in [
        (&MEANT[1..], "2026-11-23 01:01:10", &gone[..]),
        (&MEANT[..], "2026-11-23 01:02:10", &[]),
        (&MEANT[1..], "2026-11-23 01:03:10", &[]),
        (&MEANT[..], "2026-11-23 01:04:10", &[]),
        (&MEANT[1..], "2026-11-23 01:05:10", &[]),
        (&MEANT[1..], "2026-11-23 02:00:10", &[]),
        // At the end of the hour, for it is gone then.
        (&MEANT[1..], "2026-11-23 02:02:10", &gone),
        (&MEANT[1..], "2026-11-23 04:01:10", &[]),
        (&MEANT[..], "2026-11-23 04:02:10", &[]),
        (&MEANT[1..], "2026-11-23 04:03:10", &gone),
        (&MEANT[..], "2026-11-23 04:04:10", &[]),
        (&MEANT[..], "2026-11-23 06:04:10", &[]),
    ] {
        desk.edit(tasks);
        assert_eq!(desk.once(time), told, "{time}");
    }
}

/// R1: however long the list; the edit waits each time.
#[test]
fn l8_a_long_list_that_is_emptied_and_rewritten_in_turn_is_told_once_an_hour_at_most() {
    let all: String = (0..60).map(|at| task(&format!("A-{at}"), "zhang", "2027-03-01")).collect();
    let first = task("A-0", "zhang", "2027-03-01");
    let (relay, office) = Installation::beside(Script::default(), &format!("{AROUND}{all}"));
    office.once(BEFORE, 0);
    let files = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    let emptied = files.replace(&all, &first);
    let told = || relay.arrived().iter().filter(went_to_ops).count();
    assert_eq!(told(), 0);
    for (text, time, words) in [
        (&emptied, "2026-11-23 01:01:10", 1),
        (&files, "2026-11-23 01:02:10", 1),
        (&emptied, "2026-11-23 01:03:10", 1),
        (&files, "2026-11-23 01:04:10", 1),
        (&emptied, "2026-11-23 01:05:10", 1),
        (&emptied, "2026-11-23 02:00:10", 1),
        // At the end of the hour, for it waits then.
        (&emptied, "2026-11-23 02:02:10", 2),
        (&emptied, "2026-11-23 04:01:10", 2),
        (&files, "2026-11-23 04:02:10", 2),
        (&emptied, "2026-11-23 04:03:10", 3),
    ] {
        office.write("duban.toml", text);
        office.once(time, 0);
        assert_eq!(told(), words, "{time}");
    }
    let words = relay.arrived().last().expect("a letter").body();
    assert!(words.contains("A-59"), "{words}");
}

/// The same where all are closed at once and opened again.
#[test]
fn l8_a_long_list_that_is_closed_and_opened_in_turn_is_told_once_an_hour_at_most() {
    let list = |lines: &str| -> String {
        (0..60).map(|at| task(&format!("A-{at}"), "zhang", lines)).collect()
    };
    let [open, closed] = ["2027-03-01", "2027-03-01\ndone = 2026-11-20"].map(list);
    let (relay, office) = Installation::beside(Script::default(), &format!("{AROUND}{open}"));
    office.once(BEFORE, 0);
    let files = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    let settled = files.replace(&open, &closed);
    let told = || relay.arrived().iter().filter(went_to_ops).count();
    for (text, time, words) in [
        (&settled, "2026-11-23 01:01:10", 1),
        (&files, "2026-11-23 01:02:10", 1),
        (&settled, "2026-11-23 01:03:10", 1),
        (&files, "2026-11-23 01:04:10", 1),
        (&settled, "2026-11-23 01:05:10", 1),
        (&settled, "2026-11-23 02:02:10", 2),
        (&settled, "2026-11-23 02:04:10", 2),
    ] {
        office.write("duban.toml", text);
        office.once(time, 0);
        assert_eq!(told(), words, "{time}");
    }
}

fn went_to_ops(letter: &&Arrived) -> bool {
    letter.recipients == ["ops@example.org"]
}

#[test]
fn l6_of_a_task_that_is_gone_the_new_one_that_may_be_it_is_named() {
    let tasks = |ids: &[&str]| -> String {
        let of =
            |id: &&str| task(id, "zhang", D24).replace(&format!("title = '{id}'"), "title = 'x'");
        ids.iter().map(of).collect()
    };
    let (relay, office) =
        Installation::beside(Script::default(), &format!("{AROUND}{}", tasks(&["A-1"])));
    office.once(BEFORE, 0);
    let files = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    office.write("duban.toml", &files.replace("'A-1'", "'B-1'"));
    office.once("2026-11-23 01:01:10", 0);
    let told = relay.arrived().last().expect("word of it").body();
    assert!(told.contains("A-1") && told.contains("疑似改号为 B-1"), "{told}");
}

/// One task, whose letter goes to two and, as its stage asks or not, waits for a word.
fn stage(with: &str) -> String {
    let to = "to = ['owner'], cc = ['person:wang']";
    let policy = format!("[policies.p]\nstages = [{{ name = 'due', at = '0d', {to}{with} }}]\n");
    format!("{policy}{}", task("A-1", "zhang", D24))
}

#[test]
fn l6b_a_held_letter_that_no_longer_holds_is_withdrawn_and_cannot_be_released() {
    let (relay, office) = Installation::beside(Script::default(), &stage(", release = 'ask'"));
    office.once(DUE, 0);
    let held = office.json(None, &["outbox", "--json"])["letters"][0].clone();
    assert_eq!(held["state"], "held");
    done(&office, relay.port, relay.port);
    office.once(LATER, 0);
    let released = office.run(Some(LATER), &["release", held["letter"].as_str().expect("an id")]);
    assert_eq!(released.status.code(), Some(1), "{}", text(&released));
    assert!(text(&released).contains("is not held"), "{}", text(&released));
    office.once("2026-11-24 01:02:10", 0);
    assert_eq!(relay.arrived().len(), 0);
    let history = office.json(None, &["history", "--json"]);
    assert_eq!(history["notices"][0]["disposition"], "withdrawn");
}

#[test]
fn l6b_a_letter_that_some_have_goes_to_the_others_though_its_task_is_done() {
    let refuse = vec![("wang@example.org".to_owned(), "451 4.2.1 Mailbox busy")];
    let (busy, office) = Installation::beside(Script { refuse, ..Script::default() }, &stage(""));
    office.once(DUE, 1);
    let relay = Relay::start(Script::default());
    done(&office, busy.port, relay.port);
    office.once("2026-11-24 01:20:10", 0);
    let (first, second) = (&busy.arrived()[..], &relay.arrived()[..]);
    assert_eq!((first.len(), second.len()), (1, 1));
    assert_eq!(first[0].recipients, ["zhang@example.org"]);
    assert_eq!(second[0].recipients, ["wang@example.org"]);
    assert_eq!(first[0].bytes, second[0].bytes);
}

/// The task is done, and the relay is the one at that port.
fn done(office: &Installation, was: u16, port: u16) {
    let config = std::fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    let config = config.replace(&format!("port = {was}"), &format!("port = {port}"));
    office.write("duban.toml", &format!("{config}done = 2026-11-24\n"));
}
