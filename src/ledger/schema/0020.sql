-- What the admin was told last, of each matter: one rule for all of them.
CREATE TABLE word (
    what   TEXT NOT NULL PRIMARY KEY CHECK (what IN
               ('undelivered', 'outage', 'held', 'gone', 'waits', 'settled', 'answers', 'files', 'unwritten')),
    at     INTEGER NOT NULL,
    since  INTEGER,           -- since when trouble lasts of which they know; NULL: they know that it is over, or it does not last
    letter TEXT REFERENCES letter (id) -- the letter, where it is taken back once the trouble is over
) STRICT, WITHOUT ROWID;
INSERT INTO word (what, at) SELECT 'undelivered', created FROM letter
    WHERE id = (SELECT told FROM undelivered WHERE told IS NOT NULL ORDER BY id DESC LIMIT 1);
INSERT INTO word (what, at, since, letter) SELECT 'outage', created, relay.since, told FROM relay JOIN letter ON id = told
    ORDER BY relay.since DESC LIMIT 1;
INSERT INTO word (what, at) SELECT 'held', at FROM held_told;
INSERT INTO word (what, at) SELECT 'gone', at FROM gone_told;
INSERT INTO word (what, at) SELECT what, at FROM edits_told;
INSERT INTO word (what, at) SELECT 'answers', at FROM answers_told;
INSERT INTO word (what, at) SELECT 'files', created FROM letter WHERE id IN (SELECT told FROM refusal);
INSERT INTO word (what, at, since) SELECT 'unwritten', at, since FROM unwritten_told;
DROP TABLE held_told;
DROP TABLE gone_told;
DROP TABLE edits_told;
DROP TABLE answers_told;
DROP TABLE unwritten_told;
ALTER TABLE relay DROP COLUMN told;

-- R1: the files that are refused; the row goes when all are in force again.
CREATE TABLE new_refusal (
    id    INTEGER PRIMARY KEY CHECK (id = 1),
    since INTEGER NOT NULL,
    files TEXT    NOT NULL                  -- of which the admin was told, a line each
) STRICT;
INSERT INTO new_refusal (id, since, files) SELECT id, since, iif(told IS NULL, '', files) FROM refusal WHERE files <> '';
DROP TABLE refusal;
ALTER TABLE new_refusal RENAME TO refusal;
