//! More about findings of reports.

use super::Explained;

pub(super) fn bad_cron() -> Explained {
    Explained::of(
        "定时同 `crontab`：分 时 日 月 星期，共 5 段，以空格分开；日和星期都写了，符合其一即可。L 是每月最后一天，2#1 是第一个星期二。",
        "A cron expression is that of crontab(5): minute, hour, day, month, weekday, five fields with blanks between; \
         day and weekday both given mean either. L is the month's last day, 2#1 its first Tuesday.",
    )
    .example(
        "[[reports]]\nname = \"monthly\"\ncron = \"9 5 * *\"\nto = [\"boss@example.org\"]\n",
        "[[reports]]\nname = \"monthly\"\ncron = \"0 9 5 * *\"\nto = [\"boss@example.org\"]\n",
    )
}

pub(super) fn bad_roll() -> Explained {
    Explained::of(
        "遇到休息日：`none` 照发，`later` 顺延到下一个工作日，`earlier` 提前到上一个工作日，`2wd` 放到休息日之后的第 2 个工作日。",
        "What becomes of a day off: none leaves it, later takes the next working day, earlier the one before, 2wd the \
         second working day after it.",
    )
    .example(
        "[[reports]]\nname = \"monthly\"\ncron = \"0 9 5 * *\"\nroll = \"2d\"\nto = [\"boss@example.org\"]\n",
        "[[reports]]\nname = \"monthly\"\ncron = \"0 9 5 * *\"\nroll = \"2wd\"\nto = [\"boss@example.org\"]\n",
    )
}

pub(super) fn report_role() -> Explained {
    Explained::of(
        "报告发给单位或督导方的角色：head、head+1、top、supervisor 都是报告所说单位的；owner、with、watchers 只有任务才有。",
        "A report goes to roles of the unit or supervisor that it is about: head, head+1, top and supervisor are the \
         unit's; owner, with and watchers are roles of a task.",
    )
    .example(
        "[[reports]]\nname = \"monthly\"\ncron = \"0 9 5 * *\"\nto = [\"owner\"]\n",
        "[[reports]]\nname = \"monthly\"\ncron = \"0 9 5 * *\"\nto = [\"boss@example.org\"]\n",
    )
}

pub(super) fn bad_late() -> Explained {
    Explained::of(
        "逾期多久：`>30d` 是超过 30 天，`>=5wd` 是至少 5 个工作日；d 天、wd 工作日、w 周、mo 月。",
        "How late: >30d is more than thirty days, >=5wd at least five working days; d days, wd working days, w weeks, \
         mo months.",
    )
    .example(
        "[[tallies]]\nname = \"late\"\nwhen = { late = \"30\" }\nat-least = 5\nto = [\"boss@example.org\"]\n",
        "[[tallies]]\nname = \"late\"\nwhen = { late = \">30d\" }\nat-least = 5\nto = [\"boss@example.org\"]\n",
    )
}

pub(super) fn tally_role() -> Explained {
    Explained::of(
        "累计预警发给它所说的单位、责任人或督导方的角色：head、head+1、top、supervisor 是单位的；`per = \"owner\"` 时 owner 就是那个人；with、watchers 只有任务才有，写 `per = \"task\"` 才能用。",
        "A tally goes to roles of the unit, owner or supervisor that it is about: head, head+1, top and supervisor are \
         the unit's; with per = \"owner\" the owner is that person; with and watchers are a task's, for per = \"task\".",
    )
    .example(
        "[[tallies]]\nname = \"late\"\nat-least = 5\nto = [\"owner\"]\n",
        "[[tallies]]\nname = \"late\"\nper = \"owner\"\nat-least = 5\nto = [\"owner\"]\n",
    )
}

pub(super) fn tally_parts() -> Explained {
    Explained::of(
        "数函件的（`of = \"letters\"`）要写数哪些（`counts`）和从何时算起（`period`）；数任务的没有这两项，也不能按每项任务计数。`subtree` 只用于按单位计数。",
        "What counts letters (of = \"letters\") says which (`counts`) and since when (`period`); what counts tasks has \
         neither, and is not counted for each task. `subtree` is for counting by unit.",
    )
    .example(
        "[[tallies]]\nname = \"often\"\nof = \"letters\"\nat-least = 2\nto = [\"boss@example.org\"]\n",
        "[[tallies]]\nname = \"often\"\nof = \"letters\"\ncounts = { letter = \"supervision\" }\nperiod = \"year\"\nat-least = 2\nto = [\"boss@example.org\"]\n",
    )
}
