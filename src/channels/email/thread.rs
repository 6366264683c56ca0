//! Which conversation a letter belongs to: one root a task; a letter about several has a root of its own, so that it
//! never welds their threads (RFC 5322 §3.6.4, and Outlook's own).

use jiff::Timestamp;
use sha2::{Digest, Sha256};

use crate::channels::email::ids::short_hash;
use crate::model::Config;
use crate::plan::{Audience, Draft, FurtherLetter};
use crate::words::letters;

/// A conversation.
#[derive(Debug, Clone)]
pub(crate) struct Thread {
    /// The `Message-ID` of a first message that was never sent, which all letters answer; without brackets.
    pub(crate) root: String,
    /// What Outlook calls it.
    pub(crate) topic: String,
}

/// The conversation of a letter: that of its task, else that of the same stage to the same people.
pub(crate) fn thread(draft: &Draft, topic: &str, domain: &str) -> Thread {
    let mut tasks = draft.items.iter().map(|item| item.notice.id.subject.id());
    let first = tasks.next().unwrap_or_default();
    let (of, topic) = match tasks.all(|task| task == first) {
        true => (first.to_owned(), first.to_owned()),
        false => (several(draft), topic.to_owned()),
    };
    Thread { root: format!("{}.thread@{domain}", short_hash(&of)), topic }
}

fn several(draft: &Draft) -> String {
    let stages = draft.items.iter().map(|item| &*item.notice.id.stage);
    shared(draft.letter(), stages, &draft.audience)
}

/// The conversation of a letter that no stage writes: that of its task, else that of the same cause to the same people.
pub(crate) fn thread_of(config: &Config, further: &FurtherLetter, domain: &str) -> Thread {
    let mut tasks = further.targets.iter().map(|target| &*target.task(config).id);
    let first = tasks.next();
    let (of, topic) = match first.filter(|first| tasks.all(|task| task == *first)) {
        Some(task) => (task.to_owned(), task.to_owned()),
        None => {
            let stages = further.notices.iter().map(|notice| &*notice.id.stage);
            let name = letters::name(further.kind, further.language);
            (shared(further.kind.name(), stages, &further.audience), name.to_owned())
        }
    };
    Thread { root: format!("{}.thread@{domain}", short_hash(&of)), topic }
}

fn shared<'a>(letter: &str, stages: impl Iterator<Item = &'a str>, audience: &Audience) -> String {
    let mut stages: Vec<&str> = stages.collect();
    stages.sort_unstable();
    stages.dedup();
    let mut to: Vec<String> =
        audience.to.iter().map(|one| one.mailbox.address.0.to_ascii_lowercase()).collect();
    to.sort_unstable();
    format!("several\n{}\n{}\n{}", letter, stages.join("\n"), to.join("\n"))
}

/// Ticks of 100 ns from 1601 to 1970, and in a second.
const TO_1970: i64 = 11_644_473_600;
const TICKS: i64 = 10_000_000;

/// When every conversation began, as Outlook counts: what orders its letters is their distance from it.
const BEGAN: i64 = 1_577_836_800;

impl Thread {
    /// `Thread-Index` ([MS-OXOMSG] 2.2.1.3): when it began, which it is, and how long after that the letter was written.
    pub(crate) fn index(&self, now: Timestamp) -> Vec<u8> {
        let began = (BEGAN + TO_1970) * TICKS;
        let mut index = began.to_be_bytes()[..6].to_vec();
        index.extend_from_slice(&Sha256::digest(&self.root)[..16]);
        let since = (now.as_second() - BEGAN).max(0) * TICKS;
        // Within 1.7 years its bits from the 18th on, later those from the 23rd on, marked by the first bit.
        let near = since >> 49 == 0;
        let (mark, bits) = if near { (0, since >> 18) } else { (1 << 31, since >> 23) };
        let block = mark | (u32::try_from(bits & 0x7fff_ffff).unwrap_or(0));
        index.extend_from_slice(&block.to_be_bytes());
        index.push(0);
        index
    }
}
