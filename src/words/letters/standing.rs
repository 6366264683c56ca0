//! How soon, or how late: the first that a letter says of its task.

use super::super::Text;
use super::super::counts::plural;
use crate::model::{Language, State};

/// How far away a deadline is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Distance {
    /// Calendar days, and working days.
    Days(i64, i64),
    /// Under 48 hours, where the deadline has a time: so many minutes.
    Minutes(i64),
}

/// `已逾期 10 天`, `7 days left`.
pub(crate) fn verdict(late: bool, distance: Distance, language: Language) -> String {
    let days = |count: i64| plural(count.unsigned_abs() as usize, "day");
    match (language, late, distance) {
        (Language::ZhCn, true, Distance::Days(0, _)) => "今天已到期".to_owned(),
        (Language::ZhCn, true, Distance::Days(count, _)) => format!("已逾期 {} 天", count.abs()),
        (Language::ZhCn, false, Distance::Days(0, _)) => "今天到期".to_owned(),
        (Language::ZhCn, false, Distance::Days(count, _)) => format!("还有 {count} 天"),
        (Language::ZhCn, true, Distance::Minutes(minutes)) => {
            format!("已逾期 {}", span(minutes, language))
        }
        (Language::ZhCn, false, Distance::Minutes(minutes)) => {
            format!("还有 {}", span(minutes, language))
        }
        (Language::En, true, Distance::Days(0, _)) => "due today, and passed".to_owned(),
        (Language::En, true, Distance::Days(count, _)) => format!("{} late", days(count)),
        (Language::En, false, Distance::Days(0, _)) => "due today".to_owned(),
        (Language::En, false, Distance::Days(count, _)) => format!("{} left", days(count)),
        (Language::En, true, Distance::Minutes(minutes)) => {
            format!("{} late", span(minutes, language))
        }
        (Language::En, false, Distance::Minutes(minutes)) => {
            format!("{} left", span(minutes, language))
        }
    }
}

/// Under 48 hours; under two hours in minutes.
fn span(minutes: i64, language: Language) -> String {
    let (count, zh, en) = match minutes.abs() {
        minutes if minutes < 120 => (minutes, "分钟", "minute"),
        minutes => (minutes / 60, "小时", "hour"),
    };
    match language {
        Language::ZhCn => format!("{count} {zh}"),
        Language::En => plural(count as usize, en),
    }
}

/// The same in working days; nothing where there are none to tell of.
pub(crate) fn working_days(distance: Distance, language: Language) -> Option<String> {
    let Distance::Days(days, working) = distance else { return None };
    let working = working.abs();
    let said = match language {
        Language::ZhCn => format!("{working} 个工作日"),
        Language::En => plural(working as usize, "working day"),
    };
    (days != 0).then_some(said)
}

/// The deadline, beside how far away it is.
pub(crate) fn deadline(late: bool, day: &str, language: Language) -> String {
    match (language, late) {
        (Language::ZhCn, _) => format!("期限 {day}"),
        (Language::En, true) => format!("was due {day}"),
        (Language::En, false) => format!("due {day}"),
    }
}

/// A task that is not open any more: in a few words, and with the day.
pub(crate) fn settled(state: State, on: &str, language: Language) -> (String, String) {
    let brief = match state {
        State::Done => Text::of("已报办结，待核验", "Done, awaiting verification"),
        State::Verified => Text::of("已销号", "Verified"),
        State::Cancelled => Text::of("已取消", "Cancelled"),
        State::Open => Text::of("办理中", "open"),
    };
    let said = match (language, state) {
        (Language::ZhCn, State::Done) => format!("{on}报办结"),
        (Language::ZhCn, State::Verified) => format!("{on}销号"),
        (Language::ZhCn, _) => on.to_owned(),
        (Language::En, State::Done) => format!("reported done on {on}"),
        (Language::En, State::Verified) => format!("verified on {on}"),
        (Language::En, _) => on.to_owned(),
    };
    (brief.said(language).to_owned(), said)
}

/// Many tasks: how many, and how many of them late.
pub(crate) fn many(count: usize, late: usize, settled: bool, language: Language) -> String {
    match (language, late) {
        (Language::ZhCn, 0) if settled => format!("共 {count} 项"),
        (Language::ZhCn, 0) => format!("{count} 项未办结"),
        (Language::ZhCn, late) if late == count => format!("{count} 项逾期"),
        (Language::ZhCn, late) => format!("{count} 项，其中 {late} 项逾期"),
        (Language::En, 0) if settled => plural(count, "task"),
        (Language::En, 0) => format!("{} not done yet", plural(count, "task")),
        (Language::En, late) if late == count => format!("{} overdue", plural(count, "task")),
        (Language::En, late) => format!("{}, {late} of them overdue", plural(count, "task")),
    }
}

/// By how much the latest of many is late, or how far away the first is.
pub(crate) fn most(late: bool, brief: &str, language: Language) -> String {
    match (language, late) {
        (Language::ZhCn, true) => format!("最久的{brief}"),
        (Language::ZhCn, false) => format!("最近的{brief}"),
        (Language::En, true) => format!("the oldest {brief}"),
        (Language::En, false) => format!("the nearest {brief}"),
    }
}
