//! Where the relay's password comes from: a systemd credential, a file, or a variable. Never from
//! the configuration, never into a log.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::model::Password;

/// A password that does not show itself.
#[derive(Clone)]
pub(super) struct Secret(String);

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
    #[error("the relay's password cannot be read from {path}: {reason}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// The variable is not set.
    #[error("the relay's password is to come from the variable {0}, which is not set")]
    NoVariable(Box<str>),
    /// There is nothing in it.
    #[error("the relay's password, from {0}, is empty")]
    Empty(String),
}

/// Where a password is to be found. A file is read whenever the password is wanted, so that one that was
/// corrected is used at once.
#[derive(Debug, Clone)]
pub(super) enum Whereabouts {
    /// A variable, which does not change.
    Known(Secret),
    /// A file.
    File(PathBuf),
}

impl Whereabouts {
    /// Those of a password; a relative file is relative to the root file's folder.
    pub(super) fn of(
        password: &Password,
        root: &Path,
        env: &dyn Fn(&str) -> Option<String>,
    ) -> Result<Whereabouts, PasswordError> {
        match password {
            Password::Env(name) => {
                let text = env(name).ok_or_else(|| PasswordError::NoVariable(name.clone()))?;
                secret(&text, || format!("the variable {name}")).map(Whereabouts::Known)
            }
            Password::File(path) => Ok(Whereabouts::File(root.join(path.as_ref()))),
            Password::Credential(name) => {
                let folder = env("CREDENTIALS_DIRECTORY");
                let folder = folder.ok_or_else(|| PasswordError::NoCredentials(name.clone()))?;
                Ok(Whereabouts::File(Path::new(&folder).join(name.as_ref())))
            }
        }
    }

    /// The password, as it is now.
    pub(super) fn read(&self) -> Result<Secret, PasswordError> {
        match self {
            Whereabouts::Known(secret) => Ok(secret.clone()),
            Whereabouts::File(path) => {
                let read = std::fs::read_to_string(path);
                let text = read.map_err(|source| PasswordError::Unreadable {
                    path: path.clone(),
                    reason: source,
                })?;
                secret(&text, || path.display().to_string())
            }
        }
    }
}

fn secret(text: &str, from: impl Fn() -> String) -> Result<Secret, PasswordError> {
    match text.trim_end_matches(['\r', '\n']) {
        "" => Err(PasswordError::Empty(from())),
        password => Ok(Secret(password.to_owned())),
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
            let secret = Whereabouts::of(&place, folder.path(), &env).unwrap().read().unwrap();
            assert_eq!(secret.reveal(), "geheim");
            assert!(!format!("{secret:?}").contains("geheim"));
        }
        let at = |place: Password, env: &dyn Fn(&str) -> Option<String>| {
            Whereabouts::of(&place, folder.path(), env).unwrap_err()
        };
        let missing = at(Password::Env("NONE".into()), &env);
        assert!(matches!(missing, PasswordError::NoVariable(name) if &*name == "NONE"));
        let outside = at(Password::Credential("pw".into()), &|_| None);
        assert!(outside.to_string().contains("LoadCredential=pw"));
    }
}
