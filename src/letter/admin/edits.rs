//! Edits of the list: what waits for a person, what is gone, what was closed at once (L6, L8).

use super::Said;
use crate::compare::{Change, Facts, Name, What};
use crate::letter::admin::notice::Gone;
use crate::letter::admin::view::{Command, Group, Shown, Tone, grouped};
use crate::model::{Language, State, When};
use crate::words::Text;
use crate::words::admin::edits as words;
use crate::words::admin::held;

/// An edit waits for a person; its changes by their kinds.
pub(super) fn held(changes: &[Change], waits: usize, limit: usize, said: &Said<'_>) -> Shown {
    let language = said.language;
    let count = changes.len();
    let mut groups = grouped(changes, |change| change.what);
    let order = |what: &What| What::ALL.iter().position(|(_, one)| one == what);
    groups.sort_by_key(|(what, _)| order(what));
    let counts: Vec<(What, usize)> = groups.iter().map(|(what, all)| (*what, all.len())).collect();
    let row = |change: &Change| [named(&change.name), became(change, language)];
    let groups = groups.into_iter().map(|(what, all)| Group {
        heading: Some(words::kinds(&[(what, all.len())], language)),
        rows: all.into_iter().map(row).collect(),
        ..Group::default()
    });
    let opening = words::opening((count, waits), &words::kinds(&counts, language), limit, language);
    Shown {
        tone: Tone::Red,
        title: words::waits(count, language),
        ask: Some(words::ASK.said(language).to_owned()),
        commands: vec![
            Command::new("duban release --changes", held::TAKES_EDIT.said(language)),
            Command::new("duban discard --changes", held::TAKES_EDIT_ALONE.said(language)),
        ],
        opening: vec![opening, words::MEANWHILE.said(language).to_owned()],
        groups: groups.collect(),
    }
}

/// Open tasks are gone from the files.
pub(super) fn gone(gone: &[Gone], said: &Said<'_>) -> Shown {
    let language = said.language;
    let row = |one: &Gone| {
        let deadline = words::deadline(&deadline(&one.facts, language), language);
        let renamed = one.renamed.as_deref().map(|new| words::renamed(new, language));
        [named(&one.name), format!("{deadline}{}", renamed.unwrap_or_default())]
    };
    Shown {
        tone: Tone::Amber,
        title: words::gone(gone.len(), language),
        ask: Some(words::ASK_GONE.said(language).to_owned()),
        commands: Vec::new(),
        opening: vec![words::OPENING_GONE.said(language).to_owned()],
        groups: vec![Group::plain(gone.iter().map(row).collect())],
    }
}

/// Many open tasks were closed or put on hold at once. That waits for nobody.
pub(super) fn settled(settled: &[(Name, Facts)], said: &Said<'_>) -> Shown {
    let language = said.language;
    let row = |(name, facts): &(Name, Facts)| [named(name), standing(facts, language)];
    Shown {
        tone: Tone::Amber,
        title: words::settled(settled.len(), language),
        ask: Some(words::ASK_SETTLED.said(language).to_owned()),
        commands: Vec::new(),
        opening: vec![words::OPENING_SETTLED.said(language).to_owned()],
        groups: vec![Group::plain(settled.iter().map(row).collect())],
    }
}

/// What was, and what is.
fn became(change: &Change, language: Language) -> String {
    let [was, is] = [&change.was, &change.is].map(|text| text.as_deref().and_then(Facts::read));
    let of = |facts: &Option<Facts>, say: fn(&Facts, Language) -> String| {
        facts.as_ref().map_or_else(String::new, |facts| say(facts, language))
    };
    match change.what {
        What::Moved => format!("{} → {}", of(&was, deadline), of(&is, deadline)),
        What::Dropped => format!("{} → {}", of(&was, deadline), words::GONE.said(language)),
        What::Reopened => format!("{} → {}", of(&was, standing), of(&is, standing)),
        What::Rearmed => format!("{} → {}", of(&was, anchors), of(&is, anchors)),
        What::Owes => String::new(),
        What::Added => words::deadline(&of(&is, deadline), language),
    }
}

fn deadline(facts: &Facts, language: Language) -> String {
    let said = |due: When| match facts.standing {
        Some(standing) => words::standing(
            &due.to_string(),
            crate::words::counts::every(standing.every, language).trim_start(),
            language,
        ),
        None => due.to_string(),
    };
    let due = facts.due.or(facts.standing.map(|standing| standing.first));
    due.map_or_else(String::new, said)
}

/// Where it stands, and since or until when.
fn standing(facts: &Facts, language: Language) -> String {
    let dated = |state: Text, date: Option<When>| {
        let date = date.map_or_else(String::new, |date| format!(" {date}"));
        format!("{}{date}", state.said(language))
    };
    match (facts.state, facts.hold) {
        (State::Open, Some(until)) => words::on_hold(&until.to_string(), language),
        (State::Open, None) => dated(words::OPEN, facts.due),
        (State::Done, _) => dated(words::DONE, facts.done),
        (State::Verified, _) => dated(words::VERIFIED, facts.verified),
        (State::Cancelled, _) => dated(words::CANCELLED, None),
    }
}

/// The keys other than the deadline that arm stages, as the files write them.
fn anchors(facts: &Facts, _: Language) -> String {
    let when = |key: &str, date: Option<When>| date.map(|date| format!("{key} {date}"));
    let every = facts.standing.map(|standing| format!("every {}", standing.every));
    let all = [
        when("opened", facts.opened),
        when("done", facts.done),
        when("verified", facts.verified),
        every,
    ];
    let all: Vec<String> = all.into_iter().flatten().collect();
    if all.is_empty() { "–".to_owned() } else { all.join(", ") }
}

/// `A-2026-017`, `A-2026-017/draft`.
fn named((task, milestone): &Name) -> String {
    match milestone.as_str() {
        "" => task.clone(),
        milestone => format!("{task}/{milestone}"),
    }
}
