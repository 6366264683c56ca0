"""Every occurrence of a subject's stages: tracks (T13), moments (T3, T4, T12, T15), where repeats end (T6).

An independent, naive reading of spec section 3.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import chain, count

from subjects import as_instant, local_day
from workdays import Offset, add_months


@dataclass
class Occurrence:
    moment: datetime
    place: int  # the stage's in the policy
    k: int
    stage: dict

    def rank(self):
        """T7: the later moment, then the stage later in the policy, then the larger k."""
        return self.moment, self.place, self.k


# -- which stages (T1, T12, T13, T14) ------------------------------------------------------------


def tracks(subject, released):
    """T13: the live stages of each track. One that asks is in a track with all others that do, until a letter
    of its own, whichever occurrence, was released for the anchor's value in force."""
    found = {"due": [], "progress": [], "returned": [], "ask": []}
    for place, stage in live_stages(subject):
        waits = stage.get("release", "auto") == "ask" and stage_identity(subject, stage) not in released
        key = stage.get("from", "due")
        found["ask" if waits else key if key in found else "due"].append((place, stage))
    return found


def live_stages(subject):
    for place, stage in enumerate(subject.stages):
        key = stage.get("from", "due")
        if key in subject.live and key in subject.anchors and has_way(subject, stage):
            yield place, stage


def has_way(subject, stage):
    """T12: a percentage needs a way to the deadline; all others need none."""
    start = subject.term.start
    way = start is not None and start <= local_day(subject.term.deadline, subject.calendar)
    return way or Offset(stage["at"]).unit != "%"


def is_silent(subject, stage):
    """T14: has what the stage asks for been heard?"""
    unless = stage.get("unless")
    if unless == "progress":
        since = heard_since(subject, stage)
        return any(since is None or day >= since for day in subject.progress)
    return unless == "acknowledged" and subject.acknowledged


def heard_since(subject, stage):
    """T14: the anchor's day; of a stage that lies before its anchor the day where the way to the deadline begins."""
    key, at = stage.get("from", "due"), Offset(stage["at"])
    if at.unit == "%" or at.count < 0 or (at.count == 0 and key == "due"):
        return subject.term.start
    return local_day(subject.anchors[key], subject.calendar)


# -- when (T3, T4, T6) ---------------------------------------------------------------------------


def occurrences(subject, stages, until):
    """Every occurrence of a track's stages with a moment before `until`, in the order of T7."""
    firsts = sorted(
        (Occurrence(next(moments(subject, stage))[1], place, 0, stage) for place, stage in stages),
        key=Occurrence.rank,
    )
    found = []
    for this, following in zip(firsts, firsts[1:] + [None]):
        for k, (day, moment) in enumerate(moments(subject, this.stage)):
            if k > this.stage.get("times", k) or (k > 0 and moment >= until):
                break
            if moment >= until:  # repeats of a `0wd` moved to a working day may come before it (docs/rules.md)
                continue
            if k > 0 and following and moment >= following.moment:  # T6: where the next stage begins
                break
            if Offset(this.stage["at"]).unit == "%" and day < subject.term.promised:  # T12: but the stage keeps its place
                continue
            found.append(Occurrence(moment, this.place, k, this.stage))
    return sorted(found, key=Occurrence.rank)


def moments(subject, stage):
    """(day or None, moment) of k = 0, 1, 2, ... without regard to `times` and other stages."""
    calendar = subject.calendar
    at = Offset(stage["at"])
    if at.day_based:
        for day in stage_days(subject, stage, at):
            yield day, calendar.instant(day, calendar.send_at)
        return
    anchor_name = stage.get("from", "due")
    moment = as_instant(subject.anchors[anchor_name], anchor_name, calendar)
    for step in chain([at], repeats(stage)):
        moment = calendar.add_exact(moment, step.count, step.unit)
        yield None, moment


def stage_days(subject, stage, at):
    """T3 for the stage's own day, T6 for its repeats."""
    calendar = subject.calendar
    earlier = at.unit == "%" or at.count < 0 or (at.count == 0 and stage.get("from", "due") == "due")
    unmoved = unmoved_day(subject, stage, at)
    own = unmoved
    if at.unit == "wd" and at.count == 0:  # 0wd moves whatever `send-on` says
        own = calendar.nearest_working_day(unmoved, later=not earlier)
    elif at.unit != "wd":
        own = mail_day(unmoved, calendar, later=not earlier)
    yield own
    working_day, months, days = own, 0, 0
    for step in repeats(stage):
        if step.unit == "wd":
            working_day = calendar.nth_working_day(working_day, step.count)  # n more, counted from `own`
            yield working_day
            continue
        if step.unit == "mo":
            months += step.count
        else:
            days += step.count * (7 if step.unit == "w" else 1)
        repeated = calendar.shift(add_months(unmoved, months), days, "d")  # T15: months first, then days
        yield mail_day(repeated, calendar, later=True)


def unmoved_day(subject, stage, at):
    """The stage's own day before T3 moves it."""
    base = local_day(subject.anchors[stage.get("from", "due")], subject.calendar)
    if at.unit == "%":  # T12
        start = subject.term.start
        return subject.calendar.shift(start, (base - start).days * at.count // 100, "d")
    return base if at.count == 0 else subject.calendar.shift(base, at.count, at.unit)


def repeats(stage):
    """T15: the lengths between occurrences, the last going on for ever; none if the stage does not repeat."""
    if "repeat" not in stage:
        return
    lengths = [stage["repeat"]] if isinstance(stage["repeat"], str) else stage["repeat"]
    for k in count():
        yield Offset(lengths[min(k, len(lengths) - 1)])


def mail_day(day, calendar, later):
    return day if calendar.every_day else calendar.nearest_working_day(day, later)


# -- identity (T10) ------------------------------------------------------------------------------


def stage_identity(subject, stage):
    """All but k, with the anchor as it is printed."""
    key = stage.get("from", "due")
    return subject.task, subject.milestone, key, show_anchor(subject.anchors[key], subject.calendar), stage["name"]


def identify(subject, occurrence):
    return *stage_identity(subject, occurrence.stage), occurrence.k


def show_instant(instant, calendar):
    return instant.astimezone(calendar.zone).isoformat(timespec="seconds")


def show_anchor(anchor, calendar):
    return show_instant(anchor, calendar) if isinstance(anchor, datetime) else anchor.isoformat()
