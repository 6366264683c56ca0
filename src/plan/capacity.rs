//! As what somebody is written to: which role of the stage, whose head, from where a supervisor is inherited, for whom
//! a stand-in (W1–W3).

use jiff::civil::Date;

use crate::model::{Config, GroupIx, Mailbox, Party, PersonIx, Recipient, Role, Stage, UnitIx};
use crate::plan::audience::{above, responsible, stand_in};
use crate::plan::{Addressee, Responsible, Target};

/// One reason for which somebody is written to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Capacity {
    /// The role.
    pub role: As,
    /// Of a head: of which unit it is the head. Of a supervisor: the unit that names it, where the task does not.
    pub unit: Option<UnitIx>,
    /// The unit that the stage means, where that one names nobody and a unit above stands for it (W2).
    pub instead_of: Option<UnitIx>,
    /// The group through which.
    pub group: Option<GroupIx>,
    /// The absent person this one stands in for (W3).
    pub stands_in_for: Option<PersonIx>,
    /// Who is there instead of this one, who is away and gets a copy (W3).
    pub replaced_by: Option<PersonIx>,
}

/// A role, as W1 names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum As {
    /// The owner; with a unit, its head, since the task names no owner.
    Owner,
    /// A co-owner.
    With,
    /// The inspection side.
    Supervisor,
    /// On the watchers' list.
    Watcher,
    /// The head of the unit so many levels up.
    Head(u32),
    /// The head of the root unit.
    Top,
    /// Named by the stage.
    Person,
    /// In a group that the stage names.
    Group,
    /// A bare address that the stage names.
    Address,
}

impl As {
    /// Its name, as stages write it.
    pub fn name(self) -> String {
        match self {
            As::Owner => "owner".to_owned(),
            As::With => "with".to_owned(),
            As::Supervisor => "supervisor".to_owned(),
            As::Watcher => "watchers".to_owned(),
            As::Head(0) => "head".to_owned(),
            As::Head(levels) => format!("head+{levels}"),
            As::Top => "top".to_owned(),
            As::Person => "person".to_owned(),
            As::Group => "group".to_owned(),
            As::Address => "address".to_owned(),
        }
    }
}

/// A role with its person or group, as stages write it: `person:zhang`.
pub fn role_text(config: &Config, role: &Role) -> String {
    match role {
        Role::Owner => As::Owner.name(),
        Role::With => As::With.name(),
        Role::Supervisor => As::Supervisor.name(),
        Role::Watchers => As::Watcher.name(),
        Role::Head(levels) => As::Head(*levels).name(),
        Role::Top => As::Top.name(),
        Role::Person(person) => format!("person:{}", config[*person].id),
        Role::Group(group) => format!("group:{}", config[*group].id),
        Role::Mailbox(mailbox) => mailbox.address.to_string(),
    }
}

/// Everything that somebody is in an audience, in the order of the stage's roles: for each address all reasons.
pub fn capacities(
    config: &Config,
    target: Target,
    stage: &Stage,
    day: Date,
    addressee: &Addressee,
) -> Vec<Capacity> {
    let who = responsible(config, target);
    let mut found: Vec<Capacity> = Vec::new();
    let roles = stage.to.iter().chain(&stage.cc).chain([&Role::Watchers]);
    for role in roles {
        for (one, capacity) in members(config, target, &who, role) {
            let fits = one.fits(config, day, addressee);
            let capacity = fits.map(|fit| fit.told(capacity));
            if let Some(capacity) = capacity.filter(|one| !found.contains(one)) {
                found.push(capacity);
            }
        }
    }
    found
}

/// A person or a bare address that a role stands for.
enum One<'c> {
    Person(PersonIx),
    Mailbox(&'c Mailbox),
}

/// How somebody that a role stands for is the addressee.
enum Fit {
    Themselves,
    StandInFor(PersonIx),
    Absent(PersonIx),
}

impl One<'_> {
    fn fits(&self, config: &Config, day: Date, addressee: &Addressee) -> Option<Fit> {
        let address = &addressee.mailbox.address;
        match self {
            One::Mailbox(mailbox) => mailbox.address.is_same(address).then_some(Fit::Themselves),
            One::Person(person) => {
                let there = stand_in(config, *person, day);
                let is = |person: PersonIx| config[person].email.is_same(address);
                match (is(there), there == *person) {
                    (true, true) => Some(Fit::Themselves),
                    (true, false) => Some(Fit::StandInFor(*person)),
                    (false, true) => None,
                    (false, false) => is(*person).then_some(Fit::Absent(there)),
                }
            }
        }
    }
}

impl Fit {
    fn told(self, capacity: Capacity) -> Capacity {
        match self {
            Fit::Themselves => capacity,
            Fit::StandInFor(person) => Capacity { stands_in_for: Some(person), ..capacity },
            Fit::Absent(there) => Capacity { replaced_by: Some(there), ..capacity },
        }
    }
}

/// Everybody a role stands for, each with the role.
fn members<'c>(
    config: &'c Config,
    target: Target,
    who: &Responsible<'c>,
    role: &'c Role,
) -> Vec<(One<'c>, Capacity)> {
    let mut found = Vec::new();
    let mut add = |party: Party, capacity: Capacity| {
        let group = match party {
            Party::Group(group) => Some(group),
            Party::Person(_) => None,
        };
        let people = config.members(&party).to_vec();
        found.extend(
            people
                .into_iter()
                .map(|person| (One::Person(person), Capacity { group, ..capacity.clone() })),
        );
    };
    match role {
        Role::Owner => {
            let task = target.task(config);
            let named = target.milestone(config).and_then(|one| one.owner).or(task.owner);
            if let Some(owner) = named {
                add(owner, of(As::Owner));
            } else if let Some((unit, head)) = who.unit.and_then(|at| head_of(config, at)) {
                add(head, Capacity { unit: Some(unit), ..of(As::Owner) });
            }
            who.with.iter().for_each(|one| add(*one, of(As::With)));
        }
        Role::With => who.with.iter().for_each(|one| add(*one, of(As::With))),
        Role::Supervisor => {
            let task = target.task(config);
            let named = target.milestone(config).and_then(|one| one.supervisor).or(task.supervisor);
            let inherited = || who.unit.and_then(|at| supervisor_of(config, at));
            match (named, inherited()) {
                (Some(named), _) => add(named, of(As::Supervisor)),
                (None, Some((unit, party))) => {
                    add(party, Capacity { unit: Some(unit), ..of(As::Supervisor) });
                }
                (None, None) => {}
            }
        }
        Role::Head(levels) => {
            if let Some(unit) = who.unit {
                add_head(config, above(config, unit, *levels), As::Head(*levels), &mut add);
            }
        }
        Role::Top => {
            if let Some(unit) = who.unit {
                add_head(config, above(config, unit, u32::MAX - 1), As::Top, &mut add);
            }
        }
        Role::Person(person) => add(Party::Person(*person), of(As::Person)),
        Role::Group(group) => add(Party::Group(*group), of(As::Group)),
        Role::Watchers => {
            for watcher in who.watchers {
                match watcher {
                    Recipient::Party(party) => add(*party, of(As::Watcher)),
                    Recipient::Mailbox(_) => {}
                }
            }
            let bare = who.watchers.iter().filter_map(|watcher| match watcher {
                Recipient::Mailbox(mailbox) => Some((One::Mailbox(mailbox), of(As::Watcher))),
                Recipient::Party(_) => None,
            });
            found.extend(bare);
        }
        Role::Mailbox(mailbox) => found.push((One::Mailbox(mailbox), of(As::Address))),
    }
    found
}

/// W2: the head of a unit, or of the nearest above that has one.
fn add_head(config: &Config, unit: UnitIx, role: As, add: &mut impl FnMut(Party, Capacity)) {
    if let Some((found, head)) = head_of(config, unit) {
        let instead_of = (found != unit).then_some(unit);
        add(head, Capacity { unit: Some(found), instead_of, ..of(role) });
    }
}

fn of(role: As) -> Capacity {
    Capacity {
        role,
        unit: None,
        instead_of: None,
        group: None,
        stands_in_for: None,
        replaced_by: None,
    }
}

fn head_of(config: &Config, unit: UnitIx) -> Option<(UnitIx, Party)> {
    upward(config, unit).find_map(|at| Some((at, config[at].head?)))
}

fn supervisor_of(config: &Config, unit: UnitIx) -> Option<(UnitIx, Party)> {
    upward(config, unit).find_map(|at| Some((at, config[at].supervisor?)))
}

fn upward(config: &Config, unit: UnitIx) -> impl Iterator<Item = UnitIx> + '_ {
    std::iter::successors(Some(unit), |at| config[*at].parent)
}
