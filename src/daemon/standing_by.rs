//! A node that does not sweep: it sends, reads its own copy of the files, and waits for its turn (N1, N2).

use anyhow::Context;

use crate::daemon::edges::{Edges, SendingTask};
use crate::daemon::files_read::{OwnCopy, Read};
use crate::daemon::lease::{self, Standings};
use crate::daemon::reload::{Reload, Step};
use crate::daemon::systemd;
use crate::daemon::ticker::Ticker;
use crate::files::source::{ConfigSource, Wanted};

/// A node that stands by.
pub(super) struct Waiting<'a> {
    pub(super) edges: &'a Edges,
    pub(super) read: &'a mut Read,
    pub(super) standing: &'a mut Standings,
    pub(super) sending: &'a mut SendingTask,
}

impl Waiting<'_> {
    /// Until this node is to sweep. False if it was told to stop before.
    pub(super) async fn until_it_sweeps<D: ConfigSource + Send + 'static>(
        mut self,
        reload: &mut Reload<D>,
        ticker: &mut impl Ticker,
    ) -> anyhow::Result<bool> {
        lease::stands_by(&self.standing.borrow());
        self.look();
        // What was in force when this node last swept, others have gone on from since.
        self.read.before = None;
        if let Some(copy) = &mut self.read.copy {
            copy.before = None;
        }
        loop {
            let now = self.standing.borrow_and_update().clone();
            if now.sweeps {
                return Ok(true);
            }
            if now.due {
                self.edges.queued.notify_one();
            }
            let sweeper = now.sweeper.unwrap_or_default();
            systemd::swept(&format!("sends; stands by, node {sweeper} sweeps"));
            tokio::select! {
                biased;
                () = self.edges.stop.cancelled() => return Ok(false),
                ended = &mut *self.sending => {
                    ended.context("sending ended early")??;
                    anyhow::bail!("sending ended early");
                }
                Ok(()) = self.standing.changed() => {}
                () = ticker.tick(None) => {}
                step = reload.next(|| self.edges.clock.now()) => self.read(step),
            }
        }
    }

    fn read(&mut self, step: Step) {
        let (wanted, version) = match step {
            Step::Begun(Wanted::Asked) => return systemd::reloading(),
            Step::Begun(Wanted::Changed) => return,
            Step::Read(wanted, version) => (wanted, version),
        };
        if let Some(version) = version {
            self.read.refusal = version.refusal;
            if let Some(taken) = version.taken {
                self.read.config = taken.config.clone();
                self.read.copy = taken.files.map(|files| OwnCopy { files, before: None });
                self.edges.active.send_modify(|active| {
                    active.config = taken.config;
                    active.transport = taken.transport.unwrap_or_else(|| active.transport.clone());
                });
            }
        }
        self.look();
        if wanted == Wanted::Asked {
            systemd::ready_again();
        }
    }

    /// How the files stand, for whoever asks.
    fn look(&self) {
        let refused = self.read.refusal.as_ref().map_or(0, |refusal| refusal.files.len());
        let files = self.read.copy.as_ref().map(|copy| copy.files.fingerprint());
        self.edges.status.read_aside(&self.read.config, refused, files);
    }
}
