"""A random configuration that checks, and a `case.json` saying when to plan it.

    generate.py SEED DIR

The same seed gives the same files. Everything gathers around one day, the centre, which is likely
to be a nasty one (a month's end, a leap day, a change of the clock, a holiday's edge): anchors are set
so that stages fall near it, and `now` is near it too. Dates lie within 2019-2029.
"""

import argparse
import json
import random
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import tomltext
from generate_answers import Answers
from generate_calendars import Calendars
from generate_people import People
from generate_policies import Policies
from generate_tasks import Tasks
from occurrences import occurrences, tracks
from oracle import IDENTITY, plan
from register import Register, read_files
from subjects import subjects


class Generator(Answers, Calendars, People, Policies, Tasks):
    """One case. Each method adds one kind of table to `self.files`, path -> table."""

    def __init__(self, seed):
        self.rng = random.Random(seed)
        self.files = {"duban.toml": {}}

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
        if self.chance(0.4):
            root["guard"] = {"max-copies": self.rng.choice([0, 1, 1, 2])}
        self.make_centre()
        self.make_calendars()
        self.make_people()
        self.make_units()
        self.make_policies()
        self.make_rules()
        self.make_tasks()
        self.make_patience()
        for path in [path for path, table in self.files.items() if path != "duban.toml" and not table]:
            del self.files[path]

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
            "answers": self.answers(register, now),
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
            for subject in subjects(register)
            for stages in tracks(subject, set()).values()
            for o in occurrences(subject, stages, until)
        ]

    def ledger(self, register, now, until):
        """What an earlier daemon may have recorded: most of what was planned, to now or beyond. Of the letters that
        asked some were released."""
        if not self.chance(0.35):
            return []
        since = now - timedelta(days=self.rng.choice([2, 30, 200]))
        end = self.rng.choice([now, now, now + (until - now) / 2])
        notices = plan(register, since, end)["notices"]
        kept = [notice for notice in notices if self.chance(0.85)]
        released = [notice["held"] == "ask" and self.chance(0.5) for notice in kept]
        return [
            {key: notice[key] for key in IDENTITY} | ({"released": True} if let_go else {})
            for notice, let_go in zip(kept, released)
        ]

    def show(self, instant):
        zone = self.rng.choice([UTC, ZoneInfo(self.zone)])
        return instant.astimezone(zone).isoformat(timespec="seconds")


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("seed", type=int)
    parser.add_argument("folder", type=Path)
    arguments = parser.parse_args()
    arguments.folder.mkdir(parents=True, exist_ok=True)
    Generator(arguments.seed).write(arguments.folder)


if __name__ == "__main__":
    main()
