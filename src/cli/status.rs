//! `duban status`: tasks with whose they are, their colour, latest and next notice; and whether the daemon runs.

use std::collections::{HashMap, HashSet};
use std::io::IsTerminal;
use std::sync::Arc;
use std::thread;
use std::time::Duration;

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use crate::cli::delivery_status;
use crate::cli::explain::tally::{ReachedTally, reached};
use crate::cli::filter_options::FilterOptions;
use crate::cli::in_force::InForce;
use crate::cli::ledger_rows;
use crate::cli::summary_table;
use crate::cli::task_table;
use crate::cli::terminal::exit::{Exit, report};
use crate::cli::terminal::globals::{Globals, recorded_of, task_ids};
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::{Unwritten, print_line};
use crate::cli::terminal::{locale, output, style, values};
use crate::ledger::{Ledger, NoticeRow};
use crate::model::{Config, Language, Report, Span, TimeUnit};
use crate::plan;
use crate::plan::{Known, Moments, Target};
use crate::view::figures::{About, Document, Rows, summary};
use crate::view::{At, Counts, Delivery, Latest, Node, TaskRow, office_zone};
use crate::words::{self, delivery, figures, help, lists, reports};

/// Options of `status`.
#[derive(Debug, Args)]
pub struct Status {
    #[command(flatten)]
    filter: FilterOptions,
    #[arg(long, value_name = say(help::SECONDS), num_args = 0..=1, default_missing_value = "5",
        value_parser = values::count, conflicts_with = "json", help = say(help::STATUS_WATCH))]
    watch: Option<u32>,
    #[arg(long, conflicts_with = "watch", help = say(figures::SUMMARY))]
    summary: bool,
    #[arg(long, help = say(help::JSON))]
    json: bool,
}

/// The period that `status --summary` tells of, since there is no last report.
const PERIOD: Span = Span { count: 30, unit: TimeUnit::Day };

/// The document of `status --json`.
#[derive(Serialize)]
struct StatusDocument<'c> {
    daemon: Daemon,
    /// Those that share the ledger; none where it is a file.
    nodes: Vec<Node>,
    counts: Counts,
    tasks: &'c [TaskRow<'c>],
    /// Where there is no ledger yet, nothing.
    delivery: Option<Delivery>,
    /// When each report is next.
    reports: Vec<NextReport>,
    /// The tallies that are reached.
    tallies: Vec<ReachedTally>,
    /// Files that do not check, and are shown as they last did.
    not_in_force: Vec<String>,
}

#[derive(Serialize)]
struct NextReport {
    report: String,
    next: Option<At>,
}

#[derive(Serialize)]
struct Daemon {
    running: bool,
    /// The server has a replica that no commit waits for (N3).
    late_replica: bool,
}

impl Status {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        if self.summary {
            return self.summary(globals);
        }
        let Some(seconds) = self.watch else { return self.once(globals) };
        let clears = std::io::stdout().is_terminal();
        let mut done = self.once(globals)?;
        loop {
            output::flush()?;
            thread::sleep(Duration::from_secs(seconds.into()));
            if clears {
                output::clear()?;
            } else {
                print_line!("")?;
            }
            // Files that do not check for a while end nothing; that nobody reads any more does.
            match self.once(globals) {
                Ok(exit) => done = exit,
                Err(failure) if failure.is::<Unwritten>() => return Ok(done),
                Err(failure) => drop(report(Err(failure))),
            }
        }
    }

    /// The figures that reports tell (P3), of the tasks that the filter takes.
    fn summary(&self, globals: &Globals) -> anyhow::Result<Exit> {
        let now = globals.now();
        let in_force = globals.to_show(now)?;
        let config = &in_force.config;
        let filter = self.filter.filter(config)?;
        let since = config.office_calendar().and_then(|calendar| {
            let today = calendar.local_date(now);
            let day = calendar.shift(today, -i64::from(PERIOD.count), PERIOD.unit)?;
            Some(calendar.start_of_day(day))
        });
        let period = (since.unwrap_or(Timestamp::MIN), now);
        let config = Arc::new(config.clone());
        let summary = summary(&config, &filter, (About::Whole, Rows::Units), period);
        match self.json {
            true => output::print_json(&Document::of(&summary))?,
            false => summary_table::print(&summary, locale::language())?,
        }
        Ok(in_force.exit())
    }

    fn once(&self, globals: &Globals) -> anyhow::Result<Exit> {
        let now = globals.now();
        let in_force = globals.to_show(now)?;
        let config = &in_force.config;
        let filter = self.filter.filter(config)?;
        let sieve = filter.at(config, now);
        let wanted: Vec<Target> =
            Target::all(config).filter(|target| sieve.takes(*target)).collect();
        let ledger = globals.ledger()?;
        let rows = rows(config, ledger.as_ref(), &wanted, now)?;
        let mut delivery = ledger.as_ref().map(Ledger::delivery_status).transpose()?;
        if let Some(delivery) = &mut delivery {
            delivery.bounced.retain(|one| config.names_address(&one.address));
        }
        let delivery =
            delivery.as_ref().map(|one| ledger_rows::delivery(one, &office_zone(config)));
        let nodes = ledger.as_ref().map(Ledger::nodes).transpose()?.unwrap_or_default();
        let nodes = ledger_rows::nodes(nodes, &office_zone(config));
        let running = match ledger.as_ref().is_some_and(Ledger::is_shared) {
            true => nodes.iter().any(|node| node.living),
            false => globals.is_running(),
        };
        let late_replica = ledger.as_ref().map(Ledger::has_late_replica).transpose()?;
        let late_replica = late_replica.unwrap_or_default();
        match self.json {
            true => {
                let daemon = Daemon { running, late_replica };
                let counted = (next_reports(config, now), reached(config, ledger.as_ref())?);
                print_json(&in_force, &rows, (daemon, nodes), delivery, counted)?;
            }
            false => {
                task_table::print(config, &rows)?;
                let all = filter.is_empty().then_some(rows.len());
                let all = all.unwrap_or_else(|| Target::all(config).count());
                let counts = Counts::of(rows.iter().map(|row| row.colour));
                print_line!("{}", lists::counts(&counts, all, locale::language()))?;
                print_daemon(running, locale::language())?;
                let language = locale::language();
                let time = |at: &At| locale::at(at, language);
                nodes.iter().try_for_each(|node| {
                    print_line!("{}", words::nodes::line(node, &time, language))
                })?;
                if late_replica {
                    print_line!("{}", style::strong(words::nodes::LATE_REPLICA.said(language)))?;
                }
                if let Some(delivery) = &delivery {
                    delivery_status::print(delivery, locale::language())?;
                }
                print_counted(config, ledger.as_ref(), now)?;
            }
        }
        Ok(in_force.exit())
    }
}

/// The rows of these targets with what was sent last and what comes next, the most pressing first.
pub(super) fn rows<'c>(
    config: &'c Config,
    ledger: Option<&Ledger>,
    targets: &[Target],
    now: Timestamp,
) -> anyhow::Result<Vec<TaskRow<'c>>> {
    let tasks = task_ids(config, targets);
    let latest =
        ledger.map(|ledger| ledger.latest_notices(&tasks)).transpose()?.unwrap_or_default();
    let failed = ledger.map(Ledger::failed_letters).transpose()?;
    let failed: HashSet<String> = failed.into_iter().flatten().collect();
    let known = recorded_of(ledger, config, targets)?;
    let row = |(target, known)| row(config, (&latest, &failed), target, known, now);
    let mut rows: Vec<TaskRow<'c>> = known.into_iter().map(row).collect();
    rows.sort_by_key(|row| (row.colour, row.days_left));
    Ok(rows)
}

/// The latest notice of each task and milestone that went into a letter.
type Notices = HashMap<(String, Option<String>), NoticeRow>;

fn row<'c>(
    config: &'c Config,
    (latest, failed): (&Notices, &HashSet<String>),
    target: Target,
    known: Known,
    now: Timestamp,
) -> TaskRow<'c> {
    let calendar = target.calendar(config);
    let id = target.task(config).id.to_string();
    let milestone = target.milestone(config).map(|one| one.id.to_string());
    let latest = latest.get(&(id, milestone)).map(|notice| Latest {
        stage: notice.id.stage.to_string(),
        occurrence: notice.id.occurrence,
        recorded: At::of(calendar, notice.recorded),
        letter: notice.letter.clone(),
        failed: notice.letter.as_ref().is_some_and(|letter| failed.contains(letter)),
    });
    let next = plan::simulate(config, target, known, now, Timestamp::MAX).next();
    let row = TaskRow { latest, ..TaskRow::of(config, target, now) };
    row.with_next(config, next.as_ref())
}

fn print_json(
    in_force: &InForce,
    rows: &[TaskRow<'_>],
    (daemon, nodes): (Daemon, Vec<Node>),
    delivery: Option<Delivery>,
    (reports, tallies): (Vec<NextReport>, Vec<ReachedTally>),
) -> Result<(), Unwritten> {
    output::print_json(&StatusDocument {
        reports,
        tallies,
        daemon,
        nodes,
        counts: Counts::of(rows.iter().map(|row| row.colour)),
        tasks: rows,
        delivery,
        not_in_force: in_force.not_in_force(),
    })
}

fn next_reports(config: &Config, now: Timestamp) -> Vec<NextReport> {
    let next = |report: &Report| {
        let moments = Moments::of(config, report);
        let next = moments.next(now).map(|next| At::of(moments.calendar(), next.at));
        NextReport { report: report.name.to_string(), next }
    };
    config.reports.iter().map(next).collect()
}

/// When each report is next, and the tallies that are reached.
fn print_counted(config: &Config, ledger: Option<&Ledger>, now: Timestamp) -> anyhow::Result<()> {
    let language = locale::language();
    for NextReport { report, next } in next_reports(config, now) {
        let next = next.map(|next| locale::at(&next, language));
        let next = reports::next(next.as_deref(), language);
        print_line!("{}", reports::line(&report, &next, language))?;
    }
    for one in reached(config, ledger)? {
        print_line!("{}", style::strong(&one.line(language)))?;
    }
    Ok(())
}

fn print_daemon(running: bool, language: Language) -> Result<(), Unwritten> {
    let line = match running {
        true => delivery::RUNS.said(language),
        false => delivery::DOES_NOT_RUN.said(language),
    };
    match running {
        true => print_line!("{line}"),
        false => print_line!("{}", style::strong(line)),
    }
}
