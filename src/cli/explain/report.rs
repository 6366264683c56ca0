//! `duban explain` of a report (C2): for each part of it when it was told last, when it is next, and to whom.

use std::sync::Arc;

use jiff::Timestamp;
use serde::Serialize;

use crate::cli::explain::told::{Told, told};
use crate::cli::terminal::output::{Unwritten, print_line};
use crate::cli::terminal::{locale, style};
use crate::ledger::Ledger;
use crate::model::{Calendar, Config, Language, Report, Roll};
use crate::plan::further::report_audience;
use crate::plan::{Audience, Moments, Origin, addresses};
use crate::view::At;
use crate::view::figures::Stood;
use crate::view::reports::{parts, told as told_of};
use crate::words::{lists, reports as words};

#[derive(Debug, Serialize)]
pub(super) struct ReportDocument {
    report: String,
    title: Option<String>,
    cron: String,
    roll: String,
    calendar: String,
    next: Option<At>,
    parts: Vec<Part>,
    not_in_force: Vec<String>,
    #[serde(skip)]
    per: &'static str,
    #[serde(skip)]
    rolls: Roll,
}

/// A part of it.
#[derive(Debug, Serialize)]
struct Part {
    about: Option<String>,
    /// It has something to tell.
    tells: bool,
    told: Vec<Told>,
    to: Vec<String>,
    cc: Vec<String>,
    #[serde(skip)]
    name: Option<String>,
    #[serde(skip)]
    shown: (String, String),
}

/// What is to be said of a report.
pub(super) fn document(
    config: &Arc<Config>,
    ledger: Option<&Ledger>,
    report: &Report,
    not_in_force: Vec<String>,
    now: Timestamp,
) -> anyhow::Result<ReportDocument> {
    let calendar = &config[report.calendar];
    let stood = Stood::at(config, now);
    let mut all = Vec::new();
    for about in parts(config, report, now) {
        let summary = told_of(&stood, report, about, None);
        let audience = report_audience(config, report, &summary, now);
        let Audience { to, cc, .. } = &audience;
        let subject = about.subject(config);
        all.push(Part {
            about: about.id(config).map(str::to_owned),
            tells: report.empty || !summary.says_nothing(),
            told: told(ledger, calendar, (Origin::Report, &report.name), &subject)?,
            to: addresses(to),
            cc: addresses(cc),
            name: about.name(config).map(str::to_owned),
            shown: (locale::names(to), locale::names(cc)),
        });
    }
    let next = Moments::of(config, report).next(now);
    Ok(ReportDocument {
        report: report.name.to_string(),
        title: report.title.as_deref().map(str::to_owned),
        cron: report.cron.to_string(),
        roll: report.roll.to_string(),
        calendar: calendar.id().to_owned(),
        next: next.map(|next| At::of(calendar, next.at)),
        parts: all,
        not_in_force,
        per: words::per(report.per, locale::language()),
        rolls: report.roll,
    })
}

/// The same as text.
pub(super) fn print(document: &ReportDocument, calendar: &Calendar) -> Result<(), Unwritten> {
    let language = locale::language();
    let title = document.title.as_deref().unwrap_or_default();
    print_line!("{}  {title}", style::strong(&document.report))?;
    let ReportDocument { cron, rolls, per, .. } = document;
    print_line!("  {}", words::schedule(cron, calendar.id(), *rolls, per, language))?;
    let next = document.next.as_ref().map(|next| locale::at(next, language));
    print_line!("  {}", words::next(next.as_deref(), language))?;
    document.parts.iter().try_for_each(|part| print_part(part, language))
}

fn print_part(part: &Part, language: Language) -> Result<(), Unwritten> {
    let name = part.name.as_deref().unwrap_or(words::WHOLE.said(language));
    print_line!("\n{}", style::strong(name))?;
    if !part.tells {
        print_line!("  {}", words::NOTHING_TO_TELL.said(language))?;
    }
    match part.told.last() {
        Some(last) => print_line!("  {}", words::last(&last.line(language), language))?,
        None => print_line!("  {}", words::NEVER.said(language))?,
    }
    let (to, cc) = &part.shown;
    print_line!("  {}", lists::recipients(to, cc, language))
}
