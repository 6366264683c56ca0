//! People and their absences, groups and their members.

use std::collections::{HashMap, HashSet};

use jiff::civil::Date;

use crate::config::Code;
use crate::config::fault::PeopleFault;
use crate::config::fault::values::{Chain as Deep, Many};
use crate::config::finding::{Finding, Site};
use crate::config::gather::Findings;
use crate::config::limits;
use crate::config::read::raw::{RawAway, RawGroup, RawPerson, Text};
use crate::config::resolve::ids::Lookup;
use crate::config::resolve::row::Row;
use crate::config::resolve::units::{ROUND, round};
use crate::model::{Address, Away, Group, GroupIx, Party, Person, PersonIx};

pub(super) fn people(
    rows: &[Row<RawPerson>],
    lookup: &Lookup<'_>,
    today: Date,
    findings: &mut Findings,
) -> Vec<Person> {
    let mut people = Vec::with_capacity(rows.len());
    let mut addresses: HashMap<String, Site> = HashMap::new();
    for row in rows {
        let raw = &row.row;
        overlaps(row, findings);
        over(row, today, findings);
        same_address(row, &mut addresses, findings);
        people.push(Person {
            id: raw.id.value.as_ref().into(),
            name: raw.name.clone().unwrap_or_default(),
            email: match (&raw.email, raw.gap) {
                (Some(email), _) => Address(email.clone()),
                (None, Some(_)) => Address::to_fill_in(&raw.id.value),
                (None, None) => Address("".into()),
            },
            language: raw.language,
            digest: raw.digest,
            away: raw.away.iter().filter_map(|one| away(one, row.file, lookup, findings)).collect(),
        });
    }
    delegate_cycles(rows, &people, findings);
    people
}

fn away(raw: &RawAway, file: u32, lookup: &Lookup<'_>, findings: &mut Findings) -> Option<Away> {
    let delegate = raw.delegate.as_ref().and_then(|id| lookup.person(id, file, findings));
    Some(Away { from: raw.from?, until: raw.until?, delegate })
}

/// An absence in the past is a slip of the year, or can go.
fn over(row: &Row<RawPerson>, today: Date, findings: &mut Findings) {
    for away in &row.row.away {
        let Some(until) = away.until.filter(|until| *until < today) else { continue };
        let site = row.site(away.place);
        findings.warn(Code::LeaveOver, site, || {
            let person = row.row.id.value.to_string();
            Finding::new(PeopleFault::LeaveOver { person, until }).at(site)
        });
    }
}

fn same_address(row: &Row<RawPerson>, known: &mut HashMap<String, Site>, findings: &mut Findings) {
    let Some(address) = &row.row.email else { return };
    let site = row.site(row.row.id.place);
    let first = *known.entry(address.to_lowercase()).or_insert(site);
    if first != site {
        findings.warn(Code::SameAddress, site, || {
            let address = address.to_string();
            Finding::new(PeopleFault::SameAddress { address }).at(site).at(first)
        });
    }
}

/// Of two absences on one day the first counts; that is seldom meant.
fn overlaps(row: &Row<RawPerson>, findings: &mut Findings) {
    let dated = |away: &RawAway| Some((away.from?, away.until?, away.place));
    let stretches: Vec<_> = row.row.away.iter().filter_map(dated).collect();
    for (at, (from, until, place)) in stretches.iter().enumerate() {
        let earlier = stretches[..at].iter().find(|other| other.0 <= *until && *from <= other.1);
        if let Some((_, _, first)) = earlier {
            let person = row.row.id.value.to_string();
            let finding = Finding::new(PeopleFault::OverlappingAbsences { person });
            findings.add(finding.at(row.site(*place)).at(row.site(*first)));
        }
    }
}

/// W3 follows delegates; on no day may that lead back. If it does on some day, it does on the day
/// on which the last absence of the circle begins.
fn delegate_cycles(rows: &[Row<RawPerson>], people: &[Person], findings: &mut Findings) {
    let mut told: HashSet<Vec<PersonIx>> = HashSet::new();
    for (at, person) in people.iter().enumerate() {
        let start = PersonIx(at as u32);
        for away in person.away.iter().filter(|away| away.delegate.is_some()) {
            let mut circle = match chain(people, start, away.from) {
                Chain::Ends => continue,
                Chain::TooLong => {
                    let site = rows[at].site(rows[at].row.id.place);
                    findings.add(limits::too_deep(Deep::Delegates, site));
                    return;
                }
                Chain::Circle(circle) => circle,
            };
            let path = circle.clone();
            circle.sort_unstable();
            if !told.insert(circle) {
                continue;
            }
            findings.add(delegate_cycle(rows, people, &path, away.from));
        }
    }
}

fn delegate_cycle(
    rows: &[Row<RawPerson>],
    people: &[Person],
    path: &[PersonIx],
    day: Date,
) -> Finding {
    let ids = path.iter().map(|at| &*people[at.0 as usize].id);
    let delegates = path.iter().take(ROUND).filter_map(|at| {
        let row = &rows[at.0 as usize];
        let covers = |away: &&RawAway| {
            away.from.zip(away.until).is_some_and(|(from, until)| from <= day && day <= until)
        };
        let delegate = row.row.away.iter().find(covers).and_then(|away| away.delegate.as_ref())?;
        let step = (row.row.id.value.to_string(), delegate.value.to_string());
        Some((row.site(delegate.place), step))
    });
    round(ids, path.len(), delegates.collect(), |circle| PeopleFault::DelegateCycle { day, circle })
}

/// The people who stand in for each other on a day.
enum Chain {
    /// It ends with somebody who is there, or leads into a circle that others begin.
    Ends,
    /// It leads back to whom it begins with.
    Circle(Vec<PersonIx>),
    TooLong,
}

fn chain(people: &[Person], start: PersonIx, day: Date) -> Chain {
    let mut path = vec![start];
    let mut last = start;
    while path.len() <= limits::NESTED {
        let absence = people[last.0 as usize].away.iter().find(|away| away.covers(day));
        match absence.and_then(|absence| absence.delegate) {
            None => return Chain::Ends,
            Some(next) if next == start => return Chain::Circle(path),
            Some(next) if path.contains(&next) => return Chain::Ends,
            Some(next) => {
                path.push(next);
                last = next;
            }
        }
    }
    Chain::TooLong
}

pub(super) fn groups(
    rows: &[Row<RawGroup>],
    lookup: &Lookup<'_>,
    findings: &mut Findings,
) -> Vec<Group> {
    let direct: Vec<Vec<(Party, &Text)>> =
        rows.iter().map(|row| direct(row, lookup, findings)).collect();
    let circles = crate::config::resolve::units::circles(rows.len(), |at| {
        let inner = direct[at].iter().filter_map(|(member, _)| match member {
            Party::Group(group) => Some(group.0 as usize),
            Party::Person(_) => None,
        });
        inner.collect()
    });
    for circle in &circles {
        findings.add(group_cycle(rows, &direct, circle));
    }
    let in_circles: HashSet<usize> = circles.iter().flatten().copied().collect();
    let in_circle = |group: GroupIx| in_circles.contains(&(group.0 as usize));
    let mut groups = Vec::with_capacity(rows.len());
    let mut beyond = false;
    for (at, row) in rows.iter().enumerate() {
        let mut flat = Flat { direct: &direct, seen: HashSet::new(), members: Vec::new() };
        if !beyond && !in_circle(GroupIx(at as u32)) {
            let site = row.site(row.row.id.place);
            let added = flat.add(at, 0, &in_circle);
            beyond = added.is_err();
            let finding = added.err().map(|beyond| match beyond {
                Beyond::Deep => limits::too_deep(Deep::Groups, site),
                Beyond::Many => {
                    let what = Many::PeopleOf(row.row.id.value.to_string());
                    limits::too_many(what, limits::GROUP, site)
                }
            });
            finding.into_iter().for_each(|finding| findings.add(finding));
        }
        let members = flat.members;
        if direct[at].is_empty() && row.row.members.is_empty() {
            let fault = PeopleFault::EmptyGroup { group: row.row.id.value.to_string() };
            findings.add(Finding::new(fault).at(row.site(row.row.id.place)));
        }
        groups.push(Group { id: row.row.id.value.as_ref().into(), members });
    }
    groups
}

fn direct<'r>(
    row: &'r Row<RawGroup>,
    lookup: &Lookup<'_>,
    findings: &mut Findings,
) -> Vec<(Party, &'r Text)> {
    let members = row.row.members.iter();
    members.filter_map(|id| Some((lookup.party(id, row.file, findings)?, id))).collect()
}

/// The people of a group, in the order in which they are met, each once.
struct Flat<'d> {
    direct: &'d [Vec<(Party, &'d Text)>],
    seen: HashSet<Party>,
    members: Vec<PersonIx>,
}

/// Why a group is not taken.
enum Beyond {
    Deep,
    Many,
}

impl Flat<'_> {
    /// Adds those of a group, those of groups in it among them. A group that was seen adds nobody.
    fn add(
        &mut self,
        at: usize,
        depth: usize,
        in_circle: &dyn Fn(GroupIx) -> bool,
    ) -> Result<(), Beyond> {
        if depth >= limits::NESTED {
            return Err(Beyond::Deep);
        }
        let direct = self.direct;
        for (member, _) in &direct[at] {
            if !self.seen.insert(*member) {
                continue;
            }
            match member {
                Party::Person(_) if self.members.len() >= limits::GROUP => {
                    return Err(Beyond::Many);
                }
                Party::Person(person) => self.members.push(*person),
                Party::Group(group) if !in_circle(*group) => {
                    self.add(group.0 as usize, depth + 1, in_circle)?;
                }
                Party::Group(_) => {}
            }
        }
        Ok(())
    }
}

fn group_cycle(
    rows: &[Row<RawGroup>],
    direct: &[Vec<(Party, &Text)>],
    circle: &[usize],
) -> Finding {
    let ids = circle.iter().map(|at| &*rows[*at].row.id.value);
    let members = circle.iter().enumerate().take(ROUND).filter_map(|(step, at)| {
        let next = Party::Group(GroupIx(circle[(step + 1) % circle.len()] as u32));
        let (_, id) = direct[*at].iter().find(|(member, _)| *member == next)?;
        let step = (rows[*at].row.id.value.to_string(), id.value.to_string());
        Some((rows[*at].site(id.place), step))
    });
    round(ids, circle.len(), members.collect(), |circle| PeopleFault::GroupCycle { circle })
}
