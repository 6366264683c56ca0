//! A JSON file as cells: a plan of action and milestones in OSCAL, or any list of flat objects, such as an export.

use std::sync::Arc;

use serde_json::{Map, Value};

use super::NoList;
use super::oscal::{self, head};
use crate::import::sheet::{Cell, List, Row, Sheet};

pub(super) fn read(text: &str) -> Result<List, NoList> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let whole: Value =
        serde_json::from_str(text).map_err(|error| NoList::NoJson(error.to_string()))?;
    let sheet = match whole.get("plan-of-action-and-milestones") {
        Some(plan) => oscal::sheet(plan),
        None => sheet(objects(&whole).ok_or(NoList::NoListInJson)?),
    };
    Ok(List { sheets: vec![sheet], ..List::default() })
}

/// The list itself, or the longest list of objects in the whole.
fn objects(whole: &Value) -> Option<Vec<&Map<String, Value>>> {
    let of = |list: &'_ Value| -> Option<usize> {
        let list = list.as_array()?;
        (!list.is_empty() && list.iter().all(Value::is_object)).then_some(list.len())
    };
    let lists = match whole {
        Value::Object(map) => map.values().collect::<Vec<_>>(),
        other => vec![other],
    };
    let list = lists.into_iter().filter(|list| of(list).is_some()).max_by_key(|list| of(list))?;
    Some(list.as_array()?.iter().filter_map(Value::as_object).collect())
}

/// Objects as rows: their keys are the headings. What stands in `fields`, as an export writes it, is a column of the
/// office's own whatever it is called.
fn sheet(objects: Vec<&Map<String, Value>>) -> Sheet {
    let mut headings: Vec<(bool, String)> = Vec::new();
    for object in &objects {
        let own = fields(object);
        let keys = object.keys().filter(|key| *key != "fields" || own.is_none());
        let keys = keys
            .map(|key| (false, key))
            .chain(own.into_iter().flat_map(Map::keys).map(|key| (true, key)));
        for (own, key) in keys {
            if !headings.iter().any(|(known_own, known)| *known_own == own && known == key) {
                headings.push((own, key.clone()));
            }
        }
    }
    let shown: Vec<String> = headings
        .iter()
        .map(|(own, key)| if *own { format!("field: {key}") } else { key.clone() })
        .collect();
    let mut rows = vec![head(&shown)];
    for (at, object) in objects.into_iter().enumerate() {
        let value = |(own, key): &(bool, String)| {
            if *own { fields(object)?.get(key) } else { object.get(key) }
        };
        let cells = headings.iter().enumerate();
        let cells = cells.filter_map(|(column, heading)| Some((column as u32, value(heading)?)));
        let cells = cells
            .map(|(column, value)| (column, Cell::text(text(value))))
            .filter(|(_, cell)| !cell.is_empty());
        let item = object.iter().find(|(key, _)| is_id(key)).map(|(_, value)| text(value));
        rows.push(Row {
            at: at as u32 + 2,
            item: Some(Arc::from(item.unwrap_or_else(|| format!("#{}", at + 1)))),
            cells: cells.collect(),
            ..Row::default()
        });
    }
    Sheet { rows, ..Sheet::default() }
}

/// The columns of the office's own of an object.
fn fields(object: &Map<String, Value>) -> Option<&Map<String, Value>> {
    object.get("fields").and_then(Value::as_object)
}

fn is_id(key: &str) -> bool {
    let lower = key.to_lowercase();
    lower == "id" || lower == "uuid" || lower.ends_with("id")
}

fn text(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => text.clone(),
        Value::Array(list) => list.iter().map(text).collect::<Vec<_>>().join("、"),
        other => other.to_string(),
    }
}
