//! What is said where nothing was sent: what waits, until when, and what comes next; and before a first start.

use super::Text;
use crate::model::Language;
use crate::plan::Reason;

/// So many tasks are named.
const NAMED: usize = 3;

/// Notices that were reached and may not leave yet (T8, T16).
pub(crate) fn waits(names: &[String], until: &str, reason: Reason, language: Language) -> String {
    let named = names.iter().take(NAMED).cloned().collect::<Vec<_>>().join(", ");
    let more = if names.len() > NAMED { ", …" } else { "" };
    let count = names.len();
    match (language, reason) {
        (Language::ZhCn, Reason::Hold) => {
            format!("{count} 条提醒暂缓，等到 {until}（{named}{more}）。")
        }
        (Language::ZhCn, Reason::Answer) => {
            format!("{count} 条提醒因反馈待审核而暂缓，最迟到 {until}（{named}{more}）。")
        }
        (Language::ZhCn, Reason::Window) => {
            format!("{count} 条提醒已到，但现在不在发函时间，等到 {until}（{named}{more}）。")
        }
        (Language::En, Reason::Hold) => {
            format!("on hold until {until}: {count} ({named}{more})")
        }
        (Language::En, Reason::Answer) => format!(
            "held back by answers that wait for a decision, until {until} at most: {count} ({named}{more})"
        ),
        (Language::En, Reason::Window) => format!(
            "reached, and waiting for the hours in which letters leave, until {until}: {count} ({named}{more})"
        ),
    }
}

/// What leaves next, where it does not wait.
pub(crate) fn next(name: &str, at: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("现在没有别的函要发；下一次：{at}，{name}。"),
        Language::En => format!("nothing else is due now; next: {at}, {name}"),
    }
}

pub(crate) const NOTHING_MORE: Text =
    Text::of("没有函要发，此后也没有。", "nothing is due, now or later");

/// Before a first start with a list of which much is past.
pub(crate) fn first_start((notices, letters): (usize, usize), language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "台账还是空的：首次巡检会把今天以前已到的 {notices} 条提醒写成 {letters} 封函发出。如果这些人已经用别的办法通知过，请先运行 duban adopt，它把已到的记为已知而不发函。"
        ),
        Language::En => format!(
            "the ledger is empty: the first sweep sends what was reached before today, {notices} notices in {letters} \
             letters. If these people know already, run `duban adopt` first: it records all that has been reached, and \
             sends nothing"
        ),
    }
}
