//! A task or milestone in a list, and how it stands, in words.

use serde::Serialize;

use crate::ledger::{Ledger, LedgerError};
use crate::letter::text::{clean, cut};
use crate::model::{Milestone, State, When};
use crate::plan::{
    Known, Recorded, Target, colour, deadline, due_moment, letter_kind, simulate, state,
};
use crate::view::{owner_names, unit_name};
use crate::web::pages::scene::Scene;
use crate::words::letters::standing::{self, Distance};
use crate::words::{letters, lists};

/// So many columns of a title, and of names, stand in a list; a task's own page has all of it.
const TITLE: usize = 240;
pub(super) const NAMES: usize = 120;

/// A row of a list.
#[derive(Debug, Serialize)]
pub(super) struct Row {
    href: String,
    title: String,
    id: String,
    colour: &'static str,
    word: &'static str,
    standing: String,
    deadline: String,
    unit: Option<String>,
    owner: String,
    last: Option<String>,
    next: Option<String>,
}

impl Scene<'_> {
    pub(super) fn row(&self, ledger: &Ledger, target: Target) -> Result<Row, LedgerError> {
        let config = self.config;
        let milestone = target.milestone(config).map(|one| &*one.id);
        let known = ledger.known(&target.task(config).id, milestone)?;
        let colour = colour(config, target, self.now);
        let owners = owner_names(config, target).join(lists::AND.said(self.language));
        Ok(Row {
            href: self.task_from_list(target),
            title: self.short_title(target),
            id: target.name(config),
            colour: colour.name(),
            word: lists::colour(colour, self.language),
            standing: self.standing(target),
            deadline: self.when(target, deadline(config, target)),
            unit: unit_name(config, target).map(|name| cut(&clean(name), NAMES)),
            owner: cut(&clean(&owners), NAMES),
            last: self.last(target, &known.notices),
            next: self.next(target, known),
        })
    }

    pub(super) fn title(&self, target: Target) -> String {
        let own = target.milestone(self.config).map(|one| &one.title);
        clean(own.unwrap_or(&target.task(self.config).title))
    }

    pub(super) fn short_title(&self, target: Target) -> String {
        cut(&self.title(target), TITLE)
    }

    /// `已逾期 10 天`, `报办结 11月20日`.
    pub(super) fn standing(&self, target: Target) -> String {
        let (config, calendar) = (self.config, target.calendar(self.config));
        let task = target.task(config);
        let on = |when: Option<When>| when.map(|when| self.when(target, when)).unwrap_or_default();
        let milestone = target.milestone(config);
        let settled = match (milestone.filter(|one| one.is_closed()), state(config, target)) {
            (Some(Milestone { done: Some(done), .. }), _) => Some((State::Done, on(Some(*done)))),
            (Some(_), _) => Some((State::Cancelled, String::new())),
            (None, State::Open) => None,
            (None, State::Done) => Some((State::Done, on(task.done))),
            (None, State::Verified) => Some((State::Verified, on(task.verified))),
            (None, State::Cancelled) => Some((State::Cancelled, on(task.cancelled))),
        };
        if let Some((state, on)) = settled {
            let (verdict, note) = standing::settled(state, &on, self.language);
            return letters::noted(&verdict, &note, self.language);
        }
        let deadline = deadline(config, target);
        let (today, day) = (calendar.local_date(self.now), calendar.day_of(deadline));
        let days = day.duration_since(today).as_hours() / 24;
        let late = self.now >= due_moment(calendar, deadline);
        let distance = Distance::Days(days, calendar.working_days_until(today, day));
        let verdict = standing::verdict(late, distance, self.language);
        match standing::working_days(distance, self.language) {
            Some(note) => letters::noted(&verdict, &note, self.language),
            None => verdict,
        }
    }

    pub(super) fn when(&self, target: Target, when: When) -> String {
        let calendar = target.calendar(self.config);
        let year = calendar.local_date(self.now).year();
        letters::dates::when(calendar, when, year, self.language)
    }

    pub(super) fn at(&self, target: Target, at: jiff::Timestamp) -> String {
        let calendar = target.calendar(self.config);
        let year = calendar.local_date(self.now).year();
        letters::dates::day(calendar.local_date(at), year, self.language)
    }

    fn last(&self, target: Target, recorded: &[Recorded]) -> Option<String> {
        let told = recorded.iter().filter_map(|one| one.letter.as_ref());
        let last = told.max_by_key(|one| (one.at, one.number))?;
        let own = last.own.as_deref();
        let kind = own.unwrap_or_else(|| lists::letter(last.kind, self.language));
        Some(format!("{} {kind}", self.at(target, last.at)))
    }

    fn next(&self, target: Target, known: Known) -> Option<String> {
        let config = self.config;
        let mut coming = simulate(config, target, known, self.now, jiff::Timestamp::MAX);
        let next = coming.next()?;
        let own = next.notice.stage(config).own_letter.as_deref();
        let kind = letter_kind(config, &next.notice, next.release);
        let kind = own.unwrap_or_else(|| lists::letter(kind, self.language));
        Some(format!("{} {kind}", self.at(target, next.release)))
    }
}
