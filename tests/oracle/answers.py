"""What answers do: T13, T14, T16. An independent, naive reading of spec sections 3 and 10.

An answer is {"task", "milestone", "cycle", "person", "verb", "at", "way", "proven", "state", "decided", "shown"}: times in
RFC 3339, `cycle` the day of the due date it is about, `decided` and `shown` None where it was not.
"""

from datetime import datetime

from audience import people_of
from subjects import local_day
from workdays import Offset


def heard(register, subject, answers):
    """The subject's answers: those of its task, of a standing task of its live cycle, and its own (T14, T16)."""
    return [
        answer for answer in answers
        if answer["task"] == subject.task and (
            answer["milestone"] == subject.milestone if answer["milestone"]
            else subject.cycle is None or answer["cycle"] == subject.cycle.isoformat()
        )
    ]


def progress_days(subject, answers):
    """T13, T14: the local days of answers that report progress and count."""
    calendar = subject.tasks_calendar
    return [local_day(time_of(answer["at"]), calendar) for answer in answers if reports_progress(answer)]


def reports_progress(answer):
    return answer["verb"] == "progress" and answer["state"] in ("counts", "accepted")


def acknowledges(register, subject, answer):
    """T14: anything but `not-mine`, by a present owner or who stood in for one that day; proven, or accepted (A5)."""
    if answer["verb"] in ("not-mine", "note") or not (answer["proven"] or answer["state"] == "accepted"):
        return False
    day = local_day(time_of(answer["at"]), subject.calendar)
    owners = people_of(register, subject, "owner")
    return answer["person"] in owners or answer["person"] in [register.stand_in(who, day) for who in owners]


def kept_back_until(register, subject, answers):
    """T16: the instants until which letters are kept back by an answer, one for each that waits."""
    if "done" in subject.live:
        verbs = ("verified", "returned")
    elif "due" in subject.live:
        verbs = ("done",)
    else:
        return []
    such = [answer for answer in answers if answer["verb"] in verbs and answer["proven"]]
    return [end_of_patience(register, subject, answer, such) for answer in such if waits(answer)]


def waits(answer):
    return answer["state"] == "waits" or (answer["state"] == "accepted" and answer["shown"] is None)


def end_of_patience(register, subject, answer, such):
    """Counted from the first such answer since the last decision; accepted, one working day longer."""
    alike = [other for other in such if (other["milestone"], other["cycle"]) == (answer["milestone"], answer["cycle"])]
    came = time_of(answer["at"])
    decisions = [time_of(other["decided"]) for other in alike if other["decided"]]
    last = max([decision for decision in decisions if decision <= came], default=None)
    since = (time_of(other["at"]) for other in alike if last is None or time_of(other["at"]) > last)
    first = min(since, default=came)
    end = after(subject.calendar, min(first, came), Offset(register.patience))
    return after(subject.calendar, end, Offset("1wd")) if answer["state"] == "accepted" else end


def after(calendar, instant, length):
    """Days end as the day begins, like those of a hold."""
    if length.day_based:
        return calendar.start_of_day(calendar.shift(calendar.local_day(instant), length.count, length.unit))
    return calendar.add_exact(instant, length.count, length.unit)


def time_of(text):
    return datetime.fromisoformat(text)
