//! As what somebody is written to: `head of A 市局`, `supervisor, inherited from 省局`, `stand-in for 李四`.

use super::Text;
use crate::model::{Config, Language};
use crate::plan::{As, Capacity};

/// One reason.
pub(crate) fn capacity(config: &Config, capacity: &Capacity, language: Language) -> String {
    let unit = capacity.unit.map(|at| &*config[at].name);
    let base = role(capacity.role, unit, language);
    let mut told = base;
    if let Some(instead) = capacity.instead_of {
        let instead = &config[instead].name;
        told += &match language {
            Language::ZhCn => format!("（{instead} 没有负责人）"),
            Language::En => format!(" (since {instead} has no head)"),
        };
    }
    if let Some(group) = capacity.group {
        let group = &config[group].id;
        told += &match language {
            Language::ZhCn => format!("（组 {group}）"),
            Language::En => format!(" (in the group {group})"),
        };
    }
    if let Some(absent) = capacity.stands_in_for {
        let absent = &config[absent].name;
        return match language {
            Language::ZhCn => format!("代 {absent}：{told}"),
            Language::En => format!("stand-in for {absent}: {told}"),
        };
    }
    if let Some(there) = capacity.replaced_by {
        let there = &config[there].name;
        return match language {
            Language::ZhCn => format!("{told}，外出，由 {there} 代"),
            Language::En => format!("{told}, away, {there} stands in"),
        };
    }
    told
}

fn role(role: As, unit: Option<&str>, language: Language) -> String {
    match (role, unit, language) {
        (As::Owner, Some(unit), Language::ZhCn) => format!("责任人（未另指定，为 {unit} 负责人）"),
        (As::Owner, Some(unit), Language::En) => {
            format!("owner, as head of {unit}, since none is named")
        }
        (As::Supervisor, Some(unit), Language::ZhCn) => format!("督办人（承自 {unit}）"),
        (As::Supervisor, Some(unit), Language::En) => {
            format!("supervisor, inherited from {unit}")
        }
        (As::Head(levels), Some(unit), language) => head(levels, unit, language),
        (As::Top, Some(unit), Language::ZhCn) => format!("最上级负责人（{unit}）"),
        (As::Top, Some(unit), Language::En) => format!("top: head of {unit}"),
        (role, _, language) => bare(role).said(language).to_owned(),
    }
}

fn head(levels: u32, unit: &str, language: Language) -> String {
    match (language, levels) {
        (Language::ZhCn, 0) => format!("{unit} 负责人"),
        (Language::ZhCn, levels) => format!("{unit} 负责人（head+{levels}，上 {levels} 级）"),
        (Language::En, 0) => format!("head of {unit}"),
        (Language::En, levels) => format!("head+{levels}: head of {unit}"),
    }
}

fn bare(role: As) -> Text {
    match role {
        As::Owner => Text::of("责任人", "owner"),
        As::With => Text::of("共同责任人", "co-owner"),
        As::Supervisor => Text::of("督办人", "supervisor"),
        As::Watcher => Text::of("关注人", "watcher"),
        As::Head(_) => Text::of("负责人", "head"),
        As::Top => Text::of("最上级负责人", "top"),
        As::Person => Text::of("由阶段指名", "named by the stage"),
        As::Group => Text::of("由阶段指定的组", "in a group that the stage names"),
        As::Address => Text::of("由阶段指定的地址", "an address that the stage names"),
    }
}

/// Several reasons.
pub(crate) fn all(config: &Config, list: &[Capacity], language: Language) -> String {
    let told: Vec<String> = list.iter().map(|one| capacity(config, one, language)).collect();
    told.join(Text::of("；", "; ").said(language))
}
