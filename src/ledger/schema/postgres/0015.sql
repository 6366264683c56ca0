-- W6, L8b: who was left out of a letter's Cc, and of which of its tasks. A digest lists them once the letter was let go.
CREATE TABLE digest_entry (
    letter    BIGINT NOT NULL REFERENCES letter (number),
    person    TEXT   COLLATE "C" NOT NULL,
    task      TEXT   COLLATE "C" NOT NULL,
    milestone TEXT   COLLATE "C" NOT NULL,  -- '' is the task itself
    told      BIGINT,                       -- the number of the digest that lists it; 0: nobody was there to be told
    PRIMARY KEY (letter, person, task, milestone)
);
CREATE INDEX digest_entry_untold ON digest_entry (person, letter) WHERE told IS NULL;
CREATE INDEX digest_entry_told ON digest_entry (told) WHERE told IS NOT NULL;
