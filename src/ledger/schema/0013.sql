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
