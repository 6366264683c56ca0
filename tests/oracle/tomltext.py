"""Tables of plain Python values as TOML 1.0 text: what generate.py writes and compare.py shows.

Tables nested deeper than two levels are written inline, as people write stages and milestones.
"""

import json
import re
from datetime import date, datetime, timedelta


def document(table):
    """A whole file: plain keys first, then `[table]`, `[table.name]` and `[[array]]`."""
    plain = {key: value for key, value in table.items() if not is_section(key, value)}
    parts = [keys(plain)] if plain else []
    for key, value in table.items():
        if key in plain:
            continue
        if isinstance(value, list):
            parts += [f"[[{key}]]\n{keys(entry)}" for entry in value]
        elif key in ("people", "groups", "units", "policies", "calendars", "years"):
            parts += [f"[{key}.{bare(name)}]\n{keys(entry)}" for name, entry in value.items()]
        else:
            parts.append(f"[{key}]\n{keys(value)}")
    return "\n".join(parts)


def is_section(key, value):
    return isinstance(value, dict) or key in ("task", "rules")


def keys(table):
    return "".join(f"{bare(key)} = {inline(value)}\n" for key, value in table.items())


def inline(value):
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        zulu = value.tzinfo is not None and value.utcoffset() == timedelta(0)
        return value.replace(tzinfo=None).isoformat() + "Z" if zulu else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, dict):
        inside = ", ".join(f"{bare(key)} = {inline(entry)}" for key, entry in value.items())
        return f"{{ {inside} }}" if inside else "{}"
    if isinstance(value, list) and value and isinstance(value[0], dict):
        return "[\n" + "".join(f"  {inline(entry)},\n" for entry in value) + "]"
    if isinstance(value, list):
        return "[" + ", ".join(map(inline, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def bare(key):
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)
