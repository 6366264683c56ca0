//! A person: who it is, and what was sent lately, with why.

use jiff::civil::Date;
use serde::Serialize;

use crate::model::{Config, DigestRhythm, PersonIx};
use crate::plan::{Capacity, Target, capacities};
use crate::view::letters::Standing;
use crate::view::moments::At;

/// Who it is.
#[derive(Debug, Clone, Serialize)]
pub struct PersonView<'c> {
    /// The id.
    pub id: &'c str,
    /// The name.
    pub name: &'c str,
    /// The address.
    pub address: &'c str,
    /// How often they get a digest instead of copies (W6).
    pub digest: Option<&'static str>,
    /// Absences that are not over.
    pub away: Vec<Absence<'c>>,
}

/// A stretch of absence, both days included.
#[derive(Debug, Clone, Serialize)]
pub struct Absence<'c> {
    /// The first day away.
    pub from: String,
    /// The last day away.
    pub until: String,
    /// Who stands in.
    pub delegate: Option<&'c str>,
    /// The name of that, for a text.
    #[serde(skip)]
    pub delegate_name: Option<&'c str>,
}

impl<'c> PersonView<'c> {
    /// A person as seen on that day.
    pub fn of(config: &'c Config, person: PersonIx, today: Date) -> PersonView<'c> {
        let found = &config[person];
        let away = found.away.iter().filter(|away| away.until >= today);
        let away = away.map(|away| Absence {
            from: away.from.to_string(),
            until: away.until.to_string(),
            delegate: away.delegate.map(|at| &*config[at].id),
            delegate_name: away.delegate.map(|at| &*config[at].name),
        });
        PersonView {
            id: &found.id,
            name: &found.name,
            address: found.email.as_str(),
            digest: found.digest.map(DigestRhythm::name),
            away: away.collect(),
        }
    }
}

/// As what somebody is written to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Role {
    /// The role, as stages write it: `owner`, `head+1`, `supervisor`, `watchers` …
    pub role: String,
    /// Of a head: the unit. Of an owner or supervisor that the task does not name: the unit from which it comes.
    pub unit: Option<String>,
    /// The unit that the stage means, where that one has no head.
    pub instead_of: Option<String>,
    /// The group through which.
    pub group: Option<String>,
    /// Who is absent, where this is a stand-in.
    pub stands_in_for: Option<String>,
    /// Who is there instead, where this one is away.
    pub replaced_by: Option<String>,
}

impl Role {
    /// A capacity by the ids of the files.
    pub fn of(config: &Config, capacity: &Capacity) -> Role {
        let person = |at: PersonIx| config[at].id.to_string();
        Role {
            role: capacity.role.name(),
            unit: capacity.unit.map(|at| config[at].id.to_string()),
            instead_of: capacity.instead_of.map(|at| config[at].id.to_string()),
            group: capacity.group.map(|at| config[at].id.to_string()),
            stands_in_for: capacity.stands_in_for.map(person),
            replaced_by: capacity.replaced_by.map(person),
        }
    }
}

/// A letter that somebody was sent.
#[derive(Debug, Clone, Serialize)]
pub struct SentLetter {
    /// Its id.
    pub letter: String,
    /// Which letter.
    pub kind: String,
    /// Its subject.
    pub subject: String,
    /// Where it stands.
    pub state: Standing,
    /// Whether this recipient has it: `pending`, `delivered`, `refused`.
    pub reached: crate::view::letters::Reach,
    /// Whether it was a copy.
    pub copied: bool,
    /// When it was written.
    pub created: At,
    /// What it says.
    pub notices: Vec<SentNotice>,
}

/// A notice in such a letter.
#[derive(Debug, Clone, Serialize)]
pub struct SentNotice {
    /// The task.
    pub task: Option<String>,
    /// The milestone.
    pub milestone: Option<String>,
    /// Its title by the files, where they still have it.
    pub title: Option<String>,
    /// Its stage.
    pub stage: String,
    /// Which time it came round.
    pub occurrence: u32,
    /// As what the person got it, by the files as they are.
    #[serde(rename = "as")]
    pub roles: Vec<Role>,
    /// The same, for a text.
    #[serde(skip)]
    pub capacities: Vec<Capacity>,
}

impl SentNotice {
    /// Why the person got a notice of that stage on that day, by the files as they are.
    pub fn why(
        config: &Config,
        target: Target,
        stage: &str,
        person: PersonIx,
        day: Date,
    ) -> Vec<Capacity> {
        let stages = &target.policy(config).stages;
        let Some(stage) = stages.iter().find(|one| *one.name == *stage) else { return Vec::new() };
        let found = &config[person];
        let addressee = crate::plan::Addressee {
            mailbox: crate::model::Mailbox {
                name: Some(found.name.clone()),
                address: found.email.clone(),
            },
            person: Some(person),
            absent: None,
        };
        capacities(config, target, stage, day, &addressee)
    }
}
