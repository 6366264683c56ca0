//! What holds of every plan, whatever the configuration: checked on random ones.

use std::collections::BTreeSet;

use duban::model::{Calendar, Config};
use duban::plan::{self, Decision, Ladder, Planned, Recorded, Target, Track};
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};
use proptest::prelude::*;

use crate::support::{at, one_task};

const ZONES: [&str; 6] = [
    "Asia/Shanghai",
    "America/New_York",
    "Europe/London",
    "Australia/Lord_Howe",
    "America/Santiago",
    "Pacific/Apia",
];

fn calendar() -> impl Strategy<Value = String> {
    let zone = prop::sample::select(&ZONES[..]);
    let holidays = prop::sample::select(vec!["[]", "['CN']", "['US']", "['CN', 'GB']"]);
    let hours =
        prop::sample::select(vec!["09:00-18:00", "00:00-24:00", "01:30-02:45", "13:00-13:01"]);
    let send_on = prop::sample::select(vec!["workdays", "every-day"]);
    let workdays = prop::sample::select(vec![
        "['mon','tue','wed','thu','fri']",
        "['sun']",
        "['sat','mon','wed']",
    ]);
    (zone, holidays, hours, send_on, workdays).prop_map(|(zone, holidays, hours, send_on, workdays)| {
        format!("[calendars.default]\ntimezone = '{zone}'\nholidays = {holidays}\nhours = '{hours}'\nsend-on = '{send_on}'\nworkdays = {workdays}\n")
    })
}

fn stage(number: usize) -> impl Strategy<Value = String> {
    let day = prop::sample::select(vec!["d", "wd", "w", "mo"]);
    let day_repeat = prop::sample::select(vec!["d", "wd", "w", "mo"]);
    let days = (-15i32..25, day, 1u32..9, day_repeat);
    let exact = prop::sample::select(vec!["min", "h", "wh"]);
    let exact_repeat = prop::sample::select(vec!["min", "h", "wh"]);
    let exact = (-60i32..90, exact, 1u32..200, exact_repeat);
    let repeats = prop::option::of(prop::option::of(0u32..6));
    let release = prop::sample::select(vec!["auto", "auto", "auto", "ask"]);
    (prop_oneof![3 => days, 1 => exact], repeats, release).prop_map(
        move |((at, unit, every, repeat), repeats, release)| {
            let repeats = repeats.map(|times| {
                let times = times.map(|times| format!(", times = {times}")).unwrap_or_default();
                format!(", repeat = '{every}{repeat}'{times}")
            });
            format!(
                "{{ name = 's{number}', to = ['owner'], at = '{at:+}{unit}', release = '{release}'{} }},\n",
                repeats.unwrap_or_default()
            )
        },
    )
}

fn scene() -> impl Strategy<Value = Config> {
    let stages = (1usize..5).prop_flat_map(|count| (0..count).map(stage).collect::<Vec<_>>());
    let day = 0i32..1500;
    let hold = prop::option::of(0i32..1500);
    (calendar(), stages, day, hold).prop_map(|(calendar, stages, due, hold)| {
        let from: Date = jiff::civil::date(2024, 1, 1);
        let hold = hold
            .map(|day| format!("hold = {{ until = {} }}", from + day.days()))
            .unwrap_or_default();
        one_task(&calendar, &stages.concat(), &format!("due = {}\n{hold}", from + due.days()))
    })
}

fn target(config: &Config) -> Target {
    Target::all(config).next().expect("there is a task")
}

fn simulate(
    config: &Config,
    known: Vec<Recorded>,
    from: Timestamp,
    until: Timestamp,
) -> Vec<Planned> {
    plan::simulate(config, target(config), known, from, until).take(400).collect()
}

fn instant() -> impl Strategy<Value = Timestamp> {
    (0i64..5 * 366 * 86_400).prop_map(|seconds| at("2023-10-01T00:00Z") + seconds.seconds())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// T7, T8, T10, T13: one notice a track and sweep, at whole minutes, none before its moment, none
    /// twice, none during a hold, day-based ones within hours.
    #[test]
    fn every_plan_keeps_the_promises(config in scene(), now in instant()) {
        let planned = simulate(&config, Vec::new(), now, now + (400 * 24).hours());
        let target = target(&config);
        let calendar = target.calendar(&config);
        for track in [Track::Due, Track::Ask] {
            let planned = planned.iter().filter(|one| one.notice.track == track);
            for pair in planned.collect::<Vec<_>>().windows(2) {
                prop_assert!(pair[0].release < pair[1].release);
                prop_assert!(pair[0].notice.id != pair[1].notice.id);
                prop_assert!(pair[0].notice.moment <= pair[1].notice.moment);
            }
        }
        for pair in planned.windows(2) {
            prop_assert!(pair[0].release <= pair[1].release);
        }
        for one in &planned {
            prop_assert!(one.notice.moment <= one.release && now <= one.release);
            prop_assert_eq!(one.release.as_second() % 60, 0);
            for hold in target.task(&config).holds.iter() {
                prop_assert!(calendar.start_of_day(hold.until) <= one.release);
            }
            if one.notice.stage(&config).at.is_day_based() {
                prop_assert_eq!(calendar.window(one.release), duban::model::Window::Open);
            }
        }
    }

    /// A restart at any minute changes nothing: what the ledger has is all there is to know.
    #[test]
    fn a_plan_interrupted_goes_on_as_if_it_had_not_been(config in scene(), now in instant(), cut in 0i64..300 * 24 * 60) {
        let until = now + (300 * 24).hours();
        let whole = simulate(&config, Vec::new(), now, until);
        prop_assume!(whole.len() < 400);
        let middle = Timestamp::from_second((now.as_second() / 60 + cut) * 60).expect("within range");
        let mut first = simulate(&config, Vec::new(), now, middle.max(now));
        let known = first.iter().map(|one| Recorded {
            from: one.notice.id.from.stage().expect("a stage's"),
            anchor: one.notice.id.anchor,
            stage: one.notice.id.stage.clone(),
            occurrence: one.notice.id.occurrence,
            sent: true,
            released: false,
            held: false,
            letter: None,
        });
        let rest = simulate(&config, known.collect(), middle.max(now), until);
        first.extend(rest);
        prop_assert_eq!(first, whole);
    }

    /// The plan is the sweep: at each minute at which it foresees something exactly that is sent, in between nothing;
    /// whatever was released before.
    #[test]
    fn sweeps_send_what_was_planned(config in scene(), now in instant(), between in 1i64..60 * 24, released in any::<u8>()) {
        let mut known = released_notices(&config, released);
        let planned = simulate(&config, known.clone(), now, now + (300 * 24).hours());
        prop_assume!(planned.len() < 400);
        let mut minutes: BTreeSet<Timestamp> = planned.iter().map(|one| one.release).collect();
        minutes.extend(planned.iter().map(|one| one.release + between.minutes()));
        let end = planned.last().map(|one| one.release);
        let mut sent = Vec::new();
        for at in minutes.into_iter().filter(|at| Some(*at) <= end) {
            let before = known.clone();
            for ladder in Ladder::of(&config, target(&config)).into_tracks(&before) {
                let decision = plan::decide_on(&config, &ladder, &before, at);
                if let Decision::Send { occurrence, .. } = decision {
                    known.push(Recorded::of(&ladder, occurrence, true));
                    sent.push(Planned { notice: ladder.notice(&config, occurrence), release: at });
                }
            }
        }
        prop_assert_eq!(sent, planned);
    }

    /// T6, T7: looking up finds what listing finds.
    #[test]
    fn lookup_agrees_with_listing(config in scene(), now in instant()) {
        for ladder in Ladder::of(&config, target(&config)).into_tracks(&[]) {
        let all = (0..ladder.rungs.len()).flat_map(|rung| {
            let ladder = &ladder;
            (0..3000).map_while(move |k| ladder.occurrence(rung, k))
        });
        let all: Vec<_> = all.collect();
        prop_assume!(all.iter().all(|one| one.k < 2999));
        let latest = all.iter().filter(|one| one.moment <= now).max_by_key(|one| (one.moment, one.rung, one.k));
        prop_assert_eq!(ladder.latest(now), latest.copied());
        let next = all.iter().map(|one| one.moment).filter(|moment| now < *moment).min();
        prop_assert_eq!(ladder.around(now).1, next);
        }
    }

    /// T2, T3: counting working days by sums agrees with walking from day to day.
    #[test]
    fn working_days_agree_with_walking(config in scene(), start in 0i32..1500, n in -60i64..60) {
        let calendar = target(&config).calendar(&config);
        let start = jiff::civil::date(2024, 1, 1) + start.days();
        prop_assert_eq!(calendar.nth_working_day(start, n), Some(walk(calendar, start, n)));
    }

    /// T4: counting working hours by sums agrees with walking from minute to minute.
    #[test]
    fn working_hours_agree_with_walking(config in scene(), from in instant(), n in -30i64..30) {
        let calendar = target(&config).calendar(&config);
        prop_assume!(n != 0 && calendar.hours().start.minute() == 0 && calendar.hours().end.is_none_or(|end| end.hour() > 13));
        let from = Timestamp::from_second(from.as_second() / 60 * 60).expect("within range");
        let found = calendar.add_working_hours(from, n);
        prop_assert_eq!(worked_minutes(calendar, from.min(found), from.max(found)), n.abs() * 60);
        // The last minute before the end found is worked: nothing was overshot.
        let last = if n > 0 { found - 1.minute() } else { found };
        prop_assert!(is_worked(calendar, last));
    }
}

/// Of some stages the first occurrence went out before.
fn released_notices(config: &Config, which: u8) -> Vec<Recorded> {
    let ladder = Ladder::of(config, target(config));
    let some = (0..ladder.rungs.len()).filter(|rung| which & (1 << rung) != 0);
    let firsts = some.filter_map(|rung| ladder.occurrence(rung, 0));
    firsts.map(|one| Recorded { released: true, ..Recorded::of(&ladder, one, true) }).collect()
}

fn walk(calendar: &Calendar, mut day: Date, n: i64) -> Date {
    let step = n.signum().days();
    let mut left = n.abs();
    while left > 0 {
        day += step;
        left -= i64::from(calendar.is_working_day(day));
    }
    day
}

fn worked_minutes(calendar: &Calendar, from: Timestamp, until: Timestamp) -> i64 {
    let minutes = (from.as_second() / 60..until.as_second() / 60).map(|minute| minute * 60);
    let instants = minutes.map(|second| Timestamp::from_second(second).expect("within range"));
    instants.filter(|instant| is_worked(calendar, *instant)).count() as i64
}

/// Whether the minute that begins at the instant lies in working hours, by the local clock.
fn is_worked(calendar: &Calendar, instant: Timestamp) -> bool {
    let local = calendar.timezone().to_datetime(instant);
    let hours = calendar.hours();
    let begun = hours.start <= local.time() && hours.end.is_none_or(|end| local.time() < end);
    calendar.is_working_day(local.date()) && begun
}
