-- §5: the numbers of letters. Of each series and year how many were given; a row once one was.
CREATE TABLE numbering (
    series TEXT   COLLATE "C" NOT NULL,
    year   BIGINT NOT NULL,
    last   BIGINT NOT NULL,
    PRIMARY KEY (series, year)
);

-- The number that a letter bears, once it was given; and by what it is numbered, if it is.
ALTER TABLE letter ADD COLUMN own_number TEXT COLLATE "C";
ALTER TABLE letter ADD COLUMN number_pattern TEXT COLLATE "C";
ALTER TABLE letter ADD COLUMN number_year BIGINT;

-- §5: the name of a letter of its stage's own; its kind is the built-in one that stands in for what it lacks.
ALTER TABLE letter ADD COLUMN own_name TEXT COLLATE "C";
