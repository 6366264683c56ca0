-- W7: who answers for each open task and milestone, as far as they were told; '' stands for what is known of it at all.
CREATE TABLE owner (
    task      TEXT COLLATE "C" NOT NULL,
    milestone TEXT COLLATE "C" NOT NULL,    -- '' is the task itself
    person    TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (task, milestone, person)
);

-- What changed of that and was not told yet: who answers for it by the files, and since when they say so.
CREATE TABLE handover (
    task      TEXT   COLLATE "C" NOT NULL,
    milestone TEXT   COLLATE "C" NOT NULL,
    people    TEXT   COLLATE "C" NOT NULL,  -- a line each
    since     BIGINT NOT NULL,
    PRIMARY KEY (task, milestone)
);
CREATE INDEX handover_since ON handover (since);
