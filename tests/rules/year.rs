//! C1: a year of sweeps in which tallies are raised, stand, fall and are raised anew agrees with an independent count. The
//! counts here are made from the drawn list alone, by other code than duban's; what the daemon did is read in its ledger.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use duban::daemon::sweeping::sweeper::Sweeper;
use duban::ledger::Ledger;
use duban::model::{Config, When};
use duban::plan::Origin;
use jiff::civil::{Date, DateTime, date};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::support::config;

/// Small numbers that depend on the seed alone.
struct Dice(u64);

impl Dice {
    fn next(&mut self, below: i64) -> i64 {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % below.unsigned_abs()) as i64
    }
}

const ZONE: &str = "Europe/Berlin";

fn zone() -> TimeZone {
    TimeZone::get(ZONE).expect("a zone")
}

fn instant(local: DateTime) -> Timestamp {
    zone().to_timestamp(local).expect("a time")
}

fn day_of(at: Timestamp) -> Date {
    zone().to_datetime(at).date()
}

fn plus(day: Date, days: i64) -> Date {
    day.checked_add(days.days()).expect("a day")
}

fn is_worked(day: Date) -> bool {
    day.weekday().to_monday_one_offset() <= 5
}

/// From the first day to the last.
fn days() -> impl Iterator<Item = Date> {
    std::iter::successors(Some(date(2026, 1, 1)), |day| Some(plus(*day, 1)))
        .take_while(|day| *day < date(2027, 1, 1))
}

const OFFICE: &str = "[mail]\nfrom = 'duban@example.org'\n[calendars.default]\ntimezone = 'Europe/Berlin'\n\
    [people.h]\nname = 'h'\nemail = 'h@example.org'\n[people.o]\nname = 'o'\nemail = 'o@example.org'\n\
    [units.root]\nname = 'root'\nhead = 'h'\n[units.a]\nname = 'a'\nparent = 'root'\nhead = 'h'\n\
    [units.b]\nname = 'b'\nparent = 'root'\nhead = 'h'\n[policies.p]\nstages = [\n\
    { name = 'late', at = '+1d', repeat = '1w', to = ['owner'], letter = 'supervision' }]\n";

/// A drawn task.
struct Task {
    id: String,
    unit: &'static str,
    opened: Date,
    due: Date,
    done: Option<Date>,
    high: bool,
}

fn tasks(dice: &mut Dice) -> Vec<Task> {
    let first = date(2026, 1, 1);
    (0..24)
        .map(|number| {
            let opened = plus(first, dice.next(250) - 30);
            let due = plus(opened, 5 + dice.next(40));
            Task {
                id: format!("T-{number}"),
                unit: ["root", "a", "b"][dice.next(3) as usize],
                opened,
                due,
                done: (dice.next(4) > 0).then(|| plus(due, dice.next(60) - 5)),
                high: dice.next(2) == 0,
            }
        })
        .collect()
}

fn written(tasks: &[Task]) -> String {
    let one = |task: &Task| {
        let Task { id, unit, opened, due, done, high } = task;
        let severity = if *high { "high" } else { "low" };
        let done = done.map(|done| format!("done = {done}\n")).unwrap_or_default();
        format!(
            "[[task]]\nid = '{id}'\ntitle = '{id}'\nunit = '{unit}'\nowner = 'o'\npolicy = 'p'\n\
             opened = {opened}\ndue = {due}\n{done}severity = '{severity}'\n"
        )
    };
    tasks.iter().map(one).collect()
}

/// A daemon that sweeps in memory.
struct Life {
    sweeper: Sweeper,
    ledger: Ledger,
}

impl Life {
    fn of(config: Config) -> Life {
        let ledger = Ledger::in_memory(|| false).expect("a ledger");
        Life { sweeper: Sweeper::new(Arc::new(config)), ledger }
    }

    fn sweep(&mut self, now: Timestamp) {
        self.sweeper.sweep(&mut self.ledger, now).expect("a sweep");
    }

    /// What was told from that cause: name, about whom, anchor, which time, when.
    fn told(&self, from: Origin) -> Vec<(String, String, When, u32, Timestamp)> {
        let all = self.ledger.history(None, u32::MAX).expect("history").into_iter();
        let of_cause = all.filter(|one| one.id.from == from);
        let line = of_cause.map(|one| {
            let about = one.id.subject.id().to_owned();
            (one.id.stage.to_string(), about, one.id.anchor, one.id.occurrence, one.recorded)
        });
        line.collect()
    }
}

/// C1, by a reading of its own: what a tally tells in a year.
#[derive(Default)]
struct Count {
    reached: Option<Date>,
    told_since: u32,
    last: Option<Date>,
}

impl Count {
    /// On a day on which it is judged. `again` and the pause in days.
    fn judge(&mut self, is_reached: bool, again: Option<i64>, day: Date) -> Option<(Date, u32)> {
        if !is_reached {
            *self = Count { last: self.last, ..Count::default() };
            return None;
        }
        let since = *self.reached.get_or_insert(day);
        let wait = if self.told_since == 0 { Some(again.unwrap_or(7)) } else { again };
        let may = match (self.last, wait) {
            (None, _) => true,
            (Some(_), None) => false,
            (Some(last), Some(wait)) => plus(last, wait) <= day,
        };
        may.then(|| {
            self.last = Some(day);
            self.told_since += 1;
            (since, self.told_since - 1)
        })
    }
}

/// The units for which a task counts.
fn up(unit: &'static str, subtree: bool) -> Vec<&'static str> {
    if subtree && unit != "root" { vec![unit, "root"] } else { vec![unit] }
}

#[test]
fn c1_a_year_of_tallies_agrees_with_an_independent_count() {
    let mut raised = 0;
    for seed in 1..=4 {
        let mut dice = Dice(seed);
        let tasks = tasks(&mut dice);
        let (limit, more) = (dice.next(3) + 2, dice.next(8));
        let again = (dice.next(2) == 0).then(|| dice.next(20) + 3);
        let subtree = dice.next(2) == 0;
        let often = dice.next(4) + 2;
        let spelled = again.map(|days| format!("again = '{days}d'\n")).unwrap_or_default();
        let text = format!(
            "{OFFICE}[[tallies]]\nname = 'late'\nwhen = {{ severity = 'high', late = '>{more}d' }}\nper = 'unit'\n\
             subtree = {subtree}\nat-least = {limit}\nto = ['head']\n{spelled}\
             [[tallies]]\nname = 'often'\nof = 'letters'\ncounts = {{ letter = 'supervision' }}\nperiod = 'month'\n\
             per = 'unit'\nat-least = {often}\nto = ['head']\n{}",
            written(&tasks)
        );
        let mut life = Life::of(config(&text));
        let mut late: BTreeMap<&str, Count> = BTreeMap::new();
        let mut letters: BTreeMap<&str, Count> = BTreeMap::new();
        let mut expected = BTreeSet::new();
        for day in days() {
            // The machine stands still for some days, and a day begins before `send-at`.
            if dice.next(12) == 0 {
                continue;
            }
            life.sweep(instant(day.at(7, 30, 0, 0)));
            let now = instant(day.at(9, dice.next(60) as i8, 0, 0));
            if is_worked(day) {
                let often_now = letters_of_month(&life, &tasks, day, now);
                for unit in ["root", "a", "b"] {
                    let is_late = |task: &&Task| {
                        let open = task.opened <= day && task.done.is_none_or(|done| done > day);
                        let days = (day - task.due).get_days();
                        task.high && open && i64::from(days) > more.max(0) && days > 0
                    };
                    let counted =
                        tasks.iter().filter(|task| up(task.unit, subtree).contains(&unit));
                    let is_reached = counted.filter(is_late).count() as i64 >= limit;
                    let count = late.entry(unit).or_default();
                    if let Some((since, time)) = count.judge(is_reached, again, day) {
                        expected.insert(("late".to_owned(), unit.to_owned(), since, time, now));
                    }
                    let number = often_now.get(unit).copied().unwrap_or(0) as i64;
                    let count = letters.entry(unit).or_default();
                    if let Some((since, time)) = count.judge(number >= often, None, day) {
                        expected.insert(("often".to_owned(), unit.to_owned(), since, time, now));
                    }
                }
            }
            life.sweep(now);
            life.sweep(instant(day.at(15, 0, 0, 0)));
        }
        let told = life.told(Origin::Tally).into_iter().map(|(name, about, anchor, time, at)| {
            let When::Day(since) = anchor else { panic!("{anchor} is no day") };
            (name, about, since, time, at)
        });
        let told: BTreeSet<_> = told.collect();
        raised += told.len();
        assert_eq!(told, expected, "seed {seed}:\n{text}");
    }
    assert!(raised > 30, "only {raised} letters in all years");
}

/// How many letters about tasks of each unit were written in the month of that day before that time, by what the ledger
/// says of each.
fn letters_of_month(
    life: &Life,
    tasks: &[Task],
    day: Date,
    now: Timestamp,
) -> BTreeMap<&'static str, usize> {
    let mut letters: BTreeMap<&str, BTreeSet<String>> = BTreeMap::new();
    for notice in life.ledger.history(None, u32::MAX).expect("history") {
        let Some(letter) = notice.letter.filter(|_| notice.id.from.stage().is_some()) else {
            continue;
        };
        let on = day_of(notice.recorded);
        if notice.recorded >= now || (on.year(), on.month()) != (day.year(), day.month()) {
            continue;
        }
        let task = tasks.iter().find(|task| *task.id == *notice.id.subject.id()).expect("a task");
        letters.entry(task.unit).or_default().insert(letter);
    }
    letters.into_iter().map(|(unit, letters)| (unit, letters.len())).collect()
}
