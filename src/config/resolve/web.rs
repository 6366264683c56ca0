//! `[web]` and `[answers] links`: what each needs of the other, and of the ledger.

use crate::config::fault::WebFault;
use crate::config::finding::Finding;
use crate::config::gather::Findings;
use crate::config::read::raw::{RawWeb, Spot};
use crate::config::resolve::mail::MailWarnings;
use crate::model::{LedgerUrl, Password, Web};

pub(super) fn resolve(
    raw: Option<RawWeb>,
    links: Option<Spot<bool>>,
    ledger: &LedgerUrl,
    warnings: &MailWarnings<'_>,
    findings: &mut Findings,
) -> Option<Web> {
    let wanted = links.filter(|links| links.value);
    let Some(raw) = raw else {
        if let Some(links) = wanted {
            findings.add(Finding::new(WebFault::LinksWithoutWeb).at(links.place.of(0)));
        }
        return None;
    };
    if raw.key.is_none() && *ledger != LedgerUrl::Sqlite {
        findings.add(Finding::new(WebFault::NoKey).at(raw.place.of(0)));
    }
    if let Some(Spot { value: Some(Password::File(path)), place }) = &raw.key
        && let Some(why) = warnings.reader.exposed(&warnings.folder.join(&**path))
    {
        let fault = WebFault::ExposedKey { path: path.to_string(), why };
        findings.add(Finding::new(fault).at(place.of(0)));
    }
    let key = raw.key.and_then(|key| key.value);
    Some(Web { listen: raw.listen?, url: raw.url?, key, links: wanted.is_some(), signing: None })
}
