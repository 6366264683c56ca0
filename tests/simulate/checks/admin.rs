//! What the admin heard: each thing once, in time, and never of word to the admin itself.

use duban::ledger::{Kind, Ledger, LetterState, RecipientState};
use jiff::{SignedDuration, Timestamp};
use mail_parser::MessageParser;

use super::super::seen::{Deed, Seen, total, without};
use super::letters::Letter;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum AdminNotice {
    Undelivered,
    Held,
    StillHeld,
    Edit,
    Gone,
    Settled,
    Down,
    Up,
    Taken,
    Refused,
    InForce,
    Answers,
}

/// By what their subjects are known, in both languages.
const SUBJECTS: [(&str, AdminNotice); 28] = [
    ("条反馈待审核", AdminNotice::Answers),
    ("Answers that wait for a decision", AdminNotice::Answers),
    ("件待人工处理", AdminNotice::StillHeld),
    ("Still waiting for your word", AdminNotice::StillHeld),
    ("函件未能送达", AdminNotice::Undelivered),
    ("Letters could not be delivered", AdminNotice::Undelivered),
    ("部分收件人拒收函件", AdminNotice::Undelivered),
    ("Recipients were refused", AdminNotice::Undelivered),
    ("份函件待批", AdminNotice::Held),
    ("Letters that wait for your word", AdminNotice::Held),
    ("份函件已暂扣", AdminNotice::Held),
    ("Letters held back", AdminNotice::Held),
    ("任务文件批量改动待确认", AdminNotice::Edit),
    ("A large edit waits for your word", AdminNotice::Edit),
    ("项未完成任务已不在文件中", AdminNotice::Gone),
    ("Open tasks gone from the files", AdminNotice::Gone),
    ("项任务同时办结或暂缓", AdminNotice::Settled),
    ("Tasks closed or put on hold at once", AdminNotice::Settled),
    ("函件发不出去", AdminNotice::Down),
    ("No letter can leave", AdminNotice::Down),
    ("邮件服务器恢复收件", AdminNotice::Taken),
    ("Letters are taken again", AdminNotice::Taken),
    ("函件恢复发送", AdminNotice::Up),
    ("Letters leave again", AdminNotice::Up),
    ("配置文件有误", AdminNotice::Refused),
    ("Files that do not check", AdminNotice::Refused),
    ("配置文件已全部采用", AdminNotice::InForce),
    ("All files are in force again", AdminNotice::InForce),
];

struct Word {
    id: String,
    news: AdminNotice,
    created: Timestamp,
    text: String,
}

fn news(subject: &str) -> AdminNotice {
    let known = SUBJECTS.iter().find(|(part, _)| subject.contains(part));
    known.map(|(_, news)| *news).unwrap_or_else(|| panic!("what is {subject:?}?"))
}

/// Word of files, which leaves after the reminders.
pub fn is_of_files(subject: &str) -> bool {
    matches!(news(subject), AdminNotice::Refused | AdminNotice::InForce | AdminNotice::Gone)
}

/// Whether the last word on the relay is that no letter can leave.
pub fn has_heard_of_trouble(ledger: &Ledger) -> bool {
    let mut last = None;
    let read = ledger.each_letter(|letter, _| {
        if letter.kind == Kind::Admin {
            let news = news(&letter.subject);
            last = Some(news)
                .filter(|news| matches!(news, AdminNotice::Down | AdminNotice::Up))
                .or(last);
        }
        Ok::<(), ()>(())
    });
    assert_eq!(read.expect("read"), Ok(()));
    last == Some(AdminNotice::Down)
}

/// All that is wrong with what the admin heard in a life.
pub fn check(seen: &Seen, letters: &[Letter]) -> Vec<String> {
    let word = letters.iter().filter(|one| one.row.kind == Kind::Admin);
    let words: Vec<Word> = word.map(Word::of).collect();
    if !seen.has_admin {
        return words.iter().map(|word| format!("{} goes to nobody", word.id)).collect();
    }
    let words = Words { seen, words: &words };
    let mut wrong = words.relay();
    wrong.extend(words.apart());
    wrong.extend(words.again());
    wrong.extend(words.gone());
    wrong.extend(words.edits());
    wrong.extend(words.files());
    for letter in letters {
        wrong.extend(words.undelivered(letter));
        wrong.extend(words.held(letter));
    }
    wrong
}

impl Word {
    fn of(letter: &Letter) -> Word {
        let message = MessageParser::default().parse(&letter.bytes).expect("a message");
        let text = message.body_text(0).expect("a text").into_owned();
        let row = &letter.row;
        Word { id: row.id.clone(), news: news(&row.subject), created: row.created, text }
    }

    /// Whether a line of it says both.
    fn names(&self, one: &str, other: &str) -> bool {
        self.text.lines().any(|line| line.contains(one) && line.contains(other))
    }
}

struct Words<'a> {
    seen: &'a Seen,
    words: &'a [Word],
}

impl Words<'_> {
    fn of(&self, news: AdminNotice) -> impl Iterator<Item = &Word> {
        self.words.iter().filter(move |word| word.news == news)
    }

    /// The relay is lost: once, after a quarter of an hour, unless waiting will not mend it. It is back:
    /// once, and only if it was said to be lost.
    fn relay(&self) -> Vec<String> {
        let mut wrong = Vec::new();
        let mut down = None;
        for word in self.words {
            match word.news {
                AdminNotice::Down if down.is_some() => {
                    wrong.push(format!("{} says again that no letter leaves", word.id))
                }
                AdminNotice::Up if down.is_none() => {
                    wrong.push(format!("{} says that what never ended is over", word.id))
                }
                AdminNotice::Down => {
                    down = Some(word.created);
                    wrong.extend(self.too_early(word));
                }
                AdminNotice::Up => {
                    down = None;
                    wrong.extend(self.not_back(word));
                }
                _ => {}
            }
        }
        let minute = SignedDuration::from_mins(1);
        let left = |at: &Timestamp| down.is_some_and(|down| at.duration_since(down) > minute);
        if !self.seen.astray && self.seen.answered.iter().any(left) {
            wrong.push("the admin has not heard that letters leave again".to_owned());
        }
        wrong
    }

    fn too_early(&self, word: &Word) -> Option<String> {
        let hopeless = ["等待不会好转", "waiting will not mend it"];
        if self.seen.stepped.is_some() || hopeless.iter().any(|part| word.text.contains(part)) {
            return None;
        }
        // One letter at a time tries, at least every 72 minutes; while nobody sleeps.
        let quarter = SignedDuration::from_mins(15);
        let mut before = self.seen.troubled.iter().map(|at| word.created.duration_since(*at));
        let long = !before.any(|ago| quarter <= ago);
        let heard = self.seen.answered.iter().map(|at| word.created.duration_since(*at));
        let just = heard
            .into_iter()
            .any(|ago| SignedDuration::ZERO <= ago && ago < SignedDuration::from_secs(30));
        (long || just).then(|| format!("{} says too early that no letter leaves", word.id))
    }

    fn not_back(&self, word: &Word) -> Option<String> {
        let disk = self.seen.processes.iter().any(|one| !one.disk_failed.is_empty());
        // One that listened and does not answer for a recipient puts off that recipient alone.
        let heard = self.seen.answered.iter().chain(&self.seen.listened);
        let slept = self.seen.processes.iter().flat_map(|one| &one.slept);
        let awake = |at: &Timestamp| {
            let (from, until) = (word.created.min(*at), word.created.max(*at));
            total(&without(vec![(from, until)], slept.clone().copied()))
        };
        let heard = heard.map(awake).any(|since| since < SignedDuration::from_mins(12));
        let wrong = !heard && !disk && self.seen.stepped.is_none();
        wrong.then(|| format!("{} says that letters leave, and none did", word.id))
    }

    /// Failures are told of at most hourly.
    fn apart(&self) -> Option<String> {
        let told: Vec<&Word> = self.of(AdminNotice::Undelivered).collect();
        self.soon(&told).filter(|_| self.seen.stepped.is_none())
    }

    /// L1, L3: who will not get a letter is told of once, and nobody else is.
    fn undelivered(&self, letter: &Letter) -> Vec<String> {
        let row = &letter.row;
        let revived = self.seen.deeds(&row.id, Deed::Revived).next().is_some();
        let mut wrong = Vec::new();
        for recipient in &row.recipients {
            let told: Vec<&Word> = self
                .of(AdminNotice::Undelivered)
                .filter(|word| word.names(&row.id, &recipient.address))
                .collect();
            let given_up = recipient.state == RecipientState::Refused && row.kind != Kind::Admin;
            // Of an address the admin hears once that letters come back from it.
            let came_back = recipient.state == RecipientState::Bounced;
            let right = match told.len() {
                _ if came_back => told.len() <= 1 || revived,
                // It is told at the end of the hour.
                0 => !given_up || self.sweep_after_hour(letter).is_none() || self.too_many(),
                1 => given_up || revived,
                _ => revived,
            };
            if !right {
                let (id, address) = (&row.id, &recipient.address);
                wrong.push(format!("the admin heard {} times of {id} for {address}", told.len()));
            }
            let told = told.first().filter(|_| !came_back);
            wrong.extend(told.and_then(|word| self.told_late(letter, word)));
        }
        wrong
    }

    fn told_late(&self, letter: &Letter, word: &Word) -> Option<String> {
        let sweep = self.sweep_after_hour(letter)?;
        let revived = self.seen.deeds(&letter.row.id, Deed::Revived).next().is_some();
        let late = word.created.duration_since(sweep) > SignedDuration::from_mins(1);
        // What a broken disk kept from being recorded was settled before.
        let disk = self.seen.processes.iter().any(|one| !one.disk_failed.is_empty());
        let wrong = late && !self.seen.astray && !revived && !disk;
        wrong.then(|| format!("{} tells late of {}", word.id, letter.row.id))
    }

    /// A letter lists a hundred, and counts the rest.
    fn too_many(&self) -> bool {
        let counts = |line: &str| {
            let line = line.trim();
            line.starts_with("另有") || (line.starts_with("and ") && line.ends_with(" more"))
        };
        let more = |word: &Word| word.text.lines().any(counts);
        self.of(AdminNotice::Undelivered).any(more)
    }

    /// The first sweep at which nothing keeps it any more from being told that somebody does not get
    /// the letter.
    fn sweep_after_hour(&self, letter: &Letter) -> Option<Timestamp> {
        let settled = letter.row.settled.filter(|_| letter.row.state != LetterState::Discarded)?;
        let hour = settled + SignedDuration::from_hours(1);
        self.seen.swept.iter().find(|at| **at >= hour).copied()
    }

    /// L6, L6a: with the sweep that held it.
    fn held(&self, letter: &Letter) -> Option<String> {
        let row = &letter.row;
        let told: Vec<&Word> =
            self.of(AdminNotice::Held).filter(|word| word.names(&row.id, "")).collect();
        let right = match (row.held, told.as_slice()) {
            (None, []) => true,
            // It took the place of one of which they had heard.
            (Some(_), []) if row.since.is_some() => true,
            (Some(_), [word]) if row.revived.is_none() => word.created == row.created,
            // It may have been held each time that it went again, and before.
            (_, words) if row.revived.is_some() => {
                words.windows(2).all(|pair| pair[0].created != pair[1].created)
            }
            _ => false,
        };
        (!right).then(|| {
            format!("the admin heard {} times of {}, held {:?}", told.len(), row.id, row.held)
        })
    }

    /// L6a: of what still waits the admin hears every two working days, and not more often.
    fn again(&self) -> Option<String> {
        let told: Vec<&Word> = self.of(AdminNotice::StillHeld).collect();
        let day = SignedDuration::from_hours(24);
        let soon = told.windows(2).find(|pair| {
            let apart = pair[1].created.duration_since(pair[0].created);
            SignedDuration::ZERO <= apart && apart < day
        });
        let soon = soon.filter(|_| self.seen.stepped.is_none())?;
        Some(format!("{} tells again of what waits, a day after {}", soon[1].id, soon[0].id))
    }

    /// R1: files are refused: once, and others within the hour together at its end; and in force again: once.
    fn files(&self) -> Option<String> {
        let of = |word: &&Word| matches!(word.news, AdminNotice::Refused | AdminNotice::InForce);
        let words: Vec<&Word> = self.words.iter().filter(of).collect();
        let right = |pair: &[&Word]| {
            pair[0].news != AdminNotice::InForce || pair[1].news == AdminNotice::Refused
        };
        let begins = words.first().is_none_or(|word| word.news == AdminNotice::Refused);
        let ends = words.last().is_none_or(|word| word.news == AdminNotice::InForce);
        let told: Vec<AdminNotice> = words.iter().map(|word| word.news).collect();
        (!words.windows(2).all(right) || !begins || !ends)
            .then(|| format!("of files that do not check the admin heard {told:?}"))
    }

    /// L6: an edit that waits for a person: once, and within an hour of such word at its end, if it still waits.
    fn edits(&self) -> Vec<String> {
        let words: Vec<&Word> = self.of(AdminNotice::Edit).collect();
        let told: Vec<Timestamp> = words.iter().map(|word| word.created).collect();
        let hour = SignedDuration::from_hours(1);
        let once = |found: &&Timestamp| {
            let early = told.iter().any(|at| at < found && found.duration_since(*at) < hour);
            let times = told.iter().filter(|at| at == found).count();
            times == 1 || (early && times == 0)
        };
        let found = self.seen.edits.keys().filter(|found| !once(found));
        let soon = self.soon(&words).filter(|_| self.seen.stepped.is_none());
        found
            .map(|found| format!("an edit was held at {found}; told: {told:?}"))
            .chain(soon)
            .collect()
    }

    /// An open task that is gone: once. What is gone within an hour of such word is told at its end, if it still is.
    fn gone(&self) -> Vec<String> {
        let mut named: Vec<&str> = self
            .of(AdminNotice::Gone)
            .flat_map(|word| word.text.lines())
            .filter_map(|line| line.split_whitespace().next())
            .filter(|name| name.starts_with("T-"))
            .collect();
        let mut gone: Vec<&str> = self.seen.gone.iter().map(String::as_str).collect();
        let missing = self.seen.missing.iter().filter(|one| !named.contains(&one.as_str()));
        let missing: Vec<&String> = missing.collect();
        named.sort_unstable();
        gone.sort_unstable();
        // Each time that one is told it was gone once more.
        let mut times = gone.iter();
        // What a disk kept from being taken was compared at a later minute, when less of it may wait as an edit.
        let disk = self.seen.processes.iter().any(|one| !one.disk_failed.is_empty());
        let known = disk || named.iter().all(|name| times.any(|gone| gone == name));
        let words: Vec<&Word> = self.of(AdminNotice::Gone).collect();
        let soon = self.soon(&words).filter(|_| self.seen.stepped.is_none());
        match (known && missing.is_empty(), soon) {
            (true, None) => Vec::new(),
            (true, Some(soon)) => vec![soon],
            (false, _) => vec![format!(
                "gone are {gone:?}, not back {missing:?}, and the admin heard of {named:?}"
            )],
        }
    }

    /// Which of these comes within an hour of the one before.
    fn soon(&self, words: &[&Word]) -> Option<String> {
        let soon = words.windows(2).find(|pair| {
            pair[1].created.duration_since(pair[0].created) < SignedDuration::from_hours(1)
        });
        soon.map(|pair| format!("{} comes too soon after {}", pair[1].id, pair[0].id))
    }
}
