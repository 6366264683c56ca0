//! Where a root file says the ledger is, for commands that need nothing else of it.

use crate::model::{LedgerUrl, Password};

/// What `[ledger]` says; `None` if the text is no TOML.
pub fn ledger_url(root: &str) -> Option<LedgerUrl> {
    // A list of many tasks may stand in the same file.
    if !root.contains("ledger") {
        return Some(LedgerUrl::Sqlite);
    }
    let root: toml::Table = toml::from_str(root.trim_start_matches('\u{feff}')).ok()?;
    let url = root.get("ledger").and_then(|ledger| ledger.get("url"));
    Some(match url {
        Some(toml::Value::String(url)) if url.starts_with("postgres") => {
            LedgerUrl::Server(url.as_str().into())
        }
        Some(toml::Value::Table(kept)) => {
            let named = |key: &str| kept.get(key)?.as_str().map(Box::<str>::from);
            let kept = named("credential").map(Password::Credential);
            let kept = kept.or_else(|| named("file").map(Password::File));
            kept.or_else(|| named("env").map(Password::Env))
                .map_or(LedgerUrl::Sqlite, LedgerUrl::Kept)
        }
        _ => LedgerUrl::Sqlite,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ledger_is_found_in_the_root_file_alone() {
        let server = || Some(LedgerUrl::Server("postgres://u@h/d".into()));
        let table = [
            ("", Some(LedgerUrl::Sqlite)),
            ("[ledger]\nurl = 'sqlite'", Some(LedgerUrl::Sqlite)),
            ("\u{feff}[ledger]\nurl = 'postgres://u@h/d'", server()),
            ("ledger.url = 'postgres://u@h/d'\n[[task]]\nid = 3", server()),
            (
                "ledger = { url = { credential = 'c' } }",
                Some(LedgerUrl::Kept(Password::Credential("c".into()))),
            ),
            ("[ledger]\nurl = ", None),
        ];
        for (root, expected) in table {
            assert_eq!(ledger_url(root), expected, "{root}");
        }
    }
}
