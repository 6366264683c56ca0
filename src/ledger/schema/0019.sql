-- What attempts met with: a code with its values, the step and the relay, as text of JSON ({"cause", "values", "step", "relay"}),
-- or {"said"}: somebody's words. Here all become words; those that are sentences of duban's are read by `ledger/upgrade`.

UPDATE letter SET last_answer = json_object('said', last_answer) WHERE last_answer IS NOT NULL;
UPDATE recipient SET answer = json_object('said', answer) WHERE answer IS NOT NULL;
UPDATE attempt SET outcome = json_object('said', outcome) WHERE outcome IS NOT NULL;
UPDATE undelivered SET answer = json_object('said', answer) WHERE answer IS NOT NULL;
UPDATE relay SET why = json_object('said', why) WHERE why IS NOT NULL;
UPDATE refusing SET answer = json_object('said', answer) WHERE answer IS NOT NULL;
UPDATE unwritten SET why = json_object('said', why) WHERE why IS NOT NULL;
