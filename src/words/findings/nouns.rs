//! What the things of the files are called.

use crate::config::read::keys::{Noun, Shape};
use crate::model::Language;

/// `person or group`.
pub(super) fn noun(noun: Noun, language: Language) -> &'static str {
    let (zh, en) = match noun {
        Noun::Person => ("人员", "person"),
        Noun::Group => ("小组", "group"),
        Noun::Party => ("人员或小组", "person or group"),
        Noun::Recipient => ("人员、小组或邮箱地址", "person or group, or an address"),
        Noun::Unit => ("单位", "unit"),
        Noun::Policy => ("督办规则", "policy"),
        Noun::Calendar => ("日历", "calendar"),
        Noun::Task => ("任务", "task"),
        Noun::Milestone => ("节点", "milestone"),
        Noun::Stage => ("督办阶段", "stage"),
        Noun::Report => ("报告", "report"),
        Noun::Tally => ("累计预警", "tally"),
    };
    match language {
        Language::ZhCn => zh,
        Language::En => en,
    }
}

/// Several of them.
pub(super) fn nouns(noun: Noun) -> &'static str {
    match noun {
        Noun::Person => "people",
        Noun::Group => "groups",
        Noun::Party | Noun::Recipient => "people or groups",
        Noun::Unit => "units",
        Noun::Policy => "policies",
        Noun::Calendar => "calendars",
        Noun::Task => "tasks",
        Noun::Milestone => "milestones",
        Noun::Stage => "stages",
        Noun::Report => "reports",
        Noun::Tally => "tallies",
    }
}

/// Where it is defined.
pub(super) fn table_of(noun: Noun, language: Language) -> &'static str {
    match (noun, language) {
        (Noun::Unit, _) => "[units.ID]",
        (Noun::Policy, _) => "[policies.ID]",
        (Noun::Calendar, _) => "[calendars.ID]",
        (Noun::Group, _) => "[groups.ID]",
        (Noun::Person, _) => "[people.ID]",
        (Noun::Party | Noun::Recipient, Language::ZhCn) => "[people.ID] 或 [groups.ID]",
        (Noun::Party | Noun::Recipient, Language::En) => "[people.ID] or [groups.ID]",
        (Noun::Task, _) => "[[task]]",
        (Noun::Milestone, _) => "[[task.milestones]]",
        (Noun::Stage, _) => "[policies.ID]",
        (Noun::Report, _) => "[[reports]]",
        (Noun::Tally, _) => "[[tallies]]",
    }
}

/// In a table, in Chinese.
pub(super) fn inside(shape: &Shape) -> String {
    match shape.name {
        "the file" => "文件最外层".to_owned(),
        name => format!("{name} 里"),
    }
}

/// How a table is written; the outermost has no name of its own.
pub(super) fn table(shape: &Shape, language: Language) -> &'static str {
    match (shape.name, language) {
        ("the file", Language::ZhCn) => "文件最外层",
        (name, _) => name,
    }
}

/// `"low", "medium" or "high"`.
pub(super) fn quoted(words: &[&str], language: Language) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    let (between, or) = match language {
        Language::ZhCn => ("、", " 或 "),
        Language::En => (", ", " or "),
    };
    match words.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{}{or}{last}", others.join(between)),
        _ => words.concat(),
    }
}
