//! What `explain` says of one stage: how its moment was computed, what went, and where it stands.

use super::Text;
use super::explain::{sentence, state_name};
use crate::model::{AnchorKind, At, Language, State, Unless};

/// T4: an exact moment.
pub(crate) fn computed(anchor: &str, at: At, moment: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{anchor} {at}：{moment}。"),
        Language::En => format!("{anchor} {at}: {moment}."),
    }
}

/// T3: the day on which a day-based stage falls, before it was moved.
pub(crate) struct Counted<'a> {
    pub(crate) anchor: &'a str,
    /// How far from it, in words.
    pub(crate) distance: &'a str,
    pub(crate) day: &'a str,
    pub(crate) time: &'a str,
}

/// T3: a day-based moment that stays on its day.
pub(crate) fn computed_by_days(counted: &Counted<'_>, language: Language) -> String {
    let Counted { anchor, distance, day, time } = counted;
    match language {
        Language::ZhCn => format!("{anchor} {distance}：{day} {time}。"),
        Language::En => format!("{anchor}, {distance}: {day} {time}."),
    }
}

/// T3: a day-based moment whose day is not worked, and was moved.
pub(crate) fn moved(
    counted: &Counted<'_>,
    off: Option<&str>,
    moved: &str,
    earlier: bool,
    language: Language,
) -> String {
    let Counted { anchor, distance, day, time } = counted;
    let off = day_off(off, language);
    match (language, earlier) {
        (Language::ZhCn, true) => {
            format!("{anchor} {distance}：{day}，{off}，提前到 {moved} {time}。")
        }
        (Language::ZhCn, false) => {
            format!("{anchor} {distance}：{day}，{off}，顺延到 {moved} {time}。")
        }
        (Language::En, true) => {
            format!("{anchor}, {distance}: {day}, {off}, so earlier: {moved} {time}.")
        }
        (Language::En, false) => {
            format!("{anchor}, {distance}: {day}, {off}, so later: {moved} {time}.")
        }
    }
}

fn day_off(name: Option<&str>, language: Language) -> String {
    match (language, name) {
        (Language::ZhCn, Some(name)) => format!("非工作日（{name}）"),
        (Language::ZhCn, None) => "非工作日".to_owned(),
        (Language::En, Some(name)) => format!("a day off ({name})"),
        (Language::En, None) => "a day off".to_owned(),
    }
}

// What became of a notice: parts of the sentence that `past` makes.

/// It went into this letter; these have it in a digest instead of a copy.
pub(crate) fn in_letter(
    at: &str,
    letter: &str,
    state: &str,
    digest: &str,
    language: Language,
) -> String {
    let digest = match (language, digest.is_empty()) {
        (_, true) => String::new(),
        (Language::ZhCn, false) => format!("，未抄送{digest}，列入其摘要"),
        (Language::En, false) => format!(", in a digest for {digest}"),
    };
    match language {
        Language::ZhCn => format!("{at} 写入函件 {letter}（{state}）{digest}"),
        Language::En => format!("written {at} into letter {letter} ({state}){digest}"),
    }
}

/// It went into a letter that is not known any more.
pub(crate) const IN_SOME_LETTER: Text = Text::of("已发函", "went into a letter");

/// T7: a later one was sent in its place.
pub(crate) fn superseded(at: &str, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("{at} 记为已被取代：未及发出就到了更后的阶段，每次只发最新的一项（T7）")
        }
        Language::En => format!(
            "superseded {at}: a later stage was reached before it was sent, and only the latest goes (T7)"
        ),
    }
}

/// L6c: its letter was written anew.
pub(crate) fn replaced(at: &str, letter: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{at} 写入函件 {letter}，该函已由新拟的函件代替"),
        Language::En => format!("written {at} into letter {letter}, which a newer letter replaced"),
    }
}

/// L6b: its letter was withdrawn.
pub(crate) fn withdrawn(at: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{at} 撤回，未发出"),
        Language::En => format!("withdrawn {at}, before it was sent"),
    }
}

/// `duban adopt` took it as known.
pub(crate) fn adopted(at: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{at} 接管台账时记为已知，没有发函"),
        Language::En => format!("known since {at}, when the list was adopted; nothing was sent"),
    }
}

/// The whole sentence: which occurrence, its fate, and the anchor from which it was counted, where that was moved
/// since (T10).
pub(crate) fn past(k: u32, fate: &str, moved_from: Option<&str>, language: Language) -> String {
    let which = match (language, k) {
        (_, 0) => String::new(),
        (Language::ZhCn, k) => format!("第 {k} 次重复："),
        (Language::En, k) => format!("Repeat {k}: "),
    };
    let moved = match (language, moved_from) {
        (_, None) => String::new(),
        (Language::ZhCn, Some(anchor)) => format!("（当时的起算日为 {anchor}，其后已变更）"),
        (Language::En, Some(anchor)) => format!(" (counted from {anchor}, which was moved since)"),
    };
    sentence(&format!("{which}{fate}{moved}"), language)
}

// Where a stage stands.

/// T1, T11: there is no such date.
pub(crate) fn no_anchor(from: AnchorKind, milestone: bool, language: Language) -> String {
    match (language, milestone) {
        (Language::ZhCn, true) => "不适用：节点只按期限提醒（T11）。".to_owned(),
        (Language::En, true) => "Never: milestones have `due` stages only (T11).".to_owned(),
        (Language::ZhCn, false) => format!("不适用：任务没有 {} 日期（T1）。", from.name()),
        (Language::En, false) => format!("Not yet: the task has no `{}` date (T1).", from.name()),
    }
}

/// T11: the milestone is done.
pub(crate) const MILESTONE_DONE: Text =
    Text::of("不再提醒：节点已完成（T11）。", "Nothing: the milestone is done (T11).");

/// T1: the task's state does not call for it.
pub(crate) fn not_live(state: State, from: AnchorKind, language: Language) -> String {
    let (state, from) = (state_name(state, language), from.name());
    match language {
        Language::ZhCn => format!("不提醒：任务{state}，此阶段按 {from} 起算（T1）。"),
        Language::En => {
            format!("Nothing: the task is {state}, and this stage counts from `{from}` (T1).")
        }
    }
}

/// T14: what its `unless` names has happened.
pub(crate) fn silent(unless: Unless, language: Language) -> &'static str {
    let sentence = match unless {
        Unless::Acknowledged => {
            Text::of("不提醒：任务已签收（T14）。", "Silent: the task was received (T14).")
        }
        Unless::Progress => {
            Text::of("不提醒：已报进展（T14）。", "Silent: progress was reported (T14).")
        }
    };
    sentence.said(language)
}

/// Its moment has not come.
pub(crate) fn to_come(at: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("未到，将于 {at} 到达。"),
        Language::En => format!("To come {at}."),
    }
}

/// It leaves at the next sweep.
pub(crate) fn leaving(which: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("已到，{which} 将在下一次巡检（整分钟）发出。"),
        Language::En => format!("Reached: {which} leaves at the next sweep."),
    }
}

/// L6a: it is held at the next sweep.
pub(crate) fn about_to_be_held(which: &str, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("已到，{which} 将在下一次巡检（整分钟）拟好并扣住，待 duban release 放行。")
        }
        Language::En => {
            format!("Reached: {which} is written at the next sweep and held for `duban release`.")
        }
    }
}

// T8: the task is on hold.

pub(crate) const REACHED_ON_HOLD: Text =
    Text::of("已到，但任务暂缓", "Reached, but the task is on hold");

/// What is not reached before the hold.
pub(crate) fn to_come_on_hold(at: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("未到，{at} 到达时任务仍在暂缓"),
        Language::En => format!("To come {at}, while the task is on hold"),
    }
}

/// The same of a repeat.
pub(crate) fn repeats_on_hold(at: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("下一次重复在 {at}，那时任务仍在暂缓"),
        Language::En => format!("Repeats next {at}, while the task is on hold"),
    }
}

/// T7: what goes when the hold ends, of the stage itself or in its place.
pub(crate) fn after_hold(
    opening: &str,
    which: &str,
    own: bool,
    at: &str,
    language: Language,
) -> String {
    match (language, own) {
        (Language::ZhCn, true) => format!("{opening}；{which} 等到 {at}。"),
        (Language::ZhCn, false) => format!("{opening}；到 {at} 已越过，届时只发 {which}（T7）。"),
        (Language::En, true) => format!("{opening}: {which} waits until {at}."),
        (Language::En, false) => {
            format!("{opening}: passed over by {at}, when only {which} goes (T7).")
        }
    }
}

/// T16: an answer waits for a decision.
pub(crate) fn waiting_for_answer(which: &str, until: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("已到，但有反馈待审核（T16），{which} 最迟等到 {until}。"),
        Language::En => format!(
            "Reached, but an answer waits for a decision (T16): {which} waits until {until} at most."
        ),
    }
}

/// T8: letters leave at these hours only, on working days or on every day.
pub(crate) fn waiting_for_hours(
    which: &str,
    until: &str,
    hours: &str,
    workdays: bool,
    language: Language,
) -> String {
    let days = match workdays {
        true => Text::of("工作日", "working days"),
        false => Text::of("每天", "every day"),
    };
    let days = days.said(language);
    match language {
        Language::ZhCn => {
            format!("已到，但函件只在{days} {hours} 发出（T8）：{which} 等到 {until}。")
        }
        Language::En => format!(
            "Reached, but letters leave {hours} on {days} only (T8): {which} waits until {until}."
        ),
    }
}

/// T7: a later stage was reached before it was sent.
pub(crate) fn passed_over(later: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("已越过：此后已到 {later} 阶段，每次只发最新的一项（T7）。"),
        Language::En => {
            format!("Passed over: `{later}` has been reached since, and only the latest goes (T7).")
        }
    }
}

/// The next repeat.
pub(crate) fn repeats_next(at: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("下一次重复在 {at}。"),
        Language::En => format!("Repeats next {at}."),
    }
}
