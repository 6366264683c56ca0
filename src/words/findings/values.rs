//! Keys and values.

use super::nouns::{inside, noun, nouns, table};
use super::wants::wants;
use super::{Said, title};
use crate::config::fault::ValueFault;
use crate::config::fault::values::{Chain, Found, KeyMeant, Many, StateMeant, TypeCure};
use crate::config::read::keys::{Key, Shape};
use crate::model::Language;
use crate::model::Language::{En, ZhCn};
use crate::words::counts::grouped;

/// A list: one arm for each kind.
#[expect(clippy::too_many_lines)]
pub(super) fn said(fault: &ValueFault, language: Language) -> Said {
    match fault {
        ValueFault::UnknownKey { key, shape, meant } => unknown_key(key, shape, meant, language),
        ValueFault::StateWritten { key, meant } => state_written(key, *meant, language),
        ValueFault::MissingKey { key, shape } => missing_key(key, shape, language),
        ValueFault::NoMail => match language {
            ZhCn => title("没有写发件人 `from`：根文件里没有 [mail]")
                .label("在这个文件里")
                .help("加上 [mail]，下面一行写 from = \"督办室 <duban@example.org>\""),
            En => title("`from` is missing: the root file has no [mail]")
                .label("in this file")
                .help("add: [mail] and below it from = \"督办室 <duban@example.org>\""),
        },
        ValueFault::NoDue { task } => match language {
            ZhCn => title(format!("任务 `{task}` 没有期限：没有写 `due`，也没有规则给出期限"))
                .label("什么时候到期？")
                .help("加上 `due = 2026-11-30`，或给适用于它的规则写上 `due`"),
            En => title(format!(
                "the task `{task}` has no deadline: `due` is missing, and no rule gives one"
            ))
            .label("due when?")
            .help("add `due = 2026-11-30`, or give a rule that matches it a `due`"),
        },
        ValueFault::WrongType { key, found, cure } => wrong_type(key, *found, cure, language),
        ValueFault::NotATable { key, shape } => match language {
            ZhCn => title(format!("`{key}` 应是表：{}", table(shape, language))).label("不是表"),
            En => title(format!("`{key}` must be a table: {}", table(shape, language)))
                .label("no table"),
        },
        ValueFault::BadText { key } => match language {
            ZhCn => title(format!("`{key}` 要写一行文字，不能是空的")).label("这里"),
            En => title(format!("`{key}` must be one line of text, and not empty")).label("this"),
        },
        ValueFault::UnknownValue { key, written } => unknown_value(key, written, language),
        ValueFault::BadId { written } => {
            let id = written.escape_debug();
            match language {
                ZhCn => title(format!("`{id}` 不能作编号：它是空的，或含有控制字符"))
                    .label("这个编号"),
                En => title(format!(
                    "`{id}` cannot be an id: it is empty or holds control characters"
                ))
                .label("this id"),
            }
        }
        ValueFault::SlashInId { written } => match language {
            ZhCn => title(format!("任务编号 `{written}` 里不能有 `/`：它用来隔开任务和节点"))
                .label("这个编号"),
            En => title(format!(
                "the task id `{written}` must not hold a `/`: it sets apart a milestone"
            ))
            .label("this id"),
        },
        ValueFault::InlinePassword => match language {
            ZhCn => title("密码本身不能写在文件里").label("明文密码").help(
                "只写密码在哪里：{ credential = \"smtp-password\" }（systemd）、{ file = \"…\" } 或 { env = \"…\" }",
            ),
            En => title("the password itself must not stand in the file")
                .label("a password in the clear")
                .help(
                    "name where it is: { credential = \"smtp-password\" } (systemd), { file = \"…\" } or { env = \"…\" }",
                ),
        },
        ValueFault::BadPassword => match language {
            ZhCn => title("密码所在要写 `credential`、`file`、`env` 三者之一，只写一个")
                .label("这里要写一个"),
            En => title("a password is named by exactly one of `credential`, `file` and `env`")
                .label("one is needed here"),
        },
        ValueFault::NotAWarning { code } => match language {
            ZhCn => title(format!("`{code}` 不是提醒，是错误，不能放过"))
                .label("这是错误")
                .help("`allow` 只写提醒的代码；`duban explain-error` 列出全部代码"),
            En => title(format!("`{code}` is an error, and errors are not allowed"))
                .label("an error")
                .help("`allow` names warnings; `duban explain-error` lists all codes"),
        },
        ValueFault::UnknownLedger { written } => match language {
            ZhCn => title(format!("没有 `{written}` 这种台账")).label("这种台账").help(
                "写 \"sqlite\"（状态目录里的一个文件），或 PostgreSQL 服务器 \"postgres://用户@主机/数据库\"",
            ),
            En => title(format!("`{written}` is no kind of ledger")).label("this ledger").help(
                "write \"sqlite\", a file in the state folder, or a PostgreSQL server, \"postgres://user@host/database\"",
            ),
        },
        ValueFault::TooMany { what, limit } => too_many(what, *limit, language),
        ValueFault::TooLong { key, limit } => {
            let limit = grouped(*limit);
            match language {
                ZhCn => title(format!("`{key}` 超过了 {limit} 个字符")).label("这段文字"),
                En => title(format!("`{key}` has more than {limit} characters")).label("this text"),
            }
        }
        ValueFault::TooDeep { what, limit } => too_deep(*what, *limit, language),
    }
}

fn unknown_key(key: &str, shape: &Shape, meant: &KeyMeant, language: Language) -> Said {
    let here = table(shape, language);
    let said = match language {
        ZhCn => title(format!("{}没有 `{key}` 这个键", inside(shape))).label("没有这个键"),
        En => title(format!("`{key}` is no key of {here}")).label("unknown key"),
    };
    match (meant, language) {
        (KeyMeant::Key(meant), ZhCn) => said.help(format!("是不是 `{meant}`？")),
        (KeyMeant::Key(meant), En) => said.help(format!("did you mean `{meant}`?")),
        (KeyMeant::Elsewhere(home), ZhCn) => {
            said.help(format!("`{key}` 是 {} 的键", table(home, language)))
        }
        (KeyMeant::Elsewhere(home), En) => {
            said.help(format!("`{key}` is a key of {}", table(home, language)))
        }
        (KeyMeant::Above, ZhCn) => said.help(format!(
            "`{key}` 管整个文件，写在 {here} 下面就成了它的内容：移到文件最上面，第一个表头之前"
        )),
        (KeyMeant::Above, En) => said.help(format!(
            "`{key}` is for the whole file, and belongs above: put before the first header, not below {here}"
        )),
        (KeyMeant::Header(header), ZhCn) => said.help(format!(
            "它写在 {here} 下面，就成了任务的内容：另起一个表头 {header}，写在各项任务之前"
        )),
        (KeyMeant::Header(header), En) => said.help(format!(
            "it belongs above the tasks, below a header of its own: {header}"
        )),
        (KeyMeant::Field, ZhCn) => said.help("自定的栏目写在 fields 里"),
        (KeyMeant::Field, En) => said.help("columns of one's own belong into fields"),
        (KeyMeant::Unknown, _) => {
            let known: Vec<&str> = shape.keys.iter().map(|key| key.name).collect();
            let known = known.join(", ");
            said.help(match language {
                ZhCn => format!("可用的键：{known}"),
                En => format!("its keys are: {known}"),
            })
        }
    }
}

pub(super) fn state_written(key: &str, meant: StateMeant, language: Language) -> Said {
    let said = match language {
        ZhCn => title(format!("`{key}` 不写在文件里：任务到了哪一步，由各个日期看出来"))
            .label("不写状态"),
        En => title(format!("`{key}` is not written: where a task stands is read off its dates"))
            .label("no state is written"),
    };
    match (meant, language) {
        (StateMeant::Date(_), ZhCn) => said.help("写明是哪一天；如果是今天"),
        (StateMeant::Date(_), En) => said.help("write the day; if it is today"),
        (StateMeant::Hold, ZhCn) => {
            said.help("暂停写 hold = { until = 2026-12-15 }，`until` 是恢复提醒的那天")
        }
        (StateMeant::Hold, En) => said.help(
            "a pause is written hold = { until = 2026-12-15 }, with the day on which reminders go on",
        ),
        (StateMeant::Open, ZhCn) => said.help("还在办的任务什么也不用写：删掉这一行"),
        (StateMeant::Open, En) => said.help("of a task that is open nothing is written: delete the line"),
        (StateMeant::Unknown, ZhCn) => {
            said.help("办结写 done = 2026-11-28，销号写 verified = …，取消写 cancelled = …")
        }
        (StateMeant::Unknown, En) => {
            said.help("write done = 2026-11-28 once it is done, verified = … or cancelled = …")
        }
    }
}

fn missing_key(key: &Key, shape: &Shape, language: Language) -> Said {
    let (name, here) = (key.name, table(shape, language));
    let (says, wants) = (key.says.said(language), wants(key.kind, language));
    match language {
        ZhCn => title(format!("{}缺少 `{name}`", inside(shape)))
            .label("这里要有")
            .help(format!("{says}要写{wants}。")),
        En => title(format!("`{name}` is missing in {here}"))
            .label("needed here")
            .help(format!("{says} It wants {wants}.")),
    }
}

fn wrong_type(key: &Key, found: Found, cure: &TypeCure, language: Language) -> Said {
    let (name, wants, found) = (key.name, wants(key.kind, language), found_word(found, language));
    let said = match language {
        ZhCn => title(format!("`{name}` 要写{wants}，这里是{found}")).label(format!("这是{found}")),
        En => title(format!("`{name}` wants {wants}, and this is {found}"))
            .label(format!("this is {found}")),
    };
    match (cure, language) {
        (TypeCure::Brackets, ZhCn) => said.help("放进方括号"),
        (TypeCure::Brackets, En) => said.help("put it in brackets"),
        (TypeCure::Braces, ZhCn) => said.help("写成花括号里的一项"),
        (TypeCure::Braces, En) => said.help("put it in braces, with its key"),
        (TypeCure::NoBrackets, ZhCn) => said.help("去掉方括号"),
        (TypeCure::NoBrackets, En) => said.help("take the brackets away"),
        (TypeCure::Quotes, ZhCn) => said.help("加上引号"),
        (TypeCure::Quotes, En) => said.help("put it in quotes"),
        (TypeCure::NoQuotes, ZhCn) => said.help("不加引号"),
        (TypeCure::NoQuotes, En) => said.help("write it without quotes"),
        (TypeCure::DateWithoutQuotes, ZhCn) => said.help("日期不加引号"),
        (TypeCure::DateWithoutQuotes, En) => said.help("dates are written without quotes"),
        (TypeCure::Date, ZhCn) => said.help("写成日期"),
        (TypeCure::Date, En) => said.help("write it as a date"),
        (TypeCure::WhichYear, ZhCn) => said.help("写明是哪一年；如果是今年"),
        (TypeCure::WhichYear, En) => said.help("write the year; if it is this year"),
        (TypeCure::LastDay, ZhCn) => said.help("写明是哪一天；如果是最后一天"),
        (TypeCure::LastDay, En) => said.help("write the day; if it is the last one"),
        (TypeCure::RealDay, ZhCn) => said.help("这样写，日期改成实际的日期"),
        (TypeCure::RealDay, En) => said.help("write it so, with the real day"),
        (TypeCure::WhichDay, ZhCn) => said.help("写明是哪一天；如果是今天"),
        (TypeCure::WhichDay, En) => said.help("write the day; if it is today"),
        (TypeCure::NoLine, ZhCn) => said.help("没有的事不写：删掉这一行"),
        (TypeCure::NoLine, En) => said.help("what is not so is not written: delete the line"),
        (TypeCure::Every, ZhCn) => said.help(
            "没有期限、长期坚持的任务按轮次办：`due` 写第一轮的期限，如 due = 2026-12-31，再加一行 every = \"1mo\"（每月一轮）",
        ),
        (TypeCure::Every, En) => said.help(
            "a task without an end comes round: write its first deadline, like due = 2026-12-31, and below it \
             every = \"1mo\" for each month",
        ),
        (TypeCure::FromOpened, ZhCn) => said.help("从交办日期起算，这样写"),
        (TypeCure::FromOpened, En) => said.help("counted from `opened`, it is written so"),
        (TypeCure::OwnerAndWith, ZhCn) => {
            said.help("责任人只有一个：第一位写在 `owner`，其余写在 `with`")
        }
        (TypeCure::OwnerAndWith, En) => {
            said.help("one owns it: the first stands in `owner`, the others in `with`")
        }
        (TypeCure::None, _) => said,
    }
}

fn found_word(found: Found, language: Language) -> &'static str {
    let (zh, en) = match found {
        Found::Text => ("文字", "text"),
        Found::Whole => ("整数", "a whole number"),
        Found::Number => ("数", "a number"),
        Found::Flag => ("布尔值（true 或 false）", "true or false"),
        Found::Date => ("日期或时间", "a date or time"),
        Found::Array => ("数组", "an array"),
        Found::Table => ("表", "a table"),
    };
    match language {
        ZhCn => zh,
        En => en,
    }
}

fn unknown_value(key: &Key, written: &str, language: Language) -> Said {
    let (name, wants) = (key.name, wants(key.kind, language));
    match language {
        ZhCn => title(format!("`{name}` 不能写 \"{written}\""))
            .label("没有这个值")
            .help(format!("要写{wants}")),
        En => title(format!("`{name}` cannot be \"{written}\""))
            .label("no such value")
            .help(format!("it wants {wants}")),
    }
}

fn too_many(what: &Many, limit: usize, language: Language) -> Said {
    let limit = grouped(limit);
    let what = match (what, language) {
        (Many::Members(key), ZhCn) => format!("`{key}` 的项数"),
        (Many::Members(key), En) => format!("`{key}`"),
        (Many::Files, ZhCn) => "`include` 指到的文件".to_owned(),
        (Many::Files, En) => "files that `include` names".to_owned(),
        (Many::Defined(what), ZhCn) => format!("所有文件里的{}", noun(*what, language)),
        (Many::Defined(what), En) => format!("{} in all files", nouns(*what)),
        (Many::PeopleOf(group), ZhCn) => format!("小组 `{group}` 的人数"),
        (Many::PeopleOf(group), En) => format!("people in the group `{group}`"),
    };
    match language {
        ZhCn => title(format!("{what}超过了 {limit}"))
            .label("从这里起太多")
            .help(format!("最多 {limit}")),
        En => title(format!("{what}: more than {limit}"))
            .label("too many")
            .help(format!("at most {limit} are taken")),
    }
}

fn too_deep(what: Chain, limit: usize, language: Language) -> Said {
    let what = match (what, language) {
        (Chain::Delegates, ZhCn) => "代收人之后再有代收人",
        (Chain::Delegates, En) => "delegates stand in for delegates",
        (Chain::Groups, ZhCn) => "小组里再套小组",
        (Chain::Groups, En) => "groups hold groups",
        (Chain::Units, ZhCn) => "单位下面再设单位",
        (Chain::Units, En) => "units lie below units",
    };
    match language {
        ZhCn => {
            title(format!("{what}，超过了 {limit} 层")).label("从这里过去").help("想必是写错了")
        }
        En => title(format!("{what} more than {limit} deep"))
            .label("on the way")
            .help("surely a mistake"),
    }
}
