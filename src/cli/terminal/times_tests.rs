//! What is understood as a time, and which time it is.

use jiff::tz::TimeZone;

use super::*;
use crate::model::{CalendarParts, DayKind, Exception, Hours, SendOn};

/// Shanghai; 1 January 2027 is off.
fn calendar() -> Calendar {
    Calendar::new(CalendarParts {
        id: "default".into(),
        timezone: TimeZone::get("Asia/Shanghai").expect("a zone"),
        workdays: [true, true, true, true, true, false, false],
        exceptions: vec![Exception {
            day: jiff::civil::date(2027, 1, 1),
            kind: DayKind::Off,
            name: None,
        }],
        covered: None,
        hours: Hours { start: Time::midnight(), end: None },
        send_at: Time::midnight(),
        send_on: SendOn::Workdays,
    })
}

/// Wednesday, 25 November 2026, 10:30.
const NOW: &str = "2026-11-25T10:30:00+08:00";

fn when(text: &str, toward: Toward) -> String {
    let now = NOW.parse().expect("a time");
    let Ok(written) = time(text) else { return "-".to_owned() };
    match written.meant.when(&calendar(), now, toward) {
        None => "none".to_owned(),
        Some(When::Day(day)) => day.to_string(),
        Some(When::Instant(instant)) => {
            calendar().timezone().to_datetime(instant).strftime("%F %R").to_string()
        }
    }
}

#[test]
fn times_are_read_in_both_languages() {
    let table = [
        ("2026-12-01T09:00:00+08:00", "2026-12-01 09:00"),
        ("2026-12-01T01:00:00Z", "2026-12-01 09:00"),
        ("2026-12-01 09:00:00+08:00", "2026-12-01 09:00"),
        ("2026-12-01", "2026-12-01"),
        ("2026/12/1", "2026-12-01"),
        ("２０２６－１２－０１", "2026-12-01"),
        ("2026-12-01 9:05", "2026-12-01 09:05"),
        ("2026-12-01T09:05", "2026-12-01 09:05"),
        ("2026-12-01T09:05:00", "2026-12-01 09:05"),
        ("now", "2026-11-25 10:30"),
        ("today", "2026-11-25"),
        ("Tomorrow", "2026-11-26"),
        ("tomorrow 14:30", "2026-11-26 14:30"),
        ("yesterday", "2026-11-24"),
        ("wednesday", "2026-11-25"),
        ("monday", "2026-11-30"),
        ("mon 09:00", "2026-11-30 09:00"),
        ("next friday", "2026-12-04"),
        ("last friday", "2026-11-20"),
        ("+10d", "2026-12-05"),
        ("-3d", "2026-11-22"),
        ("+2w", "2026-12-09"),
        ("+3mo", "2027-02-25"),
        ("+5wd", "2026-12-02"),
        ("+90min", "2026-11-25 12:00"),
        ("今天", "2026-11-25"),
        ("明天", "2026-11-26"),
        ("后天", "2026-11-27"),
        ("昨天", "2026-11-24"),
        ("明天上午9点", "2026-11-26 09:00"),
        ("明天下午3点半", "2026-11-26 15:30"),
        ("周一", "2026-11-30"),
        ("星期天", "2026-11-29"),
        ("下周一", "2026-11-30"),
        ("下周五", "2026-12-04"),
        ("本周一", "2026-11-23"),
        ("上周五", "2026-11-20"),
        ("下下周一", "2026-12-07"),
        ("11月30日", "2026-11-30"),
        ("11月30号 9：00", "2026-11-30 09:00"),
        ("2026年11月30日", "2026-11-30"),
        ("2027年3月底", "2027-03-31"),
        ("月底", "2026-11-30"),
        ("下月底", "2026-12-31"),
        ("12月底", "2026-12-31"),
        ("年底", "2026-12-31"),
        ("10天后", "2026-12-05"),
        ("十天后", "2026-12-05"),
        ("两周后", "2026-12-09"),
        ("3个工作日后", "2026-11-30"),
        ("3天前", "2026-11-22"),
        ("+10天", "2026-12-05"),
    ];
    for (text, meant) in table {
        assert_eq!(when(text, Toward::Future), meant, "{text}");
    }
}

#[test]
fn what_is_no_time_is_refused() {
    for text in [
        "",
        "x",
        "2026-02-30",
        "26-11-30",
        "30.11.2026",
        "2026-11",
        "10d",
        "+10",
        "+1y",
        "25:00",
        "2026-11-30 25:00",
        "2026-11-30 09",
        "13月1日",
        "2月30日",
        "周八",
        "next",
        "tomorrow at",
        "2026-11-30T09:00:00+99:00",
        "--json",
        "99999999999d后",
    ] {
        assert_eq!(when(text, Toward::Future), "-", "{text}");
    }
}

#[test]
fn a_day_without_its_year_or_week_lies_where_it_makes_sense() {
    for (text, past, future) in [
        ("monday", "2026-11-23", "2026-11-30"),
        ("wednesday", "2026-11-25", "2026-11-25"),
        ("1月15日", "2026-01-15", "2027-01-15"),
        ("11月1日", "2026-11-01", "2026-11-01"),
        ("12月20日", "2026-12-20", "2026-12-20"),
        ("2月29日", "none", "none"),
        ("3月底", "2026-03-31", "2027-03-31"),
    ] {
        assert_eq!(
            (when(text, Toward::Past), when(text, Toward::Future)),
            (past.into(), future.into()),
            "{text}"
        );
    }
}
