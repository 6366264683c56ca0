"""Reads letters as other programs do: Python's email, threading after Jamie Zawinski, events after RFC 5545.

Arguments: .eml files. Prints JSON: each letter's headers and events, and the conversations."""
import base64, email, email.utils, json, re, sys
from email import policy


def event(text):
    lines = text.replace("\r\n ", "").split("\r\n")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n")), "a line of more than 75 bytes"
    assert lines[0] == "BEGIN:VCALENDAR" and lines[-2:] == ["END:VCALENDAR", ""], lines
    values, inside = {}, []
    for line in lines[:-1]:
        name, _, value = line.partition(":")
        if name == "BEGIN":
            inside.append(value)
        elif name == "END":
            assert inside.pop() == value
        else:
            assert re.fullmatch(r"[A-Z-]+(;[A-Z]+=[A-Z]+)*", name), line
            assert name not in values, line
            values[name] = re.sub(r"\\(.)", r"\1", value)
    assert not inside
    for needed in ["VERSION", "PRODID", "METHOD", "UID", "DTSTAMP", "DTSTART;VALUE=DATE", "DTEND;VALUE=DATE"]:
        assert needed in values, needed
    return values


def letter(path):
    raw = open(path, "rb").read()
    message = email.message_from_bytes(raw, policy=policy.default)
    assert not message.defects, message.defects
    head = raw.split(b"\r\n\r\n")[0].split(b"\r\n")
    events = [event(part.get_content()) for part in message.walk() if part.get_content_type() == "text/calendar"]
    index = message["Thread-Index"]
    return {
        "id": message["Message-ID"],
        "subject": message["Subject"],
        "to": [[one.display_name, one.addr_spec] for one in message["To"].addresses],
        "date": message["Date"].datetime.isoformat(),
        "longest": max(len(line) for line in head),
        "references": (message["References"] or "").split(),
        "answers": message["In-Reply-To"],
        "topic": message["Thread-Topic"],
        "index": [base64.b64decode(index).hex(), len(base64.b64decode(index))] if index else None,
        "list": email.header.decode_header(message["List-Id"])[0][0] is not None,
        "names": [part.get_filename() for part in message.iter_attachments()],
        "events": events,
    }


def conversations(letters):
    """JWZ: containers by Message-ID, linked by References; the roots and how many letters each has."""
    parent = {}
    for one in letters:
        chain = one["references"] + [one["id"]]
        for above, below in zip(chain, chain[1:]):
            parent.setdefault(below, above)

    def root(of):
        seen = set()
        while of in parent and of not in seen:
            seen.add(of)
            of = parent[of]
        return of

    found = {}
    for one in letters:
        found.setdefault(root(one["id"]), []).append(one["subject"])
    return list(found.values())


letters = [letter(path) for path in sys.argv[1:]]
print(json.dumps({"letters": letters, "conversations": conversations(letters)}))
