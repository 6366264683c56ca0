//! How many letters at once: in flight, and taken out ahead.

use std::time::Duration;

use super::{Flight, Now, State};

/// How long until one more session is dared after the relay took no further one.
const CROWDED: Duration = Duration::from_secs(60);

/// At most so many letters are taken out ahead of a free place, and no more once all that are have so many
/// bytes: what is held does not grow with the queue.
const AHEAD: usize = 256;
const AHEAD_BYTES: usize = 4 << 20;

impl State {
    /// Time has passed: one more session may be dared.
    pub(crate) fn passed(&mut self, now: Now) {
        let over = self.crowded_until.is_some_and(|until| until <= now.running);
        if !over || self.is_stopping() {
            return;
        }
        let most = self.channel.parallel;
        self.places = (self.places + 1).min(most);
        self.crowded_until = (self.places < most).then(|| now.running + CROWDED);
        self.look = true;
    }

    /// The relay takes no further session beside those that work: how many those are.
    pub(super) fn takes_no_further(&mut self, now: Now) -> usize {
        self.places = self.flying_here().max(1);
        self.crowded_until = Some(now.running + CROWDED);
        self.places
    }

    /// Whether a letter may be handed over. A relay that another has replaced and that is silent keeps its
    /// places for long; one letter at a time goes beside them.
    pub(super) fn has_place(&self) -> bool {
        let (all, here) = (self.flights.len(), self.flying_here());
        let most = self.channel.parallel;
        let elsewhere = self.flights.values().map(|flight| flight.channel.parallel).max();
        let beside = here == 0 && all <= most.max(elsewhere.unwrap_or(0));
        beside || (self.relay.is_known_well() && here < self.places && all < most)
    }

    /// How many letters are with the relay of today.
    pub(super) fn flying_here(&self) -> usize {
        let here = |flight: &&Flight| flight.channel.number == self.channel.number;
        self.flights.values().filter(here).count()
    }

    /// Whether a letter that finds out how the relay is would be the only one.
    pub(super) fn is_idle(&self) -> bool {
        let waits = self.ready.len() + self.landed.len() + self.unmade.len();
        waits == 0 && self.flying_here() == 0
    }

    /// How many letters to take out.
    pub(super) fn wanted(&self, now: Now) -> usize {
        match self.relay.trouble() {
            Some(trouble) => usize::from(self.is_idle() && trouble.next_try <= now.wall),
            None => {
                // What leaves while a round is recorded, and while the next one is.
                let ahead = (3 * self.pace).clamp(self.places, AHEAD.max(self.places));
                let room = ahead.saturating_sub(self.ready.len());
                // Few at a time would be a round for each.
                let worth = room * 4 >= ahead && self.room_in_bytes() * 4 >= AHEAD_BYTES;
                if worth { room } else { 0 }
            }
        }
    }

    /// How many bytes the letters taken out next may have.
    pub(super) fn room_in_bytes(&self) -> usize {
        let held = self.ready.iter().map(|letter| letter.bytes.len()).sum();
        AHEAD_BYTES.saturating_sub(held)
    }
}
