//! The ledger is kept: by one process (L7), as the file that it is, for the user whose folder it lies in.

use std::fs::{self, File};
use std::os::unix::fs::{MetadataExt, chown, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;

use super::daemon::Daemon;
use super::installation::{DUE, Installation, TASK, text, went_to};
use super::relay::{Relay, Script};

/// The user whose the state folder is, where root calls duban. Any but root.
const OWNER: u32 = 65534;

const TASKS: [(&str, &str); 2] = [("zhang", "2026-11-24"), ("wang", "2026-11-25")];
const FIRST: &str = "2026-11-24 01:00:00";
const SECOND: &str = "2026-11-25 01:00:00";

fn reminding() -> (Relay, Installation) {
    Installation::reminding(Script::default(), &TASKS)
}

fn ledger(office: &Installation) -> PathBuf {
    office.state().join("ledger.sqlite3")
}

/// One pass is refused with these words, and nothing leaves.
#[track_caller]
fn is_refused(office: &Installation, relay: &Relay, clock: &str, words: &str) {
    let before = relay.arrived().len();
    let refused = office.run(Some(clock), &["run", "--once"]);
    assert_eq!(refused.status.code(), Some(1), "{}", text(&refused));
    assert!(text(&refused).contains(words), "{}", text(&refused));
    assert_eq!(relay.arrived().len(), before);
}

#[test]
fn l7_without_the_lock_file_the_second_is_refused_all_the_same() {
    let (relay, office) = reminding();
    let mut daemon = Daemon::start(&office, "2026-11-24 00:59:00");
    fs::remove_file(office.state().join("lock")).expect("removed");
    is_refused(&office, &relay, FIRST, "another duban works on the ledger");
    is_refused(&office, &relay, FIRST, "another duban works on the ledger");
    let status = text(&office.run(Some(FIRST), &["status"]));
    assert!(status.contains("The daemon is running"), "{status}");
    assert_eq!(daemon.sends_at(FIRST), 1);
    daemon.stop();
    assert_eq!(went_to(&relay), ["zhang"]);
}

/// The same ledger behind two state folders is one ledger.
#[test]
fn l7_a_ledger_that_two_folders_share_is_worked_on_by_one() {
    let (relay, office) = reminding();
    let daemon = Daemon::start(&office, "2026-11-24 00:59:00");
    let (_silent, other) = reminding();
    fs::create_dir(other.state()).expect("made");
    symlink(ledger(&office), ledger(&other)).expect("linked");
    let second = other.run(Some(FIRST), &["run", "--once"]);
    assert_eq!(second.status.code(), Some(1), "{}", text(&second));
    assert!(text(&second).contains("another duban works on the ledger"), "{}", text(&second));
    assert_eq!(relay.arrived().len(), 0);
    daemon.stop();
}

/// Its disk is away: no new one takes the link's place, and nothing goes again.
#[test]
fn a_ledger_behind_a_link_is_read_as_it_is_and_never_made_anew() {
    let (relay, office) = reminding();
    let [disk, away] = ["disk", "away"].map(|name| office.folder.path().join(name));
    fs::create_dir(&disk).expect("made");
    office.once("2026-11-23 01:00:10", 0);
    // By another name there, too.
    fs::rename(ledger(&office), disk.join("台账.db")).expect("moved");
    symlink(disk.join("台账.db"), ledger(&office)).expect("linked");
    let mut daemon = Daemon::start(&office, "2026-11-24 00:59:00");
    assert_eq!(daemon.sends_at(FIRST), 1);
    let seen = |commands: &[&str]| office.json(Some(FIRST), commands);
    assert_eq!(seen(&["history", "--json"])["notices"].as_array().map(Vec::len), Some(1));
    assert_eq!(seen(&["status", "--json"])["tasks"][0]["latest"]["stage"], "due");
    drop(daemon);
    fs::rename(&disk, &away).expect("taken away");
    for clock in [FIRST, SECOND] {
        is_refused(&office, &relay, clock, "is its disk mounted?");
    }
    for command in [&["status"][..], &["history"], &["letters"], &["plan"], &["retry"], &["adopt"]]
    {
        let output = office.run(Some(FIRST), command);
        assert_eq!(output.status.code(), Some(1), "{command:?}: {}", text(&output));
        assert!(text(&output).contains("is its disk mounted?"), "{command:?}: {}", text(&output));
    }
    assert!(ledger(&office).is_symlink(), "the link was replaced");
    // The daemon waits for it, as for a disk without room.
    let mut daemon = Daemon::spawn(&office, FIRST);
    daemon.says("is its disk mounted?");
    fs::rename(&away, &disk).expect("brought back");
    daemon.set("2026-11-24 01:01:00");
    daemon.says(" ready ");
    daemon.stop();
    office.once(SECOND, 0);
    assert_eq!(went_to(&relay), ["wang", "zhang"]);
    office.ledger_is_sound();
}

#[test]
fn a_state_folder_whose_disk_is_away_is_not_taken_for_a_new_one() {
    let (relay, office) = reminding();
    symlink("/nonexistent/duban", office.state()).expect("linked");
    is_refused(&office, &relay, FIRST, "is its disk mounted?");
    for command in ["status", "history", "plan"] {
        let output = office.run(Some(FIRST), &[command]);
        assert!(text(&output).contains("is its disk mounted?"), "{command}: {}", text(&output));
    }
}

#[test]
fn a_ledger_removed_under_the_daemon_stops_the_letters_until_it_is_back() {
    let (relay, office) = reminding();
    let mut daemon = Daemon::start(&office, "2026-11-23 01:00:00");
    let aside = office.folder.path().join("aside");
    fs::rename(ledger(&office), &aside).expect("taken away");
    daemon.set(FIRST);
    daemon.says("was removed while duban works on the ledger");
    daemon.state("was removed while duban works on the ledger");
    assert_eq!(relay.arrived().len(), 0);
    // Another in its place is none.
    fs::copy(&aside, ledger(&office)).expect("copied");
    daemon.set("2026-11-24 01:01:00");
    daemon.says("another file took the place");
    assert_eq!(relay.arrived().len(), 0);
    fs::rename(&aside, ledger(&office)).expect("put back");
    assert_eq!(daemon.sends_at("2026-11-24 01:02:00"), 1);
    daemon.stop();
    office.once(SECOND, 0);
    assert_eq!(went_to(&relay), ["wang", "zhang"]);
}

/// What was recorded last stands in its log alone: a kill would lose it.
#[test]
fn a_log_removed_under_the_daemon_is_said_and_nothing_is_lost_by_a_stop() {
    let (relay, office) = reminding();
    let mut daemon = Daemon::start(&office, "2026-11-24 00:59:00");
    assert_eq!(daemon.sends_at(FIRST), 1);
    daemon.at("2026-11-24 01:01:00");
    fs::remove_file(office.state().join("ledger.sqlite3-wal")).expect("removed");
    daemon.set(SECOND);
    daemon.says("ledger.sqlite3-wal was removed while duban works on the ledger");
    // What waits stays unrecorded, which it may say by its exit status.
    let (_status, log) = daemon.end();
    assert!(log.contains("SIGTERM: stopping"), "{log}");
    assert_eq!(went_to(&relay), ["zhang"]);
    office.once(SECOND, 0);
    assert_eq!(went_to(&relay), ["wang", "zhang"]);
    office.ledger_is_sound();
}

#[test]
fn a_ledger_that_was_lost_is_not_begun_anew_in_silence() {
    let (relay, office) = reminding();
    office.once(FIRST, 0);
    let aside = office.folder.path().join("aside");
    fs::rename(ledger(&office), &aside).expect("taken away");
    is_refused(&office, &relay, FIRST, "there was a ledger here");
    for command in ["status", "plan", "history"] {
        let output = office.run(Some(FIRST), &[command]);
        assert_eq!(output.status.code(), Some(1), "{command}: {}", text(&output));
        assert!(text(&output).contains("there was a ledger here"), "{}", text(&output));
    }
    assert!(!ledger(&office).exists(), "a new one was made");
    // Who says so begins anew, and what was reached does not go again.
    let adopted = office.run(Some(FIRST), &["adopt"]);
    assert_eq!(adopted.status.code(), Some(0), "{}", text(&adopted));
    office.once(SECOND, 0);
    assert_eq!(went_to(&relay), ["wang", "zhang"]);
    // Or goes on with the former one.
    fs::rename(&aside, ledger(&office)).expect("put back");
    office.once(FIRST, 0);
    assert_eq!(went_to(&relay).len(), 2);
}

/// Root's command neither empties nor writes what a link leads to.
#[test]
fn no_file_of_the_state_folder_is_written_through_a_link() {
    let table = [
        ("lock", Some("lock is a link")),
        ("ledger.sqlite3-wal", Some("ledger.sqlite3")),
        ("ledger.sqlite3-shm", Some("ledger.sqlite3")),
        ("ledger.sqlite3.new", None),
        ("last-good.sqlite3", None),
        ("last-good.sqlite3-journal", None),
    ];
    for (name, refused) in table {
        for words in ["root:x:0:0\n", ""] {
            let office = Installation::with_outbox(TASK);
            fs::create_dir(office.state()).expect("made");
            if name.starts_with("ledger.sqlite3-") {
                office.once("2026-11-20 01:00:00", 0);
            }
            office.write("precious", words);
            let link = office.state().join(name);
            let _none_yet = fs::remove_file(&link);
            symlink("../precious", &link).expect("linked");
            let output = office.run(Some(DUE), &["run", "--once"]);
            let precious = fs::read_to_string(office.folder.path().join("precious"));
            assert_eq!(precious.expect("there"), words, "{name}: {}", text(&output));
            if let Some(named) = refused {
                assert_eq!(output.status.code(), Some(1), "{name}: {}", text(&output));
                assert!(text(&output).contains(named), "{name}: {}", text(&output));
            }
        }
    }
}

#[test]
fn a_copy_is_written_through_no_link() {
    let office = Installation::with_outbox(TASK);
    office.once(DUE, 0);
    office.write("precious", "root:x:0:0\n");
    for (link, status) in [("copy.part", 0), ("copy2", 1)] {
        symlink("precious", office.folder.path().join(link)).expect("linked");
        let to = office.folder.path().join(link.trim_end_matches(".part"));
        let output = office.run(None, &["ledger", "backup", &to.to_string_lossy()]);
        assert_eq!(output.status.code(), Some(status), "{link}: {}", text(&output));
        let precious = fs::read_to_string(office.folder.path().join("precious"));
        assert_eq!(precious.expect("there"), "root:x:0:0\n", "{link}");
    }
}

/// Every file and folder from here on, and whose it is.
fn owners(path: &Path) -> Vec<(PathBuf, u32, u32)> {
    let found = fs::symlink_metadata(path).expect("there");
    let mut all = vec![(path.to_owned(), found.uid(), found.gid())];
    if found.is_dir() {
        let inside = fs::read_dir(path).expect("a folder").flatten();
        all.extend(inside.flat_map(|one| owners(&one.path())));
    }
    all
}

#[track_caller]
fn all_of_owner(office: &Installation, wanted: &[&str]) {
    let found = owners(&office.state());
    for name in wanted {
        assert!(found.iter().any(|(path, ..)| path.ends_with(name)), "no {name}: {found:?}");
    }
    let others: Vec<_> =
        found.iter().filter(|(_, uid, gid)| (*uid, *gid) != (OWNER, OWNER)).collect();
    assert!(others.is_empty(), "{others:?}");
}

/// For root: it gives files away. The service, which runs as another user, must go on with what is there.
#[test]
fn what_root_makes_in_a_state_folder_belongs_to_its_owner() {
    let office = Installation::with_outbox(TASK);
    let state = office.state();
    fs::create_dir(&state).expect("made");
    chown(&state, Some(OWNER), Some(OWNER)).expect("given away (as root?)");
    office.once("2026-11-10 01:00:00", 0);
    all_of_owner(&office, &["lock", "ledger.sqlite3", "last-good.sqlite3"]);
    let mut daemon = Daemon::start(&office, "2026-11-24 00:59:00");
    assert_eq!(daemon.sends_at(FIRST), 1);
    for command in [&["status"][..], &["retry"], &["release", "--all"]] {
        office.run(Some(FIRST), command);
    }
    drop(daemon);
    all_of_owner(&office, &["ledger.sqlite3-wal", "ledger.sqlite3-shm", "outbox"]);
    assert_eq!(fs::read_dir(state.join("outbox")).expect("an outbox").count(), 1);
    // What root made before is given back.
    for name in ["lock", "ledger.sqlite3", "last-good.sqlite3", "outbox"] {
        chown(state.join(name), Some(0), Some(0)).expect("taken");
    }
    let said = text(&office.once(DUE, 0));
    assert!(said.contains("root owned this file"), "{said}");
    all_of_owner(&office, &["outbox"]);
    // A file with a second name may be anybody's.
    let precious = office.folder.path().join("precious");
    File::create(&precious).expect("made");
    fs::remove_file(state.join("lock")).expect("removed");
    fs::hard_link(&precious, state.join("lock")).expect("linked");
    office.run(Some(DUE), &["run", "--once"]);
    assert_eq!(fs::metadata(&precious).expect("there").uid(), 0);
}

#[test]
fn that_a_root_file_may_not_be_read_is_said_as_such() {
    let office = Installation::with_outbox(TASK);
    office.set_mode("duban.toml", 0);
    let command = office.command(Some(DUE), &["check"]);
    // Root may everything, unless it is kept from it.
    let mut other = Command::new("setpriv");
    other.args(["--bounding-set=-all", "--"]).arg(command.get_program()).args(command.get_args());
    other.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
    let said = text(&other.output().expect("setpriv"));
    assert!(said.contains("may not read it") && said.contains("sudo -u duban"), "{said}");
    assert!(!said.contains("name the file with"), "{said}");
    fs::remove_file(office.folder.path().join("duban.toml")).expect("removed");
    let said = text(&office.run(Some(DUE), &["check"]));
    assert!(said.contains("name the file with --config"), "{said}");
}
