//! Templates of the admin's own (§5): what they may name, and whether they can be filled in.
//!
//! They see the data of `docs/templates.md` and nothing else: no file, no other template, no clock.

use std::collections::BTreeSet;
use std::ops::Range;

use minijinja::value::Serde;
use minijinja::{Environment, Error};

use crate::letter::template::own_environment;
use crate::letter::view::View;
use crate::letter::view::sample;
use crate::model::{Language, LetterKind, Part, Template};

/// What is wrong with a template: where, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    /// Which bytes of it, where that is known.
    pub place: Range<usize>,
    /// What it is.
    pub what: FlawKind,
}

/// The kinds of flaws.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FlawKind {
    /// It is no template: what the parser says.
    Syntax(String),
    /// It names something that there is not.
    Unknown(String),
    /// It cannot be filled in with data as letters have them.
    Fails(String),
    /// Nothing comes of it.
    Empty,
}

/// A part of a letter by a template of the admin's own.
pub fn fill(template: &Template, view: &View) -> Result<String, Error> {
    let environment = environment(template)?;
    let filled = environment.get_template(name(template.part))?.render(Serde(view))?;
    Ok(match template.part {
        Part::Subject => filled.split_whitespace().collect::<Vec<_>>().join(" "),
        _ => filled,
    })
}

/// Everything that `check` finds in a template.
pub fn flaws(
    text: &str,
    (kind, letter): (LetterKind, &str),
    language: Language,
    part: Part,
) -> Vec<Flaw> {
    let path = Box::default();
    let template = Template { letter: letter.into(), language, part, path, text: text.into() };
    let environment = match environment(&template) {
        Ok(environment) => environment,
        Err(error) => {
            return vec![Flaw { place: place(&error, text), what: FlawKind::Syntax(said(&error)) }];
        }
    };
    let Ok(parsed) = environment.get_template(name(part)) else { return Vec::new() };
    let known: BTreeSet<&str> = VARIABLES.iter().copied().collect();
    let mut unknown: Vec<String> = parsed
        .undeclared_variables(false)
        .into_iter()
        .filter(|one| !known.contains(one.as_str()) && !GLOBALS.contains(&one.as_str()))
        .collect();
    unknown.sort();
    if !unknown.is_empty() {
        let flaw = |name: String| Flaw { place: named(text, &name), what: FlawKind::Unknown(name) };
        return unknown.into_iter().map(flaw).collect();
    }
    for mut view in [sample::full(kind, language), sample::bare(kind, language)] {
        view.call(letter);
        match fill(&template, &view) {
            Err(error) => {
                return vec![Flaw {
                    place: place(&error, text),
                    what: FlawKind::Fails(said(&error)),
                }];
            }
            Ok(filled) if filled.trim().is_empty() => {
                return vec![Flaw { place: 0..0, what: FlawKind::Empty }];
            }
            Ok(_) => {}
        }
    }
    Vec::new()
}

/// The variables of a template, each a field of [`View`].
pub const VARIABLES: [&str; 28] = [
    "language",
    "kind",
    "name",
    "level",
    "formal",
    "issuer",
    "corner",
    "number",
    "redirected",
    "steps",
    "salutation",
    "lead",
    "title",
    "id",
    "about",
    "verdict",
    "verdict_note",
    "ask",
    "without",
    "table",
    "blocks",
    "sections",
    "details",
    "fields",
    "closing",
    "date",
    "foot",
    "preview",
];

/// What the template language itself has.
const GLOBALS: [&str; 5] = ["range", "dict", "namespace", "loop", "debug"];

/// HTML is escaped by the ending of this name.
fn name(part: Part) -> &'static str {
    match part {
        Part::Text => "letter.txt",
        Part::Html => "letter.html",
        Part::Subject => "subject.txt",
    }
}

fn environment(template: &Template) -> Result<Environment<'_>, Error> {
    let mut environment = own_environment()?;
    environment.add_template(name(template.part), &template.text)?;
    Ok(environment)
}

/// What the template language says of an error.
pub(crate) fn said(error: &Error) -> String {
    let kind = error.kind().to_string();
    error.detail().map_or(kind.clone(), |detail| format!("{kind}: {detail}"))
}

fn place(error: &Error, text: &str) -> Range<usize> {
    if let Some(range) = error.range().filter(|range| range.end <= text.len()) {
        return range;
    }
    let line = error.line().unwrap_or(1).max(1);
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let end = text[start..].find('\n').map_or(text.len(), |end| start + end);
    start..end
}

/// Where a name stands first, as a word.
fn named(text: &str, name: &str) -> Range<usize> {
    let word = |letter: Option<char>| {
        letter.is_some_and(|letter| letter.is_alphanumeric() || letter == '_')
    };
    let mut found = text.match_indices(name);
    let alone = found.find(|(at, _)| {
        !word(text[..*at].chars().next_back()) && !word(text[at + name.len()..].chars().next())
    });
    alone.map_or(0..0, |(at, _)| at..at + name.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, part: Part) -> Vec<FlawKind> {
        let flaws = flaws(text, (LetterKind::Overdue, "overdue"), Language::En, part);
        flaws.into_iter().map(|flaw| flaw.what).collect()
    }

    #[test]
    fn a_template_may_name_what_there_is_and_nothing_else() {
        assert_eq!(of("{{ name }}: {{ title }} {{ ask.what }}", Part::Text), []);
        assert_eq!(
            of("{% for one in steps %}{{ one.name }}{% endfor %}{{ date }}", Part::Html),
            []
        );
        assert_eq!(of("{{ titel }}", Part::Text), [FlawKind::Unknown("titel".to_owned())]);
        assert!(matches!(of("{{ ask.wat }}", Part::Text)[..], [FlawKind::Fails(_)]));
        assert!(matches!(of("{% if %}", Part::Text)[..], [FlawKind::Syntax(_)]));
        assert!(matches!(of("{% include 'letter.html' %}x", Part::Text)[..], [FlawKind::Fails(_)]));
        assert_eq!(of("{# nothing #}", Part::Text), [FlawKind::Empty]);
        assert!(matches!(
            of(
                "{% for a in range(9999) %}{% for b in range(9999) %}{% endfor %}{% endfor %}x",
                Part::Text
            )[..],
            [FlawKind::Fails(_)]
        ));
    }

    #[test]
    fn a_flaw_has_its_place() {
        let text = "first\n{{ titel }}\n";
        let found = flaws(text, (LetterKind::Overdue, "overdue"), Language::En, Part::Text);
        assert_eq!(&text[found[0].place.clone()], "titel");
    }

    #[test]
    fn a_page_is_escaped_and_a_subject_is_one_line() {
        let template = |part, text: &str| Template {
            letter: "overdue".into(),
            language: Language::En,
            part,
            path: "x".into(),
            text: text.into(),
        };
        let mut view = sample::full(LetterKind::Overdue, Language::En);
        view.title = Some("<b>".to_owned());
        let page = fill(&template(Part::Html, "{{ title }}"), &view).expect("filled");
        assert_eq!(page, "&lt;b&gt;");
        let subject = fill(&template(Part::Subject, "a\n  {{ name }}\n"), &view).expect("filled");
        assert_eq!(subject, format!("a {}", view.name));
    }

    /// `docs/templates.md` lists every variable, and no other.
    #[test]
    fn the_documentation_lists_the_variables() {
        let view = sample::full(LetterKind::Overdue, Language::En);
        let data = serde_json::to_value(&view).expect("JSON");
        let fields: BTreeSet<&str> =
            data.as_object().expect("fields").keys().map(String::as_str).collect();
        assert_eq!(fields, VARIABLES.into_iter().collect());
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/templates.md");
        let page = std::fs::read_to_string(path).expect("the page");
        let mut documented = BTreeSet::new();
        for row in page.lines().filter_map(|line| line.strip_prefix("| `")) {
            documented.insert(row.split('`').next().expect("a name"));
        }
        let mut expected = BTreeSet::new();
        for (name, value) in data.as_object().expect("fields") {
            expected.insert(name.clone());
            let inner = value.as_array().and_then(|all| all.first()).unwrap_or(value);
            for (key, value) in inner.as_object().into_iter().flatten() {
                expected.insert(format!("{name}.{key}"));
                let deeper = value.as_array().and_then(|all| all.first()).unwrap_or(value);
                expected.extend(
                    deeper
                        .as_object()
                        .into_iter()
                        .flatten()
                        .map(|(last, _)| format!("{name}.{key}.{last}")),
                );
            }
        }
        // The columns of one's own have names of one's own.
        expected.retain(|name| !name.starts_with("fields."));
        let expected: BTreeSet<&str> = expected.iter().map(String::as_str).collect();
        assert_eq!(documented, expected);
    }
}
