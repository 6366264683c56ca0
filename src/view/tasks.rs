//! A task or milestone in a list: whose it is, how it stands, what was sent last and what comes.

use jiff::Timestamp;
use serde::Serialize;

use crate::model::{Config, Party};
use crate::plan::{Colour, Planned, Target, colour, deadline, responsible, state};
use crate::view::lateness::days_late;
use crate::view::moments::{At, On};

/// A row of a list.
#[derive(Debug, Clone, Serialize)]
pub struct TaskRow<'c> {
    /// Whom it is about.
    #[serde(skip)]
    pub target: Target,
    /// The task's id.
    pub task: &'c str,
    /// The milestone's id.
    pub milestone: Option<&'c str>,
    /// Its title.
    pub title: &'c str,
    /// The unit it lies with.
    pub unit: Option<&'c str>,
    /// Who owns it: a person or a group; where it names none, the unit's head (W1).
    pub owner: Option<&'c str>,
    /// The co-owners.
    pub with: Vec<&'c str>,
    /// The inspection side.
    pub supervisor: Option<&'c str>,
    /// `open`, `done`, `verified`, `cancelled`
    pub state: &'static str,
    /// Its colour.
    pub colour: Colour,
    /// The deadline in force (T0).
    pub deadline: On,
    /// Calendar days to the deadline's day, negative once it is past.
    pub days_left: i64,
    /// How late it is, where it is open and late (P4).
    pub days_late: Option<i64>,
    /// The latest notice that went into a letter.
    pub latest: Option<Latest>,
    /// The next notice, if nothing changes.
    pub next: Option<Next>,
}

/// The latest notice.
#[derive(Debug, Clone, Serialize)]
pub struct Latest {
    /// Its stage.
    pub stage: String,
    /// Which time it came round.
    pub occurrence: u32,
    /// When it was recorded.
    pub recorded: At,
    /// Its letter.
    pub letter: Option<String>,
    /// Nobody has the letter.
    pub failed: bool,
}

/// The next notice.
#[derive(Debug, Clone, Serialize)]
pub struct Next {
    /// Its stage.
    pub stage: String,
    /// Which time it comes round.
    pub occurrence: u32,
    /// When it leaves.
    pub release: At,
}

impl<'c> TaskRow<'c> {
    /// The row of a target, by the files alone.
    pub fn of(config: &'c Config, target: Target, now: Timestamp) -> TaskRow<'c> {
        let (task, milestone) = (target.task(config), target.milestone(config));
        let calendar = target.calendar(config);
        let deadline = deadline(config, target);
        let day = calendar.day_of(deadline);
        let who = responsible(config, target);
        TaskRow {
            target,
            task: &task.id,
            milestone: milestone.map(|one| one.id.as_ref()),
            title: milestone.map_or(&task.title, |one| &one.title),
            unit: who.unit.map(|unit| config[unit].id.as_ref()),
            owner: who.owner.map(|owner| party_id(config, owner)),
            with: who.with.iter().map(|one| party_id(config, *one)).collect(),
            supervisor: who.supervisor.map(|one| party_id(config, one)),
            state: state(config, target).name(),
            colour: colour(config, target, now),
            deadline: On::of(calendar, deadline),
            days_left: day.duration_since(calendar.local_date(now)).as_hours() / 24,
            days_late: days_late(config, target, now),
            latest: None,
            next: None,
        }
    }

    /// The same with what comes next.
    pub fn with_next(self, config: &Config, next: Option<&Planned>) -> TaskRow<'c> {
        let calendar = self.target.calendar(config);
        let next = next.map(|next| Next {
            stage: next.notice.id.stage.to_string(),
            occurrence: next.notice.id.occurrence,
            release: At::of(calendar, next.release),
        });
        TaskRow { next, ..self }
    }

    /// Whether it is still to be done.
    pub fn is_open(&self) -> bool {
        matches!(self.colour, Colour::Red | Colour::Yellow | Colour::Green)
    }
}

/// The id of a person or group.
pub fn party_id(config: &Config, party: Party) -> &str {
    match party {
        Party::Person(person) => &config[person].id,
        Party::Group(group) => &config[group].id,
    }
}

/// The name of the unit that a target lies with.
pub fn unit_name(config: &Config, target: Target) -> Option<&str> {
    responsible(config, target).unit.map(|unit| &*config[unit].name)
}

/// The names of the people who own a target: the owner's, then the co-owners', a group by its members.
pub fn owner_names(config: &Config, target: Target) -> Vec<&str> {
    let who = responsible(config, target);
    let mut names: Vec<&str> = Vec::new();
    for party in who.owner.iter().chain(who.with) {
        for person in config.members(party) {
            let name = &*config[*person].name;
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    names
}
