//! The disk behind `config`.

use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::config::{Files, limits};
use crate::files::{regular, walk};
use crate::model::Installation;
use crate::model::cause::Cause;
use crate::model::met::Met;
use crate::words::causes::io_error;

/// Files on disk.
pub struct DiskFiles;

impl Files for DiskFiles {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        // Findings, `status` and letters to the admin name files, and could not name this one.
        if path.to_str().is_none() {
            let error =
                "its name is not UTF-8; rename it, all at once with: convmv -f GBK -t UTF-8";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, error));
        }
        let file = regular::open(path).map_err(|error| match std::fs::read_link(path) {
            Ok(to) if error.kind() == io::ErrorKind::NotFound => {
                let met = Met::of(Cause::LinkToNowhere, &[&to.display().to_string()]);
                io_error(io::ErrorKind::NotFound, met)
            }
            _ => error,
        })?;
        // One byte more shows that it is too large; the configuration says so.
        let most = limits::FILE as u64 + 1;
        let mut bytes = Vec::with_capacity(file.metadata()?.len().min(most) as usize);
        file.take(most).read_to_end(&mut bytes)?;
        Ok(bytes)
    }

    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, Met> {
        walk::walk(base, pattern).map(|walked| walked.files)
    }

    fn installation(&self, root: &Path) -> Installation {
        let machine = rustix::system::uname().nodename().to_string_lossy().into_owned();
        let file = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
        Installation { machine: machine.into(), file: file.display().to_string().into() }
    }

    fn near_misses(&self, base: &Path, pattern: &str) -> Vec<PathBuf> {
        walk::walk(base, pattern).map(|walked| walked.near).unwrap_or_default()
    }
}
