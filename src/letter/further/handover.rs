//! A handover (W7): what is somebody's from now on, with what the former owner was told; and what is theirs no more.

use minijinja::Error;

use crate::letter::bounds::{NAME, ROW};
use crate::letter::further::frame::{Frame, Says};
use crate::letter::further::lines::{self, Line};
use crate::letter::text::{clean, cut};
use crate::letter::view::addressees;
use crate::letter::written::Written;
use crate::plan::further::{Handed, Handover};
use crate::words::letters::handover as words;
use crate::words::letters::{dates, further, past};

/// So many letters of a task are told, the latest.
const TOLD: usize = 3;

pub(crate) fn write(frame: &Frame<'_>, handover: &Handover) -> Result<Written, Error> {
    let of = |handed: &[Handed], taken: bool| -> Vec<Line> {
        handed.iter().map(|one| line(frame, one, taken)).collect()
    };
    let (taken, given) = (of(&handover.taken, true), of(&handover.given, false));
    let all: Vec<&Line> = taken.iter().chain(&given).collect();
    lines::write(frame, &all, |rows, attached| {
        says(frame, handover, (&taken, &given), rows, attached)
    })
}

fn says(
    frame: &Frame<'_>,
    handover: &Handover,
    (taken, given): (&[Line], &[Line]),
    rows: usize,
    attached: bool,
) -> Says {
    let language = frame.language();
    let late = handover.taken.iter().filter(|one| one.standing.is_late()).count();
    let counts = words::Counts { taken: taken.len(), given: given.len(), late };
    let first = handover.taken.iter().chain(&handover.given).next();
    let first = first.map(|one| cut(&clean(&one.standing.target.task(frame.config).title), ROW));
    let block = |title, lines: &[Line], rows| {
        let heads = (title, [words::TASK, words::STANDING]);
        lines::block(frame, heads, lines.iter(), (rows, attached))
    };
    let rest = rows.saturating_sub(taken.len());
    let blocks = [(words::TAKEN, taken, rows), (words::GIVEN, given, rest)];
    let blocks = blocks.into_iter().filter(|(_, lines, _)| !lines.is_empty());
    Says {
        subject: words::subject(counts, first.as_deref().unwrap_or_default(), language),
        name: taken.is_empty().then(|| words::NOTE.said(language).to_owned()),
        level: match (taken.is_empty(), late) {
            (true, _) => "grey",
            (false, 0) => "blue",
            (false, _) => "amber",
        },
        verdict: words::verdict(counts, language),
        verdict_note: words::verdict_note(counts, language).into_iter().collect(),
        ask: words::ask(counts, language).to_owned(),
        asks_nothing: taken.is_empty(),
        blocks: blocks.map(|(title, lines, rows)| block(title, lines, rows)).collect(),
        ..Says::default()
    }
}

/// Whose it was, or is, and what went before.
fn line(frame: &Frame<'_>, handed: &Handed, taken: bool) -> Line {
    let language = frame.language();
    let config = frame.config;
    let name = |id: &String| {
        let known = config.person(id);
        cut(&clean(known.map_or(id.as_str(), |person| &config[person].name)), NAME)
    };
    let names: Vec<String> = handed.others.iter().map(name).collect();
    let names = addressees::names(&names, ROW, language);
    let whose = (!names.is_empty()).then(|| words::others(&names, taken, language));
    let told = if taken { told(frame, handed) } else { Vec::new() };
    let mut line = Line::of(frame, &handed.standing, whose.into_iter().chain(told).collect());
    if !taken {
        // What comes next is no more theirs to hear of.
        line.next = None;
    }
    line
}

/// What the former owner was told: the letters about it, by day.
fn told(frame: &Frame<'_>, handed: &Handed) -> Vec<String> {
    let (language, year) = (frame.language(), frame.today().year());
    let calendar = handed.standing.target.calendar(frame.config);
    let first = handed.told.len().saturating_sub(TOLD);
    let letters = handed.told[first..].iter().map(|one| {
        let day = dates::brief(calendar.local_date(one.at), year, language);
        let went = past::went((one.kind, one.own.as_deref()), 1, "", "", language);
        further::sent(&day, &went, language)
    });
    let more = (first > 0).then(|| past::still_earlier(first, language));
    more.into_iter().chain(letters).collect()
}
