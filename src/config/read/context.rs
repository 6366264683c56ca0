//! What reading a file needs at every step.

use std::collections::HashSet;
use std::sync::Arc;

use crate::config::finding::{Finding, Findings, Place, Site};

/// What reading a file needs at every step.
pub(crate) struct Context<'f> {
    pub(crate) file: u32,
    pub(crate) findings: &'f mut Findings,
    /// The texts met so far, so that each is stored once.
    pub(crate) texts: HashSet<Arc<str>>,
}

impl<'f> Context<'f> {
    pub(crate) fn of(file: u32, findings: &'f mut Findings) -> Context<'f> {
        Context { file, findings, texts: HashSet::new() }
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

    /// An error that has one place.
    pub(crate) fn error(
        &mut self,
        code: &'static str,
        message: String,
        place: Place,
        label: String,
    ) -> &mut Findings {
        let site = self.site(place);
        self.findings.add(Finding::error(code, message).at(site, label));
        self.findings
    }
}
