//! What reads the files: the core asks, an edge answers.

use std::io;
use std::path::{Path, PathBuf};

use crate::model::met::Met;
use crate::model::{Installation, Password};

/// What reads for us.
pub trait Files: Sync {
    /// The bytes of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// The files below a folder that a pattern names, sorted; an error says what is wrong with the pattern.
    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, Met>;

    /// Files that a pattern does not name, though their names are nearly as it wants them: for those who want
    /// to hear of them with the findings.
    fn near_misses(&self, _base: &Path, _pattern: &str) -> Vec<PathBuf> {
        Vec::new()
    }

    /// Where these files are in force, for those who are told by letter.
    fn installation(&self, root: &Path) -> Installation {
        Installation { machine: Box::default(), file: root.display().to_string().into() }
    }

    /// What speaks against a file as the place of a secret, for those who want to hear of it with the
    /// findings; whoever reads the secret looks again.
    fn exposed(&self, _path: &Path) -> Option<Met> {
        None
    }

    /// Why the relay's password cannot be had here, for those who want to hear of it with the findings. A relative
    /// file is relative to the folder of the root file.
    fn missing_password(&self, _password: &Password, _folder: &Path) -> Option<Met> {
        None
    }

    /// What speaks against a program as `mail.sendmail`, likewise.
    fn unusable_program(&self, _program: &str) -> Option<Met> {
        None
    }

    /// Why no relay can be trusted by the system's certificate authorities, likewise.
    fn no_authorities(&self) -> Option<Met> {
        None
    }

    /// What speaks against a file as the relay's certificate authorities (`mail.smtp.ca`), likewise.
    fn unusable_authorities(&self, _path: &Path) -> Option<Met> {
        None
    }
}
