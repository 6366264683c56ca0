//! What a sweep records: letters, those that are held, and stages that were passed over. The letters themselves are in
//! the ledger and nowhere else; what is kept here is for the log.

use std::collections::{BTreeMap, HashMap, HashSet};
use std::fmt;

use jiff::Timestamp;

use crate::channels::{MetError, compose_further};
use crate::daemon::progress::Progress;
use crate::daemon::status::Status;
use crate::daemon::sweeping::composing::compose_all;
use crate::daemon::sweeping::digests::{self, DueDigest, WrittenDigest};
use crate::daemon::sweeping::renewal;
use crate::daemon::sweeping::renewal::Compose;
use crate::daemon::sweeping::unwritten;
use crate::daemon::telling::written;
use crate::ledger;
use crate::ledger::{
    Disposition, Held, LedgerError, NewLetter, NoticeRow, Old, Recording, Renewal,
};
use crate::letter::admin::AdminNotice;
use crate::log::{List, tell};
use crate::model::met::Met;
use crate::model::{Config, Release};
use crate::plan;
use crate::plan::{Answered, Content, Draft, FurtherLetter, Item, Notice, Target};
use crate::words::causes;
use crate::words::log;

/// A sweep while it is recorded.
pub(crate) struct SweepWriter<'a> {
    config: &'a Config,
    /// While an edit waits for a person: those it is about (L8a).
    moved: Option<&'a HashSet<Target>>,
    compose: Compose,
    progress: Progress,
    now: Timestamp,
    letters: Vec<Written>,
    superseded: usize,
    /// Held letters that newer ones take the place of, and whom they tell of (T7).
    replaced: Vec<Passed>,
    /// The letters that could not be written.
    unwritten: Vec<Unwritten>,
    /// Templates that could not be filled in, and why; and those of which the admin knows.
    failed: BTreeMap<String, String>,
    known: &'a BTreeMap<String, String>,
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
    /// Letters that could not be written; their notices are tried again later.
    pub unwritten: usize,
    /// Stages recorded as superseded.
    pub superseded: usize,
}

/// A held letter, newer notices of these having been reached.
pub(crate) struct Passed {
    pub(crate) old: Old,
    pub(crate) renewal: Renewal,
    pub(crate) targets: HashSet<Target>,
}

/// The digests of a sweep.
pub(crate) struct SweepDigests<'a> {
    /// Those that are due by what the ledger had before.
    pub(crate) due: Vec<DueDigest>,
    /// So many more leave at once, in place of copies of this sweep's letters (L8b).
    pub(crate) at_once: usize,
    /// The answers that the ledger has.
    pub(crate) answered: &'a Answered,
}

/// A letter that could not be written: about whom, why, and when it is tried again.
struct Unwritten {
    targets: Vec<Target>,
    why: Met,
    next_try: Timestamp,
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
    /// It takes the place of one that was held.
    known: bool,
}

impl<'a> SweepWriter<'a> {
    pub(crate) fn new(
        config: &'a Config,
        (moved, compose): (Option<&'a HashSet<Target>>, Compose),
        known: &'a BTreeMap<String, String>,
        progress: Progress,
        now: Timestamp,
    ) -> SweepWriter<'a> {
        SweepWriter {
            config,
            moved,
            compose,
            progress,
            now,
            letters: Vec::new(),
            superseded: 0,
            replaced: Vec::new(),
            unwritten: Vec::new(),
            failed: BTreeMap::new(),
            known,
        }
    }

    /// T7: of one track only the newest notice stays held.
    pub(crate) fn replace(
        &mut self,
        passed: Vec<Passed>,
        recording: &Recording<'_>,
    ) -> Result<(), LedgerError> {
        for one in passed {
            if recording.renew(&one.renewal)? {
                self.replaced.push(one);
            }
        }
        Ok(())
    }

    /// Whether the admin knows that a letter of these waits: an older one did (L6a).
    fn is_known(&self, items: &[Item]) -> bool {
        let known =
            |item: &Item| self.replaced.iter().any(|one| one.targets.contains(&item.notice.target));
        !items.is_empty() && items.iter().all(known)
    }

    /// Since when the first of the letters waits whose place a letter about these takes.
    fn waits_since(&self, items: &[Item]) -> Option<Timestamp> {
        let of = |one: &&Passed| items.iter().any(|item| one.targets.contains(&item.notice.target));
        self.replaced.iter().filter(of).map(|one| one.old.row.waits_since()).min()
    }

    /// L1: everything the sweep records. L6: too many letters at once are held, all of them, and
    /// those about tasks that too large an edit has moved. L6a: so are those of a stage that asks.
    pub(crate) fn record(
        &mut self,
        (drafts, further): (Vec<Draft>, Vec<FurtherLetter>),
        again: BTreeMap<String, Vec<Target>>,
        superseded: Vec<Notice>,
        digests: SweepDigests<'_>,
        recording: &Recording<'_>,
    ) -> Result<(), LedgerError> {
        let (config, now) = (self.config, self.now);
        let counted = further.iter().filter(|letter| letter.counted).count();
        let digested = digests.due.len() + digests.at_once;
        let letters = drafts.len() + again.len() + counted + digested;
        let storm = letters > config.guard.max_letters as usize;
        // Reports are counted apart: many of them are no sign that something is wrong with the list.
        let reports = further.len() - counted;
        let storm_of_reports = reports > config.guard.max_letters as usize;
        compose_all(config, self.compose, drafts, now, |draft, letter| {
            let targets = draft.items.iter().map(|item| item.notice.target);
            let held = self.held(storm, targets, draft.release);
            self.progress.letter();
            match letter {
                Ok(letter) => self.letter(NewLetter { held, ..letter }, draft, recording),
                Err(failure) => {
                    let targets = draft.items.iter().map(|item| item.notice.target).collect();
                    self.cannot_write(targets, &failure, recording)
                }
            }
        })?;
        for letter in further {
            let storm = if letter.counted { storm } else { storm_of_reports };
            let storm = storm || letter.is_too_much();
            let targets = letter.targets.iter().copied();
            let held = self.held(storm, targets, letter.release);
            self.further(letter, held, recording)?;
            self.progress.letter();
        }
        for (letter, targets) in again {
            let held = self.held(storm, targets.iter().copied(), Release::Auto);
            let subject = recording.again(&letter, held)?;
            self.letters.push(Written::again(config, letter, subject, &targets, held));
        }
        self.digests(digests, storm.then_some(Held::Guard), recording)?;
        for notice in superseded {
            record(recording, row(notice, Disposition::Superseded, None, now))?;
            self.superseded += 1;
            self.progress.step();
        }
        let news: Vec<(String, String)> = self.failed_anew().into_iter().collect();
        let told = (!news.is_empty()).then(|| written(config, &AdminNotice::Templates(&news), now));
        let told = told.flatten();
        for letter in tell_held(config, &self.letters, now).into_iter().chain(told) {
            recording.letter(&letter)?;
            self.letters.push(Written::of(&letter, Vec::new()));
        }
        Ok(())
    }

    /// Why a letter about these is held, if it is.
    fn held(
        &self,
        storm: bool,
        targets: impl IntoIterator<Item = Target>,
        release: Release,
    ) -> Option<Held> {
        let of_edit = |moved: &HashSet<Target>| targets.into_iter().any(|one| moved.contains(&one));
        match release {
            _ if storm => Some(Held::Guard),
            _ if self.moved.is_some_and(of_edit) => Some(Held::Changes),
            Release::Ask => Some(Held::Ask),
            Release::Auto => None,
        }
    }

    /// The templates that could not be filled in, of which the admin does not know.
    pub(crate) fn failed_anew(&self) -> BTreeMap<String, String> {
        let new = |(path, why): &(&String, &String)| self.known.get(*path) != Some(*why);
        let failed = self.failed.iter().filter(new);
        failed.map(|(path, why)| (path.clone(), why.clone())).collect()
    }

    fn letter(
        &mut self,
        letter: NewLetter,
        draft: Draft,
        recording: &Recording<'_>,
    ) -> Result<(), LedgerError> {
        recording.letter(&letter)?;
        self.failed.extend(letter.failed.iter().cloned());
        let known = self.is_known(&draft.items);
        if let Some(since) = self.waits_since(&draft.items).filter(|_| letter.held.is_some()) {
            recording.waits_since(&letter.id, since)?;
        }
        let tasks = draft.items.iter().map(|item| item.notice.id.subject.id().into());
        let notices = draft.items.iter().flat_map(Item::notices).count();
        self.letters.push(Written { known, notices, ..Written::of(&letter, tasks.collect()) });
        for notice in draft.items.iter().flat_map(Item::notices) {
            let id = Some(letter.id.clone());
            record(recording, row(notice.clone(), Disposition::Letter, id, self.now))?;
            self.progress.step();
        }
        Ok(())
    }

    /// A letter that no stage writes: its id, if it could be written.
    fn further(
        &mut self,
        further: FurtherLetter,
        held: Option<Held>,
        recording: &Recording<'_>,
    ) -> Result<Option<String>, LedgerError> {
        let letter = match compose_further(self.config, &further, self.now) {
            Ok(letter) => NewLetter { held, ..letter },
            Err(failure) => {
                self.cannot_write(further.targets, &failure, recording)?;
                return Ok(None);
            }
        };
        recording.letter(&letter)?;
        self.failed.extend(letter.failed.iter().cloned());
        let tasks = further.targets.iter().map(|target| target.task(self.config).id.clone());
        if let Content::Handover(handover) = &further.content {
            recording.handed_over(self.config, handover)?;
        }
        let notices = further.notices.len();
        self.letters.push(Written { notices, ..Written::of(&letter, tasks.collect()) });
        for notice in further.notices {
            let disposition = Disposition::Letter;
            let letter = Some(letter.id.clone());
            let (id, moment, recorded) = (notice.id, notice.moment, self.now);
            record(recording, NoticeRow { id, disposition, moment, recorded, letter })?;
            self.progress.step();
        }
        Ok(Some(letter.id))
    }

    /// W6, L8b: the digests that are due, now that this sweep's letters are recorded. What cannot be written stays to be
    /// told.
    fn digests(
        &mut self,
        digests: SweepDigests<'_>,
        held: Option<Held>,
        recording: &Recording<'_>,
    ) -> Result<(), LedgerError> {
        let (config, now) = (self.config, self.now);
        for due in digests::due_now(config, digests.due, recording, now)? {
            let known = (config, digests.answered);
            let Some(digest) = digests::written(known, due, recording, now)? else { continue };
            let WrittenDigest { person, uncopied, letter } = digest;
            let id = match letter {
                None => None,
                Some(letter) => match self.further(letter, held, recording)? {
                    None => continue,
                    written => written,
                },
            };
            recording.digested(&person, &uncopied, id.as_deref())?;
            self.progress.letter();
        }
        Ok(())
    }

    /// Its notices stay due: they are not recorded, but that they could not be told.
    fn cannot_write(
        &mut self,
        targets: Vec<Target>,
        failure: &MetError,
        recording: &Recording<'_>,
    ) -> Result<(), LedgerError> {
        let about: Vec<(&str, &str)> =
            targets.iter().map(|target| plan::names(self.config, *target)).collect();
        let why = failure.0.clone();
        let later = |failures| unwritten::next_try(failures, self.now);
        let next_try = recording.cannot_write(&about, &why, later)?;
        self.unwritten.push(Unwritten { targets, why, next_try });
        Ok(())
    }

    /// Those that were tried or looked at, and whose letter did not fail, are well again.
    pub(crate) fn settle_unwritten(
        &mut self,
        looked_at: Vec<ledger::Unwritten>,
        recording: &Recording<'_>,
    ) -> Result<(), LedgerError> {
        let failed = self.unwritten.iter().flat_map(|letter| &letter.targets);
        let failed: HashSet<(&str, &str)> =
            failed.map(|target| plan::names(self.config, *target)).collect();
        for one in &looked_at {
            if !failed.contains(&(one.task.as_str(), one.milestone.as_str())) {
                recording.can_write(&one.task, &one.milestone)?;
            }
        }
        Ok(())
    }

    /// Whom these letters are about is looked at when they are tried again, or before if something else comes due.
    pub(crate) fn put_off(&self, next: &mut Vec<(Target, Timestamp)>) {
        let of = |one: &Unwritten| {
            let next_try = one.next_try;
            one.targets.iter().map(move |target| (*target, next_try)).collect::<Vec<_>>()
        };
        let mut tries: HashMap<Target, Timestamp> = HashMap::new();
        for (target, at) in self.unwritten.iter().flat_map(of) {
            tries.entry(target).and_modify(|first| *first = at.min(*first)).or_insert(at);
        }
        next.retain(|(target, at)| match tries.get_mut(target) {
            None => true,
            Some(first) => {
                *first = (*first).min(*at);
                false
            }
        });
        next.extend(tries);
    }

    pub(crate) fn report(&self, status: &Status) {
        for Written { id, kind, notices, tasks, recipients, held, .. } in &self.letters {
            let (tasks, recipients) = (List(tasks), *recipients);
            let Some(kind) = *kind else {
                tell!(INFO, log::letters::GOES_AGAIN, letter = id, ?tasks, held = held.is_some());
                status.wrote_again(held.is_some());
                continue;
            };
            match held {
                None => tell!(INFO, log::letters::WRITTEN, letter = id, kind, ?tasks, recipients),
                Some(_) => {
                    tell!(INFO, log::letters::WRITTEN_HELD, letter = id, kind, ?tasks, recipients)
                }
            }
            // Word to the admin carries no notice.
            if *notices > 0 {
                status.wrote(kind, *notices, held.is_some());
            }
        }
        for Passed { old, renewal, .. } in &self.replaced {
            renewal::report(old, renewal);
            status.renewed(&renewal.becomes);
        }
        for Unwritten { targets, why, next_try } in &self.unwritten {
            let tasks: Vec<&str> =
                targets.iter().map(|target| plan::names(self.config, *target).0).collect();
            let [why, zh] = causes::in_both(why);
            tell!(ERROR, log::letters::UNWRITABLE, tasks = ?List(&tasks), error = why, error.zh = zh, next_try = %next_try);
        }
        status.superseded(self.superseded);
        if self.letters.iter().any(|letter| letter.held == Some(Held::Guard)) {
            tell!(WARN, log::letters::too_many(self.letters.len()));
        }
    }

    pub(crate) fn swept(&self) -> Swept {
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

impl Written {
    fn of(letter: &NewLetter, mut tasks: Vec<Box<str>>) -> Written {
        tasks.dedup();
        Written {
            id: letter.id.clone(),
            subject: letter.subject.clone(),
            kind: Some(letter.kind.name()),
            tasks,
            notices: 0,
            recipients: letter.recipients.len(),
            held: letter.held,
            known: false,
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
        Written {
            id,
            subject,
            kind: None,
            tasks: tasks.collect(),
            notices: 0,
            recipients: 0,
            held,
            known: false,
        }
    }
}

fn record(recording: &Recording<'_>, notice: NoticeRow) -> Result<(), LedgerError> {
    let NoticeRow { id, disposition, letter, .. } = &notice;
    tell!(DEBUG, log::letters::NOTICE, task = %id.subject, milestone = id.subject.milestone(), stage = %id.stage, occurrence = id.occurrence, letter = letter.as_deref(), ?disposition);
    recording.notice(&notice)
}

/// L6, L6a: the admin is told of letters that wait for a person.
fn tell_held(config: &Config, letters: &[Written], now: Timestamp) -> Vec<NewLetter> {
    let told = [Held::Guard, Held::Changes, Held::Ask].into_iter().filter_map(|why| {
        let held = letters.iter().filter(|letter| letter.held == Some(why) && !letter.known);
        let held: Vec<(String, String)> =
            held.map(|letter| (letter.id.clone(), letter.subject.clone())).collect();
        if held.is_empty() {
            return None;
        }
        written(config, &AdminNotice::Held(why.into(), &held), now)
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
