//! A report as data (P1, P2): which tasks it takes, into which parts it is divided, and what each of them tells.

use std::collections::BTreeSet;

use jiff::Timestamp;
use serde::Serialize;

use crate::model::{Config, Per, PersonIx, Report, UnitIx};
use crate::plan::{Moments, Target};
use crate::view::Filter;
use crate::view::figures::{About, Document, Rows, Stood, Summary, supervisors, tops};

/// The shape that P5 gives.
#[derive(Debug, Serialize)]
pub struct ReportDocument<'s> {
    report: &'s str,
    about: Option<&'s str>,
    #[serde(flatten)]
    figures: Document<'s>,
}

impl<'s> ReportDocument<'s> {
    /// That of a report.
    pub fn of(report: &'s Report, summary: &'s Summary) -> ReportDocument<'s> {
        ReportDocument {
            report: &report.name,
            about: summary.about.id(&summary.stood),
            figures: Document::of(summary),
        }
    }
}

/// What must stay the same for its moments to be the same: the ledger remembers since when it has known this.
pub fn schedule(config: &Config, report: &Report) -> String {
    format!("{}; {}; {}", report.cron, report.roll, config[report.calendar].id())
}

/// Which tasks a report takes. What it names was looked up when the files were read.
pub fn filter(config: &Config, report: &Report) -> Filter {
    let mut filter = Filter::default();
    for (key, value) in &report.filter {
        let added = filter.add(config, key, value);
        debug_assert_eq!(added, Ok(()), "a filter that was checked");
    }
    filter
}

/// The parts into which a report is divided: one for each child unit, one for each supervisor, or the whole.
pub fn parts(config: &Config, report: &Report, now: Timestamp) -> Vec<About> {
    let filter = filter(config, report);
    match report.per {
        Per::Whole => vec![About::Whole],
        Per::Unit => children(config, &filter).into_iter().map(About::Unit).collect(),
        Per::Supervisor => {
            let sieve = filter.at(config, now);
            let tasks = Target::of_tasks(config).filter(|target| sieve.takes(*target));
            let people: BTreeSet<PersonIx> =
                tasks.flat_map(|target| supervisors(config, target)).collect();
            people.into_iter().map(About::Supervisor).collect()
        }
    }
}

/// The units directly below those that the filter names, else below the only root; of several roots these.
fn children(config: &Config, filter: &Filter) -> Vec<UnitIx> {
    let tops = tops(config, filter);
    let all = (0..config.units.len() as u32).map(UnitIx);
    let is_child = |unit: &UnitIx| match config[*unit].parent {
        Some(parent) => tops.contains(&parent),
        None => tops.is_empty(),
    };
    all.filter(is_child).collect()
}

/// By what the table of a part is divided: that of the whole by what the report is divided by.
pub fn rows(report: &Report, about: About) -> Rows {
    match (report.per, about) {
        (Per::Supervisor, About::Whole) => Rows::Supervisors,
        _ => Rows::Units,
    }
}

/// What a part of a report tells. Without a report before, its period begins at its cron's previous moment.
pub fn told(stood: &Stood, report: &Report, about: About, since: Option<Timestamp>) -> Summary {
    let moment = stood.moment();
    let before = moment.checked_sub(jiff::SignedDuration::from_nanos(1)).unwrap_or(moment);
    let previous = || Moments::of(stood.config(), report).latest(before).map(|one| one.at);
    let since = since.or_else(previous).unwrap_or(Timestamp::MIN);
    stood.summary(&filter(stood.config(), report), (about, rows(report, about)), since)
}
