"""The figures of `duban status --summary --json`: an independent reading of P2 and P4, from the files.

    figures.py --duban PATH --seeds A..B      random lists: prints the first difference, exit status 1 if any
    figures.py CONFIG --now T                 the figures of a list as JSON

Written from the specification alone, never from duban's code. Clarity over speed. Lists are one file; calendars send
on every day, so that the day of a stage is its anchor's plus so many days.
"""

import argparse
import json
import random
import subprocess
import sys
import tempfile
import tomllib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import tomltext
from workdays import add_months

DAY = timedelta(days=1)
SEVERITIES = ["low", "medium", "high", "critical"]
NAMES = [
    "total", "new", "closed_in_time", "closed_late", "open", "overdue", "due_7", "due_30", "kept", "missed", "bands",
    "waiting", "look_backs_due", "returned", "extended",
]


# -- dates ---------------------------------------------------------------------------------------


def is_day(fact):
    return not isinstance(fact, datetime)


def day_of(fact, zone):
    return fact if is_day(fact) else fact.astimezone(zone).date()


def by(fact, limit, zone):
    """Whether it lies on or before the other; a day counts to its end."""
    if is_day(fact) or is_day(limit):
        return day_of(fact, zone) <= day_of(limit, zone)
    return fact <= limit


def start_of(day, zone):
    return datetime.combine(day, time(), zone).astimezone(UTC)


def passes(deadline, zone):
    """The instant at which a deadline has passed."""
    return start_of(deadline + DAY, zone) if is_day(deadline) else deadline


# -- a task as it stood --------------------------------------------------------------------------


def stood(task, limit, zone):
    """The task without what is dated after a limit."""
    kept = dict(task)
    for key in ("done", "verified", "cancelled"):
        if key in kept and not by(kept[key], limit, zone):
            del kept[key]
    kept["extended"] = [one for one in task.get("extended", []) if "on" not in one or by(one["on"], limit, zone)]
    kept["hold"] = [one for one in task.get("hold", []) if "from" not in one or by(one["from"], limit, zone)]
    kept["returned"] = [one for one in task.get("returned", []) if by(one["on"], limit, zone)]
    kept["looked-back"] = [day for day in task.get("looked-back", []) if by(day, limit, zone)]
    if "done" not in kept:
        for one in task.get("returned", []):
            if not by(one["on"], limit, zone) and "done" in one and by(one["done"], limit, zone):
                kept["done"] = one["done"]
                break
    return kept


def closing(task):
    return task.get("done", task.get("verified"))


def state(task):
    for key, name in (("cancelled", "cancelled"), ("verified", "verified"), ("done", "done")):
        if key in task:
            return name
    return "open"


def add(day, every, times):
    count, unit = int(every.rstrip("dwmo")), every.lstrip("0123456789")
    if unit == "mo":
        return add_months(day, count * times)
    return day + timedelta(days=count * times * {"d": 1, "w": 7}[unit])


def deadline(task, zone):
    """T0, T9."""
    extended = task["extended"]
    if "every" in task:
        cycles = [add(task["due"], task["every"], n) for n in range(200)]
        live = next(n for n, due in enumerate(cycles) if "done-through" not in task or due > task["done-through"])
        falls = lambda to: max((n for n, due in enumerate(cycles) if due <= day_of(to, zone)), default=0)
        counted = [one["to"] for one in extended if falls(one["to"]) == live]
        return counted[-1] if counted else cycles[live]
    granted = extended[-1]["to"] if extended else task["due"]
    since = day_of(extended[-1]["on"], zone) if extended and "on" in extended[-1] else date.min
    if extended and "on" not in extended[-1]:
        return granted
    stopped = set()
    for hold in task["hold"]:
        if hold.get("stops-clock") and hold["from"] >= since:
            stopped |= {hold["from"] + DAY * n for n in range((hold["until"] - hold["from"]).days)}
    if is_day(granted):
        return granted + DAY * len(stopped)
    local = granted.astimezone(zone)
    return datetime.combine(local.date() + DAY * len(stopped), local.time(), zone).astimezone(UTC)


def look_backs(task, stages, zone, now):
    """How many `verified` stages came round after the last day on which somebody looked back."""
    if state(task) != "verified":
        return 0
    looked = max(task["looked-back"], default=date.min)
    base, reached = day_of(task["verified"], zone), 0
    mine = [stage for stage in stages if stage["from"] == "verified"]
    first = {id(stage): base + timedelta(days=int(stage["at"][1:-1])) for stage in mine}
    for stage in mine:
        days = [first[id(stage)]]
        # T6: repeats end where the next stage begins.
        end = min((day for other, day in first.items() if day > days[0] and other != id(stage)), default=date.max)
        if "repeat" in stage:
            length = int(stage["repeat"][:-1])
            while len(days) < 400 and days[-1] + timedelta(days=length) < end:
                days.append(days[-1] + timedelta(days=length))
        moments = [datetime.combine(day, time(9), zone) for day in days]
        days = [day for day, moment in zip(days, moments) if moment <= now]
        reached += bool(days) and days[-1] > looked
    return reached


# -- counting ------------------------------------------------------------------------------------


def nothing():
    return {name: 0 for name in NAMES} | {"bands": {"1-7": 0, "8-30": 0, "31-90": 0, "90+": 0}}


def count(figures, written, task, stages, zone, now, since):
    """Adds a task; how many days it is late."""
    in_period = lambda fact: fact is not None and not by(fact, since, zone)
    figures["total"] += 1
    figures["new"] += in_period(task.get("opened"))
    figures["returned"] += sum(in_period(one["on"]) for one in task["returned"])
    figures["extended"] += sum(in_period(one.get("on")) for one in task["extended"])
    closed = closing(task)
    if closed is not None and in_period(closed):
        then = deadline(stood(task, closed, zone), zone)
        figures["closed_in_time" if by(closed, then, zone) else "closed_late"] += 1
    if "every" not in written:
        if closed is not None:
            figures["kept" if by(closed, task["due"], zone) else "missed"] += 1
        elif now >= passes(task["due"], zone):
            figures["missed"] += 1
    figures["waiting"] += state(task) == "done"
    figures["look_backs_due"] += look_backs(task, stages, zone, now)
    if state(task) != "open":
        return None
    figures["open"] += 1
    today, until = now.astimezone(zone).date(), deadline(task, zone)
    if now < passes(until, zone):
        days = (day_of(until, zone) - today).days
        figures["due_7"] += days <= 7
        figures["due_30"] += days <= 30
        return None
    days = max(1, (today - day_of(until, zone)).days)
    figures["overdue"] += 1
    band = "1-7" if days <= 7 else "8-30" if days <= 30 else "31-90" if days <= 90 else "90+"
    figures["bands"][band] += 1
    return days


def zone_of(files, unit):
    while unit is not None:
        if "calendar" in files["units"][unit]:
            return ZoneInfo(files["calendars"][files["units"][unit]["calendar"]]["timezone"])
        unit = files["units"][unit].get("parent")
    return ZoneInfo(files["calendars"]["default"]["timezone"])


def row_of(files, unit):
    """The child of the only root below which a unit lies, or the root itself; of several roots the root."""
    if unit is None:
        return None
    roots = [one for one, table in files["units"].items() if "parent" not in table]
    tops = roots if len(roots) == 1 else []
    while unit not in tops and (parent := files["units"][unit].get("parent")) is not None and parent not in tops:
        unit = parent
    return unit


def local(value, zone):
    """A local time is read in the calendar's zone."""
    if isinstance(value, datetime) and value.tzinfo is None:
        return value.replace(tzinfo=zone)
    if isinstance(value, dict):
        return {key: local(one, zone) for key, one in value.items()}
    return [local(one, zone) for one in value] if isinstance(value, list) else value


def figures_of(files, now):
    office = ZoneInfo(files["calendars"]["default"]["timezone"])
    since = start_of(now.astimezone(office).date() - timedelta(days=30), office)
    whole, rows, overdue = nothing(), {}, []
    for written in files.get("task", []):
        zone = zone_of(files, written.get("unit"))
        task = stood(local(written, zone), now, zone)
        if "opened" in task and not by(task["opened"], now, zone) or state(task) == "cancelled":
            continue
        stages = files["policies"][written["policy"]]["stages"]
        row = rows.setdefault(row_of(files, written.get("unit")), nothing())
        days = count(whole, written, task, stages, zone, now, since)
        count(row, written, task, stages, zone, now, since)
        if days is not None:
            overdue.append((-days, -SEVERITIES.index(written.get("severity", "medium")), written["id"]))
    order = [*files["units"], None]
    return {
        "figures": whole,
        "rows": [{"about": one, "figures": rows[one]} for one in sorted(rows, key=order.index)],
        "overdue": [{"task": task, "days": -days} for days, _, task in sorted(overdue)],
    }


# -- random lists --------------------------------------------------------------------------------


class Lists:
    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.zone = ZoneInfo(self.rng.choice(["Asia/Shanghai", "Europe/Berlin", "America/New_York", "UTC"]))
        self.now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=self.rng.randrange(365 * 1440))
        self.today = self.now.astimezone(self.zone).date()

    def chance(self, share):
        return self.rng.random() < share

    def fact(self, low, high):
        """A day or a time so many days from now."""
        day = self.today + timedelta(days=self.rng.randint(low, high))
        if self.chance(0.75):
            return day
        return datetime.combine(day, time(self.rng.randrange(24), self.rng.choice([0, 30])))

    def list(self):
        days = lambda: self.rng.randint(1, 120)
        verified = [{"name": f"look-{n}", "from": "verified", "at": f"+{days()}d", "to": ["a@example.org"]} for n in range(2)]
        if self.chance(0.4):
            verified[0]["repeat"] = f"{self.rng.randint(5, 60)}d"
        overdue = {"name": "late", "from": "due", "at": "+1d", "to": ["a@example.org"]}
        two_roots = self.chance(0.3)
        units = {"top": {"name": "top", "head": "ann"}, "a": {"name": "a", "parent": "top"}, "b": {"name": "b", "parent": "top"}}
        units |= {"a1": {"name": "a1", "parent": "a", "calendar": "far"}, "z": {"name": "z", "head": "ann"} if two_roots else {"name": "z", "parent": "b"}}
        return {
            "mail": {"from": "duban@example.org"},
            "calendars": {
                "default": {"timezone": self.zone.key, "send-on": "every-day"},
                "far": {"timezone": "Pacific/Auckland", "send-on": "every-day"},
            },
            "people": {"ann": {"name": "Ann", "email": "ann@example.org"}},
            "units": units,
            "policies": {"p": {"stages": [overdue, *verified]}, "q": {"stages": [overdue]}},
            "task": [self.task(n) for n in range(self.rng.choice([0, 1, 5, 20, 60]))],
        }

    def task(self, number):
        task = {"id": f"T-{number:02}", "title": "整改", "policy": self.rng.choice("ppq"), "due": self.fact(-150, 60)}
        if self.chance(0.8):
            task["unit"] = self.rng.choice(["top", "a", "b", "a1", "z"])
        else:
            task["owner"] = "ann"
        if self.chance(0.5):
            task["severity"] = self.rng.choice(SEVERITIES)
        if self.chance(0.8):
            task["opened"] = self.fact(-300, -150) if self.chance(0.8) else self.fact(-40, 5)
        if self.chance(0.15):
            task["due"] = day_of(task["due"], self.zone)
            task["every"] = self.rng.choice(["1w", "1mo", "10d", "3mo"])
            if self.chance(0.7):
                task["done-through"] = self.today + timedelta(days=self.rng.randint(-60, 20))
        if self.chance(0.3):
            task["extended"] = [{"on": self.fact(-100, 5), "to": self.fact(-40, 60)} for _ in range(self.rng.randint(1, 2))]
        if self.chance(0.2) and "every" not in task:
            start = self.today + timedelta(days=self.rng.randint(-100, 20))
            task["hold"] = [{"from": start, "until": start + timedelta(days=self.rng.randint(1, 40)), "stops-clock": True}]
        self.end(task)
        return task

    def end(self, task):
        """Closed, verified, called off or sent back, in an order that checks."""
        opened = day_of(task.get("opened", date.min), self.zone)
        first = max(-140, (opened - self.today).days + 1) if "opened" in task else -140
        if self.chance(0.2):
            on = self.rng.randint(first, max(first, 6))
            back = {"on": self.today + timedelta(days=on)}
            if self.chance(0.7):
                back["done"] = self.today + timedelta(days=on - self.rng.randint(0, 5))
            task["returned"] = [back]
            first = on + 1
        if self.chance(0.5):
            at = self.rng.randint(first, max(first, 8))
            task["done"] = self.fact(at, at)
            if self.chance(0.5):
                task["verified"] = self.fact(at + 1, at + 30)
                if self.chance(0.4):
                    task["looked-back"] = [self.today - timedelta(days=self.rng.randint(-3, 60)) for _ in range(self.rng.randint(1, 2))]
        if self.chance(0.08):
            task["cancelled"] = self.fact(-30, 5)


def difference(duban, seed):
    """None if duban says the same."""
    lists = Lists(seed)
    files = lists.list()
    with tempfile.TemporaryDirectory(prefix=f"duban-figures-{seed}-") as folder:
        root = Path(folder) / "duban.toml"
        root.write_text(tomltext.document(files), "utf-8")
        now = lists.now.isoformat()
        command = [duban, "--config", root, "--state-dir", folder, "--now", now, "status", "--summary", "--json"]
        answer = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=60)
        if answer.returncode != 0:
            return f"seed {seed}: exit status {answer.returncode}:\n{answer.stdout[-2000:]}{answer.stderr[-3000:]}"
        said = json.loads(answer.stdout)
        expected = figures_of(tomllib.loads(root.read_text("utf-8")), lists.now)
        for key, value in expected.items():
            if said[key] != value:
                return f"seed {seed}, now {now}: {key}\n duban:    {said[key]}\n expected: {value}\n{root.read_text('utf-8')}"
    return None


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("config", nargs="?")
    arguments.add_argument("--now")
    arguments.add_argument("--duban")
    arguments.add_argument("--seeds", default="1..200")
    given = arguments.parse_args()
    if given.config:
        files = tomllib.loads(Path(given.config).read_text("utf-8"))
        print(json.dumps(figures_of(files, datetime.fromisoformat(given.now)), indent=1))
        return
    first, last = map(int, given.seeds.split(".."))
    for seed in range(first, last + 1):
        if wrong := difference(given.duban, seed):
            sys.exit(wrong)
    print(f"{last - first + 1} passed")


if __name__ == "__main__":
    main()
