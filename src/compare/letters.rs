//! What an edit changes in letters: who gets which notice more, fewer, sooner or later (`plan --against`).

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::model::Config;
use crate::plan::{Addressee, Planned, PlannedCopies, letter_name};

/// What tells a notice to somebody from another, whenever it comes: the same stage of the same task, for the same
/// time.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Arrival {
    /// The address, in lower case (W4).
    pub address: Box<str>,
    /// The task; none of a letter that no stage writes.
    pub task: Option<Box<str>>,
    /// The milestone.
    pub milestone: Option<Box<str>>,
    /// What a letter is about that no stage writes: a unit, a person.
    pub about: Option<Box<str>>,
    /// The moment of a digest: each stands for itself.
    pub moment: Option<Timestamp>,
    /// The stage, or the name of a report or a tally.
    pub stage: Box<str>,
    /// Which time it comes round.
    pub occurrence: u32,
    /// Whether it is a copy.
    pub copied: bool,
    /// The letter's name in files and JSON.
    pub letter: Box<str>,
}

/// When it comes, and how its recipient is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coming {
    /// When it leaves.
    pub release: Timestamp,
    /// The name, or the address where there is none.
    pub shown: String,
}

/// What became of an arrival.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Shift {
    /// It comes, and did not.
    More,
    /// It came, and does not.
    Fewer,
    /// It comes earlier.
    Sooner,
    /// It comes later.
    Later,
}

impl Shift {
    /// All of them.
    pub const ALL: [Shift; 4] = [Shift::More, Shift::Fewer, Shift::Sooner, Shift::Later];

    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Shift::More => "more",
            Shift::Fewer => "fewer",
            Shift::Sooner => "sooner",
            Shift::Later => "later",
        }
    }
}

/// One change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Which notice, to whom.
    pub arrival: Arrival,
    /// How the recipient is shown.
    pub shown: String,
    /// What became of it.
    pub shift: Shift,
    /// When it left before.
    pub before: Option<Timestamp>,
    /// When it leaves now.
    pub after: Option<Timestamp>,
}

/// Everything that everybody gets of the stages of a plan.
pub fn arrivals(
    config: &Config,
    planned: &[Planned],
    copies: &PlannedCopies,
) -> BTreeMap<Arrival, Coming> {
    let mut arrivals = BTreeMap::new();
    for one in planned {
        let notice = &one.notice;
        let people = copies.audience(config, one);
        let letter = letter_name(config, notice, one.release);
        let mut add = |to: &Addressee, copied: bool| {
            let arrival = arrival(config, one, to, copied, letter);
            let coming = Coming { release: one.release, shown: to.mailbox.shown() };
            arrivals.insert(arrival, coming);
        };
        people.to.iter().for_each(|to| add(to, false));
        people.cc.iter().for_each(|cc| add(cc, true));
    }
    arrivals
}

fn arrival(
    config: &Config,
    planned: &Planned,
    to: &Addressee,
    copied: bool,
    letter: &str,
) -> Arrival {
    let notice = &planned.notice;
    Arrival {
        address: to.mailbox.address.0.to_lowercase().into(),
        task: Some(notice.target.task(config).id.clone()),
        milestone: notice.target.milestone(config).map(|one| one.id.clone()),
        about: None,
        moment: None,
        stage: notice.id.stage.clone(),
        occurrence: notice.id.occurrence,
        copied,
        letter: letter.into(),
    }
}

/// What differs, ordered by recipient, then by time.
pub fn differences(
    before: BTreeMap<Arrival, Coming>,
    mut after: BTreeMap<Arrival, Coming>,
) -> Vec<Difference> {
    let mut found = Vec::new();
    for (arrival, was) in before {
        let is = after.remove(&arrival);
        let shift = match &is {
            None => Shift::Fewer,
            Some(is) if is.release < was.release => Shift::Sooner,
            Some(is) if is.release > was.release => Shift::Later,
            Some(_) => continue,
        };
        let after = is.as_ref().map(|is| is.release);
        let shown = is.map_or(was.shown, |is| is.shown);
        found.push(Difference { arrival, shown, shift, before: Some(was.release), after });
    }
    found.extend(after.into_iter().map(|(arrival, is)| Difference {
        arrival,
        shown: is.shown,
        shift: Shift::More,
        before: None,
        after: Some(is.release),
    }));
    let when = |one: &Difference| one.before.into_iter().chain(one.after).min();
    found.sort_by(|one, other| {
        (&one.arrival.address, when(one), &one.arrival).cmp(&(
            &other.arrival.address,
            when(other),
            &other.arrival,
        ))
    });
    found
}
