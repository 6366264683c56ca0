//! R3: a disk that does not answer holds up nothing but the files that lie on it.

use std::fs;

use super::daemon::Daemon;
use super::installation::{Installation, task};

const EARLY: &str = "2026-11-24 00:30:10";
const DUE: &str = "2026-11-24 01:00:10";

/// An office with a task in `a.part`, due on that day.
fn office() -> Installation {
    let policy = "[policies.p]\nstages = [{ name = 'due', at = '0d', to = ['owner'] }]\n";
    let office = Installation::with_outbox(policy);
    let root = fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    office.write("duban.toml", &format!("include = ['*.part']\n{root}"));
    office.write("a.part", &task("A-1", "zhang", "2026-11-24"));
    office
}

fn free(office: &Installation, name: &str) {
    fs::remove_file(office.folder.path().join(format!("{name}.hangs"))).expect("removed");
}

#[test]
fn r3_a_file_that_cannot_be_read_through_stops_no_sweep_and_is_told_of() {
    let office = office();
    let mut daemon = Daemon::start(&office, EARLY);
    office.write("b.part.hangs", "");
    office.write("b.part", &task("B-1", "zhang", "2026-12-10"));
    let said = daemon.says("the files are still being read");
    assert!(said.contains("b.part") && !said.contains("a.part"), "{said}");
    let state = daemon.at(DUE);
    assert!(
        state.contains("1 letter") && state.contains("the files have been read for"),
        "{state}"
    );
    daemon.says("letter sent");
    // The disk answers again, and what was edited is in force.
    free(&office, "b.part");
    daemon.says("1 task added (B-1)");
    daemon.stop();
}

#[test]
fn r3_told_to_stop_while_a_file_is_waited_for_the_daemon_ends() {
    let office = office();
    let mut daemon = Daemon::start(&office, EARLY);
    office.write("a.part.hangs", "");
    office.write("a.part", &task("A-1", "zhang", "2026-11-25"));
    daemon.says("the files are still being read");
    daemon.stop();
    // The same at the start: nothing is in force, and nothing swept.
    let mut daemon = Daemon::spawn(&office, DUE);
    daemon.says("the files are still being read");
    let log = daemon.stop();
    assert!(!log.contains(" ready "), "{log}");
    free(&office, "a.part");
    let mut daemon = Daemon::start(&office, "2026-11-25 00:30:10");
    assert_eq!(daemon.sends_at("2026-11-25 01:00:10"), 1);
    daemon.stop();
}

#[test]
fn r3_a_file_that_becomes_the_only_match_of_its_pattern_is_seen_without_looking() {
    let office = office();
    let root = fs::read_to_string(office.folder.path().join("duban.toml")).expect("read");
    office.write("duban.toml", &root.replace("['*.part']", "['lists/*/*.part', 'a.part']"));
    // Nobody looks without being told.
    let never = ["run", "--poll", "86400000"];
    let mut daemon = Daemon::spawn_with(&office, EARLY, &never);
    daemon.says(" ready ");
    for (folder, name) in [("lists/2026", "B-1"), ("lists/2027", "B-2")] {
        fs::create_dir_all(office.folder.path().join(folder)).expect("made");
        let file = format!("{folder}/b.part");
        for _ in 0..2 {
            office.write(&file, &task(name, "zhang", "2026-12-10"));
            daemon.says(&format!("1 task added ({name})"));
            fs::remove_file(office.folder.path().join(&file)).expect("removed");
            daemon.says(&format!("1 task gone ({name})"));
        }
    }
    daemon.stop();
}
