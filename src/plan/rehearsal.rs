//! The letters of a day, by the files alone: for rehearsals, which look at no ledger.

use std::collections::BTreeMap;
use std::ops::Range;

use jiff::Timestamp;

use crate::model::Config;
use crate::plan::{Draft, Item, Ladder, Recorded, Target, drafts, leaves_at, simulate};

/// The letters that leave in that time, each with the sweep at which it does.
///
/// Whatever could leave before has left, as on an ordinary day; with `first_start` nothing has, and what was reached
/// before goes, too.
pub fn rehearsal(
    config: &Config,
    time: Range<Timestamp>,
    first_start: bool,
) -> Vec<(Timestamp, Draft)> {
    let mut sweeps: BTreeMap<Timestamp, Vec<Item>> = BTreeMap::new();
    for target in Target::all(config) {
        let mut known = match first_start {
            true => Vec::new(),
            false => left_before(config, target, time.start),
        };
        let coming = simulate(config, target, known.clone(), time.start, time.end);
        for planned in coming.collect::<Vec<_>>() {
            let id = &planned.notice.id;
            let Some(from) = id.from.stage() else { continue };
            known.push(Recorded {
                from,
                anchor: id.anchor,
                stage: id.stage.clone(),
                occurrence: id.occurrence,
                sent: true,
                released: false,
                held: false,
                letter: None,
            });
            let item = Item::of(config, planned.notice, known.clone(), planned.release);
            sweeps.entry(planned.release).or_default().push(item);
        }
    }
    let letters = sweeps.into_iter().flat_map(|(at, items)| {
        drafts(config, items, at).into_iter().map(move |draft| (at, draft))
    });
    letters.collect()
}

/// Of each track the latest occurrence that could leave before that time.
fn left_before(config: &Config, target: Target, time: Timestamp) -> Vec<Recorded> {
    let before = time - jiff::SignedDuration::from_nanos(1);
    let tracks = Ladder::of(config, target).into_tracks(&[]);
    let left = tracks.iter().filter_map(|ladder| {
        let latest = ladder.latest(before)?;
        let left = leaves_at(config, ladder, latest, latest.moment) < time;
        left.then(|| Recorded::of(ladder, latest, true))
    });
    left.collect()
}
