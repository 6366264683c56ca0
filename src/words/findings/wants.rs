//! What a key wants: words that follow "it wants".

use super::nouns::{noun, quoted, table};
use crate::config::read::keys::Kind;
use crate::model::Language;
use crate::model::Language::{En, ZhCn};

pub(super) fn wants(kind: Kind, language: Language) -> String {
    match kind {
        Kind::Choice(words) => match language {
            ZhCn => format!("下列之一：{}", quoted(&words(), language)),
            En => format!("one of {}", quoted(&words(), language)),
        },
        Kind::Letter(words) => match language {
            ZhCn => {
                format!("下列之一：{}，或模板文件夹里有文件的自拟函种", quoted(&words(), language))
            }
            En => format!(
                "one of {}, or a letter of your own with files in the templates' folder",
                quoted(&words(), language)
            ),
        },
        Kind::Choices(words) => match language {
            ZhCn => format!("数组，其中可写 {}", quoted(&words(), language)),
            En => format!("an array of {}", quoted(&words(), language)),
        },
        Kind::Whole(low, high) => match language {
            ZhCn => format!("{low} 到 {high} 的整数，不加引号"),
            En => format!("a whole number from {low} to {high}, without quotes"),
        },
        Kind::Id(what) => match language {
            ZhCn => format!("{}的编号，加引号", noun(what, language)),
            En => format!("the id of a {} in quotes", noun(what, language)),
        },
        Kind::Ids(what) => match language {
            ZhCn => format!("编号数组，每个是{}", noun(what, language)),
            En => format!("an array of ids, each of a {}", noun(what, language)),
        },
        Kind::OneOrMore(shape) => match language {
            ZhCn => format!("表或表的数组：{}", table(shape, language)),
            En => format!("a table or an array of tables: {}", table(shape, language)),
        },
        Kind::Table(shape) | Kind::Named(shape) => match language {
            ZhCn => format!("表：{}", table(shape, language)),
            En => format!("a table: {}", table(shape, language)),
        },
        Kind::LineOr(shape) => match language {
            ZhCn => format!("引号里的文字，或表：{}", table(shape, language)),
            En => format!("text in quotes, or a table: {}", table(shape, language)),
        },
        Kind::Tables(shape) => match language {
            ZhCn => format!("表的数组：{}", table(shape, language)),
            En => format!("an array of tables: {}", table(shape, language)),
        },
        _ => plainly(kind, language).to_owned(),
    }
}

/// Of kinds without values of their own.
#[expect(clippy::too_many_lines)]
fn plainly(kind: Kind, language: Language) -> &'static str {
    let (zh, en) = match kind {
        Kind::Text | Kind::Line => ("引号里的文字", "text in quotes"),
        Kind::Flag => ("true 或 false，不加引号", "true or false, without quotes"),
        Kind::Share => {
            ("0 到 1 的数，如 0.34，不加引号", "a number from 0 to 1, like 0.34, without quotes")
        }
        Kind::Date => ("日期，如 2026-11-30，不加引号", "a date without quotes, like 2026-11-30"),
        Kind::Dates => (
            "日期数组，如 [2026-12-24, 2026-12-25]，不加引号",
            "an array of dates without quotes, like [2026-12-24, 2026-12-25]",
        ),
        Kind::When => (
            "日期，如 2026-11-30 或 2026-11-30T17:00:00+08:00，不加引号",
            "a date without quotes, like 2026-11-30 or 2026-11-30T17:00:00+08:00",
        ),
        Kind::Due => (
            "日期，如 2026-11-30（不加引号），或 \"opened+30d\" 这样的文字",
            "a date without quotes, like 2026-11-30, or a text like \"opened+30d\"",
        ),
        Kind::At => (
            "引号里的偏移，如 \"-7d\"、\"+5wd\"，或百分比，如 \"50%\"",
            "an offset in quotes, like \"-7d\" or \"+5wd\", or a percentage, like \"50%\"",
        ),
        Kind::Length => {
            ("引号里的长度，如 \"2wd\"、\"1mo\"", "a length in quotes, like \"2wd\" or \"1mo\"")
        }
        Kind::Rhythm => (
            "引号里的长度，如 \"2wd\"，或几个长度的数组，如 [\"1wd\", \"2wd\", \"5wd\"]",
            "a length in quotes, like \"2wd\", or an array of them, like [\"1wd\", \"2wd\", \"5wd\"]",
        ),
        Kind::Hours => {
            ("引号里的时段，如 \"09:00-18:00\"", "hours in quotes, like \"09:00-18:00\"")
        }
        Kind::Time => ("引号里的时刻，如 \"09:00\"", "a time of day in quotes, like \"09:00\""),
        Kind::Zone => (
            "引号里的 IANA 时区，如 \"Asia/Shanghai\"",
            "an IANA time zone in quotes, like \"Asia/Shanghai\"",
        ),
        Kind::Rate => ("引号里的速率，如 \"600/min\"", "a rate in quotes, like \"600/min\""),
        Kind::Listen => (
            "引号里的地址和端口，如 \"127.0.0.1:9470\"，或套接字，如 \"unix:/run/duban/http.sock\"",
            "an address and a port in quotes, like \"127.0.0.1:9470\", or a socket, like \
             \"unix:/run/duban/http.sock\"",
        ),
        Kind::Address => (
            "引号里的邮箱地址，如 \"zhang@example.org\"",
            "an address in quotes, like \"zhang@example.org\"",
        ),
        Kind::Mailbox => (
            "引号里的邮箱地址，如 \"督办室 <duban@example.org>\"",
            "an address in quotes, like \"督办室 <duban@example.org>\"",
        ),
        Kind::Mailboxes => (
            "邮箱地址的数组，如 [\"ops@example.org\"]",
            "an array of addresses, like [\"ops@example.org\"]",
        ),
        Kind::Roles => (
            "角色的数组，如 [\"owner\", \"head+1\"]",
            "an array of roles, like [\"owner\", \"head+1\"]",
        ),
        Kind::Texts => ("数组，其中是引号里的文字", "an array of texts in quotes"),
        Kind::AnyOf => {
            ("引号里的文字，或这样的文字的数组", "text in quotes, or an array of such texts")
        }
        Kind::Fields => (
            "表，其中是文字，如 { \"整改措施\" = \"…\" }",
            "a table of texts, like { \"整改措施\" = \"…\" }",
        ),
        // `wants` has taken these.
        Kind::Choice(_)
        | Kind::Letter(_)
        | Kind::Choices(_)
        | Kind::Whole(..)
        | Kind::Id(_)
        | Kind::Ids(_)
        | Kind::Table(_)
        | Kind::LineOr(_)
        | Kind::OneOrMore(_)
        | Kind::Tables(_)
        | Kind::Named(_) => ("", ""),
    };
    match language {
        ZhCn => zh,
        En => en,
    }
}
