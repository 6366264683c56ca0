//! The facts of a task: labels, and values that are sentences.

use super::super::Text;
use super::super::counts;
use crate::model::{Language, Severity, Span};

/// Above the facts of one task, and above what many share.
pub(crate) const TASK: Text = Text::of("事项", "Task");
pub(crate) const SHARED: Text = Text::of("共同情况", "The same for all");

pub(crate) const UNIT: Text = Text::of("责任单位", "Unit");
pub(crate) const OWNER: Text = Text::of("责任人", "Owner");
pub(crate) const SUPERVISOR: Text = Text::of("督办人", "Supervisor");
pub(crate) const SEVERITY: Text = Text::of("程度", "severity");
pub(crate) const ORIGIN: Text = Text::of("来源", "Origin");
pub(crate) const DEADLINE: Text = Text::of("期限", "Deadline");
pub(crate) const STANDING: Text = Text::of("长期任务", "Recurring");
pub(crate) const HOLD: Text = Text::of("暂缓", "On hold");
pub(crate) const PROGRESS: Text = Text::of("最近进展", "Latest progress");
pub(crate) const RETURNED: Text = Text::of("退回", "Sent back");
pub(crate) const DONE: Text = Text::of("报办结", "Reported done");
pub(crate) const EVIDENCE: Text = Text::of("佐证材料", "Evidence");
pub(crate) const DETAIL: Text = Text::of("内容", "Detail");
pub(crate) const IN_FULL: Text = Text::of("事项全称", "The title in full");

/// How grave a task is.
pub(crate) fn severity(severity: Severity, language: Language) -> &'static str {
    let name = match severity {
        Severity::Low => Text::of("较轻", "low"),
        Severity::Medium => Text::of("一般", "medium"),
        Severity::High => Text::of("严重", "high"),
        Severity::Critical => Text::of("特别严重", "critical"),
    };
    name.said(language)
}

/// `程度：严重`, `severity: high`.
pub(crate) fn with_severity(severity: &str, language: Language) -> String {
    super::labelled(SEVERITY.said(language), severity, language)
}

/// A unit with its head.
pub(crate) fn unit(unit: &str, heads: &str, language: Language) -> String {
    match (language, heads) {
        (_, "") => unit.to_owned(),
        (Language::ZhCn, heads) => format!("{unit}（负责人：{heads}）"),
        (Language::En, heads) => format!("{unit} (head: {heads})"),
    }
}

/// W3: someone who is away, and who stands in.
pub(crate) fn away(name: &str, stand_in: Option<&str>, language: Language) -> String {
    match (language, stand_in) {
        (Language::ZhCn, Some(present)) => format!("{name}（外出，{present}代）"),
        (Language::ZhCn, None) => format!("{name}（外出）"),
        (Language::En, Some(present)) => format!("{name} (away; {present} stands in)"),
        (Language::En, None) => format!("{name} (away)"),
    }
}

/// A standing task's rhythm.
pub(crate) fn every(every: Span, language: Language) -> String {
    let every = counts::every(every, language);
    match language {
        Language::ZhCn => format!("每{every}一期"),
        Language::En => format!("every {every}"),
    }
}

/// The deadline was never moved.
pub(crate) const NEVER_EXTENDED: Text = Text::of("未延期", "never extended");

/// The first promise, and how often more time was given.
pub(crate) fn extended(first: Option<&str>, times: usize, language: Language) -> String {
    match (language, first) {
        (Language::ZhCn, Some(first)) => format!("原定 {first}，延期 {times} 次"),
        (Language::ZhCn, None) => format!("延期 {times} 次"),
        (Language::En, Some(first)) => format!("first {first}; extended {}", often(times)),
        (Language::En, None) => format!("extended {}", often(times)),
    }
}

fn often(times: usize) -> String {
    match times {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        _ => format!("{times} times"),
    }
}

/// One extension: when it was granted, until when, by whom and why.
pub(crate) fn extension(
    on: Option<&str>,
    to: &str,
    by: Option<&str>,
    reason: Option<&str>,
    language: Language,
) -> String {
    match language {
        Language::ZhCn => {
            let on = on.map(|on| format!("{on} ")).unwrap_or_default();
            let by = by.map(|by| format!("，经{by}同意")).unwrap_or_default();
            let reason = reason.map(|reason| format!("：{reason}")).unwrap_or_default();
            format!("{on}延至 {to}{by}{reason}")
        }
        Language::En => {
            let on = on.map(|on| format!("{on}: ")).unwrap_or_default();
            let by = by.map(|by| format!(", by {by}")).unwrap_or_default();
            let reason = reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
            format!("{on}until {to}{by}{reason}")
        }
    }
}

/// Earlier ones of which so many are left out.
pub(crate) fn earlier_extensions(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("另有更早的 {count} 次"),
        Language::En => format!("and {count} earlier"),
    }
}

/// How often more time was given, in a row of a table.
pub(crate) fn times_extended(times: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("已延期 {times} 次"),
        Language::En => format!("extended {}", often(times)),
    }
}

/// A hold.
pub(crate) fn hold(
    from: Option<&str>,
    until: &str,
    reason: Option<&str>,
    stops_clock: bool,
    language: Language,
) -> String {
    match language {
        Language::ZhCn => {
            let from = from.map(|from| format!("{from} 起")).unwrap_or_default();
            let clock = if stops_clock { "，期限顺延" } else { "" };
            let reason = reason.map(|reason| format!("：{reason}")).unwrap_or_default();
            format!("{from}至 {until}{clock}{reason}")
        }
        Language::En => {
            let from = from.map(|from| format!("from {from} ")).unwrap_or_default();
            let clock = if stops_clock { ", and the deadline moved by as much" } else { "" };
            let reason = reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
            format!("{from}until {until}{clock}{reason}")
        }
    }
}

/// Something somebody said on a day: a progress entry, the reason of a return.
pub(crate) fn entry(
    on: &str,
    by: Option<&str>,
    text: Option<&str>,
    percent: Option<u8>,
    language: Language,
) -> String {
    let percent = percent.map(|percent| format!("{percent}%")).unwrap_or_default();
    let text = text.unwrap_or_default();
    match language {
        Language::ZhCn => {
            let by = by.map(|by| format!(" {by}")).unwrap_or_default();
            let colon = if text.is_empty() && percent.is_empty() { "" } else { "：" };
            super::noted(&format!("{on}{by}{colon}{text}"), &percent, language)
        }
        Language::En => {
            let by = by.map(|by| format!(", {by}")).unwrap_or_default();
            let colon = if text.is_empty() && percent.is_empty() { "" } else { ": " };
            super::noted(&format!("{on}{by}{colon}{text}"), &percent, language)
        }
    }
}
