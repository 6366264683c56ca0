//! What an edit changed in the files, thing by thing and key by key, for `duban diff`.

use jiff::civil::Date;

use crate::model::{
    Config, Extension, Hold, Milestone, Party, Person, Recipient, Role, Stage, Task, TaskIx, Unit,
    UnitIx, When,
};
use crate::plan::{Target, deadline, role_text};

/// What changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Detail {
    /// What it is.
    pub thing: Thing,
    /// Its id; a milestone's with its task's, as `A-1/draft`.
    pub id: String,
    /// The title or name that it has, or had.
    pub title: String,
    /// How it changed.
    pub edit: Edit,
}

/// What can change.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Thing {
    /// A task.
    Task,
    /// A milestone.
    Milestone,
    /// A person.
    Person,
    /// A group.
    Group,
    /// A unit.
    Unit,
    /// A policy.
    Policy,
    /// A calendar.
    Calendar,
    /// Anything else that the root file says.
    Settings,
}

impl Thing {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Thing::Task => "task",
            Thing::Milestone => "milestone",
            Thing::Person => "person",
            Thing::Group => "group",
            Thing::Unit => "unit",
            Thing::Policy => "policy",
            Thing::Calendar => "calendar",
            Thing::Settings => "settings",
        }
    }
}

/// How something changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edit {
    /// It is new.
    Added,
    /// It is gone.
    Gone,
    /// A key of it has another value. Where a value is too long to be shown, it is not told.
    Key {
        /// The key, as the files write it; `deadline` is that in force (T0).
        key: &'static str,
        /// What it was; `None` where it had none.
        before: Option<String>,
        /// What it is.
        after: Option<String>,
    },
}

/// The keys of a thing with their values as text.
type Values = Vec<(&'static str, String)>;

/// Everything that differs: tasks with their milestones in the order of their ids, then all else.
pub fn details(old: &Config, new: &Config) -> Vec<Detail> {
    let mut found = tasks(old, new);
    let people = |config: &Config| -> Vec<Entry> {
        config
            .people
            .iter()
            .map(|one| (one.id.to_string(), one.name.to_string(), person(config, one)))
            .collect()
    };
    let units = |config: &Config| -> Vec<Entry> {
        config
            .units
            .iter()
            .map(|one| (one.id.to_string(), one.name.to_string(), unit(config, one)))
            .collect()
    };
    let groups = |config: &Config| -> Vec<Entry> {
        let members = |ids: &[crate::model::PersonIx]| {
            ids.iter().map(|at| config[*at].id.to_string()).collect::<Vec<_>>().join(", ")
        };
        config
            .groups
            .iter()
            .map(|one| {
                (one.id.to_string(), String::new(), vec![("members", members(&one.members))])
            })
            .collect()
    };
    compare(Thing::Person, people(old), people(new), &mut found);
    compare(Thing::Group, groups(old), groups(new), &mut found);
    compare(Thing::Unit, units(old), units(new), &mut found);
    compare(Thing::Policy, policies(old), policies(new), &mut found);
    compare(Thing::Calendar, calendars(old), calendars(new), &mut found);
    compare(Thing::Settings, settings(old), settings(new), &mut found);
    found
}

/// Id, title or name, values.
type Entry = (String, String, Values);

fn tasks(old: &Config, new: &Config) -> Vec<Detail> {
    let mut found = Vec::new();
    let mut olds = (0..old.tasks.len()).peekable();
    let entry = |config: &Config, at: usize| vec![task_entry(config, at)];
    for at in 0..new.tasks.len() {
        let id = &new.tasks[at].id;
        while let Some(gone) = olds.next_if(|was| old.tasks[*was].id < *id) {
            compare(Thing::Task, entry(old, gone), Vec::new(), &mut found);
        }
        match olds.next_if(|was| old.tasks[*was].id == *id) {
            None => compare(Thing::Task, Vec::new(), entry(new, at), &mut found),
            Some(was) => {
                compare(Thing::Task, entry(old, was), entry(new, at), &mut found);
                let steps = (milestones(old, was), milestones(new, at));
                compare(Thing::Milestone, steps.0, steps.1, &mut found);
            }
        }
    }
    for gone in olds {
        compare(Thing::Task, entry(old, gone), Vec::new(), &mut found);
    }
    found
}

/// Both lists in the order of the new one; what is gone stands last.
fn compare(thing: Thing, old: Vec<Entry>, new: Vec<Entry>, found: &mut Vec<Detail>) {
    let detail = |id: &str, title: &str, edit| Detail {
        thing,
        id: id.to_owned(),
        title: title.to_owned(),
        edit,
    };
    let mut before: std::collections::HashMap<&str, &Entry> =
        old.iter().map(|entry| (entry.0.as_str(), entry)).collect();
    for (id, title, is) in &new {
        let Some((_, _, was)) = before.remove(id.as_str()) else {
            found.push(detail(id, title, Edit::Added));
            continue;
        };
        let differing = was.iter().zip(is).filter(|(was, is)| was.1 != is.1);
        found.extend(differing.map(|((key, before), (_, after))| {
            let shown = |value: &String| {
                (!value.is_empty() && !value.starts_with(LONG)).then(|| value.clone())
            };
            detail(id, title, Edit::Key { key, before: shown(before), after: shown(after) })
        }));
    }
    let gone = old.iter().filter(|entry| before.contains_key(entry.0.as_str()));
    found.extend(gone.map(|(id, title, _)| detail(id, title, Edit::Gone)));
}

fn task_entry(config: &Config, at: usize) -> Entry {
    let target = Target { task: TaskIx(at as u32), milestone: None };
    let task = target.task(config);
    (task.id.to_string(), task.title.to_string(), task_values(config, target, task))
}

fn milestones(config: &Config, at: usize) -> Vec<Entry> {
    let task = &config.tasks[at];
    let steps = task.milestones.iter().enumerate();
    let entry = |(step, one): (usize, &Milestone)| {
        let target = Target { task: TaskIx(at as u32), milestone: Some(step as u32) };
        (target.name(config), one.title.to_string(), milestone_values(config, target, one))
    };
    steps.map(entry).collect()
}

fn task_values(config: &Config, target: Target, task: &Task) -> Values {
    let word = |text: Option<&str>| text.unwrap_or_default().to_owned();
    let in_force = match task.every {
        Some(every) => format!("{} + {every}", task.due),
        None => deadline(config, target).to_string(),
    };
    vec![
        ("title", task.title.to_string()),
        ("deadline", in_force),
        ("detail", word(task.detail.as_deref())),
        ("category", word(task.category.as_deref())),
        ("severity", task.severity.name().to_owned()),
        ("source", word(task.source.as_deref())),
        ("batch", word(task.batch.as_deref())),
        ("unit", unit_id(config, task.unit)),
        ("owner", party(config, task.owner)),
        ("with", parties(config, &task.with)),
        ("supervisor", party(config, task.supervisor)),
        ("watchers", recipients(config, &task.watchers)),
        ("policy", config[task.policy].id.to_string()),
        ("opened", date(task.opened)),
        ("due", task.due.to_string()),
        ("extended", extensions(&task.extended)),
        ("done", date(task.done)),
        ("verified", date(task.verified)),
        ("cancelled", date(task.cancelled)),
        ("hold", holds(&task.holds)),
        ("done-through", task.done_through.map(|day| day.to_string()).unwrap_or_default()),
        ("acknowledged", date(task.acknowledged())),
        ("progress", course(task.progress().iter().map(|one| (one.on, one.text.as_deref())))),
        ("returned", course(task.returned().iter().map(|one| (one.on, one.reason.as_deref())))),
        ("evidence", task.evidence().join("; ")),
        ("looked-back", days(task.looked_back())),
        ("fields", fields(task)),
        ("links", task.links.join(" ")),
    ]
}

fn days(days: &[Date]) -> String {
    days.iter().map(Date::to_string).collect::<Vec<_>>().join(", ")
}

fn milestone_values(config: &Config, target: Target, one: &Milestone) -> Values {
    vec![
        ("title", one.title.to_string()),
        ("deadline", deadline(config, target).to_string()),
        ("unit", unit_id(config, one.unit)),
        ("owner", party(config, one.owner)),
        ("with", parties(config, one.with.as_deref().unwrap_or_default())),
        ("supervisor", party(config, one.supervisor)),
        ("watchers", recipients(config, one.watchers.as_deref().unwrap_or_default())),
        ("due", one.due.to_string()),
        ("extended", extensions(&one.extended)),
        ("done", date(one.done)),
        ("cancelled", date(one.cancelled)),
        ("hold", holds(&one.holds)),
    ]
}

fn person(config: &Config, one: &Person) -> Values {
    let away = one.away.iter().map(|away| {
        let delegate = away.delegate.map(|at| format!(" ({})", config[at].id));
        format!("{} – {}{}", away.from, away.until, delegate.unwrap_or_default())
    });
    let language = one.language.map(|language| language.name().to_owned());
    vec![
        ("name", one.name.to_string()),
        ("email", one.email.to_string()),
        ("language", language.unwrap_or_default()),
        ("away", away.collect::<Vec<_>>().join("; ")),
    ]
}

fn unit(config: &Config, one: &Unit) -> Values {
    vec![
        ("name", one.name.to_string()),
        ("parent", unit_id(config, one.parent)),
        ("head", party(config, one.head)),
        ("supervisor", party(config, one.supervisor)),
        ("calendar", config[one.calendar].id().to_owned()),
    ]
}

/// Stages are too long to be shown: that they differ is told.
fn policies(config: &Config) -> Vec<Entry> {
    let entry = |one: &crate::model::Policy| {
        let values = vec![
            ("group", one.group.to_string()),
            ("stages", long(one.stages.iter().map(|one| stage(config, one)).collect())),
        ];
        (one.id.to_string(), String::new(), values)
    };
    config.policies.iter().map(entry).collect()
}

/// People and groups by their ids: their places may differ where nothing else does.
fn stage(config: &Config, stage: &Stage) -> String {
    let roles = |list: &[Role]| list.iter().map(|role| role_text(config, role)).collect::<Vec<_>>();
    let Stage { name, from, at, repeat, times, release, importance, unless, .. } = stage;
    let letter = (stage.letter, &stage.own_letter);
    let (to, cc) = (roles(&stage.to), roles(&stage.cc));
    let when = format!("{name} {from:?} {at} {repeat:?} {times:?}");
    format!("{when} {to:?} {cc:?} {letter:?} {release:?} {importance:?} {unless:?}\n")
}

fn calendars(config: &Config) -> Vec<Entry> {
    let entry = |one: &crate::model::Calendar| {
        (one.id().to_owned(), String::new(), vec![("days", long(one.to_text()))])
    };
    config.calendars.iter().map(entry).collect()
}

fn settings(config: &Config) -> Vec<Entry> {
    let values = vec![
        ("language", config.language.name().to_owned()),
        ("mail", long(format!("{:?}", config.mail))),
        ("guard", long(format!("{:?}", config.guard))),
        ("admin", long(format!("{:?} {:?}", config.admin, config.all_well))),
    ];
    vec![(String::new(), String::new(), values)]
}

/// Begins a value that is compared and not shown.
const LONG: char = '\u{0}';

fn long(value: String) -> String {
    format!("{LONG}{value}")
}

fn date(when: Option<When>) -> String {
    when.map(|when| when.to_string()).unwrap_or_default()
}

fn unit_id(config: &Config, unit: Option<UnitIx>) -> String {
    unit.map(|unit| config[unit].id.to_string()).unwrap_or_default()
}

fn party(config: &Config, party: Option<Party>) -> String {
    match party {
        None => String::new(),
        Some(Party::Person(person)) => config[person].id.to_string(),
        Some(Party::Group(group)) => config[group].id.to_string(),
    }
}

fn parties(config: &Config, list: &[Party]) -> String {
    list.iter().map(|one| party(config, Some(*one))).collect::<Vec<_>>().join(", ")
}

fn recipients(config: &Config, list: &[Recipient]) -> String {
    let shown = list.iter().map(|one| match one {
        Recipient::Party(one) => party(config, Some(*one)),
        Recipient::Mailbox(mailbox) => mailbox.address.to_string(),
    });
    shown.collect::<Vec<_>>().join(", ")
}

fn extensions(list: &[Extension]) -> String {
    list.iter().map(|one| one.to.to_string()).collect::<Vec<_>>().join(", ")
}

fn holds(list: &[Hold]) -> String {
    let shown = list.iter().map(|hold| match hold.from {
        Some(from) => format!("{from} – {}", hold.until),
        None => format!("– {}", hold.until),
    });
    shown.collect::<Vec<_>>().join("; ")
}

fn course<'t>(entries: impl Iterator<Item = (When, Option<&'t str>)>) -> String {
    let shown = entries.map(|(on, text)| format!("{on} {}", text.unwrap_or_default()));
    shown.map(|one| one.trim_end().to_owned()).collect::<Vec<_>>().join("; ")
}

fn fields(task: &Task) -> String {
    let shown = task.fields().iter().map(|(name, value)| format!("{name} = {value}"));
    shown.collect::<Vec<_>>().join("; ")
}
