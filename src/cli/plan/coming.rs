//! Letters that no stage writes, as far as today's files and the passing of time tell them: digests (W6), handovers (W7), reports (P1, C2).

use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use std::sync::Arc;

use jiff::Timestamp;
use serde::{Serialize, Serializer};

use crate::cli::terminal::locale;
use crate::cli::terminal::output::{Unwritten, print_line};
use crate::cli::terminal::table;
use crate::compare::letters;
use crate::compare::letters::Arrival;
use crate::ledger::Ledger;
use crate::ledger::reports::Sight;
use crate::model::{Address, Calendar, Config, LetterKind, PersonIx, Release, Report};
use crate::plan::further::digest::{Slot, latest_slot, leaves_at, next_slot};
use crate::plan::further::handover::{handover_audience, planned_handovers};
use crate::plan::further::{PlannedDigest, digest_audience, report_audience};
use crate::plan::{
    ALL_WELL, Audience, Moment, Moments, addresses, all_well_identity, whole_minute,
};
use crate::view::At;
use crate::view::figures::Stood;
use crate::view::reports::{parts, schedule, told};
use crate::words::{lists, reports as words};

/// So many moments of a report are listed.
const MOST: usize = 1000;

/// A letter to come.
#[derive(Debug, Serialize)]
pub(crate) struct Coming {
    kind: Kind,
    name: String,
    about: Option<String>,
    moment: At,
    release: At,
    to: Vec<String>,
    cc: Vec<String>,
    #[serde(skip)]
    asks: bool,
    #[serde(skip)]
    shown: (String, String),
}

/// Which letter it is.
#[derive(Debug, Clone, Copy)]
enum Kind {
    /// One of the letters.
    Letter(LetterKind),
    /// The sign of life to the admin (R4).
    AllWell,
}

impl Kind {
    fn name(self) -> &'static str {
        match self {
            Kind::Letter(kind) => kind.name(),
            Kind::AllWell => ALL_WELL,
        }
    }
}

impl Serialize for Kind {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl Coming {
    /// A letter of that kind and name, about that; when it is meant for and leaves; to whom.
    pub(super) fn of(
        calendar: &Calendar,
        (kind, name, about): (LetterKind, &str, Option<String>),
        (moment, release): (Timestamp, Timestamp),
        audience: &Audience,
        asks: bool,
    ) -> Coming {
        let Audience { to, cc, .. } = audience;
        Coming {
            kind: Kind::Letter(kind),
            name: name.to_owned(),
            about,
            moment: At::of(calendar, moment),
            release: At::of(calendar, release),
            to: addresses(to),
            cc: addresses(cc),
            asks,
            shown: (locale::names(to), locale::names(cc)),
        }
    }

    /// A letter to one person about what is theirs.
    fn to_one(
        config: &Config,
        calendar: &Calendar,
        (kind, person): (LetterKind, PersonIx),
        when: (Timestamp, Timestamp),
        audience: &Audience,
    ) -> Coming {
        let about = Some(config[person].id.to_string());
        Coming::of(calendar, (kind, kind.name(), about), when, audience, false)
    }

    /// Whether somebody at that address gets it.
    pub(crate) fn is_for(&self, address: &Address) -> bool {
        let own = address.as_str();
        self.to.iter().chain(&self.cc).any(|one| one.eq_ignore_ascii_case(own))
    }

    /// Whom it goes to.
    pub(super) fn addresses(&self) -> impl Iterator<Item = &str> {
        self.to.iter().chain(&self.cc).map(String::as_str)
    }

    /// When it leaves.
    pub(crate) fn release(&self) -> Timestamp {
        self.release.instant
    }
}

/// The reports that leave in the period, by when they do.
pub(super) fn coming(
    config: &Arc<Config>,
    ledger: Option<&Ledger>,
    now: Timestamp,
    period: &Range<Timestamp>,
) -> anyhow::Result<Vec<Coming>> {
    if config.reports.is_empty() {
        return Ok(Vec::new());
    }
    let sights = ledger.map(Ledger::report_sights).transpose()?.unwrap_or_default();
    let stood = Stood::at(config, now);
    let mut all = Vec::new();
    for report in &config.reports {
        let calendar = &config[report.calendar];
        let schedule = schedule(config, report);
        for about in parts(config, report, now) {
            let summary = told(&stood, report, about, None);
            if summary.says_nothing() && !report.empty {
                continue;
            }
            let subject = about.subject(config);
            let sight = sights.iter().find(|sight| {
                *sight.report == *report.name
                    && sight.about == subject
                    && sight.schedule == schedule
            });
            for (moment, release) in leaving(config, report, sight, now, period.end) {
                if !period.contains(&release) {
                    continue;
                }
                let audience = report_audience(config, report, &summary, release);
                let about = about.id(config).map(str::to_owned);
                let of = (LetterKind::Report, &*report.name, about);
                let asks = report.release == Release::Ask;
                all.push(Coming::of(calendar, of, (moment.at, release), &audience, asks));
            }
        }
    }
    Ok(all)
}

/// The digests (W6, L8b), beside the others.
pub(crate) fn add_digests(config: &Config, digests: &[PlannedDigest], coming: &mut Vec<Coming>) {
    let Some(calendar) = config.office_calendar() else { return };
    coming.extend(digests.iter().map(|digest| {
        let audience = digest_audience(config, digest.person);
        let when = (digest.moment, digest.release);
        Coming::to_one(config, calendar, (LetterKind::Digest, digest.person), when, &audience)
    }));
}

/// The handovers (W7): of what the ledger has, and of what the files have changed since.
pub(super) fn add_handovers(
    config: &Config,
    ledger: Option<&Ledger>,
    (now, period): (Timestamp, &Range<Timestamp>),
    coming: &mut Vec<Coming>,
) -> anyhow::Result<()> {
    let (Some(ledger), Some(calendar)) = (ledger, config.office_calendar()) else { return Ok(()) };
    for one in planned_handovers(config, &ledger.owners()?, now) {
        let release = whole_minute(one.release);
        if !period.contains(&release) {
            continue;
        }
        let audience = handover_audience(config, one.person, release);
        let (of, when) = ((LetterKind::Handover, one.person), (one.moment, release));
        coming.push(Coming::to_one(config, calendar, of, when, &audience));
    }
    Ok(())
}

/// The signs of life to the admin (R4).
pub(super) fn add_all_well(
    config: &Config,
    ledger: Option<&Ledger>,
    (now, period): (Timestamp, &Range<Timestamp>),
    coming: &mut Vec<Coming>,
) -> anyhow::Result<()> {
    let wanted = config.all_well.zip(config.office_calendar()).filter(|_| !config.admin.is_empty());
    let Some((rhythm, calendar)) = wanted else { return Ok(()) };
    let latest = latest_slot(config, rhythm, now).map(|slot| (slot, leaves_at(config, slot, now)));
    let is_owed = |slot: Slot| -> anyhow::Result<bool> {
        let Some(ledger) = ledger else { return Ok(false) };
        Ok(ledger.knows_all_well()? && !ledger.has(&all_well_identity(slot))?)
    };
    let owed = latest.map(|one| Ok::<_, anyhow::Error>(is_owed(one.0)?.then_some(one)));
    let after = std::iter::successors(next_slot(config, rhythm, now), |slot| {
        next_slot(config, rhythm, slot.at)
    });
    let after = after.take_while(|slot| slot.at < period.end).take(MOST);
    let all = owed.transpose()?.flatten().into_iter().chain(after.map(|slot| (slot, slot.at)));
    let to: Vec<String> = config.admin.iter().map(|one| one.address.to_string()).collect();
    let all = all.map(|(slot, release)| (slot, whole_minute(release)));
    coming.extend(all.filter(|(_, release)| period.contains(release)).map(|(slot, release)| {
        Coming {
            kind: Kind::AllWell,
            name: ALL_WELL.to_owned(),
            about: None,
            moment: At::of(calendar, slot.at),
            release: At::of(calendar, release),
            shown: (to.join(lists::AND.said(locale::language())), String::new()),
            to: to.clone(),
            cc: Vec::new(),
            asks: false,
        }
    }));
    Ok(())
}

/// The moments that leave before an end, and when: what is due already at once, or when letters leave again.
fn leaving(
    config: &Config,
    report: &Report,
    sight: Option<&Sight>,
    now: Timestamp,
    end: Timestamp,
) -> Vec<(Moment, Timestamp)> {
    let moments = Moments::of(config, report);
    let late = sight.and_then(|sight| sight.owes(&sight.schedule, moments.latest(now)));
    let leaves = |moment: Moment| (moment, whole_minute(moment.leaves_at(moments.calendar(), now)));
    let mut all: Vec<(Moment, Timestamp)> = late.map(leaves).into_iter().collect();
    let mut after = now;
    while let Some(next) = moments.next(after).filter(|next| next.at < end) {
        all.push((next, whole_minute(next.at)));
        after = next.at;
        if all.len() >= MOST {
            break;
        }
    }
    all
}

/// What everybody gets of these, each to be told from others by its place among those of its cause, of digests by its moment.
pub(super) fn arrivals(coming: &[Coming]) -> BTreeMap<Arrival, letters::Coming> {
    let mut times: HashMap<(&str, &str, Option<&str>), u32> = HashMap::new();
    let mut all = BTreeMap::new();
    for one in coming {
        let digest = matches!(one.kind, Kind::Letter(LetterKind::Digest));
        let time = times.entry((one.kind.name(), &*one.name, one.about.as_deref())).or_default();
        let occurrence = if digest { 0 } else { *time };
        *time += 1;
        let mut add = |address: &String, copied: bool| {
            let arrival = Arrival {
                address: address.to_lowercase().into(),
                task: None,
                milestone: None,
                about: one.about.as_deref().map(Box::from),
                moment: digest.then_some(one.moment.instant),
                stage: one.name.as_str().into(),
                occurrence,
                copied,
                letter: one.kind.name().into(),
            };
            let coming = letters::Coming { release: one.release(), shown: address.clone() };
            all.insert(arrival, coming);
        };
        one.to.iter().for_each(|address| add(address, false));
        one.cc.iter().for_each(|address| add(address, true));
    }
    all
}

/// As a table of their own, beneath that of the notices.
pub(crate) fn print(coming: &[Coming]) -> anyhow::Result<()> {
    let language = locale::language();
    if coming.is_empty() {
        return Ok(());
    }
    let blank: Result<(), Unwritten> = print_line!("");
    blank?;
    let mut rows = table::table(words::coming(language));
    for one in coming {
        let letter = match one.kind {
            Kind::Letter(kind) => lists::letter(kind, language),
            Kind::AllWell => lists::WORD_TO_ADMIN.said(language),
        };
        rows.add_row([
            locale::at(&one.release, language),
            if one.asks { lists::held_letter(letter, language) } else { letter.to_owned() },
            one.name.clone(),
            one.about.clone().unwrap_or_default(),
            one.shown.0.clone(),
            one.shown.1.clone(),
        ]);
    }
    table::print(&rows)
}
