-- N4: the files in force, of a ledger that several nodes share.
CREATE TABLE file (
    name   TEXT  COLLATE "C" NOT NULL PRIMARY KEY, -- its path from the root file's folder
    digest TEXT  COLLATE "C" NOT NULL,
    bytes  BYTEA NOT NULL
);

-- Every version of all files that ever was in force; the latest is.
CREATE TABLE files_in_force (
    fingerprint TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
    since       BIGINT NOT NULL,
    node        TEXT   COLLATE "C" NOT NULL -- whose copy it was
);
CREATE INDEX files_in_force_since ON files_in_force (since);

-- Whether all files of the node's own copy check.
ALTER TABLE node ADD COLUMN checks BOOLEAN NOT NULL DEFAULT TRUE;
