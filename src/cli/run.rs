//! `duban run`: the daemon, or one pass of it.

use std::io::IsTerminal;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context;
use clap::Args;
use jiff::Timestamp;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

use crate::channels::Transport;
use crate::channels::link_key::LinkKeySource;
use crate::cli::core_dumps;
use crate::cli::first_start;
use crate::cli::ledger_place;
use crate::cli::terminal::exit::{Exit, Refused, told};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::{findings, locale, output, values};
use crate::cli::what_waits;
use crate::clock::Clock;
use crate::config::Loaded;
use crate::daemon;
use crate::daemon::files_read::OwnCopy;
use crate::daemon::lease::{self, Standings};
use crate::daemon::looking_over;
use crate::daemon::ticker::Cron;
use crate::daemon::{Setup, SharedLedger, Status};
use crate::files::disk_source::{DiskSource, Equip, Opened, Unopened};
use crate::files::in_force::FilesInForce;
use crate::files::watcher::Watch;
use crate::ledger::{Ledger, LedgerError, Lock, LockError};
use crate::log;
use crate::log::{LogFormat, cause, tell};
use crate::model::Config;
use crate::web::{monitoring, pages, sign_of_life};
use crate::words::log as said;
use crate::words::log::Both;
use crate::words::{help, waiting};

/// How long threads that still work at something may go on once all is recorded.
const LAST: Duration = Duration::from_secs(1);

/// Options of `run`.
#[derive(Debug, Args)]
pub struct Run {
    #[arg(long, help = say(help::RUN_ONCE))]
    once: bool,
    #[arg(long, help = say(help::RUN_NO_WATCH))]
    no_watch: bool,
    #[arg(long, value_name = say(help::SECONDS), default_value_t = 60, value_parser = values::count,
        help = say(help::RUN_POLL))]
    poll: u32,
    #[arg(long, value_enum, value_name = say(help::FORMAT), default_value_t = LogFormat::Text,
        help = say(help::RUN_LOG))]
    log: LogFormat,
    #[arg(long, help = say(help::RUN_LOG_ADDRESSES))]
    log_addresses: bool,
    #[arg(long, short, help = say(help::RUN_VERBOSE))]
    verbose: bool,
}

impl Run {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let now = globals.real_now("run")?;
        log::start(self.log, self.verbose, !self.log_addresses, locale::language());
        let done = self.work(globals, now);
        done.or_else(|failure| match failure.is::<Refused>() {
            true => Err(failure),
            false => {
                tell!(ERROR, Both::of(|language| told(&failure, language)));
                Ok(Exit::No)
            }
        })
    }

    fn work(self, globals: &Globals, now: Timestamp) -> anyhow::Result<Exit> {
        if let Err(error) = core_dumps::no_core_dumps() {
            tell!(WARN, said::daemon::CORE_DUMPS, error = cause(&error));
        }
        let state = globals.state();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(2)
            .enable_all()
            .build()
            .context("cannot start the runtime")?;
        if self.once {
            let well = runtime.block_on(async {
                let lock = Lock::acquire(&state)?;
                let opened = self.opened(globals, Watch::never(), now).await?;
                let config = opened.config.clone();
                let server = self.server(globals, &opened)?;
                let ledger = match server {
                    Some(url) => ledger_place::open_alone(&url)?,
                    None => Ledger::open(&state, &lock)?,
                };
                let (_, before) = ledger.counts()?;
                if let Some(past) = first_start::past(&config, Some(&ledger), now)? {
                    tell!(WARN, Both::of(|language| waiting::first_start(past, language)));
                }
                let ledger = SharedLedger::new(ledger);
                let well = daemon::run_once(setup(opened, ledger.clone(), lease::alone()).0).await;
                if let Some(url) = &config.heartbeat
                    && let Err(why) = sign_of_life::ask(url, matches!(well, Ok(true))).await
                {
                    tell!(WARN, said::daemon::NO_SIGN_OF_LIFE, error = why.to_string());
                }
                ledger.with(|ledger| ledger.give_up_lease()).await??;
                // Whoever started it by hand wants to know why no letter came; a program reads the log.
                if well.is_ok() && self.log == LogFormat::Text {
                    let told = ledger.with(move |ledger| match ledger.counts()?.1 == before {
                        true => what_waits::say(&config, ledger, Clock::system().now()),
                        false => Ok(()),
                    });
                    told.await??;
                }
                well
            })?;
            return Ok(if well { Exit::Fine } else { Exit::No });
        }
        // Held for as long as anything of this process may work on the ledger (L7).
        let mut lock = None;
        let ended = runtime.block_on(self.daemon(globals, &state, &mut lock));
        // A name server that does not answer must not keep a daemon that was told to stop.
        runtime.shutdown_timeout(LAST);
        ended.map(|()| Exit::Fine)
    }

    async fn daemon(
        &self,
        globals: &Globals,
        state: &Path,
        lock: &mut Option<Lock>,
    ) -> anyhow::Result<()> {
        let stop = daemon::stop_on_signal()?;
        // Who asks for the files to be read while the disk is waited for has them read after that.
        let _hangup = signal(SignalKind::hangup()).context("cannot listen for SIGHUP")?;
        let mut cron = Cron::start().await?;
        let acquire = async || Ok(Lock::acquire(state));
        let acquired = daemon::when_possible(acquire, LockError::is_lasting, &mut cron, &stop);
        let Some(acquired) = acquired.await? else { return Ok(()) };
        let lock = lock.insert(acquired);
        let mut opened = tokio::select! {
            biased;
            () = stop.cancelled() => return Ok(()),
            opened = self.opened(globals, self.watch(), Clock::system().now()) => opened?,
        };
        let server = self.server(globals, &opened)?;
        let mut tries = 0;
        let open = async || {
            tries += 1;
            Ok(match &server {
                // A server looks after its files itself.
                Some(url) => lease::open(url, &stop).await.map(|ledger| (ledger, true)),
                None => Ledger::open_at_once(state, lock),
            })
        };
        let ledger = daemon::when_possible(open, LedgerError::is_lasting, &mut cron, &stop);
        let Some((ledger, looked_over)) = ledger.await? else { return Ok(()) };
        let ledger = SharedLedger::new(ledger);
        let node = ledger_place::node();
        if ledger.is_shared() {
            ledger_place::note_node(state, &node);
        }
        let files = opened.files.as_ref().map(FilesInForce::fingerprint);
        let joined = lease::join(&ledger, &node, (files, opened.refusal.is_none()), &stop).await?;
        let Some(standing) = joined else { return Ok(()) };
        if tries > 1 {
            tokio::select! {
                biased;
                () = stop.cancelled() => return Ok(()),
                () = opened.catch_up(ledger.clock().now()) => {}
            }
        }
        let looking = (!looked_over).then(|| looking_over::beside(state.to_owned(), stop.clone()));
        if standing.borrow().sweeps {
            warn_of_the_past(&opened.config, &ledger).await?;
        }
        let (setup, source) = setup(opened, ledger.clone(), standing.subscribe());
        let keeping = lease::keep(ledger.clone(), standing, setup.status.clone(), stop.clone());
        let keeping = tokio::spawn(keeping);
        let watched = monitoring::open(&setup.config, &setup.status, &setup.clock).await;
        let sources = self.sources(globals, &setup, server);
        let visited = pages::open(&setup.config, sources).await;
        let closing = CancellationToken::new();
        let serving = tokio::spawn(watched.serve(closing.clone()));
        let receiving = tokio::spawn(visited.serve(closing.clone()));
        let (status, clock) = (setup.status.clone(), setup.clock.clone());
        let signs = tokio::spawn(sign_of_life::give(status, clock, closing.clone()));
        let ended = daemon::run(setup, source, cron, stop.clone()).await;
        closing.cancel();
        serving.await.context("answering over HTTP ended early")?;
        signs.await.context("giving signs of life ended early")?;
        receiving.await.context("answering over HTTP ended early")?;
        stop.cancel();
        let left = keeping.await.context("keeping the lease ended early")??;
        // Another node may take over at once.
        if let Err(failure) = ledger.with(|ledger| ledger.give_up_lease()).await? {
            tell!(WARN, said::nodes::NOT_GIVEN_UP, error = cause(&failure));
        }
        // A look that still goes on is of no use any more.
        let damage = looking.and_then(|mut damage| damage.try_recv().ok());
        let failure = damage.map(anyhow::Error::from).or(left.map(anyhow::Error::from));
        failure.map_or(ended, Err)
    }

    /// How changes of the files are noticed.
    fn watch(&self) -> Watch {
        match self.no_watch {
            true => Watch::never(),
            false => Watch::every(Duration::from_secs(self.poll.into())),
        }
    }

    /// What pages are made of.
    fn sources(&self, globals: &Globals, setup: &Setup, server: Option<String>) -> pages::Sources {
        let (root, state) = (globals.root_folder(), globals.state());
        let ledger = state.clone();
        pages::Sources {
            status: setup.status.clone(),
            clock: setup.clock.clone(),
            ledger: setup.ledger.clone(),
            open: Box::new(move || match &server {
                Some(url) => Ledger::open_server_beside(url),
                None => Ledger::open_read_only(&ledger),
            }),
            key: Box::new(move |web| LinkKeySource::of(web, &root, &state)),
        }
    }

    /// The URL of the server that has the ledger, if one does.
    fn server(&self, globals: &Globals, opened: &Opened) -> anyhow::Result<Option<String>> {
        ledger_place::server(&opened.config.ledger, &globals.root_folder())
    }

    /// The files in force.
    async fn opened(
        &self,
        globals: &Globals,
        watch: Watch,
        now: Timestamp,
    ) -> anyhow::Result<Opened> {
        let state = globals.state();
        let equip = equip(globals.root_folder(), state.clone());
        let opened = DiskSource::open(globals.root(), &state, equip, watch, now).await?;
        opened.map_err(|unopened| match unopened {
            Unopened::Refused(loaded) => self.refused(&loaded).into(),
            Unopened::Transport(failure) => failure.into(),
        })
    }
}

/// A first start with a list whose past was never told says what it will send.
async fn warn_of_the_past(config: &Arc<Config>, ledger: &SharedLedger) -> anyhow::Result<()> {
    let (config, now) = (config.clone(), ledger.clock().now());
    let past = move |ledger: &mut Ledger| first_start::past(&config, Some(ledger), now);
    match ledger.with(past).await? {
        Ok(Some(past)) => {
            tell!(WARN, Both::of(|language| waiting::first_start(past, language)));
        }
        Ok(None) => {}
        // The daemon itself waits for the ledger.
        Err(failure) => tell!(WARN, said::daemon::PAST_NOT_LOOKED_AT, error = cause(&failure)),
    }
    Ok(())
}

/// What a daemon works with, and what brings new versions of the files.
fn setup(opened: Opened, ledger: SharedLedger, standing: Standings) -> (Setup, DiskSource) {
    let Opened { source, config, before, refusal, transport, files, files_before } = opened;
    let status = Status::default();
    status.goes_by(files.as_ref().map(FilesInForce::fingerprint));
    let setup = Setup {
        config,
        before,
        refusal,
        clock: ledger.clock(),
        ledger,
        transport: Arc::new(transport),
        status,
        standing,
        copy: files.map(|files| OwnCopy { files, before: files_before }),
    };
    (setup, source)
}

impl Run {
    /// Nothing can be in force. Whoever typed the command sees the places; a log has a line for each.
    fn refused(&self, loaded: &Loaded) -> Refused {
        if self.log == LogFormat::Text && std::io::stderr().is_terminal() {
            output::complain(&findings::errors(loaded));
        } else {
            daemon::log_problems(&loaded.problems());
            tell!(ERROR, said::daemon::NOT_STARTED);
        }
        Refused { exit: Exit::Config, message: String::new() }
    }
}

/// Makes the transport of a configuration; passwords are read anew each time.
fn equip(root: PathBuf, state: PathBuf) -> Equip {
    let variable = |name: &str| std::env::var(name).ok();
    Box::new(move |config| Transport::new(&config.mail, &root, &state, &variable))
}
