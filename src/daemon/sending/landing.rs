//! How an attempt ended, and what the log says of it.

use tokio::task::JoinError;

use crate::channels::{Delivery, Progress};
use crate::daemon::sending::attempt::{Ended, Landed};
use crate::ledger::{LetterState, Outcome, Refusing};
use crate::log::tell;
use crate::model::cause::Cause;
use crate::model::met::Met;
use crate::words::causes::in_both;
use crate::words::log;

/// What a task of the transport came to. One that was cut short counts for what was known until then.
pub(crate) fn ended(
    came: Result<Delivery, JoinError>,
    recipients: &[String],
    progress: &Progress,
) -> Ended {
    let cut = match came {
        Ok(delivery) => return Ended::Said(delivery),
        Err(cut) => cut,
    };
    let known = progress.known();
    if !cut.is_cancelled() {
        tell!(ERROR, log::letters::ATTEMPT_PANICKED, error = %cut);
        let why = Met::of(Cause::Failed, &[]);
        return Ended::Failed(Delivery::cut_short(recipients, known, &why));
    }
    if known.is_nothing() {
        // Nobody can have it: it was not tried.
        return Ended::Untried;
    }
    Ended::CutShort(Delivery::cut_short(recipients, known, &Met::of(Cause::Stopped, &[])))
}

/// Each recipient who did not get the letter; and that the relay bears so many sessions only.
pub(crate) fn report(landed: &Landed, sessions: Option<usize>) {
    if let (Some(sessions), Delivery::Crowded(why)) = (sessions, &landed.delivery) {
        let [why, zh] = in_both(why);
        tell!(INFO, log::letters::FEWER_SESSIONS, why, why.zh = zh, sessions);
    }
    for (address, outcome) in landed.delivery.outcomes() {
        let (letter, recipient) = (landed.letter.id.as_str(), address.as_str());
        let (what, answer) = match outcome {
            Outcome::Delivered(_) | Outcome::Untried => continue,
            Outcome::Deferred(answer) => (log::letters::NOT_NOW, answer),
            Outcome::Refused(answer) => (log::letters::REFUSED, answer),
            Outcome::Unknown(answer) => (log::letters::UNANSWERED, answer),
        };
        let [answer, zh] = in_both(answer);
        tell!(WARN, what, letter, recipient, answer, answer.zh = zh);
    }
}

/// What became of a letter.
pub(crate) fn report_settled(letter: &str, state: LetterState) {
    match state {
        LetterState::Sent => tell!(INFO, log::letters::SENT, letter),
        LetterState::Failed => tell!(ERROR, log::letters::FAILED, letter),
        LetterState::Withdrawn => tell!(INFO, log::letters::OUTAGE_OVER, letter),
        _ => {}
    }
}

/// Letters go and none is taken, or one is again.
pub(crate) fn report_refusals(refusing: Option<&Result<Refusing, Refusing>>) {
    match refusing {
        None => {}
        Some(Ok(Refusing { letters, answer, .. })) => {
            let [answer, zh] = in_both(answer);
            tell!(ERROR, log::letters::NONE_TAKEN, letters, answer, answer.zh = zh)
        }
        Some(Err(Refusing { letters, .. })) => tell!(INFO, log::letters::TAKEN_AGAIN, letters),
    }
}
