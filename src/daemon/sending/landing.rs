//! What came of an attempt: what it tells of the relay, and what the log says of the letter.

use std::sync::Arc;

use tokio::task::{Id, JoinError};
use tokio::time::Instant;
use tracing::{error, info, warn};

use crate::channels::{Delivery, Trouble};
use crate::daemon::sending::round::Landed;
use crate::daemon::sending::{CROWDED, Dispatch, Flight, GATHER};
use crate::ledger::{LetterState, Outcome, Outgoing};

impl Dispatch {
    pub(crate) fn land(&mut self, landed: Result<(Id, Delivery), JoinError>) {
        let cut_short = landed.as_ref().is_err_and(JoinError::is_cancelled);
        let (id, delivery) = match landed {
            Ok((id, delivery)) => (id, Ok(delivery)),
            Err(cut) if cut.is_cancelled() => {
                (cut.id(), Err("duban stopped before the answer came"))
            }
            Err(panic) => {
                error!(error = %panic, "an attempt at a letter ended in a panic; this is a bug in duban");
                (panic.id(), Err("duban failed in the middle of the attempt"))
            }
        };
        let Some(flight) = self.carried.remove(&id) else { return };
        let Flight { letter, at, transport, progress, begun } = flight;
        let mut delivery = match delivery {
            Ok(delivery) => delivery,
            Err(why) => {
                let known = progress.known();
                if cut_short && known.is_nothing() {
                    // Nobody can have it: it was not tried.
                    self.unmade.push(letter.number);
                    return;
                }
                Delivery::cut_short(&letter.recipients, known, why)
            }
        };
        let ended = self.clock.now();
        // What another relay met with tells nothing of this one.
        let elsewhere = !Arc::ptr_eq(&transport, &self.transport);
        if elsewhere && let Delivery::Trouble(Trouble { why, .. }) = &delivery {
            delivery = Delivery::Crowded(why.clone());
        }
        match &delivery {
            Delivery::Crowded(_) if elsewhere => self.look = true,
            // That duban ended it tells nothing of the relay.
            Delivery::Heard { outcomes, .. } if elsewhere || cut_short => {
                report(&letter, outcomes);
            }
            Delivery::Heard { outcomes, .. } => {
                report(&letter, outcomes);
                match delivery.unanswered() {
                    Some(why) if self.relay.unanswered(why, ended, at) => self.all_wait(),
                    Some(_) => {}
                    None => self.look |= self.relay.answered(at),
                }
            }
            Delivery::Trouble(trouble) => {
                self.relay.takes_none(trouble, ended, at);
                self.all_wait();
            }
            Delivery::Crowded(why) => self.crowded(why),
        }
        self.status.tried(delivery.outcomes(), ended, begun.elapsed());
        self.landed.push(Landed { letter, ended, delivery });
        self.record_by = self.record_by.or_else(|| Some(Instant::now() + GATHER));
    }

    /// The relay takes no further session beside those that work.
    fn crowded(&mut self, why: &str) {
        self.places = self.flying_here().max(1);
        self.crowded_until = Some(Instant::now() + CROWDED);
        info!(
            why,
            sessions = self.places,
            "the relay takes no further session; going on with fewer"
        );
    }

    pub(crate) fn count(&mut self, letter: String, state: LetterState) {
        match state {
            LetterState::Sent => {
                info!(letter, "letter sent");
                self.tally.deferred.remove(&letter);
                self.tally.sent += 1;
            }
            LetterState::Failed => {
                error!(
                    letter,
                    "letter failed: nobody has it; `duban letters` says why, `duban retry LETTER` tries once more"
                );
                self.tally.deferred.remove(&letter);
                self.tally.failed += 1;
            }
            LetterState::Withdrawn => {
                info!(
                    letter,
                    "letter withdrawn: it says that nothing can leave, and letters leave again"
                );
                self.tally.deferred.remove(&letter);
            }
            // Only whoever waits for the end asks.
            _ if self.put_off.is_some() => {
                self.tally.deferred.insert(letter);
            }
            _ => {}
        }
    }
}

/// Each recipient who did not get the letter.
fn report(letter: &Outgoing, outcomes: &[(String, Outcome)]) {
    for (address, outcome) in outcomes {
        let (letter, recipient) = (letter.id.as_str(), address.as_str());
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
