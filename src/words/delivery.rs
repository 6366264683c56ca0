//! How delivery stands, under the list of `duban status`.

use super::Text;
use crate::model::Language;

pub(crate) const RUNS: Text = Text::of("服务正在运行。", "The daemon is running.");
pub(crate) const DOES_NOT_RUN: Text = Text::of(
    "服务没有运行：现在不会有函件发出。",
    "The daemon is not running: nothing is sent now.",
);

/// No letter can leave. `next`: where letters wait, when the next one is tried.
pub(crate) fn outage(since: &str, why: &str, next: Option<&str>, language: Language) -> String {
    match (language, next) {
        (Language::ZhCn, None) => {
            format!("函件自 {since} 起发不出去：{why}。现在没有待发的函件，下一份函件发出时再试。")
        }
        (Language::ZhCn, Some(next)) => {
            format!("函件自 {since} 起发不出去：{why}。下次尝试：{next}。")
        }
        (Language::En, None) => format!(
            "No letter could leave since {since}: {why}. None waits now; the next one tries again."
        ),
        (Language::En, Some(next)) => {
            format!("No letter can leave since {since}: {why}. Next try: {next}.")
        }
    }
}

/// A mailbox of replies cannot be read.
pub(crate) fn mailbox(mailbox: &str, since: &str, why: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("收回信的邮箱 {mailbox} 自 {since} 起读不了：{why}。"),
        Language::En => {
            format!("The mailbox of replies {mailbox} cannot be read since {since}: {why}.")
        }
    }
}

/// What would mend the outage.
pub(crate) fn what_to_do(cure: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("处理办法：{cure}。"),
        Language::En => format!("What to do: {cure}."),
    }
}

/// Letters go, and none is taken.
pub(crate) fn refusing(since: &str, letters: u32, answer: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "函件照发而无人接收：自 {since} 起连续 {letters} 份被拒（{answer}）。查明原因后：duban retry --failed。"
        ),
        Language::En => format!(
            "Letters go, and none is taken: since {since} the last {letters} were refused ({answer}). \
             Once that is mended: duban retry --failed."
        ),
    }
}

/// Of so many tasks nothing can be told, because the letter cannot be written; the first by its name.
pub(crate) fn unwritten(
    (count, first): (usize, String),
    since: &str,
    why: &str,
    next: &str,
    language: Language,
) -> String {
    match language {
        Language::ZhCn => format!(
            "{count} 项任务（{first} 等）的函件自 {since} 起写不出来：{why}。下次尝试：{next}，文件改好后立即再试。"
        ),
        Language::En => format!(
            "Since {since} letters cannot be written, tasks: {count} ({first} first): {why}. Next try: {next}, or as soon \
             as files are taken."
        ),
    }
}

/// One of them is a letter that a person released, and it can go as it was.
pub(crate) fn as_written(letter: &str, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!(
                "其中函件 {letter} 已批准发出；可按原文发出：duban release --as-written {letter}。"
            )
        }
        Language::En => format!(
            "Letter {letter} among them was released; as it was written it can go: duban release --as-written {letter}."
        ),
    }
}

/// Letters wait in the queue.
pub(crate) fn queued(count: u32, oldest: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("排队待发 {count} 份，最早的写于 {oldest}：duban letters。"),
        Language::En => {
            format!("Letters that wait: {count}, the oldest since {oldest}: duban letters.")
        }
    }
}

/// Letters that reached none of those they are addressed to (L3).
pub(crate) fn in_vain(count: u32, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "{count} 份函件主送无一收到：duban letters；在人员文件中改正地址，即按新地址另行发出。"
        ),
        Language::En => format!(
            "Letters that reached none they are addressed to: {count}: duban letters; with the \
             address corrected in the people's file they go to it."
        ),
    }
}

/// Letters wait for a person.
pub(crate) fn held(count: u32, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{count} 份函件待人工放行：duban letters，duban release。"),
        Language::En => {
            format!("Letters that wait for your word: {count}: duban letters, duban release.")
        }
    }
}

/// Answers wait for a decision, the first since then.
pub(crate) fn answers(count: u32, since: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{count} 条反馈待审核，最早的自 {since} 起：duban answers。"),
        Language::En => {
            format!(
                "Answers that wait for a decision: {count}, the first since {since}: duban answers."
            )
        }
    }
}

/// A large edit waits for a person; so many changes, of which some moved a deadline or dropped a task.
pub(crate) fn edit(
    found: &str,
    changes: u32,
    (moved, dropped): (u32, u32),
    language: Language,
) -> String {
    match language {
        Language::ZhCn => format!(
            "{found} 的批量改动（共 {changes} 项，其中期限变更 {moved} 项、消失 {dropped} 项）待确认：duban release --changes。"
        ),
        Language::En => format!(
            "A large edit found {found} waits for your word, changes: {changes}, of which deadlines moved: {moved}, tasks \
             gone: {dropped}: \
             duban release --changes."
        ),
    }
}

/// Letters to an address come back.
pub(crate) fn bounced(address: &str, since: &str, answer: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("发往 {address} 的函件自 {since} 起被退回：{answer}。"),
        Language::En => format!("Letters to {address} come back since {since}: {answer}."),
    }
}

/// Word to the admin does not reach an address.
pub(crate) fn admin_unreached(
    address: &str,
    letter: &str,
    answer: &str,
    language: Language,
) -> String {
    match language {
        Language::ZhCn => format!("管理员 {address} 收不到报告（函件 {letter}）：{answer}。"),
        Language::En => {
            format!("Word to the admin does not reach {address} (letter {letter}): {answer}.")
        }
    }
}
