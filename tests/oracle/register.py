"""The files of a configuration, merged: who and what there is (spec section 2).

Takes for granted that `duban check` passes: it reports nothing and knows no timing rule. What is
inherited (defaults, rules, units) is looked up here, so that nobody else needs to climb a tree.
"""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

from workdays import Calendar

NAMED = ("people", "groups", "units", "policies", "calendars")


def read_files(root):
    """[(folder, table)] of the root file and all it includes, each once."""
    root = Path(root)
    first = tomllib.loads(root.read_text("utf-8"))
    files = {root.resolve(): (root.parent, first)}
    for pattern in first.get("include", []):
        for path in sorted(root.parent.glob(pattern)):
            if path.resolve() not in files:
                files[path.resolve()] = (path.parent, tomllib.loads(path.read_text("utf-8")))
    return list(files.values())


class Register:
    def __init__(self, files):
        self.rules = files[0][1].get("rules", [])
        self.language = files[0][1].get("language", "zh-CN")
        self.max_copies = files[0][1].get("guard", {}).get("max-copies", 3)  # L8b
        self.patience = files[0][1].get("answers", {}).get("patience", "5wd")  # T16
        self.people, self.groups, self.units, self.policies, self.calendars = {}, {}, {}, {}, {}
        self.tasks = []
        for folder, table in files:
            for kind in NAMED:
                for name, entry in table.get(kind, {}).items():
                    getattr(self, kind)[name] = Calendar(entry, folder) if kind == "calendars" else entry
            for task in table.get("task", []):
                self.tasks.append(table.get("defaults", {}) | task)

    def policy_of(self, task):
        """Its own, else the file's default (merged already), else the first matching rule's."""
        if "policy" in task:
            return self.policies[task["policy"]]
        return self.policies[self.by_rule(task, "policy")]

    def due_of(self, task):
        """T0: its own, else the first matching rule's that has one."""
        return task["due"] if "due" in task else self.by_rule(task, "due")

    def by_rule(self, task, key):
        known = {"severity": "medium"} | task
        for rule in self.rules:
            if key in rule and all(matches(known.get(name), wanted) for name, wanted in rule.get("when", {}).items()):
                return rule[key]
        raise ValueError(f"task {task['id']} has no {key}")

    # -- units ---------------------------------------------------------------------------------

    def chain(self, unit):
        """The unit, its parent, ... up to the root; empty for a task without a unit."""
        units = []
        while unit is not None:
            units.append(unit)
            unit = self.units[unit].get("parent")
        return units

    def inherited(self, unit, key):
        """What the unit or its nearest ancestor that has one says."""
        for name in self.chain(unit):
            if key in self.units[name]:
                return self.units[name][key]
        return None

    def calendar_of(self, unit):
        return self.calendars[self.inherited(unit, "calendar") or "default"]

    def head_of(self, unit, levels):
        """W2: so many levels up, at most to the root; a unit without a head stands for an ancestor."""
        chain = self.chain(unit)
        return self.inherited(chain[min(levels, len(chain) - 1)], "head") if chain else None

    # -- people --------------------------------------------------------------------------------

    def members(self, name):
        """The people behind the id of a person or a group; a bare address stands for itself."""
        if name is None:
            return []
        if name not in self.groups:
            return [name]
        return [person for member in self.groups[name]["members"] for person in self.members(member)]

    def digest_at(self, address):
        """W6: who has a digest at that address, the first of several."""
        for who, person in self.people.items():
            if "digest" in person and person["email"].lower() == address.lower():
                return who
        return None

    def language_of(self, people):
        """That of the people addressed if they share one, else the default."""
        languages = {self.people.get(who, {}).get("language", self.language) for who in people}
        return languages.pop() if len(languages) == 1 else self.language

    def address(self, who):
        return self.people[who]["email"] if who in self.people else who

    def stand_in(self, who, day):
        """W3: who gets it in the place of `who` on that day."""
        for absence in self.people.get(who, {}).get("away", []):
            if absence["from"] <= day <= absence["until"]:
                return self.stand_in(absence["delegate"], day) if "delegate" in absence else who
        return who


def matches(value, wanted):
    return value in wanted if isinstance(wanted, list) else value == wanted


def read_date(value, calendar):
    """A TOML date stays a date; a date-time becomes an instant, a local one in the calendar's zone."""
    if not isinstance(value, datetime):
        return value
    if value.tzinfo is None:
        return calendar.instant(value.date(), value.time())
    return value.astimezone(UTC)
