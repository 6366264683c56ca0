//! The promise that no wrong edit becomes a storm (L8), told otherwise: of the letters that one sweep lets leave, few
//! are about tasks that say something else than a working hour ago, unless a person has said that it is meant.

use std::collections::{BTreeSet, VecDeque};
use std::sync::Arc;

use duban::ledger::{Disposition, Ledger};
use duban::model::{Config, State, TimeUnit, When};
use duban::plan::{self, Target};
use jiff::Timestamp;

use super::super::world::World;
use super::letter;

/// What was in force in the last working hour of a process.
pub struct Storm {
    /// The files, each with when they were read; the first are older than the hour.
    files: VecDeque<(Timestamp, Arc<Config>)>,
    /// When a person was last asked, or anything made it unclear what was in force.
    unclear: Option<Timestamp>,
}

impl Storm {
    pub fn new(now: Timestamp, config: &Arc<Config>) -> Storm {
        Storm { files: VecDeque::from([(now, config.clone())]), unclear: Some(now) }
    }

    pub fn read(&mut self, now: Timestamp, config: &Arc<Config>) {
        self.files.push_back((now, config.clone()));
    }

    /// What leaves is no longer by the files alone.
    pub fn is_unclear(&mut self, now: Timestamp) {
        self.unclear = Some(now);
    }

    /// A sweep was made.
    pub fn check(&mut self, world: &World, ledger: &Ledger, now: Timestamp) {
        if ledger.held_edit().expect("read").is_some() || !world.lock().nearly_right() {
            self.unclear = Some(now);
        }
        let new = self.files.back().expect("never empty").1.clone();
        let calendar = new.office_calendar().expect("there is one");
        let ago = calendar.add_exact(now, -1, TimeUnit::WorkingHour).expect("an hour ago");
        while self.files.get(1).is_some_and(|(read, _)| *read <= ago) {
            self.files.pop_front();
        }
        if self.files.len() == 1 || self.unclear.is_some_and(|at| at > ago) {
            return;
        }
        let old = self.files[0].1.clone();
        let open = old.tasks.iter().filter(|task| task.state() == State::Open).count();
        let limit = new.guard.most_changes(open);
        let left = left(ledger, now);
        let changed: BTreeSet<&(String, String)> =
            left.iter().filter(|name| differs(&old, &new, name)).collect();
        if changed.len() > limit {
            world.fail(format!(
                "letters left about {changed:?}, all of which were edited within the hour; the limit is {limit}"
            ));
        }
    }
}

/// About whom letters left with this sweep that nobody holds.
fn left(ledger: &Ledger, now: Timestamp) -> BTreeSet<(String, String)> {
    let latest = ledger.history(None, 200).expect("read").into_iter();
    let minute = super::super::ticks::floor_minute(now);
    let of_sweep = latest
        // What is dated later left while the clock stood ahead.
        .filter(|one| minute <= one.recorded && one.recorded <= now)
        .filter(|one| one.disposition == Disposition::Letter)
        .filter(|one| {
            let row = letter(ledger, one.letter.as_deref().expect("a letter"));
            // One that takes another's place was let go by a person, or left with an earlier sweep (L6c).
            row.held.is_none() && row.replaces.is_none()
        });
    let name = |id: plan::NoticeId| {
        (id.subject.id().to_owned(), id.subject.milestone().unwrap_or_default().to_owned())
    };
    of_sweep.map(|one| name(one.id)).collect()
}

/// Whether both versions have it, and its deadline or `opened` moved, or it was settled and is open.
fn differs(old: &Config, new: &Config, name: &(String, String)) -> bool {
    match (said(old, name), said(new, name)) {
        (Some(was), Some(is)) => is.0 && was != is,
        _ => false,
    }
}

/// Whether it is open, its deadline, and when it was opened. Standing tasks move on by themselves.
fn said(
    config: &Config,
    (task, milestone): &(String, String),
) -> Option<(bool, When, Option<When>)> {
    let at = config.task(task)?;
    let target = Target::of(config, at).find(|one| plan::names(config, *one).1 == milestone)?;
    let task = target.task(config);
    // A milestone of a task that is closed counts with its task.
    let counts_alone = target.milestone.is_none() || task.state() == State::Open;
    if task.every.is_some() || !counts_alone {
        return None;
    }
    let open = task.state() == State::Open
        && target.milestone(config).is_none_or(|milestone| milestone.done.is_none());
    let opened = task.opened.filter(|_| target.milestone.is_none());
    Some((open, plan::deadline(config, target), opened))
}
