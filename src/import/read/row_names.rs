//! The people and the unit of a row, as the list writes them.

use super::row::Reading;
use crate::import::doubt::Why;
use crate::import::key::Key;
use crate::import::names::{self, Names};
use crate::import::table::Column;

/// The names of a row.
#[derive(Debug, Default)]
pub(super) struct Named {
    pub(super) unit: Option<String>,
    pub(super) owner: Option<String>,
    pub(super) email: Option<String>,
    pub(super) with: Vec<String>,
    pub(super) supervisor: Option<String>,
    pub(super) watchers: Vec<String>,
}

impl Reading<'_> {
    pub(super) fn names(&mut self) -> Named {
        let mut named = Named { unit: self.unit(), ..Named::default() };
        let (owners, address) = self.people(Key::Owner);
        let mut owners = owners.into_iter();
        named.owner = owners.next();
        self.doubt_body(&named);
        named.with = owners.chain(self.people(Key::With).0).collect();
        let beside = self.email();
        named.email = address.filter(|address| address.contains('@')).or(beside);
        named.supervisor = self.supervisor();
        named.watchers = self.people(Key::Watchers).0;
        if named.owner.is_none()
            && let Some(column) = self.table.of(Key::Owner).next()
        {
            let text = self.row.cell(column.at).map(|cell| cell.text.clone()).unwrap_or_default();
            self.doubt(Some(column), &text, Why::NoOwner);
        }
        named
    }

    /// A unit that stands as the owner would be made a person.
    fn doubt_body(&mut self, named: &Named) {
        let Some(owner) = named.owner.as_ref() else { return };
        let is_unit = named.unit.as_ref() == Some(owner);
        let is_known =
            if is_unit { self.mapping.people.contains_key(owner) } else { self.is_known(owner) };
        if !is_known
            && (is_unit || names::is_body(owner))
            && let Some((column, cell)) = self.cells(Key::Owner).first().copied()
        {
            self.doubt(Some(column), &cell.text, Why::OwnerIsBody(self.settings.map.clone()));
        }
    }

    /// The address of a cell that may hold more: a telephone number, a second address.
    fn email(&mut self) -> Option<String> {
        let (column, cell) = *self.cells(Key::Email).first()?;
        match names::address(&cell.text) {
            (Some(address), more) => {
                if more {
                    self.doubt(Some(column), &cell.text, Why::AddressTaken(address.clone()));
                }
                Some(address)
            }
            (None, false) => None,
            (None, true) => {
                let (map, heading) = (self.settings.map.clone(), column.heading.to_string());
                self.doubt(Some(column), &cell.text, Why::NoAddress(map, heading));
                None
            }
        }
    }

    fn unit(&mut self) -> Option<String> {
        let (column, cell) = *self.cells(Key::Unit).first()?;
        let (mapping, known) = (self.mapping, &self.settings.known_names);
        let is_known = |name: &str| mapping.units.contains_key(name) || known.contains(name);
        let units = names::units(&cell.text, is_known);
        if let [first, _, ..] = units.as_slice() {
            self.doubt(Some(column), &cell.text, Why::FirstUnit(first.clone()));
            self.field(column, &cell.text);
        }
        units.into_iter().next()
    }

    /// The people of the surest column of a key, and an address beside the only one.
    fn people(&mut self, key: Key) -> (Vec<String>, Option<String>) {
        let Some((column, cell)) = self.cells(key).first().copied() else {
            return (Vec::new(), None);
        };
        let found = self.found(&cell.text);
        if found.doubtful && !found.names.is_empty() {
            self.doubt(Some(column), &cell.text, Why::Names(found.names.clone()));
        }
        (found.names, found.address)
    }

    fn is_known(&self, name: &str) -> bool {
        self.mapping.people.contains_key(name) || self.settings.known_names.contains(name)
    }

    fn found(&self, text: &str) -> Names {
        names::people(text, |name| self.is_known(name))
    }

    /// Somebody with a name of their own; a body or a title alone is kept among the fields.
    fn supervisor(&mut self) -> Option<String> {
        let (column, cell): (&Column, _) = *self.cells(Key::Supervisor).first()?;
        let found = self.found(&cell.text);
        match found.names.as_slice() {
            [] => None,
            [one] if self.is_known(one) || !names::is_body(one) => {
                let one = one.clone();
                if found.doubtful {
                    self.doubt(Some(column), &cell.text, Why::Names(found.names.clone()));
                }
                Some(one)
            }
            [_] => {
                self.doubt(Some(column), &cell.text, Why::NotAPerson);
                self.field(column, &cell.text);
                None
            }
            [first, ..] => {
                let first = first.clone();
                self.doubt(Some(column), &cell.text, Why::Names(vec![first.clone()]));
                self.field(column, &cell.text);
                Some(first)
            }
        }
    }
}
