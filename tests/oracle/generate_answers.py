"""Random answers about the tasks of a case, most of them shortly before it is planned."""

from datetime import UTC, timedelta

from audience import people_of
from subjects import subjects

VERBS = ["received", "progress", "progress", "done", "done", "done", "more-time", "not-mine", "note"]
VERBS_OF_DONE = ["verified", "returned", "verified", "returned", "done", "received"]


class Answers:
    def make_patience(self):
        if self.chance(0.3):
            patience = self.rng.choice(["2wd", "1wd", "3d", "48h", "10wh", "1w", "10wd"])
            self.files["duban.toml"]["answers"] = {"patience": patience}

    def answers(self, register, now):
        if not self.chance(0.5):
            return []
        answers = []
        for subject in subjects(register):
            if self.chance(0.5):
                for _ in range(self.rng.choice([1, 1, 2, 3])):
                    answers.append(self.answer(register, subject, now))
        return sorted(answers, key=lambda answer: answer["at"])

    def answer(self, register, subject, now):
        at = (now - timedelta(minutes=self.rng.choice([0, 1, 600, 3000, 20000, 200000]) * self.rng.random())).replace(microsecond=0)
        owners = people_of(register, subject, "owner")
        others = [who for role in ("supervisor", "watchers") for who in people_of(register, subject, role)]
        known = [who for who in owners * 2 + others if who in register.people] or list(register.people)
        verb = self.rng.choice(VERBS_OF_DONE if "done" in subject.live else VERBS)
        way = self.rng.choice(["link", "link", "page", "mail"])
        proven = way != "mail" or self.chance(0.5)
        state = self.state(verb, way, proven)
        decided = at + (now - at) * self.rng.random() if state in ("accepted", "declined", "true", "void") else None
        shown = decided if state == "accepted" and self.chance(0.4) else None
        cycle = subject.cycle if subject.milestone is None else None
        if cycle is not None and self.chance(0.3):
            cycle -= timedelta(days=self.rng.choice([1, 7, 30]))
        return {
            "task": subject.task,
            "milestone": subject.milestone,
            "cycle": cycle and cycle.isoformat(),
            "person": self.rng.choice(known),
            "verb": verb,
            "at": show(at),
            "way": way,
            "proven": proven,
            "state": state,
            "decided": show(decided),
            "shown": show(shown),
        }

    def state(self, verb, way, proven):
        """A4, A5; what waited may have been decided."""
        if verb == "note":
            return "noted"
        if (verb == "received" and proven) or (verb == "progress" and way != "mail"):
            return "counts"
        return self.rng.choice(["waits", "waits", "waits", "accepted", "declined", "true", "void"])


def show(instant):
    return None if instant is None else instant.astimezone(UTC).isoformat(timespec="microseconds")
