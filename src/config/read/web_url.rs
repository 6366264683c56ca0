//! `[web] url`: what links begin with. Whether anything answers there is not asked.

use crate::config::fault::WebFault;
use crate::config::fault::web::UrlFault;
use crate::config::read::context::Context;
use crate::config::read::raw::Text;

/// What links begin with, without a slash at its end.
pub(crate) fn read(text: &Text, context: &mut Context<'_>) -> Option<Box<str>> {
    let written = text.value.trim();
    match judge(written) {
        Ok(()) => Some(written.trim_end_matches('/').into()),
        Err(why) => {
            let fault = WebFault::Url { written: text.value.to_string(), why };
            context.add(fault, text.place);
            None
        }
    }
}

fn judge(url: &str) -> Result<(), UrlFault> {
    let (rest, tls) = match (url.strip_prefix("https://"), url.strip_prefix("http://")) {
        (Some(rest), _) => (rest, true),
        (None, Some(rest)) => (rest, false),
        (None, None) => return Err(UrlFault::NoUrl),
    };
    let host = rest.split('/').next().unwrap_or_default();
    let odd =
        |one: char| one.is_whitespace() || matches!(one, '?' | '#' | '@' | '"' | '<' | '>' | '\\');
    if rest.contains(odd) {
        return Err(UrlFault::Beyond);
    }
    if !is_host(host) {
        return Err(UrlFault::NoUrl);
    }
    if tls || is_loopback(host) { Ok(()) } else { Err(UrlFault::Plain) }
}

/// `duban.example.org`, `[::1]:8080`; whether it is known is not asked.
fn is_host(host: &str) -> bool {
    let (name, port) = split_port(host);
    let fits =
        |one: char| one.is_alphanumeric() || matches!(one, '.' | '-' | '_' | ':' | '[' | ']');
    !name.is_empty()
        && name.chars().all(fits)
        && port.is_none_or(|port| port.parse::<u16>().is_ok())
}

fn split_port(host: &str) -> (&str, Option<&str>) {
    match host.rsplit_once(':') {
        Some((name, port)) if !port.ends_with(']') => (name, Some(port)),
        _ => (host, None),
    }
}

fn is_loopback(host: &str) -> bool {
    let (name, _) = split_port(host);
    let address = name.trim_start_matches('[').trim_end_matches(']');
    name == "localhost" || address.parse::<std::net::IpAddr>().is_ok_and(|one| one.is_loopback())
}
