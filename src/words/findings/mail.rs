//! `[mail]`.

use super::{Said, title};
use crate::config::fault::MailFault;
use crate::config::fault::mail::{PortCure, PortUse};
use crate::model::Language::{En, ZhCn};
use crate::model::met::Met;
use crate::model::{Language, Security};
use crate::words::Text;
use crate::words::causes;

/// Why what is missing here is a warning.
const HERE: Text = Text::of(
    "没有它 `duban run` 启动不了；如果 `check` 用的是别的用户或别的机器，`run` 那里也许有",
    "`duban run` does not start without it; where `check` runs as another user or on another machine, it may be there \
     for `run`",
);

/// A list: one arm for each kind.
#[expect(clippy::too_many_lines)]
pub(super) fn said(fault: &MailFault, language: Language) -> Said {
    match fault {
        MailFault::MissingSmtp => match language {
            ZhCn => title("发送方式是 \"smtp\"，却没有 [mail.smtp]")
                .label("要有邮件服务器")
                .help("加上 [mail.smtp]，下面一行写 host = \"mail.example.org\""),
            En => title("the transport is \"smtp\", but there is no [mail.smtp]")
                .label("needs a relay")
                .help("add: [mail.smtp] and below it host = \"mail.example.org\""),
        },
        MailFault::NoAuthorities { why } => {
            let said = title(causes::said(why, language));
            said.label(Text::of("这里要用 TLS", "TLS is used here").said(language))
                .help(HERE.said(language))
        }
        MailFault::UnusedCa => match language {
            ZhCn => title("security = \"none\" 时不看证书，`ca` 不起作用")
                .label("这个文件")
                .help("改用 security = \"starttls\" 或 \"tls\"，或去掉 `ca`"),
            En => title(
                "with security = \"none\" no certificate is asked for, so that `ca` says nothing",
            )
            .label("this file")
            .help("use security = \"starttls\" or \"tls\", or take `ca` away"),
        },
        MailFault::BadCa { why } => {
            let why = causes::said(why, language);
            match language {
                ZhCn => title(format!("`ca`：{why}")).label("这个文件"),
                En => title(format!("`ca`: {why}")).label("this file"),
            }
        }
        MailFault::ExposedPassword { path, why } => {
            let why = causes::said(why, language);
            match language {
                ZhCn => title(format!("邮件服务器的密码放在 {path} 不安全：{why}"))
                    .label("这个文件"),
                En => title(format!("the mail server's password is not safe in {path}: {why}"))
                    .label("this file"),
            }
        }
        MailFault::UnreadablePassword { why } => {
            let said = title(causes::said(why, language));
            said.label(Text::of("这里取不到", "not to be had here").said(language))
                .help(HERE.said(language))
        }
        MailFault::NoSendmail { why, alone } => no_sendmail(why, alone.as_deref(), language),
        MailFault::MissingPassword => match language {
            ZhCn => title("写了 `username`，就要写 `password`").label("登录名").help(
                "加上 password = { credential = \"smtp-password\" }、{ file = \"…\" } 或 { env = \"…\" }",
            ),
            En => title("a `username` needs a `password`").label("who logs in").help(
                "add: password = { credential = \"smtp-password\" }, { file = \"…\" } or { env = \"…\" }",
            ),
        },
        MailFault::MissingUsername => match language {
            ZhCn => title("写了 `password`，就要写 `username`")
                .label("谁的密码？")
                .help("加上 username = \"duban\""),
            En => title("a `password` needs a `username`")
                .label("whose?")
                .help("add: username = \"duban\""),
        },
        MailFault::ClearPassword => match language {
            ZhCn => title("security = \"none\" 时，密码在网络上是明文")
                .label("这个密码")
                .help("改用 security = \"starttls\" 或 \"tls\""),
            En => title("with security = \"none\" the password crosses the network in the clear")
                .label("this password")
                .help("use security = \"starttls\" or \"tls\""),
        },
        MailFault::UnlikelyPort { port, what, security, cure } => {
            unlikely_port(*port, *what, *security, *cure, language)
        }
    }
}

fn no_sendmail(why: &Met, alone: Option<&str>, language: Language) -> Said {
    let why = causes::said(why, language);
    let said = match language {
        ZhCn => title(format!("mail.sendmail：{why}")).label("这个程序"),
        En => title(format!("mail.sendmail: {why}")).label("this program"),
    };
    match (alone, language) {
        (Some(alone), ZhCn) => {
            said.help(format!("只写程序本身 \"{alone}\"：duban 会加上 -i -f 发件人 -- 收件人"))
        }
        (Some(alone), En) => said.help(format!(
            "write the program alone, \"{alone}\": duban gives it -i -f SENDER -- RECIPIENT"
        )),
        (None, ZhCn) => said.help("装上它，或在 `sendmail` 里写收信的程序"),
        (None, En) => said.help("install it, or name the program that takes letters in `sendmail`"),
    }
}

fn unlikely_port(
    port: u16,
    what: PortUse,
    security: Security,
    cure: PortCure,
    language: Language,
) -> Said {
    let what = match what {
        PortUse::TlsAtOnce => Text::of("一开始就用 TLS", "speaks TLS from the first byte"),
        PortUse::NoTlsAtFirst => Text::of("一开始不用 TLS", "begins without TLS"),
        PortUse::ReadingMail => Text::of(
            "是收取邮件用的，不是发送用的",
            "is where mail is read, not where it is handed in",
        ),
        PortUse::SendingMail => Text::of(
            "是发送邮件用的，不是收取用的",
            "is where mail is handed in, not where it is read",
        ),
        PortUse::Pop => Text::of("是 POP3 用的，不是 IMAP", "is for POP3, not for IMAP"),
        PortUse::Web => Text::of("是网站用的", "is where web servers are"),
    };
    let (what, name) = (what.said(language), security.name());
    let said = match (cure, language) {
        (PortCure::Port(_), ZhCn) => title(format!("端口 {port} {what}")),
        (PortCure::Port(_), En) => title(format!("port {port} {what}")),
        (_, ZhCn) => title(format!("端口 {port} {what}，与 security = \"{name}\" 不合")),
        (_, En) => {
            title(format!("port {port} {what}, which does not go with security = \"{name}\""))
        }
    };
    let said = said.label(Text::of("这个端口", "this port").said(language));
    match (cure, language) {
        (PortCure::Port(port), ZhCn) => said.help(format!("按这种加密方式，通常用端口 {port}")),
        (PortCure::Port(port), En) => {
            said.help(format!("with this security the port is usually {port}"))
        }
        (PortCure::Security(meant), ZhCn) => {
            said.help(format!("改成 security = \"{}\"", meant.name()))
        }
        (PortCure::Security(meant), En) => {
            said.help(format!("write security = \"{}\"", meant.name()))
        }
        (PortCure::AddSecurity(meant), ZhCn) => {
            said.help(format!("旁边加上 security = \"{}\"", meant.name()))
        }
        (PortCure::AddSecurity(meant), En) => {
            said.help(format!("add security = \"{}\" beside it", meant.name()))
        }
    }
}
