-- §5: the numbers of letters. Of each series and year how many were given; a row once one was.
CREATE TABLE numbering (
    series TEXT    NOT NULL,
    year   INTEGER NOT NULL,
    last   INTEGER NOT NULL,
    PRIMARY KEY (series, year)
) STRICT, WITHOUT ROWID;

-- The number that a letter bears, once it was given; and by what it is numbered, if it is.
ALTER TABLE letter ADD COLUMN own_number TEXT;
ALTER TABLE letter ADD COLUMN number_pattern TEXT;
ALTER TABLE letter ADD COLUMN number_year INTEGER;

-- §5: the name of a letter of its stage's own; its kind is the built-in one that stands in for what it lacks.
ALTER TABLE letter ADD COLUMN own_name TEXT;
