//! The text is no TOML.

use super::{Said, title};
use crate::config::fault::SyntaxFault;
use crate::model::Language;
use crate::model::Language::{En, ZhCn};

pub(super) fn said(fault: &SyntaxFault, language: Language) -> Said {
    match fault {
        SyntaxFault::Other { parser } => match language {
            ZhCn => title(in_chinese(parser)).label("这里"),
            En => title(parser).label("here"),
        },
        SyntaxFault::FullWidth { sign, half } => match language {
            ZhCn => {
                title(format!("`{sign}` 是全角符号，TOML 只认半角的 `{half}`")).label("在这一行")
            }
            En => title(format!(
                "`{sign}` is a full-width character; TOML knows only its half-width form `{half}`"
            ))
            .label("in this line"),
        },
        SyntaxFault::BlankBeforeKey => match language {
            ZhCn => title("键名前面或中间有制表符或全角空格")
                .label("在这一行")
                .help("删掉它；`=` 两边只用普通空格"),
            En => title("there is a tab or a full-width blank in or before this key")
                .label("in this line")
                .help("delete it, or use an ordinary blank around `=`"),
        },
        SyntaxFault::BlankInKey { key, joined } => match language {
            ZhCn => title(format!("键名 `{key}` 中间有空格"))
                .label("要连成一个词")
                .help(format!("是不是 `{joined}`？")),
            En => title(format!("the key `{key}` holds a blank"))
                .label("one word is wanted")
                .help(format!("did you mean `{joined}`?")),
        },
        SyntaxFault::DateInOtherOrder { written, meant } => match language {
            ZhCn => title(format!("`{written}` 不是 TOML 的日期写法"))
                .label("要写成 年-月-日")
                .help(format!("是不是 {meant}？")),
            En => title(format!("`{written}` is no date as TOML writes it"))
                .label("write year-month-day")
                .help(format!("did you mean {meant}?")),
        },
        SyntaxFault::NoSuchDay { written } => match language {
            ZhCn => title(format!("没有 `{written}` 这一天"))
                .label("没有这一天")
                .help("日期写成 年-月-日：2026-11-30"),
            En => title(format!("there is no day `{written}`"))
                .label("no such day")
                .help("dates are written year-month-day: 2026-11-30"),
        },
        SyntaxFault::NoValue { written } => match language {
            ZhCn => title(format!("TOML 里没有 `{written}` 这个值")).label("这里"),
            En => title(format!("`{written}` is no value in TOML")).label("here"),
        },
        SyntaxFault::UnclosedQuote => match language {
            ZhCn => title("这段文字只有前引号，没有后引号")
                .label("后引号要在同一行")
                .help("多行文字的前后都写 \"\"\""),
            En => title("this text has an opening quote and no closing one")
                .label("close it in the same line")
                .help("a text over several lines begins and ends with \"\"\""),
        },
        SyntaxFault::TooNested { limit } => match language {
            ZhCn => title(format!("数组、表和键一层套一层，超过了 {limit} 层"))
                .label("这里")
                .help("duban 的文件最多用到五层"),
            En => title(format!("arrays, tables and keys are nested more than {limit} deep"))
                .label("here")
                .help("no file of duban's needs more than five levels"),
        },
    }
}

/// What the parser says, in Chinese where it says it often.
fn in_chinese(parser: &str) -> String {
    let known = match parser {
        "duplicate key" => "同一个表里，这个键写了两次",
        "unclosed array" => "数组的 `[` 没有对应的 `]`",
        "unclosed inline table" => "`{` 没有对应的 `}`",
        "unclosed table" | "unclosed array table" => "表头的方括号没有写全",
        "missing comma between array elements" => "数组的两项之间少了逗号",
        "missing comma between key-value pairs" => "两个键之间少了逗号",
        "extra comma in array" | "extra comma in inline table" => "多了一个逗号",
        "missing value" | "missing value for key" => "`=` 后面没有值",
        "missing opening quote" | "string values must be quoted" => "文字要写在引号里",
        "invalid unquoted key" => "这个键名里有 TOML 不认的字符，要加引号",
        "unquoted keys cannot be empty" => "`=` 前面没有键名",
        "extra `=`" => "多了一个 `=`",
        "unexpected key or value" => "这里不该有别的内容",
        _ => return format!("这里不符合 TOML 的写法（解析器的原话：“{parser}”）"),
    };
    known.to_owned()
}
