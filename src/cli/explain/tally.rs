//! `duban explain` of a tally (C2): what counts, for whom it is how many, since when it is reached, what was told, and when
//! there is a letter again.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

use crate::cli::explain::told::{Told, told};
use crate::cli::terminal::output::{Unwritten, print_line};
use crate::cli::terminal::{locale, style};
use crate::daemon::sweeping::tallies::standing;
use crate::ledger::Ledger;
use crate::ledger::tallies::Reached;
use crate::model::{Calendar, Config, Language, Subject, Tally};
use crate::plan::further::tally_audience;
use crate::plan::{Audience, Origin, TallyStanding, addresses};
use crate::view::as_of::as_of;
use crate::view::tallies::{Count, counts, since_of_all};
use crate::words::{lists, reports, tallies as words};

#[derive(Debug, Serialize)]
pub(super) struct TallyDocument {
    tally: String,
    title: Option<String>,
    condition: String,
    at_least: u32,
    /// The day on which it was judged last.
    judged: Option<Date>,
    counts: Vec<Line>,
    not_in_force: Vec<String>,
}

/// For whom it is how many.
#[derive(Debug, Serialize)]
struct Line {
    about: Option<String>,
    number: usize,
    /// The tasks that count.
    tasks: Vec<String>,
    /// Since when it is reached, as it was judged last.
    reached: Option<Date>,
    told: Vec<Told>,
    /// The first day on which there may be a letter again, while it stays reached.
    next: Option<Date>,
    to: Vec<String>,
    cc: Vec<String>,
    #[serde(skip)]
    name: Option<String>,
    #[serde(skip)]
    shown: (String, String),
}

/// What is to be said of a tally.
pub(super) fn document(
    config: &Config,
    calendar: &Calendar,
    ledger: Option<&Ledger>,
    tally: &Tally,
    (not_in_force, now): (Vec<String>, Timestamp),
) -> anyhow::Result<TallyDocument> {
    let stood = as_of(config, now);
    let since = since_of_all(config, now).zip(ledger);
    let letters = since.map(|(since, ledger)| ledger.released_since(since)).transpose()?;
    let counts = counts(&stood, tally, &letters.unwrap_or_default(), now);
    let reached = ledger.map(Ledger::tallies_reached).transpose()?.unwrap_or_default();
    let of_tally = |one: &Reached| *one.tally == *tally.name;
    let reached: Vec<Reached> = reached.into_iter().filter(of_tally).collect();
    let letters = ledger.map(Ledger::tallies_told).transpose()?.unwrap_or_default();
    let today = calendar.local_date(now);
    let mut lines = Vec::new();
    for count in counts {
        let about = count.about.subject(config);
        let since = reached.iter().find(|one| one.about == about);
        let own: Vec<_> = letters
            .iter()
            .filter(|one| *one.tally == *tally.name && one.about == about)
            .cloned()
            .collect();
        let standing = standing(calendar, since, &own, today);
        let told = told(ledger, calendar, (Origin::Tally, &tally.name), &about)?;
        lines.push(line(config, calendar, tally, (count, standing, told), now));
    }
    let judged = ledger.map(Ledger::tallies_judged).transpose()?.unwrap_or_default();
    Ok(TallyDocument {
        tally: tally.name.to_string(),
        title: tally.title.as_deref().map(str::to_owned),
        condition: words::condition(config, tally, locale::language()),
        at_least: tally.at_least,
        judged: judged.get(&*tally.name).copied(),
        counts: lines,
        not_in_force,
    })
}

fn line(
    config: &Config,
    calendar: &Calendar,
    tally: &Tally,
    (count, standing, told): (Count, TallyStanding, Vec<Told>),
    now: Timestamp,
) -> Line {
    let audience = tally_audience(config, tally, &count, now);
    let Audience { to, cc, .. } = &audience;
    let next = standing.next_letter(tally, calendar);
    Line {
        about: count.about.id(config).map(str::to_owned),
        name: count.about.name(config).map(str::to_owned),
        number: count.number,
        tasks: count.tasks.iter().map(|target| target.name(config)).collect(),
        reached: standing.reached,
        told,
        next: next.and_then(|day| calendar.working_day_from(day)),
        to: addresses(to),
        cc: addresses(cc),
        shown: (locale::names(to), locale::names(cc)),
    }
}

/// The same as text.
pub(super) fn print(document: &TallyDocument, calendar: &Calendar) -> Result<(), Unwritten> {
    let language = locale::language();
    let title = document.title.as_deref().unwrap_or_default();
    print_line!("{}  {title}", style::strong(&document.tally))?;
    print_line!("  {}", document.condition)?;
    let send_at = calendar.send_at().strftime("%H:%M").to_string();
    print_line!("  {}", words::judged_at(document.at_least, &send_at, language))?;
    if let Some(judged) = document.judged {
        print_line!("  {}", words::judged(&judged.to_string(), language))?;
    }
    if document.counts.is_empty() {
        print_line!("\n{}", words::NOTHING_COUNTS.said(language))?;
    }
    document.counts.iter().try_for_each(|line| print_count(line, document.at_least, language))
}

fn print_count(line: &Line, at_least: u32, language: Language) -> Result<(), Unwritten> {
    let name = line.name.as_deref().unwrap_or(reports::WHOLE.said(language));
    let reached = line.reached.map(|day| day.to_string());
    let is_enough = line.number >= at_least as usize;
    let said = words::number(line.number, is_enough, reached.as_deref(), language);
    print_line!("\n{}  {said}", style::strong(name))?;
    print_line!("  {}", line.tasks.join(lists::AND.said(language)))?;
    for (told, time) in line.told.iter().zip(1..) {
        print_line!("  {}", words::told(time, &told.line(language), language))?;
    }
    if let Some(next) = line.next.filter(|_| line.reached.is_some() && is_enough) {
        print_line!("  {}", words::next(&next.to_string(), language))?;
    }
    let (to, cc) = &line.shown;
    print_line!("  {}", lists::recipients(to, cc, language))
}

/// For whom tallies are reached, for `status`.
#[derive(Debug, Serialize)]
pub(crate) struct ReachedTally {
    tally: String,
    about: Option<String>,
    since: Date,
    number: i64,
}

/// All of them, of tallies that the files have.
pub(crate) fn reached(
    config: &Config,
    ledger: Option<&Ledger>,
) -> anyhow::Result<Vec<ReachedTally>> {
    let all = ledger.map(Ledger::tallies_reached).transpose()?.unwrap_or_default().into_iter();
    let known = all.filter(|one| config.tally(&one.tally).is_some());
    let about = |about: &Subject| Some(about.id().to_owned()).filter(|id| !id.is_empty());
    Ok(known
        .map(|one| ReachedTally {
            about: about(&one.about),
            tally: one.tally,
            since: one.since,
            number: one.number,
        })
        .collect())
}

impl ReachedTally {
    /// In a line.
    pub(crate) fn line(&self, language: Language) -> String {
        let about = self.about.as_deref().unwrap_or(reports::WHOLE.said(language));
        words::stands(&self.tally, about, self.number, &self.since.to_string(), language)
    }
}
