//! What `duban import` says: doubts about cells, rows that are left out, what was read.

mod dates;
mod remarks;
mod rows;
mod why;

use super::Text;
use crate::import::doubt::{Doubt, LeftOut};
use crate::import::key::Key;
use crate::import::passed::Passed;
use crate::model::Language;
pub(crate) use remarks::remark;
pub(crate) use rows::why_not;
pub(crate) use why::{alike, why};

/// Headings of the table of columns.
pub(crate) const fn columns(language: Language) -> [&'static str; 4] {
    match language {
        Language::ZhCn => ["列", "表头", "读作", "内容示例"],
        Language::En => ["COLUMN", "HEADING", "READ AS", "VALUES"],
    }
}

pub(crate) const DOUBTFUL: Text = Text::of("存疑的单元格：", "Doubtful cells:");
pub(crate) const LEFT_OUT: Text = Text::of("未导入的行：", "Rows left out:");
pub(crate) const NO_VALUES: Text = Text::of("（空）", "(empty)");

/// Before the columns of a sheet.
pub(crate) fn sheet(name: Option<&str>, header: (u32, u32), language: Language) -> String {
    let rows = if header.0 == header.1 {
        header.1.to_string()
    } else {
        format!("{}–{}", header.0, header.1)
    };
    match (language, name) {
        (Language::ZhCn, Some(name)) => format!("工作表“{name}”，表头在第 {rows} 行："),
        (Language::ZhCn, None) => format!("表头在第 {rows} 行："),
        (Language::En, Some(name)) => format!("Sheet `{name}`, headings in row {rows}:"),
        (Language::En, None) => format!("Headings in row {rows}:"),
    }
}

/// What a column is read as.
pub(crate) fn key(key: Key, language: Language) -> String {
    let word = match key {
        Key::Id => Text::of("编号", ""),
        Key::Title => Text::of("标题", ""),
        Key::TitleMore => Text::of("标题的后半", "second part of the title"),
        Key::Detail => Text::of("详情", ""),
        Key::Unit => Text::of("责任单位", ""),
        Key::Owner => Text::of("责任人", ""),
        Key::With => Text::of("协办人", "co-owners"),
        Key::Email => Text::of("责任人邮箱", "owner's address"),
        Key::Supervisor => Text::of("督办人", ""),
        Key::Leader => Text::of("领导，只作自有字段", "a leader, kept as a field"),
        Key::Watchers => Text::of("抄送", ""),
        Key::Category => Text::of("类别", ""),
        Key::Severity => Text::of("严重程度", ""),
        Key::Source => Text::of("来源", ""),
        Key::Batch => Text::of("批次", ""),
        Key::Opened => Text::of("交办日期", ""),
        Key::Due => Text::of("期限", ""),
        Key::Extended => Text::of("延期后的期限", "deadline after an extension"),
        Key::Every => Text::of("周期", ""),
        Key::Done => Text::of("办结日期", ""),
        Key::DoneThrough => Text::of("周期任务已办到", ""),
        Key::Verified => Text::of("销号日期", ""),
        Key::Cancelled => Text::of("取消日期", ""),
        Key::Review => Text::of("复查日期：销号或退回", "day of review: verified or returned"),
        Key::Check => Text::of("核查情况，只作自有字段", "a check, kept as a field"),
        Key::Status => Text::of("状态", "state"),
        Key::IsDone => Text::of("是否办结", "whether it is done"),
        Key::IsVerified => Text::of("是否销号", "whether it is verified"),
        Key::Percent => Text::of("完成比例", "per cent"),
        Key::Progress => Text::of("进展", ""),
        Key::Updated => Text::of("更新日期", "day of the last change"),
        Key::Light => Text::of("亮灯，只看是否办结", "a colour, left out"),
        Key::Policy => Text::of("督办规则", ""),
        Key::Milestones => Text::of("节点，不读", "left out"),
        Key::Field => Text::of("自有字段", "field of your own"),
        Key::Ignored => Text::of("不读", "left out"),
    };
    match word.said(language) {
        "" => key.name().to_owned(),
        said => format!("{} {said}", key.name()),
    }
}

/// A doubtful cell: where, what stands there, what was made of it.
pub(crate) fn doubt(doubt: &Doubt, language: Language) -> String {
    cell(&doubt.place.to_string(), &doubt.text, &why(&doubt.why, language), language)
}

/// Cells about which the same is doubtful: how many, and the first of them.
pub(crate) fn doubts_alike(
    cells: &[String],
    count: usize,
    said: &str,
    language: Language,
) -> String {
    match language {
        Language::ZhCn => format!("{} 等 {count} 格：{said}", cells.join("、")),
        Language::En => format!("{} and others, {count} cells: {said}", cells.join(", ")),
    }
}

/// A row that is left out.
pub(crate) fn left_out(row: &LeftOut, language: Language) -> String {
    let mut what = row.id.clone().unwrap_or_default();
    if !row.title.is_empty() {
        let title = short(&row.title);
        what = if what.is_empty() { title } else { format!("{what} {title}") };
    }
    cell(&row.place.to_string(), &what, &why_not(&row.why, language), language)
}

fn cell(place: &str, text: &str, said: &str, language: Language) -> String {
    match (language, text.is_empty()) {
        (Language::ZhCn, true) => format!("{place}：{said}"),
        (Language::ZhCn, false) => format!("{place} “{}”：{said}", short(text)),
        (Language::En, true) => format!("{place}: {said}"),
        (Language::En, false) => format!("{place} `{}`: {said}", short(text)),
    }
}

/// The start of a long text, on one line.
fn short(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(40) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

/// Rows that are no tasks.
pub(crate) fn passed(kind: Passed, rows: &[u32], language: Language) -> String {
    let what = match kind {
        Passed::Blank => Text::of("空行", "empty"),
        Passed::Section => Text::of("小标题", "headings of sections"),
        Passed::Total => Text::of("合计", "totals"),
        Passed::Note => Text::of("说明", "notes"),
        Passed::Numbered => Text::of("只有序号的空行", "numbered but empty"),
        Passed::Letters => Text::of("列号", "letters of the columns"),
        Passed::Headings => Text::of("重复的表头", "headings once more"),
    };
    format!("{} {}", what.said(language), rows_in_short(rows))
}

/// `5, 11–13`
fn rows_in_short(rows: &[u32]) -> String {
    let mut parts: Vec<(u32, u32)> = Vec::new();
    for row in rows {
        match parts.last_mut() {
            Some((_, last)) if *last + 1 == *row => *last = *row,
            _ => parts.push((*row, *row)),
        }
    }
    let more = parts.len().saturating_sub(12);
    let shown = parts.iter().take(12).map(|(first, last)| match first == last {
        true => first.to_string(),
        false => format!("{first}–{last}"),
    });
    let shown = shown.collect::<Vec<_>>().join(", ");
    if more > 0 { format!("{shown} …") } else { shown }
}

/// Before the rows that are no tasks.
pub(crate) fn passed_over(list: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("不是任务的行：{list}"),
        Language::En => format!("rows that are no tasks: {list}"),
    }
}

/// So many names that nobody has are listed.
const NAMES: usize = 20;

/// People and units that nobody knows, each with how many rows name it; what to type.
pub(crate) fn missing(
    people: &[(String, usize)],
    units: &[(String, usize)],
    rows: usize,
    list: &str,
    language: Language,
) -> String {
    let listed = |names: &[(String, usize)]| {
        let shown = names.iter().take(NAMES).map(|(name, rows)| match rows {
            0 | 1 => name.clone(),
            rows => format!("{name} ×{rows}"),
        });
        let shown = shown.collect::<Vec<_>>().join(super::lists::AND.said(language));
        if names.len() > NAMES { format!("{shown} …") } else { shown }
    };
    let part = |names: &[(String, usize)], noun: Text| {
        let (noun, all) = (noun.said(language), listed(names));
        match (names.len(), language) {
            (0, _) => None,
            (count, Language::ZhCn) => Some(format!("{noun} {count} 个：{all}")),
            (count, Language::En) => Some(format!("{}: {all}", super::counts::plural(count, noun))),
        }
    };
    let parts = [part(people, Text::of("人员", "name")), part(units, Text::of("单位", "unit"))];
    let parts: Vec<String> = parts.into_iter().flatten().collect();
    let parts = parts.join(Text::of("；", "; ").said(language));
    let (table, name) = match people.first() {
        Some((name, _)) => ("people", name),
        None => ("units", units.first().map_or(&parts, |(name, _)| name)),
    };
    match language {
        Language::ZhCn => format!(
            "配置里没有的{parts}；为此有 {rows} 行没有导入。一并建立：\n  duban import {list} --create\n\
             其实是配置里已有的，就在对照文件的 [values.{table}] 下写明编号：\n  \"{name}\" = \"编号\""
        ),
        Language::En => format!(
            "Not in the files: {parts}; {} left out for that. To make them:\n  duban import {list} --create\n\
             Who is in the files under another name gets a line below [values.{table}] of the mapping file:\n  \
             \"{name}\" = \"ID\"",
            super::counts::plural(rows, "row")
        ),
    }
}

/// The end of a dry import.
pub(crate) fn read(rows: usize, doubts: usize, left_out: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("读出 {rows} 项任务，存疑 {doubts} 处，未导入 {left_out} 行。"),
        Language::En => format!(
            "{} read, {} doubtful, {} left out.",
            super::counts::plural(rows, "task"),
            super::counts::plural(doubts, "cell"),
            super::counts::plural(left_out, "row")
        ),
    }
}

/// So many more of a kind.
pub(crate) fn more(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("  ……同类还有 {count} 处，加 --all 全部列出"),
        Language::En => format!("  … and {count} more like it; --all lists them"),
    }
}
