//! Edits of the list: what waits for a person, what is gone, what was closed at once (L6, L8).

use super::super::Text;
use crate::compare::What;
use crate::model::Language;

/// An edit waits for a person.
pub(crate) fn waits(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("任务文件批量改动待确认：{count} 项"),
        Language::En => format!("A large edit waits for your word: {count} changes"),
    }
}

pub(crate) const ASK: Text = Text::of(
    "请核对是否误存了旧文件、丢了一列，或表格软件改写了日期、编号：有误的恢复原文件，无误的予以认可",
    "Look whether an old copy was saved over the new one, a column was lost, or a spreadsheet rewrote dates or ids. If it \
     is wrong, put the old files back; if it is meant, say so",
);

/// So many changes of these kinds, more than the limit; `all` wait, with those that waited before.
pub(crate) fn opening(
    (count, all): (usize, usize),
    kinds: &str,
    limit: usize,
    language: Language,
) -> String {
    let mut opening = match language {
        Language::ZhCn => format!(
            "一个工作小时内，任务文件的改动达 {count} 项（{kinds}），超过上限 {limit}（guard.max-changes、max-changes-share）。"
        ),
        Language::En => format!(
            "Within one working hour the files changed {count} tasks ({kinds}), more than {limit} (guard.max-changes, \
             max-changes-share)."
        ),
    };
    if all > count {
        opening += &match language {
            Language::ZhCn => format!("连同先前待确认的改动，共 {all} 项。"),
            Language::En => format!(" With what waited before, that makes {all}."),
        };
    }
    opening
}

pub(crate) const MEANWHILE: Text = Text::of(
    "确认之前，所涉任务的函件一律暂扣，其余任务照常。恢复原文件即恢复原状，已暂扣的函件自动撤回。",
    "Until you say that this is meant, letters about these tasks are held; all others go. With the old files back all is as \
     before, and letters held for it are withdrawn.",
);

/// `期限变更 3 项，消失 1 项`.
pub(crate) fn kinds(counts: &[(What, usize)], language: Language) -> String {
    let of = |(what, count): &(What, usize)| {
        let kind = kind(*what).said(language);
        match language {
            Language::ZhCn => format!("{kind} {count} 项"),
            Language::En => format!("{kind}: {count}"),
        }
    };
    let all: Vec<String> = counts.iter().map(of).collect();
    all.join(Text::of("，", ", ").said(language))
}

/// A kind of change.
pub(crate) const fn kind(what: What) -> Text {
    match what {
        What::Moved => Text::of("期限变更", "deadlines moved"),
        What::Dropped => Text::of("消失", "gone"),
        What::Rearmed => {
            Text::of("交办、办结、销号日期或周期改写", "opened, done, verified or every rewritten")
        }
        What::Reopened => Text::of("已了结而重新打开", "settled and open again"),
        What::Owes => Text::of(
            "因阶段、规则或暂缓改动而立即发函",
            "letters owed at once by another stage, policy or hold",
        ),
        What::Added => Text::of("新出现", "new"),
    }
}

/// What a task that is gone became.
pub(crate) const GONE: Text = Text::of("已不在文件中", "gone");

// Open tasks are gone from the files.

/// So many.
pub(crate) fn gone(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{count} 项未完成任务已不在文件中"),
        Language::En => format!("Open tasks gone from the files: {count}"),
    }
}

pub(crate) const ASK_GONE: Text = Text::of(
    "若非有意删除，请将任务放回文件",
    "If that was not meant, put the tasks back into the files",
);
pub(crate) const OPENING_GONE: Text = Text::of(
    "下列任务未办结、未销号、未取消，却已不在任务文件中，不再督办。确需终止的任务，宜保留并填写 cancelled 日期。",
    "These tasks were neither done nor verified nor cancelled, and are no longer in the files. Nobody is reminded of them \
     any more. A task that is to end is better kept, with the date it was cancelled.",
);

/// A deadline as a row says it.
pub(crate) fn deadline(due: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("期限 {due}"),
        Language::En => format!("deadline {due}"),
    }
}

/// The deadline of a task that comes round.
pub(crate) fn standing(due: &str, every: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{due}，每{every}一次"),
        Language::En => format!("{due}, every {every}"),
    }
}

// Many open tasks were closed or put on hold at once.

/// So many.
pub(crate) fn settled(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{count} 项任务同时办结或暂缓"),
        Language::En => format!("Tasks closed or put on hold at once: {count}"),
    }
}

pub(crate) const ASK_SETTLED: Text =
    Text::of("若非有意，请恢复原文件", "If that was not meant, put the old files back");
pub(crate) const OPENING_SETTLED: Text = Text::of(
    "一个工作小时内，下列未完成任务改为办结、销号、取消或暂缓，已按文件执行，不再催办。",
    "Within one working hour the files closed these open tasks or put them on hold. That is in force; nobody is reminded \
     of them any more, or not for now.",
);

// Where a task stands.

pub(crate) const OPEN: Text = Text::of("未完成，期限", "open, deadline");
pub(crate) const DONE: Text = Text::of("办结", "done");
pub(crate) const VERIFIED: Text = Text::of("销号", "verified");
pub(crate) const CANCELLED: Text = Text::of("取消", "cancelled");

/// A task on hold.
pub(crate) fn on_hold(until: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("暂缓至 {until}"),
        Language::En => format!("on hold until {until}"),
    }
}

/// After the deadline of a task that is gone: a new one may be the same.
pub(crate) fn renamed(new: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("；疑似改号为 {new}：已发的提醒记在旧编号下，按新编号将重新提醒"),
        Language::En => format!(
            "; renamed to {new}? What was sent stands under the old id, and goes again under the new one"
        ),
    }
}
