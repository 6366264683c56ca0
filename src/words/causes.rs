//! What an attempt at a letter met with, in both languages. JSON and the journal have the English sentence. Words of a relay
//! stay as they are; among Chinese words they stand in quotes.

use std::io;

use super::{Text, quotes};
use crate::model::Language;
use crate::model::cause::{Cause, Step};
use crate::model::met::{Met, What};

/// A value's place in a sentence.
const VALUE: &str = "{}";

/// What was met with, as an error: each reader has it in their own language.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", in_english(.0))]
pub struct MetError(pub Met);

/// An error of the system's kind that has a sentence of ours.
pub(crate) fn io_error(kind: io::ErrorKind, met: Met) -> io::Error {
    io::Error::new(kind, MetError(met))
}

/// What an error made by [`io_error`] is.
pub(crate) fn ours(error: &io::Error) -> Option<&Met> {
    error.get_ref()?.downcast_ref::<MetError>().map(|ours| &ours.0)
}

/// The sentence for JSON and the journal.
pub(crate) fn in_english(met: &Met) -> String {
    said(met, Language::En)
}

/// The sentences for the log: English, Chinese.
pub(crate) fn in_both(met: &Met) -> [String; 2] {
    [Language::En, Language::ZhCn].map(|language| said(met, language))
}

/// The sentence: the relay, the step, and what was met with there.
pub(crate) fn said(met: &Met, language: Language) -> String {
    let mut text = String::new();
    if let Some(relay) = &met.relay {
        text.push_str(relay);
        text.push_str(Text::of("，", ", ").said(language));
    }
    if let Some(at) = met.step {
        text.push_str(step(at).said(language));
        text.push_str(Text::of("：", ": ").said(language));
    }
    match &met.what {
        What::Said(words) if words.is_empty() => {}
        What::Said(words) => text.push_str(&quotes::or_quoted(words.to_string(), language)),
        What::Of(cause, values) => {
            fill(sentence(*cause).said(language), values, language, &mut text)
        }
    }
    text
}

/// Words of others stay as they are, in the quotes that the sentence has around them. A cause needs none.
fn fill(sentence: &str, values: &[Met], language: Language, text: &mut String) {
    let mut rest = sentence;
    for value in values {
        let Some((before, after)) = rest.split_once(VALUE) else { break };
        match value.words() {
            Some(words) => {
                text.push_str(before);
                text.push_str(words);
                rest = after;
            }
            None => {
                text.push_str(before.trim_end_matches('“'));
                text.push_str(&said(value, language));
                rest = after.strip_prefix('”').unwrap_or(after);
            }
        }
    }
    text.push_str(rest);
}

/// A step of the conversation with a relay.
const fn step(step: Step) -> Text {
    match step {
        Step::Connect => Text::of("连接", "connecting"),
        Step::Tls => Text::of("加密（TLS）", "TLS"),
        Step::Greeting => Text::of("接通", "greeting"),
        Step::Hello => Text::of("问候（EHLO）", "EHLO"),
        Step::StartTls => Text::of("启用加密（STARTTLS）", "STARTTLS"),
        Step::Login => Text::of("登录", "login"),
        Step::Mail => Text::of("发件人（MAIL）", "MAIL"),
        Step::Recipient => Text::of("收件人（RCPT）", "RCPT"),
        Step::Data => Text::of("正文之前（DATA）", "DATA"),
        Step::Message => Text::of("正文", "message"),
        Step::Mailbox => Text::of("读取邮箱", "reading the mailbox"),
    }
}

/// Each `{}` is a value. Of the English ones, those of the system and of TLS are in the words of these libraries.
#[expect(clippy::too_many_lines)]
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
        Cause::NoAuthorities => Text::of("`ca`：“{}”", "`ca`: {}"),
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
        Cause::AuthorityItself => Text::of(
            "证书是签发机构自己的（CA:TRUE），不能当服务器证书用",
            "invalid peer certificate: Other(OtherError(CaUsedAsEndEntity))",
        ),
        Cause::ServerWithoutTls => Text::of("服务器不支持加密", "server does not support TLS"),
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
            "the mail server's password is the credential `{}`, but there is no $CREDENTIALS_DIRECTORY: add LoadCredential={}:… to \
             the unit, or use password = { file = \"…\" }",
        ),
        Cause::PasswordUnreadable => Text::of(
            "从 {} 读不出邮件服务器的密码：“{}”",
            "the mail server's password cannot be read from {}: {}",
        ),
        Cause::PasswordExposed => Text::of(
            "邮件服务器的密码存在 {} 不安全：“{}”",
            "the mail server's password is not safe in {}: {}",
        ),
        Cause::NoVariable => Text::of(
            "邮件服务器的密码应取自变量 {}，而它没有设置",
            "the mail server's password is to come from the variable {}, which is not set",
        ),
        Cause::PasswordEmpty => Text::of(
            "邮件服务器的密码（“{}”）是空的",
            "the mail server's password, from {}, is empty",
        ),
        Cause::NoRoots => Text::of(
            "系统没有安装证书签发机构，任何邮件服务器都无法信任：请安装 ca-certificates，或用 SSL_CERT_FILE 指明邮件服务器的“{}”",
            "no certificate authorities are installed, so no relay can be trusted: install ca-certificates, or point \
             SSL_CERT_FILE at the relay's{}",
        ),
        Cause::NoUids => Text::of(
            "文件夹 {} 里的邮件没有长期有效的编号（UIDVALIDITY）",
            "the folder {} has no lasting numbers of mails (UIDVALIDITY)",
        ),
        Cause::HostName => Text::of(
            "`host` 的 {} 不可能是证书上的名字",
            "the host `{}` is no name that a certificate could bear",
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
            "“{}”；已交出 {} 次都没有答复，可能已经送达",
            "{}; handed over {} times without an answer, so it may have arrived",
        ),
        Cause::Workbook => {
            Text::of("随函的工作簿写不出来（“{}”）", "the workbook cannot be written: {}")
        }
        Cause::LineTooLong => Text::of("答复中有一行太长", "a reply line is too long"),
        Cause::NeverAnswered => Text::of("从未有过答复", "never answered"),
        Cause::FileIsFolder => {
            Text::of("这是目录，不是普通文件", "it is a folder, no regular file")
        }
        Cause::FileIsPipe => {
            Text::of("这是命名管道，不是普通文件", "it is a named pipe, no regular file")
        }
        Cause::FileIsSocket => {
            Text::of("这是套接字，不是普通文件", "it is a socket, no regular file")
        }
        Cause::FileIsDevice => {
            Text::of("这是设备，不是普通文件", "it is a device, no regular file")
        }
        Cause::LinkToNowhere => {
            Text::of("这是指向 {} 的链接，而那里没有文件", "it is a link to {}, which is not there")
        }
        Cause::LinkInState => Text::of(
            "{} 是链接，而数据目录里的文件不经链接写入：请删去这个链接",
            "{} is a link, and duban writes through none in the state folder: remove it",
        ),
        Cause::NoRecord => {
            Text::of("它有多个名字，或者太大", "it has several names, or is too large")
        }
        Cause::AtFile => Text::of("{}：“{}”", "{}: {}"),
        Cause::OpenToOthers => Text::of(
            "{}（权限 {}）；请 `chmod 600`，或让 root 为属主、duban 为属组并 `chmod 640`。容器里由挂载定权限的，在挂载处写 \
             `mode: 0440`（或 `defaultMode: 0440`）",
            "{} (mode {}); `chmod 600` it, or `chmod 640` with root as owner and duban as group. Where a container's mount \
             sets the mode, set it there (mode: 0440, in Kubernetes defaultMode: 0440)",
        ),
        Cause::AllMayRead => Text::of("所有用户都能读", "everybody may read it"),
        Cause::AllMayWrite => Text::of("所有用户都能写", "everybody may write it"),
        Cause::GroupMayWrite => Text::of("同组用户能写", "its group may write it"),
        Cause::Both => Text::of("{}，{}", "{}, {}"),
        Cause::NoProgramInPath => Text::of(
            "$PATH 的各目录里没有程序 {}",
            "there is no program {} in the folders of $PATH",
        ),
        Cause::NoProgram => Text::of("没有程序 {}", "there is no program {}"),
        Cause::NotExecutable => {
            Text::of("{} 不能运行：没有执行权限", "{} may not be run: it is not executable")
        }
        Cause::RelativeProgram => Text::of(
            "{} 是从启动 duban 的目录找起的；请写完整路径",
            "{} is looked for from the folder in which duban is started; name the whole path",
        ),
        Cause::PatternStars => {
            Text::of("连写的 * 最多两个", "wildcards are either regular `*` or recursive `**`")
        }
        Cause::PatternDeep => Text::of(
            "** 须独占路径的一段，如 tasks/**/*.toml",
            "`**` must be a part of the path by itself, as in tasks/**/*.toml",
        ),
        Cause::PatternBracket => Text::of(
            "[ 没有配对的 ]，或括号里写得不对",
            "a `[` has no `]`, or what stands between is no choice",
        ),
        Cause::PatternNotUtf8 => Text::of("通配符不是 UTF-8", "the pattern is not UTF-8"),
        Cause::FolderUnlisted => Text::of("列不出目录 {}：“{}”", "cannot list {}: {}"),
        Cause::TooManyEntries => Text::of(
            "要找的文件和目录超过 {} 个",
            "it leads through more than {} files and folders",
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_cause_has_as_many_values_in_both_languages() {
        for (name, cause) in Cause::ALL {
            let [zh, en] = [Language::ZhCn, Language::En]
                .map(|language| sentence(*cause).said(language).matches(VALUE).count());
            assert_eq!(zh, en, "{name}");
        }
    }

    #[test]
    fn causes_are_said_in_both_languages_and_words_of_others_in_chinese_in_quotes() {
        let table = [
            (
                Met::of(Cause::ConnectionRefused, &[]).at(Step::Connect),
                "connecting: Connection refused (os error 111)",
                "连接：对方拒绝连接",
            ),
            (
                Met::of(Cause::UnknownIssuer, &[]).at(Step::Tls).by("mail.example.org:587"),
                "mail.example.org:587, TLS: invalid peer certificate: UnknownIssuer",
                "mail.example.org:587，加密（TLS）：证书的签发者不受信任",
            ),
            (
                Met::from("550 5.1.1 No such user").at(Step::Recipient),
                "RCPT: 550 5.1.1 No such user",
                "收件人（RCPT）：“550 5.1.1 No such user”",
            ),
            (
                Met::of(Cause::Unexpected, &["334 more"]).at(Step::Login),
                "login: unexpected reply 334 more",
                "登录：意外的答复“334 more”",
            ),
            (
                Met::from("250 2.0.0 Ok: queued as 4F2"),
                "250 2.0.0 Ok: queued as 4F2",
                "“250 2.0.0 Ok: queued as 4F2”",
            ),
            (
                Met::because(
                    Cause::MayHaveArrived,
                    vec![Met::of(Cause::HungUp, &[]).at(Step::Message), "8".into()],
                ),
                "message: the relay hung up; handed over 8 times without an answer, so it may have arrived",
                "正文：邮件服务器中断了连接；已交出 8 次都没有答复，可能已经送达",
            ),
            (
                Met::of(Cause::ProgramStatus, &["/usr/sbin/sendmail", "75", "try later"]),
                "/usr/sbin/sendmail: status 75 try later",
                "/usr/sbin/sendmail：退出状态 75“try later”",
            ),
            (
                Met::because(Cause::OutboxUnwritable, vec![Met::of(Cause::DiskFull, &[])]),
                "the outbox cannot be written: No space left on device (os error 28)",
                "发件目录写不进去（磁盘已满）",
            ),
            (Met::from("the relay hung up"), "the relay hung up", "“the relay hung up”"),
            (Met::from(""), "", ""),
        ];
        for (met, en, zh) in table {
            assert_eq!(said(&met, Language::En), en);
            assert_eq!(said(&met, Language::ZhCn), zh);
        }
    }
}
