//! `[web]`, and links in letters.

use crate::config::fault::code::Code;
use crate::model::met::Met;

#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum WebFault {
    /// Others than this machine could read names and letters, without TLS.
    Open,
    Url {
        written: String,
        why: UrlFault,
    },
    /// The ledger is on a server, and each node would sign by a key of its own (A1).
    NoKey,
    ExposedKey {
        path: String,
        why: Met,
    },
    /// The Maildir of replies cannot be read.
    NoMaildir {
        why: Met,
    },
    /// `[answers] links` without pages to which they lead.
    LinksWithoutWeb,
}

/// Why a text cannot be what links begin with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum UrlFault {
    /// It does not begin with `https://` or `http://`, or no host follows.
    NoUrl,
    /// It is `http://` of another machine: whoever sees the link could use it.
    Plain,
    /// It has a query, a fragment, a login or a blank.
    Beyond,
}

impl WebFault {
    pub(crate) fn code(&self) -> Code {
        match self {
            WebFault::Open => Code::WebOpen,
            WebFault::Url { .. } => Code::BadWebUrl,
            WebFault::NoKey => Code::NoWebKey,
            WebFault::ExposedKey { .. } => Code::ExposedPassword,
            WebFault::NoMaildir { .. } => Code::NoMaildir,
            WebFault::LinksWithoutWeb => Code::LinksWithoutWeb,
        }
    }
}
