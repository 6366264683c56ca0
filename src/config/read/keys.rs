//! Every key there is: in which table, of what kind, whether it must be there, what it says.
//!
//! The one source of truth for reading, for "did you mean" and for the schema that editors use.

use crate::config::fault::code::{Code, Level};
use crate::model::{
    AnchorKind, Attach, DigestRhythm, Importance, Language, LetterKind, Per, Period, Release,
    Security, SendOn, Severity, SubjectStart, TallyPer, TransportKind, Unless,
};
use crate::plan::Colour;
use crate::words::Text;

/// A table and its keys.
pub struct Shape {
    /// How the table is written: `[mail.smtp]`, `[[task]]`.
    pub name: &'static str,
    /// Its keys.
    pub keys: &'static [Key],
}

impl std::fmt::Debug for Shape {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl Shape {
    /// The key of that name. The reader asks for none that is not there.
    pub(crate) fn key(&self, name: &str) -> &Key {
        static NONE: Key = key("", Kind::Text, "", "");
        self.keys.iter().find(|key| key.name == name).unwrap_or(&NONE)
    }
}

/// There is but one of each.
impl PartialEq for Shape {
    fn eq(&self, other: &Shape) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Shape {}

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
    pub(crate) says: Text,
    /// Other words for it that people try.
    pub also: &'static [&'static str],
}

/// There is but one of each.
impl PartialEq for Key {
    fn eq(&self, other: &Key) -> bool {
        std::ptr::eq(self, other)
    }
}

impl Eq for Key {}

/// What has an id, or is referred to by one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noun {
    /// A person.
    Person,
    /// A group.
    Group,
    /// A person or a group.
    Party,
    /// A person or group, or an address.
    Recipient,
    /// A unit.
    Unit,
    /// A policy.
    Policy,
    /// A calendar.
    Calendar,
    /// A task.
    Task,
    /// A milestone.
    Milestone,
    /// A stage of a policy.
    Stage,
    /// A report.
    Report,
    /// A tally.
    Tally,
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
    /// One of some words, or the name of a letter of one's own.
    Letter(fn() -> Vec<&'static str>),
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
    Id(Noun),
    /// Several ids, or whatever else the words name.
    Ids(Noun),
    /// Roles of a stage.
    Roles,
    /// Several texts.
    Texts,
    /// A text, or several of which any will do.
    AnyOf,
    /// Texts by names of one's own.
    Fields,
    /// Text of one line, or a table that says where it stands.
    LineOr(&'static Shape),
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
    /// Whether the value is an array.
    pub fn is_array(self) -> bool {
        use Kind::*;
        matches!(self, Choices(_) | Dates | Mailboxes | Ids(_) | Roles | Texts | Tables(_))
    }
}

/// The names of an enum of the model.
macro_rules! names_of {
    ($type:ty) => {
        || <$type>::ALL.iter().map(|(name, _)| *name).collect()
    };
}

/// The letters that a stage may write.
fn stage_letters() -> Vec<&'static str> {
    let of_stages = LetterKind::ALL.iter().filter(|(_, kind)| kind.is_of_stages());
    of_stages.map(|(name, _)| *name).collect()
}

/// The letters that a tally may write, its own first.
fn letters_of_tallies() -> Vec<&'static str> {
    std::iter::once(LetterKind::Tally.name()).chain(stage_letters()).collect()
}

const fn key(name: &'static str, kind: Kind, zh: &'static str, en: &'static str) -> Key {
    Key { name, kind, required: false, says: Text::of(zh, en), also: &[] }
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

const PARTY: Noun = Noun::Party;

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

/// `[templates]`.
pub static TEMPLATES: Shape = Shape {
    name: "[templates]",
    keys: &[key(
        "folder",
        Kind::Line,
        "模板文件所在的文件夹，相对于根文件。",
        "The folder of the template files, relative to the root file.",
    )
    .required()
    .also(&["dir", "path", "文件夹"])],
};

/// `[letters.KIND]`.
pub static LETTERS: Shape = Shape {
    name: "[letters.LETTER]",
    keys: &[
        key(
            "number",
            Kind::Line,
            "文号：{year} 处填年份，{n} 处填当年的第几号，{n:03} 则补足三位。",
            "How it is numbered: {year} is the year, {n} the count in it, {n:03} with three digits.",
        )
        .also(&["文号", "serial", "reference"]),
        key(
            "like",
            Kind::Choice(stage_letters),
            "自拟函种缺的部分，用哪种内置的函代替。",
            "Of a letter of one's own: the built-in one that stands in for what it lacks.",
        )
        .also(&["base", "as"]),
    ],
};

/// `[mail]`.
pub static MAIL: Shape = Shape {
    name: "[mail]",
    keys: &[
        key("from", Kind::Mailbox, "发件人。", "The sender.")
            .required()
            .also(&["sender", "发件人"]),
        key("reply-to", Kind::Mailbox, "回信寄到哪里。", "Where answers go.").also(&["回复"]),
        key(
            "subject-prefix",
            Kind::Line,
            "每封函件主题的开头。",
            "What every subject begins with.",
        )
        .also(&["prefix", "前缀"]),
        key(
            "subject",
            Kind::Choice(names_of!(SubjectStart)),
            "主题以函件名称（name）还是文号（number）开头。",
            "Whether a subject begins with the letter's name or its number.",
        ),
        key(
            "transport",
            Kind::Choice(names_of!(TransportKind)),
            "函件以什么方式发出。",
            "How letters leave.",
        ),
        key(
            "redirect",
            Kind::Mailbox,
            "所有函件改寄到这个地址。",
            "Every letter goes here instead.",
        ),
        key(
            "detail",
            Kind::Flag,
            "任务的详细说明是否写进函件。",
            "Whether a task's detail text goes into letters.",
        ),
        key(
            "sendmail",
            Kind::Line,
            "以 sendmail 方式发送时运行的程序。",
            "The program the sendmail transport runs.",
        ),
        key("smtp", Kind::Table(&SMTP), "邮件服务器。", "The relay."),
        key(
            "calendar",
            Kind::Flag,
            "函件是否附上期限的日历文件。",
            "Whether letters carry the deadline for a calendar.",
        )
        .also(&["ics", "日历"]),
        key(
            "contact",
            Kind::Line,
            "联系人和电话，写在每封函件的末尾。",
            "Whom to ask: a name and a telephone number, below each letter.",
        )
        .also(&["phone", "联系人"]),
        key(
            "salutation",
            Kind::Text,
            "如何称呼收件人，{name} 处填姓名；留空则不写称呼。",
            "How each person is addressed, {name} standing for the name; empty for nobody.",
        )
        .also(&["称呼"]),
    ],
};

/// `[mail.smtp]`.
pub static SMTP: Shape = Shape {
    name: "[mail.smtp]",
    keys: &[
        key("host", Kind::Line, "邮件服务器的名称或地址。", "The relay's name or address.")
            .required()
            .also(&["server", "服务器"]),
        key(
            "port",
            Kind::Whole(1, 65535),
            "端口；默认按 security 取 587、465 或 25。",
            "Its port; by default 587, 465 or 25, as security demands.",
        )
        .also(&["端口"]),
        key(
            "security",
            Kind::Choice(names_of!(Security)),
            "连接如何加密。",
            "How the connection is secured.",
        )
        .also(&["tls", "ssl", "encryption"]),
        key(
            "ca",
            Kind::Line,
            "证书文件：由谁为邮件服务器作证，不写则用系统自带的。",
            "A file of certificates: who may vouch for the relay, instead of the system's.",
        )
        .also(&["ca-file", "cafile", "certificate", "证书"]),
        key("username", Kind::Line, "登录名。", "Who logs in.").also(&["user", "login", "用户名"]),
        key("password", Kind::Table(&PASSWORD), "密码到哪里去取。", "Where the password is found.")
            .also(&["pass", "密码", "口令"]),
        key(
            "connections",
            Kind::Whole(1, 100),
            "最多同时几个连接。",
            "How many connections at most.",
        ),
        key(
            "rate",
            Kind::Rate,
            "每秒、每分钟或每小时最多发多少封。",
            "At most so many letters in a second, minute or hour.",
        ),
    ],
};

/// `password`.
pub static PASSWORD: Shape = Shape {
    name: "password = { … }",
    keys: &[
        key(
            "credential",
            Kind::Line,
            "systemd 中这个名称的凭据。",
            "A systemd credential of that name.",
        ),
        key(
            "file",
            Kind::Line,
            "文件，相对于根文件所在目录。",
            "A file, relative to the root file.",
        ),
        key("env", Kind::Line, "环境变量。", "An environment variable."),
    ],
};

/// `[admin]`.
pub static ADMIN: Shape = Shape {
    name: "[admin]",
    keys: &[key("to", Kind::Mailboxes, "出了问题告诉谁。", "Who hears of trouble.").required()],
};

/// `[guard]`.
pub static GUARD: Shape = Shape {
    name: "[guard]",
    keys: &[
        key(
            "max-letters",
            Kind::Whole(1, 1_000_000),
            "一次巡检最多发多少封。",
            "The most letters one sweep may send.",
        ),
        key(
            "max-changes",
            Kind::Whole(1, 1_000_000),
            "一个工作小时内的改动最多影响多少项任务。",
            "The most tasks that edits of one working hour may change.",
        ),
        key(
            "max-changes-share",
            Kind::Share,
            "同上，按在办任务的比例计，至少 3 项；取两者中较小的，写 1 即不用。",
            "The same as a share of the open tasks, at least 3; the smaller counts, 1 switches it off.",
        ),
        key(
            "max-copies",
            Kind::Whole(0, 1_000_000),
            "一次巡检最多抄送一个人多少封；再多，就改发一份摘要。",
            "The most letters of one sweep on which somebody is copied; more are one digest instead.",
        ),
    ],
};

/// `[answers]`.
pub static ANSWERS: Shape = Shape {
    name: "[answers]",
    keys: &[
        key(
            "links",
            Kind::Flag,
            "函件里是否给每项任务带一个反馈链接；默认否。",
            "Whether letters have a link for each task by which it is answered; default false.",
        )
        .also(&["link", "链接"]),
        key(
            "maildir",
            Kind::Line,
            "回信所到的 Maildir 文件夹，相对于根文件；只读取，不删除、不移动。",
            "The Maildir in which replies arrive, relative to the root file; it is read, and nothing in it is deleted or moved.",
        )
        .also(&["mailbox", "邮箱", "收件文件夹"]),
        key(
            "patience",
            Kind::Length,
            "报告已完成的反馈尚未审核时，提醒最多暂缓多久。",
            "How long at most an answer that waits for a decision keeps notices back.",
        )
        .also(&["wait", "等待期限"]),
        key(
            "trusted-results",
            Kind::Line,
            "以哪台邮件服务器的验证结果为准，判断来信是否属实。",
            "The mail server whose Authentication-Results tell that a mail is no forgery.",
        )
        .also(&["authserv-id", "dmarc"]),
    ],
};

/// `[check]`.
pub static CHECK: Shape = Shape {
    name: "[check]",
    keys: &[key(
        "allow",
        Kind::Choices(warnings),
        "已经知道、不必再提醒的提醒代码。",
        "Codes of warnings that are known and not told of.",
    )],
};

/// The codes of all warnings.
fn warnings() -> Vec<&'static str> {
    let all = Code::ALL.iter().filter(|(_, code)| code.level() == Level::Warning);
    all.map(|(name, _)| *name).collect()
}

/// `[ledger]`.
pub static LEDGER: Shape = Shape {
    name: "[ledger]",
    keys: &[key(
        "url",
        Kind::LineOr(&PASSWORD),
        "\"sqlite\"：状态目录里的一个文件；或 PostgreSQL 服务器，\"postgres://…\"。",
        "\"sqlite\": a file in the state folder; or a PostgreSQL server, \"postgres://…\".",
    )
    .required()],
};

/// `[http]`.
pub static HTTP: Shape = Shape {
    name: "[http]",
    keys: &[key(
        "listen",
        Kind::Listen,
        "在哪里答复 /healthz 和 /metrics。",
        "Where /healthz and /metrics are answered.",
    )
    .required()
    .also(&["address", "addr", "bind", "port", "socket", "监听"])],
};

/// `[web]`.
pub static WEB: Shape = Shape {
    name: "[web]",
    keys: &[
        key(
            "listen",
            Kind::Listen,
            "在哪里提供给人看的网页：本机地址和端口，或套接字；前面放单位自己的 TLS 代理。",
            "Where pages for people are served: a loopback address and a port, or a socket, behind the office's own TLS \
             proxy.",
        )
        .required()
        .also(&["address", "addr", "bind", "port", "socket", "监听"]),
        key(
            "url",
            Kind::Line,
            "这些网页对外的网址，函件里的链接以它开头。",
            "The URL under which people reach them; links begin with it.",
        )
        .required()
        .also(&["base-url", "public-url", "link", "网址"]),
        key(
            "key",
            Kind::Table(&PASSWORD),
            "给链接签名的密钥到哪里去取；不写则在状态目录里自动生成。台账在 PostgreSQL 上时必须写，各节点相同。",
            "Where the key that signs links is found; without it one is made in the state folder. Required where the \
             ledger is on PostgreSQL, the same on every node.",
        )
        .also(&["secret", "密钥"]),
    ],
};

/// `[heartbeat]`.
pub static HEARTBEAT: Shape = Shape {
    name: "[heartbeat]",
    keys: &[key(
        "url",
        Kind::Line,
        "每次巡检后访问的网址；不正常时访问它的 /fail。",
        "What is asked for (GET) after each sweep; its /fail where something is wrong.",
    )
    .required()
    .also(&["address", "网址"])],
};

/// `[calendars.ID]`.
pub static CALENDAR: Shape = Shape {
    name: "[calendars.ID]",
    keys: &[
        key(
            "timezone",
            Kind::Zone,
            "所在时区（IANA 名称），各种时刻按它计算。",
            "The IANA zone in which its times are local.",
        )
        .required()
        .also(&["tz", "time-zone", "zone", "时区"]),
        key(
            "workdays",
            Kind::Choices(|| WEEKDAYS.to_vec()),
            "一周中的哪几天上班。",
            "The days of the week that are worked.",
        )
        .also(&["weekdays", "工作日"]),
        key(
            "holidays",
            Kind::Texts,
            "节假日：CN、US、GB，或 .toml、.ics 文件的路径。",
            "Holiday sets CN, US, GB; paths of .toml or .ics files.",
        )
        .also(&["节假日"]),
        key("closed", Kind::Dates, "另外放假的日子。", "Further days off.").also(&["放假"]),
        key("open", Kind::Dates, "另外上班的日子（调休）。", "Further working days.")
            .also(&["调休", "上班"]),
        key("hours", Kind::Hours, "上班时间。", "Working hours.")
            .also(&["working-hours", "工作时间"]),
        key(
            "send-at",
            Kind::Time,
            "按天计的函件几点发出；须在上班时间内。",
            "When day-based notices leave; within hours.",
        ),
        key(
            "send-on",
            Kind::Choice(names_of!(SendOn)),
            "哪些日子发函。",
            "On which days mail is sent.",
        ),
    ],
};

/// `[people.ID]`.
pub static PERSON: Shape = Shape {
    name: "[people.ID]",
    keys: &[
        key("name", Kind::Line, "函件里显示的名称。", "The name shown in letters.")
            .required()
            .also(&["姓名"]),
        key("email", Kind::Address, "函件寄到哪里。", "Where letters go.")
            .required()
            .also(&["mail", "address", "邮箱"]),
        key(
            "language",
            Kind::Choice(names_of!(Language)),
            "寄给此人的函件用哪种语言。",
            "The language of this person's letters.",
        )
        .also(&["lang", "语言"]),
        key(
            "digest",
            Kind::Choice(names_of!(DigestRhythm)),
            "不抄送函件，改为每日或每周一份摘要。",
            "A digest, daily or weekly, instead of copies.",
        )
        .also(&["summary", "摘要"]),
        key("away", Kind::Tables(&AWAY), "请假、出差等不在岗的日子。", "Absences.")
            .also(&["absent", "leave", "请假"]),
    ],
};

/// An absence.
pub static AWAY: Shape = Shape {
    name: "away = [{ … }]",
    keys: &[
        key("from", Kind::Date, "不在岗的第一天。", "The first day away.")
            .required()
            .also(&["start", "since"]),
        key("until", Kind::Date, "不在岗的最后一天。", "The last day away.")
            .required()
            .also(&["to", "end"]),
        key("delegate", Kind::Id(Noun::Person), "由谁代收。", "Who stands in.")
            .also(&["deputy", "代收"]),
    ],
};

/// `[groups.ID]`.
pub static GROUP: Shape = Shape {
    name: "[groups.ID]",
    keys: &[key("members", Kind::Ids(PARTY), "小组里的人员和小组。", "Its people and groups.")
        .required()
        .also(&["people", "成员"])],
};

/// `[units.ID]`.
pub static UNIT: Shape = Shape {
    name: "[units.ID]",
    keys: &[
        key("name", Kind::Line, "函件里显示的名称。", "The name shown in letters.")
            .required()
            .also(&["title", "名称"]),
        key("parent", Kind::Id(Noun::Unit), "上级单位。", "The unit above.").also(&["上级"]),
        key("head", Kind::Id(PARTY), "单位负责人。", "Who heads it.").also(&[
            "leader",
            "manager",
            "负责人",
        ]),
        key(
            "supervisor",
            Kind::Id(PARTY),
            "督导方；下级单位沿用。",
            "The inspection side; inherited by child units.",
        )
        .also(&["督导"]),
        key(
            "calendar",
            Kind::Id(Noun::Calendar),
            "所用日历；下级单位沿用。",
            "Its calendar; inherited by child units.",
        )
        .also(&["日历"]),
    ],
};

/// `[policies.ID]`.
pub static POLICY: Shape = Shape {
    name: "[policies.ID]",
    keys: &[
        key(
            "group",
            Kind::Flag,
            "一次巡检中的几项提醒可否合在一封函里。",
            "Whether notices of one sweep may share a letter.",
        ),
        key("stages", Kind::Tables(&STAGE), "督办的各个阶段。", "The rungs of the ladder.")
            .required()
            .also(&["stage", "阶段"]),
    ],
};

/// A stage.
pub static STAGE: Shape = Shape {
    name: "stages = [{ … }]",
    keys: &[
        key("name", Kind::Line, "阶段名，同一规则里不能重复。", "Its name, unique in the policy.")
            .required(),
        key(
            "from",
            Kind::Choice(names_of!(AnchorKind)),
            "从哪个日期起算。",
            "What it is counted from.",
        ),
        key(
            "at",
            Kind::At,
            "与那个日期相隔多久，或到期限的路程过了百分之几。",
            "How far from there, or how much of the way to the deadline.",
        )
        .required()
        .also(&["when", "offset", "after"]),
        key(
            "repeat",
            Kind::Rhythm,
            "隔多久再发一次；写了几个长度时，最后一个一直用下去。",
            "How often it comes round again; of several lengths the last goes on.",
        )
        .also(&["every"]),
        key("times", Kind::Whole(0, 1_000_000), "最多再发几次。", "How many repeats at most.")
            .also(&["count", "max"]),
        key("to", Kind::Roles, "主送谁。", "Who it is addressed to.").required(),
        key("cc", Kind::Roles, "抄送谁。", "Who gets a copy.").also(&["copy", "抄送"]),
        key(
            "letter",
            Kind::Letter(stage_letters),
            "发哪种函：内置的函种，或模板文件夹里自拟函种的名称。",
            "Which letter: a built-in one, or the name of one whose files are in the templates' folder.",
        )
            .also(&["template"]),
        key(
            "release",
            Kind::Choice(names_of!(Release)),
            "是否自动发出。",
            "Whether it leaves by itself.",
        ),
        key(
            "importance",
            Kind::Choice(names_of!(Importance)),
            "邮件的重要程度标记。",
            "What the importance headers say.",
        )
        .also(&["priority"]),
        key("unless", Kind::Choice(names_of!(Unless)), "什么情况下不发。", "What makes it silent."),
        key(
            "answer",
            Kind::Length,
            "要求在多长时间内回复。",
            "How long the letter gives for an answer.",
        )
        .also(&["reply-within", "respond", "回复期限"]),
    ],
};

/// `[[rules]]`.
pub static RULE: Shape = Shape {
    name: "[[rules]]",
    keys: &[
        key(
            "when",
            Kind::Table(&WHEN),
            "任务要符合什么条件；{} 表示全部。",
            "What a task must be like; {} matches all.",
        )
        .required()
        .also(&["match", "if"]),
        key(
            "policy",
            Kind::Id(Noun::Policy),
            "任务没有写督办规则时，用这一条。",
            "The policy it then has, if it names none.",
        ),
        key(
            "due",
            Kind::Due,
            "任务没有写期限时，用这个期限。",
            "The deadline it then has, if it has none.",
        )
        .also(&["deadline", "期限"]),
    ],
};

/// What a rule matches by.
pub static WHEN: Shape = Shape {
    name: "when = { … }",
    keys: &[
        key("severity", Kind::AnyOf, "任务的严重程度。", "The task's severity."),
        key("source", Kind::AnyOf, "任务来源。", "Its source."),
        key("category", Kind::AnyOf, "任务类别。", "Its category."),
        key("batch", Kind::AnyOf, "任务批次。", "Its batch."),
        key("unit", Kind::AnyOf, "任务所在单位，不含其上级。", "Its unit, not the units above."),
        key("owner", Kind::AnyOf, "任务文件里写的责任人。", "The owner written in its file."),
        key(
            "supervisor",
            Kind::AnyOf,
            "任务文件里写的督导方。",
            "The supervisor written in its file.",
        ),
    ],
};

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
pub(super) static COLOUR: Key = key(
    "colour",
    Kind::Choice(|| Colour::ALL.iter().map(|colour| colour.name()).collect()),
    "",
    "",
);
pub(super) static LETTER: Key = key("letter", Kind::Choice(names_of!(LetterKind)), "", "");

/// `counts` of a tally.
pub static COUNTS: Shape = Shape {
    name: "counts = { … }",
    keys: &[
        key("letter", Kind::AnyOf, "这种函件。", "Letters of this kind.").also(&["kind", "函件"]),
        key("stage", Kind::AnyOf, "这个督办阶段的函件。", "Letters of this stage.")
            .also(&["stages", "督办阶段"]),
    ],
};

/// `[defaults]`.
pub static DEFAULTS: Shape = Shape {
    name: "[defaults]",
    keys: &[
        key("policy", Kind::Id(Noun::Policy), "督办规则。", "The policy.").also(&["规则"]),
        key("unit", Kind::Id(Noun::Unit), "单位。", "The unit.").also(&["单位"]),
        key("owner", Kind::Id(PARTY), "责任人。", "The owner.").also(&["责任人"]),
        key("with", Kind::Ids(PARTY), "共同责任人。", "Co-owners."),
        key("supervisor", Kind::Id(PARTY), "督导方。", "The inspection side."),
        key(
            "watchers",
            Kind::Ids(Noun::Recipient),
            "每封函件都抄送的人。",
            "Who gets a copy of every letter.",
        ),
        key("severity", Kind::Choice(names_of!(Severity)), "严重程度。", "How grave."),
        key("source", Kind::Text, "任务从哪里来。", "Where the tasks come from.").also(&["来源"]),
        key("batch", Kind::Text, "属于哪一批。", "Which batch they came with.").also(&["批次"]),
        key("category", Kind::Text, "属于哪一类。", "Of what category they are.").also(&["类别"]),
        key("opened", Kind::When, "交办日期。", "When they were opened."),
    ],
};

/// `[[task]]`.
pub static TASK: Shape = Shape {
    name: "[[task]]",
    keys: &[
        key("id", Kind::Line, "任务编号，所有文件里不能重复。", "Its id, unique over all files.")
            .required()
            .also(&["编号", "任务编号", "序号", "number", "no"]),
        key("title", Kind::Line, "任务名称，一行写完。", "What it is, in a line.")
            .required()
            .also(&["name", "subject", "标题", "任务名称", "名称", "问题", "整改事项", "事项"]),
        key(
            "due",
            Kind::Due,
            "最初的期限，定了就不再改；不写则用规则给的期限。",
            "The first promise; never edited. Without it, that of a rule.",
        )
        .also(&[
            "deadline",
            "due-date",
            "期限",
            "整改期限",
            "整改时限",
            "完成时限",
            "办结时限",
            "截止日期",
            "截止时间",
            "到期日",
            "时限",
        ]),
        key("opened", Kind::When, "交办日期。", "When it was opened.").also(&[
            "start",
            "created",
            "交办",
            "交办日期",
            "交办时间",
            "立项日期",
            "下达日期",
        ]),
        key("unit", Kind::Id(Noun::Unit), "任务落在哪个单位。", "The unit it lies with.").also(&[
            "department",
            "单位",
            "责任单位",
            "整改单位",
            "承办单位",
            "牵头单位",
        ]),
        key("policy", Kind::Id(Noun::Policy), "用哪一条督办规则。", "Its policy.")
            .also(&["规则", "督办规则"]),
        key(
            "owner",
            Kind::Id(PARTY),
            "责任人；不写则是单位负责人。",
            "Who owns it; by default the unit's head.",
        )
        .also(&["assignee", "责任人", "负责人", "整改责任人", "承办人", "经办人"]),
        key(
            "with",
            Kind::Ids(PARTY),
            "共同责任人，提醒责任人时一并提醒。",
            "Co-owners, reminded wherever the owner is.",
        )
        .also(&["owners", "co-owners", "协办", "协办人", "共同责任人", "配合人"]),
        key(
            "supervisor",
            Kind::Id(PARTY),
            "督导方；不写则是单位的督导方。",
            "The inspection side; by default the unit's.",
        )
        .also(&["督导", "督导方", "督办人", "督导员", "核验人"]),
        key(
            "watchers",
            Kind::Ids(Noun::Recipient),
            "每封函件都抄送的人。",
            "Who gets a copy of every letter.",
        )
        .also(&["cc", "抄送", "抄送人"]),
        key("detail", Kind::Text, "任务的详细内容。", "What it is, at length.").also(&[
            "description",
            "content",
            "详情",
            "详细内容",
            "问题描述",
        ]),
        key("category", Kind::Text, "任务类别。", "Its category.").also(&[
            "type",
            "类别",
            "问题类别",
            "分类",
        ]),
        key("severity", Kind::Choice(names_of!(Severity)), "严重程度。", "How grave it is.")
            .also(&["priority", "level", "严重程度", "等级", "紧急程度"]),
        key("source", Kind::Text, "任务从哪里来。", "Where it comes from.")
            .also(&["来源", "问题来源"]),
        key("batch", Kind::Text, "属于哪一批。", "Which batch it came with.").also(&["批次"]),
        key(
            "extended",
            Kind::Tables(&EXTENDED),
            "后来批准的延期；以最后一次为准。",
            "Deadlines granted later; the last is in force.",
        )
        .also(&["extension", "extensions", "延期", "延期至"]),
        key("done", Kind::When, "办结日期。", "When it was reported done.").also(&[
            "finished",
            "completed",
            "完成",
            "办结",
            "办结日期",
            "办结时间",
            "完成日期",
            "完成时间",
            "整改完成日期",
        ]),
        key("verified", Kind::When, "销号（核验）日期。", "When that was verified.").also(&[
            "closed",
            "销号",
            "销号日期",
            "销号时间",
            "核验日期",
        ]),
        key("cancelled", Kind::When, "取消日期。", "When it was called off.").also(&[
            "canceled",
            "取消",
            "取消日期",
        ]),
        key("hold", Kind::OneOrMore(&HOLD), "暂停，可以写几段。", "A pause, or several.")
            .also(&["paused", "暂缓", "暂停"]),
        key("acknowledged", Kind::When, "签收日期。", "When it was received.").also(&[
            "received",
            "签收",
            "签收日期",
        ]),
        key("progress", Kind::Tables(&PROGRESS), "进展情况。", "How it goes on.").also(&[
            "进展",
            "进展情况",
            "整改进展",
        ]),
        key(
            "returned",
            Kind::Tables(&RETURNED),
            "退回的日期和原因。",
            "When it was sent back, and why.",
        )
        .also(&["rejected", "退回"]),
        key("evidence", Kind::Texts, "证明已经办结的材料。", "What shows that it is done.")
            .also(&["佐证", "证明材料"]),
        key(
            "looked-back",
            Kind::Dates,
            "回头看的日期；只用于报告里的数字。",
            "The days on which somebody looked whether it has stayed done; only reports use it.",
        )
        .also(&["look-back", "回头看"]),
        key("fields", Kind::Fields, "自定的栏目。", "Columns of one's own.").also(&["自有字段"]),
        key("every", Kind::Length, "长期任务多久一轮。", "How often a standing task comes round.")
            .also(&["repeat", "周期"]),
        key(
            "done-through",
            Kind::Date,
            "长期任务已经办到哪一天。",
            "Up to which day a standing task is done.",
        )
        .also(&["已办到"]),
        key("links", Kind::Texts, "相关链接。", "Further reading.")
            .also(&["link", "url", "urls", "链接"]),
        key("milestones", Kind::Tables(&MILESTONE), "任务的各个节点。", "Its steps.").also(&[
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
        key("on", Kind::When, "申请或批准延期的日期。", "When it was asked for or granted.")
            .also(&["date", "asked"]),
        key("to", Kind::When, "新的期限。", "The new deadline.").required().also(&["until", "due"]),
        key("by", Kind::Text, "由谁批准。", "Who granted it."),
        key("reason", Kind::Text, "原因。", "Why.").also(&["原因"]),
    ],
};

/// A pause.
pub static HOLD: Shape = Shape {
    name: "hold = { … }",
    keys: &[
        key(
            "from",
            Kind::Date,
            "暂停的第一天；不写即从现在起。",
            "The first day of the pause; without it, it has begun.",
        )
        .also(&["since", "start"]),
        key(
            "until",
            Kind::Date,
            "恢复提醒的第一天。",
            "The first day on which notices leave again.",
        )
        .required()
        .also(&["to", "end"]),
        key(
            "stops-clock",
            Kind::Flag,
            "期限是否相应顺延。",
            "Whether the deadline moves by its length.",
        ),
        key("reason", Kind::Text, "原因。", "Why.").also(&["原因"]),
    ],
};

/// An entry about progress.
pub static PROGRESS: Shape = Shape {
    name: "progress = [{ … }]",
    keys: &[
        key("on", Kind::When, "日期。", "Its day.").required().also(&["date"]),
        key("by", Kind::Text, "由谁填报。", "Who says so."),
        key("text", Kind::Text, "说明。", "What was said.").also(&["note"]),
        key("percent", Kind::Whole(0, 100), "完成的百分比。", "How much is done."),
    ],
};

/// A return.
pub static RETURNED: Shape = Shape {
    name: "returned = [{ … }]",
    keys: &[
        key("on", Kind::When, "日期。", "The day.").required().also(&["date"]),
        key("by", Kind::Text, "由谁退回。", "Who sent it back."),
        key("reason", Kind::Text, "原因。", "Why.").also(&["原因"]),
        key("done", Kind::When, "退回之前的办结日期。", "When it had been reported done."),
    ],
};

/// A milestone.
pub static MILESTONE: Shape = Shape {
    name: "milestones = [{ … }]",
    keys: &[
        key("id", Kind::Line, "节点编号，同一任务里不能重复。", "Its id, unique in the task.")
            .required(),
        key("title", Kind::Line, "任务名称，一行写完。", "What it is, in a line.")
            .required()
            .also(&["name", "标题"]),
        key("due", Kind::Due, "节点的期限。", "Its deadline.")
            .required()
            .also(&["deadline", "期限"]),
        key("extended", Kind::Tables(&EXTENDED), "后来批准的延期。", "Deadlines granted later.")
            .also(&["extension", "延期"]),
        key("done", Kind::When, "完成日期。", "When it was done.").also(&["finished", "完成"]),
        key("cancelled", Kind::When, "取消日期。", "When it was called off.")
            .also(&["canceled", "取消"]),
        key(
            "hold",
            Kind::OneOrMore(&HOLD),
            "节点自己的暂停，可以写几段。",
            "A pause of its own, or several.",
        )
        .also(&["暂停"]),
        key(
            "unit",
            Kind::Id(Noun::Unit),
            "所在单位，与任务不同时才写。",
            "Its unit, where it is not the task's.",
        ),
        key(
            "owner",
            Kind::Id(PARTY),
            "责任人，与任务不同时才写。",
            "Its owner, where it is not the task's.",
        ),
        key(
            "with",
            Kind::Ids(PARTY),
            "共同责任人，与任务不同时才写。",
            "Its co-owners, where they are not the task's.",
        ),
        key(
            "supervisor",
            Kind::Id(PARTY),
            "督导方，与任务不同时才写。",
            "Its supervisor, where it is not the task's.",
        ),
        key(
            "watchers",
            Kind::Ids(Noun::Recipient),
            "抄送的人，与任务不同时才写。",
            "Its watchers, where they are not the task's.",
        ),
    ],
};

/// Every shape, for what looks through them all.
pub static SHAPES: [&Shape; 33] = [
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
];
