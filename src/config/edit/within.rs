//! A value of one table of a key's list is another one, however the list is written.

use toml_edit::{Item, TableLike, Value as Found};

use super::change::At;
use super::edits::Element;
use super::splice::Splices;
use super::{EditError, Value};

impl<'d> At<'_, 'd> {
    pub(super) fn within(
        &self,
        key: &'static str,
        one: &Element,
        (name, value): &(&'static str, Value),
        splices: &mut Splices,
    ) -> Result<(), EditError> {
        let table = self.table_of(key, one).ok_or_else(|| self.other(key))?;
        let span = table.get(name).and_then(Item::as_value).and_then(Found::span);
        splices.replace(span.ok_or_else(|| self.other(key))?, value.to_string());
        Ok(())
    }

    /// The table, if the file says of it what the edit goes by.
    fn table_of(&self, key: &str, one: &Element) -> Option<&'d dyn TableLike> {
        let table: &'d dyn TableLike = match self.written.keys().get(key)? {
            Item::Value(Found::Array(list)) if list.len() == one.of => {
                list.get(one.at)?.as_inline_table()?
            }
            Item::ArrayOfTables(list) if list.len() == one.of => list.get(one.at)?,
            Item::Value(Found::InlineTable(table)) if one.of == 1 => table,
            Item::Table(table) if one.of == 1 => table,
            _ => return None,
        };
        one.is(table).then_some(table)
    }
}
