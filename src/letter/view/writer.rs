//! Puts a letter into words: what all of its parts need.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::letter::bounds;
use crate::letter::text::{clean, cut};
use crate::letter::view::addressees;
use crate::model::{Calendar, Config, Language, LetterKind, PersonIx, State, UnitIx, When};
use crate::plan::{Draft, Item};
use crate::words::letters;
use crate::words::letters::dates;

/// Puts a letter into words.
pub(crate) struct Writer<'c> {
    pub(crate) config: &'c Config,
    pub(crate) draft: &'c Draft,
    pub(crate) language: Language,
    /// The place of the letter's number, where it has one.
    pub(crate) number: Option<String>,
    pub(crate) now: Timestamp,
}

impl<'c> Writer<'c> {
    /// Of a draft, in its language.
    pub(crate) fn of(config: &'c Config, draft: &'c Draft, now: Timestamp) -> Writer<'c> {
        Writer { config, draft, language: draft.language, number: None, now }
    }

    pub(crate) fn kind(&self) -> LetterKind {
        self.draft.kind
    }

    /// What the letter is called.
    pub(crate) fn called(&self) -> String {
        letters::called(self.kind(), self.draft.own.as_deref(), self.language)
    }

    /// The only task, where the letter is about one.
    pub(crate) fn one(&self) -> Option<&'c Item> {
        match self.draft.items.as_slice() {
            [one] => Some(one),
            _ => None,
        }
    }

    pub(crate) fn calendar(&self, item: &Item) -> &'c Calendar {
        item.notice.target.calendar(self.config)
    }

    /// Whether it is open.
    pub(crate) fn is_open(&self, item: &Item) -> bool {
        item.notice.target.task(self.config).state() == State::Open
    }

    /// Whether it is open and past its deadline.
    pub(crate) fn is_late(&self, item: &Item) -> bool {
        item.facts.overdue && self.is_open(item)
    }

    /// The task's title; a milestone's with its task's.
    pub(crate) fn title(&self, item: &Item) -> String {
        let target = item.notice.target;
        let task = clean(&target.task(self.config).title);
        match target.milestone(self.config) {
            None => task,
            Some(one) => letters::milestone(&task, &clean(&one.title), self.language),
        }
    }

    /// The task's id, and the milestone's.
    pub(crate) fn id(&self, item: &Item) -> String {
        clean(&item.notice.target.name(self.config))
    }

    pub(crate) fn unit(&self, item: &Item) -> Option<UnitIx> {
        crate::plan::responsible(self.config, item.notice.target).unit
    }

    pub(crate) fn unit_name(&self, unit: UnitIx) -> String {
        clean(&self.config[unit].name)
    }

    pub(crate) fn name(&self, person: PersonIx) -> String {
        cut(&clean(&self.config[person].name), bounds::NAME)
    }

    /// A person's name for an id; any other words stand for themselves.
    pub(crate) fn name_of(&self, by: &str) -> String {
        let person = self.config.people.iter().find(|person| person.id.as_ref() == by);
        cut(&clean(person.map_or(by, |person| &person.name)), bounds::NAME)
    }

    /// Names for which there is room, and how many more.
    pub(crate) fn names(&self, names: &[String], columns: usize) -> String {
        addressees::names(names, columns, self.language)
    }

    pub(crate) fn people(&self, people: &[PersonIx]) -> Option<String> {
        let names: Vec<String> = people.iter().map(|person| self.name(*person)).collect();
        (!names.is_empty()).then(|| self.names(&names, bounds::PEOPLE))
    }

    /// Where the task comes from, in the office's words.
    pub(crate) fn origin(&self, item: &Item) -> Option<String> {
        let task = item.notice.target.task(self.config);
        let texts = [&task.source, &task.batch, &task.category];
        let origin = texts.into_iter().flatten().map(|text| cut(&clean(text), bounds::ROW));
        let origin: Vec<String> = origin.collect();
        (!origin.is_empty()).then(|| origin.join(" · "))
    }

    /// A day or a time without the letter's year.
    pub(crate) fn when(&self, item: &Item, when: When) -> String {
        dates::when(self.calendar(item), when, item.facts.today.year(), self.language)
    }

    /// Its day without the letter's year and without the day of the week.
    pub(crate) fn date(&self, item: &Item, when: When) -> String {
        let day = self.calendar(item).day_of(when);
        dates::date(day, item.facts.today.year(), self.language)
    }

    pub(crate) fn brief(&self, item: &Item, day: Date) -> String {
        dates::brief(day, item.facts.today.year(), self.language)
    }

    /// An instant in the task's zone.
    pub(crate) fn moment(&self, item: &Item, at: Timestamp) -> String {
        dates::moment(self.calendar(item), at, item.facts.today.year(), self.language)
    }
}
