//! A plan of action and milestones in OSCAL: an item is a task, the deadline and the steps hang on its risk.

use std::sync::Arc;

use serde_json::Value;

use crate::import::sheet::{Cell, Note, Noted, Row, Sheet, Step};

const HEADINGS: [&str; 7] = ["id", "title", "detail", "due", "status", "severity", "related-risks"];
const DUE: u32 = 3;
const RISKS: u32 = 6;

pub(super) fn sheet(plan: &Value) -> Sheet {
    let mut sheet = Sheet { rows: vec![head(&HEADINGS)], ..Sheet::default() };
    for (at, item) in list(plan, "poam-items").enumerate() {
        let at = at as u32 + 2;
        let risks = risks(plan, item, at, &mut sheet.noted);
        let mut cells = vec![
            (0, id(item)),
            (1, text(item, "title")),
            (2, text(item, "description")),
            (DUE, deadline(&risks)),
            (4, status(&risks)),
            (5, severity(&risks)),
        ];
        cells.retain(|(_, text)| !text.trim().is_empty());
        sheet.rows.push(Row {
            at,
            item: Some(Arc::from(id(item))),
            cells: cells.into_iter().map(|(column, text)| (column, Cell::text(text))).collect(),
            steps: steps(&risks, at, &mut sheet.noted),
            ..Row::default()
        });
    }
    sheet
}

/// The row of headings.
pub(super) fn head(headings: &[impl AsRef<str>]) -> Row {
    let cells = headings.iter().enumerate();
    let cells = cells.map(|(column, heading)| (column as u32, Cell::text(heading.as_ref())));
    Row { at: 1, cells: cells.collect(), ..Row::default() }
}

fn list<'v>(value: &'v Value, key: &str) -> impl Iterator<Item = &'v Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}

/// FedRAMP's `POAM-ID`, else the item's own.
fn id(item: &Value) -> String {
    let named = list(item, "props")
        .find(|prop| matches!(text(prop, "name").as_str(), "POAM-ID" | "poam-id"));
    named.map_or_else(|| text(item, "uuid"), |prop| text(prop, "value"))
}

/// The risks of an item. One that the file does not have is noted.
fn risks<'v>(plan: &'v Value, item: &Value, at: u32, noted: &mut Vec<Noted>) -> Vec<&'v Value> {
    let named = list(item, "related-risks").chain(list(item, "associated-risks"));
    let mut risks = Vec::new();
    for named in named.map(|one| text(one, "risk-uuid")) {
        match list(plan, "risks").find(|risk| text(risk, "uuid") == named) {
            Some(risk) => risks.push(risk),
            None => {
                noted.push(Noted { row: at, column: RISKS, text: named, note: Note::NoSuchRisk })
            }
        }
    }
    risks
}

/// The first of the deadlines.
fn deadline(risks: &[&Value]) -> String {
    risks
        .iter()
        .map(|risk| text(risk, "deadline"))
        .filter(|deadline| !deadline.is_empty())
        .min()
        .unwrap_or_default()
}

/// Closed only where all of its risks are.
fn status(risks: &[&Value]) -> String {
    let mut states: Vec<String> = risks.iter().map(|risk| text(risk, "status")).collect();
    states.sort_by_key(|state| state == "closed");
    states.into_iter().next().unwrap_or_default()
}

fn severity(risks: &[&Value]) -> String {
    let facets = risks
        .iter()
        .flat_map(|risk| list(risk, "characterizations"))
        .flat_map(|one| list(one, "facets"));
    let mut found =
        facets.filter(|facet| matches!(text(facet, "name").as_str(), "severity" | "risk"));
    found.next().map(|facet| text(facet, "value")).unwrap_or_default()
}

/// The milestones of the remediations, at the ends of their ranges.
fn steps(risks: &[&Value], at: u32, noted: &mut Vec<Noted>) -> Vec<Step> {
    let mut steps = Vec::new();
    for risk in risks {
        let deadline = text(risk, "deadline");
        let tasks = list(risk, "remediations").flat_map(|one| list(one, "tasks"));
        for task in tasks.filter(|task| text(task, "type") == "milestone") {
            let timing = task.get("timing");
            let within = timing
                .and_then(|timing| timing.get("within-date-range"))
                .map(|range| text(range, "end"));
            let on = timing.and_then(|timing| timing.get("on-date")).map(|on| text(on, "date"));
            let Some(due) = within.or(on).filter(|due| !due.is_empty()) else { continue };
            let later = |due: &str| {
                Some(
                    due.parse::<jiff::Timestamp>().ok()?
                        > deadline.parse::<jiff::Timestamp>().ok()?,
                )
            };
            if later(&due) == Some(true) {
                noted.push(Noted {
                    row: at,
                    column: DUE,
                    text: due.clone(),
                    note: Note::StepAfterDeadline,
                });
            }
            steps.push(Step {
                id: format!("m{}", steps.len() + 1),
                title: text(task, "title"),
                due,
            });
        }
    }
    steps
}
