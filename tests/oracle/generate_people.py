"""Random people, groups and units."""

from datetime import timedelta

from draw import Draw


class People(Draw):
    def make_people(self):
        self.people = [f"p{i}" for i in range(self.rng.randint(2, 9))]
        for i, person in enumerate(self.people):
            table = {"name": f"某{i}", "email": f"{self.rng.choice(['p', 'P'])}{i}@Example.org"}
            if self.chance(0.3):
                table["away"] = [self.absence(i) for _ in range(self.rng.choice([1, 1, 2]))]
            if self.chance(0.1):
                table["language"] = "en"
            if self.chance(0.25):
                table["digest"] = self.rng.choice(["daily", "daily", "weekly"])
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
