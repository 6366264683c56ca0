//! What tallies count (C1): tasks as they stand, or letters about them that were released.
//!
//! Tasks are counted, not milestones, by the filter of reports and lists (P3), as they stand at the moment (P4).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use jiff::Timestamp;
use jiff::civil::Date;

use crate::model::{
    Calendar, Config, LetterKind, State, Subject, Tally, TallyOf, TallyPer, UnitIx,
};
use crate::plan::{Origin, Target, responsible};
use crate::view::Filter;
use crate::view::figures::{About, is_opened, owners, supervisors};

/// A count for one of those for whom a tally is counted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Count {
    /// For whom.
    pub about: About,
    /// The tasks that count, or that letters which count are about.
    pub tasks: Vec<Target>,
    /// The letters that count, by their places in the list.
    pub letters: Vec<usize>,
    /// How many.
    pub number: usize,
}

/// A letter that was released, or will be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReleasedLetter {
    /// Its id; none of one to come.
    pub id: Option<String>,
    /// Which letter.
    pub kind: LetterKind,
    /// When it was released.
    pub released: Timestamp,
    /// What it says: about whom, from what, by which stage.
    pub notices: Vec<(Subject, Origin, Box<str>)>,
}

/// The counts of a tally, for whom there is any, in a fixed order. `stood` are the files as they stand at the moment.
pub fn counts(
    stood: &Config,
    tally: &Tally,
    letters: &[ReleasedLetter],
    moment: Timestamp,
) -> Vec<Count> {
    match &tally.of {
        TallyOf::Tasks => of_tasks(stood, tally, moment),
        TallyOf::Letters(..) => of_letters(stood, tally, letters, moment),
    }
}

/// Which tasks a tally takes. What it names was looked up when the files were read.
pub fn filter(config: &Config, tally: &Tally) -> Filter {
    let mut filter = Filter::default();
    for (key, value) in &tally.filter {
        let added = filter.add(config, key, value);
        debug_assert_eq!(added, Ok(()), "a filter that was checked");
    }
    filter
}

fn of_tasks(stood: &Config, tally: &Tally, moment: Timestamp) -> Vec<Count> {
    let filter = filter(stood, tally);
    let sieve = filter.at(stood, moment);
    let counts = |target: &Target| {
        let (task, state) = (target.task(stood), target.task(stood).state());
        is_opened(task, target.calendar(stood), moment)
            && state != State::Cancelled
            && (state == State::Open || !filter.colours.is_empty())
            && sieve.takes(*target)
    };
    let mut all: BTreeMap<Place, Count> = BTreeMap::new();
    for target in Target::of_tasks(stood).filter(counts) {
        for about in abouts(stood, tally, target) {
            let count = all.entry(place(about)).or_insert_with(|| Count::none(about));
            count.tasks.push(target);
            count.number += 1;
        }
    }
    all.into_values().collect()
}

fn of_letters(
    stood: &Config,
    tally: &Tally,
    letters: &[ReleasedLetter],
    moment: Timestamp,
) -> Vec<Count> {
    let (TallyOf::Letters(which, _), Some(begin)) = (&tally.of, since(stood, tally, moment)) else {
        return Vec::new();
    };
    let filter = filter(stood, tally);
    let sieve = filter.at(stood, moment);
    let units: HashMap<&str, UnitIx> =
        stood.units.iter().zip(0..).map(|(unit, at)| (&*unit.id, UnitIx(at))).collect();
    let mut all: BTreeMap<Place, Count> = BTreeMap::new();
    for (number, letter) in letters.iter().enumerate() {
        if letter.released < begin || letter.released > moment || !which.has_kind(letter.kind) {
            continue;
        }
        // A letter counts once for each, however many of its tasks lie there.
        let mut of_letter: BTreeMap<Place, (About, BTreeSet<Target>)> = BTreeMap::new();
        let mut add = |about: About, target: Option<Target>| {
            let (_, tasks) =
                of_letter.entry(place(about)).or_insert_with(|| (about, BTreeSet::new()));
            tasks.extend(target);
        };
        for (subject, from, stage) in &letter.notices {
            let own = *from == Origin::Tally && *stage == tally.name;
            if own || !which.has_stage(stage) {
                continue;
            }
            let task = subject.task().and_then(|id| stood.task(id));
            match (task.map(|task| Target { task, milestone: None }), subject) {
                (Some(target), _) if sieve.takes(target) => {
                    abouts(stood, tally, target).into_iter().for_each(|one| add(one, Some(target)));
                }
                (Some(_), _) => {}
                // What is about no task that the files have.
                (None, Subject::Unit(id)) if filter.is_empty() && tally.per == TallyPer::Unit => {
                    let unit = units.get(&**id).copied();
                    unit.into_iter().flat_map(|unit| up(stood, tally, unit)).for_each(|unit| {
                        add(About::Unit(unit), None);
                    });
                }
                (None, _) if filter.is_empty() && tally.per == TallyPer::Whole => {
                    add(About::Whole, None);
                }
                (None, _) => {}
            }
        }
        for (place, (about, tasks)) in of_letter {
            let count = all.entry(place).or_insert_with(|| Count::none(about));
            count.letters.push(number);
            count.number += 1;
            count.tasks.extend(tasks);
        }
    }
    let mut all: Vec<Count> = all.into_values().collect();
    for count in &mut all {
        count.tasks.sort_unstable();
        count.tasks.dedup();
    }
    all
}

/// Since when letters count.
pub fn since(config: &Config, tally: &Tally, moment: Timestamp) -> Option<Timestamp> {
    let TallyOf::Letters(_, period) = &tally.of else { return None };
    let calendar = config.office_calendar()?;
    Some(calendar.start_of_day(period.begin(calendar.local_date(moment))))
}

/// Since when letters count for any tally.
pub fn since_of_all(config: &Config, moment: Timestamp) -> Option<Timestamp> {
    config.tallies.iter().filter_map(|tally| since(config, tally, moment)).min()
}

/// When tallies are judged on a day: at the first sweep from then on; on a day off not at all.
pub fn judged_at(calendar: &Calendar, day: Date) -> Option<Timestamp> {
    let at = || calendar.instant(day.to_datetime(calendar.send_at()));
    calendar.is_working_day(day).then(at)
}

impl Count {
    fn none(about: About) -> Count {
        Count { about, tasks: Vec::new(), letters: Vec::new(), number: 0 }
    }
}

/// For whom a task counts.
fn abouts(config: &Config, tally: &Tally, target: Target) -> Vec<About> {
    match tally.per {
        TallyPer::Whole => vec![About::Whole],
        TallyPer::Task => vec![About::Task(target.task)],
        TallyPer::Owner => owners(config, target).into_iter().map(About::Owner).collect(),
        TallyPer::Supervisor => {
            supervisors(config, target).into_iter().map(About::Supervisor).collect()
        }
        TallyPer::Unit => {
            let unit = responsible(config, target).unit;
            let units = unit.into_iter().flat_map(|unit| up(config, tally, unit));
            units.map(About::Unit).collect()
        }
    }
}

/// A unit, with `subtree` those above it, too.
fn up<'c>(config: &'c Config, tally: &Tally, unit: UnitIx) -> impl Iterator<Item = UnitIx> + 'c {
    let levels = if tally.subtree { usize::MAX } else { 1 };
    std::iter::successors(Some(unit), |at| config[*at].parent).take(levels)
}

/// Where a count stands among those of a tally.
type Place = u32;

fn place(about: About) -> Place {
    match about {
        About::Whole => 0,
        About::Unit(unit) | About::UnitAlone(unit) => unit.0,
        About::Supervisor(person) | About::Owner(person) => person.0,
        About::Task(task) => task.0,
    }
}
