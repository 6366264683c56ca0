-- A5: what keeps a mailbox of replies from being read; a row while something does, and until the admin heard that it does no more.
CREATE TABLE mailbox_trouble (
    mailbox     TEXT    COLLATE "C" NOT NULL PRIMARY KEY,
    since       BIGINT  NOT NULL,
    why         TEXT    COLLATE "C" NOT NULL,
    needs_admin BOOLEAN NOT NULL,
    failures    BIGINT  NOT NULL,
    ended       BIGINT,                     -- when it could be read again
    told        TEXT    COLLATE "C" REFERENCES letter (id)
);

-- A5: by what Message-IDs are marked that nobody can guess, where nodes share the ledger and the files name no key.
CREATE TABLE mark_key (
    id  INTEGER PRIMARY KEY CHECK (id = 1),
    key TEXT    COLLATE "C" NOT NULL
);
