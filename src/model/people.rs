//! People, groups and units: who can be written to, and who stands above whom.

use jiff::civil::Date;

use crate::model::names::names;
use crate::model::{CalendarIx, GroupIx, Language, PersonIx, UnitIx};

/// An email address that was checked when it was read; or what stands for one that is missing, in files that do not check.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Address(pub Box<str>);

impl Address {
    /// What stands for the address of a person while it is missing: like nobody else's, and no address.
    pub fn to_fill_in(person: &str) -> Address {
        Address(format!("\0{person}").into())
    }

    /// Whether it is still missing.
    pub fn is_to_fill_in(&self) -> bool {
        self.0.starts_with('\0')
    }

    /// As it is written; nothing while it is missing.
    pub fn as_str(&self) -> &str {
        if self.is_to_fill_in() { "" } else { &self.0 }
    }

    /// Whether both reach the same mailbox (W4): relays ignore case, and so do we.
    pub fn is_same(&self, other: &Address) -> bool {
        self.0.eq_ignore_ascii_case(&other.0)
    }
}

impl std::fmt::Display for Address {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.as_str())
    }
}

/// An address, perhaps with the name to show beside it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Mailbox {
    /// The display name.
    pub name: Option<Box<str>>,
    /// The address.
    pub address: Address,
}

impl Mailbox {
    /// The name, or the address where there is none.
    pub fn shown(&self) -> String {
        self.name.as_ref().unwrap_or(&self.address.0).to_string()
    }
}

/// Someone who can be written to.
#[derive(Debug, Clone)]
pub struct Person {
    /// The id in `[people.ID]`.
    pub id: Box<str>,
    /// The name shown in letters.
    pub name: Box<str>,
    /// Where letters go.
    pub email: Address,
    /// The language of the letters, where it is not the default.
    pub language: Option<Language>,
    /// How often this person gets a digest instead of copies, if they do (W6).
    pub digest: Option<DigestRhythm>,
    /// When this person is away, in the order written; the first that covers a day counts (W3).
    pub away: Vec<Away>,
}

/// How often somebody gets a digest.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum DigestRhythm {
    /// On every working day.
    Daily,
    /// On the first working day of a week.
    Weekly,
}
names!(DigestRhythm { Daily = "daily", Weekly = "weekly" });

/// A stretch of absence, both days included.
#[derive(Debug, Clone)]
pub struct Away {
    /// The first day away.
    pub from: Date,
    /// The last day away.
    pub until: Date,
    /// Who stands in.
    pub delegate: Option<PersonIx>,
}

impl Away {
    /// Whether that day lies in the absence.
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && day <= self.until
    }
}

/// People under one name.
#[derive(Debug, Clone)]
pub struct Group {
    /// The id in `[groups.ID]`.
    pub id: Box<str>,
    /// The people, groups within groups flattened, each once, in the order written.
    pub members: Vec<PersonIx>,
}

/// An office, and its place in the tree.
#[derive(Debug, Clone)]
pub struct Unit {
    /// The id in `[units.ID]`.
    pub id: Box<str>,
    /// The name shown in letters.
    pub name: Box<str>,
    /// The unit above; the tree has no cycles.
    pub parent: Option<UnitIx>,
    /// Who heads it.
    pub head: Option<Party>,
    /// The inspection side as written here; inherited by child units (W1).
    pub supervisor: Option<Party>,
    /// The calendar in force here, inherited or the one called `default`.
    pub calendar: CalendarIx,
}

/// A person or a group, where a key takes either.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Party {
    /// One person.
    Person(PersonIx),
    /// All members of a group.
    Group(GroupIx),
}

/// Whoever a list of watchers may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Recipient {
    /// A person or a group.
    Party(Party),
    /// A bare address.
    Mailbox(Mailbox),
}
