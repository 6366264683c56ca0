#!/usr/bin/env python3
"""Writes the holiday sets that ship with duban: config/holidays/{cn,us,gb}.toml.

    python3 tools/holidays.py FOLDER

FOLDER holds holidays-cn.json, holidays-us-federal.json and holidays-uk.json. What is written names
every day that breaks the weekly pattern, and nothing else; the same input gives the same bytes.
Only whole, published years are written: a year that is not there is a year duban warns about.
"""

import json
import sys
from datetime import date, timedelta
from pathlib import Path

OUTPUT = Path(__file__).resolve().parent.parent / "config" / "holidays"
OBSERVED = " (observed)"


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    write("cn.toml", china(load(folder, "holidays-cn.json")))
    write("us.toml", united_states(load(folder, "holidays-us-federal.json")))
    write("gb.toml", england_and_wales(load(folder, "holidays-uk.json")))


def china(data):
    """Days off and make-up working days, by the year of the notice that names them."""
    years = {year: notice for year, notice in data["years"].items() if notice["papers"]}
    return render(
        header=f"""\
中国法定节假日及调休（国务院办公厅历年通知）
Public holidays of China with make-up working days, as the State Council announces them yearly.
off：通知所列放假日（含当中的周末）；work：通知所列上班日（调休）。未列之日按 workdays。
只收已公布的年份；公布之前可在日历的 closed、open 中自行补充。A year not announced is not here.
一年的通知可以改动上一年末的日子，故 2022-12-31 列在 2023 年下。
Source: github.com/NateScarlet/holiday-cn, commit {commit_of(data)};
        agrees day by day with PyPI chinesecalendar, npm chinese-days and PyPI holidays.
Licence: MIT, Copyright (c) 2019 NateScarlet; text in LICENSE.md.""",
        title="中国法定节假日（含调休）",
        source=f"NateScarlet/holiday-cn {commit_of(data)[:8]}, State Council notices",
        licence="MIT",
        years={year: china_year(notice) for year, notice in years.items()},
    )


def china_year(notice):
    named = lambda days: {day: notice["names"][day] for day in days}
    return {"papers": notice["papers"], "off": named(notice["off"]), "work": named(notice["work"])}


def commit_of(data):
    return data["source"]["primary"].split("@")[1].split()[0]


def united_states(data):
    """Federal holidays; one that falls on a weekend is off on the observed day only."""
    listed = {day: name for year in data["years"].values() for day, name in year.items()}
    off = {day: name for day, name in listed.items() if not observed_elsewhere(day, name, listed)}
    return render(
        header="""\
Federal holidays of the United States, with days off granted by executive order.
Where a holiday falls on a weekend only the observed day is listed: that is the day off.
Source: PyPI holidays 0.109, class US, category government (github.com/vacanza/holidays).
Licence: MIT, Copyright (c) Vacanza Team and individual contributors; text in LICENSE.md.""",
        title="United States federal holidays",
        source="PyPI holidays 0.109, US, government",
        licence="MIT",
        years=by_year(off),
    )


def observed_elsewhere(day, name, listed):
    """Whether the neighbouring days hold the day on which this holiday is observed."""
    around = (date.fromisoformat(day) + timedelta(days=step) for step in (-2, -1, 1, 2))
    return any(listed.get(near.isoformat()) == name + OBSERVED for near in around)


def england_and_wales(data):
    """Bank holidays; GOV.UK lists the substitute day, never the weekend day it stands for."""
    return render(
        header="""\
Bank holidays in England and Wales (Scotland and Northern Ireland differ in a few days).
Source: GOV.UK bank holidays, www.gov.uk/bank-holidays, by way of PyPI govuk-bank-holidays 0.19.
Licence: Contains public sector information licensed under the Open Government Licence v3.0;
         the package is MIT. Texts in LICENSE.md.""",
        title="Bank holidays in England and Wales",
        source="GOV.UK bank holidays, by way of PyPI govuk-bank-holidays 0.19",
        licence="OGL-3.0",
        years=by_year(data["divisions"]["england-and-wales"]),
    )


def by_year(off):
    years = {}
    for day, name in sorted(off.items()):
        years.setdefault(day[:4], {"off": {}})["off"][day] = name
    return years


def render(header, title, source, licence, years):
    """One file: a header of comments, three strings, then the days year by year."""
    lines = [f"# {line}" for line in header.splitlines()]
    lines += ["# Written by tools/holidays.py; do not edit.", ""]
    lines += [f"{key} = {quoted(text)}" for key, text in (("title", title), ("source", source), ("licence", licence))]
    for year, days in sorted(years.items()):
        lines += [""] + [f"# {paper}" for paper in days.get("papers", [])]
        lines += table(f"years.{year}.off", days["off"])
        if days.get("work"):
            lines += [""] + table(f"years.{year}.work", days["work"])
    return "\n".join(lines) + "\n"


def table(name, days):
    return [f"[{name}]"] + [f"{day} = {quoted(text)}" for day, text in sorted(days.items())]


def quoted(text):
    """A TOML basic string: JSON's escapes are TOML's too."""
    return json.dumps(text, ensure_ascii=False)


def load(folder, name):
    return json.loads((folder / name).read_text(encoding="utf-8"))


def write(name, text):
    (OUTPUT / name).write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
