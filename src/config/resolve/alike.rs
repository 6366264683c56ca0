//! Ids that look alike and are different ones: a task or a reference then belongs to another than its reader thinks.

use std::collections::HashMap;

use crate::config::Code;
use crate::config::fault::ReferenceFault;
use crate::config::finding::{Finding, Site};
use crate::config::gather::Findings;
use crate::config::lookalikes::{seen, spelled};
use crate::config::read::keys::Noun;
use crate::config::suggest;

/// Warns of ids of one kind that look like an earlier one.
pub(super) fn alike<'i>(
    noun: Noun,
    ids: impl IntoIterator<Item = (&'i str, Site)>,
    findings: &mut Findings,
) {
    let ids: Vec<(&'i str, Site)> = ids.into_iter().collect();
    // Where all are in ASCII, both are the same.
    let ascii = ids.iter().all(|(id, _)| id.is_ascii());
    let mut firsts: HashMap<String, (&str, Site)> = HashMap::new();
    for (id, site) in ids {
        let looks = match ascii {
            true => [Some(suggest::looks(id)), None],
            false => seen(id).map(Some),
        };
        for looks in looks.into_iter().flatten() {
            let (first, first_at) = *firsts.entry(looks).or_insert((id, site));
            // The same twice is another finding.
            if first != id {
                findings.warn(Code::AlikeIds, site, || {
                    let [id, first] =
                        [(id, first), (first, id)].map(|(one, other)| spelled(one, other));
                    Finding::new(ReferenceFault::Alike { noun, id, first }).at(site).at(first_at)
                });
                break;
            }
        }
    }
}
