//! Whether the relay takes letters, as the attempts at them tell: what keeps all of them from leaving, since when, and
//! when one may try whether it still does.

use jiff::Timestamp;

use crate::channels::{Patience, Trouble, next_probe};
use crate::ledger::RelayTrouble;
use crate::log::tell;
use crate::model::Language;
use crate::model::met::Met;
use crate::words::causes::in_both;
use crate::words::cures;
use crate::words::log;

/// What is known of the relay.
#[derive(Default)]
pub(crate) struct Relay {
    trouble: Option<RelayTrouble>,
    /// Whether it has answered since the start.
    heard: bool,
    /// How many messages in a row it has not answered.
    unanswered: u32,
    came_back: bool,
    /// Counts the times at which nothing could leave, so that what was under way before tells nothing.
    troubles: u32,
}

/// Where an attempt stands among the relay's troubles.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Begun(u32);

impl Relay {
    /// What kept letters from leaving before a restart; it is tried at once whether it still does.
    pub(crate) fn remember(&mut self, known: Option<RelayTrouble>, now: Timestamp) {
        self.trouble = known.map(|trouble| RelayTrouble { next_try: now, ..trouble });
    }

    /// Another one stands in its place: it is tried at once whether that takes letters.
    pub(crate) fn replaced(&mut self, now: Timestamp) {
        self.heard = false;
        self.trouble.iter_mut().for_each(|trouble| trouble.next_try = now);
    }

    /// What keeps all letters.
    pub(crate) fn trouble(&self) -> Option<&RelayTrouble> {
        self.trouble.as_ref()
    }

    /// Whether it is known to take letters: else one of them finds out whether the others may follow.
    pub(crate) fn is_known_well(&self) -> bool {
        self.heard && self.trouble.is_none()
    }

    /// That it is well again after a trouble, to be told once.
    pub(crate) fn take_came_back(&mut self) -> bool {
        std::mem::take(&mut self.came_back)
    }

    /// That could not be told.
    pub(crate) fn came_back_untold(&mut self, came_back: bool) {
        self.came_back |= came_back;
    }

    /// An attempt begins.
    pub(crate) fn begun(&self) -> Begun {
        Begun(self.troubles)
    }

    /// It said of a letter what becomes of it. True if letters leave again.
    pub(crate) fn answered(&mut self, begun: Begun) -> bool {
        self.heard = true;
        self.unanswered = 0;
        let again = begun.0 == self.troubles && self.trouble.take().is_some();
        if again {
            tell!(INFO, log::letters::UP);
            self.came_back = true;
        }
        again
    }

    /// A message was handed over and not answered. Once is the letter's affair; several in a row are a
    /// relay that takes none, and every letter handed over to it may make a copy (L2). True if all wait.
    pub(crate) fn unanswered(&mut self, why: &Met, now: Timestamp, begun: Begun) -> bool {
        self.unanswered += 1;
        let none = self.unanswered > 1 || self.trouble.is_some();
        if none {
            let trouble = Trouble { why: why.clone(), needs_admin: false, cure: None };
            self.takes_none(&trouble, now, begun);
        }
        none
    }

    /// It takes no letter, so all wait.
    pub(crate) fn takes_none(&mut self, trouble: &Trouble, now: Timestamp, begun: Begun) {
        let Trouble { why, needs_admin, cure } = trouble.clone();
        let known = self.trouble.take();
        // Several may have been under way when it began; they are one failure.
        let under_way = begun.0 != self.troubles;
        let (since, failures) = match &known {
            None => (now, 1),
            Some(known) if under_way => (known.since, known.failures),
            Some(known) => (known.since, known.failures + 1),
        };
        self.troubles += u32::from(known.is_none());
        // A wrong password tried ever again locks the account, whatever others met with beside it.
        let needs_admin =
            needs_admin || (under_way && known.as_ref().is_some_and(|one| one.needs_admin));
        let patience = if needs_admin { Patience::Longest } else { Patience::Attempts(failures) };
        let next_try = next_probe(patience, since, now);
        if known.as_ref().map(|known| &known.why) != Some(&why) {
            let next_try = format!("{next_try:.0}");
            let [zh, en] = [Language::ZhCn, Language::En]
                .map(|language| cure.map(|cure| cures::cure(cure, language)));
            let [why, why_zh] = in_both(&why);
            match needs_admin {
                false => tell!(
                    WARN,
                    log::letters::DOWN,
                    why,
                    why.zh = why_zh,
                    cure = en,
                    cure.zh = zh,
                    next_try
                ),
                true => {
                    tell!(
                        ERROR,
                        log::letters::DOWN_UNTIL_MENDED,
                        why,
                        why.zh = why_zh,
                        cure = en,
                        cure.zh = zh,
                        next_try
                    )
                }
            }
        }
        let told = known.is_some_and(|known| known.told);
        self.trouble =
            Some(RelayTrouble { since, why, needs_admin, cure, failures, next_try, told });
    }

    /// It is to be tried then, if not sooner. True if that is sooner than it was.
    pub(crate) fn try_at(&mut self, probe: Timestamp) -> bool {
        match &mut self.trouble {
            Some(trouble) if probe < trouble.next_try => {
                trouble.next_try = probe;
                true
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::ToSpan;

    use super::*;

    fn trouble(why: &str, needs_admin: bool) -> Trouble {
        Trouble { why: why.into(), needs_admin, cure: None }
    }

    /// Two sessions were opened at once: whichever of the two answers comes last, the account must not be locked.
    #[test]
    fn l4_a_wrong_password_waits_an_hour_whatever_another_session_met_with() {
        let now = Timestamp::UNIX_EPOCH;
        let wrong = trouble("login: 535", true);
        let lesser = trouble("greeting: 421", false);
        for order in [[&wrong, &lesser], [&lesser, &wrong]] {
            let mut relay = Relay::default();
            let begun = relay.begun();
            order.iter().for_each(|one| relay.takes_none(one, now, begun));
            let known = relay.trouble().unwrap();
            assert!(known.needs_admin && known.next_try >= now + 48.minutes(), "{known:?}");
        }
        // Met with later, it is another matter: the password was put right, and the relay is down.
        let mut relay = Relay::default();
        relay.takes_none(&wrong, now, relay.begun());
        relay.takes_none(&lesser, now, relay.begun());
        let known = relay.trouble().unwrap();
        assert!(!known.needs_admin && known.next_try < now + 10.minutes(), "{known:?}");
    }

    #[test]
    fn that_letters_leave_again_is_told_until_it_could_be_recorded() {
        let mut relay = Relay::default();
        relay.takes_none(
            &trouble("connecting: refused", false),
            Timestamp::UNIX_EPOCH,
            relay.begun(),
        );
        assert!(relay.answered(relay.begun()));
        let told = relay.take_came_back();
        assert!(told);
        // The ledger could not take it.
        relay.came_back_untold(told);
        assert!(relay.take_came_back() && !relay.take_came_back());
    }
}
