//! Stages whose roles no one fills: found for every task, told once for all tasks that lack the same.

use std::collections::HashMap;

use crate::config::fault::PolicyFault;
use crate::config::fault::policies::UnfilledRole;
use crate::config::finding::{Finding, Site};
use crate::config::gather::Findings;
use crate::model::{Config, Policy, PolicyIx, Role, State, Task, UnitIx};

/// What decides which roles of a policy are filled.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Case {
    policy: PolicyIx,
    unit: Option<UnitIx>,
    owner: bool,
    supervisor: bool,
    with: bool,
    watchers: bool,
    /// T11: of a milestone only the `due` stages count.
    milestone: bool,
    /// T13: whether it was ever sent back.
    returned: bool,
}

/// The cases met so far, each with its first task and how many there are.
#[derive(Default)]
pub(super) struct Roles(HashMap<Case, (Site, Box<str>, usize)>);

impl Roles {
    /// Notes what a task and its milestones offer.
    pub(super) fn check(&mut self, config: &Config, task: &Task, site: Site) {
        if task.state() == State::Cancelled {
            return;
        }
        let case = Case {
            policy: task.policy,
            unit: task.unit,
            owner: task.owner.is_some() || head(config, task.unit, 0),
            supervisor: task.supervisor.is_some() || supervised(config, task.unit),
            with: !task.with.is_empty(),
            watchers: !task.watchers.is_empty(),
            milestone: false,
            returned: !task.returned().is_empty(),
        };
        for one in task.milestones.iter() {
            let unit = one.unit.or(task.unit);
            let owned = one.owner.is_some() || task.owner.is_some();
            let case = Case {
                unit,
                owner: owned || head(config, unit, 0),
                supervisor: one.supervisor.is_some()
                    || task.supervisor.is_some()
                    || supervised(config, unit),
                with: one.with.as_ref().map_or(case.with, |with| !with.is_empty()),
                watchers: one.watchers.as_ref().map_or(case.watchers, |list| !list.is_empty()),
                milestone: true,
                ..case
            };
            self.note(case, site, || format!("{}/{}", task.id, one.id).into());
        }
        self.note(case, site, || task.id.clone());
    }

    fn note(&mut self, case: Case, site: Site, id: impl FnOnce() -> Box<str>) {
        match self.0.get_mut(&case) {
            Some((_, _, count)) => *count += 1,
            None => {
                self.0.insert(case, (site, id(), 1));
            }
        }
    }

    /// Takes over what another core noted.
    pub(super) fn merge(&mut self, other: Roles) {
        for (case, (site, id, count)) in other.0 {
            let known = self.0.entry(case).or_insert_with(|| (site, id.clone(), 0));
            known.2 += count;
            if site < known.0 {
                (known.0, known.1) = (site, id);
            }
        }
    }

    /// Tells of every case in which a role is not filled.
    pub(super) fn finish(&mut self, config: &Config, findings: &mut Findings) {
        for (case, (site, id, count)) in self.0.drain() {
            let policy = &config[case.policy];
            let missing = missing(config, policy, &case);
            if !missing.is_empty() {
                findings.add(unfilled(config, policy, &case, &missing, (site, &id, count)));
            }
        }
    }
}

/// Stage by stage, the roles that nobody fills.
fn missing<'p>(config: &Config, policy: &'p Policy, case: &Case) -> Vec<(&'p str, String)> {
    let counts = |from| !case.milestone || from == crate::model::AnchorKind::Due;
    let mut missing = Vec::new();
    for stage in policy.stages.iter().filter(|stage| counts(stage.from)) {
        if stage.implied && !case.returned {
            continue;
        }
        // The stage that every policy has copies whoever is there (T13).
        let copied = if stage.implied { &[] } else { &*stage.cc };
        let needed = stage.to.iter().chain(copied);
        let unfilled = needed.filter(|role| !is_list(role) && !fills(config, case, role));
        let before = missing.len();
        missing.extend(unfilled.map(|role| (&*stage.name, word(role))));
        if before == missing.len()
            && !stage.to.is_empty()
            && !stage.to.iter().any(|role| fills(config, case, role))
        {
            let words: Vec<String> = stage.to.iter().map(word).collect();
            missing.push((&stage.name, words.join(", ")));
        }
    }
    missing
}

fn fills(config: &Config, case: &Case, role: &Role) -> bool {
    match role {
        // W2: `owner` brings `with` along.
        Role::Owner => case.owner || case.with,
        Role::Supervisor => case.supervisor,
        Role::Head(levels) => head(config, case.unit, *levels),
        Role::Top => head(config, case.unit, u32::MAX - 1),
        Role::With => case.with,
        Role::Watchers => case.watchers,
        Role::Person(_) | Role::Group(_) | Role::Mailbox(_) => true,
    }
}

/// Whether a role may well be empty, as long as the stage writes to somebody.
fn is_list(role: &Role) -> bool {
    matches!(role, Role::With | Role::Watchers)
}

/// W2: so many levels up, or the root, and from there the nearest unit with a head.
pub(super) fn head(config: &Config, unit: Option<UnitIx>, levels: u32) -> bool {
    let Some(unit) = unit else { return false };
    let mut above = std::iter::successors(Some(unit), |at| config[*at].parent);
    let start = above.by_ref().take(levels.saturating_add(1) as usize).last().unwrap_or(unit);
    std::iter::successors(Some(start), |at| config[*at].parent).any(|at| config[at].head.is_some())
}

/// Whether the unit or one above it has a supervisor.
pub(super) fn supervised(config: &Config, unit: Option<UnitIx>) -> bool {
    std::iter::successors(unit, |at| config[*at].parent).any(|at| config[at].supervisor.is_some())
}

/// A role as it is written.
pub(super) fn word(role: &Role) -> String {
    match role {
        Role::Owner => "owner".into(),
        Role::With => "with".into(),
        Role::Supervisor => "supervisor".into(),
        Role::Watchers => "watchers".into(),
        Role::Head(0) => "head".into(),
        Role::Head(levels) => format!("head+{levels}"),
        Role::Top => "top".into(),
        Role::Person(_) | Role::Group(_) | Role::Mailbox(_) => String::new(),
    }
}

fn unfilled(
    config: &Config,
    policy: &Policy,
    case: &Case,
    missing: &[(&str, String)],
    (site, id, count): (Site, &str, usize),
) -> Finding {
    let (stage, role) = &missing[0];
    let fault = PolicyFault::UnfilledRole(UnfilledRole {
        role: role.clone(),
        target: id.to_owned(),
        stage: (*stage).to_owned(),
        policy: policy.id.to_string(),
        unit: case.unit.map(|unit| config[unit].id.to_string()),
        more_roles: missing.len() - 1,
        more_tasks: count - 1,
    });
    Finding::new(fault).at(site)
}
