//! A letter's words, made so short that its page keeps within its bounds.

use jiff::Timestamp;
use minijinja::Error;

use crate::letter::attached::Attached;
use crate::letter::bounds::{ATTACHED, Extent, PAGE};
use crate::letter::list::list;
use crate::letter::number;
use crate::letter::own;
use crate::letter::template::render;
use crate::letter::text::cut;
use crate::letter::view::ask::marked;
use crate::letter::view::subject::SUBJECT;
use crate::letter::view::{View, Writer, subject, view};
use crate::model::{AnchorKind, Config, Language, LetterKind, LetterLinks, Part, Template, Ways};
use crate::plan::{Draft, Item};

/// A letter in words.
#[derive(Debug, Clone)]
pub struct Written {
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML.
    pub html: String,
    /// Files beside it: all tasks as a table, where they are many.
    pub attachments: Vec<Attached>,
    /// The templates of the admin's own that could not be filled in, and why; the built-in ones took their place.
    pub failed: Vec<(String, String)>,
}

/// Writes a letter: one task with all that is known of it, many as a table of the most urgent, with all of them attached;
/// each with its link, where there are links. `number` is the place of its number, where it has one.
pub fn write_linked(
    config: &Config,
    draft: &Draft,
    (number, now): (Option<String>, Timestamp),
    ways: &Ways<'_>,
) -> Result<Written, Error> {
    write_noted(config, draft, (number, now), |view| answerable(view, draft, ways))
}

/// A letter's own ways to be answered.
pub(crate) fn answerable(view: &mut View, draft: &Draft, ways: &Ways<'_>) {
    if let Some(links) = &ways.links {
        link(view, draft, links);
    }
    if let Some(mark) = ways.mark {
        view.ask.buttons.iter_mut().for_each(|button| button.href = marked(&button.href, mark));
    }
}

/// A1: a link for each task and milestone that is shown and can still be answered.
fn link(view: &mut View, draft: &Draft, links: &LetterLinks<'_>) {
    let to = |item: &Item| {
        let answered = item.notice.id.from != AnchorKind::Verified;
        answered.then(|| links.to(&item.notice.id.subject))
    };
    match (&mut view.table, draft.items.as_slice()) {
        (Some(table), items) => {
            for row in &mut table.rows {
                row.link = items.get(row.number - 1).and_then(to);
            }
        }
        (None, [one]) => view.ask.link = to(one),
        (None, _) => {}
    }
}

/// The same, with more in its view than the draft has.
pub(crate) fn write_noted(
    config: &Config,
    draft: &Draft,
    (number, now): (Option<String>, Timestamp),
    note: impl Fn(&mut View),
) -> Result<Written, Error> {
    let count = draft.items.len();
    let writer = Writer { number, ..Writer::of(config, draft, now) };
    let (mut extent, mut all) = (Extent::of(count), None);
    loop {
        if all.is_none() && (count > ATTACHED || extent != Extent::Whole && count > 1) {
            all = Some(list(&writer));
        }
        let mut view = view(&writer, extent, all.as_ref());
        note(&mut view);
        let (text, html) = render(&view)?;
        if html.len() > PAGE
            && let Some(smaller) = extent.smaller(count)
        {
            extent = smaller;
            continue;
        }
        let attachments = all.into_iter().map(|(attached, _)| attached).collect();
        let built_in =
            Written { subject: subject(&writer), text, html, attachments, failed: Vec::new() };
        return Ok(replaced(config, (draft.letter(), draft.kind, draft.language), &view, built_in));
    }
}

/// The parts for which the admin has templates of their own. One that fails leaves the built-in part as it is.
pub(crate) fn replaced(
    config: &Config,
    of: (&str, LetterKind, Language),
    view: &View,
    mut written: Written,
) -> Written {
    for template in templates(config, of) {
        let filled = own::fill(template, view).map_err(|error| own::said(&error));
        let filled = filled.and_then(|filled| match filled.len() <= OWN {
            true => Ok(filled),
            false => Err(format!("{} > {OWN} bytes", filled.len())),
        });
        match (filled, template.part) {
            (Ok(filled), Part::Text) => written.text = filled,
            (Ok(filled), Part::Html) => written.html = filled,
            (Ok(filled), Part::Subject) => written.subject = cut(&number::clean(&filled), SUBJECT),
            (Err(why), _) => written.failed.push((template.path.to_string(), why)),
        }
    }
    written
}

/// The templates of a letter, one a part: its own, else those of the kind that stands in.
fn templates<'c>(
    config: &'c Config,
    (letter, kind, language): (&str, LetterKind, Language),
) -> Vec<&'c Template> {
    let named = |name: &str, part: Part| {
        let all = config.templates.iter();
        let mut same = all.filter(|one| (one.language, one.part) == (language, part));
        same.find(|one| *one.letter == *name)
    };
    let parts = Part::ALL.iter();
    let found =
        |(_, part): &(&str, Part)| named(letter, *part).or_else(|| named(kind.name(), *part));
    parts.filter_map(found).collect()
}

/// So many bytes a part by a template of the admin's own has at most.
const OWN: usize = 500_000;
