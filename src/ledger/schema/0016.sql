-- When the files in force showed what was accepted (A4, T16).
ALTER TABLE answer ADD COLUMN shown INTEGER;
-- Who was written to because of an answer (A2, A3, A4), and when.
ALTER TABLE answer ADD COLUMN receipt INTEGER;     -- who answered
ALTER TABLE answer ADD COLUMN refusal INTEGER;     -- who answered, that it was declined
ALTER TABLE answer ADD COLUMN told INTEGER;        -- the admin
ALTER TABLE answer ADD COLUMN supervised INTEGER;  -- the supervisor, last
CREATE INDEX answer_receipt ON answer (number) WHERE receipt IS NULL;
CREATE INDEX answer_refusal ON answer (number) WHERE state = 'declined' AND refusal IS NULL;
CREATE INDEX answer_told ON answer (number) WHERE told IS NULL;
CREATE TABLE answers_told (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    at INTEGER NOT NULL                     -- when the admin was last written to because of answers
) STRICT;
