-- N2: the node that has taken the letter out of the queue and not settled it; what its attempt came to is not known before
-- that. A file has one node, which is ''.
ALTER TABLE letter ADD COLUMN claim TEXT;

-- The nodes that share the ledger. That of a file has no row.
CREATE TABLE node (
    name    TEXT    NOT NULL PRIMARY KEY,
    version TEXT    NOT NULL,
    files   TEXT,                           -- the fingerprint of its files
    until   INTEGER NOT NULL,               -- when its lease ends
    seen    INTEGER NOT NULL,               -- when it last said something
    ahead   INTEGER NOT NULL DEFAULT 0,     -- how far its clock is ahead of the server's
    gone    INTEGER                         -- when another node saw that its lease had ended
) STRICT, WITHOUT ROWID;

-- What keeps every letter of a node from leaving; a row exactly while something does.
CREATE TABLE relay_of_node (
    node        TEXT    NOT NULL PRIMARY KEY,
    since       INTEGER NOT NULL,
    why         TEXT    NOT NULL,
    needs_admin INTEGER NOT NULL,
    failures    INTEGER NOT NULL,
    next_try    INTEGER NOT NULL,
    asked       INTEGER NOT NULL DEFAULT 0, -- a person wants it tried at once
    told        TEXT    REFERENCES letter (id), -- the word to the admin that no node can send
    cure        TEXT
) STRICT, WITHOUT ROWID;
INSERT INTO relay_of_node (node, since, why, needs_admin, failures, next_try, asked, told, cure)
    SELECT '', since, why, needs_admin, failures, next_try, asked, told, cure FROM relay;
DROP TABLE relay;
ALTER TABLE relay_of_node RENAME TO relay;
