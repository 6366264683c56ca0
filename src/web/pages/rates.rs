//! How often somebody may ask: so many requests at once, and so many a minute from then on, by address and by link. A
//! function of the time it is given.

use std::collections::HashMap;
use std::time::Duration;

/// So many are remembered; more at once is a flood, and gets no answer before the old ones have had their rest.
const REMEMBERED: usize = 10_000;

/// What is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Kind {
    /// A page.
    Page,
    /// A link that is none.
    Wrong,
    /// A form is sent.
    Form,
}

impl Kind {
    /// So many at once, and the time after which there is one more.
    fn allows(self) -> (u32, Duration) {
        match self {
            Kind::Page => (120, Duration::from_millis(500)),
            Kind::Wrong => (20, Duration::from_secs(6)),
            Kind::Form => (20, Duration::from_secs(6)),
        }
    }
}

/// Who asked lately.
#[derive(Debug, Default)]
pub(super) struct Rates(HashMap<(Kind, String), Used>);

/// How much was used, as the time after which all of it is free again.
#[derive(Debug)]
struct Used {
    free: Duration,
}

impl Rates {
    /// Whether that one may ask for that now, at so long since the start; it counts as asked.
    pub(super) fn allow(&mut self, kind: Kind, who: &str, now: Duration) -> bool {
        let (most, pause) = kind.allows();
        if self.0.len() >= REMEMBERED {
            self.0.retain(|_, used| used.free > now);
            if self.0.len() >= REMEMBERED {
                return false;
            }
        }
        let used = self.0.entry((kind, who.to_owned())).or_insert(Used { free: now });
        let free = used.free.max(now) + pause;
        let fits = free - now <= pause * most;
        if fits {
            used.free = free;
        }
        fits
    }

    /// Whether that one has asked for that too often; nothing is counted.
    pub(super) fn is_spent(&self, kind: Kind, who: &str, now: Duration) -> bool {
        let (most, pause) = kind.allows();
        let used = self.0.get(&(kind, who.to_owned()));
        used.is_some_and(|used| used.free > now + pause * (most - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const START: Duration = Duration::from_secs(100);

    #[test]
    fn a_burst_is_allowed_and_then_a_slow_stream() {
        let mut rates = Rates::default();
        let mut allowed = |kind, who: &str, now| rates.allow(kind, who, now);
        assert_eq!((0..30).filter(|_| allowed(Kind::Form, "a", START)).count(), 20);
        assert!(!allowed(Kind::Form, "a", START + Duration::from_secs(5)));
        assert!(allowed(Kind::Form, "a", START + Duration::from_secs(6)));
        assert!(!allowed(Kind::Form, "a", START + Duration::from_secs(6)));
        // Another, and another kind, are no business of theirs.
        assert!(allowed(Kind::Form, "b", START));
        assert!(allowed(Kind::Page, "a", START));
        let hour = START + Duration::from_secs(3600);
        assert_eq!((0..30).filter(|_| allowed(Kind::Form, "a", hour)).count(), 20);
    }

    #[test]
    fn who_guesses_links_is_spent_without_being_counted_again() {
        let mut rates = Rates::default();
        for _ in 0..20 {
            assert!(!rates.is_spent(Kind::Wrong, "a", START));
            assert!(rates.allow(Kind::Wrong, "a", START));
        }
        assert!(rates.is_spent(Kind::Wrong, "a", START));
        assert!(!rates.is_spent(Kind::Wrong, "a", START + Duration::from_secs(6)));
        assert!(!rates.is_spent(Kind::Wrong, "b", START));
    }

    #[test]
    fn a_flood_of_addresses_costs_no_memory() {
        let mut rates = Rates::default();
        let many = (0..10_100).filter(|one| rates.allow(Kind::Page, &one.to_string(), START));
        assert_eq!(many.count(), REMEMBERED);
        assert_eq!(rates.0.len(), REMEMBERED);
        assert!(rates.allow(Kind::Page, "later", START + Duration::from_secs(60)));
        assert_eq!(rates.0.len(), 1);
    }
}
