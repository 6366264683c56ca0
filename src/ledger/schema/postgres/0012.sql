-- Reports: since when each part of one is known, and the moment of it that was told or passed last (P1).
CREATE TABLE report_sight (
    report   TEXT COLLATE "C" NOT NULL,
    kind     TEXT COLLATE "C" NOT NULL,           -- what the part is about: unit, person, office
    id       TEXT COLLATE "C" NOT NULL,           -- its id; '' is the office
    schedule TEXT COLLATE "C" NOT NULL,           -- its cron, roll and calendar
    seen     BIGINT NOT NULL,        -- since when these are known
    at       BIGINT,                 -- the moment that was told or passed last
    cron     BIGINT,                 -- the same before it was moved
    PRIMARY KEY (report, kind, id)
);
