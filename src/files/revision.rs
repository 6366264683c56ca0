//! The files as a git revision has them, read by the `git` program: nothing is checked out, and no file is written.

use std::collections::BTreeSet;
use std::ffi::OsStr;
use std::io;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::config::{Files, limits};
use crate::files::disk::DiskFiles;
use crate::files::pattern::{Fitting, joined};
use crate::model::met::Met;

/// The files of one commit.
pub struct Revision {
    top: PathBuf,
    commit: String,
    /// All of its files, below `top`.
    paths: BTreeSet<PathBuf>,
}

/// Why a revision cannot be read.
#[derive(Debug)]
pub enum RevisionError {
    /// git is not there, or cannot be run.
    NoGit(io::Error),
    /// The folder lies in no repository: git's own words.
    NoRepository(String),
    /// The repository has no such revision.
    NoSuch,
    /// git failed: its own words.
    Failed(String),
}

impl Revision {
    /// The revision of that name, of the repository in which the folder lies.
    pub fn open(folder: &Path, name: &str) -> Result<Revision, RevisionError> {
        let top = git(folder, &["rev-parse", "--show-toplevel"])?;
        let top = top.map_err(RevisionError::NoRepository)?;
        let top = PathBuf::from(OsStr::from_bytes(top.trim_ascii_end()));
        let commit = format!("{name}^{{commit}}");
        let found = git(&top, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
        let found = found.map_err(|_| RevisionError::NoSuch)?;
        let commit = String::from_utf8_lossy(found.trim_ascii_end()).into_owned();
        let listed = git(&top, &["ls-tree", "-r", "-z", "--name-only", "--full-tree", &commit])?;
        let listed = listed.map_err(RevisionError::Failed)?;
        let names = listed.split(|byte| *byte == 0).filter(|name| !name.is_empty());
        let paths = names.map(|name| top.join(OsStr::from_bytes(name))).collect();
        Ok(Revision { top, commit, paths })
    }
}

/// What git prints, or what it says is wrong. Its exit status alone tells which.
fn git(folder: &Path, arguments: &[&str]) -> Result<Result<Vec<u8>, String>, RevisionError> {
    let mut command = Command::new("git");
    command.arg("-C").arg(if folder.as_os_str().is_empty() { Path::new(".") } else { folder });
    command.args(arguments).stdin(Stdio::null()).env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0");
    let output = command.output().map_err(RevisionError::NoGit)?;
    Ok(match output.status.success() {
        true => Ok(output.stdout),
        false => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
    })
}

impl Files for Revision {
    /// What lies outside of the repository is read from the disk: a revision says nothing of it.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let path = within(path);
        let Ok(name) = path.strip_prefix(&self.top) else { return DiskFiles.read(&path) };
        if !self.paths.contains(&path) {
            return Err(io::Error::new(io::ErrorKind::NotFound, "the revision has no such file"));
        }
        let name = name.to_str().ok_or_else(|| io::Error::other("its name is not UTF-8"))?;
        let object = format!("{}:{name}", self.commit);
        let read = git(&self.top, &["cat-file", "blob", &object]);
        let read = read.map_err(|error| match error {
            RevisionError::NoGit(error) => error,
            _ => io::Error::other("git failed"),
        })?;
        let mut bytes = read.map_err(io::Error::other)?;
        // One byte more shows that it is too large; the configuration says so.
        bytes.truncate(limits::FILE + 1);
        Ok(bytes)
    }

    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, Met> {
        let fitting = Fitting::of(&within(&joined(&within(base), pattern)))?;
        Ok(self.paths.iter().filter(|path| fitting.fits(path)).cloned().collect())
    }
}

/// The path as git names it: absolute, without `.` and `..`.
fn within(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for part in std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).components() {
        match part {
            std::path::Component::ParentDir => drop(plain.pop()),
            part => plain.push(part),
        }
    }
    plain
}
