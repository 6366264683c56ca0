//! A text between triple quotes that is never closed: all below it would belong to it.

use std::ops::Range;

use super::as_written::quoted;
use super::scan::{self, Scan, is_another};
use super::slip::Slip;
use super::structure::{is_one_line, on_one_line};
use crate::config::fault::SyntaxFault;
use crate::config::finding::Place;

/// The slips of all such texts. The next is looked for behind the cure of the one before.
pub(super) fn slips(text: &str, scan: &Scan) -> Vec<Slip> {
    let mut slips = Vec::new();
    let mut from = Some(0);
    while let Some(open) = from.and_then(|from| scan::open_text(text, from)) {
        let Some((slip, next)) = slip(text, scan, open) else { break };
        slips.push(slip);
        from = next;
    }
    slips
}

/// The slip of the text that begins there, closed where the next key, header or empty line begins; and where that is.
fn slip(text: &str, scan: &Scan, open: usize) -> Option<(Slip, Option<usize>)> {
    let mark = text.get(open..open + 3)?;
    let first = scan.line_at(open);
    let lines = scan.lines.get(first..)?;
    let typed = |range: &Range<usize>| &text[range.clone()];
    let below = &lines[1..];
    let next = below.iter().position(|line| is_another(typed(&line.range)));
    let own = &below[..next.unwrap_or(below.len())];
    let is_text = |range: &Range<usize>| {
        let line = typed(range).trim();
        !line.is_empty() && !line.starts_with('#')
    };
    let last = own.iter().rposition(|line| is_text(&line.range)).map_or(first, |at| first + 1 + at);
    let end = scan.lines[last].range.clone();
    let end = end.start.max(open + 3)..end.end;
    let key = typed(&(lines[0].range.start..open)).trim();
    let key = key.strip_suffix('=').unwrap_or(key).trim();
    let (put, place) = closed(text, open, mark, end, last > first, is_one_line(key));
    let found = next.map(|at| below[at].range.clone());
    let behind = found.as_ref().map(|found| found.start);
    let places = [Some(open..open + 3), found].into_iter().flatten().map(Place::new).collect();
    let slip = Slip {
        fault: SyntaxFault::UnclosedText { mark: mark.to_owned() },
        places,
        cure: Some((Place::new(place), put)),
        instead: Vec::new(),
    };
    Some((slip, behind))
}

/// What is put where. A text in one line wants simple quotes; one over several the closing ones.
fn closed(
    text: &str,
    open: usize,
    mark: &str,
    end: Range<usize>,
    is_long: bool,
    wants_one_line: bool,
) -> (String, Range<usize>) {
    let sign = mark.chars().next().unwrap_or('"');
    let last = text[end.clone()].trim_end();
    // Some of the closing quotes may be there, and a comment behind them.
    let inner = match last.split_once(sign) {
        Some((inner, behind)) if is_behind(behind, sign) => inner,
        _ => last,
    };
    let quotes = last[inner.len()..].chars().take_while(|one| *one == sign).count();
    let stop = end.start + inner.len() + quotes;
    match is_long && !wants_one_line {
        true => (mark.to_owned(), end.start + inner.len()..stop),
        false => (quoted(&on_one_line(&text[open + 3..end.start + inner.len()])), open..stop),
    }
}

fn is_behind(behind: &str, sign: char) -> bool {
    let behind = behind.trim_start_matches(sign).trim();
    behind.is_empty() || behind.starts_with('#')
}
