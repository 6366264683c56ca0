-- C1: the tallies that are reached, for whom, and since which day; letters say whether one stands.
CREATE TABLE tally (
    name    TEXT NOT NULL,
    kind    TEXT NOT NULL,           -- for whom it is counted: unit, person, task, office
    id      TEXT NOT NULL,           -- its id; '' is the office
    reached TEXT NOT NULL,           -- the day
    number  INTEGER NOT NULL,        -- how many it was when it was last judged
    PRIMARY KEY (name, kind, id)
) STRICT, WITHOUT ROWID;

-- C1: on which day each tally was judged last.
CREATE TABLE tally_judged (
    name TEXT PRIMARY KEY,
    day  TEXT NOT NULL
) STRICT, WITHOUT ROWID;
