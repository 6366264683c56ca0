//! What the admin is told besides: recipients who will not get a letter, together (L1, L3), and that
//! nothing can leave. Looked at with every sweep.

use jiff::{SignedDuration, Timestamp};

use crate::channels::News;
use crate::config::Refusal;
use crate::daemon::sending::round::written;
use crate::ledger::{Ledger, LedgerError, Told};
use crate::model::Config;

/// Failures are told of at once, and what fails in the hour after that together, at its end.
const TOGETHER: SignedDuration = SignedDuration::from_hours(1);

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
    Ok(undelivered(config, ledger, now)? || down)
}

/// R1: the admin hears once of each file that is refused, and once that all are in force again; what is wrong
/// with them is in the log each time they are read.
pub(crate) fn tell_refusal(
    config: &Config,
    ledger: &mut Ledger,
    refusal: Option<&Refusal>,
    now: Timestamp,
) -> Result<(), LedgerError> {
    let known = ledger.refusal()?;
    let Some(refusal) = refusal else {
        let Some((since, told)) = known else { return Ok(()) };
        let well = News::InForce(since);
        let letter = (!told.is_empty()).then(|| written(config, &well, now)).flatten();
        return ledger.refuse_no_more(letter.as_ref(), now);
    };
    let files = refusal.files.iter().map(|path| path.display().to_string());
    let files: Vec<String> = files.collect();
    let told = known.map(|(_, told)| told).unwrap_or_default();
    if files.iter().all(|file| told.contains(file)) {
        return Ok(());
    }
    let letter = written(config, &News::Refused(refusal), now);
    ledger.refuse(&files, letter.as_ref(), now)
}

fn undelivered(config: &Config, ledger: &mut Ledger, now: Timestamp) -> Result<bool, LedgerError> {
    let list = ledger.undelivered()?;
    let Some(last) = list.last() else { return Ok(false) };
    let told = ledger.undelivered_told_at()?;
    // A time to come is that of a clock that stood ahead.
    let told = told.filter(|told| *told <= now);
    if told.is_some_and(|told| now.duration_since(told) < TOGETHER) {
        return Ok(false);
    }
    let Some(letter) = written(config, &News::Undelivered(&list), now) else { return Ok(false) };
    ledger.tell(&letter, &Told::Undelivered(last.id), now)?;
    Ok(true)
}

fn relay_down(config: &Config, ledger: &mut Ledger, now: Timestamp) -> Result<bool, LedgerError> {
    let Some(trouble) = ledger.relay_trouble()?.filter(|trouble| !trouble.told) else {
        return Ok(false);
    };
    if !trouble.needs_admin && now.duration_since(trouble.since) < RELAY_PATIENCE {
        return Ok(false);
    }
    let Some(letter) = written(config, &News::RelayDown(&trouble), now) else { return Ok(false) };
    ledger.tell(&letter, &Told::RelayDown, now)?;
    Ok(true)
}
