//! An import as a document for machines.

use serde::Serialize;

use crate::cli::import::Outcome;
use crate::import::again::{News, What};
use crate::import::doubt::{Doubt, LeftOut};
use crate::import::item::Due;
use crate::import::known::Resolved;
use crate::import::sheet::letters;
use crate::model::Language;
use crate::words::import as words;

#[derive(Serialize)]
pub(super) struct Document<'a> {
    sheets: Vec<SheetJson<'a>>,
    tasks: Vec<TaskJson<'a>>,
    doubtful: Vec<DoubtJson<'a>>,
    left_out: Vec<LeftOutJson<'a>>,
    /// What changes in the files, and what was not applied (I2).
    changes: Vec<ChangeJson<'a>>,
    /// Ids of tasks that the files do not have.
    new: Vec<&'a str>,
    remarks: Vec<String>,
    /// Names that the files do not have.
    unknown: Unknown<'a>,
}

#[derive(Serialize)]
struct Unknown<'a> {
    people: &'a [String],
    units: &'a [String],
}

#[derive(Serialize)]
struct SheetJson<'a> {
    name: Option<&'a str>,
    header_rows: [u32; 2],
    columns: Vec<ColumnJson<'a>>,
}

#[derive(Serialize)]
struct ColumnJson<'a> {
    column: String,
    heading: &'a str,
    key: &'static str,
    values: &'a [String],
}

#[derive(Serialize)]
struct TaskJson<'a> {
    place: String,
    id: &'a str,
    title: &'a str,
    detail: Option<&'a str>,
    unit: Option<&'a str>,
    owner: Option<&'a str>,
    with: &'a [String],
    supervisor: Option<&'a str>,
    watchers: &'a [String],
    category: Option<&'a str>,
    severity: Option<&'static str>,
    source: Option<&'a str>,
    batch: Option<&'a str>,
    opened: Option<String>,
    due: String,
    extended: Option<String>,
    every: Option<&'a str>,
    done: Option<String>,
    verified: Option<String>,
    cancelled: Option<String>,
    returned: Option<String>,
    percent: Option<u8>,
    fields: std::collections::BTreeMap<&'a str, &'a str>,
}

#[derive(Serialize)]
struct DoubtJson<'a> {
    cell: String,
    text: &'a str,
    why: String,
}

#[derive(Serialize)]
struct ChangeJson<'a> {
    task: &'a str,
    title: &'a str,
    what: &'static str,
    key: Option<&'a str>,
    list: Option<&'a str>,
    files: Option<&'a str>,
}

#[derive(Serialize)]
struct LeftOutJson<'a> {
    place: String,
    id: Option<&'a str>,
    title: &'a str,
    why: String,
}

/// The document. Reasons are told in English, as all that is for machines.
pub(super) fn of(outcome: &Outcome) -> Document<'_> {
    let read = &outcome.read;
    let sheets = read.tables.iter().map(|table| SheetJson {
        name: table.sheet.as_deref(),
        header_rows: [table.header.0, table.header.1],
        columns: table
            .columns
            .iter()
            .map(|column| ColumnJson {
                column: letters(column.at),
                heading: &column.heading,
                key: column.key.name(),
                values: &column.samples,
            })
            .collect(),
    });
    Document {
        sheets: sheets.collect(),
        tasks: outcome.tasks.iter().map(task).collect(),
        doubtful: read.doubts.iter().map(doubt).collect(),
        left_out: outcome.left_out.iter().map(left_out).collect(),
        changes: outcome.compared.news.iter().map(change).collect(),
        new: outcome.compared.new.iter().map(|task| &*task.item.id).collect(),
        remarks: read.remarks.iter().map(|remark| words::remark(remark, Language::En)).collect(),
        unknown: Unknown { people: &outcome.missing.people, units: &outcome.missing.units },
    }
}

fn task(task: &Resolved) -> TaskJson<'_> {
    let item = &task.item;
    let shown =
        |when: &Option<crate::import::dates::Moment>| when.as_ref().map(ToString::to_string);
    TaskJson {
        place: item.place.to_string(),
        id: &item.id,
        title: &item.title,
        detail: item.detail.as_deref(),
        unit: task.unit.as_deref(),
        owner: task.owner.as_deref(),
        with: &task.with,
        supervisor: task.supervisor.as_deref(),
        watchers: &task.watchers,
        category: item.category.as_deref(),
        severity: item.severity.map(crate::model::Severity::name),
        source: item.source.as_deref(),
        batch: item.batch.as_deref(),
        opened: shown(&item.opened),
        due: match &task.due {
            Due::When(when) => when.to_string(),
            Due::FromOpened(distance) => format!("opened{distance}"),
        },
        extended: shown(&item.extended),
        every: item.every.as_deref(),
        done: shown(&item.done),
        verified: shown(&item.verified),
        cancelled: shown(&item.cancelled),
        returned: item.returned.as_ref().map(|(when, _)| when.to_string()),
        percent: item.progress.as_ref().and_then(|progress| progress.percent),
        fields: item.fields.iter().map(|(name, text)| (name.as_ref(), text.as_str())).collect(),
    }
}

fn change(news: &News) -> ChangeJson<'_> {
    let (task, title) = (&*news.id, &*news.title);
    let one = |what, key, list, files| ChangeJson { task, title, what, key, list, files };
    match &news.what {
        What::Changed(key, old, new) => one("changed", Some(&**key), Some(&**new), old.as_deref()),
        What::Extended(old, new, _) => {
            one("changed", Some("extended"), Some(&**new), old.as_deref())
        }
        What::Conflict(key, list, file) => {
            one("conflict", Some(&**key), Some(&**list), file.as_deref())
        }
        What::Undone(key, file) => one("undone", Some(&**key), None, Some(&**file)),
        What::Title(new, _) => one("title", Some("title"), Some(&**new), Some(title)),
        What::Gone => one("gone", None, None, None),
    }
}

fn doubt(doubt: &Doubt) -> DoubtJson<'_> {
    DoubtJson {
        cell: doubt.place.to_string(),
        text: &doubt.text,
        why: words::why(&doubt.why, Language::En),
    }
}

fn left_out(row: &LeftOut) -> LeftOutJson<'_> {
    LeftOutJson {
        place: row.place.to_string(),
        id: row.id.as_deref(),
        title: &row.title,
        why: words::why_not(&row.why, Language::En),
    }
}
