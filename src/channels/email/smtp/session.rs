//! One session with the relay: opened, and used for one transaction after another.

use lettre::transport::smtp::extension::ClientId;
use lettre::transport::smtp::response::Severity;

use crate::channels::delivery::{Progress, Trouble};
use crate::channels::email::smtp::connection::{Session, within};
use crate::channels::email::smtp::envelope::{Envelope, Part};
use crate::channels::email::smtp::failure::{Failure, shown, without};
use crate::channels::email::smtp::limits::Limits;
use crate::channels::email::smtp::login::Login;
use crate::channels::email::smtp::step::Step;
use crate::channels::email::smtp::stream::Connector;
use crate::ledger::{Outcome, Outgoing};
use crate::model::met::Met;

/// What came of speaking about a letter with some of its recipients.
pub(crate) enum Spoken {
    /// The letter was heard of: each recipient's outcome.
    Heard {
        outcomes: Vec<(String, Outcome)>,
        /// Some were not named, since so many cannot be taken at once.
        more: bool,
    },
    /// No letter can leave.
    Trouble(Trouble),
    /// The session serves no longer. Nothing was settled, and the letter may be spoken of in another one.
    Spent(Met),
    /// The session ended at a recipient, before the relay had the message; nobody else was settled.
    Ended {
        /// At whom. Where commands went together and no reply came, nobody knows.
        by: Option<(String, Outcome)>,
        /// Whom the relay had accepted before.
        accepted: Vec<String>,
    },
}

impl Session {
    /// Connects, greets and, where asked to, logs in.
    pub(crate) async fn open(
        connector: &Connector,
        hello: &ClientId,
        login: Option<&Login>,
        limits: Limits,
    ) -> Result<Session, Failure> {
        let mut session = Session::connect(connector, hello, limits).await?;
        if let Some(login) = login
            && let Err(failure) = session.log_in(login, limits).await
        {
            // Those who watch for break-ins count sessions that end without a word.
            session.quit(limits).await;
            return Err(failure);
        }
        Ok(session)
    }

    /// L3: one transaction. Those refused or deferred at RCPT are settled; the others share the
    /// reply to the message.
    pub(crate) async fn transact(
        &mut self,
        letter: &Outgoing,
        part: &Part,
        progress: &Progress,
        limits: Limits,
    ) -> Spoken {
        let reused = std::mem::replace(&mut self.used, true);
        let envelope = match self.envelope(letter, part, limits).await {
            Ok(envelope) => envelope,
            Err(failure) if reused && failure.spends_session() => return spent(&failure),
            Err(failure) => {
                self.reset(limits).await;
                return failure.trouble().map_or_else(
                    || heard(all(&part.recipients, &failure.outcome()), false),
                    Spoken::Trouble,
                );
            }
        };
        if reused && let Some(failure) = envelope.spends_session() {
            return spent(failure);
        }
        let Envelope { accepted, mut outcomes, more, data, ended, .. } = envelope;
        if let Some(ended) = ended {
            return Spoken::Ended { by: ended.by(), accepted };
        }
        let outcome = match data {
            None => {
                self.reset(limits).await;
                return nobody_accepted(outcomes, more);
            }
            Some(Err(failure)) => {
                self.reset(limits).await;
                if let Some(trouble) = failure.trouble() {
                    return Spoken::Trouble(trouble);
                }
                failure.outcome()
            }
            Some(Ok(_)) if accepted.is_empty() => {
                self.end_empty(limits).await;
                return nobody_accepted(outcomes, more);
            }
            Some(Ok(_)) => {
                self.dot.lift();
                progress.message(&self.dot, &accepted);
                match self.message(letter, limits).await {
                    Ok(outcome) => outcome,
                    Err(failure) if reused && failure.is_session_limit_or_goodbye() => {
                        progress.not_taken();
                        return spent(&failure);
                    }
                    Err(failure) => match failure.trouble() {
                        Some(trouble) => return Spoken::Trouble(trouble),
                        None => failure.outcome(),
                    },
                }
            }
        };
        if accepted.is_empty() {
            return nobody_accepted(outcomes, more);
        }
        let more = more && outcome.is_final();
        outcomes.extend(accepted.into_iter().map(|address| (address, outcome.clone())));
        heard(outcomes, more)
    }

    /// The message, and the reply to its final dot. Once the dot was sent, nobody knows without that
    /// reply; before it the relay has nothing to deliver (RFC 5321 §4.1.1.4).
    pub(crate) async fn message(
        &mut self,
        letter: &Outgoing,
        limits: Limits,
    ) -> Result<Outcome, Failure> {
        // lettre ends the message with a line end of its own.
        let bytes = letter.bytes.strip_suffix(b"\r\n").unwrap_or(&letter.bytes);
        let sent = within(Step::Message, limits.message, self.connection.message(bytes)).await;
        // To lettre a 354 here is success; it is no word on the message.
        match self.judge(Step::Message, sent, Severity::PositiveCompletion) {
            Ok(reply) => Ok(Outcome::Delivered(without(&shown(&reply), &self.hidden).into())),
            Err(failure) if failure.is_without_reply() && self.dot.is_set() => {
                Ok(Outcome::Unknown(failure.met()))
            }
            failed => failed.map(|_| Outcome::Untried),
        }
    }
}

fn heard(outcomes: Vec<(String, Outcome)>, more: bool) -> Spoken {
    Spoken::Heard { outcomes, more }
}

fn spent(failure: &Failure) -> Spoken {
    Spoken::Spent(failure.met())
}

fn all(recipients: &[String], outcome: &Outcome) -> Vec<(String, Outcome)> {
    recipients.iter().map(|address| (address.clone(), outcome.clone())).collect()
}

/// The rest goes at once only where somebody was settled, or a relay that says "later" is never left alone.
fn nobody_accepted(outcomes: Vec<(String, Outcome)>, more: bool) -> Spoken {
    let more = more && outcomes.iter().any(|(_, outcome)| outcome.is_final());
    heard(outcomes, more)
}
