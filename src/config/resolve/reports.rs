//! Reports: what they name is looked up.

use crate::config::fault::CalendarFault;
use crate::config::fault::reports::Named;
use crate::config::finding::Finding;
use crate::config::gather::Findings;
use crate::config::read::keys::Noun;
use crate::config::read::raw::RawReport;
use crate::config::resolve::circle;
use crate::config::resolve::circle::{Circle, Parts};
use crate::config::resolve::ids::Lookup;
use crate::config::resolve::row::Row;
use crate::model::{Config, Per, Report};

pub(super) fn resolve(
    rows: &[Row<RawReport>],
    config: &Config,
    lookup: &Lookup<'_>,
    findings: &mut Findings,
) -> Vec<Report> {
    let names = rows.iter().map(|row| (&*row.row.name.value, row.site(row.row.name.place)));
    circle::names(Noun::Report, names, findings);
    rows.iter().filter_map(|row| report(row, config, lookup, findings)).collect()
}

fn report(
    row: &Row<RawReport>,
    config: &Config,
    lookup: &Lookup<'_>,
    findings: &mut Findings,
) -> Option<Report> {
    let raw = &row.row;
    let of = Named { noun: Noun::Report, name: raw.name.value.to_string() };
    let unit = circle::named(&raw.filter, row.file, lookup, findings);
    let calendar = match &raw.calendar {
        Some(id) => lookup.calendar(id, row.file, findings),
        None => {
            let default = lookup.default_calendar();
            if default.is_none() {
                let fault = CalendarFault::ReportWithoutCalendar { of: of.clone() };
                findings.add(Finding::new(fault).at(row.site(raw.name.place)));
            }
            default
        }
    };
    let per = raw.per;
    let parts = match per {
        Per::Whole => Parts::Whole,
        Per::Unit => Parts::Units,
        Per::Supervisor => Parts::Supervisors,
    };
    let circle = Circle { of, parts, unit, config };
    let empty = raw.to_is_empty.then(|| row.site(raw.place));
    let (to, cc) = circle.recipients((&raw.to, &raw.cc), empty, row.file, lookup, findings);
    Some(Report {
        name: raw.name.value.as_ref().into(),
        title: raw.title.clone(),
        cron: raw.cron.as_ref()?.value.clone(),
        roll: raw.roll,
        calendar: calendar?,
        filter: circle::pairs(&raw.filter),
        unit,
        per,
        to,
        cc,
        release: raw.release,
        attach: raw.attach.clone().into(),
        empty: raw.empty,
    })
}
