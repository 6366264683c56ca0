-- Reports: since when each part of one is known, and the moment of it that was told or passed last (P1).
CREATE TABLE report_sight (
    report   TEXT NOT NULL,
    kind     TEXT NOT NULL,           -- what the part is about: unit, person, office
    id       TEXT NOT NULL,           -- its id; '' is the office
    schedule TEXT NOT NULL,           -- its cron, roll and calendar
    seen     INTEGER NOT NULL,        -- since when these are known
    at       INTEGER,                 -- the moment that was told or passed last
    cron     INTEGER,                 -- the same before it was moved
    PRIMARY KEY (report, kind, id)
) STRICT;
