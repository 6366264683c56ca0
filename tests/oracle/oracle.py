"""What `duban plan --json` must print: an independent, naive reading of spec sections 3 and 4.

    oracle.py CONFIG --now T --until U [--from F] [--ledger FILE.json]

Written from the specification alone, never from duban's code, to be compared with it (compare.py).
It lists every occurrence of every stage and then sweeps, minute after minute. Clarity over speed.
It assumes that the configuration checks, and composes no letters.
"""

import argparse
import json
from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from itertools import count
from pathlib import Path

from register import Register, read_date, read_files
from workdays import ONE_DAY, Calendar, Offset

MINUTE = timedelta(minutes=1)
IDENTITY = ("task", "milestone", "from", "anchor", "stage", "occurrence")  # T10


# -- what is reminded: a task, or a milestone ----------------------------------------------------


@dataclass
class Subject:
    """A task, or a milestone, which is reminded like a task of its own (T11)."""

    task: str
    milestone: str | None
    fields: dict  # owner, with, supervisor, watchers, unit: as the roles need them
    calendar: Calendar
    policy: dict
    anchors: dict  # from -> a date, or the instant of a date-time
    live: set  # the values of `from` whose stages are live (T1)
    deadline: date | datetime  # the one in force (T0)
    hold: date | None


def subjects(register):
    for task in register.tasks:
        yield task_subject(register, task)
        for milestone in task.get("milestones", []):
            yield milestone_subject(register, task, milestone)


def task_subject(register, task):
    calendar = register.calendar_of(task.get("unit"))
    deadline = deadline_in_force(task, task.get("opened"), calendar, calendar)
    anchors = {key: read_date(task[key], calendar) for key in ("opened", "done", "verified") if key in task}
    return Subject(
        task=task["id"],
        milestone=None,
        fields=task,
        calendar=calendar,
        policy=register.policy_of(task),
        anchors=anchors | {"due": deadline},
        live=live_froms(task),
        deadline=deadline,
        hold=task.get("hold", {}).get("until"),
    )


def milestone_subject(register, task, milestone):
    """T11: the task's policy, unit and people unless it says otherwise; only `due` stages."""
    people = {key: task[key] for key in ("unit", "owner", "with", "supervisor", "watchers") if key in task}
    fields = people | milestone
    calendar = register.calendar_of(fields.get("unit"))
    deadline = deadline_in_force(milestone, task.get("opened"), register.calendar_of(task.get("unit")), calendar)
    open_still = live_froms(task) == {"opened", "due"} and "done" not in milestone
    return Subject(
        task=task["id"],
        milestone=milestone["id"],
        fields=fields,
        calendar=calendar,
        policy=register.policy_of(task),
        anchors={"due": deadline},
        live={"due"} if open_still else set(),
        deadline=deadline,
        hold=task.get("hold", {}).get("until"),
    )


def live_froms(task):
    """T1, on the states of section 2: read off the dates that are there, whatever the time is."""
    if "cancelled" in task:
        return set()
    if "verified" in task:
        return {"verified"}
    if "done" in task:
        return {"done"}
    return {"opened", "due"}


# -- deadlines (T0, T9) --------------------------------------------------------------------------


def deadline_in_force(task, opened, opened_in, calendar):
    first = first_due(task["due"], opened, opened_in, calendar)
    extensions = [read_date(extension["to"], calendar) for extension in task.get("extended", [])]
    if "every" in task:
        return standing_deadline(task, first, extensions, calendar)
    return extensions[-1] if extensions else first


def first_due(due, opened, opened_in, calendar):
    """T0: `due`, which may be counted from `opened`, read in its task's zone; never moved for a day-based unit."""
    if not isinstance(due, str):
        return read_date(due, calendar)
    offset = Offset(due.removeprefix("opened"))
    opened = read_date(opened, opened_in)
    if offset.day_based:
        return calendar.shift(local_day(opened, opened_in), offset.count, offset.unit)
    return calendar.add_exact(as_instant(opened, "opened", opened_in), offset.count, offset.unit)


def standing_deadline(task, first, extensions, calendar):
    """T9: the first cycle not covered by `done-through`, its due date extended or not."""
    through = task.get("done-through")
    cycle = next(
        i for i in count()
        if through is None or local_day(cycle_due(task, first, i, calendar), calendar) > through
    )
    deadline = cycle_due(task, first, cycle, calendar)
    for to in extensions:
        if cycle_of(task, first, to, calendar) == cycle:
            deadline = to
    return deadline


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


# -- anchors (T3, T4) ----------------------------------------------------------------------------


def local_day(anchor, calendar):
    return calendar.local_day(anchor) if isinstance(anchor, datetime) else anchor


def as_instant(anchor, key, calendar):
    """T4: a date-only `due` is the end of that day, any other date the start of its day."""
    if isinstance(anchor, datetime):
        return anchor
    return calendar.end_of_day(anchor) if key == "due" else calendar.start_of_day(anchor)


def show_instant(instant, calendar):
    return instant.astimezone(calendar.zone).isoformat(timespec="seconds")


def show_anchor(anchor, calendar):
    return show_instant(anchor, calendar) if isinstance(anchor, datetime) else anchor.isoformat()


# -- occurrences (T3, T4, T6) --------------------------------------------------------------------


@dataclass
class Occurrence:
    moment: datetime
    place: int  # the stage's in the policy
    k: int
    stage: dict

    def rank(self):
        """T7: the later moment, then the stage later in the policy, then the larger k."""
        return self.moment, self.place, self.k


def tracks(subject, released):
    """T13: the live stages of each track. One that asks is in a track with all others that do, until a letter
    of its own, whichever occurrence, was released for the anchor's value in force."""
    found = {"due": [], "ask": []}
    for place, stage in live_stages(subject):
        own = identify(subject, Occurrence(None, place, 0, stage))[:-1]
        waits = stage.get("release", "auto") == "ask" and own not in released
        found["ask" if waits else "due"].append((place, stage))
    return found


def occurrences(subject, stages, until):
    """Every occurrence of a track's stages with a moment before `until`, in the order of T7."""
    firsts = sorted(
        (Occurrence(next(moments(subject, stage)), place, 0, stage) for place, stage in stages),
        key=Occurrence.rank,
    )
    found = []
    for this, following in zip(firsts, firsts[1:] + [None]):
        for k, moment in enumerate(moments(subject, this.stage)):
            if moment >= until or k > this.stage.get("times", k):
                break
            if k > 0 and following and moment >= following.moment:  # T6: where the next stage begins
                break
            found.append(Occurrence(moment, this.place, k, this.stage))
    return sorted(found, key=Occurrence.rank)


def live_stages(subject):
    for place, stage in enumerate(subject.policy["stages"]):
        key = stage.get("from", "due")
        if key in subject.live and key in subject.anchors:
            yield place, stage


def moments(subject, stage):
    """The moments of k = 0, 1, 2, ... without regard to `times` and other stages."""
    anchor_name = stage.get("from", "due")
    anchor = subject.anchors[anchor_name]
    at = Offset(stage["at"])
    every = Offset(stage["repeat"]) if "repeat" in stage else None
    if at.day_based:
        days = stage_days(anchor_name, local_day(anchor, subject.calendar), at, every, subject.calendar)
        return (subject.calendar.instant(day, subject.calendar.send_at) for day in days)
    start = as_instant(anchor, anchor_name, subject.calendar)
    return exact_moments(subject.calendar.add_exact(start, at.count, at.unit), every, subject.calendar)


def stage_days(anchor_name, base, at, every, calendar):
    """T3 for the stage's own day, T6 for its repeats."""
    earlier = at.count < 0 or (at.count == 0 and anchor_name == "due")
    unmoved = base if at.count == 0 else calendar.shift(base, at.count, at.unit)
    own = unmoved
    if at.unit == "wd" and at.count == 0:  # 0wd moves whatever `send-on` says
        own = calendar.nearest_working_day(unmoved, later=not earlier)
    elif at.unit != "wd":
        own = mail_day(unmoved, calendar, later=not earlier)
    yield own
    if every is None:
        return
    day = own
    for k in count(1):
        if every.unit == "wd":
            day = calendar.nth_working_day(day, every.count)  # n more: the k*n-th after `own`
            yield day
        else:
            yield mail_day(calendar.shift(unmoved, k * every.count, every.unit), calendar, later=True)


def mail_day(day, calendar, later):
    return day if calendar.every_day else calendar.nearest_working_day(day, later)


def exact_moments(moment, every, calendar):
    yield moment
    while every is not None:
        moment = calendar.add_exact(moment, every.count, every.unit)
        yield moment


# -- sweeping (T7, T8) ---------------------------------------------------------------------------


def plan(register, now, until, since=None, ledger=()):
    """The document of `plan --json`: all notices with since <= release < until."""
    recorded = {tuple(notice[key] for key in IDENTITY) for notice in ledger}
    released = {tuple(notice[key] for key in IDENTITY[:-1]) for notice in ledger if notice.get("released")}
    notices = []
    for subject in subjects(register):
        for track, stages in tracks(subject, released).items():
            notices += sweep_through(register, subject, (track, stages), now, until, recorded)
    if since is not None:
        notices = [(release, notice) for release, notice in notices if release >= since]
    notices.sort(key=lambda pair: (pair[0], pair[1]["task"], pair[1]["milestone"] or "", pair[1]["stage"]))
    return {"notices": [notice for _, notice in notices]}


def sweep_through(register, subject, of_track, now, until, recorded):
    """Sweeps one track at every whole minute from `now` at which anything can have changed."""
    track, stages = of_track
    reachable = occurrences(subject, stages, until)
    reached_at = [occurrence.moment for occurrence in reachable]
    recorded = set(recorded)
    for minute in minutes_of_change(subject.calendar, subject.hold, reached_at, now, until):
        reached = bisect_right(reached_at, minute)
        if reached == 0:
            continue
        latest = reachable[reached - 1]
        identity = identify(subject, latest)
        if identity not in recorded and may_leave(subject, latest, minute):
            recorded.add(identity)
            yield minute, describe(register, subject, latest, identity, minute) | {"track": track}


def minutes_of_change(calendar, hold, reached_at, now, until):
    """Whole minutes: the first one, when a moment is reached, when hours begin, when a hold ends."""
    instants = [now] + [moment for moment in reached_at if moment > now]
    if hold is not None:
        instants.append(calendar.start_of_day(hold))
    day = calendar.local_day(now) - ONE_DAY
    while day <= calendar.local_day(until) + ONE_DAY:
        instants.append(calendar.hours_of(day)[0])
        day += ONE_DAY
    minutes = {whole_minute(instant) for instant in instants}
    return sorted(minute for minute in minutes if whole_minute(now) <= minute < until)


def whole_minute(instant):
    """The first whole minute that is not before `instant`."""
    floor = instant.replace(second=0, microsecond=0)
    return floor if floor == instant else floor + MINUTE


def may_leave(subject, occurrence, minute):
    """T8."""
    calendar = subject.calendar
    if subject.hold is not None and minute < calendar.start_of_day(subject.hold):
        return False
    return not Offset(occurrence.stage["at"]).day_based or calendar.window_open(minute)


def identify(subject, occurrence):
    """T10, with the anchor as it is printed."""
    key = occurrence.stage.get("from", "due")
    anchor = show_anchor(subject.anchors[key], subject.calendar)
    return subject.task, subject.milestone, key, anchor, occurrence.stage["name"], occurrence.k


def describe(register, subject, occurrence, identity, release):
    calendar = subject.calendar
    to, cc = audience(register, subject, occurrence.stage, calendar.local_day(release))
    return dict(zip(IDENTITY, identity)) | {
        "moment": show_instant(occurrence.moment, calendar),
        "release": show_instant(release, calendar),
        "letter": occurrence.stage.get("letter") or default_letter(subject, release),
        "held": "ask" if occurrence.stage.get("release") == "ask" else None,
        "to": to,
        "cc": cc,
    }


def default_letter(subject, release):
    """Section 5: `reminder` before the deadline in force, `overdue` from it on."""
    return "overdue" if release >= as_instant(subject.deadline, "due", subject.calendar) else "reminder"


# -- audiences (W1-W4) ---------------------------------------------------------------------------


def audience(register, subject, stage, day):
    replaced = []

    def present(who):
        someone = register.stand_in(who, day)
        if someone != who:
            replaced.append(who)
        return someone

    to = [present(who) for role in stage["to"] for who in people_of(register, subject, role)]
    cc = [present(who) for role in stage.get("cc", []) for who in people_of(register, subject, role)]
    cc += [present(who) for who in people_of(register, subject, "watchers")]
    cc += replaced
    return once_each(register, to, cc)


def once_each(register, to, cc):
    """W4: addresses are the same whatever their case; To beats Cc."""
    seen = set()
    kept = []
    for people in (to, cc):
        addresses = []
        for address in (register.address(who) for who in people):
            if address.lower() not in seen:
                seen.add(address.lower())
                addresses.append(address)
        kept.append(addresses)
    return kept


def people_of(register, subject, role):
    """W1, W2: the people of a role, before stand-ins."""
    fields, unit = subject.fields, subject.fields.get("unit")
    if role == "owner":
        owner = fields.get("owner") or register.head_of(unit, 0)
        return register.members(owner) + people_of(register, subject, "with")
    if role in ("with", "watchers"):
        return [who for name in fields.get(role, []) for who in register.members(name)]
    if role == "supervisor":
        return register.members(fields.get("supervisor") or register.inherited(unit, "supervisor"))
    if role == "head":
        return register.members(register.head_of(unit, 0))
    if role.startswith("head+"):
        return register.members(register.head_of(unit, int(role.removeprefix("head+"))))
    if role == "top":
        chain = register.chain(unit)
        return register.members(register.units[chain[-1]].get("head")) if chain else []
    for prefix in ("person:", "group:"):
        if role.startswith(prefix):
            return register.members(role.removeprefix(prefix))
    return [role]


# -- command line --------------------------------------------------------------------------------


def read_time(text):
    return datetime.fromisoformat(text).astimezone(UTC)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("config", type=Path)
    parser.add_argument("--now", type=read_time, required=True)
    parser.add_argument("--until", type=read_time, required=True)
    parser.add_argument("--from", type=read_time, dest="since")
    parser.add_argument("--ledger", type=Path)
    arguments = parser.parse_args()
    ledger = json.loads(arguments.ledger.read_text("utf-8")) if arguments.ledger else []
    register = Register(read_files(arguments.config))
    document = plan(register, arguments.now, arguments.until, arguments.since, ledger)
    print(json.dumps(document, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
