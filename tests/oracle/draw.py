"""What all parts of the generator draw: chances, days around one centre, times of day."""

from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

ZONES = [
    "Asia/Shanghai", "Asia/Shanghai", "Asia/Shanghai", "America/New_York", "Europe/London",
    "Australia/Lord_Howe", "America/Santiago", "Pacific/Apia", "Asia/Kathmandu", "Pacific/Chatham",
    "America/Havana", "Asia/Beirut", "America/St_Johns", "Pacific/Kiritimati", "Africa/Cairo",
    "Europe/Dublin", "Antarctica/Troll", "UTC",
]
CLOCKS = ["00:00", "00:30", "01:30", "02:00", "02:15", "02:30", "09:00", "12:00", "17:59", "18:00", "23:30"]
OFFSETS = [timezone.utc, *(timezone(timedelta(minutes=m)) for m in (480, -300, 345, 60, -210))]
LARGEST = {"d": 40, "wd": 25, "w": 8, "mo": 6, "min": 4000, "h": 200, "wh": 80}
FIRST, LAST = date(2019, 1, 1), date(2029, 12, 31)


class Draw:
    def chance(self, probability):
        return self.rng.random() < probability

    def some(self, choices, most):
        return self.rng.sample(choices, self.rng.randint(1, min(most, len(choices))))

    def file_for(self, kind, *elsewhere):
        """The table `kind` of the root file or of one of the others."""
        path = self.rng.choice(["duban.toml", *elsewhere])
        return self.files.setdefault(path, {}).setdefault(kind, {})

    # -- days ----------------------------------------------------------------------------------

    def make_centre(self):
        rng = self.rng
        self.zone = rng.choice(ZONES)
        year = rng.randint(2019, 2029)
        hot = [date(year, m, d) for m, d in [(1, 31), (2, 28), (3, 1), (4, 30), (12, 31), (1, 1), (10, 1), (10, 10)]]
        hot += [date(rng.choice([2020, 2024, 2028]), 2, 29), date(2026, 2, 14), date(2022, 12, 31)]
        hot += clock_changes(self.zone, year) * 5
        hot += [FIRST + timedelta(days=rng.randint(60, 3950))] * 4
        self.centre = min(max(rng.choice(hot), FIRST + timedelta(days=40)), LAST - timedelta(days=60))

    def near(self, spread):
        return self.within(self.centre + timedelta(days=self.rng.randint(-spread, spread)))

    def within(self, day):
        return min(max(day, FIRST), LAST)

    def clock(self):
        if self.chance(0.6):
            return time.fromisoformat(self.rng.choice(CLOCKS))
        return time(self.rng.randrange(24), self.rng.randrange(60), self.rng.choice([0, 0, 30, 59]))

    def date_value(self, day, timed=0.25):
        """A date, a local date-time or an offset date-time of about that day."""
        if not self.chance(timed):
            return day
        offset = self.rng.choice([None, self.rng.choice(OFFSETS)])
        return datetime.combine(day, self.clock(), offset)


def clock_changes(zone, year):
    """The days of a year in which the zone changes its clock, and the days after."""
    days = [date(year, 1, 1) + timedelta(days=i) for i in range(365)]
    offset = {day: datetime.combine(day, time(12), ZoneInfo(zone)).utcoffset() for day in days}
    changes = [day for before, day in zip(days, days[1:]) if offset[before] != offset[day]]
    return changes + [day + timedelta(days=1) for day in changes]


def day_part(value):
    """The day of a date or a date-time as it is written."""
    return value.date() if isinstance(value, datetime) else value
