//! `duban status`: every task with its colour, days left, latest and next notice; and whether the daemon runs.

use std::collections::{HashMap, HashSet};

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use crate::cli::delivery_status::DeliveryJson;
use crate::cli::filter_options::FilterOptions;
use crate::cli::in_force::InForce;
use crate::cli::state_names::letter_state;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::{Globals, recorded_of};
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::{Unwritten, print_line};
use crate::cli::terminal::{locale, output, style, table, zones};
use crate::ledger::{Ledger, LetterState, NoticeRow};
use crate::model::{Config, Language};
use crate::plan;
use crate::plan::{Colour, Planned, Recorded, Target};
use crate::words::nodes;
use crate::words::{delivery, help, lists};

/// Options of `status`.
#[derive(Debug, Args)]
pub struct Status {
    #[command(flatten)]
    filter: FilterOptions,
    #[arg(long, help = say(help::JSON))]
    json: bool,
}

/// What is said of one task or milestone.
struct Row {
    target: Target,
    colour: Colour,
    days_left: i64,
    latest: Option<NoticeRow>,
    /// Nobody has the letter of the latest notice.
    failed: bool,
    next: Option<Planned>,
}

#[derive(Serialize)]
struct Document<'a> {
    daemon: DaemonJson,
    tasks: Vec<TaskJson<'a>>,
    /// Where there is no ledger yet, nothing.
    delivery: Option<DeliveryJson<'a>>,
    /// Files that do not check, and are shown as they last did.
    not_in_force: Vec<String>,
}

#[derive(Serialize)]
struct DaemonJson {
    running: bool,
}

#[derive(Serialize)]
struct TaskJson<'a> {
    task: &'a str,
    milestone: Option<&'a str>,
    title: &'a str,
    unit: Option<&'a str>,
    state: &'static str,
    colour: Colour,
    deadline: String,
    days_left: i64,
    latest: Option<LatestJson<'a>>,
    next: Option<NextJson<'a>>,
}

#[derive(Serialize)]
struct LatestJson<'a> {
    stage: &'a str,
    occurrence: u32,
    recorded: String,
    letter: Option<&'a str>,
    /// Nobody has the letter.
    failed: bool,
}

#[derive(Serialize)]
struct NextJson<'a> {
    stage: &'a str,
    occurrence: u32,
    release: String,
}

impl Status {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let now = globals.now();
        let in_force = globals.in_force(now)?;
        let config = &in_force.config;
        let filter = self.filter.filter(config)?;
        let ledger = globals.ledger()?;
        let latest = match &ledger {
            Some(ledger) => ledger.latest_notices()?,
            None => HashMap::new(),
        };
        let failed = ledger.as_ref().map(Ledger::failed_letters).transpose()?;
        let failed: HashSet<String> = failed.into_iter().flatten().collect();
        let sieve = filter.at(config, now);
        let wanted: Vec<Target> =
            Target::all(config).filter(|target| sieve.takes(*target)).collect();
        let known = recorded_of(ledger.as_ref(), config, &wanted)?;
        let row = |(target, recorded)| Row::of(config, recorded, (&latest, &failed), target, now);
        let mut rows: Vec<Row> = known.into_iter().map(row).collect();
        rows.sort_by_key(|row| (row.colour, row.days_left));
        let delivery = ledger.as_ref().map(Ledger::delivery_status).transpose()?;
        let zone = zones::office(config);
        let running = globals.is_running();
        if self.json {
            let delivery = delivery.as_ref().map(|delivery| DeliveryJson::of(delivery, &zone));
            return print_json(&in_force, &rows, running, delivery).map(|()| Exit::Fine);
        }
        print_table(config, &rows)?;
        print_daemon(running, locale::language())?;
        if let Some(lease) = ledger.as_ref().map(Ledger::lease).transpose()?.flatten() {
            print_line!("{}", nodes::works(&lease.node, locale::language()))?;
        }
        if let Some(delivery) = &delivery {
            crate::cli::delivery_status::print(delivery, &zone, locale::language())?;
        }
        Ok(Exit::Fine)
    }
}

/// The latest notice of each task and milestone that went into a letter.
type Latest = HashMap<(String, Option<String>), NoticeRow>;

impl Row {
    fn of(
        config: &Config,
        recorded: Vec<Recorded>,
        (latest, failed): (&Latest, &HashSet<String>),
        target: Target,
        now: Timestamp,
    ) -> Row {
        let calendar = target.calendar(config);
        let day = calendar.day_of(plan::deadline(config, target));
        let id = target.task(config).id.to_string();
        let milestone = target.milestone(config).map(|one| one.id.to_string());
        let latest = latest.get(&(id, milestone)).cloned();
        let letter = latest.as_ref().and_then(|notice| notice.letter.as_ref());
        Row {
            target,
            failed: letter.is_some_and(|letter| failed.contains(letter)),
            colour: plan::colour(config, target, now),
            days_left: day.duration_since(calendar.local_date(now)).as_hours() / 24,
            latest,
            next: plan::simulate(config, target, recorded, now, Timestamp::MAX).next(),
        }
    }
}

fn print_json(
    in_force: &InForce,
    rows: &[Row],
    running: bool,
    delivery: Option<DeliveryJson<'_>>,
) -> anyhow::Result<()> {
    let config = &in_force.config;
    let tasks = rows.iter().map(|row| {
        let task = row.target.task(config);
        let milestone = row.target.milestone(config);
        let calendar = row.target.calendar(config);
        let unit = plan::responsible(config, row.target).unit;
        TaskJson {
            task: &task.id,
            milestone: milestone.map(|one| one.id.as_ref()),
            title: milestone.map_or(&task.title, |one| &one.title),
            unit: unit.map(|unit| config[unit].id.as_ref()),
            state: plan::state(config, row.target).name(),
            colour: row.colour,
            deadline: locale::rfc3339_when(calendar, plan::deadline(config, row.target)),
            days_left: row.days_left,
            latest: row.latest.as_ref().map(|latest| LatestJson {
                stage: &latest.id.stage,
                occurrence: latest.id.occurrence,
                recorded: locale::rfc3339(calendar, latest.recorded),
                letter: latest.letter.as_deref(),
                failed: row.failed,
            }),
            next: row.next.as_ref().map(|next| NextJson {
                stage: &next.notice.id.stage,
                occurrence: next.notice.id.occurrence,
                release: locale::rfc3339(calendar, next.release),
            }),
        }
    });
    let daemon = DaemonJson { running };
    Ok(output::print_json(&Document {
        daemon,
        tasks: tasks.collect(),
        delivery,
        not_in_force: in_force.not_in_force(),
    })?)
}

fn print_table(config: &Config, rows: &[Row]) -> anyhow::Result<()> {
    let language = locale::language();
    let mut table = table::table(lists::status(language));
    table::align_right(&mut table, 3);
    for row in rows {
        let calendar = row.target.calendar(config);
        let (task, milestone) = (row.target.task(config), row.target.milestone(config));
        let open = matches!(row.colour, Colour::Red | Colour::Yellow | Colour::Green);
        table.add_row([
            locale::colour(row.colour, language).to_owned(),
            locale::target(&task.id, milestone.map(|one| one.id.as_ref())),
            locale::when(calendar, plan::deadline(config, row.target), language),
            if open { row.days_left.to_string() } else { String::new() },
            row.latest.as_ref().map_or(String::new(), |latest| {
                let which = locale::occurrence(&latest.id.stage, latest.id.occurrence);
                let at = locale::time(calendar, latest.recorded, language);
                match row.failed {
                    true => {
                        format!("{at} {which} ({})", letter_state(LetterState::Failed, language))
                    }
                    false => format!("{at} {which}"),
                }
            }),
            row.next.as_ref().map_or(String::new(), |next| {
                let which = locale::occurrence(&next.notice.id.stage, next.notice.id.occurrence);
                format!("{} {which}", locale::time(calendar, next.release, language))
            }),
            milestone.map_or(&task.title, |one| &one.title).to_string(),
        ]);
    }
    table::print_painted(&table, |at, line| {
        let (colour, word) = (rows[at].colour, locale::colour(rows[at].colour, language));
        line.replacen(word, &style::colour(colour, word), 1)
    })?;
    Ok(print_line!("{}", summary(rows, language))?)
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

fn summary(rows: &[Row], language: Language) -> String {
    let counted = Colour::ALL.into_iter().map(|colour| {
        let count = rows.iter().filter(|row| row.colour == colour).count();
        format!("{} {count}", locale::colour(colour, language))
    });
    counted.collect::<Vec<_>>().join(lists::AND.said(language))
}
