//! All parts of a letter, in the order in which it is read.

use unicode_width::UnicodeWidthStr;

use crate::letter::attached::Attached;
use crate::letter::bounds::{Extent, HEAD, LONG};
use crate::letter::text::{clean, cut};
use crate::letter::view::data::{Detail, View};
use crate::letter::view::standing::{Standing, Together};
use crate::letter::view::writer::Writer;
use crate::words::answered;
use crate::words::letters;
use crate::words::letters::{asks, dates, standing, tables};

/// The view of a draft, as far as it is to be shown; `all` is the attached table, and how many tasks it has.
pub(crate) fn view(writer: &Writer<'_>, extent: Extent, all: Option<&(Attached, usize)>) -> View {
    let (language, kind) = (writer.language, writer.kind());
    let one = writer.one();
    let whole = extent == Extent::Whole;
    let ask = writer.ask(all.map(|(attached, _)| attached));
    let Standing { verdict, note, .. } = verdict(writer);
    let sections = match one {
        Some(item) => vec![writer.facts(item), writer.past(item)],
        None => writer.shared().into_iter().collect(),
    };
    let mut details = if whole { writer.details() } else { Vec::new() };
    if let (Some(_), false) = (one, whole) {
        let title = letters::facts::DETAIL.said(language).to_owned();
        let paragraphs = vec![tables::TOO_LONG.said(language).to_owned()];
        details.push(Detail { title, paragraphs, links: Vec::new() });
    }
    let title = one.map(|item| writer.title(item));
    if let Some(title) = title.as_ref().filter(|title| title.width() > HEAD) {
        details.insert(0, in_full(letters::facts::IN_FULL.said(language), title));
    }
    let (as_of, date) = writer.dated();
    View {
        language: language.name(),
        kind: writer.draft.letter().to_owned(),
        name: writer.called(),
        level: writer.level(),
        formal: writer.is_formal(),
        issuer: clean(&writer.config.mail.from.shown()),
        corner: writer.number.clone().unwrap_or(as_of),
        number: writer.number.clone(),
        redirected: writer.redirected(),
        steps: one.map(|item| writer.steps(item)).unwrap_or_default(),
        salutation: writer.salutation(),
        // T16: that an answer waits comes first.
        lead: writer.waiting_answers().into_iter().collect(),
        title: title.map(|title| cut(&title, HEAD)),
        id: one.map(|item| writer.id(item)),
        about: one.map(|item| writer.about(item)).unwrap_or_default(),
        preview: asks::preview(&verdict, &ask.what, language),
        verdict,
        verdict_note: note,
        ask,
        without: writer.without(),
        table: one.is_none().then(|| writer.table(extent, all)),
        blocks: Vec::new(),
        sections,
        details,
        fields: one.map(|item| writer.fields(item)).unwrap_or_default(),
        closing: letters::closing(kind, language).to_owned(),
        date,
        foot: writer.foot(),
    }
}

/// What is cut before what is asked, at length behind it.
pub(crate) fn in_full(title: &str, text: &str) -> Detail {
    let paragraphs = vec![cut(text, LONG)];
    Detail { title: title.to_owned(), paragraphs, links: Vec::new() }
}

/// How the task stands, or how all of them do.
fn verdict(writer: &Writer<'_>) -> Standing {
    if let Some(item) = writer.one() {
        return writer.standing(item);
    }
    let Together { count, late, settled, first } = writer.together();
    let verdict = standing::many(count, late, settled, writer.language);
    let mut note = Vec::new();
    if let Some(first) = first.filter(|_| !settled) {
        let first = writer.standing(first).line(writer);
        note.push(standing::most(late > 0, &first, writer.language));
    }
    Standing { verdict, note, level: writer.level() }
}

/// So many tasks are named of which an answer waits.
const NAMED: usize = 5;

impl Writer<'_> {
    /// T16: that an answer waits for a decision, and since when.
    fn waiting_answers(&self) -> Option<String> {
        if let Some(item) = self.one() {
            let held = item.facts.waits.as_ref()?;
            let since = self.calendar(item).local_date(held.since);
            let who = self.name_of(&held.answer.person);
            let (verb, year) = (&held.answer.verb, item.facts.today.year());
            return Some(answered::waits_in_letter(&who, verb, since, year, self.language));
        }
        let waiting = self.draft.items.iter().filter(|item| item.facts.waits.is_some());
        let ids: Vec<String> = waiting.map(|item| self.id(item)).collect();
        let named = &ids[..ids.len().min(NAMED)];
        (!ids.is_empty()).then(|| answered::wait_in_letter(ids.len(), named, self.language))
    }

    /// The day as of which it speaks, at its head and at its end. Its time is not told: a letter that waits is compared
    /// with what it would say now (L6c).
    fn dated(&self) -> (String, String) {
        let Some(first) = self.draft.items.first() else { return Default::default() };
        let today = self.calendar(first).local_date(self.now);
        (dates::as_of(today, self.language), dates::whole(today, self.language))
    }
}
