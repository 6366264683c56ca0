//! W7: what changed of owners is noted when files were read, and told a while after the last change.

use jiff::Timestamp;

use crate::ledger::{Ledger, LedgerError};
use crate::model::Config;
use crate::plan::further::handover::{
    Name, People, Remembered, handovers, leave_at, noted, untold,
};
use crate::plan::{Answered, FurtherLetter, FurtherNotice, Known, Target, names};

/// What is settled of handovers with the letters of a sweep.
#[derive(Debug, Default)]
pub(crate) struct HandoversSettled {
    /// Told, with who answers for it now.
    pub(crate) told: Vec<(Name, People)>,
    /// Who is gone from the files, and answers for it no more.
    pub(crate) gone: Vec<FurtherNotice>,
}

/// The files were read: what is new is remembered, what changed waits until it is told.
pub(super) fn note(
    config: &Config,
    ledger: &mut Ledger,
    now: Timestamp,
) -> Result<(), LedgerError> {
    let noted = noted(config, &ledger.owners()?);
    if noted.is_empty() { Ok(()) } else { ledger.note_owners(&noted, now) }
}

/// The letters that are due, and what is settled with them.
pub(super) fn due(
    config: &Config,
    ledger: &Ledger,
    answered: &Answered,
    now: Timestamp,
) -> Result<Option<(Vec<FurtherLetter>, HandoversSettled)>, LedgerError> {
    // A time to come is that of a clock that stood ahead.
    let Some(last) = ledger.last_handover()?.map(|last| last.min(now)) else { return Ok(None) };
    if leave_at(config, last, now) != Some(now) {
        return Ok(None);
    }
    let remembered = ledger.owners()?;
    let known = |target: Target| {
        let (task, milestone) = names(config, target);
        let milestone = Some(milestone).filter(|one| !one.is_empty());
        let notices = ledger.recorded(task, milestone)?;
        Ok::<_, LedgerError>(Known { notices, answers: answered.about(task) })
    };
    let letters = handovers(config, &remembered, last, known, now)?;
    Ok(Some((letters, settled(config, &remembered, last))))
}

fn settled(config: &Config, remembered: &Remembered, anchor: Timestamp) -> HandoversSettled {
    let told = remembered.pending.iter().map(|(name, (people, _))| (name.clone(), people.clone()));
    let is_gone = |id: &&String| config.person(id).is_none();
    let of = |(name, (people, _)): (&Name, &(People, Timestamp))| {
        let was = remembered.owners.get(name);
        let left = was.into_iter().flatten().filter(|id| !people.contains(*id)).filter(is_gone);
        left.map(|id| untold(name, id, anchor)).collect::<Vec<_>>()
    };
    HandoversSettled {
        gone: remembered.pending.iter().flat_map(of).collect(),
        told: told.collect(),
    }
}
