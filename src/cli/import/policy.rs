//! The policy of new tasks: their own, that of `--policy`, of a rule or of the defaults of their file; else the only one
//! that there is.

use std::path::Path;

use crate::config::{Files, Loaded};
use crate::files::disk::DiskFiles;
use crate::import::known::Resolved;
use crate::model::Config;

/// What was chosen for new tasks that nothing else gives a policy.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Policy {
    /// There are no such tasks.
    Known,
    /// The only policy of the files, for so many tasks.
    Only(String, usize),
    /// None: the files have several, or none at all.
    Undecided(usize),
}

/// Gives the only policy that there is to new tasks that have none otherwise.
pub(super) fn choose(
    new: &mut [Resolved],
    given: Option<&str>,
    file: &Path,
    loaded: &Loaded,
    config: &Config,
) -> Policy {
    if given.is_some() || default_of(file) {
        return Policy::Known;
    }
    let without = |task: &&mut Resolved| {
        task.item.policy.is_none() && !loaded.kept.has_policy_by_rule(&task.features())
    };
    let without: Vec<&mut Resolved> = new.iter_mut().filter(without).collect();
    match (without.len(), &config.policies[..]) {
        (0, _) => Policy::Known,
        (count, [only]) => {
            let id = only.id.to_string();
            without.into_iter().for_each(|task| task.item.policy = Some(id.clone()));
            Policy::Only(id, count)
        }
        (count, _) => Policy::Undecided(count),
    }
}

/// Whether the file to which new tasks are added gives its tasks a policy.
fn default_of(file: &Path) -> bool {
    let Ok(bytes) = DiskFiles.read(file) else { return false };
    let text = String::from_utf8_lossy(&bytes);
    let table = text.trim_start_matches('\u{feff}').parse::<toml::Table>();
    table.is_ok_and(|table| table.get("defaults").is_some_and(|one| one.get("policy").is_some()))
}
