//! A report (P1): which letter a part of it is, and to whom.

use jiff::Timestamp;

use crate::model::{Attach, Config, Importance, LetterKind, Report, Subject, When};
use crate::plan::further::circle::Circle;
use crate::plan::further::{Content, FurtherLetter, FurtherNotice};
use crate::plan::{Audience, Moment, NoticeId, Origin, letter_language};
use crate::view::figures::Summary;

/// What a letter about many tasks says.
#[derive(Debug, Clone)]
pub struct ReportLetter {
    /// The name of the report.
    pub name: Box<str>,
    /// What stands at its head, where it is not the kind of letter.
    pub title: Option<Box<str>>,
    /// What it tells.
    pub summary: Summary,
    /// What is attached.
    pub attach: Box<[Attach]>,
    /// Whether it is about a past day.
    pub past: bool,
}

/// The letter that tells a part of a report. Without a moment it is nobody's, and records nothing.
pub fn report_letter(
    config: &Config,
    report: &Report,
    summary: Summary,
    moment: Option<Moment>,
    now: Timestamp,
) -> FurtherLetter {
    let audience = report_audience(config, report, &summary, now);
    let id = |moment: Moment| FurtherNotice {
        id: report_identity(&report.name, summary.about.subject(config), moment),
        moment: moment.at,
    };
    FurtherLetter {
        kind: LetterKind::Report,
        language: letter_language(config, &audience),
        importance: Importance::Normal,
        release: report.release,
        audience,
        notices: moment.map(id).into_iter().collect(),
        targets: summary.tasks.clone(),
        calendar: Some(report.calendar),
        counted: false,
        content: Content::Report(Box::new(ReportLetter {
            name: report.name.clone(),
            title: report.title.clone(),
            past: summary.moment < now,
            attach: report.attach.clone(),
            summary,
        })),
    }
}

/// P1: the report, what it is about, and the cron's own moment.
pub fn report_identity(report: &str, about: Subject, moment: Moment) -> NoticeId {
    NoticeId {
        subject: about,
        from: Origin::Report,
        anchor: When::Instant(moment.cron),
        stage: report.into(),
        occurrence: 0,
    }
}

/// Whom a part of a report goes to, on its day.
pub fn report_audience(
    config: &Config,
    report: &Report,
    summary: &Summary,
    now: Timestamp,
) -> Audience {
    let circle = Circle { about: summary.about, unit: report.unit, tasks: &summary.tasks };
    let day = config[report.calendar].local_date(now);
    circle.audience(config, (&report.to, &report.cc), day)
}
