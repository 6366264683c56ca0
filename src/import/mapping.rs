//! The mapping file of a list: which column is which key, what its words mean, ids that were made. It may be edited
//! by hand; what stands in it is used, and only what is new is added.

use std::collections::BTreeMap;

use toml_edit::{DocumentMut, Item, Table, value};

use crate::import::dates::Order;
use crate::import::key::Key;
use crate::import::states::Said;
use crate::model::Severity;

/// What a mapping file says.
#[derive(Debug, Clone, Default)]
pub struct Mapping {
    /// Keys by heading.
    pub columns: BTreeMap<String, Key>,
    /// What comes first, by heading.
    pub orders: BTreeMap<String, Order>,
    /// Words for states.
    pub states: BTreeMap<String, Said>,
    /// Words for severities.
    pub severities: BTreeMap<String, Severity>,
    /// People and groups by the list's names for them.
    pub people: BTreeMap<String, String>,
    /// Units likewise.
    pub units: BTreeMap<String, String>,
    /// Ids that were made, by title and unit.
    pub ids: BTreeMap<String, String>,
}

/// Why a mapping file cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MappingError {
    /// It is no TOML; what the parser says.
    Syntax(String),
    /// A table that has no meaning.
    UnknownTable(String),
    /// A value that is none of those known: the key, the value, what is known.
    UnknownValue(String, String, Vec<&'static str>),
    /// Something else than a text where a text belongs.
    NotText(String),
}

/// The tables of a mapping file with words in them.
const VALUES: [&str; 4] = ["states", "severities", "people", "units"];

impl Mapping {
    /// What the file says.
    pub fn read(text: &str) -> Result<Mapping, MappingError> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let document: DocumentMut = text.parse().map_err(|error: toml_edit::TomlError| {
            MappingError::Syntax(error.message().to_owned())
        })?;
        let mut mapping = Mapping::default();
        for (name, item) in document.iter() {
            match name {
                "columns" => {
                    mapping.columns =
                        named(item, name, |word| (Key::from_name(word), names(Key::ALL)))?
                }
                "order" => {
                    mapping.orders =
                        named(item, name, |word| (Order::from_name(word), names(Order::ALL)))?
                }
                "ids" => mapping.ids = texts(item, name)?,
                "values" => mapping.read_values(item)?,
                other => return Err(MappingError::UnknownTable(other.to_owned())),
            }
        }
        Ok(mapping)
    }

    fn read_values(&mut self, item: &Item) -> Result<(), MappingError> {
        let table =
            item.as_table_like().ok_or_else(|| MappingError::NotText("values".to_owned()))?;
        for (name, item) in table.iter() {
            match name {
                "states" => {
                    self.states =
                        named(item, name, |word| (Said::from_name(word), names(Said::ALL)))?
                }
                "severities" => {
                    self.severities = named(item, name, |word| {
                        (Severity::from_name(word), names(Severity::ALL))
                    })?;
                }
                "people" => self.people = texts(item, name)?,
                "units" => self.units = texts(item, name)?,
                other => return Err(MappingError::UnknownTable(format!("values.{other}"))),
            }
        }
        Ok(())
    }

    /// The file's text with what is new in this mapping; all else stays as it was written.
    pub fn merged_into(&self, text: Option<&str>, head: &str) -> String {
        let mut document: DocumentMut = text.and_then(|text| text.parse().ok()).unwrap_or_default();
        let columns = self.columns.iter().map(|(heading, key)| (heading, key.name()));
        add(document.as_table_mut(), "columns", columns);
        let orders = self.orders.iter().map(|(heading, order)| (heading, order.name()));
        add(document.as_table_mut(), "order", orders);
        if text.is_none() {
            let mut values = Table::new();
            values.set_implicit(true);
            for name in VALUES {
                values.insert(name, Item::Table(Table::new()));
            }
            document.insert("values", Item::Table(values));
        }
        let ids = self.ids.iter().map(|(row, id)| (row, id.as_str()));
        add(document.as_table_mut(), "ids", ids);
        match text {
            Some(_) => document.to_string(),
            None => format!("{head}{document}"),
        }
    }
}

fn add<'v>(root: &mut Table, name: &str, pairs: impl Iterator<Item = (&'v String, &'v str)>) {
    let mut pairs = pairs.peekable();
    if pairs.peek().is_none() {
        return;
    }
    let table = root.entry(name).or_insert_with(|| Item::Table(Table::new()));
    let Some(table) = table.as_table_like_mut() else { return };
    for (key, word) in pairs {
        if !table.contains_key(key) {
            table.insert(key, value(word));
        }
    }
}

fn names<T>(all: &[(&'static str, T)]) -> Vec<&'static str> {
    all.iter().map(|(name, _)| *name).collect()
}

fn texts(item: &Item, name: &str) -> Result<BTreeMap<String, String>, MappingError> {
    let table = item.as_table_like().ok_or_else(|| MappingError::NotText(name.to_owned()))?;
    let pairs = table.iter().map(|(key, item)| {
        let text = item.as_str().ok_or_else(|| MappingError::NotText(key.to_owned()))?;
        Ok((key.to_owned(), text.to_owned()))
    });
    pairs.collect()
}

fn named<T>(
    item: &Item,
    name: &str,
    of: impl Fn(&str) -> (Option<T>, Vec<&'static str>),
) -> Result<BTreeMap<String, T>, MappingError> {
    let pairs = texts(item, name)?.into_iter().map(|(key, word)| match of(&word) {
        (Some(known), _) => Ok((key, known)),
        (None, known) => Err(MappingError::UnknownValue(key, word, known)),
    });
    pairs.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn i1_what_was_written_by_hand_stays() {
        let text = "# mine\n[columns]\n\"问题\" = \"title\"  # the finding\n\n[values.people]\n\"JW\" = \"zhang\"\n";
        let mut mapping = Mapping::read(text).expect("a mapping");
        assert_eq!(mapping.people["JW"], "zhang");
        mapping.columns.insert("时限".to_owned(), Key::Due);
        let merged = mapping.merged_into(Some(text), "");
        assert!(
            merged.starts_with(
                "# mine\n[columns]\n\"问题\" = \"title\"  # the finding\n\"时限\" = \"due\"\n"
            ),
            "{merged}"
        );
        assert_eq!(Mapping::read(&merged).expect("a mapping").columns.len(), 2);
    }

    #[test]
    fn what_has_no_meaning_is_refused() {
        let refused = |text: &str| Mapping::read(text).expect_err("refused");
        assert!(matches!(refused("[columns]\na = \"deadlin\"\n"), MappingError::UnknownValue(..)));
        assert!(matches!(refused("[colums]\n"), MappingError::UnknownTable(_)));
        assert!(matches!(refused("[columns]\na = 1\n"), MappingError::NotText(_)));
        assert!(matches!(refused("[columns\n"), MappingError::Syntax(_)));
    }
}
