//! Rows of a list that are no tasks: headings of sections, totals, notes.

use crate::import::key::Key;
use crate::import::sheet::{Row, Sheet, letters};
use crate::import::table::Table;
use crate::import::text::{folded, plain};

/// What a row is that is no task.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Passed {
    /// Nothing is in it.
    Blank,
    /// The heading of a section.
    Section,
    /// A total.
    Total,
    /// A note or instructions.
    Note,
    /// A number and nothing else; formulas that gave nothing.
    Numbered,
    /// The letters or numbers of the columns.
    Letters,
    /// The headings once more.
    Headings,
}

/// What the row is, if it is no task.
pub fn kind(sheet: &Sheet, table: &Table, row: &Row) -> Option<Passed> {
    let filled: Vec<(u32, String)> =
        row.filled().map(|(column, cell)| (column, plain(&cell.text))).collect();
    let texts: Vec<&(u32, String)> = filled.iter().filter(|(_, text)| !text.is_empty()).collect();
    let Some((first_column, first)) = texts.first().map(|(column, text)| (*column, text.as_str()))
    else {
        return Some(if filled.is_empty() { Passed::Blank } else { Passed::Numbered });
    };
    if is_total(first, texts.len()) {
        return Some(Passed::Total);
    }
    let merged = sheet
        .merged
        .iter()
        .find(|one| one.holds(row.at, first_column))
        .map_or(1, |one| one.width());
    let next_merged = texts.get(1).is_some_and(|(column, _)| {
        sheet.merged.iter().any(|one| one.holds(row.at, *column) && one.width() > 2)
    });
    if is_signed(first) {
        return Some(Passed::Note);
    }
    if is_note(first)
        && (texts.len() <= 2 || merged > 2 || next_merged)
        && !has_title(table, &texts)
    {
        return Some(Passed::Note);
    }
    if in_order(&texts) {
        return Some(Passed::Letters);
    }
    let again = texts.iter().filter(|(column, text)| {
        table.heading(*column).is_some_and(|heading| folded(heading) == folded(text))
    });
    if texts.len() >= 2 && again.count() * 2 > texts.len() {
        return Some(Passed::Headings);
    }
    alone(table, row, &texts, merged)
}

/// A row with a single text in it.
fn alone(table: &Table, row: &Row, texts: &[&(u32, String)], merged: u32) -> Option<Passed> {
    let [(column, text)] = texts else { return None };
    let key = table.columns.iter().find(|one| one.at == *column).map(|one| one.key);
    let id = key == Some(Key::Id);
    if id
        && text.chars().all(|c| c.is_ascii_alphanumeric() || "-./_".contains(c))
        && text.chars().any(|c| c.is_ascii_digit())
    {
        return Some(Passed::Numbered);
    }
    // A title without anything else is a task that lacks something; a line across the sheet is not.
    let across = merged > 2 && row.width.is_none();
    match key {
        Some(Key::Title) if !across => None,
        _ => Some(Passed::Section),
    }
}

fn has_title(table: &Table, texts: &[&(u32, String)]) -> bool {
    let title = table.columns.iter().find(|one| one.key == Key::Title).map(|one| one.at);
    texts.len() > 2 && texts.iter().any(|(column, _)| Some(*column) == title)
}

fn is_total(first: &str, filled: usize) -> bool {
    let first = folded(first);
    let first = first.trim_matches(['*', ':', '：', ' ']);
    let bare: String = first.chars().filter(|c| !c.is_whitespace()).collect();
    matches!(
        bare.as_str(),
        "合计"
            | "小计"
            | "总计"
            | "共计"
            | "total"
            | "totals"
            | "subtotal"
            | "sum"
            | "summe"
            | "gesamt"
            | "grandtotal"
            | "sub-total"
    ) || (filled <= 3
        && (bare.starts_with("合计")
            || bare.starts_with("小计")
            || bare.starts_with("总计")
            || first.starts_with("total ")))
}

fn is_note(first: &str) -> bool {
    let first = folded(first);
    let starts = [
        "备注",
        "注:",
        "注：",
        "说明",
        "填表说明",
        "填报说明",
        "注1",
        "note:",
        "notes:",
        "note ",
        "制表",
        "填报人",
        "审核人",
        "hinweis",
        "legend",
    ];
    starts.iter().any(|start| first.starts_with(start))
        || first == "注"
        || first == "note"
        || first == "notes"
}

/// What stands under a list, with a colon or a place to sign behind it: who filled it in, who looked it through.
const SIGNED: &[&str] = &[
    "填表人",
    "填报人",
    "制表人",
    "制表",
    "填表",
    "填报单位",
    "填表单位",
    "报送单位",
    "审核人",
    "审核",
    "复核人",
    "复核",
    "校核人",
    "校核",
    "审批人",
    "审批",
    "批准人",
    "批准",
    "签发人",
    "签发",
    "单位负责人",
    "部门负责人",
    "主要负责人",
    "分管负责人",
    "分管领导",
    "主管领导",
    "负责人",
    "经办人",
    "联系人",
    "联系电话",
    "填表日期",
    "填报日期",
    "制表日期",
    "报送日期",
    "prepared by",
    "approved by",
];

/// `填表人：孙晓`, `单位负责人（签字）：`
fn is_signed(first: &str) -> bool {
    let first = folded(first);
    let rest = SIGNED.iter().filter_map(|label| first.strip_prefix(label)).map(str::trim_start);
    let mut rest = rest.map(|rest| match rest.strip_prefix(['(', '（']) {
        Some(inner) => match inner.split_once([')', '）']) {
            Some(("签字" | "签名" | "签章" | "盖章" | "公章", "")) => ":",
            Some((_, behind)) => behind.trim_start(),
            None => "",
        },
        None => rest,
    });
    rest.any(|rest| rest.starts_with([':', '：']))
}

/// `A B C D` or `1 2 3 4` below the headings.
fn in_order(texts: &[&(u32, String)]) -> bool {
    let first = texts[0].0;
    texts.len() >= 3
        && texts.iter().all(|(column, text)| {
            *text == letters(*column)
                || text.trim_matches(['(', ')', '栏', '列']) == (column - first + 1).to_string()
        })
}
