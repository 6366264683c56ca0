//! What figures are about: the whole of a filter, or of it the part of one unit or supervisor; and by what the rows of
//! a table are told apart.

use crate::model::{Config, Party, PersonIx, Subject, TaskIx, UnitIx};
use crate::plan::{Target, responsible};
use crate::view::Filter;

/// What figures are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum About {
    /// All that the filter takes.
    Whole,
    /// Of that, what lies with a unit or below it.
    Unit(UnitIx),
    /// Of that, what lies with a unit itself.
    UnitAlone(UnitIx),
    /// Of that, what somebody supervises, alone or in a group.
    Supervisor(PersonIx),
    /// Of that, what somebody owns, alone or with others.
    Owner(PersonIx),
    /// Of that, one task.
    Task(TaskIx),
}

impl About {
    /// Its id in JSON; the whole has none.
    pub fn id(self, config: &Config) -> Option<&str> {
        match self {
            About::Whole => None,
            About::Unit(unit) | About::UnitAlone(unit) => Some(&config[unit].id),
            About::Supervisor(person) | About::Owner(person) => Some(&config[person].id),
            About::Task(task) => Some(&config[task].id),
        }
    }

    /// Its name; the whole has none.
    pub fn name(self, config: &Config) -> Option<&str> {
        match self {
            About::Whole => None,
            About::Unit(unit) | About::UnitAlone(unit) => Some(&config[unit].name),
            About::Supervisor(person) | About::Owner(person) => Some(&config[person].name),
            About::Task(task) => Some(&config[task].title),
        }
    }

    /// As the ledger remembers it.
    pub fn subject(self, config: &Config) -> Subject {
        match self {
            About::Whole => Subject::Office,
            About::Unit(unit) | About::UnitAlone(unit) => Subject::Unit(config[unit].id.clone()),
            About::Supervisor(person) | About::Owner(person) => {
                Subject::Person(config[person].id.clone())
            }
            About::Task(task) => Subject::Task(config[task].id.clone()),
        }
    }

    /// Whether a task is part of it.
    pub(super) fn has(self, config: &Config, target: Target) -> bool {
        match self {
            About::Whole => true,
            About::Unit(unit) => {
                let own = responsible(config, target).unit;
                std::iter::successors(own, |at| config[*at].parent).any(|at| at == unit)
            }
            About::UnitAlone(unit) => responsible(config, target).unit == Some(unit),
            About::Supervisor(person) => supervisors(config, target).contains(&person),
            About::Owner(person) => owners(config, target).contains(&person),
            About::Task(task) => target.task == task,
        }
    }
}

/// By what the rows of a table are told apart.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Rows {
    /// A row a unit, with all that lies below it.
    #[default]
    Units,
    /// A row a supervisor.
    Supervisors,
}

/// The rows of a table, in order: the units as the files name them, the supervisors likewise.
#[derive(Debug)]
pub(super) struct Split {
    rows: Rows,
    /// By unit: in which row what lies with it is counted.
    of_unit: Vec<About>,
}

impl Split {
    /// How a table about something is divided. The rows of units are the children of the unit it is about; what lies
    /// with that unit itself is a row of its own, and what lies with no unit is the last.
    pub(super) fn of(config: &Config, filter: &Filter, about: About, rows: Rows) -> Split {
        let tops = match about {
            About::Unit(unit) | About::UnitAlone(unit) => vec![unit],
            About::Whole | About::Supervisor(_) | About::Owner(_) | About::Task(_) => {
                tops(config, filter)
            }
        };
        let of_unit = (0..config.units.len() as u32).map(|at| row_of(config, &tops, UnitIx(at)));
        Split { rows, of_unit: of_unit.collect() }
    }

    /// The rows in which a task is counted.
    pub(super) fn rows_of(&self, config: &Config, target: Target) -> Vec<About> {
        match self.rows {
            Rows::Units => {
                let unit = responsible(config, target).unit;
                vec![unit.map_or(About::Whole, |unit| self.of_unit[unit.0 as usize])]
            }
            Rows::Supervisors => {
                let people = supervisors(config, target);
                let rows: Vec<About> = people.iter().copied().map(About::Supervisor).collect();
                if rows.is_empty() { vec![About::Whole] } else { rows }
            }
        }
    }
}

/// Where a row stands: units before what lies with none.
pub(super) fn place(about: About) -> (u32, u32) {
    match about {
        About::UnitAlone(unit) | About::Unit(unit) => (0, unit.0),
        About::Supervisor(person) | About::Owner(person) => (1, person.0),
        About::Task(task) => (1, task.0),
        About::Whole => (2, 0),
    }
}

/// The units whose children are the rows: those that the filter names; else the root, where there is but one.
pub(in crate::view) fn tops(config: &Config, filter: &Filter) -> Vec<UnitIx> {
    if !filter.units.is_empty() {
        return filter.units.clone();
    }
    let all = (0..config.units.len() as u32).map(UnitIx);
    let roots: Vec<UnitIx> = all.filter(|unit| config[*unit].parent.is_none()).collect();
    if roots.len() == 1 { roots } else { Vec::new() }
}

fn row_of(config: &Config, tops: &[UnitIx], unit: UnitIx) -> About {
    if tops.contains(&unit) {
        return About::UnitAlone(unit);
    }
    let mut row = unit;
    while let Some(parent) = config[row].parent.filter(|parent| !tops.contains(parent)) {
        row = parent;
    }
    About::Unit(row)
}

/// Who supervises a task: of a group, its members.
pub fn supervisors(config: &Config, target: Target) -> Vec<PersonIx> {
    let party: Option<Party> = responsible(config, target).supervisor;
    party.map(|party| config.members(&party).to_vec()).unwrap_or_default()
}

/// Who owns a task, alone or with others: of groups, their members.
pub fn owners(config: &Config, target: Target) -> Vec<PersonIx> {
    let who = responsible(config, target);
    let mut people: Vec<PersonIx> = Vec::new();
    for person in who.owner.iter().chain(who.with).flat_map(|party| config.members(party)) {
        if !people.contains(person) {
            people.push(*person);
        }
    }
    people
}
