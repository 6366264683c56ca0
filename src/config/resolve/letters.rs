//! Which letters there are: those that are built in, and those of stages' own whose files are in the templates' folder;
//! and `[letters.KIND]`, the settings of single ones.

use std::collections::BTreeSet;
use std::sync::Arc;

use crate::config::fault::LetterFault;
use crate::config::finding::Finding;
use crate::config::gather::Findings;
use crate::config::read::aliases;
use crate::config::read::context::Context;
use crate::config::read::keys;
use crate::config::read::raw::{RawLetter, RawStage, Text};
use crate::config::read::table::no_such_word;
use crate::model::{AnchorKind, LetterKind, LetterSettings, NumberPattern};

/// The letters that a stage may name.
pub(super) struct Letters {
    /// Those that have files in the templates' folder and are not built in.
    own: BTreeSet<Arc<str>>,
    settings: Vec<LetterSettings>,
}

/// The letter of a stage: a built-in one, and the name of one of its own.
type Named = (Option<LetterKind>, Option<Arc<str>>);

impl Letters {
    pub(super) fn of(
        own: BTreeSet<Arc<str>>,
        rows: &[RawLetter],
        findings: &mut Findings,
    ) -> Letters {
        let settings = rows.iter().map(|row| settings(row, &own, findings)).collect();
        Letters { own, settings }
    }

    pub(super) fn into_settings(self) -> Vec<LetterSettings> {
        self.settings
    }

    /// The letter of a stage, if it names one.
    pub(super) fn of_stage(&self, raw: &RawStage, file: u32, findings: &mut Findings) -> Named {
        let Some(written) = &raw.letter else { return (None, None) };
        if let Some(kind) = LetterKind::of_stage(&written.value) {
            return (Some(kind), None);
        }
        let Some(own) = self.own.get(&*written.value) else {
            let mut words = built_in(LetterKind::is_of_stages);
            words.extend(self.own.iter().map(|one| &**one));
            let key = keys::STAGE.key("letter");
            no_such_word(key, written, &words, &mut Context::of(file, findings));
            return (None, None);
        };
        let settings = self.settings.iter().find(|one| *one.letter == **own);
        let like = settings.and_then(|one| one.like).or(fitting(raw.from));
        (like, Some(own.clone()))
    }
}

/// The letter of a stage that names none, where that does not depend on the deadline.
pub(super) fn fitting(from: AnchorKind) -> Option<LetterKind> {
    match from {
        AnchorKind::Done => Some(LetterKind::Verification),
        AnchorKind::Verified => Some(LetterKind::LookBack),
        AnchorKind::Returned => Some(LetterKind::Returned),
        AnchorKind::Opened | AnchorKind::Due | AnchorKind::Progress => None,
    }
}

fn built_in<'a>(of: impl Fn(LetterKind) -> bool) -> Vec<&'a str> {
    LetterKind::ALL.iter().filter(|(_, kind)| of(*kind)).map(|(name, _)| *name).collect()
}

fn settings(row: &RawLetter, own: &BTreeSet<Arc<str>>, findings: &mut Findings) -> LetterSettings {
    let letter = &*row.id.value;
    let is_built_in = LetterKind::from_name(letter).is_some();
    if !is_built_in && !own.contains(letter) {
        let mut words = built_in(|_| true);
        words.extend(own.iter().map(|one| &**one));
        let meant = aliases::value(letter, &words).map(str::to_owned);
        let fault = LetterFault::Unknown { written: letter.to_owned(), meant };
        findings.add(Finding::new(fault).at(row.id.place.of(0)));
    }
    if let Some(like) = row.like.filter(|_| is_built_in) {
        let fault = LetterFault::LikeOfBuiltIn { letter: letter.to_owned() };
        findings.add(Finding::new(fault).at(like.place.of(0)));
    }
    let number = row.number.as_ref().and_then(|text| number(text, findings));
    LetterSettings { letter: letter.into(), like: row.like.map(|like| like.value), number }
}

/// A pattern for numbers.
fn number(text: &Text, findings: &mut Findings) -> Option<NumberPattern> {
    let (site, written) = (text.place.of(0), text.value.to_string());
    match NumberPattern::parse(&text.value) {
        Ok(pattern) => {
            if !pattern.has_year() {
                findings.add(Finding::new(LetterFault::NoYear { written }).at(site));
            }
            Some(pattern)
        }
        Err(flaw) => {
            findings.add(Finding::new(LetterFault::BadNumber { written, flaw }).at(site));
            None
        }
    }
}
