//! The letter of `duban test-mail`: it says that it is a test, and nothing else.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use sha2::{Digest, Sha256};

use crate::channels::email::mime;
use crate::channels::email::mime::{MessageError, Parts, domain};
use crate::ledger::{Kind, Outgoing};
use crate::model::{Address, Config, Importance, Mailbox};

/// What it says, in the language of whoever sends it.
#[derive(Debug, Clone, Copy)]
pub struct TrialWords<'a> {
    /// Its subject.
    pub subject: &'a str,
    /// Its one sentence.
    pub text: &'a str,
}

/// The letter to an address, finished.
pub fn trial_letter(
    config: &Config,
    to: &str,
    words: TrialWords<'_>,
    now: Timestamp,
) -> Result<Outgoing, MessageError> {
    let from = &config.mail.from;
    let digest = Sha256::digest(format!("{now} {to}"));
    let id: String = digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect();
    let to = Mailbox { name: None, address: Address(to.into()) };
    let bytes = mime::message(Parts {
        id: &id,
        message_id: &format!("test-{id}@{}", domain(from)),
        threads: Vec::new(),
        thread: None,
        language: config.language,
        zone: config.office_calendar().map_or(&TimeZone::UTC, |calendar| calendar.timezone()),
        tags: Vec::new(),
        from,
        reply_to: config.mail.reply_to.as_ref(),
        to: vec![&to],
        cc: Vec::new(),
        subject: words.subject,
        importance: Importance::Normal,
        text: format!("{}\n", words.text),
        html: format!("<!DOCTYPE html>\n<p>{}</p>\n", minijinja::HtmlEscape(words.text)),
        attachments: Vec::new(),
        now,
    })?;
    Ok(Outgoing {
        number: 0,
        id: format!("test-{id}"),
        kind: Kind::Admin,
        subject: words.subject.to_owned(),
        attempt: 1,
        put_off: 0,
        since: now,
        sender: from.address.to_string(),
        recipients: vec![to.address.to_string()],
        one_by_one: false,
        bytes,
    })
}
