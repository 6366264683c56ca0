//! Which comes first in a column, the day or the month. The values that allow but one reading decide.

use super::scan::Scan;
use crate::import::text::folded;
use crate::model::names;

/// What comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// `31/12/2026`
    DayFirst,
    /// `12/31/2026`
    MonthFirst,
}

names!(Order { DayFirst = "day-first", MonthFirst = "month-first" });

/// What the values of a column say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// It has no dates of which both are possible.
    NoMatter,
    /// Some value allows only this.
    Decided(Order),
    /// None does.
    Open,
    /// One allows only this, another only that.
    Both,
}

impl Decision {
    /// What these texts say together.
    pub fn of<'t>(texts: impl Iterator<Item = &'t str>) -> Decision {
        let (mut day, mut month, mut open) = (false, false, false);
        for text in texts {
            match of_one(text) {
                Some(Decision::Decided(Order::DayFirst)) => day = true,
                Some(Decision::Decided(Order::MonthFirst)) => month = true,
                Some(Decision::Open) => open = true,
                _ => {}
            }
        }
        match (day, month, open) {
            (true, true, _) => Decision::Both,
            (true, false, _) => Decision::Decided(Order::DayFirst),
            (false, true, _) => Decision::Decided(Order::MonthFirst),
            (false, false, true) => Decision::Open,
            (false, false, false) => Decision::NoMatter,
        }
    }

    /// What is decided.
    pub fn order(self) -> Option<Order> {
        match self {
            Decision::Decided(order) => Some(order),
            _ => None,
        }
    }
}

fn of_one(text: &str) -> Option<Decision> {
    let text = folded(text);
    let text = super::relative::without_frills(&text);
    let mut scan = Scan(text);
    let (first, 1..=2) = scan.number()? else { return None };
    let sign = scan.one_of(&["/", "-", "."])?;
    let (second, 1..=2) = scan.number()? else { return None };
    let year = scan.one_of(&["/", "-"]).filter(|same| *same == sign).and_then(|_| scan.number());
    if !(year.is_some_and(|(_, digits)| digits == 4 || digits == 2) || scan.is_done()) {
        return None;
    }
    match (first, second) {
        (13..=31, 1..=12) => Some(Decision::Decided(Order::DayFirst)),
        (1..=12, 13..=31) => Some(Decision::Decided(Order::MonthFirst)),
        (1..=12, 1..=12) if first != second => Some(Decision::Open),
        _ => None,
    }
}
