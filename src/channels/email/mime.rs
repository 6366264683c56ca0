//! MIME and headers (§5): what no reader sees and every mail program goes by.
//!
//! Nothing from a task can break out of a header: every value passes `clean` first, and lettre
//! encodes what is left. The same letter gives the same bytes: nothing here is random.

use std::fmt;
use std::time::{Duration, SystemTime};

use jiff::Timestamp;
use jiff::tz::TimeZone;
use lettre::address::Envelope;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderValue};
use lettre::message::{Attachment, Body, Mailbox, MultiPart, MultiPartKind, SinglePart};
use lettre::{Address, Message};

use crate::channels::email::headers;
use crate::channels::email::thread::Thread;
use crate::letter::Attached;
use crate::letter::number;
use crate::letter::text::clean;
use crate::model;
use crate::model::{Importance, Language};
use crate::words::letters;

/// What goes into a message.
pub(crate) struct Parts<'a> {
    pub(crate) id: &'a str,
    pub(crate) message_id: &'a str,
    /// The messages that it answers, in angle brackets.
    pub(crate) threads: Vec<String>,
    /// What Outlook is told of the conversation.
    pub(crate) thread: Option<&'a Thread>,
    pub(crate) language: Language,
    /// In which its `Date` is local.
    pub(crate) zone: &'a TimeZone,
    /// Headers that mail filters go by.
    pub(crate) tags: Vec<(&'static str, Vec<String>)>,
    pub(crate) from: &'a model::Mailbox,
    pub(crate) reply_to: Option<&'a model::Mailbox>,
    pub(crate) to: Vec<&'a model::Mailbox>,
    pub(crate) cc: Vec<&'a model::Mailbox>,
    pub(crate) subject: &'a str,
    pub(crate) importance: Importance,
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) attachments: Vec<Attached>,
    pub(crate) now: Timestamp,
}

/// Why a message could not be put together.
#[derive(Debug, thiserror::Error)]
pub enum MessageError {
    /// An address that the mail library refuses.
    #[error("`{0}` is not an address that can stand in a letter: {1}")]
    Address(String, lettre::address::AddressError),
    /// Anything else it refuses.
    #[error("the message cannot be put together: {0}")]
    Message(#[from] lettre::error::Error),
    /// The kind of an attachment.
    #[error("an attachment's kind cannot be written: {0}")]
    Kind(#[from] lettre::message::header::ContentTypeErr),
    /// A header could not be written.
    #[error("a header cannot be written: {0}")]
    Header(#[from] fmt::Error),
}

/// The message, as it goes over the wire.
pub(crate) fn message(parts: Parts<'_>) -> Result<Vec<u8>, MessageError> {
    let domain = domain(parts.from);
    // Said outright: lettre reads it off the headers else, and cannot read every address it writes.
    let everyone = parts.to.iter().chain(&parts.cc).map(|one| address(one));
    let envelope = Envelope::new(Some(address(parts.from)?), everyone.collect::<Result<_, _>>()?);
    let builder = Message::builder()
        .envelope(envelope?)
        .from(mailbox(parts.from)?)
        .message_id(Some(format!("<{}>", parts.message_id)))
        .date(system_time(parts.now));
    let page = part(ContentType::TEXT_HTML, parts.html.clone());
    let words = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(boundary(parts.id))
        .singlepart(part(ContentType::TEXT_PLAIN, parts.text.clone()));
    let words = match parts.attachments.iter().any(|one| one.is_shown) {
        false => words.singlepart(page),
        true => words.multipart(with_pictures(page, &parts)?),
    };
    let beside: Vec<&Attached> = parts.attachments.iter().filter(|one| !one.is_shown).collect();
    let body = match beside.is_empty() {
        true => words,
        false => {
            let mut mixed = MultiPart::builder()
                .kind(MultiPartKind::Mixed)
                .boundary(outer_boundary(parts.id))
                .multipart(words);
            for Attached { name, kind, bytes, .. } in beside {
                // Bytes become base64, so that no mail server breaks a line.
                let attachment = Attachment::new(name.clone());
                mixed = mixed.singlepart(attachment.body(bytes.clone(), ContentType::parse(kind)?));
            }
            mixed
        }
    };
    let mut message = builder.multipart(body)?;
    let headers = message.headers_mut();
    for header in own_headers(&parts, &domain)? {
        headers.insert_raw(header);
    }
    Ok(message.formatted())
}

/// The page with the pictures that it shows (RFC 2387).
fn with_pictures(page: SinglePart, parts: &Parts<'_>) -> Result<MultiPart, MessageError> {
    let mut related = MultiPart::builder()
        .kind(MultiPartKind::Related)
        .boundary(page_boundary(parts.id))
        .singlepart(page);
    for Attached { name, kind, bytes, .. } in parts.attachments.iter().filter(|one| one.is_shown) {
        let picture = Attachment::new_inline_with_name(name.clone(), name.clone());
        related = related.singlepart(picture.body(bytes.clone(), ContentType::parse(kind)?));
    }
    Ok(related)
}

/// The headers that are written here, in their order.
fn own_headers(parts: &Parts<'_>, domain: &str) -> Result<Vec<HeaderValue>, MessageError> {
    let mut all = vec![headers::mailboxes("From", &[parts.from])?];
    if let Some(reply_to) = parts.reply_to {
        all.push(headers::mailboxes("Reply-To", &[reply_to])?);
    }
    for (name, list) in [("To", &parts.to), ("Cc", &parts.cc)] {
        if !list.is_empty() {
            all.push(headers::mailboxes(name, list)?);
        }
    }
    all.push(headers::text("Subject", &number::clean(parts.subject))?);
    all.push(headers::date(parts.now, parts.zone));
    if let Some(last) = parts.threads.last() {
        all.push(headers::tokens("In-Reply-To", std::slice::from_ref(last)));
        all.push(headers::tokens("References", &parts.threads));
    }
    if let Some(thread) = parts.thread {
        all.push(headers::text("Thread-Topic", &clean(&thread.topic))?);
        let index =
            Body::new_with_encoding(thread.index(parts.now), ContentTransferEncoding::Base64);
        let index = index.map_err(|_| fmt::Error)?.into_vec();
        let index = String::from_utf8_lossy(&index).trim().to_owned();
        all.push(headers::tokens("Thread-Index", &[index]));
    }
    for (name, values) in &parts.tags {
        all.push(headers::text(name, &clean(&values.join(", ")))?);
    }
    let list = letters::LIST.said(parts.language);
    all.push(headers::tokens("List-Id", &[headers::phrase(list)?, format!("<duban.{domain}>")]));
    all.push(headers::tokens("Content-Language", &[parts.language.name().to_owned()]));
    for (name, value) in fixed_headers(parts.importance) {
        all.push(headers::tokens(name, &[value]));
    }
    Ok(all)
}

/// What stands between the plain text and the page of a letter.
pub(crate) fn boundary(id: &str) -> String {
    format!("duban-{id}")
}

/// What stands between the page and the pictures that it shows.
pub(crate) fn page_boundary(id: &str) -> String {
    format!("duban-page-{id}")
}

/// What stands between the words of a letter and what is attached.
fn outer_boundary(id: &str) -> String {
    format!("duban-all-{id}")
}

/// All boundaries of a letter.
pub(crate) fn boundaries(id: &str) -> [String; 3] {
    [boundary(id), page_boundary(id), outer_boundary(id)]
}

/// The same instant, in whole seconds, as lettre takes it.
fn system_time(at: Timestamp) -> SystemTime {
    let seconds = u64::try_from(at.as_second()).unwrap_or(0);
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

fn fixed_headers(importance: Importance) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        // RFC 3834: no vacation notices in answer; the second is Exchange's word for it. `All` would ask for no
        // bounces either.
        ("Auto-Submitted", "auto-generated".to_owned()),
        ("X-Auto-Response-Suppress", "DR, RN, NRN, OOF, AutoReply".to_owned()),
    ];
    let [word, number] = match importance {
        Importance::High => ["high", "1 (Highest)"],
        Importance::Low => ["low", "5 (Lowest)"],
        Importance::Normal => return headers,
    };
    let priority = if importance == Importance::High { "urgent" } else { "non-urgent" };
    headers.push(("Importance", word.to_owned()));
    headers.push(("X-Priority", number.to_owned()));
    headers.push(("Priority", priority.to_owned()));
    headers
}

/// Line ends are made ready here: lettre inserts each missing CR into the whole text, which takes time by the square of
/// its length.
pub(crate) fn part(kind: ContentType, body: String) -> SinglePart {
    let body = body.replace("\r\n", "\n").replace('\n', "\r\n");
    SinglePart::builder().header(kind).body(body)
}

/// The sender as lettre wants to know it; its header is replaced.
fn mailbox(mailbox: &model::Mailbox) -> Result<Mailbox, MessageError> {
    Ok(Mailbox::new(None, address(mailbox)?))
}

fn address(mailbox: &model::Mailbox) -> Result<Address, MessageError> {
    let address = mailbox.address.0.parse();
    address.map_err(|error| MessageError::Address(mailbox.address.to_string(), error))
}

/// The domain that message ids bear: the sender's.
pub(crate) fn domain(from: &model::Mailbox) -> String {
    let domain = from.address.0.rsplit('@').next().unwrap_or("localhost");
    domain.to_ascii_lowercase()
}
