-- Answers: what recipients said of tasks and milestones (A2). None is deleted.
CREATE TABLE answer (
    number     INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    about      TEXT NOT NULL,        -- the task
    milestone  TEXT NOT NULL,        -- '' is the task itself
    cycle      TEXT,                 -- of a standing task the nominal due date of the cycle it is about (T9)
    person     TEXT NOT NULL,
    verb       TEXT NOT NULL CHECK (verb IN ('received', 'progress', 'done', 'more-time', 'not-mine', 'verified', 'returned', 'note')),
    day        TEXT,                 -- done on, more time until, verified on
    percent    INTEGER,
    words      TEXT,
    more       TEXT,                 -- evidence, a line each; whose it is
    way        TEXT NOT NULL CHECK (way IN ('link', 'page', 'mail')),
    letter     TEXT,                 -- the id of the letter that was answered
    message_id TEXT,                 -- of the mail
    proven     INTEGER NOT NULL,        -- it is known who speaks (A5)
    nonce      TEXT UNIQUE,          -- what makes it the same answer when it comes twice
    state      TEXT NOT NULL CHECK (state IN ('waits', 'counts', 'accepted', 'declined', 'true', 'void', 'noted')),
    decided    INTEGER,
    by         TEXT,                 -- who decided
    why        TEXT,                 -- why it was declined
    revision   INTEGER NOT NULL,     -- goes up with every change of any answer
    shown      INTEGER,              -- when the files in force showed what was accepted (A4, T16)
    -- Who was written to because of it (A2, A3, A4), and when.
    receipt    INTEGER,              -- who answered
    refusal    INTEGER,              -- who answered, that it was declined
    told       INTEGER,              -- the admin
    supervised INTEGER               -- the supervisor, last
) STRICT;
CREATE INDEX answer_about ON answer (about, milestone);
CREATE INDEX answer_revision ON answer (revision);
CREATE INDEX answer_waits ON answer (number) WHERE state = 'waits';
CREATE INDEX answer_receipt ON answer (number) WHERE receipt IS NULL;
CREATE INDEX answer_refusal ON answer (number) WHERE state = 'declined' AND refusal IS NULL;
CREATE INDEX answer_told ON answer (number) WHERE told IS NULL;
CREATE TABLE answers_told (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at INTEGER NOT NULL                     -- when the admin was last written to because of answers
) STRICT;

-- What people want urged (E2).
CREATE INDEX edit_wish ON edit (number) WHERE command = 'urge';

-- L8: whether the admin was told that this waits for a person.
ALTER TABLE held_change ADD COLUMN told INTEGER NOT NULL DEFAULT 1;

-- L8: tasks that were closed or put on hold together, of which the admin is still to be told, with what is known of them.
CREATE TABLE settled (
    task      TEXT NOT NULL,
    milestone TEXT NOT NULL,                -- '' is the task itself
    facts     TEXT NOT NULL,
    PRIMARY KEY (task, milestone)
) STRICT, WITHOUT ROWID;

-- When the admin was last told of an edit that waits, and of tasks that were closed together.
CREATE TABLE edits_told (
    what TEXT PRIMARY KEY CHECK (what IN ('waits', 'settled')),
    at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

-- N6: the files to which old letters were moved. In such a file it is the file itself, with an empty path.
CREATE TABLE archive (
    number  INTEGER PRIMARY KEY,
    token   TEXT    NOT NULL UNIQUE,        -- stands in the file, too
    path    TEXT    NOT NULL UNIQUE,
    before  INTEGER NOT NULL,
    letters INTEGER NOT NULL DEFAULT 0,
    notices INTEGER NOT NULL DEFAULT 0,
    edits   INTEGER NOT NULL DEFAULT 0
) STRICT;

-- History of one task in ten years of notices.
CREATE INDEX notice_about ON notice (about, milestone);
CREATE INDEX undelivered_letter ON undelivered (letter);

-- N2: the node that has taken the letter out of the queue and not settled it; what its attempt came to is not known before
-- that. A file has one node, which is ''.
ALTER TABLE letter ADD COLUMN claim TEXT;

-- The nodes that share the ledger. That of a file has no row.
CREATE TABLE node (
    name    TEXT    NOT NULL PRIMARY KEY,
    version TEXT    NOT NULL,
    files   TEXT,                           -- the fingerprint of its files
    until   INTEGER NOT NULL,               -- when its lease ends
    seen    INTEGER NOT NULL,               -- when it last said something
    ahead   INTEGER NOT NULL DEFAULT 0,     -- how far its clock is ahead of the server's
    gone    INTEGER,                        -- when another node saw that its lease had ended
    checks  INTEGER NOT NULL DEFAULT 1      -- whether all files of its own copy check
) STRICT, WITHOUT ROWID;

-- What keeps every letter of a node from leaving; a row exactly while something does.
CREATE TABLE relay_of_node (
    node        TEXT    NOT NULL PRIMARY KEY,
    since       INTEGER NOT NULL,
    why         TEXT    NOT NULL,
    needs_admin INTEGER NOT NULL,
    failures    INTEGER NOT NULL,
    next_try    INTEGER NOT NULL,
    asked       INTEGER NOT NULL DEFAULT 0, -- a person wants it tried at once
    told        TEXT    REFERENCES letter (id), -- the word to the admin that no node can send
    cure        TEXT
) STRICT, WITHOUT ROWID;
INSERT INTO relay_of_node (node, since, why, needs_admin, failures, next_try, asked, told, cure)
    SELECT '', since, why, needs_admin, failures, next_try, asked, told, cure FROM relay;
DROP TABLE relay;
ALTER TABLE relay_of_node RENAME TO relay;

-- N4: the files in force, of a ledger that several nodes share.
CREATE TABLE file (
    name   TEXT NOT NULL PRIMARY KEY,       -- its path from the root file's folder
    digest TEXT NOT NULL,
    bytes  BLOB NOT NULL
) STRICT;

-- Every version of all files that ever was in force; the latest is.
CREATE TABLE files_in_force (
    fingerprint TEXT    NOT NULL PRIMARY KEY,
    since       INTEGER NOT NULL,
    node        TEXT    NOT NULL            -- whose copy it was
) STRICT, WITHOUT ROWID;
CREATE INDEX files_in_force_since ON files_in_force (since);
