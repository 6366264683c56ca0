//! What `test-mail` says of each step, and the letter that it sends.

use super::{Text, causes};
use crate::model::Language;
use crate::view::trial::{Passed, Stage};

pub(crate) const TEST_MAIL: Text = Text::of(
    "逐步试用发函通道（域名、连接、加密与证书、登录、发件人、收件人），并发一封测试函",
    "Tries how letters leave, step by step (name, connection, TLS and its certificate, login, sender, recipient), and \
     sends one letter",
);
pub(crate) const ADDRESS: Text = Text::of("地址", "ADDRESS");
pub(crate) const TO: Text = Text::of("测试函发给谁", "To whom the test letter goes");

// The letter.

pub(crate) const SUBJECT: Text = Text::of("督办系统测试函", "duban: a test letter");
pub(crate) const TEXT: Text = Text::of(
    "这是督办系统的测试函：收到即说明发函通道可用，不需要回复。",
    "This is a test letter of duban: that it arrived shows that letters can leave. No answer is needed.",
);

// The way.

/// Through a relay.
pub(crate) fn through_relay(host: &str, port: u16, language: Language) -> String {
    match language {
        Language::ZhCn => format!("经邮件服务器 {host}:{port} 发送："),
        Language::En => format!("Through the relay {host}:{port}:"),
    }
}

/// Through a program.
pub(crate) fn through(program: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("经程序“{program}”发送："),
        Language::En => format!("Through the program `{program}`:"),
    }
}

pub(crate) const INTO_FOLDER: Text = Text::of(
    "没有配置邮件服务器：函件只写入状态目录下的文件夹，并不发出。",
    "No relay is configured: letters are written into a folder of the state folder, and leave for nobody.",
);

/// A step that succeeded.
pub(crate) fn passed(passed: &Passed, language: Language) -> String {
    let ok = Text::of("通过", "ok").said(language);
    let of = |stage: Stage, told: &str| match told.is_empty() {
        true => format!("{}{}{ok}", name(stage, language), colon(language)),
        false => format!("{}{}{ok} ({told})", name(stage, language), colon(language)),
    };
    match passed {
        Passed::Name(addresses) => {
            let addresses: Vec<String> =
                addresses.iter().map(|address| address.ip().to_string()).collect();
            of(Stage::Name, &addresses.join(", "))
        }
        Passed::Connected => of(Stage::Connection, ""),
        Passed::Secured { protocol, own_authority } => {
            let vouches = match own_authority {
                true => Text::of(
                    "证书由 mail.smtp.ca 中的机构担保",
                    "certificate vouched for by mail.smtp.ca",
                ),
                false => Text::of(
                    "证书由系统信任的机构担保",
                    "certificate vouched for by an authority that the system trusts",
                ),
            };
            of(Stage::Tls, &format!("{protocol}; {}", vouches.said(language)))
        }
        Passed::InTheClear => of(
            Stage::Tls,
            Text::of("按配置不加密", "not encrypted, as the configuration says").said(language),
        ),
        Passed::Greeted => of(Stage::Greeting, ""),
        Passed::LoggedIn(user) => of(Stage::Login, user),
        Passed::NoLogin => of(
            Stage::Login,
            Text::of("按配置不登录", "none, as the configuration says").said(language),
        ),
        Passed::Sender(address) => of(Stage::Sender, address),
        Passed::Recipient(address) => of(Stage::Recipient, address),
        Passed::Taken(answer) => of(Stage::Letter, &causes::said(answer, language)),
    }
}

/// The step that failed, and why, in the words of whoever said so.
pub(crate) fn failed(stage: Stage, why: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{}：失败（“{why}”）", name(stage, language)),
        Language::En => format!("{}: failed: {why}", name(stage, language)),
    }
}

fn colon(language: Language) -> &'static str {
    Text::of("：", ": ").said(language)
}

fn name(stage: Stage, language: Language) -> &'static str {
    let name = match stage {
        Stage::Name => Text::of("域名", "name"),
        Stage::Connection => Text::of("连接", "connection"),
        Stage::Tls => Text::of("加密与证书", "TLS and certificate"),
        Stage::Greeting => Text::of("问候", "greeting"),
        Stage::Login => Text::of("登录", "login"),
        Stage::Sender => Text::of("发件人", "sender"),
        Stage::Recipient => Text::of("收件人", "recipient"),
        Stage::Letter => Text::of("函件", "letter"),
    };
    name.said(language)
}

/// All steps succeeded.
pub(crate) fn sent(address: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("测试函已交出，请 {address} 查收。"),
        Language::En => format!("The test letter is on its way to {address}."),
    }
}

/// It is no address.
pub(crate) fn no_address(typed: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("“{typed}”不是邮件地址"),
        Language::En => format!("`{typed}` is no mail address"),
    }
}
