//! `/metrics`: what monitoring reads, as OpenMetrics text. Each metric is explained in docs/monitoring.md, and a test
//! keeps the two alike. Of what the files say nothing is told but ids of units.

use std::fmt;
use std::ops::Range;
use std::sync::atomic::AtomicU64;
use std::sync::{Arc, Mutex, PoisonError, Weak};

use jiff::{SignedDuration, Timestamp};
use prometheus_client::encoding::{EncodeLabelSet, text};
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::info::Info;
use prometheus_client::registry::{Registry, Unit};

use crate::daemon::{Seen, Status};
use crate::model::Config;
use crate::plan;
use crate::plan::{Colour, Target};
use crate::view::figures::Stood;
use crate::web::health::Health;

/// The type of the text.
pub(crate) const CONTENT: &str = "application/openmetrics-text; version=1.0.0; charset=utf-8";

/// Units are told apart up to so many, in the order in which the files name them; the others are one.
const UNITS: usize = 200;
const OTHERS: &str = "*";

/// Every metric.
pub(crate) struct Metrics {
    status: Status,
    shown: Mutex<Shown>,
}

struct Shown {
    registry: Registry,
    gauges: Gauges,
    counted: Option<Counted>,
}

/// When tasks were last counted: in which configuration, and until when no colour changes, at most for an hour, since
/// days begin at some hour somewhere.
struct Counted {
    config: Weak<Config>,
    time: Range<Timestamp>,
}

type Seconds = Gauge<f64, AtomicU64>;

/// What is set before each answer.
#[derive(Default)]
struct Gauges {
    tasks: Family<ByColour, Gauge>,
    milestones: Family<ByColour, Gauge>,
    figures: Family<ByFigure, Gauge>,
    queued: Gauge,
    queue_age: Seconds,
    held: Family<ByWhy, Gauge>,
    failed: Gauge,
    refused: Gauge,
    edit: Gauge,
    ledger: Gauge,
    relay: Gauge,
    mailbox: Gauge,
    last_sweep: Seconds,
    last_taken: Seconds,
    healthy: Gauge,
    sweeps: Gauge,
    nodes: Family<ByNode, Gauge>,
    ahead: Family<Named, Seconds>,
}

/// Who sweeps, and who runs which version by which files, is told by labels.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByNode {
    node: String,
    version: String,
    files: String,
    sweeps: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct Named {
    node: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByColour {
    unit: String,
    colour: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByFigure {
    figure: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct ByWhy {
    why: &'static str,
}

impl Metrics {
    pub(crate) fn of(status: Status) -> Metrics {
        let (mut registry, gauges) = (Registry::with_prefix("duban"), Gauges::default());
        gauges.register(&mut registry);
        count(&status, &mut registry);
        Metrics { status, shown: Mutex::new(Shown { registry, gauges, counted: None }) }
    }

    /// All of them as they are now.
    pub(crate) fn text(&self, now: Timestamp) -> Result<String, fmt::Error> {
        let (seen, config) = (self.status.seen(), self.status.config());
        let config = config.borrow().clone();
        let mut shown = self.shown.lock().unwrap_or_else(PoisonError::into_inner);
        shown.gauges.set(&seen, now);
        if let Some(config) = config {
            shown.count_tasks(&config, now);
        }
        let mut written = String::new();
        text::encode(&mut written, &shown.registry)?;
        Ok(written)
    }
}

impl Shown {
    /// Colours change when the files do, and at deadlines: a hundred thousand tasks are not counted at each request.
    fn count_tasks(&mut self, config: &Arc<Config>, now: Timestamp) {
        let same = Arc::downgrade(config);
        let holds = |one: &Counted| one.config.ptr_eq(&same) && one.time.contains(&now);
        if self.counted.as_ref().is_some_and(holds) {
            return;
        }
        let (counts, until) = colours(config, now);
        let until = until.min(now.saturating_add(ANEW).unwrap_or(until));
        for (figure, count) in standing(config, now) {
            self.gauges.figures.get_or_create(&ByFigure { figure }).set(count as i64);
        }
        self.counted = Some(Counted { config: same, time: now..until });
        let Gauges { tasks, milestones, .. } = &self.gauges;
        for (family, colours) in [tasks, milestones].into_iter().zip(counts) {
            family.clear();
            for (unit, counts) in &colours {
                for (colour, count) in COLOURS.iter().zip(counts) {
                    let label = ByColour { unit: unit.clone(), colour: colour.1 };
                    family.get_or_create(&label).set(*count);
                }
            }
        }
    }
}

const ANEW: SignedDuration = SignedDuration::from_hours(1);

/// Those of the figures of a report (P4) that tell how the list stands, whatever the period.
fn standing(config: &Arc<Config>, now: Timestamp) -> [(&'static str, usize); 13] {
    let figures = Stood::at(config, now).figures(now);
    let [week, month, quarter, longer] = figures.bands.all().map(|(_, count)| count);
    [
        ("total", figures.total),
        ("open", figures.open),
        ("overdue", figures.overdue),
        ("overdue_1_7", week),
        ("overdue_8_30", month),
        ("overdue_31_90", quarter),
        ("overdue_over_90", longer),
        ("due_7", figures.due_7),
        ("due_30", figures.due_30),
        ("kept", figures.kept),
        ("missed", figures.missed),
        ("waiting", figures.waiting),
        ("look_backs_due", figures.look_backs_due),
    ]
}

const COLOURS: [(Colour, &str); 5] = [
    (Colour::Red, "red"),
    (Colour::Yellow, "yellow"),
    (Colour::Green, "green"),
    (Colour::Blue, "blue"),
    (Colour::Grey, "grey"),
];

/// How many of each unit have which colour.
type Coloured = Vec<(String, [i64; COLOURS.len()])>;

/// Tasks and milestones of every unit that has some, by colour, and until when that holds.
fn colours(config: &Config, now: Timestamp) -> ([Coloured; 2], Timestamp) {
    let shown = config.units.len().min(UNITS);
    // Behind those that are told apart: all others, and what belongs to no unit.
    let mut counts = [vec![[0; COLOURS.len()]; shown + 2], vec![[0; COLOURS.len()]; shown + 2]];
    let mut until = Timestamp::MAX;
    for target in Target::all(config) {
        let unit = plan::responsible(config, target).unit;
        let unit = unit.map_or(shown + 1, |unit| (unit.0 as usize).min(shown));
        let (colour, changes) = plan::coloured(config, target, now);
        until = changes.map_or(until, |changes| until.min(changes));
        let colour = COLOURS.iter().position(|(one, _)| *one == colour).unwrap_or_default();
        counts[usize::from(target.milestone.is_some())][unit][colour] += 1;
    }
    let name = |unit: usize| match unit {
        unit if unit < shown => config.units[unit].id.to_string(),
        unit if unit == shown => OTHERS.to_owned(),
        _ => String::new(),
    };
    let counted = counts.map(|units| {
        let units = units.into_iter().enumerate();
        let some = units.filter(|(_, counts)| counts.iter().any(|one| *one > 0));
        some.map(|(unit, counts)| (name(unit), counts)).collect()
    });
    (counted, until)
}

impl Gauges {
    fn register(&self, registry: &mut Registry) {
        let version = [("version", env!("CARGO_PKG_VERSION"))].to_vec();
        registry.register("build", "The program", Info::new(version));
        registry.register("healthy", "Whether /healthz answers 200", self.healthy.clone());
        registry.register("sweeps_here", "Whether this node sweeps", self.sweeps.clone());
        let nodes = "Nodes that share the ledger, by whether their lease lasts";
        registry.register("node_alive", nodes, self.nodes.clone());
        let ahead = "How far the clock of a node is ahead of the server's";
        registry.register_with_unit("node_clock_ahead", ahead, Unit::Seconds, self.ahead.clone());
        let tasks = "Tasks in force, by unit and colour";
        registry.register("tasks", tasks, self.tasks.clone());
        let milestones = "Milestones of tasks in force, by unit and colour";
        registry.register("milestones", milestones, self.milestones.clone());
        let figures = "How the list stands, counted as in reports";
        registry.register("figures", figures, self.figures.clone());
        registry.register(
            "queued_letters",
            "Letters that wait for an attempt",
            self.queued.clone(),
        );
        let age = "How long the first of them has waited; 0 where there is none";
        registry.register_with_unit("queue_age", age, Unit::Seconds, self.queue_age.clone());
        let held = "Letters that wait for a person, by what holds them";
        registry.register("held_letters", held, self.held.clone());
        let failed = "Letters that nobody has, until they are retried or discarded";
        registry.register("failed_letters", failed, self.failed.clone());
        registry.register("refused_files", "Files that are not in force", self.refused.clone());
        registry.register(
            "edit_waiting",
            "Whether a large edit waits for a person",
            self.edit.clone(),
        );
        registry.register("relay_up", "Whether letters can leave", self.relay.clone());
        let mailbox = "Whether the mailbox of replies can be read";
        registry.register("mailbox_up", mailbox, self.mailbox.clone());
        let ledger = "The ledger on the disk, with what is not yet merged into it";
        registry.register_with_unit("ledger_size", ledger, Unit::Bytes, self.ledger.clone());
        let swept = "When the last sweep ran that was recorded; 0 before the first";
        registry.register_with_unit(
            "last_sweep_timestamp",
            swept,
            Unit::Seconds,
            self.last_sweep.clone(),
        );
        let taken = "When the relay last took a letter; 0 if it never did";
        registry.register_with_unit(
            "last_taken_timestamp",
            taken,
            Unit::Seconds,
            self.last_taken.clone(),
        );
    }

    fn set(&self, seen: &Seen, now: Timestamp) {
        let Seen { swept, relay, taken, refused, edit_waits, queue, ledger_bytes, .. } = seen;
        let age = queue.oldest.map_or(SignedDuration::ZERO, |oldest| now.duration_since(oldest));
        let instant = |at: Option<Timestamp>| at.map_or(0.0, |at| at.as_microsecond() as f64 / 1e6);
        self.healthy.set(i64::from(Health::of(seen, now).is_well()));
        self.queued.set(queue.queued.into());
        self.queue_age.set(age.as_secs_f64().max(0.0));
        let held = [("ask", queue.asking), ("guard", queue.guarded), ("changes", queue.edited)];
        for (why, letters) in held {
            self.held.get_or_create(&ByWhy { why }).set(letters.into());
        }
        self.failed.set(queue.failed.into());
        self.refused.set(*refused as i64);
        self.edit.set(i64::from(*edit_waits));
        self.relay.set(i64::from(relay.is_none()));
        self.mailbox.set(i64::from(seen.mailboxes.is_empty()));
        self.ledger.set(*ledger_bytes as i64);
        self.last_sweep.set(instant(swept.map(|(at, _)| at)));
        self.last_taken.set(instant(*taken));
        self.set_nodes(seen);
    }

    fn set_nodes(&self, seen: &Seen) {
        self.sweeps.set(i64::from(seen.standing.sweeps));
        self.nodes.clear();
        self.ahead.clear();
        if seen.nodes.is_empty() {
            let (node, version) = (String::new(), env!("CARGO_PKG_VERSION").to_owned());
            let labels =
                ByNode { node: node.clone(), version, files: String::new(), sweeps: "yes" };
            self.nodes.get_or_create(&labels).set(1);
            self.ahead.get_or_create(&Named { node }).set(0.0);
        }
        for row in &seen.nodes {
            let files = row.files.clone().unwrap_or_default();
            let sweeps = if row.sweeps { "yes" } else { "no" };
            let (node, version) = (row.name.clone(), row.version.clone());
            let labels = ByNode { node: node.clone(), version, files, sweeps };
            self.nodes.get_or_create(&labels).set(i64::from(row.living));
            self.ahead.get_or_create(&Named { node }).set(row.ahead.as_secs_f64());
        }
    }
}

/// What is counted since the start.
fn count(status: &Status, registry: &mut Registry) {
    let counts = status.counts().clone();
    registry.register("notices", "Notices that went into a letter, by letter", counts.notices);
    let superseded = "Notices recorded as superseded by a later one";
    registry.register("notices_superseded", superseded, counts.superseded);
    registry.register("letters", "Letters, by what became of them", counts.letters);
    let answers = "What was heard of single recipients, attempt by attempt";
    registry.register("recipients", answers, counts.answers);
    registry.register("sweeps", "Sweeps, by whether they could be recorded", counts.sweeps);
    let reloads = "New versions of the files, by what became of them";
    registry.register("reloads", reloads, counts.reloads);
    let sweep = "How long sweeps took";
    registry.register_with_unit("sweep_duration", sweep, Unit::Seconds, counts.sweep_seconds);
    let send = "How long attempts at a letter took";
    registry.register_with_unit("send_duration", send, Unit::Seconds, counts.send_seconds);
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;
    use std::io;
    use std::path::{Path, PathBuf};

    use super::*;
    use crate::config;
    use crate::config::Files;

    struct One(String);

    impl Files for One {
        fn read(&self, _: &Path) -> io::Result<Vec<u8>> {
            Ok(self.0.clone().into_bytes())
        }

        fn glob(&self, _: &Path, _: &str) -> Result<Vec<PathBuf>, crate::model::met::Met> {
            Ok(Vec::new())
        }
    }

    const NOW: &str = "2026-11-24T01:00:00Z";

    /// An office of so many units, each with a task overdue and one that is not, and the second with a milestone; and a
    /// task of no unit.
    fn office(units: usize) -> Arc<Config> {
        let mut text = String::from(
            "[mail]\nfrom = 'duban@example.org'\n[calendars.default]\ntimezone = 'Asia/Shanghai'\n\
             [policies.p]\nstages = [{ name = 'due', at = '0d', to = ['a@example.org'] }]\n",
        );
        let mut task = |id: String, rest: &str| {
            let _ = writeln!(text, "[[task]]\nid = '{id}'\ntitle = 'secret'\npolicy = 'p'\n{rest}");
        };
        task("T".to_owned(), "due = 2026-11-26");
        for unit in 0..units {
            task(format!("A{unit}"), &format!("unit = 'u{unit}'\ndue = 2026-11-01"));
            let later =
                "due = 2027-03-01\nmilestones = [{ id = 'm', title = 'm', due = 2026-11-26 }]";
            task(format!("B{unit}"), &format!("unit = 'u{unit}'\n{later}"));
        }
        for unit in 0..units {
            let _ = writeln!(text, "[units.u{unit}]\nname = 'secret'");
        }
        let loaded = config::load(Path::new("duban.toml"), &One(text), NOW.parse().unwrap());
        Arc::new(loaded.config.unwrap_or_else(|| panic!("{:?}", loaded.findings)))
    }

    #[test]
    fn tasks_are_counted_by_unit_and_colour_and_units_beyond_the_limit_together() {
        let status = Status::default();
        let metrics = Metrics::of(status.clone());
        status.in_force(&office(UNITS + 3));
        let text = metrics.text(NOW.parse().unwrap()).unwrap();
        for line in [
            "duban_tasks{unit=\"\",colour=\"yellow\"} 1",
            "duban_tasks{unit=\"u0\",colour=\"red\"} 1",
            "duban_tasks{unit=\"u199\",colour=\"green\"} 1",
            "duban_tasks{unit=\"*\",colour=\"red\"} 3",
            "duban_milestones{unit=\"*\",colour=\"yellow\"} 3",
            "duban_figures{figure=\"overdue_8_30\"} 203",
            "duban_figures{figure=\"due_7\"} 1",
            "duban_figures{figure=\"missed\"} 203",
        ] {
            assert!(text.lines().any(|one| one == line), "no `{line}` in:\n{text}");
        }
        assert!(!text.contains("\"u200\"") && !text.contains("secret"), "{text}");
        assert!(text.ends_with("\n# EOF\n"));
        // Other files, another minute.
        status.in_force(&office(1));
        let text = metrics.text(NOW.parse().unwrap()).unwrap();
        assert!(text.contains("duban_tasks{unit=\"u0\",colour=\"green\"} 1\n"), "{text}");
        assert!(!text.contains("u1\""), "{text}");
        // A week before the deadline in Shanghai, and its end, to the second.
        for (time, colour) in [
            ("2027-02-22T15:59:59Z", "green"),
            ("2027-02-22T16:00:00Z", "yellow"),
            ("2027-03-01T15:59:59Z", "yellow"),
            ("2027-03-01T16:00:00Z", "red"),
            ("2027-02-22T15:59:59Z", "green"),
        ] {
            let text = metrics.text(time.parse().unwrap()).unwrap();
            let count = if colour == "red" { 2 } else { 1 };
            let line = format!("duban_tasks{{unit=\"u0\",colour=\"{colour}\"}} {count}\n");
            assert!(text.contains(&line), "at {time} no `{line}` in:\n{text}");
        }
    }

    /// How long it takes: `cargo test --release --lib http -- --ignored --nocapture`.
    #[test]
    #[ignore = "a measurement"]
    fn a_hundred_thousand_tasks() {
        let config = office(50_000);
        let begun = std::time::Instant::now();
        let ([tasks, _], _) = colours(&config, NOW.parse().unwrap());
        println!("{} tasks and 50000 milestones: {:?}", config.tasks.len(), begun.elapsed());
        assert_eq!(tasks.len(), UNITS + 2);
    }
}
