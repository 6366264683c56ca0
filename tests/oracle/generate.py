"""A random configuration that checks, and a `case.json` saying when to plan it.

    generate.py SEED DIR

The same seed gives the same files. Everything gathers around one day, the centre, which is likely
to be a nasty one (a month's end, a leap day, a change of the clock, a holiday's edge): anchors are set
so that stages fall near it, and `now` is near it too. Dates lie within 2019-2029.
"""

import argparse
import json
import random
from datetime import UTC, date, datetime, time, timedelta, timezone
from pathlib import Path
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import oracle
import tomltext
from register import Register, read_files
from workdays import SHIPPED, WEEKDAYS, Offset, add_months, read_holidays

ZONES = [
    "Asia/Shanghai", "Asia/Shanghai", "Asia/Shanghai", "America/New_York", "Europe/London",
    "Australia/Lord_Howe", "America/Santiago", "Pacific/Apia", "Asia/Kathmandu", "Pacific/Chatham",
    "America/Havana", "Asia/Beirut", "America/St_Johns", "Pacific/Kiritimati", "Africa/Cairo",
    "Europe/Dublin", "Antarctica/Troll", "UTC",
]
HOURS = [
    "09:00-18:00", "09:00-18:00", "08:30-17:30", "00:00-24:00", "00:00-24:00", "09:00-12:00",
    "22:00-24:00", "00:00-06:00", "01:15-05:00", "00:30-09:00", "02:00-02:45", "02:20-23:50",
]
CLOCKS = ["00:00", "00:30", "01:30", "02:00", "02:15", "02:30", "09:00", "12:00", "17:59", "18:00", "23:30"]
OFFSETS = [timezone.utc, *(timezone(timedelta(minutes=m)) for m in (480, -300, 345, 60, -210))]
LETTERS = [
    "assignment", "reminder", "overdue", "supervision", "circular", "verification", "look-back",
]
LARGEST = {"d": 40, "wd": 25, "w": 8, "mo": 6, "min": 4000, "h": 200, "wh": 80}
SMALLEST_REPEAT = {"min": 45, "h": 2, "wh": 1}  # dense enough for any rule, and still quick to list
SEVERITIES = ["low", "medium", "high", "critical"]
SOURCES = ["inspection", "audit", "巡察"]
CATEGORIES = ["建章立制", "finance"]
FIRST, LAST = date(2019, 1, 1), date(2029, 12, 31)


class Generator:
    """One case. Each method adds one kind of table to `self.files`, path -> table."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.files = {"duban.toml": {}}

    def chance(self, probability):
        return self.rng.random() < probability

    def some(self, choices, most):
        return self.rng.sample(choices, self.rng.randint(1, min(most, len(choices))))

    def write(self, folder):
        self.make()
        for path, table in self.files.items():
            (folder / path).parent.mkdir(parents=True, exist_ok=True)
            (folder / path).write_text(tomltext.document(table), "utf-8")
        register = Register(read_files(folder / "duban.toml"))
        (folder / "case.json").write_text(json.dumps(self.case(register), ensure_ascii=False, indent=1), "utf-8")

    def make(self):
        root = self.files["duban.toml"]
        root["include"] = ["people.toml", "parts/*.toml", "tasks/*.toml"]
        root["mail"] = {"from": "督办室 <duban@example.org>"}
        self.make_centre()
        self.make_calendars()
        self.make_people()
        self.make_units()
        self.make_policies()
        self.make_rules()
        self.make_tasks()
        for path in [path for path, table in self.files.items() if path != "duban.toml" and not table]:
            del self.files[path]

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

    # -- calendars -----------------------------------------------------------------------------

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

    # -- people and units ----------------------------------------------------------------------

    def make_people(self):
        self.people = [f"p{i}" for i in range(self.rng.randint(2, 9))]
        for i, person in enumerate(self.people):
            table = {"name": f"某{i}", "email": f"{self.rng.choice(['p', 'P'])}{i}@Example.org"}
            if self.chance(0.3):
                table["away"] = [self.absence(i) for _ in range(self.rng.choice([1, 1, 2]))]
            if self.chance(0.1):
                table["language"] = "en"
            self.file_for("people", "people.toml")[person] = table
        self.groups = []
        for i in range(self.rng.choice([0, 1, 2, 3])):
            members = self.some(self.people + self.groups, 3)
            self.file_for("groups", "people.toml")[f"g{i}"] = {"members": members}
            self.groups.append(f"g{i}")
        self.anyone = self.people + self.groups

    def absence(self, i):
        """Delegates stand later in the list, so chains never close."""
        start = self.near(25)
        absence = {"from": start, "until": start + timedelta(days=self.rng.choice([0, 1, 9, 40]))}
        if self.people[i + 1:] and self.chance(0.85):
            absence["delegate"] = self.rng.choice(self.people[i + 1: i + 4])
        return absence

    def make_units(self):
        self.units = []
        for i in range(self.rng.randint(1, 6)):
            unit = {"name": f"单位{i}"}
            if self.units and self.chance(0.85):
                unit["parent"] = self.rng.choice(self.units[-2:])
            if self.chance(0.6 if "parent" in unit else 0.9):
                unit["head"] = self.rng.choice(self.anyone)
            if self.chance(0.4):
                unit["supervisor"] = self.rng.choice(self.anyone)
            if self.chance(0.35):
                unit["calendar"] = self.rng.choice(self.calendar_names)
            self.file_for("units", "people.toml", "parts/units.toml")[f"u{i}"] = unit
            self.units.append(f"u{i}")

    # -- policies and rules --------------------------------------------------------------------

    def make_policies(self):
        self.policies = [f"policy-{i}" for i in range(self.rng.choice([1, 1, 2, 3]))]
        for name in self.policies:
            stages = []
            for i in range(self.rng.choice([1, 2, 3, 3, 4, 5, 6, 8])):
                stages.append(self.stage(f"s{i}", stages))
            self.rng.shuffle(stages)
            table = {"group": self.chance(0.5)} if self.chance(0.5) else {}
            self.file_for("policies", "parts/units.toml")[name] = table | {"stages": stages}

    def stage(self, name, earlier):
        rng = self.rng
        anchor = rng.choice(["due"] * 5 + ["opened"] * 2 + ["done", "verified"])
        at = self.at(anchor)
        if earlier and self.chance(0.2):
            anchor, at = self.same_moment(rng.choice(earlier))
        stage = {"name": name, "from": anchor, "at": at}
        if anchor == "due" and self.chance(0.6):
            del stage["from"]
        stage |= self.repeat(Offset(at))
        stage["to"] = self.some(self.roles(), 3)
        if self.chance(0.6):
            stage["cc"] = self.some(self.roles(), 3)
        if self.chance(0.35):
            stage["letter"] = rng.choice(LETTERS)
        if self.chance(0.15):
            stage["release"] = "ask"
        if self.chance(0.1):
            stage["importance"] = "high"
        return stage

    def at(self, anchor):
        unit = self.rng.choice(["d"] * 4 + ["wd"] * 4 + ["w", "w", "mo", "mo", "min", "h", "wh", "wh"])
        largest = self.rng.choice([0, 3, 3, LARGEST[unit] // 4, LARGEST[unit]])
        number = self.rng.randint(0, largest)
        negative = self.chance(0.5 if anchor == "due" else 0.1)
        if number == 0:
            return self.rng.choice(["0", "-0", "+0"]) + unit
        return ("-" if negative else "+") + str(number) + unit

    def same_moment(self, stage):
        """The same moment as another stage's, perhaps in other words."""
        offset, anchor = Offset(stage["at"]), stage.get("from", "due")
        at = {"w": f"{7 * offset.count:+}d", "h": f"{60 * offset.count:+}min"}.get(offset.unit, stage["at"])
        return anchor, self.rng.choice([at, stage["at"]])

    def repeat(self, at):
        if not self.chance(0.55):
            return {}
        unit = self.rng.choice(["d", "wd", "w", "mo"] if at.day_based else ["min", "h", "wh"])
        smallest = SMALLEST_REPEAT.get(unit, 1)
        few, many = 3 * smallest, max(LARGEST[unit] // 3, smallest)
        largest = self.rng.choice([smallest, few, many] if at.day_based else [few, many, many, many])
        repeat = {"repeat": f"{self.rng.randint(smallest, largest)}{unit}"}
        return repeat | ({"times": self.rng.randint(1, 6)} if self.chance(0.35 if at.day_based else 0.6) else {})

    def roles(self):
        return [
            "owner", "owner", "with", "supervisor", "watchers", "head", "head+1", "head+2", "head+7", "top",
            *(f"person:{person}" for person in self.some(self.people, 1)),
            *(f"group:{group}" for group in self.groups[:1]),
            self.address(),
        ]

    def address(self):
        return self.rng.choice(["office@example.org", "OFFICE@example.org", "p0@example.org", "P1@EXAMPLE.ORG"])

    def make_rules(self):
        if not self.chance(0.5):
            return
        rules = []
        for _ in range(self.rng.randint(0, 3)):
            when = {}
            for key, values in (("severity", SEVERITIES), ("source", SOURCES), ("category", CATEGORIES)):
                if self.chance(0.5):
                    when[key] = self.rng.choice(values)
            rules.append({"when": when, "policy": self.rng.choice(self.policies)})
        rules.append({"when": {}, "policy": self.rng.choice(self.policies)})
        self.files["duban.toml"]["rules"] = rules

    # -- tasks ---------------------------------------------------------------------------------

    def make_tasks(self):
        people = [(None, {kind: table for kind, table in file.items() if kind != "calendars"}) for file in self.files.values()]
        self.register = Register(people)
        paths = self.rng.choice([["duban.toml"], ["tasks/a.toml"], ["tasks/a.toml", "tasks/乙.toml"]])
        for path in paths:
            if self.chance(0.5):
                self.files.setdefault(path, {})["defaults"] = self.people_and_kind(0.3)
        for i in range(self.rng.choice([1, 1, 2, 2, 3, 4, 5, 6, 7, 8])):
            file = self.files.setdefault(self.rng.choice(paths), {})
            file.setdefault("task", []).append(self.task(f"T-{i}" if self.chance(0.8) else f"整改{i}", file.get("defaults", {})))

    def task(self, name, defaults):
        """Tries until every role of its policy is filled; at last says everything itself."""
        for _ in range(30):
            task = {"id": name, "title": "整改"} | self.people_and_kind(0.5)
            if self.roles_filled(defaults | task):
                break
        else:
            task = {"id": name, "title": "整改"} | self.surely_filled()
        policy = self.register.policy_of(defaults | task)
        task |= self.dates(policy)
        if self.chance(0.2):
            task["milestones"] = self.milestones(defaults, task)
        return task

    def people_and_kind(self, share):
        rng = self.rng
        table = {}
        for key, value in (
            ("unit", lambda: rng.choice(self.units)),
            ("owner", lambda: rng.choice(self.anyone)),
            ("with", lambda: self.some(self.anyone, 2)),
            ("supervisor", lambda: rng.choice(self.anyone)),
            ("watchers", lambda: self.some([*self.anyone, self.address()], 2)),
            ("policy", lambda: rng.choice(self.policies)),
            ("severity", lambda: rng.choice(SEVERITIES)),
            ("source", lambda: rng.choice(SOURCES)),
            ("category", lambda: rng.choice(CATEGORIES)),
        ):
            if self.chance(share if key not in ("unit", "owner") else 0.75):
                table[key] = value()
        return table

    def surely_filled(self):
        """The unit with a head at its root; a head of its own for the tree if none has one."""
        for unit in self.units:
            root = self.register.units[self.register.chain(unit)[-1]]
            if "head" in root:
                break
        else:
            root["head"] = self.people[0]
        everyone = {"owner": self.people[0], "with": self.people[-1:], "supervisor": self.people[-1], "watchers": [self.address()]}
        return {"unit": unit, "policy": self.policies[0]} | everyone

    def roles_filled(self, task, only_due=False):
        """A task has a policy, and every stage's roles have people (`with`, `watchers` may lack them in Cc)."""
        try:
            policy = self.register.policy_of(task)
        except ValueError:
            return False
        subject = SimpleNamespace(fields=task)
        for stage in policy["stages"]:
            if only_due and stage.get("from", "due") != "due":
                continue
            people = {role: oracle.people_of(self.register, subject, role) for role in stage["to"] + stage.get("cc", [])}
            if not all(people[role] for role in stage["to"]):
                return False
            if not all(who for role, who in people.items() if role not in ("with", "watchers")):
                return False
        return True

    def dates(self, policy):
        rng = self.rng
        state = rng.choice(["open"] * 15 + ["done"] * 3 + ["verified"] * 3 + ["cancelled"])
        if state == "done" and not any(stage.get("from") == "done" for stage in policy["stages"]):
            state = rng.choice(["open", "done"])
        if state == "verified" and not any(stage.get("from") == "verified" for stage in policy["stages"]):
            state = rng.choice(["open", "verified"])
        due = self.anchor_day(policy, ("due",))
        opened = self.anchor_day(policy, ("opened",)) if self.chance(0.4) else due - timedelta(days=rng.randint(0, 90))
        task = {}
        if self.chance(0.85):
            task["opened"] = self.date_value(self.within(opened))
        task["due"] = self.due(due, "opened" in task)
        if self.chance(0.15):
            task |= self.standing(task)
        elif self.chance(0.2):
            task["extended"] = [self.extension(due, 0.25) for _ in range(rng.choice([1, 1, 2, 3]))]
        if state != "open":
            task |= self.closing(state, policy, opened)
        if self.chance(0.12):
            task["hold"] = {"until": self.near(20), "reason": "等待上级批复"}
        return task

    def anchor_day(self, policy, froms):
        """A day from which one of the policy's stages falls near the centre; now and then years back."""
        stages = [stage for stage in policy["stages"] if stage.get("from", "due") in froms]
        if self.chance(0.08):
            return self.within(self.near(30) - timedelta(days=self.rng.randint(200, 2500)))
        if not stages or self.chance(0.2):
            return self.near(60)
        at = Offset(self.rng.choice(stages)["at"])
        days = {"d": 1, "wd": 1.45, "w": 7, "mo": 30.4, "min": 1 / 1440, "h": 1 / 24, "wh": 1 / 6}[at.unit] * at.count
        return self.within(self.near(4) - timedelta(days=round(days)))

    def due(self, day, has_opened):
        if has_opened and self.chance(0.15):
            unit = self.rng.choice(["d", "wd", "w", "mo", "min", "h", "wh"])
            return f"opened+{self.rng.randint(1, LARGEST[unit])}{unit}"
        return self.date_value(day)

    def extension(self, due, timed):
        to = self.within(due + timedelta(days=self.rng.randint(-10, 60)))
        on = to - timedelta(days=self.rng.randint(0, 30))
        return {"on": on, "to": self.date_value(to, timed), "by": self.rng.choice(self.people), "reason": "工期调整"}

    def standing(self, task):
        rng = self.rng
        every = rng.choice(["1d", "3d", "10d", "1w", "2w", "1mo", "1mo", "3mo", "6mo", "12mo", "5wd", "1wd", "20wd"])
        fields = {"every": every}
        due = task["due"]
        if not isinstance(due, str) and self.chance(0.3):  # a first due at a month's end, perhaps years back
            due = fields["due"] = self.within(add_months(self.centre.replace(day=1), -rng.randint(0, 40)) - timedelta(days=1))
        if self.chance(0.75):
            fields["done-through"] = self.within(self.near(10) - timedelta(days=rng.choice([0, 10, 40, 40, 700])))
        if not isinstance(due, (str, datetime)) and self.chance(0.3):
            fields["extended"] = [self.extension(self.near(20), 0) for _ in range(rng.choice([1, 2]))]
        return fields

    def closing(self, state, policy, opened):
        if state == "cancelled":
            return {"cancelled": max(opened, self.near(20)) + timedelta(days=3)}
        done = max(opened + timedelta(days=2), self.anchor_day(policy, (state,)))
        fields = {"done": self.date_value(done)}
        if state == "verified":
            fields["verified"] = self.date_value(done + timedelta(days=2))
            fields["done"] = done
        return fields

    def milestones(self, defaults, task):
        milestones = []
        for i in range(self.rng.randint(1, 3)):
            milestone = {"id": f"m{i}", "title": "节点", "due": self.due(self.near(30), "opened" in task)}
            if self.chance(0.15):
                milestone["done"] = self.within(self.near(5) + timedelta(days=400))
            if self.chance(0.2):
                milestone["extended"] = [self.extension(self.near(10), 0.2)]
            own = {key: value for key, value in self.people_and_kind(0.2).items() if key in ("unit", "owner", "with", "supervisor", "watchers") and self.chance(0.4)}
            if self.roles_filled(defaults | task | own, only_due=True):
                milestone |= own
            milestones.append(milestone)
        return milestones

    # -- when to plan it -----------------------------------------------------------------------

    def case(self, register):
        now = self.now(register)
        until = now + timedelta(days=self.rng.choice([1, 7, 30, 30, 30, 60, 100]), minutes=self.rng.randrange(3000))
        if self.chance(0.04):
            until += timedelta(days=500)
        moments = self.moments(register, until)
        later = [moment for moment in moments if moment > now]
        if later and self.chance(0.1):
            until = max(self.rng.choice(later), now + timedelta(hours=1))
        return {
            "now": self.show(now),
            "until": self.show(until),
            "ledger": self.ledger(register, now, until),
        }

    def now(self, register):
        """About the centre; often within a minute of some moment."""
        now = datetime.combine(self.near(10), self.clock(), ZoneInfo(self.zone)).astimezone(UTC)
        near = [m for m in self.moments(register, now + timedelta(days=30)) if abs(m - now) < timedelta(days=60)]
        if near and self.chance(0.4):
            now = self.rng.choice(near) + timedelta(seconds=self.rng.choice([0, 0, -1, 1, -60, 60, -30, 3600, -86400]))
        return now

    def moments(self, register, until):
        return [
            o.moment
            for subject in oracle.subjects(register)
            for stages in oracle.tracks(subject, set()).values()
            for o in oracle.occurrences(subject, stages, until)
        ]

    def ledger(self, register, now, until):
        """What an earlier daemon may have recorded: most of what was planned, to now or beyond. Of the letters that
        asked some were released."""
        if not self.chance(0.35):
            return []
        since = now - timedelta(days=self.rng.choice([2, 30, 200]))
        end = self.rng.choice([now, now, now + (until - now) / 2])
        notices = oracle.plan(register, since, end)["notices"]
        kept = [notice for notice in notices if self.chance(0.85)]
        released = [notice["held"] == "ask" and self.chance(0.5) for notice in kept]
        return [
            {key: notice[key] for key in oracle.IDENTITY} | ({"released": True} if let_go else {})
            for notice, let_go in zip(kept, released)
        ]

    def show(self, instant):
        zone = self.rng.choice([UTC, ZoneInfo(self.zone)])
        return instant.astimezone(zone).isoformat(timespec="seconds")


def clock_changes(zone, year):
    """The days of a year in which the zone changes its clock, and the days after."""
    days = [date(year, 1, 1) + timedelta(days=i) for i in range(365)]
    offset = {day: datetime.combine(day, time(12), ZoneInfo(zone)).utcoffset() for day in days}
    changes = [day for before, day in zip(days, days[1:]) if offset[before] != offset[day]]
    return changes + [day + timedelta(days=1) for day in changes]


def minutes(clock):
    hours, rest = clock.split(":")
    return int(hours) * 60 + int(rest)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seed", type=int)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    Generator(arguments.seed).write(arguments.folder)


if __name__ == "__main__":
    main()
