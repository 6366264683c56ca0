//! The text is no TOML.

use super::values::state_written;
use super::{Said, title};
use crate::config::fault::SyntaxFault;
use crate::model::Language;
use crate::model::Language::{En, ZhCn};

/// A list: one arm for each kind.
#[expect(clippy::too_many_lines)]
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
        SyntaxFault::StateWritten { key, meant } => state_written(key, *meant, language),
        SyntaxFault::BareKey { key, meant } => bare_key(key, *meant, language),
        SyntaxFault::BareHeader { part, meant } => match language {
            ZhCn => title(format!("表头里的 `{part}` 要加引号")).label("这个表头").help(format!("写成 {meant}")),
            En => title(format!("`{part}` in a header wants quotes"))
                .label("this header")
                .help(format!("write {meant}")),
        },
        SyntaxFault::WrongHeader { meant } => {
            let said = match language {
                ZhCn => title("这个表头的方括号不对").label("这个表头"),
                En => title("this header has the wrong brackets").label("this header"),
            };
            match (meant, language) {
                (Some(meant), ZhCn) => said.help(format!("写成 {meant}")),
                (Some(meant), En) => said.help(format!("write {meant}")),
                (None, ZhCn) => said.help("表头写成 [[task]] 或 [people.zhang] 这样"),
                (None, En) => said.help("a header is written like [[task]] or [people.zhang]"),
            }
        }
        SyntaxFault::HeaderBelow { part, table, meant } => match language {
            ZhCn => title(format!("`{part}` 要写在 {table} 下面"))
                .label("这个表头")
                .help(format!("写成 {meant}")),
            En => title(format!("`{part}` belongs below {table}"))
                .label("this header")
                .help(format!("write {meant}")),
        },
        SyntaxFault::HeaderWithoutId { table, meant } => {
            let said = match language {
                ZhCn => title(format!("[{table}] 少了编号")).label("这个表头"),
                En => title(format!("[{table}] lacks an id")).label("this header"),
            };
            match (meant, language) {
                (Some(meant), ZhCn) => said.help(format!("写成 {meant}")),
                (Some(meant), En) => said.help(format!("write {meant}")),
                (None, ZhCn) => {
                    said.help(format!("写成 [{table}.ID]，`ID` 换成别处引用它时写的编号"))
                }
                (None, En) => said.help(format!(
                    "write [{table}.ID], with the id by which it is referred to elsewhere"
                )),
            }
        }
        SyntaxFault::IdInHeader { id, meant } => match language {
            ZhCn => title(format!("编号 `{id}` 不写在表头里"))
                .label("这个表头")
                .help(format!("写成 {meant}")),
            En => title(format!("the id `{id}` does not stand in the header"))
                .label("this header")
                .help(format!("write {meant}")),
        },
        SyntaxFault::HeaderTwice { header } => match language {
            ZhCn => title(format!("表头 {header} 写了两次"))
                .label("这里又一次")
                .label("第一次在这里")
                .help("两处合成一处，或给其中一个换个编号"),
            En => title(format!("the header {header} stands twice"))
                .label("again here")
                .label("first here")
                .help("put both into one, or give one of them another id"),
        },
        SyntaxFault::MissingHeader { key, header, is_known } => match (is_known, language) {
            (true, ZhCn) => title(format!("从 `{key}` 起是另一项，前面少了 {header}"))
                .label("另一项从这里开始")
                .label("上一项的在这里")
                .help(format!("在这一行前面加一行 {header}")),
            (true, En) => title(format!("with `{key}` another item begins, and {header} is missing before it"))
                .label("another item begins here")
                .label("that of the item before")
                .help(format!("put a line {header} before this one")),
            (false, ZhCn) => title(format!("`{key}` 又写了一次：前面少了一个表头"))
                .label("另一项从这里开始")
                .label("上一项 {header} 的在这里".replace("{header}", header))
                .help("在这一行前面加一行表头，写上它自己的编号"),
            (false, En) => title(format!("`{key}` comes again: a header is missing before it"))
                .label("another item begins here")
                .label(format!("that of {header}"))
                .help("put a header with an id of its own before this line"),
        },
        SyntaxFault::DuplicateKey { key } => match language {
            ZhCn => title(format!("同一项里 `{key}` 写了两次"))
                .label("这里又一次")
                .label("第一次在这里")
                .help("只留一个；如果这里已是另一项，前面就少了它的表头"),
            En => title(format!("`{key}` stands twice in one item"))
                .label("again here")
                .label("first here")
                .help("keep one of them; if another item begins here, its header is missing before it"),
        },
        SyntaxFault::NoEquals { written } => match (written, language) {
            (Some(written), ZhCn) => {
                title(format!("键和值之间是 `{written}`，应是 `=`")).label("在这一行")
            }
            (Some(written), En) => {
                title(format!("`{written}` stands between key and value, where `=` is wanted"))
                    .label("in this line")
            }
            (None, ZhCn) => title("键和值之间少了 `=`").label("在这一行"),
            (None, En) => title("`=` is missing between key and value").label("in this line"),
        },
        SyntaxFault::NoPair => match language {
            ZhCn => title("这一行既不是“键 = 值”，也不是表头")
                .label("这一行")
                .help("如果是说明文字，就在前面加 #"),
            En => title("this line is neither a key with a value nor a header")
                .label("this line")
                .help("if it is a note, put # before it"),
        },
        SyntaxFault::CommentSign { sign } => match language {
            ZhCn => title(format!("说明文字以 # 开头，不是 `{sign}`")).label("这一行"),
            En => title(format!("a note begins with #, not with `{sign}`")).label("this line"),
        },
        SyntaxFault::MissingValue { key } => match language {
            ZhCn => title(format!("`{key}` 的 `=` 后面没有值"))
                .label("值是什么？")
                .help("把值写上；没有就删掉这一行"),
            En => title(format!("`{key}` has no value after its `=`"))
                .label("what?")
                .help("write the value, or delete the line"),
        },
        SyntaxFault::UnclosedBracket { bracket } => {
            let closing = if *bracket == '{' { '}' } else { ']' };
            match language {
                ZhCn => title(format!("这里的 `{bracket}` 没有写 `{closing}` 收尾"))
                    .label("从这里打开")
                    .label("到这里还没有收尾")
                    .help(format!("补上 `{closing}`")),
                En => title(format!("this `{bracket}` is never closed by `{closing}`"))
                    .label("opened here")
                    .label("not closed before this")
                    .help(format!("add the `{closing}`")),
            }
        }
        SyntaxFault::MissingComma => match language {
            ZhCn => title("前面少了一个逗号").label("与前一项之间"),
            En => title("a comma is missing before this").label("between this and the one before"),
        },
        SyntaxFault::ExtraComma => match language {
            ZhCn => title("这里多了一个逗号").label("多余"),
            En => title("there is a comma too many").label("this one"),
        },
        SyntaxFault::TrailingSign { sign } => match language {
            ZhCn => title(format!("行末多了 `{sign}`：TOML 一行一个键，行末不加标点")).label("多余"),
            En => title(format!(
                "`{sign}` stands at the end of the line, where TOML wants nothing"
            ))
            .label("delete this"),
        },
        SyntaxFault::UnquotedText { written } => match language {
            ZhCn => title(format!("文字要写在引号里：`{written}`")).label("没有引号"),
            En => title(format!("text is written in quotes: `{written}`")).label("no quotes"),
        },
        SyntaxFault::QuotesInText => match language {
            ZhCn => title("文字里的引号把它截断了")
                .label("引号里又有引号")
                .help("文字里有双引号时，外面用单引号"),
            En => title("quotes within this text end it too early")
                .label("quotes within quotes")
                .help("a text with double quotes in it stands in single ones"),
        },
        SyntaxFault::DateInOtherOrder { written, meant } => match language {
            ZhCn => title(format!("`{written}` 不是 TOML 的日期写法"))
                .label("要写成 年-月-日")
                .help(format!("是不是 {meant}？")),
            En => title(format!("`{written}` is no date as TOML writes it"))
                .label("write year-month-day")
                .help(format!("did you mean {meant}?")),
        },
        SyntaxFault::DateWithoutYear { written, example } => match language {
            ZhCn => title(format!("`{written}` 没有写年份"))
                .label("哪一年？")
                .help(format!("写全 年-月-日：今年就写 {example}")),
            En => title(format!("`{written}` names no year"))
                .label("which year?")
                .help(format!("write year-month-day: {example} if it is this year")),
        },
        SyntaxFault::DateWithoutDay { written, example } => match language {
            ZhCn => title(format!("`{written}` 没有写到日"))
                .label("哪一天？")
                .help(format!("写全 年-月-日：最后一天是 {example}")),
            En => title(format!("`{written}` names no day"))
                .label("which day?")
                .help(format!("write year-month-day: its last day is {example}")),
        },
        SyntaxFault::NotADate { written, is_deadline } => match language {
            ZhCn => title(format!("`{written}` 不是日期")).label("这里要写日期").help(match is_deadline {
                true => "写成 年-月-日：2026-11-30；从交办日起算的写天数：\"opened+5d\"",
                false => "写成 年-月-日：2026-11-30",
            }),
            En => title(format!("`{written}` is no date")).label("a date is wanted").help(
                match is_deadline {
                    true => {
                        "write year-month-day: 2026-11-30; or so many days from the day it was opened: \"opened+5d\""
                    }
                    false => "write year-month-day: 2026-11-30",
                },
            ),
        },
        SyntaxFault::NoSuchDay { written } => match language {
            ZhCn => title(format!("没有 `{written}` 这一天"))
                .label("没有这一天")
                .help("日期写成 年-月-日：2026-11-30"),
            En => title(format!("there is no day `{written}`"))
                .label("no such day")
                .help("dates are written year-month-day: 2026-11-30"),
        },
        SyntaxFault::NoSuchTime { written } => match language {
            ZhCn => title(format!("没有 `{written}` 这个时刻"))
                .label("没有这个时刻")
                .help("时刻从 00:00:00 到 23:59:59，时区从 -23:59 到 +23:59：2026-11-30T17:00:00+08:00"),
            En => title(format!("there is no time `{written}`"))
                .label("no such time")
                .help("times run from 00:00:00 to 23:59:59, offsets from -23:59 to +23:59: 2026-11-30T17:00:00+08:00"),
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
        SyntaxFault::UnclosedText { mark } => match language {
            ZhCn => title(format!("这里的 `{mark}` 没有收尾，下面的内容都成了这段文字"))
                .label("从这里打开")
                .label("到这里还没有收尾")
                .help("一行的文字前后各写一个引号；多行的前后都写三个"),
            En => title(format!("the `{mark}` here is never closed, and all below belongs to this text"))
                .label("opened here")
                .label("not closed before this")
                .help("a text in one line has one quote on each side, one over several lines three"),
        },
        SyntaxFault::NoOpening => match language {
            ZhCn => title("这里少了开头的 `{`").label("在这个等号后面"),
            En => title("the opening `{` is missing here").label("behind this equals sign"),
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

fn bare_key(key: &str, meant: Option<&str>, language: Language) -> Said {
    match (meant, language) {
        (Some(meant), ZhCn) => title(format!("键名要写 `{meant}`，不写 `{key}`"))
            .label("没有这个键")
            .help(format!("`{key}` 在文件里写作 `{meant}`")),
        (Some(meant), En) => title(format!("`{key}` is no key; it is written `{meant}`"))
            .label("unknown key")
            .help(format!("write `{meant}`")),
        (None, ZhCn) => title(format!("键名 `{key}` 不加引号不行"))
            .label("这个键名")
            .help("任务自定的栏目写在 fields 里，如 fields.\"整改措施\" = \"…\""),
        (None, En) => title(format!("the key `{key}` wants quotes"))
            .label("this key")
            .help("a task's own columns belong into fields, like fields.\"整改措施\" = \"…\""),
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
