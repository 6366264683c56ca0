//! Why the relay cannot be spoken to at all.

use std::io;
use std::path::PathBuf;

use crate::io_cause;
use crate::model::cause::Cause;
use crate::model::met::Met;
use crate::words::causes::{MetError, in_english};

/// Why the relay cannot be spoken to at all.
#[derive(Debug, thiserror::Error)]
#[error("{}", in_english(&self.met()))]
pub enum RelayError {
    /// No certificate authority is known.
    NoRoots(String),
    /// The certificates of `mail.smtp.ca` cannot be had.
    Authority(AuthorityError),
    /// The host's name can be in no certificate.
    HostName(String),
}

/// Why the certificates of a file cannot be had.
#[derive(Debug, thiserror::Error)]
#[error("{}", in_english(&self.of_file()))]
pub enum AuthorityError {
    /// The file could not be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// There is no certificate in it.
    None {
        /// The file.
        path: PathBuf,
    },
}

impl RelayError {
    /// What that is.
    pub(crate) fn met(&self) -> Met {
        match self {
            RelayError::NoRoots(said) => Met::of(Cause::NoRoots, &[said]),
            RelayError::Authority(error) => error.met(),
            RelayError::HostName(name) => Met::of(Cause::HostName, &[name]),
        }
    }
}

impl AuthorityError {
    /// What that is, and where the file is named.
    pub(crate) fn met(&self) -> Met {
        Met::because(Cause::NoAuthorities, vec![self.of_file()])
    }

    /// What is wrong with the file.
    pub(crate) fn of_file(&self) -> Met {
        match self {
            AuthorityError::Unreadable { path, reason } => {
                io_cause::of_file(Cause::FileUnreadable, path, reason)
            }
            AuthorityError::None { path } => {
                Met::of(Cause::NoCertificate, &[&path.display().to_string()])
            }
        }
    }
}

impl From<AuthorityError> for RelayError {
    fn from(error: AuthorityError) -> RelayError {
        RelayError::Authority(error)
    }
}

impl From<RelayError> for MetError {
    fn from(error: RelayError) -> MetError {
        MetError(error.met())
    }
}
