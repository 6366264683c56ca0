//! Reports: what they name is looked up, and their roles must stand for somebody.

use std::collections::HashMap;

use crate::config::fault::{CalendarFault, ReportFault};
use crate::config::finding::{Finding, Site};
use crate::config::gather::Findings;
use crate::config::read::keys::Noun;
use crate::config::read::raw::{RawReport, Text};
use crate::config::resolve::alike::alike;
use crate::config::resolve::ids::{Lookup, twice};
use crate::config::resolve::policies::role;
use crate::config::resolve::roles::{head, supervised, word};
use crate::config::resolve::row::Row;
use crate::model::{Config, Per, Report, Role, UnitIx};

pub(super) fn resolve(
    rows: &[Row<RawReport>],
    config: &Config,
    lookup: &Lookup<'_>,
    findings: &mut Findings,
) -> Vec<Report> {
    let mut known: HashMap<&str, Site> = HashMap::new();
    for row in rows {
        let (name, site) = (&row.row.name, row.site(row.row.name.place));
        match known.get(&*name.value) {
            Some(first) => findings.add(twice(Noun::Report, &name.value, *first, site)),
            None => {
                known.insert(&name.value, site);
            }
        }
    }
    let names = rows.iter().map(|row| (&*row.row.name.value, row.site(row.row.name.place)));
    alike(Noun::Report, names, findings);
    rows.iter().filter_map(|row| report(row, config, lookup, findings)).collect()
}

fn report(
    row: &Row<RawReport>,
    config: &Config,
    lookup: &Lookup<'_>,
    findings: &mut Findings,
) -> Option<Report> {
    let raw = &row.row;
    let unit = filter(row, lookup, findings);
    let calendar = match &raw.calendar {
        Some(id) => lookup.calendar(id, row.file, findings),
        None => {
            let default = lookup.default_calendar();
            if default.is_none() {
                let report = raw.name.value.to_string();
                let fault = CalendarFault::ReportWithoutCalendar { report };
                findings.add(Finding::new(fault).at(row.site(raw.name.place)));
            }
            default
        }
    };
    let mut roles = |texts: &[Text]| -> Vec<(Role, Site)> {
        let role = |text: &Text| {
            role(text, row.file, lookup, findings).map(|role| (role, row.site(text.place)))
        };
        texts.iter().filter_map(role).collect()
    };
    let (to, cc) = (roles(&raw.to), roles(&raw.cc));
    if raw.to_is_empty {
        let fault = ReportFault::EmptyTo { report: raw.name.value.to_string() };
        findings.add(Finding::new(fault).at(row.site(raw.place)));
    }
    let per = raw.per;
    let about = About { report: &raw.name.value, per, unit, config };
    to.iter().chain(&cc).for_each(|(role, site)| about.judge(role, *site, findings));
    let pairs = raw.filter.iter().flat_map(|(key, values)| {
        values.iter().map(|value| ((*key).into(), value.value.as_ref().into()))
    });
    let role = |(role, _): (Role, Site)| role;
    Some(Report {
        name: raw.name.value.as_ref().into(),
        title: raw.title.clone(),
        cron: raw.cron.as_ref()?.value.clone(),
        roll: raw.roll,
        calendar: calendar?,
        filter: pairs.collect(),
        unit,
        per,
        to: to.into_iter().map(role).collect(),
        cc: cc.into_iter().map(role).collect(),
        release: raw.release,
        attach: raw.attach.clone().into(),
        empty: raw.empty,
    })
}

/// Looks up what the filter names; the first unit.
fn filter(row: &Row<RawReport>, lookup: &Lookup<'_>, findings: &mut Findings) -> Option<UnitIx> {
    let mut first = None;
    for (key, values) in &row.row.filter {
        for value in values {
            // A filter that names what does not exist would silently take nothing.
            match *key {
                "unit" => first = first.or(lookup.unit(value, row.file, findings)),
                "owner" | "supervisor" => {
                    let _known = lookup.party(value, row.file, findings);
                }
                "policy" => {
                    let _known = lookup.policy(value, row.file, findings);
                }
                _ => {}
            }
        }
    }
    first
}

/// What a report is about, as far as its roles depend on it.
struct About<'r> {
    report: &'r str,
    per: Per,
    unit: Option<UnitIx>,
    config: &'r Config,
}

impl About<'_> {
    /// Whether a role can stand for somebody.
    fn judge(&self, role: &Role, site: Site, findings: &mut Findings) {
        let report = self.report.to_owned();
        let fault = match role {
            Role::Owner | Role::With | Role::Watchers => {
                Some(ReportFault::RoleOfTask { report, role: word(role) })
            }
            Role::Supervisor if self.per == Per::Supervisor => None,
            Role::Head(_) | Role::Top | Role::Supervisor => self.of_unit(role),
            Role::Person(_) | Role::Group(_) | Role::Mailbox(_) => None,
        };
        if let Some(fault) = fault {
            findings.add(Finding::new(fault).at(site));
        }
    }

    /// A role of a unit: the whole has that of the unit it names; of parts, one unit at least must have it.
    fn of_unit(&self, role: &Role) -> Option<ReportFault> {
        let (report, role_word) = (self.report.to_owned(), word(role));
        let (per, config) = (self.per, self.config);
        if self.unit.is_none() && (per == Per::Whole || config.units.is_empty()) {
            return Some(ReportFault::RoleWithoutUnit { report, role: role_word, per });
        }
        let is_filled = |unit: UnitIx| match role {
            Role::Supervisor => supervised(config, Some(unit)),
            Role::Head(levels) => head(config, Some(unit), *levels),
            _ => head(config, Some(unit), u32::MAX),
        };
        let all = || (0..config.units.len() as u32).map(UnitIx);
        let is_part = |unit: &UnitIx| self.unit.is_none_or(|top| lies_below(config, *unit, top));
        let (filled, unit) = match (per, self.unit) {
            (Per::Whole, Some(unit)) => (is_filled(unit), Some(unit)),
            _ => (all().filter(is_part).any(is_filled), self.unit.or_else(|| all().next())),
        };
        let unit = unit.map(|unit| config[unit].id.to_string()).unwrap_or_default();
        (!filled).then_some(ReportFault::Unfilled { report, role: role_word, unit })
    }
}

/// Whether a unit is another or lies below it.
fn lies_below(config: &Config, unit: UnitIx, top: UnitIx) -> bool {
    std::iter::successors(Some(unit), |at| config[*at].parent).any(|at| at == top)
}
