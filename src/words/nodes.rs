//! Several nodes on one ledger.

use crate::model::Language;

/// Who sweeps and sends (N1).
pub(crate) fn works(node: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("巡检和发函的节点机：{node}"),
        Language::En => format!("Node {node} sweeps and sends."),
    }
}
