"""Random tasks and milestones, dated so that stages fall near the centre."""

from datetime import datetime, timedelta
from types import SimpleNamespace

from audience import people_of
from draw import LARGEST, Draw, day_part
from generate_policies import CATEGORIES, SEVERITIES, SOURCES
from register import Register
from subjects import holds_of
from workdays import Offset, add_months


class Tasks(Draw):
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
        subject = SimpleNamespace(fields=defaults | task)
        task |= self.dates(policy, defaults | task, has_owner=bool(people_of(self.register, subject, "owner")))
        if self.chance(0.3):
            task["milestones"] = self.milestones(defaults, task)
        date_extensions(task)
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
            people = {role: people_of(self.register, subject, role) for role in stage["to"] + stage.get("cc", [])}
            if not all(people[role] for role in stage["to"]):
                return False
            if not all(who for role, who in people.items() if role not in ("with", "watchers")):
                return False
        return True

    def dates(self, policy, named, has_owner):
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
        due = self.add_due(task, named, due)
        task |= self.heard(policy, has_owner)
        if self.chance(0.15):
            task |= self.standing(task, due)
        elif self.chance(0.2):
            task["extended"] = [self.extension(due, 0.25) for _ in range(rng.choice([1, 1, 2, 3]))]
        if state != "open":
            returned = [day_part(entry["on"]) for entry in task.get("returned", [])]
            task |= self.closing(state, policy, max([opened, *returned]))
        if self.chance(0.25):
            task["hold"] = self.hold(may_stop="every" not in task)
        return task

    def add_due(self, task, named, day):
        """T0: mostly a deadline of its own; else that of a rule, which may need `opened`. Returns about when it is."""
        try:
            due = self.register.due_of(named)
        except ValueError:
            due = None
        if due is not None and self.chance(0.4) and ("opened" in task or not isinstance(due, str)):
            return day if isinstance(due, str) else day_part(due)
        task["due"] = self.due(day, counted=0.15 if "opened" in task else 0)
        return day

    def heard(self, policy, has_owner):
        """T13, T14: progress, what was sent back, and whether it was received."""
        fields = {}
        if self.chance(0.35):
            days = [self.anchor_day(policy, ("progress",)) for _ in range(self.rng.choice([1, 1, 2, 3]))]
            fields["progress"] = [{"on": self.date_value(day, 0.15), "by": self.rng.choice(self.people), "text": "已报审"} for day in days]
        if has_owner and self.chance(0.25):
            days = [self.anchor_day(policy, ("returned",)) for _ in range(self.rng.choice([1, 1, 2]))]
            fields["returned"] = [{"on": self.date_value(day, 0.1), "by": self.rng.choice(self.people), "reason": "证据不足"} for day in days]
        if self.chance(0.15):
            fields["acknowledged"] = self.date_value(self.near(30))
        return fields

    def hold(self, may_stop):
        """One hold or several; those that stop the clock have a `from`."""
        holds = []
        for _ in range(self.rng.choice([1, 1, 2, 3])):
            begin = self.near(30)
            hold = {"until": begin + timedelta(days=self.rng.choice([1, 3, 10, 30])), "reason": "等待上级批复"}
            stops = may_stop and self.chance(0.5)
            if stops or self.chance(0.5):
                hold["from"] = begin
            holds.append(hold | ({"stops-clock": True} if stops else {}))
        return holds[0] if len(holds) == 1 and self.chance(0.5) else holds

    def anchor_day(self, policy, froms):
        """A day from which one of the policy's stages falls near the centre; now and then years back."""
        stages = [stage for stage in policy["stages"] if stage.get("from", "due") in froms]
        if self.chance(0.08):
            return self.within(self.near(30) - timedelta(days=self.rng.randint(200, 2500)))
        if not stages or self.chance(0.2):
            return self.near(60)
        at = Offset(self.rng.choice(stages)["at"])
        days = {"d": 1, "wd": 1.45, "w": 7, "mo": 30.4, "min": 1 / 1440, "h": 1 / 24, "wh": 1 / 6, "%": -0.4}[at.unit] * at.count
        return self.within(self.near(4) - timedelta(days=round(days)))

    def due(self, day, counted):
        if self.chance(counted):
            unit = self.rng.choice(["d", "wd", "w", "mo", "min", "h", "wh"])
            return f"opened+{self.rng.randint(1, LARGEST[unit])}{unit}"
        return self.date_value(day)

    def extension(self, due, timed):
        to = self.within(due + timedelta(days=self.rng.randint(-10, 60)))
        on = to - timedelta(days=self.rng.randint(0, 30))
        on = {} if self.chance(0.1) else {"on": self.date_value(on, 0.1)}
        return on | {"to": self.date_value(to, timed), "by": self.rng.choice(self.people), "reason": "工期调整"}

    def standing(self, task, due):
        rng = self.rng
        every = rng.choice(["1d", "3d", "10d", "1w", "2w", "1mo", "1mo", "3mo", "6mo", "12mo", "5wd", "1wd", "20wd"])
        fields = {"every": every}
        due = task.get("due", due)
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
            milestone = {"id": f"m{i}", "title": "节点", "due": self.due(self.near(30), counted=0.15 if "opened" in task else 0)}
            if self.chance(0.15):
                milestone[self.rng.choice(["done", "done", "cancelled"])] = self.within(self.near(5) + timedelta(days=400))
            if self.chance(0.2):
                milestone["extended"] = [self.extension(self.near(10), 0.2)]
            if self.chance(0.2):
                milestone["hold"] = self.hold(may_stop="every" not in task)
            own = {key: value for key, value in self.people_and_kind(0.2).items() if key in ("unit", "owner", "with", "supervisor", "watchers") and self.chance(0.4)}
            if self.roles_filled(defaults | task | own, only_due=True):
                milestone |= own
            milestones.append(milestone)
        return milestones


def date_extensions(task):
    """T0: where a hold stops the clock the last extension says since when it counts."""
    of_task = holds_of(task)
    for table in [task, *task.get("milestones", [])]:
        holds = of_task + ([] if table is task else holds_of(table))
        if any(hold.get("stops-clock") for hold in holds):
            for extension in table.get("extended", []):
                extension.setdefault("on", day_part(extension["to"]))
