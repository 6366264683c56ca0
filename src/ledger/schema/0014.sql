-- L9: a letter that a relay took may come back.

CREATE TABLE new_recipient (
    letter     INTEGER NOT NULL REFERENCES letter (number),
    position   INTEGER NOT NULL,
    address    TEXT    NOT NULL,
    state      TEXT    NOT NULL DEFAULT 'pending' CHECK (state IN ('pending', 'delivered', 'refused', 'bounced')),
    answer     TEXT,
    unanswered INTEGER NOT NULL DEFAULT 0,  -- how often it was handed over, and no answer came
    copied     INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (letter, position)
) STRICT, WITHOUT ROWID;
INSERT INTO new_recipient (letter, position, address, state, answer, unanswered, copied)
    SELECT letter, position, address, state, answer, unanswered, copied FROM recipient ORDER BY letter, position;
DROP TABLE recipient;
ALTER TABLE new_recipient RENAME TO recipient;

-- What mail servers wrote of letters, once for each mail and recipient.
CREATE TABLE came_back (
    number  INTEGER PRIMARY KEY,
    at      INTEGER NOT NULL,
    letter  INTEGER NOT NULL REFERENCES letter (number),
    address TEXT    NOT NULL,               -- the recipient's
    what    TEXT    NOT NULL CHECK (what IN ('bounced', 'delayed')),
    text    TEXT    NOT NULL,
    mail    TEXT    NOT NULL,               -- what makes it the same mail when it is read twice
    settled INTEGER,                        -- when the recipient's state was made to say so
    UNIQUE (letter, address, mail)
) STRICT;

-- Addresses from which letters came back, in small letters: until the files have another, or later letters stayed.
CREATE TABLE bounced (
    address TEXT    NOT NULL PRIMARY KEY,
    since   INTEGER NOT NULL,
    at      INTEGER NOT NULL,               -- the last time
    letter  INTEGER NOT NULL,               -- the number of the last letter
    text    TEXT    NOT NULL
) STRICT, WITHOUT ROWID;
