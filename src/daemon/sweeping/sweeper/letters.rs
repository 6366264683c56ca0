//! Letters that wait: what no longer holds is withdrawn (L6b), what would differ is written anew (L6c).

use std::cell::RefCell;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use jiff::Timestamp;

use crate::daemon::progress::Progress;
use crate::daemon::sweeping::further_anew::FurtherAnew;
use crate::daemon::sweeping::readdressing::Readdressing;
use crate::daemon::sweeping::record::Passed;
use crate::daemon::sweeping::renewal::{self, Renewing, TOGETHER};
use crate::daemon::sweeping::sweeper::Sweeper;
use crate::daemon::sweeping::unwritten;
use crate::ledger::{Ledger, LedgerError, NoticeRow, Waiting, Why};
use crate::log::{List, tell};
use crate::plan;
use crate::plan::{Moot, NoticeId, Target};
use crate::words::log;

impl Sweeper {
    /// L3: letters that none has whom they are addressed to, when the files were read, a day begins, or one has come back (L9).
    fn look_at_unreached(
        &mut self,
        ledger: &mut Ledger,
        look: bool,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let last = ledger.last_came_back()?;
        if !look && last == self.came_back {
            return Ok(());
        }
        let config = Arc::clone(&self.config);
        ledger.forget_bounced(|address| config.names_address(address), now)?;
        let unreached = ledger.renewable(Why::Unreached)?;
        self.renew(ledger, unreached, Why::Unreached, now)?;
        self.came_back = last;
        Ok(())
    }

    /// L6b: withdraws what no longer holds of letters that were under way when the files were read.
    pub fn withdraw(&mut self, ledger: &mut Ledger, now: Timestamp) -> Result<(), LedgerError> {
        self.listen(ledger, now)?;
        let look = self.look_at_letters;
        if look || !self.left.is_empty() || !self.spoken_of.is_empty() {
            self.look_at_waiting(ledger, now)?;
        }
        self.look_at_unreached(ledger, look, now)
    }

    fn look_at_waiting(&mut self, ledger: &mut Ledger, now: Timestamp) -> Result<(), LedgerError> {
        self.claims.recall(ledger)?;
        let (look, about) = (self.look_at_letters, ledger.waiting_about(&self.spoken_of)?);
        let is_meant = |number: &i64, left: &HashSet<i64>| {
            look || left.contains(number) || about.contains(number)
        };
        let left = |waiting: &Waiting| !is_meant(&waiting.number, &self.left);
        let again = self.withdraw_moot(ledger, left, now)?;
        again.into_iter().for_each(|target| self.schedule.put(target, Timestamp::MIN));
        let claims = self.claims.all().collect::<HashSet<i64>>();
        let waiting = ledger.renewable(Why::Unoffered)?.into_iter();
        let waiting = waiting.filter(|one| !claims.contains(one) && is_meant(one, &self.left));
        self.renew(ledger, waiting.collect(), Why::Unoffered, now)?;
        match std::mem::take(&mut self.look_at_letters) {
            true => self.left = claims,
            false => {
                self.left.extend(about);
                self.left.retain(|letter| claims.contains(letter));
            }
        }
        self.spoken_of.clear();
        Ok(())
    }

    /// L6c: letters that a person released leave, and those that wait are looked at again when a day begins.
    pub fn renew_letters(
        &mut self,
        ledger: &mut Ledger,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let today = self.config.calendars.iter().map(|one| one.local_date(now)).collect();
        if self.days.as_ref() != Some(&today) {
            self.look_at_letters = true;
        }
        self.withdraw(ledger, now)?;
        self.days = Some(today);
        let released = ledger.renewable(Why::Released)?;
        self.renew(ledger, released, Why::Released, now)?;
        ledger.forget_unwritten_letters()
    }

    fn renewing<'a>(
        &'a self,
        keeps: &'a dyn Fn(&NoticeRow, Moot) -> bool,
        now: Timestamp,
    ) -> Renewing<'a> {
        let (config, compose, answered) = (&*self.config, self.compose, self.heard.answered());
        let readdressing = Readdressing::new(&self.config, now);
        let further = FurtherAnew::new(config, now);
        let failure = RefCell::default();
        Renewing { config, readdressing, further, answered, keeps, compose, failure, now }
    }

    /// Writes these letters anew where they would differ. Whoever they are about is looked at again. One that a person
    /// released and that cannot be written is tried ever less often, as any other that cannot.
    fn renew(
        &mut self,
        ledger: &mut Ledger,
        letters: Vec<i64>,
        why: Why,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let mut progress = Progress::default();
        let put_off = match why {
            Why::Released if !letters.is_empty() => unwritten::put_off(&ledger.unwritten()?, now),
            _ => HashSet::new(),
        };
        for some in letters.chunks(TOGETHER) {
            let mut renewals = Vec::new();
            for number in some {
                progress.letter();
                let Some(old) = ledger.old_letter(*number)? else { continue };
                let of_edit = why != Why::Released && self.is_of_edit(&old.notices);
                if of_edit || put_off.contains(&old.row.id) {
                    continue;
                }
                let keeps = |notice: &NoticeRow, reason| self.keeps(notice, reason);
                let renewing = self.renewing(&keeps, now);
                let renewal = match why {
                    Why::Unreached => renewing.of_unreached(ledger, &old)?,
                    _ => renewing.of_waiting(ledger, &old, why)?,
                };
                if let Some(failure) = renewing.failure.take() {
                    let released = why == Why::Released;
                    let next_try =
                        released.then(|| unwritten::put_off_released(ledger, &old, &failure, now));
                    renewal::report_unwritten(&old, &failure, next_try.transpose()?);
                }
                renewals.extend(renewal.map(|renewal| (old, renewal)));
            }
            let (olds, renewals): (Vec<_>, Vec<_>) = renewals.into_iter().unzip();
            ledger.renew(&renewals, now)?;
            for (old, renewal) in olds.iter().zip(&renewals) {
                renewal::report(old, renewal);
                self.status.renewed(&renewal.becomes);
                let targets =
                    old.notices.iter().filter_map(|one| plan::target_of(&self.config, &one.id));
                targets.for_each(|target| self.schedule.put(target, Timestamp::MIN));
            }
        }
        Ok(())
    }

    /// T7: the held letters that newer notices take the place of, and what becomes of each.
    pub(super) fn passed(
        &self,
        ledger: &Ledger,
        passed: Vec<(Target, NoticeId)>,
        now: Timestamp,
    ) -> Result<Vec<Passed>, LedgerError> {
        let mut letters: BTreeMap<i64, (HashSet<Target>, HashSet<NoticeId>)> = BTreeMap::new();
        for (target, id) in passed {
            if let Some(number) = ledger.held_with(&id)? {
                let (targets, ids) = letters.entry(number).or_default();
                targets.insert(target);
                ids.insert(id);
            }
        }
        let keeps = |notice: &NoticeRow, reason| self.keeps(notice, reason);
        let renewing = self.renewing(&keeps, now);
        let mut all = Vec::new();
        for (number, (targets, ids)) in letters {
            let Some(old) = ledger.old_letter(number)? else { continue };
            let renewal = renewing.of_passed(ledger, &old, &ids)?;
            if let Some(failure) = renewing.failure.take() {
                renewal::report_unwritten(&old, &failure, None);
            }
            all.extend(renewal.map(|renewal| Passed { old, renewal, targets }));
        }
        Ok(all)
    }

    /// Whether a letter is about an edit that waits for a person; then it stays as it is (L8a).
    fn is_of_edit(&self, notices: &[NoticeRow]) -> bool {
        let mut targets = notices.iter().filter_map(|one| plan::target_of(&self.config, &one.id));
        targets
            .any(|target| self.held.as_ref().is_some_and(|held| held.targets().contains(&target)))
    }

    /// Whether an edit that waits for a person made a notice moot, so that it still holds (L8a).
    fn keeps(&self, notice: &NoticeRow, reason: Moot) -> bool {
        self.held.as_ref().is_some_and(|held| held.keeps(notice, reason))
    }

    /// L6b: letters that wait to go and whose every notice has become moot since they were written are
    /// withdrawn; so is any that was written before its time, by a clock that stood ahead. Done whenever the
    /// files were read, and when the clock was set back. Whoever they were about is to be looked at again.
    pub(super) fn withdraw_moot(
        &self,
        ledger: &mut Ledger,
        left: impl Fn(&Waiting) -> bool,
        now: Timestamp,
    ) -> Result<Vec<Target>, LedgerError> {
        let config = &self.config;
        let (mut withdrawn, mut targets) = (Vec::new(), Vec::new());
        let mut progress = Progress::default();
        ledger.waiting(|waiting| {
            progress.step();
            if left(&waiting) || self.claims.has(waiting.number) {
                return;
            }
            let Waiting { number, letter, notices, in_doubt, of_edit, .. } = waiting;
            let reasons = notices.iter().map(|notice| match notice.moment > now {
                true => Some(Moot::NotYet),
                false => {
                    let answers = self.heard.answered().around(&notice.id.subject);
                    plan::moot(config, &notice.id, &answers, now)
                }
            });
            let reasons: Vec<Option<Moot>> = reasons.collect();
            let early = reasons.contains(&Some(Moot::NotYet));
            // What is early of one that may have arrived would be said no sooner by another.
            if (in_doubt || !early) && reasons.contains(&None) {
                return;
            }
            // What an edit did that waits for a person is not in force yet (L8a); too early is too early.
            let mut why =
                notices.iter().zip(&reasons).filter_map(|(one, why)| Some((one, (*why)?)));
            let waiting = self.held.as_ref().filter(|_| !early && !of_edit);
            if waiting.is_some_and(|waiting| why.any(|(one, why)| waiting.keeps(one, why))) {
                return;
            }
            let reasons: Vec<Moot> = reasons.into_iter().flatten().collect();
            targets.extend(notices.iter().filter_map(|notice| plan::target_of(config, &notice.id)));
            let tasks: Vec<&str> = notices.iter().map(|notice| notice.id.subject.id()).collect();
            let reasons: Vec<String> = reasons.iter().map(|reason| format!("{reason:?}")).collect();
            tell!(INFO, log::letters::MOOT, letter, tasks = ?List(&tasks), reasons = ?List(&reasons));
            withdrawn.push(number);
        })?;
        ledger.withdraw(&withdrawn, now)?;
        self.status.withdrew(withdrawn.len());
        Ok(targets)
    }
}
