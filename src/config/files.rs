//! What reads the files: the core asks, an edge answers.

use std::io;
use std::path::{Path, PathBuf};

/// What reads for us.
pub trait Files: Sync {
    /// The bytes of a file.
    fn read(&self, path: &Path) -> io::Result<Vec<u8>>;

    /// The files below a folder that a pattern names, sorted; an error says what is wrong with the pattern.
    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, String>;

    /// Files that a pattern does not name, though their names are nearly as it wants them: for those who want
    /// to hear of them with the findings.
    fn near_misses(&self, _base: &Path, _pattern: &str) -> Vec<PathBuf> {
        Vec::new()
    }

    /// What speaks against a file as the place of a secret, for those who want to hear of it with the
    /// findings; whoever reads the secret looks again.
    fn exposed(&self, _path: &Path) -> Option<String> {
        None
    }

    /// What speaks against a file as the relay's certificate authorities (`mail.smtp.ca`), likewise.
    fn unusable_authorities(&self, _path: &Path) -> Option<String> {
        None
    }
}
