//! Answers that wait for a decision, or are to be read (A3).

use super::Said;
use crate::letter::admin::view::{Command, Group, Shown, Tone};
use crate::model::{Answer, AnswerState};
use crate::visible::one_line;
use crate::words::admin::answers as words;
use crate::words::answered;

pub(super) fn wait(list: &[Answer], again: bool, said: &Said<'_>) -> Shown {
    let language = said.language;
    let waits = list.iter().filter(|one| one.standing.state == AnswerState::Waits).count();
    let row = |one: &Answer| {
        let person = said.config.people.iter().find(|person| person.id == one.person);
        let who = person.map_or(&*one.person, |person| &*person.name);
        let what = answered::said(who, &one.verb, language);
        let heard = one_line(one.verb.words().unwrap_or_default()).into_owned();
        let proven = one.way.is_proven();
        let line = words::line(&one.subject.to_string(), &what, &heard, proven, language);
        [one.number.to_string(), line]
    };
    let number = answered::NUMBER.said(language);
    let commands = vec![
        Command::new("duban answers", words::LISTS.said(language)),
        Command::new(format!("duban accept {number}"), words::ACCEPTS.said(language)),
        Command::new(format!("duban decline {number} --why …"), words::DECLINES.said(language)),
    ];
    let ask = (waits > 0).then(|| words::ASK.said(language).to_owned());
    Shown {
        tone: if waits > 0 { Tone::Amber } else { Tone::Blue },
        title: words::title(list.len(), waits, language),
        ask,
        commands: if waits > 0 { commands } else { Vec::new() },
        opening: vec![words::opening(again, waits > 0, language).to_owned()],
        groups: vec![Group::plain(list.iter().map(row).collect())],
    }
}
