"""A calendar: which days are worked, what a local time means, how days and hours are counted (T2-T5).

An independent reading of spec section 3 for cross-checking `duban plan`; it knows no tasks and no
people. It counts one day at a time on purpose: slow, and hard to get wrong.
Instants are `datetime`s in UTC; days are `date`s of the calendar's zone.
"""

import calendar
import re
import tomllib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

REPOSITORY = Path(__file__).resolve().parents[2]
SHIPPED = {"CN", "US", "GB"}
WEEKDAYS = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
DAY_BASED = {"d", "wd", "w", "mo", "%"}
ONE_DAY = timedelta(days=1)


class Offset:
    """`-7d`, `+5wd`, `2w`, `0h`: a whole number (negative, zero or positive) of a unit. `50%` (T12) is one, too."""

    def __init__(self, text):
        match = re.fullmatch(r"([+-]?)(\d+)(min|h|wh|d|wd|w|mo|%)", text)
        if match is None:
            raise ValueError(f"not an offset: {text!r}")
        sign, digits, self.unit = match.groups()
        self.count = -int(digits) if sign == "-" else int(digits)

    @property
    def day_based(self):
        return self.unit in DAY_BASED


class Calendar:
    def __init__(self, table, folder):
        self.zone = ZoneInfo(table["timezone"])
        self.workdays = set(table.get("workdays", WEEKDAYS[:5]))
        self.closed = set(table.get("closed", []))
        self.open = set(table.get("open", []))
        self.start, self.end = read_hours(table.get("hours", "09:00-18:00"))
        self.send_at = time.fromisoformat(table["send-at"]) if "send-at" in table else self.start
        self.every_day = table.get("send-on", "workdays") == "every-day"
        self.named = {}  # day -> is it worked?
        for name in table.get("holidays", []):
            self.named |= read_holidays(name, folder)

    # -- local time (T5) ---------------------------------------------------------------------

    def instant(self, day, clock):
        """T5: with fold=0 Python moves a time in a gap forward by it and takes an overlap's earlier one."""
        return datetime.combine(day, clock, self.zone).astimezone(UTC)

    def start_of_day(self, day):
        return self.instant(day, time(0))

    def end_of_day(self, day):
        return self.start_of_day(day + ONE_DAY)

    def local_day(self, instant):
        return instant.astimezone(self.zone).date()

    # -- working days (T2) -------------------------------------------------------------------

    def is_working(self, day):
        if day in self.open:
            return True
        if day in self.closed:
            return False
        if day in self.named:
            return self.named[day]
        return WEEKDAYS[day.weekday()] in self.workdays

    def nth_working_day(self, day, n):
        """The n-th working day strictly after `day`; before it when n is negative."""
        step = ONE_DAY if n > 0 else -ONE_DAY
        for _ in range(abs(n)):
            day += step
            while not self.is_working(day):
                day += step
        return day

    def nearest_working_day(self, day, later):
        while not self.is_working(day):
            day += ONE_DAY if later else -ONE_DAY
        return day

    def shift(self, day, count, unit):
        """`day` and `count` units on, moved nowhere."""
        if unit == "d":
            return day + timedelta(days=count)
        if unit == "w":
            return day + timedelta(days=7 * count)
        if unit == "mo":
            return add_months(day, count)
        return self.nth_working_day(day, count)

    # -- hours (T4, T8) ----------------------------------------------------------------------

    def hours_of(self, day):
        """The hours of `day` as [opening, closing)."""
        closing = self.end_of_day(day) if self.end is None else self.instant(day, self.end)
        return self.instant(day, self.start), closing

    def mail_is_sent_on(self, day):
        return self.every_day or self.is_working(day)

    def window_open(self, instant):
        """T8: is this within the hours of a day on which mail is sent?"""
        today = self.local_day(instant)
        return any(
            self.mail_is_sent_on(day) and self.hours_of(day)[0] <= instant < self.hours_of(day)[1]
            for day in (today - ONE_DAY, today, today + ONE_DAY)
        )

    def add_exact(self, instant, count, unit):
        """T4: `min` and `h` are elapsed time, `wh` is time within the hours of working days."""
        if unit == "min":
            return instant + timedelta(minutes=count)
        if unit == "h":
            return instant + timedelta(hours=count)
        if count >= 0:
            return self.after_working(instant, timedelta(hours=count))
        return self.before_working(instant, timedelta(hours=-count))

    def after_working(self, instant, left):
        day = self.local_day(instant) - ONE_DAY
        while left:
            opening, closing = self.hours_of(day)
            opening = max(opening, instant)
            if self.is_working(day) and opening < closing:
                if left <= closing - opening:
                    return opening + left
                left -= closing - opening
            day += ONE_DAY
        return instant

    def before_working(self, instant, left):
        day = self.local_day(instant) + ONE_DAY
        while left:
            opening, closing = self.hours_of(day)
            closing = min(closing, instant)
            if self.is_working(day) and opening < closing:
                if left <= closing - opening:
                    return closing - left
                left -= closing - opening
            day -= ONE_DAY
        return instant


def add_months(day, count):
    months = day.year * 12 + day.month - 1 + count
    year, month = months // 12, months % 12 + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def read_hours(text):
    start, end = text.split("-")
    return time.fromisoformat(start), None if end == "24:00" else time.fromisoformat(end)


def read_holidays(name, folder):
    """The days a set names, worked or off; on a day named in two years' tables the later year wins."""
    path = REPOSITORY / f"config/holidays/{name.lower()}.toml" if name in SHIPPED else folder / name
    years = tomllib.loads(path.read_text("utf-8"))["years"]
    named = {}
    for year in sorted(years, key=int):
        for key, worked in (("off", False), ("work", True)):
            for day in years[year].get(key, []):
                named[day if isinstance(day, date) else date.fromisoformat(day)] = worked
    return named
