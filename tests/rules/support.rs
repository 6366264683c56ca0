//! What every table needs: a configuration from text in memory, and its plan as lines.

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use duban::config::{self, Files};
use duban::model::{Config, Language};
use duban::plan::{self, Decision, Planned, Recorded, Target};
use jiff::Timestamp;

/// Files in memory.
pub struct Memory(pub BTreeMap<PathBuf, String>);

impl Files for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let text = self.0.get(path).ok_or(io::ErrorKind::NotFound)?;
        Ok(text.clone().into_bytes())
    }

    fn glob(&self, _: &Path, _: &str) -> Result<Vec<PathBuf>, duban::model::met::Met> {
        Ok(Vec::new())
    }
}

/// What every configuration here has unless it says otherwise: two people, a unit, a calendar.
const AROUND: &str = r#"
[mail]
from = "duban@example.org"
[people]
ann = { name = "Ann", email = "ann@example.org" }
bob = { name = "Bob", email = "bob@example.org" }
[units.office]
name = "Office"
head = "ann"
"#;

/// A calendar of Chinese working days, 09:00 to 18:00.
pub const CHINA: &str = "[calendars.default]\ntimezone = 'Asia/Shanghai'\nholidays = ['CN']\n";

/// The configuration of a text, which must check.
pub fn config(text: &str) -> Config {
    let root = PathBuf::from("/duban.toml");
    let files = Memory(BTreeMap::from([(root.clone(), text.to_owned())]));
    let loaded = config::load(&root, &files, at("2026-01-01T00:00Z"));
    let findings = config::render(&loaded.findings, &loaded.sources, Language::En);
    loaded.config.unwrap_or_else(|| panic!("the configuration does not check:\n{findings}\n{text}"))
}

/// A configuration of one task under one policy.
pub fn one_task(calendar: &str, stages: &str, task: &str) -> Config {
    config(&format!(
        "{AROUND}{calendar}\n[policies.p]\nstages = [\n{stages}\n]\n\
         [[task]]\nid = 'T'\ntitle = 'A task'\nunit = 'office'\npolicy = 'p'\n{task}\n"
    ))
}

/// An instant.
pub fn at(text: &str) -> Timestamp {
    let text = if text.len() == 17 { text.replace('Z', ":00Z") } else { text.to_owned() };
    text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// Every notice that leaves in the time, as `2026-11-30 Mon 09:00 stage#k`, local to its calendar.
pub fn plan(config: &Config, from: &str, until: &str) -> Vec<String> {
    let planned = planned(config, from, until);
    planned.iter().map(|one| line(config, one)).collect()
}

/// Every notice that leaves in the time, in the order in which they leave.
pub fn planned(config: &Config, from: &str, until: &str) -> Vec<Planned> {
    let (from, until) = (at(from), at(until));
    let mut planned: Vec<Planned> = Target::all(config)
        .flat_map(|target| plan::simulate(config, target, Vec::new(), from, until))
        .collect();
    planned.sort_by_key(|one| (one.release, one.notice.target));
    planned
}

fn line(config: &Config, planned: &Planned) -> String {
    let id = &planned.notice.id;
    let local = planned.notice.target.calendar(config).timezone().to_datetime(planned.release);
    let milestone = id.subject.milestone().iter().map(|id| format!("/{id} ")).collect::<String>();
    format!("{} {milestone}{}#{}", local.strftime("%Y-%m-%d %a %H:%M"), id.stage, id.occurrence)
}

/// What a single sweep decides of the only target, which has one track.
pub fn decide(config: &Config, recorded: &[Recorded], now: &str) -> Decision {
    let target = Target::all(config).next().expect("there is a task");
    let mut tracks = plan::decide(config, target, recorded, at(now));
    assert_eq!(tracks.len(), 1, "{tracks:?}");
    tracks.remove(0)
}
