//! What a key is: its name, its kind, whether it must be there, what it says.

use crate::words::Text;

/// A table and its keys.
pub struct Shape {
    /// How the table is written: `[mail.smtp]`, `[[task]]`.
    pub name: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
}

impl std::fmt::Debug for Shape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Shape {
    /// The key of that name. The reader asks for none that is not there.
    pub(crate) fn key(&self, name: &str) -> &Key {
        static NONE: Key = key("", Kind::Text, "", "");
        self.keys.iter().find(|key| key.is_named(name)).unwrap_or(&NONE)
    }

    /// Whether it has a key of that name.
    pub(crate) fn knows(&self, name: &str) -> bool {
        self.keys.iter().any(|key| key.is_named(name))
    }
}

/// There is but one of each.
impl PartialEq for Shape {
    fn eq(&self, other: &Shape) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Shape {}

/// A key of a table.
#[derive(Debug)]
pub struct Key {
    /// How it is written.
    pub name: &'static str,
    /// What its value is.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
    /// What it says.
    pub(crate) says: Text,
    /// Other words for it that people try.
    pub also: &'static [&'static str],
}

/// There is but one of each.
impl PartialEq for Key {
    fn eq(&self, other: &Key) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Key {}

/// What has an id, or is referred to by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    /// A person.
    Person,
    /// A group.
    Group,
    /// A person or a group.
    Party,
    /// A person or group, or an address.
    Recipient,
    /// A unit.
    Unit,
    /// A policy.
    Policy,
    /// A calendar.
    Calendar,
    /// A task.
    Task,
    /// A milestone.
    Milestone,
    /// A stage of a policy.
    Stage,
    /// A report.
    Report,
    /// A tally.
    Tally,
}

impl Noun {
    /// Whether such ids are defined in this table of the file.
    pub(crate) fn is_in(self, table: &str) -> bool {
        match table {
            "people" => matches!(self, Noun::Person | Noun::Party | Noun::Recipient),
            "groups" => matches!(self, Noun::Group | Noun::Party | Noun::Recipient),
            "units" => self == Noun::Unit,
            "policies" => self == Noun::Policy,
            "calendars" => self == Noun::Calendar,
            _ => false,
        }
    }
}

/// What a value is.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Any text.
    Text,
    /// Text of one line that is not empty.
    Line,
    /// `true` or `false`.
    Flag,
    /// A whole number between two bounds, both included.
    Whole(i64, i64),
    /// A number from 0 to 1.
    Share,
    /// One of some words.
    Choice(fn() -> Vec<&'static str>),
    /// One of some words, or the name of a letter of one's own.
    Letter(fn() -> Vec<&'static str>),
    /// Several of some words.
    Choices(fn() -> Vec<&'static str>),
    /// A day.
    Date,
    /// Several days.
    Dates,
    /// A day or a time.
    When,
    /// A day, a time, or a distance from `opened`.
    Due,
    /// `+5wd`, `50%`.
    At,
    /// `2w`.
    Length,
    /// `2w`, or several lengths, one after another.
    Rhythm,
    /// `09:00-18:00`.
    Hours,
    /// `09:00`.
    Time,
    /// `Asia/Shanghai`.
    Zone,
    /// `600/min`.
    Rate,
    /// `127.0.0.1:9470`.
    Listen,
    /// `zhang@example.org`.
    Address,
    /// `张三 <zhang@example.org>`.
    Mailbox,
    /// Several of those.
    Mailboxes,
    /// The id of something: a person, a unit …
    Id(Noun),
    /// Several ids, or whatever else the words name.
    Ids(Noun),
    /// Roles of a stage.
    Roles,
    /// Several texts.
    Texts,
    /// A text, or several of which any will do.
    AnyOf,
    /// Texts by names of one's own.
    Fields,
    /// Text of one line, or a table that says where it stands.
    LineOr(&'static Shape),
    /// A table.
    Table(&'static Shape),
    /// A table, or several.
    OneOrMore(&'static Shape),
    /// An array of tables.
    Tables(&'static Shape),
    /// A table whose keys are ids, each with a table.
    Named(&'static Shape),
}

impl Kind {
    /// Whether the value is an array.
    pub fn is_array(self) -> bool {
        use Kind::*;
        matches!(self, Choices(_) | Dates | Mailboxes | Ids(_) | Roles | Texts | Tables(_))
    }
}

/// The names of an enum of the model.
macro_rules! names_of {
    ($type:ty) => {
        || <$type>::ALL.iter().map(|(name, _)| *name).collect()
    };
}
pub(super) use names_of;

pub(super) const fn key(name: &'static str, kind: Kind, zh: &'static str, en: &'static str) -> Key {
    Key { name, kind, required: false, says: Text::of(zh, en), also: &[] }
}

impl Key {
    /// Whether it is written so. First bytes tell most keys apart, and a list asks for each of its tasks' keys.
    fn is_named(&self, name: &str) -> bool {
        self.name.len() == name.len()
            && self.name.as_bytes().first() == name.as_bytes().first()
            && self.name == name
    }

    pub(super) const fn required(self) -> Key {
        Key { required: true, ..self }
    }

    pub(super) const fn also(self, also: &'static [&'static str]) -> Key {
        Key { also, ..self }
    }
}

/// A person or a group.
pub(super) const PARTY: Noun = Noun::Party;
