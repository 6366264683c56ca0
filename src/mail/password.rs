//! Where the relay's password comes from: a systemd credential, a file, or a variable. Never from
//! the configuration, never into a log.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::model::Password;

/// A password that does not show itself.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// The password, for the relay alone.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}

/// Why a password could not be had.
#[derive(Debug, thiserror::Error)]
pub enum PasswordError {
    /// systemd handed over no credentials.
    #[error(
        "the relay's password is the credential `{0}`, but there is no $CREDENTIALS_DIRECTORY: \
         add LoadCredential={0}:… to the unit, or use password = {{ file = \"…\" }}"
    )]
    NoCredentials(Box<str>),
    /// The file could not be read.
    #[error("the relay's password cannot be read from {path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// The variable is not set.
    #[error("the relay's password is to come from the variable {0}, which is not set")]
    NoVariable(Box<str>),
    /// There is nothing in it.
    #[error("the relay's password, from {0}, is empty")]
    Empty(String),
}

/// Reads a password; a relative file is relative to the root file's folder.
pub(super) fn read(
    password: &Password,
    root: &Path,
    env: &dyn Fn(&str) -> Option<String>,
) -> Result<Secret, PasswordError> {
    let (text, from) = match password {
        Password::Env(name) => {
            let text = env(name).ok_or_else(|| PasswordError::NoVariable(name.clone()))?;
            (text, format!("the variable {name}"))
        }
        Password::File(path) => read_file(root.join(path.as_ref()))?,
        Password::Credential(name) => {
            let folder = env("CREDENTIALS_DIRECTORY");
            let folder = folder.ok_or_else(|| PasswordError::NoCredentials(name.clone()))?;
            read_file(Path::new(&folder).join(name.as_ref()))?
        }
    };
    match text.trim_end_matches(['\r', '\n']) {
        "" => Err(PasswordError::Empty(from)),
        password => Ok(Secret(password.to_owned())),
    }
}

fn read_file(path: PathBuf) -> Result<(String, String), PasswordError> {
    match std::fs::read_to_string(&path) {
        Ok(text) => Ok((text, path.display().to_string())),
        Err(source) => Err(PasswordError::Unreadable { path, source }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_come_from_three_places_and_show_themselves_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("pw"), "geheim\r\n").unwrap();
        let credentials = folder.path().to_string_lossy().into_owned();
        let env = |name: &str| match name {
            "CREDENTIALS_DIRECTORY" => Some(credentials.clone()),
            "PW" => Some("geheim".to_owned()),
            _ => None,
        };
        let places = [
            Password::Env("PW".into()),
            Password::File("pw".into()),
            Password::Credential("pw".into()),
        ];
        for place in places {
            let secret = read(&place, folder.path(), &env).unwrap();
            assert_eq!(secret.reveal(), "geheim");
            assert!(!format!("{secret:?}").contains("geheim"));
        }
        let missing = read(&Password::Env("NONE".into()), folder.path(), &env).unwrap_err();
        assert!(matches!(missing, PasswordError::NoVariable(name) if &*name == "NONE"));
        let outside =
            read(&Password::Credential("pw".into()), folder.path(), &|_| None).unwrap_err();
        assert!(outside.to_string().contains("LoadCredential=pw"));
    }
}
