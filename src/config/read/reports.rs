//! One `[[reports]]`.

use crate::config::fault::ValueFault;
use crate::config::finding::Finding;
use crate::config::read::context::Context;
use crate::config::read::raw::{RawReport, Text};
use crate::config::read::syntax::quoted;
use crate::config::read::table::{Table, known_severities, no_such_word};
use crate::config::read::{keys, schedules};
use crate::model::{Attach, Per, Release, Roll};

/// The keys by which a report's tasks are chosen (P3).
const REPORT_FILTER: [&str; 8] =
    ["unit", "owner", "supervisor", "policy", "batch", "category", "source", "severity"];

/// A report without a name cannot be spoken of; its missing key was reported.
pub(super) fn read(table: &Table<'_>, context: &mut Context<'_>) -> Option<RawReport> {
    let mut filter = Vec::new();
    for key in REPORT_FILTER {
        filter.extend(table.any_of(key, context).map(|values| (key, values)));
    }
    known_severities(&filter, context);
    let to = table.texts("to", context);
    let raw = RawReport {
        title: table.title("title", context),
        cron: table.text("cron", context).and_then(|text| schedules::cron(&text, context)),
        roll: table
            .text("roll", context)
            .and_then(|text| schedules::roll(&text, context))
            .unwrap_or(Roll::None),
        calendar: table.line("calendar", context),
        filter,
        per: table.choice("per", Per::from_name, context).map_or(Per::Whole, |spot| spot.value),
        to_is_empty: to.as_ref().is_some_and(Vec::is_empty),
        to: to.unwrap_or_default(),
        cc: table.texts("cc", context).unwrap_or_default(),
        release: table
            .choice("release", Release::from_name, context)
            .map_or(Release::Auto, |spot| spot.value),
        attach: read_attach(table, context),
        empty: table.flag("empty", context).unwrap_or(false),
        place: table.place,
        name: table.line("name", context)?,
    };
    without_slash(&raw.name, context);
    Some(raw)
}

/// A name of what is told about stands beside a `/` in identities.
pub(super) fn without_slash(name: &Text, context: &mut Context<'_>) {
    if name.value.contains('/') {
        let (written, site) = (name.value.to_string(), context.site(name.place));
        let instead = quoted(&written.replace('/', "-"));
        let finding = Finding::new(ValueFault::SlashInId { written }).at(site);
        context.findings.add(finding.instead(site, instead));
    }
}

fn read_attach(table: &Table<'_>, context: &mut Context<'_>) -> Vec<Attach> {
    let mut attached = Vec::new();
    for text in table.texts("attach", context).unwrap_or_default() {
        match Attach::from_name(&text.value) {
            Some(one) if attached.contains(&one) => {}
            Some(one) => attached.push(one),
            None => {
                let words: Vec<&str> = Attach::ALL.iter().map(|(name, _)| *name).collect();
                no_such_word(keys::REPORT.key("attach"), &text, &words, context);
            }
        }
    }
    attached
}
