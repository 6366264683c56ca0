-- The history of reports, tallies and signs of life, which are few among many notices.
CREATE INDEX notice_cause ON notice (stage, recorded) WHERE "from" IN ('report', 'tally', 'word');
