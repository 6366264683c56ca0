//! Addresses in a text, made unreadable: `z…@example.org`. In every log line, wherever the text came from, since
//! relays and libraries spell addresses out too.

use std::borrow::Cow;

/// What sets the name apart from the domain. The second is what a Chinese keyboard gives; the others are how links,
/// HTML, quoted-printable and RFC 3461 write it.
const AT: [&str; 9] = ["@", "＠", "%40", "%2540", "&#64;", "&#x40;", "\\u0040", "=40", "+40"];

/// These two are also how a setting or a sum is written: `wait=40s`. A domain with a dot must follow.
const DOUBTFUL: [&str; 2] = ["=40", "+40"];

/// The text with only the first character of the name in each address: enough to recognise it, too little to
/// collect it.
pub(crate) fn masked(text: &str) -> Cow<'_, str> {
    if find_at(text).is_none() && !text.contains("=?") {
        return Cow::Borrowed(text);
    }
    let text = without_encoded_words(text);
    let mut shown = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some((at, sign)) = find_at(rest) {
        let (before, after) = rest.split_at(at);
        let end = sign.len();
        let domain = match DOUBTFUL.contains(&sign) {
            true => has_dot(&after[end..]),
            false => is_domain(&after[end..]),
        };
        let (kept, local) = match domain {
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

/// The first sign, and where it stands. The letters in it may be large or small.
fn find_at(text: &str) -> Option<(usize, &'static str)> {
    let may_begin = text.char_indices().filter(|(_, letter)| "@＠%&\\=+".contains(*letter));
    may_begin.map(|(at, _)| at).find_map(|at| {
        let begins = |sign: &&&str| {
            let part = text.as_bytes().get(at..at + sign.len());
            part.is_some_and(|part| part.eq_ignore_ascii_case(sign.as_bytes()))
        };
        AT.iter().find(begins).map(|sign| (at, *sign))
    })
}

/// What stands in encoded words (RFC 2047), in base64 for one, cannot be looked through: it is left out.
fn without_encoded_words(text: &str) -> Cow<'_, str> {
    let Some(begin) = text.find("=?") else { return Cow::Borrowed(text) };
    let (mut shown, mut rest) = (text[..begin].to_owned(), &text[begin..]);
    while let Some(word) = rest.strip_prefix("=?") {
        let mut parts = word.splitn(3, '?');
        let whole = match (parts.next(), parts.next(), parts.next()) {
            (Some(charset), Some(encoding @ ("b" | "B" | "q" | "Q")), Some(inside)) => {
                // The text has no `?`; a word that was cut off ends with the line.
                let end = inside.find('?').unwrap_or(inside.len());
                shown.push_str(&format!("=?{charset}?{encoding}?…"));
                &inside[end..]
            }
            _ => {
                shown.push_str("=?");
                word
            }
        };
        let next = whole.find("=?").unwrap_or(whole.len());
        // `?=` ends a word and may begin nothing.
        shown.push_str(&whole[..next]);
        rest = &whole[next..];
    }
    Cow::Owned(shown)
}

/// Whether a domain of several labels begins here.
fn has_dot(after: &str) -> bool {
    let domain = domain(after).trim_end_matches('.');
    let dot = domain.contains('.') || domain.to_ascii_lowercase().contains("=2e");
    dot && is_domain(after)
}

/// Whether a domain may begin here. A number is none: `A@17` is somebody's way to name a task.
fn is_domain(after: &str) -> bool {
    let domain = domain(after);
    domain.is_empty() || domain.contains(|letter: char| !letter.is_ascii_digit())
}

/// No longer than a domain may be: this is asked again and again of what a relay says.
fn domain(after: &str) -> &str {
    let ends = |letter: char| !letter.is_alphanumeric() && !"-._=".contains(letter);
    let end = after.char_indices().take(255).find(|(_, letter)| ends(*letter));
    let most = || after.char_indices().nth(255).map_or(after.len(), |(at, _)| at);
    &after[..end.map_or_else(most, |(at, _)| at)]
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
            (
                "550 see https://relay.example/why?to=zhang%40example.org&id=7",
                "550 see https://relay.example/w…%40example.org&id=7",
            ),
            ("<a href=\"mailto:zhang&#64;example.org\">", "<a href=\"mailto:z…&#64;example.org\">"),
            ("mailto:zhang&#X40;example.org", "mailto:z…&#X40;example.org"),
            ("to=zhang%2540example.org", "t…%2540example.org"),
            ("orcpt rfc822;zhang+40example.org", "orcpt rfc822;z…+40example.org"),
            ("zhang=40example.org", "z…=40example.org"),
            ("zhang=40example=2Eorg", "z…=40example=2Eorg"),
            ("{\"to\":\"zhang\\u0040example.org\"}", "{\"to\":\"z…\\u0040example.org\"}"),
            ("wait=40s. size=4096", "wait=40s. size=4096"),
            (
                "To: =?utf-8?B?emhhbmdAZXhhbXBsZS5vcmc=?= <zhang@example.org>",
                "To: =?utf-8?B?…?= <z…@example.org>",
            ),
            ("=?gbk?q?zhang=40example.org?= and =?x", "=?gbk?q?…?= and =?x"),
        ];
        for (text, shown) in table {
            assert_eq!(masked(text), shown, "{text}");
        }
    }
}
