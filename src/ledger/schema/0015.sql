-- W6, L8b: who was left out of a letter's Cc, and of which of its tasks. A digest lists them once the letter was let go.
CREATE TABLE digest_entry (
    letter    INTEGER NOT NULL REFERENCES letter (number),
    person    TEXT    NOT NULL,
    task      TEXT    NOT NULL,
    milestone TEXT    NOT NULL,             -- '' is the task itself
    told      INTEGER,                      -- the number of the digest that lists it; 0: nobody was there to be told
    PRIMARY KEY (letter, person, task, milestone)
) STRICT, WITHOUT ROWID;
CREATE INDEX digest_entry_untold ON digest_entry (person, letter) WHERE told IS NULL;
CREATE INDEX digest_entry_told ON digest_entry (told) WHERE told IS NOT NULL;
