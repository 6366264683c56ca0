//! A letter to the admin as a message. It goes the way of every other letter: recorded, then sent.
//!
//! What it says is the affair of [`crate::letter::admin`].

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::channels::email::compose::ComposeError;
use crate::channels::email::ids::short_hash;
use crate::channels::email::mime;
use crate::channels::email::mime::{Parts, domain};
use crate::ledger::{Kind, NewLetter};
use crate::letter::admin::AdminNotice;
use crate::letter::render_admin;
use crate::letter::text::{clean, cut};
use crate::letter::view::subject::PREFIX;
use crate::model::{Config, Importance, Mailbox};

/// The letter to the admin; `None` where the configuration names none.
pub fn admin_letter(
    config: &Config,
    notice: &AdminNotice<'_>,
    now: Timestamp,
) -> Result<Option<NewLetter>, ComposeError> {
    if config.admin.is_empty() {
        return Ok(None);
    }
    let view = notice.view(config, now);
    let (text, html) = render_admin(&view)?;
    let prefix = config.mail.subject_prefix.as_deref().map(clean);
    let subject = match prefix {
        Some(prefix) => format!("{} {}", cut(prefix.trim(), PREFIX), view.title),
        None => view.title.clone(),
    };
    let domain = domain(&config.mail.from);
    let id = short_hash(&format!("admin\n{now}\n{text}"));
    let (message_id, threads) = thread(notice, &id, &domain);
    let to: Vec<&Mailbox> = match &config.mail.redirect {
        Some(redirect) => vec![redirect],
        None => config.admin.iter().collect(),
    };
    let bytes = mime::message(Parts {
        id: &id,
        message_id: &message_id,
        threads,
        thread: None,
        language: config.language,
        zone: config.office_calendar().map_or(&TimeZone::UTC, |calendar| calendar.timezone()),
        tags: Vec::new(),
        from: &config.mail.from,
        reply_to: None,
        to: to.clone(),
        cc: Vec::new(),
        subject: &subject,
        importance: Importance::High,
        text,
        html,
        attachments: Vec::new(),
        now,
    })?;
    Ok(Some(NewLetter {
        id,
        message_id,
        kind: Kind::Admin,
        language: config.language,
        importance: notice.order(),
        subject,
        sender: config.mail.from.address.to_string(),
        addressed: to.len(),
        recipients: to.into_iter().map(|one| one.address.to_string()).collect(),
        bytes,
        held: None,
        failed: Vec::new(),
    }))
}

/// The `Message-ID`, and the letter that this one answers. The first word of an incident has an id that follows from the
/// incident alone, so that its all-clear can name it (RFC 5322 §3.6.4), also over a restart.
fn thread(notice: &AdminNotice<'_>, id: &str, domain: &str) -> (String, Vec<String>) {
    let own = format!("{id}@{domain}");
    let Some((incident, first)) = notice.incident() else { return (own, Vec::new()) };
    let root = format!("{}@{domain}", short_hash(&format!("admin\n{incident}")));
    match first {
        true => (root, Vec::new()),
        false => (own, vec![format!("<{root}>")]),
    }
}
