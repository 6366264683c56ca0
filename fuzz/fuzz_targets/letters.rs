//! Can any text of a task, a person or the settings break out of its place in a letter?
//!
//! The input is two bytes of choices, then texts parted by 0x1E, which fill a configuration that is otherwise
//! sound. Of each letter that a sweep would write: the bytes are lines of ASCII that SMTP carries; the headers are
//! those of duban, each once; the addressees are those of the envelope; another parser reads back the same
//! subject, text and HTML; and the HTML has the tags it has when the texts hold nothing that HTML gives a meaning.

#![no_main]

use duban::channels;
use duban::config;
use duban::ledger::NewLetter;
use duban::letter::Written;
use duban::model::{Config, Language};
use duban_fuzz::{drafts, load};
use jiff::{Timestamp, ToSpan};
use libfuzzer_sys::fuzz_target;
use mail_parser::{Address, Message, MessageParser};

/// The mailbox where the input gives none that is accepted.
const OFFICE: &str = "Office <office@example.net>";

/// The headers of a letter.
const HEADERS: [&str; 16] = [
    "From",
    "Reply-To",
    "To",
    "Cc",
    "Subject",
    "Date",
    "Message-ID",
    "References",
    "Auto-Submitted",
    "X-Auto-Response-Suppress",
    "List-Id",
    "Importance",
    "X-Priority",
    "Priority",
    "MIME-Version",
    "Content-Type",
];

fuzz_target!(|bytes: &[u8]| {
    let [choices, days, texts @ ..] = bytes else { return };
    let written = Texts::of(*choices, texts);
    let at: Timestamp = "2026-10-01T02:00:00Z".parse().expect("a time");
    let at = at + (i64::from(*days) * 24).hours();
    let config = written.config();
    let tame = written.tame().config();
    let (letters, tame_letters) = (drafts(&config, at), drafts(&tame, at));
    assert_eq!(letters.len(), tame_letters.len());
    for (draft, tame_draft) in letters.iter().zip(&tame_letters) {
        let letter = channels::compose(&config, draft, at).expect("a letter can be written");
        let body = channels::body(&config, draft, at).expect("a letter has words");
        check_lines(&letter.bytes);
        check_headers(&letter.bytes);
        check_parsed(&letter, &body);
        let tame_body = channels::body(&tame, tame_draft, at).expect("a letter has words");
        assert_eq!(tags(&body.html), tags(&tame_body.html), "{}", body.html);
    }
});

/// What the input writes into the configuration.
#[derive(Clone)]
struct Texts {
    chinese: bool,
    redirected: bool,
    grouped: bool,
    /// With or without a name.
    mailbox: String,
    /// Those that must be one line: the configuration accepts no others.
    lines: [String; 9],
    /// Those that may be anything.
    free: [String; 4],
}

impl Texts {
    fn of(choices: u8, bytes: &[u8]) -> Texts {
        let text = String::from_utf8_lossy(bytes);
        let mut texts = text.split('\u{1e}').chain(std::iter::repeat("x"));
        let mut next = || texts.next().unwrap_or_default().to_owned();
        Texts {
            chinese: choices & 1 == 0,
            redirected: choices & 2 != 0,
            grouped: choices & 4 == 0,
            mailbox: Some(next()).filter(|one| is_plain(one)).unwrap_or_else(|| OFFICE.to_owned()),
            lines: std::array::from_fn(|_| line(&next())),
            free: std::array::from_fn(|_| next()),
        }
    }

    /// The same without what has a meaning in HTML: nothing else about its letters differs.
    fn tame(&self) -> Texts {
        let tame = |text: &String| text.replace(['<', '>', '&', '"', '\''], "x");
        Texts {
            mailbox: OFFICE.to_owned(),
            lines: self.lines.each_ref().map(tame),
            free: self.free.each_ref().map(tame),
            ..*self
        }
    }

    /// The configuration; one whose mailbox is refused gets another.
    fn config(&self) -> Config {
        let refused = match load(&self.toml(&self.mailbox)).config {
            Some(config) => return config,
            None => load(&self.toml(OFFICE)),
        };
        refused.config.unwrap_or_else(|| {
            panic!(
                "refused:\n{}",
                config::render(&refused.findings, &refused.sources, Language::En)
            )
        })
    }

    fn toml(&self, mailbox: &str) -> String {
        let quoted = |text: &String| toml::Value::from(text.as_str()).to_string();
        let language = if self.chinese { "zh-CN" } else { "en" };
        let grouped = self.grouped;
        let is_ascii = local_part(mailbox).is_ascii();
        let mailbox = quoted(&mailbox.to_owned());
        let redirect =
            if self.redirected { format!("redirect = {mailbox}") } else { String::new() };
        // Every letter bears it, so it is refused beyond ASCII.
        let reply_to = if is_ascii { format!("reply-to = {mailbox}") } else { String::new() };
        let from = quoted(&format!("{} <duban@example.org>", self.lines[0]));
        let [_, prefix, owner, head, unit, title, milestone, _, by] =
            self.lines.each_ref().map(quoted);
        let [detail, source, category, link] = self.free.each_ref().map(quoted);
        let web = quoted(&format!("https://{}", self.free[3]));
        // The tasks' order must not depend on the texts; a slash sets a milestone apart.
        let id = self.lines[7].replace('/', " ");
        let ids = ["1", "2", "3"].map(|first| quoted(&format!("{first}{id}")));
        let [open, done, verified] = ids;
        let task = format!(
            "title = {title}\ndetail = {detail}\nsource = {source}\ncategory = {category}\n\
             links = [{link}, {web}]\nunit = 'unit'\nowner = 'owner'\npolicy = 'policy'\n\
             opened = 2026-10-01\ndue = 2026-10-31\n\
             extended = [{{ on = 2026-10-20, to = 2026-11-10, by = {by} }}]\n\
             milestones = [{{ id = 'part', title = {milestone}, due = 2026-10-20 }}]\n"
        );
        format!(
            r#"
language = "{language}"
[mail]
from = {from}
{reply_to}
subject-prefix = {prefix}
detail = true
{redirect}
[calendars.default]
timezone = "Asia/Shanghai"
hours = "00:00-24:00"
send-on = "every-day"
[people.owner]
name = {owner}
email = "owner@example.org"
away = [{{ from = 2026-10-15, until = 2026-11-15, delegate = "head" }}]
[people.head]
name = {head}
email = "head@example.org"
[units.unit]
name = {unit}
head = "head"
supervisor = "head"
[policies.policy]
group = {grouped}
stages = [
  {{ name = "assigned", from = "opened", at = "0d", to = ["owner"], cc = ["head"], letter = "assignment" }},
  {{ name = "soon", at = "-7d", to = ["owner"], cc = [{mailbox}], importance = "low" }},
  {{ name = "overdue", at = "+1d", to = ["owner"], importance = "high" }},
  {{ name = "supervise", at = "+5d", repeat = "1w", to = ["owner", {mailbox}], letter = "supervision" }},
  {{ name = "circular", at = "+20d", to = ["owner"], cc = ["head"], letter = "circular" }},
  {{ name = "verify", from = "done", at = "0d", to = ["supervisor"], letter = "verification" }},
  {{ name = "look-back", from = "verified", at = "+2d", to = [{mailbox}], letter = "look-back" }},
]
[[task]]
id = {open}
{task}
[[task]]
id = {done}
done = 2026-11-05
{task}
[[task]]
id = {verified}
done = 2026-11-05
verified = 2026-11-07
{task}
"#
        )
    }
}

/// Whether the mailbox may stand beside the others: who is written to twice, at `example.org`, gets one copy.
fn is_plain(mailbox: &str) -> bool {
    let address = mailbox.rsplit('<').next().unwrap_or_default();
    !address.to_lowercase().contains("example.org") && line(mailbox) == mailbox
}

fn local_part(mailbox: &str) -> &str {
    let address = mailbox.rsplit('<').next().unwrap_or_default();
    address.rsplit_once('@').map_or(address, |(local, _)| local)
}

/// The text in one line that is not empty.
///
/// Two things that headers do not keep as they are: what is longer than they have room for, and ASCII that looks
/// like an encoded word (RFC 2047).
fn line(text: &str) -> String {
    let line: String = text.replace(char::is_control, " ").chars().take(300).collect();
    let line = line.replace("=?", "= ?");
    if line.trim().is_empty() { "x".to_owned() } else { line }
}

/// RFC 5322 §2.1.1, §2.3: ASCII, every line ends in CRLF and has at most 998 characters.
fn check_lines(bytes: &[u8]) {
    let text = std::str::from_utf8(bytes).ok().filter(|text| text.is_ascii());
    let text = text.unwrap_or_else(|| panic!("not ASCII:\n{}", String::from_utf8_lossy(bytes)));
    let lines = text.strip_suffix("\r\n").expect("the last line ends").split("\r\n");
    for line in lines {
        assert!(!line.contains(['\r', '\n', '\0']), "a line end alone in {line:?}");
        assert!(line.len() <= 998, "{} characters in {line:?}", line.len());
    }
}

/// The headers are known, and each is there once.
fn check_headers(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let (head, _) = text.split_once("\r\n\r\n").expect("the headers end");
    let mut seen = Vec::new();
    for line in head.split("\r\n").filter(|line| !line.starts_with([' ', '\t'])) {
        let (name, _) = line.split_once(": ").unwrap_or_else(|| panic!("no header: {line:?}"));
        assert!(HEADERS.contains(&name), "{name:?} in\n{head}");
        assert!(!seen.contains(&name), "{name:?} twice in\n{head}");
        seen.push(name);
    }
}

/// Another parser finds two parts and in them what duban means to say, to those it means to say it to.
fn check_parsed(letter: &NewLetter, body: &Written) {
    let message = MessageParser::default().parse(&letter.bytes).expect("the letter can be parsed");
    assert_eq!(message.parts.len(), 3, "{:#?}", message.parts);
    assert_eq!(visible(message.subject().unwrap_or_default()), visible(&letter.subject));
    let (plain, others): (Vec<String>, Vec<String>) =
        letter.recipients.iter().cloned().partition(|one| one.is_ascii());
    assert_eq!(addressees(&message), plain);
    // RFC 6857: an address beyond ASCII is the name of a group.
    for other in others {
        let named = groups(&message).iter().any(|name| visible(name).ends_with(&visible(&other)));
        assert!(named, "{other:?} is not among {:?}", groups(&message));
    }
    let text = message.body_text(0).expect("there is text");
    assert_eq!(visible(&text), visible(&body.text));
    let html = message.body_html(0).expect("there is HTML");
    assert_eq!(visible(&html), visible(&body.html));
}

fn addressees(message: &Message<'_>) -> Vec<String> {
    let lists = [message.to(), message.cc()].into_iter().flatten();
    lists.flat_map(Address::iter).filter_map(|one| Some(one.address()?.to_owned())).collect()
}

fn groups(message: &Message<'_>) -> Vec<String> {
    let lists = [message.to(), message.cc()].into_iter().flatten();
    let groups = lists.filter_map(Address::as_group).flatten();
    groups.filter_map(|group| Some(group.name.as_ref()?.to_string())).collect()
}

/// A text without its blanks and line ends, which folding may move.
fn visible(text: &str) -> String {
    text.split_whitespace().collect()
}

/// The tags of a page, where links lead left out. A link leads to the web, or it is none.
fn tags(html: &str) -> Vec<String> {
    let mut tags = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        let mut quote = None;
        let end = rest[start..].find(|letter| {
            match (quote, letter) {
                (None, '"' | '\'') => quote = Some(letter),
                (Some(open), _) if open == letter => quote = None,
                _ => {}
            }
            quote.is_none() && letter == '>'
        });
        let end = start + end.unwrap_or_else(|| panic!("an open tag at {}", &rest[start..]));
        let tag = &rest[start..end];
        tags.push(match tag.strip_prefix("<a href=\"") {
            Some(link) => {
                let (link, after) = link.split_once('"').expect("the quotes are paired");
                let scheme = link.split(':').next().unwrap_or_default().to_ascii_lowercase();
                assert!(["http", "https"].contains(&scheme.as_str()), "{link:?}");
                format!("<a href{after}")
            }
            None => tag.to_owned(),
        });
        rest = &rest[end..];
    }
    tags
}
