//! What a new version of the files changed (R3).

use super::super::Text;
use super::super::counts::plural;
use super::super::lists;
pub(crate) use crate::compare::changes::Changes;
use crate::model::{Language, State};

/// Up to so many are named, more are counted.
const NAMED: usize = 3;

/// All of it in a line.
pub(crate) fn said(changes: &Changes, language: Language) -> String {
    let mut said = Vec::new();
    said.extend(tasks(&changes.added, Text::of("新增", "added"), language));
    said.extend(tasks(&changes.gone, Text::of("消失", "gone"), language));
    match changes.moved.len() {
        0 => {}
        1..=NAMED => said.extend(changes.moved.iter().map(|(task, from, to)| match language {
            Language::ZhCn => format!("{task} 的期限由 {from} 改为 {to}"),
            Language::En => format!("{task}'s deadline moved {from} \u{2192} {to}"),
        })),
        many => said.push(match language {
            Language::ZhCn => format!("期限变更 {many} 项"),
            Language::En => format!("{many} deadlines moved"),
        }),
    }
    let states = changes.states.iter();
    said.extend(states.filter_map(|(name, ids)| tasks(ids, state(name), language)));
    match (changes.edited, language) {
        (0, _) => {}
        (count, Language::ZhCn) => said.push(format!("其他改动 {count} 项")),
        (count, Language::En) => said.push(format!("{} otherwise edited", plural(count, "task"))),
    }
    match said.is_empty() {
        true => Text::of("任务没有变化", "no task changed").said(language).to_owned(),
        false => said.join(lists::AND.said(language)),
    }
}

/// `3 tasks added`, `1 task done (A-17)`; `新增 3 项`, `办结 1 项（A-17）`.
fn tasks(ids: &[String], what: Text, language: Language) -> Option<String> {
    let (count, what) = (ids.len(), what.said(language));
    let names = (1..=NAMED).contains(&count).then(|| ids.join(lists::AND.said(language)));
    match (count, language, names) {
        (0, ..) => None,
        (_, Language::ZhCn, Some(names)) => Some(format!("{what} {count} 项（{names}）")),
        (_, Language::ZhCn, None) => Some(format!("{what} {count} 项")),
        (_, Language::En, Some(names)) => {
            Some(format!("{} {what} ({names})", plural(count, "task")))
        }
        (_, Language::En, None) => Some(format!("{} {what}", plural(count, "task"))),
    }
}

fn state(name: &str) -> Text {
    match State::from_name(name) {
        Some(State::Done) => Text::of("办结", "done"),
        Some(State::Verified) => Text::of("销号", "verified"),
        Some(State::Cancelled) => Text::of("取消", "cancelled"),
        Some(State::Open) | None => Text::of("重新打开", "open"),
    }
}
