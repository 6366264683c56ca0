//! What the admin is told besides: recipients who will not get a letter, together (L1, L3), and that
//! nothing can leave. Looked at with every sweep.

use jiff::{SignedDuration, Timestamp};

use crate::compare::{Change, Facts, Name, target_of};
use crate::config::Refusal;
use crate::daemon::sweeping::{all_well, unwritten};
use crate::daemon::telling::{is_early, is_within, written};
use crate::ledger::{Answers, GoneTask, Ledger, LedgerError, LetterState, Told};
use crate::letter::admin;
use crate::letter::admin::{AdminNotice, Outage, Unreached, Waiting};
use crate::model::{AnswerState, Config, State};

/// So many working days after the admin was told of what waits for a person they are told again.
const AGAIN: i64 = 2;

/// Answers that come within so long are told together.
const ANSWERS_TOGETHER: SignedDuration = SignedDuration::from_mins(15);

/// How long nothing can leave before the admin hears of it; at once if waiting will not mend it.
pub const RELAY_PATIENCE: SignedDuration = SignedDuration::from_mins(15);

/// Writes to the admin what there is to tell; true if there was something.
pub(crate) fn tell(
    config: &Config,
    ledger: &mut Ledger,
    now: Timestamp,
) -> Result<bool, LedgerError> {
    if config.admin.is_empty() {
        return Ok(false);
    }
    let down = relay_down(config, ledger, now)?;
    let held = still_held(config, ledger, now)?;
    let [waits_told, settled_told] = ledger.edits_told_at()?;
    let edits = edit_waits(config, ledger, waits_told, now)?;
    let closed = closed_together(config, ledger, settled_told, now)?;
    let gone = tell_gone(config, ledger, now)? || edits || closed;
    let unwritten = unwritten::tell(config, ledger, now)?;
    let answers = answers(config, ledger, now)?;
    let well = all_well::tell(config, ledger, now)?;
    let told = answers || down || held || gone || unwritten || well;
    Ok(undelivered(config, ledger, now)? || told)
}

/// L8: what waits for a person is told at once, and what comes to it within an hour of such word at its end.
fn edit_waits(
    config: &Config,
    ledger: &mut Ledger,
    told: Option<Timestamp>,
    now: Timestamp,
) -> Result<bool, LedgerError> {
    if is_early(told, now) || ledger.held_edit()?.is_none_or(|edit| edit.settled.is_some()) {
        return Ok(false);
    }
    let untold = ledger.untold_changes()?;
    if untold.is_empty() {
        return Ok(false);
    }
    let is = |name: &Name| {
        let target = target_of(config, name)?;
        Some(Facts::of(config, target).to_string())
    };
    let changes: Vec<Change> =
        untold.into_iter().map(|one| Change { is: is(&one.name), ..one }).collect();
    let waits = ledger.held_changes()?.len();
    let dropped = changes.iter().filter(|one| one.is.is_none() && one.name.1.is_empty());
    let open = config.tasks.iter().filter(|task| task.state() == State::Open).count();
    let limit = config.guard.most_changes(open + dropped.count());
    let news = AdminNotice::HeldEdit { changes: &changes, waits, limit };
    let Some(letter) = written(config, &news, now) else { return Ok(false) };
    ledger.tell(&letter, &Told::Waits, now)?;
    Ok(true)
}

/// L8: the same of what was closed together, if it still is so.
fn closed_together(
    config: &Config,
    ledger: &mut Ledger,
    told: Option<Timestamp>,
    now: Timestamp,
) -> Result<bool, LedgerError> {
    let untold = if is_early(told, now) { Vec::new() } else { ledger.untold_settled()? };
    if untold.is_empty() {
        return Ok(false);
    }
    let still = untold.into_iter().filter_map(|name| {
        let facts = Facts::of(config, target_of(config, &name)?);
        (facts.state != State::Open || facts.hold.is_some()).then_some((name, facts))
    });
    let still: Vec<(Name, Facts)> = still.collect();
    match written(config, &AdminNotice::Settled(&still), now).filter(|_| !still.is_empty()) {
        Some(letter) => ledger.tell(&letter, &Told::Settled, now).map(|()| true),
        None => ledger.forget_settled().map(|()| false),
    }
}

/// L6: the admin hears of open tasks that are gone from the files: at once, and of what is gone in the hour after that
/// together, at its end, if it still is. Where there is no admin it is in the log.
pub(crate) fn tell_gone(
    config: &Config,
    ledger: &mut Ledger,
    now: Timestamp,
) -> Result<bool, LedgerError> {
    let gone = ledger.gone()?;
    if gone.is_empty() || is_early(ledger.gone_told_at()?, now) {
        return Ok(false);
    }
    let known = |one: GoneTask| {
        let facts = Facts::read(&one.facts)?;
        Some(admin::Gone { name: one.name, facts, renamed: one.renamed })
    };
    let gone: Vec<admin::Gone> = gone.into_iter().filter_map(known).collect();
    let Some(letter) = written(config, &AdminNotice::Gone(&gone), now) else { return Ok(false) };
    ledger.tell(&letter, &Told::Gone, now)?;
    Ok(true)
}

/// R1: the admin hears once of each file that is refused, and once that all are in force again; what is wrong
/// with them is in the log each time they are read. Files that are refused within an hour after such word are
/// told together at its end, if they still are: a file that is broken and mended in turn makes two letters an
/// hour.
pub(crate) fn tell_refusal(
    config: &Config,
    ledger: &mut Ledger,
    refusal: Option<&Refusal>,
    now: Timestamp,
) -> Result<(), LedgerError> {
    let known = ledger.refusal()?;
    let Some(refusal) = refusal else {
        let Some(known) = known.filter(|known| !known.files.is_empty() || known.at.is_none())
        else {
            return Ok(());
        };
        let well = AdminNotice::InForce(known.since);
        let letter = (!known.files.is_empty()).then(|| written(config, &well, now)).flatten();
        return ledger.refuse_no_more(letter.as_ref(), now);
    };
    let files = refusal.files.iter().map(|path| path.display().to_string());
    let files: Vec<String> = files.collect();
    // The ledger keeps since when they are refused, also where nobody could be told.
    let begun = known.as_ref().filter(|known| !known.files.is_empty() || known.at.is_none());
    let since = begun.map_or(now, |known| known.since);
    let (told, at) = known.map(|known| (known.files, known.at)).unwrap_or_default();
    if is_early(at, now) || files.iter().all(|file| told.contains(file)) {
        return Ok(());
    }
    let word = admin::Told { since, first: told.is_empty() };
    let letter = written(config, &AdminNotice::Refused(refusal, word), now);
    ledger.refuse(&files, letter.as_ref(), now)
}

fn undelivered(config: &Config, ledger: &mut Ledger, now: Timestamp) -> Result<bool, LedgerError> {
    let list = ledger.undelivered()?;
    let Some(last) = list.last() else { return Ok(false) };
    if is_early(ledger.undelivered_told_at()?, now) {
        return Ok(false);
    }
    let last = last.id;
    let list: Vec<Unreached> = list.into_iter().map(Unreached::from).collect();
    let Some(letter) = written(config, &AdminNotice::Undelivered(&list), now) else {
        return Ok(false);
    };
    ledger.tell(&letter, &Told::Undelivered(last), now)?;
    Ok(true)
}

/// L6a: while letters or an edit wait for a person, the admin hears of it again every two working days, in one letter.
fn still_held(config: &Config, ledger: &mut Ledger, now: Timestamp) -> Result<bool, LedgerError> {
    let edit = ledger.held_edit()?.filter(|edit| edit.settled.is_none()).map(|edit| edit.found);
    let (since, told) = ledger.held_since()?;
    let Some(first) = since.into_iter().chain(edit).min() else { return Ok(false) };
    // A time to come is that of a clock that stood ahead.
    let last = told.filter(|told| *told <= now).map_or(first, |told| told.max(first));
    if !is_again(config, last, now) {
        return Ok(false);
    }
    let held = ledger.unsettled_in(LetterState::Held)?;
    let held = held.into_iter().filter(|one| one.released.is_none());
    let held: Vec<Waiting> = held.map(Waiting::from).collect();
    let news = AdminNotice::StillHeld { letters: &held, edit };
    let Some(letter) = written(config, &news, now) else { return Ok(false) };
    ledger.tell(&letter, &Told::StillHeld, now)?;
    Ok(true)
}

/// A3: the admin hears of answers that wait, those of a quarter of an hour together; and of all again every two working
/// days. With them goes what is only to be read, once.
fn answers(config: &Config, ledger: &mut Ledger, now: Timestamp) -> Result<bool, LedgerError> {
    let new = ledger.untold_answers()?;
    let waiting = ledger.answers(Answers::Waiting)?;
    if new.is_empty() && waiting.is_empty() {
        return Ok(false);
    }
    // A time to come is that of a clock that stood ahead.
    let last = ledger.answers_told_at()?.filter(|told| *told <= now);
    let again = last.is_some_and(|last| is_again(config, last, now));
    if is_within(ANSWERS_TOGETHER, last, now) || (new.is_empty() && !again) {
        return Ok(false);
    }
    let mut list = new;
    if again {
        list.retain(|one| one.standing.state != AnswerState::Waits);
        list.extend(waiting);
    }
    let news = AdminNotice::Answers(&list, again);
    let Some(letter) = written(config, &news, now) else { return Ok(false) };
    let last = list.iter().map(|one| one.number).max().unwrap_or_default();
    ledger.tell(&letter, &Told::Answers(last), now)?;
    Ok(true)
}

/// Whether two working days have passed.
fn is_again(config: &Config, last: Timestamp, now: Timestamp) -> bool {
    let again = config.office_calendar().and_then(|calendar| {
        let day = calendar.nth_working_day(calendar.local_date(last), AGAIN)?;
        Some(calendar.moment_on(day))
    });
    again.is_some_and(|again| again <= now)
}

fn relay_down(config: &Config, ledger: &mut Ledger, now: Timestamp) -> Result<bool, LedgerError> {
    let Some(trouble) = ledger.relay_trouble()?.filter(|trouble| !trouble.told) else {
        return Ok(false);
    };
    if !trouble.needs_admin && now.duration_since(trouble.since) < RELAY_PATIENCE {
        return Ok(false);
    }
    let Some(letter) = written(config, &AdminNotice::RelayDown(&Outage::from(&trouble)), now)
    else {
        return Ok(false);
    };
    ledger.tell(&letter, &Told::RelayDown, now)?;
    Ok(true)
}
