//! Rules: which policy a task has that names none. The first that matches decides.

use crate::config::finding::Findings;
use crate::config::read::raw::{RawRule, Text};
use crate::config::resolve::ids::Lookup;
use crate::model::{PolicyIx, Severity};

/// A rule, its policy looked up.
#[derive(Debug)]
pub(crate) struct Rule {
    when: Vec<(&'static str, Vec<Text>)>,
    policy: Option<PolicyIx>,
}

/// What rules look at in a task, as it is written there or in its file's defaults.
pub(crate) struct Features<'t> {
    pub(super) severity: Severity,
    pub(super) source: Option<&'t str>,
    pub(super) category: Option<&'t str>,
    pub(super) batch: Option<&'t str>,
    pub(super) unit: Option<&'t str>,
    pub(super) owner: Option<&'t str>,
    pub(super) supervisor: Option<&'t str>,
}

pub(super) fn resolve(
    rules: Vec<RawRule>,
    lookup: &Lookup<'_>,
    findings: &mut Findings,
) -> Vec<Rule> {
    let mut resolved = Vec::with_capacity(rules.len());
    for rule in rules {
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
        let policy = rule.policy.as_ref().and_then(|id| lookup.policy(id, 0, findings));
        resolved.push(Rule { when: rule.when, policy });
    }
    resolved
}

/// The policy of the first rule that matches.
pub(super) fn choose(rules: &[Rule], task: &Features<'_>) -> Option<Option<PolicyIx>> {
    rules.iter().find(|rule| rule.matches(task)).map(|rule| rule.policy)
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
