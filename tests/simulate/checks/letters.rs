//! Once all is over: what became of every letter (L1–L5).

use std::collections::BTreeSet;

use duban::ledger::{
    AttemptRow, Kind, Ledger, LetterRow, LetterState, RecipientRow, RecipientState,
};
use jiff::{SignedDuration, Timestamp};

use super::super::answers::had_it;
use super::super::files::RATE;
use super::super::seen::{Accepted, Deed, Handed, Seen, total, without};
use super::super::world::{Habits, Inner, Mood, World};
use super::admin;

/// How long a letter is tried.
const LIFETIME: SignedDuration = SignedDuration::from_hours(5 * 24);

pub struct Letter {
    pub row: LetterRow,
    pub bytes: Vec<u8>,
    pub attempts: Vec<AttemptRow>,
}

pub fn all(ledger: &Ledger) -> Vec<Letter> {
    let mut letters = Vec::new();
    let read = ledger.each_letter(|row, bytes| {
        let attempts = ledger.attempts(&row.id).expect("read");
        letters.push(Letter { row, bytes, attempts });
        Ok::<(), ()>(())
    });
    assert_eq!(read.expect("read"), Ok(()));
    letters
}

/// All that is wrong with the letters of a life that ended now.
pub fn check(world: &Inner, letters: &[Letter], now: Timestamp) -> Vec<String> {
    let mut wrong = Vec::new();
    for letter in letters {
        let of = Of { seen: &world.seen, letter: &letter.row, now };
        let found = [of.waits(), of.lifetime(world), of.apart(letter), of.hammered(letter)];
        let found = found.into_iter().flatten();
        wrong.extend(found.map(|why| format!("letter {} {why}: {:?}", letter.row.id, letter.row)));
        for recipient in &letter.row.recipients {
            let copies: Vec<&Accepted> = of.copies(&recipient.address);
            let found = [
                of.known(recipient, &copies),
                of.twice(&copies),
                of.unanswered(&copies),
                of.refused(recipient),
                of.late(world, recipient, &copies, letters.len()),
            ];
            let found = found.into_iter().flatten();
            let id = &letter.row.id;
            wrong.extend(
                found.map(|why| format!("letter {id} for {recipient:?} {why}: {copies:?}")),
            );
        }
    }
    wrong.extend(rate(&world.seen));
    wrong.extend(deaf(world));
    wrong.extend(locked_out(world));
    wrong.extend(order(world, letters));
    wrong
}

struct Of<'a> {
    seen: &'a Seen,
    letter: &'a LetterRow,
    now: Timestamp,
}

impl Of<'_> {
    fn copies(&self, address: &str) -> Vec<&Accepted> {
        let copies = self.seen.accepted.iter();
        let of = |one: &&Accepted| one.message_id == self.letter.message_id && one.reached(address);
        let mut copies: Vec<&Accepted> = copies.filter(of).collect();
        // A relay that is slow may take one after its client has given up and sent the next.
        copies.sort_by_key(|one| one.at);
        copies
    }

    /// Since when its lifetime ran, at that time. The clock may be wrong by seconds.
    fn since(&self, at: Timestamp) -> Timestamp {
        let released = self.seen.deeds(&self.letter.id, Deed::Released);
        let begun = released.chain(self.seen.deeds(&self.letter.id, Deed::Revived));
        let begun = begun.chain(self.letter.revived);
        begun
            .filter(|begun| *begun <= at + SignedDuration::from_secs(10))
            .fold(self.letter.since.unwrap_or(self.letter.created), Timestamp::max)
    }

    fn revived(&self) -> usize {
        self.seen.deeds(&self.letter.id, Deed::Revived).count()
    }

    /// L1: none is lost.
    fn waits(&self) -> Option<String> {
        let waited = self.now.duration_since(self.letter.created);
        let lost =
            self.letter.state == LetterState::Queued && waited > SignedDuration::from_hours(2);
        lost.then(|| "still waits".to_owned())
    }

    /// L4: no letter is tried for much longer than its lifetime while it could be given up; which takes
    /// eight attempts, at most 72 minutes apart. Bad weather keeps it behind all that are more important.
    fn lifetime(&self, world: &Inner) -> Option<String> {
        let tried = matches!(self.letter.state, LetterState::Sent | LetterState::Failed);
        let end = self.letter.settled.filter(|_| tried)?;
        let over = self.since(end).checked_add(LIFETIME).ok()?;
        if self.seen.astray || end <= over {
            return None;
        }
        let weather = world.weather.iter().map(|one| (one.from, one.until));
        let longer = total(&without(self.seen.able(over, end), weather));
        (longer > SignedDuration::from_hours(13))
            .then(|| format!("outlived its lifetime by {longer:#}"))
    }

    /// The ledger says of each recipient what is so.
    fn known(&self, recipient: &RecipientRow, copies: &[&Accepted]) -> Option<String> {
        let delivered = had_it(recipient.state);
        if delivered && !copies.iter().any(|one| one.answered.is_some()) {
            return Some("never arrived".to_owned());
        }
        if delivered && self.letter.state == LetterState::Withdrawn {
            return Some("was withdrawn, and somebody has it".to_owned());
        }
        let known = copies.iter().any(|one| self.seen.was_recorded(one));
        (known && !delivered).then(|| "arrived, and the ledger does not say so".to_owned())
    }

    /// L2: nobody has two copies of which the first was answered, but for a crash right after it.
    fn twice(&self, copies: &[&Accepted]) -> Option<String> {
        let wrong = copies.windows(2).any(|pair| {
            let same = pair[0].process == pair[1].process;
            pair[0].answered.is_some() && (same || self.seen.was_recorded(pair[0]))
        });
        wrong.then(|| "arrived again".to_owned())
    }

    /// L2: a message that was not answered goes once more, after an hour.
    fn unanswered(&self, copies: &[&Accepted]) -> Option<String> {
        let unanswered = copies.iter().filter(|one| one.answered.is_none());
        let cut: BTreeSet<usize> = unanswered
            .clone()
            .map(|one| one.process)
            .filter(|at| {
                let process = &self.seen.processes[*at];
                process.killed || !process.disk_failed.is_empty()
            })
            .collect();
        let times = unanswered.count();
        let allowed = 2 * (1 + self.revived()) + cut.len();
        if times > allowed {
            return Some(format!("arrived unanswered {times} times, not {allowed}"));
        }
        let soon = copies.windows(2).any(|pair| {
            let (first, second) = (pair[0].at, pair[1].at);
            let between = |at: Timestamp| first <= at && at <= second;
            let retried = self.seen.deeds(&self.letter.id, Deed::Retried).any(between)
                || self.seen.deeds(&self.letter.id, Deed::Revived).any(between);
            let gap = second.duration_since(first);
            pair[0].process == pair[1].process && !retried && gap < SignedDuration::from_mins(48)
        });
        (soon && !self.seen.astray).then(|| "went again within the hour".to_owned())
    }

    /// L3, L4: somebody is given up because the relay said so, or did not say twice, or time is over.
    fn refused(&self, recipient: &RecipientRow) -> Option<String> {
        if recipient.state != RecipientState::Refused || self.seen.astray {
            return None;
        }
        let RecipientRow { address, .. } = recipient;
        let created = self.letter.created - SignedDuration::from_secs(10);
        let said = self.seen.refused.iter().any(|(at, whom)| created <= *at && whom == address);
        let handed = self.seen.handed.iter().filter(|one| one.is_unanswered() && created <= one.at);
        let unsaid = handed.filter(|one| one.recipients.contains(address)).count();
        let end = self.letter.settled.unwrap_or(self.now);
        // The clock may be wrong by seconds.
        let seconds = SignedDuration::from_secs(10);
        let over = end.duration_since(self.since(end)) >= LIFETIME - seconds;
        (!said && unsaid < 2 && !over).then(|| "was given up for no reason".to_owned())
    }

    /// While all is well, letters leave soon; after trouble, within the longest pause.
    fn late(
        &self,
        world: &Inner,
        recipient: &RecipientRow,
        copies: &[&Accepted],
        letters: usize,
    ) -> Option<String> {
        let first = copies.first()?.at;
        let Habits { smooth, full, ending, .. } = &world.relay;
        let waits = full.contains(&recipient.address) || ending.contains(&recipient.address);
        // One that went again later has lost when it was to go before.
        let again =
            self.letter.revived.is_some_and(|at| at > first + SignedDuration::from_secs(10));
        if !smooth || self.seen.astray || waits || again {
            return None;
        }
        let since = self.since(first);
        let able = self.seen.able(since, first);
        // Where nothing was ever wrong, nothing is put off but what the relay puts off.
        let fair = !world.weather.iter().any(|one| one.from <= first)
            && !copies[0].recipients.iter().any(|to| world.relay.grey.contains(to))
            && self.seen.stepped.is_none();
        let weather = world.weather.iter().map(|one| (one.from, one.until));
        // What it met with meanwhile, such as a session that hangs on, began the pause anew.
        let met = self.seen.troubled.iter().map(|at| (*at, *at + SignedDuration::from_secs(1)));
        let well = without(without(able, weather), met).into_iter();
        let longest = well.map(|(from, until)| until.duration_since(from)).max()?;
        // The limit on the rate, where there is one, may keep it behind all others.
        let mut limit = SignedDuration::from_mins(if fair { 4 } else { 80 });
        if self.seen.rated {
            // A letter may take several turns, where the relay takes few recipients at once.
            limit += SignedDuration::from_mins((4 * letters / RATE) as i64);
        }
        (longest > limit).then(|| format!("waited {longest:#} while all was well"))
    }

    /// L4: pauses grow.
    fn hammered(&self, letter: &Letter) -> Option<String> {
        let hour = SignedDuration::from_hours(1);
        let started: Vec<Timestamp> = letter.attempts.iter().map(|one| one.started).collect();
        let mut first = 0;
        for (last, at) in started.iter().enumerate() {
            while at.duration_since(started[first]) > hour {
                first += 1;
            }
            let times = last - first + 1;
            if times <= 12 || self.seen.astray {
                continue;
            }
            let within = |one: Timestamp| {
                at.duration_since(one).abs() <= hour + SignedDuration::from_mins(1)
            };
            let restarts = self.seen.processes.iter().filter(|one| within(one.from)).count();
            let hands = self.seen.hands.iter().filter(|one| within(one.at)).count();
            let recipients = self.letter.recipients.len();
            let allowed = 12 + 2 * recipients + 2 * restarts + 2 * hands;
            if times > allowed {
                return Some(format!("was tried {times} times in an hour"));
            }
        }
        None
    }

    /// A letter is in one attempt at a time.
    fn apart(&self, letter: &Letter) -> Option<String> {
        let second = SignedDuration::from_secs(10);
        let overlap = letter
            .attempts
            .windows(2)
            .any(|pair| pair[0].ended.is_some_and(|ended| pair[1].started < ended - second));
        (overlap && !self.seen.astray)
            .then(|| format!("was under way twice at once: {:?}", letter.attempts))
    }
}

/// `mail.smtp.rate`, where there is one. A few that the relay kept waiting may come together.
fn rate(seen: &Seen) -> Option<String> {
    let most = RATE + 5;
    let handed: Vec<&Handed> = seen.handed.iter().filter(|one| !one.spent).collect();
    let crowd = handed.windows(most + 1).find(|some| {
        let (first, last) = (some[0].at, some[most].at);
        let same = seen.processes.iter().any(|one| one.from <= first && last <= one.until);
        same && last.duration_since(first) < SignedDuration::from_mins(1)
    });
    let crowd = crowd.filter(|_| seen.rated)?;
    Some(format!("more than {most} letters within a minute of {}", crowd[0].at))
}

/// A relay that answers no message gets few: those under way, one more, and then one at a time.
fn deaf(world: &Inner) -> Option<String> {
    let seen = &world.seen;
    let of = |mood: Mood| world.weather.iter().filter(move |one| one.mood == mood);
    let most = seen.connections + 2;
    // To duban a relay that speaks of a recipient is no deaf one.
    let Habits { unknown, full, grey, ending, .. } = &world.relay;
    if [unknown, full, grey, ending].iter().any(|list| !list.is_empty()) {
        return None;
    }
    for weather in of(Mood::Deaf) {
        let within = |at: Timestamp| weather.from <= at && at < weather.until;
        // One that was under way when the clock was set may have been answered all the same.
        let handed = seen.handed.iter().filter(|one| within(one.at) && !one.answered);
        let handed: Vec<&Handed> = handed.collect();
        let crowd = handed.windows(most + 1).find(|some| {
            let (first, last) = (some[0].at, some[most].at);
            let alone = !seen.processes.iter().any(|one| first < one.from && one.from <= last)
                && !seen.hands.iter().any(|hand| first <= hand.at && hand.at <= last);
            alone && last.duration_since(first) < SignedDuration::from_mins(1)
        });
        if let Some(crowd) = crowd {
            return Some(format!("{most} letters and more into a deaf ear at {}", crowd[0].at));
        }
    }
    None
}

/// A relay that turns duban away for good is tried every hour, by one letter.
fn locked_out(world: &Inner) -> Option<String> {
    let seen = &world.seen;
    // Where there may be few sessions, one may meet with that while another is turned away.
    let few = world.relay.most_sessions < 10;
    let refusing = world.weather.iter().filter(|one| one.mood == Mood::RefusesAll && !few);
    for weather in refusing.filter(|_| !seen.astray) {
        let within = |at: &&Timestamp| weather.from <= **at && **at < weather.until;
        let away: Vec<&Timestamp> = seen.turned_away.iter().filter(within).collect();
        for pair in away.windows(2) {
            let (first, last) = (*pair[0], *pair[1]);
            let started = seen.processes.iter().rfind(|one| one.from <= first)?;
            let same = last <= started.until;
            // What a broken disk keeps from being taken over counts once it is mended.
            let mended = |at: Timestamp| {
                let failed =
                    started.disk_failed.iter().find(|(from, until)| *from <= at && at < *until);
                failed.map_or(at, |(_, until)| *until + SignedDuration::from_mins(2))
            };
            let hand = seen.hands.iter().any(|hand| first <= mended(hand.at) && hand.at <= last);
            let asleep = started.slept.iter().any(|(from, _)| first <= *from && *from <= last);
            // Sessions under way when it began come together, if there was reason for more than one.
            let said = |from: Timestamp, until: Timestamp| {
                let mut said = seen.answered.iter().chain(&seen.listened);
                said.any(|at| from <= *at && *at <= until)
            };
            let heard = said(started.from, first);
            // A session that went on working was reason to try another, also while it waited for an answer.
            let worked = said(first, last + SignedDuration::from_mins(5));
            let gap = last.duration_since(first);
            let together = heard && gap < SignedDuration::from_secs(30);
            if same
                && !hand
                && !asleep
                && !together
                && !worked
                && gap < SignedDuration::from_mins(48)
            {
                return Some(format!("turned away at {first}, and tried again at {last}"));
            }
        }
    }
    None
}

/// While the relay is well, no letter is tried before a more important one that waits.
fn order(world: &Inner, letters: &[Letter]) -> Option<String> {
    if !world.relay.smooth || world.seen.stepped.is_some() || world.relay.most_sessions < 10 {
        return None;
    }
    let first_weather = world.weather.iter().map(|one| one.from).min().unwrap_or(Timestamp::MAX);
    let importance = |letter: &Letter| {
        // Its header says that it is important; but it may come each time that a file is saved.
        if letter.row.kind == Kind::Admin && admin::is_of_files(&letter.row.subject) {
            return 0;
        }
        let text = String::from_utf8_lossy(&letter.bytes);
        let header = text.lines().find_map(|line| line.strip_prefix("Importance: "));
        match header.map(str::trim) {
            Some("high") => 2,
            Some("low") => 0,
            _ => 1,
        }
    };
    let ranked: Vec<(u8, &Letter)> = letters.iter().map(|one| (importance(one), one)).collect();
    for (rank, letter) in ranked.iter().filter(|(_, letter)| letter.row.held.is_none()) {
        let Some(tried) = letter.attempts.first().map(|one| one.started) else { continue };
        if tried >= first_weather {
            continue;
        }
        let before = |at: Timestamp| letter.row.created < at && at < tried;
        let others = ranked.iter().filter(|(other, _)| other < rank);
        for (_, other) in others {
            if other.attempts.iter().any(|one| before(one.started)) {
                return Some(format!("letter {} left before {}", other.row.id, letter.row.id));
            }
        }
    }
    None
}

/// How many copies there are beyond the first of each recipient.
pub fn copies(world: &World) -> u64 {
    let world = world.lock();
    let accepted = &world.seen.accepted;
    let all: usize = accepted.iter().map(|one| one.recipients.len()).sum();
    let each = |one| {
        let Accepted { message_id, recipients, .. }: &Accepted = one;
        recipients.iter().map(move |to| (message_id.clone(), to.clone())).collect::<Vec<_>>()
    };
    let distinct: BTreeSet<(String, String)> = accepted.iter().flat_map(each).collect();
    (all - distinct.len()) as u64
}
