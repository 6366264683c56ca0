-- L8: whether the admin was told that this waits for a person.
ALTER TABLE held_change ADD COLUMN told BOOLEAN NOT NULL DEFAULT TRUE;

-- L8: tasks that were closed or put on hold together, of which the admin is still to be told, with what is known of them.
CREATE TABLE settled (
    task      TEXT COLLATE "C" NOT NULL,
    milestone TEXT COLLATE "C" NOT NULL,    -- '' is the task itself
    facts     TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (task, milestone)
);

-- When the admin was last told of an edit that waits, and of tasks that were closed together.
CREATE TABLE edits_told (
    what TEXT COLLATE "C" PRIMARY KEY CHECK (what IN ('waits', 'settled')),
    at   BIGINT NOT NULL
);
