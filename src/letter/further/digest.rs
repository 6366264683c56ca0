//! The digest (W6): the tasks by lateness, each with what was sent to whom, and what comes next.

use minijinja::Error;

use crate::letter::bounds::ROW;
use crate::letter::further::frame::{Frame, Says};
use crate::letter::further::lines::{self, Line};
use crate::letter::text::{clean, cut};
use crate::letter::view::addressees;
use crate::letter::written::Written;
use crate::model::State;
use crate::plan::further::{Digest, Entry, Standing};
use crate::words::letters::digest as words;
use crate::words::letters::{self, dates, further, past};

/// So many letters of a task are told, the latest.
const SENT: usize = 3;

pub(crate) fn write(frame: &Frame<'_>, digest: &Digest) -> Result<Written, Error> {
    let lines: Vec<Line> = digest.entries.iter().map(|entry| line(frame, digest, entry)).collect();
    let lines: Vec<&Line> = lines.iter().collect();
    lines::write(frame, &lines, |rows, attached| says(frame, digest, (&lines, rows), attached))
}

fn says(
    frame: &Frame<'_>,
    digest: &Digest,
    (lines, rows): (&[&Line], usize),
    attached: bool,
) -> Says {
    let (language, count) = (frame.language(), lines.len());
    let is_open = |entry: &Entry| {
        entry.standing.as_ref().is_some_and(|standing| standing.state == State::Open)
    };
    let is_late = |entry: &&Entry| entry.standing.as_ref().is_some_and(Standing::is_late);
    let late = digest.entries.iter().filter(is_late).count();
    let settled = !digest.entries.iter().all(is_open);
    let verdict = letters::standing::many(count, late, settled, language);
    let today = frame.today();
    let day = dates::brief(today, today.year(), language);
    let heads = (words::LISTED, [words::TASK, words::STANDING]);
    let block = lines::block(frame, heads, lines.iter().copied(), (rows, attached));
    Says {
        subject: words::subject(&day, &verdict, language),
        level: if late > 0 { "amber" } else { "grey" },
        verdict,
        verdict_note: vec![words::copies(digest.letters.len(), language)],
        ask: words::NOTHING_ASKED.said(language).to_owned(),
        asks_nothing: true,
        blocks: vec![block],
        ..Says::default()
    }
}

fn line(frame: &Frame<'_>, digest: &Digest, entry: &Entry) -> Line {
    let sent = sent(frame, digest, entry);
    match &entry.standing {
        Some(standing) => Line::of(frame, standing, sent),
        None => Line {
            id: lines::id(&entry.subject),
            title: None,
            standing: words::GONE.said(frame.language()).to_owned(),
            level: "grey",
            due: None,
            due_day: String::new(),
            notes: sent,
            next: None,
        },
    }
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
        further::sent(&day, &went, language)
    });
    let more = (first > 0).then(|| past::still_earlier(first, language));
    more.into_iter().chain(told).collect()
}
