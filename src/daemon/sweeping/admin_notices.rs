//! What the admin is told besides. Each matter is looked at with every sweep and says whether there is word of it; what there
//! is goes into the ledger in one transaction, with the mark that it was told.

use jiff::{SignedDuration, Timestamp};

use crate::compare::{Change, Facts, Name, target_of};
use crate::config::Refusal;
use crate::daemon::sweeping::{all_well, unwritten};
use crate::daemon::telling::{is_early, is_within, written};
use crate::ledger::{Answers, GoneTask, Ledger, LedgerError, LetterState, Matter, Told, Word};
use crate::letter::admin;
use crate::letter::admin::{AdminNotice, Outage, Unreached, Waiting};
use crate::model::{AnswerState, Config, State};

/// So many working days after the admin was told of what waits for a person they are told again.
const AGAIN: i64 = 2;

/// Answers that come within so long are told together.
const ANSWERS_TOGETHER: SignedDuration = SignedDuration::from_mins(15);

/// How long nothing can leave before the admin hears of it; at once if waiting will not mend it.
pub const RELAY_PATIENCE: SignedDuration = SignedDuration::from_mins(15);

/// Writes to the admin what there is to tell, all of it or nothing; true if there was something.
pub(crate) fn tell(
    config: &Config,
    ledger: &mut Ledger,
    now: Timestamp,
) -> Result<bool, LedgerError> {
    if config.admin.is_empty() {
        return Ok(false);
    }
    let words = [
        outage(config, ledger, now)?,
        still_held(config, ledger, now)?,
        edit_waits(config, ledger, now)?,
        closed_together(config, ledger, now)?,
        gone(config, ledger, now)?,
        unwritten::word(config, ledger, now)?,
        answers(config, ledger, now)?,
        undelivered(config, ledger, now)?,
        all_well::word(config, ledger, now)?,
    ];
    let mailboxes = mailboxes(config, ledger, now)?;
    let words: Vec<Word> = words.into_iter().flatten().chain(mailboxes).collect();
    ledger.tell(&words, now)?;
    Ok(words.iter().any(|word| word.letter.is_some()))
}

/// Word that has a letter; none, where that cannot be written.
fn word(config: &Config, notice: &AdminNotice<'_>, told: Told, now: Timestamp) -> Option<Word> {
    written(config, notice, now).map(|letter| Word { told, letter: Some(letter) })
}

/// L8: what waits for a person is told at once, and what comes to it within an hour of such word at its end.
fn edit_waits(
    config: &Config,
    ledger: &Ledger,
    now: Timestamp,
) -> Result<Option<Word>, LedgerError> {
    let waits = ledger.held_edit()?.is_some_and(|edit| edit.settled.is_none());
    if !waits || is_early(ledger.told_at(Matter::Waits)?, now) {
        return Ok(None);
    }
    let untold = ledger.untold_changes()?;
    if untold.is_empty() {
        return Ok(None);
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
    Ok(word(config, &news, Told::Waits, now))
}

/// L8: the same of what was closed together, if it still is so.
fn closed_together(
    config: &Config,
    ledger: &Ledger,
    now: Timestamp,
) -> Result<Option<Word>, LedgerError> {
    let untold = ledger.untold_settled()?;
    if untold.is_empty() || is_early(ledger.told_at(Matter::Settled)?, now) {
        return Ok(None);
    }
    let still = untold.into_iter().filter_map(|name| {
        let facts = Facts::of(config, target_of(config, &name)?);
        (facts.state != State::Open || facts.hold.is_some()).then_some((name, facts))
    });
    let still: Vec<(Name, Facts)> = still.collect();
    let some = !still.is_empty();
    let letter = some.then(|| written(config, &AdminNotice::Settled(&still), now)).flatten();
    Ok(Some(Word { told: Told::Settled, letter }))
}

/// L6: the admin hears of open tasks that are gone from the files: at once, and of what is gone in the hour after that
/// together, at its end, if it still is. Where there is no admin it is in the log.
fn gone(config: &Config, ledger: &Ledger, now: Timestamp) -> Result<Option<Word>, LedgerError> {
    let gone = ledger.gone()?;
    if gone.is_empty() || is_early(ledger.told_at(Matter::Gone)?, now) {
        return Ok(None);
    }
    let known = |one: GoneTask| {
        let facts = Facts::read(&one.facts)?;
        Some(admin::Gone { name: one.name, facts, renamed: one.renamed })
    };
    let gone: Vec<admin::Gone> = gone.into_iter().filter_map(known).collect();
    Ok(word(config, &AdminNotice::Gone(&gone), Told::Gone, now))
}

/// The same as soon as the files were read.
pub(crate) fn tell_gone(
    config: &Config,
    ledger: &mut Ledger,
    now: Timestamp,
) -> Result<(), LedgerError> {
    let word = gone(config, ledger, now)?;
    ledger.tell(word.as_slice(), now)
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
    let known = ledger.refused()?;
    let Some(refusal) = refusal else {
        let Some(known) = known else { return Ok(()) };
        let well = AdminNotice::InForce(known.since);
        let letter = (!known.files.is_empty()).then(|| written(config, &well, now)).flatten();
        return ledger.tell(&[Word { told: Told::InForce, letter }], now);
    };
    let files = refusal.files.iter().map(|path| path.display().to_string());
    let files: Vec<String> = files.collect();
    // The ledger keeps since when they are refused, also where nobody could be told.
    let since = known.as_ref().map_or(now, |known| known.since);
    let told = known.as_ref().map_or(&[][..], |known| &known.files);
    let early = is_early(ledger.told_at(Matter::Files)?, now);
    if early || files.iter().all(|file| told.contains(file)) {
        return Ok(());
    }
    let word = admin::Told { since, first: told.is_empty() };
    let letter = written(config, &AdminNotice::Refused(refusal, word), now);
    if letter.is_none() && known.is_some() {
        return Ok(());
    }
    ledger.tell(&[Word { told: Told::Refused(files), letter }], now)
}

fn undelivered(
    config: &Config,
    ledger: &Ledger,
    now: Timestamp,
) -> Result<Option<Word>, LedgerError> {
    let list = ledger.undelivered()?;
    let Some(last) = list.last() else { return Ok(None) };
    if is_early(ledger.told_at(Matter::Undelivered)?, now) {
        return Ok(None);
    }
    let told = Told::Undelivered(last.id);
    let list: Vec<Unreached> = list.into_iter().map(Unreached::from).collect();
    Ok(word(config, &AdminNotice::Undelivered(&list), told, now))
}

/// L6a: while letters or an edit wait for a person, the admin hears of it again every two working days, in one letter.
fn still_held(
    config: &Config,
    ledger: &Ledger,
    now: Timestamp,
) -> Result<Option<Word>, LedgerError> {
    let edit = ledger.held_edit()?.filter(|edit| edit.settled.is_none()).map(|edit| edit.found);
    let since = ledger.held_since()?;
    let Some(first) = since.into_iter().chain(edit).min() else { return Ok(None) };
    // A time to come is that of a clock that stood ahead.
    let last = ledger
        .told_at(Matter::Held)?
        .filter(|told| *told <= now)
        .map_or(first, |told| told.max(first));
    if !is_again(config, last, now) {
        return Ok(None);
    }
    let held = ledger.unsettled_in(LetterState::Held)?;
    let held = held.into_iter().filter(|one| one.released.is_none());
    let held: Vec<Waiting> = held.map(Waiting::from).collect();
    let news = AdminNotice::StillHeld { letters: &held, edit };
    Ok(word(config, &news, Told::StillHeld, now))
}

/// A3: the admin hears of answers that wait, those of a quarter of an hour together; and of all again every two working
/// days. With them goes what is only to be read, once.
fn answers(config: &Config, ledger: &Ledger, now: Timestamp) -> Result<Option<Word>, LedgerError> {
    let new = ledger.untold_answers()?;
    let waiting = ledger.answers(Answers::Waiting)?;
    if new.is_empty() && waiting.is_empty() {
        return Ok(None);
    }
    // A time to come is that of a clock that stood ahead.
    let last = ledger.told_at(Matter::Answers)?.filter(|told| *told <= now);
    let again = last.is_some_and(|last| is_again(config, last, now));
    if is_within(ANSWERS_TOGETHER, last, now) || (new.is_empty() && !again) {
        return Ok(None);
    }
    let mut list = new;
    if again {
        list.retain(|one| one.standing.state != AnswerState::Waits);
        list.extend(waiting);
    }
    let last = list.iter().map(|one| one.number).max().unwrap_or_default();
    Ok(word(config, &AdminNotice::Answers(&list, again), Told::Answers(last), now))
}

/// Whether two working days have passed.
fn is_again(config: &Config, last: Timestamp, now: Timestamp) -> bool {
    let again = config.office_calendar().and_then(|calendar| {
        let day = calendar.nth_working_day(calendar.local_date(last), AGAIN)?;
        Some(calendar.moment_on(day))
    });
    again.is_some_and(|again| again <= now)
}

/// A5: a mailbox of replies that cannot be read is told as a relay's outage is, and its end to who heard of it.
fn mailboxes(config: &Config, ledger: &Ledger, now: Timestamp) -> Result<Vec<Word>, LedgerError> {
    let mut words = Vec::new();
    for trouble in ledger.mailbox_news()? {
        let lasts = trouble.needs_admin || now.duration_since(trouble.since) >= RELAY_PATIENCE;
        let (mailbox, outage) = (trouble.mailbox.clone(), Outage::from(&trouble));
        words.extend(match (trouble.ended, trouble.told) {
            (None, false) if lasts => {
                let news = AdminNotice::MailboxDown(&trouble.mailbox, &outage);
                word(config, &news, Told::MailboxDown(mailbox), now)
            }
            (Some(_), true) => {
                let news = AdminNotice::MailboxUp(&trouble.mailbox, &outage);
                word(config, &news, Told::MailboxUp(mailbox), now)
            }
            _ => None,
        });
    }
    Ok(words)
}

fn outage(config: &Config, ledger: &Ledger, now: Timestamp) -> Result<Option<Word>, LedgerError> {
    let Some(trouble) = ledger.relay_trouble()?.filter(|trouble| !trouble.told) else {
        return Ok(None);
    };
    if !trouble.needs_admin && now.duration_since(trouble.since) < RELAY_PATIENCE {
        return Ok(None);
    }
    let told = Told::Outage(trouble.since);
    Ok(word(config, &AdminNotice::RelayDown(&Outage::from(&trouble)), told, now))
}
