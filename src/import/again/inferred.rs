//! Dates that a list does not say as a whole: the day of 已完成, the year of 12月31日前. A newer copy of the list infers
//! another date from the same cell; that is no change of the list, so what is known stays.

use jiff::civil::Date;

use super::values::Values;
use crate::import::item::Inferred;

/// Puts what is known in the place of inferred dates: the last copy's value, else that of the files. Tells whether a day
/// was replaced.
pub(super) fn settle(
    row: &mut Values,
    inferred: &[(&'static str, Inferred)],
    base: Option<&Values>,
    file: &Values,
) -> bool {
    let mut replaced = false;
    // How a task goes on is a list of entries, and is compared as such.
    for (key, what) in inferred.iter().filter(|(key, _)| *key != "progress") {
        let known = match what {
            Inferred::Day => base.and_then(|base| base.get(*key)).or_else(|| of_files(key, file)),
            Inferred::Year => row.get(*key).and_then(|date| of_another_year(key, date, base, file)),
        };
        if let Some(known) = known.filter(|_| row.contains_key(*key)) {
            replaced |= *what == Inferred::Day && row.get(*key) != Some(known);
            row.insert((*key).to_owned(), known.clone());
        }
    }
    replaced
}

/// A task that was sent back and is done again may be sent back once more.
fn of_files<'v>(key: &str, file: &'v Values) -> Option<&'v String> {
    file.get(key).filter(|_| key != "returned" || !file.contains_key("done"))
}

/// The same day of another year. The deadline of the files may be the first promise or what was granted later.
fn of_another_year<'v>(
    key: &str,
    date: &str,
    base: Option<&'v Values>,
    file: &'v Values,
) -> Option<&'v String> {
    let of_file: &[&str] = if key == "due" { &["due", "extended"] } else { &[key] };
    let of_file = of_file.iter().filter_map(|key| file.get(*key));
    let known = base.and_then(|base| base.get(key)).into_iter().chain(of_file);
    known.into_iter().find(|known| *known != date && same_but_for_the_year(known, date))
}

fn same_but_for_the_year(one: &str, other: &str) -> bool {
    const DAY: usize = "2026-12-31".len();
    let split = |text: &str| {
        let day: Date = text.get(..DAY)?.parse().ok()?;
        Some((day, text.get(DAY..)?.to_owned()))
    };
    let (Some((one, rest)), Some((other, of_other))) = (split(one), split(other)) else {
        return false;
    };
    let last = |day: Date| day == day.last_of_month();
    one.month() == other.month()
        && (one.day() == other.day() || (last(one) && last(other)))
        && rest == of_other
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_ends_on_another_day_in_another_year() {
        for (one, other, same) in [
            ("2026-12-31", "2027-12-31", true),
            ("2027-02-28", "2028-02-29", true),
            ("2026-12-31", "2027-12-15", false),
            ("2026-12-31T08:00:00Z", "2027-12-31T08:00:00Z", true),
            ("2026-12-31T08:00:00Z", "2027-12-31", false),
            ("opened+30d", "2027-12-31", false),
        ] {
            assert_eq!(same_but_for_the_year(one, other), same, "{one} {other}");
        }
    }
}
