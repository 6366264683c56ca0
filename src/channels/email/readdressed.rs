//! A letter that was reviewed goes to other people (P1, L6c): who it is addressed to changes, in its headers, its salutation
//! and at its foot. What it says stays.

use jiff::Timestamp;

use crate::channels::email::compose::{addressed, left_out_of, message_id, numbered};
use crate::channels::email::headers;
use crate::channels::email::ids::short_hash;
use crate::channels::email::mime;
use crate::channels::email::rewriting::{Form, headed, parted, replaced, texts};
use crate::ledger::{Kind, LetterRow, NewLetter, Old};
use crate::letter::further::readdressed::Readdressed;
use crate::model::{Calendar, Config, Importance};
use crate::plan::Audience;
use crate::words::causes::MetError;

/// Whether the letter is addressed to these, and no others.
pub fn is_addressed(config: &Config, letter: &LetterRow, audience: &Audience) -> bool {
    let (to, cc) = addressed(config, audience);
    let same = |list: &[&crate::model::Mailbox], copied: bool| {
        let mut is: Vec<String> = list.iter().map(|one| one.address.0.to_lowercase()).collect();
        let was = letter.recipients.iter().filter(|one| one.copied == copied);
        let mut was: Vec<String> = was.map(|one| one.address.to_lowercase()).collect();
        is.sort();
        was.sort();
        is == was
    };
    same(&to, false) && same(&cc, true)
}

/// The same letter for these people. The calendar is that of its dates: its number is of the year in which it was written.
pub fn readdressed(
    config: &Config,
    old: &Old,
    (audience, calendar): (&Audience, Option<&Calendar>),
    now: Timestamp,
) -> Result<NewLetter, MetError> {
    let row = &old.row;
    let (to, cc) = addressed(config, audience);
    let everyone = to.iter().chain(&cc).map(|one| one.address.to_string());
    let recipients: Vec<String> = everyone.collect();
    let id = short_hash(&format!("{now}\n{}\n{}", row.id, recipients.join("\n")));
    let message_id = message_id(config, &id);
    let mut people = Vec::new();
    for (name, list) in [("To", &to), ("Cc", &cc)] {
        if !list.is_empty() {
            people
                .push(headers::mailboxes(name, list).map_err(crate::channels::MessageError::from)?);
        }
    }
    let own_id = headers::tokens("Message-ID", &[format!("<{message_id}>")]);
    let heads = [("To", people), ("Cc", Vec::new()), ("Message-ID", vec![own_id])];
    let words = Readdressed::of(config, audience, row.language, page_of(old));
    let (head, body) = parted(&old.bytes);
    let mut bytes = headed(head, &heads);
    bytes.extend(texts(body, &row.id, &|form, text| {
        Some(match form {
            Form::Text => words.text(&text.replace("\r\n", "\n")),
            Form::Page => words.page(text),
        })
    }));
    let kind = row.kind;
    let numbering = match kind {
        Kind::Letter(kind) => numbered(config, (row.name(), kind), calendar, row.created),
        Kind::Admin => None,
    };
    let about = old.notices.iter().map(|notice| &notice.id.subject);
    Ok(NewLetter {
        bytes: with_boundaries(&bytes, &row.id, &id),
        id,
        message_id,
        kind,
        own_name: row.own_name.clone(),
        language: row.language,
        importance: Importance::Normal,
        subject: row.subject.clone(),
        sender: config.mail.from.address.to_string(),
        addressed: to.len(),
        recipients,
        numbering,
        left_out: left_out_of(config, audience, about),
        held: None,
        failed: Vec::new(),
    })
}

/// The page of a letter as it was written.
fn page_of(old: &Old) -> String {
    let message = mail_parser::MessageParser::default().parse(&old.bytes);
    let page = message.as_ref().and_then(|message| message.body_html(0));
    page.map(std::borrow::Cow::into_owned).unwrap_or_default()
}

/// The boundaries bear the letter's id, by which its number is filled in later.
fn with_boundaries(bytes: &[u8], old: &str, new: &str) -> Vec<u8> {
    let all = mime::boundaries(old).into_iter().zip(mime::boundaries(new));
    all.fold(bytes.to_vec(), |bytes, (old, new)| replaced(&bytes, old.as_bytes(), new.as_bytes()))
}
