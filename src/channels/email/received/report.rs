//! What a mail server wrote of a letter that it could not deliver, or not yet (L9): by RFC 3464, or in words, as common
//! servers do. Which letter it is about, and whether that is ours, the ledger knows.

use mail_parser::{Message, MessagePart, MimeHeaders, PartType};

use super::headers::{Header, first, ids};

/// So much of a server's words is kept.
const TEXT: usize = 500;

/// So many messages that it may be about are looked for, and so many recipients.
const NAMED: usize = 100;
const RECIPIENTS: usize = 200;

/// What became of a letter for a recipient.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fate {
    /// It will not be delivered.
    Failed,
    /// It is still tried.
    Delayed,
}

/// What a mail server says of a recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Returned {
    /// The addresses under which the recipient is named: as the letter had it, and as the last server did. None where the
    /// mail names nobody.
    pub addresses: Vec<String>,
    /// What became of the letter.
    pub fate: Fate,
    /// The server's words.
    pub text: String,
}

/// A delivery report.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// The `Message-ID`s of letters that it may be about, without angle brackets.
    pub named: Vec<String>,
    /// What it says, recipient by recipient; nothing where all is well.
    pub returned: Vec<Returned>,
}

/// The delivery report that a mail is, if it is one.
pub(super) fn report(message: &Message<'_>, headers: &[Header], sender: &str) -> Option<Report> {
    let texts = texts(message);
    let statuses = message.parts.iter().filter(|part| is_status(part));
    let statuses: Vec<String> =
        statuses.map(|part| String::from_utf8_lossy(part.contents()).into_owned()).collect();
    let returned = match statuses.is_empty() {
        false => statuses.iter().flat_map(|status| by_recipient(status)).collect(),
        true if is_from_server(message, headers, sender) => in_words(message, headers, &texts)?,
        true => return None,
    };
    Some(Report { named: named(message, &texts), returned })
}

fn is_status(part: &MessagePart<'_>) -> bool {
    ["delivery-status", "global-delivery-status"]
        .iter()
        .any(|kind| part.is_content_type("message", kind))
}

/// All that is written in it, part by part.
fn texts(message: &Message<'_>) -> Vec<String> {
    let text = |part: &MessagePart<'_>| match &part.body {
        PartType::Text(text) => Some(text.to_string()),
        PartType::Html(html) => Some(mail_parser::decoders::html::html_to_text(html)),
        _ => None,
    };
    message.parts.iter().filter_map(text).collect()
}

/// The messages that it may be about: those attached, then those whose headers are quoted.
fn named(message: &Message<'_>, texts: &[String]) -> Vec<String> {
    let attached = message.parts.iter().filter_map(|part| match &part.body {
        PartType::Message(message) => message.message_id().map(str::to_owned),
        _ => None,
    });
    let quoted = texts.iter().flat_map(|text| ids(text)).filter(|id| id.contains('@'));
    let mut named: Vec<String> = Vec::new();
    for id in attached.chain(quoted) {
        if !named.contains(&id) && named.len() < NAMED {
            named.push(id);
        }
    }
    named
}

/// RFC 3464: a block of fields for each recipient, after one for the message.
fn by_recipient(status: &str) -> Vec<Returned> {
    let mut returned = Vec::new();
    for block in blocks(status) {
        let value = |name: &str| {
            let field = block.iter().find(|(known, _)| known == name);
            field.map(|(_, value)| value.as_str()).unwrap_or_default()
        };
        let (action, status) = (value("action").to_ascii_lowercase(), value("status"));
        let class = status.chars().next();
        let fate = match action.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default()
        {
            "failed" => Fate::Failed,
            "delayed" => Fate::Delayed,
            "" if class == Some('5') => Fate::Failed,
            "" if class == Some('4') => Fate::Delayed,
            _ => continue,
        };
        let of = |name: &str| address_in(of_type(value(name)));
        let addresses: Vec<String> =
            ["original-recipient", "final-recipient"].iter().filter_map(|name| of(name)).collect();
        let diagnostic = of_type(value("diagnostic-code"));
        let text = match (diagnostic.is_empty(), diagnostic.contains(status)) {
            (true, _) => status.to_owned(),
            (false, true) => diagnostic.to_owned(),
            (false, false) => format!("{diagnostic} ({status})"),
        };
        returned.push(Returned { addresses, fate, text: short(&text) });
        if returned.len() == RECIPIENTS {
            break;
        }
    }
    returned
}

/// Fields by their names in small letters, unfolded, block by block.
fn blocks(text: &str) -> Vec<Vec<(String, String)>> {
    let mut blocks: Vec<Vec<(String, String)>> = vec![Vec::new()];
    for line in text.lines() {
        let folded = line.starts_with([' ', '\t']) && !line.trim().is_empty();
        let last = blocks.last_mut();
        match (last, line.split_once(':')) {
            (Some(block), _) if folded => {
                if let Some((_, value)) = block.last_mut() {
                    value.push(' ');
                    value.push_str(line.trim());
                }
            }
            (Some(block), Some((name, value))) => {
                block.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
            }
            _ if line.trim().is_empty() => blocks.push(Vec::new()),
            _ => {}
        }
    }
    blocks
}

/// What stands behind the type of a value: `rfc822; zhang@example.org`, `smtp; 550 no`.
fn of_type(value: &str) -> &str {
    match value.split_once(';') {
        Some((kind, rest)) if !kind.contains(' ') => rest.trim(),
        _ => value.trim(),
    }
}

/// Local parts under which mail servers write.
const SERVERS: &[&str] = &[
    "mailer-daemon",
    "postmaster",
    "mail-daemon",
    "maildaemon",
    "mailerdaemon",
    "mdaemon",
    "mailer_daemon",
];

/// Words in the subject of what a server returns.
const SUBJECTS: &[&str] = &[
    "undeliver",
    "returned mail",
    "delivery failure",
    "delivery status notification",
    "delivery notification",
    "failure notice",
    "mail delivery failed",
    "delivery has failed",
    "delivery report",
    "non delivery",
    "non-delivery",
    "rejected:",
    "delayed",
    "退信",
    "无法投递",
    "未送达",
    "投递失败",
    "无法传递",
    "未传递",
    "发送失败",
    "无法送达",
    "被退回",
    "传递失败",
    "延迟",
];

/// Whether a mail server wrote it. Many name themselves no more than by their address, and some write no mail that a standard
/// would know.
fn is_from_server(message: &Message<'_>, headers: &[Header], sender: &str) -> bool {
    let local = sender.split('@').next().unwrap_or_default().to_ascii_lowercase();
    let named = SERVERS.contains(&local.as_str()) || local.starts_with("microsoftexchange");
    if named || !first(headers, "x-failed-recipients").is_empty() {
        return true;
    }
    let subject = message.subject().unwrap_or_default().to_lowercase();
    let nobody = first(headers, "return-path") == "<>";
    nobody && SUBJECTS.iter().any(|words| subject.contains(words))
}

/// Words of a server that has not given up.
const DELAYED: &[&str] = &[
    "delayed",
    "delay)",
    "warning message only",
    "will be retried",
    "will retry",
    "will keep trying",
    "will continue to try",
    "still trying",
    "do not need to resend",
    "not yet been delivered",
    "延迟",
    "继续尝试",
    "稍后重试",
    "将重试",
];

/// Words of one that has.
const FAILED: &[&str] = &[
    "failed",
    "failure",
    "permanent",
    "undeliverable",
    "giving up",
    "given up",
    "returned",
    "could not be delivered",
    "rejected",
    "失败",
    "无法投递",
    "退信",
    "退回",
    "不存在",
    "拒收",
    "无法送达",
];

/// A report in words: of whom it speaks, and what it says. None where it says nothing of a delivery.
fn in_words(message: &Message<'_>, headers: &[Header], texts: &[String]) -> Option<Vec<Returned>> {
    let body = texts.first().map(String::as_str).unwrap_or_default();
    let lines: Vec<&str> =
        body.lines().map(str::trim).take_while(|line| !begins_copy(line)).collect();
    let said = lines.join("\n").to_lowercase();
    let subject = message.subject().unwrap_or_default().to_lowercase();
    let has = |words: &[&str], text: &str| words.iter().any(|word| text.contains(word));
    let delayed = has(DELAYED, &subject) || (has(DELAYED, &said) && !has(FAILED, &subject));
    let failed = has(FAILED, &said) || has(SUBJECTS, &subject) || has(FAILED, &subject);
    let fate = match (delayed, failed) {
        (true, _) => Fate::Delayed,
        (_, true) => Fate::Failed,
        _ => return None,
    };
    let mut addresses: Vec<String> = Vec::new();
    let listed = first(headers, "x-failed-recipients");
    for address in listed.split(',').chain(lines.iter().copied()).flat_map(addresses_in) {
        if !addresses.contains(&address) && addresses.len() < RECIPIENTS {
            addresses.push(address);
        }
    }
    let of = |address: String| {
        let text = words_about(&lines, Some(&address));
        Returned { addresses: vec![address], fate, text }
    };
    let mut returned: Vec<Returned> = addresses.into_iter().map(of).collect();
    returned.push(Returned { addresses: Vec::new(), fate, text: words_about(&lines, None) });
    Some(returned)
}

/// Beginnings of the line below which the letter itself is quoted.
const COPIES: &[&str] = &[
    "this is a copy of",
    "below this line is a copy",
    "original message",
    "message headers follow",
    "included is a copy",
    "undelivered message",
    "the header of the original",
    "the headers of the original",
    "a copy of the message",
    "原始邮件",
    "原邮件正文",
    "received:",
    "return-path:",
    "message-id:",
    "mime-version:",
    "dkim-signature:",
    "delivered-to:",
    "x-duban-",
];

fn begins_copy(line: &str) -> bool {
    let line = line.trim_matches(['-', '=', '*', '>', ' ', '_']).to_lowercase();
    COPIES.iter().any(|copy| line.starts_with(copy))
}

/// The words around an address, else around an answer of SMTP, else the first.
fn words_about(lines: &[&str], address: Option<&str>) -> String {
    let is_about = |line: &&str| match address {
        Some(address) => line.to_ascii_lowercase().contains(&address.to_ascii_lowercase()),
        None => has_code(line),
    };
    let paragraph = |at: usize| {
        let from_here = lines[at..].iter().take_while(|line| !line.is_empty()).take(4);
        from_here.copied().collect::<Vec<_>>().join(" ")
    };
    let mut about: Vec<String> =
        (0..lines.len()).filter(|at| is_about(&lines[*at])).map(paragraph).collect();
    // What names an address alone says nothing of it.
    about.retain(|text| address.is_none_or(|address| text.len() > address.len() + 8));
    let with_code = about.iter().find(|text| has_code(text)).or(about.first());
    let found = with_code.cloned().or_else(|| {
        let code = lines.iter().position(|line| has_code(line));
        let first = lines.iter().position(|line| !line.is_empty());
        code.or(first).map(paragraph)
    });
    short(&found.unwrap_or_default())
}

/// Whether an answer of SMTP stands in it: `550`, `#5.1.1`.
fn has_code(line: &str) -> bool {
    let words = line.split(|c: char| !(c.is_ascii_digit() || c == '.'));
    words.map(|word| word.trim_matches('.')).any(|word| {
        let mut parts = word.split('.');
        let class = parts.next().unwrap_or_default();
        let rest: Vec<&str> = parts.collect();
        match rest.len() {
            0 => word.len() == 3 && word.starts_with(['4', '5']),
            2 => {
                matches!(class, "4" | "5") && rest.iter().all(|part| (1..=3).contains(&part.len()))
            }
            _ => false,
        }
    })
}

/// The addresses in a line.
fn addresses_in(line: &str) -> Vec<String> {
    let is_part =
        |c: char| c.is_alphanumeric() && c.is_ascii() || "@.!#$%&'*+-/=?^_`{|}~".contains(c);
    line.split(|c: char| !is_part(c)).filter_map(address_in).collect()
}

/// The address that a word is, without what surrounds it.
fn address_in(word: &str) -> Option<String> {
    let word = word.trim().trim_matches(['<', '>', '(', ')', '\'', '"', '.', ',', ';', ':']);
    let word = word.strip_prefix("mailto:").unwrap_or(word);
    let (local, domain) = word.rsplit_once('@')?;
    (!local.is_empty() && !domain.is_empty()).then(|| word.to_owned())
}

fn short(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.join(" ").chars().take(TEXT).collect()
}
