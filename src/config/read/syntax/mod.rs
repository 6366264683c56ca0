//! Texts that are no TOML. Each slip is one finding, at its place, with what to write instead; with that put into the
//! text, or the line left out, reading goes on, so that what only follows from a slip is not told of.

mod as_written;
mod belongs;
mod below;
mod edits;
mod headers;
mod line;
mod open_text;
mod scan;
mod slip;
mod structure;
mod values;
mod without_id;

use std::collections::HashSet;
use std::ops::Range;

use jiff::civil::Date;
use toml::de::{DeTable, Error};

use crate::config::fault::SyntaxFault;
use crate::config::finding::{Finding, Place};
use crate::config::limits;
use crate::config::sources::floor;
pub(crate) use as_written::{header_of, quoted};
pub(crate) use edits::Edits;
pub(crate) use headers::is_suspicious;
use line::Where;
use scan::{Scan, What};
pub(crate) use slip::table_without_id;
use slip::{Slip, blank};
use structure::Section;
pub(crate) use structure::on_one_line;

/// A text as it is read, and what was wrong with it.
pub(crate) struct Mended {
    pub(crate) text: String,
    /// From the text that is read to the one that was written.
    pub(crate) edits: Edits,
    /// Places in the text that is read of which nothing could be made.
    pub(crate) broken: Vec<Place>,
    /// What stood in lines that were left out.
    pub(crate) lost: String,
    /// Places in the text that was written.
    pub(crate) findings: Vec<Finding>,
}

/// So often what was mended is looked through again: a slip may hide another.
const ROUNDS: usize = 6;

/// Mends what can be mended.
pub(crate) fn mended(text: &str, file: u32, today: Date) -> Mended {
    let mut mending = Mending {
        file,
        today,
        told: HashSet::new(),
        mended: Mended {
            text: text.to_owned(),
            edits: Edits::default(),
            broken: Vec::new(),
            lost: String::new(),
            findings: Vec::new(),
        },
    };
    for _ in 0..ROUNDS {
        if !mending.round() {
            break;
        }
    }
    mending.mended
}

struct Mending {
    file: u32,
    today: Date,
    /// The lines that a finding points at, by the byte in which they begin in the text that was written.
    told: HashSet<u32>,
    mended: Mended,
}

impl Mending {
    /// Looks through the text once; `false` once there is nothing more to mend.
    fn round(&mut self) -> bool {
        let text = std::mem::take(&mut self.mended.text);
        let (_, errors) = DeTable::parse_recoverable(&text);
        let scan = Scan::of(&text);
        // What stands below an open text is read as a part of it: that comes first, and alone.
        let mut slips = match errors.is_empty() {
            true => Vec::new(),
            false => open_text::slips(&text, &scan),
        };
        if slips.is_empty() {
            slips = structure::brackets(&text, &scan);
        }
        let sections = structure::sections(&text, &scan);
        let is_twice = |error: &Error| error.message().contains("duplicate key");
        // What stands twice may do so because of another slip, such as a key that is not read as it is meant.
        let all_twice = errors.iter().all(is_twice);
        if slips.is_empty() && all_twice && !errors.is_empty() {
            slips = structure::twice(&text, &scan, &sections);
        }
        // What the parser says besides may follow from these.
        if slips.is_empty() {
            let others = errors.iter().filter(|error| all_twice || !is_twice(error));
            slips = self.lines(&text, &scan, &sections, others);
        }
        let goes_on = !slips.is_empty();
        let mut replaced = Vec::new();
        for slip in slips {
            self.tell(&slip, &text);
            if let SyntaxFault::HeaderWithoutId { table, meant: None } = &slip.fault {
                self.mended.lost.push_str(&slip::without_id(table));
            }
            if let Some(end) = cut_off(&slip, &text) {
                self.mended.broken.push(end);
            }
            for (place, put) in
                slip.cure.into_iter().take(usize::from(slip.instead.is_empty())).chain(slip.instead)
            {
                if put.trim().is_empty() && place.start < place.end {
                    self.mended.lost.push_str(&text[place.range()]);
                    self.mended.lost.push('\n');
                }
                replaced.push((place, put));
            }
        }
        self.mended.text = match replaced.is_empty() {
            true => text,
            false => self.mended.edits.apply(&text, replaced),
        };
        goes_on
    }

    fn tell(&mut self, slip: &Slip, text: &str) {
        let edits = &self.mended.edits;
        let Some(first) = slip.places.first() else { return };
        let start = edits.back(*first);
        let line = text[..first.range().start.min(text.len())].rfind('\n').map_or(0, |at| at + 1);
        let line = edits.back(Place::new(line..line)).start;
        if !self.told.insert(line) {
            return;
        }
        let finding = Finding::new(slip.fault.clone()).at(start.of(self.file));
        let others = slip.places.iter().skip(1).map(|place| edits.back(*place).of(self.file));
        let finding = others.fold(finding, Finding::at);
        self.mended.findings.push(match &slip.cure {
            Some((place, put)) if edits.is_as_written(*place) => {
                finding.instead(edits.back(*place).of(self.file), put.clone())
            }
            _ => finding,
        });
    }

    /// The slips of single lines, and what else the parser finds.
    fn lines<'e>(
        &mut self,
        text: &str,
        scan: &Scan,
        sections: &[Section],
        errors: impl Iterator<Item = &'e Error>,
    ) -> Vec<Slip> {
        let mut seen = HashSet::new();
        let mut slips = Vec::new();
        for error in errors {
            if error.message().contains("recurs") {
                let at = error.span().map_or_else(|| long_key(text), |span| span.start);
                let at = floor(text, at);
                let fault = SyntaxFault::TooNested { limit: limits::DEPTH };
                slips.push(Slip {
                    fault,
                    places: vec![Place::new(at..at)],
                    cure: None,
                    instead: Vec::new(),
                });
                self.mended.broken.push(Place::new(0..text.len()));
                continue;
            }
            let span = error.span().unwrap_or(text.len()..text.len());
            let span = floor(text, span.start)..floor(text, span.end.max(span.start));
            let at = scan.line_at(span.start);
            if let Some(slip) = comma(text, &span, error.message()).filter(|_| !seen.contains(&at))
            {
                seen.insert(at);
                slips.push(slip);
            } else if seen.insert(at) {
                slips.push(self.line(text, scan, sections, at, &span, error.message()));
            }
        }
        // The parser did not say where else it lost its way.
        if slips.iter().any(|slip| matches!(slip.fault, SyntaxFault::TooNested { .. })) {
            slips.iter_mut().for_each(|slip| slip.instead.clear());
        }
        slips
    }

    fn line(
        &mut self,
        text: &str,
        scan: &Scan,
        sections: &[Section],
        at: usize,
        span: &Range<usize>,
        message: &str,
    ) -> Slip {
        let Some(line) = scan.lines.get(at) else { return other(span.clone(), message) };
        let range = line.range.clone();
        let typed = &text[range.clone()];
        let place = match line.what {
            What::InText => None,
            What::InBrackets => Some(Where::Brackets),
            _ => {
                let section = sections.partition_point(|section| section.line <= at);
                let section = section.checked_sub(1).and_then(|at| sections.get(at));
                let has_fields = section.is_some_and(|one| one.has_fields);
                let shape = section.and_then(|one| one.shape);
                Some(Where::Top { shape, has_fields, today: self.today })
            }
        };
        let whole = Place::new(range.clone());
        match place.and_then(|place| line::slip(typed, place)) {
            Some(slip) => {
                let at = Place::new(range.start + slip.at.start..range.start + slip.at.end);
                let cure = slip.mended.map(|mended| changed(typed, &mended, range.start));
                let instead = match &cure {
                    Some(_) => Vec::new(),
                    None => vec![(whole, blank(typed))],
                };
                if cure.is_none() {
                    self.mended.broken.push(whole);
                }
                Slip { fault: slip.fault, places: vec![at], cure, instead }
            }
            None => {
                self.mended.broken.push(whole);
                let instead = vec![(whole, blank(typed))];
                Slip { instead, ..other(span.clone(), message) }
            }
        }
    }
}

/// Where the text ends in the middle of a quote or bracket, as one does that is still being written: what seems to be
/// missing may have stood behind.
fn cut_off(slip: &Slip, text: &str) -> Option<Place> {
    let is_open = matches!(
        slip.fault,
        SyntaxFault::UnclosedQuote
            | SyntaxFault::UnclosedText { .. }
            | SyntaxFault::UnclosedBracket { .. }
    );
    let (cure, _) = slip.cure.as_ref().filter(|_| is_open)?;
    let end = cure.range().end.min(text.len());
    text[end..].trim().is_empty().then(|| Place::new(text.len()..text.len()))
}

/// What the parser finds, in its own words.
fn other(span: Range<usize>, message: &str) -> Slip {
    let parser = message.lines().next().unwrap_or("this is no TOML").to_owned();
    Slip {
        fault: SyntaxFault::Other { parser },
        places: vec![Place::new(span)],
        cure: None,
        instead: Vec::new(),
    }
}

/// A comma that is missing before a place, or one too many in it.
fn comma(text: &str, span: &Range<usize>, message: &str) -> Option<Slip> {
    if message.contains("extra assignment between key-value pairs") {
        // Between the value and the key before this `=`.
        let key = |one: char| one.is_alphanumeric() || "-_.\"'".contains(one);
        let before = text[..span.start].trim_end().trim_end_matches(key).trim_end();
        let line = &text[text[..span.start].rfind('\n').map_or(0, |at| at + 1)..span.start];
        let in_braces = line.matches('{').count() > line.matches('}').count();
        if in_braces && !before.ends_with([',', '，', '、', '{', '=', '[']) {
            let at = Place::new(before.len()..before.len());
            let places = vec![Place::new(before.len()..span.start)];
            let (fault, cure) = (SyntaxFault::MissingComma, Some((at, ",".to_owned())));
            return Some(Slip { fault, places, cure, instead: Vec::new() });
        }
    }
    if message.contains("missing comma") {
        // Another sign stands for it, or quotes within a text end that too early.
        let next = text[span.start..].chars().next().unwrap_or(' ');
        let touches = text[..span.start].ends_with(['"', '\'']) && !"\"'[{".contains(next);
        if "，、".contains(next) || touches {
            return None;
        }
        let before = &text[..span.start];
        // A comment may stand between the two.
        let mut end = before.trim_end().len();
        loop {
            let start = before[..end].rfind('\n').map_or(0, |at| at + 1);
            let code = scan::comment(&before[start..end]) + start;
            if !before[start..code].trim().is_empty() {
                end = start + before[start..code].trim_end().len();
                break;
            }
            end = before[..start].trim_end().len();
            if start == 0 {
                return None;
            }
        }
        let at = Place::new(end..end);
        let fault = SyntaxFault::MissingComma;
        let places = vec![Place::new(span.clone())];
        return Some(Slip { fault, places, cure: Some((at, ",".to_owned())), instead: Vec::new() });
    }
    let is_comma = text[span.start..].starts_with(',');
    (message.contains("extra comma") && is_comma).then(|| {
        let place = Place::new(span.start..span.start + 1);
        Slip {
            fault: SyntaxFault::ExtraComma,
            places: vec![place],
            cure: Some((place, String::new())),
            instead: Vec::new(),
        }
    })
}

/// The stretch in which two lines differ, and what it becomes.
fn changed(old: &str, new: &str, start: usize) -> (Place, String) {
    let same = |one: &mut dyn Iterator<Item = (char, char)>| -> usize {
        one.take_while(|(one, other)| one == other).map(|(one, _)| one.len_utf8()).sum()
    };
    let before = same(&mut old.chars().zip(new.chars()));
    let (rest, new_rest) = (&old[before..], &new[before..]);
    let after = same(&mut rest.chars().rev().zip(new_rest.chars().rev()));
    let place = Place::new(start + before..start + old.len() - after);
    (place, new_rest[..new_rest.len() - after].to_owned())
}

/// The first line that begins with a key or a header of too many parts; else the end.
fn long_key(text: &str) -> usize {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let key = line.split('=').next().unwrap_or_default();
        if key.matches('.').count() + 1 >= limits::DEPTH {
            return at;
        }
        at += line.len();
    }
    text.len()
}
