//! N5, N6: a ledger moves between a file and a server; what is old moves to a file, and is still read.

use std::collections::HashSet;
use std::path::Path;
use std::sync::Arc;

use duban::daemon::sweeping::sweeper::Sweeper;
use duban::files::disk::DiskFiles;
use duban::ledger::{Attempt, Ledger, Lock, Outcome};
use duban::model::Config;
use jiff::civil::{Date, date, time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use super::installation::{Installation, text, went_to};
use super::relay::Script;
use super::server;

/// Two tasks, each reminded of on its day.
fn two(office: &Installation, tasks: &str) {
    let root = office.folder.path().join("duban.toml");
    let written = std::fs::read_to_string(&root).expect("read");
    let around = written.split("[[task]]").next().unwrap_or_default();
    std::fs::write(&root, format!("{around}{tasks}")).expect("written");
}

fn task(id: &str, due: &str) -> String {
    format!("[[task]]\nid = '{id}'\ntitle = 'x'\nowner = 'zhang'\npolicy = 'p'\ndue = {due}\n")
}

const POLICY: &str = "[policies.p]\nstages = [{ name = 'due', at = '0d', to = ['owner'] }]\n";

fn letters(office: &Installation, clock: &str, options: &[&str]) -> Vec<String> {
    let options = [&["history", "--json"], options].concat();
    let history = office.json(Some(clock), &options);
    let notices = history["notices"].as_array().expect("notices");
    notices.iter().map(|one| one["letter"].as_str().expect("a letter").to_owned()).collect()
}

#[test]
fn n6_history_and_show_read_what_was_archived() {
    let tasks = [task("A-1", "2026-11-23"), task("A-2", "2026-11-24")];
    let (relay, office) =
        Installation::beside(Script::default(), &format!("{POLICY}{}", tasks.concat()));
    office.once("2026-11-23 02:00:00", 0);
    office.once("2026-11-24 02:00:00", 0);
    two(&office, &task("A-3", "2028-01-10"));
    office.once("2028-01-10 02:00:00", 0);
    // With the next edit the one that took them out is past (L8).
    two(&office, &[task("A-3", "2028-01-10"), task("A-4", "2028-05-10")].concat());
    let (now, old) = ("2028-01-12 02:00:00", office.folder.path().join("old.sqlite3"));
    office.once(now, 0);
    let sent = went_to(&relay).len();
    let all = letters(&office, now, &[]);
    assert_eq!(all.len(), 3);
    let shown = office.run(Some(now), &["show", &all[0]]).stdout;

    let near = office.run(Some(now), &["ledger", "archive", "2028-01-01", "old.sqlite3"]);
    assert_eq!(near.status.code(), Some(1), "{}", text(&near));
    assert!(text(&near).contains("2027-10-14"), "{}", text(&near));
    let archive = |clock| {
        let path = old.to_str().expect("a name");
        let done = office.run(Some(clock), &["ledger", "archive", "2027-01-01", path]);
        assert_eq!(done.status.code(), Some(0), "{}", text(&done));
        text(&done)
    };
    let moved = archive(now);
    assert!(moved.contains("2 letters, 2 notices"), "{moved}");
    office.ledger_is_sound();
    assert_eq!(letters(&office, now, &[]), all);
    assert_eq!(letters(&office, now, &["A-1"]), all[..1]);
    assert_eq!(letters(&office, now, &["--limit", "2"]), all[1..]);
    assert_eq!(office.run(Some(now), &["show", &all[0][..10]]).stdout, shown);
    assert!(archive(now).contains("0 letters, 0 notices"));

    // Nothing is sent for it again, and what was moved away is found where it is named.
    office.once("2028-01-12 02:10:00", 0);
    assert_eq!(went_to(&relay).len(), sent);
    let moved = office.folder.path().join("moved.sqlite3");
    std::fs::rename(&old, &moved).expect("moved");
    let without = office.run(Some(now), &["history"]);
    assert!(text(&without).contains("old.sqlite3") && text(&without).contains("--archive"));
    let option = ["--archive", moved.to_str().expect("a name")];
    assert_eq!(letters(&office, now, &option), all);
    let found = office.run(Some(now), &[&["show", &all[1]][..], &option].concat());
    assert_eq!(found.status.code(), Some(0), "{}", text(&found));
}

/// A letter that is due at any hour: a sweep on a server goes by the server's clock (N1).
fn due_to(owner: &str) -> String {
    format!(
        "[[task]]\nid = '{owner}-1'\ntitle = 'x'\nowner = '{owner}'\npolicy = 'p'\ndue = 2026-11-20T09:00:00\n"
    )
}

#[test]
fn n5_a_ledger_moves_to_a_server_and_back_and_exports_the_same() {
    let policy = "[policies.p]\nstages = [{ name = 'now', at = '+1h', to = ['owner'] }]\n";
    let (relay, office) =
        Installation::beside(Script::default(), &format!("{policy}{}", due_to("zhang")));
    let passes = || {
        let passed = office.run(None, &["run", "--once"]);
        assert_eq!(passed.status.code(), Some(0), "{}", text(&passed));
    };
    let copies = |from: &str, to: &str| {
        let copied = office.run(None, &["ledger", "copy", from, to]);
        assert_eq!(copied.status.code(), Some(0), "{}", text(&copied));
    };
    let export = || office.run(None, &["ledger", "export"]).stdout;
    passes();
    let exported = export();
    assert!(exported.len() > 1000);
    let plain = format!("{} application_name=moving", server::url("moving"));
    super::nodes::sql(&plain, "CREATE SCHEMA moving");
    let typed = ["ledger", "copy", "sqlite", "postgres://duban:secret@localhost/x"];
    let typed = office.run(None, &typed);
    assert_eq!(typed.status.code(), Some(2), "{}", text(&typed));
    office.write_secret("ledger-url", &super::nodes::url(&plain));
    let url = format!("@{}", office.folder.path().join("ledger-url").display());
    copies("sqlite", &url);

    // It goes on there where it stood.
    let root = office.folder.path().join("duban.toml");
    let in_file = std::fs::read_to_string(&root).expect("read") + &due_to("wang");
    let ledger = "[ledger]\nurl = { file = 'ledger-url' }\n[policies.p]";
    std::fs::write(&root, in_file.replacen("[policies.p]", ledger, 1)).expect("written");
    assert_eq!(export(), exported);
    passes();
    assert_eq!(went_to(&relay), ["wang", "zhang"]);
    let exported = export();

    let back = office.folder.path().join("back.sqlite3");
    copies(&url, &format!("sqlite:{}", back.display()));
    std::fs::rename(&back, office.state().join("ledger.sqlite3")).expect("moved");
    std::fs::write(&root, &in_file).expect("written");
    assert_eq!(export(), exported);
    office.ledger_is_sound();
    passes();
    assert_eq!(went_to(&relay).len(), 2);
}

// -- an archive changes no decision ---------------------------------------------------------------

const FIRST: Date = date(2026, 1, 5);

/// The files on a day: tasks come, are put off, done, taken out, each at times of its own.
fn files(seed: u64, day: i64) -> String {
    let mut random = fastrand::Rng::with_seed(seed);
    let mut text = "[mail]\nfrom = 'duban@example.org'\n[calendars.default]\ntimezone = 'UTC'\n\
        [people]\na = { name = 'A', email = 'a@example.org' }\nb = { name = 'B', email = 'b@example.org' }\n\
        [policies.p]\nstages = [\n\
        { name = 'soon', at = '-7d', to = ['owner'] },\n\
        { name = 'late', at = '+1d', repeat = '3d', times = 5, to = ['owner'] },\n\
        { name = 'asked', at = '+30d', to = ['owner'], release = 'ask' },\n\
        { name = 'back', from = 'verified', at = '+60d', to = ['owner'] },\n]\n[admin]\nto = ['ops@example.org']\n"
        .to_owned();
    for at in 0..10 {
        let (opened, stays) = (random.i64(0..200), random.i64(60..400));
        let (due, done) = (opened + random.i64(10..60), opened + random.i64(10..120));
        let (put_off, owner) = (random.bool(), if random.bool() { "a" } else { "b" });
        if day < opened || day >= opened + stays {
            continue;
        }
        let dated = |day: i64| FIRST.saturating_add(day.days());
        text += &format!(
            "[[task]]\nid = 'T-{at}'\ntitle = 'x'\nowner = '{owner}'\npolicy = 'p'\nopened = {}\ndue = {}\n",
            dated(opened),
            dated(due)
        );
        if put_off && day > due {
            text += &format!("extended = [{{ to = {} }}]\n", dated(due + 40));
        }
        if day >= done {
            text += &format!("done = {0}\nverified = {0}\n", dated(done));
        }
    }
    text
}

struct Life {
    state: tempfile::TempDir,
    _lock: Lock,
    ledger: Ledger,
}

impl Life {
    fn of(state: tempfile::TempDir) -> Life {
        let lock = Lock::acquire(state.path()).expect("ours");
        let ledger = Ledger::open(state.path(), &lock).expect("a ledger");
        Life { state, _lock: lock, ledger }
    }

    /// Sweeps each of these days, and sends all.
    fn lives(&mut self, seed: u64, days: std::ops::Range<i64>) {
        let mut sweeper: Option<(String, Sweeper)> = None;
        for day in days {
            let (now, text) = (morning(day), files(seed, day));
            let config = || Arc::new(load(self.state.path(), &text, now));
            let sweeper = match &mut sweeper {
                Some((before, sweeper)) => {
                    if *before != text {
                        sweeper.adopt(config(), false);
                        sweeper.look_at_letters();
                        *before = text.clone();
                    }
                    sweeper
                }
                none => &mut none.insert((text.clone(), Sweeper::new(config()))).1,
            };
            sweeper.renew_letters(&mut self.ledger, now).expect("renewed");
            sweeper.sweep(&mut self.ledger, now).expect("swept");
            self.sends(now);
        }
    }

    fn sends(&mut self, now: Timestamp) {
        let none = HashSet::new();
        let sent = self.ledger.send(|sending| {
            for letter in sending.take(now, 1000, usize::MAX, &none)? {
                let delivered = |to: &String| (to.clone(), Outcome::Delivered("250 ok".into()));
                let outcomes = letter.recipients.iter().map(delivered).collect();
                let attempt = Attempt {
                    number: letter.attempt,
                    ended: now,
                    outcomes,
                    retry: None,
                    puts_off: false,
                    offered: true,
                };
                sending.settle(letter.number, &attempt)?;
            }
            Ok(())
        });
        sent.expect("sent");
    }

    /// What was recorded from that day on, and what waits.
    fn outcome(&self, since: i64) -> Vec<String> {
        let notices = self.ledger.history(None, u32::MAX).expect("history").into_iter();
        let notices = notices.filter(|one| one.recorded >= morning(since));
        let mut all: Vec<String> = notices.map(|one| format!("{one:?}")).collect();
        for letter in self.ledger.unsettled().expect("letters") {
            all.push(format!("{letter:?}"));
        }
        all
    }
}

fn morning(day: i64) -> Timestamp {
    let day = FIRST.saturating_add(day.days()).to_datetime(time(9, 30, 0, 0));
    TimeZone::UTC.to_timestamp(day).expect("in range")
}

fn load(folder: &Path, text: &str, now: Timestamp) -> Config {
    let path = folder.join("duban.toml");
    std::fs::write(&path, text).expect("written");
    duban::config::load(&path, &DiskFiles, now).config.expect("it checks")
}

#[test]
fn n6_after_an_archive_sweeps_decide_as_if_there_were_none() {
    let (mut moved, mut decided) = (0, 0);
    for seed in 0..6 {
        let (until, before) = (250, 160);
        let mut one = Life::of(tempfile::tempdir().expect("a folder"));
        one.lives(seed, 0..until);
        let twin = tempfile::tempdir().expect("a folder");
        one.ledger.backup(&twin.path().join("ledger.sqlite3")).expect("a copy");
        let mut twin = Life::of(twin);

        let config = load(one.state.path(), &files(seed, until), morning(until));
        let file = one.state.path().join("old.sqlite3");
        let in_files = |task: &str| config.task(task).is_some();
        let archived = one.ledger.archive(morning(before), &file, &in_files).expect("archived");
        moved += archived.letters;
        assert_eq!(one.ledger.check().expect("checked"), []);
        for life in [&mut one, &mut twin] {
            life.lives(seed, until..500);
        }
        let (ours, theirs) = (one.outcome(until), twin.outcome(until));
        assert_eq!(ours, theirs, "seed {seed}");
        decided += theirs.len();
    }
    assert!(moved > 20 && decided > 20, "{moved} letters were moved, {decided} written after");
}
