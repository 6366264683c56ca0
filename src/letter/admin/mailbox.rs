//! That a mailbox of replies cannot be read; and that it is read again (A5).

use jiff::Timestamp;

use super::Said;
use crate::letter::admin::notice::Outage;
use crate::letter::admin::view::{Command, Group, Shown, Tone};
use crate::words::admin::mailbox as words;
use crate::words::admin::relay::CAUSE;

pub(super) fn down(mailbox: &str, outage: &Outage, said: &Said<'_>) -> Shown {
    let language = said.language;
    Shown {
        tone: Tone::Red,
        title: words::DOWN.said(language).to_owned(),
        ask: Some(words::LOOK.said(language).to_owned()),
        commands: vec![Command::new("systemctl reload duban", words::TRIES.said(language))],
        opening: vec![words::opening(&said.local(outage.since), outage.needs_admin, language)],
        groups: vec![what(mailbox, outage, said)],
    }
}

pub(super) fn up(mailbox: &str, outage: &Outage, now: Timestamp, said: &Said<'_>) -> Shown {
    let language = said.language;
    Shown {
        tone: Tone::Blue,
        title: words::UP.said(language).to_owned(),
        ask: None,
        commands: vec![Command::new("duban answers", words::LISTS.said(language))],
        opening: vec![words::back(&said.local(outage.since), &said.local(now), language)],
        groups: vec![what(mailbox, outage, said)],
    }
}

/// Which mailbox, and what was met with.
fn what(mailbox: &str, outage: &Outage, said: &Said<'_>) -> Group {
    let language = said.language;
    Group::plain(vec![
        [words::MAILBOX.said(language).to_owned(), mailbox.to_owned()],
        [CAUSE.said(language).to_owned(), said.cause(&outage.why)],
    ])
}
