//! A finding in one line, for a log and for letters. Its sentence is made in the language of whoever reads it.

use crate::config::fault::{Code, Fault};
use crate::model::Language;
use crate::words::findings as words;

/// A finding in one line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The name of its kind.
    pub code: &'static str,
    /// The file that it points at first.
    pub file: Option<String>,
    /// The line there, where the text is at hand.
    pub line: Option<usize>,
    /// How many findings it stands for.
    pub count: usize,
    /// What is wrong.
    pub(crate) fault: Fault,
}

impl Problem {
    /// What is wrong.
    pub fn title(&self, language: Language) -> String {
        match self.count {
            1 => words::said(&self.fault, language).title,
            count => words::folded(self.kind(), count, language),
        }
    }

    /// What to do, where that is not plain.
    pub fn help(&self, language: Language) -> Option<String> {
        words::said(&self.fault, language).help
    }

    /// Where, and what is wrong: `tasks/a.toml:12: there is no day …`.
    pub fn told(&self, language: Language) -> String {
        let title = self.title(language);
        match (&self.file, self.line) {
            (Some(file), Some(line)) => format!("{file}:{line}: {title}"),
            _ => title,
        }
    }

    fn kind(&self) -> Code {
        self.fault.code()
    }
}
