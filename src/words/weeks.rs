//! What `agenda` and `calendar` say.

use super::Text;
use crate::model::Language;
use crate::view::days::Day;

pub(crate) const AGENDA: Text =
    Text::of("列出一周里每天要发出的函", "What goes out on each day of a week");
pub(crate) const AGENDA_WEEK: Text = Text::of(
    "哪一周：下周，或其中一天，如 2026-11-30 [默认：今起七天]",
    "Which week: next week, or a day of it such as 2026-11-30 [default: seven days from today]",
);
pub(crate) const CALENDAR: Text = Text::of(
    "画出一个月：工作日、节假日、调休和期限",
    "A month drawn: working days, holidays, make-up days, deadlines",
);
pub(crate) const CALENDAR_MONTH: Text = Text::of(
    "哪个月：2026-12、12月、下月，或其中一天 [默认：本月]",
    "Which month: 2026-12, december, next month, or a day of it [default: this month]",
);
pub(crate) const CALENDAR_NAME: Text =
    Text::of("哪一份日历 [默认：总日历]", "Which calendar [default: that of the office]");
pub(crate) const WEEK: Text = Text::of("周", "WEEK");
pub(crate) const MONTH: Text = Text::of("月", "MONTH");
pub(crate) const NAME: Text = Text::of("名称", "NAME");

// An agenda.

/// A day's heading; `kind` may say nothing.
pub(crate) fn heading(date: &str, kind: &str, language: Language) -> String {
    match (language, kind.is_empty()) {
        (_, true) => date.to_owned(),
        (Language::ZhCn, false) => format!("{date}（{kind}）"),
        (Language::En, false) => format!("{date} ({kind})"),
    }
}

/// What kind of day it is, where it is no usual working day.
pub(crate) fn kind(day: Day, name: Option<&str>, language: Language) -> String {
    let name = name.map(|name| format!(" {name}")).unwrap_or_default();
    match (day, language) {
        (Day::Workday, _) => name.trim_start().to_owned(),
        (Day::Weekend, Language::ZhCn) => format!("休息日{name}"),
        (Day::Holiday, Language::ZhCn) => format!("放假{name}"),
        (Day::MakeUp, Language::ZhCn) => format!("调休上班{name}"),
        (Day::Weekend, Language::En) => format!("day off{name}"),
        (Day::Holiday, Language::En) => format!("holiday{name}"),
        (Day::MakeUp, Language::En) => format!("make-up working day{name}"),
    }
}

pub(crate) const NO_LETTERS: Text = Text::of("没有函", "no letter");
pub(crate) const PAST: Text =
    Text::of("已过去（见 duban history）", "is past (see `duban history`)");

/// A letter of a day.
pub(crate) fn letter(time: &str, kind: &str, to: &str, cc: &str, language: Language) -> String {
    match (language, cc.is_empty()) {
        (Language::ZhCn, true) => format!("{time}  {kind}  主送 {to}"),
        (Language::ZhCn, false) => format!("{time}  {kind}  主送 {to}；抄送 {cc}"),
        (Language::En, true) => format!("{time}  {kind}  to {to}"),
        (Language::En, false) => format!("{time}  {kind}  to {to}; cc {cc}"),
    }
}

/// Tasks that are not named.
pub(crate) fn more(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("……另有 {count} 项"),
        Language::En => format!("… and {count} more"),
    }
}

/// T2: a date that rests on the days of the week alone.
pub(crate) fn marked(date: &str, covered: bool) -> String {
    if covered { date.to_owned() } else { format!("{date} ?") }
}

/// What the mark means.
pub(crate) fn uncovered(calendar: &str, year: i16, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "? 日历 {calendar} 的节假日数据里没有 {year} 年：这些日期只按每周工作日推算（T2），放假安排补上后会变"
        ),
        Language::En => format!(
            "? the holiday sets of calendar {calendar} do not know {year}: these dates rest on the days of the week alone (T2), and \
             move once its holidays are there"
        ),
    }
}

// A month.

/// Its heading.
pub(crate) fn month(month: &str, calendar: &str, zone: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{month}  日历 {calendar}（{zone}）"),
        Language::En => format!("{month}  calendar {calendar} ({zone})"),
    }
}

/// The mark of a day.
pub(crate) fn mark(day: Day, language: Language) -> &'static str {
    let mark = match day {
        Day::Workday => Text::of("", ""),
        Day::Weekend => Text::of("-", "-"),
        Day::Holiday => Text::of("休", "off"),
        Day::MakeUp => Text::of("班", "work"),
    };
    mark.said(language)
}

pub(crate) const LEGEND: Text = Text::of(
    "- 休息日，休 放假，班 调休上班，* 今天，!3 三项到期",
    "- day off, off holiday, work make-up day, * today, !3 three deadlines",
);
pub(crate) const NOT_COVERED: Text = Text::of(
    "节假日数据不含这一年：按每周工作日计（T2）。",
    "The holiday sets do not know this year: days go by the week alone (T2).",
);

/// No such calendar.
pub(crate) fn no_calendar(id: &str, near: Option<&str>, language: Language) -> String {
    match (language, near) {
        (Language::ZhCn, None) => format!("没有日历“{id}”"),
        (Language::ZhCn, Some(near)) => format!("没有日历“{id}”；是不是“{near}”？"),
        (Language::En, None) => format!("there is no calendar `{id}`"),
        (Language::En, Some(near)) => {
            format!("there is no calendar `{id}`; did you mean `{near}`?")
        }
    }
}
