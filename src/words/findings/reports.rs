//! What is said of the roles of reports and tallies.

use super::nouns::noun;
use super::{Said, title};
use crate::config::fault::ReportFault;
use crate::config::fault::reports::Named;
use crate::config::read::keys::Noun;
use crate::model::Language;
use crate::model::Language::{En, ZhCn};

/// "the report `monthly`".
pub(super) fn named(of: &Named, language: Language) -> String {
    let what = noun(of.noun, language);
    match language {
        ZhCn => format!("{what} `{}`", of.name),
        En => format!("the {what} `{}`", of.name),
    }
}

/// "this report".
pub(super) fn this(of: &Named, language: Language) -> String {
    let what = noun(of.noun, language);
    match language {
        ZhCn => format!("这个{what}"),
        En => format!("this {what}"),
    }
}

/// A list: one arm for each kind.
pub(super) fn said(fault: &ReportFault, language: Language) -> Said {
    match fault {
        ReportFault::EmptyTo { of } => {
            let (name, this) = (named(of, language), this(of, language));
            match language {
                ZhCn => title(format!("{name} 没有主送：`to` 是空的")).label(this),
                En => {
                    title(format!("{name} is addressed to nobody: its `to` is empty")).label(this)
                }
            }
        }
        ReportFault::RoleOfTask { of, role } => role_of_task(of, role, language),
        ReportFault::RoleWithoutUnit { of, role, parts } => {
            without_unit(of, role, *parts, language)
        }
        ReportFault::Unfilled { of, role, unit } => {
            let name = named(of, language);
            match language {
                ZhCn => title(format!("单位 `{unit}` 没有人担任 `{role}`，{name} 发不出去"))
                    .label("没有收件人")
                    .help(format!("在单位 `{unit}` 或其上级写明，或者写 person:编号")),
                En => title(format!(
                    "nobody is `{role}` of the unit `{unit}`, so {name} reaches nobody"
                ))
                .label("no recipient")
                .help(format!("give one to the unit `{unit}` or one above it, or write person:ID")),
            }
        }
    }
}

fn role_of_task(of: &Named, role: &str, language: Language) -> Said {
    let name = named(of, language);
    let own = match (of.noun, role) {
        (Noun::Tally, "owner") => Some("per = \"owner\""),
        _ => None,
    };
    match (language, own) {
        (ZhCn, None) => title(format!("{name} 不能发给 `{role}`：这是某一项任务的角色"))
            .label("这个角色")
            .help("写 head、head+1、top、supervisor、person:编号、group:编号，或邮箱地址"),
        (ZhCn, Some(own)) => title(format!("{name} 不能发给 `{role}`：它不是按责任人分别计数的"))
            .label("这个角色")
            .help(format!("写 {own}，或者写 head、head+1、top、supervisor、person:编号、group:编号，或邮箱地址")),
        (En, None) => title(format!("{name} cannot go to `{role}`: that is a role of one task"))
            .label("this role")
            .help("write head, head+1, top, supervisor, person:ID, group:ID or an address"),
        (En, Some(own)) => title(format!("{name} cannot go to `{role}`: it is not counted for each owner"))
            .label("this role")
            .help(format!("write {own}, or head, head+1, top, supervisor, person:ID, group:ID or an address")),
    }
}

fn without_unit(of: &Named, role: &str, parts: bool, language: Language) -> Said {
    let name = named(of, language);
    let is_tally = of.noun == Noun::Tally;
    match language {
        ZhCn => title(format!("{name} 要发给 `{role}`，但没有写是哪个单位的"))
            .label("哪个单位的？")
            .help(match (parts, is_tally) {
                (true, _) => "写明 `unit`，或者写 `person:编号`",
                (false, false) => "写明 `unit`，或用 `per = \"unit\"` 每个单位一份，或者写 `person:编号`",
                (false, true) => "在 `when` 里写明 `unit`，或用 `per = \"unit\"` 按单位分别计数，或者写 `person:编号`",
            }),
        En => title(format!("{name} goes to `{role}`, and it is not said of which unit"))
            .label("of which unit?")
            .help(match (parts, is_tally) {
                (true, _) => "name a `unit`, or write person:ID",
                (false, false) => "name a `unit`, write per = \"unit\" for a report for each, or write person:ID",
                (false, true) => "name a `unit` in `when`, write per = \"unit\" to count for each, or write person:ID",
            }),
    }
}
