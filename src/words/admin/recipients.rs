//! Recipients who will not get a letter.

use super::super::Text;
use crate::model::Language;

/// `nobody`: at least one of the letters reached nobody.
pub(crate) const fn title(nobody: bool) -> Text {
    match nobody {
        true => Text::of("函件未能送达", "Letters could not be delivered"),
        false => Text::of("部分收件人拒收函件", "Recipients were refused"),
    }
}

pub(crate) const ASK: Text = Text::of(
    "请改正下列邮箱地址；来不及的，另行通知收件人",
    "Correct these addresses, or tell the recipients by other means",
);

pub(crate) const fn opening(nobody: bool) -> Text {
    match nobody {
        true => Text::of(
            "下列收件人收不到函件，不再重试；注明「无人收到」的函件没有送达任何人。",
            "The recipients below will not get their letters, and are not tried again. A letter marked \
             \u{201c}nobody\u{201d} reached nobody at all.",
        ),
        false => Text::of(
            "下列收件人收不到函件，不再重试；同一函件的其他收件人不受影响。",
            "The recipients below will not get their letters, and are not tried again. The other recipients of the same \
             letters are not affected.",
        ),
    }
}

pub(crate) const AFTERWARDS: Text = Text::of(
    "地址在人员文件中改正并保存后，以后的函件按新地址发出；主送无一收到的提醒，按新地址另行发出一次。",
    "Once an address is corrected in the people's file, later letters go to the new one; a reminder that none of those it \
     is addressed to has goes there once more.",
);

pub(crate) const RETRIES: Text = Text::of(
    "原函向未收到的人再发一次（原地址）",
    "sends the letter once more to those who do not have it, at the same address",
);

/// The address, and whether nobody has the letter.
pub(crate) fn who(address: &str, nobody: bool, language: Language) -> String {
    match (nobody, language) {
        (false, _) => address.to_owned(),
        (true, Language::ZhCn) => format!("{address}（无人收到）"),
        (true, Language::En) => format!("{address} (nobody)"),
    }
}

/// The letter that a recipient does not get.
pub(crate) fn letter(id: &str, subject: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("函件 {id}《{subject}》"),
        Language::En => format!("letter {id}, \u{201c}{subject}\u{201d}"),
    }
}
