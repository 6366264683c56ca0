//! Addresses: `zhang@example.org`, or with a name, `张三 <zhang@example.org>`.

use super::finding::Finding;
use super::raw::Text;
use super::table::Context;
use crate::model::{Address, Mailbox};

/// Reads an address, with or without a name. The name may hold anything: it is split off by hand,
/// since an unquoted comma in it is an error to mail libraries and none to people.
pub(super) fn mailbox(text: &Text, context: &mut Context<'_>) -> Option<Mailbox> {
    let (name, bare) = split(&text.value);
    match bare.parse::<lettre::Address>() {
        Ok(_) => Some(Mailbox { name, address: Address(bare.into()) }),
        Err(error) => {
            let message = format!("`{bare}` is no email address: {error}");
            let site = context.site(text.place);
            let mut finding = Finding::error("bad-address", message).at(site, "this address");
            let mended = super::slips::half_width(bare).replace(char::is_whitespace, "");
            if mended != bare && mended.parse::<lettre::Address>().is_ok() {
                finding = finding.help(format!("did you mean `{mended}`?"));
            } else {
                finding = finding
                    .help("write it like \"zhang@example.org\" or \"张三 <zhang@example.org>\"");
            }
            context.findings.add(finding);
            None
        }
    }
}

fn split(text: &str) -> (Option<Box<str>>, &str) {
    let text = text.trim();
    match text.rsplit_once('<').and_then(|(name, rest)| Some((name, rest.strip_suffix('>')?))) {
        Some((name, bare)) => {
            let name = name.trim().trim_matches('"');
            ((!name.is_empty()).then(|| name.into()), bare.trim())
        }
        None => (None, text),
    }
}
