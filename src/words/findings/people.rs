//! Absences, and circles in what refers to what.

use super::nouns::noun;
use super::{Said, title};
use crate::config::fault::PeopleFault;
use crate::config::fault::people::{Circle, NobodyThere};
use crate::model::Language;
use crate::model::Language::{En, ZhCn};
use crate::words::counts::grouped;

/// A list: one arm for each kind.
#[expect(clippy::too_many_lines)]
pub(super) fn said(fault: &PeopleFault, language: Language) -> Said {
    match fault {
        PeopleFault::AwayReversed => match language {
            ZhCn => title("不在岗的结束日期早于开始日期").label("这一段"),
            En => title("the absence ends before it begins").label("this absence"),
        },
        PeopleFault::NoAddress { names, count } => no_address(names, *count, language),
        PeopleFault::OverlappingAbsences { person } => match language {
            ZhCn => title(format!("`{person}` 有两段不在岗的日子重叠；重叠的几天以先写的为准"))
                .label("这一段")
                .label("和这一段"),
            En => title(format!(
                "two absences of `{person}` overlap; on the days they share the first counts"
            ))
            .label("this one")
            .label("and this one"),
        },
        PeopleFault::DelegateCycle { day, circle } => {
            let said = match (&circle.ids[..], language) {
                ([one], ZhCn) => title(format!("`{one}` 自 {day} 起不在岗，代收的还是本人")),
                ([one], En) => title(format!(
                    "`{one}` is away from {day} with nobody but this same person standing in"
                )),
                (_, ZhCn) => {
                    title(format!("{day} 这天，代收人转了一圈：{}", around(circle, language)))
                }
                (_, En) => title(format!(
                    "on {day} the delegates go round in a circle: {}",
                    around(circle, language)
                )),
            };
            let step = |from: &str, to: &str| match language {
                ZhCn => format!("`{to}` 代 `{from}` 收"),
                En => format!("`{to}` stands in for `{from}`"),
            };
            steps(said, circle, step).help(match language {
                ZhCn => "这一圈里总要有人在岗，或者另写一个在岗的代收人",
                En => "somebody in the circle must be there, or name a delegate who is",
            })
        }
        PeopleFault::LeaveOver { person, until } => match language {
            ZhCn => title(format!("`{person}` 的请假到 {until} 已经结束"))
                .label("已结束")
                .help("年份写对了吗？已经销假就删掉这一段"),
            En => title(format!("the absence of `{person}` ended on {until}"))
                .label("over")
                .help("is the year right? One that is over can be deleted"),
        },
        PeopleFault::SameName { noun: what, name } => {
            let what = noun(*what, language);
            match language {
                ZhCn => title(format!("有两个{what}都叫“{name}”"))
                    .label("这里又一个")
                    .label("第一个在这里")
                    .help("如果是同一个，只留一个；不是，就在名称里写出区别"),
                En => title(format!("two bear the name “{name}”, a {what} each"))
                    .label("again here")
                    .label("first here")
                    .help("if both are one, keep one; else tell them apart by their names"),
            }
        }
        PeopleFault::SameAddress { address } => match language {
            ZhCn => title(format!("有两个人用同一个邮箱地址 {address}"))
                .label("这里又一个")
                .label("第一个在这里")
                .help("两个人各自的函件都会寄到这里；写错了就改正"),
            En => title(format!("two people have the address {address}"))
                .label("again here")
                .label("first here")
                .help("the letters of each go there; if it is a slip, correct it"),
        },
        PeopleFault::OwnerVerifies { task, who } => match language {
            ZhCn => title(format!("`{task}` 的责任人和督导方都是 `{who}`：自己办，自己核验"))
                .label("这项任务")
                .help("另写一个 `supervisor`，或另写 `owner`"),
            En => title(format!("`{who}` owns `{task}` and is to verify it, too"))
                .label("this task")
                .help("name another `supervisor`, or another `owner`"),
        },
        PeopleFault::EmptyGroup { group } => match language {
            ZhCn => title(format!("小组 `{group}` 没有成员")).label("一个人也没有"),
            En => title(format!("the group `{group}` has no members")).label("nobody here"),
        },
        PeopleFault::GroupCycle { circle } => {
            let around = around(circle, language);
            let said = match language {
                ZhCn => title(format!("小组互相包含，转了一圈：{around}")),
                En => title(format!("the groups hold each other in a circle: {around}")),
            };
            let step = |from: &str, to: &str| match language {
                ZhCn => format!("`{from}` 包含 `{to}`"),
                En => format!("`{from}` holds `{to}`"),
            };
            steps(said, circle, step).help(match language {
                ZhCn => "把其中一个成员去掉",
                En => "take one of these members out",
            })
        }
        PeopleFault::UnitCycle { circle } => unit_cycle(circle, language),
        PeopleFault::EverybodyAway { task, day } => match language {
            ZhCn => title(format!("`{task}` 期限当天（{day}）责任人都不在岗，也没有人代收"))
                .label("这项任务")
                .help("在请假里写上代收人 `delegate`，或用 `with` 加一位共同责任人"),
            En => title(format!(
                "everybody who owns `{task}` is away on its deadline, {day}, and nobody stands in"
            ))
            .label("this task")
            .help("name a `delegate` in the absence, or a co-owner with `with`"),
        },
        PeopleFault::Bounced { address, since, text } => match language {
            ZhCn => title(format!("发往 `{address}` 的函件自 {since} 起被退回：{text}"))
                .help("改正地址；邮箱已恢复的，后续函件五天未退即不再提示"),
            En => title(format!("letters to `{address}` come back since {since}: {text}")).help(
                "correct the address; where the mailbox was mended, this ends once a letter has stayed for five days",
            ),
        },
        PeopleFault::NobodyThere(one) => nobody_there(one, language),
    }
}

fn unit_cycle(circle: &Circle, language: Language) -> Said {
    let around = around(circle, language);
    let said = match (&circle.ids[..], language) {
        ([one], ZhCn) => title(format!("单位 `{one}` 的上级是它自己")),
        ([one], En) => title(format!("the unit `{one}` lies above itself")),
        (_, ZhCn) => title(format!("单位互为上级，转了一圈：{around}")),
        (_, En) => title(format!("the units lie above each other in a circle: {around}")),
    };
    let step = |from: &str, to: &str| match language {
        ZhCn => format!("`{from}` 的上级是 `{to}`"),
        En => format!("`{from}` lies below `{to}`"),
    };
    steps(said, circle, step).help(match language {
        ZhCn => "去掉其中一个 `parent`：总要有一个最上级",
        En => "take one of these parents out: the tree must have a root",
    })
}

fn nobody_there(one: &NobodyThere, language: Language) -> Said {
    let NobodyThere { stage, target, day, person, until, more } = one;
    let others = match (more, language) {
        (0, _) => String::new(),
        (more, ZhCn) => format!("；同样的还有 {} 处", grouped(*more)),
        (more, En) => format!("; {} more like it", grouped(*more)),
    };
    match language {
        ZhCn => title(format!(
            "`{target}` 的阶段 `{stage}` 在 {day} 无人可收：`{person}` {until} 前不在岗，也没有人代收{others}"
        ))
        .label("这项任务")
        .help("在请假里写上代收人 `delegate`，用 `with` 加一位共同责任人，或在该阶段的 `to` 里另写他人"),
        En => title(format!(
            "the stage `{stage}` of `{target}` reaches nobody on {day}: `{person}` is away until {until}, and nobody \
             stands in{others}"
        ))
        .label("this task")
        .help(
            "name a `delegate` in the absence, a co-owner with `with`, or somebody else in the stage's `to`",
        ),
    }
}

/// A word at each step of a circle.
fn steps(said: Said, circle: &Circle, step: impl Fn(&str, &str) -> String) -> Said {
    circle.steps.iter().fold(said, |said, (from, to)| said.label(step(from, to)))
}

/// `a → b → a`; of a long one the beginning.
fn around(circle: &Circle, language: Language) -> String {
    let shown = circle.ids.join(" → ");
    let all = grouped(circle.count);
    match (circle.count > circle.ids.len(), language) {
        (true, ZhCn) => format!("{shown} → …（共 {all} 个）"),
        (true, En) => format!("{shown} → … ({all} in all)"),
        (false, _) => {
            format!("{shown} → {}", circle.ids.first().map(String::as_str).unwrap_or_default())
        }
    }
}

/// So many of them are named in the title; the others stand at their lines.
const NAMED: usize = 3;

fn no_address(names: &[String], count: usize, language: Language) -> Said {
    let said = match (names, language) {
        ([one], ZhCn) if count == 1 => title(format!("`{one}` 的邮箱地址还没有填")),
        ([one], En) if count == 1 => title(format!("no email address of `{one}` is filled in yet")),
        (_, ZhCn) => {
            let first = names[..names.len().min(NAMED)].join("、");
            let others = if count > NAMED { "等 " } else { "这 " };
            title(format!("{first}{others}{} 人的邮箱地址还没有填", grouped(count)))
        }
        (_, En) => {
            let first = names[..names.len().min(NAMED)].join(", ");
            let others = match count.saturating_sub(NAMED) {
                0 => String::new(),
                more => format!(" and {} more", grouped(more)),
            };
            title(format!("no email address is filled in yet of {first}{others}"))
        }
    };
    let said = names.iter().fold(said, |said, name| said.label(name.clone()));
    let more = count.saturating_sub(names.len());
    said.help(match (language, more) {
        (ZhCn, 0) => "填在引号里，如 email = \"zhang@example.org\"；或导入通讯录，或在清单里加一列“邮箱”再导入一次：duban import 文件 --write".to_owned(),
        (ZhCn, more) => format!(
            "填在引号里，如 email = \"zhang@example.org\"（同一文件里还有 {} 处 email = \"\"）；或导入通讯录，或在清单里加一列“邮箱”再导入一次：duban import 文件 --write",
            grouped(more)
        ),
        (En, 0) => "write it between the quotes, like email = \"zhang@example.org\"; or import a list of addresses, or the list again with a column `email`: duban import FILE --write".to_owned(),
        (En, more) => format!(
            "write it between the quotes, like email = \"zhang@example.org\" (the file has {} more with email = \"\"); \
             or import a list of addresses, or the list again with a column `email`: duban import FILE --write",
            grouped(more)
        ),
    })
}
