//! That the mailbox of replies cannot be read, and that it is read again.

use super::super::Text;
use crate::model::Language;

pub(crate) const DOWN: Text =
    Text::of("收回信的邮箱读不了", "The mailbox of replies cannot be read");

/// `needs_admin`: waiting will not mend it.
pub(crate) fn opening(since: &str, needs_admin: bool, language: Language) -> String {
    match (needs_admin, language) {
        (true, Language::ZhCn) => format!(
            "自 {since} 起，收回信的邮箱读不了，等待不会好转，须人工处理。邮件反馈和退信暂时读不到，一封未丢；提醒照常发出。"
        ),
        (true, Language::En) => format!(
            "Since {since} the mailbox of replies cannot be read, and waiting will not mend it. Answers by mail and bounces are \
             not seen; none is lost. Reminders go out as ever."
        ),
        (false, Language::ZhCn) => format!(
            "自 {since} 起，收回信的邮箱读不了，系统自动重试。邮件反馈和退信暂时读不到，一封未丢；提醒照常发出。"
        ),
        (false, Language::En) => format!(
            "Since {since} the mailbox of replies cannot be read. duban keeps trying. Answers by mail and bounces are not seen; \
             none is lost. Reminders go out as ever."
        ),
    }
}

pub(crate) const LOOK: Text = Text::of(
    "核对 [answers]：文件夹，或 IMAP 的地址、端口、用户名和密码，以及证书",
    "Look at [answers]: the folder, or host, port, user and password of [answers.imap], and the server's certificate",
);
pub(crate) const TRIES: Text = Text::of(
    "配置改好后采用新配置，并再试",
    "takes the new settings, once they are mended, and tries again",
);
pub(crate) const MAILBOX: Text = Text::of("邮箱", "Mailbox");
pub(crate) const UP: Text =
    Text::of("收回信的邮箱恢复读取", "The mailbox of replies is read again");

/// From when until when it could not be read.
pub(crate) fn back(since: &str, until: &str, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("{since} 至 {until} 期间收回信的邮箱读不了，现已恢复。期间的来信已全部读入。")
        }
        Language::En => format!(
            "From {since} to {until} the mailbox of replies could not be read. Now it is, with all that came meanwhile."
        ),
    }
}

pub(crate) const LISTS: Text = Text::of("查看待审核的反馈", "lists the answers that wait");
