//! Tasks in a row each, as letters that no stage writes list them: how each stands, what is said of it, and all of them
//! as a table for spreadsheets.

use minijinja::Error;

use crate::letter::attached::Attached;
use crate::letter::bounds::{ATTACHED, ID, PAGE, ROW, TABLE, fewer};
use crate::letter::csv::Csv;
use crate::letter::further::frame::{Frame, Says};
use crate::letter::text::{clean, cut};
use crate::letter::view::data::{Block, Cell, Column};
use crate::letter::written::Written;
use crate::model::{State, Subject};
use crate::plan::further::Standing;
use crate::words::Text;
use crate::words::letters::standing::Distance;
use crate::words::letters::{self, dates, further as words};

/// So many tasks are listed at most; fewer where the page would be too large.
const ROWS: usize = 100;

/// What is said of a task.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) id: String,
    pub(crate) title: Option<String>,
    pub(crate) standing: String,
    pub(crate) level: &'static str,
    pub(crate) due: Option<String>,
    pub(crate) due_day: String,
    /// What went before, or whose it is.
    pub(crate) notes: Vec<String>,
    pub(crate) next: Option<String>,
}

/// The id of a task, or of one of its milestones.
pub(crate) fn id(subject: &Subject) -> String {
    let id = match subject.milestone() {
        Some(milestone) => format!("{}/{milestone}", subject.id()),
        None => subject.id().to_owned(),
    };
    cut(&clean(&id), ID)
}

impl Line {
    /// That of what the files have.
    pub(crate) fn of(frame: &Frame<'_>, standing: &Standing, notes: Vec<String>) -> Line {
        let (config, language) = (frame.config, frame.language());
        let target = standing.target;
        let task = clean(&target.task(config).title);
        let title = match target.milestone(config) {
            None => task,
            Some(one) => letters::milestone(&task, &clean(&one.title), language),
        };
        let due_day = target.calendar(config).day_of(standing.deadline);
        let due = dates::brief(due_day, frame.today().year(), language);
        let (said, level) = standing_of(frame, standing);
        Line {
            id: cut(&clean(&target.name(config)), ID),
            title: Some(cut(&title, ROW)),
            standing: said,
            level,
            due: Some(letters::standing::deadline(standing.is_late(), &due, language)),
            due_day: due_day.to_string(),
            notes,
            next: next(frame, standing),
        }
    }

    /// Its row: what it is with what is said of it, and how it stands.
    pub(crate) fn cells(&self, frame: &Frame<'_>) -> Vec<Cell> {
        let mut notes = self.notes.clone();
        notes.extend(self.next.clone());
        let (text, notes) = match &self.title {
            Some(title) => (title.clone(), [vec![self.id.clone()], notes].concat()),
            None => (self.id.clone(), notes),
        };
        let note = words::joined(&notes, frame.language());
        vec![
            Cell { text, note: Some(note), level: None },
            Cell { text: self.standing.clone(), note: self.due.clone(), level: Some(self.level) },
        ]
    }
}

fn standing_of(frame: &Frame<'_>, standing: &Standing) -> (String, &'static str) {
    let language = frame.language();
    if standing.state != State::Open {
        return (letters::standing::settled(standing.state, "", language).0, "blue");
    }
    let level = match (standing.overdue, standing.days) {
        (true, _) => "red",
        (false, ..=7) => "amber",
        _ => "blue",
    };
    let distance = Distance::Days(standing.days, 0);
    (letters::standing::verdict(standing.overdue, distance, language), level)
}

/// What is sent next, if nothing is done.
fn next(frame: &Frame<'_>, standing: &Standing) -> Option<String> {
    let (config, language) = (frame.config, frame.language());
    let next = standing.next.as_ref()?;
    let calendar = standing.target.calendar(config);
    let day = dates::brief(calendar.local_date(next.release), frame.today().year(), language);
    let kind = crate::plan::letter_kind(config, &next.notice, next.release);
    let own = next.notice.stage(config).own_letter.as_deref();
    Some(words::next(&day, &letters::named(kind, own, language), language))
}

/// A table of some of them, under its title and the names of its two columns.
pub(crate) fn block<'l>(
    frame: &Frame<'_>,
    (title, columns): (Text, [Text; 2]),
    lines: impl ExactSizeIterator<Item = &'l Line>,
    (rows, attached): (usize, bool),
) -> Block {
    let (language, count) = (frame.language(), lines.len());
    let name = |text: Text| text.said(language).to_owned();
    let [what, standing] = columns;
    Block {
        title: name(title),
        columns: vec![
            Column { name: name(what), figures: false },
            Column { name: name(standing), figures: true },
        ],
        rows: lines.take(rows).map(|line| line.cells(frame)).collect(),
        more: (count > rows).then(|| words::more(count - rows, attached, language)),
        ..Block::default()
    }
}

/// Writes a letter with so many rows as its page holds, beside it all of them as a table if they are many. `says` is told
/// how many rows there are to be, and whether the table is there.
pub(crate) fn write(
    frame: &Frame<'_>,
    lines: &[&Line],
    says: impl Fn(usize, bool) -> Says,
) -> Result<Written, Error> {
    let attached = (lines.len() > ATTACHED).then(|| table(frame, lines));
    let mut rows = lines.len().min(ROWS);
    loop {
        let said = says(rows, attached.is_some());
        let written =
            frame.write(Says { attached: attached.clone().into_iter().collect(), ..said })?;
        if written.html.len() <= PAGE || rows <= 1 {
            return Ok(written);
        }
        rows = fewer(rows, written.html.len());
    }
}

/// All tasks as a table for spreadsheets.
fn table(frame: &Frame<'_>, lines: &[&Line]) -> Attached {
    let language = frame.language();
    let mut csv = Csv::new(&words::headings(language), TABLE);
    for (at, line) in lines.iter().enumerate() {
        let (number, notes) = ((at + 1).to_string(), words::joined(&line.notes, language));
        let title = line.title.as_deref().unwrap_or_default();
        let next = line.next.as_deref().unwrap_or_default();
        let row = [&*number, &line.id, title, &line.standing, &line.due_day, &notes, next];
        if !csv.row(row) {
            break;
        }
    }
    let name = format!("tasks-{}.csv", frame.today());
    Attached::text(name, "text/csv; charset=utf-8", csv.finish())
}
