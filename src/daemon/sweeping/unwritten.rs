//! Letters that cannot be written. Their notices stay due and are tried again, ever less often, and at once when files
//! are taken; all other letters leave. The admin hears once that it is so, and once that it is over.

use std::collections::HashSet;

use jiff::{RoundMode, Timestamp, TimestampRound, ToSpan, Unit};

use crate::daemon::telling::{is_early, written};
use crate::ledger::{Ledger, LedgerError, Matter, Old, Told, Unwritten, Word};
use crate::letter::admin;
use crate::letter::admin::AdminNotice;
use crate::model::Config;
use crate::model::met::Met;
use crate::plan::{self, Target};

/// The longest pause between two tries, in minutes.
const LONGEST: i64 = 60;

/// When a letter is tried again that could not be written so many times: after one minute, then two, then four, and each
/// hour in the end. Whole minutes, since sweeps are made at these.
pub(crate) fn next_try(failures: u32, now: Timestamp) -> Timestamp {
    let doubled = 1_i64.checked_shl(failures.saturating_sub(1)).filter(|minutes| *minutes > 0);
    let minutes = doubled.map_or(LONGEST, |minutes| minutes.min(LONGEST));
    let whole = TimestampRound::new().smallest(Unit::Minute).mode(RoundMode::Trunc);
    let minute = now.round(whole).unwrap_or(now);
    minute.saturating_add(minutes.minutes()).unwrap_or(now)
}

/// The task or milestone that it is about, if the files still have it.
pub(crate) fn target(config: &Config, one: &Unwritten) -> Option<Target> {
    let milestone = Some(&*one.milestone).filter(|one| !one.is_empty());
    plan::target_named(config, &one.task, milestone)
}

/// Those that this sweep settles unless their letter fails again: they were looked at, or are gone from the files.
pub(crate) fn looked_at(config: &Config, known: Vec<Unwritten>, due: &[Target]) -> Vec<Unwritten> {
    let is_looked_at = |one: &Unwritten| {
        let due = || target(config, one).is_none_or(|target| due.binary_search(&target).is_ok());
        one.letter.is_none() && due()
    };
    known.into_iter().filter(is_looked_at).collect()
}

/// L6c: the released letters that could not be written anew and are not to be tried now.
pub(crate) fn put_off(known: &[Unwritten], now: Timestamp) -> HashSet<String> {
    let later = known.iter().filter(|one| one.next_try > now);
    later.filter_map(|one| one.letter.clone()).collect()
}

/// L6c: records that a released letter cannot be written anew; when it is tried next.
pub(crate) fn put_off_released(
    ledger: &mut Ledger,
    old: &Old,
    why: &Met,
    now: Timestamp,
) -> Result<Timestamp, LedgerError> {
    let about = old.notices.iter().map(|one| &one.id.subject);
    let about: Vec<(&str, &str)> =
        about.map(|one| (one.id(), one.milestone().unwrap_or_default())).collect();
    ledger.cannot_renew(&old.row.id, &about, why, |failures| next_try(failures, now), now)
}

/// The admin hears of those that they do not know of: at once, and of what fails in the hour after that together, at its
/// end. Once all is well they hear that.
pub(crate) fn word(
    config: &Config,
    ledger: &Ledger,
    now: Timestamp,
) -> Result<Option<Word>, LedgerError> {
    let all = ledger.unwritten()?;
    let last = ledger.last_word(Matter::Unwritten)?;
    let Some(first) = all.first() else {
        let Some(since) = last.and_then(|last| last.since) else { return Ok(None) };
        let letter = written(config, &AdminNotice::WrittenAgain(since), now);
        return Ok(Some(Word { told: Told::WrittenAgain, letter }));
    };
    if is_early(last.map(|last| last.at), now) || all.iter().all(|one| one.told) {
        return Ok(None);
    }
    let (begun, first) = (last.and_then(|last| last.since), first.since);
    let word = admin::Told { since: begun.unwrap_or(first), first: begun.is_none() };
    let all: Vec<admin::Unwritten> = all.iter().map(admin::Unwritten::from).collect();
    let letter = written(config, &AdminNotice::Unwritten(&all, word), now);
    Ok(Some(Word { told: Told::Unwritten(first), letter }))
}

#[cfg(test)]
mod tests;
