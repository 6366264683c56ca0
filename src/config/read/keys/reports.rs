//! The keys of reports and tallies.

use crate::config::read::keys::policies::stage_letters;
use crate::config::read::keys::shape::{Key, Kind, Noun, Shape, key, names_of};
use crate::model::{Attach, LetterKind, Per, Period, Release, TallyPer};
use crate::plan::Colour;

/// The letters that a tally may write, its own first.
fn letters_of_tallies() -> Vec<&'static str> {
    std::iter::once(LetterKind::Tally.name()).chain(stage_letters()).collect()
}

/// `[[reports]]`.
pub static REPORT: Shape = Shape {
    name: "[[reports]]",
    keys: &[
        key("name", Kind::Line, "名称，不能重复。", "Its name, unique among reports.")
            .required()
            .also(&["id", "名称"]),
        key("title", Kind::Line, "报告的标题。", "What stands at its head.").also(&["标题"]),
        key(
            "cron",
            Kind::Text,
            "何时发出，同 crontab：分 时 日 月 星期；日和星期都写了，符合其一即可。",
            "When, as in crontab(5): minute, hour, day, month, weekday; day and weekday both given mean either.",
        )
        .required()
        .also(&["when", "schedule", "时间"]),
        key(
            "calendar",
            Kind::Id(Noun::Calendar),
            "按哪个日历的时区和工作日；不写则用 default。",
            "The calendar whose zone and working days it goes by; by default `default`.",
        )
        .also(&["日历"]),
        key(
            "roll",
            Kind::Text,
            "遇到休息日怎么办：none 照发，later 顺延，earlier 提前，2wd 放到休息日之后的第 2 个工作日。",
            "What becomes of a day off: none, later, earlier, or 2wd for the second working day after it.",
        )
        .also(&["shift", "move"]),
        key(
            "unit",
            Kind::AnyOf,
            "只报这个单位及其下级的任务。",
            "Only tasks of this unit and the units below it.",
        )
        .also(&["units", "单位"]),
        key("owner", Kind::AnyOf, "只报此人（或小组）负责的任务。", "Only tasks of this owner."),
        key(
            "supervisor",
            Kind::AnyOf,
            "只报此人（或小组）督办的任务。",
            "Only tasks that this person or group supervises.",
        ),
        key("policy", Kind::AnyOf, "只报用这条督办规则的任务。", "Only tasks of this policy."),
        key("batch", Kind::AnyOf, "只报这一批次的任务。", "Only tasks of this batch."),
        key("category", Kind::AnyOf, "只报这一类别的任务。", "Only tasks of this category."),
        key("source", Kind::AnyOf, "只报这一来源的任务。", "Only tasks from this source."),
        key("severity", Kind::AnyOf, "只报这种严重程度的任务。", "Only tasks of this severity."),
        key(
            "per",
            Kind::Choice(names_of!(Per)),
            "分成几份：whole 一份，unit 每个下级单位一份，supervisor 每个督导方一份。",
            "Into how many it is divided: whole, or one for each child unit or supervisor.",
        )
        .also(&["by", "each"]),
        key("to", Kind::Roles, "主送谁。", "Who it is addressed to.").required(),
        key("cc", Kind::Roles, "抄送谁。", "Who gets a copy.").also(&["copy", "抄送"]),
        key(
            "release",
            Kind::Choice(names_of!(Release)),
            "是否自动发出。",
            "Whether it leaves by itself.",
        ),
        key(
            "attach",
            Kind::Choices(names_of!(Attach)),
            "附上清单：xlsx 工作簿，csv，ics 日历，md。",
            "The list as an attachment: a workbook, CSV, a calendar, Markdown.",
        )
        .also(&["attachments", "附件"]),
        key(
            "empty",
            Kind::Flag,
            "没有内容时是否也发。",
            "Whether it is written where there is nothing to say.",
        ),
    ],
};

/// `[[tallies]]`.
pub static TALLY: Shape = Shape {
    name: "[[tallies]]",
    keys: &[
        key("name", Kind::Line, "名称，不能重复。", "Its name, unique among tallies.")
            .required()
            .also(&["id", "名称"]),
        key("title", Kind::Line, "函件的标题。", "What stands at the head of its letter.").also(&["标题"]),
        key(
            "of",
            Kind::Choice(|| vec!["tasks", "letters"]),
            "数什么：tasks 任务，letters 已发出的函件；默认 tasks。",
            "What is counted: tasks, or letters that were released; by default tasks.",
        )
        .also(&["what"]),
        key(
            "when",
            Kind::Table(&TALLY_WHEN),
            "只数符合这些条件的任务（或关于这些任务的函件）。",
            "Only tasks that fit this, or letters about such.",
        )
        .also(&["where", "if", "filter"]),
        key(
            "counts",
            Kind::Table(&COUNTS),
            "数哪些函件；只用于 of = \"letters\"。",
            "Which letters count; only for of = \"letters\".",
        )
        .also(&["count"]),
        key(
            "period",
            Kind::Choice(names_of!(Period)),
            "函件从本月、本季还是本年开始算起。",
            "Letters count since this month, quarter or year began.",
        )
        .also(&["within", "周期"]),
        key(
            "per",
            Kind::Choice(names_of!(TallyPer)),
            "分别为谁计数：whole 合在一起，unit 每个单位，owner 每个责任人，supervisor 每个督导方，task 每项任务（只用于函件）。",
            "For whom it is counted by itself: whole, or each unit, owner, supervisor or (letters only) task.",
        )
        .also(&["by", "each"]),
        key(
            "subtree",
            Kind::Flag,
            "任务是否也算到上级单位；只用于 per = \"unit\"。",
            "Whether a task counts for the units above its own, too; only for per = \"unit\".",
        )
        .also(&["recursive"]),
        key(
            "at-least",
            Kind::Whole(1, 1_000_000),
            "达到多少就发函。",
            "From so many on it is reached.",
        )
        .required()
        .also(&["min", "minimum", "threshold", "limit", "number"]),
        key("to", Kind::Roles, "主送谁。", "Who it is addressed to.").required(),
        key("cc", Kind::Roles, "抄送谁。", "Who gets a copy.").also(&["copy", "抄送"]),
        key(
            "letter",
            Kind::Choice(letters_of_tallies),
            "发哪种函件；默认 tally（累计预警）。",
            "Which letter; by default tally.",
        )
        .also(&["kind", "函件"]),
        key(
            "release",
            Kind::Choice(names_of!(Release)),
            "是否自动发出。",
            "Whether it leaves by itself.",
        ),
        key(
            "again",
            Kind::Length,
            "仍未降下来的，过多久再发一封；不写则不再发。",
            "After how long there is one more letter while it stays reached; by default none.",
        )
        .also(&["repeat", "every"]),
    ],
};

/// `when` of a tally.
pub static TALLY_WHEN: Shape = Shape {
    name: "when = { … }",
    keys: &[
        key(
            "unit",
            Kind::AnyOf,
            "任务在这个单位或其下级。",
            "It lies with this unit or one below it.",
        )
        .also(&["units", "单位"]),
        key("owner", Kind::AnyOf, "由此人（或小组）负责。", "It has this owner.").also(&["责任人"]),
        key(
            "supervisor",
            Kind::AnyOf,
            "由此人（或小组）督办。",
            "This person or group supervises it.",
        )
        .also(&["督导方"]),
        key("policy", Kind::AnyOf, "用这条督办规则。", "It has this policy.").also(&["督办规则"]),
        key("batch", Kind::AnyOf, "属于这一批次。", "It is of this batch.").also(&["批次"]),
        key("category", Kind::AnyOf, "属于这一类别。", "It is of this category.").also(&["类别"]),
        key("source", Kind::AnyOf, "来自这里。", "It comes from this source.").also(&["来源"]),
        key("severity", Kind::AnyOf, "是这种严重程度。", "It is of this severity.")
            .also(&["严重程度"]),
        key(
            "colour",
            Kind::AnyOf,
            "是这种颜色；不写则只数未办结的。",
            "It has this colour; without it only open tasks count.",
        )
        .also(&["color", "颜色"]),
        key(
            "late",
            Kind::Text,
            "未办结且逾期这么久：\">30d\"、\">=5wd\"。",
            "It is open and so late: \">30d\", \">=5wd\".",
        )
        .also(&["overdue", "逾期"]),
        key(
            "due-within",
            Kind::Length,
            "未办结，这么多天之内到期。",
            "It is open, and due from today to so many days on.",
        ),
    ],
};

/// One colour of `when`, one letter of `counts`: which words they may be.
pub(in crate::config::read) static COLOUR: Key = key(
    "colour",
    Kind::Choice(|| Colour::ALL.iter().map(|colour| colour.name()).collect()),
    "",
    "",
);

pub(in crate::config::read) static LETTER: Key =
    key("letter", Kind::Choice(names_of!(LetterKind)), "", "");

/// `counts` of a tally.
pub static COUNTS: Shape = Shape {
    name: "counts = { … }",
    keys: &[
        key("letter", Kind::AnyOf, "这种函件。", "Letters of this kind.").also(&["kind", "函件"]),
        key("stage", Kind::AnyOf, "这个督办阶段的函件。", "Letters of this stage.")
            .also(&["stages", "督办阶段"]),
    ],
};
