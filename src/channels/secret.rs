//! Where the relay's password comes from: a systemd credential, a file, or a variable. Never from
//! the configuration, never into a log.

use std::fmt;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

use crate::files::regular;
use crate::io_cause;
use crate::model::Password;
use crate::model::cause::Cause;
use crate::model::met::Met;
use crate::words::causes::{MetError, in_english};

/// A password that does not show itself.
#[derive(Clone)]
pub(crate) struct Secret(String);

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
#[error("{}", in_english(&self.met()))]
pub enum PasswordError {
    /// systemd handed over no credentials.
    NoCredentials(Box<str>),
    /// The file could not be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
    /// Others may get at the file.
    Exposed {
        /// The file.
        path: PathBuf,
        /// Who may do what, and the cure.
        reason: Met,
    },
    /// The variable is not set.
    NoVariable(Box<str>),
    /// There is nothing in it.
    Empty(String),
}

impl PasswordError {
    /// What that is.
    pub(crate) fn met(&self) -> Met {
        match self {
            PasswordError::NoCredentials(name) => Met::of(Cause::NoCredentials, &[name, name]),
            PasswordError::Unreadable { path, reason } => {
                io_cause::of_file(Cause::PasswordUnreadable, path, reason)
            }
            PasswordError::Exposed { path, reason } => {
                let path = Met::from(path.display().to_string());
                Met::because(Cause::PasswordExposed, vec![path, reason.clone()])
            }
            PasswordError::NoVariable(name) => Met::of(Cause::NoVariable, &[name]),
            PasswordError::Empty(from) => Met::of(Cause::PasswordEmpty, &[from]),
        }
    }
}

impl From<PasswordError> for MetError {
    fn from(error: PasswordError) -> MetError {
        MetError(error.met())
    }
}

/// Where a password is to be found. A file is read whenever the password is wanted, so that one that was
/// corrected is used at once.
#[derive(Debug, Clone)]
pub(crate) enum PasswordSource {
    /// A variable, which does not change.
    Known(Secret),
    /// A file.
    File(PathBuf),
}

impl PasswordSource {
    /// Those of a password; a relative file is relative to the root file's folder.
    pub(crate) fn of(
        password: &Password,
        root: &Path,
        env: &dyn Fn(&str) -> Option<String>,
    ) -> Result<PasswordSource, PasswordError> {
        match password {
            Password::Env(name) => {
                let text = env(name).ok_or_else(|| PasswordError::NoVariable(name.clone()))?;
                secret(&text, || format!("the variable {name}")).map(PasswordSource::Known)
            }
            Password::File(path) => Ok(PasswordSource::File(root.join(path.as_ref()))),
            Password::Credential(name) => {
                let folder = env("CREDENTIALS_DIRECTORY");
                let folder = folder.ok_or_else(|| PasswordError::NoCredentials(name.clone()))?;
                Ok(PasswordSource::File(Path::new(&folder).join(name.as_ref())))
            }
        }
    }

    /// The password, as it is now.
    pub(crate) fn read(&self) -> Result<Secret, PasswordError> {
        match self {
            PasswordSource::Known(secret) => Ok(secret.clone()),
            PasswordSource::File(path) => {
                let unreadable = |reason| PasswordError::Unreadable { path: path.clone(), reason };
                let mut file = regular::open(path).map_err(unreadable)?;
                let mode = file.metadata().map_err(unreadable)?.permissions().mode();
                if let Some(reason) = exposed(mode) {
                    return Err(PasswordError::Exposed { path: path.clone(), reason });
                }
                let mut text = String::new();
                file.by_ref().take(LONGEST).read_to_string(&mut text).map_err(unreadable)?;
                secret(&text, || path.display().to_string())
            }
        }
    }
}

/// More of a file is not read: it is no password.
const LONGEST: u64 = 64 << 10;

/// What speaks against a file as the place of a password, where it is there and can be looked at. A link is
/// followed: what counts is the file that holds the password.
pub fn exposed_file(path: &Path) -> Option<Met> {
    if let Err(reason) = regular::check(path) {
        return Some(io_cause::met(&reason));
    }
    let found = std::fs::metadata(path).ok()?;
    exposed(found.permissions().mode())
}

/// Why a password cannot be had here and now. One that others may get at is another matter ([`exposed_file`]), and
/// systemd hands over credentials to the service alone.
pub fn missing_password(
    password: &Password,
    root: &Path,
    env: &dyn Fn(&str) -> Option<String>,
) -> Option<Met> {
    match PasswordSource::of(password, root, env).and_then(|place| place.read()) {
        Ok(_) | Err(PasswordError::NoCredentials(_) | PasswordError::Exposed { .. }) => None,
        Err(error) => Some(error.met()),
    }
}

/// Its owner, and for reading its group, may get at a password: that of duban is a way to let it in, and no
/// way for anybody else. systemd's credentials have such modes by themselves.
fn exposed(mode: u32) -> Option<Met> {
    let table =
        [(0o004, Cause::AllMayRead), (0o002, Cause::AllMayWrite), (0o020, Cause::GroupMayWrite)];
    let wrong = table.into_iter().filter(|(bit, _)| mode & bit != 0);
    let wrong = wrong.map(|(_, cause)| Met::of(cause, &[]));
    let wrong = wrong.reduce(|one, other| Met::because(Cause::Both, vec![one, other]))?;
    let mode = format!("{:04o}", mode & 0o7777);
    Some(Met::because(Cause::OpenToOthers, vec![wrong, mode.into()]))
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
    use crate::model::Language;
    use crate::words::causes::said;

    #[test]
    fn who_may_get_at_a_password_is_said_in_both_languages() {
        for (mode, zh, en) in [
            (0o644, "所有用户都能读（权限 0644）", "everybody may read it (mode 0644)"),
            (
                0o666,
                "所有用户都能读，所有用户都能写，同组用户能写（权限 0666）",
                "everybody may read it, everybody may write it, its group may write it (mode 0666)",
            ),
        ] {
            let why = exposed(mode).expect("others may get at it");
            assert!(said(&why, Language::ZhCn).starts_with(zh), "{mode:o}");
            assert!(said(&why, Language::En).starts_with(en), "{mode:o}");
        }
        assert_eq!(exposed(0o640), None);
    }

    #[test]
    fn passwords_come_from_three_places_and_show_themselves_nowhere() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("pw"), "geheim\r\n").unwrap();
        let private = std::fs::Permissions::from_mode(0o600);
        std::fs::set_permissions(folder.path().join("pw"), private).unwrap();
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
            let secret = PasswordSource::of(&place, folder.path(), &env).unwrap().read().unwrap();
            assert_eq!(secret.reveal(), "geheim");
            assert!(!format!("{secret:?}").contains("geheim"));
        }
        let at = |place: Password, env: &dyn Fn(&str) -> Option<String>| {
            PasswordSource::of(&place, folder.path(), env).unwrap_err()
        };
        let missing = at(Password::Env("NONE".into()), &env);
        assert!(matches!(missing, PasswordError::NoVariable(name) if &*name == "NONE"));
        let outside = at(Password::Credential("pw".into()), &|_| None);
        assert!(outside.to_string().contains("LoadCredential=pw"));
    }
}
