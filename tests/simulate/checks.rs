//! What must hold of every life.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use duban::daemon::SharedLedger;
use duban::daemon::guard::take_files;
use duban::daemon::sweep::withdraw_moot;
use duban::ledger::{
    Disposition, Held, Kind, Ledger, LetterRow, LetterState, NoticeRow, RecipientState, UnderWay,
};
use duban::model::Config;
use duban::plan::{self, Decision, Moot, NoticeId, Recorded, Target};
use jiff::{RoundMode, SignedDuration, Timestamp, TimestampRound, Unit};

use super::life::Life;
use super::world::{Accepted, World};

/// How a process went.
pub struct Process {
    pub ended: Timestamp,
    pub crashed: bool,
    /// The clock was right, and the disk took everything.
    pub clear: bool,
}

/// What there was before a process started.
pub struct Before {
    config: Arc<Config>,
    at: Timestamp,
    recorded: Vec<(Target, Vec<Recorded>)>,
    /// Letters that somebody may have: they are not withdrawn for a hold.
    may_have_arrived: BTreeSet<String>,
    /// Letters there were, whatever a clock that stood ahead says of when they were written.
    letters: BTreeSet<String>,
    accepted: usize,
    /// An edit waits for a person.
    edit_waits: bool,
}

/// Works with the ledger outside of any runtime.
fn with<R: Send + 'static>(
    ledger: &SharedLedger,
    work: impl FnOnce(&mut Ledger) -> R + Send + 'static,
) -> R {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    runtime.block_on(ledger.with(work)).expect("no panic")
}

fn recorded(config: &Config, ledger: &Ledger) -> Vec<(Target, Vec<Recorded>)> {
    let of = |target: Target| {
        let milestone = target.milestone(config).map(|one| one.id.as_ref());
        ledger.recorded(&target.task(config).id, milestone).expect("read")
    };
    Target::all(config).map(|target| (target, of(target))).collect()
}

/// A person settles everything that is held.
pub fn settle_held(world: &World, ledger: &SharedLedger, now: Timestamp) {
    world.rest();
    with(ledger, move |ledger| {
        for letter in ledger.unsettled().expect("read") {
            if letter.state == LetterState::Held {
                ledger.release(&letter.id, now).expect("released");
            }
        }
        ledger.settle_edit(now).expect("settled");
    });
}

/// The state from which a process goes out: what it withdraws first is withdrawn.
pub fn before(world: &World, config: &Arc<Config>, ledger: &SharedLedger, at: Timestamp) -> Before {
    world.rest();
    let accepted = world.lock().accepted.len();
    let clear = world.skew().is_zero();
    let same = config.clone();
    let (edit_waits, recorded) = with(ledger, move |ledger| {
        let mut edit_waits = false;
        if clear {
            edit_waits = take_files(&same, ledger, at).expect("compared").is_some();
            withdraw_moot(&same, ledger, UnderWay::Nothing, edit_waits, at).expect("withdrawn");
        }
        (edit_waits, recorded(&same, ledger))
    });
    let waiting = with(ledger, |ledger| ledger.waiting(UnderWay::Nothing).expect("read"));
    let may_have_arrived = waiting.into_iter().filter(|one| one.may_have_arrived);
    let letters = everything(ledger).0.into_iter().map(|letter| letter.id).collect();
    Before {
        config: config.clone(),
        at,
        recorded,
        may_have_arrived: may_have_arrived.map(|one| one.letter).collect(),
        letters,
        accepted,
        edit_waits,
    }
}

impl Before {
    /// Checks what a process did; how many notices left as planned.
    pub fn check(
        self,
        world: &World,
        ledger: &SharedLedger,
        process: &Process,
        fail: &dyn Fn(&str),
    ) -> u64 {
        world.rest();
        let (letters, notices) = everything(ledger);
        let during = |at: Timestamp| self.at <= at && at < process.ended;
        if process.clear {
            self.check_guard(ledger, process, &letters, &notices, fail);
            self.check_moot(world, &letters, &notices, fail);
        }
        if !process.clear {
            return 0;
        }
        // What was under way in the minute of a crash may have come about or not.
        let until = match process.crashed {
            true => floor_minute(process.ended),
            false => process.ended,
        };
        let planned = self.recorded.iter().flat_map(|(target, recorded)| {
            plan::simulate(&self.config, *target, recorded.clone(), self.at, until)
        });
        let planned: BTreeSet<(NoticeId, Timestamp)> =
            planned.map(|one| (one.notice.id, one.release)).collect();
        let is_new =
            |one: &&NoticeRow| one.letter.as_ref().is_some_and(|id| !self.letters.contains(id));
        let sent = notices.iter().filter(|one| one.disposition == Disposition::Letter);
        let sent = sent.filter(is_new);
        let sent: BTreeSet<(NoticeId, Timestamp)> = sent
            .filter(|one| during(one.recorded) && one.recorded < until)
            .map(|one| (one.id.clone(), floor_minute(one.recorded)))
            .collect();
        if planned != sent {
            let missing: Vec<_> = planned.difference(&sent).collect();
            let surplus: Vec<_> = sent.difference(&planned).collect();
            fail(&format!("planned, and not so: {missing:#?}\nnot planned: {surplus:#?}"));
        }
        planned.len() as u64
    }

    /// L6: no sweep lets more letters go than it may, nor any that an edit waits for.
    fn check_guard(
        &self,
        ledger: &SharedLedger,
        process: &Process,
        letters: &[LetterRow],
        notices: &[NoticeRow],
        fail: &dyn Fn(&str),
    ) {
        let config = self.config.clone();
        let (edit, moved) = with(ledger, move |ledger| {
            let mut comparing = plan::comparing(&config);
            ledger
                .deadlines(|task, milestone, was| comparing.known(task, milestone, was))
                .expect("read");
            let moved = comparing.finish().moved;
            let moved: Vec<String> =
                moved.iter().map(|one| one.target.task(&config).id.to_string()).collect();
            (ledger.held_edit().expect("read"), moved)
        });
        let all_along = edit.is_some_and(|edit| edit.settled.is_none() && edit.found <= self.at);
        let mut sweeps: BTreeMap<Timestamp, Vec<&LetterRow>> = BTreeMap::new();
        let new =
            letters.iter().filter(|one| self.at <= one.created && one.created < process.ended);
        for letter in new.filter(|one| one.kind != Kind::Admin) {
            sweeps.entry(letter.created).or_default().push(letter);
            let about = notices.iter().filter(|one| one.letter.as_ref() == Some(&letter.id));
            let mut about = about.map(|one| one.id.task.to_string());
            let free = !matches!(letter.held, Some(Held::Changes | Held::Guard));
            if all_along && free && about.any(|task| moved.contains(&task)) {
                fail(&format!("letter {} is about a moved deadline, and not held", letter.id));
            }
        }
        for (sweep, letters) in sweeps {
            let many = letters.len() > self.config.guard.max_letters as usize;
            if many && letters.iter().any(|letter| letter.held != Some(Held::Guard)) {
                fail(&format!("{} letters at {sweep}, and not all held", letters.len()));
            }
        }
    }

    /// L6b: what had become moot before the process started did not leave.
    fn check_moot(
        &self,
        world: &World,
        letters: &[LetterRow],
        notices: &[NoticeRow],
        fail: &dyn Fn(&str),
    ) {
        let accepted = world.lock().accepted.clone();
        let (earlier, now) = accepted.split_at(self.accepted);
        for one in now {
            if earlier.iter().any(|other| other.message_id == one.message_id) {
                continue;
            }
            let letter = letters.iter().find(|letter| letter.message_id == one.message_id);
            let Some(letter) = letter.filter(|letter| letter.created < self.at) else { continue };
            let mut about = notices
                .iter()
                .filter(|notice| notice.letter.as_ref() == Some(&letter.id))
                .peekable();
            let moot = |notice: &NoticeRow| plan::moot(&self.config, &notice.id, self.at).is_some();
            // What an edit did that waits for a person is not in force yet.
            let edited = |notice: &NoticeRow| {
                let moot = plan::moot(&self.config, &notice.id, self.at);
                self.edit_waits && matches!(moot, Some(Moot::Gone | Moot::Moved))
            };
            let mut again =
                notices.iter().filter(|notice| notice.letter.as_ref() == Some(&letter.id));
            let excused = self.may_have_arrived.contains(&letter.id) || again.any(edited);
            if !excused && about.peek().is_some() && about.all(moot) {
                fail(&format!("letter {} left, and nothing in it held any more", letter.id));
            }
        }
    }
}

fn floor_minute(at: Timestamp) -> Timestamp {
    let down = TimestampRound::new().smallest(Unit::Minute).mode(RoundMode::Floor);
    at.round(down).expect("in range")
}

fn everything(ledger: &SharedLedger) -> (Vec<LetterRow>, Vec<NoticeRow>) {
    with(ledger, |ledger| {
        let mut letters = Vec::new();
        let read = ledger.each_letter(|letter, _| {
            letters.push(letter);
            Ok::<(), ()>(())
        });
        assert_eq!(read.expect("read"), Ok(()));
        (letters, ledger.history(None, u32::MAX).expect("read"))
    })
}

/// Once everything has had its time.
pub fn after(
    world: &World,
    ledger: &SharedLedger,
    config: &Arc<Config>,
    now: Timestamp,
    fail: &dyn Fn(&str),
    life: &mut Life,
) {
    world.rest();
    let wrong = with(ledger, |ledger| ledger.check().expect("read"));
    if !wrong.is_empty() {
        fail(&format!("the ledger is not sound: {wrong:#?}"));
    }
    let (letters, notices) = everything(ledger);
    let accepted = world.lock().accepted.clone();
    for letter in &letters {
        let waited = now.duration_since(letter.created) > SignedDuration::from_hours(2);
        if letter.state == LetterState::Queued && waited {
            fail(&format!("letter {} still waits: {letter:#?}", letter.id));
        }
        check_copies(letter, ledger, &accepted, world.lock().crashes, fail);
    }
    for one in &accepted {
        if !letters.iter().any(|letter| letter.message_id == one.message_id) {
            fail(&format!("{} was sent, and the ledger does not know it", one.message_id));
        }
    }
    let untold = with(ledger, |ledger| ledger.undelivered().expect("read"));
    if untold.iter().any(|one| {
        letters.iter().any(|letter| {
            letter.id == one.letter
                && letter
                    .settled
                    .is_none_or(|at| now.duration_since(at) > SignedDuration::from_hours(24))
        })
    }) {
        fail(&format!("the admin was never told: {untold:#?}"));
    }
    // T7: whatever is reached is in the ledger, or waits for its window.
    let same = config.clone();
    for (target, recorded) in with(ledger, move |ledger| recorded(&same, ledger)) {
        if let Decision::Send { occurrence, .. } =
            plan::decide(config, target, &recorded, floor_minute(now))
        {
            fail(&format!("{} was reached and never sent: {occurrence:?}", target.name(config)));
        }
    }
    let count = |state: LetterState| letters.iter().filter(|one| one.state == state).count() as u64;
    life.letters = letters.len() as u64;
    life.failed = count(LetterState::Failed);
    life.withdrawn = count(LetterState::Withdrawn);
    life.held = letters.iter().filter(|one| one.held.is_some()).count() as u64;
    let distinct: BTreeSet<(&str, &String)> = accepted
        .iter()
        .flat_map(|one| one.recipients.iter().map(|to| (one.message_id.as_str(), to)))
        .collect();
    let all: usize = accepted.iter().map(|one| one.recipients.len()).sum();
    life.copies = (all - distinct.len()) as u64;
    let _kept = notices;
}

/// L2: a further copy only where the answer to the last one could not be known, and the same bytes.
fn check_copies(
    letter: &LetterRow,
    ledger: &SharedLedger,
    accepted: &[Accepted],
    crashes: u32,
    fail: &dyn Fn(&str),
) {
    let copies: Vec<&Accepted> =
        accepted.iter().filter(|one| one.message_id == letter.message_id).collect();
    let id = letter.id.clone();
    let bytes = with(ledger, move |ledger| ledger.letter(&id).expect("read").expect("there").1);
    if copies.iter().any(|copy| copy.bytes != bytes) {
        fail(&format!("letter {} was sent as other bytes than the ledger has", letter.id));
    }
    for recipient in &letter.recipients {
        let to: Vec<&&Accepted> =
            copies.iter().filter(|one| one.recipients.contains(&recipient.address)).collect();
        for pair in to.windows(2) {
            if pair[0].answered && pair[0].crashes == pair[1].crashes {
                fail(&format!("{} has letter {} twice: {to:#?}", recipient.address, letter.id));
            }
        }
        let unanswered = to.iter().filter(|one| !one.answered).count() as u32;
        let excused = 2 + to.last().map_or(0, |one| one.crashes);
        if unanswered > excused {
            fail(&format!("{} has letter {} {unanswered} times", recipient.address, letter.id));
        }
        let delivered = recipient.state == RecipientState::Delivered;
        if delivered && to.is_empty() {
            fail(&format!("{} never had letter {}", recipient.address, letter.id));
        }
        let known = to.iter().any(|one| one.answered && one.crashes == crashes);
        if known && !delivered {
            fail(&format!(
                "{} has letter {}, and the ledger does not say so",
                recipient.address, letter.id
            ));
        }
    }
}
