//! The address of a page: `https://hc.example.org/ping/1`.

use crate::config::fault::NotationFault;
use crate::config::read::context::Context;
use crate::config::read::raw::Text;

/// An address that can be asked for; a finding where it cannot.
pub(crate) fn read(text: &Text, context: &mut Context<'_>) -> Option<Box<str>> {
    let written = text.value.trim();
    let url = written.parse::<hyper::Uri>().ok();
    let is_page = url.is_some_and(|url| {
        let has_login = url.authority().is_some_and(|at| at.as_str().contains('@'));
        matches!(url.scheme_str(), Some("http" | "https"))
            && url.host().is_some_and(|host| !host.is_empty())
            && !has_login
    });
    if !is_page {
        context.add(NotationFault::BadUrl { written: written.to_owned() }, text.place);
        return None;
    }
    Some(written.into())
}
