//! The keys of a filter and their values as text: `unit = "city-a"`, `late = ">30d"`, `?colour=red`.

use crate::model::{Config, Late, Party, PolicyIx, Severity, Span, UnitIx};
use crate::plan::Colour;
use crate::view::filter::Filter;

/// Why a filter cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unknown {
    /// There is no such key.
    Key,
    /// There is no unit of that id.
    Unit,
    /// There is no person or group of that id.
    Party,
    /// There is no policy of that id.
    Policy,
    /// There is no such severity.
    Severity,
    /// There is no such colour.
    Colour,
    /// It is no lateness as `>30d`.
    Late,
    /// It is no length in days, weeks or months as `7d`.
    Length,
}

impl Filter {
    /// The keys, as the files, the command line and pages write them.
    pub const KEYS: [&'static str; 13] = [
        "unit",
        "owner",
        "supervisor",
        "waiting-for",
        "policy",
        "batch",
        "category",
        "source",
        "severity",
        "colour",
        "late",
        "due-within",
        "text",
    ];

    /// Adds a value to a key. Units, people, groups and policies go by their ids; a name is looked up before.
    pub fn add(&mut self, config: &Config, key: &str, value: &str) -> Result<(), Unknown> {
        match key {
            "unit" => self.units.push(unit(config, value).ok_or(Unknown::Unit)?),
            "owner" => self.owners.push(party(config, value)?),
            "supervisor" => self.supervisors.push(party(config, value)?),
            "waiting-for" => self.waiting_for.push(party(config, value)?),
            "policy" => self.policies.push(policy(config, value).ok_or(Unknown::Policy)?),
            "batch" => self.batches.push(value.into()),
            "category" => self.categories.push(value.into()),
            "source" => self.sources.push(value.into()),
            "severity" => {
                self.severities.push(Severity::from_name(value).ok_or(Unknown::Severity)?);
            }
            "colour" => self.colours.push(colour(value).ok_or(Unknown::Colour)?),
            "late" => self.late = Some(value.parse::<Late>().map_err(|()| Unknown::Late)?),
            "due-within" => self.due_within = Some(length(value).ok_or(Unknown::Length)?),
            "text" => self.texts.push(value.into()),
            _ => return Err(Unknown::Key),
        }
        Ok(())
    }
}

fn unit(config: &Config, id: &str) -> Option<UnitIx> {
    let at = config.units.iter().position(|unit| *unit.id == *id)?;
    Some(UnitIx(at as u32))
}

/// A person before a group of the same id.
fn party(config: &Config, id: &str) -> Result<Party, Unknown> {
    let person = config.person(id).map(Party::Person);
    let group = || config.groups.iter().position(|group| *group.id == *id);
    let group = || group().map(|at| Party::Group(crate::model::GroupIx(at as u32)));
    person.or_else(group).ok_or(Unknown::Party)
}

fn policy(config: &Config, id: &str) -> Option<PolicyIx> {
    let at = config.policies.iter().position(|policy| *policy.id == *id)?;
    Some(PolicyIx(at as u32))
}

fn colour(name: &str) -> Option<Colour> {
    Colour::ALL.into_iter().find(|colour| colour.name() == name)
}

/// A length in days, working days, weeks or months.
pub fn length(text: &str) -> Option<Span> {
    text.parse::<Span>().ok().filter(|span| span.unit.is_day_based())
}
