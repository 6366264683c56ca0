//! A count was reached (累计预警): what is counted, how many it is and since when, and each task or letter that counts.

use jiff::civil::Date;
use minijinja::Error;

use crate::letter::bounds::{NAME, PAGE, ROW, fewer};
use crate::letter::further::frame::{Frame, Says};
use crate::letter::text::{clean, cut};
use crate::letter::view::data::{Block, Cell, Column, Fact, Section};
use crate::letter::written::Written;
use crate::model::{Calendar, TallyOf};
use crate::plan::Target;
use crate::plan::further::TallyLetter;
use crate::view::tallies::ReleasedLetter;
use crate::view::{days_late, owner_names, unit_name};
use crate::words::Text;
use crate::words::letters::{dates, tally as words};
use crate::words::{letters, lists, reports, tallies};

/// So many rows are shown at most; fewer where the page would be too large.
const ROWS: usize = 100;

/// So many working days there are to answer where nothing follows.
const ANSWER: i64 = 3;

/// Writes a letter of a tally.
pub(crate) fn write(frame: &Frame<'_>, letter: &TallyLetter) -> Result<Written, Error> {
    let mut rows = ROWS;
    loop {
        let written = frame.write(Teller { frame, letter, rows }.says())?;
        if written.html.len() <= PAGE || rows <= 1 {
            return Ok(written);
        }
        rows = fewer(rows, written.html.len());
    }
}

/// Puts a count into words.
struct Teller<'a> {
    frame: &'a Frame<'a>,
    letter: &'a TallyLetter,
    rows: usize,
}

impl Teller<'_> {
    fn says(&self) -> Says {
        let TallyLetter { tally, stood, count, standing, .. } = self.letter;
        let language = self.frame.language();
        let about = count.about.name(stood).map(|name| cut(&clean(name), NAME));
        let name = tally.title.as_deref().map(|title| cut(&clean(title), ROW));
        let name = name.unwrap_or_else(|| letters::name(tally.letter, language).to_owned());
        let whole = |day: Date| dates::whole(day, language);
        let of_letters = matches!(tally.of, TallyOf::Letters(..));
        let (number, limit) = (count.number, tally.at_least);
        let counted = words::Counted { of_letters, number, limit };
        let again = self.again();
        let until = self.answer_by(again).map(whole).unwrap_or_default();
        let condition = tallies::condition(stood, tally, language);
        let mut notes = vec![condition.clone()];
        if standing.letters > 1 {
            let since = standing.reached.map(whole).unwrap_or_default();
            notes.push(words::still(&since, standing.letters, language));
        }
        Says {
            subject: words::subject(&name, about.as_deref(), language),
            name: Some(name),
            level: "red",
            formal: true,
            verdict: words::verdict(about.as_deref(), counted, language),
            verdict_note: notes,
            whom: about.map(|about| reports::whom(&about, language)),
            ask: words::ask(&until, counted, language),
            without: Some((
                words::WITHOUT.said(language).to_owned(),
                words::without(again.map(whole).as_deref(), language),
            )),
            blocks: match of_letters {
                true => vec![self.letters(), self.tasks()],
                false => vec![self.tasks()],
            }
            .into_iter()
            .flatten()
            .collect(),
            sections: vec![self.facts(condition)],
            ..Says::default()
        }
    }

    /// The first day of the next letter, if there may be one.
    fn again(&self) -> Option<Date> {
        let calendar = self.frame.calendar()?;
        let next = self.letter.standing.next_letter(&self.letter.tally, calendar)?;
        calendar.working_day_from(next)
    }

    /// The working day before the next letter, but no sooner than the next; without one the third.
    fn answer_by(&self, again: Option<Date>) -> Option<Date> {
        let calendar = self.frame.calendar()?;
        let today = self.frame.today();
        let Some(again) = again else { return calendar.nth_working_day(today, ANSWER) };
        let before = calendar.nth_working_day(again, -1)?;
        Some(before.max(calendar.nth_working_day(today, 1)?))
    }

    /// How it is counted, and since when it is so.
    fn facts(&self, condition: String) -> Section {
        let TallyLetter { tally, standing, .. } = self.letter;
        let language = self.frame.language();
        let mut facts = vec![
            (words::CONDITION, condition),
            (words::LIMIT, words::limit(tally.at_least, language)),
        ];
        if let Some(reached) = standing.reached {
            facts.push((words::REACHED, dates::whole(reached, language)));
        }
        let fact = |(label, text): (crate::words::Text, String)| Fact {
            label: label.said(language).to_owned(),
            lines: vec![text],
        };
        Section {
            title: words::COUNT.said(language).to_owned(),
            facts: facts.into_iter().map(fact).collect(),
        }
    }

    fn columns(&self, first: Text, second: Text, has_figures: bool) -> Vec<Column> {
        let column = |name: Text, figures| Column {
            name: name.said(self.frame.language()).to_owned(),
            figures,
        };
        vec![column(first, false), column(second, has_figures)]
    }

    /// The tasks, worst first.
    fn tasks(&self) -> Option<Block> {
        let (stood, language) = (&self.letter.stood, self.frame.language());
        let late = |target: &Target| days_late(stood, *target, self.frame.now).unwrap_or(0);
        let mut tasks: Vec<(i64, Target)> =
            self.letter.count.tasks.iter().map(|target| (late(target), *target)).collect();
        tasks.sort_by_key(|(late, target)| {
            (-late, std::cmp::Reverse(target.task(stood).severity), *target)
        });
        let row = |(late, target): &(i64, Target)| {
            let shown = match late {
                1.. => Cell {
                    level: Some("red"),
                    text: reports::days(*late, language),
                    ..Cell::default()
                },
                _ => Cell { text: words::NOT_LATE.said(language).to_owned(), ..Cell::default() },
            };
            vec![self.task(*target), shown]
        };
        (!tasks.is_empty()).then(|| Block {
            title: words::TASKS.said(language).to_owned(),
            columns: self.columns(reports::TASK, reports::LATE, true),
            rows: tasks.iter().take(self.rows).map(row).collect(),
            more: self.more(tasks.len()),
            ..Block::default()
        })
    }

    /// A task in a row: its title, below it its id, unit and owners.
    fn task(&self, target: Target) -> Cell {
        let stood = &self.letter.stood;
        let task = target.task(stood);
        let owners = owner_names(stood, target).join(lists::AND.said(self.frame.language()));
        let note = [Some(&*task.id), unit_name(stood, target), Some(&*owners)];
        let note = note.into_iter().flatten().filter(|one| !one.is_empty());
        let note: Vec<String> = note.map(|one| cut(&clean(one), NAME)).collect();
        Cell {
            text: cut(&clean(&task.title), ROW),
            note: Some(note.join(" · ")),
            ..Cell::default()
        }
    }

    /// The letters that count, the oldest first.
    fn letters(&self) -> Option<Block> {
        let (all, language) = (&self.letter.letters, self.frame.language());
        let calendar = self.frame.calendar()?;
        let rows = all.iter().take(self.rows).map(|letter| self.one_letter(calendar, letter));
        (!all.is_empty()).then(|| Block {
            title: words::LETTERS.said(language).to_owned(),
            columns: self.columns(words::LETTER, words::SENT, false),
            rows: rows.collect(),
            more: self.more(all.len()),
            ..Block::default()
        })
    }

    fn one_letter(&self, calendar: &Calendar, letter: &ReleasedLetter) -> Vec<Cell> {
        let language = self.frame.language();
        let mut about: Vec<String> =
            letter.notices.iter().map(|(subject, ..)| clean(&subject.to_string())).collect();
        about.dedup();
        let name = letters::name(letter.kind, language).to_owned();
        let about = cut(&about.join(lists::AND.said(language)), ROW);
        let on = dates::whole(calendar.local_date(letter.released), language);
        vec![
            Cell { text: name, note: Some(about), ..Cell::default() },
            Cell { text: on, ..Cell::default() },
        ]
    }

    fn more(&self, count: usize) -> Option<String> {
        let more = count.saturating_sub(self.rows);
        (more > 0).then(|| reports::more(more, false, self.frame.language()))
    }
}
