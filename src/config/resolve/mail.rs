//! `[mail]`: who sends, how, and what each way needs.

use std::path::Path;

use crate::config::Files;
use crate::config::finding::{Finding, Findings, Place, Site};
use crate::config::read::raw::{RawMail, RawSmtp, Spot};
use crate::model::{Address, Mail, Mailbox, Password, Security, Smtp, TransportKind};

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
            let finding =
                Finding::error("missing-key", "`from` is missing: the root file has no [mail]")
                    .at(site, "in this file");
            findings.add(
                finding.help("add: [mail] and below it from = \"督办室 <duban@example.org>\""),
            );
        }
        return mail(RawMail::default(), TransportKind::Outbox, None);
    };
    let given = raw.smtp.is_some();
    let by_default = if given { TransportKind::Smtp } else { TransportKind::Outbox };
    let transport = raw.transport.map_or(by_default, |transport| transport.value);
    if let (Some(wanted), false) = (raw.transport, given)
        && transport == TransportKind::Smtp
    {
        let finding = Finding::error(
            "missing-smtp",
            "the transport is \"smtp\", but there is no [mail.smtp]",
        );
        let finding = finding.at(wanted.place.of(0), "needs a relay");
        findings.add(finding.help("add: [mail.smtp] and below it host = \"mail.example.org\""));
    }
    let mut raw = raw;
    if transport == TransportKind::Smtp
        && let Some(smtp) = &raw.smtp
    {
        password(smtp, warnings, findings);
        authorities(smtp, site, warnings, findings);
    }
    if transport == TransportKind::Sendmail {
        program(&raw, warnings, findings);
    }
    let smtp = raw.smtp.take().map(|raw| smtp(raw, findings));
    mail(raw, transport, smtp)
}

/// Where TLS is used, the file is read at each connection.
fn authorities(raw: &RawSmtp, mail: Site, warnings: &MailWarnings<'_>, findings: &mut Findings) {
    let plain = raw.security() == Security::None;
    let Some(ca) = &raw.ca else {
        if let Some(why) = (!plain).then(|| warnings.reader.no_authorities()).flatten() {
            let finding = Finding::warning("no-authorities", why).at(mail, "TLS is used here");
            findings.add(finding.help(HERE));
        }
        return;
    };
    if plain {
        let message =
            "with security = \"none\" no certificate is asked for, so that `ca` says nothing";
        let finding = Finding::warning("unused-ca", message).at(ca.place.of(0), "this file");
        findings.add(finding.help("use security = \"starttls\" or \"tls\", or take `ca` away"));
    } else if let Some(why) =
        warnings.reader.unusable_authorities(&warnings.folder.join(&*ca.value))
    {
        let finding = Finding::error("bad-ca", format!("mail.smtp.ca: {why}"));
        findings.add(finding.at(ca.place.of(0), "this file"));
    }
}

/// Why what is missing here is a warning.
const HERE: &str = "`duban run` does not start without it; where `check` runs as another user or on another machine, \
                    it may be there for `run`";

/// A password file that others may get at is an error. A password that is not there is a warning: the files may be
/// checked where the password is not.
fn password(raw: &RawSmtp, warnings: &MailWarnings<'_>, findings: &mut Findings) {
    let Some(Spot { value: Some(password), place }) = &raw.password else { return };
    let site = place.of(0);
    if let Password::File(path) = password
        && let Some(why) = warnings.reader.exposed(&warnings.folder.join(&**path))
    {
        let message = format!("the relay's password is not safe in {path}: {why}");
        findings.add(Finding::error("exposed-password", message).at(site, "this file"));
    } else if let Some(why) = warnings.reader.missing_password(password, warnings.folder) {
        let finding = Finding::warning("unreadable-password", why).at(site, "not to be had here");
        findings.add(finding.help(HERE));
    }
}

/// Without the program no letter leaves, though `run` starts.
fn program(raw: &RawMail, warnings: &MailWarnings<'_>, findings: &mut Findings) {
    let named = raw.sendmail.as_ref().map(|named| (&*named.value, named.place));
    let by_default = (SENDMAIL, raw.transport.map(|written| written.place).unwrap_or_default());
    let (program, place) = named.unwrap_or(by_default);
    let Some(why) = warnings.reader.unusable_program(program) else { return };
    let finding = Finding::warning("no-sendmail", format!("mail.sendmail: {why}"));
    let help = match program.split_once(char::is_whitespace) {
        Some((alone, _)) => {
            format!(
                "write the program alone, \"{alone}\": duban gives it -i -f SENDER -- RECIPIENT"
            )
        }
        None => "install it, or name the program that takes letters in `sendmail`".to_owned(),
    };
    findings.add(finding.at(place.of(0), "this program").help(help));
}

fn mail(raw: RawMail, transport: TransportKind, smtp: Option<Smtp>) -> Mail {
    let nobody = Mailbox { name: None, address: Address("".into()) };
    Mail {
        from: raw.from.unwrap_or(nobody),
        reply_to: raw.reply_to,
        subject_prefix: raw.subject_prefix,
        transport,
        redirect: raw.redirect,
        detail: raw.detail,
        sendmail: raw.sendmail.map_or(SENDMAIL.into(), |named| named.value.as_ref().into()),
        smtp,
    }
}

fn smtp(raw: RawSmtp, findings: &mut Findings) -> Smtp {
    let security = raw.security();
    port(&raw, findings);
    match (&raw.username, &raw.password) {
        (Some(username), None) => {
            let finding = Finding::error("missing-password", "a `username` needs a `password`")
                .at(username.place.of(0), "who logs in");
            findings.add(finding.help("add: password = { credential = \"smtp-password\" }, { file = \"…\" } or { env = \"…\" }"));
        }
        (None, Some(password)) => {
            let finding = Finding::error("missing-username", "a `password` needs a `username`")
                .at(password.place.of(0), "whose?");
            findings.add(finding.help("add: username = \"duban\""));
        }
        (Some(_), Some(password)) if security == Security::None => {
            let message = "with security = \"none\" the password crosses the network in the clear";
            let finding = Finding::warning("clear-password", message)
                .at(password.place.of(0), "this password");
            findings.add(finding.help("use security = \"starttls\" or \"tls\""));
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
            ("speaks TLS from the first byte", Meant::Security(Security::Tls))
        }
        (25 | 587 | 2525, Security::Tls) => {
            ("begins without TLS", Meant::Security(Security::StartTls))
        }
        (110 | 143 | 993 | 995, _) => {
            ("is where mail is read, not where it is handed in", Meant::Port(security.port()))
        }
        (80 | 443, _) => ("is where web servers are", Meant::Port(security.port())),
        _ => return,
    };
    let (here, name) = (port.place.of(0), security.name());
    let message = match meant {
        Meant::Security(_) => {
            format!("port {} {what}, which does not go with security = \"{name}\"", port.value)
        }
        Meant::Port(_) => format!("port {} {what}", port.value),
    };
    let finding = Finding::warning("unlikely-port", message).at(here, "this port");
    findings.add(match (meant, raw.security) {
        (Meant::Port(port), _) => {
            let help = format!("relays usually take mail at port {port} with this security");
            finding.help(help).instead(here, port.to_string())
        }
        (Meant::Security(meant), Some(written)) => {
            let help = format!("write security = \"{}\"", meant.name());
            let site = written.place.of(0);
            finding.help(help).instead(site, format!("\"{}\"", meant.name()))
        }
        (Meant::Security(meant), None) => {
            finding.help(format!("add security = \"{}\" beside it", meant.name()))
        }
    });
}

/// What is likely to be meant where port and security do not go together.
enum Meant {
    Port(u16),
    Security(Security),
}
