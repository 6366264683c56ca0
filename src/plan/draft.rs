//! Notices become letters to write: those of one sweep with the same audience, letter, language
//! and importance share one, if their policies group (W5).

use std::collections::HashMap;
use std::sync::Arc;

use jiff::Timestamp;

use crate::model::{Config, Importance, Language, LetterKind, PersonIx, Release};
use crate::plan::audience::People;
use crate::plan::left_out::LeftOut;
use crate::plan::{Audience, Facts, Known, Notice, audience, facts, letter_kind, letter_language};

/// A letter to write.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Which letter.
    pub kind: LetterKind,
    /// The name of a letter of its stage's own; `kind` is then what stands in for what it lacks.
    pub own: Option<Arc<str>>,
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
    /// Who would have been copied on it, and has it in a digest (W6, L8b).
    pub digest: Vec<PersonIx>,
}

/// What must agree for two notices to share a letter; `alone` tells apart those that share none.
#[derive(PartialEq, Eq, Hash)]
pub(super) struct Together {
    to: People,
    cc: People,
    pub(super) kind: LetterKind,
    pub(super) own: Option<Arc<str>>,
    language: Language,
    importance: Importance,
    pub(super) release: Release,
    alone: Option<usize>,
}

impl Item {
    /// A notice with its facts; `known` is what the ledger has of its target once the sweep is in it.
    pub fn of(config: &Config, notice: Notice, known: impl Into<Known>, now: Timestamp) -> Item {
        let facts = facts(config, &notice, known.into(), now);
        Item { notice, also: Vec::new(), facts, digest: Vec::new() }
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
        other.digest.retain(|person| !self.digest.contains(person));
        self.digest.append(&mut other.digest);
    }
}

/// W5: the letters for the notices of one sweep, of which these people get no copy.
pub fn drafts_without(
    config: &Config,
    items: Vec<Item>,
    left_out: &LeftOut,
    now: Timestamp,
) -> Vec<Draft> {
    let mut places: HashMap<Together, usize> = HashMap::new();
    let mut drafts: Vec<Draft> = Vec::new();
    for (number, mut item) in items.into_iter().enumerate() {
        let mut audience = audience_of(config, &item.notice, now);
        leave_out(&mut audience, &item.notice, config, left_out);
        item.digest = audience.digest.iter().filter_map(|one| one.person).collect();
        let together = together(config, &item.notice, &audience, number, now);
        let place = *places.entry(together).or_insert_with_key(|together| {
            drafts.push(together.draft(audience.clone()));
            drafts.len() - 1
        });
        drafts[place].add(item, &audience);
    }
    drafts.iter_mut().for_each(|draft| draft.sort(config, left_out, now));
    drafts
}

/// The people of a notice on the day it leaves.
pub fn audience_of(config: &Config, notice: &Notice, now: Timestamp) -> Audience {
    let today = notice.target.calendar(config).local_date(now);
    audience(config, notice.target, notice.stage(config), today)
}

/// L8b: letters of stages that ask are copied as ever.
fn leave_out(audience: &mut Audience, notice: &Notice, config: &Config, left_out: &LeftOut) {
    if notice.stage(config).release == Release::Auto {
        audience.leave_out(left_out);
    }
}

pub(super) fn together(
    config: &Config,
    notice: &Notice,
    audience: &Audience,
    number: usize,
    now: Timestamp,
) -> Together {
    let stage = notice.stage(config);
    let (to, cc) = audience.people();
    Together {
        to,
        cc,
        kind: letter_kind(config, notice, now),
        own: stage.own_letter.clone(),
        language: letter_language(config, audience),
        importance: stage.importance,
        release: stage.release,
        alone: (!notice.target.policy(config).group).then_some(number),
    }
}

impl Together {
    fn draft(&self, audience: Audience) -> Draft {
        Draft {
            kind: self.kind,
            own: self.own.clone(),
            language: self.language,
            importance: self.importance,
            release: self.release,
            audience,
            items: Vec::new(),
        }
    }
}

impl Draft {
    /// The name of its letter, as files and JSON have it.
    pub fn letter(&self) -> &str {
        self.own.as_deref().unwrap_or(self.kind.name())
    }

    /// Notices of one target come one after another.
    fn add(&mut self, item: Item, audience: &Audience) {
        if *audience != self.audience {
            self.audience.also_stands_for(audience);
            self.audience.also_in_digest(audience);
        }
        let target = item.notice.target;
        match self.items.last_mut().filter(|last| last.notice.target == target) {
            Some(last) => last.join(item),
            None => self.items.push(item),
        }
    }

    /// The most severe, then the most overdue come first (W5); the people stand in the order of the first.
    fn sort(&mut self, config: &Config, left_out: &LeftOut, now: Timestamp) {
        self.items.sort_by(|one, other| {
            let severity = |item: &Item| config[item.notice.target.task].severity;
            let severe = severity(other).cmp(&severity(one));
            severe
                .then(one.facts.due.cmp(&other.facts.due))
                .then(one.notice.id.cmp(&other.notice.id))
        });
        if let Some(first) = self.items.first() {
            let mut audience = audience_of(config, &first.notice, now);
            leave_out(&mut audience, &first.notice, config, left_out);
            audience.also_stands_for(&self.audience);
            audience.also_in_digest(&self.audience);
            self.audience = audience;
        }
    }
}
