//! What an address book says of the people of the files: whose address is taken, and what is left and why.

use std::collections::{HashMap, HashSet};

use crate::import::address_book::{Entry, key};
use crate::import::known::{Made, Person, free};
use crate::model::Config;

/// A person whose address is taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Taken {
    /// The id.
    pub person: String,
    /// The name.
    pub name: String,
    /// The new address.
    pub email: String,
    /// That of the files, where it was another.
    pub was: Option<String>,
}

/// Why an address is not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Left {
    /// The cell holds several.
    Several(Vec<String>),
    /// The cell holds something that is no address.
    NoAddress(String),
    /// The book has people of that name, with other addresses: unit and address of each; and who of the files it may be.
    Namesakes(Option<String>, Vec<(String, String)>),
    /// The files have several people of that name: their ids.
    Known(Vec<String>),
    /// The files have another address.
    Differs {
        /// Whose.
        person: String,
        /// That of the files.
        has: String,
        /// That of the book.
        email: String,
    },
    /// The record has more fields than there are headings.
    Shifted,
}

/// What became of the rows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Addressed {
    /// Whose address is taken.
    pub taken: Vec<Taken>,
    /// Rows that are not, in order.
    pub left: Vec<(Entry, Left)>,
    /// How many people have that address already.
    pub same: usize,
    /// Names that nobody of the files has.
    pub unknown: Vec<String>,
    /// People of the files who are still without an address.
    pub missing: Vec<String>,
    /// What is written.
    pub made: Made,
}

/// Looks the rows up. People whom the files do not have are made with `create`; another address takes the place of the
/// files' own with `replace`.
pub fn look_up(entries: &[Entry], config: &Config, create: bool, replace: bool) -> Addressed {
    let mut known: HashMap<String, Vec<usize>> = HashMap::new();
    for (at, person) in config.people.iter().enumerate() {
        let names: HashSet<String> = [key(&person.name), key(&person.id)].into();
        names.into_iter().for_each(|name| known.entry(name).or_default().push(at));
    }
    let found = |entry: &Entry| -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for at in entry.forms.iter().filter_map(|form| known.get(&key(form))).flatten() {
            if !found.contains(at) {
                found.push(*at);
            }
        }
        found
    };
    let mut by_name: HashMap<String, Vec<&Entry>> = HashMap::new();
    for entry in entries.iter().filter(|entry| entry.addresses.len() == 1 && !entry.shifted) {
        let others = by_name.entry(key(&entry.name)).or_default();
        let is_new = others.iter().all(|one| !is_same(&one.addresses[0], &entry.addresses[0]));
        if is_new {
            others.push(entry);
        }
    }
    let mut all = Addressed::default();
    let mut told: HashSet<String> = HashSet::new();
    for entry in entries {
        let people = found(entry);
        let name = key(&entry.name);
        let namesakes = by_name.get(&name).map(Vec::as_slice).unwrap_or_default();
        let is_first =
            told.insert(format!("{name}\u{0}{}", entry.addresses.join(" ").to_lowercase()));
        if let Some(why) = unclear(entry, &people, namesakes, config) {
            let matters = !people.is_empty() || create;
            // Of namesakes the first row names all.
            let is_told = matches!(why, Left::Namesakes(..))
                && namesakes.first().is_some_and(|first| *first != entry);
            match matters && is_first && !is_told {
                true => all.left.push((entry.clone(), why)),
                false if people.is_empty() => all.unknown.push(entry.name.clone()),
                false => {}
            }
            continue;
        }
        let Some(email) = entry.addresses.first().filter(|_| is_first) else { continue };
        match people.first() {
            Some(at) => all.take(entry, config, *at, email, replace),
            None if create && !entry.name.is_empty() => all.make(entry, email, config),
            None => all.unknown.push(entry.name.clone()),
        }
    }
    let filled: HashSet<&str> = all.taken.iter().map(|one| one.person.as_str()).collect();
    let open = config.people.iter().filter(|one| one.email.is_to_fill_in());
    let open = open.filter(|one| !filled.contains(&*one.id));
    all.missing = open.map(|one| one.name.to_string()).collect();
    all
}

/// Why a row cannot be taken, whatever the files have.
fn unclear(entry: &Entry, people: &[usize], namesakes: &[&Entry], config: &Config) -> Option<Left> {
    if entry.shifted {
        return Some(Left::Shifted);
    }
    let known = people.first().filter(|_| people.len() == 1).map(|at| &config.people[*at]);
    match entry.addresses.as_slice() {
        [] if entry.written.is_empty() => return None,
        [] => return Some(Left::NoAddress(entry.written.clone())),
        [_] => {}
        several => {
            let is_known = |address: &String| {
                known.is_some_and(|person| is_same(person.email.as_str(), address))
            };
            // One of them is that of the files: nothing is to be chosen.
            return (!several.iter().any(is_known)).then(|| Left::Several(several.to_vec()));
        }
    }
    if people.len() > 1 {
        let ids = people.iter().map(|at| config.people[*at].id.to_string());
        return Some(Left::Known(ids.collect()));
    }
    (namesakes.len() > 1).then(|| {
        let both = namesakes.iter().map(|one| (one.unit.clone(), one.addresses[0].clone()));
        Left::Namesakes(known.map(|person| person.id.to_string()), both.collect())
    })
}

fn is_same(one: &str, other: &str) -> bool {
    one.eq_ignore_ascii_case(other)
}

impl Addressed {
    fn take(&mut self, entry: &Entry, config: &Config, at: usize, email: &str, replace: bool) {
        let person = &config.people[at];
        let has = (!person.email.is_to_fill_in()).then(|| person.email.as_str().to_owned());
        let is_known = entry
            .addresses
            .iter()
            .any(|address| has.as_deref().is_some_and(|has| is_same(has, address)));
        if is_known {
            self.same += 1;
            return;
        }
        let id = person.id.to_string();
        if let Some(has) = has.clone().filter(|_| !replace) {
            let why = Left::Differs { person: id, has, email: email.to_owned() };
            self.left.push((entry.clone(), why));
            return;
        }
        self.made.addresses.push((id.clone(), email.to_owned()));
        let name = person.name.to_string();
        self.taken.push(Taken { person: id, name, email: email.to_owned(), was: has });
    }

    fn make(&mut self, entry: &Entry, email: &str, config: &Config) {
        let name = entry.name.clone();
        let id = free(&name, |id| {
            config.people.iter().any(|one| *one.id == *id)
                || config.groups.iter().any(|one| *one.id == *id)
                || self.made.people.iter().any(|one| one.id == id)
        });
        self.made.people.push(Person { id, name, email: email.to_owned() });
    }
}
