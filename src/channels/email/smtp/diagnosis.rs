//! What a connection that could not be made, or was broken, tells of its cause: whether waiting can mend it, and what
//! would.

use std::io;

use tokio_rustls::rustls;
use tokio_rustls::rustls::{AlertDescription, CertificateError};

use crate::channels::email::smtp::step::Step;
use crate::io_cause;
use crate::model::cure::Cure;

/// What an error of the system or of TLS tells.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Diagnosis {
    /// Waiting will not mend it.
    pub(crate) hopeless: bool,
    pub(crate) cure: Option<Cure>,
}

/// How resolvers say that there is no such name, rather than that they cannot tell now.
const NO_SUCH_NAME: [&str; 4] = [
    "Name or service not known",
    "Name does not resolve",
    "No address associated",
    "nodename nor servname",
];

pub(crate) fn of(step: Step, failure: &io::Error) -> Diagnosis {
    let tls = failure.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>());
    match (tls, step) {
        (Some(tls), _) => of_tls(tls),
        (None, Step::Connect) => of_connecting(failure),
        _ => Diagnosis::default(),
    }
}

/// A relay that is being restarted listens again; a name that is not known may be mistyped.
fn of_connecting(failure: &io::Error) -> Diagnosis {
    let said = failure.to_string();
    let unknown = NO_SUCH_NAME.iter().any(|words| said.contains(words));
    let cure = match failure.kind() {
        io::ErrorKind::ConnectionRefused => Some(Cure::Port),
        io::ErrorKind::NotFound => Some(Cure::Host),
        io::ErrorKind::TimedOut
        | io::ErrorKind::HostUnreachable
        | io::ErrorKind::NetworkUnreachable => Some(Cure::Network),
        _ => said.contains("failed to lookup address").then_some(Cure::Host),
    };
    Diagnosis { hopeless: unknown, cure }
}

fn of_tls(failure: &rustls::Error) -> Diagnosis {
    let cure = match failure {
        rustls::Error::InvalidCertificate(why) => Some(of_certificate(why)),
        // What came was no TLS.
        rustls::Error::InvalidMessage(_) => Some(Cure::StartTls),
        rustls::Error::PeerIncompatible(_)
        | rustls::Error::AlertReceived(
            AlertDescription::HandshakeFailure | AlertDescription::ProtocolVersion,
        ) => Some(Cure::OldTls),
        _ => None,
    };
    Diagnosis { hopeless: cure.is_some(), cure }
}

fn of_certificate(why: &CertificateError) -> Cure {
    match why {
        CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
            Cure::Name
        }
        CertificateError::Expired
        | CertificateError::ExpiredContext { .. }
        | CertificateError::NotValidYet
        | CertificateError::NotValidYetContext { .. } => Cure::Date,
        why if io_cause::is_authority_itself(why) => Cure::AuthorityItself,
        _ => Cure::Issuer,
    }
}
