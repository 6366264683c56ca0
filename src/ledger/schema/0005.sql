-- What would mend what keeps letters from leaving, in a word.

ALTER TABLE relay ADD COLUMN cure TEXT;

-- Letters go, and none is taken; a row exactly while that is so.
CREATE TABLE refusing (
    id      INTEGER PRIMARY KEY CHECK (id = 1),
    since   INTEGER NOT NULL,
    letters INTEGER NOT NULL,               -- so many in a row
    address TEXT    NOT NULL,               -- the first recipient who was refused
    several INTEGER NOT NULL DEFAULT 0,     -- another was, too
    answer  TEXT    NOT NULL                -- the last
) STRICT;
