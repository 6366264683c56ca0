//! Letters about answers: what was said of which task, and what becomes of it.

use jiff::Timestamp;
use minijinja::Error;

use crate::letter::bounds;
use crate::letter::further::frame::{Frame, Says};
use crate::letter::text::{clean, cut};
use crate::letter::view::data::{Block, Cell, Column};
use crate::letter::written::Written;
use crate::model::{Answer, AnswerState, Config, Subject, When};
use crate::plan::further::{self, Receipt};
use crate::plan::{FurtherLetter, target_of_subject};
use crate::words::answered;
use crate::words::letters::{dates, receipt};

/// So many columns of somebody's words are shown, and so many answers.
const WORDS: usize = 600;
const SHOWN: usize = 100;

pub(crate) fn write(
    config: &Config,
    letter: &FurtherLetter,
    content: &Receipt,
    (number, now): (Option<String>, Timestamp),
) -> Result<Written, Error> {
    let frame = Frame { config, letter, number, now };
    let (language, count) = (frame.language(), content.answers.len());
    let blocks = match content.says {
        further::Says::Which => which(&frame, content),
        _ => answers(&frame, content),
    };
    let first = content.answers.first().map(|one| one.subject.to_string()).unwrap_or_default();
    frame.write(Says {
        subject: receipt::subject(content.says, count, &clean(&first), language),
        name: Some(receipt::name(content.says, language).to_owned()),
        level: match content.says {
            further::Says::Received => "blue",
            further::Says::Declined | further::Says::Waits | further::Says::Which => "amber",
        },
        verdict: receipt::verdict(content.says, count, language),
        ask: receipt::ask(content.says, language).to_owned(),
        asks_nothing: matches!(content.says, further::Says::Received),
        blocks,
        ..Says::default()
    })
}

/// A row for each answer, by task: the task, what was said of it, and what becomes of that.
fn answers(frame: &Frame<'_>, content: &Receipt) -> Vec<Block> {
    let language = frame.language();
    let mut all: Vec<&Answer> = content.answers.iter().collect();
    all.sort_by(|one, other| (&one.subject, one.number).cmp(&(&other.subject, other.number)));
    let row = |one: &&Answer| vec![named(frame.config, &one.subject), said(frame, content, one)];
    let more = all.len().saturating_sub(SHOWN);
    vec![Block {
        title: receipt::ANSWERS.said(language).to_owned(),
        columns: columns(&[receipt::TASK, receipt::SAID], language),
        rows: all.iter().take(SHOWN).map(row).collect(),
        more: (more > 0).then(|| receipt::more(more, language)),
        ..Block::default()
    }]
}

/// What somebody wrote that names no task, and the tasks that may be meant.
fn which(frame: &Frame<'_>, content: &Receipt) -> Vec<Block> {
    let language = frame.language();
    let words = content.answers.iter().filter_map(|one| one.verb.words());
    let words = words.map(|words| cut(clean(words).trim(), WORDS));
    let tasks = content.about.iter().take(SHOWN);
    let more = content.about.len().saturating_sub(SHOWN);
    vec![
        Block {
            title: receipt::YOURS.said(language).to_owned(),
            paragraphs: words.filter(|words| !words.is_empty()).collect(),
            ..Block::default()
        },
        Block {
            title: receipt::TASKS.said(language).to_owned(),
            columns: columns(&[receipt::TASK], language),
            rows: tasks.map(|subject| vec![named(frame.config, subject)]).collect(),
            more: (more > 0).then(|| receipt::more(more, language)),
            ..Block::default()
        },
    ]
}

fn columns(names: &[crate::words::Text], language: crate::model::Language) -> Vec<Column> {
    let column =
        |name: &crate::words::Text| Column { name: name.said(language).to_owned(), figures: false };
    names.iter().map(column).collect()
}

/// The title of a task or milestone, and its id.
fn named(config: &Config, subject: &Subject) -> Cell {
    let id = cut(&clean(&subject.to_string()), bounds::ROW);
    let title = target_of_subject(config, subject).map(|target| {
        let task = target.task(config);
        target.milestone(config).map_or(&*task.title, |one| &*one.title)
    });
    match title {
        Some(title) => {
            Cell { text: cut(&clean(title), bounds::ROW), note: Some(id), ..Cell::default() }
        }
        None => Cell { text: id, ..Cell::default() },
    }
}

/// What was said of a task, and what becomes of that.
fn said(frame: &Frame<'_>, content: &Receipt, answer: &Answer) -> Cell {
    let (config, language) = (frame.config, frame.language());
    let person = config.people.iter().find(|one| one.id == answer.person);
    let who = clean(person.map_or(&*answer.person, |one| &*one.name));
    let mut parts = vec![answered::said(&who, &answer.verb, language)];
    if let (crate::model::Verb::MoreTime { until, .. }, Some(calendar)) =
        (&answer.verb, frame.calendar())
    {
        let until = match until {
            When::Day(day) => dates::whole(*day, language),
            until => dates::when(calendar, *until, i16::MIN, language),
        };
        parts.push(receipt::until(&until, language));
    }
    let words = answer.verb.words().map(|words| cut(clean(words).trim(), WORDS));
    parts.extend(words.filter(|words| !words.is_empty()));
    let said = parts.join(receipt::AND.said(language));
    let (text, note) = match content.says {
        further::Says::Received => {
            let waits = answer.standing.state == AnswerState::Waits;
            (said, Some(receipt::becomes(waits, language).to_owned()))
        }
        further::Says::Declined => {
            let why = answer.standing.why.as_deref().map(|why| cut(&clean(why), WORDS));
            (receipt::declined(why.as_deref().unwrap_or_default(), language), Some(said))
        }
        further::Says::Waits | further::Says::Which => (said, None),
    };
    Cell { text, note, level: None }
}
