//! Rules: which policy a task has that names none, and which deadline (T0). For each the first rule decides that
//! matches and has one.

use crate::config::gather::Findings;
use crate::config::read::raw::{RawDue, RawRule, RawWhen, Spot, Text};
use crate::config::resolve::ids::Lookup;
use crate::model::{PolicyIx, Severity};

/// A rule, its policy looked up.
#[derive(Debug)]
pub(crate) struct Rule {
    when: Vec<(&'static str, Vec<Text>)>,
    policy: Option<PolicyIx>,
    /// Whether it names a policy, known or not.
    names_policy: bool,
    due: Option<Spot<RawDue>>,
    /// Whether something in it was told of.
    is_faulty: bool,
}

/// What rules look at in a task, as it is written there or in its file's defaults.
pub struct Features<'t> {
    /// How grave it is.
    pub severity: Severity,
    /// Where it comes from.
    pub source: Option<&'t str>,
    /// Its category.
    pub category: Option<&'t str>,
    /// With which batch it came.
    pub batch: Option<&'t str>,
    /// The id of its unit.
    pub unit: Option<&'t str>,
    /// The id of its owner.
    pub owner: Option<&'t str>,
    /// The id of its supervisor.
    pub supervisor: Option<&'t str>,
}

pub(super) fn resolve(
    rules: Vec<RawRule>,
    lookup: &Lookup<'_>,
    findings: &mut Findings,
) -> Vec<Rule> {
    let mut resolved = Vec::with_capacity(rules.len());
    for rule in rules {
        let told = findings.told();
        for (key, values) in &rule.when {
            for value in values {
                // A rule that names what does not exist would silently never match.
                let _known = match *key {
                    "unit" => lookup.unit(value, 0, findings).is_some(),
                    "owner" | "supervisor" => lookup.party(value, 0, findings).is_some(),
                    _ => true,
                };
            }
        }
        let RawRule { when, policy, due, is_faulty } = rule;
        let names_policy = policy.is_some();
        let policy = policy.and_then(|id| lookup.policy(&id, 0, findings));
        let is_faulty = is_faulty || findings.told() > told;
        resolved.push(Rule { when, policy, names_policy, due, is_faulty });
    }
    resolved
}

/// Whether a rule may be for other tasks than it seems, since something in it was told of.
pub(super) fn may_be_for_others(rules: &[Rule]) -> bool {
    rules.iter().any(|rule| rule.is_faulty)
}

/// The policy of the first rule that matches and names one; within, `None` if there is none of that name.
pub(super) fn policy(rules: &[Rule], task: &Features<'_>) -> Option<Option<PolicyIx>> {
    let mut naming = rules.iter().filter(|rule| rule.names_policy);
    naming.find(|rule| rule.matches(task)).map(|rule| rule.policy)
}

/// T0: the deadline of the first rule that matches and has one. It stands in the root file.
pub(super) fn due(rules: &[Rule], task: &Features<'_>) -> Option<Spot<RawDue>> {
    let mut dated = rules.iter().filter(|rule| rule.due.is_some());
    dated.find(|rule| rule.matches(task)).and_then(|rule| rule.due)
}

/// The same for a task that is not in the files yet, as it would be written there.
pub(super) fn due_written(rules: &[Rule], task: &Features<'_>) -> Option<String> {
    Some(match due(rules, task)?.value {
        RawDue::When(RawWhen::Day(day)) => day.to_string(),
        RawDue::When(RawWhen::Local(time)) => time.to_string(),
        RawDue::When(RawWhen::Instant(instant)) => instant.to_string(),
        RawDue::FromOpened(offset) => format!("opened{offset}"),
    })
}

impl Rule {
    fn matches(&self, task: &Features<'_>) -> bool {
        self.when.iter().all(|(key, values)| {
            let value = task.value(key);
            values.iter().any(|wanted| Some(&*wanted.value) == value)
        })
    }
}

impl Features<'_> {
    fn value(&self, key: &str) -> Option<&str> {
        match key {
            "severity" => Some(self.severity.name()),
            "source" => self.source,
            "category" => self.category,
            "batch" => self.batch,
            "unit" => self.unit,
            "owner" => self.owner,
            "supervisor" => self.supervisor,
            _ => None,
        }
    }
}
