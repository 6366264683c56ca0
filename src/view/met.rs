//! What an attempt met with, in JSON: the English sentence (docs/json.md).

use serde::{Serialize, Serializer};

use crate::model::met::Met;
use crate::words::causes::in_english;

/// The sentence.
pub fn english<S: Serializer>(met: &Met, serializer: S) -> Result<S::Ok, S::Error> {
    in_english(met).serialize(serializer)
}

/// The sentence, or nothing.
pub fn english_if_any<S: Serializer>(met: &Option<Met>, serializer: S) -> Result<S::Ok, S::Error> {
    met.as_ref().map(in_english).serialize(serializer)
}
