//! What the pages of [web] say.

use serde::Serialize;

use super::Text;
use super::counts::grouped;
use crate::model::{AnswerState, Language};
use crate::view::reach::Part;
use crate::view::trouble::Trouble;

/// Declares the words of a template, each in both languages.
macro_rules! words {
    ($($name:ident: $zh:literal, $en:literal;)*) => {
        /// Words without values, for a template.
        #[derive(Debug, Serialize)]
        pub(crate) struct Words { $(pub(crate) $name: &'static str),* }

        impl Words {
            pub(crate) fn of(language: Language) -> Words {
                Words { $($name: Text::of($zh, $en).said(language)),* }
            }
        }
    };
}

words! {
    skip: "跳到正文", "Skip to the content";
    filter: "筛选", "Filter";
    text: "标题里有", "Title contains";
    show: "查看", "Show";
    order: "排序", "Order";
    colour: "颜色", "Colour";
    all: "全部", "All";
    part: "范围", "Which";
    unit: "单位", "Unit";
    owner: "责任人", "Owner";
    supervisor: "督办人", "Supervisor";
    deadline: "期限", "Deadline";
    last: "上次发函", "Last letter";
    next: "下次发函", "Next letter";
    pages: "分页", "Pages";
    earlier_page: "上一页", "Previous page";
    later_page: "下一页", "Next page";
    back: "返回列表", "Back to the list";
    feed: "把期限订阅到日历（.ics）", "Subscribe to the deadlines (.ics)";
    facts: "基本情况", "Facts";
    detail: "内容", "Detail";
    ladder: "已发和将发的函", "Letters sent and to come";
    nothing_sent: "还没有发过函。", "No letter has been sent yet.";
    nothing_comes: "照现在的情况不再发函。", "As things are, no letter follows.";
    sent: "已发", "Sent";
    coming: "将发", "To come";
    to: "主送", "To";
    cc: "抄送", "Copied to";
    answers: "反馈", "Answers";
    no_answers: "还没有反馈。", "No answers yet.";
    older_answers: "更早的反馈不再列出。", "Older answers are not listed.";
    milestones: "节点", "Milestones";
    task: "所属任务", "Its task";
    by_unit: "各单位情况", "By unit";
    open: "未办结", "Open";
    late: "逾期", "Late";
    soon: "7 天内到期", "Due in 7 days";
    waits: "待核验", "Awaiting verification";
    ages: "逾期天数", "Days late";
    by_month: "近 12 个月逾期情况", "Lateness over twelve months";
    month: "月份", "Month";
    by_month_note: "未办结和逾期是月末的情况，本月的是现在；办结是当月的。都按文件里的日期推算。横条是未办结的，红色部分已逾期。",
        "Open and overdue as of each month's end, of this month now; closed within the month. All by the dates in the files. The bar is what was open, the red of it overdue.";
    waiting_answers: "等待处理的反馈", "Answers that wait for a decision";
    under_way: "未了结的函件", "Letters under way";
    health: "运行情况", "How duban does";
    well: "一切正常。", "All is well.";
    tasks: "任务", "Tasks";
    subunits: "下属单位", "Units below";
    answer: "反馈办理情况", "Answer";
    who: "您是", "You are";
    received: "已收到", "Received";
    received_does: "表示知道了，督办照常进行。", "You know of it; reminders go on.";
    progress: "报进展", "Progress";
    progress_text: "进展情况", "How it goes";
    percent: "完成百分比", "Per cent done";
    done: "已办结", "Done";
    done_on: "办结日期", "Done on";
    done_text: "办结情况", "What was done";
    evidence: "佐证材料（每行一件）", "Evidence (one a line)";
    more_time: "申请延期", "More time";
    until: "延到哪天", "Until which day";
    reason: "理由", "Reason";
    not_mine: "不归我办", "Not mine";
    whose: "应由谁办", "Whose it is";
    why: "说明", "Why";
    verified: "核验通过", "Verified";
    verified_on: "核验日期", "Verified on";
    verified_text: "核验情况", "What was seen";
    returned: "退回", "Send back";
    optional: "可不填", "optional";
    submit: "提交", "Send";
    waits_note: "提交后由督办室确认。", "The office decides on it.";
    counts_note: "提交后立即生效。", "It counts at once.";
    once: "链接就是凭证，请勿转发。", "The link is a credential: do not pass it on.";
    printed: "打印时的情况，以网页为准。", "As of the time of printing; the page is what counts.";
}

/// What a link that is wrong, old or altered shows, and one that has ended. Both languages, for whoever comes.
pub(crate) const ENDED: [&str; 4] = [
    "链接已失效",
    "这个链接不存在或已经失效。需要新链接，请与督办室联系。",
    "This link has ended",
    "There is no such link, or it has ended. Ask the office for a new one.",
];

/// Too much was asked in a short time.
pub(crate) const SLOWER: [&str; 4] = [
    "请稍后再试",
    "请求太频繁，请过一分钟再试。",
    "Please wait",
    "Too many requests. Try again in a minute.",
];

/// The page cannot be shown, or the answer not recorded, now.
pub(crate) const LATER: [&str; 4] = [
    "暂时无法处理",
    "现在读写不了台账，您填写的内容没有记录。请稍后再试。",
    "Not possible now",
    "The ledger cannot be read or written now, and nothing was recorded. Try again later.",
];

/// What was sent is larger than any form.
pub(crate) const TOO_LARGE: [&str; 4] = [
    "内容太长",
    "提交的内容太长，没有记录。请返回缩短后再提交。",
    "Too long",
    "What was sent is too long, and nothing was recorded. Go back and shorten it.",
];

/// What was sent is no form of ours.
pub(crate) const NO_FORM: [&str; 4] = [
    "没有提交成功",
    "页面开得太久，或不是从本页提交的。请重新打开链接再填。",
    "Nothing was recorded",
    "The page was open for too long, or the form came from elsewhere. Open the link again.",
];

/// The heading of a person's page.
pub(crate) fn of_person(name: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{name}的督办事项"),
        Language::En => format!("Tasks of {name}"),
    }
}

pub(crate) const OFFICE: Text = Text::of("全部督办事项", "All tasks");

/// A part of a person's page.
pub(crate) fn part(part: Part, language: Language) -> &'static str {
    let text = match part {
        Part::Mine => Text::of("我负责的", "Mine"),
        Part::Supervised => Text::of("我督办的", "Supervised"),
        Part::Headed => Text::of("本单位的", "In my units"),
    };
    text.said(language)
}

pub(crate) const SEVERITY: Text = Text::of("程度", "Severity");

pub(crate) const BY_URGENCY: Text = Text::of("按颜色", "by colour");
pub(crate) const BY_DEADLINE: Text = Text::of("按期限", "by deadline");

/// As of when the page speaks.
pub(crate) fn as_of(time: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("截至 {time}"),
        Language::En => format!("As of {time}"),
    }
}

/// Which of so many are shown.
pub(crate) fn shown(first: usize, last: usize, all: usize, language: Language) -> String {
    let all = grouped(all);
    match language {
        Language::ZhCn => format!("第 {first}–{last} 项，共 {all} 项"),
        Language::En => format!("{first}–{last} of {all}"),
    }
}

/// Answers that wait and are not listed.
pub(crate) fn more_answers(count: usize, language: Language) -> String {
    let all = grouped(count);
    match language {
        Language::ZhCn => format!("还有 {all} 条，用 duban answers 查看。"),
        Language::En => format!("{all} more wait: see duban answers."),
    }
}

pub(crate) const NONE: Text = Text::of("没有这样的任务。", "There are no such tasks.");

/// A filter in the page's address that cannot be read.
pub(crate) fn no_filter(key: &str, value: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("筛选条件 {key}={value} 看不懂，未予考虑。"),
        Language::En => format!("The filter {key}={value} cannot be read and is left out."),
    }
}

/// A letter, which time it went.
pub(crate) fn letter(kind: &str, nth: u32, language: Language) -> String {
    match (language, nth) {
        (_, 0) => kind.to_owned(),
        (Language::ZhCn, nth) => format!("{kind}（第 {} 次）", nth + 1),
        (Language::En, nth) => format!("{kind} (no. {})", nth + 1),
    }
}

/// A letter, and the stage that wrote it, by a name of the admin's own.
pub(crate) fn of_stage(letter: &str, stage: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{stage}：{letter}"),
        Language::En => format!("{stage}: {letter}"),
    }
}

/// What has become of an answer.
pub(crate) fn answer_state(state: AnswerState, language: Language) -> &'static str {
    let text = match state {
        AnswerState::Waits => Text::of("等待处理", "waits for a decision"),
        AnswerState::Counts => Text::of("已生效", "counts"),
        AnswerState::Accepted => Text::of("已采纳", "accepted"),
        AnswerState::Declined => Text::of("未采纳", "declined"),
        AnswerState::True => Text::of("已体现", "in the files"),
        AnswerState::Void => Text::of("已不适用", "no longer applies"),
        AnswerState::Noted => Text::of("已记下", "noted"),
    };
    text.said(language)
}

/// Queued, held, failed letters.
pub(crate) fn queue(queued: u32, held: u32, failed: u32, language: Language) -> String {
    match language {
        Language::ZhCn => format!("待发 {queued} 份，待人放行 {held} 份，未能送达 {failed} 份"),
        Language::En => {
            format!("{queued} wait to go, {held} wait for a person, {failed} reached nobody")
        }
    }
}

/// What is wrong, or waits for a person.
pub(crate) fn health(trouble: Trouble, language: Language) -> &'static str {
    let text = match trouble {
        Trouble::NoSweep => Text::of("巡检停了", "no sweep has ended lately"),
        Trouble::Ledger => Text::of("台账写不进去", "the ledger cannot be written"),
        Trouble::Relay => Text::of("函件发不出去", "no letter can leave"),
        Trouble::Refused => Text::of("发出的函件全被拒收", "letters go and none is taken"),
        Trouble::Mailbox => Text::of("收回信的邮箱读不了", "the mailbox of replies cannot be read"),
        Trouble::LettersUnwritten => Text::of("有函件写不出来", "some letters cannot be written"),
        Trouble::FilesRefused => Text::of(
            "有文件有误，仍按上一版执行",
            "some files do not check, and are as they last did",
        ),
        Trouble::FilesSlow => Text::of("读文件超过一分钟", "the files take over a minute to read"),
        Trouble::EditWaits => Text::of("有批量改动等人确认", "a large edit waits for a person"),
        Trouble::LettersHeld => Text::of("有函件等人放行", "letters wait for a person"),
        Trouble::AnswersWait => {
            Text::of("有反馈长时间未审核", "answers have waited long for a decision")
        }
        Trouble::LettersFailed => Text::of("有函件没有送达任何人", "some letters reached nobody"),
        Trouble::ClockOff => Text::of(
            "本机时钟与数据库服务器相差过大，请校时",
            "this machine's clock is off the database server's: set it right",
        ),
    };
    text.said(language)
}

/// What was recorded, after a form was sent.
pub(crate) fn recorded(number: i64, waits: bool, language: Language) -> String {
    match (language, waits) {
        (Language::ZhCn, true) => format!("已记下（反馈 {number} 号），等督办室处理。"),
        (Language::ZhCn, false) => format!("已记下（反馈 {number} 号），即时生效。"),
        (Language::En, true) => format!("Recorded as answer {number}; the office decides on it."),
        (Language::En, false) => format!("Recorded as answer {number}; it counts at once."),
    }
}

/// What an answer says, in one line.
pub(crate) fn said(verb: &str, language: Language) -> &'static str {
    let text = match verb {
        "received" => Text::of("已收到", "received"),
        "progress" => Text::of("进展", "progress"),
        "done" => Text::of("已办结", "done"),
        "more-time" => Text::of("申请延期", "asks for more time"),
        "not-mine" => Text::of("不归我办", "not theirs"),
        "verified" => Text::of("核验通过", "verified"),
        "returned" => Text::of("退回", "sent back"),
        _ => Text::of("留言", "a note"),
    };
    text.said(language)
}

/// What is wrong with a form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Wrong {
    Who,
    Percent,
    Nothing,
    Day,
    Future,
    Past,
    Reason,
    TooLong,
}

pub(crate) fn wrong(wrong: Wrong, language: Language) -> &'static str {
    let text = match wrong {
        Wrong::Who => Text::of("请选您是哪一位。", "Say who you are."),
        Wrong::Percent => {
            Text::of("百分比填 0 到 100 的整数。", "The per cent is a whole number from 0 to 100.")
        }
        Wrong::Nothing => {
            Text::of("进展情况和百分比至少填一项。", "Fill in how it goes, or the per cent.")
        }
        Wrong::Day => Text::of("请填日期，如 2026-11-30。", "Fill in a day, like 2026-11-30."),
        Wrong::Future => Text::of("日期不能在今天之后。", "The day cannot lie after today."),
        Wrong::Past => Text::of(
            "延到的日期要在今天和现在的期限之后。",
            "The new day must lie after today and after the deadline.",
        ),
        Wrong::Reason => Text::of("请写明理由。", "Give a reason."),
        Wrong::TooLong => Text::of(
            "文字最多 1000 字，佐证材料最多 500 字。",
            "A text has at most 1,000 characters, evidence 500.",
        ),
    };
    text.said(language)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n1_the_office_reads_that_a_clock_is_off() {
        let [zh, en] = [Language::ZhCn, Language::En].map(|one| health(Trouble::ClockOff, one));
        assert_eq!(zh, "本机时钟与数据库服务器相差过大，请校时");
        assert_eq!(en, "this machine's clock is off the database server's: set it right");
    }
}
