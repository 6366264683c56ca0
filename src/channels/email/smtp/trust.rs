//! Who vouches for the relay's certificate: the system's authorities or, where `mail.smtp.ca` names a file, those in
//! it and nobody else. The file is read at each connection, so that a renewed one is used at once.

use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio_rustls::TlsConnector;
use tokio_rustls::rustls::pki_types::CertificateDer;
use tokio_rustls::rustls::pki_types::pem::PemObject;
use tokio_rustls::rustls::{ClientConfig, RootCertStore};

use crate::channels::email::smtp::relay_error::{AuthorityError, RelayError};
use crate::files::regular;
use crate::model::met::Met;

/// More of a file is not read: a machine's whole bundle has a quarter of that.
const LONGEST: u64 = 1 << 20;

/// Whom to trust.
pub(crate) enum Trust {
    System(TlsConnector),
    File(PathBuf),
}

impl Trust {
    /// What is not there at the start is told at the start.
    pub(crate) fn new(ca: Option<PathBuf>) -> Result<Trust, RelayError> {
        match ca {
            None => Ok(Trust::System(TlsConnector::from(Arc::new(trusting(system()?))))),
            Some(path) => {
                authorities(&path)?;
                Ok(Trust::File(path))
            }
        }
    }

    pub(crate) fn connector(&self) -> Result<TlsConnector, AuthorityError> {
        match self {
            Trust::System(connector) => Ok(connector.clone()),
            Trust::File(path) => Ok(TlsConnector::from(Arc::new(trusting(authorities(path)?)))),
        }
    }
}

/// A client that trusts these.
pub(crate) fn trusting(roots: RootCertStore) -> ClientConfig {
    ClientConfig::builder().with_root_certificates(roots).with_no_client_auth()
}

/// A client that trusts the system's authorities; why not, where there are none.
pub(crate) fn by_system() -> Result<ClientConfig, String> {
    system().map(trusting).map_err(|error| error.to_string())
}

fn system() -> Result<RootCertStore, RelayError> {
    let found = rustls_native_certs::load_native_certs();
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.certs);
    if roots.is_empty() {
        let reasons: Vec<String> = found.errors.iter().map(|error| format!("; {error}")).collect();
        return Err(RelayError::NoRoots(reasons.concat()));
    }
    Ok(roots)
}

/// The certificates of a file.
fn authorities(path: &Path) -> Result<RootCertStore, AuthorityError> {
    let unreadable = |reason| AuthorityError::Unreadable { path: path.to_owned(), reason };
    // Opening a pipe would wait for whoever writes to it.
    regular::check(path).map_err(unreadable)?;
    let mut text = Vec::new();
    let file = std::fs::File::open(path).map_err(unreadable)?;
    file.take(LONGEST).read_to_end(&mut text).map_err(unreadable)?;
    let mut roots = RootCertStore::empty();
    let found = CertificateDer::pem_slice_iter(&text).filter_map(Result::ok);
    let (taken, _) = roots.add_parsable_certificates(found);
    match taken {
        0 => Err(AuthorityError::None { path: path.to_owned() }),
        _ => Ok(roots),
    }
}

/// What speaks against a file as `mail.smtp.ca`.
pub fn unusable_authorities(path: &Path) -> Option<Met> {
    authorities(path).err().map(|error| error.of_file())
}

/// Why no relay can be trusted by the system's authorities.
pub fn no_authorities() -> Option<Met> {
    system().err().map(|error| error.met())
}
