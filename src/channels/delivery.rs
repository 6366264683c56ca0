//! What an attempt at a letter came to.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::ledger::Outcome;
use crate::model::cure::Cure;
use crate::model::met::Met;

/// What an attempt at a letter came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The letter was heard of: each recipient's outcome.
    Heard {
        /// Every recipient that was pending, with what became of it.
        outcomes: Vec<(String, Outcome)>,
        /// Some were put off only because so many cannot be taken at once: they may go right away.
        more: bool,
        /// A session ended at one of them: the rest are named one by one, so that it is known at whom.
        one_by_one: bool,
    },
    /// No letter can leave now, whichever.
    Trouble(Trouble),
    /// The relay takes no further session beside those that work; nothing was said of the letter.
    Crowded(Met),
}

/// Why no letter can leave.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// What was met with.
    pub why: Met,
    /// Waiting will not mend it: a wrong password, a certificate that nobody vouches for.
    pub needs_admin: bool,
    /// What would mend it, where that is known.
    pub cure: Option<Cure>,
}

impl Delivery {
    /// What became of all who were pending: nothing of the letter is left to go on with.
    pub(crate) fn heard(outcomes: Vec<(String, Outcome)>) -> Delivery {
        Delivery::Heard { outcomes, more: false, one_by_one: false }
    }

    /// The same outcome for all recipients.
    pub(crate) fn all<'a>(
        recipients: impl Iterator<Item = &'a String>,
        outcome: &Outcome,
    ) -> Delivery {
        Delivery::heard(recipients.map(|address| (address.clone(), outcome.clone())).collect())
    }

    /// The attempt was cut short: what was said until then counts; of the others only some may have it.
    pub(crate) fn cut_short(recipients: &[String], known: Known, why: &Met) -> Delivery {
        let Known { heard, may_have_it } = known;
        let outcome = |address: &String| match heard.iter().find(|(one, _)| one == address) {
            Some((_, outcome)) => outcome.clone(),
            None if may_have_it.contains(address) => Outcome::Unknown(why.clone()),
            None => Outcome::Untried,
        };
        let outcomes = recipients.iter().map(|address| (address.clone(), outcome(address)));
        Delivery::heard(outcomes.collect())
    }

    /// Why nobody knows what became of the message, where nobody does.
    pub(crate) fn unanswered(&self) -> Option<&Met> {
        let Delivery::Heard { outcomes, .. } = self else { return None };
        let unknown = outcomes.iter().find(|(_, outcome)| outcome.is_unknown());
        unknown.and_then(|(_, outcome)| outcome.answer())
    }

    /// What became of single recipients.
    pub(crate) fn outcomes(&self) -> &[(String, Outcome)] {
        match self {
            Delivery::Heard { outcomes, .. } => outcomes,
            Delivery::Trouble(_) | Delivery::Crowded(_) => &[],
        }
    }

    /// No letter can leave, for now.
    pub(crate) fn trouble(why: Met) -> Delivery {
        Delivery::Trouble(Trouble { why, needs_admin: false, cure: None })
    }
}

/// Whether a message was handed to the network to its end. Until then the relay cannot have taken it;
/// from then on only its reply tells.
#[derive(Debug, Clone, Default)]
pub struct MessageEnd(Arc<AtomicBool>);

impl MessageEnd {
    /// A message begins.
    pub(crate) fn lift(&self) {
        self.0.store(false, Ordering::SeqCst);
    }

    /// Its end went out.
    pub(crate) fn set(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether its end went out.
    pub(crate) fn is_set(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

/// How far an attempt has come, for whoever cuts it short.
#[derive(Debug, Clone, Default)]
pub struct Progress(Arc<Mutex<Course>>);

#[derive(Debug, Default)]
struct Course {
    heard: Vec<(String, Outcome)>,
    message: Option<(MessageEnd, Vec<String>)>,
}

/// What is known of an attempt that was cut short.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Known {
    /// What became of single recipients.
    pub(crate) heard: Vec<(String, Outcome)>,
    /// Who of the others may have the letter.
    pub(crate) may_have_it: Vec<String>,
}

impl Known {
    /// Nothing was said, and nobody can have the letter.
    pub(crate) fn is_nothing(&self) -> bool {
        self.heard.is_empty() && self.may_have_it.is_empty()
    }
}

impl Progress {
    /// The message is on its way to these recipients; it has left once its dot is set.
    pub(crate) fn message(&self, dot: &MessageEnd, recipients: &[String]) {
        self.course().message = Some((dot.clone(), recipients.to_vec()));
    }

    /// The message leaves for these recipients in a way that tells nothing of its end.
    pub(crate) fn out_of_sight(&self, recipients: &[String]) {
        let dot = MessageEnd::default();
        dot.set();
        self.message(&dot, recipients);
    }

    /// The relay has said that it does not take the message.
    pub(super) fn not_taken(&self) {
        self.course().message = None;
    }

    /// What became of a recipient, whatever becomes of the others.
    pub(crate) fn heard(&self, recipient: &str, outcome: &Outcome) {
        self.course().heard.push((recipient.to_owned(), outcome.clone()));
    }

    /// What is known so far.
    pub(crate) fn known(&self) -> Known {
        let course = self.course();
        let may_have_it = match &course.message {
            Some((dot, recipients)) if dot.is_set() => recipients.clone(),
            _ => Vec::new(),
        };
        Known { heard: course.heard.clone(), may_have_it }
    }

    fn course(&self) -> MutexGuard<'_, Course> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
