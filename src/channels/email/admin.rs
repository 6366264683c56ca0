//! A letter to the admin as a message. It goes the way of every other letter: recorded, then sent.
//!
//! What it says is the affair of [`crate::letter::admin`].

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::channels::email::ids::short_hash;
use crate::channels::email::mime;
use crate::channels::email::mime::{Parts, domain};
use crate::ledger::{Kind, NewLetter};
use crate::letter::admin::{AdminNotice, AdminView};
use crate::letter::render_admin;
use crate::letter::text::{clean, cut};
use crate::letter::view::subject::PREFIX;
use crate::log::{cause, tell};
use crate::model::{Config, Importance, Mailbox};
use crate::words::causes::MetError;
use crate::words::log;

/// The letter to the admin; `None` where the configuration names none.
pub fn admin_letter(
    config: &Config,
    notice: &AdminNotice<'_>,
    now: Timestamp,
) -> Result<Option<NewLetter>, MetError> {
    if config.admin.is_empty() {
        return Ok(None);
    }
    written_by(config, notice, now, render_admin).map(Some)
}

/// What fills in the template.
type Render = fn(&AdminView) -> Result<(String, String), minijinja::Error>;

/// The letter; without its list where it cannot be written with it, so that the admin hears of the matter all the same.
fn written_by(
    config: &Config,
    notice: &AdminNotice<'_>,
    now: Timestamp,
    render: Render,
) -> Result<NewLetter, MetError> {
    let view = notice.view(config, now);
    message(config, notice, &view, now, render).or_else(|failure| {
        tell!(WARN, log::letters::ADMIN_WITHOUT_LIST, error = cause(&failure));
        message(config, notice, &view.short(config.language), now, render)
    })
}

fn message(
    config: &Config,
    notice: &AdminNotice<'_>,
    view: &AdminView,
    now: Timestamp,
    render: Render,
) -> Result<NewLetter, MetError> {
    let (text, html) = render(view)?;
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
    Ok(NewLetter {
        id,
        message_id,
        kind: Kind::Admin,
        own_name: None,
        language: config.language,
        importance: notice.order(),
        subject,
        sender: config.mail.from.address.to_string(),
        addressed: to.len(),
        recipients: to.into_iter().map(|one| one.address.to_string()).collect(),
        bytes,
        numbering: None,
        left_out: Vec::new(),
        held: None,
        failed: Vec::new(),
    })
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

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use minijinja::ErrorKind;

    use super::*;
    use crate::config::Files;
    use crate::letter::admin::Unreached;

    struct Text(&'static str);

    impl Files for Text {
        fn read(&self, _: &Path) -> std::io::Result<Vec<u8>> {
            Ok(self.0.as_bytes().to_owned())
        }

        fn glob(&self, _: &Path, _: &str) -> Result<Vec<PathBuf>, crate::model::met::Met> {
            Ok(Vec::new())
        }
    }

    /// Nothing is known to keep the template from being filled in: here a list does.
    fn failing(view: &AdminView) -> Result<(String, String), minijinja::Error> {
        match view.groups.is_empty() {
            true => render_admin(view),
            false => Err(minijinja::Error::new(ErrorKind::OutOfFuel, "out of fuel")),
        }
    }

    #[test]
    fn word_whose_list_cannot_be_written_goes_without_it() {
        let files =
            "language = 'en'\n[mail]\nfrom = 'd@example.org'\n[admin]\nto = ['ops@example.org']\n";
        let now: Timestamp = "2026-11-24T01:00:00Z".parse().unwrap();
        let loaded = crate::config::load(Path::new("/duban.toml"), &Text(files), now);
        let config = loaded.config.expect("it checks");
        let unreached = [Unreached {
            letter: "abc".to_owned(),
            subject: "x".to_owned(),
            address: "a@example.org".to_owned(),
            answer: "550".into(),
            nobody: true,
        }];
        let notice = AdminNotice::Undelivered(&unreached);
        let letter = written_by(&config, &notice, now, failing).unwrap();
        let bytes = String::from_utf8_lossy(&letter.bytes).replace("=\r\n", "");
        assert!(bytes.contains("see duban's log, and duban status"), "{bytes}");
        assert!(!bytes.contains("a@example.org"), "{bytes}");
        let whole = written_by(&config, &notice, now, render_admin).unwrap();
        assert_eq!(whole.subject, letter.subject);
    }
}
