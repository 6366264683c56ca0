//! Tasks, milestones, and the defaults of a file.

use toml::Spanned;
use toml::de::{DeTable, DeValue};

use crate::config::read::context::Context;
use crate::config::read::keys;
use crate::config::read::raw::{
    RawDefaults, RawExtension, RawHold, RawMilestone, RawProgress, RawRare, RawReturned, RawTask,
};
use crate::config::read::reports::without_slash;
use crate::config::read::table::Table;
use crate::model::Severity;

/// The lines on which the tasks begin, found in one pass.
pub(super) struct Lines(Vec<(u32, u32)>);

impl Lines {
    pub(super) fn of(text: &str, tree: &DeTable<'_>) -> Lines {
        let mut starts: Vec<u32> = match tree.get("task").map(Spanned::get_ref) {
            Some(DeValue::Array(tasks)) => {
                tasks.iter().map(|task| task.span().start as u32).collect()
            }
            _ => Vec::new(),
        };
        starts.sort_unstable();
        let (mut line, mut at) = (1, 0);
        let counted = starts.into_iter().map(|start| {
            let until = (start as usize).min(text.len()).max(at);
            line += text.as_bytes()[at..until].iter().filter(|byte| **byte == b'\n').count() as u32;
            at = until;
            (start, line)
        });
        Lines(counted.collect())
    }

    fn line(&self, start: u32) -> u32 {
        let at = self.0.binary_search_by_key(&start, |(start, _)| *start);
        at.map_or(1, |at| self.0[at].1)
    }
}

pub(super) fn read_file_defaults(root: &Table<'_>, context: &mut Context<'_>) -> RawDefaults {
    let told = context.findings.told();
    let defaults = root.table("defaults", &keys::DEFAULTS, context);
    let raw = defaults.map(|table| read_defaults(&table, context)).unwrap_or_default();
    RawDefaults { is_faulty: context.findings.told() > told, ..raw }
}

/// The keys that a task and `[defaults]` share.
fn read_defaults(table: &Table<'_>, context: &mut Context<'_>) -> RawDefaults {
    let opened = table.when("opened", context);
    RawDefaults {
        policy: table.line("policy", context),
        unit: table.line("unit", context),
        owner: table.line("owner", context),
        with: table.texts("with", context).unwrap_or_default().into(),
        supervisor: table.line("supervisor", context),
        watchers: table.texts("watchers", context).unwrap_or_default().into(),
        severity: table.choice("severity", Severity::from_name, context).map(|spot| spot.value),
        source: table.text("source", context).map(|text| text.value),
        batch: table.text("batch", context).map(|text| text.value),
        category: table.text("category", context).map(|text| text.value),
        opened_is_faulty: table.is_faulty("opened", &opened),
        opened,
        is_faulty: false,
    }
}

pub(super) fn read_tasks(
    root: &Table<'_>,
    lines: &Lines,
    context: &mut Context<'_>,
) -> Vec<RawTask> {
    let tables = root.tables("task", &keys::TASK, context);
    let mut tasks = Vec::with_capacity(tables.len());
    for table in &tables {
        let told = context.findings.told();
        let task = read_task(table, lines, context).map(|task| RawTask {
            is_faulty: context.findings.told() > told || context.findings.is_broken(),
            ..task
        });
        tasks.extend(task);
    }
    tasks
}

/// A task without an id cannot be spoken of; its missing key was reported.
fn read_task(table: &Table<'_>, lines: &Lines, context: &mut Context<'_>) -> Option<RawTask> {
    let own = read_defaults(table, context);
    let extended = read_extended(table, context);
    let milestones = table.tables("milestones", &keys::MILESTONE, context);
    let links = table.texts("links", context).unwrap_or_default();
    let (every, done) = (table.span("every", context), table.when("done", context));
    let rare = RawRare {
        cancelled: table.when("cancelled", context),
        holds: read_holds(table, context),
        acknowledged: table.when("acknowledged", context),
        progress: read_progress(table, context),
        returned: read_returned(table, context),
        evidence: plain_texts(table, "evidence", context),
        looked_back: table.dates("looked-back", context),
        fields: table.fields("fields", context),
        every_is_faulty: table.is_faulty("every", &every),
        every,
        done_through: table.date("done-through", context),
    };
    let task = RawTask {
        title: table.title("title", context).unwrap_or_default(),
        detail: table.plain("detail", context),
        own,
        due: table.due("due", context),
        due_written: table.is_typed("due") || context.findings.is_broken(),
        extended,
        done_is_faulty: table.is_faulty("done", &done),
        done,
        verified: table.when("verified", context),
        links: links.into_iter().map(|link| link.value.as_ref().into()).collect(),
        milestones: milestones.iter().filter_map(|one| read_milestone(one, context)).collect(),
        rare: (rare != RawRare::default()).then(|| Box::new(rare)),
        line: lines.line(table.place.start),
        is_faulty: false,
        id: table.line("id", context)?,
    };
    without_slash(&task.id, context);
    Some(task)
}

fn read_extended(table: &Table<'_>, context: &mut Context<'_>) -> Box<[RawExtension]> {
    let extensions = table.tables("extended", &keys::EXTENDED, context);
    let read = extensions.iter().map(|one| {
        let on = one.when("on", context);
        RawExtension {
            on_is_faulty: one.is_faulty("on", &on),
            on,
            to: one.when("to", context),
            by: one.plain("by", context),
            reason: one.plain("reason", context),
        }
    });
    read.collect()
}

fn plain_texts(table: &Table<'_>, name: &str, context: &mut Context<'_>) -> Vec<Box<str>> {
    let texts = table.texts(name, context).unwrap_or_default();
    texts.into_iter().map(|text| text.value.as_ref().into()).collect()
}

fn read_holds(table: &Table<'_>, context: &mut Context<'_>) -> Vec<RawHold> {
    let holds = table.one_or_more("hold", &keys::HOLD, context);
    let read = holds.iter().map(|hold| {
        let from = hold.date("from", context).map(|spot| spot.value);
        RawHold {
            place: hold.place,
            from_is_faulty: hold.is_faulty("from", &from),
            from,
            until: hold.date("until", context).map(|spot| spot.value),
            stops_clock: hold.flag("stops-clock", context).unwrap_or(false),
            reason: hold.plain("reason", context),
        }
    });
    read.collect()
}

fn read_progress(table: &Table<'_>, context: &mut Context<'_>) -> Vec<RawProgress> {
    let entries = table.tables("progress", &keys::PROGRESS, context);
    let read = entries.iter().map(|entry| RawProgress {
        on: entry.when("on", context),
        by: entry.plain("by", context),
        text: entry.plain("text", context),
        percent: entry.whole("percent", context).map(|percent| percent.value as u8),
    });
    read.collect()
}

fn read_returned(table: &Table<'_>, context: &mut Context<'_>) -> Vec<RawReturned> {
    let returns = table.tables("returned", &keys::RETURNED, context);
    let read = returns.iter().map(|one| RawReturned {
        on: one.when("on", context),
        by: one.plain("by", context),
        reason: one.plain("reason", context),
        done: one.when("done", context),
    });
    read.collect()
}

fn read_milestone(table: &Table<'_>, context: &mut Context<'_>) -> Option<RawMilestone> {
    Some(RawMilestone {
        title: table.title("title", context).unwrap_or_default(),
        due: table.due("due", context),
        extended: read_extended(table, context),
        done: table.when("done", context),
        cancelled: table.when("cancelled", context),
        holds: read_holds(table, context),
        unit: table.line("unit", context),
        owner: table.line("owner", context),
        with: table.texts("with", context),
        supervisor: table.line("supervisor", context),
        watchers: table.texts("watchers", context),
        has_header: !table.is_inline(context),
        id: table.line("id", context)?,
    })
}
