//! A round of sending: what came of the attempts made, and the letters taken out next, in one
//! transaction.

use std::collections::HashSet;

use jiff::Timestamp;

use crate::channels::{ATTEMPTS, Delivery, LIFETIME, Patience, next_attempt};
use crate::daemon::sending::attempt::Landed;
use crate::daemon::sending::refusals;
use crate::daemon::telling::written;
use crate::ledger::{
    Attempt, Ledger, LedgerError, LetterState, Outcome, Outgoing, Refusing, RelayTrouble, Sending,
};
use crate::letter::admin::{AdminNotice, Outage};
use crate::model::Config;

/// What a round is to record and to take out.
#[derive(Debug)]
pub(crate) struct Round {
    pub(crate) now: Timestamp,
    pub(crate) landed: Vec<Landed>,
    /// Letters taken out and not tried after all.
    pub(crate) unmade: Vec<i64>,
    /// What keeps letters from leaving, as it stands after these attempts.
    pub(crate) trouble: Option<RelayTrouble>,
    /// Letters leave again.
    pub(crate) came_back: bool,
    /// How many letters to take out, and after how many bytes to stop.
    pub(crate) wanted: usize,
    pub(crate) most_bytes: usize,
    /// Whether to look what is due.
    pub(crate) look: bool,
    /// Letters that are left alone: taken out and not settled by this round, or put off until the end.
    pub(crate) left: HashSet<i64>,
}

/// What a round came to.
#[derive(Debug, Default)]
pub(crate) struct Turned {
    /// What became of each letter that had landed, or that was given up.
    pub(crate) settled: Vec<(String, LetterState)>,
    /// Letters that were heard and are tried again later.
    pub(crate) put_off: Vec<i64>,
    /// Letters to try now.
    pub(crate) taken: Vec<Outgoing>,
    /// Whether all that are due were taken.
    pub(crate) all: bool,
    /// When the next letter is due, if they were.
    pub(crate) next: Option<Timestamp>,
    /// When the first of those that were put off is due.
    pub(crate) again: Option<Timestamp>,
    /// A letter is to be tried now in spite of the trouble: `duban retry` said so, or the clock was set right.
    pub(crate) probe: bool,
    /// That letters go and none is taken began with this round, or ended with it.
    pub(crate) refusing: Option<Result<Refusing, Refusing>>,
}

impl Round {
    /// Records the round, whole or not at all.
    pub(crate) fn record(
        &self,
        config: &Config,
        ledger: &mut Ledger,
    ) -> Result<Turned, LedgerError> {
        ledger.send(|sending| self.turn(config, sending))
    }

    /// The letters that it settles or puts back.
    pub(crate) fn brought(&self) -> impl Iterator<Item = i64> {
        let landed = self.landed.iter().map(|landed| landed.letter.number);
        landed.chain(self.unmade.iter().copied())
    }

    fn turn(&self, config: &Config, sending: &Sending<'_>) -> Result<Turned, LedgerError> {
        let mut turned = Turned::default();
        for letter in &self.unmade {
            sending.strike(*letter)?;
        }
        let mut ends = Vec::new();
        for landed in &self.landed {
            match self.attempt(landed) {
                None => sending.strike(landed.letter.number)?,
                Some(attempt) => {
                    let state = sending.settle(landed.letter.number, &attempt)?;
                    ends.push((landed, state));
                    let again = attempt.retry.filter(|_| state == LetterState::Queued);
                    turned.again = turned.again.into_iter().chain(again).min();
                    if attempt.puts_off && state == LetterState::Queued {
                        turned.put_off.push(landed.letter.number);
                    }
                    turned.settled.push((landed.letter.id.clone(), state));
                }
            }
        }
        if !ends.is_empty() {
            turned.refusing = self.refusals(config, &ends, sending)?;
        }
        match &self.trouble {
            Some(trouble) if self.landed.iter().any(Landed::tells_of_trouble) => {
                sending.relay_down(trouble)?;
                turned.settled.extend(self.expire(trouble, sending)?);
            }
            Some(_) => {}
            None if self.came_back => {
                let withdrawn = back(config, sending, self.now)?;
                turned.settled.extend(withdrawn.map(|id| (id, LetterState::Withdrawn)));
            }
            None => {}
        }
        if self.look {
            let (healed, asked) = (sending.heal(self.now)?, sending.asked(self.now)?);
            turned.probe = healed || asked;
            turned.taken = match &self.trouble {
                Some(_) if self.wanted > 0 => {
                    sending.probe(self.now, &self.left)?.into_iter().collect()
                }
                _ => sending.take(self.now, self.wanted, self.most_bytes, &self.left)?,
            };
            turned.all = turned.taken.len() < self.wanted
                && turned.taken.iter().map(|letter| letter.bytes.len()).sum::<usize>()
                    < self.most_bytes;
        }
        if turned.all {
            let taken = turned.taken.iter().map(|letter| letter.number);
            let out: HashSet<i64> = self.left.iter().copied().chain(taken).collect();
            turned.next = sending.next_due(&out)?;
        }
        Ok(turned)
    }

    /// Whether letters go and none is taken, after these. Once one is taken, the admin hears of it who could not hear
    /// of the refusals.
    fn refusals(
        &self,
        config: &Config,
        ends: &[(&Landed, LetterState)],
        sending: &Sending<'_>,
    ) -> Result<Option<Result<Refusing, Refusing>>, LedgerError> {
        let known = sending.refusing()?;
        let now = refusals::after(known.clone(), ends.iter().copied());
        if now != known {
            sending.keep_refusing(now.as_ref())?;
        }
        let [before, after] = [known, now].map(|one| one.filter(Refusing::is_in_effect));
        match (before, after) {
            (None, Some(begun)) => Ok(Some(Ok(begun))),
            (Some(ended), None) => {
                let letters = sending.refused_untold(ended.since)?;
                if !letters.is_empty()
                    && let Some(word) = written(
                        config,
                        &AdminNotice::TakenAgain(&Outage::from(&ended), &letters),
                        self.now,
                    )
                {
                    sending.letter(&word, self.now)?;
                }
                Ok(Some(Err(ended)))
            }
            _ => Ok(None),
        }
    }

    /// What the ledger is to know of an attempt; `None` where none was made.
    fn attempt(&self, landed: &Landed) -> Option<Attempt> {
        let Landed { letter, ended, delivery, .. } = landed;
        let (outcomes, retry, puts_off) = match delivery {
            Delivery::Crowded(_) => return None,
            Delivery::Heard { more: true, .. } => (landed.outcomes(), Some(*ended), false),
            Delivery::Heard { more: false, .. } => {
                // It may well have arrived, and each further attempt may make a copy (L2).
                let patience = match delivery.unanswered() {
                    Some(_) => Patience::Longest,
                    None => Patience::Attempts(letter.put_off + 1),
                };
                let retry = next_attempt(patience, letter.since, *ended, &letter.id);
                (landed.outcomes(), retry, true)
            }
            Delivery::Trouble(trouble) => {
                let put_off = Outcome::Deferred(trouble.why.clone());
                let all = letter.recipients.iter();
                // It goes with the others, once they go.
                let old = ended.duration_since(letter.since) >= LIFETIME;
                let over = old && self.trouble.as_ref().is_some_and(lasts);
                let outcomes = all.map(|one| (one.clone(), put_off.clone())).collect();
                (outcomes, (!over).then_some(*ended), false)
            }
        };
        let offered = matches!(delivery, Delivery::Heard { .. });
        let (number, ended) = (letter.attempt, *ended);
        Some(Attempt { number, ended, outcomes, retry, puts_off, offered })
    }

    /// L4: no letter waits for the relay for longer than its lifetime.
    fn expire(
        &self,
        trouble: &RelayTrouble,
        sending: &Sending<'_>,
    ) -> Result<Vec<(String, LetterState)>, LedgerError> {
        let Ok(before) = self.now.checked_sub(LIFETIME) else { return Ok(Vec::new()) };
        // Another node may be able to send them (N2).
        if !lasts(trouble) || sending.relay_trouble()?.is_none() {
            return Ok(Vec::new());
        }
        sending.expire(before, self.now, &trouble.why, &self.left)
    }
}

/// Whether it was met with often enough to give letters up for it; a clock that jumped says nothing.
fn lasts(trouble: &RelayTrouble) -> bool {
    trouble.failures >= ATTEMPTS
}

/// Letters leave again; the admin hears of it who was to hear of the trouble. Word of the trouble that has not left is
/// withdrawn: its id.
fn back(
    config: &Config,
    sending: &Sending<'_>,
    now: Timestamp,
) -> Result<Option<String>, LedgerError> {
    let mut withdrawn = None;
    if let Some(trouble) = sending.told_outage()?
        && let Some(letter) = written(config, &AdminNotice::RelayUp(&Outage::from(&trouble)), now)
    {
        withdrawn = sending.withdraw_word_of_outage(now)?;
        sending.letter(&letter, now)?;
    }
    sending.relay_up()?;
    Ok(withdrawn)
}
