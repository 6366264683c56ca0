//! What day is meant where a date is wanted: as TOML could not read it, and as offices write it. What an import reads as a
//! date is read here, too.

use jiff::civil::Date;

use crate::config::read::signs::date_meant;
use crate::import::dates::{Reader, Reading, Role, Unread};

/// What a text says about a day.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Day {
    /// This day or time.
    Is(String),
    /// A day of no year; which it would be this year.
    NoYear(String),
    /// A stretch of days, where one is wanted; the last of them.
    Stretch(String),
    /// A day that the calendar does not have.
    NotThere,
    /// Nothing that is one.
    None,
}

/// The day that a text means. A month or quarter means its last day for a deadline, and no day for what has happened.
pub(super) fn day(text: &str, is_deadline: bool, today: Option<Date>) -> Day {
    if let Some(day) = date_meant(text) {
        return Day::Is(day);
    }
    let role = if is_deadline { Role::Deadline } else { Role::Fact };
    let read = |role, year| Reader { role, year, order: None }.text(text);
    let of = |reading| match reading {
        Reading::Read(moment, _) => Some(moment.to_string()),
        _ => None,
    };
    match read(role, None) {
        Reading::Unread(Unread::NoYear) => {
            let year = today.map(Date::year);
            of(read(Role::Deadline, year)).map_or(Day::None, Day::NoYear)
        }
        Reading::Unread(Unread::OnlyMonth) => {
            of(read(Role::Deadline, None)).map_or(Day::None, Day::Stretch)
        }
        Reading::Unread(Unread::NoSuchDay) => Day::NotThere,
        read => of(read).map_or(Day::None, Day::Is),
    }
}

/// What has no end comes round.
pub(super) fn is_endless(text: &str) -> bool {
    let text = text.to_lowercase();
    let words =
        ["长期", "持续", "常态", "ongoing", "continuous", "permanent", "long-term", "long term"];
    words.iter().any(|word| text.contains(word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_offices_write_is_a_day_or_lacks_something() {
        let today = Some(Date::constant(2026, 11, 29));
        let is = |day: &str| Day::Is(day.to_owned());
        for (text, as_deadline, as_fact) in [
            ("2026/3/5", is("2026-03-05"), is("2026-03-05")),
            ("2026年11月30日17时", is("2026-11-30T17:00:00"), is("2026-11-30T17:00:00")),
            ("2026年第四季度", is("2026-12-31"), Day::Stretch("2026-12-31".to_owned())),
            ("2026年12月", is("2026-12-31"), Day::Stretch("2026-12-31".to_owned())),
            (
                "12月25日",
                Day::NoYear("2026-12-25".to_owned()),
                Day::NoYear("2026-12-25".to_owned()),
            ),
            ("12月底", Day::NoYear("2026-12-31".to_owned()), Day::NoYear("2026-12-31".to_owned())),
            ("1月", Day::NoYear("2026-01-31".to_owned()), Day::NoYear("2026-01-31".to_owned())),
            ("2026年2月30日", Day::NotThere, Day::NotThere),
            ("2026-02-30", Day::NotThere, Day::NotThere),
            ("立行立改", Day::None, Day::None),
            ("", Day::None, Day::None),
        ] {
            assert_eq!(day(text, true, today), as_deadline, "{text}");
            assert_eq!(day(text, false, today), as_fact, "{text}");
        }
    }
}
