"""Does `duban plan --json` say what the oracle says, on random configurations?

    compare.py --duban PATH --seeds A..B [--jobs N] [--keep DIR] [--with-ledger]
    compare.py --survey --seeds A..B [--jobs N]     what the generated cases reach, without duban

Prints the first difference of each failing seed, then `N passed, M failed`; exit status 1 if any failed.
Ledgers are empty unless --with-ledger is given.
"""

import argparse
import json
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import traceback
from collections import Counter
from datetime import UTC
from functools import partial
from multiprocessing import Pool
from pathlib import Path

import oracle
import tomltext
from generate import Generator
from register import Register, read_files
from subjects import RETURNED, holds_of, stages_of
from workdays import Offset

SCHEMAS = sorted((Path(__file__).parents[2] / "src/ledger/schema").glob("*.sql"))
PATIENCE = 60  # seconds for one `duban plan`


# -- one seed ------------------------------------------------------------------------------------


def check(seed, duban, with_ledger, keep):
    """None if both say the same, else the difference in words."""
    folder = Path(tempfile.mkdtemp(prefix=f"duban-{seed}-"))
    try:
        difference = difference_in(folder, seed, duban, with_ledger)
        if difference and keep:
            shutil.copytree(folder, keep / str(seed), dirs_exist_ok=True)
        return difference
    except Exception:
        return traceback.format_exc()
    finally:
        shutil.rmtree(folder)


def difference_in(folder, seed, duban, with_ledger):
    Generator(seed).write(folder)
    case = json.loads((folder / "case.json").read_text("utf-8"))
    ledger = case["ledger"] if with_ledger else []
    files = read_files(folder / "duban.toml")
    answers = case["answers"] if with_ledger else []
    expected = expected_plan(files, case, ledger, answers)
    expected, digests = expected["notices"], expected["digests"]
    (folder / "expected.json").write_text(json.dumps({"notices": expected}, ensure_ascii=False, indent=1), "utf-8")
    state = folder / "state"
    state.mkdir()
    if ledger or answers:
        seed_ledger(state, ledger, answers)
    answer = run_duban(duban, folder, state, case)
    if answer.returncode != 0:
        return f"duban exited with {answer.returncode}:\n{answer.stdout[-1500:]}{answer.stderr[-3000:]}"
    (folder / "actual.json").write_text(answer.stdout, "utf-8")
    document = json.loads(answer.stdout)
    # Whether a date rests on a year without holidays is a remark beside the plan.
    actual = [{key: notice[key] for key in notice if key != "covered"} for notice in document["notices"]]
    if actual != expected:
        return describe(files, case, expected, actual)
    sent = [letter for letter in document["letters"] if letter["kind"] == "digest"]
    sent = sorted(({key: letter[key] for key in ("about", "release")} for letter in sent), key=by_time)
    digests = sorted(digests, key=by_time)
    return None if sent == digests else f"digests: expected {digests},\ngot {sent}"


def by_time(letter):
    return letter["release"], letter["about"]


def expected_plan(files, case, ledger, answers):
    now, until = oracle.read_time(case["now"]), oracle.read_time(case["until"])
    return oracle.plan(Register(files), now, until, now, ledger, answers)


def run_duban(duban, folder, state, case):
    command = [duban, "--config", folder / "duban.toml", "--state-dir", state, "--now", case["now"]]
    command += ["plan", "--json", "--from", case["now"], "--until", case["until"]]
    return subprocess.run(command, capture_output=True, encoding="utf-8", timeout=PATIENCE)


def seed_ledger(state, notices, answers):
    """Makes `state` a state folder whose ledger has recorded these notices and answers.

    The one place that knows the ledger's schema. `notices` are identities as the oracle writes them.
    """
    connection = sqlite3.connect(state / "ledger.sqlite3")
    for schema in SCHEMAS:
        connection.executescript(schema.read_text("utf-8"))
    connection.execute(f"PRAGMA application_id = {int.from_bytes(b'duba')}")
    connection.execute(f"PRAGMA user_version = {len(SCHEMAS)}")
    rows = [
        (n["task"], n["milestone"] or "", n["from"], in_utc(n["anchor"]), n["stage"], n["occurrence"],
         *(("letter", "sent") if n.get("released") else ("superseded", None)))
        for n in notices
    ]
    # A letter that was released, whatever was in it.
    connection.execute(
        "INSERT INTO letter (id, message_id, kind, language, importance, subject, sender, state, created)"
        " VALUES ('sent', 'sent', 'circular', 'en', 1, '', '', 'sent', 0)"
    )
    connection.executemany(
        'INSERT OR IGNORE INTO notice (about, milestone, "from", anchor, stage, occurrence, disposition, letter, moment, recorded)'
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, 0, 0)",
        rows,
    )
    connection.executemany(
        "INSERT INTO answer (number, at, about, milestone, cycle, person, verb, day, percent, words, way, proven, state,"
        " decided, shown, revision) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [answer_row(number, answer) for number, answer in enumerate(answers, 1)],
    )
    connection.commit()
    connection.close()


def answer_row(number, answer):
    days = {"done", "verified", "more-time"}
    return (
        number, microseconds(answer["at"]), answer["task"], answer["milestone"] or "", answer["cycle"], answer["person"],
        answer["verb"], "2026-01-01" if answer["verb"] in days else None, None, "x", answer["way"], answer["proven"],
        answer["state"], microseconds(answer["decided"]), microseconds(answer["shown"]), number,
    )


def microseconds(text):
    return None if text is None else round(oracle.read_time(text).timestamp() * 1_000_000)


def in_utc(anchor):
    """The ledger's form of an anchor: a day as it is, an instant in UTC."""
    if "T" not in anchor:
        return anchor
    return oracle.read_time(anchor).astimezone(UTC).isoformat().replace("+00:00", "Z")


# -- saying what differs ---------------------------------------------------------------------------


def describe(files, case, expected, actual):
    """The first place where the documents part, with the task it is about."""
    place = next(
        (i for i, pair in enumerate(zip(expected, actual)) if pair[0] != pair[1]),
        min(len(expected), len(actual)),
    )
    ours = expected[place] if place < len(expected) else None
    theirs = actual[place] if place < len(actual) else None
    task = min(((n["release"], n["task"]) for n in (ours, theirs) if n))[1]
    lines = [
        f"now {case['now']}  until {case['until']}  ledger {len(case['ledger'])}",
        f"notices: oracle {len(expected)}, duban {len(actual)}; they part at number {place}",
        f"oracle: {show(ours)}",
        f"duban:  {show(theirs)}",
    ]
    if ours and theirs and ours["task"] == theirs["task"]:
        unequal = [key for key in ours.keys() | theirs.keys() if ours.get(key) != theirs.get(key)]
        lines.append(f"differ in: {', '.join(sorted(unequal))}")
    return "\n".join([*lines, "", configuration_of(files, task)])


def show(notice):
    return "(none)" if notice is None else json.dumps(notice, ensure_ascii=False)


def configuration_of(files, task_id):
    """The task as the files state it, defaults merged, with its policy and its calendars."""
    register = Register(files)
    task = next(task for task in register.tasks if task["id"] == task_id)
    raw = {kind: {} for kind in ("calendars", "policies", "units", "groups", "people")}
    for _, table in files:
        for kind in raw:
            raw[kind] |= table.get(kind, {})
    policy = register.policy_of(task)
    wanted = {"rules": register.rules, "task": [task], "calendars": raw["calendars"]}
    wanted["policies"] = {name: entry for name, entry in raw["policies"].items() if entry == policy}
    wanted |= {kind: raw[kind] for kind in ("units", "groups", "people")}
    return tomltext.document(wanted)


# -- what the cases reach --------------------------------------------------------------------------


def survey(seed):
    """Counts of one seed: notices, and what they are of."""
    folder = Path(tempfile.mkdtemp(prefix=f"duban-{seed}-"))
    try:
        Generator(seed).write(folder)
        case = json.loads((folder / "case.json").read_text("utf-8"))
        files = read_files(folder / "duban.toml")
        register = Register(files)
        notices = expected_plan(files, case, case["ledger"], case["answers"])["notices"]
        return features(register, case, notices)
    finally:
        shutil.rmtree(folder)


def features(register, case, notices):
    found = Counter({"cases": 1, "tasks": len(register.tasks), "notices": len(notices)})
    found[f"notices per case {bucket(len(notices))}"] = 1
    found[f"answers per case {bucket(len(case['answers']))}"] = 1
    for answer in case["answers"]:
        found[f"answer {answer['verb']} {answer['state']}"] += 1
    found[f"ledger entries per case {bucket(len(case['ledger']))}"] = 1
    tasks = {task["id"]: task for task in register.tasks}
    for notice in notices:
        task = tasks[notice["task"]]
        policy = register.policy_of(task)
        stage = next(stage for stage in stages_of(policy) if stage["name"] == notice["stage"])
        at = Offset(stage["at"])
        repeat = stage.get("repeat")
        found[f"from {notice['from']}"] += 1
        found[f"unit {at.unit}"] += 1
        found[f"sign {'-' if at.count < 0 else '+' if at.count else '0'}"] += 1
        found[f"letter {notice['letter']}"] += 1
        found[f"track {notice['track']}{' and held' if notice['held'] else ''}"] += 1
        if notice["occurrence"]:
            found[f"repeat {'list' if isinstance(repeat, list) else Offset(repeat).unit}"] += 1
        found[f"unless {stage.get('unless')}"] += 1
        found["the stage returned of every policy"] += stage is RETURNED
        for key in ("every", "hold", "extended", "progress", "returned", "acknowledged"):
            found[f"task with {key}"] += key in task
        found["milestone"] += notice["milestone"] is not None
        found["anchor is a date-time"] += "T" in notice["anchor"]
        found["due counted from opened"] += isinstance(register.due_of(task), str)
        found["due by a rule"] += "due" not in task
        found["the clock was stopped"] += any(hold.get("stops-clock") for hold in holds_of(task))
        found["released after its moment"] += oracle.read_time(notice["release"]) - oracle.read_time(notice["moment"]) >= oracle.MINUTE
    return found


def bucket(number):
    return next(f"<= {limit}" for limit in (0, 1, 3, 10, 30, 100, 1000, 10**9) if number <= limit)


# -- command line ----------------------------------------------------------------------------------


def seeds(text):
    first, _, last = text.partition("..")
    return range(int(first), int(last or first) + 1)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--duban", type=Path)
    parser.add_argument("--seeds", type=seeds, required=True)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="copy failing cases here")
    parser.add_argument("--with-ledger", action="store_true")
    parser.add_argument("--survey", action="store_true")
    arguments = parser.parse_args()
    if arguments.survey == bool(arguments.duban):
        parser.error("give either --duban PATH or --survey")
    with Pool(arguments.jobs) as pool:
        if arguments.survey:
            total = sum(pool.imap(survey, arguments.seeds, chunksize=8), Counter())
            print("\n".join(f"{total[name]:8} {name}" for name in sorted(total)))
            return
        job = partial(check, duban=arguments.duban.resolve(), with_ledger=arguments.with_ledger, keep=arguments.keep)
        failed = 0
        for seed, difference in zip(arguments.seeds, pool.imap(job, arguments.seeds, chunksize=4)):
            if difference:
                failed += 1
                print(f"seed {seed} ----------------\n{difference}\n", flush=True)
    print(f"{len(arguments.seeds) - failed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
