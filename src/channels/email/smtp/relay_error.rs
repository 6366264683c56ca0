//! Why the relay cannot be spoken to at all.

use std::io;
use std::path::PathBuf;

/// Why the relay cannot be spoken to at all.
#[derive(Debug, thiserror::Error)]
pub enum RelayError {
    /// No certificate authority is known.
    #[error(
        "no certificate authorities are installed, so no relay can be trusted: install ca-certificates, \
         or point SSL_CERT_FILE at the relay's{0}"
    )]
    NoRoots(String),
    /// The certificates of `mail.smtp.ca` cannot be had.
    #[error("mail.smtp.ca: {0}")]
    Authority(#[from] AuthorityError),
    /// The host's name can be in no certificate.
    #[error("mail.smtp.host `{0}` is no name that a certificate could bear")]
    HostName(String),
}

/// Why the certificates of a file cannot be had.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// The file could not be read.
    #[error("{path} cannot be read: {reason}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: io::Error,
    },
    /// There is no certificate in it.
    #[error(
        "{path} holds no certificate of an authority in PEM form (-----BEGIN CERTIFICATE-----); one in DER form \
         becomes so by `openssl x509 -inform der`"
    )]
    None {
        /// The file.
        path: PathBuf,
    },
}
