//! What reading a file needs at every step.

use std::collections::HashSet;
use std::sync::Arc;

use jiff::civil::Date;

use crate::config::fault::Fault;
use crate::config::finding::{Finding, Place, Site};
use crate::config::gather::Findings;

/// What reading a file needs at every step.
pub(crate) struct Context<'f> {
    pub(crate) file: u32,
    /// What is read; empty where only values are looked at.
    text: &'f str,
    /// What a day may be that somebody forgot to write.
    pub(crate) today: Date,
    pub(crate) findings: &'f mut Findings,
    /// The texts met so far, so that each is stored once.
    pub(crate) texts: HashSet<Arc<str>>,
}

impl<'f> Context<'f> {
    pub(crate) fn of(file: u32, findings: &'f mut Findings) -> Context<'f> {
        Context { file, text: "", today: Date::ZERO, findings, texts: HashSet::new() }
    }

    /// The same of a whole file.
    pub(crate) fn in_text(self, text: &'f str, today: Date) -> Context<'f> {
        Context { text, today, ..self }
    }

    /// The whole text.
    pub(crate) fn text(&self) -> &'f str {
        self.text
    }

    /// What is written in a place.
    pub(crate) fn written(&self, place: Place) -> &'f str {
        self.text.get(place.range()).unwrap_or_default()
    }

    /// A text, stored once however often it comes.
    pub(crate) fn share(&mut self, text: &str) -> Arc<str> {
        match self.texts.get(text) {
            Some(known) => known.clone(),
            None => {
                let text: Arc<str> = text.into();
                self.texts.insert(text.clone());
                text
            }
        }
    }

    pub(crate) fn site(&self, place: Place) -> Site {
        place.of(self.file)
    }

    /// A finding that has one place.
    pub(crate) fn add(&mut self, fault: impl Into<Fault>, place: Place) {
        let site = self.site(place);
        self.findings.add(Finding::new(fault).at(site));
    }
}
