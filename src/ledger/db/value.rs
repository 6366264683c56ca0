//! Values as both engines know them: numbers, yes or no, text, bytes, nothing.

use crate::ledger::db::error::Error;
use crate::model::met::Met;

/// A value on its way to or from the database.
#[derive(Debug, Clone, Copy, PartialEq)]
pub enum Value<'v> {
    /// Nothing.
    Null,
    /// A number.
    Int(i64),
    /// Yes or no; SQLite keeps 1 or 0.
    Bool(bool),
    /// Text.
    Text(&'v str),
    /// Bytes.
    Bytes(&'v [u8]),
}

/// What can be bound to a placeholder.
pub trait ToValue {
    /// The value.
    fn value(&self) -> Value<'_>;
}

/// What a column can be read as.
pub trait FromValue: Sized {
    /// `None` if the column holds something else.
    fn from_value(value: Value<'_>) -> Option<Self>;
}

macro_rules! numbers {
    ($($type:ty),*) => { $(
        impl ToValue for $type {
            fn value(&self) -> Value<'_> {
                // What does not fit is no number that was ever written; it finds no row.
                Value::Int(i64::try_from(*self).unwrap_or(i64::MAX))
            }
        }
        impl FromValue for $type {
            fn from_value(value: Value<'_>) -> Option<$type> {
                match value {
                    Value::Int(number) => number.try_into().ok(),
                    _ => None,
                }
            }
        }
    )* };
}
numbers!(i64, u32, u64);

impl ToValue for bool {
    fn value(&self) -> Value<'_> {
        Value::Bool(*self)
    }
}

impl FromValue for bool {
    fn from_value(value: Value<'_>) -> Option<bool> {
        match value {
            Value::Bool(yes) => Some(yes),
            Value::Int(number) => Some(number != 0),
            _ => None,
        }
    }
}

impl ToValue for str {
    fn value(&self) -> Value<'_> {
        Value::Text(self)
    }
}

macro_rules! texts {
    ($($type:ty),*) => { $(
        impl ToValue for $type {
            fn value(&self) -> Value<'_> {
                Value::Text(self)
            }
        }
        impl FromValue for $type {
            fn from_value(value: Value<'_>) -> Option<$type> {
                match value {
                    Value::Text(text) => Some(text.into()),
                    _ => None,
                }
            }
        }
    )* };
}
texts!(String, Box<str>);

impl FromValue for Met {
    fn from_value(value: Value<'_>) -> Option<Met> {
        match value {
            Value::Text(kept) => Some(Met::read(kept)),
            _ => None,
        }
    }
}

impl ToValue for Vec<u8> {
    fn value(&self) -> Value<'_> {
        Value::Bytes(self)
    }
}

impl FromValue for Vec<u8> {
    fn from_value(value: Value<'_>) -> Option<Vec<u8>> {
        match value {
            Value::Bytes(bytes) => Some(bytes.to_owned()),
            _ => None,
        }
    }
}

impl<T: ToValue + ?Sized> ToValue for &T {
    fn value(&self) -> Value<'_> {
        (**self).value()
    }
}

impl<T: ToValue> ToValue for Option<T> {
    fn value(&self) -> Value<'_> {
        self.as_ref().map_or(Value::Null, T::value)
    }
}

impl<T: FromValue> FromValue for Option<T> {
    fn from_value(value: Value<'_>) -> Option<Option<T>> {
        match value {
            Value::Null => Some(None),
            value => T::from_value(value).map(Some),
        }
    }
}

/// The values for the placeholders `?1`, `?2` … of a statement.
pub trait Params {
    /// In the order of their numbers.
    fn values(&self) -> Vec<Value<'_>>;
}

impl Params for [&'static dyn ToValue; 0] {
    fn values(&self) -> Vec<Value<'_>> {
        Vec::new()
    }
}

impl Params for &[&dyn ToValue] {
    fn values(&self) -> Vec<Value<'_>> {
        self.iter().map(|one| one.value()).collect()
    }
}

impl Params for Vec<&dyn ToValue> {
    fn values(&self) -> Vec<Value<'_>> {
        self.iter().map(|one| one.value()).collect()
    }
}

macro_rules! arrays {
    ($($length:literal),*) => { $(
        impl<T: ToValue> Params for [T; $length] {
            fn values(&self) -> Vec<Value<'_>> {
                self.iter().map(T::value).collect()
            }
        }
    )* };
}
arrays!(1, 2, 3, 4, 5, 6, 7);

/// Values of several kinds.
macro_rules! params {
    ($($value:expr),* $(,)?) => {
        &[$(&$value as &dyn $crate::ledger::db::ToValue),*] as &[&dyn $crate::ledger::db::ToValue]
    };
}
pub(crate) use params;

/// The value of a column, read as what is wanted.
pub(super) fn read<T: FromValue>(value: Value<'_>, column: usize) -> Result<T, Error> {
    T::from_value(value).ok_or_else(|| Error::column(column, "it holds a value of another kind"))
}
