"""What `duban plan --json` must print: an independent, naive reading of spec sections 3 and 4.

    oracle.py CONFIG --now T --until U [--from F] [--ledger FILE.json] [--answers FILE.json]

Written from the specification alone, never from duban's code, to be compared with it (compare.py).
It lists every occurrence of every stage and then sweeps, minute after minute. Clarity over speed.
It assumes that the configuration checks, and composes no letters.
"""

import argparse
import json
from bisect import bisect_right
from datetime import UTC, datetime, timedelta
from pathlib import Path

from answers import acknowledges, heard, kept_back_until, progress_days
from audience import audience
from digests import digests, leave_out
from occurrences import identify, is_silent, occurrences, show_instant, tracks
from register import Register, read_files
from subjects import as_instant, latest, subjects
from workdays import ONE_DAY, Offset

MINUTE = timedelta(minutes=1)
IDENTITY = ("task", "milestone", "from", "anchor", "stage", "occurrence")  # T10


# -- sweeping (T7, T8) ---------------------------------------------------------------------------


def plan(register, now, until, since=None, ledger=(), answers=()):
    """The document of `plan --json`: all notices with since <= release < until."""
    recorded = {tuple(notice[key] for key in IDENTITY) for notice in ledger}
    released = {tuple(notice[key] for key in IDENTITY[:-1]) for notice in ledger if notice.get("released")}
    notices = []
    for subject in subjects(register):
        listen(register, subject, answers)
        for track, stages in tracks(subject, released).items():
            notices += sweep_through(register, subject, (track, stages), now, until, recorded)
    leave_out(register, notices)
    letters = digests(register, notices, now, until)
    if since is not None:
        notices = [entry for entry in notices if entry[0] >= since]
        letters = [(release, who) for release, who in letters if release >= since]
    notices.sort(key=lambda entry: (entry[0], entry[1]["task"], entry[1]["milestone"] or "", entry[1]["stage"]))
    calendar = register.calendars["default"]
    letters = [{"about": who, "release": show_instant(release, calendar)} for release, who in letters]
    return {"notices": [notice for _, notice, _ in notices], "digests": letters}


def listen(register, subject, answers):
    """T13, T14, T16: what was answered."""
    own = heard(register, subject, answers)
    subject.progress += progress_days(subject, own)
    subject.acknowledged = subject.acknowledged or any(acknowledges(register, subject, one) for one in own)
    subject.kept_back = kept_back_until(register, subject, own)
    if subject.milestone is None:
        of_task = [one for one in answers if one["task"] == subject.task and not one["milestone"]]
        days = progress_days(subject, of_task)
        if days:
            files = [subject.anchors["progress"]] if subject.in_files else []
            subject.anchors["progress"] = latest(files + days, subject.calendar)


def sweep_through(register, subject, of_track, now, until, recorded):
    """Sweeps one track at every whole minute from `now` at which anything can have changed."""
    track, stages = of_track
    reachable = occurrences(subject, stages, until)
    reached_at = [occurrence.moment for occurrence in reachable]
    recorded = set(recorded)
    for minute in minutes_of_change(subject, reached_at, now, until):
        reached = bisect_right(reached_at, minute)
        if reached == 0:
            continue
        latest = reachable[reached - 1]
        identity = identify(subject, latest)
        if identity not in recorded and may_leave(subject, latest, minute):
            recorded.add(identity)
            notice, around = describe(register, subject, latest, identity, minute)
            yield minute, notice | {"track": track}, around


def minutes_of_change(subject, reached_at, now, until):
    """Whole minutes: the first one, when a moment is reached, when hours begin, when a hold or a patience ends."""
    calendar = subject.calendar
    instants = [now] + [moment for moment in reached_at if moment > now]
    instants += [calendar.start_of_day(hold["until"]) for hold in subject.holds]
    instants += subject.kept_back
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
    """T8, T16, and T14: a silent stage keeps its place, so that nothing before it is sent instead."""
    calendar = subject.calendar
    if any(minute < until for until in subject.kept_back):
        return False
    if any(holds_back(hold, calendar, minute) for hold in subject.holds) or is_silent(subject, occurrence.stage):
        return False
    return not Offset(occurrence.stage["at"]).day_based or calendar.window_open(minute)


def holds_back(hold, calendar, minute):
    """T8: from the start of `from`, without it at once, until the start of `until`."""
    begun = "from" not in hold or minute >= calendar.start_of_day(hold["from"])
    return begun and minute < calendar.start_of_day(hold["until"])


def describe(register, subject, occurrence, identity, release):
    calendar = subject.calendar
    to, cc = audience(register, subject, occurrence.stage, calendar.local_day(release))
    stage = occurrence.stage
    around = {
        "asks": stage.get("release") == "ask",
        "language": register.language_of(to),
        "importance": stage.get("importance", "normal"),
        "grouped": subject.grouped,
    }
    notice = dict(zip(IDENTITY, identity)) | {
        "moment": show_instant(occurrence.moment, calendar),
        "release": show_instant(release, calendar),
        "letter": occurrence.stage.get("letter") or default_letter(subject, release),
        "held": "ask" if occurrence.stage.get("release") == "ask" else None,
        "digest": [],
        "to": [register.address(who) for who in to],
        "cc": [register.address(who) for who in cc],
    }
    return notice, around


def default_letter(subject, release):
    """Section 5: `reminder` before the deadline in force, `overdue` from it on."""
    return "overdue" if release >= as_instant(subject.term.deadline, "due", subject.calendar) else "reminder"


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
    parser.add_argument("--answers", type=Path)
    arguments = parser.parse_args()
    ledger = json.loads(arguments.ledger.read_text("utf-8")) if arguments.ledger else []
    answers = json.loads(arguments.answers.read_text("utf-8")) if arguments.answers else []
    register = Register(read_files(arguments.config))
    document = plan(register, arguments.now, arguments.until, arguments.since, ledger, answers)
    print(json.dumps(document, ensure_ascii=False, indent=2))


if __name__ == "__main__":
    main()
