//! Under systemd: entries of its journal, readable alone and found by task or letter. For root: the journal's socket
//! is the test's own, in a mount namespace of its own.

use std::collections::BTreeMap;
use std::io::Write;
use std::os::fd::{AsFd, OwnedFd};
use std::os::linux::fs::MetadataExt;
use std::os::unix::net::{UnixDatagram, UnixStream};
use std::path::Path;
use std::process::Command;

use super::installation::Installation;
use super::log::{DUE, on_the_journal, refusing};

/// The fields of an entry; several of one name are in order.
type Entry = BTreeMap<String, Vec<String>>;

/// The binary where `/run` is empty, but for the folder of the journal's socket if there is one.
fn alone(office: &Installation, journal: Option<&Path>, arguments: &[&str]) -> Command {
    let inner = office.command(Some(DUE), arguments);
    let mut script = String::from("mount -t tmpfs duban /run && mkdir -p /run/systemd/journal");
    if let Some(folder) = journal {
        script += &format!(" && mount --bind '{}' /run/systemd/journal", folder.display());
    }
    // What waits for the journal would wait for ever.
    let mut command = Command::new("timeout");
    command.args([
        "120",
        "unshare",
        "--mount",
        "sh",
        "-c",
        &format!("{script} && exec \"$0\" \"$@\""),
    ]);
    command.arg(inner.get_program()).args(inner.get_args());
    command.envs(inner.get_envs().filter_map(|(name, value)| Some((name, value?))));
    command
}

fn entry(datagram: &[u8]) -> Entry {
    let mut entry = Entry::new();
    for line in std::str::from_utf8(datagram).expect("text").lines() {
        let (name, value) = line.split_once('=').expect("NAME=value");
        entry.entry(name.to_owned()).or_default().push(value.to_owned());
    }
    entry
}

/// What the journal gets of a pass whose letter about two tasks is refused to one recipient; and the letter.
fn heard() -> (Vec<Entry>, String) {
    let (_relay, office) = refusing();
    let folder = office.folder.path().join("journal");
    std::fs::create_dir(&folder).expect("made");
    let journal = UnixDatagram::bind(folder.join("socket")).expect("a socket");
    let arguments = ["run", "--once", "--verbose"];
    let mut command = alone(&office, Some(&folder), &arguments);
    let stderr = on_the_journal(&office, &mut command);
    let mut child = command.spawn().expect("started");
    let reader = journal.try_clone().expect("a second handle");
    let listening = std::thread::spawn(move || {
        let (mut entries, mut buffer) = (Vec::new(), vec![0; 1 << 16]);
        while let Ok(length @ 1..) = reader.recv(&mut buffer) {
            entries.push(entry(&buffer[..length]));
        }
        entries
    });
    assert!(child.wait().expect("ended").code().is_some());
    journal.shutdown(std::net::Shutdown::Both).expect("closed");
    let entries = listening.join().expect("read");
    assert_eq!(std::fs::read_to_string(stderr).expect("a file"), "", "it is told twice");
    let history = office.json(None, &["history", "--json"]);
    (entries, history["notices"][0]["letter"].as_str().expect("an id").to_owned())
}

fn about<'e>(entries: &'e [Entry], name: &str, value: &str) -> Vec<&'e Entry> {
    let has =
        |entry: &&Entry| entry.get(name).is_some_and(|all| all.iter().any(|one| one == value));
    entries.iter().filter(has).collect()
}

fn says(entry: &Entry, words: &[&str]) -> bool {
    words.iter().all(|word| entry["MESSAGE"][0].contains(word))
}

#[test]
fn an_entry_is_found_by_letter_and_by_each_of_its_tasks_and_can_be_read_alone() {
    let (entries, letter) = heard();
    assert!(!entries.is_empty(), "nothing came");
    for entry in &entries {
        assert_eq!(entry["SYSLOG_IDENTIFIER"], ["duban"], "{entry:?}");
        assert_eq!(entry["MESSAGE"].len(), 1, "{entry:?}");
    }
    let by_letter = about(&entries, "DUBAN_LETTER", &letter);
    for (begin, priority) in
        [("letter written", "6"), ("refused for good", "4"), ("letter sent", "6")]
    {
        let found = by_letter.iter().find(|entry| entry["MESSAGE"][0].starts_with(begin));
        let found = found.unwrap_or_else(|| panic!("no `{begin}` in {entries:#?}"));
        assert_eq!(found["PRIORITY"], [priority]);
        assert!(says(found, &[&format!("letter={letter}")]), "{found:?}");
    }
    for task in ["A-1", "A-2"] {
        let by_task = about(&entries, "DUBAN_TASK", task);
        let written = by_task.iter().find(|entry| says(entry, &["letter written", "A-1,A-2"]));
        assert_eq!(written.expect("it was written")["DUBAN_LETTER"], [letter.as_str()]);
        let notice = by_task.iter().find(|entry| says(entry, &["notice recorded", task]));
        assert_eq!(notice.expect("it was recorded")["PRIORITY"], ["7"]);
    }
    let refused = about(&entries, "DUBAN_RECIPIENT", "w…@example.org");
    assert!(says(refused[0], &["550 5.1.1 <w…@example.org>"]), "{refused:?}");
    assert!(!format!("{entries:?}").contains("wang@"), "{entries:#?}");
}

#[test]
fn without_its_socket_the_journal_reads_lines_with_priorities_from_standard_error() {
    let (_relay, office) = refusing();
    let mut command = alone(&office, None, &["run", "--once"]);
    let stderr = on_the_journal(&office, &mut command);
    assert!(command.status().expect("unshare").code().is_some());
    let log = std::fs::read_to_string(stderr).expect("a log");
    for begin in ["<6>letter written letter=", "<4>refused for good", "<6>letter sent letter="] {
        assert!(log.lines().any(|line| line.starts_with(begin)), "no `{begin}` in:\n{log}");
    }
    assert!(log.lines().all(|line| line.starts_with('<')), "{log}");
}

/// The end of a stream, as `JOURNAL_STREAM` names it.
fn named(stream: &UnixStream) -> (OwnedFd, String) {
    let end = stream.as_fd().try_clone_to_owned().expect("a second handle");
    let known = std::fs::File::from(end.try_clone().expect("a third")).metadata().expect("known");
    (end, format!("{}:{}", known.st_dev(), known.st_ino()))
}

#[test]
fn letters_leave_while_the_journal_hangs() {
    let (_relay, office) = refusing();
    let folder = office.folder.path().join("journal");
    std::fs::create_dir(&folder).expect("made");
    let _silent = UnixDatagram::bind(folder.join("socket")).expect("a socket");
    let (_unread, mut stream) = UnixStream::pair().expect("a pair");
    let datagrams = UnixDatagram::unbound().expect("a socket");
    datagrams.set_nonblocking(true).expect("set");
    while datagrams.send_to(b"MESSAGE=full\n", folder.join("socket")).is_ok() {}
    stream.set_nonblocking(true).expect("set");
    while stream.write(&[b'.'; 1 << 10]).is_ok() {}
    stream.set_nonblocking(false).expect("set");
    let mut command = alone(&office, Some(&folder), &["run", "--once", "--verbose"]);
    let (end, name) = named(&stream);
    let ended = command.env("JOURNAL_STREAM", name).stderr(end).status().expect("timeout");
    assert_eq!(ended.code(), Some(0), "it waits for the journal");
    let history = office.json(None, &["history", "--json"]);
    assert_eq!(history["notices"][0]["letter_state"], "sent", "{history:#}");
}
