//! Names of a list looked up in the configuration: by id, name or address. What nobody is called so is made only where
//! that was asked for.

use std::collections::{HashMap, HashSet};

use crate::config::Features;
use crate::config::shipped::POLICIES;
use crate::import::dates::{Moment, Unread};
use crate::import::doubt::{Doubt, LeftOut, Why, WhyNot};
use crate::import::item::{Due, Inferred, Item, NoDue};
use crate::import::key::Key;
use crate::import::mapping::Mapping;
use crate::model::{Config, Severity};

/// A row with its people and units looked up: ids instead of names.
#[derive(Debug, Clone, PartialEq)]
pub struct Resolved {
    /// The row; its names are those of the list.
    pub item: Item,
    /// Its first promise.
    pub due: Due,
    /// The id of its unit.
    pub unit: Option<String>,
    /// The id of its owner.
    pub owner: Option<String>,
    /// The ids of its co-owners.
    pub with: Vec<String>,
    /// The id of its supervisor.
    pub supervisor: Option<String>,
    /// Ids and addresses of those who get copies.
    pub watchers: Vec<String>,
}

/// People and units that are made, in the order in which they come.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Made {
    /// People.
    pub people: Vec<Person>,
    /// Units: id and name.
    pub units: Vec<(String, String)>,
    /// People of the files whose addresses are to be filled in, and what the list has: id and address.
    pub addresses: Vec<(String, String)>,
}

/// A person that is made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The id.
    pub id: String,
    /// The name.
    pub name: String,
    /// The address, empty where the list has none.
    pub email: String,
}

/// The names of a configuration.
pub struct Known<'c> {
    config: &'c Config,
    mapping: &'c Mapping,
    create: bool,
    people: HashMap<String, Vec<String>>,
    units: HashMap<String, Vec<String>>,
    /// What was made.
    pub made: Made,
    /// Names that nobody has, and how often they came.
    pub missing: Missing,
    /// Deadlines for which the day of the end stands.
    pub doubts: Vec<Doubt>,
}

/// Names that nobody has, each once, in the order in which they come.
#[derive(Debug, Clone, Default)]
pub struct Missing {
    /// Names of people.
    pub people: Vec<String>,
    /// Names of units.
    pub units: Vec<String>,
}

/// What a list says of deadlines where a row has none.
type Rule<'r> = &'r dyn Fn(&Features<'_>) -> Option<String>;

impl<'c> Known<'c> {
    /// The names of a configuration.
    pub fn of(config: &'c Config, mapping: &'c Mapping, create: bool) -> Known<'c> {
        let mut people: HashMap<String, Vec<String>> = HashMap::new();
        let mut add = |name: &str, id: &str| {
            let ids = people.entry(folded(name)).or_default();
            if !ids.iter().any(|known| known == id) {
                ids.push(id.to_owned());
            }
        };
        for person in &config.people {
            add(&person.name, &person.id);
            add(&person.email.0, &person.id);
        }
        let mut units: HashMap<String, Vec<String>> = HashMap::new();
        for unit in &config.units {
            units.entry(folded(&unit.name)).or_default().push(unit.id.to_string());
        }
        Known {
            config,
            mapping,
            create,
            people,
            units,
            made: Made::default(),
            missing: Missing::default(),
            doubts: Vec::new(),
        }
    }

    /// A row with ids instead of names, or why it cannot be taken.
    pub fn resolve(&mut self, mut item: Item, rule: Rule<'_>) -> Result<Resolved, Box<LeftOut>> {
        let left_out = |place, why| {
            let (id, title) = (Some(item.id.clone()), item.title.clone());
            Box::new(LeftOut { place, id, title, why })
        };
        let (mut unknown, mut ambiguous) = (Vec::new(), None);
        let mut lookup = |found: Lookup, name: &str| match found {
            Lookup::One(id) => Some(id),
            Lookup::None => {
                unknown.push(name.to_owned());
                None
            }
            Lookup::Several => {
                ambiguous = Some(name.to_owned());
                None
            }
        };
        let unit = item.unit.as_deref().and_then(|name| lookup(self.unit(name), name));
        let owner = item
            .owner
            .as_deref()
            .and_then(|name| lookup(self.party(name, item.email.as_deref()), name));
        self.doubt_address(&item);
        let with =
            item.with.iter().filter_map(|name| lookup(self.party(name, None), name)).collect();
        let supervisor =
            item.supervisor.as_deref().and_then(|name| lookup(self.party(name, None), name));
        let watchers = item.watchers.iter().filter_map(|name| {
            match name.contains('@') && !self.is_known(name) {
                true => Some(name.clone()),
                false => lookup(self.party(name, None), name),
            }
        });
        let watchers = watchers.collect();
        if let Some(name) = ambiguous {
            return Err(left_out(item.place.clone(), WhyNot::Ambiguous(name)));
        }
        let due = match &item.due {
            Ok(due) => due.clone(),
            Err(none) => {
                let (unit, owner, supervisor) =
                    (unit.as_deref(), owner.as_deref(), supervisor.as_deref());
                let features = features(&item, unit, owner, supervisor);
                let by_rule = by_rule(&item, none, rule(&features));
                let place = none.place.clone().unwrap_or_else(|| item.place.clone());
                match (by_rule, finished_on(&item, none)) {
                    (Ok(due), _) => due,
                    (Err(_), Some(day)) => {
                        let (text, why) = (none.text.clone(), Why::DueAsDone(day.day()));
                        self.doubts.push(Doubt { place, text, why });
                        Due::When(day)
                    }
                    (Err(why), None) => return Err(left_out(place, why)),
                }
            }
        };
        if item.due.is_err() {
            item.inferred.push((Key::Due.name(), Inferred::Day));
        }
        if !unknown.is_empty() {
            return Err(left_out(item.place.clone(), WhyNot::Unknown(unknown)));
        }
        if let Some(policy) =
            item.policy.as_deref().filter(|policy| !is_policy(self.config, policy))
        {
            return Err(left_out(item.place.clone(), WhyNot::NoPolicy(policy.to_owned())));
        }
        if let Some(why) = out_of_order(&item) {
            return Err(left_out(item.place.clone(), why));
        }
        Ok(Resolved { due, unit, owner, with, supervisor, watchers, item })
    }

    fn is_known(&self, name: &str) -> bool {
        self.people.contains_key(&folded(name))
    }

    /// The id of a person or a group. Whoever has no address yet gets that of the list.
    fn party(&mut self, name: &str, email: Option<&str>) -> Lookup {
        let found = self.party_of(name, email);
        if let (Lookup::One(id), Some(email)) = (&found, email.filter(|one| one.contains('@'))) {
            self.fill_in(id, email);
        }
        found
    }

    /// The address beside an owner's name may be somebody else's.
    fn doubt_address(&mut self, item: &Item) {
        if let (Some(name), Some(email)) = (&item.owner, &item.email)
            && let Some(person) = self.address_of_other(name, email)
        {
            let (place, text) = (item.place.clone(), name.clone());
            self.doubts.push(Doubt { place, text, why: Why::AddressOfOther(person) });
        }
    }

    /// Who has that address, where the name is none of theirs.
    fn address_of_other(&self, name: &str, email: &str) -> Option<String> {
        if self.mapping.people.contains_key(name) {
            return None;
        }
        let [id] = self.people.get(&folded(email)).map(Vec::as_slice)? else { return None };
        let is_named = self.people.get(&folded(name)).is_some_and(|named| named.contains(id));
        let person = self.config.people.iter().find(|one| *one.id == **id)?;
        (!is_named && *person.id != *name).then(|| person.name.to_string())
    }

    fn fill_in(&mut self, id: &str, email: &str) {
        if let Some(made) = self.made.people.iter_mut().find(|one| one.id == id) {
            if made.email.is_empty() {
                made.email = email.to_owned();
            }
            return;
        }
        let filled = &mut self.made.addresses;
        let is_open =
            self.config.people.iter().any(|one| *one.id == *id && one.email.is_to_fill_in());
        if is_open && !filled.iter().any(|(known, _)| known == id) {
            filled.push((id.to_owned(), email.to_owned()));
        }
    }

    fn party_of(&mut self, name: &str, email: Option<&str>) -> Lookup {
        if let Some(id) = self.mapping.people.get(name) {
            return Lookup::One(id.clone());
        }
        let is = |id: &str| id == name;
        if self.config.people.iter().any(|one| is(&one.id))
            || self.config.groups.iter().any(|one| is(&one.id))
        {
            return Lookup::One(name.to_owned());
        }
        let by_address = email.and_then(|email| self.people.get(&folded(email)));
        match by_address.or_else(|| self.people.get(&folded(name))).map(Vec::as_slice) {
            Some([one]) => return Lookup::One(one.clone()),
            Some([_, _, ..]) => return Lookup::Several,
            _ => {}
        }
        if !self.create {
            if !self.missing.people.iter().any(|known| known == name) {
                self.missing.people.push(name.to_owned());
            }
            return Lookup::None;
        }
        let id = free(name, |id| {
            self.config.people.iter().any(|one| *one.id == *id)
                || self.config.groups.iter().any(|one| *one.id == *id)
                || self.made.people.iter().any(|one| one.id == id)
        });
        let email = email.filter(|email| email.contains('@')).unwrap_or_default().to_owned();
        let email = if name.contains('@') && email.is_empty() { name.to_owned() } else { email };
        self.made.people.push(Person { id: id.clone(), name: name.to_owned(), email });
        self.people.insert(folded(name), vec![id.clone()]);
        Lookup::One(id)
    }

    fn unit(&mut self, name: &str) -> Lookup {
        if let Some(id) = self.mapping.units.get(name) {
            return Lookup::One(id.clone());
        }
        if self.config.units.iter().any(|one| *one.id == *name) {
            return Lookup::One(name.to_owned());
        }
        match self.units.get(&folded(name)).map(Vec::as_slice) {
            Some([one]) => return Lookup::One(one.clone()),
            Some([_, _, ..]) => return Lookup::Several,
            _ => {}
        }
        if !self.create {
            if !self.missing.units.iter().any(|known| known == name) {
                self.missing.units.push(name.to_owned());
            }
            return Lookup::None;
        }
        let id = free(name, |id| {
            self.config.units.iter().any(|one| *one.id == *id)
                || self.made.units.iter().any(|(one, _)| one == id)
        });
        self.made.units.push((id.clone(), name.to_owned()));
        self.units.insert(folded(name), vec![id.clone()]);
        Lookup::One(id)
    }
}

/// Names, ids and addresses that a configuration knows.
pub fn names_of(config: &Config) -> HashSet<String> {
    let people = config
        .people
        .iter()
        .flat_map(|one| [one.id.to_string(), one.name.to_string(), one.email.to_string()]);
    let units = config.units.iter().flat_map(|one| [one.id.to_string(), one.name.to_string()]);
    let people = people.filter(|name| !name.is_empty());
    people.chain(config.groups.iter().map(|one| one.id.to_string())).chain(units).collect()
}

/// Whether the files have a policy of that name, or it ships.
pub fn is_policy(config: &Config, name: &str) -> bool {
    config.policies.iter().any(|one| *one.id == *name)
        || POLICIES.iter().any(|(shipped, _)| *shipped == name)
}

/// What rules look at in a row.
fn features<'r>(
    item: &'r Item,
    unit: Option<&'r str>,
    owner: Option<&'r str>,
    supervisor: Option<&'r str>,
) -> Features<'r> {
    Features {
        severity: item.severity.unwrap_or(Severity::Medium),
        source: item.source.as_deref(),
        category: item.category.as_deref(),
        batch: item.batch.as_deref(),
        unit,
        owner,
        supervisor,
    }
}

impl Resolved {
    /// What rules look at in the row.
    pub fn features(&self) -> Features<'_> {
        let (unit, owner) = (self.unit.as_deref(), self.owner.as_deref());
        features(&self.item, unit, owner, self.supervisor.as_deref())
    }
}

enum Lookup {
    One(String),
    None,
    Several,
}

/// Dates that contradict each other: the files would not check with them.
fn out_of_order(item: &Item) -> Option<WhyNot> {
    let before = |one: &Moment, other: &Moment| match (one, other) {
        (Moment::Local(one), Moment::Local(other)) => one < other,
        _ => one.day() < other.day(),
    };
    match (&item.opened, &item.done, &item.verified) {
        (Some(opened), Some(done), _) if before(done, opened) => {
            Some(WhyNot::DoneBeforeOpened(done.day(), opened.day()))
        }
        (_, Some(done), Some(verified)) if before(verified, done) => {
            Some(WhyNot::VerifiedBeforeDone(verified.day(), done.day()))
        }
        _ => None,
    }
}

/// The day on which a row ended whose deadline names none: 立行立改, 长期坚持. What is finished needs no other deadline.
fn finished_on(item: &Item, none: &NoDue) -> Option<Moment> {
    let is_word = match &none.why {
        Some(Unread::NoDay | Unread::Standing(_)) => true,
        Some(Unread::NoDate) => crate::import::states::said(&none.text).is_some(),
        _ => false,
    };
    item.done
        .as_ref()
        .or(item.verified.as_ref())
        .or(item.cancelled.as_ref())
        .filter(|_| is_word)
        .cloned()
}

/// The deadline that a rule gives, or why there is none.
fn by_rule(item: &Item, none: &NoDue, rule: Option<String>) -> Result<Due, WhyNot> {
    match rule {
        Some(due) => match due.strip_prefix("opened") {
            Some(distance) if item.opened.is_some() => Ok(Due::FromOpened(distance.to_owned())),
            Some(_) => Err(WhyNot::NotOpened(due)),
            None => due.parse::<Moment>().map(Due::When).map_err(|()| WhyNot::NoDeadline),
        },
        None => Err(match (&none.place, &none.why) {
            (None, _) => WhyNot::NoDeadlineColumn,
            (Some(_), Some(why)) => WhyNot::Unread(Key::Due, none.text.clone(), why.clone()),
            (Some(_), None) => WhyNot::NoDeadline,
        }),
    }
}

/// Names that are the same but for case, width and blanks.
fn folded(name: &str) -> String {
    crate::import::text::folded(name).replace(' ', "")
}

/// The name as an id, with a number where it is taken.
pub fn free(name: &str, taken: impl Fn(&str) -> bool) -> String {
    let named =
        |number: u32| if number == 1 { name.to_owned() } else { format!("{name}-{number}") };
    (1..).map(named).find(|id| !taken(id)).unwrap_or_default()
}
