//! What is said of reports.

use super::{Said, title};
use crate::config::fault::ReportFault;
use crate::model::Language::{En, ZhCn};
use crate::model::{Language, Per};

/// A list: one arm for each kind.
pub(super) fn said(fault: &ReportFault, language: Language) -> Said {
    match fault {
        ReportFault::EmptyTo { report } => match language {
            ZhCn => title(format!("报告 `{report}` 没有主送：`to` 是空的")).label("这份报告"),
            En => title(format!("the report `{report}` is addressed to nobody: its `to` is empty"))
                .label("this report"),
        },
        ReportFault::RoleOfTask { report, role } => match language {
            ZhCn => title(format!("报告 `{report}` 不能发给 `{role}`：这是某一项任务的角色"))
                .label("这个角色")
                .help("写 head、head+1、top、supervisor、person:编号、group:编号，或邮箱地址"),
            En => title(format!(
                "the report `{report}` cannot go to `{role}`: that is a role of one task"
            ))
            .label("this role")
            .help("write head, head+1, top, supervisor, person:ID, group:ID or an address"),
        },
        ReportFault::RoleWithoutUnit { report, role, per } => {
            without_unit(report, role, *per, language)
        }
        ReportFault::Unfilled { report, role, unit } => match language {
            ZhCn => title(format!("单位 `{unit}` 没有人担任 `{role}`，报告 `{report}` 发不出去"))
                .label("没有收件人")
                .help(format!("在单位 `{unit}` 或其上级写明，或者写 person:编号")),
            En => title(format!(
                "nobody is `{role}` of the unit `{unit}`, so the report `{report}` reaches nobody"
            ))
            .label("no recipient")
            .help(format!("give one to the unit `{unit}` or one above it, or write person:ID")),
        },
    }
}

fn without_unit(report: &str, role: &str, per: Per, language: Language) -> Said {
    match language {
        ZhCn => title(format!("报告 `{report}` 要发给 `{role}`，但没有写是哪个单位的"))
            .label("哪个单位的？")
            .help(match per {
                Per::Unit => "写明 `unit`，或者写 `person:编号`",
                Per::Whole | Per::Supervisor => {
                    "写明 `unit`，或用 `per = \"unit\"` 分单位报告，或者写 `person:编号`"
                }
            }),
        En => title(format!(
            "the report `{report}` goes to `{role}`, and it is not said of which unit"
        ))
        .label("of which unit?")
        .help(match per {
            Per::Unit => "name a `unit`, or write person:ID",
            Per::Whole | Per::Supervisor => {
                "name a `unit`, write per = \"unit\" for a report for each, or write person:ID"
            }
        }),
    }
}
