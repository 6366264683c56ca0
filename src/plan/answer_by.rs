//! §5: by when a letter asks for an answer.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::model::{Calendar, Span, TimeUnit};
use crate::plan::next_step::NextStep;

/// So many working days are given where no other notice follows.
const WITHOUT_NEXT: i64 = 3;

/// The time to answer by: what the stage gives, else the close of the last working day before the next notice
/// leaves, but no sooner than that of the next working day; before an exact next notice its moment.
pub fn answer_by(
    calendar: &Calendar,
    now: Timestamp,
    given: Option<Span>,
    next: Option<&NextStep>,
) -> Timestamp {
    let today = calendar.local_date(now);
    let close = |day: Option<Date>| calendar.close_of(day.unwrap_or(today));
    if let Some(Span { count, unit }) = given {
        let count = i64::from(count);
        return match unit.is_day_based() {
            true => {
                let day = calendar.shift(today, count, unit);
                close(day.and_then(|day| calendar.working_day_from(day)))
            }
            false => calendar.add_exact(now, count, unit).unwrap_or(now),
        };
    }
    match next {
        None => close(calendar.shift(today, WITHOUT_NEXT, TimeUnit::WorkingDay)),
        Some(next) if next.exact => next.at,
        Some(next) => {
            let before = calendar.nth_working_day(calendar.local_date(next.at), -1);
            close(before).max(close(calendar.nth_working_day(today, 1)))
        }
    }
}
