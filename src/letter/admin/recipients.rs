//! Recipients who will not get a letter (L1, L3), those with the same answer together.

use super::Said;
use crate::letter::admin::notice::Unreached;
use crate::letter::admin::view::{Command, Group, Shown, Tone, grouped};
use crate::model::met::Met;
use crate::words::admin;
use crate::words::admin::recipients as words;

pub(super) fn undelivered(list: &[Unreached], said: &Said<'_>) -> Shown {
    let language = said.language;
    let nobody = list.iter().any(|one| one.nobody);
    let row = |one: &Unreached| {
        let who = words::who(&one.address, one.nobody, language);
        [who, words::letter(&one.letter, &one.subject, language)]
    };
    let groups = grouped(list, |one| common(one)).into_iter().map(|(answer, all)| Group {
        heading: Some(said.cause(match all[..] {
            [one] => &one.answer,
            _ => &answer,
        })),
        rows: all.into_iter().map(row).collect(),
        ..Group::default()
    });
    let letter = admin::LETTER.said(language);
    Shown {
        tone: Tone::Red,
        title: words::title(nobody).said(language).to_owned(),
        ask: Some(words::ASK.said(language).to_owned()),
        commands: vec![
            Command::new(format!("duban show {letter}"), admin::SHOWS.said(language)),
            Command::new(format!("duban retry {letter}"), words::RETRIES.said(language)),
        ],
        opening: [words::opening(nobody), words::AFTERWARDS]
            .map(|text| text.said(language).to_owned())
            .to_vec(),
        groups: groups.collect(),
    }
}

/// The answer without the address: many relays repeat it, and what they say of all is then the same.
fn common(one: &Unreached) -> Met {
    match one.address.as_str() {
        "" => one.answer.clone(),
        address => one.answer.with_words(&|words| words.replace(address, "…")),
    }
}
