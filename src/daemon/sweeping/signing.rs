//! By which key links of letters are signed (A1), and Message-IDs marked so that nobody can guess them (A5).

use crate::channels::link_key::{keyed, marked, new_key};
use crate::ledger::Ledger;
use crate::model::Config;

/// The same configuration with the key as it is now; `None` where it is the same. Where nodes share the ledger and their files
/// name no key, the ledger has one, which marks Message-IDs and signs no link.
pub(super) fn signed(config: &Config, ledger: &mut Ledger) -> anyhow::Result<Option<Config>> {
    let is_named = config.web.as_ref().is_some_and(|web| web.key.is_some());
    if is_named || !ledger.is_shared() {
        return Ok(keyed(config, ledger.state_folder())?);
    }
    if config.marking.is_some() {
        return Ok(None);
    }
    let key = ledger.mark_key(&new_key()?)?;
    Ok(marked(config, &key)?)
}
