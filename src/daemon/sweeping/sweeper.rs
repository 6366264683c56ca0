//! One pass (巡检): what has been reached and is not yet in the ledger becomes letters, and all of
//! it is recorded in one transaction before anything is sent (L1).

mod letters;

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::channels::compose;
use crate::config::Refusal;
use crate::daemon::progress::Progress;
use crate::daemon::sending::claims::Claims;
use crate::daemon::status::{FilesStand, Status};
use crate::daemon::sweeping::digests;
use crate::daemon::sweeping::further;
use crate::daemon::sweeping::further::Further;
use crate::daemon::sweeping::guard::Read;
use crate::daemon::sweeping::handovers;
use crate::daemon::sweeping::heard::Heard;
use crate::daemon::sweeping::record::{SweepDigests, SweepWriter, Swept};
use crate::daemon::sweeping::renewal::Compose;
use crate::daemon::sweeping::schedule::Schedule;
use crate::daemon::sweeping::signing::signed;
use crate::daemon::sweeping::unwritten;
use crate::daemon::sweeping::waiting_edit::WaitingEdit;
use crate::ledger::{Ledger, LedgerError};
use crate::log::tell;
use crate::model::{Answers, Config};
use crate::plan;
use crate::plan::{Decision, Item, Known, Ladder, Notice, NoticeId, Recorded, Target};
use crate::words::log;

/// Sweeps, and remembers who is to be looked at when.
pub struct Sweeper {
    config: Arc<Config>,
    schedule: Schedule,
    /// The edit that waits for a person, if one does (L8a).
    held: Option<WaitingEdit>,
    /// When the last sweep was.
    last: Option<Timestamp>,
    /// The files were read, and letters that wait are to be looked at (L6b).
    look_at_letters: bool,
    /// Letters that were in hand when they were looked at.
    left: HashSet<i64>,
    /// The local date by each calendar when letters were last looked at for that (L6c).
    days: Option<Vec<Date>>,
    /// How many files are not in force (R1).
    refusal: Option<Refusal>,
    status: Status,
    /// Letters that sending has taken out.
    claims: Claims,
    /// What writes letters.
    compose: Compose,
    /// Templates that could not be filled in, and why: the admin knows of them until files are taken.
    failed: BTreeMap<String, String>,
    /// The answers that the ledger has.
    heard: Heard,
    /// Tasks of which answers came: letters about them that wait are looked at again.
    spoken_of: HashSet<Box<str>>,
    /// The last word of a letter that came back (L9) of which it knows.
    came_back: i64,
    /// The files were read, and owners are to be compared with what is remembered of them (W7).
    look_at_owners: bool,
    /// The key of links was not to be had when it was last looked for.
    unsigned: bool,
}

/// What a sweep came to, when targets are to be looked at next, and templates that could not be filled in.
type Outcome = (Swept, Vec<(Target, Timestamp)>, BTreeMap<String, String>);

/// What a sweep has decided of the targets that had come due.
#[derive(Default)]
struct Decided {
    sending: Vec<Item>,
    /// Letters that were withdrawn though they may have arrived, and hold again; about whom.
    again: BTreeMap<String, Vec<Target>>,
    superseded: Vec<Notice>,
    /// Held notices of whose track a newer one was reached (T7).
    passed: Vec<(Target, NoticeId)>,
    next: Vec<(Target, Timestamp)>,
}

impl Sweeper {
    /// A sweeper that looks at every target once, then at each when its moment comes.
    pub fn new(config: Arc<Config>) -> Sweeper {
        let schedule = Schedule::all_due(Target::all(&config));
        let (status, claims) = (Status::default(), Claims::default());
        Sweeper {
            config,
            schedule,
            held: None,
            last: None,
            look_at_letters: true,
            left: HashSet::new(),
            days: None,
            refusal: None,
            status,
            claims,
            compose,
            failed: BTreeMap::new(),
            heard: Heard::default(),
            look_at_owners: true,
            spoken_of: HashSet::new(),
            came_back: 0,
            unsigned: false,
        }
    }

    /// Letters written from now on have links by the key as it is now (A1). Where it is not to be had, they have none, and the log
    /// says so once.
    pub(crate) fn sign(&mut self, ledger: &mut Ledger) {
        let keyed = signed(&self.config, ledger);
        let failed = keyed.is_err();
        match keyed {
            Ok(None) => {}
            Ok(Some(config)) => self.config = Arc::new(config),
            Err(_) if self.unsigned => {}
            Err(error) => tell!(ERROR, log::daemon::NO_LINKS, error = format!("{error:#}")),
        }
        self.unsigned = failed;
    }

    /// Has letters written by this instead, which may fail.
    #[cfg(test)]
    pub(crate) fn composing_by(self, compose: Compose) -> Sweeper {
        Sweeper { compose, ..self }
    }

    /// Tells this one what it does.
    pub fn watched_by(self, status: Status) -> Sweeper {
        Sweeper { status, ..self }
    }

    /// Letters that only wait for their turn in these hands are no obstacle to withdrawing them.
    pub(crate) fn recall_from(&mut self, claims: Claims) {
        self.claims = claims;
    }

    /// The configuration it goes by.
    pub fn config(&self) -> &Arc<Config> {
        &self.config
    }

    /// Goes by a new configuration. Where only files of tasks were read again, tasks that are the same
    /// are not looked at again.
    pub fn adopt(&mut self, config: Arc<Config>, only_tasks: bool) {
        if !only_tasks {
            self.failed.clear();
        }
        let schedule = std::mem::take(&mut self.schedule);
        self.schedule = match only_tasks {
            true => schedule.carried_over(&self.config, &config),
            false => Schedule::all_due(Target::all(&config)),
        };
        self.config = config;
        self.heard.files_changed();
        self.look_at_owners = true;
    }

    /// What of the files is not in force.
    pub fn refuse(&mut self, refusal: Option<Refusal>) {
        self.refusal = refusal;
    }

    /// What of the files is not in force.
    pub(crate) fn refusal(&self) -> Option<&Refusal> {
        self.refusal.as_ref()
    }

    /// How the files stand.
    pub fn files_stand(&self) -> FilesStand {
        let refused = self.refusal.as_ref().map_or(0, |refusal| refusal.files.len());
        FilesStand { refused, edit_waits: self.holds() }
    }

    /// The files were read, or an edit was taken: letters that no longer hold are to be withdrawn, those
    /// under way as soon as they have landed.
    pub fn look_at_letters(&mut self) {
        self.look_at_letters = true;
    }

    /// The files were taken: letters that could not be written are tried again at once.
    pub fn try_unwritten(
        &mut self,
        ledger: &mut Ledger,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let all = ledger.unwritten()?;
        if all.is_empty() {
            return Ok(());
        }
        ledger.try_unwritten_anew(now)?;
        let targets = all.iter().filter_map(|one| unwritten::target(&self.config, one));
        targets.for_each(|target| self.schedule.put(target, Timestamp::MIN));
        Ok(())
    }

    /// T13, T14, T16: hears of answers that came since, and settles those that the files in force have decided (A4). Whoever
    /// they are about is looked at again, and so are letters about them that wait.
    fn listen(&mut self, ledger: &mut Ledger, now: Timestamp) -> Result<(), LedgerError> {
        for subject in self.heard.listen(&self.config, ledger, now)? {
            self.spoken_of.extend(subject.task().map(Box::from));
            let Some(task) = subject.task().and_then(|task| self.config.task(task)) else {
                continue;
            };
            for target in Target::of(&self.config, task) {
                self.schedule.put(target, Timestamp::MIN);
            }
        }
        Ok(())
    }

    /// Letters about the edit that waits are held from now on, and no others for that reason (L8a).
    pub fn hold(&mut self, read: Read) {
        self.held = read.waiting;
        self.status.withdrew(read.withdrawn);
        read.again.into_iter().for_each(|target| self.schedule.put(target, Timestamp::MIN));
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
        if self.look_at_owners {
            handovers::note(&self.config, ledger, now)?;
            self.look_at_owners = false;
        }
        let due = self.schedule.take_due(now);
        match self.record(ledger, &due, now) {
            Ok((swept, next, failed)) => {
                next.into_iter().for_each(|(target, at)| self.schedule.put(target, at));
                self.failed.extend(failed);
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
        tell!(WARN, log::daemon::CLOCK_SET_BACK, now = %format!("{now:.0}"));
        self.claims.recall(ledger)?;
        self.withdraw_moot(ledger, |waiting| waiting.tried, now)?;
        self.schedule = Schedule::all_due(Target::all(&self.config));
        Ok(())
    }

    fn record(
        &self,
        ledger: &mut Ledger,
        due: &[Target],
        now: Timestamp,
    ) -> Result<Outcome, LedgerError> {
        let config = &self.config;
        let (mut decided, mut progress) = (Decided::default(), Progress::default());
        for target in due {
            let answers = self.heard.answered().about(&target.task(config).id);
            decided.add((config, answers), ledger, *target, now)?;
            progress.step();
        }
        let Decided { sending, again, superseded, passed, mut next } = decided;
        let passed = self.passed(ledger, passed, now)?;
        let held = self.held.as_ref().map(WaitingEdit::targets);
        let unwritten = unwritten::looked_at(config, ledger.unwritten()?, due);
        let mut pass = SweepWriter::new(config, (held, self.compose), &self.failed, progress, now);
        let Further { letters: mut further, settled } =
            further::due((config, self.heard.answered()), ledger, !due.is_empty(), now)?;
        let nothing = sending.is_empty() && again.is_empty() && superseded.is_empty();
        let due_digests = digests::due(config, ledger, now)?;
        let nothing = nothing && further.is_empty() && settled.is_empty() && due_digests.is_empty();
        if !nothing || !unwritten.is_empty() {
            // L8a: letters about an edit that waits are about nothing else.
            let is_held = |item: &Item| held.is_some_and(|held| held.contains(&item.notice.target));
            // L8b: all letters of the sweep are counted together.
            let notices = sending.iter().map(|item| (&item.notice, is_held(item)));
            let copying = further.iter().filter(|letter| letter.has_copies());
            let copying = copying.map(|letter| &letter.audience);
            let left_out = plan::too_many_copies(config, notices, copying, now);
            further.iter_mut().for_each(|letter| letter.leave_out(&left_out));
            let (apart, others): (Vec<Item>, Vec<Item>) = sending.into_iter().partition(is_held);
            let mut drafts = plan::drafts_without(config, others, &left_out, now);
            drafts.extend(plan::drafts_without(config, apart, &left_out, now));
            let (due, at_once) = (due_digests, left_out.count());
            let digests = SweepDigests { due, at_once, answered: self.heard.answered() };
            ledger.name_recipients(&mut drafts)?;
            ledger.record(now, |recording| {
                pass.replace(passed, recording)?;
                pass.record((drafts, further), again, superseded, digests, recording)?;
                further::settle(settled, recording)?;
                pass.settle_unwritten(unwritten, recording)
            })?;
        }
        pass.report(&self.status);
        pass.put_off(&mut next);
        Ok((pass.swept(), next, pass.failed_anew()))
    }
}

impl Decided {
    fn add(
        &mut self,
        (config, answers): (&Config, Answers),
        ledger: &Ledger,
        target: Target,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let ladder = Ladder::with_answers(config, target, &answers);
        let (latest, next) = ladder.around(now);
        if latest.is_none() {
            self.next.extend(next.map(|at| (target, at)));
            return Ok(());
        }
        let milestone = target.milestone(config).map(|milestone| milestone.id.as_ref());
        let recorded = ledger.recorded(&target.task(config).id, milestone)?;
        let mut known = recorded.clone();
        let mut notices = Vec::new();
        for ladder in ladder.into_tracks(&recorded) {
            let next = match plan::decide_on(config, &ladder, &recorded, now) {
                Decision::Nothing { next } => next,
                Decision::Wait { next, .. } => Some(next),
                Decision::Send { occurrence, superseded, next } => {
                    let held = ladder.held(config, &recorded);
                    self.passed.extend(held.map(|id| (target, id)));
                    let passed = superseded.iter().map(|one| ladder.notice(config, *one));
                    self.superseded.extend(passed);
                    known.push(Recorded::of(&ladder, occurrence, true));
                    notices.push(ladder.notice(config, occurrence));
                    next
                }
            };
            self.next.extend(next.map(|at| (target, at)));
        }
        for notice in notices {
            match ledger.withdrawn_in_doubt(&notice.id)? {
                Some(letter) => self.again.entry(letter).or_default().push(target),
                None => {
                    let known = Known { notices: known.clone(), answers: answers.clone() };
                    self.sending.push(Item::of(config, notice, known, now));
                }
            }
        }
        Ok(())
    }
}
