//! Values as SQLite knows them.

use rusqlite::types::{ToSqlOutput, ValueRef};

use crate::ledger::db::{Error, Result, Value};

impl rusqlite::ToSql for Value<'_> {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match *self {
            Value::Null => ValueRef::Null,
            Value::Int(number) => ValueRef::Integer(number),
            Value::Bool(yes) => ValueRef::Integer(i64::from(yes)),
            Value::Text(text) => ValueRef::Text(text.as_bytes()),
            Value::Bytes(bytes) => ValueRef::Blob(bytes),
        }))
    }
}

pub(super) fn value(found: ValueRef<'_>, column: usize) -> Result<Value<'_>> {
    match found {
        ValueRef::Null => Ok(Value::Null),
        ValueRef::Integer(number) => Ok(Value::Int(number)),
        ValueRef::Text(text) => {
            let text = std::str::from_utf8(text);
            text.map(Value::Text).map_err(|error| Error::column(column, error))
        }
        ValueRef::Blob(bytes) => Ok(Value::Bytes(bytes)),
        ValueRef::Real(_) => Err(Error::column(column, "it holds a fraction")),
    }
}
