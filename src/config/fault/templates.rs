//! Templates of the admin's own.

use crate::config::fault::code::Code;
use crate::config::fault::files::Reason;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum TemplateFault {
    /// There is no file in the folder.
    None {
        folder: String,
    },
    /// The name says no letter, language or part.
    Name {
        name: String,
    },
    Unreadable {
        path: String,
        reason: Reason,
    },
    NotText {
        path: String,
    },
    Syntax {
        why: String,
    },
    Variable {
        name: String,
        meant: Option<String>,
    },
    Fails {
        why: String,
    },
    Empty,
}

impl TemplateFault {
    pub(crate) fn code(&self) -> Code {
        match self {
            TemplateFault::None { .. } => Code::NoTemplates,
            TemplateFault::Name { .. } => Code::TemplateName,
            TemplateFault::Unreadable { .. } | TemplateFault::NotText { .. } => {
                Code::UnreadableTemplate
            }
            TemplateFault::Syntax { .. } => Code::TemplateSyntax,
            TemplateFault::Variable { .. } => Code::TemplateVariable,
            TemplateFault::Fails { .. } | TemplateFault::Empty => Code::TemplateFails,
        }
    }
}
