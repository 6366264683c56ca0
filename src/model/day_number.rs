//! Days as whole numbers, to count and to search by.

use jiff::civil::Date;

/// The first day for which `reached` holds, found by growing steps from `near` and then by halving.
/// `reached` holds for every day after one for which it holds.
pub(super) fn first_day(near: i32, reached: impl Fn(i32) -> bool) -> i32 {
    let (mut low, mut high) = (near, near);
    let mut step = 1;
    while !reached(high) && step < FARTHEST {
        (low, high) = (high + 1, high + step);
        step *= 2;
    }
    while reached(low) && step < FARTHEST {
        (low, high) = (low - step, low);
        step *= 2;
    }
    while low < high {
        let middle = low + (high - low) / 2;
        if reached(middle) {
            high = middle;
        } else {
            low = middle + 1;
        }
    }
    low
}

/// No search goes farther than this many days: beyond all dates that jiff can name.
const FARTHEST: i32 = 1 << 24;

/// Day 0 of the count: a Monday, so that whole weeks divide without a remainder.
const FIRST_MONDAY: Date = jiff::civil::date(1970, 1, 5);

/// Days since the first Monday of 1970.
pub(super) fn number(day: Date) -> i32 {
    debug_assert_eq!(FIRST_MONDAY.weekday(), jiff::civil::Weekday::Monday);
    (day.duration_since(FIRST_MONDAY).as_hours() / 24) as i32
}

/// The day of that number; `None` beyond the years that dates can name.
pub(super) fn date(number: i32) -> Option<Date> {
    let days = jiff::Span::new().try_days(number).ok()?;
    FIRST_MONDAY.checked_add(days).ok()
}
