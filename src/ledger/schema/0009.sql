-- L6: open tasks that are gone from the files, of which the admin is still to be told, with what was known of them.
CREATE TABLE gone (
    task      TEXT NOT NULL,
    milestone TEXT NOT NULL,                -- '' is the task itself
    facts     TEXT NOT NULL,
    renamed   TEXT,                         -- the new task that may be this one under another id
    PRIMARY KEY (task, milestone)
) STRICT, WITHOUT ROWID;

CREATE TABLE gone_told (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at INTEGER NOT NULL                     -- when the admin was last told of some
) STRICT;

-- L6c: the letter that a person let go and that cannot be written anew; NULL where a sweep could not write one.
ALTER TABLE unwritten ADD COLUMN letter TEXT REFERENCES letter (id);
