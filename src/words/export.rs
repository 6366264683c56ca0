//! An export: headings of its columns, and the words for states. `duban import` knows them all.

use std::borrow::Cow;

use super::Text;
use crate::import::headings::recognise;
use crate::import::key::Key;
use crate::model::{Language, State};
use crate::view::exported::{Cell, Column};

/// A column's heading.
pub(crate) fn heading(column: Column, language: Language) -> &'static str {
    let heading = match column {
        Column::Of(Key::Id) => Text::of("编号", "Id"),
        Column::Of(Key::Title) => Text::of("标题", "Title"),
        Column::State => Text::of("状态", "State"),
        Column::Colour => Text::of("颜色", "Colour"),
        Column::Days => Text::of("剩余天数", "Days left"),
        Column::Of(Key::Unit) => Text::of("责任单位", "Unit"),
        Column::Of(Key::Owner) => Text::of("责任人", "Owner"),
        Column::Of(Key::With) => Text::of("协办人", "With"),
        Column::Of(Key::Supervisor) => Text::of("督办人", "Supervisor"),
        Column::Of(Key::Watchers) => Text::of("抄送", "Watchers"),
        Column::Of(Key::Category) => Text::of("类别", "Category"),
        Column::Of(Key::Severity) => Text::of("严重程度", "Severity"),
        Column::Of(Key::Source) => Text::of("来源", "Source"),
        Column::Of(Key::Batch) => Text::of("批次", "Batch"),
        Column::Of(Key::Opened) => Text::of("交办日期", "Opened"),
        Column::Of(Key::Due) => Text::of("整改期限", "Due date"),
        Column::Of(Key::Extended) => Text::of("延期至", "Extended to"),
        Column::Of(Key::Every) => Text::of("周期", "Every"),
        Column::Of(Key::Done) => Text::of("办结日期", "Done on"),
        Column::Of(Key::DoneThrough) => Text::of("已完成至", "Done through"),
        Column::Of(Key::Verified) => Text::of("销号日期", "Verified on"),
        Column::Of(Key::Cancelled) => Text::of("取消日期", "Cancelled on"),
        Column::Of(Key::Progress) => Text::of("进展", "Progress"),
        Column::Of(Key::Percent) => Text::of("进度", "Percent"),
        Column::Of(Key::Updated) => Text::of("更新日期", "Updated"),
        Column::Of(Key::Milestones) => Text::of("节点", "Milestones"),
        Column::Of(Key::Detail) => Text::of("详情", "Detail"),
        // No other is exported.
        Column::Of(other) => Text::of(other.name(), other.name()),
    };
    heading.said(language)
}

/// The heading of a column of the office's own. Where it would be taken for a column of another kind, it says what
/// it is.
pub(crate) fn own_heading(name: &str, language: Language) -> String {
    match recognise(name) {
        None | Some((Key::Field, _)) if !name.contains([':', '：']) => name.to_owned(),
        _ => format!("{}{name}", Text::of("字段：", "field: ").said(language)),
    }
}

/// A cell as text; dates as ISO 8601 writes them.
pub(crate) fn text(cell: &Cell, language: Language) -> Cow<'_, str> {
    match cell {
        Cell::Empty => "".into(),
        Cell::Text(text) => text.into(),
        Cell::Day(day) => day.to_string().into(),
        Cell::Time(time) => time.to_string().replace('T', " ").into(),
        Cell::Number(number) => number.to_string().into(),
        Cell::State(of) => state(*of, language).into(),
        Cell::Colour(colour) => super::lists::colour(*colour, language).into(),
        Cell::Severity(severity) => super::filters::severity(*severity, language).into(),
    }
}

fn state(state: State, language: Language) -> &'static str {
    let word = match state {
        State::Open => Text::of("未完成", "open"),
        State::Done => Text::of("已办结", "done"),
        State::Verified => Text::of("已销号", "verified"),
        State::Cancelled => Text::of("已取消", "cancelled"),
    };
    word.said(language)
}

/// The name of the only sheet.
pub(crate) const SHEET: Text = Text::of("整改台账", "Tasks");

/// The summary of a deadline in a calendar.
pub(crate) fn event(id: &str, title: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("整改期限：{title}（{id}）"),
        Language::En => format!("Due: {title} ({id})"),
    }
}

/// Whose it is, for a calendar.
pub(crate) fn whose(owner: &str, unit: &str, language: Language) -> String {
    let names: Vec<&str> = [unit, owner].into_iter().filter(|name| !name.is_empty()).collect();
    names.join(super::lists::AND.said(language))
}

/// An ending that says no kind.
pub(crate) fn which_kind(name: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "“{name}”看不出格式：文件名须以 .xlsx、.csv、.json、.ics 或 .md 结尾；写到标准输出用 -.csv 之类"
        ),
        Language::En => format!(
            "`{name}` says no kind: it must end in .xlsx, .csv, .json, .ics or .md; -.csv and the like is standard output"
        ),
    }
}

/// A file that cannot be written.
pub(crate) fn unwritten(path: &str, why: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("写不出 {path}：{why}"),
        Language::En => format!("{path} cannot be written: {why}"),
    }
}

/// What was written.
pub(crate) fn written(path: &str, tasks: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("已导出 {tasks} 项任务到 {path}"),
        Language::En => format!("{} written to {path}", super::counts::plural(tasks, "task")),
    }
}

/// Texts that a spreadsheet's cell cannot hold.
pub(crate) fn cut(cells: usize, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("{cells} 格超过表格软件的 32767 字上限，已截短；要完整内容请导出 .csv 或 .json")
        }
        Language::En => format!(
            "{} longer than the 32,767 characters of a spreadsheet's cell, and cut; export .csv or .json for all of it",
            super::counts::plural(cells, "text")
        ),
    }
}
