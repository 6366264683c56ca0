//! Another version of the files: another root file, a folder, or a git revision.

use std::path::{Path, PathBuf};

use jiff::Timestamp;

use crate::cli::terminal::exit::Refused;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::{findings, locale, output};
use crate::config;
use crate::config::Loaded;
use crate::files::disk::DiskFiles;
use crate::files::revision::{Revision, RevisionError};
use crate::model::Config;
use crate::words::outlook;

/// The configuration of that version. What does not check ends the command with 78, as if it were ours.
pub(crate) fn other_version(
    globals: &Globals,
    name: &str,
    now: Timestamp,
) -> anyhow::Result<Config> {
    let loaded = load(globals, name, now)?;
    loaded.config.clone().ok_or_else(|| {
        output::complain(&format!("{}\n", outlook::other_does_not_check(name, locale::language())));
        findings::refused(&loaded)
    })
}

fn load(globals: &Globals, name: &str, now: Timestamp) -> anyhow::Result<Loaded> {
    let path = Path::new(name);
    if path.is_file() {
        return Ok(config::load(path, &DiskFiles, now));
    }
    let root = globals.root();
    if path.is_dir() {
        let language = locale::language();
        let file = root_file_in(path, &root)
            .ok_or_else(|| Refused::no(outlook::no_root_file(name, language)))?;
        return Ok(config::load(&file, &DiskFiles, now));
    }
    // git names its folders by what they really are.
    let folder = root.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.unwrap_or(Path::new(".")).canonicalize();
    let folder = folder.unwrap_or_else(|_| globals.root_folder());
    let revision = Revision::open(&folder, name).map_err(|error| refused(name, &error))?;
    let file = root.file_name().map(|file| folder.join(file)).unwrap_or(root);
    Ok(config::load(&file, &revision, now))
}

/// The root file of a folder: of the same name as ours, else one of those looked for.
fn root_file_in(folder: &Path, root: &Path) -> Option<PathBuf> {
    let own = root.file_name().map(PathBuf::from);
    let looked_for = ["duban.toml", "config/duban.toml"].map(PathBuf::from);
    let names = own.into_iter().chain(looked_for);
    names.map(|name| folder.join(name)).find(|file| file.is_file())
}

fn refused(name: &str, error: &RevisionError) -> anyhow::Error {
    let language = locale::language();
    Refused::no(match error {
        RevisionError::NoGit(error) => {
            outlook::no_git(name, &crate::words::system::reason(error, language), language)
        }
        RevisionError::NoRepository(said) => outlook::no_git(name, said, language),
        RevisionError::NoSuch => outlook::no_such_version(name, language),
        RevisionError::Failed(said) => outlook::no_git(name, said, language),
    })
}
