-- What people want urged (E2).
CREATE INDEX edit_wish ON edit (number) WHERE command = 'urge';
