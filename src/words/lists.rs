//! What lists show: headings, and the names of colours, letters and states.

use super::Text;
use crate::model::{Language, LetterKind};
use crate::plan::Colour;
use crate::view::Counts;

/// A colour's name.
pub(crate) fn colour(colour: Colour, language: Language) -> &'static str {
    let name = match colour {
        Colour::Red => Text::of("红", "red"),
        Colour::Yellow => Text::of("黄", "yellow"),
        Colour::Green => Text::of("绿", "green"),
        Colour::Blue => Text::of("蓝", "blue"),
        Colour::Grey => Text::of("灰", "grey"),
    };
    name.said(language)
}

/// A letter's name.
pub(crate) fn letter(kind: LetterKind, language: Language) -> &'static str {
    let name = match kind {
        LetterKind::Assignment => Text::of("交办函", "assignment"),
        LetterKind::Reminder => Text::of("提醒函", "reminder"),
        LetterKind::Overdue => Text::of("逾期提醒", "overdue"),
        LetterKind::Supervision => Text::of("督办函", "supervision"),
        LetterKind::Circular => Text::of("通报", "circular"),
        LetterKind::Verification => Text::of("核验通知", "verification"),
        LetterKind::LookBack => Text::of("回头看", "look-back"),
        LetterKind::Returned => Text::of("退回通知", "returned"),
        LetterKind::Urge => Text::of("催办函", "urge"),
        LetterKind::Digest => Text::of("摘要", "digest"),
        LetterKind::Handover => Text::of("交接函", "handover"),
        LetterKind::Receipt => Text::of("回执", "receipt"),
        LetterKind::Report => Text::of("报告", "report"),
        LetterKind::Tally => Text::of("累计预警", "tally"),
    };
    name.said(language)
}

/// Who gets a copy, and who has it in a digest.
pub(crate) fn copied(cc: &str, digest: &str, language: Language) -> String {
    let digest = match (language, digest.is_empty()) {
        (_, true) => return cc.to_owned(),
        (Language::ZhCn, false) => format!("摘要：{digest}"),
        (Language::En, false) => format!("digest: {digest}"),
    };
    match (language, cc.is_empty()) {
        (_, true) => digest,
        (Language::ZhCn, false) => format!("{cc}；{digest}"),
        (Language::En, false) => format!("{cc}; {digest}"),
    }
}

/// Somebody to whom no letter can go, for no address is filled in.
pub(crate) fn no_address(name: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{name}（无地址）"),
        Language::En => format!("{name} (no address)"),
    }
}

/// A letter that is held when it is written.
pub(crate) fn held_letter(name: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{name}（待批）"),
        Language::En => format!("{name} (held)"),
    }
}

/// What stands in place of a letter's name.
pub(crate) const WORD_TO_ADMIN: Text = Text::of("报管理员", "word to the admin");

// Headings.

/// Of `plan`.
pub(crate) const fn plan(language: Language) -> [&'static str; 6] {
    match language {
        Language::ZhCn => ["发出", "任务", "阶段", "函", "主送", "抄送"],
        Language::En => ["RELEASE", "TASK", "STAGE", "LETTER", "TO", "CC"],
    }
}

/// Of `status`.
pub(crate) const fn status(language: Language) -> [&'static str; 9] {
    match language {
        Language::ZhCn => {
            ["", "任务", "单位", "责任人", "期限", "天数", "最近提醒", "下次提醒", "标题"]
        }
        Language::En => [
            "",
            "TASK",
            "UNIT",
            "OWNER",
            "DEADLINE",
            "DAYS",
            "LATEST NOTICE",
            "NEXT NOTICE",
            "TITLE",
        ],
    }
}

/// Beneath a list: how many of which colour; `all` is how many there are without the filter.
pub(crate) fn counts(counts: &Counts, all: usize, language: Language) -> String {
    let by_colour = Colour::ALL
        .into_iter()
        .map(|one| format!("{} {}", colour(one, language), counts.of_colour(one)));
    let by_colour = by_colour.collect::<Vec<_>>().join(AND.said(language));
    match (language, all == counts.total) {
        (Language::ZhCn, true) => format!("共 {all} 项：{by_colour}"),
        (Language::ZhCn, false) => format!("{all} 项中的 {} 项：{by_colour}", counts.total),
        (Language::En, true) => format!("{all} in all: {by_colour}"),
        (Language::En, false) => format!("{} of {all}: {by_colour}", counts.total),
    }
}

/// Of `history`.
pub(crate) const fn history(language: Language) -> [&'static str; 7] {
    match language {
        Language::ZhCn => ["记录时间", "任务", "阶段", "结果", "函件", "状态", "收件人"],
        Language::En => ["RECORDED", "TASK", "STAGE", "WHAT", "LETTER", "STATE", "RECIPIENTS"],
    }
}

/// Of edits, in `history`.
pub(crate) const fn edits(language: Language) -> [&'static str; 6] {
    match language {
        Language::ZhCn => ["记录时间", "任务或人员", "命令", "何人", "原因", "改动"],
        Language::En => ["RECORDED", "OF", "COMMAND", "WHO", "WHY", "CHANGE"],
    }
}

/// Of `letters`.
pub(crate) const fn letters(language: Language) -> [&'static str; 7] {
    match language {
        Language::ZhCn => ["函件", "状态", "次数", "下次", "收件人", "原因", "主题"],
        Language::En => ["LETTER", "STATE", "TRIED", "NEXT", "RECIPIENTS", "WHY", "SUBJECT"],
    }
}

pub(crate) const NO_NOTICES: Text = Text::of("这段时间没有提醒。", "No notices in this time.");
pub(crate) const NO_LETTERS: Text = Text::of("没有未了结的函件。", "No letter is unsettled.");

/// Between names in a line.
pub(crate) const AND: Text = Text::of("、", ", ");

// A letter's head.

pub(crate) const LEAVES: Text = Text::of("发出时间", "Leaves");
pub(crate) const SUBJECT: Text = Text::of("主题", "Subject");
pub(crate) const TO: Text = Text::of("主送", "To");
pub(crate) const CC: Text = Text::of("抄送", "Cc");

/// `letter 3f2a (reminder), sent`.
pub(crate) fn letter_line(id: &str, kind: &str, state: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("函件 {id}（{kind}），{state}"),
        Language::En => format!("letter {id} ({kind}), {state}"),
    }
}

/// The number of a letter (文号).
pub(crate) fn own_number(number: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("文号 {number}"),
        Language::En => format!("number {number}"),
    }
}

/// A letter by its id, with its number where it has one.
pub(crate) fn with_number(id: String, number: Option<&str>, language: Language) -> String {
    match (number, language) {
        (None, _) => id,
        (Some(number), Language::ZhCn) => format!("{id}（{number}）"),
        (Some(number), Language::En) => format!("{id} ({number})"),
    }
}

/// A server wrote then that a letter is late for a recipient.
pub(crate) fn late(at: &str, address: &str, text: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{at} 延迟通知（{address}）：{text}"),
        Language::En => format!("{at} late for {address}: {text}"),
    }
}

/// A recipient, where it stands, and what the relay said of it.
pub(crate) fn recipient_line(
    address: &str,
    state: &str,
    answer: Option<&str>,
    language: Language,
) -> String {
    match (language, answer) {
        (_, None) => format!("{address} {state}"),
        (Language::ZhCn, Some(answer)) => format!("{address} {state}：{answer}"),
        (Language::En, Some(answer)) => format!("{address} {state}: {answer}"),
    }
}

/// Whom something goes to, in a line; of a list that is empty nothing is said.
pub(crate) fn recipients(to: &str, cc: &str, language: Language) -> String {
    match (language, to, cc) {
        (Language::ZhCn, "", _) => "没有主送的人".to_owned(),
        (Language::ZhCn, to, "") => format!("主送 {to}"),
        (Language::ZhCn, to, cc) => format!("主送 {to}；抄送 {cc}"),
        (Language::En, "", _) => "to nobody".to_owned(),
        (Language::En, to, "") => format!("to {to}"),
        (Language::En, to, cc) => format!("to {to}; cc {cc}"),
    }
}
