//! What is asked, of whom and by when.

use super::super::Text;
use crate::model::{Language, LetterKind};

/// Who is to see to it: heads in person, the others by doing it.
pub(crate) fn whom(
    kind: LetterKind,
    heads: &str,
    others: &str,
    language: Language,
) -> Option<String> {
    let does = match kind {
        LetterKind::Verification => Text::of("核验", "to verify"),
        LetterKind::LookBack => Text::of("回访", "to look back"),
        _ => Text::of("办理", "to act"),
    };
    let does = does.said(language);
    Some(match (language, heads, others) {
        (_, "", "") => return None,
        (Language::ZhCn, "", others) => format!("请{others}{does}"),
        (Language::ZhCn, heads, "") => format!("请{heads}亲自过问"),
        (Language::ZhCn, heads, others) => format!("请{heads}亲自过问，{others}{does}"),
        (Language::En, "", others) => format!("For {others}"),
        (Language::En, heads, "") => format!("For {heads}, in person"),
        (Language::En, heads, others) => format!("For {heads}, in person; {others} {does}"),
    })
}

/// When what is asked is due.
pub(crate) struct Until<'a> {
    /// The deadline, while it is to come.
    pub(crate) deadline: Option<&'a str>,
    /// By when an answer is expected; nothing where the deadline comes first.
    pub(crate) answer: Option<&'a str>,
    /// Whether the letter is about many tasks.
    pub(crate) many: bool,
}

/// What is asked for, by when.
pub(crate) fn what(kind: LetterKind, until: &Until<'_>, language: Language) -> String {
    // Behind a bracket, which is wide enough, no blank.
    demand(kind, until, language).replace("） 前", "）前")
}

fn demand(kind: LetterKind, until: &Until<'_>, language: Language) -> String {
    let Until { deadline, answer, many } = *until;
    let (each, task_by_task) = if many { ("逐项", ", task by task") } else { ("", "") };
    let it = if many { "them" } else { "it" };
    let answer = answer.or(deadline).unwrap_or_default();
    match (language, kind) {
        (Language::ZhCn, LetterKind::Supervision) => {
            format!("请于 {answer} 前{each}书面回复：")
        }
        (Language::En, LetterKind::Supervision) => {
            format!("Answer in writing by {answer}{task_by_task}:")
        }
        (Language::ZhCn, LetterKind::Circular) => {
            format!("请于 {answer} 前整改到位，并{each}书面报告：")
        }
        (Language::En, LetterKind::Circular) => {
            format!("Put {it} right and report in writing by {answer}{task_by_task}:")
        }
        (Language::ZhCn, LetterKind::Verification) => {
            format!("请于 {answer} 前{each}核验并回复：")
        }
        (Language::En, LetterKind::Verification) => {
            format!("Verify {it} and answer by {answer}{task_by_task}:")
        }
        (Language::ZhCn, LetterKind::LookBack) => format!("请于 {answer} 前{each}回访并回复："),
        (Language::En, LetterKind::LookBack) => {
            format!("Look back at {it} and answer by {answer}{task_by_task}:")
        }
        (Language::ZhCn, LetterKind::Returned) => {
            format!("请继续整改，并于 {answer} 前{each}回复：")
        }
        (Language::En, LetterKind::Returned) => {
            format!("Mend {it}, and answer by {answer}{task_by_task}:")
        }
        (language, _) => finish(until, language),
    }
}

/// Assignments, reminders and overdue notices: to finish, and to say how it stands.
fn finish(until: &Until<'_>, language: Language) -> String {
    let (each, task_by_task) = if until.many { ("逐项", ", task by task") } else { ("", "") };
    match (language, until.deadline, until.answer) {
        (Language::ZhCn, Some(due), Some(answer)) => {
            format!("请于 {due} 前办结，并于 {answer} 前{each}回复：")
        }
        (Language::ZhCn, Some(due), None) => format!("请于 {due} 前办结，并{each}回复："),
        (Language::ZhCn, None, answer) => {
            format!("请于 {} 前{each}回复：", answer.unwrap_or_default())
        }
        (Language::En, Some(due), Some(answer)) => {
            format!("Finish by {due}; by {answer} answer{task_by_task}:")
        }
        (Language::En, Some(due), None) => format!("Finish by {due}, and answer{task_by_task}:"),
        (Language::En, None, answer) => {
            format!("Answer by {}{task_by_task}:", answer.unwrap_or_default())
        }
    }
}

/// The points of the answer.
pub(crate) fn points(kind: LetterKind, until: &Until<'_>, language: Language) -> Vec<&'static str> {
    let first = until.deadline.is_some() && until.answer.is_some();
    let points: &[Text] = match kind {
        LetterKind::Assignment if first => &[
            Text::of("整改措施和分工", "what is to be done, and by whom"),
            Text::of("预计办结日期", "the day it is expected to be done"),
        ],
        LetterKind::Reminder if first => &[
            Text::of("目前进展", "how far it is"),
            Text::of("能否按期办结", "whether it will be done in time"),
        ],
        LetterKind::Assignment | LetterKind::Reminder if until.deadline.is_some() => &[
            Text::of("办结日期和办结情况", "the day it was done, and what was done"),
            Text::of("佐证材料（作为附件）", "proof, attached"),
        ],
        LetterKind::Digest
        | LetterKind::Handover
        | LetterKind::Receipt
        | LetterKind::Report
        | LetterKind::Tally => &[],
        LetterKind::Assignment | LetterKind::Reminder | LetterKind::Overdue | LetterKind::Urge => {
            &[
                Text::of("已办结的，报办结日期和佐证材料", "if it is done: the day, and proof"),
                Text::of(
                    "未办结的，写明原因、目前进展和办结日期",
                    "if not: why, how far it is, and the day it will be done",
                ),
            ]
        }
        LetterKind::Supervision => &[
            Text::of("未办结的原因", "why it is not done"),
            Text::of("目前进展和期间措施", "what has been done, and what holds meanwhile"),
            Text::of("办结日期（年月日）", "the date on which it will be done"),
        ],
        LetterKind::Circular => &[
            Text::of("整改情况和办结日期", "what was done, and the day it was done"),
            Text::of("原因和责任", "why it was late, and who answers for it"),
            Text::of("防止再次发生的措施", "what keeps it from happening again"),
        ],
        LetterKind::Verification => &[
            Text::of("确已整改到位的，写明核验日期", "if it holds: the day you verified it"),
            Text::of("未到位的，写明退回原因", "if not: why you send it back"),
        ],
        LetterKind::LookBack => &[
            Text::of("问题是否反弹", "whether the problem has come back"),
            Text::of(
                "措施是否管用、制度是否执行",
                "whether the measures work and the rules are kept",
            ),
        ],
        LetterKind::Returned => &[
            Text::of("针对退回原因的整改措施", "what you do about the reason it was sent back for"),
            Text::of("预计办结日期", "the day it is expected to be done"),
            Text::of(
                "完成后重新报办结，并附佐证材料",
                "once it is done: that it is, with what shows it",
            ),
        ],
    };
    points.iter().map(|point| point.said(language)).collect()
}

/// How to answer.
pub(crate) fn how(address: &str, id: Option<&str>, language: Language) -> String {
    match (language, id) {
        (Language::ZhCn, Some(id)) => format!("直接回复本邮件（{address}），写明编号 {id} 即可。"),
        (Language::ZhCn, None) => format!("直接回复本邮件（{address}），逐项写明编号即可。"),
        (Language::En, Some(id)) => format!("Simply reply to this mail ({address}), naming {id}."),
        (Language::En, None) => {
            format!("Simply reply to this mail ({address}), naming each task by its id.")
        }
    }
}

/// A link to the page by which a letter is answered (A1).
pub(crate) const ON_THE_WEB: Text = Text::of("在网页上反馈", "Answer on the web");

/// The attached table may be filled in.
pub(crate) fn by_table(file: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("也可在附件 {file} 中逐项填写后回复。"),
        Language::En => format!("Or fill in the attached {file} and send it back."),
    }
}

/// Who needs more time says so in time.
pub(crate) const MORE_TIME: Text = Text::of(
    "确需延期的，请在期限届满前提出并说明理由。",
    "If you need more time, ask before the deadline and say why.",
);

/// A button that begins an answer: what it says, and the first words of that answer.
pub(crate) struct Button {
    pub(crate) label: &'static str,
    pub(crate) body: &'static str,
}

/// The buttons of a letter.
pub(crate) fn buttons(kind: LetterKind, language: Language) -> Vec<Button> {
    let buttons: &[(Text, Text)] = match kind {
        LetterKind::Verification => &[
            (
                Text::of("核验通过", "It holds"),
                Text::of(
                    "核验通过\n\n核验日期：\n核验情况：\n",
                    "verified\n\nDay:\nWhat I checked:\n",
                ),
            ),
            (
                Text::of("退回", "Send it back"),
                Text::of("退回\n\n退回原因：\n", "returned\n\nWhy:\n"),
            ),
        ],
        LetterKind::LookBack => &[
            (
                Text::of("成效巩固", "It still holds"),
                Text::of("成效巩固\n\n回访情况：\n", "It still holds.\n\nWhat I found:\n"),
            ),
            (
                Text::of("问题反弹", "It came back"),
                Text::of("问题反弹\n\n回访情况：\n", "It came back.\n\nWhat I found:\n"),
            ),
        ],
        _ => &[
            (
                Text::of("已办结", "It is done"),
                Text::of(
                    "已完成\n\n办结日期：\n办结情况：\n附件：\n",
                    "done\n\nDay:\nWhat was done:\nAttached:\n",
                ),
            ),
            (
                Text::of("报进展", "Report progress"),
                Text::of(
                    "进展\n\n目前进展：\n原因（如已逾期）：\n预计办结日期：\n",
                    "progress\n\nHow far it is:\nWhy it is late (if it is):\nWhen it will be done:\n",
                ),
            ),
            (
                Text::of("申请延期", "Ask for more time"),
                Text::of(
                    "延期\n\n申请延期至：\n理由：\n已做工作：\n",
                    "more time\n\nUntil:\nWhy:\nDone so far:\n",
                ),
            ),
        ],
    };
    let button = |(label, body): &(Text, Text)| Button {
        label: label.said(language),
        body: body.said(language),
    };
    buttons.iter().map(button).collect()
}

/// The subject of the answer that a button begins.
pub(crate) fn answer_subject(about: &str, label: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("回复 [{about}] {label}"),
        Language::En => format!("Re: [{about}] {label}"),
    }
}

/// What a mail program shows beside the subject: how late, then the ask.
pub(crate) fn preview(standing: &str, ask: &str, language: Language) -> String {
    let ask = ask.trim_end_matches(['：', ':']);
    match language {
        Language::ZhCn => format!("{standing}。{ask}。"),
        Language::En => {
            let mut letters = standing.chars();
            let first = letters.next().map(|one| one.to_uppercase().to_string());
            format!("{}{}. {ask}.", first.unwrap_or_default(), letters.as_str())
        }
    }
}

/// What stands there where nothing is asked.
pub(crate) const KNOWN: Text = Text::of("告知", "FOR INFORMATION");

/// What stands above the demand in plain text.
pub(crate) const ASKED: Text = Text::of("请办", "ASKED OF YOU");
