//! One attempt at a letter: which of its recipients go together, and in which session.
//!
//! Addresses beyond ASCII go in a transaction of their own (RFC 6531): a relay that bears no SMTPUTF8 must not keep
//! the letter from the others. Whoever ends the session (421, a line that breaks, no answer) is put off, and the others
//! go on without them in a new session: first those whom the relay had accepted before, so that they have the letter
//! however many end it after them. Once somebody has it, the attempt ends, and the next one goes on with the rest: what
//! the others cost, a relay that hangs among it, comes after the ledger knows who has it (L2).

use std::collections::VecDeque;

use crate::channels::delivery::{Delivery, Progress, Trouble};
use crate::channels::email::smtp::Relay;
use crate::channels::email::smtp::connection::Session;
use crate::channels::email::smtp::envelope::Part;
use crate::channels::email::smtp::session::Spoken;
use crate::ledger::{Outcome, Outgoing};
use crate::log::tell;
use crate::words::{causes, log};

/// So many sessions may end at a recipient in one attempt; the others wait for the next. More than
/// one, lest somebody stands before the others for ever.
const ENDED: u32 = 4;

/// What has come of an attempt so far.
struct Attempt {
    waiting: VecDeque<Part>,
    outcomes: Vec<(String, Outcome)>,
    /// How many sessions have ended at a recipient.
    ended: u32,
    /// Some were left over only because so many cannot be taken at once.
    more: bool,
}

impl Relay {
    /// One attempt at a letter.
    pub(crate) async fn deliver(&self, letter: &Outgoing, progress: &Progress) -> Delivery {
        let mut attempt = Attempt::of(letter);
        let mut session = self.take_idle();
        while let Some(part) = attempt.waiting.pop_front() {
            let mut current = match session.take() {
                Some(session) => session,
                None => match self.open().await {
                    Ok(session) => session,
                    Err(delivery) => return attempt.cut_short(part, delivery),
                },
            };
            match current.transact(letter, &part, progress, self.limits).await {
                Spoken::Heard { outcomes, more } => {
                    session = self.keep(current);
                    attempt.heard(outcomes, more, progress);
                }
                Spoken::Trouble(trouble) => {
                    self.put_away(self.keep(current));
                    let trouble = self.at_this_relay(trouble);
                    return attempt.cut_short(part, Delivery::Trouble(trouble));
                }
                Spoken::Spent(reason) => {
                    let [reason, zh] = causes::in_both(&reason);
                    tell!(DEBUG, log::letters::SESSION_SPENT, letter = %letter.id, reason, reason.zh = zh);
                    if current.usable() {
                        current.quit(self.limits).await;
                    }
                    attempt.waiting.push_front(part);
                }
                Spoken::Ended { by, accepted } => attempt.session_ended(part, by, &accepted),
            }
        }
        self.put_away(session);
        attempt.end()
    }

    /// The session, if it serves for more.
    fn keep(&self, session: Session) -> Option<Session> {
        session.usable().then_some(session)
    }
}

impl Attempt {
    fn of(letter: &Outgoing) -> Attempt {
        let (plain, international): (Vec<String>, Vec<String>) =
            letter.recipients.iter().cloned().partition(|address| address.is_ascii());
        let parts = [plain, international].into_iter().filter(|part| !part.is_empty());
        let one_by_one = letter.one_by_one;
        let waiting = parts.map(|recipients| Part { recipients, one_by_one }).collect();
        Attempt { waiting, outcomes: Vec::new(), ended: 0, more: false }
    }

    fn heard(&mut self, outcomes: Vec<(String, Outcome)>, more: bool, progress: &Progress) {
        let delivered =
            outcomes.iter().any(|(_, outcome)| matches!(outcome, Outcome::Delivered(_)));
        let stops = more || delivered || outcomes.iter().any(|(_, outcome)| outcome.is_unknown());
        if !self.waiting.is_empty() {
            outcomes.iter().for_each(|(address, outcome)| progress.heard(address, outcome));
        }
        self.outcomes.extend(outcomes);
        self.more |= more || (delivered && !self.waiting.is_empty());
        if stops {
            self.leave_the_rest();
        }
    }

    /// Whoever ended the session is put off; the others are named anew, one by one, those accepted before by themselves.
    fn session_ended(&mut self, part: Part, by: Option<(String, Outcome)>, accepted: &[String]) {
        self.ended += 1;
        let mut recipients = part.recipients;
        if let Some((address, outcome)) = by {
            recipients.retain(|one| *one != address);
            self.outcomes.push((address, outcome));
        }
        let (accepted, others): (Vec<String>, Vec<String>) =
            recipients.into_iter().partition(|one| accepted.contains(one));
        let anew = |recipients: Vec<String>| {
            (!recipients.is_empty()).then_some(Part { recipients, one_by_one: true })
        };
        anew(others).into_iter().for_each(|part| self.waiting.push_front(part));
        if self.ended >= ENDED {
            self.more = true;
            self.leave_the_rest();
        }
        anew(accepted).into_iter().for_each(|part| self.waiting.push_front(part));
    }

    /// Those not named yet wait for the next attempt.
    fn leave_the_rest(&mut self) {
        let left = self.waiting.drain(..).flat_map(|part| part.recipients);
        self.outcomes.extend(left.map(|address| (address, Outcome::Untried)));
    }

    /// No further session can be had, or no letter can leave. What was settled is settled.
    fn cut_short(mut self, part: Part, delivery: Delivery) -> Delivery {
        let settled = |(_, outcome): &(String, Outcome)| outcome.is_final() || outcome.is_unknown();
        self.waiting.push_front(part);
        match delivery {
            Delivery::Trouble(Trouble { why, .. }) if self.outcomes.iter().any(settled) => {
                let left = self.waiting.drain(..).flat_map(|part| part.recipients);
                self.outcomes.extend(left.map(|address| (address, Outcome::Deferred(why.clone()))));
                self.end()
            }
            Delivery::Crowded(_) if !self.outcomes.is_empty() => {
                self.leave_the_rest();
                self.end()
            }
            nothing_settled => nothing_settled,
        }
    }

    /// The rest goes at once only where somebody was settled, or a relay that says "later" is never left alone.
    fn end(self) -> Delivery {
        let more = self.more && self.outcomes.iter().any(|(_, outcome)| outcome.is_final());
        Delivery::Heard { outcomes: self.outcomes, more, one_by_one: self.ended > 0 }
    }
}
