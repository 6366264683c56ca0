-- T10: a notice is about a task or one of its milestones, a unit, a person, or the office ('').

DROP INDEX notice_identity;
ALTER TABLE notice RENAME COLUMN task TO about;
ALTER TABLE notice ADD COLUMN about_kind TEXT NOT NULL DEFAULT 'task'
    CHECK (about_kind IN ('task', 'unit', 'person', 'office') AND (about_kind = 'task' OR milestone = ''));

-- A notice that was withdrawn may be sent again, one that was replaced stands in a newer letter; no other may come twice.
CREATE UNIQUE INDEX notice_identity ON notice (about, milestone, "from", anchor, stage, occurrence, about_kind)
    WHERE disposition NOT IN ('withdrawn', 'replaced');
