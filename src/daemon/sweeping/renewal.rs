//! L6c: letters that have not left are written anew: those that a person released, those that no relay was ever told of
//! when the files are read or a day begins, those that newer ones take the place of. L3: so are those that reached none
//! of the people they are addressed to.

use std::cell::RefCell;
use std::collections::HashSet;

use jiff::{SignedDuration, Timestamp};

use crate::channels::{MetError, Stamp, compose_further, stamped, stamped_further};
use crate::daemon::sweeping::further_anew::{FurtherAnew, Rewritten};
use crate::daemon::sweeping::readdressing::{Readdressed, Readdressing};
use crate::ledger::{
    Anew, Becomes, Disposition, Held, Ledger, LedgerError, NewLetter, NoticeRow, Old, Renewal, Why,
};
use crate::log::{List, tell};
use crate::model::Config;
use crate::model::met::Met;
use crate::plan;
use crate::plan::{
    Answered, Draft, FurtherLetter, Known, Ladder, LeftOut, Moot, NoticeId, Said, Target,
};
use crate::words::causes::in_both;
use crate::words::log;

/// What writes a letter.
pub(crate) type Compose = fn(&Config, &Draft, Timestamp) -> Result<NewLetter, MetError>;

/// So many letters are written anew in one transaction.
pub(crate) const TOGETHER: usize = 100;

/// What writing anew goes by.
pub(crate) struct Renewing<'a> {
    pub(crate) config: &'a Config,
    /// Whom letters of reports and tallies go to now.
    pub(crate) readdressing: Readdressing<'a>,
    /// What other letters that no stage writes would say now.
    pub(crate) further: FurtherAnew<'a>,
    /// The answers that the ledger has.
    pub(crate) answered: &'a Answered,
    /// Whether an edit that waits for a person made the notice moot, so that it still holds (L8a).
    pub(crate) keeps: &'a dyn Fn(&NoticeRow, Moot) -> bool,
    pub(crate) compose: Compose,
    /// Why the last letter could not be written.
    pub(crate) failure: RefCell<Option<Met>>,
    pub(crate) now: Timestamp,
}

/// A letter as it would be now.
struct Now {
    drafts: Vec<Draft>,
    moot: Vec<NoticeId>,
    kept: bool,
}

impl Renewing<'_> {
    /// What becomes of a letter that waits; `None` if nothing does.
    pub(crate) fn of_waiting(
        &self,
        ledger: &Ledger,
        old: &Old,
        why: Why,
    ) -> Result<Option<Renewal>, LedgerError> {
        let as_written = (why == Why::Released).then_some(Becomes::AsWritten);
        let unchanged = as_written.map(|becomes| self.renewal(old, why, becomes, Vec::new()));
        // Somebody may have it: the same bytes go (L2).
        if old.in_doubt {
            return Ok(unchanged);
        }
        if !old.is_of_stages() {
            return Ok(match self.further.of_letter(ledger, old)? {
                Some(again) => self.of_further(old, why, again, unchanged),
                None => self.for_others(ledger, old, why)?.or(unchanged),
            });
        }
        let Now { drafts, moot, kept } = self.now(ledger, old, &old.notices)?;
        if kept {
            return Ok(unchanged);
        }
        if drafts.is_empty() {
            return Ok(Some(self.renewal(old, why, Becomes::Withdrawn, moot)));
        }
        if moot.is_empty() && is_same(self.config, old, &drafts, self.now) {
            return Ok(unchanged);
        }
        let (since, next_attempt) = waited(old, why);
        let Some(letters) = self.written(old, &drafts, None) else { return Ok(None) };
        let letters = letters.into_iter().map(|anew| Anew { since, next_attempt, ..anew });
        Ok(Some(self.renewal(old, why, Becomes::Replaced(letters.collect()), moot)))
    }

    /// The same of a letter that no stage writes.
    fn of_further(
        &self,
        old: &Old,
        why: Why,
        again: Rewritten,
        unchanged: Option<Renewal>,
    ) -> Option<Renewal> {
        let kept = |(id, why): &(NoticeId, Moot)| {
            let mut notices = old.notices.iter().filter(|notice| notice.id == *id);
            notices.any(|notice| (self.keeps)(notice, *why))
        };
        if again.moot.iter().any(kept) {
            return unchanged;
        }
        let moot: Vec<NoticeId> = again.moot.into_iter().map(|(id, _)| id).collect();
        if again.letters.is_empty() {
            return Some(self.renewal(old, why, Becomes::Withdrawn, moot));
        }
        if moot.is_empty() && is_same_further(self.config, old, &again.letters, self.now) {
            return unchanged;
        }
        let (since, next_attempt) = waited(old, why);
        let at = after(old.row.created, self.now);
        let letters = again.letters.iter().map(|further| {
            let says = further.notices.iter().map(|notice| &notice.id).collect();
            (compose_further(self.config, further, at), says)
        });
        let letters = self.in_place_of(old, letters)?.into_iter();
        let letters = letters.map(|anew| Anew { since, next_attempt, ..anew }).collect();
        Some(self.renewal(old, why, Becomes::Replaced(letters), moot))
    }

    /// P1: a letter of a report or a tally goes to those who are to have it now, and says what was reviewed. None where they
    /// are the same.
    fn for_others(
        &self,
        ledger: &Ledger,
        old: &Old,
        why: Why,
    ) -> Result<Option<Renewal>, LedgerError> {
        let (becomes, moot) = match self.readdressing.of_letter(ledger, old)? {
            None => return Ok(None),
            Some(Err(failure)) => {
                *self.failure.borrow_mut() = Some(failure.0);
                return Ok(None);
            }
            Some(Ok(Readdressed::ToNobody(notice))) => (Becomes::Withdrawn, vec![notice]),
            Some(Ok(Readdressed::Letter(anew))) => {
                let (letter, notice) = *anew;
                let (since, next_attempt) = waited(old, why);
                let anew = Anew { letter, notices: vec![notice], since, next_attempt };
                (Becomes::Replaced(vec![anew]), Vec::new())
            }
        };
        Ok(Some(self.renewal(old, why, becomes, moot)))
    }

    /// T7: what becomes of a held letter, newer notices having passed these.
    pub(crate) fn of_passed(
        &self,
        ledger: &Ledger,
        old: &Old,
        passed: &HashSet<NoticeId>,
    ) -> Result<Option<Renewal>, LedgerError> {
        let (passed, rest): (Vec<NoticeRow>, Vec<NoticeRow>) =
            old.notices.iter().cloned().partition(|notice| passed.contains(&notice.id));
        let Now { drafts, moot, kept } = self.now(ledger, old, &rest)?;
        if kept {
            return Ok(None);
        }
        let Some(letters) = self.written(old, &drafts, old.row.held) else { return Ok(None) };
        let since = Some(old.row.waits_since());
        let letters = letters.into_iter().map(|anew| Anew { since, ..anew }).collect();
        let renewal = self.renewal(old, Why::Passed, Becomes::Replaced(letters), moot);
        let superseded = |one: NoticeRow| {
            let disposition = Disposition::Superseded;
            NoticeRow { disposition, letter: None, ..one }
        };
        let passed = passed.into_iter().map(superseded).collect();
        Ok(Some(Renewal { passed, ..renewal }))
    }

    /// L3: what becomes of a letter that none has whom it is addressed to. What it says is told anew once the files name
    /// another address, unless a newer notice of the track was reached meanwhile.
    pub(crate) fn of_unreached(
        &self,
        ledger: &Ledger,
        old: &Old,
    ) -> Result<Option<Renewal>, LedgerError> {
        if !old.is_of_stages() {
            return Ok(None);
        }
        let mut latest = Vec::new();
        for notice in &old.notices {
            if self.is_latest(ledger, notice)? {
                latest.push(notice.clone());
            }
        }
        if latest.is_empty() {
            return Ok(Some(self.renewal(old, Why::Unreached, Becomes::Closed, Vec::new())));
        }
        let Now { drafts, .. } = self.now(ledger, old, &latest)?;
        let Some(letters) = self.written(old, &drafts, None) else { return Ok(None) };
        let tried = |address: &String| {
            let mut tried = old.row.recipients.iter();
            tried.any(|one| one.address.eq_ignore_ascii_case(address))
        };
        let mut anew = Vec::new();
        for one in letters {
            if one.letter.recipients[..one.letter.addressed].iter().all(tried) {
                continue;
            }
            // Who refused it would refuse it again.
            let refused = old.row.recipients.iter();
            let refused: Vec<String> = refused.map(|one| one.address.clone()).collect();
            anew.push(Anew { letter: without(one.letter, &refused), ..one });
        }
        let renewal = self.renewal(old, Why::Unreached, Becomes::Replaced(anew), Vec::new());
        let Becomes::Replaced(letters) = &renewal.becomes else { return Ok(None) };
        Ok((!letters.is_empty()).then_some(renewal))
    }

    /// Whether a notice is the latest of its track that was reached, and holds.
    fn is_latest(&self, ledger: &Ledger, notice: &NoticeRow) -> Result<bool, LedgerError> {
        let (config, id) = (self.config, &notice.id);
        let Some(target) = plan::target_of(config, id) else { return Ok(false) };
        let answers = self.answered.around(&id.subject);
        if notice.moment > self.now || plan::moot(config, id, &answers, self.now).is_some() {
            return Ok(false);
        }
        let milestone = target.milestone(config).map(|one| one.id.as_ref());
        let recorded = ledger.recorded(&target.task(config).id, milestone)?;
        let tracks = Ladder::with_answers(config, target, &answers).into_tracks(&recorded);
        let mut latest = tracks.iter().filter_map(|ladder| {
            let latest = ladder.latest(self.now)?;
            Some(ladder.notice(config, latest).id)
        });
        Ok(latest.any(|latest| latest == *id))
    }

    fn renewal(&self, old: &Old, why: Why, becomes: Becomes, moot: Vec<NoticeId>) -> Renewal {
        Renewal { number: old.number, why, becomes, moot, passed: Vec::new() }
    }

    /// These notices of a letter as they would be told now.
    fn now(&self, ledger: &Ledger, old: &Old, notices: &[NoticeRow]) -> Result<Now, LedgerError> {
        let config = self.config;
        let said = notices.iter().map(|one| Said { id: one.id.clone(), moment: one.moment });
        let known = |target: Target| {
            let milestone = target.milestone(config).map(|one| one.id.as_ref());
            let task = &target.task(config).id;
            let notices = ledger.recorded(task, milestone)?;
            Ok::<_, LedgerError>(Known { notices, answers: self.answered.about(task) })
        };
        let left_out = LeftOut::of_people(config, &old.left_out);
        let (mut drafts, gone) = plan::anew(config, said.collect(), known, &left_out, self.now)?;
        ledger.name_recipients(&mut drafts)?;
        let kept = gone.iter().any(|(id, why)| {
            notices.iter().any(|notice| notice.id == *id && (self.keeps)(notice, *why))
        });
        let moot = gone.into_iter().map(|(id, _)| id).collect();
        Ok(Now { drafts, moot, kept })
    }

    /// The letters that take its place, to those who have nothing of it; `None` if one cannot be written.
    fn written(&self, old: &Old, drafts: &[Draft], held: Option<Held>) -> Option<Vec<Anew>> {
        let at = after(old.row.created, self.now);
        let letters = drafts.iter().map(|draft| {
            let says = draft.items.iter().flat_map(plan::Item::notices).map(|one| &one.id);
            let letter = (self.compose)(self.config, draft, at);
            (letter.map(|letter| NewLetter { held, ..letter }), says.collect())
        });
        self.in_place_of(old, letters)
    }

    /// These letters, each with what it says, to those who have nothing of the old one, whose notices they take over.
    fn in_place_of<'n>(
        &self,
        old: &Old,
        letters: impl Iterator<Item = (Result<NewLetter, MetError>, HashSet<&'n NoticeId>)>,
    ) -> Option<Vec<Anew>> {
        let mut all = Vec::new();
        for (letter, says) in letters {
            let letter = match letter {
                Ok(letter) => without(letter, &old.reached),
                Err(failure) => {
                    *self.failure.borrow_mut() = Some(failure.0);
                    return None;
                }
            };
            if letter.recipients.is_empty() {
                continue;
            }
            let own = old.notices.iter().filter(|notice| says.contains(&notice.id));
            let id = Some(letter.id.clone());
            let notices = own.map(|one| NoticeRow { letter: id.clone(), ..one.clone() }).collect();
            all.push(Anew { letter, notices, since: None, next_attempt: None });
        }
        Some(all)
    }
}

/// Whether a letter that no stage writes would be the same, but for its stamp.
pub(crate) fn is_same_further(
    config: &Config,
    old: &Old,
    letters: &[FurtherLetter],
    now: Timestamp,
) -> bool {
    let [letter] = letters else { return false };
    stamped_further(config, letter, now, stamp_of(old)).is_ok_and(|again| old.is_same_as(&again))
}

/// The same of a letter of stages.
pub(crate) fn is_same(config: &Config, old: &Old, drafts: &[Draft], now: Timestamp) -> bool {
    let [draft] = drafts else { return false };
    stamped(config, draft, now, stamp_of(old)).is_ok_and(|again| old.is_same_as(&again))
}

fn stamp_of(old: &Old) -> Stamp {
    let (id, message_id) = (old.row.id.clone(), old.row.message_id.clone());
    Stamp { id, message_id, date: old.row.created }
}

/// When a letter is written that takes the place of one: never at the same instant, or it would have its id. A start and the
/// sweep after it may write one anew each.
fn after(written: Timestamp, now: Timestamp) -> Timestamp {
    let ahead = written.duration_since(now);
    match ahead.is_negative() || ahead > AT_ONCE {
        true => now,
        false => written.checked_add(SignedDuration::from_micros(1)).unwrap_or(now),
    }
}

/// So far ahead of a sweep are letters that the sweeps of this instant wrote. What is further ahead was written by a clock that
/// was wrong.
const AT_ONCE: SignedDuration = SignedDuration::from_millis(1);

/// Since when the patience of a letter counts that takes the place of one (L4), and when it is tried.
fn waited(old: &Old, why: Why) -> (Option<Timestamp>, Option<Timestamp>) {
    match why {
        Why::Released => (None, None),
        _ => (old.row.revived.or(Some(old.row.waits_since())), old.row.next_attempt),
    }
}

/// The letter for all but these.
fn without(letter: NewLetter, reached: &[String]) -> NewLetter {
    let NewLetter { recipients, addressed, .. } = &letter;
    let left = |one: &&String| !reached.iter().any(|have| have.eq_ignore_ascii_case(one));
    let to = recipients[..*addressed].iter().filter(left).count();
    let recipients = recipients.iter().filter(left).cloned().collect();
    NewLetter { recipients, addressed: to, ..letter }
}

/// A letter could not be written anew, and stays as it is. One that a person released is tried again then.
pub(crate) fn report_unwritten(old: &Old, failure: &Met, next_try: Option<Timestamp>) {
    let letter = &old.row.id;
    let [failure, zh] = in_both(failure);
    match next_try {
        Some(next_try) => tell!(
            ERROR,
            log::letters::RELEASED_UNWRITABLE,
            letter,
            error = failure,
            error.zh = zh,
            next_try = %next_try
        ),
        None => tell!(ERROR, log::letters::UNWRITABLE_ANEW, letter, error = failure, error.zh = zh),
    }
}

/// What became of letters, for the log.
pub(crate) fn report(old: &Old, renewal: &Renewal) {
    let letter = &old.row.id;
    let tasks: Vec<&str> = old.notices.iter().map(|one| one.id.subject.id()).collect();
    match &renewal.becomes {
        Becomes::AsWritten => {
            tell!(INFO, log::letters::AS_WRITTEN, letter, tasks = ?List(&tasks))
        }
        Becomes::Withdrawn => tell!(INFO, log::letters::MOOT, letter, tasks = ?List(&tasks)),
        Becomes::Replaced(letters) => {
            let by: Vec<&str> = letters.iter().map(|one| one.letter.id.as_str()).collect();
            tell!(INFO, log::letters::REPLACED, letter, tasks = ?List(&tasks), by = ?List(&by));
        }
        Becomes::Closed => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn l6c_written_anew_again_and_again_at_one_instant_each_has_a_time_of_its_own() {
        let now: Timestamp = "2026-02-22T06:48:00Z".parse().expect("a time");
        let first = after(now, now);
        let second = after(first, now);
        assert!(now < first && first < second, "{first} {second}");
        for other in ["2026-02-22T06:47:59.999999Z", "2026-02-22T09:48:00Z"] {
            assert_eq!(after(other.parse().expect("a time"), now), now, "{other}");
        }
    }
}
