//! Reports that are due (P1): of the moments reached and never told only the latest, on time whatever the hours, late
//! within T8's window. A part with nothing to say passes its moment.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::ledger::reports::Sight;
use crate::ledger::{Ledger, LedgerError, Recording};
use crate::log::tell;
use crate::model::{Config, Per, Report, Subject};
use crate::plan::further::{report_identity, report_letter};
use crate::plan::{FurtherLetter, Moment, Moments};
use crate::view::figures::{About, Stood};
use crate::view::reports::{parts, schedule, told};
use crate::words::log::letters;

/// What becomes of a part of a report.
pub(crate) enum ReportSettled {
    /// It is known from now on, by this schedule.
    Seen {
        /// The report.
        report: Box<str>,
        /// What the part is about.
        about: Subject,
        /// Its cron, `roll` and calendar.
        schedule: String,
    },
    /// A moment was told, or there was nothing to tell.
    Told {
        /// The report.
        report: Box<str>,
        /// What the part is about.
        about: Subject,
        /// The moment.
        moment: Moment,
    },
}

impl ReportSettled {
    /// Remembers it, in the transaction of the sweep.
    pub(super) fn record(&self, recording: &Recording<'_>) -> Result<(), LedgerError> {
        match self {
            ReportSettled::Seen { report, about, schedule } => {
                recording.see_report(report, about, schedule)
            }
            ReportSettled::Told { report, about, moment } => {
                recording.replace_held(&report_identity(report, about.clone(), *moment))?;
                recording.settle_report(report, about, *moment)
            }
        }
    }
}

/// What is due: letters, and what is settled with them.
type Due = (Vec<FurtherLetter>, Vec<ReportSettled>);

/// The known parts of reports, by report and by what each is about.
type Sights = HashMap<(String, Subject), Sight>;

/// What is due. `looks` says that tasks came due, or files were taken: then supervisors may be new.
pub(super) fn reported(
    config: &Arc<Config>,
    ledger: &Ledger,
    looks: bool,
    now: Timestamp,
) -> Result<Due, LedgerError> {
    let mut due: Due = (Vec::new(), Vec::new());
    if config.reports.is_empty() {
        return Ok(due);
    }
    let sights = ledger.report_sights()?.into_iter();
    let sights: Sights =
        sights.map(|sight| ((sight.report.clone(), sight.about.clone()), sight)).collect();
    let mut stood: Option<Stood> = None;
    for report in &config.reports {
        let latest = Moments::of(config, report).latest(now);
        let schedule = schedule(config, report);
        let may_be_due = sights
            .values()
            .any(|sight| *sight.report == *report.name && sight.owes(&schedule, latest).is_some());
        if report.per == Per::Supervisor && !looks && !may_be_due {
            continue;
        }
        for about in parts(config, report, now) {
            let subject = about.subject(config);
            let known = sights.get(&(report.name.to_string(), subject.clone()));
            let Some(sight) = known.filter(|sight| sight.schedule == schedule) else {
                let (report, schedule) = (report.name.clone(), schedule.clone());
                due.1.push(ReportSettled::Seen { report, about: subject, schedule });
                continue;
            };
            let Some(moment) = sight.owes(&schedule, latest) else { continue };
            if moment.leaves_at(&config[report.calendar], now) > now {
                continue;
            }
            let stood = stood.get_or_insert_with(|| Stood::at(config, now));
            write(config, report, (about, subject), (stood, sight), moment, &mut due);
        }
    }
    Ok(due)
}

fn write(
    config: &Config,
    report: &Report,
    (about, subject): (About, Subject),
    (stood, sight): (&Stood, &Sight),
    moment: Moment,
    due: &mut Due,
) {
    let now = stood.moment();
    // P4: found late, the period begins before the moment that is told, not at it.
    let before = moment.at.checked_sub(jiff::SignedDuration::from_nanos(1)).unwrap_or(moment.at);
    let previous = || Moments::of(config, report).latest(before).map(|previous| previous.at);
    let since = sight.last.map(|last| last.at).or_else(previous);
    let summary = told(stood, report, about, since);
    let settled = ReportSettled::Told { report: report.name.clone(), about: subject, moment };
    due.1.push(settled);
    if summary.says_nothing() && !report.empty {
        return;
    }
    let letter = report_letter(config, report, summary, Some(moment), now);
    if letter.audience.to.is_empty() {
        let about = about.id(config).unwrap_or_default();
        tell!(WARN, letters::REPORT_TO_NOBODY, report = &*report.name, about);
        return;
    }
    due.0.push(letter);
}
