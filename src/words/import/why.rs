//! What is doubtful about a cell, and what was made of it.

use jiff::civil::Date;

use super::dates::{assumption, unread};
use super::key;
use crate::import::doubt::{DayFrom, Why};
use crate::import::sheet::Note;
use crate::import::states::{Hint, Said};
use crate::model::Language;
use crate::words::Text;

/// What is doubtful about several cells alike, without what was made of each.
pub(crate) fn alike(why: &Why, language: Language) -> String {
    match why {
        Why::Read(_, how) => {
            let assumed: Vec<String> = how.iter().map(|how| assumption(how, language)).collect();
            assumed.join(Text::of("；", "; ").said(language))
        }
        Why::IdMade(_) => Text::of(
            "没有编号，按标题和单位定（记在对照文件里）",
            "no id; one was made of title and unit, and stands in the mapping file",
        )
        .said(language)
        .to_owned(),
        Why::AddressTaken(_) => {
            Text::of("取其中的地址，其余未读", "the address was taken, the rest left out")
                .said(language)
                .to_owned()
        }
        other => self::why(other, language),
    }
}

/// What is doubtful, and what was made of it.
#[expect(clippy::too_many_lines)]
pub(crate) fn why(why: &Why, language: Language) -> String {
    match why {
        Why::Read(read, how) => {
            let assumed: Vec<String> = how.iter().map(|how| assumption(how, language)).collect();
            match language {
                Language::ZhCn => format!("读作 {read}（{}）", assumed.join("；")),
                Language::En => format!("read as {read} ({})", assumed.join("; ")),
            }
        }
        Why::Unread(of, why) => {
            let what = key(*of, language);
            match language {
                Language::ZhCn => format!("不能读作 {what}：{}", unread(why, language)),
                Language::En => format!("not read as {what}: {}", unread(why, language)),
            }
        }
        Why::Flawed => {
            Text::of("公式没有结果，未取值", "a formula without a value; nothing was made of it")
                .said(language)
                .to_owned()
        }
        Why::DayTaken(said, day, from) => day_taken(*said, *day, *from, language),
        Why::NoDay(said) => no_day(*said, language),
        Why::VerifiedWithoutDay => Text::of(
            "已销号但没有日期，未记销号；导入后请用 duban verify 补上",
            "verified, without a day: not recorded; say it with `duban verify` after the import",
        )
        .said(language)
        .to_owned(),
        Why::DoneAsVerified(day) => match language {
            Language::ZhCn => format!("只有销号日期，办结日期也记为 {day}"),
            Language::En => format!("only the day of verification is there; done on {day} as well"),
        },
        Why::Returned(day) => match language {
            Language::ZhCn => format!("复查未通过：记为 {day} 退回，不算办结"),
            Language::En => {
                format!("looked at and sent back: recorded as returned on {day}, not as done")
            }
        },
        Why::ReturnedWithoutDay => {
            Text::of("退回但没有日期，未记退回", "sent back, without a day: not recorded")
                .said(language)
                .to_owned()
        }
        Why::Perhaps(said) => match language {
            Language::ZhCn => format!("可能是“{}”，按此处理", state(*said, language)),
            Language::En => format!("may mean {}; taken so", state(*said, language)),
        },
        Why::OpenYetDone(day) => match language {
            Language::ZhCn => format!("写着未完成，却有办结日期 {day}；按已办结处理"),
            Language::En => format!(
                "says open, though there is a day on which it was done, {day}; taken as done"
            ),
        },
        Why::StatesDisagree => {
            Text::of("各栏说法不一，按已办结处理", "other cells say finished; taken as finished")
                .said(language)
                .to_owned()
        }
        Why::AllDone => Text::of("已达 100%，按已办结处理", "all of it is done; taken as finished")
            .said(language)
            .to_owned(),
        Why::SeverityTaken(severity) => match language {
            Language::ZhCn => format!("不在四级之内，按 {severity} 处理"),
            Language::En => format!("none of the four steps; taken as {severity}"),
        },
        Why::NoSeverity => Text::of(
            "不是已知的严重程度，只作自有字段",
            "no severity that is known; kept as a field",
        )
        .said(language)
        .to_owned(),
        Why::AddressTaken(address) => match language {
            Language::ZhCn => format!("取其中的地址 {address}，其余未读"),
            Language::En => format!("the address {address} was taken, the rest left out"),
        },
        Why::NoAddress(map, heading) => match language {
            Language::ZhCn => format!(
                "没有邮箱地址；这一列若不是邮箱，就在对照文件 {map} 的 [columns] 里写 \"{heading}\" = \"field\""
            ),
            Language::En => format!(
                "no email address; if this column holds none, write \"{heading}\" = \"field\" in [columns] of the mapping file {map}"
            ),
        },
        Why::DueAsDone(day) => match language {
            Language::ZhCn => format!("没有写日期；已办结，期限记为办结日期 {day}"),
            Language::En => format!(
                "it names no day; it is finished, so its day, {day}, stands for the deadline"
            ),
        },
        Why::AddressOfOther(person) => match language {
            Language::ZhCn => {
                format!("旁边的邮箱是“{person}”的，仍算作“{person}”；若已换人，请把邮箱一并改掉")
            }
            Language::En => format!(
                "the address beside it is `{person}`'s, who is taken; if somebody else is meant, change the address, too"
            ),
        },
        Why::NoOwner => {
            Text::of("没有责任人，由责任单位负责人负责", "no owner; the unit's head is")
                .said(language)
                .to_owned()
        }
        Why::Names(names) if names.len() == 1 => match language {
            Language::ZhCn => format!("读作“{}”", names[0]),
            Language::En => format!("read as `{}`", names[0]),
        },
        Why::Names(names) => match language {
            Language::ZhCn => format!("读作 {}", names.join("、")),
            Language::En => format!("read as {}", names.join(", ")),
        },
        Why::FirstUnit(unit) => match language {
            Language::ZhCn => format!("有多个单位，取第一个“{unit}”；原文留作自有字段"),
            Language::En => {
                format!("several units; the first is taken, `{unit}`, and the cell kept as a field")
            }
        },
        Why::NotAPerson => Text::of("不是人名，只作自有字段", "no person's name; kept as a field")
            .said(language)
            .to_owned(),
        Why::NoRhythm => {
            Text::of("看不出周期，只作自有字段", "no rhythm that is known; kept as a field")
                .said(language)
                .to_owned()
        }
        Why::OtherDeadline(other) if other.is_empty() => Text::of(
            "这里也像期限，未采用；原文留作自有字段",
            "may be a deadline, too; not taken, kept as a field",
        )
        .said(language)
        .to_owned(),
        Why::OtherDeadline(other) => match language {
            Language::ZhCn => format!("已采用，但另一列说的不同：{other}"),
            Language::En => format!("taken, though another column says otherwise: {other}"),
        },
        Why::DateInProse => Text::of(
            "文字中有日期，未采用；原文留作自有字段",
            "a date in prose; nothing was made of it, kept as a field",
        )
        .said(language)
        .to_owned(),
        Why::IdMade(id) => match language {
            Language::ZhCn => format!("没有编号，定为 {id}（记在对照文件里）"),
            Language::En => format!("no id; {id} was made, and stands in the mapping file"),
        },
        Why::IdRepeated(id) => match language {
            Language::ZhCn => format!("编号重复，本行定为 {id}"),
            Language::En => format!("the id of several rows; this one is {id}"),
        },
        Why::IdWithSlash(id) => match language {
            Language::ZhCn => format!("编号里不能有 `/`，定为 {id}"),
            Language::En => format!("an id holds no `/`; this one is {id}"),
        },
        Why::StateUnread(hint, map) => state_unread(*hint, map, language),
        Why::OwnerIsBody(map) => match language {
            Language::ZhCn => format!(
                "像是单位，不是人名：会按这个名称立一个人员；请在清单里写上责任人姓名，或在对照文件 {map} 的 [values.people] 里写明是谁"
            ),
            Language::En => format!(
                "seems to be a unit, no person: a person of that name would be made; write the owner's name into the list, or say who it is in [values.people] of the mapping file {map}"
            ),
        },
        Why::IdIsDate => {
            Text::of("编号被表格软件存成了日期", "an id that the spreadsheet stored as a date")
                .said(language)
                .to_owned()
        }
        Why::Noted(Note::NoSuchRisk) => {
            Text::of("文件里没有这个风险", "names no risk of this file").said(language).to_owned()
        }
        Why::Noted(Note::StepAfterDeadline) => Text::of(
            "节点的期限晚于任务的期限",
            "a milestone that ends after the deadline of its own risk",
        )
        .said(language)
        .to_owned(),
    }
}

fn state_unread(hint: Hint, map: &str, language: Language) -> String {
    match (hint, language) {
        (Hint::Mark, Language::ZhCn) => format!(
            "看不出办没办结，按未办结处理；请写“已办结”或“整改中”，或在对照文件 {map} 的 [values.states] 里写明，如 \"√\" = \"done\""
        ),
        (Hint::Mark, Language::En) => format!(
            "does not tell whether it is finished; taken as open. Write `done` or `open`, or say what it means in [values.states] of the mapping file {map}, like \"√\" = \"done\""
        ),
        (Hint::Extension, Language::ZhCn) => {
            "提到延期，没有当作延期：期限照旧；若已同意，请把新期限写进期限一列，或导入后用 `duban extend`"
                .to_owned()
        }
        (Hint::Extension, Language::En) => {
            "speaks of an extension, which is not taken: the deadline stays; once granted, write the new one into the column of deadlines, or use `duban extend`"
                .to_owned()
        }
        (Hint::Hold, Language::ZhCn) => {
            "提到暂停，没有当作暂停；要暂停，请在导入后用 `duban hold`".to_owned()
        }
        (Hint::Hold, Language::En) => {
            "speaks of a pause, which is not taken; use `duban hold` after the import".to_owned()
        }
        (Hint::End, Language::ZhCn) => format!(
            "提到完成，没有当作办结；若已办结，请写“已办结”，或在对照文件 {map} 的 [values.states] 里写明"
        ),
        (Hint::End, Language::En) => format!(
            "speaks of an end, and is not taken as finished; if it is, write `done`, or say so in [values.states] of the mapping file {map}"
        ),
    }
}

fn day_taken(said: Said, day: Date, from: DayFrom, language: Language) -> String {
    let from = match from {
        DayFrom::DoneOn => Text::of("取自 --done-on", "by --done-on"),
        DayFrom::Updated => Text::of("取自本行的更新日期", "the row's own day of its last change"),
        DayFrom::List => Text::of("取自清单的日期", "the list's own date"),
    };
    let (state, from) = (state(said, language), from.said(language));
    match language {
        Language::ZhCn => format!("“{state}”没有日期，记为 {day}（{from}）"),
        Language::En => format!("{state} without a day; {day} was taken, {from}"),
    }
}

pub(super) fn no_day(said: Said, language: Language) -> String {
    let state = state(said, language);
    match language {
        Language::ZhCn => format!("“{state}”没有日期；请加 --done-on 日期"),
        Language::En => format!("{state} without a day; say --done-on DAY"),
    }
}

fn state(said: Said, language: Language) -> &'static str {
    let word = match said {
        Said::Open => Text::of("未完成", "open"),
        Said::Done => Text::of("已办结", "finished"),
        Said::Verified => Text::of("已销号", "verified"),
        Said::Returned => Text::of("退回", "returned"),
        Said::Cancelled => Text::of("已取消", "called off"),
    };
    word.said(language)
}
