-- A5: what keeps a mailbox of replies from being read; a row while something does, and until the admin heard that it does no more.
CREATE TABLE mailbox_trouble (
    mailbox     TEXT    NOT NULL PRIMARY KEY,
    since       INTEGER NOT NULL,
    why         TEXT    NOT NULL,
    needs_admin INTEGER NOT NULL,
    failures    INTEGER NOT NULL,
    ended       INTEGER,                    -- when it could be read again
    told        TEXT    REFERENCES letter (id)
) STRICT, WITHOUT ROWID;

-- A5: by what Message-IDs are marked that nobody can guess, where nodes share the ledger and the files name no key.
CREATE TABLE mark_key (
    id  INTEGER PRIMARY KEY CHECK (id = 1),
    key TEXT    NOT NULL
) STRICT;
