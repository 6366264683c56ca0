//! What an error of the system or of TLS is, as a cause that has a sentence of ours. Others are told in the system's words.

use std::error::Error;
use std::io;
use std::path::Path;

use tokio_rustls::rustls::{CertificateError, Error as TlsError, InvalidMessage};

use crate::model::cause::Cause;
use crate::model::met::{Met, What};
use crate::words::causes::ours;

/// Errors by their number.
const BY_NUMBER: [(i32, Cause); 13] = [
    (2, Cause::NoFile),
    (13, Cause::NotAllowed),
    (17, Cause::FileExists),
    (20, Cause::NoFolder),
    (21, Cause::IsFolder),
    (28, Cause::DiskFull),
    (30, Cause::ReadOnly),
    (32, Cause::BrokenPipe),
    (101, Cause::NoNetwork),
    (104, Cause::ConnectionReset),
    (110, Cause::TimedOut),
    (111, Cause::ConnectionRefused),
    (113, Cause::NoRoute),
];

/// Errors that have no number, by the words of the libraries that make them.
const BY_WORDS: [(&str, Cause); 7] = [
    ("failed to lookup address information: Name or service not known", Cause::NoSuchName),
    (
        "failed to lookup address information: No address associated with hostname",
        Cause::NameWithoutAddress,
    ),
    (
        "failed to lookup address information: Temporary failure in name resolution",
        Cause::NoNameServer,
    ),
    ("tls handshake eof", Cause::EndedInTls),
    ("server does not support TLS", Cause::ServerWithoutTls),
    (HUNG_UP, Cause::HungUp),
    (LINE_TOO_LONG, Cause::LineTooLong),
];

/// Errors of our own, where a function has to return one of the system's.
pub(crate) const HUNG_UP: &str = "the relay hung up";
pub(crate) const LINE_TOO_LONG: &str = "a reply line is too long";

/// A certificate that may issue others, used as a server's: the library has no kind of its own for it.
const AUTHORITY_ITSELF: &str = "Other(OtherError(CaUsedAsEndEntity))";

/// Whether that is what is wrong with a certificate.
pub(crate) fn is_authority_itself(why: &CertificateError) -> bool {
    matches!(why, CertificateError::Other(said) if format!("Other({said:?})") == AUTHORITY_ITSELF)
}

/// What that error is.
pub(crate) fn met(error: &io::Error) -> Met {
    if let Some(ours) = ours(error) {
        return ours.clone();
    }
    if let Some(tls) = error.get_ref().and_then(|inner| inner.downcast_ref::<TlsError>()) {
        return of_tls(tls);
    }
    let number = error.raw_os_error();
    match BY_NUMBER.iter().find(|(known, _)| number == Some(*known)) {
        Some((_, cause)) => Met::of(*cause, &[]),
        None => by_words(&error.to_string()),
    }
}

/// What that error of a library is: by the system's or TLS's error behind it, else by all that is said.
pub(crate) fn behind(error: &(dyn Error + 'static)) -> Met {
    let mut said = error.to_string();
    let mut source = error.source();
    while let Some(behind) = source {
        if let Some(error) = behind.downcast_ref::<io::Error>() {
            return met(error);
        }
        let words = behind.to_string();
        if let found @ Met { what: What::Of(..), .. } = by_words(&words) {
            return found;
        }
        if !said.contains(&words) {
            said = format!("{said}: {words}");
        }
        source = behind.source();
    }
    said.as_str().into()
}

fn by_words(text: &str) -> Met {
    match BY_WORDS.iter().find(|(words, _)| *words == text) {
        Some((_, cause)) => Met::of(*cause, &[]),
        None => text.into(),
    }
}

/// What that error of a file is, for a cause that names the file first and then the error.
pub(crate) fn of_file(cause: Cause, path: &Path, error: &io::Error) -> Met {
    Met::because(cause, vec![path.display().to_string().into(), met(error)])
}

/// The values are what TLS says after the words of which our sentence is made.
fn of_tls(error: &TlsError) -> Met {
    let text = error.to_string();
    let after = |words: &str| text.strip_prefix(words);
    let found = match error {
        TlsError::InvalidMessage(InvalidMessage::InvalidContentType) => {
            Some(Met::of(Cause::NoTls, &[]))
        }
        TlsError::AlertReceived(_) => {
            after("received fatal alert: ").map(|alert| Met::of(Cause::TlsAlert, &[alert]))
        }
        TlsError::InvalidCertificate(why) => {
            after("invalid peer certificate: ").map(|said| of_certificate(why, said))
        }
        _ => None,
    };
    found.unwrap_or_else(|| text.as_str().into())
}

fn of_certificate(why: &CertificateError, said: &str) -> Met {
    let after =
        |words: &str, cause: Cause| said.strip_prefix(words).map(|value| Met::of(cause, &[value]));
    let found = match why {
        why if is_authority_itself(why) => Some(Met::of(Cause::AuthorityItself, &[])),
        CertificateError::UnknownIssuer => Some(Met::of(Cause::UnknownIssuer, &[])),
        CertificateError::NotValidForNameContext { .. } => {
            let names = said.strip_prefix("certificate not valid for name ");
            let names =
                names.and_then(|names| names.split_once("; certificate is only valid for "));
            names.map(|(name, others)| Met::of(Cause::OtherName, &[name, others]))
        }
        CertificateError::ExpiredContext { .. } => after("certificate expired: ", Cause::Expired),
        CertificateError::NotValidYetContext { .. } => {
            after("certificate not valid yet: ", Cause::NotValidYet)
        }
        _ => None,
    };
    found.unwrap_or_else(|| Met::of(Cause::BadCertificate, &[said]))
}

#[cfg(test)]
mod tests {
    use std::fmt;
    use std::sync::Arc;

    use tokio_rustls::rustls::{AlertDescription, OtherError};

    use super::*;
    use crate::words::causes::in_english;

    /// As the library that looks at certificates says it.
    #[derive(Debug)]
    struct CaUsedAsEndEntity;

    impl fmt::Display for CaUsedAsEndEntity {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            write!(f, "{self:?}")
        }
    }

    impl Error for CaUsedAsEndEntity {}

    #[test]
    fn an_error_that_is_known_is_told_as_the_library_tells_it() {
        let numbers =
            BY_NUMBER.map(|(number, cause)| (io::Error::from_raw_os_error(number), Some(cause)));
        let words = BY_WORDS.map(|(words, cause)| (io::Error::other(words), Some(cause)));
        let tls = |error: TlsError, cause| (io::Error::other(error), Some(cause));
        let certificate = |why| TlsError::InvalidCertificate(why);
        let others = [
            (io::Error::from_raw_os_error(1), None),
            (io::Error::other("something else"), None),
            tls(TlsError::InvalidMessage(InvalidMessage::InvalidContentType), Cause::NoTls),
            tls(TlsError::AlertReceived(AlertDescription::HandshakeFailure), Cause::TlsAlert),
            tls(certificate(CertificateError::UnknownIssuer), Cause::UnknownIssuer),
            tls(
                certificate(CertificateError::Other(OtherError(Arc::new(CaUsedAsEndEntity)))),
                Cause::AuthorityItself,
            ),
            tls(certificate(CertificateError::Revoked), Cause::BadCertificate),
            (io::Error::other(TlsError::DecryptError), None),
        ];
        for (error, cause) in numbers.into_iter().chain(words).chain(others) {
            let found = met(&error);
            assert_eq!(in_english(&found), error.to_string());
            let is_words = found.words().is_some();
            assert_eq!(is_words, cause.is_none(), "{error}");
            if let (crate::model::met::What::Of(found, _), Some(cause)) = (&found.what, cause) {
                assert_eq!(*found, cause, "{error}");
            }
        }
    }
}
