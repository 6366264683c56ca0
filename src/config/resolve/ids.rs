//! Ids and what they stand for: names given twice, names that nobody has.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::config::Code;
use crate::config::fault::references::IdMeant;
use crate::config::fault::{PeopleFault, ReferenceFault};
use crate::config::finding::{Finding, Site};
use crate::config::gather::Findings;
use crate::config::read::addresses;
use crate::config::read::context::Context;
use crate::config::read::keys::Noun;
use crate::config::read::raw::Text;
use crate::config::read::syntax::quoted;
use crate::config::resolve::alike::alike;
use crate::config::resolve::row::{Row, Rows};
use crate::config::{lookalikes, suggest};
use crate::model::{CalendarIx, GroupIx, Party, PersonIx, PolicyIx, Recipient, UnitIx};

/// The ids of one kind.
struct Ids<'r> {
    noun: Noun,
    at: HashMap<&'r str, u32>,
    /// Ids by the name that people know them by.
    called: HashMap<&'r str, &'r str>,
    /// The ids in a fixed order, so that of two equally near the same is suggested every time.
    sorted: OnceLock<Vec<Box<str>>>,
    /// How many ids were compared with unknown ones, to find what was meant.
    compared: AtomicUsize,
}

/// So many ids are compared. For each guess all are gone through, and a hundred thousand tasks may name a unit
/// that was renamed.
const COMPARED: usize = 2_000_000;

impl<'r> Ids<'r> {
    /// Gathers them; one given twice is an error that points at both places.
    fn gather<T>(
        noun: Noun,
        rows: &'r [Row<T>],
        id: fn(&T) -> &Text,
        name: fn(&T) -> Option<&str>,
        findings: &mut Findings,
    ) -> Ids<'r> {
        let (at, called) = (HashMap::new(), HashMap::new());
        let (sorted, compared) = (OnceLock::new(), AtomicUsize::new(0));
        let mut ids = Ids { noun, at, called, sorted, compared };
        let (mut free, taken) = (Free::default(), OnceCell::<HashSet<&str>>::new());
        for (at, row) in rows.iter().enumerate() {
            let own = id(&row.row);
            match ids.at.get(&*own.value) {
                Some(first) => {
                    let first = &rows[*first as usize];
                    let (first, site) = (first.site(id(&first.row).place), row.site(own.place));
                    let all = || rows.iter().map(|row| &*id(&row.row).value).collect();
                    let is_taken = |new: &str| taken.get_or_init(all).contains(new);
                    free.twice((noun, &own.value), first, site, is_taken, findings);
                }
                None => {
                    ids.at.insert(&own.value, at as u32);
                }
            }
            let Some(name) = name(&row.row) else { continue };
            match ids.called.get(name).and_then(|first| ids.at.get(first)) {
                Some(first) if *first != at as u32 => {
                    let first = &rows[*first as usize];
                    let (first, site) = (first.site(id(&first.row).place), row.site(own.place));
                    findings.warn(Code::SameName, site, || {
                        let name = name.to_owned();
                        Finding::new(PeopleFault::SameName { noun, name }).at(site).at(first)
                    });
                }
                Some(_) => {}
                None => {
                    ids.called.insert(name, &own.value);
                }
            }
        }
        if !matches!(noun, Noun::Person | Noun::Group) {
            let all = rows.iter().map(|row| (&*id(&row.row).value, row.site(id(&row.row).place)));
            alike(noun, all, findings);
        }
        ids
    }

    fn get(&self, id: &str) -> Option<u32> {
        self.at.get(id).copied()
    }

    /// All ids, to guess among; none once that was done often enough.
    fn to_guess_among(&self) -> &[Box<str>] {
        let compared = self.compared.fetch_add(self.at.len(), Ordering::Relaxed);
        if compared > COMPARED {
            return &[];
        }
        self.sorted.get_or_init(|| {
            let mut ids: Vec<Box<str>> = self.at.keys().map(|id| (*id).into()).collect();
            ids.sort_unstable();
            ids
        })
    }
}

/// New ids for what stands twice, none of them for two.
#[derive(Default)]
pub(super) struct Free {
    given: HashSet<String>,
    /// The last number that was tried for an id, so that many of one id do not each begin at 2.
    tried: HashMap<String, usize>,
}

impl Free {
    /// Tells of a name given twice, with one that nobody has yet for the second.
    pub(super) fn twice(
        &mut self,
        (noun, id): (Noun, &str),
        first: Site,
        second: Site,
        is_taken: impl Fn(&str) -> bool,
        findings: &mut Findings,
    ) {
        let fault = ReferenceFault::DefinedTwice { noun, id: id.to_owned() };
        let finding = Finding::new(fault).at(second).at(first);
        // Beyond those that are listed, they are counted.
        findings.add(match findings.has_room(Code::DefinedTwice, Some(second.file)) {
            true => finding.instead(second, quoted(&self.id(id, is_taken))),
            false => finding,
        });
    }

    /// This id with the first number that nobody has.
    fn id(&mut self, id: &str, is_taken: impl Fn(&str) -> bool) -> String {
        let tried = self.tried.entry(id.to_owned()).or_insert(1);
        loop {
            *tried += 1;
            let new = format!("{id}-{tried}");
            if !is_taken(&new) && self.given.insert(new.clone()) {
                return new;
            }
        }
    }
}

/// Everything that can be referred to.
pub(crate) struct Lookup<'r> {
    people: Ids<'r>,
    groups: Ids<'r>,
    units: Ids<'r>,
    policies: Ids<'r>,
    calendars: Ids<'r>,
    rows: &'r Rows,
}

impl<'r> Lookup<'r> {
    /// Where the `at` of a stage stands; what every policy has (T13) stands nowhere.
    pub(super) fn at_of_stage(&self, policy: PolicyIx, stage: usize) -> Option<Site> {
        let row = self.rows.policies.get(policy.0 as usize)?;
        Some(row.site(row.row.stages.get(stage)?.at?.place))
    }

    pub(super) fn of(rows: &'r Rows, findings: &mut Findings) -> Lookup<'r> {
        let people = Ids::gather(
            Noun::Person,
            &rows.people,
            |row| &row.id,
            |row| row.name.as_deref(),
            findings,
        );
        let groups = Ids::gather(Noun::Group, &rows.groups, |row| &row.id, |_| None, findings);
        for row in rows.groups.iter() {
            let id = &row.row.id;
            if let Some(person) = people.get(&id.value) {
                let person = &rows.people[person as usize];
                let fault = ReferenceFault::SameId { id: id.value.to_string() };
                let finding = Finding::new(fault).at(row.site(id.place));
                findings.add(finding.at(person.site(person.row.id.place)));
            }
        }
        // `owner`, `head` and others take either.
        let people_ids = rows.people.iter().map(|row| (&row.row.id, row.file));
        let group_ids = rows.groups.iter().map(|row| (&row.row.id, row.file));
        let parties = people_ids.chain(group_ids).map(|(id, file)| (&*id.value, id.place.of(file)));
        alike(Noun::Party, parties, findings);
        Lookup {
            people,
            groups,
            units: Ids::gather(
                Noun::Unit,
                &rows.units,
                |row| &row.id,
                |row| row.name.as_deref(),
                findings,
            ),
            policies: Ids::gather(Noun::Policy, &rows.policies, |row| &row.id, |_| None, findings),
            calendars: Ids::gather(
                Noun::Calendar,
                &rows.calendars,
                |row| &row.id,
                |_| None,
                findings,
            ),
            rows,
        }
    }

    pub(super) fn person(&self, id: &Text, file: u32, findings: &mut Findings) -> Option<PersonIx> {
        let found = self.people.get(&id.value).map(PersonIx);
        if found.is_none() && self.groups.get(&id.value).is_some() {
            let fault = ReferenceFault::GroupForPerson { id: id.value.to_string() };
            findings.add(Finding::new(fault).at(id.place.of(file)));
        } else if found.is_none() {
            let finding = unknown(id, file, &[&self.people], findings);
            findings.add(finding);
        }
        found
    }

    pub(super) fn group(&self, id: &Text, file: u32, findings: &mut Findings) -> Option<GroupIx> {
        let found = self.groups.get(&id.value).map(GroupIx);
        if found.is_none() {
            let finding = unknown(id, file, &[&self.groups], findings);
            findings.add(finding);
        }
        found
    }

    /// A person or a group, where a key takes either.
    pub(super) fn party(&self, id: &Text, file: u32, findings: &mut Findings) -> Option<Party> {
        self.party_in(Slot::One, id, file, findings)
    }

    /// The same; what can be written instead of several in one text depends on where it stands.
    pub(super) fn party_in(
        &self,
        slot: Slot,
        id: &Text,
        file: u32,
        findings: &mut Findings,
    ) -> Option<Party> {
        let found = self.party_of(&id.value);
        if found.is_none() {
            let finding = match self.several(&id.value) {
                Some(ids) => several(id, file, slot, ids),
                None => unknown(id, file, &[&self.people, &self.groups], findings),
            };
            findings.add(finding);
        }
        found
    }

    /// The ids of people and groups that a text names together: `张三、李四`.
    fn several(&self, text: &str) -> Option<Vec<String>> {
        let parts: Vec<&str> = text.split(['、', ',', '，', ';', '；']).map(str::trim).collect();
        let id = |part: &&str| {
            let known = self.party_of(part).map(|_| *part);
            known.or_else(|| self.people.called.get(part).copied()).map(str::to_owned)
        };
        let ids: Option<Vec<String>> = parts.iter().map(id).collect();
        ids.filter(|ids| ids.len() > 1)
    }

    pub(super) fn party_of(&self, id: &str) -> Option<Party> {
        let person = self.people.get(id).map(|at| Party::Person(PersonIx(at)));
        person.or_else(|| self.groups.get(id).map(|at| Party::Group(GroupIx(at))))
    }

    /// A person, a group or a bare address.
    pub(super) fn recipient(
        &self,
        id: &Text,
        file: u32,
        findings: &mut Findings,
    ) -> Option<Recipient> {
        if id.value.contains('@') {
            return addresses::mailbox(id, &mut Context::of(file, findings))
                .map(Recipient::Mailbox);
        }
        self.party(id, file, findings).map(Recipient::Party)
    }

    pub(super) fn unit(&self, id: &Text, file: u32, findings: &mut Findings) -> Option<UnitIx> {
        let found = self.units.get(&id.value).map(UnitIx);
        if found.is_none() {
            let finding = unknown(id, file, &[&self.units], findings);
            findings.add(finding);
        }
        found
    }

    pub(super) fn policy(&self, id: &Text, file: u32, findings: &mut Findings) -> Option<PolicyIx> {
        let found = self.policies.get(&id.value).map(PolicyIx);
        if found.is_none() {
            let finding = unknown(id, file, &[&self.policies], findings);
            findings.add(finding);
        }
        found
    }

    pub(super) fn calendar(
        &self,
        id: &Text,
        file: u32,
        findings: &mut Findings,
    ) -> Option<CalendarIx> {
        let found = self.calendars.get(&id.value).map(CalendarIx);
        if found.is_none() {
            let finding = unknown(id, file, &[&self.calendars], findings);
            findings.add(finding);
        }
        found
    }

    /// The calendar of all who name none.
    pub(super) fn default_calendar(&self) -> Option<CalendarIx> {
        self.calendars.get("default").map(CalendarIx)
    }
}

/// Where the id of a person or group stands.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Slot {
    One,
    /// The owner of a task that has no `with`.
    Owner,
    /// One of several.
    List,
}

fn several(id: &Text, file: u32, slot: Slot, ids: Vec<String>) -> Finding {
    let site = id.place.of(file);
    let quoted: Vec<String> = ids.iter().map(|id| format!("\"{id}\"")).collect();
    let instead = match slot {
        Slot::One => None,
        Slot::Owner => Some(format!("{}\nwith = [{}]", quoted[0], quoted[1..].join(", "))),
        Slot::List => Some(quoted.join(", ")),
    };
    let (noun, written) = (Noun::Party, id.value.to_string());
    let fault = ReferenceFault::Unknown { noun, written, meant: IdMeant::Several(ids) };
    let finding = Finding::new(fault).at(site);
    match instead {
        Some(instead) => finding.instead(site, instead),
        None => finding,
    }
}

fn unknown(id: &Text, file: u32, kinds: &[&Ids<'_>], findings: &Findings) -> Finding {
    let noun = match kinds {
        [one] => one.noun,
        _ => Noun::Party,
    };
    let site = id.place.of(file);
    let unknown = |written: String, meant| {
        Finding::new(ReferenceFault::Unknown { noun, written, meant }).at(site)
    };
    let written = id.value.to_string();
    let called = kinds.iter().find_map(|ids| ids.called.get(id.value.trim()));
    if let Some(meant) = called {
        let meant = (*meant).to_owned();
        return unknown(written, IdMeant::ByName(meant.clone()))
            .instead(site, format!("\"{meant}\""));
    }
    let known = || kinds.iter().flat_map(|ids| ids.to_guess_among()).map(|id| &**id);
    // Only for what is listed: beyond that, it is counted.
    let listed = findings.has_room(Code::UnknownReference, Some(file));
    let near =
        || lookalikes::of(&id.value, known()).or_else(|| suggest::nearest(&id.value, known()));
    if listed && let Some(near) = near() {
        let [written, meant] = [(&*written, near), (near, &*written)]
            .map(|(id, other)| lookalikes::spelled(id, other));
        return unknown(written, IdMeant::Near(meant)).instead(site, format!("\"{near}\""));
    }
    unknown(written, if id.value.contains('@') { IdMeant::Address } else { IdMeant::Unknown })
}
