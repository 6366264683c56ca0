//! The keys of the root file about mail, templates and letters.

use crate::config::read::keys::policies::stage_letters;
use crate::config::read::keys::shape::{Kind, Shape, key, names_of};
use crate::model::{Security, SubjectStart, TransportKind};

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
