//! A report (P1): which letter a part of it is, and to whom.

use jiff::Timestamp;

use crate::model::{Attach, Config, Importance, LetterKind, Report, Role, UnitIx};
use crate::model::{Party, Recipient, When};
use crate::plan::audience::audience_of;
use crate::plan::further::{Content, FurtherLetter, FurtherNotice};
use crate::plan::{
    Audience, Moment, NoticeId, Origin, Target, above, head, letter_language, responsible,
};
use crate::view::figures::{About, Summary};

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
        id: identity(config, report, summary.about, moment),
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
pub fn identity(config: &Config, report: &Report, about: About, moment: Moment) -> NoticeId {
    NoticeId {
        subject: about.subject(config),
        from: Origin::Report,
        anchor: When::Instant(moment.cron),
        stage: report.name.clone(),
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
    let units = units(config, report, summary);
    let roles = |roles: &[Role]| -> Vec<Recipient> {
        roles.iter().flat_map(|role| recipients(config, role, summary.about, &units)).collect()
    };
    let day = config[report.calendar].local_date(now);
    audience_of(config, &roles(&report.to), &roles(&report.cc), day)
}

/// The units whose roles are meant: that of the part; about a supervisor, those of the tasks counted.
fn units(config: &Config, report: &Report, summary: &Summary) -> Vec<UnitIx> {
    match summary.about {
        About::Unit(unit) | About::UnitAlone(unit) => vec![unit],
        About::Whole => report.unit.into_iter().collect(),
        About::Supervisor(_) => {
            let unit = |target: &Target| responsible(config, *target).unit;
            let mut units: Vec<UnitIx> = summary.tasks.iter().filter_map(unit).collect();
            units.sort_unstable();
            units.dedup();
            units
        }
    }
}

fn recipients(config: &Config, role: &Role, about: About, units: &[UnitIx]) -> Vec<Recipient> {
    let of_units = |party: &dyn Fn(UnitIx) -> Option<Party>| {
        units.iter().filter_map(|unit| party(*unit)).map(Recipient::Party).collect()
    };
    match (role, about) {
        (Role::Supervisor, About::Supervisor(person)) => {
            vec![Recipient::Party(Party::Person(person))]
        }
        (Role::Supervisor, _) => of_units(&|unit| supervisor(config, unit)),
        (Role::Head(levels), _) => of_units(&|unit| head(config, above(config, unit, *levels))),
        (Role::Top, _) => of_units(&|unit| head(config, above(config, unit, u32::MAX - 1))),
        (Role::Person(person), _) => vec![Recipient::Party(Party::Person(*person))],
        (Role::Group(group), _) => vec![Recipient::Party(Party::Group(*group))],
        (Role::Mailbox(mailbox), _) => vec![Recipient::Mailbox(mailbox.clone())],
        // Roles of a task: `check` refuses them.
        (Role::Owner | Role::With | Role::Watchers, _) => Vec::new(),
    }
}

/// Who supervises a unit: as it says, else the nearest above that does (W1).
fn supervisor(config: &Config, unit: UnitIx) -> Option<Party> {
    let mut above = std::iter::successors(Some(unit), |at| config[*at].parent);
    above.find_map(|at| config[at].supervisor)
}
