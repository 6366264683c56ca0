//! Where the key that signs links is (A1): a file of the state folder, made when it is first needed, or a secret that the
//! root file names. It is read whenever it is wanted, so that a new key is in force at once.

use std::fs::{self, File, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};

use rustix::rand::{GetRandomFlags, getrandom};

use crate::channels::secret::{self, PasswordError, PasswordSource};
use crate::ledger::private;
use crate::model::link::SHORTEST_KEY;
use crate::model::met::Met;
use crate::model::{Config, LinkKey, Password, Web};
use crate::words::causes::in_english;

/// The file in the state folder.
pub(crate) const FILE: &str = "web.key";

/// More of a file is not read: it is no key.
const LONGEST: u64 = 4 << 10;

/// Why there is no key.
#[derive(Debug, thiserror::Error)]
pub enum LinkKeyError {
    /// The secret that the root file names is not to be had.
    #[error("{0}")]
    Named(PasswordError),
    /// The file in the state folder cannot be read or made.
    #[error("{}: {source}", path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Others may get at the file.
    #[error("{}: {}", path.display(), in_english(why))]
    Exposed {
        /// The file.
        path: PathBuf,
        /// Who may do what.
        why: Met,
    },
    /// It holds too little.
    #[error("the key that signs links has fewer than 32 bytes")]
    TooShort,
    /// The key is not duban's to change.
    #[error("the key that signs links is named in the root file")]
    NotOurs,
}

/// Where the key is.
#[derive(Debug, Clone)]
pub struct LinkKeySource {
    named: Option<Password>,
    root: PathBuf,
    file: PathBuf,
}

impl LinkKeySource {
    /// That of a configuration; a relative file is relative to the root file's folder.
    pub fn of(web: &Web, root: &Path, state: &Path) -> LinkKeySource {
        LinkKeySource { named: web.key.clone(), root: root.to_owned(), file: state.join(FILE) }
    }

    /// The key. Where it is duban's own and there is none, one is made.
    pub fn key(&self) -> Result<LinkKey, LinkKeyError> {
        let key = match &self.named {
            Some(named) => {
                let variable = |name: &str| std::env::var(name).ok();
                let source = PasswordSource::of(named, &self.root, &variable);
                let secret =
                    source.and_then(|source| source.read()).map_err(LinkKeyError::Named)?;
                LinkKey::of(secret.reveal().trim().as_bytes())
            }
            None => LinkKey::of(&self.own()?),
        };
        key.ok_or(LinkKeyError::TooShort)
    }

    /// Puts a new key in its place: all older links end.
    pub fn rotate(&self) -> Result<LinkKey, LinkKeyError> {
        if self.named.is_some() {
            return Err(LinkKeyError::NotOurs);
        }
        let new = self.file.with_extension("key.new");
        let written = private::make(&new).and_then(write_key);
        written
            .and_then(|()| fs::rename(&new, &self.file))
            .map_err(|source| self.failed(source))?;
        self.sync_folder()?;
        self.key()
    }

    fn own(&self) -> Result<Vec<u8>, LinkKeyError> {
        match self.read() {
            Err(error) if error.kind() == ErrorKind::NotFound => {
                self.make()?;
                self.read().map_err(|source| self.failed(source))
            }
            Err(source) => Err(self.failed(source)),
            Ok(found) => match secret::exposed_file(&self.file) {
                Some(why) => Err(LinkKeyError::Exposed { path: self.file.clone(), why }),
                None => Ok(found),
            },
        }
    }

    fn read(&self) -> io::Result<Vec<u8>> {
        let file = private::open(&self.file, OpenOptions::new().read(true))?;
        let mut text = Vec::new();
        file.take(LONGEST).read_to_end(&mut text)?;
        Ok(text.trim_ascii().to_vec())
    }

    /// Two who make it at once end up with one key: the whole file gets its name at once, and only where none has it.
    fn make(&self) -> Result<(), LinkKeyError> {
        let mut own = self.file.clone();
        own.set_extension(format!("key.{}", std::process::id()));
        let made = private::make(&own).and_then(write_key);
        let linked = made.and_then(|()| fs::hard_link(&own, &self.file));
        let _best_effort = fs::remove_file(&own);
        match linked {
            Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(self.failed(error)),
            _ => self.sync_folder(),
        }
    }

    fn sync_folder(&self) -> Result<(), LinkKeyError> {
        let folder = self.file.parent().unwrap_or(Path::new("."));
        File::open(folder)
            .and_then(|folder| folder.sync_all())
            .map_err(|source| self.failed(source))
    }

    fn failed(&self, source: io::Error) -> LinkKeyError {
        LinkKeyError::File { path: self.file.clone(), source }
    }
}

/// The same configuration with the key as it is now: by it links are signed where letters have some (A1), and Message-IDs
/// cannot be guessed (A5). `None` where it is the same. In a process without a state folder, as in a simulation, only a key
/// that the root file names signs.
pub(crate) fn keyed(config: &Config, state: Option<&Path>) -> Result<Option<Config>, LinkKeyError> {
    let named = config.web.as_ref().and_then(|web| web.key.clone());
    if state.is_none() && named.is_none() {
        return Ok(None);
    }
    let root = config.files.first().and_then(|root| Path::new(&**root).parent());
    let root = root.unwrap_or(Path::new("")).to_owned();
    let key =
        LinkKeySource { named, root, file: state.unwrap_or(Path::new("")).join(FILE) }.key()?;
    if config.marking.as_ref() == Some(&key) {
        return Ok(None);
    }
    let signing = |web: &Web| Web { signing: web.links.then(|| key.clone()), ..web.clone() };
    let web = config.web.as_ref().map(signing);
    Ok(Some(Config { web, marking: Some(key.clone()), ..config.clone() }))
}

/// The same configuration, whose Message-IDs that key marks; it signs no link. `None` where it is the same.
pub(crate) fn marked(config: &Config, key: &str) -> Result<Option<Config>, LinkKeyError> {
    let key = LinkKey::of(key.as_bytes()).ok_or(LinkKeyError::TooShort)?;
    let same = config.marking.as_ref() == Some(&key);
    Ok((!same).then(|| Config { marking: Some(key), ..config.clone() }))
}

/// Random bytes, as text, so that it can be copied to another node by hand.
pub(crate) fn new_key() -> io::Result<String> {
    let bytes = random::<SHORTEST_KEY>()?;
    Ok(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn write_key(mut file: File) -> io::Result<()> {
    file.write_all(new_key()?.as_bytes())?;
    file.write_all(b"\n")?;
    file.sync_all()
}

/// Random bytes of the system.
pub(crate) fn random<const N: usize>() -> io::Result<[u8; N]> {
    let mut bytes = [0; N];
    let mut filled = 0;
    while filled < N {
        filled += getrandom(&mut bytes[filled..], GetRandomFlags::empty())?;
    }
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use super::*;
    use crate::model::Listen;

    fn source(state: &Path, key: Option<Password>) -> LinkKeySource {
        let listen = Listen::Tcp(([127, 0, 0, 1], 9480).into());
        let web = Web {
            listen,
            url: "https://duban.example.org".into(),
            key,
            links: true,
            signing: None,
        };
        LinkKeySource::of(&web, state, state)
    }

    #[test]
    fn a1_a_key_is_made_once_for_its_owner_alone_and_a_new_one_only_when_told() {
        let folder = tempfile::tempdir().unwrap();
        let source = source(folder.path(), None);
        let first = source.key().unwrap();
        assert_eq!(source.key().unwrap(), first);
        let mode = || fs::metadata(folder.path().join(FILE)).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(), 0o600);
        let second = source.rotate().unwrap();
        assert_ne!(second, first);
        assert_eq!(source.key().unwrap(), second);
        assert_eq!(mode(), 0o600);
        let left: Vec<_> = fs::read_dir(folder.path()).unwrap().collect();
        assert_eq!(left.len(), 1, "{left:?}");
    }

    #[test]
    fn a_key_that_others_may_read_or_that_says_nothing_signs_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let source = source(folder.path(), None);
        source.key().unwrap();
        let file = folder.path().join(FILE);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).unwrap();
        assert!(matches!(source.key(), Err(LinkKeyError::Exposed { .. })));
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        fs::write(&file, "short\n").unwrap();
        assert!(matches!(source.key(), Err(LinkKeyError::TooShort)));
        fs::remove_file(&file).unwrap();
        std::os::unix::fs::symlink("/etc/hostname", &file).unwrap();
        assert!(matches!(source.key(), Err(LinkKeyError::File { .. })));
    }

    #[test]
    fn a_key_that_the_root_file_names_is_used_and_not_changed() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("key");
        fs::write(&file, "0123456789abcdef0123456789abcdef\n").unwrap();
        fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
        let source = source(folder.path(), Some(Password::File("key".into())));
        let same = LinkKey::of(b"0123456789abcdef0123456789abcdef").unwrap();
        assert_eq!(source.key().unwrap(), same);
        assert!(matches!(source.rotate(), Err(LinkKeyError::NotOurs)));
        assert!(!folder.path().join(FILE).exists());
    }
}
