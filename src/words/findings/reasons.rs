//! Why a file could not be read.

use crate::config::fault::files::Reason;
use crate::model::Language;
use crate::words::{causes, system};

pub(super) fn unread(reason: &Reason, language: Language) -> String {
    match &reason.ours {
        Some(met) => causes::said(met, language),
        None => system::because(reason.kind, &reason.text, language),
    }
}
