//! R4: the sign of life by mail, once a rhythm. The first moment that is told is the first after the ledger has seen that it
//! is wanted; what fell into a time in which nobody swept is told late, once.

use jiff::{SignedDuration, Timestamp};

use crate::daemon::telling::written;
use crate::ledger::{
    Answers, Disposition, Ledger, LedgerError, NoticeRow, SweepRecord, Told, Word,
};
use crate::letter::admin::{AdminNotice, AllWell, Waits};
use crate::model::Config;
use crate::plan;
use crate::plan::further::digest::{Slot, latest_slot, leaves_at, next_slot};
use crate::plan::{Colour, Target, all_well_identity, reaching, years_missing};

/// Without a moment before, letters are counted from so long ago.
const WEEK: SignedDuration = SignedDuration::from_hours(7 * 24);

/// Word of it, if it is due.
pub(super) fn word(
    config: &Config,
    ledger: &mut Ledger,
    now: Timestamp,
) -> Result<Option<Word>, LedgerError> {
    let Some((slot, row)) = due(config, ledger, now)? else { return Ok(None) };
    if !ledger.knows_all_well()? {
        let passed = NoticeRow { disposition: Disposition::Superseded, ..row };
        ledger.commit_sweep(now, &SweepRecord { letters: Vec::new(), notices: vec![passed] })?;
        return Ok(None);
    }
    let news = news(config, ledger, slot, now)?;
    let letter = written(config, &AdminNotice::AllWell(&news), now);
    Ok(letter.map(|letter| {
        let row = NoticeRow { letter: Some(letter.id.clone()), ..row };
        Word { told: Told::AllWell(row), letter: Some(letter) }
    }))
}

/// The latest moment, if it has come, is to leave by now and was not told.
fn due(
    config: &Config,
    ledger: &Ledger,
    now: Timestamp,
) -> Result<Option<(Slot, NoticeRow)>, LedgerError> {
    let Some(rhythm) = config.all_well else { return Ok(None) };
    let Some(slot) = latest_slot(config, rhythm, now) else { return Ok(None) };
    let id = all_well_identity(slot);
    if leaves_at(config, slot, now) > now || ledger.has(&id)? {
        return Ok(None);
    }
    let (disposition, moment, recorded) = (Disposition::Letter, slot.at, now);
    Ok(Some((slot, NoticeRow { id, disposition, moment, recorded, letter: None })))
}

fn news(
    config: &Config,
    ledger: &Ledger,
    slot: Slot,
    now: Timestamp,
) -> Result<AllWell, LedgerError> {
    let before = slot.at - SignedDuration::from_secs(1);
    let before = config.all_well.and_then(|rhythm| latest_slot(config, rhythm, before));
    let since = before.map_or(slot.at - WEEK, |before| before.at);
    let next = config.all_well.and_then(|rhythm| next_slot(config, rhythm, now));
    let colours = Target::all(config)
        .filter(|target| target.milestone.is_none())
        .map(|target| plan::colour(config, target, now));
    let (mut open, mut late) = (0, 0);
    for colour in colours {
        open += usize::from(matches!(colour, Colour::Red | Colour::Yellow | Colour::Green));
        late += usize::from(colour == Colour::Red);
    }
    let queue = ledger.queue()?;
    Ok(AllWell {
        since,
        sent: ledger.sent_since(since)?,
        open,
        late,
        waits: waits(ledger)?,
        queued: queue.queued,
        reaching: reaching(config, now, next.map_or(now + WEEK, |next| next.at)),
        missing: years_missing(config, now),
        next: next.map(|next| next.at),
    })
}

/// What waits for a person.
fn waits(ledger: &Ledger) -> Result<Vec<(Waits, usize)>, LedgerError> {
    let queue = ledger.queue()?;
    let edit = ledger.held_edit()?.filter(|edit| edit.settled.is_none());
    let refused = ledger.refused()?.map_or(0, |refused| refused.files.len());
    let all = [
        (Waits::Relay, usize::from(ledger.relay_trouble()?.is_some())),
        (Waits::Held, queue.held() as usize),
        (Waits::Failed, queue.failed as usize),
        (Waits::Answers, ledger.answers(Answers::Waiting)?.len()),
        (Waits::Edit, usize::from(edit.is_some())),
        (Waits::Files, refused),
        (Waits::Unwritten, ledger.unwritten()?.len()),
    ];
    Ok(all.into_iter().filter(|(_, many)| *many > 0).collect())
}
