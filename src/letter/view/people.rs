//! Who has the letter and why: the salutation, whom it asks, and the foot.

use crate::letter::bounds::{self, ADDRESSED, COPIED};
use crate::letter::text::{clean, cut};
use crate::letter::view::addressees;
use crate::letter::view::addressees::NAMED;
use crate::letter::view::data::Labelled;
use crate::letter::view::writer::Writer;
use crate::model::{LetterKind, PersonIx};
use crate::plan::{Addressee, Item, above, head};
use crate::words::letters;
use crate::words::letters::digest::IN_DIGEST;
use crate::words::letters::foot;
use crate::words::letters::foot::Role;

/// So many tasks of a letter are asked for the part that somebody has in them.
const ASKED_FOR_ROLES: usize = 20;

/// No unit lies deeper.
const DEPTH: u32 = 32;

/// Whom a letter asks, in words: those who see to it in person, and those who do it.
pub(crate) struct Group {
    pub(crate) heads: String,
    pub(crate) others: String,
}

impl Writer<'_> {
    pub(crate) fn shown(&self, one: &Addressee) -> String {
        addressees::shown(one)
    }

    /// How somebody is addressed.
    fn addressed(&self, one: &Addressee) -> String {
        addressees::addressed(self.config, one, self.language)
    }

    pub(crate) fn salutation(&self) -> Option<String> {
        let (heads, others) = self.parted();
        let to: Vec<&Addressee> = heads.into_iter().chain(others).collect();
        addressees::salutation(self.config, &to, self.language)
    }

    /// Whom the letter asks.
    pub(crate) fn asked(&self) -> Group {
        if self.draft.audience.to.len() > NAMED {
            let others = foot::ALL_OF_YOU.said(self.language).to_owned();
            return Group { heads: String::new(), others };
        }
        let (heads, others) = self.parted();
        let named = |list: Vec<&Addressee>| {
            let names: Vec<String> = list.into_iter().map(|one| self.addressed(one)).collect();
            letters::list_and(&names, self.language)
        };
        match self.kind() {
            LetterKind::Supervision | LetterKind::Circular => {
                Group { heads: named(heads), others: named(others) }
            }
            _ => {
                let all = heads.into_iter().chain(others).collect();
                Group { heads: String::new(), others: named(all) }
            }
        }
    }

    /// The heads among those it is addressed to, the highest first, and the others.
    fn parted(&self) -> (Vec<&Addressee>, Vec<&Addressee>) {
        let is_head =
            |one: &&Addressee| matches!(self.role(one), Some(Role::Head | Role::Above(_)));
        self.draft.audience.to.iter().partition(is_head)
    }

    /// The part that somebody has in all tasks of the letter.
    fn role(&self, one: &Addressee) -> Option<Role> {
        let person = one.absent.or(one.person)?;
        let mut roles = self.draft.items.iter().take(ASKED_FOR_ROLES);
        let first = self.role_in(person, roles.next()?)?;
        roles.all(|item| self.role_in(person, item).as_ref() == Some(&first)).then_some(first)
    }

    fn role_in(&self, person: PersonIx, item: &Item) -> Option<Role> {
        if item.facts.owners.contains(&person) {
            return Some(Role::Owner);
        }
        let supervises = item.facts.supervisors.contains(&person);
        // Who verifies is asked as the one who supervises, whatever else they are.
        let verifies = matches!(self.kind(), LetterKind::Verification | LetterKind::LookBack);
        if supervises && verifies {
            return Some(Role::Supervisor);
        }
        self.heads(person, item).or(supervises.then_some(Role::Supervisor))
    }

    /// Whether they head the task's unit, or one above it.
    fn heads(&self, person: PersonIx, item: &Item) -> Option<Role> {
        let unit = self.unit(item)?;
        let heads = head(self.config, unit).map(|party| party_of(self, party));
        if heads.is_some_and(|heads| heads.contains(&person)) {
            return Some(Role::Head);
        }
        let mut above = (1..DEPTH).map(|levels| above(self.config, unit, levels));
        let headed = above.find(|unit| {
            self.config[*unit].head.is_some_and(|party| party_of(self, party).contains(&person))
        })?;
        Some(Role::Above(self.unit_name(headed)))
    }

    /// Who has it and why, and whom to ask.
    pub(crate) fn foot(&self) -> Vec<Labelled> {
        let language = self.language;
        let audience = &self.draft.audience;
        let mut foot = Vec::new();
        for (label, list, columns) in [
            (foot::TO, &audience.to, ADDRESSED),
            (foot::CC, &audience.cc, COPIED),
            (IN_DIGEST, &audience.digest, COPIED),
        ] {
            let names: Vec<String> = list.iter().map(|one| self.with_role(one)).collect();
            if !names.is_empty() {
                let text = self.names(&names, columns);
                foot.push(Labelled { label: label.said(language).to_owned(), text });
            }
        }
        if let Some(contact) = &self.config.mail.contact {
            let label = foot::CONTACT.said(language).to_owned();
            foot.push(Labelled { label, text: cut(&clean(contact), bounds::ROW) });
        }
        if let Some(file) = self.event_name() {
            let label = foot::ATTACHED.said(language).to_owned();
            foot.push(Labelled { label, text: letters::event::attached(&file, language) });
        }
        foot
    }

    fn with_role(&self, one: &Addressee) -> String {
        let role = self.role(one).map(|role| role.said(self.language));
        let note = match one.absent {
            Some(absent) => foot::stands_for(&self.name(absent), role.as_deref(), self.language),
            None => role.unwrap_or_default(),
        };
        letters::noted(&self.shown(one), &cut(&note, bounds::ROW), self.language)
    }

    /// Where every letter goes to one mailbox, whom this one was meant for.
    pub(crate) fn redirected(&self) -> Option<String> {
        addressees::redirected(self.config, &self.draft.audience, self.language)
    }
}

fn party_of<'c>(writer: &Writer<'c>, party: crate::model::Party) -> Vec<PersonIx> {
    writer.config.members(&party).to_vec()
}
