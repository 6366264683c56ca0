//! One line that is no TOML: which slip it is, and how the line would be right.

use std::ops::Range;

use jiff::civil::Date;
use toml::de::DeTable;

use super::as_written::quoted;
use super::headers;
use super::scan::{TextEnd, comment, equals, text_end};
use super::values::{mend, parts};
use crate::config::fault::SyntaxFault;
use crate::config::fault::values::StateMeant;
use crate::config::read::keys::{self, Kind, Shape};
use crate::config::read::signs::half;
use crate::config::read::unknown;
use crate::config::suggest;

/// Where a line stands.
#[derive(Clone, Copy)]
pub(super) enum Where {
    /// Outside of brackets, in a table of this shape where that is known.
    Top { shape: Option<&'static Shape>, has_fields: bool, today: Date },
    /// Within brackets that an earlier line opens.
    Brackets,
}

/// What is wrong with a line.
pub(super) struct LineSlip {
    pub(super) fault: SyntaxFault,
    /// Where in the line.
    pub(super) at: Range<usize>,
    /// The whole line as it would be right.
    pub(super) mended: Option<String>,
}

/// One step of mending: the slip, where it is, and the line without it.
type Step = (SyntaxFault, Range<usize>, Option<String>);

/// A line may hold several slips; the first gives the finding its kind, and all of them are mended.
pub(super) fn slip(typed: &str, place: Where) -> Option<LineSlip> {
    let mut line = typed.to_owned();
    let mut first: Option<(SyntaxFault, Range<usize>)> = None;
    for _ in 0..8 {
        if first.is_some() && parses(&line, place) {
            break;
        }
        let Some((fault, at, next)) = step(&line, place) else { break };
        first.get_or_insert((fault, at));
        match next {
            Some(next) if next != line => line = next,
            _ => break,
        }
    }
    let (fault, at) = first?;
    let mended = (line != typed && parses(&line, place)).then_some(line);
    Some(LineSlip { fault, at, mended })
}

fn step(line: &str, place: Where) -> Option<Step> {
    let whole = trimmed(line);
    let begins = line.trim_start();
    let at_top = matches!(place, Where::Top { .. });
    if let Some(step) =
        full_width(line, whole.clone(), place).or_else(|| blanks(line, whole.clone(), place))
    {
        return Some(step);
    }
    for sign in ["//", "/*", "<!--", "--", "※", "；", ";"] {
        if let Some(rest) = begins.strip_prefix(sign) {
            let fault = SyntaxFault::CommentSign { sign: sign.to_owned() };
            return Some((fault, whole, Some(format!("# {}", rest.trim()))));
        }
    }
    match place {
        Where::Top { .. } if begins.starts_with('[') => {
            let slip = headers::slip(line)?;
            Some((slip.fault, whole, slip.mended))
        }
        Where::Top { shape, has_fields, today } => {
            let state = || state(line, shape, today);
            let brace = || opening(line, place);
            let key = || key(line, shape, has_fields);
            equals_sign(line, whole, shape).or_else(state).or_else(brace).or_else(key)
        }
        Where::Brackets => None,
    }
    .or_else(|| at_top.then(|| trailing(line, place)).flatten())
    .or_else(|| values(line, place))
}

/// The line without the blanks at its ends.
fn trimmed(line: &str) -> Range<usize> {
    let start = line.len() - line.trim_start().len();
    start..line.trim_end().len().max(start)
}

/// Signs that an input method makes wide. Within quotes they are text.
fn full_width(line: &str, whole: Range<usize>, place: Where) -> Option<Step> {
    let (halved, sign) = halved(line)?;
    // What stands in a text without quotes belongs to it.
    if !parses(&halved, place) && !"＝“”‘’＂＇：［］｛｝【】".contains(sign) && !sign.is_numeric()
    {
        return None;
    }
    let colon = equals(line).is_none() && half(sign) == ':';
    let half = if colon { "=".to_owned() } else { half(sign).to_string() };
    Some((SyntaxFault::FullWidth { sign, half }, whole, Some(halved.trim().to_owned())))
}

/// The line with the half-width forms of all signs outside of texts, and the first sign that was full-width.
fn halved(line: &str) -> Option<(String, char)> {
    let mut text = String::with_capacity(line.len());
    let (mut first, mut at) = (None, 0);
    while at < line.len() {
        let rest = &line[at..];
        let letter = rest.chars().next()?;
        let plain = half(letter);
        if plain == '#' && letter == '#' {
            text.push_str(rest);
            break;
        }
        if matches!(letter, '"' | '\'')
            && let TextEnd::At(end) = text_end(rest)
        {
            text.push_str(&rest[..end]);
            at += end;
            continue;
        }
        if plain != letter && !letter.is_whitespace() {
            first.get_or_insert(letter);
        }
        at += letter.len_utf8();
        if plain == '"' && letter != '"' {
            // A text between full-width quotes keeps its own signs.
            let inner = &line[at..];
            if let Some(end) = inner.find(['”', '“', '＂', '」', '"']) {
                text.push_str(&quoted(&inner[..end]));
                at += end + inner[end..].chars().next().map_or(0, char::len_utf8);
                continue;
            }
        }
        text.push(if letter.is_whitespace() { letter } else { plain });
    }
    let first = first?;
    // `due：2026-11-30`.
    if equals(&text).is_none()
        && let Some((key, value)) = text.split_once(':')
    {
        text = format!("{} = {}", key.trim_end(), value.trim_start());
    }
    Some((text, first))
}

/// Tabs and wide blanks in or before a key, and characters that leave no mark.
fn blanks(line: &str, whole: Range<usize>, place: Where) -> Option<Step> {
    let end = equals(line).unwrap_or(line.len());
    let odd = |letter: char| letter != ' ' && suggest::is_invisible(letter);
    let key = &line[..end];
    let inside = key.trim_matches([' ', '\t']);
    let value = line[end..].strip_prefix('=').unwrap_or(&line[end..]);
    // TOML takes a tab there.
    let wide = |letter: char| odd(letter) && letter != '\t';
    if !inside.contains(odd) && !value.trim_start_matches([' ', '\t']).starts_with(wide) {
        return None;
    }
    let plain: String = inside.chars().map(|one| if odd(one) { ' ' } else { one }).collect();
    let joined: String = inside.chars().filter(|one| !odd(*one)).collect();
    // A blank within a key that is one without it.
    let is_key = |key: &str| match place {
        Where::Top { shape: Some(shape), .. } => suggest::exact_key(key, shape).is_some(),
        _ => false,
    };
    let key = if is_key(&joined) { joined.trim() } else { plain.trim() };
    let value = value.trim_matches(|one: char| one == ' ' || odd(one));
    let sign = if end < line.len() { "= " } else { "" };
    let mended = format!("{key} {sign}{value}");
    Some((SyntaxFault::BlankBeforeKey, whole, Some(mended.trim_end().to_owned())))
}

/// `due: 2026-11-30`, `due == 2026-11-30`, `due 2026-11-30`, or a line that is no pair at all.
fn equals_sign(line: &str, whole: Range<usize>, shape: Option<&'static Shape>) -> Option<Step> {
    let code = line[..comment(line)].trim();
    if let Some(at) = equals(line) {
        let value = line[at + 1..].trim_start();
        let extra = value.strip_prefix(['=', '>'])?;
        let key = line[..at].trim_end().trim_end_matches(':');
        let written = format!("={}", &value[..1]);
        let fault = SyntaxFault::NoEquals { written: Some(written) };
        return Some((fault, whole, Some(format!("{key} = {}", extra.trim_start()))));
    }
    if let Some((key, value)) = code.split_once(':')
        && is_word(key.trim())
        && !value.trim().is_empty()
    {
        let fault = SyntaxFault::NoEquals { written: Some(":".to_owned()) };
        let rest = &line[line.find(':')? + 1..];
        return Some((fault, whole, Some(format!("{} = {}", key.trim(), rest.trim_start()))));
    }
    if let Some((key, value)) = code.split_once(char::is_whitespace)
        && shape.is_some_and(|shape| suggest::exact_key(key, shape).is_some())
    {
        let fault = SyntaxFault::NoEquals { written: None };
        return Some((fault, whole, Some(format!("{key} = {}", value.trim_start()))));
    }
    Some((SyntaxFault::NoPair, whole.clone(), Some(format!("# {}", &line[whole]))))
}

fn is_word(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|one| one.is_alphanumeric() || "-_. \"".contains(one))
}

/// `状态 = "已办结"`: state is read off the dates (§2).
fn state(line: &str, shape: Option<&'static Shape>, today: Date) -> Option<Step> {
    let end = equals(line)?;
    let at = trimmed(&line[..end]);
    let key = &line[at.clone()];
    if key.is_ascii() || !unknown::is_state(key) || shape.is_none_or(|shape| *shape != keys::TASK) {
        return None;
    }
    let (value, rest) = line[end + 1..].split_at(comment(line) - end - 1);
    let meant = unknown::state_meant(value);
    let mended = match meant {
        StateMeant::Date(key) => Some(format!("{key} = {today} {rest}").trim_end().to_owned()),
        StateMeant::Open => Some(rest.to_owned()),
        StateMeant::Hold | StateMeant::Unknown => None,
    };
    Some((SyntaxFault::StateWritten { key: key.to_owned(), meant }, at, mended))
}

/// A key that TOML takes only in quotes.
fn key(line: &str, shape: Option<&'static Shape>, has_fields: bool) -> Option<Step> {
    let end = equals(line)?;
    let at = trimmed(&line[..end]);
    let key = &line[at.clone()];
    if key.is_empty() || DeTable::parse(&format!("{key} = 1")).is_ok() {
        return None;
    }
    let with = |key: &str| Some(format!("{}{key}{}", &line[..at.start], &line[at.end..]));
    if key.is_ascii() && key.contains(' ') {
        let joined = key.split_whitespace().collect::<Vec<_>>().join("-");
        let fault = SyntaxFault::BlankInKey { key: key.to_owned(), joined: joined.clone() };
        return Some((fault, at.clone(), with(&joined)));
    }
    let meant = shape.and_then(|shape| suggest::key(key, shape));
    let instead = match meant {
        Some(meant) => Some(meant.to_owned()),
        // A column of one's own.
        None if shape.is_some_and(|shape| *shape == keys::TASK) => {
            match key.starts_with("fields.") {
                true => Some(dotted(key)),
                false => (!has_fields).then(|| format!("fields.{}", quoted(key))),
            }
        }
        None => Some(dotted(key)),
    };
    let fault = SyntaxFault::BareKey { key: key.to_owned(), meant };
    let mended = instead.and_then(|key| with(&key));
    Some((fault, at, mended))
}

/// `units."甲县"`: quotes around those parts that want them.
fn dotted(key: &str) -> String {
    let is_bare = |part: &str| DeTable::parse(&format!("{part} = 1")).is_ok();
    let parts = key.split('.').map(str::trim);
    let parts: Vec<String> = parts
        .map(|part| if is_bare(part) { part.to_owned() } else { quoted(part.trim_matches('"')) })
        .collect();
    parts.join(".")
}

/// `li = name = "李四", email = "…" }`: the brace behind the first `=` is missing.
fn opening(line: &str, place: Where) -> Option<Step> {
    let at = equals(line)?;
    let value = line[at + 1..].trim_start();
    let code = value[..comment(value)].trim_end();
    equals(value).filter(|_| code.ends_with('}') && !code.starts_with(['{', '[']))?;
    let mended = format!("{} = {{ {value}", line[..at].trim_end());
    let fault = SyntaxFault::NoOpening;
    parses(&mended, place).then_some((fault, at..at + 1, Some(mended)))
}

/// A comma or semicolon at the end, as other notations have it.
fn trailing(line: &str, place: Where) -> Option<Step> {
    let code = line[..comment(line)].trim_end();
    let sign = code.chars().last().filter(|sign| ",;.。；，、]}".contains(*sign))?;
    let end = code.len() - sign.len_utf8();
    let mended = format!("{}{}", &line[..end], &line[code.len()..]);
    parses(&mended, place).then_some((
        SyntaxFault::TrailingSign { sign },
        end..code.len(),
        Some(mended),
    ))
}

/// The first value that is no TOML.
fn values(line: &str, place: Where) -> Option<Step> {
    let parts = parts(line);
    let kind = match place {
        Where::Top { shape: Some(shape), .. } => parts.first().map(|key| {
            let name = line[key.range.clone()].trim_matches(['"', '\'']);
            suggest::exact_key(name, shape).map_or(Kind::Fields, |name| shape.key(name).kind)
        }),
        _ => None,
    };
    let today = match place {
        Where::Top { today, .. } => Some(today),
        Where::Brackets => None,
    };
    if let (Where::Top { .. }, [key], Some(_)) = (place, &parts[..], equals(line))
        && key.is_key
        && !line[key.range.end..comment(line)].contains(['[', '{'])
    {
        let fault = SyntaxFault::MissingValue { key: line[key.range.clone()].to_owned() };
        return Some((fault, key.range.clone(), None));
    }
    parts.iter().filter(|part| !part.is_key).find_map(|part| {
        let (fault, instead) = mend(&line[part.range.clone()], kind, today)?;
        let mended = instead.map(|instead| {
            format!("{}{instead}{}", &line[..part.range.start], &line[part.range.end..])
        });
        Some((fault, part.range.clone(), mended))
    })
}

/// Whether a line is TOML where it stands; brackets that it leaves open are closed in later lines.
pub(super) fn parses(line: &str, place: Where) -> bool {
    let is_toml = |text: &str| DeTable::parse(text).is_ok();
    let closing = closing(line);
    match place {
        Where::Top { .. } => is_toml(&format!("{line}\n{closing}")),
        Where::Brackets => {
            let code = line[..comment(line)].trim().trim_end_matches(',');
            let code = code.trim_start_matches([']', '}']);
            is_toml(&format!("x = [{code}{closing}]"))
                || is_toml(&format!("x = [{code}"))
                || is_toml(&format!("x = {{{code}{closing}}}"))
        }
    }
}

/// The brackets that a line leaves open, closed.
fn closing(line: &str) -> String {
    let (mut open, mut at) = (String::new(), 0);
    while at < line.len() {
        let rest = &line[at..];
        at += match rest.as_bytes()[0] {
            b'#' => break,
            b'"' | b'\'' => match text_end(rest) {
                TextEnd::At(end) => end,
                TextEnd::Beyond(mark) => return format!("{mark}{open}"),
                TextEnd::Never => rest.len(),
            },
            sign => {
                match sign {
                    b'[' => open.insert(0, ']'),
                    b'{' => open.insert(0, '}'),
                    b']' | b'}' if !open.is_empty() => drop(open.remove(0)),
                    _ => {}
                }
                rest.chars().next().map_or(1, char::len_utf8)
            }
        };
    }
    open
}
