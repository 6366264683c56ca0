//! Whom a report or a tally goes to: its roles are those of what it is about (P1).

use jiff::civil::Date;

use crate::model::{Config, Party, Recipient, Role, UnitIx};
use crate::plan::audience::{audience_of, recipients};
use crate::plan::{Audience, Target, above, head, responsible, supervisor};
use crate::view::figures::About;

/// What a report or a tally is about.
pub(super) struct Circle<'c> {
    pub(super) about: About,
    /// The unit of the whole: the one that its filter names.
    pub(super) unit: Option<UnitIx>,
    /// The tasks that are counted.
    pub(super) tasks: &'c [Target],
}

impl Circle<'_> {
    /// Whom its roles stand for, on that day.
    pub(super) fn audience(
        &self,
        config: &Config,
        (to, cc): (&[Role], &[Role]),
        day: Date,
    ) -> Audience {
        let units = self.units(config);
        let roles = |roles: &[Role]| -> Vec<Recipient> {
            roles.iter().flat_map(|role| self.stand_for(config, role, &units)).collect()
        };
        audience_of(config, &roles(to), &roles(cc), day)
    }

    /// The units whose roles are meant: that of the part; about a person, those of the tasks counted.
    fn units(&self, config: &Config) -> Vec<UnitIx> {
        match self.about {
            About::Unit(unit) | About::UnitAlone(unit) => vec![unit],
            About::Whole => self.unit.into_iter().collect(),
            About::Task(task) => config[task].unit.into_iter().collect(),
            About::Supervisor(_) | About::Owner(_) => {
                let unit = |target: &Target| responsible(config, *target).unit;
                let mut units: Vec<UnitIx> = self.tasks.iter().filter_map(unit).collect();
                units.sort_unstable();
                units.dedup();
                units
            }
        }
    }

    fn stand_for(&self, config: &Config, role: &Role, units: &[UnitIx]) -> Vec<Recipient> {
        let of_units = |party: &dyn Fn(UnitIx) -> Option<Party>| {
            units.iter().filter_map(|unit| party(*unit)).map(Recipient::Party).collect()
        };
        match (role, self.about) {
            // W1: all roles are those of the task.
            (role, About::Task(task)) => recipients(config, Target { task, milestone: None }, role),
            (Role::Supervisor, About::Supervisor(person)) | (Role::Owner, About::Owner(person)) => {
                vec![Recipient::Party(Party::Person(person))]
            }
            (Role::Supervisor, _) => of_units(&|unit| supervisor(config, unit)),
            (Role::Head(levels), _) => of_units(&|unit| head(config, above(config, unit, *levels))),
            (Role::Top, _) => of_units(&|unit| head(config, above(config, unit, u32::MAX - 1))),
            (Role::Person(person), _) => vec![Recipient::Party(Party::Person(*person))],
            (Role::Group(group), _) => vec![Recipient::Party(Party::Group(*group))],
            (Role::Mailbox(mailbox), _) => vec![Recipient::Mailbox(mailbox.clone())],
            // Roles of a task: `check` refuses them.
            (Role::Owner | Role::With | Role::Watchers, _) => Vec::new(),
        }
    }
}
