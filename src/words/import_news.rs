//! What an import says of what it writes: new tasks, people and units, and what changed since the last import (I2).

use super::Text;
use crate::import::again::{News, What};
use crate::model::Language;

/// The first lines of a file of new tasks.
pub(crate) fn head(list: &str, day: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("# 由 {list} 导入，{day}。\n"),
        Language::En => format!("# From {list}, {day}.\n"),
    }
}

pub(crate) const NEWS: Text =
    Text::of("与上次导入和现有文件相比：", "Compared with the last import and with the files:");

/// What is new about a task.
pub(crate) fn news(news: &News, language: Language) -> String {
    let id = &news.id;
    let key = match &news.what {
        What::Changed(key, ..) | What::Conflict(key, ..) | What::Undone(key, _) => {
            super::what_changed::key_name(key, language)
        }
        What::Extended(..) | What::Title(..) | What::Gone => String::new(),
    };
    match (&news.what, language) {
        (What::Changed(_, Some(old), new), Language::ZhCn) => {
            format!("{id} {key}：{old} → {new}")
        }
        (What::Changed(_, Some(old), new), Language::En) => format!("{id} {key}: {old} → {new}"),
        (What::Changed(_, None, new), Language::ZhCn) => format!("{id} {key}：{new}"),
        (What::Changed(_, None, new), Language::En) => format!("{id} {key}: {new}"),
        (What::Extended(old, new, place), language) => {
            let old = old.as_deref().unwrap_or("…");
            match language {
                Language::ZhCn => format!(
                    "{id} 期限：{old} → {new}，记作一次延期；若不是延期，而是原来写错了，请先改 {place} 处的 `due`，再导入"
                ),
                Language::En => format!(
                    "{id} deadline: {old} → {new}, recorded as an extension; if it was not extended but wrong before, mend `due` at {place} first, then import"
                ),
            }
        }
        (What::Conflict(_, list, file), Language::ZhCn) => {
            let file = file.as_deref().unwrap_or("（无）");
            format!("{id} {key}：清单是 {list}，文件是 {file}；两边都改过，以文件为准")
        }
        (What::Conflict(_, list, file), Language::En) => {
            let file = file.as_deref().unwrap_or("nothing");
            format!(
                "{id} {key}: {list} in the list, {file} in the files; both changed, and the files stay"
            )
        }
        (What::Undone(_, file), Language::ZhCn) => {
            format!("{id} {key}：清单里已经没有，文件里的 {file} 不动")
        }
        (What::Undone(_, file), Language::En) => {
            format!("{id} {key}: gone from the list; {file} stays in the files")
        }
        (What::Title(title, place), Language::ZhCn) => {
            format!(
                "{id} 标题：清单里变成“{title}”，存疑；文件里仍是“{}”。要采用，请改 {place} 处的 `title`",
                news.title
            )
        }
        (What::Title(title, place), Language::En) => {
            format!(
                "{id} title: `{title}` in the list, which is doubtful; `{}` stays in the files. To take it over, edit the title at {place}",
                news.title
            )
        }
        (What::Gone, Language::ZhCn) => {
            format!("{id} {}：清单里已经没有这一行，任务不动", news.title)
        }
        (What::Gone, Language::En) => {
            format!("{id} {}: the row is gone from the list; the task stays", news.title)
        }
    }
}

/// New tasks and where they go.
pub(crate) fn new_tasks(count: usize, file: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("新任务 {count} 项 → {file}"),
        Language::En => format!("{} → {file}", super::counts::plural(count, "new task")),
    }
}

/// Rows that say what the files say.
pub(crate) fn same(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("与文件一致 {count} 项"),
        Language::En => format!("{} as in the files", super::counts::plural(count, "task")),
    }
}

/// People of the files who get the address of the list.
pub(crate) fn filled_in(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("补上邮箱地址 {count} 个"),
        Language::En => match count {
            1 => "1 address filled in".to_owned(),
            count => format!("{count} addresses filled in"),
        },
    }
}

/// People and units that are made.
pub(crate) fn made(people: usize, units: usize, heads: usize, language: Language) -> String {
    let heads_said = match (heads, language) {
        (0, _) => String::new(),
        (heads, Language::ZhCn) => format!("；其中 {heads} 个单位没有责任人，以单位名立为负责人"),
        (heads, Language::En) => {
            format!("; {heads} of the units have nobody, and get a head of their own name")
        }
    };
    match language {
        Language::ZhCn => format!("新建人员 {people} 个、单位 {units} 个{heads_said}"),
        Language::En => format!(
            "{} and {} made{heads_said}",
            super::counts::plural(people, "new name"),
            super::counts::plural(units, "new unit")
        ),
    }
}

/// New units without a head of their own: one person answers for all of them.
pub(crate) fn headed(units: usize, head: &str, language: Language) -> String {
    match (language, units) {
        (Language::ZhCn, 1) => format!(
            "其中 1 个单位由“{head}”当负责人（上级单位的负责人），发给负责人的函都给他；另有负责人的，请在这个单位下写 `head`"
        ),
        (Language::ZhCn, units) => format!(
            "其中 {units} 个单位都由“{head}”当负责人（上级单位的负责人），发给负责人的函都给他；各有负责人的，请在这些单位下写 `head`"
        ),
        (Language::En, 1) => format!(
            "1 new unit has the head of the unit above, {head}, who gets all letters to heads; give it a `head` of its own, where it has one"
        ),
        (Language::En, units) => format!(
            "{units} new units have the head of the unit above, {head}, who gets all letters to heads; give each a `head` of its own, where it has one"
        ),
    }
}

/// New tasks that say nothing of when they were opened.
pub(crate) fn unopened(tasks: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "新任务里有 {tasks} 项没有交办日期，不会发从交办日起的函（如交办函）；要发，请加 --opened 日期"
        ),
        Language::En => format!(
            "{} without a day on which it was opened: letters that count from it, such as the assignment, will not be sent; to have them sent, say --opened DAY",
            super::counts::plural(tasks, "new task")
        ),
    }
}

/// Addresses that are to be filled in.
pub(crate) fn gaps(count: usize, language: Language) -> String {
    match (language, count) {
        (Language::ZhCn, count) => {
            format!("还有 {count} 个邮箱地址要补，补齐之前配置不能生效：导入通讯录，或在清单里加一列“邮箱”再导入，或在文件里找 email = \"\" 填上")
        }
        (Language::En, 1) => {
            "1 address to fill in before the files check: import a list of addresses, or add a column `email` to the list and import it again, or look for email = \"\" in the files".to_owned()
        }
        (Language::En, count) => {
            format!("{count} addresses to fill in before the files check: import a list of addresses, or add a column `email` to the list and import it again, or look for email = \"\" in the files")
        }
    }
}

/// The difference goes on.
pub(crate) fn more_lines(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("……还有 {count} 行，加 --all 全部列出"),
        Language::En => format!("… {count} more lines; --all shows them"),
    }
}

pub(crate) const NOTHING_WRITTEN: Text = Text::of(
    "以上都没有写入，只记下了对照文件；要写入请加 --write。",
    "Nothing was written but the mapping file; --write writes it.",
);
pub(crate) const WRITTEN: Text = Text::of(
    "已写入。接下来：duban check 检查，duban plan 看今后发什么；清单里有早已到期的，先 duban adopt。",
    "Written. Next: `duban check`, then `duban plan` shows what will be sent; `duban adopt` first, if the list has a past.",
);
pub(crate) const NOTHING_NEW: Text = Text::of("没有要写入的。", "There is nothing to write.");

/// An error that the files would have. It names no place, for what it is about was never written.
pub(crate) fn would_be(code: &str, title: &str, help: Option<&str>, language: Language) -> String {
    match (language, help) {
        (Language::ZhCn, None) => format!("错误[{code}]：{title}\n"),
        (Language::ZhCn, Some(help)) => format!("错误[{code}]：{title}；{help}\n"),
        (Language::En, None) => format!("error[{code}]: {title}\n"),
        (Language::En, Some(help)) => format!("error[{code}]: {title}; {help}\n"),
    }
}

/// The files would not check.
pub(crate) fn does_not_check(language: Language) -> String {
    match language {
        Language::ZhCn => "写入后配置有误（见上），所以没有写入".to_owned(),
        Language::En => "the files would not check, see above, so nothing was written".to_owned(),
    }
}

/// No row has a unit, and so nobody is its head.
pub(crate) fn no_unit(unit: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("。清单里没有单位，也就没有单位负责人：可以加 --unit {unit}"),
        Language::En => {
            format!(
                ". The list has no units, and so no heads of units: --unit {unit} gives all rows one"
            )
        }
    }
}

/// New tasks get the only policy that there is.
pub(crate) fn only_policy(policy: &str, tasks: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("其中 {tasks} 项没有写明督办规则，用配置里唯一的 {policy}"),
        Language::En => format!(
            "{} without a policy: the only one of the files, {policy}",
            super::counts::plural(tasks, "task")
        ),
    }
}

/// The ids of a list are no longer those of its tasks; nothing is written.
pub(crate) fn renumbered(rows: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "什么都没有写：有 {rows} 行用的是别的任务的标题，清单像是重新编过号。编号是任务的身份，不能改：请恢复原来的编号，新增的行用新的编号"
        ),
        Language::En => format!(
            "nothing is written: {rows} rows have the titles of other tasks, so the list seems to have been numbered anew. \
             An id stands for its task and stays: give the rows their old ids, and new rows new ones"
        ),
    }
}

/// New tasks have no policy, and nothing says which: what to type.
pub(crate) fn no_policy(tasks: usize, list: &str, known: &[&str], language: Language) -> String {
    let first = known.first().unwrap_or(&"cn:inspection");
    let known = known.join(Text::of("、", ", ").said(language));
    match (language, known.is_empty()) {
        (Language::ZhCn, false) => format!(
            "{tasks} 项新任务没有督办规则，所以没有写入；请指明一套（配置里有 {known}）：\n  duban import {list} --policy {first}"
        ),
        (Language::ZhCn, true) => format!(
            "{tasks} 项新任务没有督办规则，所以没有写入；配置里还没有规则，可以用自带的（见 duban policies）：\n  duban import {list} --policy {first}"
        ),
        (Language::En, false) => format!(
            "{} without a policy, so nothing was written; say which (the files have {known}):\n  duban import {list} --policy {first}",
            super::counts::plural(tasks, "new task")
        ),
        (Language::En, true) => format!(
            "{} without a policy, so nothing was written; the files have none, and `duban policies` lists those that ship:\n  \
             duban import {list} --policy {first}",
            super::counts::plural(tasks, "new task")
        ),
    }
}

/// A mapping file that would be read as a file of tasks.
pub(crate) fn map_included(path: &str, pattern: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "对照文件 {path} 会被 include 的 {pattern} 当作配置读入；请把清单放到别处，或用 --map 指定别处"
        ),
        Language::En => format!(
            "the mapping file {path} would be read as a part of the configuration (include {pattern}); move the list, or say --map elsewhere"
        ),
    }
}

/// The copy of the last import cannot be read.
pub(crate) fn last_unreadable(path: &str, why: &str, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("上次导入的副本 {path} 读不出（{why}）；删掉它，则按文件现状比较")
        }
        Language::En => format!(
            "the copy of the last import, {path}, cannot be read ({why}); without it, the list is compared with the files alone"
        ),
    }
}
