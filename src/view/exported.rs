//! The list as it is exported (I3): columns, and a row a task, each made when it is written. An import of it finds every
//! value as it is in the files.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::import::key::Key;
use crate::import::names;
use crate::model::{
    Calendar, Config, Milestone, Party, Recipient, Severity, State, Task, UnitIx, When,
};
use crate::plan::{Colour, Responsible, Target, colour, deadline, responsible, state};
use crate::view::Filter;

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// What an import reads again.
    Of(Key),
    /// Where it stands.
    State,
    /// Its colour.
    Colour,
    /// Days to its deadline, negative once it has passed.
    Days,
}

impl Column {
    /// All that are exported, in order.
    pub const ALL: [Column; 27] = [
        Column::Of(Key::Id),
        Column::Of(Key::Title),
        Column::State,
        Column::Colour,
        Column::Days,
        Column::Of(Key::Unit),
        Column::Of(Key::Owner),
        Column::Of(Key::With),
        Column::Of(Key::Supervisor),
        Column::Of(Key::Watchers),
        Column::Of(Key::Category),
        Column::Of(Key::Severity),
        Column::Of(Key::Source),
        Column::Of(Key::Batch),
        Column::Of(Key::Opened),
        Column::Of(Key::Due),
        Column::Of(Key::Extended),
        Column::Of(Key::Every),
        Column::Of(Key::Done),
        Column::Of(Key::DoneThrough),
        Column::Of(Key::Verified),
        Column::Of(Key::Cancelled),
        Column::Of(Key::Progress),
        Column::Of(Key::Percent),
        Column::Of(Key::Updated),
        Column::Of(Key::Milestones),
        Column::Of(Key::Detail),
    ];
}

/// A cell.
#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    /// Nothing.
    Empty,
    /// A text.
    Text(String),
    /// A day.
    Day(Date),
    /// A time, local to the task's calendar.
    Time(DateTime),
    /// A whole number.
    Number(i64),
    /// A word for a state.
    State(State),
    /// A word for a colour.
    Colour(Colour),
    /// A word for a severity.
    Severity(Severity),
}

/// A task's row.
#[derive(Debug, Clone)]
pub struct Row {
    /// Its colour, for the whole row.
    pub colour: Colour,
    /// A cell for each of [`Column::ALL`].
    pub cells: Vec<Cell>,
    /// Columns of the office's own, as in [`Exported::fields`].
    pub fields: Vec<Option<String>>,
}

/// What is exported.
#[derive(Debug, Clone)]
pub struct Exported<'c> {
    /// The names of columns of the office's own.
    pub fields: Vec<String>,
    config: &'c Config,
    now: Timestamp,
    /// By id.
    tasks: Vec<Target>,
    /// What may have a deadline.
    targets: Vec<Target>,
    names: Names<'c>,
}

impl Exported<'_> {
    /// So many rows.
    pub fn count(&self) -> usize {
        self.tasks.len()
    }

    /// Their ids.
    pub fn ids(&self) -> impl Iterator<Item = &str> {
        self.tasks.iter().map(|target| &*target.task(self.config).id)
    }

    /// The day as of which the list is.
    pub fn day(&self) -> Option<Date> {
        let first = self.tasks.first()?;
        Some(first.calendar(self.config).local_date(self.now))
    }

    /// The rows, by id.
    pub fn rows(&self) -> impl Iterator<Item = Row> {
        self.tasks.iter().map(|target| self.row(*target))
    }

    /// Deadlines of what is open, for a calendar.
    pub fn deadlines(&self) -> impl Iterator<Item = Deadline> {
        self.targets.iter().filter_map(|target| self.deadline(*target))
    }
}

/// The deadline of an open task or milestone.
#[derive(Debug, Clone)]
pub struct Deadline {
    /// `A-17`, `A-17/draft`
    pub id: String,
    /// What it is.
    pub title: String,
    /// The day.
    pub day: Date,
    /// How often it was moved.
    pub moved: usize,
    /// Who owns it.
    pub owner: String,
    /// Its unit.
    pub unit: String,
}

/// The tasks that the filter takes, themselves or one of their milestones.
pub fn exported<'c>(config: &'c Config, filter: &Filter, now: Timestamp) -> Exported<'c> {
    let sieve = filter.at(config, now);
    let taken = Target::of_tasks(config)
        .map(|target| Target::of(config, target.task).filter(|one| sieve.takes(*one)).collect());
    exported_of(config, taken, now)
}

/// These tasks, with all of their milestones.
pub fn exported_tasks<'c>(config: &'c Config, tasks: &[Target], now: Timestamp) -> Exported<'c> {
    let taken = tasks.iter().map(|target| Target::of(config, target.task).collect());
    exported_of(config, taken, now)
}

/// Each task with what was taken of it; none of which nothing was.
fn exported_of(
    config: &Config,
    taken: impl Iterator<Item = Vec<Target>>,
    now: Timestamp,
) -> Exported<'_> {
    let mut list = of_deadlines(config, now, []);
    for all in taken {
        let Some(first) = all.first() else { continue };
        let target = Target { milestone: None, ..*first };
        for (name, _) in target.task(config).fields() {
            if !list.fields.iter().any(|known| **known == **name) {
                list.fields.push(name.to_string());
            }
        }
        list.targets.extend(all);
        list.tasks.push(target);
    }
    list
}

/// The deadlines of these alone, for a calendar.
pub fn of_deadlines(
    config: &Config,
    now: Timestamp,
    targets: impl IntoIterator<Item = Target>,
) -> Exported<'_> {
    let targets = targets.into_iter().collect();
    let names = Names::of(config);
    Exported { fields: Vec::new(), config, now, tasks: Vec::new(), targets, names }
}

impl Exported<'_> {
    fn row(&self, target: Target) -> Row {
        let task = target.task(self.config);
        let row = Told {
            list: self,
            target,
            task,
            calendar: target.calendar(self.config),
            who: responsible(self.config, target),
            state: state(self.config, target),
            colour: colour(self.config, target, self.now),
        };
        let own = |name: &String| {
            let found = task.fields().iter().find(|(known, _)| **known == **name);
            found.map(|(_, text)| text.to_string())
        };
        Row {
            colour: row.colour,
            cells: Column::ALL.iter().map(|column| row.cell(*column)).collect(),
            fields: self.fields.iter().map(own).collect(),
        }
    }

    fn deadline(&self, target: Target) -> Option<Deadline> {
        let config = self.config;
        let milestone = target.milestone(config);
        if state(config, target) != State::Open || milestone.is_some_and(Milestone::is_closed) {
            return None;
        }
        let (task, calendar) = (target.task(config), target.calendar(config));
        let who = responsible(config, target);
        Some(Deadline {
            id: target.name(config),
            title: milestone.map_or(&task.title, |one| &one.title).to_string(),
            day: calendar.day_of(deadline(config, target)),
            moved: crate::plan::times_moved(config, target),
            owner: who.owner.map_or(String::new(), |one| self.names.party(config, one).to_owned()),
            unit: who.unit.map_or(String::new(), |unit| config[unit].name.to_string()),
        })
    }
}

/// A task, with what several of its cells ask.
struct Told<'l> {
    list: &'l Exported<'l>,
    target: Target,
    task: &'l Task,
    calendar: &'l Calendar,
    who: Responsible<'l>,
    state: State,
    colour: Colour,
}

impl Told<'_> {
    fn cell(&self, column: Column) -> Cell {
        let Told { task, calendar, .. } = self;
        let text =
            |text: Option<&str>| text.map_or(Cell::Empty, |text| Cell::Text(text.to_owned()));
        let when = |at: Option<When>| at.map_or(Cell::Empty, |at| dated(calendar, at));
        let name = |party: Party| self.list.names.party(self.list.config, party).to_owned();
        let party = |party: Option<Party>| party.map_or(Cell::Empty, |one| Cell::Text(name(one)));
        let latest = task.progress().last();
        match column {
            Column::Of(Key::Id) => text(Some(&task.id)),
            Column::Of(Key::Title) => text(Some(&task.title)),
            Column::State => Cell::State(self.state),
            Column::Colour => Cell::Colour(self.colour),
            Column::Days => self.days(),
            Column::Of(Key::Unit) => text(self.who.unit.map(|unit| self.list.names.unit(unit))),
            Column::Of(Key::Owner) => party(self.who.owner),
            Column::Of(Key::With) => list(task.with.iter().map(|one| name(*one))),
            Column::Of(Key::Supervisor) => party(self.who.supervisor),
            Column::Of(Key::Watchers) => list(task.watchers.iter().map(|one| match one {
                Recipient::Party(party) => name(*party),
                Recipient::Mailbox(mailbox) => mailbox.address.to_string(),
            })),
            Column::Of(Key::Category) => text(task.category.as_deref()),
            Column::Of(Key::Severity) => Cell::Severity(task.severity),
            Column::Of(Key::Source) => text(task.source.as_deref()),
            Column::Of(Key::Batch) => text(task.batch.as_deref()),
            Column::Of(Key::Opened) => when(task.opened),
            Column::Of(Key::Due) => when(Some(task.due)),
            Column::Of(Key::Extended) => when(task.extended.last().map(|one| one.to)),
            Column::Of(Key::Every) => {
                task.every.map_or(Cell::Empty, |every| Cell::Text(every.to_string()))
            }
            Column::Of(Key::Done) => when(task.done),
            Column::Of(Key::DoneThrough) => task.done_through.map_or(Cell::Empty, Cell::Day),
            Column::Of(Key::Verified) => when(task.verified),
            Column::Of(Key::Cancelled) => when(task.cancelled),
            Column::Of(Key::Progress) => text(latest.and_then(|one| one.text.as_deref())),
            // All of it is done, says whoever writes 100: an import would take the task for finished.
            Column::Of(Key::Percent) => {
                match latest.and_then(|one| one.percent).filter(|percent| *percent < 100) {
                    Some(percent) => Cell::Text(format!("{percent}%")),
                    None => Cell::Empty,
                }
            }
            Column::Of(Key::Updated) => {
                latest.map_or(Cell::Empty, |one| Cell::Day(calendar.day_of(one.on)))
            }
            Column::Of(Key::Milestones) => milestones(calendar, &task.milestones),
            Column::Of(Key::Detail) => text(task.detail.as_deref()),
            Column::Of(_) => Cell::Empty,
        }
    }

    /// Days to the deadline of what is open.
    fn days(&self) -> Cell {
        if self.state != State::Open {
            return Cell::Empty;
        }
        let Exported { config, now, .. } = self.list;
        let day = self.calendar.day_of(deadline(config, self.target));
        Cell::Number(day.duration_since(self.calendar.local_date(*now)).as_hours() / 24)
    }
}

fn dated(calendar: &Calendar, at: When) -> Cell {
    match at {
        When::Day(day) => Cell::Day(day),
        When::Instant(instant) => Cell::Time(calendar.timezone().to_datetime(instant)),
    }
}

fn list(names: impl Iterator<Item = String>) -> Cell {
    let names: Vec<String> = names.collect();
    if names.is_empty() { Cell::Empty } else { Cell::Text(names.join("; ")) }
}

fn milestones(calendar: &Calendar, milestones: &[Milestone]) -> Cell {
    let line = |one: &Milestone| {
        let due = calendar.day_of(one.extended.last().map_or(one.due, |extended| extended.to));
        let done = one.done.map(|done| format!(" ✓ {}", calendar.day_of(done))).unwrap_or_default();
        format!("{} {} {due}{done}", one.id, one.title)
    };
    match milestones {
        [] => Cell::Empty,
        some => Cell::Text(some.iter().map(line).collect::<Vec<_>>().join("\n")),
    }
}

/// What people and units are called in a list.
#[derive(Debug, Clone)]
struct Names<'c> {
    people: Vec<&'c str>,
    units: Vec<&'c str>,
}

impl<'c> Names<'c> {
    /// Each by its name, where an import finds it by that; else by its id.
    fn of(config: &'c Config) -> Names<'c> {
        let groups: HashSet<&str> = config.groups.iter().map(|group| &*group.id).collect();
        let people = config.people.iter().map(|one| (&*one.id, &*one.name));
        let is_person = |name: &str| {
            let plain = names::people(name, |_| false);
            plain.names.len() == 1 && plain.names[0] == name && !plain.doubtful
        };
        let units = config.units.iter().map(|one| (&*one.id, &*one.name));
        let is_unit = |name: &str| names::units(name, |_| false) == [name];
        Names {
            people: called(people, |name| !groups.contains(name) && is_person(name)),
            units: called(units, is_unit),
        }
    }

    fn party(&self, config: &'c Config, party: Party) -> &'c str {
        match party {
            Party::Group(group) => &config[group].id,
            Party::Person(person) => self.people[person.0 as usize],
        }
    }

    fn unit(&self, unit: UnitIx) -> &'c str {
        self.units[unit.0 as usize]
    }
}

/// Of each id and name the name, where none other has it as name or id and it reads as one; else the id.
fn called<'c>(
    all: impl Iterator<Item = (&'c str, &'c str)> + Clone,
    reads_as_one: impl Fn(&str) -> bool,
) -> Vec<&'c str> {
    let mut bearers: HashMap<&str, usize> = HashMap::new();
    for (id, name) in all.clone() {
        *bearers.entry(name).or_default() += 1;
        if id != name {
            *bearers.entry(id).or_default() += 1;
        }
    }
    all.map(|(id, name)| if bearers[name] == 1 && reads_as_one(name) { name } else { id }).collect()
}
