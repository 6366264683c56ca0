//! `[templates]`: the files of its folder, each tried with sample data.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use crate::config::fault::files::Reason;
use crate::config::fault::{LetterFault, TemplateFault};
use crate::config::files::Files;
use crate::config::finding::{Finding, Place, Site};
use crate::config::gather::Findings;
use crate::config::limits;
use crate::config::read::encoding;
use crate::config::read::raw::{RawPolicy, Text};
use crate::config::resolve::row::Row;
use crate::config::sources::{Source, Sources};
use crate::letter::own;
use crate::letter::own::FlawKind;
use crate::model::{Language, LetterKind, Part, Policy, Stage, Template};

/// The files of the folder, before they are read.
pub(super) struct Folder {
    site: Site,
    files: Vec<PathBuf>,
}

impl Folder {
    /// That of the root file; relative to its folder.
    pub(super) fn of(
        folder: Option<&Text>,
        start: &Path,
        reader: &dyn Files,
        findings: &mut Findings,
    ) -> Option<Folder> {
        let folder = folder?;
        let site = folder.place.of(0);
        let pattern = format!("{}/*", folder.value.trim_end_matches('/'));
        let files = reader.glob(start, &pattern).unwrap_or_default();
        if files.is_empty() {
            let fault = TemplateFault::None { folder: folder.value.to_string() };
            findings.add(Finding::new(fault).at(site));
        }
        Some(Folder { site, files })
    }

    /// The letters that have files and are not built in.
    pub(super) fn own_letters(&self) -> BTreeSet<Arc<str>> {
        let names = self.files.iter().map(|path| file_name(path));
        let letters = names.filter_map(|name| Some(parts(&name)?.0.to_owned()));
        let own = letters.filter(|letter| LetterKind::from_name(letter).is_none());
        own.map(Arc::from).collect()
    }

    /// All templates. `own`: the letters that stages name beside those that are built in, and which of these stand in.
    pub(super) fn resolve(
        &self,
        own: &OwnLetters<'_>,
        sources: &mut Sources,
        reader: &dyn Files,
        findings: &mut Findings,
    ) -> Vec<Template> {
        let files = self.files.iter();
        files
            .filter_map(|path| template(path, (self.site, own), sources, reader, findings))
            .collect()
    }
}

/// The letters of stages' own, with the built-in letters that stand in for them.
type OwnLetters<'p> = BTreeMap<&'p str, Option<LetterKind>>;

pub(super) fn own_letters(policies: &[Policy]) -> OwnLetters<'_> {
    let stages = policies.iter().flat_map(|policy| &policy.stages);
    stages.filter_map(|stage| Some((&**stage.own_letter.as_ref()?, stage.letter))).collect()
}

/// A letter of a stage's own has all its parts in every language that the configuration uses; else a built-in one stands
/// in for some of them.
pub(super) fn missing(
    policies: &[Policy],
    rows: &[Row<RawPolicy>],
    templates: &[Template],
    languages: &BTreeSet<&'static str>,
    findings: &mut Findings,
) {
    let mut told: BTreeSet<&str> = BTreeSet::new();
    for (row, policy) in rows.iter().zip(policies) {
        for (raw, stage) in row.row.stages.iter().zip(&policy.stages) {
            let (Some(own), Some(text)) = (&stage.own_letter, &raw.letter) else { continue };
            if !told.insert(own) {
                continue;
            }
            let files = missing_files(own, stage, templates, languages);
            if !files.is_empty() {
                let (letter, like) = (own.to_string(), stage.letter);
                let fault = LetterFault::MissingParts { letter, files, like };
                findings.add(Finding::new(fault).at(row.site(text.place)));
            }
        }
    }
}

fn missing_files(
    own: &str,
    stage: &Stage,
    templates: &[Template],
    languages: &BTreeSet<&'static str>,
) -> Vec<String> {
    let has = |language: &str, part: Part| {
        templates.iter().any(|one| {
            let same = (one.language.name(), one.part) == (language, part);
            let stands_in = stage.letter.is_some_and(|like| *one.letter == *like.name());
            same && (*one.letter == *own || stands_in)
        })
    };
    let all =
        languages.iter().flat_map(|language| Part::ALL.iter().map(move |one| (language, one)));
    let lacking = all.filter(|(language, (_, part))| !has(language, *part));
    lacking.map(|(language, (part, _))| format!("{own}.{language}.{part}")).collect()
}

fn file_name(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn template(
    path: &Path,
    (site, own): (Site, &OwnLetters<'_>),
    sources: &mut Sources,
    reader: &dyn Files,
    findings: &mut Findings,
) -> Option<Template> {
    let (shown, name) = (path.display().to_string(), file_name(path));
    let named = parts(&name).and_then(|(letter, language, part)| {
        let kind = LetterKind::from_name(letter);
        let stands_in = kind.map(Some).or_else(|| own.get(letter).copied())?;
        Some((letter, stands_in.unwrap_or(LetterKind::Reminder), language, part))
    });
    let Some((letter, kind, language, part)) = named else {
        findings.add(Finding::new(TemplateFault::Name { name }).at(site));
        return None;
    };
    let bytes = match reader.read(path) {
        Ok(bytes) => bytes,
        Err(error) => {
            let fault = TemplateFault::Unreadable { path: shown, reason: Reason::from(&error) };
            findings.add(Finding::new(fault).at(site));
            return None;
        }
    };
    let text = Some(bytes).filter(|bytes| bytes.len() <= limits::TEMPLATE);
    let Some(Ok(text)) = text.map(encoding::decode) else {
        findings.add(Finding::new(TemplateFault::NotText { path: shown }).at(site));
        return None;
    };
    let file = u32::try_from(sources.0.len()).unwrap_or(u32::MAX);
    sources.0.push(Source { path: path.to_owned(), text: None });
    let flaws = own::flaws(&text, (kind, letter), language, part);
    for flaw in &flaws {
        let fault = match &flaw.what {
            FlawKind::Syntax(why) => TemplateFault::Syntax { why: why.clone() },
            FlawKind::Unknown(name) => {
                let near = crate::config::suggest::nearest(name, own::VARIABLES);
                TemplateFault::Variable { name: name.clone(), meant: near.map(str::to_owned) }
            }
            FlawKind::Fails(why) => TemplateFault::Fails { why: why.clone() },
            FlawKind::Empty => TemplateFault::Empty,
        };
        findings.add(Finding::new(fault).at(Place::new(flaw.place.clone()).of(file)));
    }
    let (letter, path, text) = (letter.into(), shown.into(), text.as_str().into());
    flaws.is_empty().then_some(Template { letter, language, part, path, text })
}

/// `reminder.zh-CN.html`.
fn parts(name: &str) -> Option<(&str, Language, Part)> {
    let (rest, part) = name.rsplit_once('.')?;
    let (letter, language) = rest.rsplit_once('.')?;
    Some((letter, Language::from_name(language)?, Part::from_name(part)?))
}
