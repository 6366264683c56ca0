//! All tasks of a letter as a table for spreadsheets.

use crate::letter::attached::Attached;
use crate::letter::bounds::TABLE;
use crate::letter::csv::Csv;
use crate::letter::view::Writer;
use crate::model::{Calendar, When};
use crate::plan::Item;
use crate::words::letters::{facts, tables};

const CSV: &str = "text/csv; charset=utf-8";

/// The table, in the order of the letter, and how many tasks it has.
pub(crate) fn list(writer: &Writer<'_>) -> (Attached, usize) {
    let mut csv = Csv::new(&tables::headings(writer.language), TABLE);
    for (at, item) in writer.draft.items.iter().enumerate() {
        let row = row(writer, item, at + 1);
        if !csv.row(row.iter().map(String::as_str)) {
            break;
        }
    }
    let first = writer.draft.items.first().map(|item| writer.calendar(item));
    let day = first.map(|calendar| calendar.local_date(writer.now).to_string()).unwrap_or_default();
    let rows = csv.rows();
    (Attached::text(format!("tasks-{day}.csv"), CSV, csv.finish()), rows)
}

fn row(writer: &Writer<'_>, item: &Item, number: usize) -> [String; 14] {
    let calendar = writer.calendar(item);
    let task = item.notice.target.task(writer.config);
    let late = writer.is_late(item).then(|| (-item.facts.days).to_string());
    let next = writer.next_day(item).map(|at| day(calendar, When::Instant(at)));
    [
        number.to_string(),
        writer.id(item),
        writer.title(item),
        writer.standing(item).line(writer),
        day(calendar, item.facts.deadline),
        late.unwrap_or_default(),
        writer.unit(item).map(|unit| writer.unit_name(unit)).unwrap_or_default(),
        writer.people(&item.facts.owners).unwrap_or_default(),
        writer.people(&item.facts.supervisors).unwrap_or_default(),
        facts::severity(task.severity, writer.language).to_owned(),
        writer.origin(item).unwrap_or_default(),
        next.unwrap_or_default(),
        writer.nth(item).to_string(),
        writer.extensions(item).len().to_string(),
    ]
}

/// As spreadsheets read it, in the calendar's zone.
fn day(calendar: &Calendar, when: When) -> String {
    match when {
        When::Day(day) => day.to_string(),
        When::Instant(instant) => {
            calendar.timezone().to_datetime(instant).strftime("%Y-%m-%d %H:%M").to_string()
        }
    }
}
