-- L3, L6c: a letter may be written anew and its old text is then replaced. Whether a person released it, whether a relay
-- was ever offered it, and whether anybody it is addressed to has it.

CREATE TABLE new_letter (
    number       INTEGER PRIMARY KEY,       -- the order in which they were written
    id           TEXT    NOT NULL UNIQUE,
    message_id   TEXT    NOT NULL UNIQUE,
    kind         TEXT    NOT NULL,
    language     TEXT    NOT NULL,
    importance   INTEGER NOT NULL,          -- 0 low, 1 normal, 2 high: the order in which letters leave
    subject      TEXT    NOT NULL,
    sender       TEXT    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN
                     ('queued', 'held', 'sent', 'failed', 'withdrawn', 'replaced', 'discarded')),
    held         TEXT    CHECK (held IN ('ask', 'guard', 'changes')),
    created      INTEGER NOT NULL,
    since        INTEGER,                   -- when the letter that it replaces began to wait
    revived      INTEGER,                   -- when a person gave it a new lifetime
    released     INTEGER,                   -- when a person let it go; while it is held, the next sweep does it
    settled      INTEGER,
    attempts     INTEGER NOT NULL DEFAULT 0,
    put_off      INTEGER NOT NULL DEFAULT 0, -- of these, how many put it off for reasons of its own
    next_attempt INTEGER,                   -- there exactly while it is queued
    last_answer  TEXT,
    in_doubt     INTEGER NOT NULL DEFAULT 0,
    offered      INTEGER NOT NULL DEFAULT 0, -- it is never written anew: a relay was told whom it is for, or a person said so
    unreached    INTEGER NOT NULL DEFAULT 0, -- it is settled, and none that it is addressed to has it
    replaces     INTEGER REFERENCES letter (number),
    CHECK ((state = 'queued') = (next_attempt IS NOT NULL))
) STRICT;
INSERT INTO new_letter
    SELECT number, id, message_id, kind, language, importance, subject, sender, state, held, created, NULL, revived,
           iif(held IS NOT NULL AND state IN ('queued', 'sent', 'failed'), coalesce(revived, created), NULL),
           settled, attempts, put_off, next_attempt, last_answer, in_doubt, attempts > 0, 0, NULL
    FROM letter;

CREATE TABLE new_notice (
    task        TEXT    NOT NULL,
    milestone   TEXT    NOT NULL DEFAULT '',
    "from"      TEXT    NOT NULL,
    anchor      TEXT    NOT NULL,
    stage       TEXT    NOT NULL,
    occurrence  INTEGER NOT NULL,
    disposition TEXT    NOT NULL CHECK (disposition IN
                    ('letter', 'superseded', 'adopted', 'withdrawn', 'replaced')),
    moment      INTEGER NOT NULL,
    recorded    INTEGER NOT NULL,
    letter      TEXT    REFERENCES letter (id),
    CHECK ((disposition IN ('letter', 'withdrawn', 'replaced')) = (letter IS NOT NULL))
) STRICT;
INSERT INTO new_notice
    SELECT task, milestone, "from", anchor, stage, occurrence, disposition, moment, recorded, letter
    FROM notice ORDER BY rowid;

DROP TABLE notice;
DROP TABLE letter;
ALTER TABLE new_letter RENAME TO letter;
ALTER TABLE new_notice RENAME TO notice;

CREATE INDEX letter_queue ON letter (importance, next_attempt) WHERE state = 'queued';
CREATE INDEX letter_unsettled ON letter (state) WHERE state IN ('queued', 'held', 'failed');
CREATE INDEX letter_admin ON letter (number) WHERE kind = 'admin';
CREATE INDEX letter_unreached ON letter (number) WHERE unreached;
CREATE INDEX letter_replaces ON letter (replaces) WHERE replaces IS NOT NULL;

-- A notice that was withdrawn may be sent again, one that was replaced stands in a newer letter; no other may come twice.
CREATE UNIQUE INDEX notice_identity ON notice (task, milestone, "from", anchor, stage, occurrence)
    WHERE disposition NOT IN ('withdrawn', 'replaced');
CREATE INDEX notice_letter ON notice (letter) WHERE letter IS NOT NULL;
CREATE INDEX notice_recorded ON notice (recorded);

-- Whether a letter is addressed to them or they get a copy. Of letters from before, nobody knows: they count as addressed.
ALTER TABLE recipient ADD COLUMN copied INTEGER NOT NULL DEFAULT 0;

-- L6a: when the admin was last told of letters and an edit that wait for a person; a row once that was.
CREATE TABLE held_told (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at INTEGER NOT NULL
) STRICT;
