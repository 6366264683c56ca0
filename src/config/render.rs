//! Findings as a good compiler shows them, and as JSON.

use std::ops::Range;

use annotate_snippets::{AnnotationKind, Group, Level as Title, Patch, Renderer, Snippet};
use serde::Serialize;

use crate::config::finding::{Finding, Level, Site};
use crate::config::problem::Problem;
use crate::config::sources::{Sources, floor};
use crate::model::Language;
use crate::visible::{lines, one_line};
use crate::words::findings as words;
use crate::words::findings::Said;

/// The findings as text with colours; whoever prints it takes the colours off where none are wanted.
pub fn render(findings: &[Finding], sources: &Sources, language: Language) -> String {
    let renderer = Renderer::styled();
    let mut text = String::new();
    for finding in findings {
        let said = finding.said(language);
        text.push_str(&renderer.render(&groups(finding, &said, sources, language)));
        text.push_str("\n\n");
    }
    text
}

fn groups<'s>(
    finding: &'s Finding,
    said: &'s Said,
    sources: &'s Sources,
    language: Language,
) -> Vec<Group<'s>> {
    let title = match (finding.level, language) {
        (Level::Error, Language::En) => Title::ERROR,
        (Level::Error, Language::ZhCn) => Title::ERROR.with_name("错误"),
        (Level::Warning, Language::En) => Title::WARNING,
        (Level::Warning, Language::ZhCn) => Title::WARNING.with_name("提醒"),
    };
    let mut group = title
        .primary_title(lines(&said.title))
        .id(finding.code)
        .elements(Vec::<Snippet<'_, annotate_snippets::Annotation<'_>>>::new());
    for cut in cuts(finding, said, sources) {
        group = group.element(cut);
    }
    let mut groups = vec![];
    match (&finding.replacement, &said.help) {
        (Some(replacement), help) => {
            let words = help.as_deref().unwrap_or(words::WRITE_INSTEAD.said(language));
            groups.push(group);
            groups.push(patch(words, replacement.site, &replacement.text, sources, language));
        }
        (None, Some(help)) => groups.push(group.element(help_title(language).message(lines(help)))),
        (None, None) => groups.push(group),
    }
    groups
}

fn help_title(language: Language) -> Title<'static> {
    match language {
        Language::En => Title::HELP,
        Language::ZhCn => Title::HELP.with_name("改法"),
    }
}

/// What is shown of each file that the finding points into.
fn cuts<'s>(
    finding: &'s Finding,
    said: &'s Said,
    sources: &'s Sources,
) -> Vec<Snippet<'s, annotate_snippets::Annotation<'s>>> {
    let mut files: Vec<u32> = Vec::new();
    for site in &finding.sites {
        if !files.contains(&site.file) {
            files.push(site.file);
        }
    }
    let cut = |file: u32| {
        let here = || finding.sites.iter().enumerate().filter(move |(_, site)| site.file == file);
        let text = sources.text(file)?;
        let (shown, line) = lines_around(file, here().map(|(_, site)| *site), sources)?;
        let snippet =
            Snippet::source(&text[shown.clone()]).line_start(line).path(shown_path(sources, file));
        let annotations = here().map(|(at, site)| {
            let kind = if at == 0 { AnnotationKind::Primary } else { AnnotationKind::Context };
            let annotation = kind.span(within(text, *site, &shown));
            match said.labels.get(at).filter(|label| !label.is_empty()) {
                Some(label) => annotation.label(lines(label)),
                None => annotation,
            }
        });
        Some(snippet.annotations(annotations))
    };
    files.into_iter().filter_map(cut).collect()
}

/// A file's name may hold anything.
fn shown_path(sources: &Sources, file: u32) -> String {
    one_line(&sources.path(file)).into_owned()
}

fn patch<'s>(
    words: &'s str,
    site: Site,
    text: &'s str,
    sources: &'s Sources,
    language: Language,
) -> Group<'s> {
    let title = help_title(language).secondary_title(lines(words));
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
    /// What to write, and where.
    #[serde(skip_serializing_if = "Option::is_none")]
    remedy: Option<RemedyJson>,
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
    /// In characters.
    length: Option<usize>,
}

/// The text of a place, replaced.
#[derive(Debug, Clone, Serialize)]
struct RemedyJson {
    #[serde(flatten)]
    place: PlaceJson,
    text: String,
}

#[derive(Debug, Clone, Serialize)]
struct RelatedJson {
    #[serde(flatten)]
    place: PlaceJson,
    label: String,
}

impl Finding {
    /// What is said of it.
    pub(crate) fn said(&self, language: Language) -> Said {
        let said = words::said(&self.fault, language);
        match self.count {
            1 => said,
            count => Said {
                title: words::folded(self.kind(), count, language),
                help: match self.level {
                    Level::Error => said.help,
                    Level::Warning => Some(words::silenced(self.kind(), language)),
                },
                labels: said.labels,
            },
        }
    }

    /// What is wrong, in a sentence.
    pub fn title(&self, language: Language) -> String {
        self.said(language).title
    }

    /// What to do, in a sentence.
    pub fn help(&self, language: Language) -> Option<String> {
        self.said(language).help
    }

    /// The finding for a log and for letters.
    pub fn problem(&self, sources: &Sources) -> Problem {
        let site = self.site();
        let position = site.and_then(|site| sources.position(site.file, site.place.start));
        Problem {
            code: self.code,
            file: site.map(|site| sources.path(site.file)),
            line: position.map(|position| position.line),
            count: self.count,
            fault: self.fault.clone(),
        }
    }

    /// The finding in one line, readable alone: `config/tasks/a.toml:12: what is wrong`.
    pub fn line(&self, sources: &Sources, language: Language) -> String {
        self.problem(sources).told(language)
    }

    /// The finding as a machine reads it, its sentences in a language.
    pub fn json(&self, sources: &Sources, language: Language) -> FindingJson {
        let said = self.said(language);
        let labels = said.labels.iter().map(|label| label.to_string());
        let mut labels = labels.chain(std::iter::repeat(String::new()));
        let first = self.sites.first().map(|site| (*site, labels.next().unwrap_or_default()));
        let related = self.sites.iter().skip(1).zip(labels);
        let related =
            related.map(|(site, label)| RelatedJson { place: place_json(*site, sources), label });
        FindingJson {
            level: self.level,
            code: self.code,
            message: said.title,
            place: first.as_ref().map(|(site, _)| place_json(*site, sources)).unwrap_or_default(),
            related: related.collect(),
            label: first.map(|(_, label)| label).filter(|text| !text.is_empty()),
            help: said.help,
            replacement: self.replacement.as_ref().map(|one| one.text.clone()),
            remedy: self.replacement.as_ref().map(|one| RemedyJson {
                place: place_json(one.site, sources),
                text: one.text.clone(),
            }),
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
        length: sources.text(site.file).map(|text| text[clamp(text, site)].chars().count()),
    }
}
