//! What went wrong, in a reader's language: ours as a sentence, a library's own words in quotes.

use std::error::Error;
use std::io;

use crate::ledger::{LedgerError, LockError};
use crate::model::Language;
use crate::words::causes::MetError;
use crate::words::{causes, quotes, system};

/// An error as a field of an event: each form of the log has its sentence in its own language.
pub(crate) fn cause<E: Error + 'static>(error: &E) -> &(dyn Error + 'static) {
    error
}

/// The error's own sentence, without its causes.
pub(crate) fn sentence(error: &(dyn Error + 'static), language: Language) -> String {
    if let Some(error) = error.downcast_ref::<LedgerError>() {
        return error.sentence(language);
    }
    if let Some(error) = error.downcast_ref::<LockError>() {
        return error.sentence(language);
    }
    if let Some(error) = error.downcast_ref::<io::Error>() {
        return system::reason(error, language);
    }
    if let Some(error) = error.downcast_ref::<MetError>() {
        return causes::said(&error.0, language);
    }
    match error.to_string() {
        said if said.is_empty() => said,
        said => quotes::or_quoted(said, language),
    }
}
