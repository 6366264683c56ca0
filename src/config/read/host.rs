//! The `host` of a mail server: the name or address of a machine, and nothing else. What people write with it, a scheme, a port,
//! brackets, belongs to other keys; the finding says to which.

use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};

use crate::config::fault::NotationFault;
use crate::config::fault::notations::HostFault;
use crate::config::finding::Finding;
use crate::config::read::context::Context;
use crate::config::read::raw::Text;
use crate::config::read::signs::half_width;
use crate::config::suggest::is_invisible;
use crate::model::Security;

/// The longest name of a machine, and the longest part of one between dots (RFC 1035 §2.3.4).
const LONGEST: (usize, usize) = (253, 63);

/// What is written beside it: the security in force, and a port.
type Beside = (Security, Option<u16>);

/// The host as it can be looked up; a name beyond ASCII as in RFC 5891. A finding says what else is written there.
pub(crate) fn read(written: &Text, beside: Beside, context: &mut Context<'_>) -> Box<str> {
    if let Some(host) = host(&written.value) {
        return host.into_owned().into();
    }
    let site = context.site(written.place);
    let meant = Meant::of(&written.value);
    let secret = meant.as_ref().is_some_and(|meant| meant.has_login);
    // What stands before the @ may be a password.
    let shown = (!secret).then(|| written.value.to_string());
    let lines = meant.as_ref().map(|meant| meant.lines(beside)).unwrap_or_default();
    let fault = NotationFault::BadHost(HostFault { written: shown, lines });
    let finding = Finding::new(fault).at(site);
    let Some(meant) = meant else {
        context.findings.add(finding);
        return "".into();
    };
    let finding = match meant.keys(beside).is_empty() && !meant.has_login {
        true => finding.instead(site, format!("\"{}\"", meant.host)),
        false => finding,
    };
    context.findings.add(finding);
    meant.host
}

/// The parts of a text that holds more than a host.
struct Meant {
    host: Box<str>,
    port: Option<u16>,
    security: Option<Security>,
    has_login: bool,
}

impl Meant {
    /// `None` where no host is to be seen in it.
    fn of(written: &str) -> Option<Meant> {
        let plain = plain(written);
        let (scheme, rest) =
            plain.split_once("://").map_or(("", &*plain), |(one, rest)| (one, rest));
        let rest = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let (login, rest) = rest.rsplit_once('@').map_or(("", rest), |(login, rest)| (login, rest));
        let (machine, port) = split_port(rest);
        let port = match port {
            Some(port) => Some(port.parse().ok().filter(|port| *port > 0)?),
            None => None,
        };
        let security = match scheme.to_lowercase().as_str() {
            "smtps" | "submissions" | "imaps" | "ssl" | "tls" => Some(Security::Tls),
            _ => None,
        };
        let host = host(machine)?.into_owned().into();
        Some(Meant { host, port, security, has_login: !login.is_empty() })
    }

    /// The keys beside `host` that its other parts belong to, as lines to type, but for those that say so already.
    fn keys(&self, (security_beside, port_beside): Beside) -> Vec<String> {
        let security = self.security.filter(|meant| security_beside != *meant);
        let in_force = security.unwrap_or(security_beside);
        let default = in_force.port();
        let port = self.port.filter(|port| port_beside.unwrap_or(default) != *port);
        let security = security.map(|meant| format!("security = \"{}\"", meant.name()));
        port.map(|port| format!("port = {port}")).into_iter().chain(security).collect()
    }

    fn lines(&self, beside: Beside) -> Vec<String> {
        let host = format!("host = \"{}\"", self.host);
        std::iter::once(host).chain(self.keys(beside)).collect()
    }
}

/// The text without what leaves no mark, and without blanks where none can be meant: at the ends, beside dots and
/// colons. Between a name and a number a blank stands for the colon.
fn plain(written: &str) -> String {
    let kept = |letter: &char| letter.is_whitespace() || !is_invisible(*letter);
    let text: String = half_width(written).chars().filter(kept).collect();
    let parts = |text: &str, sign: char| {
        let parts: Vec<&str> = text.split(sign).map(str::trim).collect();
        parts.join(&sign.to_string())
    };
    let text = parts(&parts(&text, '.'), ':');
    match text.rsplit_once(char::is_whitespace) {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => {
            format!("{}:{port}", name.trim())
        }
        _ => text,
    }
}

/// `mail.example.org:587`, `[::1]:587`; an IPv6 address without brackets has no port.
fn split_port(text: &str) -> (&str, Option<&str>) {
    if let Some((inner, rest)) = text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        return (inner, rest.strip_prefix(':'));
    }
    match text.split_once(':') {
        Some((machine, "")) => (machine, None),
        Some((machine, port)) if !port.contains(':') => (machine, Some(port)),
        _ => (text, None),
    }
}

/// An address, or a name as mail servers and the network know it.
fn host(text: &str) -> Option<Cow<'_, str>> {
    if text.parse::<Ipv6Addr>().is_ok() {
        return Some(Cow::Borrowed(text));
    }
    let ascii = match text.is_ascii() {
        true => Cow::Borrowed(text),
        false if text.contains(is_invisible) || half_width(text) != text => return None,
        false => Cow::Owned(idna::domain_to_ascii(text).ok()?),
    };
    is_name(&ascii).then_some(ascii)
}

fn is_name(name: &str) -> bool {
    let name = name.strip_suffix('.').unwrap_or(name);
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let is_part = |part: &str| {
        (1..=LONGEST.1).contains(&part.len())
            && part.bytes().all(is_letter)
            && !part.starts_with('-')
            && !part.ends_with('-')
    };
    // What ends in a number is an address (RFC 3696 §2).
    let last = name.rsplit('.').next().unwrap_or_default();
    let is_number = !last.is_empty() && last.bytes().all(|byte| byte.is_ascii_digit());
    let fits = name.len() <= LONGEST.0 && name.split('.').all(is_part);
    fits && (!is_number || name.parse::<Ipv4Addr>().is_ok())
}
