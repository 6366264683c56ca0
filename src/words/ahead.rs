//! What `explain` says of what is to come.

use super::{Text, lists, states};
use crate::model::Language;
use crate::plan::Reason;
use crate::view::WhyHeld;

/// What stands above it.
pub(crate) const HEADING: Text =
    Text::of("今后 30 天（如无变化）", "The next 30 days, if nothing changes");

/// Nothing comes.
pub(crate) const NOTHING: Text = Text::of("没有函件", "no letters");

/// A notice that leaves then.
pub(crate) fn notice(
    at: &str,
    which: &str,
    letter: &str,
    (to, cc): (&str, &str),
    language: Language,
) -> String {
    let who = lists::recipients(to, cc, language);
    match language {
        Language::ZhCn => format!("{at}  {which}（{letter}）：{who}"),
        Language::En => format!("{at}  {which} ({letter}): {who}"),
    }
}

/// Why it leaves later than it is meant for.
pub(crate) fn waits(reason: Reason, moment: &str, language: Language) -> String {
    match (language, reason) {
        (Language::ZhCn, Reason::Hold) => format!("本应 {moment} 发出，因搁置推迟（T8）"),
        (Language::ZhCn, Reason::Answer) => {
            format!("本应 {moment} 发出，因有反馈待审核而推迟（T16）")
        }
        (Language::ZhCn, Reason::Window) => format!("本应 {moment} 发出，等到发信时段（T8）"),
        (Language::En, Reason::Hold) => {
            format!("meant for {moment}, and kept back by the hold (T8)")
        }
        (Language::En, Reason::Answer) => {
            format!("meant for {moment}, and kept back by the answer that waits (T16)")
        }
        (Language::En, Reason::Window) => {
            format!("meant for {moment}, and waits for the hours in which mail is sent (T8)")
        }
    }
}

/// It will be held, and why.
pub(crate) fn held(why: WhyHeld, language: Language) -> String {
    let why = states::why_held(why, language);
    match language {
        Language::ZhCn => format!("届时扣住待放行：{why}"),
        Language::En => format!("held then for `duban release`: {why}"),
    }
}

/// Who is not copied has it in that digest.
pub(crate) fn in_digest(name: &str, at: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{name}不另抄送，列入 {at} 的摘要（W6）"),
        Language::En => format!("{name} has it in the digest of {at} (W6)"),
    }
}

/// A report that names the task.
pub(crate) fn named(
    (report, about): (&str, Option<&str>),
    at: &str,
    overdue: bool,
    (to, cc): (&str, &str),
    language: Language,
) -> String {
    let who = lists::recipients(to, cc, language);
    let about = about.map(|about| format!(" {about}")).unwrap_or_default();
    match (language, overdue) {
        (Language::ZhCn, true) => format!("{at}  报告 {report}{about}：列入逾期名单；{who}"),
        (Language::ZhCn, false) => format!("{at}  报告 {report}{about}：列入待核验名单；{who}"),
        (Language::En, true) => format!("{at}  report {report}{about}: named as overdue; {who}"),
        (Language::En, false) => {
            format!("{at}  report {report}{about}: named as waiting for verification; {who}")
        }
    }
}
