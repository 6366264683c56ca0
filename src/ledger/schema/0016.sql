-- W7: who answers for each open task and milestone, as far as they were told; '' stands for what is known of it at all.
CREATE TABLE owner (
    task      TEXT NOT NULL,
    milestone TEXT NOT NULL,                -- '' is the task itself
    person    TEXT NOT NULL,
    PRIMARY KEY (task, milestone, person)
) STRICT, WITHOUT ROWID;

-- What changed of that and was not told yet: who answers for it by the files, and since when they say so.
CREATE TABLE handover (
    task      TEXT    NOT NULL,
    milestone TEXT    NOT NULL,
    people    TEXT    NOT NULL,             -- a line each
    since     INTEGER NOT NULL,
    PRIMARY KEY (task, milestone)
) STRICT, WITHOUT ROWID;
CREATE INDEX handover_since ON handover (since);
