//! `[mail]`: who sends, how, and what each way needs.

use std::path::Path;

use crate::config::Files;
use crate::config::fault::mail::{PortCure, PortUse};
use crate::config::fault::{MailFault, ValueFault};
use crate::config::finding::{Finding, Place, Site};
use crate::config::gather::Findings;
use crate::config::read::raw::{RawMail, RawSmtp, Spot, Text};
use crate::model::{Address, Mail, Mailbox, Password, Security, Smtp, SubjectStart, TransportKind};

/// Where Debian and its kin have it.
const SENDMAIL: &str = "/usr/sbin/sendmail";

/// Who is asked what speaks against files and programs that are named, and the folder that relative paths start from.
pub(super) struct MailWarnings<'d> {
    pub(super) reader: &'d dyn Files,
    pub(super) folder: &'d Path,
}

pub(super) fn resolve(
    raw: Option<RawMail>,
    place: Place,
    warnings: &MailWarnings<'_>,
    findings: &mut Findings,
) -> Mail {
    let site = place.of(0);
    let Some(raw) = raw else {
        // A [mail] that is no table was told of already.
        if place == Place::default() {
            findings.add(Finding::new(ValueFault::NoMail).at(site));
        }
        return mail(RawMail::default(), TransportKind::Outbox, None);
    };
    let given = raw.smtp.is_some();
    let by_default = if given { TransportKind::Smtp } else { TransportKind::Outbox };
    let transport = raw.transport.map_or(by_default, |transport| transport.value);
    if let (Some(wanted), false) = (raw.transport, given)
        && transport == TransportKind::Smtp
    {
        findings.add(Finding::new(MailFault::MissingSmtp).at(wanted.place.of(0)));
    }
    let mut raw = raw;
    if transport == TransportKind::Smtp
        && let Some(smtp) = &raw.smtp
    {
        password(smtp.password.as_ref(), warnings, findings);
        authorities((smtp.security(), smtp.ca.as_ref()), site, warnings, findings);
    }
    if transport == TransportKind::Sendmail {
        program(&raw, warnings, findings);
    }
    let smtp = raw.smtp.take().map(|raw| smtp(raw, findings));
    mail(raw, transport, smtp)
}

/// Where TLS is used, the file is read at each connection.
pub(super) fn authorities(
    (security, ca): (Security, Option<&Text>),
    mail: Site,
    warnings: &MailWarnings<'_>,
    findings: &mut Findings,
) {
    let plain = security == Security::None;
    let Some(ca) = ca else {
        if let Some(why) = (!plain).then(|| warnings.reader.no_authorities()).flatten() {
            findings.add(Finding::new(MailFault::NoAuthorities { why }).at(mail));
        }
        return;
    };
    if plain {
        findings.add(Finding::new(MailFault::UnusedCa).at(ca.place.of(0)));
    } else if let Some(why) =
        warnings.reader.unusable_authorities(&warnings.folder.join(&*ca.value))
    {
        findings.add(Finding::new(MailFault::BadCa { why }).at(ca.place.of(0)));
    }
}

/// A password file that others may get at is an error. A password that is not there is a warning: the files may be
/// checked where the password is not.
pub(super) fn password(
    written: Option<&Spot<Option<Password>>>,
    warnings: &MailWarnings<'_>,
    findings: &mut Findings,
) {
    let Some(Spot { value: Some(password), place }) = written else { return };
    let site = place.of(0);
    if let Password::File(path) = password
        && let Some(why) = warnings.reader.exposed(&warnings.folder.join(&**path))
    {
        let fault = MailFault::ExposedPassword { path: path.to_string(), why };
        findings.add(Finding::new(fault).at(site));
    } else if let Some(why) = warnings.reader.missing_password(password, warnings.folder) {
        findings.add(Finding::new(MailFault::UnreadablePassword { why }).at(site));
    }
}

/// Without the program no letter leaves, though `run` starts.
fn program(raw: &RawMail, warnings: &MailWarnings<'_>, findings: &mut Findings) {
    let named = raw.sendmail.as_ref().map(|named| (&*named.value, named.place));
    let by_default = (SENDMAIL, raw.transport.map(|written| written.place).unwrap_or_default());
    let (program, place) = named.unwrap_or(by_default);
    let Some(why) = warnings.reader.unusable_program(program) else { return };
    let alone = program.split_once(char::is_whitespace).map(|(alone, _)| alone.to_owned());
    findings.add(Finding::new(MailFault::NoSendmail { why, alone }).at(place.of(0)));
}

fn mail(raw: RawMail, transport: TransportKind, smtp: Option<Smtp>) -> Mail {
    let nobody = Mailbox { name: None, address: Address("".into()) };
    Mail {
        from: raw.from.unwrap_or(nobody),
        reply_to: raw.reply_to,
        subject_prefix: raw.subject_prefix,
        subject: raw.subject.unwrap_or(SubjectStart::Name),
        transport,
        redirect: raw.redirect,
        detail: raw.detail,
        calendar: raw.calendar.unwrap_or(true),
        contact: raw.contact,
        salutation: raw.salutation,
        sendmail: raw.sendmail.map_or(SENDMAIL.into(), |named| named.value.as_ref().into()),
        smtp,
    }
}

fn smtp(raw: RawSmtp, findings: &mut Findings) -> Smtp {
    let security = raw.security();
    port(&raw, findings);
    match (&raw.username, &raw.password) {
        _ if raw.login_is_faulty => {}
        (Some(username), None) => {
            findings.add(Finding::new(MailFault::MissingPassword).at(username.place.of(0)));
        }
        (None, Some(password)) => {
            findings.add(Finding::new(MailFault::MissingUsername).at(password.place.of(0)));
        }
        (Some(_), Some(password)) if security == Security::None => {
            findings.add(Finding::new(MailFault::ClearPassword).at(password.place.of(0)));
        }
        _ => {}
    }
    Smtp {
        host: raw.host.unwrap_or_default(),
        port: raw.port.map_or(security.port(), |port| port.value),
        security,
        ca: raw.ca.map(|ca| ca.value.as_ref().into()),
        username: raw.username.map(|username| username.value.as_ref().into()),
        password: raw.password.and_then(|password| password.value),
        connections: raw.connections.unwrap_or(4),
        rate: raw.rate,
    }
}

/// A port at which mail cannot be handed in as `security` says: the relay waits for TLS and duban for its greeting, or
/// the other way round, or the port serves those who read mail.
fn port(raw: &RawSmtp, findings: &mut Findings) {
    let Some(port) = raw.port else { return };
    let security = raw.security();
    let (what, meant) = match (port.value, security) {
        (465, Security::StartTls | Security::None) => {
            (PortUse::TlsAtOnce, Meant::Security(Security::Tls))
        }
        (25 | 587 | 2525, Security::Tls) => {
            (PortUse::NoTlsAtFirst, Meant::Security(Security::StartTls))
        }
        (110 | 143 | 993 | 995, _) => (PortUse::ReadingMail, Meant::Port(security.port())),
        (80 | 443, _) => (PortUse::Web, Meant::Port(security.port())),
        _ => return,
    };
    let here = port.place.of(0);
    let unlikely = |cure| {
        let port = port.value;
        Finding::new(MailFault::UnlikelyPort { port, what, security, cure }).at(here)
    };
    findings.add(match (meant, raw.security) {
        (Meant::Port(port), _) => unlikely(PortCure::Port(port)).instead(here, port.to_string()),
        (Meant::Security(meant), Some(written)) => {
            let site = written.place.of(0);
            unlikely(PortCure::Security(meant)).instead(site, format!("\"{}\"", meant.name()))
        }
        (Meant::Security(meant), None) => unlikely(PortCure::AddSecurity(meant)),
    });
}

/// What is likely to be meant where port and security do not go together.
enum Meant {
    Port(u16),
    Security(Security),
}
