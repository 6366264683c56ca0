"""Random policies and rules."""

from datetime import timedelta

from draw import LARGEST, Draw
from workdays import Offset

LETTERS = [
    "assignment", "reminder", "overdue", "supervision", "circular", "verification", "look-back", "returned",
]
ANCHORS = ["due"] * 7 + ["opened"] * 2 + ["done", "verified", "progress", "progress", "returned"]
KINDS = [["wd"], ["d", "w", "mo"], ["wh"], ["min", "h"]]  # T15: a list of lengths holds one kind
SMALLEST_REPEAT = {"min": 45, "h": 2, "wh": 1}  # dense enough for any rule, and still quick to list
SEVERITIES = ["low", "medium", "high", "critical"]
SOURCES = ["inspection", "audit", "巡察"]
CATEGORIES = ["建章立制", "finance"]


class Policies(Draw):
    def make_policies(self):
        self.policies = [f"policy-{i}" for i in range(self.rng.choice([1, 1, 2, 3]))]
        for name in self.policies:
            stages = []
            for i in range(self.rng.choice([1, 2, 3, 3, 4, 5, 6, 8])):
                stages.append(self.stage(f"s{i}", stages))
            own = next((stage for stage in stages if stage.get("from") == "returned"), None)
            if own and self.chance(0.3):
                own["name"] = "returned"
            self.rng.shuffle(stages)
            table = {"group": self.chance(0.5)} if self.chance(0.5) else {}
            self.file_for("policies", "parts/units.toml")[name] = table | {"stages": stages}

    def stage(self, name, earlier):
        rng = self.rng
        anchor = rng.choice(ANCHORS)
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
        if self.chance(0.2):
            stage["unless"] = rng.choice(["acknowledged", "progress"]) if anchor != "progress" else "acknowledged"
        if self.chance(0.1):
            stage["importance"] = "high"
        return stage

    def at(self, anchor):
        if anchor == "due" and self.chance(0.2):
            return f"{self.rng.choice([1, 50, 100, self.rng.randint(1, 100), self.rng.randint(1, 100)])}%"
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
        if self.chance(0.3):
            kind = self.rng.choice(KINDS[:2] if at.day_based else KINDS[2:])
            repeat = [self.length(self.rng.choice(kind), at) for _ in range(self.rng.randint(1, 4))]
        else:
            repeat = self.length(self.rng.choice(["d", "wd", "w", "mo"] if at.day_based else ["min", "h", "wh"]), at)
        limited = self.chance(0.35 if at.day_based else 0.6)
        return {"repeat": repeat} | ({"times": self.rng.randint(1, 6)} if limited else {})

    def length(self, unit, at):
        smallest = SMALLEST_REPEAT.get(unit, 1)
        few, many = 3 * smallest, max(LARGEST[unit] // 3, smallest)
        largest = self.rng.choice([smallest, few, many] if at.day_based else [few, many, many, many])
        return f"{self.rng.randint(smallest, largest)}{unit}"

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
                if self.chance(0.4):
                    when[key] = self.rng.choice(values) if self.chance(0.7) else self.some(values, 3)
            rules.append({"when": when} | self.rng.choice([self.rule_policy(), self.rule_due(), self.rule_policy() | self.rule_due()]))
        rules.append({"when": {}} | self.rule_policy() | (self.rule_due() if self.chance(0.5) else {}))
        self.files["duban.toml"]["rules"] = rules

    def rule_policy(self):
        return {"policy": self.rng.choice(self.policies)}

    def rule_due(self):
        """The deadline of tasks that name none."""
        return {"due": self.due(self.centre + timedelta(days=self.rng.randint(-20, 20)), counted=0.7)}
