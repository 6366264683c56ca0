//! Many tasks: the rows of the table, with what is not the same for all.

use crate::letter::attached::Attached;
use crate::letter::bounds::{Extent, ID, ROW, UNIT};
use crate::letter::text::cut;
use crate::letter::view::data::{Row, Table};
use crate::letter::view::writer::Writer;
use crate::model::{Severity, When};
use crate::plan::Item;
use crate::words::letters::{facts, past, tables};

/// What all tasks of the letter share, and no row repeats.
struct Shared {
    unit: bool,
    owner: bool,
}

impl Writer<'_> {
    /// The table, as far as it is to be shown; `all` is the attached one, and how many tasks it has.
    pub(crate) fn table(&self, extent: Extent, all: Option<&(Attached, usize)>) -> Table {
        let count = self.draft.items.len();
        let shown = extent.shown(count);
        let unit = |item: &Item| self.unit(item).map(|unit| self.unit_name(unit));
        let shared = Shared {
            unit: self.same(unit).is_some(),
            owner: self.same(|item| self.people(&item.facts.owners)).is_some(),
        };
        let rows = self.draft.items.iter().take(shown).enumerate();
        Table {
            what: tables::WHAT.said(self.language),
            when: tables::WHEN.said(self.language),
            rows: rows.map(|(at, item)| self.row(item, at + 1, &shared)).collect(),
            more: all.map(|(attached, listed)| {
                tables::more(count, shown, &attached.name, *listed, self.language)
            }),
        }
    }

    fn row(&self, item: &Item, number: usize, shared: &Shared) -> Row {
        let task = item.notice.target.task(self.config);
        let grave = task.severity >= Severity::High;
        let (nth, extended) = (self.nth(item), self.extensions(item).len());
        let notes = [
            grave.then(|| facts::severity(task.severity, self.language).to_owned()),
            self.unit(item).filter(|_| !shared.unit).map(|unit| cut(&self.unit_name(unit), UNIT)),
            self.people(&item.facts.owners).filter(|_| !shared.owner).map(|one| cut(&one, UNIT)),
            (nth > 1).then(|| past::nth(nth, self.language)),
            (extended > 0).then(|| facts::times_extended(extended, self.language)),
        ];
        let standing = self.standing(item);
        Row {
            number,
            id: cut(&self.id(item), ID),
            title: cut(&self.title(item), ROW),
            notes: notes.into_iter().flatten().collect(),
            standing: standing.verdict,
            deadline: self.deadline_in_brief(item),
            level: standing.level,
            link: None,
        }
    }

    /// The deadline's day; with its time where it has one.
    fn deadline_in_brief(&self, item: &Item) -> String {
        let calendar = self.calendar(item);
        let day = self.brief(item, calendar.day_of(item.facts.deadline));
        match item.facts.deadline {
            When::Day(_) => day,
            When::Instant(at) => {
                format!("{day} {}", calendar.timezone().to_datetime(at).strftime("%H:%M"))
            }
        }
    }
}
