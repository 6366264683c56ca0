//! Addresses in a text, made unreadable: `z…@example.org`. In every log line, wherever the text came from, since
//! relays and libraries spell addresses out too.

use std::borrow::Cow;

/// What sets the name apart from the domain; the second is what a Chinese keyboard gives.
const AT: [char; 2] = ['@', '＠'];

/// The text with only the first character of the name in each address: enough to recognise it, too little to
/// collect it.
pub(super) fn masked(text: &str) -> Cow<'_, str> {
    if !text.contains(AT) {
        return Cow::Borrowed(text);
    }
    let mut shown = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(AT) {
        let (before, after) = rest.split_at(at);
        let end = after.chars().next().map_or(0, char::len_utf8);
        let (kept, local) = match is_domain(&after[end..]) {
            true => before.split_at(local_part(before)),
            false => (before, ""),
        };
        shown.push_str(kept);
        shown.extend(local.chars().next());
        shown.push_str(if local.is_empty() { "" } else { "…" });
        shown.push_str(&after[..end]);
        rest = &after[end..];
    }
    shown.push_str(rest);
    Cow::Owned(shown)
}

/// Whether a domain may begin here. A number is none: `A@17` is somebody's way to name a task.
fn is_domain(after: &str) -> bool {
    let end = after.find(|letter: char| !letter.is_alphanumeric() && !"-._".contains(letter));
    let domain = &after[..end.unwrap_or(after.len())];
    domain.is_empty() || domain.contains(|letter: char| !letter.is_ascii_digit())
}

/// Where the name of an address begins that ends with this text. It may be quoted, and hold anything then.
fn local_part(before: &str) -> usize {
    if let Some(quoted) = before.strip_suffix('"')
        && let Some(begin) = quoted.rfind('"')
    {
        return begin;
    }
    let begin = before
        .rfind(|letter| !belongs(letter))
        .map_or(0, |other| other + before[other..].chars().next().map_or(0, char::len_utf8));
    // What stands in `…` or '…' is meant, not the quotes.
    let local = before[begin..].trim_start_matches(['`', '\'']);
    let local = match local.rsplit_once('/') {
        // The way to a file.
        Some((_, name)) if local.starts_with('/') && !name.is_empty() => name,
        _ => local,
    };
    before.len() - local.len()
}

/// RFC 5322 §3.2.3, and beyond ASCII RFC 6532.
fn belongs(letter: char) -> bool {
    letter.is_alphanumeric() || "!#$%&'*+-/=?^_`{|}~.".contains(letter)
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn of_every_address_only_the_first_character_is_left() {
        let table = [
            (
                "550 5.1.1 <zhang@example.org>: no such user",
                "550 5.1.1 <z…@example.org>: no such user",
            ),
            ("`zhang.san+a@example.org` is no address", "`z…@example.org` is no address"),
            ("to=zhang@example.org,li@example.net", "t…@example.org,l…@example.net"),
            ("bounce=zhang=example.org@relay.example", "b…@relay.example"),
            ("\"zhang san\"@example.org", "\"…@example.org"),
            ("RCPT TO:<\\\"zhang san\\\"@example.org>", "RCPT TO:<\\\"…@example.org>"),
            ("请联系 张三@例子.中国", "请联系 张…@例子.中国"),
            ("zhang＠example.org", "z…＠example.org"),
            ("a@b@c", "a…@b…@c"),
            ("at 09:00 @ the office", "at 09:00 @ the office"),
            ("no address here", "no address here"),
            ("@", "@"),
            ("A@17's deadline moved", "A@17's deadline moved"),
            ("zhang@17.example.org", "z…@17.example.org"),
            ("root@[192.0.2.1] and root@localhost", "r…@[192.0.2.1] and r…@localhost"),
            ("cannot read /etc/duban@north/tasks.toml", "cannot read /etc/d…@north/tasks.toml"),
            ("/G=San/S=Zhang/@gateway.example", "/…@gateway.example"),
            ("sales/zhang@example.org", "s…@example.org"),
        ];
        for (text, shown) in table {
            assert_eq!(masked(text), shown, "{text}");
        }
    }
}
