//! What of a row changes in the files, key by key.

use super::inferred::settle;
use super::values::{self, Names, Values};
use super::{Compared, News, What};
use crate::config::edit::{Change, Value};
use crate::import::dates::Moment;
use crate::import::item::Inferred;
use crate::import::known::Resolved;
use crate::import::writing::{Import, entry};
use crate::model::{Calendar, Config, Task};
use crate::plan::Target;

/// Keys whose value is text, as they stand in the files.
const TEXTS: [&str; 9] =
    ["detail", "category", "severity", "source", "batch", "unit", "owner", "supervisor", "every"];
/// Keys whose value is a date.
const DATES: [&str; 5] = ["opened", "done", "done-through", "verified", "cancelled"];

/// One row, its last copy and its task in the files.
struct Row<'r> {
    row: Values,
    base: Option<&'r Values>,
    file: Values,
    known: &'r Task,
}

/// What changes of a task, and the values to keep for the next import.
pub(super) fn of_task(
    task: &Resolved,
    base: Option<&Values>,
    known: &Task,
    config: &Config,
    names: &Names<'_>,
    import: &Import,
    compared: &mut Compared,
) -> Values {
    let calendar = &config[known.calendar];
    let (mut said, file) =
        (values::of_row(task, Some(calendar)), of_files(known, config, names).unwrap_or_default());
    if settle(&mut said, &task.item.inferred, base, &file) {
        compared.settled.insert(task.item.place.clone());
    }
    let mut row = Row { row: said, base, file, known };
    row.title(config, compared);
    row.deadline(task, import, config, compared);
    for key in TEXTS {
        row.text(key, compared);
    }
    for key in ["with", "watchers"] {
        row.list(key, task, compared);
    }
    for key in DATES {
        row.date(key, task, compared);
    }
    row.returned(task, compared);
    row.fields(compared);
    row.progress(task, calendar, compared);
    row.kept()
}

/// The values of a task of the files.
fn of_files(known: &Task, config: &Config, names: &Names<'_>) -> Option<Values> {
    let target = Target { task: config.task(&known.id)?, milestone: None };
    Some(values::of_task(known, target, config, names))
}

/// Whether a row has a unit or an owner, and those that it has and its deadline are the task's.
pub(super) fn same_facts(
    task: &Resolved,
    known: &Task,
    config: &Config,
    names: &Names<'_>,
) -> bool {
    let mut row = values::of_row(task, Some(&config[known.calendar]));
    let Some(file) = of_files(known, config, names) else { return false };
    settle(&mut row, &task.item.inferred, None, &file);
    let has_any = row.contains_key("unit") || row.contains_key("owner");
    let agree = |key: &str| row.get(key).is_none_or(|said| file.get(key) == Some(said));
    let deadline = row.get("extended").or(row.get("due"));
    let of_task = [file.get("due"), file.get("extended")];
    has_any && agree("unit") && agree("owner") && of_task.contains(&deadline)
}

/// What is to be done about a value.
enum Verdict {
    Nothing,
    Apply,
    Conflict,
    Undone,
}

impl Row<'_> {
    fn verdict(&self, key: &str) -> Verdict {
        let (row, file) = (self.row.get(key), self.file.get(key));
        match self.base {
            Some(base) => match (base.get(key), row) {
                (base, row) if base == row => Verdict::Nothing,
                (_, row) if row == file => Verdict::Nothing,
                (Some(base), None) if Some(base) == file => Verdict::Undone,
                (_, None) => Verdict::Nothing,
                // What a task does not say itself it has from its unit, its file or by default.
                (None, Some(_)) if !is_dated(key) => Verdict::Apply,
                (base, Some(_)) if base == file => Verdict::Apply,
                _ => Verdict::Conflict,
            },
            // A list that was never imported says what it says, where it says something.
            None => match (row, file) {
                (None, _) => Verdict::Nothing,
                (row, file) if row == file => Verdict::Nothing,
                (Some(_), Some(_)) if is_dated(key) => Verdict::Conflict,
                _ => Verdict::Apply,
            },
        }
    }

    /// Another title is told of until the files have it, unless it is they that changed it.
    fn title(&self, config: &Config, compared: &mut Compared) {
        let said = ["title", "whole-title"]
            .map(|key| self.row.get(key).map(|title| crate::import::text::folded(title)));
        let known = crate::import::text::folded(&self.known.title);
        let old = self.base.is_some_and(|base| base.get("title") == self.row.get("title"));
        if !old && !said.iter().flatten().any(|title| *title == known) {
            let title = self.row.get("title").cloned().unwrap_or_default();
            self.push(What::Title(title, self.place(config)), compared);
        }
    }

    /// Where the task stands in the files.
    fn place(&self, config: &Config) -> String {
        let file = config.files.get(self.known.file as usize).map_or("", |file| file);
        format!("{file}:{}", self.known.line)
    }

    /// The values that the next import is compared with. A title that the files do not have counts as changed as long as
    /// they have not.
    fn kept(self) -> Values {
        let mut values = self.row;
        let of_files = || self.known.title.to_string();
        let old = self.base.and_then(|base| base.get("title")).cloned().unwrap_or_else(of_files);
        let known = crate::import::text::folded(&self.known.title);
        let taken =
            values.get("title").is_some_and(|title| crate::import::text::folded(title) == known);
        if !taken {
            values.insert("title".to_owned(), old);
        }
        values
    }

    /// What goes on is one more entry, unless it was told already. A status with the list's date alone is told once.
    fn progress(&mut self, task: &Resolved, calendar: &Calendar, compared: &mut Compared) {
        let (Some(written), Some(progress)) =
            (self.row.get("progress").cloned(), &task.item.progress)
        else {
            return;
        };
        let base = self.base.and_then(|base| base.get("progress"));
        let mut of_files = values::all_progress(self.known, calendar);
        let undated = task.item.inferred.contains(&("progress", Inferred::Day));
        let same = |one: &String| values::without_day(one) == values::without_day(&written);
        let old = match (undated, base) {
            (false, base) => base == Some(&written) || of_files.any(|one| one == written),
            (true, Some(base)) => same(base) || of_files.next_back().is_some_and(|one| same(&one)),
            (true, None) => of_files.any(|one| same(&one)),
        };
        if !old {
            self.news("progress", None, &written, compared);
            let entry = Change::Append("progress", entry(progress));
            compared.edit(self.known.file, &self.known.id, entry);
        }
        // The day on which it was told first stays.
        if let Some(base) = base.filter(|base| undated && same(base)) {
            self.row.insert("progress".to_owned(), base.clone());
        }
    }

    /// A deadline that moved is an extension; the first promise stays.
    fn deadline(&self, task: &Resolved, import: &Import, config: &Config, compared: &mut Compared) {
        let of = |values: &Values| values.get("extended").or(values.get("due")).cloned();
        let (Some(row), file) = (of(&self.row), of(&self.file)) else { return };
        // A list that knows of no extension says the first promise.
        let first =
            !self.row.contains_key("extended") && self.row.get("due") == self.file.get("due");
        match self.base.map(of) {
            Some(base) if base.as_ref() == Some(&row) => return,
            None if first || row.starts_with("opened") => return,
            _ if file.as_ref() == Some(&row) => return,
            Some(base) if base != file => {
                self.push(What::Conflict("due".to_owned(), row, file), compared);
                return;
            }
            _ => {}
        }
        let to = task.item.extended.clone().or(match &task.due {
            crate::import::item::Due::When(when) => Some(when.clone()),
            crate::import::item::Due::FromOpened(_) => None,
        });
        let Some(to) = to.and_then(|to| value(&to)) else {
            self.push(What::Conflict("due".to_owned(), row, file), compared);
            return;
        };
        let pairs =
            vec![("on", Value::Day(import.on)), ("to", to), ("by", Value::Text(import.by.clone()))];
        self.push(What::Extended(file, row, self.place(config)), compared);
        compared.edit(self.known.file, &self.known.id, Change::Append("extended", pairs));
    }

    fn text(&self, key: &'static str, compared: &mut Compared) {
        let Some(new) = self.judge(key, compared) else { return };
        compared.edit(self.known.file, &self.known.id, Change::Set(key, Value::Text(new)));
        // T14: the new owner has not received it.
        if key == "owner" && self.known.acknowledged().is_some() {
            compared.edit(self.known.file, &self.known.id, Change::Remove("acknowledged"));
        }
    }

    fn list(&self, key: &'static str, task: &Resolved, compared: &mut Compared) {
        if self.judge(key, compared).is_some() {
            let ids = if key == "with" { task.with.clone() } else { task.watchers.clone() };
            compared.edit(self.known.file, &self.known.id, Change::Set(key, Value::Texts(ids)));
        }
    }

    fn date(&self, key: &'static str, task: &Resolved, compared: &mut Compared) {
        // Verified without a day on which it was done: the list cannot say more.
        if key == "done"
            && self.file.contains_key("verified")
            && self.row.get("verified") == self.file.get("verified")
            && !self.file.contains_key("done")
        {
            return;
        }
        if self.judge(key, compared).is_none() {
            return;
        }
        let item = &task.item;
        let through = item.done_through.map(Moment::Day);
        let when = match key {
            "opened" => item.opened.as_ref(),
            "done" => item.done.as_ref(),
            "done-through" => through.as_ref(),
            "verified" => item.verified.as_ref(),
            _ => item.cancelled.as_ref(),
        };
        if let Some(value) = when.and_then(value) {
            compared.edit(self.known.file, &self.known.id, Change::Set(key, value));
        }
    }

    /// Sent back: one more entry. What had been reported done is open again.
    fn returned(&self, task: &Resolved, compared: &mut Compared) {
        let Some((on, by)) = &task.item.returned else { return };
        let written = self.row.get("returned");
        let old = self.base.is_some_and(|base| base.get("returned") == written);
        if old || self.file.get("returned") == written {
            return;
        }
        let Some(day) = value(on) else { return };
        let mut pairs = vec![("on", day)];
        pairs.extend(by.clone().map(|by| ("by", Value::Text(by))));
        self.push(What::Changed("returned".to_owned(), None, on.to_string()), compared);
        compared.edit(self.known.file, &self.known.id, Change::Append("returned", pairs));
        if self.known.done.is_some() {
            compared.edit(self.known.file, &self.known.id, Change::Remove("done"));
        }
    }

    /// Columns of the office's own: all of them are written as one value.
    fn fields(&self, compared: &mut Compared) {
        let mut fields: Vec<(String, String)> = self
            .known
            .fields()
            .iter()
            .map(|(name, text)| (name.to_string(), text.to_string()))
            .collect();
        let mut changed = false;
        let names = self.row.keys().filter_map(|key| key.strip_prefix("field:"));
        for name in names.map(str::to_owned).collect::<Vec<_>>() {
            let Some(new) = self.judge(&format!("field:{name}"), compared) else { continue };
            changed = true;
            match fields.iter_mut().find(|(known, _)| *known == name) {
                Some((_, text)) => *text = new,
                None => fields.push((name, new)),
            }
        }
        if changed {
            compared.edit(
                self.known.file,
                &self.known.id,
                Change::Set("fields", Value::Fields(fields)),
            );
        }
    }

    /// The new value where it is to be written; all else is told.
    fn judge(&self, key: &str, compared: &mut Compared) -> Option<String> {
        let (row, file) = (self.row.get(key).cloned(), self.file.get(key).cloned());
        match self.verdict(key) {
            Verdict::Nothing => None,
            Verdict::Undone => {
                self.push(What::Undone(shown(key), file.unwrap_or_default()), compared);
                None
            }
            Verdict::Conflict => {
                self.push(
                    What::Conflict(
                        shown(key),
                        readable(&row.unwrap_or_default()),
                        file.map(|file| readable(&file)),
                    ),
                    compared,
                );
                None
            }
            Verdict::Apply => {
                let row = row?;
                self.push(
                    What::Changed(shown(key), file.map(|file| readable(&file)), readable(&row)),
                    compared,
                );
                Some(row)
            }
        }
    }

    fn news(&self, key: &str, file: Option<String>, row: &str, compared: &mut Compared) {
        self.push(What::Changed(key.to_owned(), file, row.to_owned()), compared);
    }

    fn push(&self, what: What, compared: &mut Compared) {
        let (id, title) = (self.known.id.to_string(), self.known.title.to_string());
        compared.news.push(News { id, title, what });
    }
}

fn shown(key: &str) -> String {
    key.strip_prefix("field:").unwrap_or(key).to_owned()
}

fn readable(value: &str) -> String {
    value.replace('\u{1f}', ", ")
}

fn is_dated(key: &str) -> bool {
    DATES.contains(&key)
}

/// A date as an edit writes it.
fn value(when: &Moment) -> Option<Value> {
    match when {
        Moment::Day(day) => Some(Value::Day(*day)),
        other => other.to_string().parse().ok().map(Value::Time),
    }
}
