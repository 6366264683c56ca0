//! The list as it is exported (I3): columns, and a row a task. An import of it finds every value as it is in the files.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::import::key::Key;
use crate::import::names;
use crate::model::{Calendar, Config, Milestone, Party, Recipient, Severity, State, Task, When};
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
pub struct Exported {
    /// The names of columns of the office's own.
    pub fields: Vec<String>,
    /// The rows, by id.
    pub rows: Vec<Row>,
    /// Deadlines of what is open, for a calendar.
    pub deadlines: Vec<Deadline>,
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
pub fn exported(config: &Config, filter: &Filter, now: Timestamp) -> Exported {
    let sieve = filter.at(config, now);
    let taken = Target::of_tasks(config)
        .map(|target| Target::of(config, target.task).filter(|one| sieve.takes(*one)).collect());
    exported_of(config, taken, now)
}

/// These tasks, with all of their milestones.
pub fn exported_tasks(config: &Config, tasks: &[Target], now: Timestamp) -> Exported {
    let taken = tasks.iter().map(|target| Target::of(config, target.task).collect());
    exported_of(config, taken, now)
}

/// Each task with what was taken of it; none of which nothing was.
fn exported_of(
    config: &Config,
    taken: impl Iterator<Item = Vec<Target>>,
    now: Timestamp,
) -> Exported {
    let (mut fields, mut tasks, mut deadlines): (Vec<String>, Vec<Target>, _) =
        (vec![], vec![], vec![]);
    for all in taken {
        let Some(first) = all.first() else { continue };
        let target = Target { milestone: None, ..*first };
        for (name, _) in target.task(config).fields() {
            if !fields.iter().any(|known| **known == **name) {
                fields.push(name.to_string());
            }
        }
        deadlines.extend(all.iter().filter_map(|one| deadline_of(config, *one)));
        tasks.push(target);
    }
    let rows = tasks.iter().map(|target| row(config, *target, &fields, now)).collect();
    Exported { fields, rows, deadlines }
}

/// The deadlines of these alone, for a calendar.
pub fn of_deadlines(config: &Config, targets: impl IntoIterator<Item = Target>) -> Exported {
    let deadlines = targets.into_iter().filter_map(|one| deadline_of(config, one)).collect();
    Exported { fields: Vec::new(), rows: Vec::new(), deadlines }
}

fn row(config: &Config, target: Target, fields: &[String], now: Timestamp) -> Row {
    let (task, calendar) = (target.task(config), target.calendar(config));
    let who = responsible(config, target);
    let colour = colour(config, target, now);
    let cells = Column::ALL
        .iter()
        .map(|column| cell(config, target, task, calendar, &who, *column, (colour, now)));
    let own = |name: &String| {
        let found = task.fields().iter().find(|(known, _)| **known == **name);
        found.map(|(_, text)| text.to_string())
    };
    Row { colour, cells: cells.collect(), fields: fields.iter().map(own).collect() }
}

fn cell(
    config: &Config,
    target: Target,
    task: &Task,
    calendar: &Calendar,
    who: &Responsible<'_>,
    column: Column,
    (colour, now): (Colour, Timestamp),
) -> Cell {
    let text = |text: Option<&str>| text.map_or(Cell::Empty, |text| Cell::Text(text.to_owned()));
    let when = |at: Option<When>| at.map_or(Cell::Empty, |at| dated(calendar, at));
    let party =
        |party: Option<Party>| party.map_or(Cell::Empty, |one| Cell::Text(name(config, one)));
    let latest = task.progress().last();
    match column {
        Column::Of(Key::Id) => text(Some(&task.id)),
        Column::Of(Key::Title) => text(Some(&task.title)),
        Column::State => Cell::State(state(config, target)),
        Column::Colour => Cell::Colour(colour),
        Column::Days => match state(config, target) {
            State::Open => {
                let day = calendar.day_of(deadline(config, target));
                Cell::Number(day.duration_since(calendar.local_date(now)).as_hours() / 24)
            }
            _ => Cell::Empty,
        },
        Column::Of(Key::Unit) => {
            who.unit.map_or(Cell::Empty, |unit| Cell::Text(unit_name(config, unit)))
        }
        Column::Of(Key::Owner) => party(who.owner),
        Column::Of(Key::With) => list(task.with.iter().map(|one| name(config, *one))),
        Column::Of(Key::Supervisor) => party(who.supervisor),
        Column::Of(Key::Watchers) => list(task.watchers.iter().map(|one| match one {
            Recipient::Party(party) => name(config, *party),
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

/// The name of a person, where an import finds that person by it; else the id.
fn name(config: &Config, party: Party) -> String {
    let Party::Person(person) = party else {
        return match party {
            Party::Group(group) => config[group].id.to_string(),
            Party::Person(person) => config[person].id.to_string(),
        };
    };
    let person = &config[person];
    let same = config
        .people
        .iter()
        .filter(|other| other.name == person.name || *other.id == *person.name)
        .count();
    let plain = names::people(&person.name, |_| false);
    let found = plain.names.len() == 1 && plain.names[0] == *person.name && !plain.doubtful;
    let groups = config.groups.iter().any(|group| *group.id == *person.name);
    if found && same == 1 && !groups { person.name.to_string() } else { person.id.to_string() }
}

fn unit_name(config: &Config, unit: crate::model::UnitIx) -> String {
    let unit = &config[unit];
    let same = config
        .units
        .iter()
        .filter(|other| other.name == unit.name || *other.id == *unit.name)
        .count();
    let plain = names::units(&unit.name, |_| false);
    if same == 1 && plain == [unit.name.to_string()] {
        unit.name.to_string()
    } else {
        unit.id.to_string()
    }
}

fn deadline_of(config: &Config, target: Target) -> Option<Deadline> {
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
        owner: who.owner.map_or(String::new(), |one| name(config, one)),
        unit: who.unit.map_or(String::new(), |unit| config[unit].name.to_string()),
    })
}
