//! `[templates]`: the files of its folder, each tried with sample data.

use std::path::Path;

use crate::config::fault::TemplateFault;
use crate::config::fault::files::Reason;
use crate::config::files::Files;
use crate::config::finding::{Finding, Place, Site};
use crate::config::gather::Findings;
use crate::config::limits;
use crate::config::read::encoding;
use crate::config::read::raw::Text;
use crate::config::sources::{Source, Sources};
use crate::letter::own;
use crate::letter::own::FlawKind;
use crate::model::{Language, LetterKind, Part, Template};

/// All templates of a folder; relative to the folder of the root file.
pub(super) fn resolve(
    folder: Option<&Text>,
    start: &Path,
    sources: &mut Sources,
    reader: &dyn Files,
    findings: &mut Findings,
) -> Vec<Template> {
    let Some(folder) = folder else { return Vec::new() };
    let site = folder.place.of(0);
    let pattern = format!("{}/*", folder.value.trim_end_matches('/'));
    let found = reader.glob(start, &pattern).unwrap_or_default();
    if found.is_empty() {
        let fault = TemplateFault::None { folder: folder.value.to_string() };
        findings.add(Finding::new(fault).at(site));
    }
    found.iter().filter_map(|path| template(path, site, sources, reader, findings)).collect()
}

fn template(
    path: &Path,
    site: Site,
    sources: &mut Sources,
    reader: &dyn Files,
    findings: &mut Findings,
) -> Option<Template> {
    let shown = path.display().to_string();
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let Some((kind, language, part)) = parts(&name) else {
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
    let flaws = own::flaws(&text, kind, language, part);
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
    let (path, text) = (shown.into(), text.as_str().into());
    flaws.is_empty().then_some(Template { kind, language, part, path, text })
}

/// `reminder.zh-CN.html`.
fn parts(name: &str) -> Option<(LetterKind, Language, Part)> {
    let (rest, part) = name.rsplit_once('.')?;
    let (kind, language) = rest.rsplit_once('.')?;
    Some((LetterKind::from_name(kind)?, Language::from_name(language)?, Part::from_name(part)?))
}
