//! The values of a task, from a list and from the files, written alike so that they can be compared.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::import::dates::Moment;
use crate::import::item::Due;
use crate::import::known::Resolved;
use crate::model::{Calendar, Config, Party, Recipient, Task, When};
use crate::plan::{Responsible, Target};

/// The values of a task by key; `field:NAME` is a column of the office's own.
pub type Values = BTreeMap<String, String>;

/// The copy of a list that was last imported.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Last {
    /// The list's name.
    #[serde(default)]
    pub list: String,
    /// The day of the import.
    #[serde(default)]
    pub imported: String,
    /// Values by id.
    #[serde(default)]
    pub tasks: BTreeMap<String, Values>,
}

/// Ids of people and groups.
pub(super) struct Names<'c> {
    config: &'c Config,
}

impl<'c> Names<'c> {
    pub(super) fn of(config: &'c Config) -> Names<'c> {
        Names { config }
    }

    fn party(&self, party: &Party) -> String {
        match party {
            Party::Person(person) => self.config[*person].id.to_string(),
            Party::Group(group) => self.config[*group].id.to_string(),
        }
    }
}

impl Last {
    pub(super) fn keep(&mut self, task: &Resolved, config: &Config) {
        self.tasks.insert(task.item.id.clone(), of_row(task, calendar_of(task, config)));
    }
}

/// The calendar that a new task will have.
fn calendar_of<'c>(task: &Resolved, config: &'c Config) -> Option<&'c Calendar> {
    let unit = task.unit.as_ref().and_then(|id| config.units.iter().find(|unit| *unit.id == **id));
    unit.map(|unit| &config[unit.calendar]).or_else(|| config.office_calendar())
}

/// The values of a row.
pub(super) fn of_row(task: &Resolved, calendar: Option<&Calendar>) -> Values {
    let item = &task.item;
    let mut values = Values::new();
    let mut put = |key: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            values.insert(key.to_owned(), value);
        }
    };
    let date = |when: &Option<Moment>| when.as_ref().map(|when| moment(when, calendar));
    put("title", Some(item.title.clone()));
    put("whole-title", Some(item.whole_title.clone()));
    put("own-id", item.own_id.clone());
    put("detail", item.detail.clone());
    put("category", item.category.clone());
    put("severity", item.severity.map(|severity| severity.name().to_owned()));
    put("source", item.source.clone());
    put("batch", item.batch.clone());
    put("unit", task.unit.clone());
    put("owner", task.owner.clone());
    put("with", Some(joined(task.with.clone())));
    put("supervisor", task.supervisor.clone());
    put("watchers", Some(joined(task.watchers.iter().map(|one| address(one)).collect())));
    put("opened", date(&item.opened));
    put(
        "due",
        Some(match &task.due {
            Due::When(when) => moment(when, calendar),
            Due::FromOpened(distance) => format!("opened{distance}"),
        }),
    );
    put("extended", date(&item.extended));
    put("every", item.every.clone());
    put("done", date(&item.done));
    put("done-through", item.done_through.map(|day| day.to_string()));
    put("verified", date(&item.verified));
    put("cancelled", date(&item.cancelled));
    put("returned", item.returned.as_ref().map(|(when, _)| moment(when, calendar)));
    put(
        "progress",
        item.progress
            .as_ref()
            .map(|one| progress(&one.on.to_string(), one.text.as_deref(), one.percent)),
    );
    for (name, text) in &item.fields {
        put(&format!("field:{name}"), Some(text.clone()));
    }
    values
}

/// The values of a task of the files. Who owns and supervises it is said as it is in force.
pub(super) fn of_task(task: &Task, target: Target, config: &Config, names: &Names<'_>) -> Values {
    let mut values = Values::new();
    let mut put = |key: &str, value: Option<String>| {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            values.insert(key.to_owned(), value);
        }
    };
    let calendar = &config[task.calendar];
    let date = |at: Option<When>| at.map(|at| when(at, calendar));
    let Responsible { unit, owner, supervisor, .. } = crate::plan::responsible(config, target);
    put("title", Some(task.title.to_string()));
    put("detail", task.detail.as_ref().map(|text| text.trim().to_owned()));
    put("category", task.category.as_ref().map(ToString::to_string));
    put("severity", Some(task.severity.name().to_owned()));
    put("source", task.source.as_ref().map(ToString::to_string));
    put("batch", task.batch.as_ref().map(ToString::to_string));
    put("unit", unit.map(|unit| config[unit].id.to_string()));
    put("owner", owner.as_ref().map(|party| names.party(party)));
    put("with", Some(joined(task.with.iter().map(|party| names.party(party)).collect())));
    put("supervisor", supervisor.as_ref().map(|party| names.party(party)));
    let watchers = task.watchers.iter().map(|one| match one {
        Recipient::Party(party) => names.party(party),
        Recipient::Mailbox(mailbox) => mailbox.address.0.to_lowercase(),
    });
    put("watchers", Some(joined(watchers.collect())));
    put("opened", date(task.opened));
    put("due", date(Some(task.due)));
    put("extended", date(task.extended.last().map(|one| one.to)));
    put("every", task.every.map(|every| every.to_string()));
    put("done", date(task.done));
    put("done-through", task.done_through.map(|day| day.to_string()));
    put("verified", date(task.verified));
    put("cancelled", date(task.cancelled));
    put("returned", date(task.returned().last().map(|one| one.on)));
    for (name, text) in task.fields() {
        put(&format!("field:{name}"), Some(text.to_string()));
    }
    values
}

/// The entries of a task about its progress, as a row's is written.
pub(super) fn all_progress<'t>(
    task: &'t Task,
    calendar: &'t Calendar,
) -> impl DoubleEndedIterator<Item = String> + 't {
    task.progress()
        .iter()
        .map(|one| progress(&calendar.day_of(one.on).to_string(), one.text.as_deref(), one.percent))
}

/// An entry about progress without its day.
pub(super) fn without_day(written: &str) -> &str {
    written.split_once(' ').map_or(written, |(_, rest)| rest)
}

fn progress(on: &str, text: Option<&str>, percent: Option<u8>) -> String {
    let percent = percent.map_or(String::new(), |percent| format!("{percent}%"));
    format!("{on} {percent} {}", text.map(str::trim).unwrap_or_default())
}

/// A date as both sides write it: a day, or an instant.
pub(super) fn moment(moment: &Moment, calendar: Option<&Calendar>) -> String {
    match (moment, calendar) {
        (Moment::Day(day), _) => day.to_string(),
        (Moment::Local(time), Some(calendar)) => {
            let zoned = calendar.timezone().to_ambiguous_zoned_datetime(*time).compatible();
            zoned.map_or_else(|_| time.to_string(), |zoned| zoned.timestamp().to_string())
        }
        (Moment::Local(time), None) => time.to_string(),
        (Moment::Offset(..), _) => {
            let text = moment.to_string();
            text.parse::<jiff::Timestamp>().map_or(text, |instant| instant.to_string())
        }
    }
}

pub(super) fn when(when: When, _calendar: &Calendar) -> String {
    when.to_string()
}

fn joined(mut ids: Vec<String>) -> String {
    ids.sort();
    ids.join("\u{1f}")
}

/// `办公室 <office@example.org>` and the address alone reach the same.
fn address(text: &str) -> String {
    let inner = text.rsplit_once('<').map_or(text, |(_, rest)| rest.trim_end_matches('>'));
    if inner.contains('@') { inner.trim().to_lowercase() } else { text.to_owned() }
}
