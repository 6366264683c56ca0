-- Once a letter was handed over and no answer came, somebody may have it, whatever was made of it since.

ALTER TABLE letter ADD COLUMN in_doubt INTEGER NOT NULL DEFAULT 0;
UPDATE letter SET in_doubt = 1
    WHERE EXISTS (SELECT 1 FROM recipient WHERE letter = number AND unanswered > 0);
