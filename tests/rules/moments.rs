//! P1: the moments of a report: its cron's in the calendar's zone (T5), each moved by `roll`.

use duban::model::Config;
use duban::plan::Moments;

use crate::support::{at, config};

/// A report by a cron and a `roll`, in a calendar.
fn report(zone: &str, cron: &str, roll: &str) -> Config {
    config(&format!(
        "[mail]\nfrom = 'duban@example.org'\n[calendars.default]\ntimezone = '{zone}'\n\
         holidays = ['CN']\n[[reports]]\nname = 'r'\ncron = '{cron}'\nroll = '{roll}'\n\
         to = ['a@example.org']\n"
    ))
}

/// The moments from one time on, and those backward from another, local to the calendar.
fn moments(config: &Config, from: &str, count: usize) -> Vec<String> {
    let of = Moments::of(config, &config.reports[0]);
    let zone = of.calendar().timezone();
    let (mut after, mut found) = (at(from), Vec::new());
    while found.len() < count {
        let Some(next) = of.next(after) else { break };
        // What comes next is also what was reached last, once it is reached.
        assert_eq!(of.latest(next.at), Some(next));
        found.push(zone.to_datetime(next.at).strftime("%Y-%m-%d %H:%M").to_string());
        after = next.at;
    }
    found
}

#[test]
fn days_off_move_as_roll_says() {
    let zone = "Asia/Shanghai";
    // 5 September and 5 December 2026 are Saturdays; 1 to 7 October is the National Day.
    for (roll, expected) in [
        ("none", ["2026-09-05 09:00", "2026-10-05 09:00", "2026-11-05 09:00", "2026-12-05 09:00"]),
        ("later", ["2026-09-07 09:00", "2026-10-08 09:00", "2026-11-05 09:00", "2026-12-07 09:00"]),
        (
            "earlier",
            ["2026-09-04 09:00", "2026-09-30 09:00", "2026-11-05 09:00", "2026-12-04 09:00"],
        ),
        ("2wd", ["2026-09-08 09:00", "2026-10-09 09:00", "2026-11-05 09:00", "2026-12-08 09:00"]),
    ] {
        let config = report(zone, "0 9 5 * *", roll);
        assert_eq!(moments(&config, "2026-09-01T00:00:00Z", 4), expected, "{roll}");
    }
}

#[test]
fn every_tuesday_at_noon_after_a_holiday_the_second_working_day() {
    let config = report("Asia/Shanghai", "0 12 * * 2", "2wd");
    // Tuesday 6 October is a day off; 8 and 9 October are worked, and 10, a Saturday, too.
    assert_eq!(
        moments(&config, "2026-09-28T00:00:00Z", 3),
        ["2026-09-29 12:00", "2026-10-09 12:00", "2026-10-13 12:00"]
    );
}

#[test]
fn several_that_move_to_one_moment_are_one_by_the_latest_cron() {
    let config = report("Asia/Shanghai", "0 9 * * *", "later");
    let of = Moments::of(&config, &config.reports[0]);
    // Friday, then Saturday, Sunday and Monday on Monday.
    assert_eq!(
        moments(&config, "2026-11-27T00:00:00Z", 3),
        ["2026-11-27 09:00", "2026-11-30 09:00", "2026-12-01 09:00"]
    );
    let monday = of.latest(at("2026-11-30T02:00:00Z")).expect("a moment");
    assert_eq!(monday.cron, at("2026-11-30T01:00:00Z"));
    assert_eq!(
        of.latest(at("2026-11-29T12:00:00Z")).map(|one| one.at),
        Some(at("2026-11-27T01:00:00Z"))
    );
}

#[test]
fn t5_a_local_time_in_a_gap_moves_and_one_in_an_overlap_comes_once() {
    let config = report("Europe/Berlin", "30 2 * * *", "none");
    assert_eq!(
        moments(&config, "2026-03-28T00:00:00Z", 3),
        ["2026-03-28 02:30", "2026-03-29 03:30", "2026-03-30 02:30"]
    );
    assert_eq!(
        moments(&config, "2026-10-24T00:00:00Z", 3),
        ["2026-10-24 02:30", "2026-10-25 02:30", "2026-10-26 02:30"]
    );
    // In the second pass of the hour it has been reached, whatever the clock on the wall says.
    let of = Moments::of(&config, &config.reports[0]);
    let second_pass = of.latest(at("2026-10-25T01:10:00Z")).map(|one| one.at);
    assert_eq!(second_pass, Some(at("2026-10-25T00:30:00Z")));
}
