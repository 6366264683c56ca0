//! The nouns of duban: tasks, people, units, policies, calendars and the settings around them.
//!
//! A [`Config`] is what the TOML files mean once every finding is settled: references are indices,
//! dates are dates, defaults are filled in. Nothing here knows TOML, the ledger, mail or the clock.

pub mod addresses;
pub mod answer;
pub mod calendar;
pub mod cause;
pub mod counting;
pub mod cron;
pub mod cure;
pub mod cycles;
mod day_number;
pub mod digest;
mod irregular_days;
pub mod language;
pub mod late;
pub mod link;
pub mod met;
pub mod names;
pub mod numbers;
pub mod offset;
pub mod people;
pub mod policy;
pub mod report;
pub mod settings;
pub mod subject;
pub mod tally;
pub mod task;
pub mod templates;
pub mod when;
pub mod working_hours;

use std::sync::Arc;

pub use answer::{Answer, AnswerState, Answers, NewAnswer, Standing, Verb, Way};
pub use calendar::{Calendar, CalendarParts, DayKind, Exception, Hours, SendOn, Window};
pub use cron::{Cron, CronFault};
pub use cycles::{first_not, first_not_near};
pub use digest::Digests;
pub use language::Language;
pub use late::Late;
pub use link::{LetterLinks, Link, LinkKey, Ways};
pub(crate) use names::names;
pub use numbers::{LetterSettings, NumberFlaw, NumberPattern, Numbering};
pub use offset::{At, Distance, Offset, OffsetError, Repeat, Rhythm, Span, TimeUnit};
pub use people::{Address, Away, DigestRhythm, Group, Mailbox, Party, Person, Recipient, Unit};
pub use policy::{AnchorKind, Importance, LetterKind, Policy, Release, Role, Stage, Unless};
pub use report::{Attach, Per, Report, Roll};
pub use settings::{
    AnswerRules, Guard, Imap, Installation, LedgerUrl, Listen, Mail, Password, Rate, Security,
    Share, Smtp, SubjectStart, TransportKind, Web,
};
pub use subject::Subject;
pub use tally::{Counts, Period, Tally, TallyOf, TallyPer};
pub use task::{Course, Extension, Hold, Milestone, Progress, Returned, Severity, State, Task};
pub use templates::{Part, Template};
pub use when::When;

/// Declares an index into one of [`Config`]'s lists.
macro_rules! index {
    ($(#[$doc:meta] $name:ident => $list:ident: $item:ty;)*) => {$(
        #[$doc]
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(pub u32);

        impl std::ops::Index<$name> for Config {
            type Output = $item;
            fn index(&self, at: $name) -> &$item {
                &self.$list[at.0 as usize]
            }
        }
    )*};
}

index! {
    /// Where a person stands in [`Config::people`].
    PersonIx => people: Person;
    /// Where a group stands in [`Config::groups`].
    GroupIx => groups: Group;
    /// Where a unit stands in [`Config::units`].
    UnitIx => units: Unit;
    /// Where a policy stands in [`Config::policies`].
    PolicyIx => policies: Policy;
    /// Where a calendar stands in [`Config::calendars`].
    CalendarIx => calendars: Calendar;
    /// Where a task stands in [`Config::tasks`].
    TaskIx => tasks: Task;
}

/// The whole configuration, checked. Every index in it is valid.
#[derive(Debug, Clone)]
pub struct Config {
    /// The default language of letters.
    pub language: Language,
    /// How letters look from outside and leave.
    pub mail: Mail,
    /// Where the ledger is kept.
    pub ledger: LedgerUrl,
    /// The limits of L6.
    pub guard: Guard,
    /// What becomes of answers.
    pub answers: AnswerRules,
    /// Templates of the admin's own.
    pub templates: Arc<[Template]>,
    /// What is set for single kinds of letters.
    pub letters: Arc<[LetterSettings]>,
    /// Who hears of trouble.
    pub admin: Vec<Mailbox>,
    /// How often they hear that all is well, if at all (R4).
    pub all_well: Option<DigestRhythm>,
    /// Where these files are in force, as the admin is told.
    pub installation: Installation,
    /// Where state and metrics are told over HTTP, if anywhere.
    pub http: Option<Listen>,
    /// The page that is asked for after each sweep (R4).
    pub heartbeat: Option<Box<str>>,
    /// Where pages for people are served, if anywhere.
    pub web: Option<Web>,
    /// The key by which nobody can guess a letter's `Message-ID` (A5); none where no process has one.
    pub marking: Option<LinkKey>,
    /// Calendars, in the order the files name them.
    pub calendars: Vec<Calendar>,
    /// People, in the order the files name them.
    pub people: Vec<Person>,
    /// Groups, their members flattened.
    pub groups: Vec<Group>,
    /// Units; parents may stand behind their children.
    pub units: Vec<Unit>,
    /// Who has a digest instead of copies (W6).
    pub digests: Digests,
    /// Policies.
    pub policies: Vec<Policy>,
    /// Reports, in the order the files name them.
    pub reports: Vec<Report>,
    /// Tallies, in the order the files name them.
    pub tallies: Vec<Tally>,
    /// Tasks, ordered by id.
    pub tasks: Vec<Arc<Task>>,
    /// Paths of the files read, the root file first; [`Task::file`] points here.
    pub files: Vec<Box<str>>,
}

impl Config {
    /// All of it but the tasks.
    pub fn without_tasks(&self) -> Config {
        Config {
            language: self.language,
            mail: self.mail.clone(),
            templates: self.templates.clone(),
            letters: self.letters.clone(),
            ledger: self.ledger.clone(),
            guard: self.guard,
            answers: self.answers.clone(),
            admin: self.admin.clone(),
            all_well: self.all_well,
            installation: self.installation.clone(),
            http: self.http.clone(),
            heartbeat: self.heartbeat.clone(),
            web: self.web.clone(),
            marking: self.marking.clone(),
            calendars: self.calendars.clone(),
            people: self.people.clone(),
            groups: self.groups.clone(),
            units: self.units.clone(),
            digests: self.digests.clone(),
            policies: self.policies.clone(),
            reports: self.reports.clone(),
            tallies: self.tallies.clone(),
            tasks: Vec::new(),
            files: self.files.clone(),
        }
    }

    /// The task of that id.
    pub fn task(&self, id: &str) -> Option<TaskIx> {
        let at = self.tasks.binary_search_by(|task| task.id.as_ref().cmp(id));
        at.ok().map(|at| TaskIx(at as u32))
    }

    /// The person with that id.
    pub fn person(&self, id: &str) -> Option<PersonIx> {
        self.people.iter().zip(0..).find(|(one, _)| *one.id == *id).map(|(_, at)| PersonIx(at))
    }

    /// The report of that name.
    pub fn report(&self, name: &str) -> Option<&Report> {
        self.reports.iter().find(|report| *report.name == *name)
    }

    /// The tally of that name.
    pub fn tally(&self, name: &str) -> Option<&Tally> {
        self.tallies.iter().find(|tally| *tally.name == *name)
    }

    /// The calendar of what concerns no single task: that named `default`, else the first.
    pub fn office_calendar(&self) -> Option<&Calendar> {
        self.calendars.iter().find(|one| one.id() == "default").or(self.calendars.first())
    }

    /// The people behind a party, in the order the group names them.
    pub fn members<'a>(&'a self, party: &'a Party) -> &'a [PersonIx] {
        match party {
            Party::Person(person) => std::slice::from_ref(person),
            Party::Group(group) => &self[*group].members,
        }
    }
}
