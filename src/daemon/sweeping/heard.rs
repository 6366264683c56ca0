//! The answers that the ledger has, followed by their revisions; and which of them the files in force have settled (A4).

use jiff::Timestamp;

use crate::ledger::{Ledger, LedgerError, Settled};
use crate::log::tell;
use crate::model::{Answer, AnswerState, Config, Subject};
use crate::plan;
use crate::plan::Answered;
use crate::words::log;

/// The answers that were heard of.
#[derive(Default)]
pub(super) struct Heard {
    answered: Answered,
    /// Up to which revision.
    revision: i64,
    /// The files changed, and may have settled some.
    files_changed: bool,
}

impl Heard {
    pub(super) fn answered(&self) -> &Answered {
        &self.answered
    }

    /// What waits is compared with the files.
    pub(super) fn files_changed(&mut self) {
        self.files_changed = true;
    }

    /// Reads what came or changed, and settles what the files have decided. Returns what they are about.
    pub(super) fn listen(
        &mut self,
        config: &Config,
        ledger: &mut Ledger,
        now: Timestamp,
    ) -> Result<Vec<Subject>, LedgerError> {
        let mut about = self.hear(ledger)?;
        if !about.is_empty() || self.files_changed {
            self.settle(config, ledger, now)?;
            about.extend(self.hear(ledger)?);
            self.files_changed = false;
        }
        Ok(about)
    }

    fn hear(&mut self, ledger: &Ledger) -> Result<Vec<Subject>, LedgerError> {
        let (changed, revision) = ledger.answers_changed(self.revision)?;
        let about = changed.iter().map(|one| one.subject.clone()).collect();
        changed.into_iter().for_each(|one| self.answered.take(one));
        self.revision = revision;
        Ok(about)
    }

    fn settle(
        &self,
        config: &Config,
        ledger: &mut Ledger,
        now: Timestamp,
    ) -> Result<(), LedgerError> {
        let settled = |one: &Answer| {
            let state = plan::settled(config, one)?;
            Some(Settled { number: one.number, state })
        };
        let undecided = self.answered.all().filter(|one| is_undecided(one));
        let settled: Vec<Settled> = undecided.filter_map(settled).collect();
        ledger.settle_answers(&settled, now)?;
        for Settled { number, state } in settled {
            tell!(INFO, log::daemon::ANSWER_SETTLED, answer = number, state = state.name());
        }
        Ok(())
    }
}

/// It waits, or was accepted and is not shown by the files yet.
fn is_undecided(answer: &Answer) -> bool {
    match answer.standing.state {
        AnswerState::Waits => true,
        AnswerState::Accepted => answer.standing.shown.is_none(),
        _ => false,
    }
}
