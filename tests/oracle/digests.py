"""W6, L8b: who gets a digest instead of copies, and when it leaves. An independent, naive reading."""

from collections import defaultdict
from datetime import timedelta

from workdays import ONE_DAY


def leave_out(register, entries):
    """Takes out of each notice's Cc who has it in a digest. `entries` are (release, notice, around) of a whole plan."""
    sweeps = defaultdict(list)
    for release, notice, around in entries:
        sweeps[release].append((notice, around))
    for sweep in sweeps.values():
        crowded = too_many_copies(register, sweep)
        for notice, around in sweep:
            if around["asks"]:
                continue
            own = [address for address in notice["cc"] if register.digest_at(address)]
            many = [address for address in notice["cc"] if address not in own and address.lower() in crowded]
            notice["cc"] = [address for address in notice["cc"] if address not in own + many]
            notice["digest"] = own + many


def too_many_copies(register, sweep):
    """L8b: the addresses of people whom the letters of a sweep would copy too often, before anyone is left out."""
    letters = {}
    for number, (notice, around) in enumerate(sweep):
        if around["asks"]:
            continue
        same = tuple(tuple(sorted(address.lower() for address in notice[key])) for key in ("to", "cc"))
        alone = None if around["grouped"] else number
        letters[same, notice["letter"], around["language"], around["importance"], alone] = notice["cc"]
    counts = defaultdict(int)
    for cc in letters.values():
        for address in cc:
            counts[address.lower()] += 1
    persons = {person["email"].lower() for person in register.people.values()}
    return {address for address, count in counts.items() if count > register.max_copies and address in persons}


def digests(register, entries, now, until):
    """Every digest that leaves before `until`: (release, whose, to)."""
    found = set()
    for release, notice, _ in entries:
        for address in notice["digest"]:
            who = register.digest_at(address)
            if who is None:
                who = next(one for one, person in register.people.items() if person["email"].lower() == address.lower())
                leaves = release
            else:
                leaves = next_slot(register.calendars["default"], register.people[who]["digest"], max(release, now))
            if leaves is not None and leaves < until:
                found.add((leaves, who))
    return sorted(found)


def next_slot(calendar, rhythm, after):
    """The first `send-at` of a working day after an instant; of a week the first. None within a month."""
    day = calendar.local_day(after)
    for _ in range(31):
        at = calendar.instant(day, calendar.send_at)
        if at > after and calendar.is_working(day) and (rhythm == "daily" or is_first_of_week(calendar, day)):
            return at
        day += ONE_DAY
    return None


def is_first_of_week(calendar, day):
    monday = day - timedelta(days=day.weekday())
    return not any(calendar.is_working(monday + timedelta(days=n)) for n in range(day.weekday()))
