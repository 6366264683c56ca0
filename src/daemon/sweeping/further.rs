//! Letters that no stage writes, as far as they are due at a sweep: each kind says what it has, and what the ledger is to
//! remember of it beside its notices, in the same transaction.

use std::sync::Arc;

use jiff::Timestamp;

use crate::daemon::sweeping::answer_letters;
use crate::daemon::sweeping::handovers;
use crate::daemon::sweeping::handovers::HandoversSettled;
use crate::daemon::sweeping::reports::{ReportSettled, reported};
use crate::daemon::sweeping::tallies::{TallySettled, tallied};
use crate::ledger::{Ledger, LedgerError, Recording, WrittenFor};
use crate::model::Config;
use crate::plan::further::urges;
use crate::plan::{Answered, Content, FurtherLetter, Target, names};

/// What is due.
#[derive(Default)]
pub(crate) struct Further {
    /// The letters.
    pub(crate) letters: Vec<FurtherLetter>,
    /// What is settled with them.
    pub(crate) settled: Vec<Settled>,
}

/// What the ledger remembers as done.
pub(crate) enum Settled {
    /// Letters were written for an urging command, or none is needed any more.
    Urged(i64),
    /// Somebody was written to because of these answers, or need not be.
    Answered(WrittenFor, Vec<i64>),
    /// What becomes of a part of a report.
    Report(ReportSettled),
    /// What becomes of a tally.
    Tally(TallySettled),
    /// Handovers that are told, or of which nobody is there to be told.
    HandedOver(HandoversSettled),
}

/// Everything that is due now. `looks` says that tasks came due, or files were taken.
pub(crate) fn due(
    (config, answered): (&Arc<Config>, &Answered),
    ledger: &mut Ledger,
    looks: bool,
    now: Timestamp,
) -> Result<Further, LedgerError> {
    let mut due = Further::default();
    urged(config, ledger, now, &mut due)?;
    let (letters, settled) = answer_letters::due(config, ledger, now)?;
    due.letters.extend(letters);
    due.settled.extend(settled.into_iter().map(|(why, numbers)| Settled::Answered(why, numbers)));
    let (letters, settled) = reported(config, ledger, looks, now)?;
    due.letters.extend(letters);
    due.settled.extend(settled.into_iter().map(Settled::Report));
    let (letters, settled) = tallied(config, ledger, now)?;
    due.letters.extend(letters);
    due.settled.extend(settled.into_iter().map(Settled::Tally));
    if let Some((letters, settled)) = handovers::due(config, ledger, answered, now)? {
        due.letters.extend(letters);
        due.settled.push(Settled::HandedOver(settled));
    }
    Ok(due)
}

/// Remembers it, in the transaction of the sweep.
pub(crate) fn settle(settled: Vec<Settled>, recording: &Recording<'_>) -> Result<(), LedgerError> {
    settled.into_iter().try_for_each(|one| match one {
        Settled::Urged(edit) => recording.urged(edit),
        Settled::Answered(why, numbers) => recording.answers_written(why, &numbers),
        Settled::Report(one) => one.record(recording),
        Settled::Tally(one) => one.record(recording),
        Settled::HandedOver(HandoversSettled { told, gone }) => {
            recording.handovers_settled(&told, &gone)
        }
    })
}

/// A wish is settled once a sweep finds nothing of it left to write: a letter that cannot be written stays wanted.
fn urged(
    config: &Config,
    ledger: &mut Ledger,
    now: Timestamp,
    due: &mut Further,
) -> Result<(), LedgerError> {
    ledger.take_spooled(now)?;
    for (edit, wish) in ledger.wishes()? {
        let known = |target: Target| {
            let (task, milestone) = names(config, target);
            ledger.known(task, Some(milestone).filter(|one| !one.is_empty()))
        };
        let letters = urges(config, &wish, known, |id| ledger.has(id), now)?;
        if letters.is_empty() {
            due.settled.push(Settled::Urged(edit));
        }
        for mut letter in letters {
            if let Content::Urge(urge) = &mut letter.content {
                ledger.name_recipients(std::slice::from_mut(&mut urge.draft))?;
            }
            due.letters.push(letter);
        }
    }
    Ok(())
}
