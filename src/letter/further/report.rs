//! A report (报告): the figures of a list, who is late and how, what changed. `duban report` and the letter say the same.

use jiff::Timestamp;
use jiff::civil::Date;
use minijinja::Error;

use crate::letter::attached::Attached;
use crate::letter::bounds::{NAME, PAGE, ROW, fewer};
use crate::letter::chart::{self, Bar};
use crate::letter::further::frame::{Frame, Says};
use crate::letter::text::{clean, cut};
use crate::letter::view::data::{Block, Cell, Column, Picture};
use crate::letter::written::Written;
use crate::model::{Attach, Calendar, Language};
use crate::plan::Target;
use crate::plan::further::ReportLetter;
use crate::view::figures::{About, Figures, Rows, Summary};
use crate::view::{owner_names, unit_name};
use crate::words::letters::dates;
use crate::words::{figures, lists, reports as words};

/// So many rows of tasks are shown at most; fewer where the page would be too large.
const TASKS: usize = 100;

/// So many working days there are to answer where nothing follows.
const ANSWER: i64 = 3;

/// Writes a report.
pub(crate) fn write(frame: &Frame<'_>, report: &ReportLetter) -> Result<Written, Error> {
    let charts = Charts::of(&report.summary, frame.language())?;
    let mut rows = TASKS;
    loop {
        let written = frame.write(told(frame, report, &charts, rows))?;
        if written.html.len() <= PAGE || rows <= 1 {
            return Ok(written);
        }
        rows = fewer(rows, written.html.len());
    }
}

/// What it says, with so many rows of tasks at most.
pub(crate) fn says(frame: &Frame<'_>, report: &ReportLetter, rows: usize) -> Result<Says, Error> {
    let charts = Charts::of(&report.summary, frame.language())?;
    Ok(told(frame, report, &charts, rows))
}

fn told(frame: &Frame<'_>, report: &ReportLetter, charts: &Charts, rows: usize) -> Says {
    let (summary, language) = (&report.summary, frame.language());
    let figures = &summary.figures;
    let about = summary.about.name(&summary.stood).map(|name| cut(&clean(name), NAME));
    let title = report
        .title
        .as_deref()
        .map_or_else(|| words::TITLE.said(language).to_owned(), |title| cut(&clean(title), ROW));
    let calendar = frame.calendar();
    let day = |instant: Timestamp| calendar.map(|calendar| calendar.local_date(instant));
    let shown = |instant| day(instant).map(|day| dates::whole(day, language)).unwrap_or_default();
    let until = calendar.and_then(|calendar| answer_by(calendar, summary.moment));
    let until = until.map(|day| dates::whole(day, language)).unwrap_or_default();
    // Without a moment it is no letter, and nothing is beside it.
    let beside = if frame.letter.notices.is_empty() { &[][..] } else { &report.attach };
    let teller = Teller { summary, language, rows, beside };
    let period =
        words::period(&shown(summary.since), &shown(summary.moment), report.past, language);
    // What is to be done comes before all that is only to be known.
    let blocks = [
        teller.parts(),
        teller.overdue(),
        charts.ages.as_ref().map(|(block, _)| block.clone()),
        teller.waiting(),
        teller.changes(),
        charts.months.as_ref().map(|(block, _)| block.clone()),
        Some(teller.figures(period)),
        teller.doubts(),
    ];
    let pictures = charts.ages.iter().chain(&charts.months).map(|(_, picture)| picture.clone());
    Says {
        asks_nothing: false,
        subject: words::subject(&title, about.as_deref(), &shown(summary.moment), language),
        name: Some(title),
        as_of: day(summary.moment),
        level: if figures.overdue > 0 { "red" } else { "blue" },
        formal: true,
        lead: Vec::new(),
        title: None,
        verdict: words::verdict(figures, language),
        verdict_note: about.iter().cloned().chain(words::notes(figures, language)).collect(),
        whom: about.map(|about| words::whom(&about, language)),
        ask: words::ask(figures, &until, language),
        points: Vec::new(),
        how: Vec::new(),
        without: None,
        blocks: blocks.into_iter().flatten().collect(),
        sections: Vec::new(),
        details: Vec::new(),
        attached: pictures.collect(),
        beside: beside.iter().map(file_name).collect(),
    }
}

/// The name of the list, as a file of that kind.
pub(crate) fn file_name(kind: &Attach) -> String {
    format!("report.{kind}")
}

/// The day by which an answer is asked for.
fn answer_by(calendar: &Calendar, moment: Timestamp) -> Option<Date> {
    calendar.nth_working_day(calendar.local_date(moment), ANSWER)
}

/// Puts a summary into blocks.
struct Teller<'s> {
    summary: &'s Summary,
    language: Language,
    rows: usize,
    /// What is attached.
    beside: &'s [Attach],
}

/// The charts, which are drawn once, however often the letter is tried.
struct Charts {
    ages: Option<Drawn>,
    months: Option<Drawn>,
}

/// A picture, and the block that shows it and has the same figures.
type Drawn = (Block, Attached);

impl Charts {
    fn of(summary: &Summary, language: Language) -> Result<Charts, Error> {
        let teller = Teller { summary, language, rows: 0, beside: &[] };
        Ok(Charts { ages: teller.by_age()?, months: teller.backlog()? })
    }
}

impl Teller<'_> {
    fn block(&self, title: crate::words::Text) -> Block {
        Block { title: title.said(self.language).to_owned(), ..Block::default() }
    }

    /// Headings; the columns behind the first have figures.
    fn columns(&self, names: &[crate::words::Text]) -> Vec<Column> {
        let column = |(at, name): (usize, &crate::words::Text)| Column {
            name: name.said(self.language).to_owned(),
            figures: at > 0,
        };
        names.iter().enumerate().map(column).collect()
    }

    fn figures(&self, period: String) -> Block {
        let rows = figures::all(&self.summary.figures, self.language).into_iter();
        Block {
            paragraphs: vec![period],
            columns: self.columns(&[words::FIGURE, words::NUMBER]),
            rows: rows.map(|(name, number)| vec![plain(name), plain(number)]).collect(),
            ..self.block(words::FIGURES)
        }
    }

    /// A row a unit or supervisor.
    fn parts(&self) -> Option<Block> {
        let (summary, language) = (self.summary, self.language);
        if summary.rows.len() < 2 {
            return None;
        }
        let row = |name: String, of: &Figures| {
            let level = (of.overdue > 0).then_some("red");
            vec![
                plain(name),
                plain(of.open.to_string()),
                Cell { level, ..plain(of.overdue.to_string()) },
                plain((of.closed_in_time + of.closed_late).to_string()),
                plain(figures::rate(of.kept_permille())),
            ]
        };
        let name = |about| cut(&clean(&words::row_name(summary, about, language)), NAME);
        let parts = summary.rows.iter().take(self.rows);
        let mut rows: Vec<Vec<Cell>> =
            parts.map(|one| row(name(one.about), &one.figures)).collect();
        rows.push(row(words::ALL.said(language).to_owned(), &summary.figures));
        let title = match summary.by {
            Rows::Units => words::BY_UNIT,
            Rows::Supervisors => words::BY_SUPERVISOR,
        };
        let mut columns = self.columns(&[
            words::TASK,
            figures::OPEN,
            figures::OVERDUE,
            words::CLOSED,
            figures::RATE,
        ]);
        columns[0].name = words::about_column(summary.by, language).to_owned();
        let more = summary.rows.len().saturating_sub(self.rows);
        let listed = self.beside.contains(&Attach::Xlsx);
        let more = (more > 0).then(|| words::more(more, listed, language));
        Some(Block { columns, rows, more, ..self.block(title) })
    }

    fn overdue(&self) -> Option<Block> {
        let list = &self.summary.overdue;
        let row = |target, days| {
            let late = words::days(days, self.language);
            vec![self.task(target), Cell { level: Some("red"), ..plain(late) }]
        };
        let rows = list.iter().take(self.rows).map(|one| row(one.target, one.days));
        (!list.is_empty()).then(|| Block {
            columns: self.columns(&[words::TASK, words::LATE]),
            rows: rows.collect(),
            more: self.more(list.len()),
            ..self.block(words::OVERDUE)
        })
    }

    fn waiting(&self) -> Option<Block> {
        let list = &self.summary.waiting;
        let rows = list.iter().take(self.rows);
        let rows = rows
            .map(|one| vec![self.task(one.target), plain(words::days(one.days, self.language))]);
        (!list.is_empty()).then(|| Block {
            columns: self.columns(&[words::TASK, words::WAITS]),
            rows: rows.collect(),
            more: self.more(list.len()),
            ..self.block(words::WAITING)
        })
    }

    fn changes(&self) -> Option<Block> {
        let list = &self.summary.changes;
        let row = |one: &crate::view::figures::Change| {
            let calendar = one.target.calendar(&self.summary.stood);
            let on = one.on.map(|on| calendar.day_of(on).to_string());
            let what = figures::change(one.kind, self.language).to_owned();
            vec![self.task(one.target), Cell { note: on, ..plain(what) }]
        };
        (!list.is_empty()).then(|| Block {
            columns: self.columns(&[words::TASK, words::WHAT]),
            rows: list.iter().take(self.rows).map(row).collect(),
            more: self.more(list.len()),
            ..self.block(words::CHANGES)
        })
    }

    fn doubts(&self) -> Option<Block> {
        let doubts = self.summary.doubts.iter().map(|doubt| {
            let first = cut(&clean(&self.summary.task(doubt.first).id), ROW);
            figures::doubt(doubt.kind, doubt.count, &first, self.language)
        });
        let paragraphs: Vec<String> = doubts.collect();
        (!paragraphs.is_empty()).then(|| Block { paragraphs, ..self.block(words::DOUBTS) })
    }

    /// How late the overdue ones are.
    fn by_age(&self) -> Result<Option<Drawn>, Error> {
        if self.summary.figures.overdue == 0 {
            return Ok(None);
        }
        let bands = self.summary.figures.bands.all();
        let bars = bands.map(|(name, value)| Bar {
            label: name
                .strip_suffix('+')
                .map_or_else(|| name.to_owned(), |days| format!(">{days}")),
            value,
        });
        let rows =
            bands.map(|(name, count)| (figures::band(name, self.language), count.to_string()));
        let columns = self.columns(&[words::DAYS, words::NUMBER]);
        self.chart("ages.png", words::BY_AGE, columns, &rows, &bars).map(Some)
    }

    /// How many were open at the end of each month.
    fn backlog(&self) -> Result<Option<Drawn>, Error> {
        let months = &self.summary.backlog;
        if months.iter().all(|(_, open)| *open == 0) {
            return Ok(None);
        }
        let bars: Vec<Bar> = months
            .iter()
            .map(|(day, open)| Bar { label: day.month().to_string(), value: *open })
            .collect();
        let rows: Vec<(String, String)> =
            months.iter().map(|(day, open)| (day.to_string(), open.to_string())).collect();
        let columns = self.columns(&[words::MONTH, figures::OPEN]);
        self.chart("months.png", words::BACKLOG, columns, &rows, &bars).map(Some)
    }

    /// A picture, and the same figures in a table below it.
    fn chart(
        &self,
        name: &str,
        title: crate::words::Text,
        columns: Vec<Column>,
        rows: &[(String, String)],
        bars: &[Bar],
    ) -> Result<Drawn, Error> {
        let failed = |why: chart::ChartError| {
            let said = words::no_chart(&why.to_string(), self.language);
            Error::new(minijinja::ErrorKind::InvalidOperation, said)
        };
        let bytes = chart::columns(bars).map_err(failed)?;
        let says: Vec<String> =
            rows.iter().map(|(label, value)| format!("{label} {value}")).collect();
        let says = says.join(lists::AND.said(self.language));
        let picture = Picture { id: name.to_owned(), says };
        let rows =
            rows.iter().map(|(label, value)| vec![plain(label.clone()), plain(value.clone())]);
        let block =
            Block { picture: Some(picture), columns, rows: rows.collect(), ..self.block(title) };
        Ok((block, Attached::picture(name, bytes)))
    }

    /// A task in a row: its title, below it its id, unit and owners.
    fn task(&self, target: Target) -> Cell {
        let stood = &self.summary.stood;
        let task = target.task(stood);
        let owners = owner_names(stood, target).join(lists::AND.said(self.language));
        let unit = match self.summary.about {
            About::Unit(unit) if task.unit == Some(unit) => None,
            _ => unit_name(stood, target),
        };
        let note = [Some(&*task.id), unit, Some(&*owners)].into_iter().flatten();
        let note: Vec<String> =
            note.filter(|one| !one.is_empty()).map(|one| cut(&clean(one), NAME)).collect();
        Cell { note: Some(note.join(" · ")), ..plain(cut(&clean(&task.title), ROW)) }
    }

    fn more(&self, count: usize) -> Option<String> {
        let more = count.saturating_sub(self.rows);
        let listed = self.beside.iter().any(|kind| *kind != Attach::Ics);
        (more > 0).then(|| words::more(more, listed, self.language))
    }
}

fn plain(text: String) -> Cell {
    Cell { text, ..Cell::default() }
}
