//! What went before: the earlier letters, when and to whom, and which of its kind this one is.

use jiff::civil::Date;

use crate::letter::bounds;
use crate::letter::text::{clean, cut};
use crate::letter::view::data::{Fact, Section};
use crate::letter::view::writer::Writer;
use crate::plan::{Earlier, Item};
use crate::words::letters::past;

/// So many lines tell of earlier letters, and so many days stand in a line.
const LINES: usize = 6;
const DAYS: usize = 3;

/// So many of a letter's recipients are looked up by their addresses.
const NAMED: usize = 12;

/// Earlier letters of one kind to the same people, one after the other.
struct Run<'d> {
    first: &'d Earlier,
    days: Vec<Date>,
}

impl Writer<'_> {
    /// Which of its kind the letter is, for this task.
    pub(crate) fn nth(&self, item: &Item) -> usize {
        let own = self.draft.own.as_deref();
        let same = |one: &&Earlier| (one.kind, one.own.as_deref()) == (self.kind(), own);
        let same = item.facts.earlier.iter().filter(same);
        same.count() + 1
    }

    /// The earlier letters about one task, and this one.
    pub(crate) fn past(&self, item: &Item) -> Section {
        let language = self.language;
        let (runs, left_out) = self.runs(item);
        let mut facts = Vec::new();
        if left_out > 0 {
            facts.push(Fact {
                label: past::EARLIER.said(language).to_owned(),
                lines: vec![past::still_earlier(left_out, language)],
            });
        }
        facts.extend(runs.iter().map(|run| self.run(item, run)));
        facts.push(Fact {
            label: self.brief(item, item.facts.today),
            lines: vec![past::this(
                self.kind(),
                self.draft.own.as_deref(),
                self.nth(item),
                language,
            )],
        });
        Section { title: past::BEFORE.said(language).to_owned(), facts }
    }

    fn run(&self, item: &Item, run: &Run<'_>) -> Fact {
        let count = run.days.len();
        let days = run.days.iter().take(DAYS).map(|day| self.brief(item, *day));
        let days: Vec<String> = days.collect();
        let (to, cc) = (self.names_at(&run.first.to), self.names_at(&run.first.cc));
        Fact {
            label: past::days(&days, count.saturating_sub(DAYS), self.language),
            lines: vec![past::went(
                (run.first.kind, run.first.own.as_deref()),
                count,
                &to,
                &cc,
                self.language,
            )],
        }
    }

    /// The latest runs of letters, and how many letters are in none of them.
    fn runs<'d>(&self, item: &'d Item) -> (Vec<Run<'d>>, usize) {
        let mut runs: Vec<Run<'d>> = Vec::new();
        for one in &item.facts.earlier {
            let day = self.calendar(item).local_date(one.at);
            let same = |run: &&mut Run<'d>| {
                let first = run.first;
                let of = |one: &'d Earlier| (one.kind, &one.own, &one.to, &one.cc);
                of(first) == of(one)
            };
            match runs.last_mut().filter(same) {
                Some(run) => run.days.push(day),
                None => runs.push(Run { first: one, days: vec![day] }),
            }
        }
        let first = runs.len().saturating_sub(LINES);
        let left_out = runs[..first].iter().map(|run| run.days.len()).sum();
        (runs.split_off(first), left_out)
    }

    /// The people at some addresses, by name where the files name them.
    fn names_at(&self, addresses: &[Box<str>]) -> String {
        let named = addresses.iter().enumerate().map(|(at, address)| {
            let person = self.config.people.iter().filter(|_| at < NAMED);
            let person = person.into_iter().find(|one| one.email.0.eq_ignore_ascii_case(address));
            cut(&clean(person.map_or(address, |person| &person.name)), bounds::NAME)
        });
        self.names(&named.collect::<Vec<_>>(), bounds::PEOPLE / 2)
    }
}
