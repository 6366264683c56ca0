//! Roles become people, people become addresses (W1–W4).

use jiff::civil::Date;

use crate::model::{
    Address, Config, Mailbox, Party, PersonIx, Recipient, Release, Role, Stage, UnitIx,
};
use crate::plan::Target;
use crate::plan::left_out::LeftOut;

/// Someone a letter goes to.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Addressee {
    /// Name and address.
    pub mailbox: Mailbox,
    /// Who it is, where it is no bare address.
    pub person: Option<PersonIx>,
    /// The absent person this one stands in for (W3).
    pub absent: Option<PersonIx>,
}

/// The To and Cc people of a notice.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash)]
pub struct Audience {
    /// Who it is addressed to.
    pub to: Vec<Addressee>,
    /// Who gets a copy.
    pub cc: Vec<Addressee>,
    /// Who would have got a copy, and has it in a digest (W6, L8b): each is the person whose digest it is.
    pub digest: Vec<Addressee>,
}

impl Audience {
    /// L8b: these get no copy.
    pub fn leave_out(&mut self, left_out: &LeftOut) {
        self.without_copies(|address| left_out.at(&address.0));
    }

    /// W6: who has a digest gets no copy, also where a bare address is theirs, or somebody else has the same.
    pub(super) fn leave_out_digests(&mut self, config: &Config) {
        self.without_copies(|address| config.digests.at(address));
    }

    fn without_copies(&mut self, whose: impl Fn(&Address) -> Option<PersonIx>) {
        for one in std::mem::take(&mut self.cc) {
            match whose(&one.mailbox.address) {
                None => self.cc.push(one),
                Some(person) => self.digest.push(Addressee { person: Some(person), ..one }),
            }
        }
    }

    /// As it is before anyone is left out.
    pub(super) fn whole(mut self) -> Audience {
        self.cc.append(&mut self.digest);
        self
    }

    /// Whoever has another notice of the letter in a digest.
    pub(super) fn also_in_digest(&mut self, other: &Audience) {
        for one in &other.digest {
            if !self.digest.iter().any(|known| same_address(known, one)) {
                self.digest.push(one.clone());
            }
        }
    }

    /// W5: who is in To and in Cc. They tell one audience from another, in whatever order and case its people were found.
    /// Several people may share a mailbox; each has a letter of their own.
    pub fn people(&self) -> (People, People) {
        (people(&self.to), people(&self.cc))
    }

    /// Takes over who stands in for whom from an audience of the same people (W3).
    pub(super) fn also_stands_for(&mut self, other: &Audience) {
        let known = other.to.iter().chain(&other.cc).filter(|one| one.absent.is_some());
        let known: Vec<&Addressee> = known.collect();
        for one in self.to.iter_mut().chain(&mut self.cc).filter(|one| one.absent.is_none()) {
            let same = known.iter().find(|other| same_address(one, other));
            one.absent = same.and_then(|same| same.absent);
        }
    }
}

/// The people of a list, in one order.
pub type People = Vec<(String, Option<PersonIx>)>;

/// The same of any list.
pub(super) fn people(list: &[Addressee]) -> People {
    let of = |one: &Addressee| (one.mailbox.address.0.to_ascii_lowercase(), one.person);
    let mut people: People = list.iter().map(of).collect();
    people.sort_unstable();
    people
}

/// The addresses of a list.
pub fn addresses(list: &[Addressee]) -> Vec<String> {
    list.iter().map(|one| one.mailbox.address.to_string()).collect()
}

/// Who answers for a target, a milestone's own words before its task's (T11), the unit's after both (W1).
#[derive(Debug, Clone)]
pub struct Responsible<'c> {
    /// The unit it lies with.
    pub unit: Option<UnitIx>,
    /// Its owner.
    pub owner: Option<Party>,
    /// Its co-owners.
    pub with: &'c [Party],
    /// The inspection side.
    pub supervisor: Option<Party>,
    /// Those who get a copy of every letter.
    pub watchers: &'c [Recipient],
}

/// W1–W4, W6: whom a stage of a target writes to, on the letter's local date.
pub fn audience(config: &Config, target: Target, stage: &Stage, day: Date) -> Audience {
    let responsible = responsible(config, target);
    let mut gathering =
        Gathering { config, day, audience: Audience::default(), absent: Vec::new() };
    for role in &stage.to {
        fill(config, &responsible, role, |one| gathering.add(one, List::To));
    }
    for role in &stage.cc {
        fill(config, &responsible, role, |one| gathering.add(one, List::Cc));
    }
    fill(config, &responsible, &Role::Watchers, |one| gathering.add(one, List::Cc));
    let mut audience = gathering.finish();
    // W6: copies of letters that wait for a person go at once.
    if stage.release == Release::Auto {
        audience.leave_out_digests(config);
    }
    audience
}

/// W3, W4: these people on a day.
pub fn audience_of_people(
    config: &Config,
    to: impl Iterator<Item = PersonIx>,
    cc: impl Iterator<Item = PersonIx>,
    day: Date,
) -> Audience {
    let mut gathering =
        Gathering { config, day, audience: Audience::default(), absent: Vec::new() };
    to.for_each(|person| gathering.add(One::Person(person), List::To));
    cc.for_each(|person| gathering.add(One::Person(person), List::Cc));
    gathering.finish()
}

/// W3, W4: these people, groups and addresses on a day.
pub fn audience_of(config: &Config, to: &[Recipient], cc: &[Recipient], day: Date) -> Audience {
    let mut gathering =
        Gathering { config, day, audience: Audience::default(), absent: Vec::new() };
    for (recipients, list) in [(to, List::To), (cc, List::Cc)] {
        for recipient in recipients {
            match recipient {
                Recipient::Mailbox(mailbox) => gathering.add(One::Mailbox(mailbox), list),
                Recipient::Party(party) => {
                    let people = config.members(party).iter();
                    people.for_each(|person| gathering.add(One::Person(*person), list));
                }
            }
        }
    }
    gathering.finish()
}

/// Whom a role of a target stands for.
pub fn recipients(config: &Config, target: Target, role: &Role) -> Vec<Recipient> {
    let mut all = Vec::new();
    fill(config, &responsible(config, target), role, |one| {
        all.push(match one {
            One::Person(person) => Recipient::Party(Party::Person(person)),
            One::Mailbox(mailbox) => Recipient::Mailbox(mailbox.clone()),
        });
    });
    all
}

/// Who answers for a target.
pub fn responsible(config: &Config, target: Target) -> Responsible<'_> {
    let task = target.task(config);
    let milestone = target.milestone(config);
    let unit = milestone.and_then(|one| one.unit).or(task.unit);
    let owner = milestone.and_then(|one| one.owner).or(task.owner);
    let supervisor = milestone.and_then(|one| one.supervisor).or(task.supervisor);
    let with = milestone.and_then(|one| one.with.as_deref()).unwrap_or(&task.with);
    let watchers = milestone.and_then(|one| one.watchers.as_deref()).unwrap_or(&task.watchers);
    Responsible {
        unit,
        owner: owner.or_else(|| head(config, unit?)),
        with,
        supervisor: supervisor.or_else(|| self::supervisor(config, unit?)),
        watchers,
    }
}

/// W2: the head of a unit; a unit without a head stands for its nearest ancestor with one.
pub fn head(config: &Config, unit: UnitIx) -> Option<Party> {
    nearest(config, unit, |at| config[at].head)
}

/// Who supervises a unit: as it says, else the nearest above that does (W1).
pub fn supervisor(config: &Config, unit: UnitIx) -> Option<Party> {
    nearest(config, unit, |at| config[at].supervisor)
}

/// W2: the unit so many levels above, or the root if there are not so many.
pub fn above(config: &Config, unit: UnitIx, levels: u32) -> UnitIx {
    let parents = std::iter::successors(Some(unit), |at| config[*at].parent);
    parents.take(levels.saturating_add(1) as usize).last().unwrap_or(unit)
}

/// The party a role names, where it names one; the lists and addresses name none.
pub fn party(config: &Config, responsible: &Responsible<'_>, role: &Role) -> Option<Party> {
    let unit = responsible.unit;
    match role {
        Role::Owner => responsible.owner,
        Role::Supervisor => responsible.supervisor,
        Role::Head(levels) => head(config, above(config, unit?, *levels)),
        Role::Top => head(config, above(config, unit?, u32::MAX - 1)),
        Role::Person(person) => Some(Party::Person(*person)),
        Role::Group(group) => Some(Party::Group(*group)),
        Role::With | Role::Watchers | Role::Mailbox(_) => None,
    }
}

fn nearest<T>(config: &Config, unit: UnitIx, found: impl Fn(UnitIx) -> Option<T>) -> Option<T> {
    std::iter::successors(Some(unit), |at| config[*at].parent).find_map(found)
}

/// Hands on everybody a role stands for, in order.
fn fill(config: &Config, who: &Responsible<'_>, role: &Role, mut add: impl FnMut(One<'_>)) {
    let add_party = |party: &Party, add: &mut dyn FnMut(One<'_>)| {
        config.members(party).iter().for_each(|person| add(One::Person(*person)));
    };
    if let Some(party) = party(config, who, role) {
        add_party(&party, &mut add);
    }
    match role {
        // W2: `owner` brings `with` along.
        Role::Owner | Role::With => who.with.iter().for_each(|one| add_party(one, &mut add)),
        Role::Watchers => who.watchers.iter().for_each(|watcher| match watcher {
            Recipient::Party(party) => add_party(party, &mut add),
            Recipient::Mailbox(mailbox) => add(One::Mailbox(mailbox)),
        }),
        Role::Mailbox(mailbox) => add(One::Mailbox(mailbox)),
        _ => {}
    }
}

/// One person or bare address that a role stands for.
#[derive(Clone, Copy)]
enum One<'c> {
    Person(PersonIx),
    Mailbox(&'c Mailbox),
}

#[derive(Clone, Copy, PartialEq)]
enum List {
    To,
    Cc,
}

/// An audience while it is put together.
struct Gathering<'c> {
    config: &'c Config,
    day: Date,
    audience: Audience,
    absent: Vec<PersonIx>,
}

impl Gathering<'_> {
    fn add(&mut self, one: One<'_>, list: List) {
        let addressee = match one {
            One::Mailbox(mailbox) => {
                Addressee { mailbox: mailbox.clone(), person: None, absent: None }
            }
            One::Person(person) => self.present(person),
        };
        self.push(addressee, list);
    }

    /// W3: the person, or whoever stands in on the day; the absent one is kept for Cc.
    fn present(&mut self, person: PersonIx) -> Addressee {
        let present = stand_in(self.config, person, self.day);
        if present == person {
            return addressee(self.config, person, None);
        }
        self.absent.push(person);
        addressee(self.config, present, Some(person))
    }

    /// W4: each address once.
    fn push(&mut self, addressee: Addressee, list: List) {
        let Audience { to, cc, .. } = &mut self.audience;
        let list = if list == List::To { to } else { cc };
        if !list.iter().any(|known| same_address(known, &addressee)) {
            list.push(addressee);
        }
    }

    /// W4: To beats Cc.
    fn finish(mut self) -> Audience {
        for person in std::mem::take(&mut self.absent) {
            self.push(addressee(self.config, person, None), List::Cc);
        }
        let Audience { to, cc, .. } = &mut self.audience;
        cc.retain(|copied| !to.iter().any(|addressed| same_address(addressed, copied)));
        self.audience
    }
}

/// W3: who is there in a person's place on a day: the delegate, followed further if away too.
pub fn stand_in(config: &Config, person: PersonIx, day: Date) -> PersonIx {
    let delegate = |at: &PersonIx| {
        let absence = config[*at].away.iter().find(|away| away.covers(day))?;
        absence.delegate
    };
    // The configuration has no cycles of delegates; the bound keeps even a wrong one finite.
    let chain = std::iter::successors(Some(person), delegate).take(config.people.len() + 1);
    chain.last().unwrap_or(person)
}

fn addressee(config: &Config, person: PersonIx, absent: Option<PersonIx>) -> Addressee {
    let found = &config[person];
    let mailbox = Mailbox { name: Some(found.name.clone()), address: found.email.clone() };
    Addressee { mailbox, person: Some(person), absent }
}

fn same_address(one: &Addressee, other: &Addressee) -> bool {
    one.mailbox.address.is_same(&other.mailbox.address)
}
