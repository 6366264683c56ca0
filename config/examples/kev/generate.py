#!/usr/bin/env python3
"""Writes this folder's TOML files from CISA's catalogue of Known Exploited Vulnerabilities.

    python3 generate.py known_exploited_vulnerabilities.csv

Every item of the catalogue becomes a task: its id, dates and texts are the catalogue's. The people,
the teams and how far the work has come are invented, by the rules stated at `severity` and `progress`,
which look at nothing but the item itself. The same catalogue gives the same bytes.
"""

import csv
import json
import re
import sys
from datetime import date, timedelta
from pathlib import Path

HERE = Path(__file__).resolve().parent

VERIFIED_BEFORE = date(2025, 5, 1)
DONE_BEFORE = date(2025, 7, 1)
VERIFICATION_TAKES = timedelta(days=14)
CLOSED_YEARS = range(2021, 2024)
SHORT_NOTICE = timedelta(days=14)

# The fictional Port Meridian Authority: a team's name, lead, assurance officer and analysts.
TEAMS = {
    "team-endpoint": ("Endpoint Team", "Marta Lindqvist", "Noor Haddad",
                      ["Theo Abara", "Junko Sato", "Rafael Quint"]),
    "team-network": ("Network Team", "Desmond Okoro", "Ingrid Solberg",
                     ["Lena Fischer", "Arjun Mehra", "Colette Baudin"]),
    "team-servers": ("Server Team", "Wanda Kowal", "Ingrid Solberg",
                     ["Piet van Dorn", "Amara Nwosu", "Silas Greer"]),
    "team-devices": ("Device Team", "Hugo Marchetti", "Noor Haddad",
                     ["Yara Castell", "Olek Baran", "Mina Farrow"]),
    "team-applications": ("Application Team", "Ruth Ashgrove", "Paulo Reis",
                          ["Kofi Danso", "Elin Strand", "Bram Holloway"]),
}
CHIEF = "Vera Lindholm"
REST = "team-applications"

# Who looks after which vendor; a vendor named nowhere belongs to REST.
VENDORS = {
    "team-endpoint": """
        7-Zip, Acronis, Adobe, Android, Apple, Arm, ChakraCore, Code Aurora, Google, Kingsoft, LG, McAfee, MediaTek,
        Meta Platforms, Microsoft, Mozilla, Qualcomm, RARLAB, Samsung, SIMalliance, Symantec, TeamViewer,
        TeleMessage, Trend Micro, WebKitGTK, WebRTC""",
    "team-network": """
        Accellion, Array Networks, Aviatrix, Barracuda Networks, Check Point, Cisco, Citrix, DrayTek, F5, FatPipe,
        Fortinet, Ivanti, Juniper, Looking Glass, MikroTik, Palo Alto Networks, Pulse Secure, Ruckus Wireless,
        SonicWall, Sophos, Ubiquiti, Versa, WatchGuard, Zyxel""",
    "team-servers": """
        Apache, Arcserve, BeyondTrust, Broadcom, Cacti, Commvault, ConnectWise, Docker, Elastic, Erlang, Exim,
        EyesOfNetwork, Git, GitLab, GNU, Grafana Labs, Hitachi Vantara, IBM, IETF, Jenkins, JetBrains, Kaseya, Linux,
        Micro Focus, MinIO, MongoDB, N-able, Nagios, NAKIVO, Netwrix, Npm package, OpenBSD, OpenSSL, Oracle, Paessler,
        Perl, PHP, PHP Group, Quest, Red Hat, Redis, reviewdog, SaltStack, Samba, ScienceLogic, SolarWinds, Sudo,
        tj-actions, Veeam, Veritas, VMware, VMware Tanzu, Wazuh, Webmin, Zabbix, Zoho""",
    "team-devices": """
        Alcatel, Amcrest, AMI, Arcadyan, ASUS, Audinate, Crestron, D-Link, D-Link and TRENDnet, Dahua, Dasan, Dell,
        Delta Electronics, Edimax, Embedthis, FXC, GeoVision, GIGABYTE, Grandstream, Hewlett Packard (HP), Hikvision,
        InduSoft, Intel, Justice AV Solutions, Mitel, NETGEAR, Netis, Nice, NUUO, PTZOptics, QNAP, QNAP Systems,
        Realtek, Reolink, Schneider Electric, Siemens, SolarView, Sumavision, Sunhillo, Tenda, TerraMaster, TP-Link,
        Treck TCP/IP stack, Trihedral, TVT, Unitronics, Unraid, Yealink, ZKTeco""",
}

GENERATED = "# Written by generate.py from the catalogue; see README.md.\n"

DUBAN = GENERATED + """\
#
# The fictional Port Meridian Authority works through CISA's catalogue of Known Exploited
# Vulnerabilities: one task for each item, one unit for each vendor.

include = ["people.toml", "units.toml", "policies.toml", "tasks/*.toml"]
language = "en"

[mail]
from = "Vulnerability Desk <vulnerability-desk@example.org>"
subject-prefix = "[KEV]"
transport = "outbox"           # letters become .eml files below the state folder; nothing is sent

[admin]
to = ["duban-admin@example.org"]

[guard]
max-letters = 500
max-changes = 50

[ledger]
url = "sqlite"

# This sample must deliver at whatever hour it is tried, so mail leaves around the clock. A real office
# writes hours = "09:00-17:00" and send-on = "workdays": what falls due at night waits for the morning.
[calendars.default]
timezone = "America/New_York"
workdays = ["mon", "tue", "wed", "thu", "fri"]
holidays = ["US"]
hours = "00:00-24:00"          # a real office: "09:00-17:00"
send-on = "every-day"          # a real office: "workdays"
send-at = "09:00"

# Tasks of the closed years name the policy "archive" in their files; for the others, the first match:
[[rules]]
when = { severity = "critical" }
policy = "ransomware"

[[rules]]
when = {}
policy = "remediate"
"""

POLICIES = GENERATED + """\

# After Binding Operational Directive 22-01: the catalogue gives two or three weeks for a fix. Whatever
# is still open a month after that goes to the chief, and again every 30 days, as a POA&M re-checks a
# dependency on a vendor.
[policies.remediate]
group = true
stages = [
  { name = "assigned",  from = "opened", at = "0d",                                to = ["owner"],           letter = "assignment" },
  { name = "soon",                       at = "-7d",                               to = ["owner"] },
  { name = "last-call",                  at = "-2wd",                              to = ["owner"],           cc = ["head+1"] },
  { name = "overdue",                    at = "+1d",   repeat = "2wd",             to = ["owner"],           cc = ["head+1"] },
  { name = "supervise",                  at = "+5wd",  repeat = "1w",              to = ["owner", "head+1"], cc = ["supervisor"],        letter = "supervision" },
  { name = "escalate",                   at = "+20wd", repeat = "30d",             to = ["owner", "head+1"], cc = ["top", "supervisor"], letter = "supervision", importance = "high" },
  { name = "verify",    from = "done",   at = "+1wd",  repeat = "5wd", times = 4,  to = ["supervisor"],      letter = "verification" },
]

# Used by ransomware: daily chasing, the chief within a week, and a second look after the fix.
[policies.ransomware]
group = true
stages = [
  { name = "assigned",  from = "opened",   at = "0d",                                to = ["owner"],           cc = ["head+1", "supervisor"],        letter = "assignment",  importance = "high" },
  { name = "soon",                         at = "-7d",                               to = ["owner"],           cc = ["head+1"],                      importance = "high" },
  { name = "last-call",                    at = "-2wd",                              to = ["owner", "head+1"], cc = ["supervisor"],                  importance = "high" },
  { name = "overdue",                      at = "+1d",   repeat = "1wd",             to = ["owner", "head+1"], cc = ["supervisor"],                  importance = "high" },
  { name = "supervise",                    at = "+3wd",  repeat = "1w",              to = ["owner", "head+1"], cc = ["top", "supervisor"],           letter = "supervision", importance = "high" },
  { name = "verify",    from = "done",     at = "0d",    repeat = "2wd", times = 5,  to = ["supervisor"],                                            letter = "verification", importance = "high" },
  { name = "look-back", from = "verified", at = "+90d",                              to = ["supervisor"],                                            letter = "look-back" },
]

# The closed years: silent, unless someone takes `done` and `verified` from an item again.
[policies.archive]
group = true
stages = [
  { name = "reopened",               at = "+1d", repeat = "1w",             to = ["owner", "head+1"], cc = ["supervisor"], letter = "overdue" },
  { name = "verify", from = "done",  at = "0d",  repeat = "5wd", times = 4, to = ["supervisor"],      letter = "verification" },
]
"""


def main():
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    items = read(sys.argv[1])
    write("duban.toml", DUBAN)
    write("policies.toml", POLICIES)
    write("people.toml", people())
    write("units.toml", units({item["vendorProject"] for item in items}))
    for year in sorted({item["added"].year for item in items}):
        write(f"tasks/{year}.toml", tasks(year, [item for item in items if item["added"].year == year]))


def read(path):
    """The catalogue's items, oldest first, without stray white space."""
    with open(path, encoding="utf-8-sig", newline="") as catalogue:
        items = [{key: " ".join(text.split()) for key, text in row.items()} for row in csv.DictReader(catalogue)]
    for item in items:
        item["added"] = date.fromisoformat(item["dateAdded"])
        item["due"] = date.fromisoformat(item["dueDate"])
    return sorted(items, key=lambda item: (item["added"], number_of(item["cveID"])))


def number_of(cve):
    return tuple(int(part) for part in cve.split("-")[1:])


def people():
    """The chief, then each team's lead and analysts, then the assurance officers."""
    staff = [CHIEF]
    for _, lead, _, analysts in TEAMS.values():
        staff += [lead, *analysts]
    staff += sorted({officer for _, _, officer, _ in TEAMS.values()})
    return GENERATED + "".join(map(person, staff))


def person(name):
    return f'\n[people.{slug(name)}]\nname = {quoted(name)}\nemail = "{slug(name)}@example.org"\n'


def units(vendors):
    """The authority, its teams, and below each team its vendors, dealt out to the analysts in turn."""
    text = GENERATED + unit("authority", "Port Meridian Authority", head=CHIEF)
    for team, (name, lead, officer, analysts) in TEAMS.items():
        text += unit(team, name, parent="authority", head=lead, supervisor=officer)
        for turn, vendor in enumerate(sorted(v for v in vendors if team_of(v) == team)):
            text += unit(slug(vendor), vendor, parent=team, head=analysts[turn % len(analysts)])
    return text


def unit(key, name, parent=None, head=None, supervisor=None):
    lines = [f"\n[units.{key}]", f"name = {quoted(name)}"]
    lines += [f'parent = "{parent}"'] if parent else []
    lines += [f'{role} = "{slug(who)}"' for role, who in (("head", head), ("supervisor", supervisor)) if who]
    return "\n".join(lines) + "\n"


def team_of(vendor):
    return next((team for team, names in VENDORS.items() if vendor in listed(names)), REST)


def listed(names):
    return " ".join(names.split()).split(", ")


def tasks(year, items):
    head = GENERATED + f"# Items added to the catalogue in {year}: {len(items)}.\n"
    if year in CLOSED_YEARS:
        head += '\n[defaults]\npolicy = "archive"\n'
    return head + "".join(map(task, items))


def task(item):
    lines = [
        "\n[[task]]",
        f'id = "{item["cveID"]}"',
        f"title = {quoted(item['vulnerabilityName'])}",
        f"detail = {paragraphs(item['requiredAction'], item['shortDescription'])}",
    ]
    lines += [f'category = "{weakness}"' for weakness in item["cwes"].split(", ")[:1] if weakness]
    lines += [
        f'severity = "{severity(item)}"',
        'source = "CISA KEV"',
        f'batch = "{item["added"]:%Y-%m}"',
        f'unit = "{slug(item["vendorProject"])}"',
        f"opened = {item['added']}",
        f"due = {item['due']}",
    ]
    lines += [f"{key} = {day}" for key, day in progress(item).items()]
    lines += ["links = [", *(f"  {quoted(link)}," for link in links(item["notes"])), "]"]
    return "\n".join(lines) + "\n"


def severity(item):
    """Critical if ransomware is known to use it; high if CISA gave two weeks or less; else medium."""
    if item["knownRansomwareCampaignUse"] == "Known":
        return "critical"
    return "high" if item["due"] - item["added"] <= SHORT_NOTICE else "medium"


def progress(item):
    """Fixed on the due date, verified two weeks later; what was due lately is only done, or still open."""
    if item["due"] >= DONE_BEFORE:
        return {}
    done = max(item["due"], item["added"])
    if item["due"] >= VERIFIED_BEFORE:
        return {"done": done}
    return {"done": done, "verified": done + VERIFICATION_TAKES}


def links(notes):
    """The addresses in the notes, each once; the catalogue parts them by semicolons, commas or spaces."""
    found = re.findall(r"https?://[^\s\"]+?(?=[;,.\"]*(?:\s|$)|[;,]https?://)", notes)
    return list(dict.fromkeys(link if "(" in link else link.rstrip(")") for link in found))


def slug(name):
    return re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")


def quoted(text):
    """A TOML basic string: JSON's escapes are TOML's too."""
    return json.dumps(text, ensure_ascii=False)


def paragraphs(*texts):
    """A multi-line TOML string; no text holds three quotes once its quotes are escaped."""
    return '"""\n' + "\n\n".join(quoted(text)[1:-1] for text in texts) + '"""'


def write(name, text):
    path = HERE / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
