//! MIME and headers (§5): what no reader sees and every mail program goes by.
//!
//! Nothing from a task can break out of a header: every value passes `clean` first, and lettre
//! encodes what is left. The same letter gives the same bytes: nothing here is random.

use std::fmt::{self, Write as _};
use std::time::{Duration, SystemTime};

use email_encoding::headers::writer::EmailWriter;
use email_encoding::headers::{quoted_string, rfc2047};
use jiff::Timestamp;
use lettre::address::Envelope;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment, Mailbox, MultiPart, MultiPartKind, SinglePart};
use lettre::{Address, Message};

use crate::letter::Attached;
use crate::letter::text::{clean, cut};
use crate::model;
use crate::model::Importance;

/// What goes into a message.
pub(crate) struct Parts<'a> {
    pub(crate) id: &'a str,
    pub(crate) message_id: &'a str,
    pub(crate) threads: Vec<String>,
    pub(crate) from: &'a model::Mailbox,
    pub(crate) reply_to: Option<&'a model::Mailbox>,
    pub(crate) to: Vec<&'a model::Mailbox>,
    pub(crate) cc: Vec<&'a model::Mailbox>,
    pub(crate) subject: &'a str,
    pub(crate) importance: Importance,
    pub(crate) text: String,
    pub(crate) html: String,
    pub(crate) attachment: Option<Attached>,
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
    let mut builder = Message::builder()
        .envelope(envelope?)
        .from(mailbox(parts.from)?)
        .message_id(Some(format!("<{}>", parts.message_id)))
        .date(system_time(parts.now))
        .subject(clean(parts.subject));
    if let Some(reply_to) = parts.reply_to {
        builder = builder.reply_to(mailbox(reply_to)?);
    }
    for (name, all) in [("To", &parts.to), ("Cc", &parts.cc)] {
        if !all.is_empty() {
            builder = builder.raw_header(addressees(name, all)?);
        }
    }
    if !parts.threads.is_empty() {
        builder = builder.references(parts.threads.join(" "));
    }
    for (name, value) in fixed_headers(&domain, parts.importance) {
        builder = builder.raw_header(HeaderValue::new(HeaderName::new_from_ascii_str(name), value));
    }
    let words = MultiPart::builder()
        .kind(MultiPartKind::Alternative)
        .boundary(format!("duban-{}", parts.id))
        .singlepart(part(ContentType::TEXT_PLAIN, parts.text))
        .singlepart(part(ContentType::TEXT_HTML, parts.html));
    let body = match parts.attachment {
        None => words,
        Some(Attached { name, csv }) => MultiPart::builder()
            .kind(MultiPartKind::Mixed)
            .boundary(format!("duban-all-{}", parts.id))
            .multipart(words)
            // Bytes become base64, so that no mail server breaks a line.
            .singlepart(Attachment::new(name).body(csv.into_bytes(), ContentType::parse(CSV)?)),
    };
    Ok(builder.multipart(body)?.formatted())
}

const CSV: &str = "text/csv; charset=utf-8";

/// The same instant, in whole seconds, as lettre takes it.
fn system_time(at: Timestamp) -> SystemTime {
    let seconds = u64::try_from(at.as_second()).unwrap_or(0);
    SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)
}

fn fixed_headers(domain: &str, importance: Importance) -> Vec<(&'static str, String)> {
    let mut headers = vec![
        // RFC 3834: no vacation notices in answer; the second is Exchange's word for it.
        ("Auto-Submitted", "auto-generated".to_owned()),
        ("X-Auto-Response-Suppress", "All".to_owned()),
        ("List-Id", format!("<duban.{domain}>")),
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
fn part(kind: ContentType, body: String) -> SinglePart {
    let body = body.replace("\r\n", "\n").replace('\n', "\r\n");
    SinglePart::builder().header(kind).body(body)
}

fn mailbox(mailbox: &model::Mailbox) -> Result<Mailbox, MessageError> {
    let name = mailbox.name.as_deref().map(|name| cut(&clean(name), NAME));
    Ok(Mailbox::new(name, address(mailbox)?))
}

/// A header that names recipients.
fn addressees(name: &'static str, all: &[&model::Mailbox]) -> Result<HeaderValue, MessageError> {
    let mut encoded = String::new();
    let mut writer = EmailWriter::new(&mut encoded, name.len() + ": ".len(), 0, false);
    for (at, one) in all.iter().enumerate() {
        if at > 0 {
            writer.write_char(',')?;
            writer.space();
        }
        addressee(&mailbox(one)?, &mut writer)?;
    }
    drop(writer);
    let name = HeaderName::new_from_ascii_str(name);
    Ok(HeaderValue::dangerous_new_pre_encoded(name, encoded.clone(), encoded))
}

/// One of them. Not every mail server takes a header beyond ASCII, and the header goes to all recipients: a mailbox
/// whose address is beyond ASCII becomes the name of a group without members (RFC 6857 §3.1).
fn addressee(Mailbox { name, email }: &Mailbox, writer: &mut EmailWriter<'_>) -> fmt::Result {
    let email: &str = email.as_ref();
    match (name, email.is_ascii()) {
        (None, true) => writer.write_str(email),
        (Some(name), true) => {
            quoted_string::encode(name, writer)?;
            writer.space();
            write!(writer, "<{email}>")
        }
        (name, false) => {
            let name = name.as_ref().map(|name| format!("{name} ")).unwrap_or_default();
            rfc2047::encode(&format!("{name}{email}"), writer)?;
            writer.write_str(":;")
        }
    }
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

/// Names are cut at so many columns: a line of a header holds 998 bytes (RFC 5322 §2.1.1), and a word
/// is not folded.
const NAME: usize = 120;
