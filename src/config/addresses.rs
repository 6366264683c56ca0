//! Addresses: `zhang@example.org`, or with a name, `张三 <zhang@example.org>`.

use super::finding::Finding;
use super::raw::Text;
use super::table::Context;
use crate::model::{Address, Mailbox};

/// Reads an address, with or without a name. The name may hold anything: it is split off by hand,
/// since an unquoted comma in it is an error to mail libraries and none to people.
pub(super) fn mailbox(text: &Text, context: &mut Context<'_>) -> Option<Mailbox> {
    let (name, bare) = split(&text.value);
    match refused(bare) {
        None => Some(Mailbox { name, address: Address(ascii_domain(bare).into()) }),
        Some(why) => {
            let message = format!("`{bare}` is no email address: {why}");
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

/// Why it is no address that can stand in a letter.
fn refused(bare: &str) -> Option<String> {
    match bare.parse::<lettre::Address>() {
        Err(error) => Some(error.to_string()),
        // Allowed within quotes, and read by every mail program in its own way.
        Ok(_) if bare.contains(['<', '>']) => Some("there are angle brackets in it".to_owned()),
        Ok(_) => None,
    }
}

/// A domain beyond ASCII as it is known to every mail server (RFC 5891): `例子.中国` is `xn--fsqu00a.xn--fiqs8s`.
fn ascii_domain(address: &str) -> String {
    match address.rsplit_once('@') {
        Some((local, domain)) if !domain.is_ascii() => {
            let ascii = idna::domain_to_ascii(domain).unwrap_or_else(|_| domain.to_owned());
            format!("{local}@{ascii}")
        }
        _ => address.to_owned(),
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
