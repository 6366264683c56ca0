//! The keys of the root file about the service itself.

use crate::config::fault::code::{Code, Level};
use crate::config::read::keys::mail::PASSWORD;
use crate::config::read::keys::shape::{Kind, Shape, key, names_of};
use crate::model::{DigestRhythm, Security};

/// `[admin]`.
pub static ADMIN: Shape = Shape {
    name: "[admin]",
    keys: &[
        key("to", Kind::Mailboxes, "出了问题告诉谁。", "Who hears of trouble.").required(),
        key(
            "all-well",
            Kind::Choice(names_of!(DigestRhythm)),
            "每周（weekly）或每个工作日（daily）发一封平安函：系统在运行，有多少任务，发了多少函件。",
            "A sign of life by mail, weekly or daily: duban runs, so many tasks, so many letters.",
        )
        .also(&["heartbeat", "sign-of-life", "平安函"]),
    ],
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
            "imap",
            Kind::Table(&IMAP),
            "用 IMAP 读取的邮箱，回信到那里；只读取，不删除、不移动、不标为已读。",
            "The mailbox in which replies arrive, read by IMAP; nothing in it is deleted, moved or marked as seen.",
        ),
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

/// `[answers.imap]`.
pub static IMAP: Shape = Shape {
    name: "[answers.imap]",
    keys: &[
        key("host", Kind::Line, "邮件服务器的名称或地址。", "The server's name or address.")
            .required()
            .also(&["server", "服务器"]),
        key(
            "port",
            Kind::Whole(1, 65535),
            "端口；默认按 security 取 993 或 143。",
            "Its port; by default 993 or 143, as security demands.",
        )
        .also(&["端口"]),
        key(
            "security",
            Kind::Choice(names_of!(Security)),
            "连接如何加密；默认 \"tls\"。",
            "How the connection is secured; default \"tls\".",
        )
        .also(&["tls", "ssl", "encryption"]),
        key(
            "ca",
            Kind::Line,
            "证书文件：由谁为服务器作证，不写则用系统自带的。",
            "A file of certificates: who may vouch for the server, instead of the system's.",
        )
        .also(&["ca-file", "cafile", "certificate", "证书"]),
        key("user", Kind::Line, "登录名。", "Who logs in.").required().also(&[
            "username",
            "login",
            "用户名",
        ]),
        key("password", Kind::Table(&PASSWORD), "密码到哪里去取。", "Where the password is found.")
            .required()
            .also(&["pass", "密码", "口令"]),
        key(
            "folder",
            Kind::Line,
            "读哪个文件夹；默认 \"INBOX\"。",
            "Which folder is read; default \"INBOX\".",
        )
        .also(&["mailbox", "文件夹"]),
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
