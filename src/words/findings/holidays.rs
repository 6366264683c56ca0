//! Why a holiday set cannot be used, and what of one is not read. Nothing of the file is repeated.

use super::files;
use crate::config::fault::holidays::{NoteKind, SetError, SetFault, Unread};
use crate::model::Language;
use crate::model::Language::{En, ZhCn};
use crate::words::Text;
use crate::words::counts::grouped;

/// Words that follow "cannot be used:".
pub(super) fn unusable(fault: &SetFault, language: Language) -> String {
    let words = error(&fault.what, language);
    match (fault.line, &fault.what, language) {
        (None, _, _) => words,
        (Some(line), SetError::EndsUnbegun, En) => format!("line {line} {words}"),
        (Some(line), _, ZhCn) => format!("第 {line} 行：{words}"),
        (Some(line), _, En) => format!("line {line}: {words}"),
    }
}

fn error(error: &SetError, language: Language) -> String {
    let plain = match error {
        SetError::TooLarge { mib } => {
            return match language {
                ZhCn => format!("文件超过了 {mib} MiB"),
                En => format!("it is larger than {mib} MiB"),
            };
        }
        SetError::NotText(fault) => return files::said(fault, language).title,
        SetError::TooManyDays { limit } => {
            return match language {
                ZhCn => format!("其中的日子超过了 {} 天", grouped(*limit)),
                En => format!("it names more than {} days", grouped(*limit)),
            };
        }
        SetError::TooManyRules { limit } => {
            return match language {
                ZhCn => format!("其中按规则重复的日程超过了 {} 个", grouped(*limit)),
                En => format!("more than {} of its events come again by a rule", grouped(*limit)),
            };
        }
        SetError::TooDeep { limit } => {
            return match language {
                ZhCn => format!("其中的内容一层套一层，超过了 {limit} 层"),
                En => format!("its components are nested more than {limit} deep"),
            };
        }
        SetError::OtherEnding => {
            Text::of("节假日文件应是 .toml 或 .ics", "a holiday set is a .toml or an .ics file")
        }
        SetError::NoToml => {
            Text::of("不是 TOML，或者没有这一天", "this is no TOML, or a day that there is not")
        }
        SetError::NoYears => Text::of(
            "没有 `[years.2026.off]` 之类的内容",
            "it has no `[years.2026.off]` or the like",
        ),
        SetError::YearWanted => {
            Text::of("`years.` 后面要写年份", "after `years.` a year is wanted")
        }
        SetError::YearIsTable => Text::of(
            "一年应是表，其中写 `off` 和 `work`",
            "a year is a table with `off` and `work`",
        ),
        SetError::UnknownKeyOfYear => {
            Text::of("一年里只能写 `off` 和 `work`", "the keys of a year are `off` and `work`")
        }
        SetError::NoSuchDay => Text::of("没有这一天", "there is no such day"),
        SetError::DayWanted => {
            Text::of("这里要写日期，如 2026-10-01", "a day is wanted here, like 2026-10-01")
        }
        SetError::DayWithTime => {
            Text::of("这里要写日期，不带时刻", "a day is wanted here, without a time")
        }
        SetError::DaysWanted => Text::of("日期要写成表或数组", "days are a table or an array"),
        SetError::NoCalendar => {
            Text::of("日历要以 BEGIN:VCALENDAR 开头", "a calendar begins with BEGIN:VCALENDAR")
        }
        SetError::NoEvent => Text::of("里面没有日程", "it has no event"),
        SetError::EndsUnbegun => Text::of("这一行结束的内容并没有开始", "ends what did not begin"),
        SetError::CutOff => Text::of(
            "日历到一半就没有了；文件复制完整了吗？",
            "it ends in the middle of a calendar; was it copied whole?",
        ),
    };
    plain.said(language).to_owned()
}

/// What is said of a line of an .ics file.
pub(super) fn note(note: NoteKind, language: Language) -> String {
    match note {
        NoteKind::Unread(why) => {
            let why = unread(why).said(language);
            match language {
                ZhCn => format!("从这里开始的日程没有采用：{why}"),
                En => format!("the event that begins here is not read: {why}"),
            }
        }
        NoteKind::RuleUnread => Text::of(
            "这条重复规则没有采用，只算写明的日子",
            "this rule is not read; only the days that are named count",
        )
        .said(language)
        .to_owned(),
        NoteKind::RuleForEveryDay => Text::of(
            "按这条重复规则，每年都有 100 天以上，节假日没有这么多，所以没有采用，只算写明的日子",
            "by this rule more than 100 days of every year are marked, and holidays are not so many: it is not read; only the days that are named count",
        )
        .said(language)
        .to_owned(),
        NoteKind::NoDate => Text::of(
            "这一行里有一个不是日期，略过",
            "a date in this line is none; it is passed over",
        )
        .said(language)
        .to_owned(),
        NoteKind::NoLine => Text::of(
            "这一行不是日历的写法，略过",
            "this is no line of a calendar; it is passed over",
        )
        .said(language)
        .to_owned(),
    }
}

fn unread(why: Unread) -> Text {
    match why {
        Unread::ChangesFurtherTimes => Text::of(
            "它改动另一个日程以后的各次（RANGE）",
            "it changes all further times of another (RANGE)",
        ),
        Unread::ExceptionRule => {
            Text::of("它有 EXRULE，这里不认", "it has an EXRULE, which is not known here")
        }
        Unread::NoStart => Text::of("它没有 DTSTART", "it has no DTSTART"),
        Unread::BadStart => Text::of("它的 DTSTART 不是日期", "its DTSTART is no date"),
        Unread::BadEnd => Text::of("它的 DTEND 不是日期", "its DTEND is no date"),
        Unread::BadDuration => Text::of("它的 DURATION 不是时长", "its DURATION is none"),
        Unread::OutsideYears => {
            Text::of("它早于 1900 年或晚于 2200 年", "it begins before 1900 or after 2200")
        }
        Unread::Reversed => Text::of("它的结束早于开始", "it ends before it begins"),
        Unread::TooLong => Text::of("它长于一年", "it lasts longer than a year"),
        Unread::NoWholeDays => Text::of("它不是整天的", "it does not last whole days"),
        Unread::OldEncoding => Text::of(
            "它的名称用的是 vCalendar 1.0 的写法（ENCODING）；请另存为 iCalendar 2.0",
            "its name is written as vCalendar 1.0 has it (ENCODING); save it as iCalendar 2.0",
        ),
        Unread::NamesOtherDays => Text::of(
            "它的名称里既有放假又有上班，看不出这天是哪一种",
            "its name tells of days off and of a working day, and not which this is",
        ),
        Unread::NotMarked => Text::of(
            "这份日历标明了放假的日子（X-APPLE-SPECIAL-DAY），而它没有标",
            "this calendar marks its days off (X-APPLE-SPECIAL-DAY), and this is none",
        ),
        Unread::Observance => Text::of("它是纪念日，不放假", "it is an observance, and no day off"),
        Unread::HalfDay => Text::of("只放半天假", "only half of the day is off"),
    }
}
