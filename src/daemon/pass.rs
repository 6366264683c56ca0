//! What is done once before anything leaves, with each new version of the files, and at each minute.

use std::fmt;

use anyhow::Context;
use jiff::Timestamp;
use tokio::time::Instant;

use crate::clock::Clock;
use crate::compare::changes::Changes;
use crate::config::Refusal;
use crate::daemon::files_read::Read;
use crate::daemon::own_copy;
use crate::daemon::problems::log_problems;
use crate::daemon::shared::SharedLedger;
use crate::daemon::status::{FilesStand, Status};
use crate::daemon::sweeping::admin_notices;
use crate::daemon::sweeping::guard;
use crate::daemon::sweeping::record::Swept;
use crate::daemon::sweeping::sweeper::Sweeper;
use crate::files::source::Version;
use crate::ledger::{Ledger, LedgerError, Refusing, RelayTrouble};
use crate::log::{List, tell};
use crate::model::Config;
use crate::words::causes::in_english;
use crate::words::log;

/// What is done once, before anything leaves.
pub(super) async fn begin(
    read: &Read,
    ledger: &SharedLedger,
    clock: &Clock,
    status: &Status,
) -> anyhow::Result<Result<Sweeper, LedgerError>> {
    let (now, status) = (clock.now(), status.clone());
    let Read { config, before, refusal, copy } = read.clone();
    let work = move |ledger: &mut Ledger| {
        let read = compare(before.as_deref(), &config, refusal.as_ref(), ledger, now)?;
        own_copy::put_in_force(copy.as_ref().map(|copy| &copy.files), ledger, now)?;
        let mut sweeper = Sweeper::new(config).watched_by(status.clone());
        sweeper.sign(ledger);
        sweeper.hold(read);
        sweeper.try_unwritten(ledger, now)?;
        sweeper.withdraw(ledger, now)?;
        sweeper.refuse(refusal);
        status.begun(sweeper.files_stand(), ledger);
        Ok::<Sweeper, LedgerError>(sweeper)
    };
    ledger.with(work).await.context("the first look at the ledger ended early")
}

/// Whenever the files were read: the admin hears of those refused, and the list is compared with what it was.
fn compare(
    old: Option<&Config>,
    config: &Config,
    refusal: Option<&Refusal>,
    ledger: &mut Ledger,
    now: Timestamp,
) -> Result<guard::Read, LedgerError> {
    if let Some(refusal) = refusal {
        let files: Vec<String> =
            refusal.files.iter().map(|path| path.display().to_string()).collect();
        match refusal.whole {
            false => {
                tell!(ERROR, log::files::REFUSED, files = ?List(&files))
            }
            true => tell!(ERROR, log::files::REFUSED_WHOLE, files = ?List(&files)),
        }
        log_problems(&refusal.problems);
    }
    admin_notices::tell_refusal(config, ledger, refusal, now)?;
    let read = guard::take_files(old, config, ledger, now)?;
    if !config.admin.is_empty() {
        admin_notices::tell_gone(config, ledger, now)?;
    }
    Ok(read)
}

pub(super) fn adopt(
    sweeper: &mut Sweeper,
    version: &Version,
    ledger: &mut Ledger,
    now: Timestamp,
) -> Result<(), LedgerError> {
    let taken = version.taken.as_ref();
    let config = taken.map_or(sweeper.config(), |taken| &taken.config).clone();
    let old = taken.map(|_| sweeper.config().clone());
    let read = compare(old.as_deref(), &config, version.refusal.as_ref(), ledger, now)?;
    let refused = version.refusal.as_ref().map_or(0, |refusal| refusal.files.len());
    if let Some(taken) = taken {
        own_copy::put_in_force(taken.files.as_ref(), ledger, now)?;
        let changes = Changes::between(sweeper.config(), &config);
        tell!(INFO, log::files::read(&changes), refused, tasks = ?List(changes.tasks()));
        // Where others' files were in force, none of the tasks is the same one.
        let only_tasks = taken.only_tasks && !ledger.is_shared();
        sweeper.adopt(config, only_tasks);
        sweeper.sign(ledger);
        sweeper.try_unwritten(ledger, now)?;
    }
    sweeper.hold(read);
    sweeper.refuse(version.refusal.clone());
    sweeper.look_at_letters();
    sweeper.withdraw(ledger, now)
}

/// What a pass came to, and what a person should know of.
pub(super) struct Passed {
    pub(super) swept: Swept,
    pub(super) relay: Option<RelayTrouble>,
    pub(super) refusing: Option<Refusing>,
    pub(super) unwritten: usize,
    pub(super) files: FilesStand,
}

impl fmt::Display for Passed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(RelayTrouble { since, why, .. }) = &self.relay {
            write!(f, "no letter can leave since {since:.0}: {}; ", in_english(why))?;
        }
        if let Some(Refusing { since, letters, .. }) = &self.refusing {
            write!(f, "letters go and none is taken since {since:.0}: {letters} refused; ")?;
        }
        if self.unwritten > 0 {
            write!(f, "tasks whose letter cannot be written: {}; ", self.unwritten)?;
        }
        if self.files.refused > 0 {
            write!(f, "files not in force: {}, see `duban check`; ", self.files.refused)?;
        }
        if self.files.edit_waits {
            f.write_str("a large edit waits for `duban release --changes`; ")?;
        }
        self.swept.fmt(f)
    }
}

/// A sweep, and what is to be told besides, on a thread of its own. What fails is logged and tried
/// again at the next minute: the ledger being out of order holds up nothing but itself.
pub(super) async fn pass(
    mut sweeper: Sweeper,
    ledger: &SharedLedger,
    clock: &Clock,
    status: &Status,
) -> anyhow::Result<(Sweeper, Result<Passed, LedgerError>)> {
    let (clock, status) = (clock.clone(), status.clone());
    let work = move |ledger: &mut Ledger| {
        let begun = Instant::now();
        let passed = pass_on(&mut sweeper, ledger, &clock);
        let at = passed.as_ref().ok().map(|passed| passed.swept.at);
        status.swept(at, sweeper.files_stand(), ledger, begun.elapsed());
        (sweeper, passed)
    };
    ledger.with(work).await.context("the sweep's thread ended early")
}

fn pass_on(
    sweeper: &mut Sweeper,
    ledger: &mut Ledger,
    clock: &Clock,
) -> Result<Passed, LedgerError> {
    let now = clock.now();
    sweeper.sign(ledger);
    if sweeper.holds() && ledger.held_edit()?.is_some_and(|edit| edit.settled.is_some()) {
        let config = sweeper.config().clone();
        sweeper.hold(guard::take_files(None, &config, ledger, now)?);
        sweeper.look_at_letters();
    }
    sweeper.renew_letters(ledger, now)?;
    let swept = sweeper.sweep(ledger, now)?;
    guard::swept(ledger);
    if let refusal @ Some(_) = sweeper.refusal() {
        admin_notices::tell_refusal(sweeper.config(), ledger, refusal, now)?;
    }
    admin_notices::tell(sweeper.config(), ledger, now)?;
    let (relay, refusing) = (ledger.relay_trouble()?, ledger.refusing()?);
    let unwritten = ledger.unwritten()?.len();
    Ok(Passed { swept, relay, refusing, unwritten, files: sweeper.files_stand() })
}
