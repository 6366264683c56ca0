//! Slips over several lines: a bracket that is never closed, a header that is missing, a key that is there twice.

use std::collections::HashMap;

use super::as_written::quoted;
use super::belongs;
use super::headers;
use super::headers::Header;
use super::scan::{Line, Scan, TextEnd, What, equals, text_end};
use super::slip::{Slip, blank, whole};
use crate::config::fault::SyntaxFault;
use crate::config::finding::Place;
use crate::config::read::keys::{Key, Kind, SHAPES, Shape};

/// The table that begins with a header and ends before the next.
pub(super) struct Section {
    /// Its first line, which is the header but in the first section.
    pub(super) line: usize,
    /// The line after its last.
    pub(super) end: usize,
    pub(super) header: Option<String>,
    pub(super) is_double: bool,
    pub(super) shape: Option<&'static Shape>,
    /// Whether a line in it begins with `fields`.
    pub(super) has_fields: bool,
}

/// The tables of a text, in their order.
pub(super) fn sections(text: &str, scan: &Scan) -> Vec<Section> {
    let root = Section {
        line: 0,
        end: scan.lines.len(),
        header: None,
        is_double: false,
        shape: Some(&crate::config::read::keys::ROOT),
        has_fields: false,
    };
    let mut sections = vec![root];
    for (at, line) in scan.lines.iter().enumerate().filter(|(_, line)| line.what == What::Header) {
        let mut header = Header::of(&text[line.range.clone()]);
        let is_double = header.brackets >= 2;
        let shape = header.named().and_then(|named| named.shape);
        if let Some(last) = sections.last_mut() {
            last.end = at;
        }
        let end = scan.lines.len();
        let header = Some(header.written(is_double));
        sections.push(Section { line: at, end, header, is_double, shape, has_fields: false });
    }
    for section in &mut sections {
        let mut lines = scan.lines[section.line..section.end].iter();
        section.has_fields =
            lines.any(|line| text[line.range.clone()].trim_start().starts_with("fields"));
    }
    sections
}

/// Brackets that are never closed, and headers with the wrong brackets.
pub(super) fn brackets(text: &str, scan: &Scan) -> Vec<Slip> {
    let unclosed = scan.unclosed.iter().map(|one| {
        let bracket = text[one.open..].chars().next().unwrap_or('[');
        let place = Place::new(one.open..one.open + 1);
        let found = (one.found < text.len()).then(|| {
            let rest = &text[one.found..];
            Place::new(one.found..one.found + rest.lines().next().unwrap_or_default().len())
        });
        Slip {
            fault: SyntaxFault::UnclosedBracket { bracket },
            places: std::iter::once(place).chain(found).collect(),
            cure: Some((Place::new(one.close.clone()), one.with.clone())),
            instead: Vec::new(),
        }
    });
    let headers = scan.lines.iter().enumerate().filter(|(_, line)| line.what == What::Header);
    let mut in_task = false;
    let headers = headers.filter_map(|(at, line)| {
        let typed = &text[line.range.clone()];
        let slip = belongs::slip(text, scan, at, in_task);
        in_task = belongs::is_in_task(typed, in_task);
        if slip.is_some() {
            return slip;
        }
        let slip = headers::slip(typed)?;
        let place = whole(typed, line.range.start);
        let cure = slip.mended.map(|mended| (place, mended));
        let instead = match &cure {
            Some(_) => Vec::new(),
            None => vec![(place, blank(typed.trim()))],
        };
        Some(Slip { fault: slip.fault, places: vec![place], cure, instead })
    });
    unclosed.chain(headers).chain(texts(text, scan)).collect()
}

/// So many lines a text between simple quotes goes over, at most.
const TEXT_LINES: usize = 30;

/// Texts that begin with one quote and end with one, lines later: they want three.
fn texts(text: &str, scan: &Scan) -> Vec<Slip> {
    let mut slips = Vec::new();
    let pairs = scan.lines.iter().enumerate().filter(|(_, line)| line.what == What::Pair);
    for (at, line) in pairs {
        let typed = &text[line.range.clone()];
        let Some(sign) = equals(typed) else { continue };
        let value = typed[sign + 1..].trim_start();
        if !value.starts_with('"') || !matches!(text_end(value), TextEnd::Never) {
            continue;
        }
        let others = scan.lines[at + 1..].iter().take(TEXT_LINES);
        let mut others = others.take_while(|one| matches!(one.what, What::Other | What::Blank));
        let ends = |one: &&Line| {
            let typed = text[one.range.clone()].trim_end();
            typed.ends_with('"') && typed.matches('"').count() == 1
        };
        let Some(last) = others.find(ends) else { continue };
        let start = line.range.end - value.len();
        let end = last.range.start + text[last.range.clone()].trim_end().len();
        let inner = &text[start + 1..end - 1];
        let place = Place::new(start..end);
        let meant = match is_one_line(typed[..sign].trim()) {
            true => quoted(&on_one_line(inner)),
            false => format!("\"\"\"{inner}\"\"\""),
        };
        slips.push(Slip {
            fault: SyntaxFault::UnclosedQuote,
            places: vec![Place::new(start..line.range.end)],
            cure: Some((place, meant)),
            instead: Vec::new(),
        });
    }
    slips
}

/// Whether a key's text is one line.
pub(super) fn is_one_line(key: &str) -> bool {
    let is = |one: &Key| one.name == key || one.also.contains(&key);
    let mut keys = SHAPES.iter().flat_map(|shape| shape.keys).filter(|one| is(one));
    keys.any(|one| matches!(one.kind, Kind::Line))
}

/// The lines as one. Between Chinese signs a line end is no blank.
pub(crate) fn on_one_line(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).fold(String::new(), |all, line| {
        match all.is_empty() || !all.ends_with(|one: char| one.is_ascii()) {
            true => all + line,
            false => all + " " + line,
        }
    })
}

/// Keys and headers that are there twice. The first key of an item that comes again begins the next item, whose header
/// was forgotten.
pub(super) fn twice(text: &str, scan: &Scan, sections: &[Section]) -> Vec<Slip> {
    let mut slips = Vec::new();
    let mut headers: HashMap<&str, usize> = HashMap::new();
    for section in sections {
        let header = section.header.as_deref();
        if let Some(header) = header.filter(|_| !section.is_double)
            && let Some(first) = headers.insert(header, section.line)
        {
            slips.push(header_twice(text, scan, section, header, first));
            continue;
        }
        keys_twice(text, scan, section, &mut slips);
    }
    slips
}

fn header_twice(text: &str, scan: &Scan, section: &Section, header: &str, first: usize) -> Slip {
    let place = |line: usize| {
        let range = scan.lines[line].range.clone();
        whole(&text[range.clone()], range.start)
    };
    let lines = scan.lines[section.line..section.end].iter();
    let blanked =
        lines.map(|line| (Place::new(line.range.clone()), blank(&text[line.range.clone()])));
    Slip {
        fault: SyntaxFault::HeaderTwice { header: header.to_owned() },
        places: vec![place(section.line), place(first)],
        cure: None,
        instead: blanked.collect(),
    }
}

fn keys_twice(text: &str, scan: &Scan, section: &Section, slips: &mut Vec<Slip>) {
    let mut known: HashMap<&str, (usize, Place)> = HashMap::new();
    let mut first_key = None;
    let mut lost = 0;
    let lines = scan.lines[..section.end].iter().enumerate().skip(section.line);
    for (at, line) in lines.filter(|(_, line)| line.what == What::Pair) {
        let typed = &text[line.range.clone()];
        let key = typed[..equals(typed).unwrap_or(0)].trim();
        let start = line.range.start + typed.len() - typed.trim_start().len();
        let place = Place::new(start..start + key.len());
        let first = *first_key.get_or_insert(key);
        let Some((_, before)) = known.insert(key, (at, place)) else { continue };
        let begins_item = key == first && section.header.is_some();
        let here = Place::new(line.range.start..line.range.start);
        slips.push(
            match section
                .header
                .as_deref()
                .filter(|header| begins_item && (section.is_double || header.contains('.')))
            {
                Some(header) => {
                    known = HashMap::from([(key, (at, place))]);
                    lost += 1;
                    let cure = section.is_double.then(|| (here, format!("{header}\n")));
                    // A person's or unit's id cannot be guessed.
                    let above = header.rsplit_once('.').map_or("[people", |(above, _)| above);
                    let instead = match cure {
                        Some(_) => Vec::new(),
                        None => vec![(here, format!("{above}.\"… {lost}\"]\n"))],
                    };
                    let fault = SyntaxFault::MissingHeader {
                        key: key.to_owned(),
                        header: header.to_owned(),
                        is_known: section.is_double,
                    };
                    Slip { fault, places: vec![place, before], cure, instead }
                }
                None => {
                    let end = scan.lines[at + 1..section.end]
                        .iter()
                        .take_while(|line| matches!(line.what, What::InBrackets | What::InText))
                        .last()
                        .map_or(line.range.end, |line| line.range.end);
                    let whole = line.range.start..end;
                    let instead = vec![(Place::new(whole.clone()), blank(&text[whole]))];
                    let fault = SyntaxFault::DuplicateKey { key: key.to_owned() };
                    Slip { fault, places: vec![place, before], cure: None, instead }
                }
            },
        );
    }
}
