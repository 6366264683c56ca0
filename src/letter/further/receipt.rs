//! Letters about answers: what was said of which task, and what becomes of it.

use jiff::Timestamp;
use minijinja::Error;

use crate::letter::bounds;
use crate::letter::further::frame::{Frame, Says};
use crate::letter::text::{clean, cut};
use crate::letter::view::data::{Fact, Section};
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
    let shown = content.answers.iter().take(SHOWN);
    let mut facts: Vec<Fact> = shown.map(|one| fact(&frame, content, one)).collect();
    facts.extend(
        content
            .about
            .iter()
            .take(SHOWN)
            .map(|subject| Fact { label: String::new(), lines: vec![named(config, subject)] }),
    );
    let mut sections = vec![Section { title: receipt::ANSWERS.said(language).to_owned(), facts }];
    if let Some(more @ 1..) = count.checked_sub(SHOWN) {
        sections[0]
            .facts
            .push(Fact { label: String::new(), lines: vec![receipt::more(more, language)] });
    }
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
        sections,
        ..Says::default()
    })
}

/// `A-1 出台办法`
fn named(config: &Config, subject: &Subject) -> String {
    let title = target_of_subject(config, subject).map_or("", |target| {
        let task = target.task(config);
        target.milestone(config).map_or(&*task.title, |one| &*one.title)
    });
    cut(&clean(&format!("{subject} {title}")), bounds::ROW)
}

/// The task, what was said of it, and what becomes of that.
fn fact(frame: &Frame<'_>, content: &Receipt, answer: &Answer) -> Fact {
    let (config, language) = (frame.config, frame.language());
    let label = match content.says {
        further::Says::Which => receipt::YOURS.said(language).to_owned(),
        _ => named(config, &answer.subject),
    };
    let person = config.people.iter().find(|one| one.id == answer.person);
    let who = clean(person.map_or(&*answer.person, |one| &*one.name));
    let mut lines = vec![answered::said(&who, &answer.verb, language)];
    if let (crate::model::Verb::MoreTime { until, .. }, Some(calendar)) =
        (&answer.verb, frame.calendar())
    {
        let until = match until {
            When::Day(day) => dates::whole(*day, language),
            until => dates::when(calendar, *until, i16::MIN, language),
        };
        lines.push(receipt::until(&until, language));
    }
    let words = answer.verb.words().map(|words| cut(clean(words).trim(), WORDS));
    lines.extend(words.filter(|words| !words.is_empty()));
    match content.says {
        further::Says::Received => {
            let waits = answer.standing.state == AnswerState::Waits;
            lines.push(receipt::becomes(waits, language).to_owned());
        }
        further::Says::Declined => {
            let why = answer.standing.why.as_deref().map(|why| cut(&clean(why), WORDS));
            lines.push(receipt::declined(why.as_deref().unwrap_or_default(), language));
        }
        further::Says::Waits | further::Says::Which => {}
    }
    Fact { label, lines }
}
