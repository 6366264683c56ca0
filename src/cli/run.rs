//! `duban run`: the daemon, or one pass of it.

use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use clap::Args;

use super::exit::Exit;
use super::logging::{self, LogFormat};
use super::setting::Setting;
use crate::daemon::heartbeat::Cron;
use crate::daemon::{self, Clock, Office, SharedLedger};
use crate::ledger::{Ledger, Lock};
use crate::mail::Transport;

/// How long threads that still work at something may go on once all is recorded.
const LAST: Duration = Duration::from_secs(1);

/// Options of `run`.
#[derive(Debug, Args)]
pub struct Run {
    /// One sweep, send what can be sent now, and exit (1 if something failed)
    #[arg(long)]
    once: bool,
    /// How log lines are written to standard error
    #[arg(long, value_enum, default_value_t = LogFormat::Text)]
    log: LogFormat,
    /// Also log each notice
    #[arg(long, short)]
    verbose: bool,
}

impl Run {
    pub(super) fn run(self, setting: &Setting) -> anyhow::Result<Exit> {
        let now = setting.real_now("run")?;
        logging::start(self.log, self.verbose);
        // T2: what the holiday sets do not know is never passed over in silence, nor other doubts.
        let doubt = |line: &str| tracing::warn!("{line}");
        let config = Arc::new(setting.checked_with(now, doubt)?);
        let state = setting.state();
        let lock = Lock::acquire(&state)?;
        let ledger = SharedLedger::new(Ledger::open(&state, &lock)?);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .context("cannot start the runtime")?;
        let credentials = |name: &str| std::env::var(name).ok();
        let transport = {
            let _entered = runtime.enter();
            Transport::new(&config.mail, &setting.root_folder(), &state, &credentials)?
        };
        let office =
            Office { config, ledger, transport: Arc::new(transport), clock: Clock::system() };
        if !self.once {
            let working = async {
                let stop = daemon::stop_on_signal()?;
                daemon::run(office, Cron::start().await?, stop).await
            };
            let ended = runtime.block_on(working);
            // A name server that does not answer must not keep a daemon that was told to stop.
            runtime.shutdown_timeout(LAST);
            return ended.map(|()| Exit::Fine);
        }
        let well = runtime.block_on(daemon::run_once(office))?;
        Ok(if well { Exit::Fine } else { Exit::No })
    }
}
