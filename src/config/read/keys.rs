//! Every key there is: in which table, of what kind, whether it must be there, what it says.
//!
//! The one source of truth for reading, for "did you mean" and for the schema that editors use.

use crate::model::{
    AnchorKind, Importance, Language, LetterKind, Release, Security, SendOn, Severity,
    TransportKind, Unless,
};

/// A table and its keys.
#[derive(Debug)]
pub struct Shape {
    /// How the table is written: `[mail.smtp]`, `[[task]]`.
    pub name: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
}

/// A key of a table.
#[derive(Debug)]
pub struct Key {
    /// How it is written.
    pub name: &'static str,
    /// What its value is.
    pub kind: Kind,
    /// Whether it must be there.
    pub required: bool,
    /// What it says.
    pub says: &'static str,
    /// Other words for it that people try.
    pub also: &'static [&'static str],
}

/// What a value is.
#[derive(Debug, Clone, Copy)]
pub enum Kind {
    /// Any text.
    Text,
    /// Text of one line that is not empty.
    Line,
    /// `true` or `false`.
    Flag,
    /// A whole number between two bounds, both included.
    Whole(i64, i64),
    /// A number from 0 to 1.
    Share,
    /// One of some words.
    Choice(fn() -> Vec<&'static str>),
    /// Several of some words.
    Choices(fn() -> Vec<&'static str>),
    /// A day.
    Date,
    /// Several days.
    Dates,
    /// A day or a time.
    When,
    /// A day, a time, or a distance from `opened`.
    Due,
    /// `+5wd`, `50%`.
    At,
    /// `2w`.
    Length,
    /// `2w`, or several lengths, one after another.
    Rhythm,
    /// `09:00-18:00`.
    Hours,
    /// `09:00`.
    Time,
    /// `Asia/Shanghai`.
    Zone,
    /// `600/min`.
    Rate,
    /// `127.0.0.1:9470`.
    Listen,
    /// `zhang@example.org`.
    Address,
    /// `张三 <zhang@example.org>`.
    Mailbox,
    /// Several of those.
    Mailboxes,
    /// The id of something: a person, a unit …
    Id(&'static str),
    /// Several ids, or whatever else the words name.
    Ids(&'static str),
    /// Roles of a stage.
    Roles,
    /// Several texts.
    Texts,
    /// A text, or several of which any will do.
    AnyOf,
    /// Texts by names of one's own.
    Fields,
    /// A table.
    Table(&'static Shape),
    /// A table, or several.
    OneOrMore(&'static Shape),
    /// An array of tables.
    Tables(&'static Shape),
    /// A table whose keys are ids, each with a table.
    Named(&'static Shape),
}

impl Kind {
    /// What must be written, in words that follow "wants".
    pub fn wants(self) -> String {
        match self {
            Kind::Text | Kind::Line => "text in quotes".into(),
            Kind::Flag => "true or false, without quotes".into(),
            Kind::Whole(low, high) => {
                format!("a whole number from {low} to {high}, without quotes")
            }
            Kind::Share => "a number from 0 to 1, like 0.34, without quotes".into(),
            Kind::Choice(words) => format!("one of {}", quoted(&words())),
            Kind::Choices(words) => format!("an array of {}", quoted(&words())),
            Kind::Date => "a date without quotes, like 2026-11-30".into(),
            Kind::Dates => "an array of dates without quotes, like [2026-12-24, 2026-12-25]".into(),
            Kind::When => {
                "a date without quotes, like 2026-11-30 or 2026-11-30T17:00:00+08:00".into()
            }
            Kind::Due => {
                "a date without quotes, like 2026-11-30, or a text like \"opened+30d\"".into()
            }
            Kind::At => {
                "an offset in quotes, like \"-7d\" or \"+5wd\", or a percentage, like \"50%\"".into()
            }
            Kind::Length => "a length in quotes, like \"2wd\" or \"1mo\"".into(),
            Kind::Rhythm => {
                "a length in quotes, like \"2wd\", or an array of them, like [\"1wd\", \"2wd\", \"5wd\"]"
                    .into()
            }
            Kind::Hours => "hours in quotes, like \"09:00-18:00\"".into(),
            Kind::Time => "a time of day in quotes, like \"09:00\"".into(),
            Kind::Zone => "an IANA time zone in quotes, like \"Asia/Shanghai\"".into(),
            Kind::Rate => "a rate in quotes, like \"600/min\"".into(),
            Kind::Listen => {
                "an address and a port in quotes, like \"127.0.0.1:9470\", or a socket, like \
                 \"unix:/run/duban/http.sock\""
                    .into()
            }
            Kind::Address => "an address in quotes, like \"zhang@example.org\"".into(),
            Kind::Mailbox => "an address in quotes, like \"督办室 <duban@example.org>\"".into(),
            Kind::Mailboxes => "an array of addresses, like [\"ops@example.org\"]".into(),
            Kind::Id(what) => format!("the id of {what} in quotes"),
            Kind::Ids(what) => format!("an array of ids, each of {what}"),
            Kind::Roles => "an array of roles, like [\"owner\", \"head+1\"]".into(),
            Kind::Texts => "an array of texts in quotes".into(),
            Kind::AnyOf => "text in quotes, or an array of such texts".into(),
            Kind::Fields => "a table of texts, like { \"整改措施\" = \"…\" }".into(),
            Kind::OneOrMore(shape) => format!("a table or an array of tables: {}", shape.name),
            Kind::Table(shape) | Kind::Named(shape) => format!("a table: {}", shape.name),
            Kind::Tables(shape) => format!("an array of tables: {}", shape.name),
        }
    }

    /// Whether the value is an array.
    pub fn is_array(self) -> bool {
        use Kind::*;
        matches!(self, Choices(_) | Dates | Mailboxes | Ids(_) | Roles | Texts | Tables(_))
    }
}

fn quoted(words: &[&str]) -> String {
    let words: Vec<String> = words.iter().map(|word| format!("\"{word}\"")).collect();
    match words.split_last() {
        Some((last, others)) if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => words.concat(),
    }
}

/// The names of an enum of the model.
macro_rules! names_of {
    ($type:ty) => {
        || <$type>::ALL.iter().map(|(name, _)| *name).collect()
    };
}

const fn key(name: &'static str, kind: Kind, says: &'static str) -> Key {
    Key { name, kind, required: false, says, also: &[] }
}

impl Key {
    const fn required(self) -> Key {
        Key { required: true, ..self }
    }

    const fn also(self, also: &'static [&'static str]) -> Key {
        Key { also, ..self }
    }
}

/// The days of the week, Monday first.
pub const WEEKDAYS: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

const PARTY: &str = "a person or group";

/// A whole file.
pub static ROOT: Shape = Shape {
    name: "the file",
    keys: &[
        key(
            "include",
            Kind::Texts,
            "Globs of further files, relative to this one; only in the root file.",
        )
        .also(&["includes", "import"]),
        key(
            "language",
            Kind::Choice(names_of!(Language)),
            "Default language of letters; only in the root file.",
        )
        .also(&["语言", "lang"]),
        key("mail", Kind::Table(&MAIL), "How letters look and leave; only in the root file.")
            .also(&["smtp", "email", "邮件"]),
        key("admin", Kind::Table(&ADMIN), "Who hears of trouble; only in the root file.")
            .also(&["admins", "管理员"]),
        key(
            "guard",
            Kind::Table(&GUARD),
            "Limits that hold back a mail storm; only in the root file.",
        )
        .also(&["limits"]),
        key("ledger", Kind::Table(&LEDGER), "Where the ledger is kept; only in the root file.")
            .also(&["database", "台账"]),
        key("http", Kind::Table(&HTTP), "Health and metrics over HTTP; only in the root file.")
            .also(&["web", "metrics", "prometheus"]),
        key(
            "rules",
            Kind::Tables(&RULE),
            "Which policy a task has that names none; only in the root file.",
        )
        .also(&["rule"]),
        key("calendars", Kind::Named(&CALENDAR), "Calendars by id.").also(&["calendar", "日历"]),
        key("people", Kind::Named(&PERSON), "People by id.")
            .also(&["person", "persons", "users", "人员"]),
        key("groups", Kind::Named(&GROUP), "Groups by id.").also(&["group", "小组"]),
        key("units", Kind::Named(&UNIT), "Units by id.").also(&[
            "unit",
            "departments",
            "单位",
            "部门",
        ]),
        key("policies", Kind::Named(&POLICY), "Policies by id.").also(&["policy", "规则"]),
        key(
            "defaults",
            Kind::Table(&DEFAULTS),
            "What holds for the tasks of this file unless they say otherwise.",
        )
        .also(&["default", "默认"]),
        key("task", Kind::Tables(&TASK), "The tasks.").also(&["tasks", "任务"]),
    ],
};

/// Tables and keys that may stand only in the root file.
pub const ROOT_ONLY: [&str; 8] =
    ["include", "language", "mail", "admin", "guard", "ledger", "http", "rules"];

/// `[mail]`.
pub static MAIL: Shape = Shape {
    name: "[mail]",
    keys: &[
        key("from", Kind::Mailbox, "The sender.").required().also(&["sender", "发件人"]),
        key("reply-to", Kind::Mailbox, "Where answers go.").also(&["回复"]),
        key("subject-prefix", Kind::Line, "What every subject begins with.")
            .also(&["prefix", "前缀"]),
        key("transport", Kind::Choice(names_of!(TransportKind)), "How letters leave."),
        key("redirect", Kind::Mailbox, "Every letter goes here instead."),
        key("detail", Kind::Flag, "Whether a task's detail text goes into letters."),
        key("sendmail", Kind::Line, "The program the sendmail transport runs."),
        key("smtp", Kind::Table(&SMTP), "The relay."),
    ],
};

/// `[mail.smtp]`.
pub static SMTP: Shape = Shape {
    name: "[mail.smtp]",
    keys: &[
        key("host", Kind::Line, "The relay's name or address.")
            .required()
            .also(&["server", "服务器"]),
        key(
            "port",
            Kind::Whole(1, 65535),
            "Its port; by default 587, 465 or 25, as security demands.",
        )
        .also(&["端口"]),
        key("security", Kind::Choice(names_of!(Security)), "How the connection is secured.")
            .also(&["tls", "ssl", "encryption"]),
        key(
            "ca",
            Kind::Line,
            "A file of certificates: who may vouch for the relay, instead of the system's.",
        )
        .also(&["ca-file", "cafile", "certificate", "证书"]),
        key("username", Kind::Line, "Who logs in.").also(&["user", "login", "用户名"]),
        key("password", Kind::Table(&PASSWORD), "Where the password is found.")
            .also(&["pass", "密码", "口令"]),
        key("connections", Kind::Whole(1, 100), "How many connections at most."),
        key("rate", Kind::Rate, "At most so many letters in a second, minute or hour."),
    ],
};

/// `password`.
pub static PASSWORD: Shape = Shape {
    name: "password = { … }",
    keys: &[
        key("credential", Kind::Line, "A systemd credential of that name."),
        key("file", Kind::Line, "A file, relative to the root file."),
        key("env", Kind::Line, "An environment variable."),
    ],
};

/// `[admin]`.
pub static ADMIN: Shape = Shape {
    name: "[admin]",
    keys: &[key("to", Kind::Mailboxes, "Who hears of trouble.").required()],
};

/// `[guard]`.
pub static GUARD: Shape = Shape {
    name: "[guard]",
    keys: &[
        key("max-letters", Kind::Whole(1, 1_000_000), "The most letters one sweep may send."),
        key(
            "max-changes",
            Kind::Whole(1, 1_000_000),
            "The most tasks that edits of one working hour may change.",
        ),
        key(
            "max-changes-share",
            Kind::Share,
            "The same as a share of the open tasks, at least 3; the smaller counts, 1 switches it off.",
        ),
    ],
};

/// `[ledger]`.
pub static LEDGER: Shape = Shape {
    name: "[ledger]",
    keys: &[key("url", Kind::Line, "\"sqlite\": a file in the state folder.").required()],
};

/// `[http]`.
pub static HTTP: Shape = Shape {
    name: "[http]",
    keys: &[key("listen", Kind::Listen, "Where /healthz and /metrics are answered.")
        .required()
        .also(&["address", "addr", "bind", "port", "socket", "监听"])],
};

/// `[calendars.ID]`.
pub static CALENDAR: Shape = Shape {
    name: "[calendars.ID]",
    keys: &[
        key("timezone", Kind::Zone, "The IANA zone in which its times are local.")
            .required()
            .also(&["tz", "time-zone", "zone", "时区"]),
        key(
            "workdays",
            Kind::Choices(|| WEEKDAYS.to_vec()),
            "The days of the week that are worked.",
        )
        .also(&["weekdays", "工作日"]),
        key("holidays", Kind::Texts, "Holiday sets CN, US, GB; paths of .toml or .ics files.")
            .also(&["节假日"]),
        key("closed", Kind::Dates, "Further days off.").also(&["放假"]),
        key("open", Kind::Dates, "Further working days.").also(&["调休", "上班"]),
        key("hours", Kind::Hours, "Working hours.").also(&["working-hours", "工作时间"]),
        key("send-at", Kind::Time, "When day-based notices leave; within hours."),
        key("send-on", Kind::Choice(names_of!(SendOn)), "On which days mail is sent."),
    ],
};

/// `[people.ID]`.
pub static PERSON: Shape = Shape {
    name: "[people.ID]",
    keys: &[
        key("name", Kind::Line, "The name shown in letters.").required().also(&["姓名"]),
        key("email", Kind::Address, "Where letters go.")
            .required()
            .also(&["mail", "address", "邮箱"]),
        key(
            "language",
            Kind::Choice(names_of!(Language)),
            "The language of this person's letters.",
        )
        .also(&["lang", "语言"]),
        key("away", Kind::Tables(&AWAY), "Absences.").also(&["absent", "leave", "请假"]),
    ],
};

/// An absence.
pub static AWAY: Shape = Shape {
    name: "away = [{ … }]",
    keys: &[
        key("from", Kind::Date, "The first day away.").required().also(&["start", "since"]),
        key("until", Kind::Date, "The last day away.").required().also(&["to", "end"]),
        key("delegate", Kind::Id("a person"), "Who stands in.").also(&["deputy", "代收"]),
    ],
};

/// `[groups.ID]`.
pub static GROUP: Shape = Shape {
    name: "[groups.ID]",
    keys: &[key("members", Kind::Ids(PARTY), "Its people and groups.")
        .required()
        .also(&["people", "成员"])],
};

/// `[units.ID]`.
pub static UNIT: Shape = Shape {
    name: "[units.ID]",
    keys: &[
        key("name", Kind::Line, "The name shown in letters.").required().also(&["title", "名称"]),
        key("parent", Kind::Id("a unit"), "The unit above.").also(&["上级"]),
        key("head", Kind::Id(PARTY), "Who heads it.").also(&["leader", "manager", "负责人"]),
        key("supervisor", Kind::Id(PARTY), "The inspection side; inherited by child units.")
            .also(&["督导"]),
        key("calendar", Kind::Id("a calendar"), "Its calendar; inherited by child units.")
            .also(&["日历"]),
    ],
};

/// `[policies.ID]`.
pub static POLICY: Shape = Shape {
    name: "[policies.ID]",
    keys: &[
        key("group", Kind::Flag, "Whether notices of one sweep may share a letter."),
        key("stages", Kind::Tables(&STAGE), "The rungs of the ladder.")
            .required()
            .also(&["stage", "阶段"]),
    ],
};

/// A stage.
pub static STAGE: Shape = Shape {
    name: "stages = [{ … }]",
    keys: &[
        key("name", Kind::Line, "Its name, unique in the policy.").required(),
        key("from", Kind::Choice(names_of!(AnchorKind)), "What it is counted from."),
        key("at", Kind::At, "How far from there, or how much of the way to the deadline.")
            .required()
            .also(&["when", "offset", "after"]),
        key(
            "repeat",
            Kind::Rhythm,
            "How often it comes round again; of several lengths the last goes on.",
        )
        .also(&["every"]),
        key("times", Kind::Whole(0, 1_000_000), "How many repeats at most.")
            .also(&["count", "max"]),
        key("to", Kind::Roles, "Who it is addressed to.").required(),
        key("cc", Kind::Roles, "Who gets a copy.").also(&["copy", "抄送"]),
        key("letter", Kind::Choice(names_of!(LetterKind)), "Which letter.").also(&["template"]),
        key("release", Kind::Choice(names_of!(Release)), "Whether it leaves by itself."),
        key("importance", Kind::Choice(names_of!(Importance)), "What the importance headers say.")
            .also(&["priority"]),
        key("unless", Kind::Choice(names_of!(Unless)), "What makes it silent."),
    ],
};

/// `[[rules]]`.
pub static RULE: Shape = Shape {
    name: "[[rules]]",
    keys: &[
        key("when", Kind::Table(&WHEN), "What a task must be like; {} matches all.")
            .required()
            .also(&["match", "if"]),
        key("policy", Kind::Id("a policy"), "The policy it then has, if it names none."),
        key("due", Kind::Due, "The deadline it then has, if it has none.")
            .also(&["deadline", "期限"]),
    ],
};

/// What a rule matches by.
pub static WHEN: Shape = Shape {
    name: "when = { … }",
    keys: &[
        key("severity", Kind::AnyOf, "The task's severity."),
        key("source", Kind::AnyOf, "Its source."),
        key("category", Kind::AnyOf, "Its category."),
        key("batch", Kind::AnyOf, "Its batch."),
        key("unit", Kind::AnyOf, "Its unit, not the units above."),
        key("owner", Kind::AnyOf, "The owner written in its file."),
        key("supervisor", Kind::AnyOf, "The supervisor written in its file."),
    ],
};

/// `[defaults]`.
pub static DEFAULTS: Shape = Shape {
    name: "[defaults]",
    keys: &[
        key("policy", Kind::Id("a policy"), "The policy.").also(&["规则"]),
        key("unit", Kind::Id("a unit"), "The unit.").also(&["单位"]),
        key("owner", Kind::Id(PARTY), "The owner.").also(&["责任人"]),
        key("with", Kind::Ids(PARTY), "Co-owners."),
        key("supervisor", Kind::Id(PARTY), "The inspection side."),
        key(
            "watchers",
            Kind::Ids("a person or group, or an address"),
            "Who gets a copy of every letter.",
        ),
        key("severity", Kind::Choice(names_of!(Severity)), "How grave."),
        key("source", Kind::Text, "Where the tasks come from.").also(&["来源"]),
        key("batch", Kind::Text, "Which batch they came with.").also(&["批次"]),
        key("category", Kind::Text, "Of what category they are.").also(&["类别"]),
        key("opened", Kind::When, "When they were opened."),
    ],
};

/// `[[task]]`.
pub static TASK: Shape = Shape {
    name: "[[task]]",
    keys: &[
        key("id", Kind::Line, "Its id, unique over all files.")
            .required()
            .also(&["编号", "number", "no"]),
        key("title", Kind::Line, "What it is, in a line.")
            .required()
            .also(&["name", "subject", "标题"]),
        key("due", Kind::Due, "The first promise; never edited. Without it, that of a rule.")
            .also(&["deadline", "due-date", "期限"]),
        key("opened", Kind::When, "When it was opened.").also(&["start", "created", "交办"]),
        key("unit", Kind::Id("a unit"), "The unit it lies with.").also(&[
            "department",
            "单位",
            "责任单位",
        ]),
        key("policy", Kind::Id("a policy"), "Its policy.").also(&["规则"]),
        key("owner", Kind::Id(PARTY), "Who owns it; by default the unit's head.")
            .also(&["assignee", "责任人"]),
        key("with", Kind::Ids(PARTY), "Co-owners, reminded wherever the owner is.")
            .also(&["owners"]),
        key("supervisor", Kind::Id(PARTY), "The inspection side; by default the unit's.")
            .also(&["督导"]),
        key(
            "watchers",
            Kind::Ids("a person or group, or an address"),
            "Who gets a copy of every letter.",
        )
        .also(&["cc", "抄送"]),
        key("detail", Kind::Text, "What it is, at length.").also(&[
            "description",
            "content",
            "详情",
        ]),
        key("category", Kind::Text, "Its category.").also(&["type", "类别"]),
        key("severity", Kind::Choice(names_of!(Severity)), "How grave it is.").also(&[
            "priority",
            "level",
            "严重程度",
        ]),
        key("source", Kind::Text, "Where it comes from.").also(&["来源"]),
        key("batch", Kind::Text, "Which batch it came with.").also(&["批次"]),
        key("extended", Kind::Tables(&EXTENDED), "Deadlines granted later; the last is in force.")
            .also(&["extension", "extensions", "延期"]),
        key("done", Kind::When, "When it was reported done.").also(&[
            "finished",
            "completed",
            "完成",
        ]),
        key("verified", Kind::When, "When that was verified.").also(&["closed", "销号"]),
        key("cancelled", Kind::When, "When it was called off.").also(&["canceled", "取消"]),
        key("hold", Kind::OneOrMore(&HOLD), "A pause, or several.")
            .also(&["paused", "暂缓", "暂停"]),
        key("acknowledged", Kind::When, "When it was received.").also(&["received", "签收"]),
        key("progress", Kind::Tables(&PROGRESS), "How it goes on.").also(&["进展"]),
        key("returned", Kind::Tables(&RETURNED), "When it was sent back, and why.")
            .also(&["rejected", "退回"]),
        key("evidence", Kind::Texts, "What shows that it is done.").also(&["佐证", "证明材料"]),
        key("fields", Kind::Fields, "Columns of one's own."),
        key("every", Kind::Length, "How often a standing task comes round.")
            .also(&["repeat", "周期"]),
        key("done-through", Kind::Date, "Up to which day a standing task is done."),
        key("links", Kind::Texts, "Further reading.").also(&["link", "url", "urls"]),
        key("milestones", Kind::Tables(&MILESTONE), "Its steps.").also(&[
            "milestone",
            "steps",
            "节点",
        ]),
    ],
};

/// An extension.
pub static EXTENDED: Shape = Shape {
    name: "extended = [{ … }]",
    keys: &[
        key("on", Kind::When, "When it was asked for or granted.").also(&["date", "asked"]),
        key("to", Kind::When, "The new deadline.").required().also(&["until", "due"]),
        key("by", Kind::Text, "Who granted it."),
        key("reason", Kind::Text, "Why.").also(&["原因"]),
    ],
};

/// A pause.
pub static HOLD: Shape = Shape {
    name: "hold = { … }",
    keys: &[
        key("from", Kind::Date, "The first day of the pause; without it, it has begun.")
            .also(&["since", "start"]),
        key("until", Kind::Date, "The first day on which notices leave again.")
            .required()
            .also(&["to", "end"]),
        key("stops-clock", Kind::Flag, "Whether the deadline moves by its length."),
        key("reason", Kind::Text, "Why.").also(&["原因"]),
    ],
};

/// An entry about progress.
pub static PROGRESS: Shape = Shape {
    name: "progress = [{ … }]",
    keys: &[
        key("on", Kind::When, "Its day.").required().also(&["date"]),
        key("by", Kind::Text, "Who says so."),
        key("text", Kind::Text, "What was said.").also(&["note"]),
        key("percent", Kind::Whole(0, 100), "How much is done."),
    ],
};

/// A return.
pub static RETURNED: Shape = Shape {
    name: "returned = [{ … }]",
    keys: &[
        key("on", Kind::When, "The day.").required().also(&["date"]),
        key("by", Kind::Text, "Who sent it back."),
        key("reason", Kind::Text, "Why.").also(&["原因"]),
        key("done", Kind::When, "When it had been reported done."),
    ],
};

/// A milestone.
pub static MILESTONE: Shape = Shape {
    name: "milestones = [{ … }]",
    keys: &[
        key("id", Kind::Line, "Its id, unique in the task.").required(),
        key("title", Kind::Line, "What it is, in a line.").required().also(&["name", "标题"]),
        key("due", Kind::Due, "Its deadline.").required().also(&["deadline", "期限"]),
        key("extended", Kind::Tables(&EXTENDED), "Deadlines granted later.")
            .also(&["extension", "延期"]),
        key("done", Kind::When, "When it was done.").also(&["finished", "完成"]),
        key("cancelled", Kind::When, "When it was called off.").also(&["canceled", "取消"]),
        key("hold", Kind::OneOrMore(&HOLD), "A pause of its own, or several.").also(&["暂停"]),
        key("unit", Kind::Id("a unit"), "Its unit, where it is not the task's."),
        key("owner", Kind::Id(PARTY), "Its owner, where it is not the task's."),
        key("with", Kind::Ids(PARTY), "Its co-owners, where they are not the task's."),
        key("supervisor", Kind::Id(PARTY), "Its supervisor, where it is not the task's."),
        key(
            "watchers",
            Kind::Ids("a person or group, or an address"),
            "Its watchers, where they are not the task's.",
        ),
    ],
};

/// Every shape, for what looks through them all.
pub static SHAPES: [&Shape; 24] = [
    &ROOT, &MAIL, &SMTP, &PASSWORD, &ADMIN, &GUARD, &LEDGER, &HTTP, &CALENDAR, &PERSON, &AWAY,
    &GROUP, &UNIT, &POLICY, &STAGE, &RULE, &WHEN, &DEFAULTS, &TASK, &EXTENDED, &HOLD, &PROGRESS,
    &RETURNED, &MILESTONE,
];
