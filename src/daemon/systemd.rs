//! What the service manager is told: READY, STATUS, STOPPING (sd_notify). Without one, nothing.

use sd_notify::NotifyState;

use crate::log::mask::masked;
use crate::log::{cause, tell};
use crate::model::Config;
use crate::visible::one_line;
use crate::words::log;

/// The configuration is loaded, the ledger open.
pub(super) fn ready(config: &Config) {
    let status = format!("{} tasks; first sweep under way", config.tasks.len());
    send(&[NotifyState::Ready, NotifyState::Status(&status)]);
}

/// A pass came to an end: a line for `systemctl status`, and word to the watchdog. It is fed by work that was done and by
/// no timer, so that a loop that stands still is found out.
pub(super) fn swept(text: &str) {
    send(&[NotifyState::Status(&shown(text)), NotifyState::Watchdog]);
}

/// A long sweep has done some of its work.
pub(super) fn works() {
    send(&[NotifyState::Watchdog]);
}

/// The daemon lives, and waits until its ledger can be used.
pub(super) fn waiting(text: &str) {
    send(&[NotifyState::Ready, NotifyState::Status(&shown(text)), NotifyState::Watchdog]);
}

/// The files are being read anew because a person asked.
pub(super) fn reloading() {
    match NotifyState::monotonic_usec_now() {
        Ok(now) => send(&[NotifyState::Reloading, now]),
        Err(error) => tell!(DEBUG, log::daemon::SERVICE_MANAGER, error = cause(&error)),
    }
}

/// They were read, whatever came of it.
pub(super) fn ready_again() {
    send(&[NotifyState::Ready]);
}

/// The daemon was told to stop.
pub(super) fn stopping() {
    send(&[NotifyState::Stopping]);
}

/// A relay's answer in it can say nothing to the service manager by a line of its own; and everybody may ask for a
/// service's status, so it has no address in full.
fn shown(text: &str) -> String {
    one_line(&masked(text)).into_owned()
}

fn send(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        tell!(DEBUG, log::daemon::SERVICE_MANAGER, error = cause(&error));
    }
}
