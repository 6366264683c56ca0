//! What `check` says of each kind of finding: a title, a word at each place, what to do.
//!
//! Every kind of `config/fault` has its sentences here in both languages: the compiler proves that none is missing.

mod calendars;
mod dates;
mod files;
mod holidays;
mod letters;
mod mail;
mod notations;
mod nouns;
mod people;
mod policies;
mod reasons;
mod references;
mod reports;
mod syntax;
mod tallies;
mod templates;
mod values;
mod wants;
mod web;

use std::borrow::Cow;

use super::Text;
use super::counts::grouped;
use crate::config::fault::{Code, Fault};
use crate::model::Language;

/// What is said of a finding.
pub(crate) struct Said {
    /// What is wrong, with the offending value.
    pub(crate) title: String,
    /// What is said at its places, in their order; of places beyond the last nothing is said.
    pub(crate) labels: Vec<Cow<'static, str>>,
    /// What to do.
    pub(crate) help: Option<String>,
}

impl Said {
    fn label(mut self, text: impl Into<Cow<'static, str>>) -> Said {
        self.labels.push(text.into());
        self
    }

    fn help(mut self, text: impl Into<String>) -> Said {
        self.help = Some(text.into());
        self
    }
}

fn title(text: impl Into<String>) -> Said {
    Said { title: text.into(), labels: Vec::new(), help: None }
}

/// The sentences of a finding.
pub(crate) fn said(fault: &Fault, language: Language) -> Said {
    match fault {
        Fault::Syntax(fault) => syntax::said(fault, language),
        Fault::Value(fault) => values::said(fault, language),
        Fault::Notation(fault) => notations::said(fault, language),
        Fault::Reference(fault) => references::said(fault, language),
        Fault::Date(fault) => dates::said(fault, language),
        Fault::People(fault) => people::said(fault, language),
        Fault::Policy(fault) => policies::said(fault, language),
        Fault::Report(fault) => reports::said(fault, language),
        Fault::Tally(fault) => tallies::said(fault, language),
        Fault::Calendar(fault) => calendars::said(fault, language),
        Fault::Mail(fault) => mail::said(fault, language),
        Fault::Letter(fault) => letters::said(fault, language),
        Fault::Template(fault) => templates::said(fault, language),
        Fault::Web(fault) => web::said(fault, language),
        Fault::File(fault) => files::said(fault, language),
    }
}

/// What is said of the findings of a kind that are not listed.
pub(crate) fn folded(code: Code, count: usize, language: Language) -> String {
    let count = grouped(count);
    match language {
        Language::ZhCn => format!("另有 {count} 处 `{code}`，这是其中第一处"),
        Language::En => format!("{count} more of `{code}`, of which this is the first"),
    }
}

/// What to do where so many warnings of a kind are meant.
pub(crate) fn silenced(code: Code, language: Language) -> String {
    match language {
        Language::ZhCn => {
            format!("如果都是有意的，在根文件里写 [check] 和 allow = [\"{code}\"]，不再提醒")
        }
        Language::En => format!(
            "if all of them are meant, [check] with allow = [\"{code}\"] in the root file silences them"
        ),
    }
}

/// Above what to write, where nothing else is said.
pub(crate) const WRITE_INSTEAD: Text = Text::of("改成", "write instead");
