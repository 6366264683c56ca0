//! Reload (R1–R3): changes are in force while the daemon runs, whatever the editor does; what does not check
//! stays as it last did, across restarts; nothing is lost or repeated.

use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;

use super::daemon::Daemon;
use super::installation::{Installation, task, text};
use super::relay::{Relay, Script};

/// 2026-11-24 in Shanghai, before nine o'clock and after, in UTC.
const EARLY: &str = "2026-11-24 00:30:10";
const DUE: &str = "2026-11-24 01:00:10";
const LATER: &str = "2026-11-24 01:10:10";

const AROUND: &str = r#"
[admin]
to = ["ops@example.org"]
[guard]
max-changes = 2
[policies.p]
group = false
stages = [{ name = "due", at = "0d", to = ["owner"] }]
"#;

/// A running daemon whose tasks stand in `tasks/*.toml`, one of them A-1.
struct Desk {
    relay: Relay,
    office: Installation,
    daemon: Daemon,
}

impl Desk {
    fn start(script: Script) -> Desk {
        let relay = Relay::start(script);
        let office = Installation::with_relay(relay.port, "security = 'none'", AROUND);
        let root = fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
        office.write("duban.toml", &format!("include = ['tasks/*.toml']\n{root}"));
        fs::create_dir(office.folder.path().join("tasks")).expect("made");
        office.write("tasks/a.toml", &task("A-1", "zhang", "2026-12-10"));
        let daemon = Daemon::start(&office, EARLY);
        Desk { relay, office, daemon }
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.office.folder.path().join(name)
    }

    fn write(&self, name: &str, tasks: &[(&str, &str)]) {
        let text: String = tasks.iter().map(|(id, due)| task(id, "zhang", due)).collect();
        self.office.write(name, &text);
    }

    /// Waits until files were read and that was said of it.
    fn reads(&mut self, said: &str) {
        let line = self.daemon.says("files read:");
        assert!(line.contains(said), "`{said}` is not in: {line}");
    }

    /// The subjects of what arrived for the admin.
    fn told(&self) -> Vec<String> {
        let arrived = self.relay.arrived();
        let ops = arrived.iter().filter(|one| one.recipients == ["ops@example.org"]);
        ops.map(super::relay::Arrived::subject).collect()
    }

    /// The tasks of which letters arrived, in order.
    fn reminded(&self) -> Vec<String> {
        let arrived = self.relay.arrived();
        let letters = arrived.iter().filter(|one| one.recipients != ["ops@example.org"]);
        let id = |subject: String| subject.rsplit('｜').next().map(str::to_owned);
        let mut ids: Vec<String> = letters.filter_map(|one| id(one.subject())).collect();
        ids.sort();
        ids
    }
}

#[test]
fn r3_whatever_an_editor_does_to_a_file_is_in_force() {
    let mut desk = Desk::start(Script::default());
    // Written in place.
    desk.write("tasks/a.toml", &[("A-1", "2026-12-11")]);
    desk.reads("A-1's deadline moved 2026-12-10 → 2026-12-11");
    // A swap file beside it, then renamed over it.
    desk.write("tasks/.a.toml.swp", &[("A-1", "2026-12-12")]);
    fs::rename(desk.path("tasks/.a.toml.swp"), desk.path("tasks/a.toml")).expect("renamed");
    desk.reads("A-1's deadline moved 2026-12-11 → 2026-12-12");
    // The old one moved away, the new one written in its place.
    fs::rename(desk.path("tasks/a.toml"), desk.path("tasks/a.toml~")).expect("renamed");
    desk.write("tasks/a.toml", &[("A-1", "2026-12-13")]);
    desk.reads("A-1");
    // Files appear and vanish.
    desk.write("tasks/b.toml", &[("B-1", "2026-12-10"), ("B-2", "2026-12-10")]);
    desk.reads("2 tasks added (B-1, B-2)");
    fs::remove_file(desk.path("tasks/b.toml")).expect("removed");
    desk.reads("2 tasks gone (B-1, B-2)");
    // A change of state, and one of words.
    let done = format!("{}done = 2026-11-20\n", task("A-1", "zhang", "2026-12-13"));
    desk.office.write("tasks/a.toml", &done);
    desk.reads("1 task done (A-1)");
    desk.office.write("tasks/a.toml", &done.replace("title = 'A-1'", "title = 'else'"));
    desk.reads("1 task otherwise edited");
    desk.daemon.stop();
}

#[test]
fn r3_a_folder_that_is_a_link_may_be_made_to_point_elsewhere() {
    let mut desk = Desk::start(Script::default());
    fs::rename(desk.path("tasks"), desk.path("v1")).expect("renamed");
    symlink("v1", desk.path("tasks")).expect("linked");
    // As Kubernetes and deployment scripts do it: another link, renamed over the first.
    fs::create_dir(desk.path("v2")).expect("made");
    desk.write("v2/a.toml", &[("A-1", "2026-12-10"), ("A-2", "2026-12-20")]);
    symlink("v2", desk.path("next")).expect("linked");
    fs::rename(desk.path("next"), desk.path("tasks")).expect("renamed");
    desk.reads("1 task added (A-2)");
    desk.daemon.stop();
}

#[test]
fn r3_what_was_sent_is_not_sent_again_and_what_is_new_is_sent() {
    let mut desk = Desk::start(Script::default());
    desk.write("tasks/a.toml", &[("A-1", "2026-11-24")]);
    desk.reads("A-1's deadline moved");
    assert_eq!(desk.daemon.sends_at(DUE), 1);
    desk.write("tasks/b.toml", &[("B-1", "2026-11-24")]);
    desk.reads("1 task added (B-1)");
    assert_eq!(desk.daemon.sends_at(LATER), 1);
    assert_eq!(desk.reminded(), ["A-1", "B-1"]);
    desk.daemon.stop();
}

#[test]
fn r1_a_file_that_does_not_check_stays_as_it_was_and_the_others_are_taken() {
    let mut desk = Desk::start(Script::default());
    desk.write("tasks/b.toml", &[("B-1", "2026-11-24")]);
    desk.reads("1 task added (B-1)");
    desk.office.write("tasks/b.toml", "[[task]]\nid = 'B-1'\ntitle = 'x'\ndue = 2026-02-30\n");
    desk.write("tasks/a.toml", &[("A-1", "2026-11-24")]);
    let said = desk.daemon.says("do not check");
    assert!(said.contains("tasks/b.toml") && !said.contains("tasks/a.toml"), "{said}");
    desk.daemon.says("there is no day `2026-02-30`");
    desk.daemon.says("A-1's deadline moved 2026-12-10 → 2026-11-24");
    desk.daemon.says("letter sent");
    assert_eq!(desk.told(), ["配置文件有误，未予采用：1 个文件"]);
    // Still wrong, and saved once more: the admin has been told.
    desk.office.write("tasks/b.toml", "[[task]]\nid = 'B-1'\ntitle = 'x'\ndue = 2026-02-31\n");
    desk.daemon.says("there is no day `2026-02-31`");
    assert_eq!(desk.daemon.sends_at(DUE), 2);
    assert_eq!(desk.reminded(), ["A-1", "B-1"], "both are reminded, each as it last checked");
    desk.write("tasks/b.toml", &[("B-1", "2026-11-24")]);
    desk.daemon.says("files read:");
    desk.daemon.says("letter sent");
    assert_eq!(desk.told()[1..], ["配置文件已全部采用"]);
    desk.daemon.stop();
}

#[test]
fn r1_where_the_whole_does_not_check_the_last_good_whole_stays() {
    let mut desk = Desk::start(Script::default());
    let root = fs::read_to_string(desk.path("duban.toml")).expect("read");
    // Whoever owned tasks is gone: no file alone is to blame.
    desk.office.write("duban.toml", &root.replace("zhang =", "zhong ="));
    desk.daemon.says("do not check");
    desk.daemon.says("there is no person or group `zhang`");
    desk.daemon.says("letter sent");
    desk.office.write("duban.toml", &root);
    desk.daemon.says("files read:");
    desk.daemon.says("letter sent");
    assert_eq!(desk.told().len(), 2);
    desk.daemon.stop();
}

#[test]
fn r1_a_person_who_leaves_while_a_file_names_them_is_put_back_and_other_edits_are_taken() {
    let mut desk = Desk::start(Script::default());
    let root = fs::read_to_string(desk.path("duban.toml")).expect("read");
    let people = "[people]\nli = { name = '李四', email = 'li@example.org' }\n";
    desk.office.write("people.toml", people);
    desk.office.write("duban.toml", &root.replace("['tasks", "['people.toml', 'tasks"));
    desk.reads("no task changed");
    desk.office.write("tasks/b.toml", &task("B-1", "li", "2026-11-24"));
    desk.reads("1 task added (B-1)");
    desk.office.write("people.toml", "");
    let said = desk.daemon.says("do not check");
    assert!(said.contains("people.toml") && !said.contains("b.toml"), "{said}");
    desk.daemon.says("there is no person or group `li`");
    desk.daemon.says("letter sent");
    // An edit of another file is taken, now and over a restart.
    desk.write("tasks/a.toml", &[("A-1", "2026-11-24")]);
    desk.reads("A-1's deadline moved 2026-12-10 → 2026-11-24");
    let Desk { relay, office, daemon } = desk;
    daemon.stop();
    let more = task("A-1", "zhang", "2026-11-24") + &task("A-2", "zhang", "2026-11-24");
    office.write("tasks/a.toml", &more);
    let daemon = Daemon::start(&office, EARLY);
    let mut desk = Desk { relay, office, daemon };
    assert_eq!(desk.daemon.sends_at(DUE), 3);
    assert_eq!(desk.reminded(), ["A-1", "A-2", "B-1"]);
    assert_eq!(desk.told(), ["配置文件有误，未予采用：1 个文件"]);
    desk.daemon.stop();
}

#[test]
fn r1_a_file_broken_and_mended_in_turn_makes_two_letters_an_hour() {
    let mut desk = Desk::start(Script::default());
    let [broken, whole] = ["[[task]\n".to_owned(), task("A-1", "zhang", "2026-12-10")];
    for round in 0..3 {
        for (text, said) in [(&broken, "refused=1"), (&whole, "refused=0")] {
            desk.office.write("tasks/a.toml", text);
            desk.reads(said);
            if round == 0 {
                desk.daemon.says("letter sent");
            }
        }
    }
    desk.office.write("tasks/a.toml", &broken);
    desk.reads("refused=1");
    desk.daemon.at("2026-11-24 01:29:10");
    let [refused, well] = ["配置文件有误，未予采用：1 个文件", "配置文件已全部采用"];
    assert_eq!(desk.told(), [refused, well]);
    // It is still broken at the hour's end.
    assert_eq!(desk.daemon.sends_at("2026-11-24 01:30:10"), 0, "no letter about tasks");
    desk.daemon.says("letter sent");
    assert_eq!(desk.told(), [refused, well, refused]);
    desk.daemon.stop();
}

#[test]
fn r1_a_conflict_copy_is_left_out_and_its_original_is_read() {
    let mut desk = Desk::start(Script::default());
    desk.write("tasks/a.sync-conflict-20261128-101010-ABC.toml", &[("A-1", "2026-12-10")]);
    let said = desk.daemon.says("do not check");
    assert!(said.contains("sync-conflict") && !said.contains("a.toml"), "{said}");
    desk.reads("no task changed");
    let done = format!("{}done = 2026-11-20\n", task("A-1", "zhang", "2026-12-10"));
    desk.office.write("tasks/a.toml", &done);
    desk.reads("1 task done (A-1)");
    desk.daemon.stop();
}

#[test]
fn r2_a_restart_that_meets_a_broken_file_goes_on_from_what_last_checked() {
    let mut desk = Desk::start(Script::default());
    desk.write("tasks/b.toml", &[("B-1", "2026-11-24")]);
    desk.reads("1 task added (B-1)");
    desk.daemon.stop();
    desk.office.write("tasks/b.toml", "[[task]\n");
    let mut daemon = Daemon::start(&desk.office, EARLY);
    let office = desk.office;
    let log = {
        assert_eq!(daemon.sends_at(DUE), 1);
        daemon.stop()
    };
    assert!(log.contains("do not check"), "{log}");
    // The root file as well, and the word to the admin that had gone out is not sent again.
    office.write("duban.toml", "[mail\n");
    let log = Daemon::start(&office, LATER).stop();
    assert!(log.contains("whole=true") || log.contains("duban.toml"), "{log}");
    let output = office.run(Some(LATER), &["check"]);
    assert_eq!(output.status.code(), Some(78), "{}", text(&output));
}

#[test]
fn r2_a_first_start_without_a_good_version_fails_with_78() {
    let office = Installation::with_outbox("[[task]]\nid = 'A'\n");
    let output = office.run(None, &["run", "--once"]);
    assert_eq!(output.status.code(), Some(78), "{}", text(&output));
    assert!(!office.state().join("ledger.sqlite3").exists(), "and no ledger was made");
}

#[test]
fn a_file_that_is_finished_a_moment_later_is_nobodys_mistake() {
    let mut desk = Desk::start(Script::default());
    let whole = task("B-1", "zhang", "2026-12-10");
    desk.office.write("tasks/b.toml", &whole[..whole.len() / 2]);
    // Read once by now, and to be read again in a second of the daemon's own time.
    desk.office.write("tasks/b.toml", &whole);
    desk.reads("1 task added (B-1)");
    let log = desk.daemon.stop();
    assert!(
        !log.contains("letter written") && !log.contains("do not check"),
        "somebody was told:\n{log}"
    );
}

#[test]
fn a_reload_that_is_asked_for_is_bracketed_for_the_service_manager() {
    let mut desk = Desk::start(Script::default());
    let asked = Command::new("kill").args(["-HUP", &desk.daemon.pid().to_string()]).status();
    assert!(asked.is_ok_and(|status| status.success()));
    let state = desk.daemon.state("RELOADING=1");
    assert!(state.contains("MONOTONIC_USEC="), "{state}");
    desk.daemon.state("READY=1");
    desk.reads("no task changed");
    desk.daemon.stop();
}

#[test]
fn l6b_a_letter_that_is_put_off_is_withdrawn_when_its_task_is_done() {
    let answers = std::sync::Arc::new(std::sync::Mutex::new(vec!["451 4.3.0 Try later"]));
    let mut desk = Desk::start(Script { answers, ..Script::default() });
    desk.write("tasks/a.toml", &[("A-1", "2026-11-24")]);
    desk.reads("A-1's deadline moved");
    desk.daemon.at(DUE);
    desk.daemon.says("not now");
    let done = format!("{}done = 2026-11-24\n", task("A-1", "zhang", "2026-11-24"));
    desk.office.write("tasks/a.toml", &done);
    desk.reads("1 task done (A-1)");
    desk.daemon.says("letter withdrawn");
    desk.daemon.at(LATER);
    assert_eq!(desk.reminded(), Vec::<String>::new());
    let history = desk.office.json(None, &["history", "--json"]);
    assert_eq!(history["notices"][0]["disposition"], "withdrawn", "{history}");
}

#[test]
fn l6_a_reload_that_moves_too_many_deadlines_holds_what_follows_from_it() {
    let mut desk = Desk::start(Script::default());
    let [near, far] = ["2026-11-24", "2026-12-10"];
    let tasks = |due| [("B-1", due), ("B-2", due), ("B-3", due)];
    desk.write("tasks/b.toml", &tasks(far));
    desk.reads("3 tasks added");
    desk.write("tasks/b.toml", &tasks(near));
    desk.daemon.says("more tasks than guard.max-changes");
    desk.daemon.at(DUE);
    let held = desk.office.outbox().into_iter().filter(|state| state == "held");
    assert_eq!(held.count(), 3);
    // The old file is put back: all is as before.
    desk.write("tasks/b.toml", &tasks(far));
    desk.daemon.says("files read:");
    desk.daemon.says("letter withdrawn");
    desk.daemon.at(LATER);
    assert!(!desk.office.outbox().contains(&"held".to_owned()));
    assert_eq!(desk.reminded(), Vec::<String>::new());
    desk.daemon.stop();
}
