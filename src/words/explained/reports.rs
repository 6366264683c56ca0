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
