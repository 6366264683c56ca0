//! What the targets share: files in memory, and the letters that a sweep would write.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use duban::config::{self, Files, Loaded};
use duban::model::Config;
use duban::plan::{self, Decision, Draft, Item, Ladder, Recorded, Target};
use jiff::Timestamp;

/// The day of every run, so that the same input always does the same.
pub fn now() -> Timestamp {
    "2026-11-24T02:00:00Z".parse().expect("a time")
}

/// Files in memory. A pattern with a star names every other file that ends like it, one without names itself.
pub struct Memory(pub BTreeMap<PathBuf, Vec<u8>>);

impl Files for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        self.0.get(path).cloned().ok_or_else(|| io::ErrorKind::NotFound.into())
    }

    fn glob(&self, base: &Path, pattern: &str) -> Result<Vec<PathBuf>, duban::model::met::Met> {
        let fits = |path: &&PathBuf| match pattern.rsplit_once('*') {
            Some((_, ending)) => path.to_string_lossy().ends_with(ending),
            None => **path == base.join(pattern),
        };
        Ok(self.0.keys().filter(fits).cloned().collect())
    }
}

/// Loads a configuration of one file.
pub fn load(text: &str) -> Loaded {
    let root = PathBuf::from("/duban.toml");
    let files = Memory(BTreeMap::from([(root.clone(), text.as_bytes().to_vec())]));
    config::load(&root, &files, now())
}

/// The letters of a sweep that finds an empty ledger.
pub fn drafts(config: &Config, now: Timestamp) -> Vec<Draft> {
    let due = |ladder: Ladder<'_>| {
        let Decision::Send { occurrence, .. } = plan::decide_on(config, &ladder, &[], now) else {
            return None;
        };
        let recorded = vec![Recorded::of(&ladder, occurrence, true)];
        Some(Item::of(config, ladder.notice(config, occurrence), recorded, now))
    };
    let tracks = Target::all(config).flat_map(|target| Ladder::of(config, target).into_tracks(&[]));
    plan::drafts(config, tracks.filter_map(due).collect(), now)
}
