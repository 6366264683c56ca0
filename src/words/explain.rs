//! What `explain` says of a task or milestone as a whole.

use super::Text;
use super::counts::{every, plural, rhythm};
use crate::model::{AnchorKind, DigestRhythm, Language, Span, Stage, State};

/// What the policy says of a stage: `deadline +5wd, then every week`.
pub(crate) fn rule(stage: &Stage, language: Language) -> String {
    let from = anchor(stage.from, language);
    let at = stage.at;
    let every = stage.repeat.as_ref().map(|repeat| rhythm(repeat, language));
    match (language, every, stage.times) {
        (_, None, _) => format!("{from} {at}"),
        (Language::En, Some(every), None) => format!("{from} {at}, then every {every}"),
        (Language::En, Some(every), Some(times)) => {
            format!("{from} {at}, then every {every}, {times} times at most")
        }
        (Language::ZhCn, Some(every), None) => format!("{from} {at}，此后每{every}一次"),
        (Language::ZhCn, Some(every), Some(times)) => {
            format!("{from} {at}，此后每{every}一次，至多 {times} 次")
        }
    }
}

/// How often the sign of life goes to the admin (R4).
pub(crate) fn all_well(rhythm: DigestRhythm, language: Language) -> &'static str {
    let rule = match rhythm {
        DigestRhythm::Daily => Text::of(
            "平安函：每个工作日一封，发给管理员（admin.all-well）",
            "a sign of life to the admin on every working day (admin.all-well)",
        ),
        DigestRhythm::Weekly => Text::of(
            "平安函：每周第一个工作日一封，发给管理员（admin.all-well）",
            "a sign of life to the admin on the first working day of each week (admin.all-well)",
        ),
    };
    rule.said(language)
}

fn anchor(from: AnchorKind, language: Language) -> &'static str {
    let name = match from {
        AnchorKind::Opened => Text::of("交办日", "opened"),
        AnchorKind::Due => Text::of("期限", "deadline"),
        AnchorKind::Done => Text::of("办结日", "done"),
        AnchorKind::Verified => Text::of("销号日", "verified"),
        AnchorKind::Progress => Text::of("最近进展", "latest progress"),
        AnchorKind::Returned => Text::of("退回日", "returned"),
    };
    name.said(language)
}

/// A hold that is not over (T8).
pub(crate) struct OnHold<'a> {
    /// Its first day; without it, it has begun.
    pub(crate) from: Option<&'a str>,
    pub(crate) until: &'a str,
    pub(crate) reason: Option<&'a str>,
    /// Whether the deadline moves by its days (T0).
    pub(crate) stops_clock: bool,
}

/// The task is on hold, or will be.
pub(crate) fn on_hold(hold: &OnHold<'_>, language: Language) -> String {
    let OnHold { from, until, .. } = hold;
    let reason = hold.reason.map(|reason| format!(" ({reason})")).unwrap_or_default();
    let clock = match hold.stops_clock {
        true => Text::of("，期限相应顺延（T0）", "; the deadline moves by its days (T0)"),
        false => Text::of("", ""),
    };
    let clock = clock.said(language);
    match (language, from) {
        (Language::ZhCn, None) => format!("已暂缓，{until} 之前不发任何函件{reason}{clock}。"),
        (Language::ZhCn, Some(from)) => {
            format!("暂缓：{from} 起至 {until} 之前不发任何函件{reason}{clock}。")
        }
        (Language::En, None) => format!("On hold: nothing leaves before {until}{reason}{clock}."),
        (Language::En, Some(from)) => {
            format!("On hold: nothing leaves from {from} until {until}{reason}{clock}.")
        }
    }
}

/// The milestone is done.
pub(crate) fn done_on(day: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("已完成（{day}）。"),
        Language::En => format!("Done on {day}."),
    }
}

/// The task's state, where days are not counted any more.
pub(crate) fn state(state: State, language: Language) -> &'static str {
    let sentence = match state {
        State::Open => Text::of("在办。", "Open."),
        State::Done => Text::of("已办结，待核验。", "Done, awaiting verification."),
        State::Verified => Text::of("已销号。", "Verified."),
        State::Cancelled => Text::of("已取消。", "Cancelled."),
    };
    sentence.said(language)
}

/// The milestone is not done, but its task is closed.
pub(crate) fn left_behind(state: State, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("节点未标完成，但任务{}，不再提醒（T11）。", state_name(state, language))
        }
        Language::En => format!(
            "Not marked done, but its task is {}: nothing is sent of it (T11).",
            state_name(state, language)
        ),
    }
}

/// A task's state within a sentence.
pub(super) fn state_name(state: State, language: Language) -> &'static str {
    let name = match state {
        State::Open => Text::of("在办", "open"),
        State::Done => Text::of("已办结", "done"),
        State::Verified => Text::of("已销号", "verified"),
        State::Cancelled => Text::of("已取消", "cancelled"),
    };
    name.said(language)
}

/// How many days are left, negative where it is late, of which so many are working days. `passed`: whether a
/// deadline of today has passed.
pub(crate) fn open(days: i64, working: i64, passed: bool, language: Language) -> String {
    let counted = plural(days.unsigned_abs() as usize, "day");
    match (language, days) {
        (Language::ZhCn, ..0) => format!("在办，已逾期 {} 天（{} 个工作日）。", -days, -working),
        (Language::ZhCn, 0) if passed => "在办，今天已到期。".to_owned(),
        (Language::ZhCn, 0) => "在办，今天到期。".to_owned(),
        (Language::ZhCn, _) => format!("在办，距期限 {days} 天（{working} 个工作日）。"),
        (Language::En, ..0) => format!("Open, {counted} late ({} working).", -working),
        (Language::En, 0) if passed => "Open, passed its deadline today.".to_owned(),
        (Language::En, 0) => "Open, due today.".to_owned(),
        (Language::En, _) => format!("Open, {counted} left ({working} working)."),
    }
}

/// The deadline in force, and the first promise where it was another.
pub(crate) fn deadline(in_force: &str, first: Option<&str>, language: Language) -> String {
    match (language, first) {
        (Language::ZhCn, None) => format!("期限 {in_force}。"),
        (Language::ZhCn, Some(first)) => format!("期限 {in_force}，最初为 {first}。"),
        (Language::En, None) => format!("Deadline {in_force}."),
        (Language::En, Some(first)) => format!("Deadline {in_force}, first promised for {first}."),
    }
}

/// T9: a standing task, and the deadline of its live cycle.
pub(crate) fn cycle(span: Span, in_force: &str, language: Language) -> String {
    let every = every(span, language);
    match language {
        Language::ZhCn => format!("长期任务，每{every}一期；本期期限 {in_force}。"),
        Language::En => {
            format!("A standing task, every {every}; this cycle's deadline is {in_force}.")
        }
    }
}

// What stands before the names of those who answer for it.

pub(crate) const UNIT: Text = Text::of("单位", "Unit");
pub(crate) const OWNER: Text = Text::of("责任人", "owner");
pub(crate) const SUPERVISOR: Text = Text::of("督办人", "supervisor");
pub(crate) const POLICY: Text = Text::of("督办规则", "policy");
pub(crate) const CALENDAR: Text = Text::of("日历", "calendar");

/// `Unit A; owner 张三.`
pub(crate) fn responsible(parts: &[(Text, String)], language: Language) -> String {
    let parts = parts.iter().map(|(name, value)| format!("{} {value}", name.said(language)));
    let listed = parts.collect::<Vec<_>>().join(Text::of("；", "; ").said(language));
    sentence(&listed, language)
}

/// What leaves next, if nothing changes. `asks`: it is held then.
pub(crate) fn next(at: &str, which: &str, letter: &str, asks: bool, language: Language) -> String {
    match (language, asks) {
        (Language::ZhCn, true) => {
            format!("如无变化，下一函：{at}，{which}（{letter}），届时扣住待放行。")
        }
        (Language::ZhCn, false) => format!("如无变化，下一函：{at}，{which}（{letter}）。"),
        (Language::En, true) => format!(
            "If nothing changes, next: {at}, {which} ({letter}), held then for `duban release`."
        ),
        (Language::En, false) => format!("If nothing changes, next: {at}, {which} ({letter})."),
    }
}

pub(crate) const NOTHING_FURTHER: Text =
    Text::of("此后不再有提醒。", "Nothing further will be sent.");

/// Whom a stage is written to, and as what.
pub(crate) fn recipient(shown: &str, why: &str, copied: bool, language: Language) -> String {
    let list = match copied {
        false => Text::of("主送", "To"),
        true => Text::of("抄送", "Cc"),
    };
    let (list, colon) = (list.said(language), Text::of("：", ": ").said(language));
    match why.is_empty() {
        true => format!("{list} {shown}"),
        false => format!("{list} {shown}{colon}{why}"),
    }
}

/// Who gets no copy, but a digest (W6, L8b).
pub(crate) fn in_digest(
    shown: &str,
    why: &str,
    rhythm: Option<DigestRhythm>,
    language: Language,
) -> String {
    let list = match rhythm {
        Some(DigestRhythm::Daily) => {
            Text::of("不抄送，列入每日摘要（W6）", "In the daily digest (W6)")
        }
        Some(DigestRhythm::Weekly) => {
            Text::of("不抄送，列入每周摘要（W6）", "In the weekly digest (W6)")
        }
        None => Text::of(
            "抄送过多，改发一份摘要（L8b）",
            "In a digest at once, in place of too many copies (L8b)",
        ),
    };
    let (list, colon) = (list.said(language), Text::of("：", ": ").said(language));
    match why.is_empty() {
        true => format!("{list}{colon}{shown}"),
        false => format!("{list}{colon}{shown}{colon}{why}"),
    }
}

/// `张三 <zhang@example.org>`, and for whom they stand in.
pub(crate) fn stand_in(shown: &str, absent: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{shown}（代 {absent}）"),
        Language::En => format!("{shown} (for {absent})"),
    }
}

/// A capital at its beginning and a stop at its end.
pub(super) fn sentence(text: &str, language: Language) -> String {
    let mut letters = text.chars();
    let first: String =
        letters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}{}", letters.as_str(), Text::of("。", ".").said(language))
}
