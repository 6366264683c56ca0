//! Ids that look alike and are different ones: a task or a reference then belongs to another than its reader thinks.

use std::collections::HashMap;

use crate::config::Code;
use crate::config::fault::ReferenceFault;
use crate::config::finding::{Finding, Site};
use crate::config::gather::Findings;
use crate::config::read::keys::Noun;
use crate::config::suggest::{looks, spelled};

/// Warns of ids of one kind that look like an earlier one.
pub(super) fn alike<'i>(
    noun: Noun,
    ids: impl IntoIterator<Item = (&'i str, Site)>,
    findings: &mut Findings,
) {
    let mut seen: HashMap<String, (&str, Site)> = HashMap::new();
    for (id, site) in ids {
        let (first, first_at) = *seen.entry(looks(id)).or_insert((id, site));
        // The same twice is another finding.
        if first != id {
            findings.warn(Code::AlikeIds, site, || {
                let [id, first] = [id, first].map(spelled);
                Finding::new(ReferenceFault::Alike { noun, id, first }).at(site).at(first_at)
            });
        }
    }
}
