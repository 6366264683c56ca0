//! What the service manager is told: READY, STATUS, STOPPING (sd_notify). Without one, nothing.

use sd_notify::NotifyState;
use tracing::debug;

use crate::model::Config;

/// The configuration is loaded, the ledger open.
pub(super) fn ready(config: &Config) {
    let status = format!("{} tasks; first sweep under way", config.tasks.len());
    send(&[NotifyState::Ready, NotifyState::Status(&status)]);
}

/// A line for `systemctl status`.
pub(super) fn status(text: &str) {
    send(&[NotifyState::Status(text)]);
}

/// The daemon was told to stop.
pub(super) fn stopping() {
    send(&[NotifyState::Stopping]);
}

fn send(state: &[NotifyState<'_>]) {
    if let Err(error) = sd_notify::notify(state) {
        debug!(%error, "the service manager could not be told");
    }
}
