//! Whether files are to be believed as they are read: they may be half-written, or away for a moment, as while
//! rsync or a checkout replaces them.

use std::path::PathBuf;
use std::time::Duration;

use tokio::time::Instant;

use crate::config::{Files, Refusal};
use crate::files::fingerprints::stamp;
use crate::files::noting::LookedAt;
use crate::model::{Config, State};

/// How soon doubtful files are looked at again, and how long they must stay the same to be believed.
pub const AGAIN: Duration = Duration::from_secs(1);

/// How long they must stay the same where files or open tasks are gone: to believe that late harms nobody.
const GONE: Duration = Duration::from_secs(5);

/// As long as they still change they are not believed, but no longer than this.
const UNSURE: Duration = Duration::from_secs(10);

/// What there is to doubt in a reading.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Doubtful {
    /// A file does not check that did before, or was not there.
    Broken,
    /// Files or tasks are gone.
    Gone,
}

impl Doubtful {
    /// What there is to doubt in a refusal that follows another.
    pub fn refusal(new: Option<&Refusal>, before: Option<&Refusal>) -> Option<Doubtful> {
        let known = |path: &PathBuf| before.is_some_and(|before| before.files.contains(path));
        let fresh = new?.files.iter().filter(|path| !known(path));
        let gone = |path: &PathBuf| match stamp(path) {
            None => Doubtful::Gone,
            Some(_) => Doubtful::Broken,
        };
        fresh.map(gone).max()
    }

    /// Tasks in force that somebody may still have to act on are not in the files.
    pub fn tasks(before: &Config, new: &Config) -> Option<Doubtful> {
        let lives = |state| matches!(state, State::Open | State::Done);
        let mut gone = before.tasks.iter().filter(|task| new.task(&task.id).is_none());
        gone.any(|task| lives(task.state())).then_some(Doubtful::Gone)
    }

    fn patience(self) -> Duration {
        match self {
            Doubtful::Broken => AGAIN,
            Doubtful::Gone => GONE,
        }
    }
}

/// Files that are doubted, and nobody was told yet.
#[derive(Debug)]
pub struct Doubt {
    what: Doubtful,
    /// Since when, and since when they have been the same.
    since: Instant,
    same_since: Instant,
    looked_at: LookedAt,
}

impl Doubt {
    /// What follows from a doubtful reading: a doubt, or none if it has lasted long enough and the files are
    /// believed.
    pub fn after(
        before: Option<Doubt>,
        what: Option<Doubtful>,
        looked_at: LookedAt,
        now: Instant,
    ) -> Option<Doubt> {
        let what = what?;
        let Some(before) = before else {
            return Some(Doubt { what, since: now, same_since: now, looked_at });
        };
        let same_since = if before.looked_at == looked_at { before.same_since } else { now };
        let lasts = now < same_since + what.patience() && now < before.since + UNSURE;
        lasts.then_some(Doubt { what, since: before.since, same_since, looked_at })
    }

    /// Whether it is too early to read the files again: they are the same, and have not been for long enough.
    pub fn waits(&self, disk: &dyn Files, now: Instant) -> bool {
        let early = now < self.same_since + self.what.patience() && now < self.since + UNSURE;
        early && self.looked_at.is_the_same(disk)
    }
}
