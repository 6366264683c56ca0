"""Random calendars and holiday sets."""

from draw import CLOCKS, ZONES, Draw
from workdays import SHIPPED, WEEKDAYS, read_holidays

HOURS = [
    "09:00-18:00", "09:00-18:00", "08:30-17:30", "00:00-24:00", "00:00-24:00", "09:00-12:00",
    "22:00-24:00", "00:00-06:00", "01:15-05:00", "00:30-09:00", "02:00-02:45", "02:20-23:50",
]


class Calendars(Draw):
    def make_calendars(self):
        self.calendar_names = ["default", "cal-b", "cal-c"][: self.rng.choice([1, 1, 2, 3])]
        for name in self.calendar_names:
            zone = self.zone if name == "default" or self.chance(0.3) else self.rng.choice(ZONES)
            self.file_for("calendars", "people.toml")[name] = self.calendar(zone)

    def calendar(self, zone):
        rng = self.rng
        table = {"timezone": zone}
        if self.chance(0.4):
            table["workdays"] = rng.choice([WEEKDAYS[:5], WEEKDAYS[:6], WEEKDAYS, ["sun", "mon", "tue", "wed", "thu"], ["tue", "thu"], ["wed"]])
        holidays = self.holidays()
        if holidays:
            table["holidays"] = holidays
        for key in ("closed", "open"):
            if self.chance(0.35):
                table[key] = sorted({self.near(12) for _ in range(rng.randint(1, 6))})
        if self.chance(0.7):
            table["hours"] = rng.choice(HOURS)
        if self.chance(0.7):
            table["send-at"] = self.send_at(table.get("hours", "09:00-18:00"))
        if self.chance(0.35):
            table["send-on"] = rng.choice(["every-day", "every-day", "workdays"])
        return table

    def send_at(self, hours):
        start, end = hours.split("-")
        inside = [clock for clock in CLOCKS if start <= clock < end]
        minute = self.rng.randrange(minutes(start), minutes(end))
        return self.rng.choice([*inside, start, f"{minute // 60:02}:{minute % 60:02}"])

    def holidays(self):
        """Sets that do not contradict each other, which the specification leaves open."""
        names = self.rng.choice([[], ["CN"], ["CN"], ["US"], ["GB"], ["US", "GB"], ["CN", "GB"], ["own"], ["CN", "own"]])
        known = {}
        for name in (name for name in names if name in SHIPPED):
            for day, worked in read_holidays(name, None).items():
                if known.setdefault(day, worked) != worked:
                    return names[:1]
        return [self.own_holidays(known) if name == "own" else name for name in names]

    def own_holidays(self, known):
        """A file of our own, in either shape; its year may name days of a neighbouring year."""
        rng, years = self.rng, {}
        for year in sorted({self.centre.year, self.centre.year + rng.choice([0, 1, -1])}):
            days = {self.near(25) for _ in range(rng.randint(1, 9))}
            free = sorted(day for day in days if day not in known and abs(day.year - year) <= 1)
            known |= dict.fromkeys(free, True)
            off, work = free[::2], free[1::2]
            shape = list if self.chance(0.5) else lambda days: {day.isoformat(): "节" for day in days}
            years[str(year)] = {"off": shape(off)} | ({"work": shape(work)} if work else {})
        path = f"holidays-{sum(path.startswith('holidays') for path in self.files)}.toml"
        self.files[path] = {"years": years}
        return path


def minutes(clock):
    hours, rest = clock.split(":")
    return int(hours) * 60 + int(rest)
