//! Tallies that today's files and the passing of time alone will reach (C2): judged by the daemon's own rule on every day of
//! the time to come, with the letters that the ladder will have written by then.

use std::collections::HashMap;
use std::ops::Range;

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::cli::plan::coming::Coming;
use crate::cli::plan::forecast::{Forecast, forecast};
use crate::daemon::sweeping::tallies::standing;
use crate::ledger::tallies::{Reached, TallyTold};
use crate::ledger::{Ledger, LedgerError};
use crate::model::{Calendar, Config, Release, Subject, Tally, TallyOf};
use crate::plan;
use crate::plan::further::tally_audience;
use crate::plan::{Planned, TallyStanding, whole_minute};
use crate::view::as_of::as_of;
use crate::view::tallies::{Count, ReleasedLetter, counts, judged_at, since_of_all};

/// The letters of tallies that leave in the period, by when they do.
pub(super) fn tallies(
    config: &Config,
    ledger: Option<&Ledger>,
    forecast: &Forecast,
    (now, period): (Timestamp, &Range<Timestamp>),
) -> anyhow::Result<Vec<Coming>> {
    let Some(calendar) = config.office_calendar().filter(|_| !config.tallies.is_empty()) else {
        return Ok(Vec::new());
    };
    let mut outlook = Outlook::of(config, calendar, ledger, forecast, (now, period))?;
    let mut all = Vec::new();
    for (day, at) in judgings(calendar, now, period.end) {
        let stood = as_of(config, at);
        for tally in &config.tallies {
            if outlook.judged.get(&*tally.name) == Some(&day) {
                continue;
            }
            for count in outlook.judge(&stood, tally, day, at) {
                if period.contains(&at) {
                    all.push(coming(config, calendar, tally, &count, at));
                }
            }
        }
    }
    Ok(all)
}

/// The days on which tallies are judged, and when.
fn judgings(
    calendar: &Calendar,
    now: Timestamp,
    end: Timestamp,
) -> impl Iterator<Item = (Date, Timestamp)> {
    let days =
        std::iter::successors(Some(calendar.local_date(now)), |day| day.checked_add(1.day()).ok());
    let days = days.map(move |day| (day, judged_at(calendar, day)));
    days.take_while(move |(day, _)| calendar.start_of_day(*day) < end)
        .filter_map(move |(day, at)| Some((day, whole_minute(at?.max(now)))))
        .filter(move |(_, at)| *at < end)
}

/// A tally, and for whom it is counted.
type Key = (String, Subject);

/// How tallies stand on an imagined day.
struct Outlook<'c> {
    config: &'c Config,
    calendar: &'c Calendar,
    judged: HashMap<String, Date>,
    standing: HashMap<Key, TallyStanding>,
    /// The letters that were released, and those to come.
    letters: Vec<ReleasedLetter>,
}

impl<'c> Outlook<'c> {
    fn of(
        config: &'c Config,
        calendar: &'c Calendar,
        ledger: Option<&Ledger>,
        forecast: &Forecast,
        (now, period): (Timestamp, &Range<Timestamp>),
    ) -> anyhow::Result<Outlook<'c>> {
        let (judged, standing) = match ledger {
            Some(ledger) => (ledger.tallies_judged()?, standings(calendar, ledger, now)?),
            None => (HashMap::new(), HashMap::new()),
        };
        let of_letters = |tally: &Tally| matches!(tally.of, TallyOf::Letters(..));
        let letters = match config.tallies.iter().any(of_letters) {
            true => letters(config, ledger, forecast, (now, period))?,
            false => Vec::new(),
        };
        Ok(Outlook { config, calendar, judged, standing, letters })
    }

    /// Judges a tally. The counts of which there is a letter.
    fn judge(&mut self, stood: &Config, tally: &Tally, day: Date, at: Timestamp) -> Vec<Count> {
        let counts = counts(stood, tally, &self.letters, at);
        let reached = counts.into_iter().filter(|count| count.number >= tally.at_least as usize);
        let reached: HashMap<Subject, Count> =
            reached.map(|count| (count.about.subject(self.config), count)).collect();
        for ((name, about), standing) in &mut self.standing {
            if **name == *tally.name && !reached.contains_key(about) {
                standing.judge(tally, self.calendar, false, day);
            }
        }
        let mut told = Vec::new();
        for (about, count) in reached {
            let standing =
                self.standing.entry((tally.name.to_string(), about.clone())).or_default();
            let Some(_) = standing.judge(tally, self.calendar, true, day) else { continue };
            if tally.release == Release::Auto {
                let notice = (about, plan::Origin::Tally, tally.name.clone());
                let (kind, released, id) = (tally.letter, at, None);
                self.letters.push(ReleasedLetter { id, kind, released, notices: vec![notice] });
            }
            told.push(count);
        }
        told.sort_by_key(|count| count.about.subject(self.config));
        told
    }
}

/// How tallies stand by what the ledger has.
fn standings(
    calendar: &Calendar,
    ledger: &Ledger,
    now: Timestamp,
) -> Result<HashMap<Key, TallyStanding>, LedgerError> {
    let mut all: HashMap<Key, (Option<Reached>, Vec<TallyTold>)> = HashMap::new();
    for reached in ledger.tallies_reached()? {
        let key = (reached.tally.clone(), reached.about.clone());
        all.entry(key).or_default().0 = Some(reached);
    }
    for told in ledger.tallies_told()? {
        let key = (told.tally.clone(), told.about.clone());
        all.entry(key).or_default().1.push(told);
    }
    let today = calendar.local_date(now);
    let standing = |(key, (reached, told)): (Key, (Option<Reached>, Vec<TallyTold>))| {
        (key, standing(calendar, reached.as_ref(), &told, today))
    };
    Ok(all.into_iter().map(standing).collect())
}

/// The letters that count: those released, and those that the ladder will have written by itself. `known` is what leaves in
/// the period.
fn letters(
    config: &Config,
    ledger: Option<&Ledger>,
    known: &Forecast,
    (now, period): (Timestamp, &Range<Timestamp>),
) -> anyhow::Result<Vec<ReleasedLetter>> {
    let since = since_of_all(config, now);
    let released = since.zip(ledger).map(|(since, ledger)| ledger.released_since(since));
    let mut all = released.transpose()?.unwrap_or_default();
    let from_now;
    let Forecast { rows: planned, copies, .. } = match period.start <= now {
        true => known,
        // What leaves before the period counts, too.
        false => {
            from_now = forecast(config, ledger, None, (now, now..period.end), true)?;
            &from_now
        }
    };
    let notice = |planned: &Planned| {
        let id = &planned.notice.id;
        (id.subject.clone(), id.from, id.stage.clone())
    };
    let planned_letters =
        plan::letters(config, planned, copies).into_iter().filter(|letter| !letter.asks);
    all.extend(planned_letters.map(|letter| ReleasedLetter {
        id: None,
        kind: letter.kind,
        released: letter.release,
        notices: letter.notices.iter().map(|at| notice(&planned[*at])).collect(),
    }));
    Ok(all)
}

fn coming(
    config: &Config,
    calendar: &Calendar,
    tally: &Tally,
    count: &Count,
    at: Timestamp,
) -> Coming {
    let audience = tally_audience(config, tally, count, at);
    let about = count.about.id(config).map(str::to_owned);
    let asks = tally.release == Release::Ask;
    Coming::of(calendar, (tally.letter, &tally.name, about), (at, at), &audience, asks)
}
