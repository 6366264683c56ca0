//! `[answers.imap]`: the mailbox in which replies arrive, and what reading it needs.

use crate::config::fault::MailFault;
use crate::config::fault::mail::{PortCure, PortUse};
use crate::config::finding::Finding;
use crate::config::gather::Findings;
use crate::config::read::raw::{RawImap, Spot};
use crate::config::resolve::mail::{MailWarnings, authorities, password};
use crate::model::{Imap, Security};

/// What is read where no folder is named; every server has it (RFC 9051 §5.1).
const INBOX: &str = "INBOX";

pub(super) fn resolve(
    raw: Option<RawImap>,
    warnings: &MailWarnings<'_>,
    findings: &mut Findings,
) -> Option<Imap> {
    let raw = raw?;
    let security = raw.security();
    password(raw.password.as_ref(), warnings, findings);
    authorities((security, raw.ca.as_ref()), raw.place.of(0), warnings, findings);
    port(&raw, findings);
    if let (Security::None, Some(password)) = (security, &raw.password) {
        findings.add(Finding::new(MailFault::ClearPassword).at(password.place.of(0)));
    }
    Some(Imap {
        port: raw.port.map_or(security.port_of_mailbox(), |port| port.value),
        security,
        ca: raw.ca.map(|ca| ca.value.as_ref().into()),
        password: raw.password.and_then(|password| password.value),
        folder: raw.folder.unwrap_or(INBOX.into()),
        host: raw.host?,
        user: raw.user?,
    })
}

/// A port at which no mailbox is read by IMAP as `security` says.
fn port(raw: &RawImap, findings: &mut Findings) {
    let Some(Spot { value: port, place }) = raw.port else { return };
    let security = raw.security();
    let what = match (port, security) {
        (993, Security::StartTls | Security::None) => PortUse::TlsAtOnce,
        (143, Security::Tls) => PortUse::NoTlsAtFirst,
        (25 | 465 | 587 | 2525, _) => PortUse::SendingMail,
        (110 | 995, _) => PortUse::Pop,
        (80 | 443, _) => PortUse::Web,
        _ => return,
    };
    let meant = security.port_of_mailbox();
    let cure = PortCure::Port(meant);
    let fault = MailFault::UnlikelyPort { port, what, security, cure };
    let site = place.of(0);
    findings.add(Finding::new(fault).at(site).instead(site, meant.to_string()));
}
