//! `[mail]` and `[letters.KIND]`.

use crate::config::read::context::Context;
use crate::config::read::raw::{RawLetter, RawMail, RawSmtp, Spot, Text};
use crate::config::read::secret::read_secret;
use crate::config::read::table::Table;
use crate::config::read::{host, hours, keys};
use crate::model::{LetterKind, Security, SubjectStart, TransportKind};

pub(super) fn read_mail(mail: &Table<'_>, context: &mut Context<'_>) -> RawMail {
    RawMail {
        from: mail.letterhead("from", context),
        reply_to: mail.letterhead("reply-to", context),
        subject_prefix: mail.title("subject-prefix", context),
        subject: mail.choice("subject", SubjectStart::from_name, context).map(|spot| spot.value),
        transport: mail.choice("transport", TransportKind::from_name, context),
        redirect: mail.mailbox("redirect", context),
        detail: mail.flag("detail", context).unwrap_or(false),
        calendar: mail.flag("calendar", context),
        contact: mail.title("contact", context),
        salutation: mail.plain("salutation", context),
        sendmail: mail.line("sendmail", context),
        smtp: mail.table("smtp", &keys::SMTP, context).map(|smtp| read_smtp(&smtp, context)),
    }
}

pub(super) fn read_letter(id: Text, letter: &Table<'_>, context: &mut Context<'_>) -> RawLetter {
    let like = letter.choice("like", LetterKind::of_stage, context);
    RawLetter { id, number: letter.line("number", context), like }
}

fn read_smtp(smtp: &Table<'_>, context: &mut Context<'_>) -> RawSmtp {
    let port = smtp.whole("port", context);
    let mut raw = RawSmtp {
        host: None,
        port: port.map(|port| Spot { value: port.value as u16, place: port.place }),
        security: smtp.choice("security", Security::from_name, context),
        ca: smtp.line("ca", context),
        username: smtp.line("username", context),
        password: read_secret(smtp, "password", context),
        login_is_faulty: false,
        connections: smtp.whole("connections", context).map(|spot| spot.value),
        rate: smtp.text("rate", context).and_then(|text| hours::rate(&text, context)),
    };
    raw.login_is_faulty =
        smtp.is_faulty("username", &raw.username) || smtp.is_faulty("password", &raw.password);
    let beside = (raw.security(), raw.port.map(|port| port.value));
    raw.host = smtp.line("host", context).map(|written| host::read(&written, beside, context));
    raw
}
