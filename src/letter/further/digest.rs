//! The digest (W6): the tasks by lateness, each with what was sent to whom, and what comes next.

use minijinja::Error;

use crate::letter::attached::Attached;
use crate::letter::bounds::{ATTACHED, ID, PAGE, ROW, TABLE};
use crate::letter::csv::Csv;
use crate::letter::further::frame::{Frame, Says};
use crate::letter::text::{clean, cut};
use crate::letter::view::addressees;
use crate::letter::view::data::{Block, Cell, Column};
use crate::letter::written::Written;
use crate::model::State;
use crate::plan::further::{Digest, Entry, Standing};
use crate::words::letters::digest as words;
use crate::words::letters::standing::Distance;
use crate::words::letters::{self, dates, past};

/// So many tasks are listed at most; fewer where the page would be too large.
const ROWS: usize = 100;

/// So many letters of a task are told, the latest.
const SENT: usize = 3;

pub(crate) fn write(frame: &Frame<'_>, digest: &Digest) -> Result<Written, Error> {
    let lines: Vec<Line> = digest.entries.iter().map(|entry| line(frame, digest, entry)).collect();
    let attached = (lines.len() > ATTACHED).then(|| table(frame, &lines));
    let mut rows = lines.len().min(ROWS);
    loop {
        let written = frame.write(says(frame, digest, (&lines, rows), attached.as_ref()))?;
        if written.html.len() <= PAGE || rows <= 1 {
            return Ok(written);
        }
        rows /= 2;
    }
}

/// What is said of a task.
struct Line {
    id: String,
    title: Option<String>,
    standing: String,
    level: &'static str,
    due: Option<String>,
    due_day: String,
    sent: Vec<String>,
    next: Option<String>,
}

fn says(
    frame: &Frame<'_>,
    digest: &Digest,
    (lines, rows): (&[Line], usize),
    attached: Option<&Attached>,
) -> Says {
    let (language, count) = (frame.language(), lines.len());
    let is_open = |entry: &Entry| {
        entry.standing.as_ref().is_some_and(|standing| standing.state == State::Open)
    };
    let is_late = |entry: &&Entry| {
        is_open(entry) && entry.standing.as_ref().is_some_and(|standing| standing.overdue)
    };
    let late = digest.entries.iter().filter(is_late).count();
    let settled = !digest.entries.iter().all(is_open);
    let verdict = letters::standing::many(count, late, settled, language);
    let today = frame.today();
    let day = dates::brief(today, today.year(), language);
    let block = Block {
        title: words::LISTED.said(language).to_owned(),
        columns: [(words::TASK, false), (words::STANDING, true)]
            .map(|(name, figures)| Column { name: name.said(language).to_owned(), figures })
            .into(),
        rows: lines.iter().take(rows).map(|line| cells(frame, line)).collect(),
        more: (count > rows).then(|| words::more(count - rows, attached.is_some(), language)),
        ..Block::default()
    };
    Says {
        subject: words::subject(&day, &verdict, language),
        level: if late > 0 { "amber" } else { "grey" },
        verdict,
        verdict_note: vec![words::copies(digest.letters.len(), language)],
        ask: words::NOTHING_ASKED.said(language).to_owned(),
        blocks: vec![block],
        attached: attached.cloned().into_iter().collect(),
        ..Says::default()
    }
}

fn cells(frame: &Frame<'_>, line: &Line) -> Vec<Cell> {
    let language = frame.language();
    let mut notes = line.sent.clone();
    notes.extend(line.next.clone());
    let (text, notes) = match &line.title {
        Some(title) => (title.clone(), [vec![line.id.clone()], notes].concat()),
        None => (line.id.clone(), notes),
    };
    vec![
        Cell { text, note: Some(words::joined(&notes, language)), level: None },
        Cell { text: line.standing.clone(), note: line.due.clone(), level: Some(line.level) },
    ]
}

fn line(frame: &Frame<'_>, digest: &Digest, entry: &Entry) -> Line {
    let (config, language) = (frame.config, frame.language());
    let id = match entry.subject.milestone() {
        Some(milestone) => format!("{}/{milestone}", entry.subject.id()),
        None => entry.subject.id().to_owned(),
    };
    let (id, sent) = (cut(&clean(&id), ID), sent(frame, digest, entry));
    let Some(standing) = &entry.standing else {
        return Line {
            id,
            title: None,
            standing: words::GONE.said(language).to_owned(),
            level: "grey",
            due: None,
            due_day: String::new(),
            sent,
            next: None,
        };
    };
    let target = standing.target;
    let task = clean(&target.task(config).title);
    let title = match target.milestone(config) {
        None => task,
        Some(one) => letters::milestone(&task, &clean(&one.title), language),
    };
    let calendar = target.calendar(config);
    let due_day = calendar.day_of(standing.deadline);
    let late = standing.overdue && standing.state == State::Open;
    let due = dates::brief(due_day, frame.today().year(), language);
    let (standing_said, level) = standing_of(frame, standing);
    Line {
        id,
        title: Some(cut(&title, ROW)),
        standing: standing_said,
        level,
        due: Some(letters::standing::deadline(late, &due, language)),
        due_day: due_day.to_string(),
        sent,
        next: next(frame, standing),
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

/// What was sent of it: when, which letter, to whom.
fn sent(frame: &Frame<'_>, digest: &Digest, entry: &Entry) -> Vec<String> {
    let (config, language, year) = (frame.config, frame.language(), frame.today().year());
    let first = entry.sent.len().saturating_sub(SENT);
    let letters = entry.sent[first..].iter().filter_map(|place| digest.letters.get(*place));
    let told = letters.map(|one| {
        let day = frame.calendar().map(|calendar| calendar.local_date(one.at));
        let day = day.map(|day| dates::brief(day, year, language)).unwrap_or_default();
        let names = one.to.iter().map(|address| {
            let named = config.people.iter().find(|one| one.email.0.eq_ignore_ascii_case(address));
            cut(&clean(named.map_or(address, |one| &one.name)), ROW)
        });
        let to = addressees::names(&names.collect::<Vec<_>>(), ROW, language);
        let went = past::went((one.kind, one.own.as_deref()), 1, &to, "", language);
        words::sent(&day, &went, language)
    });
    let more = (first > 0).then(|| past::still_earlier(first, language));
    more.into_iter().chain(told).collect()
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

/// All tasks as a table for spreadsheets.
fn table(frame: &Frame<'_>, lines: &[Line]) -> Attached {
    let language = frame.language();
    let mut csv = Csv::new(&words::headings(language), TABLE);
    for (at, line) in lines.iter().enumerate() {
        let (number, sent) = ((at + 1).to_string(), words::joined(&line.sent, language));
        let title = line.title.as_deref().unwrap_or_default();
        let next = line.next.as_deref().unwrap_or_default();
        let row = [&*number, &line.id, title, &line.standing, &line.due_day, &sent, next];
        if !csv.row(row) {
            break;
        }
    }
    let name = format!("tasks-{}.csv", frame.today());
    Attached::text(name, "text/csv; charset=utf-8", csv.finish())
}
