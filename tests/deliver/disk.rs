//! The disk below the ledger is full, read-only, or fails: nothing leaves unrecorded, duban says what is wrong,
//! runs on, and goes on where it was once the disk is well. For root: it mounts, and breaks another's calls.

use std::fs::File;
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::{Arc, OnceLock};

use super::daemon::Daemon;
use super::installation::{Installation, text};
use super::relay::{Moment, Relay, Script};

/// Whose letter goes at 09:00 in Shanghai, 01:00 in UTC.
const TASK: [(&str, &str); 1] = [("zhang", "2026-11-24")];
const BEFORE: &str = "2026-11-24 00:59:00";
const DUE: &str = "2026-11-24 01:00:00";

fn run(program: &str, arguments: &[&str]) {
    let output = Command::new(program).args(arguments).output().expect("run");
    assert!(output.status.success(), "{program} {arguments:?} (as root?): {}", text(&output));
}

/// A disk of two megabytes below the state folder.
struct Disk(PathBuf);

impl Disk {
    fn below(office: &Installation) -> Disk {
        let state = office.state();
        std::fs::create_dir(&state).expect("made");
        run("mount", &["-t", "tmpfs", "-o", "size=2m", "duban", &state.to_string_lossy()]);
        Disk(state)
    }

    fn filler(&self) -> PathBuf {
        self.0.join("filler")
    }

    fn make_room(&self) {
        std::fs::remove_file(self.filler()).expect("removed");
    }

    /// It is full, or read-only.
    fn fail(&self, full: bool) {
        match full {
            true => fill(&self.filler()),
            false => self.remount("ro"),
        }
    }

    /// It was that, and is well.
    fn mend(&self, full: bool) {
        match full {
            true => self.make_room(),
            false => self.remount("rw"),
        }
    }

    fn remount(&self, how: &str) {
        run("mount", &["-o", &format!("remount,{how}"), &self.0.to_string_lossy()]);
    }
}

impl Drop for Disk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(&self.0).status();
    }
}

fn fill(filler: &Path) {
    let mut filler = File::create(filler).expect("made");
    let full = loop {
        if let Err(error) = filler.write_all(&[0; 4096]) {
            break error;
        }
    };
    assert_eq!(full.kind(), ErrorKind::StorageFull);
}

/// Waits until what is in force is kept for a restart that meets a broken file (R2). On a full disk the end of
/// that would make room.
fn has_kept_the_files(office: &Installation) {
    let good = office.state().join("last-good.sqlite3");
    let kept = || {
        office.json(None, &["status", "--json"]);
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        let kept = rusqlite::Connection::open_with_flags(&good, flags).and_then(|good| {
            good.query_row("SELECT count(*) FROM file", [], |row| row.get::<_, u32>(0))
        });
        kept.is_ok_and(|files| files > 0) && !good.with_extension("sqlite3-journal").exists()
    };
    assert!((0..1000).any(|_| kept()), "nothing is kept");
}

/// The letter went once, and the ledger is sound and knows it.
fn went_once(relay: &Relay, office: &Installation) {
    assert_eq!(relay.arrived().len(), 1);
    office.once("2026-11-24 03:00:10", 0);
    assert_eq!(relay.arrived().len(), 1);
    let history = office.json(None, &["history", "--json"]);
    assert_eq!(history["notices"][0]["letter_state"], "sent", "{history}");
    office.ledger_is_sound();
}

#[test]
fn a_disk_that_fills_up_is_named_and_the_letter_goes_once_when_there_is_room() {
    let (relay, office) = Installation::reminding(Script::default(), &TASK);
    let disk = Disk::below(&office);
    let mut daemon = Daemon::start(&office, BEFORE);
    fill(&disk.filler());
    daemon.set(DUE);
    let said = daemon.state("the last sweep failed");
    let named =
        format!("the disk with the ledger {}/ledger.sqlite3 is full", office.state().display());
    assert!(said.contains(&named), "{said}");
    daemon.says(&named);
    daemon.set("2026-11-24 01:01:00");
    daemon.says(&named);
    assert_eq!(relay.arrived().len(), 0);
    disk.make_room();
    assert_eq!(daemon.sends_at("2026-11-24 01:02:00"), 1);
    assert_eq!(daemon.sends_at("2026-11-24 01:03:00"), 0);
    daemon.stop();
    went_once(&relay, &office);
}

#[test]
fn l2_what_cannot_be_recorded_of_a_letter_is_recorded_later_and_the_letter_not_sent_again() {
    let filler: Arc<OnceLock<PathBuf>> = Arc::default();
    let known = filler.clone();
    let on = move |moment| {
        if let (Moment::AfterDot, Some(filler)) = (moment, known.get()) {
            fill(filler);
        }
    };
    let (relay, office) =
        Installation::reminding(Script { on: Some(Arc::new(on)), ..Script::default() }, &TASK);
    let disk = Disk::below(&office);
    filler.set(disk.filler()).expect("set once");
    let mut daemon = Daemon::start(&office, BEFORE);
    has_kept_the_files(&office);
    daemon.at(DUE);
    for minute in 1..3 {
        daemon.says("nothing is sent until it can");
        daemon.at(&format!("2026-11-24 01:0{minute}:00"));
    }
    disk.make_room();
    daemon.says("letter sent");
    daemon.stop();
    went_once(&relay, &office);
}

#[test]
fn on_a_disk_that_cannot_be_written_it_does_not_start_and_the_letter_goes_once_when_it_can() {
    for (ledger, full) in [(false, true), (true, true), (false, false), (true, false)] {
        let (relay, office) = Installation::reminding(Script::default(), &TASK);
        let disk = Disk::below(&office);
        let state = office.state().to_string_lossy().into_owned();
        if ledger {
            office.once("2026-11-23 01:00:00", 0);
        }
        disk.fail(full);
        let refused = office.run(Some("2026-11-24 01:00:10"), &["run", "--once"]);
        assert_eq!(refused.status.code(), Some(1), "{}", text(&refused));
        assert!(text(&refused).contains(&state), "{}", text(&refused));
        assert_eq!(relay.arrived().len(), 0);
        disk.mend(full);
        office.once("2026-11-24 01:01:10", 0);
        went_once(&relay, &office);
    }
}

#[test]
fn a_daemon_that_starts_on_a_disk_that_cannot_be_written_waits_until_it_can() {
    for (ledger, full) in [(false, true), (true, true), (false, false), (true, false)] {
        let (relay, office) = Installation::reminding(Script::default(), &TASK);
        let disk = Disk::below(&office);
        let state = office.state().to_string_lossy().into_owned();
        if ledger {
            office.once("2026-11-23 01:00:00", 0);
        }
        disk.fail(full);
        let mut daemon = Daemon::spawn(&office, BEFORE);
        for time in [DUE, "2026-11-24 01:01:00"] {
            let said = daemon.state("waits for the ledger: ");
            assert!(said.contains("READY=1") && said.contains(&state), "{said}");
            daemon.says("nothing is swept and nothing sent");
            daemon.set(time);
        }
        assert_eq!(relay.arrived().len(), 0);
        disk.mend(full);
        assert_eq!(daemon.sends_at("2026-11-24 01:02:00"), 1);
        has_kept_the_files(&office);
        daemon.stop();
        went_once(&relay, &office);
    }
}

/// Who asks for the files to be read meanwhile does not end it.
#[test]
fn what_was_edited_while_the_disk_was_waited_for_is_in_force_before_anything_leaves() {
    for full in [true, false] {
        let (relay, office) = Installation::reminding(Script::default(), &TASK);
        let disk = Disk::below(&office);
        office.once("2026-11-23 01:00:00", 0);
        disk.fail(full);
        let mut daemon = Daemon::spawn(&office, DUE);
        daemon.state("waits for the ledger: ");
        let path = office.folder.path().join("duban.toml");
        let files = std::fs::read_to_string(path).expect("read");
        office.write("duban.toml", &files.replace("[[task]]\n", "[[task]]\ndone = 2026-11-23\n"));
        run("kill", &["-HUP", &daemon.pid().to_string()]);
        disk.mend(full);
        daemon.at("2026-11-24 01:02:00");
        daemon.at("2026-11-24 01:03:00");
        daemon.stop();
        assert_eq!(relay.arrived().len(), 0);
    }
}

/// What an edit said that was taken back is no last good version, though the disk was full when it was in force.
#[test]
fn an_edit_taken_back_while_the_disk_was_full_does_not_come_back() {
    let (relay, office) = Installation::reminding(Script::default(), &TASK);
    let disk = Disk::below(&office);
    let mut daemon = Daemon::start(&office, BEFORE);
    let path = office.folder.path().join("duban.toml");
    let good = std::fs::read_to_string(path).expect("read");
    let edited = good.replace("title = 'zhang-1'", &format!("title = 'edited {}'", "x".repeat(50)));
    assert_ne!(good, edited);
    let broken = good.replace("[[task]]", "[[task]");
    fill(&disk.filler());
    reads(&mut daemon, &office, &edited, "files read: ");
    reads(&mut daemon, &office, &good, "files read: ");
    disk.make_room();
    reads(&mut daemon, &office, &broken, "do not check");
    daemon.sends_at(DUE);
    daemon.stop();
    assert!(relay.arrived()[0].subject().contains("zhang-1"), "{}", relay.arrived()[0].subject());
}

/// The files as they are asked to be read, and what is said of it.
fn reads(daemon: &mut Daemon, office: &Installation, files: &str, said: &str) {
    office.write("duban.toml", files);
    run("kill", &["-HUP", &daemon.pid().to_string()]);
    daemon.says(said);
}

/// A mistake made while the disk is full does not undo the edit before it.
#[test]
fn what_could_not_be_kept_is_the_last_good_version_all_the_same() {
    let (relay, office) = Installation::reminding(Script::default(), &TASK);
    let disk = Disk::below(&office);
    let mut daemon = Daemon::start(&office, BEFORE);
    let path = office.folder.path().join("duban.toml");
    let files = std::fs::read_to_string(path).expect("read");
    let edited =
        files.replace("title = 'zhang-1'", &format!("title = 'edited {}'", "x".repeat(50)));
    assert_ne!(files, edited);
    fill(&disk.filler());
    reads(&mut daemon, &office, &edited, "files read: ");
    reads(&mut daemon, &office, &edited.replace("[[task]]", "[[task]"), "do not check");
    disk.make_room();
    daemon.sends_at(DUE);
    daemon.stop();
    assert!(relay.arrived()[0].subject().contains("edited"), "{}", relay.arrived()[0].subject());
}

/// System calls of a process on the ledger's files that end in an error until this is mended.
struct Broken(Child);

impl Broken {
    fn calls(daemon: &Daemon, state: &Path, calls: &str, error: &str) -> Broken {
        let mut strace = Command::new("strace");
        strace.args(["-f", "-o", "/dev/null", "-p", &daemon.pid().to_string()]);
        strace.args(["-e", &format!("trace={calls}")]);
        strace.args(["-e", &format!("inject={calls}:error={error}")]);
        for name in ["ledger.sqlite3", "ledger.sqlite3-wal"] {
            strace.arg("-P").arg(state.join(name));
        }
        let strace = strace.stderr(Stdio::piped()).spawn();
        let mut strace = strace.expect("strace is not installed; tests/run installs it");
        let mut lines = BufReader::new(strace.stderr.take().expect("piped")).lines();
        let attached = lines.any(|line| line.is_ok_and(|line| line.contains(" attached")));
        assert!(attached, "strace cannot attach");
        std::thread::spawn(move || lines.for_each(drop));
        Broken(strace)
    }
}

impl Drop for Broken {
    fn drop(&mut self) {
        // Asked to end, it lets the process go on unhindered.
        let _ = Command::new("kill").arg(self.0.id().to_string()).status();
        let _ = self.0.wait();
    }
}

#[test]
fn a_disk_that_fails_or_is_read_only_is_named_and_the_letter_goes_once_when_it_is_well() {
    let table = [
        ("pwrite64", "ENOSPC", "the disk with the ledger "),
        ("pwrite64", "EROFS", "cannot be written"),
        ("pwrite64", "EIO", "cannot be written"),
        ("fsync,fdatasync", "EIO", "cannot be written"),
    ];
    for (calls, error, what) in table {
        let (relay, office) = Installation::reminding(Script::default(), &TASK);
        let mut daemon = Daemon::start(&office, BEFORE);
        let broken = Broken::calls(&daemon, &office.state(), calls, error);
        daemon.set(DUE);
        let said = daemon.state("the last sweep failed");
        assert!(said.contains("ledger.sqlite3 ") && said.contains(what), "{error}: {said}");
        assert_eq!(relay.arrived().len(), 0);
        drop(broken);
        assert_eq!(daemon.sends_at("2026-11-24 01:02:00"), 1);
        assert_eq!(daemon.sends_at("2026-11-24 01:03:00"), 0);
        daemon.stop();
        went_once(&relay, &office);
    }
}
