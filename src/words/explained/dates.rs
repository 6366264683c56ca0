//! Dates of tasks.

use super::Explained;

pub(super) fn due_without_opened() -> Explained {
    Explained::of(
        "期限从交办日期起算，而没有写交办日期（T0）。",
        "The deadline is counted from `opened`, which is not given (T0).",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = \"opened+30d\"\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\nopened = 2026-11-02\ndue = \"opened+30d\"\n",
    )
}

pub(super) fn done_before_opened() -> Explained {
    Explained::of(
        "办结日期早于交办日期。",
        "The task is done before it was opened.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nopened = 2026-11-10\ndone = 2026-11-09\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nopened = 2026-11-02\ndone = 2026-11-09\n",
    )
}

pub(super) fn verified_before_done() -> Explained {
    Explained::of(
        "销号日期早于办结日期。",
        "The task is verified before it was done.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\ndone = 2026-11-10\nverified = 2026-11-09\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\ndone = 2026-11-10\nverified = 2026-11-13\n",
    )
}

pub(super) fn done_before_returned() -> Explained {
    Explained::of(
        "退回的任务就是在办的任务，`done` 要去掉，重新办结后再写。",
        "A task that was sent back is open: `done` is taken out until it is done again.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nowner = \"zhang\"\ndone = 2026-11-10\nreturned = [{ on = 2026-11-12, reason = \"证据不足\" }]\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nowner = \"zhang\"\nreturned = [{ on = 2026-11-12, reason = \"证据不足\", done = 2026-11-10 }]\n",
    )
}

pub(super) fn done_through_without_every() -> Explained {
    Explained::of(
        "`done-through` 说的是长期任务已经办到哪一天，而这项任务没有 `every`。",
        "`done-through` says up to which day a standing task is done, and this one has no `every`.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\ndone-through = 2026-11-10\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nevery = \"1mo\"\ndone-through = 2026-11-10\n",
    )
}

pub(super) fn bad_every() -> Explained {
    Explained::of(
        "长期任务按天、周、月轮回，不按小时。",
        "A standing task comes round by days, weeks or months, not by hours.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nevery = \"4h\"\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nevery = \"1w\"\n",
    )
}

pub(super) fn hold_reversed() -> Explained {
    Explained::of(
        "暂停的结束日期不晚于开始日期。`until` 是恢复提醒的第一天。",
        "The hold ends before it begins. `until` is the first day on which notices leave again.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nhold = { from = 2026-11-25, until = 2026-11-25 }\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nhold = { from = 2026-11-25, until = 2026-12-02 }\n",
    )
}

pub(super) fn hold_without_from() -> Explained {
    Explained::of(
        "暂停要顺延期限，就得写明从哪天起，否则不知道顺延几天（T0）。",
        "A hold that stops the clock needs its first day, else the deadline could not be moved by its length (T0).",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nhold = { until = 2026-12-02, stops-clock = true }\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nhold = { from = 2026-11-25, until = 2026-12-02, stops-clock = true }\n",
    )
}

pub(super) fn hold_of_standing() -> Explained {
    Explained::of(
        "长期任务的期限由轮次定，暂停不能顺延它（T0）。",
        "The deadlines of a standing task follow its cycles; a hold does not move them (T0).",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nevery = \"1mo\"\nhold = { from = 2026-11-25, until = 2026-12-02, stops-clock = true }\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nevery = \"1mo\"\nhold = { from = 2026-11-25, until = 2026-12-02 }\n",
    )
}

pub(super) fn extension_without_on() -> Explained {
    Explained::of(
        "暂停只顺延它开始时的期限，所以最后一次延期要写明是哪天批准的（T0）。",
        "A hold moves the deadline that was in force when it began, so the last extension must say when it was granted (T0).",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nextended = [{ to = 2026-12-30 }]\nhold = { from = 2026-11-25, until = 2026-12-02, stops-clock = true }\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nextended = [{ on = 2026-11-20, to = 2026-12-30 }]\nhold = { from = 2026-11-25, until = 2026-12-02, stops-clock = true }\n",
    )
}

pub(super) fn verified_without_done() -> Explained {
    Explained::of(
        "写了销号日期，没有写办结日期。",
        "The task is verified, and no date says when it was done.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nverified = 2026-11-13\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\ndone = 2026-11-10\nverified = 2026-11-13\n",
    )
}

pub(super) fn due_before_opened() -> Explained {
    Explained::of("期限早于交办日期。", "The task is due before it was opened.").example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\nopened = 2026-11-10\ndue = 2026-11-09\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\nopened = 2026-11-02\ndue = 2026-11-30\n",
    )
}

pub(super) fn in_the_future() -> Explained {
    Explained::of(
        "办结或销号日期在将来，而现在就已经算数，不再提醒。",
        "`done` or `verified` lies in the future and counts already now: nobody is reminded any more.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\ndone = 2026-11-27\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\ndone = 2026-11-20\n",
    )
}

pub(super) fn due_on_day_off() -> Explained {
    Explained::of(
        "期限落在休息日，当天多半没有人办。",
        "The deadline is a day off, on which probably nobody works.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-28\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-27\n",
    )
}

pub(super) fn uncovered_year() -> Explained {
    Explained::of(
        "节假日文件里没有这一年，那一年只按周一到周五算（T2）。",
        "No holiday set knows the year; in it only `workdays` counts (T2).",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2031-03-31\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n",
    )
}

pub(super) fn extended_late() -> Explained {
    Explained::of(
        "延期是过了期限才申请的。",
        "The extension was asked for after the deadline.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-10\nextended = [{ on = 2026-11-11, to = 2026-12-01 }]\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-10\nextended = [{ on = 2026-11-09, to = 2026-12-01 }]\n",
    )
}

pub(super) fn extended_without_effect() -> Explained {
    Explained::of(
        "延期之后期限没有变；长期任务的延期可能落在了别的轮次（T9）。",
        "The extension moves no deadline; that of a standing task may fall into another cycle (T9).",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nextended = [{ on = 2026-11-20, to = 2026-11-30 }]\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nextended = [{ on = 2026-11-20, to = 2026-12-30 }]\n",
    )
}

pub(super) fn extended_backward() -> Explained {
    Explained::of(
        "延期把期限提前了。",
        "The extension moves the deadline back.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nextended = [{ on = 2026-11-20, to = 2026-11-27 }]\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nextended = [{ on = 2026-11-20, to = 2026-12-30 }]\n",
    )
}

pub(super) fn exact_on_date() -> Explained {
    Explained::of(
        "阶段按小时计，而期限只有日期：以当天半夜为准，函件会在半夜发出，休息日也发（T4）。",
        "A stage is counted in hours and the deadline is a day: it ends at midnight, and the letter leaves then, on days off too (T4).",
    )
    .example(
        "[policies.strict]\nstages = [{ name = \"soon\", at = \"-24h\", to = [\"owner\"] }]\n[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\npolicy = \"strict\"\nowner = \"zhang\"\n",
        "[policies.strict]\nstages = [{ name = \"soon\", at = \"-1d\", to = [\"owner\"] }]\n[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\npolicy = \"strict\"\nowner = \"zhang\"\n",
    )
}

pub(super) fn hold_over() -> Explained {
    Explained::of(
        "暂停已经结束，不再起作用；也许年份写错了。",
        "The hold is over and holds nothing back; perhaps its year is a slip.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nhold = { until = 2025-12-10 }\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nhold = { until = 2026-12-10 }\n",
    )
}

pub(super) fn done_ends_series() -> Explained {
    Explained::of(
        "`done` 让长期任务整个结束；本轮办完写 `done-through`（T9）。",
        "`done` ends a standing task for good; a cycle that is done is `done-through` (T9).",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nevery = \"1mo\"\ndone = 2026-11-20\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nevery = \"1mo\"\ndone-through = 2026-11-20\n",
    )
}

pub(super) fn done_of_milestone() -> Explained {
    Explained::of(
        "写在 [[task.milestones]] 下面的 `done` 是节点的，不是任务的。",
        "A `done` below [[task.milestones]] is that of the milestone, not of the task.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\n[[task.milestones]]\nid = \"draft\"\ntitle = \"草案\"\ndue = 2026-11-16\ndone = 2026-11-20\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\ndone = 2026-11-20\n[[task.milestones]]\nid = \"draft\"\ntitle = \"草案\"\ndue = 2026-11-16\n",
    )
}

pub(super) fn milestone_after_due() -> Explained {
    Explained::of(
        "节点的期限晚于任务的期限。",
        "A milestone is due after its task.",
    )
    .example(
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nmilestones = [{ id = \"draft\", title = \"草案\", due = 2026-12-16 }]\n",
        "[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\nmilestones = [{ id = \"draft\", title = \"草案\", due = 2026-11-16 }]\n",
    )
}

pub(super) fn due_overwritten() -> Explained {
    Explained::of(
        "`due` 是最初的期限，定了就不再改：延期另写在 extended 里，才看得出延过几次。",
        "`due` is the first promise and is never edited: extensions are listed, so that it can be seen how often there was one.",
    )
}
