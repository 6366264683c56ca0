-- L8: every task and milestone as the files last had it. A milestone of '' is the task itself. The text is that of
-- `compare::Facts`.
CREATE TABLE listed (
    task      TEXT NOT NULL,
    milestone TEXT NOT NULL,
    facts     TEXT NOT NULL,
    PRIMARY KEY (task, milestone)
) STRICT, WITHOUT ROWID;
INSERT INTO listed
    SELECT task, milestone, iif(instr(deadline, ' every ') > 0,
        'open partial first=' || replace(deadline, ' every ', ' every='), 'open partial due=' || deadline)
    FROM deadline;
DROP TABLE deadline;

-- What was known of them before the edits of the last working hour, oldest first.
CREATE TABLE listed_before (
    id        INTEGER PRIMARY KEY,
    task      TEXT    NOT NULL,
    milestone TEXT    NOT NULL,
    facts     TEXT,                         -- NULL: the files did not have it
    way       TEXT,                         -- how it was reminded, if that edit made it owe a letter at once
    meant     INTEGER NOT NULL DEFAULT 0,   -- what is meant or waits: later edits are compared with it, too
    edited    INTEGER NOT NULL,
    swept     INTEGER NOT NULL DEFAULT 0    -- a sweep was made since
) STRICT;

-- The edit that waits for a person; a row until it is settled and taken, or undone.
DROP TABLE held_edit;
CREATE TABLE held_edit (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    found   INTEGER NOT NULL,
    settled INTEGER
) STRICT;

-- L8a: what it changes, a row each.
CREATE TABLE held_change (
    task      TEXT NOT NULL,
    milestone TEXT NOT NULL,
    what      TEXT NOT NULL CHECK (what IN ('moved', 'dropped', 'rearmed', 'reopened', 'owes', 'added')),
    was       TEXT,                         -- NULL: the files did not have it
    way       TEXT,                         -- how it was reminded before, where that is the change
    PRIMARY KEY (task, milestone)
) STRICT, WITHOUT ROWID;
