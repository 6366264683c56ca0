//! That no letter can leave, and that letters leave again.

use super::super::Text;
use crate::model::Language;

pub(crate) const DOWN: Text = Text::of("函件发不出去", "No letter can leave");

/// `needs_admin`: waiting will not mend it.
pub(crate) fn opening(since: &str, needs_admin: bool, language: Language) -> String {
    match (needs_admin, language) {
        (true, Language::ZhCn) => format!(
            "自 {since} 起，邮件服务器拒绝本系统，等待不会好转，须人工处理。函件都在排队，一份未丢。"
        ),
        (true, Language::En) => format!(
            "Since {since} the relay has turned duban away, and waiting will not mend it. Every letter waits in the queue, and \
             none is lost."
        ),
        (false, Language::ZhCn) => format!(
            "自 {since} 起，邮件服务器不通，系统自动重试。函件都在排队，一份未丢；超过 5 天仍发不出的，按未送达处理。"
        ),
        (false, Language::En) => format!(
            "Since {since} the relay cannot be reached. duban keeps trying. Every letter waits in the queue, and none is lost; \
             one that has waited 5 days is given up and reported."
        ),
    }
}

/// What is asked where the failure tells no more.
pub(crate) const LOOK: Text = Text::of(
    "核对 [mail.smtp] 的地址、端口、用户名和密码，以及证书",
    "look at [mail.smtp]: host, port, user name and password, and at the relay's certificate",
);

pub(crate) const RELOADS: Text =
    Text::of("配置改好后采用新配置", "takes the new settings, once they are mended");
pub(crate) const RETRIES: Text = Text::of("立即再试", "tries again at once");

/// What was met with.
pub(crate) const CAUSE: Text = Text::of("原因", "Met with");

pub(crate) const UP: Text = Text::of("函件恢复发送", "Letters leave again");

/// From when until when none could leave.
pub(crate) fn back(since: &str, until: &str, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("{since} 至 {until} 期间函件发不出去，现已恢复。排队的函件正依次发出。")
        }
        Language::En => {
            format!("From {since} to {until} no letter could leave. Now they do, in turn.")
        }
    }
}

pub(crate) const LISTS: Text = Text::of("查看尚未了结的函件", "shows the letters not yet settled");

/// So many letters from before have reached nobody.
pub(crate) fn taken_again(count: usize, language: Language) -> String {
    match language {
        Language::ZhCn => format!("邮件服务器恢复收件：此前 {count} 份函件无人收到"),
        Language::En => format!("Letters are taken again; nobody has {count} of those before"),
    }
}

pub(crate) const ASK_TAKEN: Text = Text::of(
    "请决定下列函件再发一次还是不再发送",
    "Say whether the letters below are sent once more, or let be",
);

/// From when until when every letter was refused.
pub(crate) fn refused(since: &str, until: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "{since} 至 {until} 期间，邮件服务器拒收全部函件，关于此事的报告也未能送达。下列函件无人收到，不会自动重发。"
        ),
        Language::En => format!(
            "From {since} to {until} the relay refused every letter, those that would have told you, too. Nobody has the \
             letters below, and they are not sent again by themselves."
        ),
    }
}

pub(crate) const RETRIES_FAILED: Text = Text::of("全部再发一次", "sends all of them once more");
pub(crate) const DISCARDS_FAILED: Text = Text::of("不再发送", "lets them be");
