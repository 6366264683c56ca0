//! A file that a command writes for other programs; `-.csv` and the like stand for standard output.

use std::io;
use std::path::Path;

use crate::cli::terminal::exit::Refused;
use crate::cli::terminal::{locale, output};
use crate::words::{export, system};

/// Writes the file. Returns whether it was one.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> anyhow::Result<bool> {
    let (name, language) = (path.to_string_lossy(), locale::language());
    if name.starts_with("-.") && !name.contains('/') {
        output::print_bytes(bytes)?;
        return Ok(false);
    }
    let unwritten = |error: io::Error| {
        let why = system::reason(&error, language);
        Refused::no(export::unwritten(&name, &why, language))
    };
    std::fs::write(path, bytes).map_err(unwritten)?;
    Ok(true)
}
