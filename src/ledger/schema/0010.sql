-- Edits of the files by commands (E2): recorded before the files are written.
CREATE TABLE edit (
    number  INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    command TEXT    NOT NULL,
    words   TEXT    NOT NULL,               -- the command with all that was given to it
    by      TEXT    NOT NULL,               -- who decided: a person's id, or words
    login   TEXT    NOT NULL,               -- who gave the command
    why     TEXT,
    spooled TEXT    UNIQUE,                 -- the file of the spool that it was taken from
    written INTEGER                         -- when all files were written; NULL: under way, or cut short
) STRICT;
CREATE INDEX edit_words ON edit (words);
CREATE INDEX edit_at ON edit (at);

-- What it changed, an entry of the files a row.
CREATE TABLE edited (
    edit      INTEGER NOT NULL REFERENCES edit (number),
    place     INTEGER NOT NULL,
    kind      TEXT    NOT NULL CHECK (kind IN ('task', 'milestone', 'person')),
    id        TEXT    NOT NULL,
    milestone TEXT    NOT NULL,             -- '' is the task itself
    change    TEXT    NOT NULL,             -- as it was written into the file
    PRIMARY KEY (edit, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX edited_id ON edited (id);

-- What the files say by it (L8).
CREATE TABLE edit_meant (
    edit      INTEGER NOT NULL REFERENCES edit (number),
    task      TEXT    NOT NULL,
    milestone TEXT    NOT NULL,
    facts     TEXT    NOT NULL,
    counts    INTEGER NOT NULL,             -- the guard would count it
    PRIMARY KEY (edit, task, milestone)
) STRICT, WITHOUT ROWID;
