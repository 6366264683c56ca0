//! A sign of life (R4): that duban runs, what it has done, what is next.

use super::Said;
use crate::letter::admin::notice::AllWell;
use crate::letter::admin::view::{Command, Group, Shown, Tone};
use crate::words::admin::all_well as words;

pub(super) fn all_well(one: &AllWell, said: &Said<'_>) -> Shown {
    let language = said.language;
    let soon: Vec<String> = one
        .missing
        .iter()
        .filter(|year| year.soon)
        .map(|year| words::year(&year.calendar, year.year, language))
        .collect();
    let waits = one.waits.iter().map(|(what, many)| words::waits(*what, *many, language));
    let waits: Vec<String> = waits.collect();
    let ask = match (waits.is_empty(), soon.is_empty()) {
        (true, true) => None,
        (true, false) => Some(words::ASK_HOLIDAYS.said(language)),
        (false, true) => Some(words::ASK_WAITS.said(language)),
        (false, false) => Some(words::ASK_BOTH.said(language)),
    };
    let next = one.next.map(|next| words::next(&said.local(next), language));
    Shown {
        tone: if ask.is_some() { Tone::Amber } else { Tone::Blue },
        title: if ask.is_some() { words::WITH_CARE } else { words::TITLE }
            .said(language)
            .to_owned(),
        ask: ask.map(str::to_owned),
        commands: vec![
            Command::new("duban status", words::SHOWS_STATUS.said(language)),
            Command::new("duban plan", words::SHOWS_PLAN.said(language)),
        ],
        opening: next.into_iter().collect(),
        groups: vec![Group::plain(rows(one, waits, said))],
    }
}

fn rows(one: &AllWell, waits: Vec<String>, said: &Said<'_>) -> Vec<[String; 2]> {
    let language = said.language;
    let (reaching, first) = one.reaching;
    let first = first.map(|first| said.local(first));
    let years = one.missing.iter().map(|year| words::year(&year.calendar, year.year, language));
    let years: Vec<String> = years.collect();
    let row = |label: crate::words::Text, value: String| [label.said(language).to_owned(), value];
    let mut rows = vec![
        row(words::TASKS, words::tasks(one.open, one.late, language)),
        row(words::SENT, words::sent(one.sent, one.queued, &said.local(one.since), language)),
        row(words::COMING, words::coming(reaching, first.as_deref(), language)),
    ];
    if !waits.is_empty() {
        rows.push(row(words::WAITING, waits.join(words::AND.said(language))));
    }
    if !years.is_empty() {
        rows.push(row(words::HOLIDAYS, years.join(words::AND.said(language))));
    }
    rows
}
