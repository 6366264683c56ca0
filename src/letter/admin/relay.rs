//! That no letter can leave, or none is taken; and that letters leave again (L4).

use jiff::Timestamp;

use super::Said;
use crate::letter::admin::notice::Outage;
use crate::letter::admin::view::{Command, Group, Shown, Tone};
use crate::words::admin::relay as words;
use crate::words::cures;

pub(super) fn down(outage: &Outage, said: &Said<'_>) -> Shown {
    let language = said.language;
    let known = outage.cure.map(|cure| cures::cure(cure, language));
    Shown {
        tone: Tone::Red,
        title: words::DOWN.said(language).to_owned(),
        ask: Some(as_sentence(known.unwrap_or(words::LOOK.said(language)))),
        commands: vec![
            Command::new("systemctl reload duban", words::RELOADS.said(language)),
            Command::new("duban retry", words::RETRIES.said(language)),
        ],
        opening: vec![words::opening(&said.local(outage.since), outage.needs_admin, language)],
        groups: vec![cause(outage, said)],
    }
}

pub(super) fn up(outage: &Outage, now: Timestamp, said: &Said<'_>) -> Shown {
    let language = said.language;
    Shown {
        tone: Tone::Blue,
        title: words::UP.said(language).to_owned(),
        ask: None,
        commands: vec![Command::new("duban letters", words::LISTS.said(language))],
        opening: vec![words::back(&said.local(outage.since), &said.local(now), language)],
        groups: vec![cause(outage, said)],
    }
}

pub(super) fn taken_again(
    refusing: &Outage,
    letters: &[(String, String)],
    now: Timestamp,
    said: &Said<'_>,
) -> Shown {
    let language = said.language;
    let rows = letters.iter().map(|(id, subject)| [id.clone(), subject.clone()]);
    Shown {
        tone: Tone::Amber,
        title: words::taken_again(letters.len(), language),
        ask: Some(words::ASK_TAKEN.said(language).to_owned()),
        commands: vec![
            Command::new("duban retry --failed", words::RETRIES_FAILED.said(language)),
            Command::new("duban discard --failed", words::DISCARDS_FAILED.said(language)),
        ],
        opening: vec![words::refused(&said.local(refusing.since), &said.local(now), language)],
        groups: vec![cause(refusing, said), Group::plain(rows.collect())],
    }
}

/// With a capital at its start.
fn as_sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

/// What was met with.
fn cause(outage: &Outage, said: &Said<'_>) -> Group {
    Group::plain(vec![[words::CAUSE.said(said.language).to_owned(), said.cause(&outage.why)]])
}
