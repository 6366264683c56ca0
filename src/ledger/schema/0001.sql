-- The first schema. Times are microseconds since the epoch, UTC. Rows are never deleted.

CREATE TABLE letter (
    id           TEXT    NOT NULL PRIMARY KEY,
    message_id   TEXT    NOT NULL UNIQUE,
    kind         TEXT    NOT NULL,
    language     TEXT    NOT NULL,
    importance   INTEGER NOT NULL,          -- 0 low, 1 normal, 2 high: the order in which letters leave
    subject      TEXT    NOT NULL,
    sender       TEXT    NOT NULL,
    bytes        BLOB    NOT NULL,
    state        TEXT    NOT NULL CHECK (state IN
                     ('queued', 'held', 'sent', 'failed', 'withdrawn', 'discarded')),
    held         TEXT    CHECK (held IN ('ask', 'guard')),
    created      INTEGER NOT NULL,
    settled      INTEGER,
    attempts     INTEGER NOT NULL DEFAULT 0,
    next_attempt INTEGER,                   -- there exactly while it is queued
    last_answer  TEXT,
    CHECK ((state = 'queued') = (next_attempt IS NOT NULL))
) STRICT;

CREATE INDEX letter_queue ON letter (importance DESC, created) WHERE state = 'queued';
CREATE INDEX letter_next ON letter (next_attempt) WHERE state = 'queued';
CREATE INDEX letter_unsettled ON letter (state) WHERE state IN ('queued', 'held', 'failed');

CREATE TABLE recipient (
    letter   TEXT    NOT NULL REFERENCES letter (id),
    position INTEGER NOT NULL,
    address  TEXT    NOT NULL,
    state    TEXT    NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'refused')),
    answer   TEXT,
    PRIMARY KEY (letter, position),
    UNIQUE (letter, address)
) STRICT, WITHOUT ROWID;

-- An attempt without an end was interrupted: the letter is tried again with the same bytes (L2).
CREATE TABLE attempt (
    letter  TEXT    NOT NULL REFERENCES letter (id),
    number  INTEGER NOT NULL,
    started INTEGER NOT NULL,
    ended   INTEGER,
    outcome TEXT,
    PRIMARY KEY (letter, number)
) STRICT, WITHOUT ROWID;

-- T10: what makes a notice the same notice. A milestone of '' is the task itself.
CREATE TABLE notice (
    task        TEXT    NOT NULL,
    milestone   TEXT    NOT NULL DEFAULT '',
    "from"      TEXT    NOT NULL,
    anchor      TEXT    NOT NULL,
    stage       TEXT    NOT NULL,
    occurrence  INTEGER NOT NULL,
    disposition TEXT    NOT NULL CHECK (disposition IN ('letter', 'superseded', 'adopted', 'withdrawn')),
    moment      INTEGER NOT NULL,
    recorded    INTEGER NOT NULL,
    letter      TEXT    REFERENCES letter (id),
    CHECK ((disposition IN ('letter', 'withdrawn')) = (letter IS NOT NULL))
) STRICT;

-- A withdrawn notice may be sent again once what withdrew it is over (L6b); no other may.
CREATE UNIQUE INDEX notice_identity
    ON notice (task, milestone, "from", anchor, stage, occurrence) WHERE disposition <> 'withdrawn';
CREATE INDEX notice_letter ON notice (letter) WHERE letter IS NOT NULL;
CREATE INDEX notice_recorded ON notice (recorded);
