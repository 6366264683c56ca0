//! One table of a key's list is taken out of the text, however the list is written.

use std::ops::Range;

use toml_edit::{Array, Item, Table, TableLike, Value};

use super::EditError;
use super::change::{At, comma};
use super::edits::Element;
use super::locate::{Written, own_pairs, whole_end};
use super::splice::{Splices, line_start, next_line};

impl At<'_, '_> {
    /// With the last table the key goes, too.
    pub(super) fn take(
        &self,
        key: &'static str,
        one: &Element,
        splices: &mut Splices,
    ) -> Result<(), EditError> {
        let other = || self.other(key);
        let item = self.written.keys().get(key).ok_or_else(other)?;
        match item {
            Item::Value(Value::Array(list)) if list.len() == one.of => {
                let table = list.get(one.at).and_then(Value::as_inline_table).ok_or_else(other)?;
                one.is(table).then_some(()).ok_or_else(other)?;
                if list.len() == 1 {
                    return self.remove(key, splices);
                }
                splices.replace(self.in_list(list, one.at).ok_or_else(other)?, "");
            }
            Item::Value(Value::InlineTable(table)) if one.of == 1 && one.is(table) => {
                match table.is_dotted() {
                    true => self.dotted(key, table, splices)?,
                    false => self.remove(key, splices)?,
                }
            }
            Item::ArrayOfTables(list) if list.len() == one.of => {
                let table = list.get(one.at).filter(|table| one.is(*table)).ok_or_else(other)?;
                splices.replace(self.below_header(table).ok_or_else(other)?, "");
            }
            Item::Table(table) if one.of == 1 && one.is(table) => match table.is_dotted() {
                true => self.dotted(key, table, splices)?,
                false => splices.replace(self.below_header(table).ok_or_else(other)?, ""),
            },
            _ => return Err(other()),
        }
        Ok(())
    }

    /// An element with one comma. What has lines of its own takes them along, with the comment behind it.
    fn in_list(&self, list: &Array, at: usize) -> Option<Range<usize>> {
        let span = |at: usize| list.get(at)?.span();
        let (own, next) = (span(at)?, span(at + 1));
        let end = list.span()?.end - 1;
        let comma = comma(&self.text[own.end..=end]).map(|found| own.end + found);
        let after = comma.map_or(own.end, |comma| comma + 1);
        let start = line_start(self.text, own.start);
        let until = next_line(self.text, after);
        let rest = self.text[after..until].trim();
        let alone = self.text[start..own.start].trim().is_empty()
            && !self.text[own.end..after].contains('\n')
            && until <= end
            && (rest.is_empty() || rest.starts_with('#'));
        if alone && (comma.is_some() || next.is_none()) {
            return Some(start..until);
        }
        if let Some(next) = next {
            return Some(own.start..next.start);
        }
        // Comments before it stay, and with them the comma before them.
        let before = span(at.checked_sub(1)?)?.end;
        match self.text[before..own.start].contains('#') {
            true => Some(own.start..after),
            false => Some(before..own.end),
        }
    }

    /// A table below a header of its own, with the blank line before it.
    fn below_header(&self, table: &Table) -> Option<Range<usize>> {
        let mut start = line_start(self.text, table.span()?.start);
        let end = next_line(self.text, whole_end(table));
        if !self.text[..end].ends_with('\n') {
            return Some(self.text[..start].trim_end_matches(['\n', '\r']).len()..end);
        }
        if let Some(before) = start.checked_sub(1).map(|end| line_start(self.text, end))
            && self.text[before..start].trim().is_empty()
        {
            start = before;
        }
        Some(start..end)
    }

    /// The lines of a table that is written by dotted keys.
    fn dotted(
        &self,
        key: &'static str,
        table: &dyn TableLike,
        splices: &mut Splices,
    ) -> Result<(), EditError> {
        let Written::Lines(_) = self.written else { return Err(self.other(key)) };
        for (name, value) in own_pairs(table) {
            splices.replace(self.lines(&name, &value), "");
        }
        Ok(())
    }
}
