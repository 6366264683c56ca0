//! What happens without an answer, and when.

use crate::letter::bounds;
use crate::letter::view::data::Labelled;
use crate::letter::view::writer::Writer;
use crate::plan::{Addressee, Item, NextStep, audience};
use crate::words::letters::next;
use crate::words::letters::next::Coming;

/// Of so many tasks it is looked up whom their next letters go to.
const LOOKED_UP: usize = 200;

/// The next letter of some tasks: the first time, whether all go then, and to whom.
struct Next<'d> {
    item: &'d Item,
    step: &'d NextStep,
    beginning: bool,
    to: Vec<String>,
    cc: Vec<String>,
}

impl Writer<'_> {
    pub(crate) fn without(&self) -> Labelled {
        let late = self.draft.items.iter().all(|item| item.facts.overdue);
        let label = next::label(self.kind(), late, self.language).to_owned();
        let first = self.first_of(|item| item.facts.next.as_ref());
        let then = self.first_of(|item| item.facts.then.as_ref());
        let parts: Vec<String> = first.iter().chain(&then).map(|one| self.coming(one)).collect();
        let text = match parts.is_empty() {
            false => next::joined(&parts, self.language),
            true => {
                let supervisors = self.one().map(|item| &item.facts.supervisors);
                let names = supervisors.into_iter().flatten().map(|one| self.name(*one));
                next::nothing(self.kind(), &names.collect::<Vec<_>>(), self.language)
            }
        };
        Labelled { label, text }
    }

    fn coming(&self, next: &Next<'_>) -> String {
        let coming = Coming {
            at: &self.moment(next.item, next.step.at),
            kind: next.step.kind,
            own: next.step.own.as_deref(),
            again: (next.step.kind, &next.step.own) == (self.kind(), &self.draft.own),
            asks: next.step.asks,
            beginning: next.beginning,
            to: &self.names(&next.to, bounds::PEOPLE),
            cc: &self.names(&next.cc, bounds::PEOPLE),
        };
        next::coming(&coming, self.language)
    }

    /// The first of the letters to come, and to whom all of its kind go.
    fn first_of<'d>(&'d self, of: impl Fn(&'d Item) -> Option<&'d NextStep>) -> Option<Next<'d>> {
        let steps = self.draft.items.iter().filter_map(|item| Some((item, of(item)?)));
        let (item, step) = steps.clone().min_by_key(|(_, step)| step.at)?;
        let mut next = Next { item, step, beginning: false, to: Vec::new(), cc: Vec::new() };
        let all = self.draft.items.len();
        next.beginning = steps.clone().filter(|(_, other)| other.at == step.at).count() < all;
        for (item, step) in steps
            .filter(|(_, other)| (other.kind, &other.own) == (step.kind, &step.own))
            .take(LOOKED_UP)
        {
            let target = item.notice.target;
            let day = self.calendar(item).local_date(step.at);
            let stage = &target.policy(self.config).stages[step.stage];
            let audience = audience(self.config, target, stage, day);
            self.join(&mut next.to, &audience.to);
            self.join(&mut next.cc, &audience.cc);
        }
        next.cc.retain(|name| !next.to.contains(name));
        Some(next)
    }

    fn join(&self, names: &mut Vec<String>, more: &[Addressee]) {
        for name in more.iter().map(|one| self.shown(one)) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }

    /// When the next letter of a task goes, for the attached table.
    pub(crate) fn next_day(&self, item: &Item) -> Option<jiff::Timestamp> {
        item.facts.next.as_ref().map(|next| next.at)
    }
}
