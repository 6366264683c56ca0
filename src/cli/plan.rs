//! `duban plan`: every notice that will be sent, by the sweep's own decision.

use std::thread;

use clap::Args;
use jiff::{Timestamp, ToSpan};
use serde::Serialize;

use super::exit::{Exit, Refused};
use super::setting::{Setting, recorded};
use super::{table, tongue};
use crate::ledger::Ledger;
use crate::model::{Config, Language, LetterKind};
use crate::plan::{self, Addressee, Audience, Planned, Target};

/// Options of `plan`.
#[derive(Debug, Args)]
pub struct Plan {
    /// The first release shown [default: now]
    #[arg(long, value_name = "TIME")]
    from: Option<Timestamp>,
    /// Releases before this are shown [default: 30 days after the first]
    #[arg(long, value_name = "TIME")]
    until: Option<Timestamp>,
    /// Only this task and its milestones
    #[arg(long, value_name = "ID")]
    task: Option<String>,
    /// One JSON document instead of a table
    #[arg(long)]
    json: bool,
}

/// A notice to come, with all that is said of it.
struct Row {
    planned: Planned,
    letter: LetterKind,
    audience: Audience,
}

#[derive(Serialize)]
struct Document<'a> {
    notices: Vec<NoticeJson<'a>>,
}

#[derive(Serialize)]
struct NoticeJson<'a> {
    task: &'a str,
    milestone: Option<&'a str>,
    from: &'static str,
    anchor: String,
    stage: &'a str,
    occurrence: u32,
    moment: String,
    release: String,
    letter: &'static str,
    to: Vec<&'a str>,
    cc: Vec<&'a str>,
}

impl Plan {
    pub(super) fn run(self, setting: &Setting) -> anyhow::Result<Exit> {
        let now = setting.now();
        let config = setting.checked(now)?;
        let from = self.from.unwrap_or(now);
        let until = match self.until {
            Some(until) => until,
            None => from.checked_add((30 * 24).hours())?,
        };
        let targets = self.targets(&config)?;
        let ledger = setting.ledger()?;
        let rows = rows(&config, ledger.as_ref(), &targets, now, from..until)?;
        if self.json {
            print_json(&config, &rows)?
        } else {
            print_table(&config, &rows)?
        }
        Ok(Exit::Fine)
    }

    fn targets(&self, config: &Config) -> anyhow::Result<Vec<Target>> {
        let Some(id) = &self.task else {
            return Ok(Target::all(config).collect());
        };
        let Some(task) = config.task(id) else {
            return Err(Refused {
                exit: Exit::No,
                message: format!("there is no task `{id}`"),
            }
            .into());
        };
        Ok(Target::all(config)
            .filter(|target| target.task == task)
            .collect())
    }
}

/// The notices of these targets that leave in the period, ordered by release, task, milestone, stage.
fn rows(
    config: &Config,
    ledger: Option<&Ledger>,
    targets: &[Target],
    now: Timestamp,
    period: std::ops::Range<Timestamp>,
) -> anyhow::Result<Vec<Row>> {
    let mut known = Vec::with_capacity(targets.len());
    for target in targets {
        known.push((*target, recorded(ledger, config, *target)?));
    }
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let share = known.len().div_ceil(cores).max(1);
    let period = &period;
    let mut rows: Vec<Row> = thread::scope(|scope| {
        let mut parts = Vec::new();
        while !known.is_empty() {
            let part = known.split_off(known.len().saturating_sub(share));
            parts.push(scope.spawn(move || {
                let planned = part.into_iter().flat_map(|(target, recorded)| {
                    plan::simulate(config, target, recorded, now, period.end)
                });
                let wanted = planned.filter(|planned| planned.release >= period.start);
                wanted
                    .map(|planned| Row::of(config, planned))
                    .collect::<Vec<Row>>()
            }));
        }
        let joined = parts.into_iter().map(|part| part.join());
        joined
            .collect::<Result<Vec<_>, _>>()
            .map(|parts| parts.into_iter().flatten().collect())
    })
    .map_err(|_| anyhow::anyhow!("a planning thread panicked; this is a bug in duban"))?;
    rows.sort_by(|one, other| one.order().cmp(&other.order()));
    Ok(rows)
}

impl Row {
    fn of(config: &Config, planned: Planned) -> Row {
        let target = planned.notice.target;
        let day = target.calendar(config).local_date(planned.release);
        let audience = plan::audience(config, target, planned.notice.stage(config), day);
        let letter = plan::letter_kind(config, &planned.notice, planned.release);
        Row {
            planned,
            letter,
            audience,
        }
    }

    fn order(&self) -> impl Ord + '_ {
        let id = &self.planned.notice.id;
        (
            self.planned.release,
            &id.task,
            &id.milestone,
            &id.stage,
            id.occurrence,
        )
    }
}

fn print_json(config: &Config, rows: &[Row]) -> anyhow::Result<()> {
    let notices = rows.iter().map(|row| {
        let notice = &row.planned.notice;
        let calendar = notice.target.calendar(config);
        NoticeJson {
            task: &notice.id.task,
            milestone: notice.id.milestone.as_deref(),
            from: notice.id.from.name(),
            anchor: tongue::rfc3339_when(calendar, notice.id.anchor),
            stage: &notice.id.stage,
            occurrence: notice.id.occurrence,
            moment: tongue::rfc3339(calendar, notice.moment),
            release: tongue::rfc3339(calendar, row.planned.release),
            letter: row.letter.name(),
            to: addresses(&row.audience.to),
            cc: addresses(&row.audience.cc),
        }
    });
    table::print_json(&Document {
        notices: notices.collect(),
    })
}

fn addresses(list: &[Addressee]) -> Vec<&str> {
    list.iter()
        .map(|one| one.mailbox.address.0.as_ref())
        .collect()
}

fn print_table(config: &Config, rows: &[Row]) -> anyhow::Result<()> {
    let language = tongue::language();
    let [none, release, task, stage, letter, to, cc] = match language {
        Language::ZhCn => [
            "这段时间没有提醒。",
            "发出",
            "任务",
            "阶段",
            "函",
            "主送",
            "抄送",
        ],
        Language::En => [
            "No notices in this time.",
            "RELEASE",
            "TASK",
            "STAGE",
            "LETTER",
            "TO",
            "CC",
        ],
    };
    if rows.is_empty() {
        anstream::println!("{none}");
        return Ok(());
    }
    let mut table = table::table([release, task, stage, letter, to, cc]);
    for row in rows {
        let id = &row.planned.notice.id;
        let calendar = row.planned.notice.target.calendar(config);
        table.add_row([
            tongue::time(calendar, row.planned.release, language),
            tongue::target(&id.task, id.milestone.as_deref()),
            tongue::occurrence(&id.stage, id.occurrence),
            tongue::letter(row.letter, language).to_owned(),
            tongue::names(&row.audience.to),
            tongue::names(&row.audience.cc),
        ]);
    }
    table::print(&table)
}
