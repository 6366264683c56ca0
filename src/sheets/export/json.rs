//! A JSON document: an object a task. The keys are those of the files.

use serde_json::{Map, Value, json};

use crate::import::key::Key;
use crate::model::{Language, State};
use crate::plan::Colour;
use crate::view::Exported;
use crate::view::exported::{Cell, Column};

/// The document.
pub(crate) fn document(list: &Exported<'_>) -> Value {
    let tasks = list.rows().map(|row| {
        let mut task = Map::new();
        for (column, cell) in Column::ALL.iter().zip(&row.cells) {
            if let Some(value) = value(cell) {
                task.insert(name(*column).to_owned(), value);
            }
        }
        let fields = list.fields.iter().zip(&row.fields);
        let fields: Map<String, Value> =
            fields.filter_map(|(name, text)| Some((name.clone(), text.clone()?.into()))).collect();
        if !fields.is_empty() {
            task.insert("fields".to_owned(), fields.into());
        }
        Value::Object(task)
    });
    json!({ "tasks": tasks.collect::<Vec<_>>() })
}

fn value(cell: &Cell) -> Option<Value> {
    Some(match cell {
        Cell::Empty => return None,
        Cell::Number(number) => (*number).into(),
        Cell::State(state) => State::name(*state).into(),
        Cell::Colour(colour) => Colour::name(*colour).into(),
        Cell::Severity(severity) => severity.name().into(),
        // The time as the files write it.
        Cell::Time(time) => time.to_string().into(),
        other => crate::words::export::text(other, Language::En).into_owned().into(),
    })
}

/// A key of the files, but where a value alone does not say what it is.
fn name(column: Column) -> &'static str {
    match column {
        Column::State => "state",
        Column::Colour => "colour",
        Column::Days => "days_left",
        Column::Of(Key::Extended) => "extended_to",
        Column::Of(Key::Verified) => "verified_on",
        Column::Of(key) => key.name(),
    }
}
