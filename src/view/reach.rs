//! What a person may see on their page (A6): what they answer for, supervise and head, and nothing else. Who stands in for
//! somebody today (W3) sees what that one sees.

use jiff::Timestamp;

use crate::model::{Config, Party, PersonIx, UnitIx};
use crate::plan::{Target, responsible, stand_in};

/// As what a person has to do with a task or milestone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// They answer for it.
    Mine,
    /// They supervise it.
    Supervised,
    /// It lies with a unit that they head, or below one.
    Headed,
}

impl Part {
    /// All, in the order in which a page lists them.
    pub const ALL: [Part; 3] = [Part::Mine, Part::Supervised, Part::Headed];

    /// The name in the address of a page.
    pub fn name(self) -> &'static str {
        match self {
            Part::Mine => "mine",
            Part::Supervised => "supervised",
            Part::Headed => "headed",
        }
    }

    /// The part of that name.
    pub fn from_name(name: &str) -> Option<Part> {
        Part::ALL.into_iter().find(|part| part.name() == name)
    }
}

/// What one person may see.
pub struct Reach<'c> {
    config: &'c Config,
    person: PersonIx,
    now: Timestamp,
    /// By unit: whether the person heads it or one above it.
    headed: Vec<bool>,
}

impl<'c> Reach<'c> {
    /// What that person may see at that time.
    pub fn of(config: &'c Config, person: PersonIx, now: Timestamp) -> Reach<'c> {
        let mut reach = Reach { config, person, now, headed: Vec::new() };
        let heads = |at: UnitIx| {
            let unit = &config[at];
            let day = config[unit.calendar].local_date(now);
            unit.head.is_some_and(|head| reach.is_one_of(&head, day))
        };
        let lies_below = |at: u32| {
            let mut up = std::iter::successors(Some(UnitIx(at)), |at| config[*at].parent);
            up.any(heads)
        };
        reach.headed = (0..config.units.len() as u32).map(lies_below).collect();
        reach
    }

    /// Which parts the person has in it, in the order of [`Part::ALL`].
    pub fn parts(&self, target: Target) -> [bool; 3] {
        let who = responsible(self.config, target);
        let day = target.calendar(self.config).local_date(self.now);
        [
            who.owner.iter().chain(who.with).any(|one| self.is_one_of(one, day)),
            who.supervisor.is_some_and(|one| self.is_one_of(&one, day)),
            who.unit.is_some_and(|unit| self.heads(unit)),
        ]
    }

    /// Whether the person may see it at all.
    pub fn sees(&self, target: Target) -> bool {
        self.parts(target).contains(&true)
    }

    /// Whether the person heads the unit, or one above it.
    pub fn heads(&self, unit: UnitIx) -> bool {
        self.headed.get(unit.0 as usize).copied().unwrap_or(false)
    }

    fn is_one_of(&self, party: &Party, day: jiff::civil::Date) -> bool {
        let mut members = self.config.members(party).iter();
        members.any(|one| *one == self.person || stand_in(self.config, *one, day) == self.person)
    }
}
