//! Every key there is: in which table, of what kind, whether it must be there, what it says.
//!
//! The one source of truth for reading, for "did you mean" and for the schema that editors use.

mod mail;
mod people;
mod policies;
mod reports;
mod service;
mod shape;
mod tasks;

pub use mail::{LETTERS, MAIL, PASSWORD, SMTP, TEMPLATES};
pub use people::{AWAY, CALENDAR, GROUP, PERSON, UNIT, WEEKDAYS};
pub use policies::{POLICY, RULE, STAGE, WHEN};
pub(super) use reports::{COLOUR, LETTER};
pub use reports::{COUNTS, REPORT, TALLY, TALLY_WHEN};
pub use service::{ADMIN, ANSWERS, CHECK, GUARD, HEARTBEAT, HTTP, IMAP, LEDGER, WEB};
pub use shape::{Key, Kind, Noun, Shape};
pub use tasks::{DEFAULTS, EXTENDED, HOLD, MILESTONE, PROGRESS, RETURNED, TASK};

use crate::model::Language;
use shape::{key, names_of};

/// A whole file.
pub static ROOT: Shape = Shape {
    name: "the file",
    keys: &[
        key(
            "include",
            Kind::Texts,
            "要一并读取的其他文件（通配符），相对于本文件；只写在根文件里。",
            "Globs of further files, relative to this one; only in the root file.",
        )
        .also(&["includes", "import"]),
        key(
            "language",
            Kind::Choice(names_of!(Language)),
            "函件的默认语言；只写在根文件里。",
            "Default language of letters; only in the root file.",
        )
        .also(&["语言", "lang"]),
        key(
            "mail",
            Kind::Table(&MAIL),
            "函件的样式和发送方式；只写在根文件里。",
            "How letters look and leave; only in the root file.",
        )
        .also(&["smtp", "email", "邮件"]),
        key(
            "admin",
            Kind::Table(&ADMIN),
            "出了问题告诉谁；只写在根文件里。",
            "Who hears of trouble; only in the root file.",
        )
        .also(&["admins", "管理员"]),
        key(
            "guard",
            Kind::Table(&GUARD),
            "防止误操作引发大量发函的上限；只写在根文件里。",
            "Limits that hold back a mail storm; only in the root file.",
        )
        .also(&["limits"]),
        key(
            "answers",
            Kind::Table(&ANSWERS),
            "对反馈的处理；只写在根文件里。",
            "What becomes of answers; only in the root file.",
        )
        .also(&["answer", "feedback", "反馈"]),
        key(
            "ledger",
            Kind::Table(&LEDGER),
            "台账存放在哪里；只写在根文件里。",
            "Where the ledger is kept; only in the root file.",
        )
        .also(&["database", "台账"]),
        key(
            "templates",
            Kind::Table(&TEMPLATES),
            "自己的函件模板；只写在根文件里。",
            "Templates of one's own; only in the root file.",
        )
        .also(&["template", "模板"]),
        key(
            "letters",
            Kind::Named(&LETTERS),
            "各函种的设置，按函种；只写在根文件里。",
            "Settings of single letters, by letter; only in the root file.",
        )
        .also(&["letter", "numbers", "文号"]),
        key(
            "http",
            Kind::Table(&HTTP),
            "通过 HTTP 查看运行状况和指标；只写在根文件里。",
            "Health and metrics over HTTP; only in the root file.",
        )
        .also(&["metrics", "prometheus"]),
        key(
            "web",
            Kind::Table(&WEB),
            "给人看的网页；只写在根文件里。",
            "Pages for people; only in the root file.",
        )
        .also(&["pages", "site", "网页"]),
        key(
            "heartbeat",
            Kind::Table(&HEARTBEAT),
            "每次巡检后向别处报平安；只写在根文件里。",
            "A sign of life elsewhere after each sweep; only in the root file.",
        )
        .also(&["healthcheck", "ping", "心跳"]),
        key(
            "check",
            Kind::Table(&CHECK),
            "检查时不必再提醒的事；只写在根文件里。",
            "What `check` need not tell of; only in the root file.",
        ),
        key(
            "rules",
            Kind::Tables(&RULE),
            "没有写明督办规则的任务用哪一条规则；只写在根文件里。",
            "Which policy a task has that names none; only in the root file.",
        )
        .also(&["rule"]),
        key("reports", Kind::Tables(&REPORT), "定期报告。", "Reports that come round.")
            .also(&["report", "报告", "通报"]),
        key(
            "tallies",
            Kind::Tables(&TALLY),
            "累计预警：达到数量就发函。",
            "Counts that have somebody written to once they are reached.",
        )
        .also(&["tally", "累计预警", "累计", "预警"]),
        key("calendars", Kind::Named(&CALENDAR), "日历，按编号。", "Calendars by id.")
            .also(&["calendar", "日历"]),
        key("people", Kind::Named(&PERSON), "人员，按编号。", "People by id.")
            .also(&["person", "persons", "users", "人员"]),
        key("groups", Kind::Named(&GROUP), "小组，按编号。", "Groups by id.")
            .also(&["group", "小组"]),
        key("units", Kind::Named(&UNIT), "单位，按编号。", "Units by id.").also(&[
            "unit",
            "departments",
            "单位",
            "部门",
        ]),
        key("policies", Kind::Named(&POLICY), "督办规则，按编号。", "Policies by id.")
            .also(&["policy", "规则"]),
        key(
            "defaults",
            Kind::Table(&DEFAULTS),
            "本文件各任务共用的默认值，任务自己写了的以任务为准。",
            "What holds for the tasks of this file unless they say otherwise.",
        )
        .also(&["default", "默认"]),
        key("task", Kind::Tables(&TASK), "整改任务。", "The tasks.").also(&["tasks", "任务"]),
    ],
};

/// Tables and keys that may stand only in the root file.
pub const ROOT_ONLY: [&str; 14] = [
    "include",
    "language",
    "mail",
    "templates",
    "letters",
    "admin",
    "guard",
    "answers",
    "ledger",
    "http",
    "heartbeat",
    "web",
    "rules",
    "check",
];

/// Every shape, for what looks through them all.
pub static SHAPES: [&Shape; 34] = [
    &HEARTBEAT,
    &LETTERS,
    &REPORT,
    &TALLY,
    &TALLY_WHEN,
    &COUNTS,
    &CHECK,
    &ROOT,
    &MAIL,
    &SMTP,
    &PASSWORD,
    &ADMIN,
    &GUARD,
    &LEDGER,
    &HTTP,
    &CALENDAR,
    &PERSON,
    &AWAY,
    &GROUP,
    &UNIT,
    &POLICY,
    &STAGE,
    &RULE,
    &WHEN,
    &DEFAULTS,
    &TASK,
    &EXTENDED,
    &HOLD,
    &PROGRESS,
    &RETURNED,
    &MILESTONE,
    &WEB,
    &ANSWERS,
    &IMAP,
];
