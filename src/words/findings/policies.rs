//! Policies, stages and their roles.

use super::{Said, title};
use crate::config::fault::PolicyFault;
use crate::config::fault::policies::UnfilledRole;
use crate::model::Language;
use crate::model::Language::{En, ZhCn};
use crate::words::counts::grouped;

/// A list: one arm for each kind.
#[expect(clippy::too_many_lines)]
pub(super) fn said(fault: &PolicyFault, language: Language) -> Said {
    match fault {
        PolicyFault::StageTwice { stage, policy } => match language {
            ZhCn => title(format!("督办规则 `{policy}` 里，阶段名 `{stage}` 用了两次"))
                .label("这里又一次")
                .label("第一次在这里")
                .help("台账按阶段名记录发过哪一阶段，所以各阶段的名称不能相同"),
            En => title(format!("the stage name `{stage}` is used twice in the policy `{policy}`"))
                .label("again here")
                .label("first here")
                .help("the name tells the ledger which stage was sent, so each needs its own"),
        },
        PolicyFault::NoStages { policy } => match language {
            ZhCn => title(format!("督办规则 `{policy}` 没有任何阶段：用它的任务不会有提醒"))
                .label("这条规则"),
            En => title(format!("the policy `{policy}` has no stages: its tasks are never reminded"))
                .label("this policy"),
        },
        PolicyFault::ReservedStage => match language {
            ZhCn => title("阶段名 `returned` 归每条规则自带的退回阶段所有")
                .label("这个名称")
                .help("换一个名称；要替换自带的退回阶段，就写 from = \"returned\""),
            En => title("the stage name `returned` belongs to the stage that every policy has")
                .label("this name")
                .help("give it another name, or count it from = \"returned\" to replace that stage"),
        },
        PolicyFault::EmptyTo => match language {
            ZhCn => title("`to` 是空的：这个阶段没有主送对象")
                .label("这个阶段")
                .help("至少写一个角色，如 \"owner\""),
            En => title("`to` is empty: the stage writes to nobody")
                .label("this stage")
                .help("name at least one role, such as \"owner\""),
        },
        PolicyFault::NeverFires { stage, by, policy, targets } => never_fires(stage, by, policy, *targets, language),
        PolicyFault::NoLetter { from, fitting } => match language {
            ZhCn => title(format!(
                "从 `{from}` 起算的阶段没有写 `letter`，发出去会是一封催期限的提醒函"
            ))
            .label("这个阶段")
            .help(format!("加上 letter = \"{fitting}\"")),
            En => title(format!(
                "a stage counted from `{from}` names no `letter`; it would send a reminder of the deadline"
            ))
            .label("this stage")
            .help(format!("add letter = \"{fitting}\"")),
        },
        PolicyFault::PercentFrom { from } => match language {
            ZhCn => title(format!("百分比按到期限的路程计算，不能从 `{from}` 起算"))
                .label("什么的百分比？")
                .help("去掉 `from`，或写成 \"+5wd\" 这样的偏移"),
            En => title(format!(
                "a percentage is counted on the way to the deadline, not from `{from}`"
            ))
            .label("of what?")
            .help("take `from` out, or write an offset like \"+5wd\""),
        },
        PolicyFault::UnlessProgress => match language {
            ZhCn => title("从最近一次进展起算的阶段，不能又因为有进展而不发")
                .label("这里")
                .help("去掉 `unless`：每有一次进展，这个阶段都重新起算"),
            En => title(
                "a stage counted from the latest progress cannot be silent because of progress",
            )
            .label("this")
            .help("take `unless` out: each progress arms the stage anew"),
        },
        PolicyFault::TimesWithoutRepeat => match language {
            ZhCn => title("`times` 说的是再发几次，但这里没有写 `repeat`").label("不起作用"),
            En => title("`times` says how often the stage repeats, but there is no `repeat`")
                .label("no effect"),
        },
        PolicyFault::RepeatKind { counted_in_days } => repeat_kind(*counted_in_days, language),
        PolicyFault::UnfilledRole(one) => unfilled(one, language),
        PolicyFault::NoPolicy { task, count } => no_policy(task, *count, language),
    }
}

fn repeat_kind(counted_in_days: bool, language: Language) -> Said {
    let kind = |days: bool| match (days, language) {
        (true, ZhCn) => "天（d、wd、w、mo）",
        (false, ZhCn) => "具体时间（min、h、wh）",
        (true, En) => "days (d, wd, w, mo)",
        (false, En) => "exact time (min, h, wh)",
    };
    let (counted, repeated) = (kind(counted_in_days), kind(!counted_in_days));
    match language {
        ZhCn => title(format!("这个阶段按{counted}计，不能按{repeated}重复"))
            .label("单位的种类不同")
            .label("与这里"),
        En => title(format!("the stage is counted in {counted} and cannot repeat by {repeated}"))
            .label("another kind of unit")
            .label("than here"),
    }
}

fn no_policy(task: &str, count: usize, language: Language) -> Said {
    match language {
        ZhCn => {
            let said = match count {
                1 => title(format!("任务 `{task}` 没有督办规则")),
                _ => title(format!("本文件有 {count} 项任务没有督办规则，`{task}` 是第一项")),
            };
            said.label("用哪条规则？").help(
                "在这里或 [defaults] 里写 `policy = …`，或在根文件里用 [[rules]] 指定；`when = {}` 表示全部任务",
            )
        }
        En => {
            let said = match count {
                1 => title(format!("the task `{task}` has no policy")),
                _ => title(format!(
                    "{count} tasks of this file have no policy; `{task}` is the first"
                )),
            };
            said.label("which policy?").help(
                "name one with `policy = …` here or in [defaults], or by [[rules]] in the root file; `when = {}` \
                 matches all",
            )
        }
    }
}

fn unfilled(one: &UnfilledRole, language: Language) -> Said {
    let UnfilledRole { role, target, stage, policy, unit, more_roles, more_tasks } = one;
    let more = more(*more_roles, *more_tasks, language);
    let help = filled_by(role, unit.as_deref(), language);
    match language {
        ZhCn => title(format!(
            "`{target}` 没有人担任 `{role}`，而督办规则 `{policy}` 的阶段 `{stage}` 要发给他{more}"
        ))
        .label("没有收件人"),
        En => title(format!(
            "no one is `{role}` for `{target}`, whom the stage `{stage}` of the policy `{policy}` writes to{more}"
        ))
        .label("nobody to write to"),
    }
    .help(help)
}

fn more(roles: usize, tasks: usize, language: Language) -> String {
    let (roles_said, tasks_said) = (grouped(roles), grouped(tasks));
    match (roles, tasks, language) {
        (0, 0, _) => String::new(),
        (0, _, ZhCn) => format!("（同样的任务还有 {tasks_said} 项）"),
        (_, 0, ZhCn) => format!("（它另有 {roles_said} 个角色也空缺）"),
        (_, _, ZhCn) => {
            format!("（它另有 {roles_said} 个角色也空缺；同样的任务还有 {tasks_said} 项）")
        }
        (0, _, En) => format!(" (and {tasks_said} more like it)"),
        (_, 0, En) => format!(" (and {roles_said} more of its roles)"),
        (_, _, En) => format!(" (and {roles_said} more of its roles; {tasks_said} more like it)"),
    }
}

/// What gives a task somebody in that role.
fn filled_by(role: &str, unit: Option<&str>, language: Language) -> String {
    let is_head = role.starts_with("head") || role == "top";
    match (role, unit, language) {
        ("owner", None, ZhCn) => {
            "给任务写上 `owner`，或写一个有负责人（`head`）的 `unit`".to_owned()
        }
        ("owner", None, En) => "give the task an `owner`, or a `unit` with a `head`".to_owned(),
        ("owner", Some(unit), ZhCn) => {
            format!("给任务写上 `owner`，或给单位 `{unit}` 写上负责人 `head`")
        }
        ("owner", Some(unit), En) => {
            format!("give the task an `owner`, or the unit `{unit}` a `head`")
        }
        ("supervisor", None, ZhCn) => {
            "给任务写上 `supervisor`，或写一个有督导方的 `unit`".to_owned()
        }
        ("supervisor", None, En) => "give the task a `supervisor`, or a `unit` with one".to_owned(),
        ("supervisor", Some(unit), ZhCn) => {
            format!("给任务、单位 `{unit}` 或它的某个上级写上 `supervisor`")
        }
        ("supervisor", Some(unit), En) => {
            format!("give the task, the unit `{unit}` or one above it a `supervisor`")
        }
        (_, None, ZhCn) if is_head => "给任务写一个有负责人（`head`）的 `unit`".to_owned(),
        (_, None, En) if is_head => "give the task a `unit` with a `head`".to_owned(),
        (_, Some(unit), ZhCn) if is_head => {
            format!("给单位 `{unit}` 或它的某个上级写上负责人 `head`")
        }
        (_, Some(unit), En) if is_head => {
            format!("give the unit `{unit}` or one above it a `head`")
        }
        (_, _, ZhCn) => "在那里写上人员，或改发给别的角色".to_owned(),
        (_, _, En) => "name somebody there, or write to another role".to_owned(),
    }
}

/// T7: a stage that another passes over, always.
fn never_fires(stage: &str, by: &str, policy: &str, targets: usize, language: Language) -> Said {
    let on = match (targets, language) {
        (0, ZhCn) => "任何任务".to_owned(),
        (0, En) => "any task".to_owned(),
        (targets, ZhCn) => format!("现有的 {} 项任务和节点", grouped(targets)),
        (1, En) => "its only task".to_owned(),
        (targets, En) => format!("any of its {} tasks and milestones", grouped(targets)),
    };
    match language {
        ZhCn => title(format!("督办规则 `{policy}` 的阶段 `{stage}` 在{on}上都发不出去：总与 `{by}` 同时到，只发排在后面的"))
            .label("这个阶段")
            .label("总由它代替")
            .help("改它的 `at`，或删去其中一个"),
        En => title(format!(
            "the stage `{stage}` of the policy `{policy}` never fires on {on}: `{by}`, which stands later, is reached at the same moment"
        ))
        .label("this stage")
        .label("passed over for this one")
        .help("change its `at`, or take one of them out"),
    }
}
