//! A draft becomes a finished letter: its words, its headers, its id. Same arguments, same bytes.

use jiff::Timestamp;
use sha2::{Digest, Sha256};
use unicode_width::UnicodeWidthStr;

use crate::channels::email::mime;
use crate::channels::email::mime::{MessageError, Parts, domain};
use crate::ledger::{Kind, NewLetter};
use crate::letter;
use crate::letter::text::{clean, cut};
use crate::letter::{Attached, Figures, View, Written};
use crate::model::{Config, Language, Mailbox};
use crate::plan::{Draft, Item, NoticeId};

/// Subjects are cut at so many columns: what a list of mails shows at most.
const SUBJECT: usize = 120;
/// And their prefix at so many, so that there is room for what they say.
pub(crate) const PREFIX: usize = 40;
/// A grouped letter belongs to the threads of so many tasks at most.
const THREADS: usize = 20;
/// Letters and digits that cannot be taken for one another.
const ALPHABET: &[u8; 32] = b"abcdefghijkmnpqrstuvwxyz23456789";

/// What a reader sees.
#[derive(Debug, Clone)]
pub struct Body {
    /// The subject, decoded.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
    /// All tasks as a table, where there are too many for the letter.
    pub attachment: Option<Attached>,
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
    let Written { view, figures, text, html, attachment } = letter::write(config, draft, now)?;
    let subject = subject(config, draft.language, &view, &figures);
    Ok(Body { subject, text, html, attachment })
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
    let Body { subject, text, html, attachment } = body(config, draft, now)?;
    let Stamp { id, message_id, date } = stamp;
    let domain = domain(&config.mail.from);
    let (to, cc) = addressed(config, draft);
    let bytes = mime::message(Parts {
        id: &id,
        message_id: &message_id,
        threads: threads(draft, &domain),
        from: &config.mail.from,
        reply_to: config.mail.reply_to.as_ref(),
        to: to.clone(),
        cc: cc.clone(),
        subject: &subject,
        importance: draft.importance,
        text,
        html,
        attachment,
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

fn subject(config: &Config, language: Language, view: &View, figures: &Figures) -> String {
    let zh = language == Language::ZhCn;
    let prefix = config
        .mail
        .subject_prefix
        .as_deref()
        .map(|prefix| format!("{} ", cut(clean(prefix).trim(), PREFIX)));
    let redirected = match (config.mail.redirect.is_some(), zh) {
        (false, _) => "",
        (true, true) => "[转投] ",
        (true, false) => "[redirected] ",
    };
    let start = format!(
        "{}{redirected}{}{}",
        prefix.unwrap_or_default(),
        view.name,
        if zh { "：" } else { ": " }
    );
    let (what, end) = match view.items.as_slice() {
        [item] if figures.count == 1 && zh => (item.title.clone(), format!("（{}）", item.brief)),
        [item] if figures.count == 1 => (item.title.clone(), format!(" ({})", item.brief)),
        _ => several(figures, zh),
    };
    let room = SUBJECT.saturating_sub(start.width() + end.width());
    format!("{start}{}{end}", cut(&what, room.max(20)))
}

fn several(figures: &Figures, zh: bool) -> (String, String) {
    let Figures { count, late, latest, unit } = figures;
    let what = match (zh, unit) {
        (true, Some(unit)) => format!("{unit} {count} 项整改任务"),
        (true, None) => format!("{count} 项整改任务"),
        (false, Some(unit)) => format!("{unit}, {count} tasks"),
        (false, None) => format!("{count} tasks"),
    };
    let end = match (zh, late) {
        (_, 0) => String::new(),
        (true, _) => format!("（最长逾期 {latest} 天）"),
        (false, _) => format!(" (up to {latest} days late)"),
    };
    (what, end)
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

/// `References`: one made-up first message for each task, which its letters all answer (RFC 5322 §3.6.4).
fn threads(draft: &Draft, domain: &str) -> Vec<String> {
    let mut tasks: Vec<&str> = draft.items.iter().map(|item| item.notice.id.subject.id()).collect();
    tasks.dedup();
    tasks.truncate(THREADS);
    tasks.into_iter().map(|task| format!("<{}.thread@{domain}>", short_hash(task))).collect()
}

/// Sixty bits of a SHA-256, as twelve letters and digits.
pub(crate) fn short_hash(text: &str) -> String {
    let digest = Sha256::digest(text);
    let mut bits = u64::from_be_bytes([
        digest[0], digest[1], digest[2], digest[3], digest[4], digest[5], digest[6], digest[7],
    ]);
    let mut letters = String::with_capacity(12);
    for _ in 0..12 {
        letters.push(char::from(ALPHABET[(bits & 31) as usize]));
        bits >>= 5;
    }
    letters
}
