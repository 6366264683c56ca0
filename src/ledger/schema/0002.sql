-- What delivery under faults needs to know. A letter's bytes never change and stand apart, so that what
-- does change stays small; letters are numbered, so that what is written together stands together.

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
                     ('queued', 'held', 'sent', 'failed', 'withdrawn', 'discarded')),
    held         TEXT    CHECK (held IN ('ask', 'guard', 'changes')),
    created      INTEGER NOT NULL,
    revived      INTEGER,                   -- when `duban retry` gave it a new lifetime
    settled      INTEGER,
    attempts     INTEGER NOT NULL DEFAULT 0,
    put_off      INTEGER NOT NULL DEFAULT 0, -- of these, how many put it off for reasons of its own
    next_attempt INTEGER,                   -- there exactly while it is queued
    last_answer  TEXT,
    CHECK ((state = 'queued') = (next_attempt IS NOT NULL))
) STRICT;
INSERT INTO new_letter
    SELECT row_number() OVER (ORDER BY created, id), id, message_id, kind, language, importance, subject,
           sender, state, held, created, NULL, settled, attempts, attempts, next_attempt, last_answer
    FROM letter;

CREATE TABLE message (
    letter INTEGER PRIMARY KEY REFERENCES letter (number),
    bytes  BLOB NOT NULL
) STRICT;
INSERT INTO message SELECT number, bytes FROM letter JOIN new_letter USING (id) ORDER BY number;

CREATE TABLE new_recipient (
    letter     INTEGER NOT NULL REFERENCES letter (number),
    position   INTEGER NOT NULL,
    address    TEXT    NOT NULL,
    state      TEXT    NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'refused')),
    answer     TEXT,
    unanswered INTEGER NOT NULL DEFAULT 0,  -- how often it was handed over, and no answer came
    PRIMARY KEY (letter, position)
) STRICT, WITHOUT ROWID;
INSERT INTO new_recipient
    SELECT new_letter.number, position, address, recipient.state, answer, 0
    FROM recipient JOIN new_letter ON id = letter;

-- An attempt without an end was interrupted: the letter is tried again with the same bytes (L2).
CREATE TABLE new_attempt (
    letter  INTEGER NOT NULL REFERENCES letter (number),
    number  INTEGER NOT NULL,
    started INTEGER NOT NULL,
    ended   INTEGER,
    outcome TEXT,
    PRIMARY KEY (letter, number)
) STRICT, WITHOUT ROWID;
INSERT INTO new_attempt
    SELECT new_letter.number, attempt.number, started, ended, outcome
    FROM attempt JOIN new_letter ON id = letter;

DROP TABLE attempt;
DROP TABLE recipient;
DROP TABLE letter;
ALTER TABLE new_letter RENAME TO letter;
ALTER TABLE new_recipient RENAME TO recipient;
ALTER TABLE new_attempt RENAME TO attempt;

CREATE INDEX letter_queue ON letter (importance, next_attempt) WHERE state = 'queued';
CREATE INDEX letter_unsettled ON letter (state) WHERE state IN ('queued', 'held', 'failed');
CREATE INDEX letter_admin ON letter (number) WHERE kind = 'admin';

-- Recipients who will not get a letter, and the letter that told the admin so (L1, L3).
CREATE TABLE undelivered (
    id      INTEGER PRIMARY KEY,
    letter  TEXT    NOT NULL REFERENCES letter (id),
    address TEXT    NOT NULL,
    answer  TEXT    NOT NULL,
    told    TEXT    REFERENCES letter (id)
) STRICT;
CREATE INDEX undelivered_untold ON undelivered (id) WHERE told IS NULL;
CREATE INDEX undelivered_told ON undelivered (told) WHERE told IS NOT NULL;

-- What keeps every letter from leaving; a row exactly while something does.
CREATE TABLE relay (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    since       INTEGER NOT NULL,
    why         TEXT    NOT NULL,
    needs_admin INTEGER NOT NULL,
    failures    INTEGER NOT NULL,
    next_try    INTEGER NOT NULL,
    asked       INTEGER NOT NULL DEFAULT 0, -- a person wants it tried at once
    told        TEXT    REFERENCES letter (id)
) STRICT;

-- L6: the deadlines of open tasks as they were when the files were last taken as meant. A milestone of ''
-- is the task itself.
CREATE TABLE deadline (
    task      TEXT NOT NULL,
    milestone TEXT NOT NULL,
    deadline  TEXT NOT NULL,
    PRIMARY KEY (task, milestone)
) STRICT, WITHOUT ROWID;

-- R1: that files are refused; a row exactly while some are.
CREATE TABLE refusal (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    since INTEGER NOT NULL,
    files TEXT    NOT NULL,                 -- of which the admin was told, a line each
    told  TEXT    REFERENCES letter (id)
) STRICT;

-- L6: an edit that moved or dropped too many of them; a row until a person has settled it and the files
-- were read again, or the files are as they were.
CREATE TABLE held_edit (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    digest  TEXT    NOT NULL,               -- of what it changes
    found   INTEGER NOT NULL,
    moved   INTEGER NOT NULL,
    dropped INTEGER NOT NULL,
    settled INTEGER
) STRICT;
