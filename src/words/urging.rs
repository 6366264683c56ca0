//! What `urge` says.

use jiff::civil::Date;

use super::Text;
use super::lists::AND;
use crate::model::Language;

/// Who gets a letter.
pub(crate) fn people(to: &[String], cc: &[String], language: Language) -> String {
    let and = AND.said(language);
    let to = to.join(and);
    match (language, cc.is_empty()) {
        (_, true) => to,
        (Language::ZhCn, false) => format!("{to}（抄送{}）", cc.join(and)),
        (Language::En, false) => format!("{to} (copied to {})", cc.join(and)),
    }
}

/// A letter, and the tasks in it.
pub(crate) fn letter(people: &str, tasks: &[String], language: Language) -> String {
    let tasks = tasks.join(AND.said(language));
    match language {
        Language::ZhCn => format!("《催办函》致{people}：{tasks}"),
        Language::En => format!("an urgent request to {people}: {tasks}"),
    }
}

/// Nobody answers for it.
pub(crate) fn nobody(task: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{task} 没有责任人，催办无人可收；请先用 duban assign 指定"),
        Language::En => {
            format!(
                "nobody owns {task}, so there is nobody to urge; name an owner with duban assign"
            )
        }
    }
}

/// It is on hold: no stage writes meanwhile.
pub(crate) fn on_hold(task: &str, until: Date, language: Language) -> String {
    match language {
        Language::ZhCn => format!("注意：{task} 暂停至 {until}，催办函照发。"),
        Language::En => {
            format!("note: {task} is on hold until {until}; this letter goes all the same")
        }
    }
}

/// It was urged on the same day.
pub(crate) fn again(task: &str, at: &str, by: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("注意：{task} 今天已由{by}催办过（{at}），这是再次催办。"),
        Language::En => {
            format!("note: {by} urged {task} today already, {at}; this is one more letter")
        }
    }
}

/// After a dry run.
pub(crate) const NOTHING_SENT: Text =
    Text::of("仅为预览，没有催办。", "A dry run: nobody was urged.");

/// When the letters go.
pub(crate) const LEAVES: Text = Text::of(
    "已记入台账，随下一次巡检发出（服务运行时一分钟之内；否则请运行 duban run --once）。",
    "Recorded. It leaves with the next sweep: within a minute while duban runs, else by duban run --once.",
);

/// There is no ledger in which the wish could be recorded.
pub(crate) const NEVER_RAN: Text = Text::of(
    "还没有台账（服务尚未运行过），无法催办；请先运行 duban run 或 duban run --once",
    "there is no ledger yet, since duban never ran: start duban run, or duban run --once, first",
);
