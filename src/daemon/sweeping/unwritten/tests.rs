use std::sync::Arc;

use jiff::SignedDuration;
use minijinja::ErrorKind;
use tempfile::TempDir;

use super::*;
use crate::channels::{MetError, compose};
use crate::daemon::sweeping::admin_notices;
use crate::daemon::sweeping::record::Swept;
use crate::daemon::sweeping::sweeper::Sweeper;
use crate::files::disk::DiskFiles;
use crate::ledger::{Kind, Lock, NewLetter};
use crate::plan::Draft;
use crate::words::causes::in_english;

/// When both tasks have come due.
const NOW: &str = "2026-11-24T01:00:10Z";

const AROUND: &str = "
[mail]
from = 'duban@example.org'
[admin]
to = ['admin@example.org']
[calendars.default]
timezone = 'Asia/Shanghai'
[people]
zhang = { name = 'Zhang', email = 'zhang@example.org' }
wang = { name = 'Wang', email = 'wang@example.org' }
[policies.p]
stages = [{ name = 'overdue', at = '+1d', to = ['owner'] }]
[policies.asks]
stages = [{ name = 'talk', at = '+1d', to = ['owner'], release = 'ask' }]
[defaults]
policy = 'p'
";

/// Nothing is known to keep duban's own templates from being filled in: here some titles do.
fn failing(config: &Config, draft: &Draft, now: Timestamp) -> Result<NewLetter, MetError> {
    let mut titles = draft.items.iter().map(|item| &config[item.notice.target.task].title);
    match titles.any(|title| title.contains("bad")) {
        true => Err(minijinja::Error::new(ErrorKind::OutOfFuel, "engine ran\nout of fuel").into()),
        false => compose(config, draft, now),
    }
}

fn task(id: &str, owner: &str, title: &str) -> String {
    format!("[[task]]\nid = '{id}'\nowner = '{owner}'\ntitle = '{title}'\ndue = 2026-11-20\n")
}

struct Room {
    folder: TempDir,
    _lock: Lock,
    ledger: Ledger,
    sweeper: Sweeper,
    now: Timestamp,
}

impl Room {
    fn of(tasks: &[String]) -> Room {
        let folder = tempfile::tempdir().unwrap();
        let config = load(&folder, tasks);
        let lock = Lock::acquire(folder.path()).unwrap();
        let ledger = Ledger::open(folder.path(), &lock).unwrap();
        let sweeper = Sweeper::new(config).composing_by(failing);
        Room { folder, _lock: lock, ledger, sweeper, now: NOW.parse().unwrap() }
    }

    fn takes(&mut self, tasks: &[String]) {
        self.sweeper.adopt(load(&self.folder, tasks), true);
        self.sweeper.try_unwritten(&mut self.ledger, self.now).unwrap();
    }

    fn starts_anew(&mut self) {
        self.sweeper = Sweeper::new(self.sweeper.config().clone()).composing_by(failing);
        self.sweeper.try_unwritten(&mut self.ledger, self.now).unwrap();
    }

    /// A sweep and word to the admin, and a minute passes.
    fn minute(&mut self) -> Swept {
        let swept = self.sweeper.sweep(&mut self.ledger, self.now).unwrap();
        admin_notices::tell(self.sweeper.config(), &mut self.ledger, self.now).unwrap();
        self.now += SignedDuration::from_mins(1);
        swept
    }

    /// The minutes of so many in which a letter failed.
    fn fails_in(&mut self, minutes: usize) -> Vec<usize> {
        (0..minutes).filter(|_| self.minute().unwritten > 0).collect()
    }

    /// The subjects of the letters: those to the admin, or all others.
    fn letters(&self, to_admin: bool) -> Vec<String> {
        let all = self.ledger.unsettled().unwrap().into_iter();
        let all = all.filter(|letter| (letter.kind == Kind::Admin) == to_admin);
        all.map(|letter| letter.subject).collect()
    }
}

fn load(folder: &TempDir, tasks: &[String]) -> Arc<Config> {
    let path = folder.path().join("duban.toml");
    std::fs::write(&path, format!("language = 'en'{AROUND}{}", tasks.concat())).unwrap();
    let loaded = crate::config::load(&path, &DiskFiles, NOW.parse().unwrap());
    Arc::new(loaded.config.expect("it checks"))
}

#[test]
fn pauses_double_up_to_an_hour_and_end_at_whole_minutes() {
    let now: Timestamp = NOW.parse().unwrap();
    for (failures, at) in [
        (1, "01:01"),
        (2, "01:02"),
        (3, "01:04"),
        (6, "01:32"),
        (7, "02:00"),
        (64, "02:00"),
        (u32::MAX, "02:00"),
    ] {
        let wanted: Timestamp = format!("2026-11-24T{at}:00Z").parse().unwrap();
        assert_eq!(next_try(failures, now), wanted, "{failures}");
    }
}

#[test]
fn a_letter_that_cannot_be_written_is_tried_less_and_less_and_all_others_leave() {
    let mut room = Room::of(&[task("A", "zhang", "bad"), task("B", "wang", "good")]);
    assert_eq!(room.fails_in(200), [0, 1, 3, 7, 15, 31, 63, 123, 183]);
    assert_eq!(room.letters(false), ["Overdue notice, due 20 Nov: good"]);
    let all = room.ledger.unwritten().unwrap();
    let [one] = all.as_slice() else { panic!("{all:?}") };
    assert_eq!((one.name().as_str(), one.since), ("A", NOW.parse().unwrap()));
    let why = in_english(&one.why);
    assert!(why.contains("out of fuel") && !why.contains('\n'), "{why}");
    assert_eq!(room.letters(true), ["Tasks whose letter cannot be written: 1"]);

    // Its notice was not lost: with the file mended it leaves with the next sweep.
    room.takes(&[task("A", "zhang", "mended"), task("B", "wang", "good")]);
    assert_eq!(room.minute().queued, 1);
    assert!(room.letters(false).iter().any(|subject| subject.contains("mended")));
    assert!(room.ledger.unwritten().unwrap().is_empty());
    assert_eq!(room.fails_in(100), [0; 0]);
    let told = ["Tasks whose letter cannot be written: 1", "All letters can be written again"];
    assert_eq!(room.letters(true), told);
    assert_eq!(room.letters(false).len(), 2);
}

/// Another file may be what was in the way.
#[test]
fn it_is_tried_at_once_when_any_file_was_taken_and_then_as_at_first() {
    let bad = task("A", "zhang", "bad");
    let mut room = Room::of(std::slice::from_ref(&bad));
    assert_eq!(room.fails_in(40), [0, 1, 3, 7, 15, 31]);
    room.takes(&[bad, task("B", "wang", "good")]);
    assert_eq!(room.fails_in(10), [0, 1, 3, 7]);
    assert_eq!(room.letters(true).len(), 1);
}

#[test]
fn after_a_restart_the_admin_is_not_told_again() {
    let mut room = Room::of(&[task("A", "zhang", "bad")]);
    assert_eq!(room.fails_in(70).len(), 7);
    room.starts_anew();
    assert_eq!(room.fails_in(70), [0, 1, 3, 7, 15, 31, 63]);
    assert_eq!(room.letters(true), ["Tasks whose letter cannot be written: 1"]);
    let all = room.ledger.unwritten().unwrap();
    assert_eq!(all[0].since, NOW.parse::<Timestamp>().unwrap());
}

#[test]
fn what_needs_no_letter_any_more_is_no_longer_told_of() {
    for left in [format!("{}done = 2026-11-24\n", task("A", "zhang", "bad")), String::new()] {
        let mut room = Room::of(&[task("A", "zhang", "bad")]);
        assert_eq!(room.fails_in(2), [0, 1]);
        room.takes(&[left]);
        assert_eq!(room.fails_in(2), [0; 0]);
        assert!(room.ledger.unwritten().unwrap().is_empty());
        assert_eq!(room.letters(true).last().unwrap(), "All letters can be written again");
    }
}

#[test]
fn what_fails_within_an_hour_of_such_word_is_told_at_its_end() {
    let mut room = Room::of(&[task("A", "zhang", "bad")]);
    room.minute();
    room.takes(&[task("A", "zhang", "bad"), task("B", "wang", "bad")]);
    room.fails_in(59);
    assert_eq!(room.letters(true).len(), 1);
    room.minute();
    let told =
        ["Tasks whose letter cannot be written: 1", "Tasks whose letter cannot be written: 2"];
    assert_eq!(room.letters(true), told);
}

#[test]
fn l6c_a_released_letter_that_cannot_be_written_anew_is_tried_less_and_less_and_told_once() {
    let of = |title: &str| format!("{}policy = 'asks'\n", task("A", "zhang", title));
    let mut room = Room::of(&[of("good")]);
    assert_eq!(room.minute().held, 1);
    let held = room.ledger.unsettled_in(crate::ledger::LetterState::Held).unwrap().remove(0).id;
    room.takes(&[of("bad")]);
    room.ledger.release(&held, room.now).unwrap();
    let mut tries = Vec::new();
    for minute in 0..130 {
        room.sweeper.renew_letters(&mut room.ledger, room.now).unwrap();
        let all = room.ledger.unwritten().unwrap();
        let [one] = all.as_slice() else { panic!("{all:?}") };
        assert_eq!((one.name().as_str(), one.letter.as_ref()), ("A", Some(&held)));
        if tries.len() < one.failures as usize {
            tries.push(minute);
        }
        assert_eq!(room.minute().queued, 0);
    }
    assert_eq!(tries, [0, 1, 3, 7, 15, 31, 63, 123]);
    let told = room.letters(true);
    assert_eq!(told.iter().filter(|one| one.contains("cannot be written")).count(), 1, "{told:?}");

    // With the file mended it goes at once, and the admin hears that all is well.
    room.takes(&[of("mended")]);
    room.sweeper.renew_letters(&mut room.ledger, room.now).unwrap();
    room.minute();
    assert!(room.ledger.unwritten().unwrap().is_empty());
    assert!(room.letters(false).iter().any(|subject| subject.contains("mended")));
    assert_eq!(room.letters(true).last().unwrap(), "All letters can be written again");
}

#[test]
fn l6c_one_that_a_person_sends_as_it_was_written_is_well_again() {
    let of = |title: &str| format!("{}policy = 'asks'\n", task("A", "zhang", title));
    let mut room = Room::of(&[of("good")]);
    room.minute();
    let held = room.ledger.unsettled_in(crate::ledger::LetterState::Held).unwrap().remove(0).id;
    room.takes(&[of("bad")]);
    room.ledger.release(&held, room.now).unwrap();
    room.sweeper.renew_letters(&mut room.ledger, room.now).unwrap();
    assert_eq!(room.ledger.unwritten().unwrap().len(), 1);
    room.ledger.by_hand(room.now, |hand| hand.release_as_written(&held)).unwrap();
    room.sweeper.renew_letters(&mut room.ledger, room.now).unwrap();
    assert!(room.ledger.unwritten().unwrap().is_empty());
}
