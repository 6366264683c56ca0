//! One edit becomes stretches to replace.

use std::ops::Range;

use toml_edit::{Array, InlineTable, Item, Table, TableLike};

use super::locate::{Index, Written, own_pairs, path_start, whole_end};
use super::splice::{Splices, indent, line_end, line_start, newline, next_line};
use super::{Change, Edit, EditError, Entry, Value};

pub(super) fn change(
    text: &str,
    index: &Index<'_>,
    edit: &Edit,
    splices: &mut Splices,
) -> Result<(), EditError> {
    let written = index.find(&edit.of).ok_or_else(|| EditError::NoSuch(edit.of.clone()))?;
    let at = At { text, entry: &edit.of, written };
    match &edit.change {
        Change::Set(key, value) => at.set(key, value, splices),
        Change::Remove(key) => at.remove(key, splices),
        Change::Append(key, pairs) => at.append(key, pairs, splices),
        Change::Take(key, one) => at.take(key, one, splices),
        Change::Within(key, one, new) => at.within(key, one, new, splices),
    }
}

/// An entry in its text.
pub(super) struct At<'t, 'd> {
    pub(super) text: &'t str,
    entry: &'t Entry,
    pub(super) written: Written<'d>,
}

impl<'d> At<'_, 'd> {
    fn set(
        &self,
        key: &'static str,
        value: &Value,
        splices: &mut Splices,
    ) -> Result<(), EditError> {
        match self.written.keys().get(key) {
            None => self.insert(key, &value.to_string(), splices),
            Some(item) => {
                let span = item.as_value().and_then(toml_edit::Value::span);
                splices.replace(span.ok_or_else(|| self.other(key))?, value.to_string());
            }
        }
        Ok(())
    }

    pub(super) fn remove(&self, key: &'static str, splices: &mut Splices) -> Result<(), EditError> {
        let Some((name, item)) = self.written.keys().get_key_value(key) else { return Ok(()) };
        let value = item.as_value().and_then(toml_edit::Value::span);
        let (name, value) = name.span().zip(value).ok_or_else(|| self.other(key))?;
        match self.written {
            Written::Lines(_) => splices.replace(self.lines(&name, &value), ""),
            Written::Braces(table) => splices.replace(self.in_braces(table, &name, &value), ""),
        }
        Ok(())
    }

    /// The lines of a key with its value. The last line of a text without a line end takes those before it along, so
    /// that the text has none afterwards either.
    pub(super) fn lines(&self, key: &Range<usize>, value: &Range<usize>) -> Range<usize> {
        let (start, end) = (line_start(self.text, key.start), next_line(self.text, value.end));
        match self.text[..end].ends_with('\n') || start == 0 {
            true => start..end,
            false => self.text[..start].trim_end_matches(['\n', '\r']).len()..end,
        }
    }

    /// A key with its value and one comma.
    fn in_braces(
        &self,
        table: &InlineTable,
        key: &Range<usize>,
        value: &Range<usize>,
    ) -> Range<usize> {
        let pairs = own_pairs(table);
        let place = pairs.iter().position(|(name, _)| name == key).unwrap_or(0);
        let start = path_start(self.text, key.start);
        match (pairs.get(place + 1), place.checked_sub(1)) {
            (Some((next, _)), _) => start..path_start(self.text, next.start),
            (None, Some(before)) => pairs[before].1.end..value.end,
            (None, None) => start..value.end,
        }
    }

    /// A new key after the entry's last own one.
    fn insert(&self, key: &str, value: &str, splices: &mut Splices) {
        let pairs = own_pairs(self.written.keys());
        match (self.written, pairs.last()) {
            (Written::Braces(_), Some((_, last))) => {
                splices.insert(last.end, format!(", {key} = {value}"));
            }
            (Written::Braces(table), None) => {
                let start = table.span().map_or(0, |span| span.start + 1);
                splices.insert(start, format!(" {key} = {value} "));
            }
            (Written::Lines(table), last) => {
                // Whoever is written by dotted keys alone gets one more of them.
                let prefix = match last {
                    Some((name, _)) if table.is_dotted() => self.dotted_prefix(table, name.start),
                    _ => "",
                };
                let header = table.span().map_or(0, |span| span.end);
                let end = last.map_or(header, |(_, value)| value.end);
                let indent = last.map_or("", |(name, _)| indent(self.text, name.start));
                self.line_after(end, &format!("{indent}{prefix}{key} = {value}"), splices);
            }
        }
    }

    /// `li.` of `li.name = …`: what leads to the keys of an entry that is written by dotted keys.
    fn dotted_prefix(&self, table: &Table, last: usize) -> &str {
        let own: Vec<usize> = table
            .iter()
            .filter_map(|(name, _)| table.get_key_value(name)?.0.span())
            .map(|span| span.start)
            .collect();
        let own = own.into_iter().max().unwrap_or(last);
        &self.text[path_start(self.text, own)..own]
    }

    /// A line of its own after the one in which a byte stands. A text without a last line end keeps being one.
    fn line_after(&self, at: usize, line: &str, splices: &mut Splices) {
        let end = line_end(self.text, at);
        splices.insert(end, format!("{}{line}", newline(self.text, at)));
    }

    fn append(
        &self,
        key: &'static str,
        pairs: &[(&'static str, Value)],
        splices: &mut Splices,
    ) -> Result<(), EditError> {
        let new = in_line(pairs);
        match self.written.keys().get(key) {
            None if *self.entry == Entry::File => self.at_end(key, pairs, splices),
            None => self.insert(key, &format!("[{new}]"), splices),
            Some(Item::Value(toml_edit::Value::Array(list))) => {
                self.element(list, &new, splices).ok_or_else(|| self.other(key))?;
            }
            Some(Item::Value(toml_edit::Value::InlineTable(one))) if one.is_dotted() => {
                return self.gather(key, one, &new, splices);
            }
            Some(Item::Value(toml_edit::Value::InlineTable(one))) => {
                let span = one.span().ok_or_else(|| self.other(key))?;
                splices.insert(span.start, "[");
                splices.insert(span.end, format!(", {new}]"));
            }
            Some(Item::ArrayOfTables(list)) => {
                let last = list.iter().last().ok_or_else(|| self.other(key))?;
                let header = last.span().ok_or_else(|| self.other(key))?;
                self.block(last, &self.text[header], pairs, splices);
            }
            Some(Item::Table(one)) if one.is_dotted() => {
                return self.gather(key, one, &new, splices);
            }
            Some(Item::Table(one)) => {
                let header = one.span().ok_or_else(|| self.other(key))?;
                splices.insert(header.start, "[");
                splices.insert(header.end, "]");
                self.block(one, &format!("[{}]", &self.text[header]), pairs, splices);
            }
            Some(_) => return Err(self.other(key)),
        }
        Ok(())
    }

    /// One more element of a list in brackets, on a line of its own where the last one has one.
    fn element(&self, list: &Array, new: &str, splices: &mut Splices) -> Option<()> {
        let whole = list.span()?;
        let Some(last) = list.iter().last().and_then(toml_edit::Value::span) else {
            splices.insert(whole.end - 1, new);
            return Some(());
        };
        let after = &self.text[last.end..whole.end];
        let comma = comma(after).map(|at| last.end + at);
        let own_line = self.text[line_start(self.text, last.start)..last.start].trim().is_empty();
        if !own_line {
            splices.insert(last.end, format!(", {new}"));
            return Some(());
        }
        let indent = indent(self.text, last.start);
        let line = format!("{}{indent}{new}", newline(self.text, last.end));
        match comma {
            Some(comma) => {
                let end = line_end(self.text, comma).min(whole.end - 1);
                splices.insert(end, format!("{line},"));
            }
            None => {
                let end = line_end(self.text, last.end).min(whole.end - 1);
                if end == last.end {
                    splices.insert(end, format!(",{line}"));
                } else {
                    splices.insert(last.end, ",");
                    splices.insert(end, line);
                }
            }
        }
        Some(())
    }

    /// One more table below a header of its own, after the last one.
    fn block(
        &self,
        last: &Table,
        header: &str,
        pairs: &[(&'static str, Value)],
        splices: &mut Splices,
    ) {
        let at = self.with_comments(whole_end(last));
        let (newline, start) = (newline(self.text, at), last.span().map_or(at, |span| span.start));
        let indent = indent(self.text, start);
        let lines = pairs.iter().map(|(key, value)| format!("{newline}{indent}{key} = {value}"));
        let lines: String = lines.collect();
        self.line_after(at, &format!("{newline}{indent}{header}{lines}"), splices);
    }

    /// The end of the comments that follow a table at once. Those above the next table belong to that.
    fn with_comments(&self, at: usize) -> usize {
        let mut end = line_end(self.text, at);
        while let Some(next) = self.text[end..].find('\n').map(|found| end + found + 1) {
            let line = &self.text[next..line_end(self.text, next)];
            match line.trim() {
                "" => return end,
                line if line.starts_with('#') => end = line_end(self.text, next),
                _ => return at,
            }
        }
        end
    }

    /// A table below a header of its own at the end of the text, which is one of the file.
    fn at_end(&self, key: &str, pairs: &[(&'static str, Value)], splices: &mut Splices) {
        let end = self.text.len();
        let newline = newline(self.text, end);
        let gap = match self.text {
            "" => "",
            text if text.ends_with('\n') => newline,
            _ => &newline.repeat(2),
        };
        let lines: Vec<String> =
            pairs.iter().map(|(key, value)| format!("{key} = {value}")).collect();
        let last = if self.text.is_empty() || self.text.ends_with('\n') { newline } else { "" };
        let lines = lines.join(newline);
        splices.insert(end, format!("{gap}[[{key}]]{newline}{lines}{last}"));
    }

    /// A single table written by dotted keys becomes the first of a list.
    fn gather(
        &self,
        key: &'static str,
        one: &dyn TableLike,
        new: &str,
        splices: &mut Splices,
    ) -> Result<(), EditError> {
        let pairs = own_pairs(one);
        let first = pairs.first().ok_or_else(|| self.other(key))?;
        let written: Vec<String> = pairs
            .iter()
            .map(|(name, value)| {
                let (name, value) = (&self.text[name.clone()], &self.text[value.clone()]);
                format!("{name} = {value}")
            })
            .collect();
        let list = format!("{key} = [{{ {} }}, {new}]", written.join(", "));
        let start = path_start(self.text, first.0.start);
        // The entry's own path stays before it.
        let path = &self.text[start..first.0.start];
        let path = path.trim_end_matches(['.', ' ', '\t']);
        let kept = path.strip_suffix(key).unwrap_or_default();
        splices.replace(start..first.1.end, format!("{kept}{list}"));
        for (name, value) in &pairs[1..] {
            match self.written {
                Written::Lines(_) => splices.replace(self.lines(name, value), ""),
                Written::Braces(_) => return Err(self.other(key)),
            }
        }
        Ok(())
    }

    pub(super) fn other(&self, key: &'static str) -> EditError {
        EditError::OtherShape(self.entry.clone(), key)
    }
}

/// `{ on = 2026-11-28, to = 2026-12-31 }`
fn in_line(pairs: &[(&'static str, Value)]) -> String {
    let pairs: Vec<String> = pairs.iter().map(|(key, value)| format!("{key} = {value}")).collect();
    format!("{{ {} }}", pairs.join(", "))
}

/// Where the comma stands that follows a list's last element, before its bracket; comments are passed over.
pub(super) fn comma(after: &str) -> Option<usize> {
    let mut in_comment = false;
    for (at, c) in after.char_indices() {
        match c {
            '\n' => in_comment = false,
            _ if in_comment => {}
            '#' => in_comment = true,
            ',' => return Some(at),
            ']' => return None,
            _ => {}
        }
    }
    None
}
