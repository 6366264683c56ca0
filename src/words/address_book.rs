//! What `import` says of a list of people with their addresses.

use super::Text;
use crate::import::address_book::{Entry, Role};
use crate::import::addressed::{Left, Taken};
use crate::import::sheet::letters;
use crate::model::Language;

pub(crate) const PEOPLE: Text = Text::of(
    "清单是通讯录：只取配置里人员的邮箱 [默认：没有任务的清单自动识别]",
    "The list is one of people: addresses of the files' people are taken from it [default: where it has no tasks]",
);
pub(crate) const REPLACE: Text = Text::of(
    "通讯录里的邮箱与配置不同的，改用通讯录的",
    "Addresses of such a list take the place of others in the files",
);
pub(crate) const NO_BOOK: Text = Text::of(
    "没有读到通讯录：要有一行表头，写着“姓名”（或“单位”）和“邮箱”",
    "no people were found: a row of headings must name the people (`name`) and their addresses (`email`)",
);

/// Which columns are read.
pub(crate) fn read(
    sheet: Option<&str>,
    header: u32,
    columns: &[(Role, u32, String)],
    language: Language,
) -> String {
    let columns: Vec<String> = columns
        .iter()
        .map(|(role, at, heading)| {
            let (role, at) = (role_name(*role).said(language), letters(*at));
            match language {
                Language::ZhCn => format!("{role} = {at} 列“{heading}”"),
                Language::En => format!("{role} = {at} `{heading}`"),
            }
        })
        .collect();
    match language {
        Language::ZhCn => {
            let sheet = sheet.map(|sheet| format!("“{sheet}”")).unwrap_or_default();
            format!("通讯录{sheet}，第 {header} 行是表头：{}", columns.join("，"))
        }
        Language::En => {
            let sheet = sheet.map(|sheet| format!(" of `{sheet}`")).unwrap_or_default();
            format!("people{sheet}, headings in row {header}: {}", columns.join(", "))
        }
    }
}

const fn role_name(role: Role) -> Text {
    match role {
        Role::Name => Text::of("姓名", "name"),
        Role::First => Text::of("名", "given name"),
        Role::Last => Text::of("姓", "family name"),
        Role::Unit => Text::of("单位", "unit"),
        Role::Email => Text::of("邮箱", "address"),
    }
}

/// Hidden rows are not read.
pub(crate) fn hidden(rows: &[u32], language: Language) -> String {
    let rows: Vec<String> = rows.iter().map(u32::to_string).collect();
    match language {
        Language::ZhCn => format!("隐藏的行没有读：{}", rows.join("、")),
        Language::En => format!("hidden rows were not read: {}", rows.join(", ")),
    }
}

/// An address that is taken.
pub(crate) fn taken(one: &Taken, language: Language) -> String {
    let Taken { name, email, was, .. } = one;
    match (was, language) {
        (None, Language::ZhCn) => format!("{name}：{email}"),
        (None, Language::En) => format!("{name}: {email}"),
        (Some(was), Language::ZhCn) => format!("{name}：{was} 改为 {email}"),
        (Some(was), Language::En) => format!("{name}: {was} \u{2192} {email}"),
    }
}

/// A row whose address is not taken.
pub(crate) fn left(entry: &Entry, why: &Left, language: Language) -> String {
    let (place, name) = (&entry.place, &entry.name);
    let why = left_because(why, language);
    match language {
        Language::ZhCn => format!("{place} {name}：{why}"),
        Language::En => format!("{place} {name}: {why}"),
    }
}

fn left_because(why: &Left, language: Language) -> String {
    match (why, language) {
        (Left::Several(all), Language::ZhCn) => {
            format!("有几个邮箱，请只留一个：{}", all.join("、"))
        }
        (Left::Several(all), Language::En) => {
            format!("several addresses, leave one: {}", all.join(", "))
        }
        (Left::NoAddress(text), Language::ZhCn) => format!("“{text}”不是邮箱地址"),
        (Left::NoAddress(text), Language::En) => format!("`{text}` is no address"),
        (Left::Namesakes(person, all), language) => {
            namesakes(person.as_deref().unwrap_or("…"), all, language)
        }
        (Left::Known(ids), Language::ZhCn) => {
            format!("配置里有几个同名的人（{}），请在配置里填", ids.join("、"))
        }
        (Left::Known(ids), Language::En) => {
            format!("the files have several of that name ({}): write it there", ids.join(", "))
        }
        (Left::Differs { person, has, email }, Language::ZhCn) => {
            format!("配置里 {person} 的邮箱是 {has}，通讯录是 {email}：没有改；要改请加 --replace")
        }
        (Left::Differs { person, has, email }, Language::En) => {
            format!("{person} has {has}, the list {email}: not changed; --replace changes it")
        }
        (Left::Shifted, Language::ZhCn) => "这一行的列比表头多，可能错位".to_owned(),
        (Left::Shifted, Language::En) => "it has more fields than there are headings".to_owned(),
    }
}

fn namesakes(person: &str, all: &[(String, String)], language: Language) -> String {
    let all: Vec<String> =
        all.iter().map(|(unit, email)| format!("{unit} {email}").trim().to_owned()).collect();
    match language {
        Language::ZhCn => format!(
            "通讯录里有同名的人：{}。是哪一位，请在 [people.{person}] 里写 email = \"…\"",
            all.join("；")
        ),
        Language::En => format!(
            "the list has several of that name: {}. Write whose it is into [people.{person}]: email = \"…\"",
            all.join("; ")
        ),
    }
}

/// How many were taken, and how many are as in the files.
pub(crate) fn count(taken: usize, made: usize, same: usize, language: Language) -> String {
    let new = match (made, language) {
        (0, _) => String::new(),
        (made, Language::ZhCn) => format!("，新增 {made} 人"),
        (made, Language::En) => format!(", {made} people new"),
    };
    match language {
        Language::ZhCn => format!("取用邮箱 {taken} 个{new}，与配置相同 {same} 个"),
        Language::En => format!("addresses taken: {taken}{new}, as in the files: {same}"),
    }
}

pub(crate) const NOTHING_WRITTEN: Text =
    Text::of("以上都没有写入；要写入请加 --write。", "Nothing was written; --write writes it.");

/// Rows that are not taken come below.
pub(crate) const LEFT: Text = Text::of("没有取用：", "not taken:");

/// People whom the files do not have.
pub(crate) fn unknown(names: &[String], language: Language) -> String {
    const SHOWN: usize = 10;
    let shown = &names[..names.len().min(SHOWN)];
    let count = names.len();
    match (language, count > SHOWN) {
        (Language::ZhCn, more) => format!(
            "配置里没有的 {count} 人未取用：{}{}；要一并建立请加 --create",
            shown.join("、"),
            if more { "……" } else { "" }
        ),
        (Language::En, more) => format!(
            "not in the files, not taken ({count}): {}{}; --create makes them",
            shown.join(", "),
            if more { " \u{2026}" } else { "" }
        ),
    }
}

/// People of the files who have none.
pub(crate) fn missing(names: &[String], language: Language) -> String {
    match language {
        Language::ZhCn => format!("仍缺邮箱：{}", names.join("、")),
        Language::En => format!("still without an address: {}", names.join(", ")),
    }
}
