//! A coming notice, and what an edit changes in who gets which.

use serde::Serialize;

use crate::compare::letters::{Arrival, Difference, Shift};
use crate::model::{Config, Release};
use crate::plan::{Addressee, Audience, Planned, letter_name};
use crate::view::letters::WhyHeld;
use crate::view::moments::{At, On, office_zone};
use crate::view::uncovered::uncovered;

/// A coming notice.
#[derive(Debug, Serialize)]
pub struct PlannedNotice<'a> {
    /// The task.
    pub task: &'a str,
    /// The milestone.
    pub milestone: Option<&'a str>,
    /// What its stage is counted from.
    pub from: &'static str,
    /// The value it is counted from.
    pub anchor: On,
    /// Its stage.
    pub stage: &'a str,
    /// Which time it comes round.
    pub occurrence: u32,
    /// The instant it is meant for.
    pub moment: At,
    /// When it leaves, or would be held.
    pub release: At,
    /// Whether the holiday sets know all years on which its date rests (T2).
    pub covered: bool,
    /// Which letter.
    pub letter: &'a str,
    /// Its track (T13).
    pub track: &'static str,
    /// Why it will be held: `ask` of an `ask` stage, `edit` of a task whose edit waits.
    pub held: Option<WhyHeld>,
    /// The addresses in To.
    pub to: Vec<&'a str>,
    /// The addresses in Cc.
    pub cc: Vec<&'a str>,
    /// Who was left out of Cc, and has it in a digest (W6).
    pub digest: Vec<&'a str>,
}

impl<'a> PlannedNotice<'a> {
    /// `edit`: an edit of its task waits for a person.
    pub fn of(
        config: &'a Config,
        planned: &'a Planned,
        audience: &'a Audience,
        edit: bool,
    ) -> PlannedNotice<'a> {
        let notice = &planned.notice;
        let calendar = notice.target.calendar(config);
        PlannedNotice {
            task: notice.id.subject.id(),
            milestone: notice.id.subject.milestone(),
            from: notice.id.from.name(),
            anchor: On::of(calendar, notice.id.anchor),
            stage: &notice.id.stage,
            occurrence: notice.id.occurrence,
            moment: At::of(calendar, notice.moment),
            release: At::of(calendar, planned.release),
            covered: uncovered(config, planned).is_empty(),
            letter: letter_name(config, notice, planned.release),
            track: notice.track.name(),
            held: why_held(config, planned, edit),
            to: addresses(&audience.to),
            cc: addresses(&audience.cc),
            digest: addresses(&audience.digest),
        }
    }
}

/// L6a, L8a: whether it is held when it is written, until a person releases it.
pub fn why_held(config: &Config, planned: &Planned, edit: bool) -> Option<WhyHeld> {
    match planned.notice.stage(config).release {
        Release::Ask => Some(WhyHeld::Ask),
        Release::Auto => edit.then_some(WhyHeld::Edit),
    }
}

fn addresses(list: &[Addressee]) -> Vec<&str> {
    list.iter().map(|one| one.mailbox.address.as_str()).collect()
}

/// How many letters somebody will get.
#[derive(Debug, Clone, Serialize)]
pub struct PersonLetters {
    /// The person's id; a bare address has none.
    pub person: Option<String>,
    /// The name, or the address where there is none.
    pub name: String,
    /// The address.
    pub address: String,
    /// All of them.
    pub letters: usize,
    /// Those that are addressed to them.
    pub to: usize,
    /// Those that are copies.
    pub copies: usize,
    /// The notices in them.
    pub notices: usize,
}

/// What an edit changes for somebody.
#[derive(Debug, Serialize)]
pub struct LetterChange<'a> {
    /// `more`, `fewer`, `sooner`, `later`
    pub change: &'static str,
    /// The recipient's name, or the address where there is none.
    pub name: &'a str,
    /// The address.
    pub address: &'a str,
    /// The task; none of a letter that no stage writes.
    pub task: Option<&'a str>,
    /// The milestone.
    pub milestone: Option<&'a str>,
    /// What a letter is about that no stage writes.
    pub about: Option<&'a str>,
    /// The stage, or the name of a report or a tally.
    pub stage: &'a str,
    /// Which time it comes round.
    pub occurrence: u32,
    /// Which letter.
    pub letter: &'a str,
    /// Whether it is a copy.
    pub copied: bool,
    /// When it left before.
    pub before: Option<At>,
    /// When it leaves now.
    pub after: Option<At>,
}

impl<'a> LetterChange<'a> {
    /// Its times in the zone of the task, of whichever version has it.
    pub fn of(difference: &'a Difference, versions: [&Config; 2]) -> LetterChange<'a> {
        let Difference { arrival, shown, shift, before, after } = difference;
        let Arrival { address, task, milestone, about, stage, occurrence, copied, letter, .. } =
            arrival;
        let zone = versions.into_iter().find_map(|config| {
            let Some(task) = task else { return Some(office_zone(config)) };
            let task = &config[config.task(task)?];
            let step = task.milestones.iter().find(|one| Some(&one.id) == milestone.as_ref());
            Some(config[step.map_or(task.calendar, |one| one.calendar)].timezone().clone())
        });
        let zone = zone.unwrap_or(jiff::tz::TimeZone::UTC);
        LetterChange {
            change: shift.name(),
            name: shown,
            address,
            task: task.as_deref(),
            milestone: milestone.as_deref(),
            about: about.as_deref(),
            stage,
            occurrence: *occurrence,
            letter,
            copied: *copied,
            before: before.map(|at| At::within(&zone, at)),
            after: after.map(|at| At::within(&zone, at)),
        }
    }
}

/// How many changes of each kind.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct ShiftCounts {
    /// Come, and did not.
    pub more: usize,
    /// Came, and do not.
    pub fewer: usize,
    /// Come earlier.
    pub sooner: usize,
    /// Come later.
    pub later: usize,
}

impl ShiftCounts {
    /// Counts them.
    pub fn of(differences: &[Difference]) -> ShiftCounts {
        let mut counts = ShiftCounts::default();
        for one in differences {
            match one.shift {
                Shift::More => counts.more += 1,
                Shift::Fewer => counts.fewer += 1,
                Shift::Sooner => counts.sooner += 1,
                Shift::Later => counts.later += 1,
            }
        }
        counts
    }
}
