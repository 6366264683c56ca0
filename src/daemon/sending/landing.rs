//! How an attempt ended, and what the log says of it.

use tokio::task::JoinError;
use tracing::{error, info, warn};

use crate::channels::{Delivery, Progress};
use crate::daemon::sending::attempt::{Ended, Landed};
use crate::ledger::{LetterState, Outcome, Refusing};

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
        error!(error = %cut, "an attempt at a letter ended in a panic; this is a bug in duban");
        let why = "duban failed in the middle of the attempt";
        return Ended::Failed(Delivery::cut_short(recipients, known, why));
    }
    if known.is_nothing() {
        // Nobody can have it: it was not tried.
        return Ended::Untried;
    }
    Ended::CutShort(Delivery::cut_short(recipients, known, "duban stopped before the answer came"))
}

/// Each recipient who did not get the letter; and that the relay bears so many sessions only.
pub(crate) fn report(landed: &Landed, sessions: Option<usize>) {
    if let (Some(sessions), Delivery::Crowded(why)) = (sessions, &landed.delivery) {
        info!(why, sessions, "the relay takes no further session; going on with fewer");
    }
    for (address, outcome) in landed.delivery.outcomes() {
        let (letter, recipient) = (landed.letter.id.as_str(), address.as_str());
        match outcome {
            Outcome::Delivered(_) | Outcome::Untried => {}
            Outcome::Deferred(answer) => {
                warn!(
                    letter,
                    recipient, answer, "not now: the letter is tried again for this recipient"
                )
            }
            Outcome::Refused(answer) => warn!(
                letter,
                recipient, answer, "refused for good: this recipient does not get the letter"
            ),
            Outcome::Unknown(answer) => {
                warn!(
                    letter,
                    recipient,
                    answer,
                    "handed over, but no answer came: this recipient may have the letter"
                );
            }
        }
    }
}

/// What became of a letter.
pub(crate) fn report_settled(letter: &str, state: LetterState) {
    match state {
        LetterState::Sent => info!(letter, "letter sent"),
        LetterState::Failed => error!(
            letter,
            "letter failed: nobody has it; `duban letters` says why, `duban retry LETTER` tries once more"
        ),
        LetterState::Withdrawn => info!(
            letter,
            "letter withdrawn: it says that nothing can leave, and letters leave again"
        ),
        _ => {}
    }
}

/// Letters go and none is taken, or one is again.
pub(crate) fn report_refusals(refusing: Option<&Result<Refusing, Refusing>>) {
    match refusing {
        None => {}
        Some(Ok(Refusing { letters, answer, .. })) => error!(
            letters,
            answer,
            "letters go and none is taken: the relay refuses every recipient; `duban letters` lists them"
        ),
        Some(Err(Refusing { letters, .. })) => info!(
            letters,
            "a letter is taken again; `duban retry --failed` sends those refused before once more"
        ),
    }
}
