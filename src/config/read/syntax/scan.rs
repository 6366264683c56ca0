//! The lines of a file, told apart without the parser: where a text stops being TOML, the parser loses its way.

use std::ops::Range;

use crate::config::read::keys::{Key, ROOT, SHAPES};

/// A line that begins outside of brackets and of texts over several lines, or within them.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Line {
    /// Without its end.
    pub(super) range: Range<usize>,
    pub(super) what: What,
}

#[derive(Debug, Clone, PartialEq)]
pub(super) enum What {
    /// Nothing, or a comment.
    Blank,
    /// It begins with a bracket.
    Header,
    /// It has an `=` behind a key.
    Pair,
    /// Neither.
    Other,
    /// Within brackets that an earlier line opens.
    InBrackets,
    /// Within a text over several lines.
    InText,
}

/// A bracket that is never closed, and where it should be.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Unclosed {
    pub(super) open: usize,
    /// What was found instead of the closing bracket.
    pub(super) found: usize,
    /// Where the closing brackets belong, and which.
    pub(super) close: Range<usize>,
    pub(super) with: String,
}

/// The lines of a text.
pub(super) struct Scan {
    pub(super) lines: Vec<Line>,
    pub(super) unclosed: Vec<Unclosed>,
}

/// Where, from this line on, the first text over several lines begins that is never closed, or only by what opens
/// another.
pub(super) fn open_text(text: &str, from: usize) -> Option<usize> {
    let mut scanner = Scanner::of(text);
    let mut start = from;
    for line in text[from..].split_inclusive('\n') {
        scanner.line(start..start + line.trim_end_matches(['\n', '\r']).len());
        if scanner.open_text.is_some() {
            return scanner.open_text;
        }
        start += line.len();
    }
    scanner.quote.map(|_| scanner.quote_at)
}

impl Scan {
    pub(super) fn of(text: &str) -> Scan {
        let mut scanner = Scanner::of(text);
        let mut lines = Vec::new();
        let mut start = 0;
        for line in text.split_inclusive('\n') {
            let end = start + line.trim_end_matches(['\n', '\r']).len();
            let what = scanner.line(start..end);
            lines.push(Line { range: start..end, what });
            start += line.len();
        }
        scanner.close(text.len());
        Scan { lines, unclosed: scanner.unclosed }
    }

    /// The number, from 0, of the line in which a byte lies.
    pub(super) fn line_at(&self, byte: usize) -> usize {
        self.lines.partition_point(|line| line.range.start <= byte).saturating_sub(1)
    }
}

struct Scanner<'t> {
    text: &'t str,
    /// The brackets that are open, and where.
    open: Vec<(usize, u8)>,
    /// The marks of a text over several lines that is open.
    quote: Option<&'static str>,
    /// Where it begins.
    quote_at: usize,
    /// The first such text whose end opens another.
    open_text: Option<usize>,
    /// Behind the last sign that is no blank and no comment.
    code_end: usize,
    unclosed: Vec<Unclosed>,
}

impl Scanner<'_> {
    fn of(text: &str) -> Scanner<'_> {
        Scanner {
            text,
            open: Vec::new(),
            quote: None,
            quote_at: 0,
            open_text: None,
            code_end: 0,
            unclosed: Vec::new(),
        }
    }

    fn line(&mut self, range: Range<usize>) -> What {
        let line = &self.text[range.clone()];
        if self.quote.is_some() {
            self.signs(range);
            return What::InText;
        }
        if !self.open.is_empty() {
            if !self.breaks_out(line, range.end) {
                self.brace(range.start + line.len() - line.trim_start().len());
                self.signs(range);
                return What::InBrackets;
            }
            self.close(range.start + line.len() - line.trim_start().len());
        }
        match line.trim_start().chars().next() {
            None | Some('#') => What::Blank,
            Some('[' | '【' | '［' | '〔') => What::Header,
            Some(_) => {
                let pair = equals(line);
                self.signs(range);
                if pair.is_some() { What::Pair } else { What::Other }
            }
        }
    }

    /// Whether a line can only stand outside of the brackets that are open: a known header, a key in an array, or a
    /// whole pair behind a table in one line.
    fn breaks_out(&self, line: &str, end: usize) -> bool {
        let line = line.trim_start();
        if let Some(name) = line.strip_prefix("[[").or_else(|| line.strip_prefix('[')) {
            let first = name.split(['.', ']', ' ']).next().unwrap_or_default();
            return ROOT.keys.iter().any(|key| key.name == first || key.also.contains(&first));
        }
        let Some((key, value)) = equals(line).map(|at| (line[..at].trim(), &line[at + 1..])) else {
            return false;
        };
        let is_word = !key.is_empty()
            && key.chars().all(|one| one.is_alphanumeric() || "-_.\"'".contains(one));
        match self.open.last() {
            Some((_, b'[')) => is_word && !key.contains(['"', '\'']),
            Some((open, _)) => is_word && self.is_complete(*open, key, value, end),
            None => false,
        }
    }

    /// Whether the table in braces that begins there is whole but for its brace, so that this pair is another.
    fn is_complete(&self, open: usize, key: &str, value: &str, end: usize) -> bool {
        let before = &self.text[open..self.code_end];
        let in_one_line = !before.contains('\n') && before.len() > 1;
        let is_known = SHAPES.iter().any(|shape| shape.keys.iter().any(|one| one.name == key));
        let goes_on = match before.chars().last() {
            Some(',') => is_known || !value.trim_start().starts_with('{'),
            Some(last) => "{=".contains(last),
            None => true,
        };
        in_one_line && !goes_on && lowest(value) >= 0 && !self.is_closed_below(end)
    }

    /// Whether one of the lines after this byte closes a brace that none of them opens.
    fn is_closed_below(&self, end: usize) -> bool {
        let below = self.text[end..].lines().skip(1).take(BELOW);
        below.take_while(|line| !line.starts_with('[')).any(|line| lowest(line) < 0)
    }

    /// Notes a brace that is open where a line begins with what cannot stand within braces: another table, or the end of the
    /// array.
    fn brace(&mut self, found: usize) {
        let Some((open, b'{')) = self.open.last().copied() else { return };
        let is_item = match self.text.as_bytes().get(found) {
            Some(b'{') => true,
            Some(b']') => false,
            _ => return,
        };
        let (at, with) = match (self.text[..self.code_end].ends_with(','), is_item) {
            (true, _) => (self.code_end - 1, " }"),
            (false, true) => (self.code_end, " },"),
            (false, false) => (self.code_end, " }"),
        };
        self.open.pop();
        self.unclosed.push(Unclosed { open, found, close: at..at, with: with.to_owned() });
    }

    /// Notes that what is open was not closed before this byte.
    fn close(&mut self, found: usize) {
        let Some((open, _)) = self.open.first().copied() else { return };
        let braces = self.open.iter().any(|(_, bracket)| *bracket == b'{');
        let closing = self.open.iter().rev().map(|(_, one)| if *one == b'{' { " }" } else { "]" });
        let with: String = closing.collect();
        let code = &self.text[open..self.code_end];
        let same_line = !code.contains('\n');
        // Behind a table in one line there is no comma.
        let comma = usize::from(braces && self.open.len() == 1 && code.ends_with(','));
        let (close, with) = match braces || same_line {
            true => (self.code_end - comma..self.code_end, with),
            // On a line of its own, behind the comment of the line before.
            false => {
                let rest = &self.text[self.code_end..];
                let at = self.code_end + rest.find(['\r', '\n']).unwrap_or(rest.len());
                (at..at, format!("\n{with}"))
            }
        };
        self.unclosed.push(Unclosed { open, found, close, with });
        self.open.clear();
    }

    /// A closing bracket. What is open within the one that it closes is not closed: `["owner" }`.
    fn closes(&mut self, found: usize, bracket: u8) {
        if self.open.iter().any(|(_, open)| *open == bracket) {
            while let Some((open, inner)) = self.open.pop_if(|(_, open)| *open != bracket) {
                let comma = usize::from(self.text[..self.code_end].ends_with(','));
                let with = if inner == b'{' { " }" } else { "]" }.to_owned();
                let at = self.code_end - comma;
                self.unclosed.push(Unclosed { open, found, close: at..at, with });
            }
        }
        self.open.pop();
    }

    /// Follows brackets and quotes.
    fn signs(&mut self, range: Range<usize>) {
        let mut at = range.start;
        while at < range.end {
            let rest = &self.text[at..range.end];
            if let Some(mark) = self.quote {
                match rest.find(mark) {
                    Some(found) => {
                        let before = &self.text[range.start..at + found];
                        let is_opening = before.trim_end().ends_with('=') && is_another(before);
                        if range.start > self.quote_at && is_opening {
                            self.open_text.get_or_insert(self.quote_at);
                        }
                        at += found + mark.len();
                        (self.quote, self.code_end) = (None, at);
                    }
                    None => return,
                }
                continue;
            }
            let sign = rest.as_bytes()[0];
            match sign {
                b'#' => return,
                b'"' | b'\'' => match text_end(rest) {
                    TextEnd::At(end) => at += end,
                    TextEnd::Beyond(mark) => {
                        (self.quote, self.quote_at) = (Some(mark), at);
                        at += mark.len();
                    }
                    TextEnd::Never => at = range.end,
                },
                _ => {
                    match sign {
                        b'[' | b'{' => self.open.push((at, sign)),
                        b']' | b'}' => self.closes(at, if sign == b']' { b'[' } else { b'{' }),
                        _ => {}
                    }
                    at += rest.chars().next().map_or(1, char::len_utf8);
                }
            }
            if !sign.is_ascii_whitespace() {
                self.code_end = at;
            }
        }
    }
}

/// So many lines are looked through for a brace that closes.
const BELOW: usize = 30;

/// How many more braces are closed than opened at the lowest point of a line, as a number below 0.
fn lowest(line: &str) -> i32 {
    let (mut depth, mut lowest, mut at) = (0, 0, 0);
    while at < line.len() {
        let rest = &line[at..];
        at += match rest.as_bytes()[0] {
            b'#' => break,
            b'"' | b'\'' => match text_end(rest) {
                TextEnd::At(end) => end,
                _ => break,
            },
            sign => {
                depth += i32::from(sign == b'{') - i32::from(sign == b'}');
                lowest = lowest.min(depth);
                rest.chars().next().map_or(1, char::len_utf8)
            }
        };
    }
    lowest
}

/// Where a quoted text ends that a line begins with.
pub(super) enum TextEnd {
    /// Behind this byte.
    At(usize),
    /// In a later line, by these marks.
    Beyond(&'static str),
    Never,
}

pub(super) fn text_end(line: &str) -> TextEnd {
    for (mark, escapes) in [("\"\"\"", true), ("'''", false), ("\"", true), ("'", false)] {
        let Some(inner) = line.strip_prefix(mark) else { continue };
        let mut from = 0;
        while let Some(found) = inner[from..].find(mark) {
            let end = from + found;
            let slashes = inner[..end].bytes().rev().take_while(|byte| *byte == b'\\').count();
            if escapes && slashes % 2 == 1 {
                from = end + 1;
                continue;
            }
            return TextEnd::At(mark.len() + end + mark.len());
        }
        return match mark.len() {
            3 => TextEnd::Beyond(if escapes { "\"\"\"" } else { "'''" }),
            _ => TextEnd::Never,
        };
    }
    TextEnd::Never
}

/// Where the first `=` of a line stands that is in no text and no comment.
pub(super) fn equals(line: &str) -> Option<usize> {
    let mut at = 0;
    while at < line.len() {
        let rest = &line[at..];
        at += match rest.as_bytes()[0] {
            b'=' => return Some(at),
            b'#' => return None,
            b'"' | b'\'' => match text_end(rest) {
                TextEnd::At(end) => end,
                _ => return None,
            },
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
    }
    None
}

/// Where the comment of a line begins, or its end.
pub(super) fn comment(line: &str) -> usize {
    let mut at = 0;
    while at < line.len() {
        let rest = &line[at..];
        at += match rest.as_bytes()[0] {
            b'#' => return at,
            b'"' | b'\'' => match text_end(rest) {
                TextEnd::At(end) => end,
                _ => rest.len(),
            },
            _ => rest.chars().next().map_or(1, char::len_utf8),
        };
    }
    line.len()
}

/// Whether a line begins something else: a header, or a key that there is.
pub(super) fn is_another(line: &str) -> bool {
    let line = line.trim_start();
    let is = |key: &Key, name: &str| key.name == name || key.also.contains(&name);
    if let Some(name) = line.strip_prefix("[[").or_else(|| line.strip_prefix('[')) {
        let first = name.split(['.', ']', ' ']).next().unwrap_or_default();
        return ROOT.keys.iter().any(|key| is(key, first));
    }
    let Some(at) = equals(line) else { return false };
    let name = line[..at].trim();
    let name = name.split('.').next().unwrap_or(name);
    SHAPES.iter().any(|shape| shape.keys.iter().any(|key| is(key, name)))
}
