-- N4: the files in force, of a ledger that several nodes share.
CREATE TABLE file (
    name   TEXT NOT NULL PRIMARY KEY,       -- its path from the root file's folder
    digest TEXT NOT NULL,
    bytes  BLOB NOT NULL
) STRICT;

-- Every version of all files that ever was in force; the latest is.
CREATE TABLE files_in_force (
    fingerprint TEXT    NOT NULL PRIMARY KEY,
    since       INTEGER NOT NULL,
    node        TEXT    NOT NULL            -- whose copy it was
) STRICT, WITHOUT ROWID;
CREATE INDEX files_in_force_since ON files_in_force (since);

-- Whether all files of the node's own copy check.
ALTER TABLE node ADD COLUMN checks INTEGER NOT NULL DEFAULT 1;
