//! What an attempt at a letter met with, in both languages.
//!
//! The ledger, JSON and the journal keep the English sentence. [`said`] reads the value out of it again and says it in
//! the reader's language, also where an earlier duban wrote it. Words of a relay stay as they are, in quotes.

use super::{Text, system};
use crate::model::Language;
use crate::model::cause::Cause;

/// A value's place in a sentence.
const VALUE: &str = "{}";

/// The English sentence, as it is kept.
pub(crate) fn kept(cause: Cause, values: &[&str]) -> String {
    filled(sentence(cause).said(Language::En), values)
}

/// A kept text in that language: the relay, the step, and what was met with there.
pub(crate) fn said(text: &str, language: Language) -> String {
    if language == Language::En || text.is_empty() {
        return text.to_owned();
    }
    match read(text) {
        Some((cause, values)) => in_chinese(cause, &values),
        None => at_step(text, language),
    }
}

/// A value that is a cause itself is said, too; one that is not stays as it is.
fn in_chinese(cause: Cause, values: &[&str]) -> String {
    let mut rest = sentence(cause).said(Language::ZhCn);
    let mut text = String::new();
    for (at, value) in values.iter().enumerate() {
        let Some((before, after)) = rest.split_once(VALUE) else { break };
        let is_answer = cause == Cause::MayHaveArrived && at == 0;
        if is_answer || read(value).is_some() {
            text.push_str(before.trim_end_matches('“'));
            text.push_str(&said(value, Language::ZhCn));
            rest = after.strip_prefix('”').unwrap_or(after);
        } else {
            text.push_str(before);
            text.push_str(value);
            rest = after;
        }
    }
    text.push_str(rest);
    text
}

/// `localhost:587, RCPT: 550 no such user`: where it was met with, then what.
fn at_step(text: &str, language: Language) -> String {
    if let Some((relay, rest)) = text.split_once(", ")
        && relay.contains(':')
        && !relay.contains(' ')
        && step(rest).is_some()
    {
        let between = Text::of("，", ", ").said(language);
        return format!("{relay}{between}{}", at_step(rest, language));
    }
    match step(text) {
        Some((step, what)) => {
            let between = Text::of("：", ": ").said(language);
            format!("{}{between}{}", step.said(language), said(what, language))
        }
        None => system::or_quoted(text.to_owned(), language),
    }
}

/// The step that a kept text names first, and what was met with at it.
fn step(text: &str) -> Option<(Text, &str)> {
    let (name, what) = text.split_once(": ")?;
    let step = STEPS.iter().find(|step| step.said(Language::En) == name)?;
    Some((*step, what))
}

/// The cause that a kept text tells of, with its values.
fn read(text: &str) -> Option<(Cause, Vec<&str>)> {
    let of = |cause: &Cause| Some((*cause, values(text, sentence(*cause).said(Language::En))?));
    // What begins with a program's or a file's name may be anybody's words.
    let named = |(cause, values): &(Cause, Vec<&str>)| {
        let begins = sentence(*cause).said(Language::En).starts_with(VALUE);
        let is_path = |name: &&str| name.contains('/') && !name.contains(char::is_whitespace);
        let name = values.first().is_some_and(is_path);
        !begins || *cause == Cause::MayHaveArrived || name
    };
    Cause::ALL.iter().filter_map(of).find(named)
}

/// What stands in a text where a sentence has its values, if it is that sentence.
fn values<'t>(text: &'t str, sentence: &str) -> Option<Vec<&'t str>> {
    let mut parts = sentence.split(VALUE).peekable();
    let mut rest = text.strip_prefix(parts.next()?)?;
    let mut values = Vec::new();
    while let Some(part) = parts.next() {
        let is_last = parts.peek().is_none();
        let at = if is_last { rest.len().checked_sub(part.len())? } else { rest.find(part)? };
        values.push(rest.get(..at)?);
        rest = rest.get(at..)?.strip_prefix(part)?;
    }
    rest.is_empty().then_some(values)
}

fn filled(sentence: &str, values: &[&str]) -> String {
    let mut parts = sentence.split(VALUE);
    let mut text = parts.next().unwrap_or_default().to_owned();
    for (at, part) in parts.enumerate() {
        text.push_str(values.get(at).map_or("", |value| value));
        text.push_str(part);
    }
    text
}

/// A step of the conversation, as the ledger and a reader know it.
pub(crate) const CONNECT: Text = Text::of("连接", "connecting");
pub(crate) const TLS: Text = Text::of("加密（TLS）", "TLS");
pub(crate) const GREETING: Text = Text::of("接通", "greeting");
pub(crate) const HELLO: Text = Text::of("问候（EHLO）", "EHLO");
pub(crate) const START_TLS: Text = Text::of("启用加密（STARTTLS）", "STARTTLS");
pub(crate) const LOGIN: Text = Text::of("登录", "login");
pub(crate) const MAIL: Text = Text::of("发件人（MAIL）", "MAIL");
pub(crate) const RECIPIENT: Text = Text::of("收件人（RCPT）", "RCPT");
pub(crate) const DATA: Text = Text::of("正文之前（DATA）", "DATA");
pub(crate) const MESSAGE: Text = Text::of("正文", "message");

const STEPS: [Text; 10] =
    [CONNECT, TLS, GREETING, HELLO, START_TLS, LOGIN, MAIL, RECIPIENT, DATA, MESSAGE];

/// Each `{}` is a value. Of the English ones, those of the system and of TLS are in the words of these libraries.
const fn sentence(cause: Cause) -> Text {
    match cause {
        Cause::HungUp => Text::of("邮件服务器中断了连接", "the relay hung up"),
        Cause::NotSmtp => Text::of("对方答复“{}”，不是 SMTP 的答复", "`{}` is no reply of SMTP"),
        Cause::Unexpected => Text::of("意外的答复“{}”", "unexpected reply {}"),
        Cause::NoAnswer => Text::of("{} 内没有答复", "no answer within {}"),
        Cause::NothingSaid => Text::of("没有任何答复", "nothing was said"),
        Cause::NoStartTls => {
            Text::of("邮件服务器不支持 STARTTLS", "the relay does not offer STARTTLS")
        }
        Cause::WordsBeforeTls => Text::of(
            "加密之前邮件服务器（或中间有人）说了不该说的话，连接已断开",
            "the relay, or someone between, said more before TLS than it may; the connection was dropped",
        ),
        Cause::NoLogin => Text::of(
            "邮件服务器没有本系统会用的登录方式（PLAIN、LOGIN），只支持 {}",
            "the relay offers no login that duban knows (PLAIN, LOGIN); it offers {}",
        ),
        Cause::NoLoginAtAll => Text::of(
            "邮件服务器没有本系统会用的登录方式（PLAIN、LOGIN），不支持任何登录",
            "the relay offers no login that duban knows (PLAIN, LOGIN); it offers none at all",
        ),
        Cause::AsksForMore => Text::of(
            "邮件服务器除用户名和密码外还要求别的",
            "the relay asks for more than a user name and a password",
        ),
        Cause::TooLarge => Text::of(
            "函件有 {} 字节，邮件服务器最多收 {} 字节（SIZE）：请提高其上限",
            "the letter has {} bytes, and the relay takes at most {} (SIZE): raise the relay's limit",
        ),
        Cause::NotAscii => Text::of(
            "地址 {} 含有非 ASCII 字符，而邮件服务器不支持 SMTPUTF8",
            "`{}` is not ASCII, and the relay does not offer SMTPUTF8",
        ),
        Cause::NoAddress => Text::of("{} 不是邮箱地址（“{}”）", "`{}` is no address: {}"),
        Cause::NoAuthorities => Text::of("mail.smtp.ca：“{}”", "mail.smtp.ca: {}"),
        Cause::ConnectionRefused => Text::of("对方拒绝连接", "Connection refused (os error 111)"),
        Cause::ConnectionReset => {
            Text::of("对方中断了连接", "Connection reset by peer (os error 104)")
        }
        Cause::BrokenPipe => Text::of("连接已断开", "Broken pipe (os error 32)"),
        Cause::TimedOut => Text::of("等候太久，没有回应", "Connection timed out (os error 110)"),
        Cause::NoRoute => Text::of("没有通往该主机的路由", "No route to host (os error 113)"),
        Cause::NoNetwork => Text::of("网络不通", "Network is unreachable (os error 101)"),
        Cause::NoSuchName => Text::of(
            "没有这个主机名",
            "failed to lookup address information: Name or service not known",
        ),
        Cause::NameWithoutAddress => Text::of(
            "这个主机名没有地址",
            "failed to lookup address information: No address associated with hostname",
        ),
        Cause::NoNameServer => Text::of(
            "域名服务器暂时没有回应",
            "failed to lookup address information: Temporary failure in name resolution",
        ),
        Cause::NotAllowed => Text::of("没有权限", "Permission denied (os error 13)"),
        Cause::NoFile => Text::of("没有这个文件或目录", "No such file or directory (os error 2)"),
        Cause::DiskFull => Text::of("磁盘已满", "No space left on device (os error 28)"),
        Cause::ReadOnly => Text::of("文件系统是只读的", "Read-only file system (os error 30)"),
        Cause::IsFolder => Text::of("这是目录，不是文件", "Is a directory (os error 21)"),
        Cause::NoFolder => Text::of("路径中间有一段不是目录", "Not a directory (os error 20)"),
        Cause::FileExists => Text::of("已有同名文件", "File exists (os error 17)"),
        Cause::EndedInTls => Text::of("握手时对方中断了连接", "tls handshake eof"),
        Cause::UnknownIssuer => {
            Text::of("证书的签发者不受信任", "invalid peer certificate: UnknownIssuer")
        }
        Cause::OtherName => Text::of(
            "证书不是发给 {} 的，只适用于“{}”",
            "invalid peer certificate: certificate not valid for name {}; certificate is only valid for {}",
        ),
        Cause::Expired => {
            Text::of("证书已过期（“{}”）", "invalid peer certificate: certificate expired: {}")
        }
        Cause::NotValidYet => Text::of(
            "证书尚未生效（“{}”）",
            "invalid peer certificate: certificate not valid yet: {}",
        ),
        Cause::BadCertificate => Text::of("证书有误（“{}”）", "invalid peer certificate: {}"),
        Cause::NoTls => {
            Text::of("对方答复的不是 TLS", "received corrupt message of type InvalidContentType")
        }
        Cause::TlsAlert => Text::of("对方中止了加密（“{}”）", "received fatal alert: {}"),
        Cause::OutboxUnwritable => {
            Text::of("发件目录写不进去（“{}”）", "the outbox cannot be written: {}")
        }
        Cause::WrittenTo => Text::of("已写入 {}", "written to {}"),
        Cause::TakenBy => Text::of("已由 {} 接收", "taken by {}"),
        Cause::ProgramLate => Text::of("{} 超过 {} 秒未结束", "{} took longer than {} s"),
        Cause::ProgramKilled => Text::of("{} 被终止", "{} was killed"),
        Cause::ProgramStatus => Text::of("{}：退出状态 {}“{}”", "{}: status {} {}"),
        Cause::Stopped => {
            Text::of("duban 在答复到达之前停止", "duban stopped before the answer came")
        }
        Cause::Failed => {
            Text::of("duban 在发送中途出错", "duban failed in the middle of the attempt")
        }
        Cause::ProgramFailed => Text::of("{}：“{}”", "{}: {}"),
        Cause::NoCredentials => Text::of(
            "邮件服务器的密码是凭据 {}，但没有 $CREDENTIALS_DIRECTORY：请在服务单元中加 LoadCredential={}:…，或改用 password = \
             { file = \"…\" }",
            "the relay's password is the credential `{}`, but there is no $CREDENTIALS_DIRECTORY: add LoadCredential={}:… to \
             the unit, or use password = { file = \"…\" }",
        ),
        Cause::PasswordUnreadable => Text::of(
            "从 {} 读不出邮件服务器的密码：“{}”",
            "the relay's password cannot be read from {}: {}",
        ),
        Cause::PasswordExposed => Text::of(
            "邮件服务器的密码存在 {} 不安全：“{}”",
            "the relay's password is not safe in {}: {}",
        ),
        Cause::NoVariable => Text::of(
            "邮件服务器的密码应取自变量 {}，而它没有设置",
            "the relay's password is to come from the variable {}, which is not set",
        ),
        Cause::PasswordEmpty => {
            Text::of("邮件服务器的密码（“{}”）是空的", "the relay's password, from {}, is empty")
        }
        Cause::NoRoots => Text::of(
            "系统没有安装证书签发机构，任何邮件服务器都无法信任：请安装 ca-certificates，或用 SSL_CERT_FILE 指明邮件服务器的“{}”",
            "no certificate authorities are installed, so no relay can be trusted: install ca-certificates, or point \
             SSL_CERT_FILE at the relay's{}",
        ),
        Cause::HostName => Text::of(
            "mail.smtp.host 的 {} 不可能是证书上的名字",
            "mail.smtp.host `{}` is no name that a certificate could bear",
        ),
        Cause::FileUnreadable => Text::of("{} 读不出来：“{}”", "{} cannot be read: {}"),
        Cause::NoCertificate => Text::of(
            "{} 里没有 PEM 格式（-----BEGIN CERTIFICATE-----）的签发机构证书；DER 格式的可用 `openssl x509 -inform der` 转换",
            "{} holds no certificate of an authority in PEM form (-----BEGIN CERTIFICATE-----); one in DER form becomes so \
             by `openssl x509 -inform der`",
        ),
        Cause::NoRelay => Text::of(
            "mail.transport 为 \"smtp\"，却没有 [mail.smtp]",
            "mail.transport is \"smtp\", but there is no [mail.smtp]",
        ),
        Cause::Template => Text::of("函件模板出错（“{}”）", "the letter's template failed: {}"),
        Cause::MayHaveArrived => Text::of(
            "{}；已交出 {} 次都没有答复，可能已经送达",
            "{}; handed over {} times without an answer, so it may have arrived",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each value of its own, so that one that is lost or out of place is seen.
    const VALUES: [&str; 3] = ["/bin/7", "8", "x y"];

    #[test]
    fn every_cause_is_read_out_of_what_is_kept_of_it() {
        for cause in Cause::ALL {
            let [zh, en] = [Language::ZhCn, Language::En]
                .map(|language| sentence(cause).said(language).matches(VALUE).count());
            assert_eq!(zh, en, "{cause:?} has as many values in both languages");
            let values = &VALUES[..en];
            assert_eq!(read(&kept(cause, values)), Some((cause, values.to_vec())), "{cause:?}");
        }
        let known: std::collections::HashSet<Cause> = Cause::ALL.into_iter().collect();
        assert_eq!(known.len(), Cause::ALL.len());
    }

    #[test]
    fn causes_are_said_in_chinese_and_words_of_others_in_quotes() {
        let table = [
            ("connecting: Connection refused (os error 111)", "连接：对方拒绝连接"),
            (
                "mail.example.org:587, TLS: invalid peer certificate: UnknownIssuer",
                "mail.example.org:587，加密（TLS）：证书的签发者不受信任",
            ),
            ("[::1]:25, greeting: no answer within 60s", "[::1]:25，接通：60s 内没有答复"),
            ("RCPT: 550 5.1.1 No such user", "收件人（RCPT）：“550 5.1.1 No such user”"),
            ("login: unexpected reply 334 more", "登录：意外的答复“334 more”"),
            ("250 2.0.0 Ok: queued as 4F2", "“250 2.0.0 Ok: queued as 4F2”"),
            ("message: the relay hung up", "正文：邮件服务器中断了连接"),
            (
                "message: the relay hung up; handed over 8 times without an answer, so it may have arrived",
                "正文：邮件服务器中断了连接；已交出 8 次都没有答复，可能已经送达",
            ),
            (
                "/usr/sbin/sendmail: status 75 try later",
                "/usr/sbin/sendmail：退出状态 75“try later”",
            ),
            ("a, b: c", "“a, b: c”"),
            ("/usr/sbin/sendmail: Permission denied (os error 13)", "/usr/sbin/sendmail：没有权限"),
            (
                "the outbox cannot be written: No space left on device (os error 28)",
                "发件目录写不进去（磁盘已满）",
            ),
            ("550 spam/bot: status 7 was killed", "“550 spam/bot: status 7 was killed”"),
            ("", ""),
        ];
        for (text, shown) in table {
            assert_eq!(said(text, Language::ZhCn), shown, "{text}");
            assert_eq!(said(text, Language::En), text);
        }
    }
}
