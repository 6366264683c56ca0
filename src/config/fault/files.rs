//! A file as a whole: whether it can be read, and whether it is the one that is meant.

use std::io;

use crate::config::fault::code::Code;
use crate::model::met::Met;
use crate::words::causes;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum FileFault {
    Unreadable {
        path: String,
        reason: Reason,
        is_root: bool,
    },
    Utf16,
    Gbk,
    NotUtf8 {
        byte: u8,
    },
    TooLarge {
        mib: usize,
    },
    BadInclude {
        pattern: String,
        why: Met,
    },
    /// A pattern, or a name without a star, that leads to no file.
    MatchesNothing {
        pattern: String,
        is_name: bool,
    },
    NearMiss {
        path: String,
        pattern: String,
    },
    Copied {
        path: String,
        original: String,
    },
    OnlyInRoot {
        key: String,
    },
    /// duban failed while it read this file, or all of them together.
    OwnFault {
        path: Option<String>,
    },
}

/// Why the system could not do it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reason {
    pub(crate) kind: io::ErrorKind,
    /// In the system's words.
    pub(crate) text: String,
    /// What it is, where it has a sentence of ours.
    pub(crate) ours: Option<Box<Met>>,
}

impl From<&io::Error> for Reason {
    fn from(error: &io::Error) -> Reason {
        let ours = causes::ours(error).cloned().map(Box::new);
        Reason { kind: error.kind(), text: error.to_string(), ours }
    }
}

impl FileFault {
    pub(crate) fn code(&self) -> Code {
        match self {
            FileFault::Unreadable { .. } => Code::UnreadableFile,
            FileFault::Utf16 => Code::Utf16,
            FileFault::Gbk => Code::Gbk,
            FileFault::NotUtf8 { .. } => Code::NotUtf8,
            FileFault::TooLarge { .. } => Code::FileTooLarge,
            FileFault::BadInclude { .. } => Code::BadInclude,
            FileFault::MatchesNothing { .. } => Code::IncludeMatchesNothing,
            FileFault::NearMiss { .. } => Code::NearMiss,
            FileFault::Copied { .. } => Code::CopiedFile,
            FileFault::OnlyInRoot { .. } => Code::OnlyInRoot,
            FileFault::OwnFault { .. } => Code::OwnFault,
        }
    }
}
