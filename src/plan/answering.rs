//! A1: who may answer a letter about a task or milestone, and what; and who may answer from their own page (A6).

use jiff::Timestamp;

use crate::model::{AnchorKind, Config, PersonIx, When};
use crate::plan::further::urge;
use crate::plan::moot::find;
use crate::plan::{
    Audience, NoticeId, Origin, Target, audience, cycle, is_live, responsible, stand_in, target_of,
};

/// What may be said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// How the task goes on: received, progress, done, more time, not mine.
    ForProgress,
    /// Whether what was reported done is done: verified, returned.
    ForVerification,
}

/// Who may answer, and what.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answerers {
    /// What it is about.
    pub target: Target,
    /// Who may.
    pub people: Vec<PersonIx>,
    /// What.
    pub asked: Asked,
}

/// A letter as the ledger has it: its notices about the one thing that is answered, and to whom it is addressed.
#[derive(Debug, Clone, Copy)]
pub struct Addressed<'a> {
    /// The notices.
    pub notices: &'a [NoticeId],
    /// The addresses in To.
    pub to: &'a [&'a str],
    /// When it was written.
    pub written: Timestamp,
}

/// Who may answer a letter now: those of its To people who by the files in force are still To, or who stood in for somebody
/// who is (W3), while its stage is live (T1) and in its cycle (T9). `None` if nobody may any more.
pub fn answerers(config: &Config, letter: &Addressed<'_>, now: Timestamp) -> Option<Answerers> {
    let mut found: Option<Answerers> = None;
    for id in letter.notices {
        let Some((target, from, addressed)) = told(config, id) else { continue };
        let live = is_live(config, target, from) && in_cycle(config, target, id, letter.written);
        let asked = match from {
            AnchorKind::Done => Asked::ForVerification,
            AnchorKind::Verified => continue,
            _ => Asked::ForProgress,
        };
        if !live {
            continue;
        }
        let people = still_addressed(config, addressed, letter, now);
        let known = found.get_or_insert_with(|| Answerers { target, people: Vec::new(), asked });
        for person in people {
            if !known.people.contains(&person) {
                known.people.push(person);
            }
        }
    }
    found.filter(|found| !found.people.is_empty())
}

/// To whom a notice is addressed on a day.
type AddressedOn<'a> = Box<dyn Fn(Timestamp) -> Audience + 'a>;

/// What a notice tells of, since what of it, and to whom: its stage says so, and of what was urged the owners (`urge`).
fn told<'a>(config: &'a Config, id: &NoticeId) -> Option<(Target, AnchorKind, AddressedOn<'a>)> {
    if id.from == Origin::Urge {
        let target = target_of(config, id)?;
        let addressed = move |at| urge::audience(config, target, "", at);
        return Some((target, AnchorKind::Due, Box::new(addressed)));
    }
    let (target, place) = find(config, id)?;
    let stage = &target.policy(config).stages[place];
    let addressed =
        move |at| audience(config, target, stage, target.calendar(config).local_date(at));
    Some((target, stage.from, Box::new(addressed)))
}

/// What a person may say of a task or milestone from their own page.
pub fn asked_of(
    config: &Config,
    target: Target,
    person: PersonIx,
    now: Timestamp,
) -> Option<Asked> {
    let who = responsible(config, target);
    let day = target.calendar(config).local_date(now);
    let is_one_of = |party: &crate::model::Party| {
        let mut members = config.members(party).iter();
        members.any(|one| *one == person || stand_in(config, *one, day) == person)
    };
    if is_live(config, target, AnchorKind::Due) {
        let own = who.owner.iter().chain(who.with).any(is_one_of);
        return own.then_some(Asked::ForProgress);
    }
    let verifies =
        is_live(config, target, AnchorKind::Done) && who.supervisor.iter().any(is_one_of);
    verifies.then_some(Asked::ForVerification)
}

/// T9: an answer about a standing task is about its live cycle: the nominal due date of that.
pub fn answered_cycle(config: &Config, target: Target) -> Option<When> {
    let task = target.task(config);
    let every = task.every.filter(|_| target.milestone.is_none())?;
    Some(cycle(config, task, every))
}

/// T9: a letter of a cycle that is over is answered no more.
fn in_cycle(config: &Config, target: Target, id: &NoticeId, written: Timestamp) -> bool {
    let Some(nominal) = answered_cycle(config, target) else { return true };
    let calendar = target.calendar(config);
    let day = |when: When| calendar.day_of(when);
    if id.from == AnchorKind::Due {
        return day(id.anchor) >= day(nominal);
    }
    // What is not counted from a cycle's deadline belongs to the cycle in which it was written.
    let through = target.task(config).done_through;
    through.is_none_or(|through| calendar.local_date(written) > through)
}

/// Who of the letter's To people is still one.
fn still_addressed(
    config: &Config,
    addressed: AddressedOn<'_>,
    letter: &Addressed<'_>,
    now: Timestamp,
) -> Vec<PersonIx> {
    let (then, today) = (addressed(letter.written), addressed(now));
    let is_to = |address: &str| letter.to.iter().any(|one| one.eq_ignore_ascii_case(address));
    let people = (0..config.people.len() as u32).map(PersonIx);
    let still = |person: &PersonIx| {
        let mut meant = vec![*person];
        meant.extend(stood_in_for(&then, *person));
        meant.iter().any(|one| is_meant(&today, *one))
    };
    people.filter(|person| is_to(&config[*person].email.0)).filter(still).collect()
}

/// Whom somebody stood in for in a letter.
fn stood_in_for(audience: &Audience, person: PersonIx) -> impl Iterator<Item = PersonIx> {
    let of = audience.to.iter().filter(move |one| one.person == Some(person));
    of.filter_map(|one| one.absent)
}

/// Whether the files address somebody, be it through whom stands in for them.
fn is_meant(audience: &Audience, person: PersonIx) -> bool {
    audience.to.iter().any(|one| one.person == Some(person) || one.absent == Some(person))
}
