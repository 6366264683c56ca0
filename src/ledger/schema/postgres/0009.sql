-- L6: open tasks that are gone from the files, of which the admin is still to be told, with what was known of them.
CREATE TABLE gone (
    task      TEXT COLLATE "C" NOT NULL,
    milestone TEXT COLLATE "C" NOT NULL,    -- '' is the task itself
    facts     TEXT COLLATE "C" NOT NULL,
    renamed   TEXT COLLATE "C",             -- the new task that may be this one under another id
    PRIMARY KEY (task, milestone)
);

CREATE TABLE gone_told (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    at BIGINT NOT NULL                      -- when the admin was last told of some
);

-- L6c: the letter that a person let go and that cannot be written anew; NULL where a sweep could not write one.
ALTER TABLE unwritten ADD COLUMN letter TEXT COLLATE "C" REFERENCES letter (id);
