//! What comes in the next days, by the code of `plan`: of a task its notices with what holds each back, the digests that tell of
//! it and the reports that name it; for a person all that they will have.

use std::sync::Arc;

use jiff::{Timestamp, ToSpan};
use serde::Serialize;

use crate::cli::plan::coming::Coming;
use crate::cli::plan::forecast::{Forecast, forecast};
use crate::cli::plan::further::further;
use crate::cli::plan::{coming, is_for, print_table};
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::{Unwritten, print_line};
use crate::cli::terminal::{locale, style};
use crate::ledger::{Ledger, LedgerError};
use crate::model::{Answers, Config, Language, PersonIx, Release, Report};
use crate::plan::further::{planned_digests, report_audience};
use crate::plan::{
    self, Addressee, Moments, NoticeId, Planned, Reason, Target, letters, whole_minute,
};
use crate::view::figures::{Stood, Summary};
use crate::view::planned::why_held;
use crate::view::reports::{parts, told};
use crate::view::{At, PlannedNotice, WhyHeld};
use crate::words::ahead;

/// So many days are looked ahead, as `plan` does.
const DAYS: i64 = 30;

/// So many notices of a task are told, and so many of a person.
const TOLD: usize = 10;
const TOLD_TO: usize = 20;

/// What comes of one target.
#[derive(Debug, Serialize)]
pub(super) struct Ahead {
    coming: Vec<ComingNotice>,
    reports: Vec<Named>,
}

/// A notice to come.
#[derive(Debug, Serialize)]
struct ComingNotice {
    stage: String,
    occurrence: u32,
    letter: String,
    moment: At,
    release: At,
    /// Why it leaves later than it is meant for: `hold`, `answer` or `hours`.
    waits: Option<&'static str>,
    held: Option<WhyHeld>,
    to: Vec<String>,
    cc: Vec<String>,
    digests: Vec<InDigest>,
    #[serde(skip)]
    reason: Option<Reason>,
    #[serde(skip)]
    letter_name: String,
    #[serde(skip)]
    shown: (String, String),
}

/// The digest in which somebody has it, who gets no copy.
#[derive(Debug, Serialize)]
struct InDigest {
    person: String,
    release: At,
    #[serde(skip)]
    name: String,
}

/// A report that names a task.
#[derive(Debug, Serialize)]
struct Named {
    report: String,
    about: Option<String>,
    release: At,
    /// `overdue` or `waiting`.
    #[serde(rename = "as")]
    as_what: &'static str,
    to: Vec<String>,
    cc: Vec<String>,
    #[serde(skip)]
    asks: bool,
    #[serde(skip)]
    shown: (String, String),
}

/// What comes of all.
pub(super) struct Outlook<'c> {
    config: &'c Arc<Config>,
    ledger: Option<&'c Ledger>,
    now: Timestamp,
    forecast: Forecast,
    /// Sweeps with more letters than the guard lets go (L6).
    storms: Vec<Timestamp>,
}

impl<'c> Outlook<'c> {
    /// Of these tasks and milestones, as far as too many others are no hindrance.
    pub(super) fn of(
        config: &'c Arc<Config>,
        ledger: Option<&'c Ledger>,
        wanted: Option<&[Target]>,
        now: Timestamp,
    ) -> anyhow::Result<Outlook<'c>> {
        let period = now..now.saturating_add((DAYS * 24).hours())?;
        let all = forecast(config, ledger, None, (now, period.clone()), true);
        let mut forecast = match (all, wanted) {
            (Ok(all), _) => all,
            (Err(_), Some(_)) => forecast(config, ledger, wanted, (now, period), true)?,
            (Err(failure), None) => return Err(failure),
        };
        let storms = storms(config, &forecast);
        if let Some(wanted) = wanted {
            forecast.rows.retain(|one| wanted.contains(&one.notice.target));
        }
        Ok(Outlook { config, ledger, now, forecast, storms })
    }

    /// What comes of one of them, by whom it is answered.
    pub(super) fn about(&self, target: Target, answers: &Answers) -> anyhow::Result<Ahead> {
        let rows = self.forecast.rows.iter().filter(|one| one.notice.target == target);
        let coming = rows.map(|one| self.notice(one, answers)).collect::<Result<_, _>>()?;
        let reports = match target.milestone {
            None => self.reports(target),
            Some(_) => Vec::new(),
        };
        Ok(Ahead { coming, reports })
    }

    fn notice(&self, planned: &Planned, answers: &Answers) -> anyhow::Result<ComingNotice> {
        let (config, language) = (&**self.config, locale::language());
        let audience = self.forecast.copies.audience(config, planned);
        let edit = self.forecast.edit.is_about(planned);
        let held = why_held(config, planned, edit);
        let storm = self.storms.contains(&planned.release).then_some(WhyHeld::Guard);
        let reason = self.waits(planned, answers);
        let PlannedNotice { stage, occurrence, letter, moment, release, to, cc, .. } =
            PlannedNotice::of(config, planned, &audience, edit);
        let own = |all: Vec<&str>| all.into_iter().map(str::to_owned).collect();
        Ok(ComingNotice {
            stage: stage.to_owned(),
            occurrence,
            letter: letter.to_owned(),
            moment,
            release,
            waits: reason.map(|reason| match reason {
                Reason::Hold => "hold",
                Reason::Answer => "answer",
                Reason::Window => "hours",
            }),
            held: storm.or(held),
            to: own(to),
            cc: own(cc),
            digests: self.digests(planned, &audience.digest)?,
            reason,
            letter_name: locale::letter_of(config, &planned.notice, planned.release, language)
                .to_owned(),
            shown: (locale::names(&audience.to), locale::names(&audience.cc)),
        })
    }

    /// Why it leaves later than it is meant for.
    fn waits(&self, planned: &Planned, answers: &Answers) -> Option<Reason> {
        let (config, target) = (&**self.config, planned.notice.target);
        let reached = planned.notice.moment.max(self.now);
        if planned.release <= whole_minute(reached) {
            return None;
        }
        let answer = plan::held_back(config, target, answers);
        match plan::held_until(config, target, reached) {
            Some(_) => Some(Reason::Hold),
            None if answer.is_some_and(|held| reached < held.until) => Some(Reason::Answer),
            None => Some(Reason::Window),
        }
    }

    /// In which digest each has it.
    fn digests(&self, planned: &Planned, people: &[Addressee]) -> anyhow::Result<Vec<InDigest>> {
        let has = |id: &NoticeId| -> Result<bool, LedgerError> {
            self.ledger.map_or(Ok(false), |ledger| ledger.has(id))
        };
        let Some(calendar) = self.config.office_calendar() else { return Ok(Vec::new()) };
        let mut all = Vec::new();
        for person in people.iter().filter_map(|one| one.person) {
            let uncopied = [(person, planned.release)];
            for digest in planned_digests(self.config, uncopied, has, self.now)? {
                all.push(InDigest {
                    person: self.config[person].id.to_string(),
                    release: At::of(calendar, whole_minute(digest.release)),
                    name: self.config[person].name.to_string(),
                });
            }
        }
        Ok(all)
    }

    /// The next of each report, as far as it names the task if nothing changes until then.
    fn reports(&self, target: Target) -> Vec<Named> {
        let end = self.now.saturating_add((DAYS * 24).hours()).unwrap_or(self.now);
        let next = |report: &Report| {
            let next = Moments::of(self.config, report).next(self.now);
            next.filter(|next| next.at < end).map(|next| whole_minute(next.at))
        };
        let mut all = Vec::new();
        for report in &self.config.reports {
            let Some(release) = next(report) else { continue };
            let stood = Stood::at(self.config, release);
            for about in parts(self.config, report, release) {
                let summary = told(&stood, report, about, None);
                let Some(as_what) = named(&summary, target) else { continue };
                let audience = report_audience(self.config, report, &summary, release);
                all.push(Named {
                    report: report.name.to_string(),
                    about: about.id(self.config).map(str::to_owned),
                    release: At::of(&self.config[report.calendar], release),
                    as_what,
                    to: plan::addresses(&audience.to),
                    cc: plan::addresses(&audience.cc),
                    asks: report.release == Release::Ask,
                    shown: (locale::names(&audience.to), locale::names(&audience.cc)),
                });
            }
        }
        all.sort_by_key(|one| one.release.instant);
        all
    }
}

/// As what a report names a task.
fn named(summary: &Summary, target: Target) -> Option<&'static str> {
    if summary.overdue.iter().any(|one| one.target == target) {
        return Some("overdue");
    }
    summary.waiting.iter().any(|one| one.target == target).then_some("waiting")
}

/// L6: the sweeps of more letters than the guard lets go, digests among them.
fn storms(config: &Config, forecast: &Forecast) -> Vec<Timestamp> {
    let most = config.guard.max_letters as usize;
    let sweeps = forecast.rows.chunk_by(|one, other| one.release == other.release);
    let too_many = sweeps.filter_map(|sweep| {
        let at = sweep.first()?.release;
        let digests = forecast.digests.iter().filter(|one| whole_minute(one.release) == at).count();
        if sweep.len() + digests <= most {
            return None;
        }
        (letters(config, sweep, &forecast.copies).len() + digests > most).then_some(at)
    });
    too_many.collect()
}

/// The same as text.
pub(super) fn print(found: &Ahead, language: Language) -> Result<(), Unwritten> {
    let Ahead { coming, reports } = found;
    if coming.is_empty() && reports.is_empty() {
        return Ok(());
    }
    print_line!("\n{}", style::strong(ahead::HEADING.said(language)))?;
    for one in coming.iter().take(TOLD) {
        print_notice(one, language)?;
    }
    if let more @ 1.. = coming.len().saturating_sub(TOLD) {
        print_line!("  … +{more}")?;
    }
    for one in reports {
        let (to, cc) = &one.shown;
        let at = locale::at(&one.release, language);
        let about = one.about.as_deref();
        let overdue = one.as_what == "overdue";
        let said = ahead::named((&one.report, about), &at, overdue, (to, cc), language);
        print_line!("  {said}")?;
        if one.asks {
            print_line!("    {}", ahead::held(WhyHeld::Ask, language))?;
        }
    }
    Ok(())
}

fn print_notice(one: &ComingNotice, language: Language) -> Result<(), Unwritten> {
    let which = locale::occurrence(&one.stage, one.occurrence);
    let (to, cc) = &one.shown;
    let at = locale::at(&one.release, language);
    print_line!("  {}", ahead::notice(&at, &which, &one.letter_name, (to, cc), language))?;
    if let Some(reason) = one.reason {
        let moment = locale::at(&one.moment, language);
        print_line!("    {}", ahead::waits(reason, &moment, language))?;
    }
    if let Some(held) = one.held {
        print_line!("    {}", ahead::held(held, language))?;
    }
    for digest in &one.digests {
        let at = locale::at(&digest.release, language);
        print_line!("    {}", ahead::in_digest(&digest.name, &at, language))?;
    }
    Ok(())
}

/// What a person will have.
pub(super) struct ForPerson {
    forecast: Forecast,
    letters: Vec<Coming>,
}

/// The same as JSON: what `plan` has of it.
#[derive(Serialize)]
pub(super) struct ForPersonJson<'a> {
    notices: Vec<PlannedNotice<'a>>,
    letters: &'a [Coming],
}

impl ForPerson {
    pub(super) fn of(
        config: &Arc<Config>,
        ledger: Option<&Ledger>,
        person: PersonIx,
        now: Timestamp,
    ) -> anyhow::Result<ForPerson> {
        let Outlook { mut forecast, .. } = Outlook::of(config, ledger, None, now)?;
        let period = now..now.saturating_add((DAYS * 24).hours())?;
        let mut letters = further(config, ledger, &forecast, (now, &period))?;
        coming::add_digests(config, &forecast.digests, &mut letters);
        letters.retain(|one| one.is_for(&config[person].email));
        letters.sort_by_key(Coming::release);
        let Forecast { rows, copies, .. } = &mut forecast;
        rows.retain(|planned| is_for(config, &copies.audience(config, planned), person));
        Ok(ForPerson { forecast, letters })
    }

    pub(super) fn json<'a>(
        &'a self,
        config: &'a Config,
        audiences: &'a [plan::Audience],
    ) -> ForPersonJson<'a> {
        let rows = self.forecast.rows.iter().zip(audiences);
        let notices = rows.map(|(row, audience)| {
            PlannedNotice::of(config, row, audience, self.forecast.edit.is_about(row))
        });
        ForPersonJson { notices: notices.collect(), letters: &self.letters }
    }

    /// To whom each of the notices goes.
    pub(super) fn audiences(&self, config: &Config) -> Vec<plan::Audience> {
        let rows = self.forecast.rows.iter();
        rows.map(|row| self.forecast.copies.audience(config, row)).collect()
    }

    pub(super) fn print(mut self, config: &Config) -> anyhow::Result<()> {
        print_line!("\n{}", style::strong(say(ahead::HEADING)))?;
        if self.forecast.rows.is_empty() && self.letters.is_empty() {
            print_line!("  {}", say(ahead::NOTHING))?;
            return Ok(());
        }
        let more = self.forecast.rows.len().saturating_sub(TOLD_TO);
        self.forecast.rows.truncate(TOLD_TO);
        if !self.forecast.rows.is_empty() {
            print_table(config, &self.forecast)?;
        }
        if more > 0 {
            print_line!("… +{more}")?;
        }
        coming::print(&self.letters)
    }
}
