//! P1: over a year each report goes once for each of its moments that somebody was there to tell, and only the latest after
//! downtime. The moments are worked out here by other code than duban's: day by day, with the year's real days off.

use std::collections::BTreeSet;
use std::sync::Arc;

use duban::daemon::sweeping::sweeper::Sweeper;
use duban::ledger::Ledger;
use duban::model::When;
use duban::plan::Origin;
use jiff::civil::{Date, Time, date, time};
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp, ToSpan};

use crate::support::config;

/// Days off of 2026 that are no weekend, and weekend days that are worked, as the State Council gave them out: month, first
/// day, last day.
const OFF: [(i8, i8, i8); 7] =
    [(1, 1, 3), (2, 15, 23), (4, 4, 6), (5, 1, 5), (6, 19, 21), (9, 25, 27), (10, 1, 7)];
const WORKED: [(i8, i8); 6] = [(1, 4), (2, 14), (2, 28), (5, 9), (9, 20), (10, 10)];

/// Whether a day is worked in that zone: the calendar of Berlin has no holidays.
fn is_worked(zone: &str, day: Date) -> bool {
    let weekend = day.weekday().to_monday_one_offset() > 5;
    if zone == "Europe/Berlin" || day.year() != 2026 {
        return !weekend;
    }
    let (month, of_month) = (day.month(), day.day());
    let off = OFF.iter().any(|one| one.0 == month && (one.1..=one.2).contains(&of_month));
    WORKED.contains(&(month, of_month)) || !(weekend || off)
}

fn plus(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).expect("a day")
}

fn instant(zone: &str, day: Date, time: Time) -> Timestamp {
    let zone = TimeZone::get(zone).expect("a zone");
    zone.to_timestamp(day.to_datetime(time)).expect("a time")
}

/// Where a day off is moved to.
#[derive(Clone, Copy)]
enum Roll {
    None,
    Later,
    Earlier,
    SecondWorkingDay,
}

/// A report as it is known here.
struct Report {
    name: &'static str,
    zone: &'static str,
    is_on: fn(Date) -> bool,
    time: Time,
    roll: Roll,
    about: &'static [&'static str],
}

impl Report {
    /// Its moments, each with its cron's own: of several at one instant the last.
    fn moments(&self) -> Vec<(Timestamp, Timestamp)> {
        let days = std::iter::successors(Some(date(2025, 12, 20)), |day| Some(plus(*day, 1)));
        let days = days.take_while(|day| *day < date(2027, 1, 20)).filter(|day| (self.is_on)(*day));
        let mut all: Vec<(Timestamp, Timestamp)> = days
            .map(|day| {
                let at = |day| instant(self.zone, day, self.time);
                (at(self.moved(day)), at(day))
            })
            .collect();
        all.sort();
        let mut kept: Vec<(Timestamp, Timestamp)> = Vec::new();
        for one in all {
            match kept.last_mut() {
                Some(last) if last.0 == one.0 => *last = one,
                _ => kept.push(one),
            }
        }
        kept
    }

    fn moved(&self, day: Date) -> Date {
        let step = |from: Date, by: i64| {
            let mut days = std::iter::successors(Some(plus(from, by)), |day| Some(plus(*day, by)));
            days.find(|day| is_worked(self.zone, *day)).expect("a working day")
        };
        match self.roll {
            _ if is_worked(self.zone, day) => day,
            Roll::None => day,
            Roll::Later => step(day, 1),
            Roll::Earlier => step(day, -1),
            Roll::SecondWorkingDay => step(step(day, 1), 1),
        }
    }

    /// P1, T8: whether what is late may leave then.
    fn is_open(&self, now: Timestamp) -> bool {
        let local = TimeZone::get(self.zone).expect("a zone").to_datetime(now);
        let hours = time(9, 0, 0, 0)..time(18, 0, 0, 0);
        is_worked(self.zone, local.date()) && hours.contains(&local.time())
    }
}

const CHINA: &str = "Asia/Shanghai";

fn reports() -> [Report; 5] {
    let nine = time(9, 0, 0, 0);
    [
        Report {
            name: "monthly",
            zone: CHINA,
            is_on: |day| day.day() == 5,
            time: nine,
            roll: Roll::Later,
            about: &["a", "b"],
        },
        // "Every Tuesday at noon; after a holiday the second working day."
        Report {
            name: "tuesday",
            zone: CHINA,
            is_on: |day| {
                day.weekday().to_monday_one_offset() == 2 && [2, 9, 10].contains(&day.month())
            },
            time: time(12, 0, 0, 0),
            roll: Roll::SecondWorkingDay,
            about: &[""],
        },
        Report {
            name: "last",
            zone: CHINA,
            is_on: |day| day == day.last_of_month(),
            time: time(17, 30, 0, 0),
            roll: Roll::Earlier,
            about: &[""],
        },
        // In the hour that clocks leave out on one Sunday, and go through twice on another.
        Report {
            name: "sunday",
            zone: "Europe/Berlin",
            is_on: |day| {
                day.weekday().to_monday_one_offset() == 7 && [3, 10].contains(&day.month())
            },
            time: time(2, 30, 0, 0),
            roll: Roll::None,
            about: &[""],
        },
        // Several fall on one Monday.
        Report {
            name: "weekend",
            zone: CHINA,
            is_on: |day| day.weekday().to_monday_one_offset() > 5 && [5, 10].contains(&day.month()),
            time: nine,
            roll: Roll::Later,
            about: &[""],
        },
    ]
}

/// The same for duban. The third unit has nothing to say.
const OFFICE: &str = r#"
[mail]
from = "duban@example.org"
[calendars.default]
timezone = "Asia/Shanghai"
holidays = ["CN"]
[calendars.berlin]
timezone = "Europe/Berlin"
[people.h]
name = "h"
email = "h@example.org"
[units.root]
name = "root"
head = "h"
[units.a]
name = "a"
parent = "root"
[units.b]
name = "b"
parent = "root"
[units.c]
name = "c"
parent = "root"
[policies.p]
stages = [{ name = "far", at = "+900d", to = ["owner"] }]
[[task]]
id = "A-1"
title = "x"
unit = "a"
policy = "p"
opened = 2025-12-01
due = 2026-05-01
[[task]]
id = "B-1"
title = "y"
unit = "b"
policy = "p"
opened = 2025-12-01
due = 2027-05-01
[[reports]]
name = "monthly"
cron = "0 9 5 * *"
roll = "later"
per = "unit"
to = ["head"]
[[reports]]
name = "tuesday"
cron = "0 12 * 2,9,10 2"
roll = "2wd"
unit = "root"
to = ["head"]
[[reports]]
name = "last"
cron = "30 17 L * *"
roll = "earlier"
unit = "root"
to = ["head"]
[[reports]]
name = "sunday"
cron = "30 2 * 3,10 0"
calendar = "berlin"
unit = "root"
to = ["head"]
[[reports]]
name = "weekend"
cron = "0 9 * 5,10 6,0"
roll = "later"
unit = "root"
to = ["head"]
"#;

/// From the first day of these spans to the last nobody sweeps; the machine is up again at that hour.
const DOWN: [(Date, Date, i8); 9] = [
    (date(2026, 1, 5), date(2026, 1, 5), 20),
    (date(2026, 2, 14), date(2026, 2, 24), 7),
    (date(2026, 3, 28), date(2026, 3, 29), 14),
    (date(2026, 4, 30), date(2026, 5, 6), 10),
    (date(2026, 7, 1), date(2026, 8, 6), 19),
    (date(2026, 9, 25), date(2026, 9, 29), 12),
    (date(2026, 10, 24), date(2026, 10, 25), 9),
    (date(2026, 10, 31), date(2026, 11, 1), 11),
    (date(2026, 12, 5), date(2026, 12, 7), 9),
];

/// When there is a sweep: around each moment, some times a day, and when the machine is up again.
fn sweeps(reports: &[Report]) -> BTreeSet<Timestamp> {
    let minute = SignedDuration::from_mins(1);
    let around = |(at, _): (Timestamp, Timestamp)| [at - minute, at, at + minute];
    let mut all: BTreeSet<Timestamp> =
        reports.iter().flat_map(Report::moments).flat_map(around).collect();
    let days = std::iter::successors(Some(date(2026, 1, 1)), |day| Some(plus(*day, 1)));
    for day in days.take_while(|day| *day < date(2027, 1, 1)) {
        let hours = [(CHINA, 0), (CHINA, 9), (CHINA, 13), (CHINA, 20), ("Europe/Berlin", 9)];
        all.extend(hours.map(|(zone, hour)| instant(zone, day, time(hour, 0, 0, 0))));
    }
    let year =
        instant(CHINA, date(2026, 1, 1), Time::MIN)..instant(CHINA, date(2027, 1, 1), Time::MIN);
    all.retain(|at| year.contains(at));
    let downs = DOWN.map(|(first, last, hour)| {
        let up = instant(CHINA, last, time(hour, 0, 0, 0));
        (instant(CHINA, first, Time::MIN), up)
    });
    all.retain(|at| downs.iter().all(|(begin, up)| at < begin || at >= up));
    all.extend(downs.map(|(_, up)| up));
    all
}

/// A report, what it is about, its cron's moment, and when it was told.
type Told = (String, String, Timestamp, Timestamp);

/// What is to be told, by these sweeps.
fn expected(reports: &[Report], sweeps: &BTreeSet<Timestamp>) -> BTreeSet<Told> {
    let first = *sweeps.first().expect("a sweep");
    let mut all = BTreeSet::new();
    for report in reports {
        let moments = report.moments();
        let mut last: Option<Timestamp> = None;
        for now in sweeps {
            let reached = moments.iter().rfind(|(at, _)| at <= now);
            let Some((at, cron)) = reached.filter(|(at, _)| *at >= first) else { continue };
            let is_told = last.is_some_and(|last| last >= *cron);
            let on_time = now.duration_since(*at) < SignedDuration::from_mins(1);
            if is_told || !(on_time || report.is_open(*now)) {
                continue;
            }
            last = Some(*cron);
            let told = |about: &&str| (report.name.to_owned(), (*about).to_owned(), *cron, *now);
            all.extend(report.about.iter().map(told));
        }
    }
    all
}

#[test]
fn p1_a_year_sends_each_report_once_over_downtime_days_off_and_changes_of_the_clock() {
    let reports = reports();
    let sweeps = sweeps(&reports);
    let expected = expected(&reports, &sweeps);
    let config = Arc::new(config(OFFICE));
    let mut ledger = Ledger::in_memory(|| false).expect("a ledger");
    let mut sweeper = Sweeper::new(config.clone());
    let ups = DOWN.map(|(_, last, hour)| instant(CHINA, last, time(hour, 0, 0, 0)));
    for now in &sweeps {
        if ups.contains(now) {
            sweeper = Sweeper::new(config.clone());
        }
        sweeper.sweep(&mut ledger, *now).expect("a sweep");
    }
    let history = ledger.history(None, u32::MAX).expect("history").into_iter();
    let told: Vec<Told> = history
        .filter(|one| one.id.from == Origin::Report)
        .map(|one| {
            let When::Instant(cron) = one.id.anchor else {
                panic!("{} is no instant", one.id.anchor)
            };
            (one.id.stage.to_string(), one.id.subject.id().to_owned(), cron, one.recorded)
        })
        .collect();
    let set: BTreeSet<Told> = told.iter().cloned().collect();
    let missing: Vec<_> = expected.difference(&set).collect();
    let more: Vec<_> = set.difference(&expected).collect();
    assert!(
        missing.is_empty() && more.is_empty(),
        "not told: {missing:#?}\ntold too much: {more:#?}"
    );
    let moments: BTreeSet<_> = told.iter().map(|one| (&one.0, &one.1, one.2)).collect();
    assert_eq!(moments.len(), told.len(), "each moment once");
    assert!(told.len() > 60, "only {} letters in a year", told.len());
}
