-- Of whom nothing can be told because the letter cannot be written; a row exactly while that is so.
CREATE TABLE unwritten (
    task      TEXT    NOT NULL,
    milestone TEXT    NOT NULL,             -- '' is the task itself
    why       TEXT    NOT NULL,
    since     INTEGER NOT NULL,
    failures  INTEGER NOT NULL,             -- since the files were last taken
    next_try  INTEGER NOT NULL,
    told      INTEGER NOT NULL DEFAULT 0,   -- the admin knows of it
    PRIMARY KEY (task, milestone)
) STRICT, WITHOUT ROWID;

-- What the admin was told of it; a row once they were.
CREATE TABLE unwritten_told (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    since INTEGER,                          -- since when letters cannot be written; NULL: they know that all can be again
    at    INTEGER NOT NULL                  -- when they were last told that some cannot
) STRICT;
