//! Headers: `[task]` for `[[task]]`, `[units.甲县]` without quotes, brackets that do not go together.

use toml::de::DeTable;

use super::as_written::part_written;
use super::scan::{TextEnd, comment, text_end};
use crate::config::fault::SyntaxFault;
use crate::config::limits;
use crate::config::read::keys::{Key, Kind, ROOT, Shape};
use crate::config::read::signs::half_width;

/// What is wrong with a header, and the line as it would be right.
pub(super) struct HeaderSlip {
    pub(super) fault: SyntaxFault,
    pub(super) mended: Option<String>,
}

/// What a header names.
pub(super) struct Header {
    /// The parts of its name, without quotes.
    pub(super) parts: Vec<String>,
    /// How many brackets it begins with.
    pub(super) brackets: usize,
    /// Words behind the closing brackets.
    behind: String,
}

/// How a table is written, and what stands in it.
pub(super) struct Named {
    /// Whether in two brackets; `None` where one or two will do.
    pub(super) is_double: Option<bool>,
    pub(super) shape: Option<&'static Shape>,
}

impl Header {
    /// Reads a line that begins with a bracket, however odd it is.
    pub(super) fn of(line: &str) -> Header {
        let code = half_width(line[..comment(line)].trim());
        let brackets = code
            .bytes()
            .take_while(|byte| matches!(byte, b'[' | b' '))
            .filter(|byte| *byte == b'[')
            .count();
        let (name, behind) = code.split_at(closing(&code).unwrap_or(code.len()));
        let signs = ['[', ']', ' ', ';', ',', ':', '.', '='];
        let (name, behind) = (name.trim_matches(signs), behind.trim_matches(signs).to_owned());
        let mut parts = vec![String::new()];
        let mut at = 0;
        while at < name.len() {
            let rest = &name[at..];
            let letter = rest.chars().next().unwrap_or(' ');
            let last = parts.last_mut();
            at += match (letter, text_end(rest), last) {
                ('"' | '\'', TextEnd::At(end), Some(last)) => {
                    last.push_str(&rest[1..end - 1]);
                    end
                }
                ('.', _, _) => {
                    parts.push(String::new());
                    1
                }
                (_, _, Some(last)) => {
                    last.push(letter);
                    letter.len_utf8()
                }
                (_, _, None) => letter.len_utf8(),
            };
        }
        for part in &mut parts {
            *part = part.trim().to_owned();
        }
        Header { parts, brackets, behind }
    }

    /// What the parts lead to, by the keys that there are; words for keys count as keys.
    pub(super) fn named(&mut self) -> Option<Named> {
        let mut shape: &'static Shape = &ROOT;
        let mut named = None;
        let mut at = 0;
        while at < self.parts.len() {
            let part = &mut self.parts[at];
            let by_word = |word: &str| word == part.as_str();
            let found = shape.keys.iter().find(|key| key.name == part.as_str());
            let found = found.or_else(|| {
                shape.keys.iter().find(|key| key.also.iter().any(|word| by_word(word)))
            })?;
            *part = found.name.to_owned();
            at += 1;
            named = match found.kind {
                Kind::Table(inner) => Some((Some(false), inner)),
                Kind::Tables(inner) => Some((Some(true), inner)),
                Kind::OneOrMore(inner) => Some((None, inner)),
                Kind::Named(inner) => {
                    at += 1;
                    match at > self.parts.len() {
                        true => return Some(Named { is_double: Some(false), shape: None }),
                        false => Some((Some(false), inner)),
                    }
                }
                Kind::Fields => return Some(Named { is_double: Some(false), shape: None }),
                _ => return None,
            };
            shape = named.map(|(_, inner)| inner)?;
        }
        let (is_double, shape) = named?;
        Some(Named { is_double, shape: Some(shape) })
    }

    /// As it is written.
    pub(super) fn written(&self, is_double: bool) -> String {
        let parts: Vec<String> = self.parts.iter().map(|part| part_written(part)).collect();
        match is_double {
            true => format!("[[{}]]", parts.join(".")),
            false => format!("[{}]", parts.join(".")),
        }
    }
}

/// What is wrong with a header that is no TOML, or that names its table with too many or too few brackets.
pub(super) fn slip(line: &str) -> Option<HeaderSlip> {
    let mut header = Header::of(line);
    let typed = header.parts.clone();
    let is_toml = DeTable::parse(line).is_ok();
    let named = header.named();
    let is_double = named.and_then(|named| named.is_double);
    let double = header.brackets >= 2;
    if is_toml && is_double.is_none_or(|wanted| wanted == double) {
        return None;
    }
    // Too deep, and told of so.
    if header.parts.len() >= limits::DEPTH {
        return None;
    }
    if header.parts.iter().any(String::is_empty) {
        return Some(HeaderSlip { fault: SyntaxFault::WrongHeader { meant: None }, mended: None });
    }
    let meant = header.written(is_double.unwrap_or(double));
    let behind = match header.behind.as_str() {
        "" => String::new(),
        words => format!("# {words} "),
    };
    let rest = line[comment(line)..].trim();
    let mended = format!("{meant} {behind}{rest}").trim_end().to_owned();
    let bare = typed.iter().find(|part| !part.is_ascii());
    let fault = match bare {
        Some(part) if !is_toml && is_double.is_none_or(|wanted| wanted == double) => {
            SyntaxFault::BareHeader { part: part.clone(), meant }
        }
        _ => SyntaxFault::WrongHeader { meant: Some(meant) },
    };
    Some(HeaderSlip { fault, mended: Some(mended) })
}

/// Where the name of a header ends: its first closing bracket that is in no text.
fn closing(code: &str) -> Option<usize> {
    let mut at = 0;
    while at < code.len() {
        let rest = &code[at..];
        at += match rest.as_bytes()[0] {
            b']' => return Some(at),
            b'"' | b'\'' => match text_end(rest) {
                TextEnd::At(end) => end,
                _ => 1,
            },
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
    }
    None
}

/// Whether a line at the beginning of which a bracket stands may be a header that is TOML and yet wrong. It costs
/// little, and is asked of every file.
pub(crate) fn is_suspicious(text: &str) -> bool {
    let wrong = |from: &str| {
        let line = from.lines().next().unwrap_or_default().trim_end();
        let single = line.starts_with('[') && !line.starts_with("[[");
        let name = line.trim_matches(['[', ']']);
        let first = name.split('.').next().unwrap_or_default();
        let is_first = |key: &&Key| key.name == first || key.also.contains(&first);
        let Some(key) = ROOT.keys.iter().find(is_first) else { return true };
        match key.kind {
            Kind::Tables(inner) => match name.split_once('.') {
                None => single,
                Some((_, inner_name)) => inner
                    .keys
                    .iter()
                    .find(|key| Some(key.name) == inner_name.split('.').next())
                    .is_none_or(|key| {
                        key.name == inner_name && matches!(key.kind, Kind::Tables(_)) && single
                    }),
            },
            Kind::Named(_) if single && !name.contains('.') => lacks_id(from),
            Kind::Table(_) | Kind::Named(_) => !single && !name.contains(".stages"),
            _ => false,
        }
    };
    text.starts_with('[') && wrong(text)
        || text.match_indices("\n[").any(|(at, _)| wrong(&text[at + 1..]))
}

/// Whether the first key below such a header is no entry of its own.
fn lacks_id(from: &str) -> bool {
    let mut below = from.lines().skip(1).map(str::trim_start);
    let first = below.find(|line| !line.is_empty() && !line.starts_with('#'));
    let pair = first.filter(|line| !line.starts_with('[')).and_then(|line| line.split_once('='));
    pair.is_some_and(|(key, value)| !key.contains('.') && !value.trim_start().starts_with('{'))
}
