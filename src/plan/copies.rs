//! L8b: who would be copied on more letters of one sweep than `guard.max-copies`, and gets one digest instead.

use std::collections::{HashMap, HashSet};

use jiff::Timestamp;

use crate::model::{Config, Release};
use crate::parallel;
use crate::plan::draft::{audience_of, drafts_without, together};
use crate::plan::left_out::LeftOut;
use crate::plan::{Audience, Draft, Item, Notice, Planned};

/// W5: the letters for the notices of one sweep, nobody copied on too many of them.
pub fn drafts(config: &Config, items: Vec<Item>, now: Timestamp) -> Vec<Draft> {
    let notices = items.iter().map(|item| (&item.notice, false));
    let left_out = too_many_copies(config, notices, std::iter::empty(), now);
    drafts_without(config, items, &left_out, now)
}

/// Whom these notices, which leave in one sweep, and these further letters would copy on too many letters. Counted is
/// before anyone is left out; letters of `ask` stages are not. Beside each notice stands whether its letters stand apart
/// from all others (L8a).
pub fn too_many_copies<'n>(
    config: &Config,
    notices: impl Iterator<Item = (&'n Notice, bool)>,
    further: impl Iterator<Item = &'n Audience>,
    now: Timestamp,
) -> LeftOut {
    let mut counts: HashMap<String, u32> = HashMap::new();
    let mut letters = HashSet::new();
    for (number, (notice, apart)) in notices.enumerate() {
        if notice.stage(config).release == Release::Ask {
            continue;
        }
        let audience = audience_of(config, notice, now).whole();
        if audience.cc.is_empty() {
            continue;
        }
        if letters.insert((together(config, notice, &audience, number, now), apart)) {
            count(&mut counts, &audience);
        }
    }
    further.for_each(|audience| count(&mut counts, &audience.clone().whole()));
    let most = config.guard.max_copies;
    let many = counts.into_iter().filter(|(_, count)| *count > most);
    let many: HashSet<String> = many.map(|(address, _)| address).collect();
    match many.is_empty() {
        true => LeftOut::default(),
        false => LeftOut::of_addresses(config, &many),
    }
}

fn count(counts: &mut HashMap<String, u32>, audience: &Audience) {
    for one in &audience.cc {
        *counts.entry(one.mailbox.address.0.to_ascii_lowercase()).or_default() += 1;
    }
}

/// L8b of a plan: who gets no copy of the letters of each of its sweeps.
#[derive(Debug, Clone, Default)]
pub struct PlannedCopies(HashMap<Timestamp, LeftOut>);

impl PlannedCopies {
    /// Those of a plan of all tasks, in the order in which its notices leave. `apart`: whether letters about a notice stand
    /// apart from all others (L8a).
    pub fn of(
        config: &Config,
        planned: &[Planned],
        apart: impl Fn(&Planned) -> bool + Sync,
    ) -> PlannedCopies {
        let most = config.guard.max_copies as usize;
        let sweeps = planned.chunk_by(|one, other| one.release == other.release);
        let sweeps = sweeps.filter(|sweep| sweep.len() > most).collect();
        let left_out = parallel::map(sweeps, |sweep: &[Planned]| {
            let now = sweep.first()?.release;
            let notices = sweep.iter().map(|one| (&one.notice, apart(one)));
            let left_out = too_many_copies(config, notices, std::iter::empty(), now);
            (left_out != LeftOut::default()).then_some((now, left_out))
        });
        PlannedCopies(left_out.into_iter().flatten().collect())
    }

    /// Whether nobody is left out of any.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The people of a notice on the day it leaves.
    pub fn audience(&self, config: &Config, planned: &Planned) -> Audience {
        let mut audience = audience_of(config, &planned.notice, planned.release);
        let asks = planned.notice.stage(config).release == Release::Ask;
        if let Some(left_out) = self.0.get(&planned.release).filter(|_| !asks) {
            audience.leave_out(left_out);
        }
        audience
    }
}
