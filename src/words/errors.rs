//! What is said when the ledger cannot be used.

use crate::model::Language;

/// A reading command finds no ledger.
pub(crate) fn no_ledger(folder: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{folder} 里还没有台账：`duban run` 第一次运行时建立"),
        Language::En => format!("there is no ledger in {folder} yet: `duban run` makes one"),
    }
}
