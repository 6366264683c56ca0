//! Why the relay cannot be spoken to at all.

use std::io;
use std::path::PathBuf;

use crate::model::cause::Cause;
use crate::words::causes::kept;

/// Why the relay cannot be spoken to at all.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// No certificate authority is known.
    #[error("{}", kept(Cause::NoRoots, &[.0]))]
    NoRoots(String),
    /// The certificates of `mail.smtp.ca` cannot be had.
    #[error("{}", kept(Cause::NoAuthorities, &[&.0.to_string()]))]
    Authority(#[from] AuthorityError),
    /// The host's name can be in no certificate.
    #[error("{}", kept(Cause::HostName, &[.0]))]
    HostName(String),
}

/// Why the certificates of a file cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// The file could not be read.
    #[error("{}", kept(Cause::FileUnreadable, &[&.path.display().to_string(), &.reason.to_string()]))]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// There is no certificate in it.
    #[error("{}", kept(Cause::NoCertificate, &[&.path.display().to_string()]))]
    None {
        /// The file.
        path: PathBuf,
    },
}
