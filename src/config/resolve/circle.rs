//! Whom a report or a tally can write to: its roles must stand for somebody; what its filter names must be there.

use std::cell::OnceCell;
use std::collections::{HashMap, HashSet};

use crate::config::fault::ReportFault;
use crate::config::fault::reports::Named;
use crate::config::finding::{Finding, Site};
use crate::config::gather::Findings;
use crate::config::read::keys::Noun;
use crate::config::read::raw::Text;
use crate::config::resolve::alike::alike;
use crate::config::resolve::ids::{Free, Lookup};
use crate::config::resolve::policies::role;
use crate::config::resolve::roles::{head, supervised, word};
use crate::model::{Config, Role, UnitIx};

/// Their names: each once, and none that looks like another.
pub(super) fn names<'r>(
    noun: Noun,
    names: impl Iterator<Item = (&'r str, Site)> + Clone,
    findings: &mut Findings,
) {
    let mut known: HashMap<&str, Site> = HashMap::new();
    let (mut free, taken) = (Free::default(), OnceCell::<HashSet<&str>>::new());
    for (name, site) in names.clone() {
        match known.get(name) {
            Some(first) => {
                let all = || names.clone().map(|(name, _)| name).collect();
                let is_taken = |new: &str| taken.get_or_init(all).contains(new);
                free.twice((noun, name), *first, site, is_taken, findings);
            }
            None => {
                known.insert(name, site);
            }
        }
    }
    alike(noun, names, findings);
}

/// Keys of a filter with their values.
type Filter = [(&'static str, Vec<Text>)];

/// Looks up what a filter names; the first unit. One that names what does not exist would silently take nothing.
pub(super) fn named(
    filter: &Filter,
    file: u32,
    lookup: &Lookup<'_>,
    findings: &mut Findings,
) -> Option<UnitIx> {
    let mut first = None;
    for (key, values) in filter {
        for value in values {
            match *key {
                "unit" => first = first.or(lookup.unit(value, file, findings)),
                "owner" | "supervisor" => {
                    let _known = lookup.party(value, file, findings);
                }
                "policy" => {
                    let _known = lookup.policy(value, file, findings);
                }
                _ => {}
            }
        }
    }
    first
}

/// The filter as the model has it: a pair for each value.
pub(super) fn pairs(filter: &Filter) -> Box<[(Box<str>, Box<str>)]> {
    let pairs = filter.iter().flat_map(|(key, values)| {
        values.iter().map(|value| ((*key).into(), value.value.as_ref().into()))
    });
    pairs.collect()
}

/// Into what a report or a tally is divided.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Parts {
    Whole,
    Units,
    Supervisors,
    Owners,
    Tasks,
}

/// What a report or a tally is about, as far as its roles depend on it.
pub(super) struct Circle<'r> {
    pub(super) of: Named,
    pub(super) parts: Parts,
    /// The unit that its filter names.
    pub(super) unit: Option<UnitIx>,
    pub(super) config: &'r Config,
}

impl Circle<'_> {
    /// To whom, and who gets a copy; an empty `to` is told of at its table.
    pub(super) fn recipients(
        &self,
        (to, cc): (&[Text], &[Text]),
        empty: Option<Site>,
        file: u32,
        lookup: &Lookup<'_>,
        findings: &mut Findings,
    ) -> (Box<[Role]>, Box<[Role]>) {
        if let Some(site) = empty {
            let fault = ReportFault::EmptyTo { of: self.of.clone() };
            findings.add(Finding::new(fault).at(site));
        }
        let to = self.roles(to, file, lookup, findings);
        (to, self.roles(cc, file, lookup, findings))
    }

    /// The roles that are written; those that can stand for nobody are told of.
    fn roles(
        &self,
        texts: &[Text],
        file: u32,
        lookup: &Lookup<'_>,
        findings: &mut Findings,
    ) -> Box<[Role]> {
        let mut roles = Vec::new();
        for text in texts {
            let Some(role) = role(text, file, lookup, findings) else { continue };
            if let Some(fault) = self.judge(&role) {
                findings.add(Finding::new(fault).at(text.place.of(file)));
            }
            roles.push(role);
        }
        roles.into()
    }

    /// Why a role can stand for nobody.
    fn judge(&self, role: &Role) -> Option<ReportFault> {
        match (role, self.parts) {
            // Of a task, as of any letter about one: whether it has them is told when its policy is looked at.
            (_, Parts::Tasks) => None,
            (Role::Owner, Parts::Owners) | (Role::Supervisor, Parts::Supervisors) => None,
            (Role::Owner | Role::With | Role::Watchers, _) => {
                Some(ReportFault::RoleOfTask { of: self.of.clone(), role: word(role) })
            }
            (Role::Head(_) | Role::Top | Role::Supervisor, _) => self.of_unit(role),
            (Role::Person(_) | Role::Group(_) | Role::Mailbox(_), _) => None,
        }
    }

    /// A role of a unit: the whole has that of the unit it names; of parts, one unit at least must have it.
    fn of_unit(&self, role: &Role) -> Option<ReportFault> {
        let (of, role_word) = (self.of.clone(), word(role));
        let (is_whole, config) = (self.parts == Parts::Whole, self.config);
        if self.unit.is_none() && (is_whole || config.units.is_empty()) {
            return Some(ReportFault::RoleWithoutUnit { of, role: role_word, parts: !is_whole });
        }
        let is_filled = |unit: UnitIx| match role {
            Role::Supervisor => supervised(config, Some(unit)),
            Role::Head(levels) => head(config, Some(unit), *levels),
            _ => head(config, Some(unit), u32::MAX),
        };
        let all = || (0..config.units.len() as u32).map(UnitIx);
        let is_part = |unit: &UnitIx| self.unit.is_none_or(|top| lies_below(config, *unit, top));
        let (filled, unit) = match self.unit {
            Some(unit) if is_whole => (is_filled(unit), Some(unit)),
            _ => (all().filter(is_part).any(is_filled), self.unit.or_else(|| all().next())),
        };
        let unit = unit.map(|unit| config[unit].id.to_string()).unwrap_or_default();
        (!filled).then_some(ReportFault::Unfilled { of, role: role_word, unit })
    }
}

/// Whether a unit is another or lies below it.
fn lies_below(config: &Config, unit: UnitIx, top: UnitIx) -> bool {
    std::iter::successors(Some(unit), |at| config[*at].parent).any(|at| at == top)
}
