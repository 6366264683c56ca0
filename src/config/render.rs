//! Findings as a good compiler shows them, and as JSON.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level as Title, Patch, Renderer, Snippet};
use serde::Serialize;

use crate::config::finding::{Finding, Label, Level, Problem, Site};
use crate::config::sources::{Sources, floor};
use crate::visible::{lines, one_line};

/// The findings as text with colours; whoever prints it takes the colours off where none are wanted.
pub fn render(findings: &[Finding], sources: &Sources) -> String {
    let renderer = Renderer::styled();
    let mut text = String::new();
    for finding in findings {
        text.push_str(&renderer.render(&groups(finding, sources)));
        text.push_str("\n\n");
    }
    text
}

fn groups<'s>(finding: &'s Finding, sources: &'s Sources) -> Vec<Group<'s>> {
    let title = match finding.level {
        Level::Error => Title::ERROR,
        Level::Warning => Title::WARNING,
    };
    let mut group = title
        .primary_title(lines(&finding.message))
        .id(finding.code)
        .elements(Vec::<Snippet<'_, annotate_snippets::Annotation<'_>>>::new());
    for cut in cuts(finding, sources) {
        group = group.element(cut);
    }
    let mut groups = vec![];
    match (&finding.replacement, &finding.help) {
        (Some(replacement), help) => {
            let words = help.as_deref().unwrap_or("write instead");
            groups.push(group);
            groups.push(patch(words, replacement.site, &replacement.text, sources));
        }
        (None, Some(help)) => groups.push(group.element(Title::HELP.message(lines(help)))),
        (None, None) => groups.push(group),
    }
    groups
}

/// What is shown of each file that the finding points into.
fn cuts<'s>(
    finding: &'s Finding,
    sources: &'s Sources,
) -> Vec<Snippet<'s, annotate_snippets::Annotation<'s>>> {
    let mut files: Vec<u32> = Vec::new();
    for label in &finding.labels {
        if !files.contains(&label.site.file) {
            files.push(label.site.file);
        }
    }
    let primary = finding.labels.first();
    let cut = |file: u32| {
        let labels: Vec<&Label> =
            finding.labels.iter().filter(|label| label.site.file == file).collect();
        let text = sources.text(file)?;
        let (shown, line) = lines_around(file, labels.iter().map(|label| label.site), sources)?;
        let snippet =
            Snippet::source(&text[shown.clone()]).line_start(line).path(shown_path(sources, file));
        let annotations = labels.into_iter().map(|label| {
            let kind = if Some(label) == primary {
                AnnotationKind::Primary
            } else {
                AnnotationKind::Context
            };
            let annotation = kind.span(within(text, label.site, &shown));
            if label.text.is_empty() { annotation } else { annotation.label(lines(&label.text)) }
        });
        Some(snippet.annotations(annotations))
    };
    files.into_iter().filter_map(cut).collect()
}

/// A file's name may hold anything.
fn shown_path(sources: &Sources, file: u32) -> String {
    one_line(&sources.path(file)).into_owned()
}

fn patch<'s>(words: &'s str, site: Site, text: &'s str, sources: &'s Sources) -> Group<'s> {
    let title = Title::HELP.secondary_title(lines(words));
    let cut = sources.text(site.file).and_then(|source| {
        let (shown, line) = lines_around(site.file, [site].into_iter(), sources)?;
        let patch = Patch::new(within(source, site, &shown), text);
        Some(
            Snippet::source(&source[shown])
                .line_start(line)
                .path(shown_path(sources, site.file))
                .patch(patch),
        )
    });
    match cut {
        Some(snippet) => title.element(snippet),
        None => Group::with_title(title),
    }
}

/// The whole lines that hold all of the sites, and the number of the first.
fn lines_around(
    file: u32,
    sites: impl Iterator<Item = Site> + Clone,
    sources: &Sources,
) -> Option<(Range<usize>, usize)> {
    let text = sources.text(file)?;
    let first = sites.clone().map(|site| clamp(text, site).start).min()?;
    let last = sites.map(|site| clamp(text, site).end).max()?;
    let (line, start) = sources.line_of(file, first)?;
    let end = text[last..].find('\n').map_or(text.len(), |newline| last + newline);
    Some((start..end, line))
}

/// A site's bytes, counted from the beginning of what is shown.
fn within(text: &str, site: Site, shown: &Range<usize>) -> Range<usize> {
    let span = clamp(text, site);
    let at = |byte: usize| byte.clamp(shown.start, shown.end) - shown.start;
    at(span.start)..at(span.end)
}

/// The renderer panics on places outside the text or within a character.
fn clamp(text: &str, site: Site) -> Range<usize> {
    let range = site.place.range();
    let start = floor(text, range.start);
    start..floor(text, range.end).max(start)
}

/// A finding as a machine reads it. Lines and columns count from 1, columns in characters.
#[derive(Debug, Clone, Serialize)]
pub struct FindingJson {
    /// `error` or `warning`.
    level: Level,
    /// Its kind, stable over versions.
    code: &'static str,
    /// What is wrong.
    message: String,
    /// Where.
    #[serde(flatten)]
    place: PlaceJson,
    /// What is said of the place.
    #[serde(skip_serializing_if = "Option::is_none")]
    label: Option<String>,
    /// What to do.
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
    /// What to write in the place instead.
    #[serde(skip_serializing_if = "Option::is_none")]
    replacement: Option<String>,
    /// Other places that belong to it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related: Vec<RelatedJson>,
    /// How many findings it stands for, where it stands for those that are not listed.
    #[serde(skip_serializing_if = "is_one")]
    count: usize,
}

fn is_one(count: &usize) -> bool {
    *count == 1
}

#[derive(Debug, Clone, Default, Serialize)]
struct PlaceJson {
    file: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
}

#[derive(Debug, Clone, Serialize)]
struct RelatedJson {
    #[serde(flatten)]
    place: PlaceJson,
    label: String,
}

impl Finding {
    /// The finding in one line.
    pub fn problem(&self, sources: &Sources) -> Problem {
        let site = self.site();
        let position = site.and_then(|site| sources.position(site.file, site.place.start));
        Problem {
            code: self.code,
            file: site.map(|site| sources.path(site.file)),
            line: position.map(|position| position.line),
            what: self.message.clone(),
            help: self.help.clone(),
            count: self.count,
        }
    }

    /// The same, readable alone: `config/tasks/a.toml:12: what is wrong`.
    pub fn line(&self, sources: &Sources) -> String {
        self.problem(sources).to_string()
    }

    /// The finding as a machine reads it.
    pub fn json(&self, sources: &Sources) -> FindingJson {
        let related = self.labels.iter().skip(1).map(|label| RelatedJson {
            place: place_json(label.site, sources),
            label: label.text.clone(),
        });
        let first = self.labels.first();
        FindingJson {
            level: self.level,
            code: self.code,
            message: self.message.clone(),
            place: first.map(|label| place_json(label.site, sources)).unwrap_or_default(),
            label: first.map(|label| label.text.clone()).filter(|text| !text.is_empty()),
            help: self.help.clone(),
            replacement: self.replacement.as_ref().map(|one| one.text.clone()),
            related: related.collect(),
            count: self.count,
        }
    }
}

fn place_json(site: Site, sources: &Sources) -> PlaceJson {
    let start = sources.position(site.file, site.place.start);
    let end = sources.position(site.file, site.place.end);
    PlaceJson {
        file: Some(sources.path(site.file)),
        line: start.map(|position| position.line),
        column: start.map(|position| position.column),
        end_line: end.map(|position| position.line),
        end_column: end.map(|position| position.column),
    }
}
