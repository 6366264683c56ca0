//! An import as a person reads it: the columns, what is doubtful, what is left out.

use std::collections::HashMap;
use std::io::{IsTerminal, Write};
use std::mem::{Discriminant, discriminant};
use std::path::Path;

use crate::cli::import::Outcome;
use crate::cli::import::plan::Plan;
use crate::cli::import::policy::Policy;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::{locale, output, style, table};
use crate::import::doubt::{Doubt, Why, WhyNot};
use crate::import::known::Resolved;
use crate::import::read::Read;
use crate::import::sheet::letters;
use crate::import::table::Table;
use crate::words::{import as words, import_news};

/// So many of one kind in one column are listed.
const SHOWN: usize = 20;
/// From so many cells on about which the same is doubtful, they stand in one line.
const ALIKE: usize = 4;
/// So many of them are named there.
const CELLS: usize = 5;
/// So many lines of the difference are shown.
const LINES: usize = 80;
/// A value of a column is shown up to this width.
const WIDTH: usize = 24;

/// How each sheet and each of its columns was read.
pub(super) fn tables(read: &Read) -> anyhow::Result<()> {
    let language = locale::language();
    for table in &read.tables {
        print_line!("{}", words::sheet(table.sheet.as_deref(), table.header, language))?;
        columns(table)?;
        let name = table.sheet.as_deref().map(str::to_owned);
        let passed = read.passed.iter().filter(|((sheet, _), _)| *sheet == name);
        let passed: Vec<String> =
            passed.map(|((_, kind), rows)| words::passed(*kind, rows, language)).collect();
        if !passed.is_empty() {
            print_line!("{}", words::passed_over(&passed.join("; "), language))?;
        }
        print_line!("")?;
    }
    Ok(output::flush()?)
}

/// A path as a shell takes it.
pub(super) fn typed(path: &Path) -> String {
    let path = path.display().to_string();
    let plain = |c: char| c.is_alphanumeric() || "._-/+,:@%".contains(c);
    match path.chars().all(plain) {
        true => path,
        false => format!("'{}'", path.replace('\'', "'\\''")),
    }
}

pub(super) fn print(outcome: &Outcome, plan: &Plan, list: &Path, all: bool) -> anyhow::Result<()> {
    let (language, read) = (locale::language(), &outcome.read);
    for remark in &read.remarks {
        print_line!("{}", words::remark(remark, language))?;
    }
    doubts(&read.doubts, all)?;
    // That the list has no column of deadlines, and whom nobody knows, is said once.
    let once = |why: &WhyNot| matches!(why, WhyNot::NoDeadlineColumn | WhyNot::Unknown(_));
    let rows = outcome.left_out.iter().filter(|row| !once(&row.why));
    let rows = rows
        .map(|row| ((row.place.column, discriminant(&row.why)), words::left_out(row, language)));
    listed::<WhyNot>(say(words::LEFT_OUT), rows, all)?;
    unknown(outcome, list)?;
    changes(outcome, plan, all)?;
    print_line!("")?;
    let counts =
        words::read(outcome.tasks.len(), read.doubts.len(), outcome.left_out.len(), language);
    Ok(print_line!("{}", style::strong(&counts))?)
}

/// Doubtful cells; many about which the same is doubtful in one line, where the first of them stands.
fn doubts(doubts: &[Doubt], all: bool) -> anyhow::Result<()> {
    let language = locale::language();
    let alike = |doubt: &Doubt| {
        let place = &doubt.place;
        (place.sheet.clone(), place.column, words::alike(&doubt.why, language))
    };
    let mut groups: HashMap<_, Vec<&Doubt>> = HashMap::new();
    for doubt in doubts.iter().filter(|_| !all) {
        groups.entry(alike(doubt)).or_default().push(doubt);
    }
    let lines = doubts.iter().filter_map(|doubt| {
        let key = (doubt.place.column, discriminant(&doubt.why));
        let group = groups.get(&alike(doubt)).filter(|group| group.len() >= ALIKE);
        match group {
            None => Some((key, words::doubt(doubt, language))),
            Some(group) if std::ptr::eq(group[0], doubt) => {
                let cells = group.iter().take(CELLS).map(|one| one.place.to_string());
                let (cells, said) = (cells.collect::<Vec<_>>(), words::alike(&doubt.why, language));
                Some((key, words::doubts_alike(&cells, group.len(), &said, language)))
            }
            Some(_) => None,
        }
    });
    listed::<Why>(say(words::DOUBTFUL), lines, all)
}

/// Names that nobody has: each once, with how many rows are left out for it, and the line to type.
fn unknown(outcome: &Outcome, list: &Path) -> anyhow::Result<()> {
    let (missing, language) = (&outcome.missing, locale::language());
    if missing.people.is_empty() && missing.units.is_empty() {
        return Ok(());
    }
    let mut rows: HashMap<&str, usize> = HashMap::new();
    let mut left_out = 0;
    for row in &outcome.left_out {
        let WhyNot::Unknown(names) = &row.why else { continue };
        left_out += 1;
        names.iter().for_each(|name| *rows.entry(name).or_default() += 1);
    }
    let counted = |names: &[String]| -> Vec<(String, usize)> {
        names.iter().map(|name| (name.clone(), rows.get(&**name).copied().unwrap_or(0))).collect()
    };
    let (people, units) = (counted(&missing.people), counted(&missing.units));
    print_line!("")?;
    print_line!("{}", words::missing(&people, &units, left_out, &typed(list), language))?;
    Ok(())
}

/// What is new, against the last import and the files.
fn changes(outcome: &Outcome, plan: &Plan, all: bool) -> anyhow::Result<()> {
    let (compared, language) = (&outcome.compared, locale::language());
    if !compared.news.is_empty() {
        print_line!("")?;
        print_line!("{}", style::strong(say(import_news::NEWS)))?;
        for news in &compared.news {
            print_line!("  {}", import_news::news(news, language))?;
        }
    }
    let difference = plan.difference();
    if !difference.is_empty() {
        print_line!("")?;
        let lines: Vec<&str> = difference.lines().collect();
        let shown = if all { lines.len() } else { lines.len().min(LINES) };
        output::print(&format!("{}\n", lines[..shown].join("\n")))?;
        if shown < lines.len() {
            print_line!("{}", import_news::more_lines(lines.len() - shown, language))?;
        }
    }
    print_line!("")?;
    if !compared.new.is_empty() {
        let file = plan.tasks_file.display().to_string();
        print_line!("{}", import_news::new_tasks(compared.new.len(), &file, language))?;
    }
    if let Policy::Only(policy, tasks) = &outcome.policy {
        print_line!("{}", import_news::only_policy(policy, *tasks, language))?;
    }
    if !outcome.made.addresses.is_empty() {
        print_line!("{}", import_news::filled_in(outcome.made.addresses.len(), language))?;
    }
    if compared.same > 0 {
        print_line!("{}", import_news::same(compared.same, language))?;
    }
    let made = &outcome.made;
    if !made.people.is_empty() || !made.units.is_empty() {
        print_line!(
            "{}",
            import_news::made(made.people.len(), made.units.len(), plan.heads, language)
        )?;
    }
    if let Some((units, head)) = &plan.headed {
        print_line!("{}", import_news::headed(*units, head, language))?;
    }
    let is_open = |task: &&Resolved| task.item.done.is_none() && task.item.cancelled.is_none();
    let open = compared.new.iter().filter(is_open);
    let unopened = open.filter(|task| task.item.opened.is_none()).count();
    if unopened > 0 {
        print_line!("{}", import_news::unopened(unopened, language))?;
    }
    Ok(())
}

/// The last lines: what is still to be filled in, and whether anything was written.
pub(super) fn end(plan: &Plan, gaps: usize, written: bool) -> anyhow::Result<()> {
    if gaps > 0 {
        print_line!("{}", import_news::gaps(gaps, locale::language()))?;
    }
    let last = match (plan.is_empty(), written) {
        (true, _) => import_news::NOTHING_NEW,
        (false, true) => import_news::WRITTEN,
        (false, false) => import_news::NOTHING_WRITTEN,
    };
    Ok(print_line!("{}", say(last))?)
}

/// The columns of a sheet, with three values of each.
fn columns(found: &Table) -> anyhow::Result<()> {
    let language = locale::language();
    let mut shown = table::table(words::columns(language));
    for column in &found.columns {
        let values: Vec<String> = column.samples.iter().map(|value| short(value)).collect();
        let values =
            if values.is_empty() { say(words::NO_VALUES).to_owned() } else { values.join(" | ") };
        shown.add_row([
            letters(column.at),
            short(&column.heading),
            words::key(column.key, language),
            values,
        ]);
    }
    table::print(&shown)
}

fn short(text: &str) -> String {
    match text.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

/// What makes two lines alike: the column and the kind.
type Alike<T> = (Option<u32>, Discriminant<T>);

/// Lines below a heading; of those that are alike only the first few.
fn listed<T>(
    heading: &str,
    lines: impl Iterator<Item = (Alike<T>, String)>,
    all: bool,
) -> anyhow::Result<()> {
    let mut counts: HashMap<Alike<T>, usize> = HashMap::new();
    let mut first = true;
    for (alike, line) in lines {
        if std::mem::take(&mut first) {
            print_line!("")?;
            print_line!("{}", style::strong(heading))?;
        }
        let count = counts.entry(alike).or_default();
        *count += 1;
        if all || *count <= SHOWN {
            print_line!("  {line}")?;
        }
    }
    let more: usize = counts.values().map(|count| count.saturating_sub(SHOWN)).sum();
    if !all && more > 0 {
        print_line!("{}", words::more(more, locale::language()))?;
    }
    Ok(())
}

/// How far a long list is read, on a terminal.
pub(super) struct Bar {
    rows: usize,
    done: usize,
    shown: bool,
}

/// Shorter lists are read before anybody would look.
const LONG: usize = 2_000;

impl Bar {
    pub(super) fn of(rows: usize) -> Bar {
        Bar { rows, done: 0, shown: rows >= LONG && std::io::stderr().is_terminal() }
    }

    pub(super) fn step(&mut self) {
        self.done += 1;
        if self.shown && self.done.is_multiple_of(200) {
            let filled = (self.done * 30 / self.rows.max(1)).min(30);
            let bar = format!(
                "\r[{}{}] {}/{}",
                "█".repeat(filled),
                " ".repeat(30 - filled),
                self.done,
                self.rows
            );
            crate::cli::terminal::output::progress(&bar);
        }
    }

    pub(super) fn end(&self) {
        if self.shown {
            crate::cli::terminal::output::progress(&format!("\r{}\r", " ".repeat(60)));
        }
        // Nobody can be told that standard error is closed.
        let _closed = std::io::stderr().flush();
    }
}
