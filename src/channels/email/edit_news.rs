//! Word to the admin about edits of the list (L6, L8): what waits for a person, what is gone, what was closed at once.

use crate::channels::email::admin_text::{Said, owned};
use crate::compare::{Change, Facts, Name, What};
use crate::model::State;

/// An edit waits for a person.
pub(crate) fn held(changes: &[Change], waits: usize, limit: usize, zh: bool) -> Said {
    let count = changes.len();
    let kinds = kinds(changes, zh);
    let title = match zh {
        true => format!("任务文件批量改动待确认：{count} 项"),
        false => format!("A large edit waits for your word: {count} changes"),
    };
    let mut opening = match zh {
        true => format!(
            "一个工作小时内，任务文件的改动达 {count} 项（{kinds}），超过上限 {limit}（guard.max-changes、max-changes-share）。确认之前，所涉任务的函件一律暂扣，其余任务照常。请核对是否误存了旧文件、丢了一列，或表格软件改写了日期、编号。"
        ),
        false => format!(
            "Within one working hour the files changed {count} tasks ({kinds}), more than {limit} (guard.max-changes, max-changes-share). Until you say that this is meant, letters about these tasks are held; all others go. Look whether an old copy was saved over the new one, a column was lost, or a spreadsheet rewrote dates or ids."
        ),
    };
    if waits > count {
        opening += &match zh {
            true => format!("连同先前待确认的改动，共 {waits} 项。"),
            false => format!(" With what waited before, that makes {waits}."),
        };
    }
    let steps: &[&str] = match zh {
        true => &[
            "改动有误：恢复原文件，即恢复原状，已暂扣的函件自动撤回",
            "duban release --changes    改动无误：认可改动，放行所涉函件",
            "duban discard --changes    改动无误，但已暂扣的函件不发",
        ],
        false => &[
            "if it is wrong: put the old files back, and all is as before; letters held for it are withdrawn",
            "duban release --changes    it is meant: takes it, and lets the letters go",
            "duban discard --changes    it is meant, but letters held so far do not go",
        ],
    };
    let rows = changes.iter().map(|change| (named(&change.name), said(change, zh)));
    Said { title, opening, rows: rows.collect(), steps: owned(steps) }
}

/// Open tasks are gone from the files.
pub(crate) fn gone(gone: &[(Name, Facts)], zh: bool) -> Said {
    let count = gone.len();
    let title = match zh {
        true => format!("{count} 项未完成任务已不在文件中"),
        false => format!("Open tasks gone from the files: {count}"),
    };
    let opening = match zh {
        true => "下列任务未办结、未销号、未取消，却已不在任务文件中，不再督办。",
        false => {
            "These tasks were neither done nor verified nor cancelled, and are no longer in the files. Nobody is reminded of them any more."
        }
    };
    let steps: &[&str] = match zh {
        true => &["若非有意删除，请放回文件", "确需终止的任务，宜保留并填写 cancelled 日期"],
        false => &[
            "if that was not meant, put them back",
            "a task that is to end is better kept, with the date it was cancelled",
        ],
    };
    let rows = gone.iter().map(|(name, facts)| {
        let due = if zh { "期限" } else { "deadline" };
        (named(name), format!("{due} {}", deadline(facts)))
    });
    Said { title, opening: opening.to_owned(), rows: rows.collect(), steps: owned(steps) }
}

/// Many open tasks were closed or put on hold at once. That waits for nobody.
pub(crate) fn settled(settled: &[(Name, Facts)], zh: bool) -> Said {
    let count = settled.len();
    let title = match zh {
        true => format!("{count} 项任务同时办结或暂缓"),
        false => format!("Tasks closed or put on hold at once: {count}"),
    };
    let opening = match zh {
        true => {
            "一个工作小时内，下列未完成任务改为办结、销号、取消或暂缓，已按文件执行，不再催办。"
        }
        false => {
            "Within one working hour the files closed these open tasks or put them on hold. That is in force; nobody is reminded of them any more, or not for now."
        }
    };
    let steps: &[&str] = match zh {
        true => &["若非有意，请恢复原文件"],
        false => &["if that was not meant, put the old files back"],
    };
    let rows = settled.iter().map(|(name, facts)| (named(name), standing(facts, zh)));
    Said { title, opening: opening.to_owned(), rows: rows.collect(), steps: owned(steps) }
}

/// `期限变更 3 项、消失 1 项`.
fn kinds(changes: &[Change], zh: bool) -> String {
    let kinds = What::ALL.iter().filter_map(|(_, what)| {
        let count = changes.iter().filter(|change| change.what == *what).count();
        (count > 0).then(|| match zh {
            true => format!("{} {count} 项", kind(*what, zh)),
            false => format!("{}: {count}", kind(*what, zh)),
        })
    });
    kinds.collect::<Vec<String>>().join(if zh { "、" } else { ", " })
}

fn kind(what: What, zh: bool) -> &'static str {
    match (what, zh) {
        (What::Moved, true) => "期限变更",
        (What::Moved, false) => "deadlines moved",
        (What::Dropped, true) => "消失",
        (What::Dropped, false) => "gone",
        (What::Rearmed, true) => "交办、办结、销号日期或周期改写",
        (What::Rearmed, false) => "opened, done, verified or every rewritten",
        (What::Reopened, true) => "已了结而重新打开",
        (What::Reopened, false) => "settled and open again",
        (What::Owes, true) => "因阶段、规则或暂缓改动而立即发函",
        (What::Owes, false) => "letters owed at once by another stage, policy or hold",
        (What::Added, true) => "新出现",
        (What::Added, false) => "new",
    }
}

/// What one change is, with what was and what is.
fn said(change: &Change, zh: bool) -> String {
    let [was, is] = [&change.was, &change.is].map(|text| text.as_deref().and_then(Facts::read));
    let of = |facts: &Option<Facts>, say: fn(&Facts, bool) -> String| {
        facts.as_ref().map_or_else(String::new, |facts| say(facts, zh))
    };
    let deadlines = |facts: &Facts, _: bool| deadline(facts);
    match change.what {
        What::Moved => format!("{} → {}", of(&was, deadlines), of(&is, deadlines)),
        What::Dropped => {
            format!("{} → {}", of(&was, deadlines), if zh { "已不在文件中" } else { "gone" })
        }
        What::Reopened => format!("{} → {}", of(&was, standing), of(&is, standing)),
        What::Rearmed => format!("{} → {}", of(&was, anchors), of(&is, anchors)),
        What::Owes => kind(What::Owes, zh).to_owned(),
        What::Added => format!("{} {}", kind(What::Added, zh), of(&is, deadlines)),
    }
}

fn deadline(facts: &Facts) -> String {
    match (facts.due, facts.standing) {
        (Some(due), Some(standing)) => format!("{due} every {}", standing.every),
        (Some(due), None) => due.to_string(),
        (None, Some(standing)) => format!("{} every {}", standing.first, standing.every),
        (None, None) => String::new(),
    }
}

/// Where it stands, and since or until when.
fn standing(facts: &Facts, zh: bool) -> String {
    let (date, state) = match (facts.state, zh) {
        (State::Open, _) if facts.hold.is_some() => {
            let until = facts.hold.map_or_else(String::new, |until| until.to_string());
            return if zh {
                format!("暂缓至 {until}")
            } else {
                format!("on hold until {until}")
            };
        }
        (State::Open, true) => (facts.due, "未完成，期限"),
        (State::Open, false) => (facts.due, "open, deadline"),
        (State::Done, true) => (facts.done, "办结"),
        (State::Done, false) => (facts.done, "done"),
        (State::Verified, true) => (facts.verified, "销号"),
        (State::Verified, false) => (facts.verified, "verified"),
        (State::Cancelled, true) => (None, "取消"),
        (State::Cancelled, false) => (None, "cancelled"),
    };
    let date = date.map_or_else(String::new, |date| format!(" {date}"));
    format!("{state}{date}")
}

/// The dates other than the deadline that arm stages.
fn anchors(facts: &Facts, _: bool) -> String {
    let when =
        |key: &str, date: Option<crate::model::When>| date.map(|date| format!("{key} {date}"));
    let every = facts.standing.map(|standing| format!("every {}", standing.every));
    let all = [
        when("opened", facts.opened),
        when("done", facts.done),
        when("verified", facts.verified),
        every,
    ];
    let all: Vec<String> = all.into_iter().flatten().collect();
    if all.is_empty() { "–".to_owned() } else { all.join(", ") }
}

/// `A-2026-017`, `A-2026-017/draft`.
fn named((task, milestone): &Name) -> String {
    match milestone.as_str() {
        "" => task.clone(),
        milestone => format!("{task}/{milestone}"),
    }
}
