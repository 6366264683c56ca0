//! Which coming notices an edit holds that waits for a person (L8a).

use std::collections::HashSet;

use crate::ledger::Ledger;
use crate::plan::Planned;

/// The tasks and milestones of the edit that waits, if one does.
#[derive(Debug, Default)]
pub(crate) struct WaitingEdit(HashSet<(String, String)>);

impl WaitingEdit {
    pub(crate) fn of(ledger: Option<&Ledger>) -> anyhow::Result<WaitingEdit> {
        let Some(ledger) = ledger else { return Ok(WaitingEdit::default()) };
        let waits = ledger.held_edit()?.is_some_and(|edit| edit.settled.is_none());
        let changes = if waits { ledger.held_changes()? } else { Vec::new() };
        Ok(WaitingEdit(changes.into_iter().map(|change| change.name).collect()))
    }

    /// Whether the notice is about one of them.
    pub(crate) fn is_about(&self, planned: &Planned) -> bool {
        let subject = &planned.notice.id.subject;
        let milestone = subject.milestone().unwrap_or_default();
        !self.0.is_empty() && self.0.contains(&(subject.id().to_owned(), milestone.to_owned()))
    }
}
