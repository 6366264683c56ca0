//! All tasks of a letter as a table for spreadsheets.

use jiff::Timestamp;

use crate::letter::attached::Attached;
use crate::letter::bounds::TABLE;
use crate::letter::csv::Csv;
use crate::letter::view::Writer;
use crate::model::{Calendar, Config, Language, When};
use crate::plan::{Draft, Item};

const CHINESE: [&str; 12] = [
    "序号",
    "编号",
    "标题",
    "状态",
    "整改期限",
    "逾期天数",
    "责任单位",
    "责任人",
    "督办人",
    "程度",
    "来源",
    "下一函",
];
const ENGLISH: [&str; 12] = [
    "No.",
    "Task",
    "Title",
    "Status",
    "Deadline",
    "Days late",
    "Unit",
    "Owner",
    "Supervisor",
    "Severity",
    "Origin",
    "Next letter",
];

/// The table, in the order of the letter, and how many tasks it has.
pub(crate) fn list(config: &Config, draft: &Draft, now: Timestamp) -> (Attached, usize) {
    let writer = Writer::of(config, draft.language);
    let headings = if draft.language == Language::ZhCn { CHINESE } else { ENGLISH };
    let mut csv = Csv::new(&headings, TABLE);
    for (at, item) in draft.items.iter().enumerate() {
        let row = row(&writer, item, at + 1);
        if !csv.row(row.iter().map(String::as_str)) {
            break;
        }
    }
    let first = draft.items.first().map(|item| item.notice.target.calendar(config));
    let day = first.map(|calendar| calendar.local_date(now).to_string()).unwrap_or_default();
    let rows = csv.rows();
    (Attached { name: format!("tasks-{day}.csv"), csv: csv.finish() }, rows)
}

fn row(writer: &Writer<'_>, item: &Item, number: usize) -> [String; 12] {
    let calendar = item.notice.target.calendar(writer.config);
    let late = writer.is_late(item).then(|| (-item.facts.days).to_string());
    let next = item.facts.next.as_ref().map(|next| day(calendar, When::Instant(next.at)));
    [
        number.to_string(),
        writer.id(item),
        writer.title(item),
        writer.status(item).text,
        day(calendar, item.facts.deadline),
        late.unwrap_or_default(),
        writer.unit(item).unwrap_or_default(),
        writer.people(&item.facts.owners).unwrap_or_default(),
        writer.people(&item.facts.supervisors).unwrap_or_default(),
        writer.severity(item),
        writer.origin(item).unwrap_or_default(),
        next.unwrap_or_default(),
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
