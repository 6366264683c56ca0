//! Addresses: `zhang@example.org`, or with a name, `张三 <zhang@example.org>`.

use std::borrow::Cow;
use std::net::{Ipv4Addr, Ipv6Addr};

use lettre::address::AddressError;

use crate::config::fault::NotationFault;
use crate::config::fault::notations::AddressFault;
use crate::config::read::context::Context;
use crate::config::read::raw::Text;
use crate::model::{Address, Mailbox};

/// Reads an address, with or without a name. The name may hold anything: it is split off by hand,
/// since an unquoted comma in it is an error to mail libraries and none to people.
pub(crate) fn mailbox(text: &Text, context: &mut Context<'_>) -> Option<Mailbox> {
    let (name, bare) = split(&text.value);
    match address(bare) {
        Ok(address) => Some(Mailbox { name, address }),
        Err(why) => {
            let mended =
                crate::config::read::signs::half_width(bare).replace(char::is_whitespace, "");
            let meant = (mended != bare && address(&mended).is_ok()).then_some(mended);
            let fault = NotationFault::BadAddress { written: bare.to_owned(), why, meant };
            context.add(fault, text.place);
            None
        }
    }
}

/// The same where it stands in every letter, also in those to mail servers that know no other than ASCII.
pub(crate) fn letterhead(text: &Text, context: &mut Context<'_>) -> Option<Mailbox> {
    let mailbox = mailbox(text, context)?;
    if !mailbox.address.0.is_ascii() {
        let address = mailbox.address.to_string();
        context.add(NotationFault::SenderNotAscii { address }, text.place);
        return None;
    }
    Some(mailbox)
}

/// The address as it can stand in a letter and is known to every mail server, or why there is none: a domain beyond
/// ASCII is written as in RFC 5891, `例子.中国` as `xn--fsqu00a.xn--fiqs8s`.
fn address(bare: &str) -> Result<Address, AddressFault> {
    bare.parse::<lettre::Address>().map_err(|error| fault(error, bare))?;
    if bare.contains('"') {
        // RFC 5321 §4.1.2 advises against such a name; mail programs read it each in its own way, or not at all.
        return Err(AddressFault::Quotes);
    }
    let (local, domain) = bare.rsplit_once('@').unwrap_or_default();
    if domain.starts_with('[') {
        return match is_address_literal(domain) {
            true => Ok(Address(bare.into())),
            false => Err(AddressFault::Literal(domain.to_owned())),
        };
    }
    let known = match domain.is_ascii() {
        true => Some(domain.to_owned()),
        false => idna::domain_to_ascii(domain).ok(),
    };
    let known = known.filter(|known| has_domain_letters(known));
    let known = known.map(|known| format!("{local}@{known}"));
    // What is well in Unicode may be too long in ASCII.
    let known = known.filter(|known| known.parse::<lettre::Address>().is_ok());
    let known = known.ok_or_else(|| AddressFault::Domain(domain.to_owned()))?;
    Ok(Address(known.into()))
}

fn fault(error: AddressError, bare: &str) -> AddressFault {
    match error {
        AddressError::MissingParts => AddressFault::Parts,
        AddressError::InvalidUser => AddressFault::Name,
        AddressError::InvalidDomain => {
            AddressFault::Domain(bare.rsplit('@').next().unwrap_or_default().to_owned())
        }
        other => AddressFault::Other(other.to_string()),
    }
}

/// Letters, digits, hyphens and dots (RFC 5321 §4.1.2), and underscores, which some inner networks have.
///
/// lettre takes more, `a=b.org` for one, which mail programs read each in its own way.
fn has_domain_letters(domain: &str) -> bool {
    domain.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

/// `[192.0.2.1]` or `[IPv6:2001:db8::1]` (RFC 5321 §4.1.3).
fn is_address_literal(domain: &str) -> bool {
    let inner = domain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    inner.is_some_and(|inner| match inner.strip_prefix("IPv6:") {
        Some(six) => six.parse::<Ipv6Addr>().is_ok(),
        None => inner.parse::<Ipv4Addr>().is_ok(),
    })
}

fn split(text: &str) -> (Option<Box<str>>, &str) {
    let text = text.trim();
    match text.rsplit_once('<').and_then(|(name, rest)| Some((name, rest.strip_suffix('>')?))) {
        Some((name, bare)) => {
            let name = unquoted(name.trim());
            ((!name.is_empty()).then(|| name.as_ref().into()), bare.trim())
        }
        None => (None, text),
    }
}

/// A name as it is meant: one that is a quoted string of RFC 5322 §3.2.4 as a whole, without its marks and
/// backslashes; any other as it is written, for quotes within it are part of it.
fn unquoted(name: &str) -> Cow<'_, str> {
    let inner = name.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.and_then(unescaped).map_or(Cow::Borrowed(name), |plain| plain.trim().to_owned().into())
}

/// The text of a quoted string; `None` where a quote in it would end it too early.
fn unescaped(inner: &str) -> Option<String> {
    let mut plain = String::with_capacity(inner.len());
    let mut letters = inner.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => plain.push(letters.next()?),
            '"' => return None,
            _ => plain.push(letter),
        }
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_keeps_the_quotes_that_are_part_of_it() {
        for (written, name) in [
            (r#"Dept. of "Audit""#, r#"Dept. of "Audit""#),
            (r#""Audit" Dept."#, r#""Audit" Dept."#),
            (r#""Audit" and "Law""#, r#""Audit" and "Law""#),
            (r#""Smith, John""#, "Smith, John"),
            (r#""Dept. of \"Audit\"""#, r#"Dept. of "Audit""#),
            (r#""back\\slash""#, r"back\slash"),
            (r#""ends \""#, r#""ends \""#),
            ("“督办”室", "“督办”室"),
            (r#""""#, ""),
        ] {
            let written = format!("{written} <a@example.org>");
            let (found, bare) = split(&written);
            assert_eq!((found.as_deref().unwrap_or_default(), bare), (name, "a@example.org"));
        }
    }
}
