-- C1: the tallies that are reached, for whom, and since which day; letters say whether one stands.
CREATE TABLE tally (
    name    TEXT COLLATE "C" NOT NULL,
    kind    TEXT COLLATE "C" NOT NULL,           -- for whom it is counted: unit, person, task, office
    id      TEXT COLLATE "C" NOT NULL,           -- its id; '' is the office
    reached TEXT COLLATE "C" NOT NULL,           -- the day
    number  BIGINT NOT NULL,        -- how many it was when it was last judged
    PRIMARY KEY (name, kind, id)
);

-- C1: on which day each tally was judged last.
CREATE TABLE tally_judged (
    name TEXT COLLATE "C" PRIMARY KEY,
    day  TEXT COLLATE "C" NOT NULL
);
