//! Where a secret stands: named, never written.

use toml::de::DeValue;

use crate::config::fault::ValueFault;
use crate::config::finding::Place;
use crate::config::read::context::Context;
use crate::config::read::keys;
use crate::config::read::raw::Spot;
use crate::config::read::table::{Table, place};
use crate::model::Password;

/// A secret is named, never written. A text in its place is taken for the secret itself, and not shown.
pub(super) fn read_secret(
    of: &Table<'_>,
    key: &str,
    context: &mut Context<'_>,
) -> Option<Spot<Option<Password>>> {
    let value = of.value(key)?;
    let place = place(value);
    if let DeValue::String(_) = value.get_ref() {
        context.add(ValueFault::InlinePassword, Place { end: place.start, ..place });
        return Some(Spot { value: None, place });
    }
    Some(Spot { value: read_kept(of, key, place, context), place })
}

/// Where a secret stands.
pub(super) fn read_kept(
    of: &Table<'_>,
    key: &str,
    place: Place,
    context: &mut Context<'_>,
) -> Option<Password> {
    let told = context.findings.told();
    let table = of.table(key, &keys::PASSWORD, context)?;
    let mut named: Vec<Password> = Vec::new();
    named.extend(table.title("credential", context).map(Password::Credential));
    named.extend(table.title("file", context).map(Password::File));
    named.extend(table.title("env", context).map(Password::Env));
    if named.len() > 1 || (named.is_empty() && context.findings.told() == told) {
        context.add(ValueFault::BadPassword, place);
    }
    named.pop()
}
