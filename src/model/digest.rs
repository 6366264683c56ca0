//! Who has a digest instead of copies, and how often (W6).

use crate::model::{Address, Person, PersonIx};

/// The addresses of all who have a digest.
#[derive(Debug, Clone, Default)]
pub struct Digests(Box<[(Box<str>, PersonIx)]>);

impl Digests {
    /// Those of these people. Of two with one address the first has the digest: they read the same mailbox.
    pub fn of(people: &[Person]) -> Digests {
        let with = people.iter().enumerate().filter(|(_, one)| one.digest.is_some());
        let addresses = with.map(|(at, one)| (lower(&one.email), PersonIx(at as u32)));
        let mut addresses: Vec<(Box<str>, PersonIx)> = addresses.collect();
        addresses.sort();
        addresses.dedup_by(|later, first| later.0 == first.0);
        Digests(addresses.into())
    }

    /// Who has a digest at that address.
    pub fn at(&self, address: &Address) -> Option<PersonIx> {
        if self.0.is_empty() {
            return None;
        }
        let address = lower(address);
        let found = self.0.binary_search_by(|(one, _)| one.cmp(&address)).ok()?;
        Some(self.0[found].1)
    }

    /// Whether anybody has one.
    pub fn any(&self) -> bool {
        !self.0.is_empty()
    }
}

fn lower(address: &Address) -> Box<str> {
    address.0.to_ascii_lowercase().into()
}
