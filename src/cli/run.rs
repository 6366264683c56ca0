//! `duban run`: the daemon, or one pass of it.

use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use tokio_util::sync::CancellationToken;
use tracing::warn;

use super::exit::{Exit, Refused};
use super::logging::{self, LogFormat};
use super::secrecy;
use super::setting::Setting;
use crate::daemon::files::{DiskDesk, Equip, Opened};
use crate::daemon::heartbeat::Cron;
use crate::daemon::watching::Watch;
use crate::daemon::{self, Clock, Office, SharedLedger, Watched};
use crate::http::Front;
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
    /// Read changed files only on SIGHUP
    #[arg(long)]
    no_watch: bool,
    /// How often to look for changed files besides being told of them, in seconds; lower it for network
    /// folders, where nobody tells
    #[arg(long, value_name = "SECONDS", default_value_t = 60, value_parser = clap::value_parser!(u32).range(1..))]
    poll: u32,
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
        if let Err(error) = secrecy::no_core_dumps() {
            warn!(%error, "core dumps cannot be switched off; one would hold the relay's password");
        }
        let state = setting.state();
        let lock = Lock::acquire(&state)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .context("cannot start the runtime")?;
        let entered = runtime.enter();
        let every = Duration::from_secs(self.poll.into());
        let watch = match self.once || self.no_watch {
            true => Watch::never(),
            false => Watch::every(every),
        };
        let equip = equip(setting.root_folder(), state.clone());
        let opened = DiskDesk::open(setting.root(), &state, equip, watch, now)?;
        let Opened { desk, config, refusal } = opened.map_err(|loaded| {
            anstream::eprint!("{}", super::check::errors(&loaded));
            Refused { exit: Exit::Config, message: String::new() }
        })?;
        let transport = Arc::new(desk.equip(&config)?);
        let ledger = SharedLedger::new(Ledger::open(&state, &lock)?);
        let (clock, watched) = (Clock::system(), Watched::default());
        let listen = config.http.clone();
        let office = Office { config, refusal, ledger, transport, clock, watched };
        drop(entered);
        if !self.once {
            let working = async {
                let stop = daemon::stop_on_signal()?;
                let front = Front::open(listen, office.watched.clone(), office.clock.clone());
                let closing = CancellationToken::new();
                let serving = tokio::spawn(front.await?.serve(closing.clone()));
                let ended = daemon::run(office, desk, Cron::start().await?, stop).await;
                closing.cancel();
                serving.await.context("answering over HTTP ended early")?;
                ended
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

/// Makes the transport of a configuration; passwords are read anew each time.
fn equip(root: PathBuf, state: PathBuf) -> Equip {
    let variable = |name: &str| std::env::var(name).ok();
    Box::new(move |config| Transport::new(&config.mail, &root, &state, &variable))
}
