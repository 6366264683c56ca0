//! One pass (巡检): what has been reached and is not yet in the ledger becomes letters, and all of
//! it is recorded in one transaction before anything is sent (L1).

use std::collections::{BTreeMap, HashSet};
use std::fmt;
use std::sync::Arc;

use jiff::{Timestamp, ToSpan};
use tracing::{debug, error, info, warn};

use super::in_hand::InHand;
use super::round::written;
use super::schedule::Schedule;
use super::watched::Watched;
use crate::ledger::{
    Disposition, Held, Ledger, LedgerError, NewLetter, NoticeRow, Recording, Waiting,
};
use crate::log::List;
use crate::mail::{ComposeError, News, compose};
use crate::model::{Config, Release};
use crate::plan::{self, Decision, Draft, Item, Ladder, Moot, Notice, Recorded, Target};

/// Sweeps, and remembers who is to be looked at when.
pub struct Sweeper {
    config: Arc<Config>,
    schedule: Schedule,
    /// While an edit waits for a person: those whose deadline it moved (L6).
    held: Option<HashSet<Target>>,
    /// When the last sweep was.
    last: Option<Timestamp>,
    /// The files were read since letters under way were last looked at (L6b).
    letters_left: bool,
    /// How many files are not in force (R1).
    refused: usize,
    watched: Watched,
    /// Letters that sending has taken out.
    in_hand: InHand,
}

/// What a sweep came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Swept {
    /// When it ran.
    pub at: Timestamp,
    /// Letters queued for sending.
    pub queued: usize,
    /// Letters held for a person.
    pub held: usize,
    /// Letters that could not be written; their notices are tried again at the next minute.
    pub unwritten: usize,
    /// Stages recorded as superseded.
    pub superseded: usize,
}

/// What a sweep has decided of the targets that had come due.
#[derive(Default)]
struct Decided {
    sending: Vec<Item>,
    /// Letters that were withdrawn though they may have arrived, and hold again; about whom.
    again: BTreeMap<String, Vec<Target>>,
    superseded: Vec<Notice>,
    next: Vec<(Target, Timestamp)>,
}

impl Sweeper {
    /// A sweeper that looks at every target once, then at each when its moment comes.
    pub fn new(config: Arc<Config>) -> Sweeper {
        let schedule = Schedule::all_due(Target::all(&config));
        let (watched, in_hand) = (Watched::default(), InHand::default());
        Sweeper {
            config,
            schedule,
            held: None,
            last: None,
            letters_left: true,
            refused: 0,
            watched,
            in_hand,
        }
    }

    /// Tells this one what it does.
    pub fn watched_by(self, watched: Watched) -> Sweeper {
        Sweeper { watched, ..self }
    }

    /// Letters that only wait for their turn in these hands are no obstacle to withdrawing them.
    pub(super) fn recall_from(&mut self, in_hand: InHand) {
        self.in_hand = in_hand;
    }

    /// The configuration it goes by.
    pub fn config(&self) -> &Arc<Config> {
        &self.config
    }

    /// Goes by a new configuration. Where only files of tasks were read again, tasks that are the same
    /// are not looked at again.
    pub fn adopt(&mut self, config: Arc<Config>, only_tasks: bool) {
        let schedule = std::mem::take(&mut self.schedule);
        self.schedule = match only_tasks {
            true => schedule.carried_over(&self.config, &config),
            false => Schedule::all_due(Target::all(&config)),
        };
        self.config = config;
    }

    /// So many files are not in force.
    pub fn refuse(&mut self, files: usize) {
        self.refused = files;
    }

    /// How many files are not in force.
    pub fn refused(&self) -> usize {
        self.refused
    }

    /// The files were read, or an edit was taken: letters that no longer hold are to be withdrawn, those
    /// under way as soon as they have landed.
    pub fn look_at_letters(&mut self) {
        self.letters_left = true;
    }

    /// L6b: withdraws what no longer holds of letters that were under way when the files were read.
    pub fn withdraw(&mut self, ledger: &mut Ledger, now: Timestamp) -> Result<(), LedgerError> {
        if self.letters_left {
            self.in_hand.recall(ledger)?;
            let again = self.withdraw_moot(ledger, |_| false, now)?;
            again.into_iter().for_each(|target| self.schedule.put(target, Timestamp::MIN));
            self.letters_left = !self.in_hand.is_empty();
        }
        Ok(())
    }

    /// Letters about these are held from now on, and no others for that reason (L6).
    pub fn hold(&mut self, held: Option<HashSet<Target>>) {
        self.held = held;
    }

    /// Whether an edit waits for a person.
    pub fn holds(&self) -> bool {
        self.held.is_some()
    }

    /// When a target is to be looked at next.
    pub fn next(&self) -> Option<Timestamp> {
        self.schedule.next()
    }

    /// Sweeps at `now`. On error nothing was recorded, and the same targets are due again.
    pub fn sweep(&mut self, ledger: &mut Ledger, now: Timestamp) -> Result<Swept, LedgerError> {
        if self.last.is_some_and(|last| now < last) {
            self.set_back(ledger, now)?;
        }
        self.last = Some(now);
        let due = self.schedule.take_due(now);
        match self.record(ledger, &due, now) {
            Ok((swept, next)) => {
                next.into_iter().for_each(|(target, at)| self.schedule.put(target, at));
                Ok(swept)
            }
            Err(failure) => {
                due.into_iter().for_each(|target| self.schedule.put(target, now));
                Err(failure)
            }
        }
    }

    /// The clock was set back: what was put off by a clock that stood ahead is looked at again, and
    /// letters it wrote before their time are withdrawn.
    fn set_back(&mut self, ledger: &mut Ledger, now: Timestamp) -> Result<(), LedgerError> {
        warn!(now = %format!("{now:.0}"), "the clock was set back; looking at every task again");
        self.in_hand.recall(ledger)?;
        self.withdraw_moot(ledger, |waiting| waiting.tried, now)?;
        self.schedule = Schedule::all_due(Target::all(&self.config));
        Ok(())
    }

    /// L6b: letters that wait to go and whose every notice has become moot since they were written are
    /// withdrawn; so is any that was written before its time, by a clock that stood ahead. Done whenever the
    /// files were read, and when the clock was set back. Whoever they were about is to be looked at again.
    fn withdraw_moot(
        &self,
        ledger: &mut Ledger,
        left: impl Fn(&Waiting) -> bool,
        now: Timestamp,
    ) -> Result<Vec<Target>, LedgerError> {
        let config = &self.config;
        let (mut withdrawn, mut targets) = (Vec::new(), Vec::new());
        ledger.waiting(|waiting| {
            if left(&waiting) || self.in_hand.has(waiting.number) {
                return;
            }
            let Waiting { number, letter, notices, .. } = waiting;
            let reasons = notices.iter().map(|notice| match notice.moment > now {
                true => Some(Moot::NotYet),
                false => plan::moot(config, &notice.id, now),
            });
            let reasons: Vec<Option<Moot>> = reasons.collect();
            let early = reasons.contains(&Some(Moot::NotYet));
            if !early && reasons.contains(&None) {
                return;
            }
            let reasons: Vec<Moot> = reasons.into_iter().flatten().collect();
            // What an edit did that waits for a person is not in force yet (L6); too early is too early.
            let edited = |reason: &Moot| matches!(reason, Moot::Gone | Moot::Moved);
            if self.holds() && !early && reasons.iter().any(edited) {
                return;
            }
            targets.extend(notices.iter().filter_map(|notice| plan::target_of(config, &notice.id)));
            let tasks: Vec<&str> = notices.iter().map(|notice| notice.id.task.as_ref()).collect();
            let reasons: Vec<String> = reasons.iter().map(|reason| format!("{reason:?}")).collect();
            info!(letter, tasks = ?List(&tasks), reasons = ?List(&reasons),
                "letter withdrawn: what it says of these tasks no longer holds");
            withdrawn.push(number);
        })?;
        ledger.withdraw(&withdrawn, now)?;
        self.watched.withdrew(withdrawn.len());
        Ok(targets)
    }

    fn record(
        &self,
        ledger: &mut Ledger,
        due: &[Target],
        now: Timestamp,
    ) -> Result<(Swept, Vec<(Target, Timestamp)>), LedgerError> {
        let config = &self.config;
        let mut decided = Decided::default();
        for target in due {
            decided.add(config, ledger, *target, now)?;
        }
        let Decided { sending, again, superseded, mut next } = decided;
        let mut pass = Pass::new(config, self.held.as_ref(), now);
        if !sending.is_empty() || !again.is_empty() || !superseded.is_empty() {
            let drafts = plan::drafts(config, sending, now);
            ledger.record(now, |recording| pass.record(drafts, again, superseded, recording))?;
        }
        pass.report(&self.watched);
        let again = now.saturating_add(1.minute()).unwrap_or(now);
        let unwritten: HashSet<Target> = pass.unwritten.iter().flatten().copied().collect();
        next.retain(|(target, _)| !unwritten.contains(target));
        next.extend(unwritten.into_iter().map(|target| (target, again)));
        Ok((pass.swept(), next))
    }
}

/// What a sweep records; the letters themselves are in the ledger and nowhere else.
struct Pass<'a> {
    config: &'a Config,
    /// While an edit waits for a person: those whose deadline it moved (L6).
    moved: Option<&'a HashSet<Target>>,
    now: Timestamp,
    letters: Vec<Written>,
    superseded: usize,
    /// The targets of each letter that could not be written.
    unwritten: Vec<Vec<Target>>,
}

/// A letter that was recorded.
struct Written {
    id: String,
    subject: String,
    /// None if it was written before, and goes again.
    kind: Option<&'static str>,
    tasks: Vec<Box<str>>,
    notices: usize,
    recipients: usize,
    held: Option<Held>,
}

impl<'a> Pass<'a> {
    fn new(config: &'a Config, moved: Option<&'a HashSet<Target>>, now: Timestamp) -> Pass<'a> {
        Pass { config, moved, now, letters: Vec::new(), superseded: 0, unwritten: Vec::new() }
    }

    /// L1: everything the sweep records. L6: too many letters at once are held, all of them, and
    /// those about tasks that too large an edit has moved. L6a: so are those of a stage that asks.
    fn record(
        &mut self,
        drafts: Vec<Draft>,
        again: BTreeMap<String, Vec<Target>>,
        superseded: Vec<Notice>,
        recording: &Recording<'_>,
    ) -> Result<(), LedgerError> {
        let (config, now) = (self.config, self.now);
        let storm = drafts.len() + again.len() > config.guard.max_letters as usize;
        for draft in drafts {
            let held = match draft.release {
                _ if storm => Some(Held::Guard),
                _ if self.moved.is_some_and(|moved| draft.is_about(moved)) => Some(Held::Changes),
                Release::Ask => Some(Held::Ask),
                Release::Auto => None,
            };
            match compose(config, &draft, now) {
                Ok(letter) => self.letter(NewLetter { held, ..letter }, draft, recording)?,
                Err(failure) => self.unwritten(&draft, &failure),
            }
        }
        for (letter, targets) in again {
            let of_edit =
                self.moved.is_some_and(|moved| targets.iter().any(|one| moved.contains(one)));
            let held = match storm {
                true => Some(Held::Guard),
                false => of_edit.then_some(Held::Changes),
            };
            let subject = recording.again(&letter, held)?;
            self.letters.push(Written::again(config, letter, subject, &targets, held));
        }
        for notice in superseded {
            record(recording, row(notice, Disposition::Superseded, None, now))?;
            self.superseded += 1;
        }
        for letter in tell_held(config, &self.letters, now) {
            recording.letter(&letter)?;
            self.letters.push(Written::of(&letter, &[]));
        }
        Ok(())
    }

    fn letter(
        &mut self,
        letter: NewLetter,
        draft: Draft,
        recording: &Recording<'_>,
    ) -> Result<(), LedgerError> {
        recording.letter(&letter)?;
        self.letters.push(Written::of(&letter, &draft.items));
        for item in draft.items {
            let id = Some(letter.id.clone());
            record(recording, row(item.notice, Disposition::Letter, id, self.now))?;
        }
        Ok(())
    }

    fn unwritten(&mut self, draft: &Draft, failure: &ComposeError) {
        let tasks: Vec<&str> =
            draft.items.iter().map(|item| item.notice.id.task.as_ref()).collect();
        error!(tasks = ?List(&tasks), error = %failure, "a letter cannot be written; it is tried again at the next minute");
        self.unwritten.push(draft.items.iter().map(|item| item.notice.target).collect());
    }

    fn report(&self, watched: &Watched) {
        for Written { id, kind, notices, tasks, recipients, held, .. } in &self.letters {
            let (tasks, recipients) = (List(tasks), *recipients);
            let Some(kind) = *kind else {
                info!(
                    letter = id,
                    ?tasks,
                    held = held.is_some(),
                    "a letter that was withdrawn, and may have arrived, holds again: the same goes once more"
                );
                continue;
            };
            match held {
                None => info!(letter = id, kind, ?tasks, recipients, "letter written"),
                Some(_) => info!(
                    letter = id,
                    kind,
                    ?tasks,
                    recipients,
                    "letter written and held; it waits for `duban release` or `duban discard`"
                ),
            }
            // Word to the admin carries no notice.
            if *notices > 0 {
                watched.wrote(kind, *notices, held.is_some());
            }
        }
        watched.superseded(self.superseded);
        if self.letters.iter().any(|letter| letter.held == Some(Held::Guard)) {
            warn!(
                "{} letters, more than guard.max-letters: all are held; \
                look at `duban outbox`, then `duban release` or `duban discard`",
                self.letters.len()
            );
        }
    }

    fn swept(&self) -> Swept {
        let held = self.letters.iter().filter(|letter| letter.held.is_some()).count();
        Swept {
            at: self.now,
            queued: self.letters.len() - held,
            held,
            unwritten: self.unwritten.len(),
            superseded: self.superseded,
        }
    }
}

impl Written {
    fn of(letter: &NewLetter, items: &[Item]) -> Written {
        let mut tasks: Vec<Box<str>> =
            items.iter().map(|item| item.notice.id.task.as_ref().into()).collect();
        tasks.dedup();
        Written {
            id: letter.id.clone(),
            subject: letter.subject.clone(),
            kind: Some(letter.kind.name()),
            tasks,
            notices: items.len(),
            recipients: letter.recipients.len(),
            held: letter.held,
        }
    }

    fn again(
        config: &Config,
        id: String,
        subject: String,
        targets: &[Target],
        held: Option<Held>,
    ) -> Written {
        let tasks = targets.iter().map(|target| target.task(config).id.as_ref().into());
        Written { id, subject, kind: None, tasks: tasks.collect(), notices: 0, recipients: 0, held }
    }
}

impl Decided {
    fn add(
        &mut self,
        config: &Config,
        ledger: &Ledger,
        target: Target,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let ladder = Ladder::of(config, target);
        let (latest, next) = ladder.around(now);
        if latest.is_none() {
            self.next.extend(next.map(|at| (target, at)));
            return Ok(());
        }
        let milestone = target.milestone(config).map(|milestone| milestone.id.as_ref());
        let mut recorded = ledger.recorded(&target.task(config).id, milestone)?;
        let next = match plan::decide_on(config, &ladder, &recorded, now) {
            Decision::Nothing { next } => next,
            Decision::Wait { next, .. } => Some(next),
            Decision::Send { occurrence, superseded, next } => {
                let passed = superseded.iter().map(|one| ladder.notice(config, *one));
                self.superseded.extend(passed);
                recorded.push(Recorded::of(&ladder, occurrence, true));
                let notice = ladder.notice(config, occurrence);
                match ledger.withdrawn_in_doubt(&notice.id)? {
                    Some(letter) => self.again.entry(letter).or_default().push(target),
                    None => self.sending.push(Item::of(config, notice, recorded, now)),
                }
                next
            }
        };
        self.next.extend(next.map(|at| (target, at)));
        Ok(())
    }
}

fn record(recording: &Recording<'_>, notice: NoticeRow) -> Result<(), LedgerError> {
    let NoticeRow { id, disposition, letter, .. } = &notice;
    debug!(task = %id.task, milestone = id.milestone.as_deref(), stage = %id.stage,
        occurrence = id.occurrence, letter = letter.as_deref(), ?disposition, "notice recorded");
    recording.notice(&notice)
}

/// L6, L6a: the admin is told of letters that wait for a person.
fn tell_held(config: &Config, letters: &[Written], now: Timestamp) -> Vec<NewLetter> {
    let told = [Held::Guard, Held::Changes, Held::Ask].into_iter().filter_map(|why| {
        let held = letters.iter().filter(|letter| letter.held == Some(why));
        let held: Vec<(String, String)> =
            held.map(|letter| (letter.id.clone(), letter.subject.clone())).collect();
        if held.is_empty() {
            return None;
        }
        written(config, &News::Held(why, &held), now)
    });
    told.collect()
}

/// A notice as the ledger keeps it.
pub fn row(
    notice: Notice,
    disposition: Disposition,
    letter: Option<String>,
    now: Timestamp,
) -> NoticeRow {
    NoticeRow { id: notice.id, disposition, moment: notice.moment, recorded: now, letter }
}

impl fmt::Display for Swept {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Swept { at, queued, held, unwritten, superseded } = self;
        write!(
            f,
            "last sweep {at:.0}: {queued} letters queued, {held} held, {superseded} stages superseded"
        )?;
        match unwritten {
            0 => Ok(()),
            letters => write!(f, ", {letters} could not be written"),
        }
    }
}
