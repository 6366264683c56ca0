//! `duban check`: reads everything and prints every problem.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;

use crate::channels::email::smtp::trust::unusable_authorities;
use crate::channels::exposed_file;
use crate::cli::terminal::exit::{Exit, answered};
use crate::cli::terminal::findings::{count, findings, summary};
use crate::cli::terminal::globals::Setting;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output;
use crate::config;
use crate::config::{Files, Level, Loaded};
use crate::files::disk::DiskFiles;
use crate::words::help;

/// Options of `check`.
#[derive(Debug, Args)]
pub struct Check {
    #[arg(long, help = say(help::JSON))]
    json: bool,
}

#[derive(Serialize)]
struct Document {
    ok: bool,
    errors: usize,
    warnings: usize,
    files: usize,
    tasks: usize,
    findings: Vec<crate::config::FindingJson>,
}

/// The files on disk, and whether a password lies open there. Only `check` asks: the daemon looks whenever it
/// reads the password, and no other command needs it.
struct Looking;

impl Files for Looking {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        DiskFiles.read(path)
    }

    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, String> {
        DiskFiles.glob(base, pattern)
    }

    fn near_misses(&self, base: &Path, pattern: &str) -> Vec<PathBuf> {
        DiskFiles.near_misses(base, pattern)
    }

    fn exposed(&self, path: &Path) -> Option<String> {
        exposed_file(path)
    }

    fn unusable_authorities(&self, path: &Path) -> Option<String> {
        unusable_authorities(path)
    }
}

impl Check {
    pub(super) fn run(self, setting: &Setting) -> anyhow::Result<Exit> {
        let loaded = config::load(&setting.root(), &Looking, setting.now());
        let exit = if count(&loaded, Level::Error) == 0 { Exit::Fine } else { Exit::Config };
        let printed = match self.json {
            true => output::print_json(&document(&loaded)),
            false => output::print(&format!(
                "{}{}\n",
                findings(&loaded.findings, &loaded),
                summary(&loaded)
            )),
        };
        // The process ends: giving a hundred thousand tasks back one by one would be a tenth of its time.
        std::mem::forget(loaded);
        answered(exit, printed)
    }
}

fn document(loaded: &Loaded) -> Document {
    Document {
        ok: count(loaded, Level::Error) == 0,
        errors: count(loaded, Level::Error),
        warnings: count(loaded, Level::Warning),
        files: loaded.files,
        tasks: loaded.tasks,
        findings: loaded.findings.iter().map(|finding| finding.json(&loaded.sources)).collect(),
    }
}
