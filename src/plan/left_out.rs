//! Who gets no copy of some letters, and has them in a digest instead (L8b).

use std::collections::{HashMap, HashSet};

use crate::model::{Config, Person, PersonIx};

/// People who get no copy, by address in lower case.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LeftOut(HashMap<String, PersonIx>);

impl LeftOut {
    /// These people, by their ids. Who is gone from the files is nobody.
    pub fn of_people(config: &Config, ids: &[String]) -> LeftOut {
        let wanted: HashSet<&str> = ids.iter().map(String::as_str).collect();
        LeftOut::where_(config, |person| wanted.contains(&*person.id))
    }

    /// Who has one of these addresses, in lower case, and no digest. A bare address of nobody's is no person.
    pub(super) fn of_addresses(config: &Config, addresses: &HashSet<String>) -> LeftOut {
        LeftOut::where_(config, |person| {
            // Who has a digest gets no copies anyway.
            let none = config.digests.at(&person.email).is_none();
            none && addresses.contains(&person.email.0.to_ascii_lowercase())
        })
    }

    fn where_(config: &Config, wanted: impl Fn(&Person) -> bool) -> LeftOut {
        let mut found = HashMap::new();
        for (at, person) in config.people.iter().enumerate().filter(|(_, one)| wanted(one)) {
            // Of two with one address the first.
            let address = person.email.0.to_ascii_lowercase();
            found.entry(address).or_insert(PersonIx(at as u32));
        }
        LeftOut(found)
    }

    /// How many people.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// Who is left out at that address.
    pub(super) fn at(&self, address: &str) -> Option<PersonIx> {
        if self.0.is_empty() {
            return None;
        }
        self.0.get(&address.to_ascii_lowercase()).copied()
    }
}
