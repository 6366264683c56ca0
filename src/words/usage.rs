//! What is said of a command line that makes no sense.

use super::Text;
use crate::model::Language;

pub(crate) const ERROR: Text = Text::of("错误：", "error: ");

/// Before what the system says.
pub(crate) const UNWRITTEN: Text =
    Text::of("写不出结果（标准输出）：", "the output cannot be written to standard output: ");
pub(crate) const MORE: Text = Text::of("加上 --help 可以看到说明。", "For more, add --help.");

/// No such option, or an argument too many.
pub(crate) fn unknown_argument(argument: &str, near: Option<&str>, language: Language) -> String {
    match (language, argument.starts_with('-')) {
        (Language::ZhCn, true) => format!("没有选项“{argument}”。{}", perhaps(near, language)),
        (Language::ZhCn, false) => format!("多出一个参数“{argument}”。{}", perhaps(near, language)),
        (Language::En, true) => {
            format!("there is no option `{argument}`.{}", perhaps(near, language))
        }
        (Language::En, false) => {
            format!("`{argument}` is one argument too many.{}", perhaps(near, language))
        }
    }
}

/// No such command.
pub(crate) fn unknown_command(command: &str, near: Option<&str>, language: Language) -> String {
    match language {
        Language::ZhCn => format!("没有命令“{command}”。{}", perhaps(near, language)),
        Language::En => format!("there is no command `{command}`.{}", perhaps(near, language)),
    }
}

fn perhaps(near: Option<&str>, language: Language) -> String {
    match (near, language) {
        (None, _) => String::new(),
        (Some(near), Language::ZhCn) => format!("是不是“{near}”？"),
        (Some(near), Language::En) => format!(" Did you mean `{near}`?"),
    }
}

/// A letter would differ, and there is nobody to ask.
pub(crate) const SAY_YES: Text = Text::of(
    "放行后，这些函件将如上重拟。确认请加 --yes；要按原文发出，请加 --as-written。",
    "Released, these letters would be written anew as shown. Say --yes if that is meant, or --as-written to send them \
     as they are.",
);
/// The same where what differs cannot be told.
pub(crate) const FILES_DO_NOT_CHECK: Text = Text::of(
    "配置文件有误（见 duban check），无法显示放行后会有哪些不同。确认请加 --yes；要按原文发出，请加 --as-written。",
    "The files do not check (see `duban check`), so what would differ cannot be shown. Say --yes if they are to go all \
     the same, or --as-written to send them as they are.",
);

/// An option whose value is missing.
pub(crate) fn no_value(option: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("选项“{option}”后面缺少值。"),
        Language::En => format!("the option `{option}` has no value."),
    }
}

/// A value that is none of those possible.
pub(crate) fn no_such_value(
    value: &str,
    option: &str,
    values: &[String],
    language: Language,
) -> String {
    match language {
        Language::ZhCn => format!("“{option}”不能是“{value}”，可选的有：{}。", values.join("、")),
        Language::En => {
            format!("`{option}` cannot be `{value}`; it is one of: {}.", values.join(", "))
        }
    }
}

/// A value that cannot be read, and what it must look like.
pub(crate) fn unreadable_value(
    value: &str,
    option: &str,
    should: &str,
    language: Language,
) -> String {
    match language {
        Language::ZhCn => format!("“{option}”不能是“{value}”：{should}。"),
        Language::En => format!("`{option}` cannot be `{value}`: {should}."),
    }
}

pub(crate) const TIME_LIKE: Text = Text::of(
    "时间写作 2026-11-24T09:00:00+08:00（RFC 3339）",
    "a time is written like 2026-11-24T09:00:00+08:00 (RFC 3339)",
);
pub(crate) const DAY_LIKE: Text =
    Text::of("日期写作 2026-11-30", "a day is written like 2026-11-30");
pub(crate) const YEAR_LIKE: Text = Text::of("年份写作 2026", "a year is written like 2026");
pub(crate) const PERCENT_LIKE: Text =
    Text::of("须是 0 到 100 的整数", "it must be a whole number from 0 to 100");
pub(crate) const WHOLE_NUMBER: Text =
    Text::of("须是不小于 1 的整数", "it must be a whole number of at least 1");
pub(crate) const LANGUAGE_LIKE: Text =
    Text::of("语言是 zh-CN 或 en", "the language is zh-CN or en");
pub(crate) const COLOUR_LIKE: Text =
    Text::of("颜色是红、黄、绿、蓝或灰", "a colour is red, yellow, green, blue or grey");
pub(crate) const NOT_UTF8: Text =
    Text::of("命令行里有不是 UTF-8 的文字。", "something on the command line is not UTF-8.");

/// Two arguments that exclude each other; or one that stands twice.
pub(crate) fn conflict(argument: &str, others: &[String], language: Language) -> String {
    match (language, others) {
        (Language::ZhCn, []) => format!("“{argument}”只能写一次。"),
        (Language::En, []) => format!("`{argument}` may stand only once."),
        (Language::ZhCn, others) => {
            format!("“{argument}”不能和“{}”同时使用。", others.join("”、“"))
        }
        (Language::En, others) => {
            format!("`{argument}` cannot be used with `{}`.", others.join("`, `"))
        }
    }
}

/// Arguments that a command needs.
pub(crate) fn missing(arguments: &[String], language: Language) -> String {
    match language {
        Language::ZhCn => format!("缺少参数：{}。", arguments.join("、")),
        Language::En => format!("this is missing: {}.", arguments.join(", ")),
    }
}

/// A command of several that none was chosen of.
pub(crate) fn no_command(commands: &[String], language: Language) -> String {
    match language {
        Language::ZhCn => format!("缺少命令，可选的有：{}。", commands.join("、")),
        Language::En => format!("the command is missing; it is one of: {}.", commands.join(", ")),
    }
}

/// Anything else.
pub(crate) const OTHER: Text = Text::of("命令行写得不对。", "the command line makes no sense.");

/// `--state` with `status`, which could mean either.
pub(crate) const STATE_IN_STATUS: Text = Text::of(
    "status 不用 --state：按颜色筛选用 --colour，状态目录用 --state-dir",
    "`status` takes no --state: --colour says which tasks, --state-dir names the state folder",
);

/// `--now` with a command that writes.
pub(crate) fn now_in_writing(command: &str, language: Language) -> String {
    match language {
        Language::ZhCn => format!("{command} 不能用 --now：它只在查询类命令里代替当前时间"),
        Language::En => format!(
            "--now cannot be used with `{command}`: it stands for the clock only in commands that read"
        ),
    }
}

/// `release` and `discard` without a letter.
pub(crate) const NAME_LETTERS: Text = Text::of(
    "请写明函号，或写 --all；函号见 duban letters",
    "name the letters, or say --all; `duban letters` lists them",
);
