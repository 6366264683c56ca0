"""What is reminded, a task or a milestone, and its dates: T0, T1, T9, T11, and the way to a deadline of T12.

An independent, naive reading of spec section 3. What is in the files is in register.py, what a calendar
knows in workdays.py.
"""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import count

from register import read_date
from workdays import ONE_DAY, Calendar, Offset

OPEN = {"opened", "due", "progress", "returned"}
# T13: what a policy without a stage from `returned` has, last in place.
RETURNED = {
    "name": "returned", "from": "returned", "at": "0d", "repeat": "5wd",
    "to": ["owner"], "cc": ["supervisor"], "letter": "returned",
}


@dataclass
class Subject:
    """A task, or a milestone, which is reminded like a task of its own (T11)."""

    task: str
    milestone: str | None
    fields: dict  # owner, with, supervisor, watchers, unit: as the roles need them
    calendar: Calendar
    stages: list
    anchors: dict  # from -> a date, or the instant of a date-time
    live: set  # the values of `from` whose stages are live (T1)
    term: "Term"
    holds: list
    acknowledged: bool
    grouped: bool  # W5: its notices may share a letter
    progress: list = field(default_factory=list)  # the days of its entries
    tasks_calendar: Calendar | None = None  # that of its task
    cycle: date | None = None  # of a standing task the day on which the live cycle is due, without extensions
    in_files: bool = False  # T13: the files tell of progress, a return or a cycle done
    kept_back: list = field(default_factory=list)  # T16: until when answers keep its letters back


@dataclass
class Term:
    """A deadline in force, and since when."""

    deadline: date | datetime  # T0
    start: date | None  # T12: where the way to it begins
    promised: date  # T12: the last extension, or the last stop of the clock; no percentage lies before it


def subjects(register):
    for task in register.tasks:
        yield task_subject(register, task)
        for milestone in task.get("milestones", []):
            yield milestone_subject(register, task, milestone)


def task_subject(register, task):
    calendar = register.calendar_of(task.get("unit"))
    opened = read_date(task["opened"], calendar) if "opened" in task else None
    holds = holds_of(task)
    first = first_due(register.due_of(task), opened, calendar, calendar)
    start = None if opened is None else local_day(opened, calendar)
    if "every" in task:
        term = standing_term(task, first, start, calendar)
    else:
        term = term_of(task, first, start, holds, calendar)
    return Subject(
        task=task["id"],
        milestone=None,
        fields=task,
        calendar=calendar,
        stages=stages_of(register.policy_of(task)),
        anchors=anchors_of(task, opened, calendar) | {"due": term.deadline},
        live=live_froms(task),
        term=term,
        holds=holds,
        acknowledged="acknowledged" in task,
        grouped=register.policy_of(task).get("group", True),
        progress=[local_day(on, calendar) for on in entries_of(task, "progress", calendar)],
        tasks_calendar=calendar,
        cycle=live_cycle_day(register, task),
        in_files=any(key in task for key in ("progress", "returned", "done-through")),
    )


def milestone_subject(register, task, milestone):
    """T11: the task's policy, unit and people unless it says otherwise; only `due` stages."""
    people = {key: task[key] for key in ("unit", "owner", "with", "supervisor", "watchers") if key in task}
    fields = people | milestone
    calendar, tasks_calendar = register.calendar_of(fields.get("unit")), register.calendar_of(task.get("unit"))
    opened = read_date(task["opened"], tasks_calendar) if "opened" in task else None
    start = None if opened is None else local_day(opened, tasks_calendar)
    holds = holds_of(task) + holds_of(milestone)
    term = term_of(milestone, first_due(milestone["due"], opened, tasks_calendar, calendar), start, holds, calendar)
    open_still = live_froms(task) == OPEN and not {"done", "cancelled"} & milestone.keys()
    return Subject(
        task=task["id"],
        milestone=milestone["id"],
        fields=fields,
        calendar=calendar,
        stages=stages_of(register.policy_of(task)),
        anchors={"due": term.deadline},
        live={"due"} if open_still else set(),
        term=term,
        holds=holds,
        acknowledged="acknowledged" in task,
        grouped=register.policy_of(task).get("group", True),
        progress=[local_day(on, tasks_calendar) for on in entries_of(task, "progress", tasks_calendar)],
        tasks_calendar=tasks_calendar,
        cycle=live_cycle_day(register, task),
    )


def stages_of(policy):
    """T13: with the stage `returned` if none is counted from `returned`."""
    stages = policy["stages"]
    return stages if any(stage.get("from") == "returned" for stage in stages) else [*stages, RETURNED]


def holds_of(table):
    """T0: one hold, or a list of them."""
    hold = table.get("hold", [])
    return hold if isinstance(hold, list) else [hold]


def entries_of(task, key, calendar):
    """T13: `on` of each entry."""
    return [read_date(entry["on"], calendar) for entry in task.get(key, [])]


# -- anchors and states (T1, T13) ----------------------------------------------------------------


def anchors_of(task, opened, calendar):
    """T1, T13: what stages count from, without `due`."""
    anchors = {key: read_date(task[key], calendar) for key in ("done", "verified") if key in task}
    returned = entries_of(task, "returned", calendar)
    heard = entries_of(task, "progress", calendar) + returned + ([task["done-through"]] if "done-through" in task else [])
    if opened is not None:
        anchors["opened"] = anchors["progress"] = opened
    if heard:
        anchors["progress"] = latest(heard, calendar)
    if returned:
        anchors["returned"] = latest(returned, calendar)
    return anchors


def latest(anchors, calendar):
    """T13: by day; of one day a time counts before a mere day, and the later time."""
    return max(anchors, key=lambda anchor: (local_day(anchor, calendar), isinstance(anchor, datetime), anchor))


def live_froms(task):
    """T1, on the states of section 2: read off the dates that are there, whatever the time is."""
    if "cancelled" in task:
        return set()
    if "verified" in task:
        return {"verified"}
    if "done" in task:
        return {"done"}
    return OPEN


# -- deadlines (T0) ------------------------------------------------------------------------------


def first_due(due, opened, opened_in, calendar):
    """`due`, which may be counted from `opened`, read in its task's zone; never moved for a day-based unit."""
    if not isinstance(due, str):
        return read_date(due, calendar)
    offset = Offset(due.removeprefix("opened"))
    if offset.day_based:
        return calendar.shift(local_day(opened, opened_in), offset.count, offset.unit)
    return calendar.add_exact(as_instant(opened, "opened", opened_in), offset.count, offset.unit)


def term_of(table, first, start, holds, calendar):
    """The last extension's day, else the first promise, later by the days for which the clock stood still."""
    extensions = table.get("extended", [])
    promise = read_date(extensions[-1]["to"], calendar) if extensions else first
    deadline = later_by(promise, days_stopped(holds, extensions, calendar), calendar)
    return Term(deadline, start, last_promise(holds, extensions, calendar))


def stopping(holds):
    return [hold for hold in holds if hold.get("stops-clock")]


def days_stopped(holds, extensions, calendar):
    """The days of the holds that stop the clock and begin on or after the last extension, each day once."""
    days = set()
    for hold in stopping(holds):
        if not extensions or hold["from"] >= day_of(extensions[-1]["on"], calendar):
            length = (hold["until"] - hold["from"]).days
            days |= {hold["from"] + i * ONE_DAY for i in range(length)}
    return len(days)


def later_by(deadline, days, calendar):
    """So many calendar days later; a date-time stays the same local time."""
    if days == 0:
        return deadline
    if not isinstance(deadline, datetime):
        return deadline + timedelta(days=days)
    local = deadline.astimezone(calendar.zone)
    return calendar.instant(local.date() + timedelta(days=days), local.time())


def last_promise(holds, extensions, calendar):
    days = [day_of(extension["on"], calendar) for extension in extensions[-1:] if "on" in extension]
    return max(days + [hold["from"] for hold in stopping(holds)], default=date.min)


# -- standing tasks (T9) -------------------------------------------------------------------------


def standing_term(task, first, start, calendar):
    """The first cycle not covered by `done-through`, its due date extended or not."""
    cycle = live_cycle(task, first, calendar)
    extensions = [
        extension for extension in task.get("extended", [])
        if cycle_of(task, first, read_date(extension["to"], calendar), calendar) == cycle
    ]
    deadline = read_date(extensions[-1]["to"], calendar) if extensions else cycle_due(task, first, cycle, calendar)
    if cycle > 0:
        start = local_day(cycle_due(task, first, cycle - 1, calendar), calendar)
    return Term(deadline, start, last_promise([], extensions, calendar))


def live_cycle(task, first, calendar):
    through = task.get("done-through")
    return next(
        i for i in count()
        if through is None or local_day(cycle_due(task, first, i, calendar), calendar) > through
    )


def live_cycle_day(register, task):
    """The day on which the live cycle of a standing task is due, without extensions."""
    if "every" not in task:
        return None
    calendar = register.calendar_of(task.get("unit"))
    opened = read_date(task["opened"], calendar) if "opened" in task else None
    first = first_due(register.due_of(task), opened, calendar, calendar)
    return local_day(cycle_due(task, first, live_cycle(task, first, calendar), calendar), calendar)


def cycle_of(task, first, to, calendar):
    """The cycle within which an extension's `to` falls; before the first due it is the first."""
    end = as_instant(to, "due", calendar)
    return next(
        i for i in count()
        if end < as_instant(cycle_due(task, first, i + 1, calendar), "due", calendar)
    )


def cycle_due(task, first, i, calendar):
    """`due + i x every`, counted from the first `due`; a date-time keeps its local time of day."""
    every = Offset(task["every"])
    if not isinstance(first, datetime):
        return calendar.shift(first, i * every.count, every.unit)
    local = first.astimezone(calendar.zone)
    return calendar.instant(calendar.shift(local.date(), i * every.count, every.unit), local.time())


# -- days and instants of anchors (T3, T4) -------------------------------------------------------


def local_day(anchor, calendar):
    return calendar.local_day(anchor) if isinstance(anchor, datetime) else anchor


def day_of(value, calendar):
    return local_day(read_date(value, calendar), calendar)


def as_instant(anchor, key, calendar):
    """T4: a date-only `due` is the end of that day, any other date the start of its day."""
    if isinstance(anchor, datetime):
        return anchor
    return calendar.end_of_day(anchor) if key == "due" else calendar.start_of_day(anchor)
