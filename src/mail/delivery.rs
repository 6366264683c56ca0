//! What an attempt at a letter came to.

use crate::ledger::Outcome;

/// What an attempt at a letter came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The letter was heard of: each recipient's outcome.
    Heard {
        /// Every recipient that was pending, with what became of it.
        outcomes: Vec<(String, Outcome)>,
        /// Some were put off only because so many cannot be taken at once: they may go right away.
        more: bool,
    },
    /// No letter can leave now, whichever.
    Trouble(Trouble),
    /// The relay takes no further session beside those that work; nothing was said of the letter.
    Crowded(String),
}

/// Why no letter can leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What was met with.
    pub why: String,
    /// Waiting will not mend it: a wrong password, a certificate that nobody vouches for.
    pub needs_admin: bool,
}

impl Delivery {
    /// The same outcome for all recipients.
    pub(super) fn all<'a>(
        recipients: impl Iterator<Item = &'a String>,
        outcome: &Outcome,
    ) -> Delivery {
        let outcomes = recipients.map(|address| (address.clone(), outcome.clone())).collect();
        Delivery::Heard { outcomes, more: false }
    }

    /// The attempt was cut short: what was said is not known.
    pub(crate) fn cut_short(recipients: &[String], why: &str) -> Delivery {
        Delivery::all(recipients.iter(), &Outcome::Unknown(why.to_owned()))
    }

    /// Why nobody knows what became of the message, where nobody does.
    pub(crate) fn unanswered(&self) -> Option<&str> {
        let Delivery::Heard { outcomes, .. } = self else { return None };
        let unknown = outcomes.iter().find(|(_, outcome)| outcome.is_unknown());
        unknown.and_then(|(_, outcome)| outcome.answer())
    }

    /// No letter can leave, for now.
    pub(super) fn trouble(why: String) -> Delivery {
        Delivery::Trouble(Trouble { why, needs_admin: false })
    }
}
