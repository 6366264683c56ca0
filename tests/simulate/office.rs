//! The office: its files, made from a seed, and the edits that befall them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use duban::config::{self, Files};
use duban::model::Config;
use fastrand::Rng;
use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use super::world::World;

/// The people to whom letters go; the relay knows some of them badly.
pub const PEOPLE: [&str; 6] = ["ann", "bob", "cai", "dan", "eve", "fang"];

/// What the files say, before it is text.
#[derive(Clone)]
pub struct Office {
    settings: String,
    policies: String,
    pub tasks: BTreeMap<u32, Task>,
    first: Date,
    days: i32,
    made: u32,
    read: Option<(String, Arc<Config>)>,
}

#[derive(Clone)]
pub struct Task {
    due: Date,
    opened: Option<Date>,
    extended: Vec<Date>,
    done: Option<Date>,
    cancelled: Option<Date>,
    hold: Option<Date>,
    every: bool,
    owner: usize,
    policy: usize,
}

struct Text(String);

impl Files for Text {
    fn read(&self, _: &Path) -> io::Result<Vec<u8>> {
        Ok(self.0.clone().into_bytes())
    }

    fn glob(&self, _: &Path, _: &str) -> Result<Vec<PathBuf>, String> {
        Ok(Vec::new())
    }
}

impl Office {
    pub fn new(rng: &mut Rng, first: Date, days: i32) -> Office {
        let mut office = Office {
            settings: settings(rng),
            policies: (0..2).map(|at| policy(rng, at)).collect(),
            tasks: BTreeMap::new(),
            first,
            days,
            made: 0,
            read: None,
        };
        for _ in 0..rng.u32(1..=6) {
            office.add(rng, 0);
        }
        office
    }

    fn add(&mut self, rng: &mut Rng, since: i32) {
        let due = self.first + rng.i32(since..self.days.max(since + 1) + 1).days();
        let opened = rng.bool().then(|| due - rng.i32(0..60).days());
        let task = Task {
            due,
            opened,
            extended: Vec::new(),
            done: None,
            cancelled: None,
            hold: rng.bool().then(|| due + rng.i32(-20..20).days()).filter(|_| rng.u8(0..4) == 0),
            every: rng.u8(0..8) == 0,
            owner: rng.usize(0..PEOPLE.len()),
            policy: rng.usize(0..2),
        };
        self.made += 1;
        self.tasks.insert(self.made, task);
    }

    /// What an admin does to the files after so many days.
    pub fn edit(&mut self, rng: &mut Rng, after: i32) {
        let today = self.first + after.days();
        for _ in 0..rng.u32(0..4) {
            if rng.u8(0..4) == 0 {
                self.add(rng, after);
            }
            let names: Vec<u32> = self.tasks.keys().copied().collect();
            let Some(name) = rng.choice(names) else { return };
            let what = rng.u8(0..6);
            if what == 0 {
                self.tasks.remove(&name);
                continue;
            }
            let Some(task) = self.tasks.get_mut(&name) else { return };
            match what {
                1 if !task.every => {
                    let last = task.extended.last().copied().unwrap_or(task.due);
                    task.extended.push(last + rng.i32(1..30).days());
                }
                2 => {
                    task.done =
                        Some(today).filter(|day| task.opened.is_none_or(|opened| opened <= *day))
                }
                3 => task.cancelled = Some(today),
                4 => task.hold = Some(today + rng.i32(-3..10).days()),
                _ => task.owner = rng.usize(0..PEOPLE.len()),
            }
        }
    }

    /// What the files mean; they are read again only if they have changed.
    pub fn config(&mut self, now: Timestamp, world: &World) -> Arc<Config> {
        let text = self.text();
        if let Some((known, config)) = self.read.as_ref()
            && *known == text
        {
            return config.clone();
        }
        world.lock().note(format!("the files are now\n{text}"));
        let config = Arc::new(Office::load(&text, now));
        self.read = Some((text, config.clone()));
        config
    }

    fn load(text: &str, now: Timestamp) -> Config {
        let files = Text(text.to_owned());
        let loaded = config::load(Path::new("/duban.toml"), &files, now);
        let findings = config::render(&loaded.findings, &loaded.sources);
        loaded.config.unwrap_or_else(|| panic!("it does not check:\n{findings}\n{text}"))
    }

    pub fn text(&self) -> String {
        let mut text = format!("{}{}", self.settings, self.policies);
        for (name, task) in &self.tasks {
            let owner = PEOPLE[task.owner];
            let _ = write!(
                text,
                "[[task]]\nid = 'T-{name}'\ntitle = '整改 {name}'\nunit = 'city'\nowner = '{owner}'\n\
                 policy = 'p{}'\ndue = {}\n",
                task.policy, task.due
            );
            for (key, day) in
                [("opened", task.opened), ("done", task.done), ("cancelled", task.cancelled)]
            {
                let _ = day.map(|day| writeln!(text, "{key} = {day}"));
            }
            if let Some(day) = task.hold {
                let _ = writeln!(text, "hold = {{ until = {day} }}");
            }
            if task.every {
                text.push_str("every = '1mo'\n");
            }
            if !task.extended.is_empty() {
                let list: Vec<String> =
                    task.extended.iter().map(|day| format!("{{ to = {day} }}")).collect();
                let _ = writeln!(text, "extended = [{}]", list.join(", "));
            }
        }
        text
    }
}

fn settings(rng: &mut Rng) -> String {
    let zone = rng.choice(["Asia/Shanghai", "Europe/London", "America/New_York"]).expect("one");
    let send_on = if rng.bool() { "workdays" } else { "every-day" };
    let hours = rng.choice(["09:00-18:00", "00:00-24:00", "08:30-11:00"]).expect("one");
    let letters = if rng.u8(0..4) == 0 { rng.u32(1..4) } else { 500 };
    let changes = if rng.u8(0..3) == 0 { rng.u32(1..4) } else { 50 };
    // Reading a holiday set takes longer than the rest of a life.
    let holidays = if rng.u8(0..4) == 0 { "['CN']" } else { "[]" };
    let connections = rng.u32(1..5);
    let rate = if rng.u8(0..6) == 0 { "rate = '6/min'\n" } else { "" };
    let mut people = String::new();
    for name in PEOPLE {
        let _ = writeln!(people, "{name} = {{ name = '{name}', email = '{name}@example.org' }}");
    }
    format!(
        "[mail]\nfrom = 'duban@example.org'\ntransport = 'smtp'\n\
         [mail.smtp]\nhost = 'relay'\nsecurity = 'none'\nconnections = {connections}\n{rate}\
         [admin]\nto = ['ops@example.org']\n\
         [guard]\nmax-letters = {letters}\nmax-changes = {changes}\n\
         [calendars.default]\ntimezone = '{zone}'\nholidays = {holidays}\nhours = '{hours}'\n\
         send-at = '{}'\nsend-on = '{send_on}'\n\
         [people]\n{people}[units.city]\nname = 'City'\nhead = 'ann'\nsupervisor = 'bob'\n",
        &hours[..5]
    )
}

fn policy(rng: &mut Rng, at: usize) -> String {
    let mut stages = String::new();
    let group = rng.bool();
    for number in 0..rng.u32(1..6) {
        let from = rng.choice(["opened", "due", "due", "due", "done"]).expect("one");
        let (offset, repeat) = if rng.u8(0..4) == 0 {
            let unit = rng.choice(["min", "h", "wh"]).expect("one");
            let repeat = format!("{}h", rng.u32(5..60));
            (format!("{:+}{unit}", rng.i32(-90..200)), repeat)
        } else {
            let unit = rng.choice(["d", "wd", "w"]).expect("one");
            let every = rng.choice(["d", "wd", "w"]).expect("one");
            (format!("{:+}{unit}", rng.i32(-10..15)), format!("{}{every}", rng.u32(1..9)))
        };
        let repeats = match rng.u8(0..3) {
            0 => format!(", repeat = '{repeat}', times = {}", rng.u32(1..12)),
            _ => String::new(),
        };
        let to = rng.choice(["['owner']", "['owner', 'head']", "['head']"]).expect("one");
        let cc =
            rng.choice(["[]", "['supervisor']", "['person:eve', 'person:fang', 'x@example.net']"]);
        let ask = if rng.u8(0..10) == 0 { ", release = 'ask'" } else { "" };
        let _ = writeln!(
            stages,
            "  {{ name = 's{number}', from = '{from}', at = '{offset}'{repeats}, to = {to}, cc = {}{ask} }},",
            cc.expect("one")
        );
    }
    format!("[policies.p{at}]\ngroup = {group}\nstages = [\n{stages}]\n")
}
