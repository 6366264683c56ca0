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
