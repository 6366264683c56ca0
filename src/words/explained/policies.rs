//! Policies, stages and roles.

use super::Explained;

pub(super) fn unknown_role() -> Explained {
    Explained::of(
        "没有这个角色。角色有 owner、with、supervisor、watchers、head、head+1、top、person:编号、group:编号。",
        "There is no such role. They are owner, with, supervisor, watchers, head, head+1, top, person:ID, group:ID.",
    )
    .example(
        "[policies.strict]\nstages = [{ name = \"soon\", to = [\"责任人\"], at = \"-7d\" }]\n",
        "[policies.strict]\nstages = [{ name = \"soon\", to = [\"owner\"], at = \"-7d\" }]\n",
    )
}

pub(super) fn stage_twice() -> Explained {
    Explained::of(
        "同一规则里两个阶段同名。台账按阶段名记录发过哪一阶段，同名就分不清。",
        "Two stages of a policy bear one name, by which the ledger tells which was sent.",
    )
    .example(
        "[policies.strict]\nstages = [\n  { name = \"soon\", at = \"-7d\", to = [\"owner\"] },\n  { name = \"soon\", at = \"-1wd\", to = [\"owner\"] },\n]\n",
        "[policies.strict]\nstages = [\n  { name = \"soon\", at = \"-7d\", to = [\"owner\"] },\n  { name = \"last-call\", at = \"-1wd\", to = [\"owner\"] },\n]\n",
    )
}

pub(super) fn reserved_stage() -> Explained {
    Explained::of(
        "阶段名 returned 归每条规则自带的退回阶段所有（T13）。",
        "The stage name `returned` belongs to the stage that every policy has (T13).",
    )
    .example(
        "[policies.strict]\nstages = [{ name = \"returned\", to = [\"owner\"], at = \"-7d\" }]\n",
        "[policies.strict]\nstages = [{ name = \"soon\", to = [\"owner\"], at = \"-7d\" }]\n",
    )
}

pub(super) fn empty_to() -> Explained {
    Explained::of("阶段没有主送对象。", "The stage writes to nobody.").example(
        "[policies.strict]\nstages = [{ name = \"soon\", to = [], at = \"-7d\" }]\n",
        "[policies.strict]\nstages = [{ name = \"soon\", to = [\"owner\"], at = \"-7d\" }]\n",
    )
}

pub(super) fn percent_from() -> Explained {
    Explained::of(
        "百分比说的是从交办到期限的路程，不能从别的日期起算（T12）。",
        "A percentage is counted on the way from `opened` to the deadline, not from another date (T12).",
    )
    .example(
        "[policies.strict]\nstages = [{ name = \"soon\", to = [\"owner\"], at = \"50%\", from = \"opened\" }]\n",
        "[policies.strict]\nstages = [{ name = \"soon\", to = [\"owner\"], at = \"50%\" }]\n",
    )
}

pub(super) fn unless_progress() -> Explained {
    Explained::of(
        "从最近一次进展起算的阶段，每有进展就重新起算，不能又因为有进展而不发（T14）。",
        "A stage counted from the latest progress is armed anew by it, and cannot be silent because of it (T14).",
    )
    .example(
        "[policies.strict]\nstages = [{ name = \"soon\", to = [\"owner\"], at = \"+30d\", from = \"progress\", unless = \"progress\" }]\n",
        "[policies.strict]\nstages = [{ name = \"soon\", to = [\"owner\"], at = \"+30d\", from = \"progress\" }]\n",
    )
}

pub(super) fn repeat_kind() -> Explained {
    Explained::of(
        "按天计的阶段按天重复，按具体时间计的按具体时间重复（T6）。",
        "A stage counted in days repeats by days, one in exact time by exact time (T6).",
    )
    .example(
        "[policies.strict]\nstages = [{ name = \"soon\", to = [\"owner\"], at = \"+1d\", repeat = \"4h\" }]\n",
        "[policies.strict]\nstages = [{ name = \"soon\", to = [\"owner\"], at = \"+1d\", repeat = \"1wd\" }]\n",
    )
}

pub(super) fn unfilled_role() -> Explained {
    Explained::of(
        "督办规则要发给某个角色，而这项任务没有人担任，到时函件无人可收。",
        "A stage writes to a role that nobody fills for this task.",
    )
    .example(
        "[policies.strict]\nstages = [{ name = \"soon\", at = \"-7d\", to = [\"owner\"] }]\n[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\npolicy = \"strict\"\n",
        "[policies.strict]\nstages = [{ name = \"soon\", at = \"-7d\", to = [\"owner\"] }]\n[[task]]\nid = \"A-1\"\ntitle = \"出台办法\"\ndue = 2026-11-30\npolicy = \"strict\"\nowner = \"zhang\"\n",
    )
}

pub(super) fn no_policy() -> Explained {
    Explained::of(
        "任务没有督办规则，不知道什么时候提醒谁。可以写在任务、[defaults] 或根文件的 [[rules]] 里。",
        "The task has no policy, and so no reminder. Name one in the task, in [defaults], or by [[rules]] in the root file.",
    )
}

pub(super) fn no_stages() -> Explained {
    Explained::of(
        "督办规则没有任何阶段，用它的任务不会有提醒。",
        "The policy has no stages, and its tasks are never reminded.",
    )
    .example(
        "[policies.strict]\nstages = []\n",
        "[policies.strict]\nstages = [{ name = \"soon\", at = \"-7d\", to = [\"owner\"] }]\n",
    )
}

pub(super) fn no_letter() -> Explained {
    Explained::of(
        "从办结、销号或退回起算的阶段没有写发哪种函，发出去会是催期限的提醒函。",
        "A stage counted from `done`, `verified` or `returned` names no letter, and would remind of the deadline.",
    )
    .example(
        "[policies.strict]\nstages = [{ name = \"soon\", to = [\"owner\"], at = \"+5wd\", from = \"done\" }]\n",
        "[policies.strict]\nstages = [{ name = \"soon\", to = [\"owner\"], at = \"+5wd\", from = \"done\", letter = \"verification\" }]\n",
    )
}

pub(super) fn times_without_repeat() -> Explained {
    Explained::of(
        "`times` 说的是再发几次，没有 `repeat` 就不起作用。",
        "`times` says how often a stage repeats, and says nothing without `repeat`.",
    )
    .example(
        "[policies.strict]\nstages = [{ name = \"soon\", to = [\"owner\"], at = \"+1d\", times = 3 }]\n",
        "[policies.strict]\nstages = [{ name = \"soon\", to = [\"owner\"], at = \"+1d\", repeat = \"2wd\", times = 3 }]\n",
    )
}

pub(super) fn never_fires() -> Explained {
    Explained::of(
        "这个阶段总与排在它后面的另一个阶段同时到。同时到的只发排在后面的（T7），所以它从不发出。",
        "The stage is always reached together with one that stands later in the policy. Of these only the later is sent (T7), so that it never is.",
    )
    .example(
        "[policies.strict]\nstages = [\n  { name = \"soon\", at = \"-7d\", to = [\"owner\"] },\n  { name = \"week\", at = \"-1w\", to = [\"owner\"] },\n]\n",
        "[policies.strict]\nstages = [\n  { name = \"soon\", at = \"-7d\", to = [\"owner\"] },\n  { name = \"day\", at = \"-1d\", to = [\"owner\"] },\n]\n",
    )
}
