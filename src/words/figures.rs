//! The figures of a list: their names, and what is said of rates, means and doubts.

use super::Text;
use super::counts::plural;
use crate::model::Language;
use crate::view::figures::{ChangeKind, DoubtKind, Figures};

pub(crate) const SUMMARY: Text = Text::of(
    "只给出数字，与报告中的算法相同；“新增、办结、退回、延期”算最近 30 天的",
    "Only the figures, counted as in reports; new, closed, returned and extended are those of the last 30 days",
);

pub(crate) const TOTAL: Text = Text::of("任务总数", "Tasks");
pub(crate) const NEW: Text = Text::of("新增", "New");
pub(crate) const CLOSED_IN_TIME: Text = Text::of("按期办结", "Closed in time");
pub(crate) const CLOSED_LATE: Text = Text::of("逾期办结", "Closed late");
pub(crate) const OPEN: Text = Text::of("未办结", "Open");
pub(crate) const OVERDUE: Text = Text::of("逾期未办结", "Overdue");
pub(crate) const DUE_7: Text = Text::of("7 天内到期", "Due in 7 days");
pub(crate) const DUE_30: Text = Text::of("30 天内到期", "Due in 30 days");
pub(crate) const KEPT: Text = Text::of("兑现最初期限", "First promises kept");
pub(crate) const MISSED: Text = Text::of("未兑现最初期限", "First promises missed");
pub(crate) const RATE: Text = Text::of("兑现率", "Rate kept");
pub(crate) const WAITING: Text = Text::of("待核验", "Awaiting verification");
pub(crate) const LOOK_BACKS: Text = Text::of("应回头看", "Look-backs due");
pub(crate) const RETURNED: Text = Text::of("退回（次）", "Sent back");
pub(crate) const EXTENDED: Text = Text::of("延期（次）", "Extensions");
pub(crate) const CANCELLED: Text =
    Text::of("已取消（不计入以上各项）", "Cancelled (in no other figure)");
pub(crate) const MEAN_DELAY: Text = Text::of("平均逾期", "Mean delay");
pub(crate) const MEAN_WAIT: Text = Text::of("平均待核验", "Mean wait for verification");

/// What a row is about that lies with no unit.
pub(crate) const NO_UNIT: Text = Text::of("（无单位）", "(no unit)");

/// What lies with a unit itself, in a table of the units below it.
pub(crate) fn alone(unit: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{unit}（本级）"),
        Language::En => format!("{unit} (itself)"),
    }
}

/// How late: `1–7 days late`.
pub(crate) fn band(name: &str, language: Language) -> String {
    let name = name.replace('-', "–");
    match (language, name.strip_suffix('+')) {
        (Language::ZhCn, None) => format!("逾期 {name} 天"),
        (Language::ZhCn, Some(days)) => format!("逾期超过 {days} 天"),
        (Language::En, None) => format!("{name} days late"),
        (Language::En, Some(days)) => format!("over {days} days late"),
    }
}

/// Tenths of a per cent: `83.3%`.
pub(crate) fn rate(permille: Option<usize>) -> String {
    permille.map_or_else(|| "—".to_owned(), |rate| format!("{}.{}%", rate / 10, rate % 10))
}

/// Tenths of a day: `3.5 days`.
pub(crate) fn mean(tenths: Option<i64>, language: Language) -> String {
    let Some(tenths) = tenths else { return "—".to_owned() };
    let number = format!("{}.{}", tenths / 10, tenths % 10);
    match language {
        Language::ZhCn => format!("{number} 天"),
        Language::En => format!("{number} days"),
    }
}

/// Every figure with its value, in the order in which they are told.
pub(crate) fn all(figures: &Figures, language: Language) -> Vec<(String, String)> {
    let number = |name: Text, count: usize| (name.said(language).to_owned(), count.to_string());
    let first = first(figures, language).into_iter();
    let mut all: Vec<_> = first.map(|(name, count)| (name, count.to_string())).collect();
    all.extend([
        (MEAN_DELAY.said(language).to_owned(), mean(figures.mean_delay(), language)),
        number(DUE_7, figures.due_7),
        number(DUE_30, figures.due_30),
        number(KEPT, figures.kept),
        number(MISSED, figures.missed),
        (RATE.said(language).to_owned(), rate(figures.kept_permille())),
        number(WAITING, figures.waiting),
        (MEAN_WAIT.said(language).to_owned(), mean(figures.mean_wait(), language)),
        number(LOOK_BACKS, figures.look_backs_due),
        number(RETURNED, figures.returned),
        number(EXTENDED, figures.extended),
        number(CANCELLED, figures.cancelled),
    ]);
    all
}

/// The figures that are counts, with their names, for a spreadsheet.
pub(crate) fn numbers(figures: &Figures, language: Language) -> Vec<(String, usize)> {
    let mut all = first(figures, language);
    let rest = [
        (DUE_7, figures.due_7),
        (DUE_30, figures.due_30),
        (WAITING, figures.waiting),
        (LOOK_BACKS, figures.look_backs_due),
        (RETURNED, figures.returned),
        (EXTENDED, figures.extended),
        (KEPT, figures.kept),
        (MISSED, figures.missed),
    ];
    all.extend(rest.map(|(name, count)| (name.said(language).to_owned(), count)));
    all
}

/// What is told first: how many there are, were closed, are open, and how late these are.
fn first(figures: &Figures, language: Language) -> Vec<(String, usize)> {
    let counts = [
        (TOTAL, figures.total),
        (NEW, figures.new),
        (CLOSED_IN_TIME, figures.closed_in_time),
        (CLOSED_LATE, figures.closed_late),
        (OPEN, figures.open),
        (OVERDUE, figures.overdue),
    ];
    let mut all = counts.map(|(name, count)| (name.said(language).to_owned(), count)).to_vec();
    all.extend(figures.bands.all().map(|(name, count)| (band(name, language), count)));
    all
}

/// Headings of the table of units or supervisors.
pub(crate) const fn rows(language: Language) -> [&'static str; 9] {
    match language {
        Language::ZhCn => {
            ["单位", "总数", "新增", "按期办结", "逾期办结", "未办结", "逾期", "待核验", "兑现率"]
        }
        Language::En => {
            ["UNIT", "TASKS", "NEW", "IN TIME", "LATE", "OPEN", "OVERDUE", "TO VERIFY", "RATE KEPT"]
        }
    }
}

/// The period that is told of.
pub(crate) fn period(since: &str, moment: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("截至 {moment}；新增、办结、退回和延期自 {since} 起算。"),
        Language::En => {
            format!("As of {moment}; new, closed, sent back and extended are those since {since}.")
        }
    }
}

/// What happened to a task.
pub(crate) fn change(kind: ChangeKind, language: Language) -> &'static str {
    let text = match kind {
        ChangeKind::New => Text::of("新增", "new"),
        ChangeKind::Overdue => Text::of("转为逾期", "became overdue"),
        ChangeKind::Extended { .. } => Text::of("延期", "extended"),
        ChangeKind::Returned => Text::of("退回", "sent back"),
        ChangeKind::ClosedInTime => Text::of("按期办结", "closed in time"),
        ChangeKind::ClosedLate => Text::of("逾期办结", "closed late"),
        ChangeKind::Verified => Text::of("销号", "verified"),
        ChangeKind::Cancelled => Text::of("取消", "cancelled"),
    };
    text.said(language)
}

/// What is doubtful of so many tasks.
pub(crate) fn doubt(kind: DoubtKind, count: usize, first: &str, language: Language) -> String {
    let what = match kind {
        DoubtKind::NoOpened => Text::of(
            "没有交办日期，不会算作新增",
            "no day on which it was opened: never counted as new",
        ),
        DoubtKind::UndatedExtension => Text::of(
            "延期没有写日期，不会算作本期延期",
            "an extension without its day: counted in no period",
        ),
        DoubtKind::ClosedBeforeOpened => {
            Text::of("办结日期早于交办日期", "closed before it was opened")
        }
        DoubtKind::InFuture => Text::of(
            "办结、销号或取消的日期在此之后，视为尚未发生",
            "done, verified or cancelled on a later day: taken as not happened yet",
        ),
        DoubtKind::NoOwner => Text::of("未办结而没有责任人", "open, and nobody owns it"),
        DoubtKind::UncoveredYear => Text::of(
            "期限所在年份没有放假安排，工作日按平常的周末推算",
            "the holidays of its deadline's year are not known",
        ),
    };
    let what = what.said(language);
    match (language, count) {
        (Language::ZhCn, 1) => format!("{first}：{what}"),
        (Language::ZhCn, count) => format!("{first} 等 {count} 项：{what}"),
        (Language::En, 1) => format!("{first}: {what}"),
        (Language::En, count) => {
            format!("{first} and {}: {what}", plural(count - 1, "other"))
        }
    }
}
