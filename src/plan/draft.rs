//! Notices become letters to write: those of one sweep with the same audience, letter, language
//! and importance share one, if their policies group (W5).

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use crate::model::{Config, Importance, Language, LetterKind, Release};
use crate::plan::{
    Audience, Facts, Notice, Recorded, Target, audience, deadline, due_moment, facts,
};

/// A letter to write.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Which letter.
    pub kind: LetterKind,
    /// In which language.
    pub language: Language,
    /// How important.
    pub importance: Importance,
    /// Whether it waits for a person (L6a).
    pub release: Release,
    /// Whom it goes to.
    pub audience: Audience,
    /// What it is about: the most severe, then the most overdue first (W5).
    pub items: Vec<Item>,
}

/// What a letter says of a task or milestone.
#[derive(Debug, Clone)]
pub struct Item {
    /// The notice that it tells.
    pub notice: Notice,
    /// Those of the same target's other tracks that fall into the same letter (T13): recorded with it, and not
    /// told by themselves.
    pub also: Vec<Notice>,
    /// What the letter says of it.
    pub facts: Facts,
}

/// What must agree for two notices to share a letter; `alone` tells apart those that share none.
#[derive(PartialEq, Eq, Hash)]
struct Together {
    audience: Audience,
    kind: LetterKind,
    language: Language,
    importance: Importance,
    release: Release,
    alone: Option<usize>,
}

impl Item {
    /// A notice with its facts; `recorded` is what the ledger has of its target once the sweep is
    /// in it.
    pub fn of(config: &Config, notice: Notice, recorded: Vec<Recorded>, now: Timestamp) -> Item {
        let facts = facts(config, &notice, recorded, now);
        Item { notice, also: Vec::new(), facts }
    }

    /// All notices that are recorded with it.
    pub fn notices(&self) -> impl Iterator<Item = &Notice> {
        std::iter::once(&self.notice).chain(&self.also)
    }

    /// T13: one item tells of both, by the notice of the track that comes first.
    fn join(&mut self, mut other: Item) {
        if other.notice.track < self.notice.track {
            std::mem::swap(self, &mut other);
        }
        self.also.push(other.notice);
        self.also.append(&mut other.also);
    }
}

/// W5: the letters for the notices of one sweep.
pub fn drafts(config: &Config, items: Vec<Item>, now: Timestamp) -> Vec<Draft> {
    let mut places: HashMap<Together, usize> = HashMap::new();
    let mut drafts: Vec<Draft> = Vec::new();
    for (number, item) in items.into_iter().enumerate() {
        let together = together(config, &item.notice, number, now);
        let place = *places.entry(together).or_insert_with_key(|together| {
            drafts.push(together.draft());
            drafts.len() - 1
        });
        drafts[place].add(item);
    }
    drafts.iter_mut().for_each(|draft| draft.sort(config));
    drafts
}

/// The letter of a notice: its stage's, else `reminder` before the deadline and `overdue` after.
pub fn letter_kind(config: &Config, notice: &Notice, release: Timestamp) -> LetterKind {
    let by_deadline = || {
        let target = notice.target;
        let due = due_moment(target.calendar(config), deadline(config, target));
        if release < due { LetterKind::Reminder } else { LetterKind::Overdue }
    };
    notice.stage(config).letter.unwrap_or_else(by_deadline)
}

/// The language of a letter: that of the people addressed if they share one, else the default.
pub fn letter_language(config: &Config, audience: &Audience) -> Language {
    let of = |one: &crate::plan::Addressee| one.person.and_then(|person| config[person].language);
    let mut languages = audience.to.iter().map(|one| of(one).unwrap_or(config.language));
    let first = languages.next().unwrap_or(config.language);
    if languages.all(|language| language == first) { first } else { config.language }
}

fn together(config: &Config, notice: &Notice, number: usize, now: Timestamp) -> Together {
    let stage = notice.stage(config);
    let today = notice.target.calendar(config).local_date(now);
    let audience = audience(config, notice.target, stage, today);
    Together {
        kind: letter_kind(config, notice, now),
        language: letter_language(config, &audience),
        importance: stage.importance,
        release: stage.release,
        alone: (!notice.target.policy(config).group).then_some(number),
        audience,
    }
}

impl Together {
    fn draft(&self) -> Draft {
        Draft {
            kind: self.kind,
            language: self.language,
            importance: self.importance,
            release: self.release,
            audience: self.audience.clone(),
            items: Vec::new(),
        }
    }
}

impl Draft {
    /// Whether it bears a notice of one of these.
    pub fn is_about(&self, targets: &HashSet<Target>) -> bool {
        self.items.iter().any(|item| targets.contains(&item.notice.target))
    }

    /// Notices of one target come one after another.
    fn add(&mut self, item: Item) {
        let target = item.notice.target;
        match self.items.last_mut().filter(|last| last.notice.target == target) {
            Some(last) => last.join(item),
            None => self.items.push(item),
        }
    }

    fn sort(&mut self, config: &Config) {
        self.items.sort_by(|one, other| {
            let severity = |item: &Item| config[item.notice.target.task].severity;
            let severe = severity(other).cmp(&severity(one));
            severe
                .then(one.facts.due.cmp(&other.facts.due))
                .then(one.notice.id.cmp(&other.notice.id))
        });
    }
}
