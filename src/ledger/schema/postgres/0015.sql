-- N2: the node that has taken the letter out of the queue and not settled it; what its attempt came to is not known before
-- that.
ALTER TABLE letter ADD COLUMN claim TEXT COLLATE "C";

-- The nodes that share the ledger.
CREATE TABLE node (
    name    TEXT   COLLATE "C" NOT NULL PRIMARY KEY,
    version TEXT   COLLATE "C" NOT NULL,
    files   TEXT   COLLATE "C",             -- the fingerprint of its files
    until   BIGINT NOT NULL,                -- when its lease ends
    seen    BIGINT NOT NULL,                -- when it last said something
    ahead   BIGINT NOT NULL DEFAULT 0,      -- how far its clock is ahead of the server's
    gone    BIGINT                          -- when another node saw that its lease had ended
);

-- What keeps every letter of a node from leaving; a row exactly while something does.
DROP TABLE relay;
CREATE TABLE relay (
    node        TEXT    COLLATE "C" NOT NULL PRIMARY KEY,
    since       BIGINT  NOT NULL,
    why         TEXT    COLLATE "C" NOT NULL,
    needs_admin BOOLEAN NOT NULL,
    failures    BIGINT  NOT NULL,
    next_try    BIGINT  NOT NULL,
    asked       BOOLEAN NOT NULL DEFAULT FALSE, -- a person wants it tried at once
    told        TEXT    COLLATE "C" REFERENCES letter (id), -- the word to the admin that no node can send
    cure        TEXT    COLLATE "C"
);

-- What the node before had begun may have arrived: it is left alone for 10 minutes.
UPDATE letter SET next_attempt = greatest(next_attempt, CAST(extract(epoch FROM clock_timestamp()) * 1000000 AS BIGINT) + 600000000)
    WHERE state = 'queued' AND EXISTS (SELECT 1 FROM attempt WHERE attempt.letter = letter.number AND ended IS NULL);
