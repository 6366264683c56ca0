//! Calendars: zones, hours, and the holiday sets that they name.

use super::reasons::unread;
use super::reports::{named, this};
use super::{Said, holidays, title};
use crate::config::fault::CalendarFault;
use crate::config::fault::calendars::ReversedZone;
use crate::model::Language;
use crate::model::Language::{En, ZhCn};
use crate::words::counts::grouped;

/// A list: one arm for each kind.
#[expect(clippy::too_many_lines)]
pub(super) fn said(fault: &CalendarFault, language: Language) -> Said {
    match fault {
        CalendarFault::TaskWithoutCalendar { count } => no_calendar(*count, language),
        CalendarFault::ReportWithoutCalendar { of } => {
            let (name, this) = (named(of, language), this(of, language));
            match language {
                ZhCn => title(format!("{name} 没有日历：它没有写，又没有名为 `default` 的日历"))
                    .label(this)
                    .help("定义 [calendars.default]，至少写 `timezone = \"Asia/Shanghai\"`"),
                En => title(format!(
                    "{name} has no calendar: it names none, and none is called `default`"
                ))
                .label(this)
                .help("define [calendars.default] with at least `timezone = \"Asia/Shanghai\"`"),
            }
        }
        CalendarFault::UnitWithoutCalendar { unit } => match language {
            ZhCn => title(format!(
                "单位 `{unit}` 没有日历：它没有写，上级也没有，又没有名为 `default` 的日历"
            ))
            .label("这个单位")
            .help("定义 [calendars.default]，至少写 `timezone = \"Asia/Shanghai\"`"),
            En => title(format!(
                "the unit `{unit}` has no calendar: it names none, inherits none, and none is called `default`"
            ))
            .label("this unit")
            .help("define [calendars.default] with at least `timezone = \"Asia/Shanghai\"`"),
        },
        CalendarFault::SendAtOutsideHours { start, end } => {
            let start = start.strftime("%H:%M");
            let end = end.map_or("24:00".to_owned(), |end| end.strftime("%H:%M").to_string());
            match language {
                ZhCn => title(format!("`send-at` 不在上班时间 {start}-{end} 之内"))
                    .label("不在上班时间")
                    .help("函件在 `hours` 之内发出，含开始时刻，不含结束时刻"),
                En => title(format!("`send-at` lies outside the working hours {start}-{end}"))
                    .label("outside the hours")
                    .help("notices leave within `hours`, the start included, the end not"),
            }
        }
        CalendarFault::OpenAndClosed { day } => match language {
            ZhCn => title(format!("{day} 既写了上班又写了放假；按上班算"))
                .label("上班")
                .label("放假"),
            En => title(format!("{day} is both open and closed; it counts as open"))
                .label("open")
                .label("closed"),
        },
        CalendarFault::UnreadableHolidays { path, reason } => {
            let why = unread(reason, language);
            match language {
                ZhCn => title(format!("节假日文件 {path} 读不了：{why}"))
                    .label("这个文件")
                    .help("路径相对于写它的那个文件"),
                En => title(format!("cannot read the holiday set {path}: {why}"))
                    .label("this file")
                    .help("the path is relative to the file that names it"),
            }
        }
        CalendarFault::BadHolidays { name, why } => {
            let why = holidays::unusable(why, language);
            match language {
                ZhCn => title(format!("节假日 \"{name}\" 用不了：{why}")).label("这里"),
                En => title(format!("the holiday set \"{name}\" cannot be used: {why}"))
                    .label("this set"),
            }
        }
        CalendarFault::HolidayEvent { path, note } => {
            let words = holidays::note(note.what, language);
            let line = note.line;
            match language {
                ZhCn => title(format!("{path}:{line}: {words}"))
                    .label("在这个节假日文件里")
                    .help("缺了的休息日用 `closed` 补上，上班日用 `open` 补上"),
                En => title(format!("{path}:{line}: {words}")).label("in this set").help(
                    "a day that is missing is named with `closed`, a working day with `open`",
                ),
            }
        }
        CalendarFault::UnknownHolidays { name, meant } => {
            unknown_set(name, meant.as_deref(), language)
        }
        CalendarFault::UnknownZone { name, meant } => {
            let said = match language {
                ZhCn => title(format!("没有 `{name}` 这个时区")).label("没有这个时区"),
                En => title(format!("`{name}` is no time zone")).label("no such zone"),
            };
            match (meant, language) {
                (Some(zone), ZhCn) => said.help(format!("是不是 `{zone}`？")),
                (Some(zone), En) => said.help(format!("did you mean `{zone}`?")),
                (None, _) => said.help(examples(language)),
            }
        }
        CalendarFault::ReversedZone(zone) => reversed(zone, language),
    }
}

fn no_calendar(count: usize, language: Language) -> Said {
    match language {
        ZhCn => {
            let these = match count {
                0 | 1 => "这项任务".to_owned(),
                count => format!("这项等 {} 项任务", grouped(count)),
            };
            title(format!("{these}要用日历 `default`，而它没有定义"))
                .label("没有单位，也就没有别的日历")
                .help("定义 [calendars.default]，至少写 `timezone = \"Asia/Shanghai\"`")
        }
        En => {
            let others = match count {
                0 | 1 => String::new(),
                count => format!(", and {} more", grouped(count - 1)),
            };
            title(format!("this task{others} needs the calendar `default`, which is not defined"))
                .label("no unit, so no other calendar")
                .help("define [calendars.default] with at least `timezone = \"Asia/Shanghai\"`")
        }
    }
}

fn unknown_set(name: &str, meant: Option<&str>, language: Language) -> Said {
    let said = match language {
        ZhCn => title(format!("没有 \"{name}\" 这个节假日")).label("没有这个"),
        En => title(format!("there is no holiday set \"{name}\"")).label("no such set"),
    };
    match (meant, language) {
        (Some(near), ZhCn) => said.help(format!("是不是 \"{near}\"？")),
        (Some(near), En) => said.help(format!("did you mean \"{near}\"?")),
        (None, ZhCn) => said.help("自带的有 CN、US、GB；其他的写 .toml 或 .ics 文件的路径"),
        (None, En) => said
            .help("the sets are CN, US and GB; anything else is the path of a .toml or .ics file"),
    }
}

fn examples(language: Language) -> &'static str {
    match language {
        ZhCn => "写 IANA 时区，如 \"Asia/Shanghai\"、\"Europe/London\"",
        En => "write an IANA zone, like \"Asia/Shanghai\" or \"Europe/London\"",
    }
}

fn reversed(zone: &ReversedZone, language: Language) -> Said {
    let ReversedZone { name, hours, is_behind, meant, in_fact } = zone;
    let [sign, other] = if *is_behind { ["+", "-"] } else { ["-", "+"] };
    let said = match language {
        ZhCn => {
            let is = if *is_behind { "晚" } else { "早" };
            title(format!("`{name}` 比 UTC {is} {hours} 小时：这类时区的正负号是反的"))
                .label("与看上去相反")
        }
        En => {
            let is = if *is_behind { "behind" } else { "ahead of" };
            title(format!("`{name}` is {hours} h {is} UTC: the sign of these zones is reversed"))
                .label("not what it looks like")
        }
    };
    let Some(meant) = meant else { return said.help(examples(language)) };
    match language {
        ZhCn => {
            let in_fact = in_fact.map(|place| format!("，UTC{other}{hours} 写 \"{place}\""));
            said.help(format!("UTC{sign}{hours} 写 \"{meant}\"{}", in_fact.unwrap_or_default()))
        }
        En => {
            let in_fact = in_fact.map(|place| format!(", \"{place}\" for UTC{other}{hours}"));
            said.help(format!(
                "write \"{meant}\" for UTC{sign}{hours}{}",
                in_fact.unwrap_or_default()
            ))
        }
    }
}
