//! The office: its files, made from a seed, and the edits that befall them.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use duban::config::{self, Files, Problem};
use duban::model::{Config, Language, Subject, Verb, When as At};
use fastrand::Rng;
use jiff::civil::{Date, Time, time};
use jiff::{Timestamp, ToSpan};

use super::answers::task_number;
use super::world::World;

/// The people to whom letters go; the relay knows some of them badly.
pub const PEOPLE: [&str; 6] = ["ann", "bob", "cai", "dan", "eve", "fang"];

/// What the files say, before it is text.
pub struct OfficeFiles {
    settings: String,
    pub policies: String,
    people: Vec<Person>,
    pub tasks: BTreeMap<u32, Task>,
    /// An old copy of them.
    old: BTreeMap<u32, Task>,
    pub when: When,
    first: Date,
    days: i32,
    pub made: u32,
    /// A stage got another name, or a task another policy: what was sent under the old one is not known of the new.
    pub renamed: bool,
    read: Option<Read>,
    /// What duban has read last, and keeps as last good.
    pub in_force: Option<Arc<Config>>,
}

/// The files as they were read last.
struct Read {
    around: String,
    text: String,
    config: Arc<Config>,
    only_tasks: bool,
}

/// When day-based letters may leave, as the checks know it.
#[derive(Clone, Copy)]
pub struct When {
    pub opens: Time,
    /// `None` is the end of the day.
    pub closes: Option<Time>,
    pub every_day: bool,
    /// Without holidays a working day is a weekday.
    pub holidays: bool,
}

struct Person {
    language: Option<&'static str>,
    away: Vec<(Date, Date, Option<usize>)>,
}

#[derive(Clone)]
pub struct Task {
    pub due: Date,
    pub opened: Option<Date>,
    extended: Vec<Date>,
    pub done: Option<Date>,
    pub verified: bool,
    pub cancelled: Option<Date>,
    pub hold: Option<Date>,
    /// A standing task, done through that day.
    pub every: Option<Option<Date>>,
    owner: &'static str,
    with: Option<usize>,
    watcher: Option<usize>,
    pub policy: usize,
    milestones: Vec<Milestone>,
}

#[derive(Clone)]
struct Milestone {
    due: Date,
    done: Option<Date>,
    extended: Option<Date>,
    owner: Option<usize>,
}

struct Text(String);

impl Files for Text {
    fn read(&self, _: &Path) -> io::Result<Vec<u8>> {
        Ok(self.0.clone().into_bytes())
    }

    fn glob(&self, _: &Path, _: &str) -> Result<Vec<PathBuf>, duban::model::met::Met> {
        Ok(Vec::new())
    }
}

fn owner(rng: &mut Rng) -> &'static str {
    if rng.u8(0..5) == 0 { "team" } else { PEOPLE[rng.usize(0..PEOPLE.len())] }
}

fn somebody(rng: &mut Rng, once_in: u8) -> Option<usize> {
    (rng.u8(0..once_in) == 0).then(|| rng.usize(0..PEOPLE.len()))
}

impl OfficeFiles {
    pub fn new(rng: &mut Rng, first: Date, days: i32) -> OfficeFiles {
        // Many tasks that come due together.
        let burst = rng.u8(0..10) == 0;
        let when = When {
            opens: rng
                .choice([time(9, 0, 0, 0), time(0, 0, 0, 0), time(8, 30, 0, 0)])
                .expect("one"),
            closes: rng
                .choice([Some(time(18, 0, 0, 0)), None, Some(time(11, 0, 0, 0))])
                .expect("one"),
            every_day: rng.bool(),
            // Reading a holiday set takes longer than the rest of a life.
            holidays: rng.u8(0..6) == 0,
        };
        let mut office = OfficeFiles {
            settings: settings(rng, when, burst),
            policies: (0..2).map(|at| policy(rng, at, burst)).collect(),
            people: people(rng, first, days),
            tasks: BTreeMap::new(),
            old: BTreeMap::new(),
            when,
            first,
            days,
            made: 0,
            renamed: false,
            read: None,
            in_force: None,
        };
        for _ in 0..rng.u32(1..=6) {
            office.add(rng, 0);
        }
        if burst {
            office.burst(rng);
        }
        office.old = office.tasks.clone();
        office
    }

    fn add(&mut self, rng: &mut Rng, since: i32) {
        let due = self.first + rng.i32(since..self.days.max(since + 1) + 1).days();
        let opened = rng.bool().then(|| due - rng.i32(0..60).days());
        let every = (rng.u8(0..8) == 0).then(|| rng.bool().then(|| due - 1.day()));
        let milestones = if rng.u8(0..4) == 0 { rng.u32(1..4) } else { 0 };
        let milestone = |rng: &mut Rng| Milestone {
            due: due - rng.i32(-5..40).days(),
            done: None,
            extended: None,
            owner: somebody(rng, 2),
        };
        let task = Task {
            due,
            opened,
            extended: Vec::new(),
            done: None,
            verified: false,
            cancelled: None,
            hold: (rng.u8(0..8) == 0).then(|| due + rng.i32(-20..20).days()),
            every,
            owner: owner(rng),
            with: somebody(rng, 6),
            watcher: somebody(rng, 6),
            policy: rng.usize(0..2),
            milestones: (0..milestones).map(|_| milestone(rng)).collect(),
        };
        self.made += 1;
        self.tasks.insert(self.made, task);
    }

    fn burst(&mut self, rng: &mut Rng) {
        let due = self.first + rng.i32(3..20).days();
        for _ in 0..rng.u32(8..25) {
            self.add(rng, 0);
            let task = self.tasks.get_mut(&self.made).expect("just made");
            (task.due, task.opened, task.hold, task.policy) = (due, None, None, 0);
        }
    }

    /// What an admin does to the files after so many days.
    pub fn edit(&mut self, rng: &mut Rng, after: i32) {
        match rng.u8(0..20) {
            // An old copy is saved over the new one, or that is put right.
            0 => return std::mem::swap(&mut self.old, &mut self.tasks),
            1 => self.old = self.tasks.clone(),
            2 => self.people = people(rng, self.first, self.days),
            5 | 6 => self.blunder(rng),
            // A spreadsheet has rewritten the dates.
            3 | 4 => {
                let by = rng.i32(1..5);
                for task in self.tasks.values_mut().filter(|task| task.every.is_none()) {
                    let last = task.extended.last().copied().unwrap_or(task.due);
                    task.extended.push(last + by.days());
                }
            }
            _ => {}
        }
        let today = self.first + after.days();
        for _ in 0..rng.u32(0..4) {
            if rng.u8(0..4) == 0 {
                self.add(rng, after);
            }
            let names: Vec<u32> = self.tasks.keys().copied().collect();
            let Some(name) = rng.choice(names) else { return };
            let what = rng.u8(0..9);
            if what == 0 {
                self.tasks.remove(&name);
                continue;
            }
            if let Some(task) = self.tasks.get_mut(&name) {
                task.edit(rng, today, what);
            }
        }
    }

    /// What a clerk writes who accepts an answer; whether it fits the files as they are by now.
    pub fn accept(&mut self, subject: &Subject, verb: &Verb) -> bool {
        let number = task_number(subject).filter(|_| subject.milestone().is_none());
        let Some(task) = number.and_then(|number| self.tasks.get_mut(&number)) else {
            return false;
        };
        let open = task.done.is_none() && task.cancelled.is_none() && task.every.is_none();
        match verb {
            Verb::Done { on, .. } if open && task.opened.is_none_or(|opened| opened <= *on) => {
                task.done = Some(*on);
            }
            Verb::MoreTime { until: At::Day(until), .. } if open => task.extended.push(*until),
            Verb::NotMine { whose: Some(whose), .. } if open => {
                let Some(owner) = PEOPLE.iter().find(|one| ***one == **whose) else { return false };
                task.owner = owner;
            }
            _ => return false,
        }
        true
    }

    /// What the files mean; they are read again only if they have changed. Whether nothing but tasks has,
    /// so that those that have not are the same as before.
    pub fn config(&mut self, now: Timestamp, world: &World) -> (Arc<Config>, bool) {
        let (around, text) = (self.around(), self.text());
        let known = self.read.take();
        let read = match known {
            Some(known) if known.text == text => known,
            known => {
                world.lock().note(format!("the files are now\n{text}"));
                let mut config = OfficeFiles::load(&text, now);
                let before = known.filter(|known| known.around == around);
                let only_tasks = before.is_some();
                for task in &mut config.tasks {
                    let same = before.as_ref().and_then(|before| {
                        before
                            .config
                            .task(&task.id)
                            .map(|at| before.config.tasks[at.0 as usize].clone())
                    });
                    if let Some(same) = same.filter(|same| same == task) {
                        *task = same;
                    }
                }
                Read { around, text, config: Arc::new(config), only_tasks }
            }
        };
        let (config, only_tasks) = (read.config.clone(), read.only_tasks);
        self.read = Some(read);
        (config, only_tasks)
    }

    fn load(text: &str, now: Timestamp) -> Config {
        let files = Text(text.to_owned());
        let loaded = config::load(Path::new("/duban.toml"), &files, now);
        let findings = config::render(&loaded.findings, &loaded.sources, Language::En);
        loaded.config.unwrap_or_else(|| panic!("it does not check:\n{findings}\n{text}"))
    }

    /// What is wrong with a file of which nothing is right.
    pub(super) fn problems(now: Timestamp) -> Vec<Problem> {
        let files = Text("due = 2026-02-30\n".to_owned());
        config::load(Path::new("/duban.toml"), &files, now).problems()
    }

    /// All but the tasks.
    fn around(&self) -> String {
        let mut text = format!("{}{}[people]\n", self.settings, self.policies);
        for (name, person) in PEOPLE.iter().zip(&self.people) {
            person.write(&mut text, name);
        }
        text
    }

    fn text(&self) -> String {
        let mut text = self.around();
        for (name, task) in &self.tasks {
            task.write(&mut text, *name);
        }
        text
    }
}

impl Person {
    fn write(&self, text: &mut String, name: &str) {
        let _ = write!(text, "{name} = {{ name = '{name}', email = '{name}@example.org'");
        if let Some(language) = self.language {
            let _ = write!(text, ", language = '{language}'");
        }
        let away = self.away.iter().map(|(from, until, delegate)| {
            let delegate =
                delegate.map_or(String::new(), |one| format!(", delegate = '{}'", PEOPLE[one]));
            format!("{{ from = {from}, until = {until}{delegate} }}")
        });
        let away: Vec<String> = away.collect();
        let _ = writeln!(text, ", away = [{}] }}", away.join(", "));
    }
}

fn people(rng: &mut Rng, first: Date, days: i32) -> Vec<Person> {
    let person = |at: usize| Person {
        language: [None, None, Some("en"), Some("zh-CN")][rng.usize(0..4)],
        away: (0..rng.u32(0..3))
            .map(|_| {
                let from = first + rng.i32(0..days).days();
                // Nobody stands in for somebody before them in the list, so there is no circle.
                let delegate =
                    (at + 1 < PEOPLE.len() && rng.bool()).then(|| rng.usize(at + 1..PEOPLE.len()));
                (from, from + rng.i32(0..15).days(), delegate)
            })
            .collect(),
    };
    (0..PEOPLE.len()).map(person).collect()
}

impl Task {
    fn edit(&mut self, rng: &mut Rng, today: Date, what: u8) {
        match what {
            1 if self.every.is_none() => {
                let last = self.extended.last().copied().unwrap_or(self.due);
                self.extended.push(last + rng.i32(1..30).days());
            }
            2 => self.done = Some(today).filter(|day| self.opened.is_none_or(|open| open <= *day)),
            3 if self.done.is_some() && rng.bool() => self.verified = true,
            // Not done after all, or called off, or that taken back.
            3 if rng.bool() => (self.done, self.verified) = (None, false),
            3 => self.cancelled = self.cancelled.xor(Some(today)),
            4 => self.hold = Some(today + rng.i32(-3..10).days()),
            5 => self.hold = None,
            6 if self.every.is_some() => self.every = Some(Some(today - rng.i32(0..20).days())),
            6 | 7 => {
                if let Some(milestone) = rng.choice(self.milestones.iter_mut()) {
                    match rng.bool() {
                        true => milestone.done = Some(today),
                        false => milestone.extended = Some(today + rng.i32(-5..20).days()),
                    }
                }
            }
            _ => self.owner = owner(rng),
        }
    }

    fn write(&self, text: &mut String, name: u32) {
        let _ = write!(
            text,
            "[[task]]\nid = 'T-{name}'\ntitle = '整改 {name}'\nunit = 'city'\nowner = '{}'\n\
             policy = 'p{}'\ndue = {}\n",
            self.owner, self.policy, self.due
        );
        let verified = self.done.filter(|_| self.verified);
        for (key, day) in [
            ("opened", self.opened),
            ("done", self.done),
            ("verified", verified),
            ("cancelled", self.cancelled),
        ] {
            let _ = day.map(|day| writeln!(text, "{key} = {day}"));
        }
        for (key, person) in [("with", self.with), ("watchers", self.watcher)] {
            let _ = person.map(|person| writeln!(text, "{key} = ['{}']", PEOPLE[person]));
        }
        if let Some(day) = self.hold {
            let _ = writeln!(text, "hold = {{ until = {day} }}");
        }
        if let Some(through) = self.every {
            text.push_str("every = '1mo'\n");
            let _ = through.map(|day| writeln!(text, "done-through = {day}"));
        }
        if !self.extended.is_empty() {
            let list: Vec<String> =
                self.extended.iter().map(|day| format!("{{ to = {day} }}")).collect();
            let _ = writeln!(text, "extended = [{}]", list.join(", "));
        }
        if !self.milestones.is_empty() {
            let list: Vec<String> =
                self.milestones.iter().enumerate().map(|(at, one)| one.text(at)).collect();
            let _ = writeln!(text, "milestones = [{}]", list.join(", "));
        }
    }
}

impl Milestone {
    fn text(&self, at: usize) -> String {
        let mut text = format!("{{ id = 'm{at}', title = '节点 {at}', due = {}", self.due);
        if let Some(day) = self.done {
            let _ = write!(text, ", done = {day}");
        }
        if let Some(day) = self.extended {
            let _ = write!(text, ", extended = [{{ to = {day} }}]");
        }
        if let Some(owner) = self.owner {
            let _ = write!(text, ", owner = '{}'", PEOPLE[owner]);
        }
        text.push_str(" }");
        text
    }
}

fn settings(rng: &mut Rng, when: When, burst: bool) -> String {
    let language = if rng.bool() { "en" } else { "zh-CN" };
    let zone = rng.choice(["Asia/Shanghai", "Europe/London", "America/New_York"]).expect("one");
    let send_on = if when.every_day { "every-day" } else { "workdays" };
    let hours = format!(
        "{}-{}",
        when.opens.strftime("%H:%M"),
        when.closes.map_or("24:00".to_owned(), |closes| closes.strftime("%H:%M").to_string())
    );
    let storm = if burst { 10..40 } else { 1..4 };
    let letters = if rng.u8(0..4) == 0 { rng.u32(storm) } else { 500 };
    let changes = if rng.u8(0..3) == 0 { rng.u32(1..6) } else { 50 };
    let share = ["0.34", "1", "0.1", "0.8"][rng.usize(0..4)];
    let holidays = if when.holidays { "['CN']" } else { "[]" };
    let connections = rng.u32(1..5);
    let rate = if rng.u8(0..6) == 0 { format!("rate = '{RATE}/min'\n") } else { String::new() };
    let admin = if rng.u8(0..20) == 0 { "[]" } else { "['ops@example.org']" };
    format!(
        "language = '{language}'\n[mail]\nfrom = 'duban@example.org'\ntransport = 'smtp'\n\
         [mail.smtp]\nhost = 'relay'\nsecurity = 'none'\nconnections = {connections}\n{rate}\
         [admin]\nto = {admin}\n\
         [guard]\nmax-letters = {letters}\nmax-changes = {changes}\nmax-changes-share = {share}\n\
         [calendars.default]\ntimezone = '{zone}'\nholidays = {holidays}\nhours = '{hours}'\n\
         send-at = '{}'\nsend-on = '{send_on}'\n\
         [units.province]\nname = 'Province'\nhead = 'fang'\nsupervisor = 'bob'\n\
         [units.city]\nname = 'City'\nhead = 'ann'\nparent = 'province'\n\
         [groups.team]\nmembers = ['cai', 'dan', 'eve']\n",
        &hours[..5]
    )
}

/// Letters a minute, where there is a limit.
pub const RATE: usize = 6;

fn policy(rng: &mut Rng, at: usize, burst: bool) -> String {
    let mut stages = String::new();
    let group = rng.bool() && !burst;
    for number in 0..rng.u32(1..6) {
        let from = ["opened", "due", "due", "due", "due", "due", "done", "verified", "progress"];
        let from = rng.choice(from).expect("one");
        let from = if burst && number == 0 { "due" } else { from };
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
        let to = ["['owner']", "['owner', 'head']", "['head']", "['group:team', 'top']"];
        let cc = [
            "[]",
            "['supervisor']",
            "['head+1']",
            "['person:eve', 'person:fang', 'x@example.net']",
        ];
        let (to, cc) = (rng.choice(to).expect("one"), rng.choice(cc).expect("one"));
        let importance = rng.choice(["low", "normal", "normal", "high"]).expect("one");
        let ask = if rng.u8(0..10) == 0 { ", release = 'ask'" } else { "" };
        let offset = if from == "progress" { offset.replace('-', "+") } else { offset };
        let unless = match rng.u8(0..8) {
            0 => ", unless = 'acknowledged'",
            1 if from != "progress" => ", unless = 'progress'",
            _ => "",
        };
        let _ = writeln!(
            stages,
            "  {{ name = 's{number}', from = '{from}', at = '{offset}'{repeats}, to = {to}, cc = {cc}, \
             importance = '{importance}'{ask}{unless} }},",
        );
    }
    format!("[policies.p{at}]\ngroup = {group}\nstages = [\n{stages}]\n")
}
