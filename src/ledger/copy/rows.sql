-- A ledger with rows in every table, more than one page of some.
WITH RECURSIVE n (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM n WHERE n < 250)
INSERT INTO letter (number, id, message_id, kind, language, importance, subject, sender, state, held, created, since,
                    revived, released, settled, attempts, put_off, next_attempt, last_answer, in_doubt, offered, unreached, replaces)
SELECT 2 * n, 'l' || n, n || '@x', iif(n % 7 = 0, 'admin', 'reminder'), iif(n % 2 = 0, 'zh-CN', 'en'), n % 3, '提醒函 ' || n, 'd@x',
       iif(n % 5 = 0, 'queued', 'sent'), iif(n % 5 = 0, 'ask', NULL), n, iif(n % 3 = 0, n, NULL), iif(n % 4 = 0, n, NULL),
       iif(n % 6 = 0, n, NULL), iif(n % 5 = 0, NULL, n + 1), n, n / 2, iif(n % 5 = 0, n, NULL), iif(n % 2 = 0, '250 好 ''ok''', NULL),
       n % 2 = 0, n % 3 = 0, n % 11 = 0, iif(n > 200, 2 * (n - 100), NULL)
FROM n;
INSERT INTO message (letter, bytes) SELECT number, randomblob(200) FROM letter;
INSERT INTO recipient (letter, position, address, state, answer, unanswered, copied) SELECT number, 0, 'a@x', iif(state = 'queued', 'pending', 'delivered'), NULL, 0, FALSE FROM letter;
INSERT INTO recipient (letter, position, address, state, answer, unanswered, copied) SELECT number, 1, '李@x', 'refused', '550', 2, TRUE FROM letter;
INSERT INTO attempt (letter, number, started, ended, outcome) SELECT number, 1, created, settled, last_answer FROM letter;
INSERT INTO notice (rowid, about, milestone, "from", anchor, stage, occurrence, disposition, moment, recorded, letter, about_kind)
SELECT 3 * number, 'A-' || number, iif(number % 4 = 0, '草案', ''), 'due', '2026-11-20', 'overdue', number, 'letter', 1, number, id, 'task'
FROM letter;
INSERT INTO notice (about, milestone, "from", anchor, stage, occurrence, disposition, moment, recorded, letter, about_kind)
VALUES ('', '', 'report', '2026-11-20', 'monthly', 0, 'superseded', 1, 1, NULL, 'office');
INSERT INTO undelivered (id, letter, address, answer, told) VALUES (4, 'l2', '李@x', '550 no', NULL), (9, 'l4', '李@x', '550 no', 'l7');
INSERT INTO relay (node, since, why, needs_admin, failures, next_try, asked, cure) VALUES ('', 1, 'x', TRUE, 2, 3, FALSE, NULL);
INSERT INTO refusing (id, since, letters, address, several, answer) VALUES (1, 1, 2, 'a@x', FALSE, '550');
INSERT INTO refusal (id, since, files) VALUES (1, 1, 'a.toml');
INSERT INTO listed (task, milestone, facts) VALUES ('A-1', '', 'open due=2026-11-20'), ('A-1', 'draft', ''), ('ä', '', 'x');
INSERT INTO listed_before (id, task, milestone, facts, way, meant, edited, swept) VALUES (5, 'A-1', '', NULL, 'w', TRUE, 1, FALSE);
INSERT INTO held_edit (id, found, settled) VALUES (1, 1, NULL);
INSERT INTO held_change (task, milestone, what, was, way) VALUES ('A-1', '', 'moved', 'x', NULL);
INSERT INTO word (what, at, since, letter) VALUES ('outage', 9223372036854775807, 1, 'l7'), ('held', 2, NULL, NULL);
INSERT INTO unwritten (task, milestone, why, since, failures, next_try, told, letter) VALUES ('A-1', '', 'x', 1, 2, 3, FALSE, 'l5');
INSERT INTO gone (task, milestone, facts, renamed) VALUES ('A-9', '', 'open', 'A-10');
INSERT INTO edit (number, at, command, words, by, login, why, spooled, written) VALUES (6, 1, 'done', 'done A-1', 'zhang', 'root', NULL, 's', 2);
INSERT INTO edited (edit, place, kind, id, milestone, change) VALUES (6, 0, 'task', 'A-1', '', 'done = 2026-11-20');
INSERT INTO edit_meant (edit, task, milestone, facts, counts) VALUES (6, 'A-1', '', 'x', TRUE);
INSERT INTO answer (number, at, about, milestone, person, verb, way, proven, state, revision)
VALUES (8, 1, 'A-1', '', 'zhang', 'received', 'link', TRUE, 'counts', 4);
INSERT INTO archive (number, token, path, before, letters) VALUES (2, 't', '/a', 1, 3);
INSERT INTO settled (task, milestone, facts) VALUES ('A-3', '', 'done');
INSERT INTO report_sight VALUES ('monthly', 'unit', 'city', '0 9 5 * *; later; default', 1764000000000000, 1764500000000000, 1764400000000000);
INSERT INTO owner (task, milestone, person) VALUES ('A-1', '', ''), ('A-1', '', 'zhang');
INSERT INTO handover (task, milestone, people, since) VALUES ('A-1', '', 'li', 5);
INSERT INTO digest_entry (letter, person, task, milestone, told) VALUES (2, 'li', 'A-1', '', NULL), (4, 'li', 'A-1', 'draft', 6);
INSERT INTO numbering (series, year, last) VALUES ('督办〔{year}〕{n}号', 2026, 12);
INSERT INTO came_back (number, at, letter, address, what, text, mail, settled) SELECT 3, 5, min(number), '李@x', 'bounced', '550 no', 'm@x', 6 FROM letter;
INSERT INTO bounced (address, since, at, letter, text) VALUES ('李@x', 5, 6, 1, '550 no');
INSERT INTO tally VALUES ('five-late', 'unit', 'city', '2026-11-24', 6);
INSERT INTO tally_judged VALUES ('five-late', '2026-11-24');
INSERT INTO mail_read (mailbox, name) VALUES ('/var/mail/x', '1.a');
INSERT INTO mark_key (id, key) VALUES (1, 'k');
INSERT INTO mailbox_trouble (mailbox, since, why, needs_admin, failures, ended, told) VALUES ('/var/mail/x', 5, 'no such folder', TRUE, 2, NULL, NULL);
