//! What is nobody else's business: the modes of what duban writes, whatever the umask; a password file that others
//! may get at; core dumps.

use std::os::unix::fs::{MetadataExt, symlink};
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};

use super::daemon::Daemon;
use super::installation::{DUE, Installation, TASK, text};
use super::relay::{Relay, Script};

/// The binary below a shell that does this first.
fn after(office: &Installation, first: &str, clock: &str, arguments: &[&str]) -> Command {
    let inner = office.command(Some(clock), arguments);
    let mut shell = Command::new("sh");
    shell.args(["-c", &format!("{first}; exec \"$0\" \"$@\"")]);
    shell.arg(inner.get_program()).args(inner.get_args());
    for (name, value) in inner.get_envs() {
        match value {
            Some(value) => shell.env(name, value),
            None => shell.env_remove(name),
        };
    }
    shell.stdin(Stdio::null()).current_dir(office.folder.path());
    shell
}

fn under(umask: &str, office: &Installation, arguments: &[&str]) -> Output {
    let output = after(office, &format!("umask {umask}"), DUE, arguments).output().expect("run");
    assert_eq!(output.status.code(), Some(0), "{}", text(&output));
    output
}

fn mode(path: &Path) -> u32 {
    std::fs::symlink_metadata(path).expect("there").mode() & 0o7777
}

/// Every file and folder from here on, and its mode.
fn modes(path: &Path) -> Vec<(PathBuf, u32)> {
    let mut all = vec![(path.to_owned(), mode(path))];
    if path.is_dir() {
        let inside = std::fs::read_dir(path).expect("a folder").flatten();
        all.extend(inside.flat_map(|one| modes(&one.path())));
    }
    all
}

#[track_caller]
fn all_private(state: &Path, wanted: &[&str]) {
    let found = modes(state);
    for name in wanted {
        assert!(found.iter().any(|(path, _)| path.ends_with(name)), "no {name} in {found:?}");
    }
    for (path, mode) in &found {
        let private = if path.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(*mode, private, "{} is {mode:o}", path.display());
    }
}

/// A daemon that says that it is at work, and is killed at the end.
struct Running(Child);

impl Running {
    fn start(mut command: Command) -> Running {
        let mut child = command.stderr(Stdio::piped()).spawn().expect("started");
        let log = std::io::BufReader::new(child.stderr.take().expect("piped"));
        let mut lines = std::io::BufRead::lines(log).map_while(Result::ok);
        assert!(lines.any(|line| line.contains("letter sent")), "it has not sent its letter");
        std::thread::spawn(move || lines.for_each(drop));
        Running(child)
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn whatever_the_umask_all_that_is_written_is_its_owners_alone() {
    for umask in ["000", "022"] {
        let office = Installation::with_outbox(TASK);
        let running = Running::start(after(&office, &format!("umask {umask}"), DUE, &["run"]));
        let here = ["lock", "ledger.sqlite3", "ledger.sqlite3-wal", "ledger.sqlite3-shm"];
        all_private(&office.state(), &here);
        let state = office.state();
        let letters = std::fs::read_dir(state.join("outbox")).expect("an outbox").flatten();
        assert_eq!(letters.count(), 1);
        all_private(&state, &["last-good.sqlite3", "outbox"]);
        let copy = office.folder.path().join("copy.sqlite3");
        under(umask, &office, &["ledger", "backup", &copy.to_string_lossy()]);
        assert_eq!(mode(&copy), 0o600);
        drop(running);
        under(umask, &office, &["run", "--once"]);
        all_private(&state, &["ledger.sqlite3"]);
    }
}

#[test]
fn what_was_opened_to_others_is_closed_again_and_said() {
    let office = Installation::with_outbox(TASK);
    office.once(DUE, 0);
    for name in ["lock", "ledger.sqlite3", "last-good.sqlite3"] {
        office.set_mode(&format!("state/{name}"), 0o644);
    }
    office.set_mode("state/outbox", 0o755);
    office.set_mode("state", 0o777);
    let said = text(&office.once(DUE, 0));
    for name in ["lock", "ledger.sqlite3", "last-good.sqlite3", "outbox"] {
        assert!(said.contains(&format!("state/{name} mode=")), "{name} is not named: {said}");
        assert_eq!(mode(&office.state().join(name)) & 0o077, 0, "{name}");
    }
    assert!(said.contains("other users can exchange the files"), "{said}");
    assert_eq!(mode(&office.state()), 0o777, "the folder may be one that was not made for duban");
}

/// What a command comes to for a user who may not everything, as root may.
pub fn unprivileged(office: &Installation, arguments: &[&str]) -> Output {
    let first =
        "[ $(id -u) != 0 ] || set -- setpriv --bounding-set=-all -- \"$0\" \"$@\" && exec \"$@\"";
    after(office, first, DUE, arguments).output().expect("run")
}

/// A user who may not is told so, and not that nothing is sent.
#[test]
fn what_is_another_users_is_said_to_be() {
    let office = Installation::with_outbox(TASK);
    office.once(DUE, 0);
    let unprivileged = |arguments: &[&str]| {
        let output = unprivileged(&office, arguments);
        assert_eq!(output.status.code(), Some(1), "{arguments:?}: {}", text(&output));
        text(&output)
    };
    for (closed, words) in [
        ("state", "this user may not use the state folder"),
        ("state/ledger.sqlite3", "this user may not use the ledger"),
    ] {
        office.set_mode(closed, 0);
        for arguments in [&["status"][..], &["outbox"], &["release", "--all"], &["retry"]] {
            let said = unprivileged(arguments);
            assert!(said.contains("this user may not use the ledger"), "{said}");
            assert!(said.contains("sudo -u duban") && !said.contains("nothing is sent"), "{said}");
        }
        let said = unprivileged(&["run", "--once"]);
        assert!(said.contains(words), "{said}");
        office.set_mode(closed, 0o700);
    }
}

#[test]
fn a_link_in_the_state_folder_changes_no_mode_elsewhere() {
    let office = Installation::with_outbox(TASK);
    std::fs::create_dir(office.folder.path().join("letters")).expect("made");
    office.set_mode("letters", 0o755);
    std::fs::create_dir(office.state()).expect("made");
    symlink("../letters", office.state().join("outbox")).expect("linked");
    office.once(DUE, 0);
    assert_eq!(mode(&office.folder.path().join("letters")), 0o755);
}

/// An office whose password lies in a file of that mode.
fn with_password(mode: u32) -> (Relay, Installation) {
    let login = "username = 'duban'\npassword = { file = 'secret' }\nsecurity = 'none'";
    let relay = Relay::start(Script { auth: Some("PLAIN"), ..Script::default() });
    let office = Installation::with_relay(relay.port, login, TASK);
    office.write_secret("secret", "hunter2\n");
    office.set_mode("secret", mode);
    (relay, office)
}

#[test]
fn a_password_file_that_others_may_get_at_is_refused_by_check_and_at_the_start() {
    let table = [
        (0o600, ""),
        (0o400, ""),
        (0o640, ""),
        (0o440, ""),
        (0o644, "everybody may read it (mode 0644)"),
        (0o604, "everybody may read it (mode 0604)"),
        (0o602, "everybody may write it (mode 0602)"),
        (0o660, "its group may write it (mode 0660)"),
        (
            0o666,
            "everybody may read it, everybody may write it, its group may write it (mode 0666)",
        ),
    ];
    for (mode, why) in table {
        let (relay, office) = with_password(mode);
        let checked = office.run(Some(DUE), &["check"]);
        let sent = office.run(Some(DUE), &["run", "--once"]);
        if why.is_empty() {
            assert_eq!(checked.status.code(), Some(0), "{mode:o}: {}", text(&checked));
            assert_eq!(sent.status.code(), Some(0), "{mode:o}: {}", text(&sent));
            assert_eq!(relay.arrived().len(), 1);
            continue;
        }
        assert_eq!(checked.status.code(), Some(78), "{mode:o}: {}", text(&checked));
        assert_eq!(sent.status.code(), Some(1), "{mode:o}: {}", text(&sent));
        assert_eq!(relay.arrived().len(), 0);
        for output in [&checked, &sent] {
            let said = text(output);
            assert!(said.contains(why) && said.contains("`chmod 600`"), "{mode:o}: {said}");
            // A container's mount has a mode of its own.
            assert!(said.contains("mode: 0440") && said.contains("defaultMode: 0440"), "{said}");
        }
        assert!(text(&checked).contains("duban.toml:7:12"), "{}", text(&checked));
    }
}

#[test]
fn a_password_that_is_laid_open_is_not_used_at_the_next_login() {
    let (relay, office) = with_password(0o600);
    let mut daemon = Daemon::start(&office, "2026-11-24 00:59:00");
    office.set_mode("secret", 0o644);
    daemon.set("2026-11-24 01:00:00");
    let said = daemon.says("no letter can leave until somebody mends this");
    assert!(said.contains("everybody may read it (mode 0644)"), "{said}");
    assert_eq!(relay.arrived().len(), 0);
    office.set_mode("secret", 0o600);
    let retried = office.run(None, &["retry"]);
    assert_eq!(retried.status.code(), Some(0), "{}", text(&retried));
    daemon.set("2026-11-24 01:01:00");
    daemon.says("letter sent");
    assert_eq!(relay.arrived().len(), 1);
}

#[test]
fn of_a_link_to_a_password_the_file_itself_counts() {
    let (_relay, office) = with_password(0o644);
    std::fs::rename(office.folder.path().join("secret"), office.folder.path().join("far"))
        .expect("moved");
    symlink("far", office.folder.path().join("secret")).expect("linked");
    assert_eq!(office.run(None, &["check"]).status.code(), Some(78));
    office.set_mode("far", 0o600);
    assert_eq!(office.run(None, &["check"]).status.code(), Some(0));
}

#[test]
fn a_password_that_no_relay_asks_for_may_lie_as_it_likes() {
    let office = Installation::of(&format!(
        "[mail]\nfrom = 'duban@example.org'\ntransport = 'outbox'\n[mail.smtp]\nhost = 'localhost'\n\
         username = 'duban'\npassword = {{ file = 'secret' }}\n{}{TASK}",
        super::installation::AROUND
    ));
    office.write("secret", "hunter2\n");
    office.set_mode("secret", 0o644);
    assert_eq!(office.run(None, &["check"]).status.code(), Some(0));
}

/// What `/proc` says that a core dump of a process may have.
fn core_limit(pid: u32) -> String {
    let limits = std::fs::read_to_string(format!("/proc/{pid}/limits")).expect("a process");
    let line = limits.lines().find(|line| line.starts_with("Max core file size"));
    let line = line.expect("a limit").split_whitespace().skip(4).take(2);
    line.collect::<Vec<_>>().join(" ")
}

#[test]
fn the_daemon_leaves_no_core_dump() {
    let office = Installation::with_outbox(TASK);
    let unlimited = "ulimit -c unlimited 2>/dev/null || true";
    let mut running = Running::start(after(&office, unlimited, DUE, &["run"]));
    let pid = running.0.id();
    assert_eq!(core_limit(pid), "0 0");
    let aborted = Command::new("kill").args(["-ABRT", &pid.to_string()]).status();
    assert!(aborted.expect("kill").success());
    let ended = running.0.wait().expect("ended");
    assert_eq!(ended.signal(), Some(6));
    assert!(!ended.core_dumped(), "a core was dumped");
    let names = std::fs::read_dir(office.folder.path()).expect("a folder").flatten();
    let cores = names.filter(|one| one.file_name().to_string_lossy().starts_with("core"));
    assert_eq!(cores.count(), 0);
}

/// A process that must not be dumped, and so must not be looked into, belongs to root in `/proc`, whosever it is. A
/// dump that is handed to a program heeds nothing else.
#[test]
fn other_processes_of_its_user_cannot_look_into_the_daemon() {
    const NOBODY: u32 = 65534;
    let office = Installation::with_outbox(TASK);
    let owner = std::fs::metadata("/proc/self/stat").expect("there").uid();
    let mut command = after(&office, "true", DUE, &["run"]);
    if owner == 0 {
        let program = office.folder.path().join("duban");
        std::fs::copy(env!("CARGO_BIN_EXE_duban"), &program).expect("copied");
        std::os::unix::fs::chown(office.folder.path(), Some(NOBODY), None).expect("handed over");
        let become_it = format!("exec '{}' \"$@\"", program.display());
        let arguments: Vec<_> = command.get_args().skip(2).map(ToOwned::to_owned).collect();
        let mut other = Command::new("sh");
        other.args(["-c", &become_it]).args(arguments).uid(NOBODY).gid(NOBODY);
        other.envs(command.get_envs().filter_map(|(name, value)| Some((name, value?))));
        other.stdin(Stdio::null()).current_dir(office.folder.path());
        command = other;
    }
    let running = Running::start(command);
    let of = |name: &str| {
        let file = std::fs::metadata(format!("/proc/{}/{name}", running.0.id()));
        file.expect("a process").uid()
    };
    assert_eq!(of("environ"), 0);
    assert_eq!(of("mem"), 0);
}
