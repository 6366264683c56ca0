//! Letters and edits that wait for a person (L6, L6a).

use jiff::Timestamp;

use super::Said;
use crate::letter::admin::notice::{Held, Waiting};
use crate::letter::admin::view::{Command, Group, Shown, Tone};
use crate::words::admin;
use crate::words::admin::held as words;

pub(super) fn held(
    why: Held,
    letters: &[(String, String)],
    now: Timestamp,
    said: &Said<'_>,
) -> Shown {
    let language = said.language;
    let count = letters.len();
    let (tone, title, ask, opening) = match why {
        Held::Ask => (
            Tone::Amber,
            words::asked(count, language),
            words::ASK,
            words::OPENING.said(language).to_owned(),
        ),
        Held::Guard => {
            let most = said.config.guard.max_letters;
            let opening = words::opening_guard(count, most, language);
            (Tone::Red, words::held(count, language), words::ASK_GUARD, opening)
        }
        Held::Changes => {
            let opening = words::OPENING_CHANGES.said(language).to_owned();
            (Tone::Red, words::held(count, language), words::ASK_CHANGES, opening)
        }
    };
    let rows = letters.iter().map(|(id, subject)| [id.clone(), subject.clone()]);
    Shown {
        tone,
        title,
        ask: Some(ask.said(language).to_owned()),
        commands: commands(why, now, said),
        opening: vec![opening],
        groups: vec![Group::plain(rows.collect())],
    }
}

fn commands(why: Held, now: Timestamp, said: &Said<'_>) -> Vec<Command> {
    let language = said.language;
    let letter = admin::LETTER.said(language);
    let show = Command::new(format!("duban show {letter}"), admin::SHOWS.said(language));
    match why {
        Held::Changes => vec![
            show,
            Command::new("duban release --changes", words::TAKES_EDIT.said(language)),
            Command::new("duban discard --changes", words::TAKES_EDIT_ALONE.said(language)),
        ],
        Held::Ask | Held::Guard => vec![
            show,
            Command::new(format!("duban release {letter}"), words::RELEASES.said(language)),
            Command::new(
                format!("duban release --sweep {}", sweep_name(now)),
                words::RELEASES_SWEEP.said(language),
            ),
            Command::new("duban release --all", words::RELEASES_ALL.said(language)),
            Command::new(format!("duban discard {letter}"), words::DISCARDS.said(language)),
        ],
    }
}

pub(super) fn still_held(letters: &[Waiting], edit: Option<Timestamp>, said: &Said<'_>) -> Shown {
    let language = said.language;
    let since = |at| admin::since(&said.local(at), language);
    let edit_row = edit.map(|found| [words::EDIT.said(language).to_owned(), since(found)]);
    let row =
        |one: &Waiting| [one.id.clone(), words::waits(&one.subject, &since(one.since), language)];
    let letter = admin::LETTER.said(language);
    let mut commands = vec![
        Command::new(format!("duban show {letter}"), admin::SHOWS.said(language)),
        Command::new(format!("duban release {letter}"), words::RELEASES_ANEW.said(language)),
        Command::new("duban release --all", words::RELEASES_ALL.said(language)),
        Command::new(format!("duban discard {letter}"), words::DISCARDS.said(language)),
    ];
    if edit.is_some() {
        commands.push(Command::new("duban release --changes", words::TAKES_EDIT.said(language)));
    }
    Shown {
        tone: Tone::Amber,
        title: words::still(letters.len() + usize::from(edit.is_some()), language),
        ask: Some(words::ASK_STILL.said(language).to_owned()),
        commands,
        opening: vec![words::OPENING_STILL.said(language).to_owned()],
        groups: vec![Group::plain(edit_row.into_iter().chain(letters.iter().map(row)).collect())],
    }
}

/// How `release --sweep` names a sweep: its instant, in whole seconds.
fn sweep_name(at: Timestamp) -> String {
    format!("{at:.0}")
}
