//! The files in force as one thing, for a ledger that several nodes share (N4): which they are, their fingerprint, and
//! how they are read back from there.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::config::Files;
use crate::files::disk::DiskFiles;
use crate::files::last_good::{LastGood, Seen, key};
use crate::files::pattern::{Fitting, joined};
use crate::model::Installation;
use crate::model::met::Met;

/// The files in force, which the store of the state folder has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FilesInForce {
    root: PathBuf,
    folder: PathBuf,
    state: PathBuf,
    files: BTreeMap<String, Seen>,
}

impl FilesInForce {
    /// Those that a store has, of this root file.
    pub fn of(store: &LastGood, root: &Path, state: &Path) -> FilesInForce {
        let folder = key(root.parent().unwrap_or(Path::new("")));
        let known = store.known().into_iter();
        let files = known.map(|(path, seen)| (name(&folder, &path), seen)).collect();
        FilesInForce { root: root.to_owned(), folder, state: state.to_owned(), files }
    }

    /// The root file, as this node names it.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// Their names, from the root file's folder, with the digest of each.
    pub fn digests(&self) -> impl Iterator<Item = (&str, String)> {
        self.files.iter().map(|(name, seen)| (name.as_str(), hex(seen)))
    }

    /// One word for all of them: the same on every node that has the same files.
    pub fn fingerprint(&self) -> String {
        let mut all = Sha256::new();
        for (name, seen) in &self.files {
            all.update((name.len() as u64).to_be_bytes());
            all.update(name);
            all.update(seen);
        }
        hex(&all.finalize())
    }

    /// What these hold.
    pub fn read(&self, names: &[&str]) -> io::Result<Vec<Vec<u8>>> {
        let store = LastGood::open_read_only(&self.state)?;
        let store = store.ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))?;
        names.iter().map(|name| store.read(&self.folder.join(name))).collect()
    }
}

/// A path as all nodes call it, whatever the folder of their root file.
fn name(folder: &Path, path: &Path) -> String {
    path.strip_prefix(folder).unwrap_or(path).to_string_lossy().into_owned()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The files that a ledger keeps, as if they lay beside this node's root file.
pub struct KeptFiles {
    files: BTreeMap<PathBuf, Vec<u8>>,
    base: PathBuf,
}

impl KeptFiles {
    /// Those of these names.
    pub fn new(root: &Path, files: Vec<(String, Vec<u8>)>) -> KeptFiles {
        let base = root.parent().map(Path::to_owned).unwrap_or_default();
        let folder = key(&base);
        let files = files.into_iter().map(|(name, bytes)| (folder.join(name), bytes)).collect();
        KeptFiles { files, base }
    }
}

impl Files for KeptFiles {
    /// What only one node has, as templates, is read where it lies.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        match self.files.get(&key(path)) {
            Some(bytes) => Ok(bytes.clone()),
            None => DiskFiles.read(path),
        }
    }

    fn installation(&self, root: &Path) -> Installation {
        DiskFiles.installation(root)
    }

    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, Met> {
        let (fitting, folder) = (Fitting::of(&joined(&key(base), pattern))?, key(&self.base));
        let fits = self.files.keys().filter(|path| fitting.fits(path));
        let named = fits.map(|path| match path.strip_prefix(&folder) {
            Ok(within) => self.base.join(within),
            Err(_) => path.clone(),
        });
        let found: BTreeSet<PathBuf> = named.collect();
        Ok(found.into_iter().collect())
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;

    /// What a store keeps of these files, in a folder of that name.
    fn kept(folder: &str, files: &[(&str, &str)]) -> (tempfile::TempDir, FilesInForce) {
        let state = tempfile::tempdir().unwrap();
        let root = Path::new(folder).join("duban.toml");
        let bytes: HashMap<PathBuf, Vec<u8>> = files
            .iter()
            .map(|(name, text)| (Path::new(folder).join(name), text.as_bytes().to_vec()))
            .collect();
        let paths: Vec<PathBuf> = bytes.keys().cloned().collect();
        let store = LastGood::open(state.path()).unwrap();
        store.keep(&paths, &bytes).unwrap();
        let files = FilesInForce::of(&store, &root, state.path());
        (state, files)
    }

    #[test]
    fn n4_the_same_files_have_the_same_fingerprint_wherever_they_lie() {
        let files = [("duban.toml", "a"), ("tasks/x.toml", "b")];
        let (_one, here) = kept("/etc/duban", &files);
        let (_other, there) = kept("/srv/office", &files);
        assert_eq!(here.fingerprint(), there.fingerprint());
        for other in [
            [("duban.toml", "a"), ("tasks/x.toml", "c")],
            [("duban.toml", "a"), ("tasks/y.toml", "b")],
            [("duban.toml", "b"), ("tasks/x.toml", "a")],
        ] {
            assert_ne!(kept("/etc/duban", &other).1.fingerprint(), here.fingerprint(), "{other:?}");
        }
        assert_eq!(here.read(&["tasks/x.toml"]).unwrap(), [b"b"]);
    }

    #[test]
    fn n4_kept_files_are_read_as_if_they_lay_beside_the_root_file() {
        let files = ["duban.toml", "tasks/x.toml", "tasks/y.toml"];
        let files = files.map(|name| (name.to_owned(), name.as_bytes().to_vec())).to_vec();
        let kept = KeptFiles::new(Path::new("/srv/office/duban.toml"), files);
        let base = Path::new("/srv/office");
        assert_eq!(kept.read(&base.join("duban.toml")).unwrap(), b"duban.toml");
        let found = kept.glob(base, "tasks/*.toml").unwrap();
        assert_eq!(found, [base.join("tasks/x.toml"), base.join("tasks/y.toml")]);
        assert!(kept.read(&base.join("z.toml")).is_err());
    }
}
