//! `duban link`: links to the pages of [web], and why there is none.

use super::Text;
use crate::model::Language;

pub(crate) const LINK: Text = Text::of(
    "给出网页链接：一个人的页面，或全部任务的页面",
    "Gives a link to a page: that of a person, or that of the whole office",
);
pub(crate) const WHOSE: Text =
    Text::of("人员的编号、姓名或邮件地址", "The person's id, name or address");
pub(crate) const OFFICE: Text = Text::of("全部任务的页面", "The page of the whole office");
pub(crate) const CALENDAR: Text = Text::of(
    "此人各期限的日历订阅（.ics），而不是页面",
    "The person's deadlines as a calendar to subscribe to (.ics), not the page",
);
pub(crate) const FOR: Text = Text::of(
    "有效多久，如 30d、12w、6mo，最长一年",
    "How long it is good: 30d, 12w, 6mo; a year at most",
);
pub(crate) const ROTATE: Text = Text::of(
    "换用新密钥：以前给出的链接和函件里的链接全部失效",
    "Makes a new key: all links given so far, those in letters too, end at once",
);
pub(crate) const LENGTH: Text = Text::of("时长", "LENGTH");

pub(crate) const NO_WEB: Text = Text::of(
    "没有 [web]，链接无处可指：请在根文件里加上 [web]，写 `listen` 和 `url`",
    "there is no [web] to which a link could lead: add it to the root file, with listen and url",
);

pub(crate) const TOO_LONG: Text = Text::of("链接最长有效一年", "a link is good for a year at most");

/// Until when it is good.
pub(crate) fn good_until(day: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("有效至 {day}。谁拿到这个链接谁就能看，请只交给本人。"),
        Language::En => {
            format!(
                "Good until {day}. Whoever has the link may look: give it to that person alone."
            )
        }
    }
}

pub(crate) const ROTATED: Text = Text::of(
    "已换用新密钥，以前的链接全部失效。",
    "There is a new key; all older links have ended.",
);

/// The key is named in the root file.
pub(crate) const NOT_OURS: Text = Text::of(
    "密钥在根文件的 [web] `key` 里指明，不归 duban 更换：请在那里换上新的（`openssl rand -hex 32`），各节点都换",
    "the key is named by [web] key in the root file and not duban's to change: put a new one there (openssl rand -hex 32), \
     on every node",
);

pub(crate) const TOO_SHORT: Text = Text::of(
    "给链接签名的密钥太短，至少要 32 个字符：`openssl rand -hex 32`",
    "the key that signs links is too short, 32 characters are the least: openssl rand -hex 32",
);

/// The key cannot be read or made in the state folder.
pub(crate) fn no_file(path: &str, why: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "读写不了密钥文件 {path}：{why}。请以 root 或服务的用户运行（sudo -u duban duban link …）"
        ),
        Language::En => format!(
            "the key file {path} cannot be read or made: {why}. Run it as root or as the service's user (sudo -u duban duban \
             link …)"
        ),
    }
}

/// Others may get at the key.
pub(crate) fn exposed(path: &str, why: &str, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("密钥文件 {path} 不安全：{why}。请 chmod 600，并用 duban link --rotate 换一个")
        }
        Language::En => format!(
            "the key file {path} is not safe: {why}. `chmod 600` it, and `duban link --rotate` makes a new one"
        ),
    }
}

/// What the root file names is not to be had.
pub(crate) fn not_to_be_had(name: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!(
            "取不到 [web] `key` 所指的 {name}。systemd 的凭据只交给服务：用 systemd-run --property=LoadCredential={name}:… duban link … 运行"
        ),
        Language::En => format!(
            "`{name}`, named by [web] key, is not to be had. systemd hands credentials to the service alone: run \
             systemd-run --property=LoadCredential={name}:… duban link …"
        ),
    }
}
