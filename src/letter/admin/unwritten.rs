//! Letters that cannot be written, and that they can again.

use jiff::Timestamp;

use super::Said;
use crate::letter::admin::notice::{Told, Unwritten};
use crate::letter::admin::view::{Command, Group, Shown, Tone, grouped};
use crate::words::admin;
use crate::words::admin::unwritten as words;

pub(super) fn unwritten(all: &[Unwritten], told: Told, said: &Said<'_>) -> Shown {
    let language = said.language;
    let groups = grouped(all, |one| one.why.clone()).into_iter().map(|(why, all)| Group {
        heading: Some(said.cause(&why)),
        rows: all.into_iter().map(|one| [one.name.clone(), String::new()]).collect(),
        ..Group::default()
    });
    let task = admin::TASK.said(language);
    Shown {
        tone: Tone::Red,
        title: words::title(all.len(), language),
        ask: Some(words::ASK.said(language).to_owned()),
        commands: vec![Command::new(format!("duban render {task}"), words::TRIES.said(language))],
        opening: vec![
            words::opening(&said.local(told.since), language),
            words::ELSE.said(language).to_owned(),
        ],
        groups: groups.collect(),
    }
}

pub(super) fn written_again(since: Timestamp, said: &Said<'_>) -> Shown {
    let language = said.language;
    Shown {
        tone: Tone::Blue,
        title: words::AGAIN.said(language).to_owned(),
        ask: None,
        commands: vec![Command::new("duban history", words::SENT.said(language))],
        opening: vec![words::written(&said.local(since), language)],
        groups: Vec::new(),
    }
}
