//! What is said of an id or a name that a person typed and that fits nothing, or too much.

use super::Text;
use crate::model::Language;

pub(crate) const TARGET: Text = Text::of("任务或节点", "task or milestone");
pub(crate) const TASK: Text = Text::of("任务", "task");
pub(crate) const PERSON: Text = Text::of("人员", "person");
pub(crate) const PARTY: Text = Text::of("人员或组", "person or group");
pub(crate) const POLICY: Text = Text::of("督办规则", "policy");
pub(crate) const UNIT: Text = Text::of("单位", "unit");

/// Nothing of the kind has this id or name; perhaps the near one is meant.
pub(crate) fn unknown(kind: Text, typed: &str, near: Option<&str>, language: Language) -> String {
    let none = match language {
        Language::ZhCn => format!("没有{}“{typed}”", kind.said(language)),
        Language::En => format!("there is no {} `{typed}`", kind.said(language)),
    };
    format!("{none}{}", meant(near, language))
}

/// So many ids are listed.
const LISTED: usize = 8;

/// Several have this name; an id tells them apart.
pub(crate) fn several(kind: Text, typed: &str, ids: &[String], language: Language) -> String {
    let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
    let (ids, kind) = (some(&ids, language), kind.said(language));
    match language {
        Language::ZhCn => format!("叫“{typed}”的{kind}不止一个，请改用编号：{ids}"),
        Language::En => {
            format!("`{typed}` is the name of more than one {kind}; give an id: {ids}")
        }
    }
}

/// The first of them; whether there are more.
fn some(all: &[&str], language: Language) -> String {
    let more = match language {
        _ if all.len() <= LISTED => "",
        Language::ZhCn => "等",
        Language::En => ", …",
    };
    let listed = &all[..all.len().min(LISTED)];
    format!("{}{more}", listed.join(super::lists::AND.said(language)))
}

/// No such policy: those that there are.
pub(crate) fn no_policy(typed: &str, known: &[&str], language: Language) -> String {
    let none = unknown(POLICY, typed, None, language);
    let listed = some(known, language);
    match (language, known.is_empty()) {
        (Language::ZhCn, true) => format!("{none}；自带的见 `duban policies`"),
        (Language::En, true) => format!("{none}; `duban policies` lists those that ship"),
        (Language::ZhCn, false) => {
            format!("{none}；配置里有 {listed}，自带的见 `duban policies`")
        }
        (Language::En, false) => {
            format!("{none}; the files have {listed}, and `duban policies` lists those that ship")
        }
    }
}

/// No such letter; perhaps the near one is meant.
pub(crate) fn no_letter(typed: &str, near: Option<&str>, language: Language) -> String {
    match (language, near) {
        (Language::ZhCn, None) => {
            format!("没有函件“{typed}”；`duban letters` 和 `duban history` 列出全部函号")
        }
        (Language::ZhCn, Some(_)) => format!("没有函件“{typed}”{}", meant(near, language)),
        (Language::En, None) => {
            format!("there is no letter `{typed}`; `duban letters` and `duban history` list them")
        }
        (Language::En, Some(_)) => {
            format!("there is no letter `{typed}`{}", meant(near, language))
        }
    }
}

/// `history` of what neither the ledger nor the files know.
pub(crate) fn no_history(typed: &str, near: Option<&str>, language: Language) -> String {
    let none = match language {
        Language::ZhCn => format!("台账和文件中都没有任务或节点“{typed}”"),
        Language::En => {
            format!("neither the ledger nor the files know a task or milestone `{typed}`")
        }
    };
    format!("{none}{}", meant(near, language))
}

/// `history` of a task of which nothing is recorded.
pub(crate) fn nothing_recorded(id: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("“{id}”还没有任何记录"),
        Language::En => format!("nothing is recorded of `{id}` yet"),
    }
}

/// The end of a sentence about an id that nothing has.
fn meant(near: Option<&str>, language: Language) -> String {
    match (language, near) {
        (_, None) => String::new(),
        (Language::ZhCn, Some(near)) => format!("；是不是“{near}”？"),
        (Language::En, Some(near)) => format!("; did you mean `{near}`?"),
    }
}
