//! A value of the wrong type, and what it would be in the type that is wanted.

use std::collections::HashSet;

use jiff::civil::Date;
use toml::Spanned;
use toml::de::DeValue;

use crate::config::fault::values::TypeCure;
use crate::config::finding::Place;
use crate::config::read::context::Context;
use crate::config::read::days::{self, Day, is_endless};
use crate::config::read::keys::{Key, Kind, MILESTONE, Shape};
use crate::config::read::signs::{date_meant, serial_date};
use crate::config::read::tables_meant::{Around, Meant};
use crate::config::read::{aliases, tables_meant, worded};
use crate::config::suggest;

/// What is to be done about a value, and what is written in its place.
pub(super) type Cure = (TypeCure, Option<String>);

const NONE: Cure = (TypeCure::None, None);

/// The cure of a value of the wrong type, in a task with that deadline.
pub(super) fn of(
    key: &Key,
    value: &Spanned<DeValue<'_>>,
    due: Option<Date>,
    context: &Context<'_>,
) -> Cure {
    let source = context.written(Place::new(value.span()));
    let around = Around { today: context.today, due };
    match (key.kind, value.get_ref()) {
        (Kind::Tables(shape), found) => tables(shape, found, source, around),
        (Kind::OneOrMore(_), _) => item(key, value, 1, around),
        (Kind::Choices(_), DeValue::String(text)) if aliases::is_working_week(text) => {
            let week = "[\"mon\", \"tue\", \"wed\", \"thu\", \"fri\"]";
            (TypeCure::Brackets, Some(week.to_owned()))
        }
        (Kind::Dates, DeValue::Datetime(day)) => (TypeCure::Brackets, Some(format!("[{day}]"))),
        (Kind::Dates, DeValue::String(text)) => match date_meant(text) {
            Some(day) => (TypeCure::Brackets, Some(format!("[{day}]"))),
            None => NONE,
        },
        (kind, DeValue::String(text)) if kind.is_array() => {
            (TypeCure::Brackets, Some(format!("[{}]", several(text).join(", "))))
        }
        (Kind::Hours | Kind::Time, found) => clock(key.kind, found),
        (Kind::Text | Kind::Line | Kind::AnyOf | Kind::Id(_), found) => quotes(found, source),
        (Kind::Date | Kind::When | Kind::Due, found) => date(key, found, context.today),
        (Kind::Flag, DeValue::String(text)) => match text.trim() {
            "true" | "yes" | "是" | "开" => (TypeCure::NoQuotes, Some("true".to_owned())),
            "false" | "no" | "否" | "关" => (TypeCure::NoQuotes, Some("false".to_owned())),
            _ => NONE,
        },
        (Kind::Whole(low, high), DeValue::String(text)) => {
            let digits =
                text.trim().trim_end_matches(['次', '回', '个', '封', '%', 'x']).trim_end();
            match digits.parse::<i64>().ok().filter(|number| (low..=high).contains(number)) {
                Some(number) => (TypeCure::NoQuotes, Some(number.to_string())),
                None => NONE,
            }
        }
        _ => NONE,
    }
}

/// Where tables in brackets are wanted.
fn tables(shape: &Shape, found: &DeValue<'_>, source: &str, around: Around) -> Cure {
    if matches!(found, DeValue::Table(_)) && source.starts_with('{') {
        return (TypeCure::Brackets, Some(format!("[{source}]")));
    }
    if let Some(table) = day_of(found).and_then(|day| one_of_days(shape, &day)) {
        return (TypeCure::Brackets, Some(format!("[{table}]")));
    }
    let several = match found {
        DeValue::String(text) if *shape == MILESTONE => text.split(['、', '；', ';']).collect(),
        _ => Vec::new(),
    };
    let meant = match &several[..] {
        [] | [_] => tables_meant::table(shape, found, 1, around),
        parts => tables_meant::list(shape, parts, around),
    };
    match meant {
        Some(Meant { table, is_guess: false }) => (TypeCure::Brackets, Some(format!("[{table}]"))),
        Some(Meant { table, .. }) => (TypeCure::RealDay, Some(format!("[{table}]"))),
        None => NONE,
    }
}

/// The numbers from 1 that are no id of one of these tables.
pub(super) fn numbers<'t>(
    shape: &Shape,
    arrays: &[&'t [Spanned<DeValue<'t>>]],
) -> impl Iterator<Item = usize> + use<'t> {
    let tables = arrays.iter().copied().flatten().filter_map(|item| item.get_ref().as_table());
    let pairs = tables.flat_map(|table| table.iter());
    let ids = pairs.filter(|(key, _)| suggest::exact_key(key.get_ref(), shape) == Some("id"));
    let ids: HashSet<&str> = ids.filter_map(|(_, id)| id.get_ref().as_str()).collect();
    (1..).filter(move |number: &usize| !ids.contains(&*number.to_string()))
}

/// One of several tables that is none; `number` counts them from 1.
pub(super) fn item(key: &Key, value: &Spanned<DeValue<'_>>, number: usize, around: Around) -> Cure {
    let (Kind::Tables(shape) | Kind::OneOrMore(shape)) = key.kind else { return NONE };
    let found = value.get_ref();
    if let Some(table) = day_of(found).and_then(|day| one_of_days(shape, &day)) {
        return (TypeCure::Braces, Some(table));
    }
    match tables_meant::table(shape, found, number, around) {
        Some(Meant { table, is_guess: false }) => (TypeCure::Braces, Some(table)),
        Some(Meant { table, .. }) => (TypeCure::RealDay, Some(table)),
        None => NONE,
    }
}

/// The members of a list, none of which is a table, as one text.
pub(super) fn all(
    key: &Key,
    values: &[Spanned<DeValue<'_>>],
    numbers: &mut impl Iterator<Item = usize>,
    around: Around,
) -> Cure {
    let mut tables = Vec::with_capacity(values.len());
    let mut all = TypeCure::Braces;
    for (value, number) in values.iter().zip(numbers) {
        let (cure, Some(table)) = item(key, value, number, around) else { return NONE };
        if cure == TypeCure::RealDay {
            all = cure;
        }
        tables.push(table);
    }
    (all, Some(tables.join(", ")))
}

/// `{ to = 2026-12-31 }`: a table that wants nothing but a day.
fn one_of_days(shape: &Shape, day: &str) -> Option<String> {
    let mut required = shape.keys.iter().filter(|key| key.required);
    let key = required.next().filter(|key| matches!(key.kind, Kind::Date | Kind::When))?;
    required.next().is_none().then(|| format!("{{ {} = {day} }}", key.name))
}

fn day_of(value: &DeValue<'_>) -> Option<String> {
    match value {
        DeValue::Datetime(day) => Some(day.to_string()),
        DeValue::String(text) => date_meant(text),
        DeValue::Integer(number) => numbered_day(number.as_str()),
        _ => None,
    }
}

/// `20261130`, or the number that a spreadsheet has for the day.
fn numbered_day(digits: &str) -> Option<String> {
    let number: i64 = digits.parse().ok()?;
    serial_date(number).map(|day| day.to_string()).or_else(|| date_meant(digits))
}

/// Where a date is wanted.
fn date(key: &Key, found: &DeValue<'_>, today: Date) -> Cure {
    match found {
        DeValue::Integer(number) => match numbered_day(number.as_str()) {
            Some(day) => (TypeCure::Date, Some(day)),
            None => NONE,
        },
        // It is done: when, the file must say.
        DeValue::Boolean(true) if matches!(key.kind, Kind::When) => {
            (TypeCure::WhichDay, Some(today.to_string()))
        }
        DeValue::String(text) => of_text(key.kind, text, today),
        _ => NONE,
    }
}

/// The same, where a text stands there.
fn of_text(kind: Kind, text: &str, today: Date) -> Cure {
    let is_deadline = matches!(kind, Kind::Due);
    match days::day(text, is_deadline, Some(today)) {
        Day::Is(day) => return (TypeCure::DateWithoutQuotes, Some(day)),
        Day::NoYear(day) => return (TypeCure::WhichYear, Some(day)),
        Day::Stretch(day) => return (TypeCure::LastDay, Some(day)),
        Day::NotThere | Day::None => {}
    }
    match kind {
        Kind::Due if is_endless(text) => (TypeCure::Every, None),
        Kind::Due => match worded::from_opened(text) {
            Some(meant) => (TypeCure::FromOpened, Some(format!("\"{meant}\""))),
            None => NONE,
        },
        Kind::When if is_yes(text) => (TypeCure::WhichDay, Some(today.to_string())),
        _ => NONE,
    }
}

/// Where hours or a time of day are wanted.
fn clock(kind: Kind, found: &DeValue<'_>) -> Cure {
    let typed = match (kind, found) {
        (Kind::Time, DeValue::Integer(number)) => number.as_str().to_owned(),
        (Kind::Time, DeValue::Datetime(time)) => {
            time.time.map_or(String::new(), |time| format!("{:02}:{:02}", time.hour, time.minute))
        }
        (Kind::Hours, DeValue::Array(both)) => {
            let texts: Option<Vec<&str>> = both.iter().map(|one| one.get_ref().as_str()).collect();
            texts.unwrap_or_default().join("-")
        }
        _ => String::new(),
    };
    let meant =
        if matches!(kind, Kind::Hours) { worded::hours(&typed) } else { worded::time(&typed) };
    match meant {
        Some(meant) => (TypeCure::Quotes, Some(format!("\"{meant}\""))),
        None => NONE,
    }
}

fn is_yes(text: &str) -> bool {
    let words = ["是", "已办结", "办结", "已完成", "完成", "已销号", "yes", "true", "done", "ok"];
    words.contains(&text.trim().to_lowercase().as_str())
}

/// Where a text is wanted.
fn quotes(found: &DeValue<'_>, source: &str) -> Cure {
    match found {
        DeValue::Integer(_) | DeValue::Float(_) | DeValue::Datetime(_) | DeValue::Boolean(_)
            if !source.is_empty() =>
        {
            (TypeCure::Quotes, Some(format!("\"{source}\"")))
        }
        DeValue::Array(items) => match &items[..] {
            [one] => match one.get_ref() {
                DeValue::String(text) => (TypeCure::NoBrackets, Some(super::syntax::quoted(text))),
                _ => NONE,
            },
            _ => NONE,
        },
        _ => NONE,
    }
}

/// The texts of a list in one text: `张三、李四`.
pub(super) fn several(text: &str) -> Vec<String> {
    let parts = text.split(['、', ',', '，', ';', '；', '/']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(super::syntax::quoted).collect()
}
