//! A node's own copy of the files, and the files in force that the ledger keeps: which of the two a node goes by that
//! begins to sweep (N4).

use std::collections::HashMap;
use std::sync::Arc;

use anyhow::Context;
use jiff::Timestamp;

use crate::clock::Clock;
use crate::config;
use crate::daemon::files_read::{OwnCopy, Read};
use crate::daemon::shared::SharedLedger;
use crate::daemon::telling::written;
use crate::files::in_force::{FilesInForce, KeptFiles};
use crate::ledger::{CopyState, Ledger, LedgerError, NewFile};
use crate::letter::admin::AdminNotice;
use crate::log::{cause, tell};
use crate::words::log::nodes as log;

/// Before a node begins to sweep: an older copy is left aside, and the files in force go on; what never was in force is
/// compared with them, as an edit is (L8).
pub(super) async fn judge(
    read: &mut Read,
    ledger: &SharedLedger,
    clock: &Clock,
) -> anyhow::Result<Result<(), LedgerError>> {
    let Some(copy) = read.copy.clone() else { return Ok(Ok(())) };
    let (mut judged, now) = (read.clone(), clock.now());
    let work = move |ledger: &mut Ledger| {
        judge_copy(&mut judged, &copy, ledger, now)?;
        Ok::<Read, LedgerError>(judged)
    };
    let judged = ledger.with(work).await.context("the look at the files in force ended early")?;
    Ok(judged.map(|judged| *read = judged))
}

fn judge_copy(
    read: &mut Read,
    copy: &OwnCopy,
    ledger: &mut Ledger,
    now: Timestamp,
) -> Result<(), LedgerError> {
    let own = copy.files.fingerprint();
    let how = ledger.copy_of_files(&own)?;
    if !ledger.is_shared() || how == CopyState::InForce {
        return Ok(());
    }
    let kept = KeptFiles::new(copy.files.root(), ledger.kept_files()?);
    let Some(in_force) = config::load(copy.files.root(), &kept, now).config.map(Arc::new) else {
        tell!(WARN, log::KEPT_FILES_UNUSABLE);
        return Ok(());
    };
    // What this node itself swept by last, it may have been edited back from.
    let swept_by = copy.before.is_some() && copy.before == ledger.files_in_force()?;
    if how == CopyState::New || swept_by {
        read.before = Some(in_force);
        return Ok(());
    }
    tell!(WARN, log::OLDER_COPY, files = own);
    if !in_force.admin.is_empty() {
        let node = ledger.node();
        let word = written(&in_force, &AdminNotice::OlderCopy(&node), now);
        word.map_or(Ok(()), |word| ledger.tell_older_copy(&word, now))?;
    }
    (read.config, read.before, read.refusal, read.copy) = (in_force, None, None, None);
    Ok(())
}

/// These files are in force from now on, for all nodes. What cannot be read back here is kept with the next version.
pub(super) fn put_in_force(
    files: Option<&FilesInForce>,
    ledger: &mut Ledger,
    now: Timestamp,
) -> Result<(), LedgerError> {
    let Some(files) = files.filter(|_| ledger.is_shared()) else { return Ok(()) };
    let fingerprint = files.fingerprint();
    if ledger.files_in_force()?.as_ref() == Some(&fingerprint) {
        return Ok(());
    }
    let known = ledger.kept_digests()?;
    let new = |(name, digest): &(&str, String)| known.get(*name) != Some(digest);
    let changed: Vec<&str> = files.digests().filter(new).map(|(name, _)| name).collect();
    let bytes = match files.read(&changed) {
        Ok(bytes) => bytes,
        Err(error) => {
            tell!(WARN, log::FILES_NOT_KEPT, error = cause(&error));
            return Ok(());
        }
    };
    let mut bytes: HashMap<&str, Vec<u8>> = changed.into_iter().zip(bytes).collect();
    let new = |(name, digest): (&str, String)| NewFile {
        name: name.to_owned(),
        digest,
        bytes: bytes.remove(name),
    };
    let all: Vec<NewFile> = files.digests().map(new).collect();
    ledger.put_in_force(&fingerprint, &all, now)
}
