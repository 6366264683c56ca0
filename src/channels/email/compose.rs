//! A draft becomes a finished letter: its words, its headers, its id. Same arguments, same bytes.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::channels::email::ids::short_hash;
use crate::channels::email::mime;
use crate::channels::email::mime::{MessageError, Parts, domain};
use crate::channels::email::thread::thread;
use crate::ledger::{Kind, NewLetter};
use crate::letter;
use crate::letter::{Attached, Written};
use crate::model::{Config, Mailbox};
use crate::plan::{Draft, Item, NoticeId};
use crate::words::letters;

/// A header names so many tasks at most.
const TAGS: usize = 20;

/// What a reader sees.
#[derive(Debug, Clone)]
pub struct Body {
    /// The subject, decoded.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
    /// All tasks as a table, where they are many.
    pub attachment: Option<Attached>,
    /// The templates of the admin's own that could not be filled in, and why.
    pub failed: Vec<(String, String)>,
}

/// Why a letter cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum ComposeError {
    /// Its words could not be filled in.
    #[error("the letter's template failed: {0}")]
    Template(#[from] minijinja::Error),
    /// Its message could not be put together.
    #[error(transparent)]
    Message(#[from] MessageError),
}

/// The words of a letter.
pub fn body(config: &Config, draft: &Draft, now: Timestamp) -> Result<Body, ComposeError> {
    let Written { subject, text, html, attachment, failed } = letter::write(config, draft, now)?;
    Ok(Body { subject, text, html, attachment, failed })
}

/// The whole letter, ready for the ledger.
pub fn compose(config: &Config, draft: &Draft, now: Timestamp) -> Result<NewLetter, ComposeError> {
    let id = letter_id(draft, now);
    let message_id = format!("{id}@{}", domain(&config.mail.from));
    stamped(config, draft, now, Stamp { id, message_id, date: now })
}

/// What tells a letter from another that says the same.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// Its id.
    pub id: String,
    /// The `Message-ID`, without angle brackets.
    pub message_id: String,
    /// When it was written.
    pub date: Timestamp,
}

/// The letter as it would be now under the stamp of an older one: the same bytes if both say the same (L6c).
pub fn stamped(
    config: &Config,
    draft: &Draft,
    now: Timestamp,
    stamp: Stamp,
) -> Result<NewLetter, ComposeError> {
    let Body { subject, text, html, attachment, failed } = body(config, draft, now)?;
    let Stamp { id, message_id, date } = stamp;
    let domain = domain(&config.mail.from);
    let (to, cc) = addressed(config, draft);
    let thread = thread(draft, letters::name(draft.kind, draft.language), &domain);
    let event = letter::event_of(config, draft, &domain, date);
    let zone = draft.items.first().map(|item| item.notice.target.calendar(config));
    let bytes = mime::message(Parts {
        id: &id,
        message_id: &message_id,
        threads: vec![format!("<{}>", thread.root)],
        thread: Some(&thread),
        language: draft.language,
        zone: zone.map_or(&TimeZone::UTC, |calendar| calendar.timezone()),
        tags: tags(draft),
        from: &config.mail.from,
        reply_to: config.mail.reply_to.as_ref(),
        to: to.clone(),
        cc: cc.clone(),
        subject: &subject,
        importance: draft.importance,
        text,
        html,
        attachments: attachment.into_iter().chain(event).collect(),
        now: date,
    })?;
    let addressed = to.len();
    let everyone = to.into_iter().chain(cc);
    Ok(NewLetter {
        id,
        message_id,
        kind: Kind::Letter(draft.kind),
        language: draft.language,
        importance: draft.importance,
        subject,
        sender: config.mail.from.address.to_string(),
        recipients: everyone.map(|one| one.address.to_string()).collect(),
        addressed,
        bytes,
        held: None,
        failed,
    })
}

/// To and Cc, or the one mailbox to which every letter is redirected.
fn addressed<'a>(config: &'a Config, draft: &'a Draft) -> (Vec<&'a Mailbox>, Vec<&'a Mailbox>) {
    match &config.mail.redirect {
        Some(redirect) => (vec![redirect], Vec::new()),
        None => {
            let audience = &draft.audience;
            let mailboxes =
                |list: &'a [crate::plan::Addressee]| list.iter().map(|one| &one.mailbox).collect();
            (mailboxes(&audience.to), mailboxes(&audience.cc))
        }
    }
}

/// A letter's id follows from its notices and the moment at which it is written: what was withdrawn
/// may be written again (L6b), as another letter.
fn letter_id(draft: &Draft, now: Timestamp) -> String {
    let notices = draft.items.iter().flat_map(Item::notices);
    let mut notices: Vec<String> = notices.map(|notice| canonical(&notice.id)).collect();
    notices.sort();
    short_hash(&format!("{now}\n{}", notices.join("\n")))
}

fn canonical(id: &NoticeId) -> String {
    let NoticeId { subject, from, anchor, stage, occurrence } = id;
    let (task, milestone) = (subject.id(), subject.milestone());
    format!("{task:?} {milestone:?} {from} {anchor} {stage:?} {occurrence}")
}

/// What mail filters go by: the tasks, the stages, the letter.
fn tags(draft: &Draft) -> Vec<(&'static str, Vec<String>)> {
    let distinct = |values: Vec<String>| {
        let mut kept: Vec<String> = Vec::new();
        for value in values {
            if !kept.contains(&value) && kept.len() < TAGS {
                kept.push(value);
            }
        }
        kept
    };
    let items = draft.items.iter().take(TAGS);
    let tasks = items.clone().map(|item| match &item.notice.id.subject.milestone() {
        Some(milestone) => format!("{}/{milestone}", item.notice.id.subject.id()),
        None => item.notice.id.subject.id().to_owned(),
    });
    let stages = items.map(|item| item.notice.id.stage.to_string());
    vec![
        ("X-Duban-Task", distinct(tasks.collect())),
        ("X-Duban-Stage", distinct(stages.collect())),
        ("X-Duban-Letter", vec![draft.kind.name().to_owned()]),
    ]
}
