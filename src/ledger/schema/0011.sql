-- Answers: what recipients said of tasks and milestones (A2). None is deleted.
CREATE TABLE answer (
    number     INTEGER PRIMARY KEY,
    at         INTEGER NOT NULL,
    about      TEXT NOT NULL,        -- the task
    milestone  TEXT NOT NULL,        -- '' is the task itself
    cycle      TEXT,                 -- of a standing task the nominal due date of the cycle it is about (T9)
    person     TEXT NOT NULL,
    verb       TEXT NOT NULL CHECK (verb IN ('received', 'progress', 'done', 'more-time', 'not-mine', 'verified', 'returned', 'note')),
    day        TEXT,                 -- done on, more time until, verified on
    percent    INTEGER,
    words      TEXT,
    more       TEXT,                 -- evidence, a line each; whose it is
    way        TEXT NOT NULL CHECK (way IN ('link', 'page', 'mail')),
    letter     TEXT,                 -- the id of the letter that was answered
    message_id TEXT,                 -- of the mail
    proven     INTEGER NOT NULL,        -- it is known who speaks (A5)
    nonce      TEXT UNIQUE,          -- what makes it the same answer when it comes twice
    state      TEXT NOT NULL CHECK (state IN ('waits', 'counts', 'accepted', 'declined', 'true', 'void', 'noted')),
    decided    INTEGER,
    by         TEXT,                 -- who decided
    why        TEXT,                 -- why it was declined
    revision   INTEGER NOT NULL         -- goes up with every change of any answer
) STRICT;
CREATE INDEX answer_about ON answer (about, milestone);
CREATE INDEX answer_revision ON answer (revision);
CREATE INDEX answer_waits ON answer (number) WHERE state = 'waits';
