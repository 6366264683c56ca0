//! What the daemon's loop works with, whichever node sweeps.

use std::sync::Arc;

use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::clock::Clock;
use crate::daemon::sending::Active;
use crate::daemon::shared::SharedLedger;
use crate::daemon::status::Status;

/// The edges of the loop.
pub(super) struct Edges {
    pub(super) ledger: SharedLedger,
    pub(super) clock: Clock,
    pub(super) status: Status,
    /// What letters leave by.
    pub(super) active: watch::Sender<Active>,
    /// Wakes sending: there may be letters.
    pub(super) queued: Arc<Notify>,
    pub(super) stop: CancellationToken,
}

/// Sending, which goes on beside the loop.
pub(super) type SendingTask = JoinHandle<anyhow::Result<()>>;
