//! Dates of tasks.

use jiff::civil::Date;

use super::{Said, title};
use crate::config::fault::DateFault;
use crate::config::fault::dates::{DayOff, ExactOnDate, OtherCycle};
use crate::model::Language;
use crate::model::Language::{En, ZhCn};
use crate::words::counts::grouped;
use crate::words::dates::weekday;

/// A list: one arm for each kind.
#[expect(clippy::too_many_lines)]
pub(super) fn said(fault: &DateFault, language: Language) -> Said {
    match fault {
        DateFault::DueWithoutOpened { offset } => match language {
            ZhCn => title(format!("`opened{offset}` 从 `opened` 起算，而任务没有写 `opened`"))
                .label("从哪天起算？")
                .help("加上 `opened = 2026-09-01`，或直接写期限"),
            En => title(format!("`opened{offset}` is counted from `opened`, which is not given"))
                .label("counted from what?")
                .help("add `opened = 2026-09-01`, or write the deadline itself"),
        },
        DateFault::RuleWithoutOpened { task, offset } => match language {
            ZhCn => {
                title(format!("规则给 `{task}` 的期限是 `opened{offset}`，而任务没有写 `opened`"))
                    .label("哪天交办？")
                    .label("由这条规则")
                    .help("给任务加上 `opened = 2026-09-01`，或写它自己的 `due`")
            }
            En => title(format!(
                "a rule gives `{task}` the deadline `opened{offset}`, and the task has no `opened`"
            ))
            .label("opened when?")
            .label("by this rule")
            .help("add `opened = 2026-09-01` to the task, or write its own `due`"),
        },
        DateFault::DoneBeforeOpened { task } => match language {
            ZhCn => title(format!("`{task}` 的办结日期早于交办日期")).label("办结").label("交办"),
            En => title(format!("`{task}` is done before it was opened"))
                .label("done")
                .label("opened"),
        },
        DateFault::VerifiedBeforeDone { task } => match language {
            ZhCn => title(format!("`{task}` 的销号日期早于办结日期")).label("销号").label("办结"),
            En => title(format!("`{task}` is verified before it was done"))
                .label("verified")
                .label("done"),
        },
        DateFault::VerifiedWithoutDone { task } => match language {
            ZhCn => title(format!("`{task}` 已销号，却没有写办结日期")).label("销号"),
            En => title(format!("`{task}` is verified, but there is no date on which it was done"))
                .label("verified"),
        },
        DateFault::DoneBeforeReturned { task } => match language {
            ZhCn => title(format!("`{task}` 的办结日期早于最后一次退回"))
                .label("办结")
                .label("退回")
                .help("退回的任务就是在办的任务：先去掉 `done`，重新办结后再写"),
            En => title(format!("`{task}` is done before it was last sent back"))
                .label("done")
                .label("sent back")
                .help("a task that was sent back is open: take `done` out until it is done again"),
        },
        DateFault::DoneThroughWithoutEvery => match language {
            ZhCn => title("`done-through` 用于长期任务，而这项任务没有 `every`")
                .label("这里")
                .help("只办一次的任务，办结写 `done = …`"),
            En => title("`done-through` is for standing tasks, and this one has no `every`")
                .label("here")
                .help("a task that comes once is finished with `done = …`"),
        },
        DateFault::BadEvery => match language {
            ZhCn => title("长期任务按天、周、月轮回")
                .label("具体时间")
                .help("长度用 d、wd、w 或 mo，如 \"1mo\""),
            En => title("a standing task comes round by days, weeks or months")
                .label("exact time")
                .help("write a length in d, wd, w or mo, like \"1mo\""),
        },
        DateFault::HoldReversed
        | DateFault::HoldWithoutFrom
        | DateFault::HoldOfStanding
        | DateFault::ExtensionWithoutOn => hold(fault, language),
        DateFault::DoneEndsSeries { task, done } => match language {
            ZhCn => title(format!("`{task}` 是长期任务，`done` 会让它整个结束，以后各轮不再提醒"))
                .label("整个任务办结")
                .help(format!("只是本轮办完，就改写 `done-through = {done}`")),
            En => title(format!(
                "`done` ends the standing task `{task}` for good: no further cycle is reminded of"
            ))
            .label("the whole task is done")
            .help(format!("if only this cycle is done, write `done-through = {done}` instead")),
        },
        DateFault::DoneOfMilestone { task, milestone } => match language {
            ZhCn => title(format!(
                "这个 `done` 写在 [[task.milestones]] 下面，办结的是节点 `{milestone}`，不是任务 `{task}`"
            ))
            .label("节点的")
            .help("如果办结的是任务，把这一行移到 [[task.milestones]] 之前"),
            En => title(format!(
                "this `done` stands below [[task.milestones]]: it is that of the milestone `{milestone}`, not of the \
                 task `{task}`"
            ))
            .label("the milestone's")
            .help("if the task is meant, put the line above [[task.milestones]]"),
        },
        DateFault::MilestoneAfterDue { task, milestone, due, of_task } => match language {
            ZhCn => title(format!(
                "节点 `{milestone}` 的期限 {due} 晚于任务 `{task}` 的期限 {of_task}"
            ))
            .label("这个节点"),
            En => title(format!(
                "the milestone `{milestone}` is due on {due}, after its task `{task}` on {of_task}"
            ))
            .label("this milestone"),
        },
        DateFault::HoldOver { task, until } => match language {
            ZhCn => title(format!("`{task}` 的暂停到 {until} 已经结束，不再起作用"))
                .label("已结束")
                .help("年份写对了吗？还要暂停就把 `until` 往后改，否则删掉"),
            En => title(format!("the hold of `{task}` ended on {until}, and holds nothing back"))
                .label("over")
                .help("is the year right? To hold it longer write a later `until`, else delete it"),
        },
        DateFault::DueOverwritten { task, was, is, today } => match language {
            ZhCn => title(format!("`{task}` 最初的期限由 {was} 改成了 {is}")).label("这项任务").help(format!(
                "`due` 是最初的期限，改回 {was}；延期另写：extended = [{{ on = {today}, to = {is}, reason = \"…\" }}]"
            )),
            En => title(format!("the first promise of `{task}` was changed from {was} to {is}"))
                .label("this task")
                .help(format!(
                    "`due` stays the first promise, {was}; a later deadline is listed: extended = [{{ on = {today}, to \
                     = {is}, reason = \"…\" }}]"
                )),
        },
        DateFault::DueBeforeOpened { task } => match language {
            ZhCn => title(format!("`{task}` 的期限早于交办日期")).label("这个期限"),
            En => title(format!("`{task}` is due before it was opened")).label("this deadline"),
        },
        DateFault::InTheFuture { task, key } => match language {
            ZhCn => {
                title(format!("`{task}` 的 `{key}` 是将来的日期，现在就已经算数")).label("还没到")
            }
            En => {
                title(format!("`{task}` is `{key}` in the future, and counts as such already now"))
                    .label("not yet")
            }
        },
        DateFault::DueOnDayOff { task, day, off, before } => {
            day_off(task, *day, off, *before, language)
        }
        DateFault::UncoveredYear { calendar, year, dates } => {
            uncovered(calendar, *year, *dates, language)
        }
        DateFault::ExtendedLate { task, on, due } => match language {
            ZhCn => {
                title(format!("`{task}` 的延期是 {on} 申请的，已过了期限 {due}")).label("这次延期")
            }
            En => title(format!(
                "the extension of `{task}` was asked for on {on}, after the deadline {due}"
            ))
            .label("this extension"),
        },
        DateFault::ExtendedToSame { task, due } => match language {
            ZhCn => title(format!("`{task}` 延期后的期限还是原来的 {due}"))
                .label("这次延期")
                .help("把新期限写在 `to`；`due` 保持最初的期限不变"),
            En => {
                title(format!("the extension of `{task}` leads to the deadline that it had, {due}"))
                    .label("this extension")
                    .help("write the new deadline in `to`; `due` stays the first promise")
            }
        },
        DateFault::ExtendedBackward { task, due, to } => match language {
            ZhCn => {
                title(format!("`{task}` 的延期把期限提前了，从 {due} 改到 {to}")).label("这次延期")
            }
            En => title(format!(
                "the extension of `{task}` moves the deadline back, from {due} to {to}"
            ))
            .label("this extension"),
        },
        DateFault::ExtendedOtherCycle(one) => other_cycle(one, language),
        DateFault::ExactOnDate(one) => exact(one, language),
    }
}

fn hold(fault: &DateFault, language: Language) -> Said {
    let (zh, en) = match fault {
        DateFault::HoldWithoutFrom => (
            (
                "顺延期限的暂停要写 `from`，即从哪天起暂停",
                "加上 `from = …`；从那天到 `until` 有几天，期限就顺延几天",
            ),
            (
                "a hold that stops the clock needs `from`, the day on which it begins",
                "add `from = …`; the deadline moves by the days from there to `until`",
            ),
        ),
        DateFault::HoldOfStanding => (
            ("长期任务的暂停不能顺延期限", "用 `extended` 延长本轮期限，或去掉 `stops-clock`"),
            (
                "on a standing task no hold stops the clock",
                "extend the cycle's deadline with `extended`, or leave `stops-clock` out",
            ),
        ),
        DateFault::ExtensionWithoutOn => (
            (
                "暂停要顺延期限，而最后一次延期没有写是哪天批准的",
                "给最后一次延期加上 `on = …`：那天及以后开始的暂停才算数",
            ),
            (
                "a hold stops the clock, and the last extension does not say when it was granted",
                "add `on = …` to the last extension: a hold counts if it begins then or later",
            ),
        ),
        _ => (
            ("暂停的结束日期早于开始日期", "`until` 是恢复提醒的第一天，要晚于 `from`"),
            (
                "the hold ends before it begins",
                "`until` is the first day on which notices leave again; it lies after `from`",
            ),
        ),
    };
    match language {
        ZhCn => title(zh.0).label("这段暂停").help(zh.1),
        En => title(en.0).label("this hold").help(en.1),
    }
}

fn day_off(task: &str, day: Date, off: &DayOff, before: Option<Date>, language: Language) -> Said {
    let name = match language {
        ZhCn => {
            let weekday = weekday(day.weekday(), language);
            match off {
                DayOff::Weekend => weekday.to_owned(),
                DayOff::Closed => format!("{weekday}，放假"),
                DayOff::Holiday(name) => format!("{weekday}，{name}"),
            }
        }
        En => {
            let weekday = day.strftime("%A");
            match off {
                DayOff::Weekend => weekday.to_string(),
                DayOff::Closed => format!("{weekday}, closed"),
                DayOff::Holiday(name) => format!("{weekday}, {name}"),
            }
        }
    };
    let said = match language {
        ZhCn => title(format!("`{task}` 的期限落在休息日：{day} 是{name}")).label("休息日"),
        En => title(format!("`{task}` is due on a day off: {day} is {name}")).label("a day off"),
    };
    match (before, language) {
        (None, _) => said,
        (Some(before), ZhCn) => said.help(format!("前一个工作日是 {before}")),
        (Some(before), En) => said.help(format!("the working day before it is {before}")),
    }
}

fn uncovered(calendar: &str, year: i16, dates: usize, language: Language) -> Said {
    match language {
        ZhCn => title(format!(
            "日历 `{calendar}` 的节假日里没有 {year} 年，而有 {} 个日期在这一年：那一年只按 `workdays` 算",
            grouped(dates)
        ))
        .label("其中第一个")
        .help("等放假安排公布后，用 `closed`、`open` 补上，或加一个自己的节假日文件"),
        En => {
            let dates = match dates {
                1 => "1 date lies".to_owned(),
                count => format!("{} dates lie", grouped(count)),
            };
            title(format!(
                "the holiday sets of the calendar `{calendar}` do not know the year {year}, in which {dates}: only \
                 `workdays` counts there"
            ))
            .label("the first of these dates")
            .help(
                "add the days with `closed` and `open`, or a holiday set of your own, once they are announced",
            )
        }
    }
}

fn other_cycle(one: &OtherCycle, language: Language) -> Said {
    let none = match language {
        ZhCn => "（无）",
        En => "none",
    };
    let day = |day: Option<Date>| day.map_or(none.to_owned(), |day| day.to_string());
    let (task, to) = (&one.task, one.to);
    let (in_force, falls_in) = (day(one.in_force), day(one.falls_in));
    match language {
        ZhCn => title(format!(
            "`{task}` 延期到 {to}，并不改变本轮期限 {in_force}：它落在 {falls_in} 到期的那一轮，只对那一轮有效（T9）"
        ))
        .label("这次延期")
        .help(format!(
            "本轮最多延到 {}，再往后一天就是下一轮；本轮已经办完，就写 `done-through = {in_force}`",
            one.last.map_or("那时".to_owned(), |last| last.to_string())
        )),
        En => title(format!(
            "the extension of `{task}` to {to} does not move the deadline of the present cycle, {in_force}: it counts \
             for the cycle due on {falls_in}, in which it falls (T9)"
        ))
        .label("this extension")
        .help(format!(
            "this cycle can be extended until {} at most, for the next is due the day after; if it is done, say so \
             with `done-through = {in_force}`",
            one.last.map_or("then".to_owned(), |last| last.to_string())
        )),
    }
}

fn exact(one: &ExactOnDate, language: Language) -> Said {
    let ExactOnDate { stage, target, more, time, days } = one;
    let time = time.strftime("%H:%M");
    let more = match (more, language) {
        (0, _) => String::new(),
        (more, ZhCn) => format!("等 {} 项", grouped(more + 1)),
        (more, En) => format!(", as of {} more", grouped(*more)),
    };
    match language {
        ZhCn => title(format!(
            "阶段 `{stage}` 按具体时间计，而 `{target}`{more}只有日期、没有时刻：它的函件会在 {time} 发出，休息日也发（T4）"
        ))
        .label("具体时间")
        .label("只有日期")
        .help(match days {
            Some(days) => {
                format!("改为按天计，写 {days}，或给日期写上时刻，如 2026-11-30T18:00:00")
            }
            None => "改为按天计，如 \"-1d\"、\"+1d\"（`repeat` 也一样），或给日期写上时刻，如 2026-11-30T18:00:00"
                .to_owned(),
        }),
        En => title(format!(
            "the stage `{stage}` is counted in exact time, and `{target}` has a day without a time{more}: its letter \
             leaves at {time}, on days off too (T4)"
        ))
        .label("exact time")
        .label("a day")
        .help(match days {
            Some(days) => format!(
                "count in days, {days}, or give the date a time, like 2026-11-30T18:00:00"
            ),
            None => "count in days, like \"-1d\" or \"+1d\", its `repeat` too, or give the date a time, like \
                     2026-11-30T18:00:00"
                .to_owned(),
        }),
    }
}
