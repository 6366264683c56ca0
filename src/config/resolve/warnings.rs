//! What is no mistake for certain, but looks like one: warnings.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::config::Code;
use crate::config::fault::DateFault;
use crate::config::fault::PeopleFault;
use crate::config::fault::dates::{DayOff, OtherCycle};
use crate::config::finding::{Finding, Site};
use crate::config::gather::Findings;
use crate::config::resolve::dates::before;
use crate::config::resolve::exact::ExactOnDays;
use crate::config::resolve::ids::Lookup;
use crate::config::resolve::spots::Spots;
use crate::model::{
    Calendar, CalendarIx, Config, DayKind, Party, PersonIx, Span, State, Task, When,
};

/// The warnings of tasks while they are gathered.
pub(crate) struct Warnings {
    now: Timestamp,
    /// By calendar and year that its holiday sets do not know: the first place, and how many.
    uncovered: BTreeMap<(CalendarIx, i16), (Site, usize)>,
    exact: ExactOnDays,
}

impl Warnings {
    pub(crate) fn at(now: Timestamp) -> Warnings {
        Warnings { now, uncovered: BTreeMap::new(), exact: ExactOnDays::default() }
    }

    pub(crate) fn of_task(
        &mut self,
        config: &Config,
        task: &Task,
        spots: &Spots,
        findings: &mut Findings,
    ) {
        let calendar = &config[task.calendar];
        let id = &task.id;
        if let (Some(opened), Some(site)) = (task.opened, spots.due)
            && before(task.due, opened, calendar)
        {
            findings.warn(Code::DueBeforeOpened, site, || {
                Finding::new(DateFault::DueBeforeOpened { task: id.to_string() }).at(site)
            });
        }
        self.future(task, calendar, spots, findings);
        if let (Some(_), Some(done), Some(site)) = (task.every, task.done, spots.done) {
            findings.warn(Code::DoneEndsSeries, site, || {
                let (task, done) = (task.id.to_string(), calendar.day_of(done));
                Finding::new(DateFault::DoneEndsSeries { task, done }).at(site)
            });
        }
        extensions(task, calendar, spots, findings);
        if task.state() == State::Open {
            let (deadline, site) = match (task.extended.last(), spots.extended.last()) {
                (Some(last), Some(site)) => (last.to, *site),
                _ => (task.due, spots.due.unwrap_or(spots.id)),
            };
            self.deadline(id, calendar, deadline, site, findings);
            away(config, task, calendar.day_of(deadline), spots.id, findings);
        }
        self.milestones(config, task, spots, findings);
        self.holds(task, calendar, spots, findings);
        verifier(config, task, spots.id, findings);
        self.years(task, calendar, spots);
        self.exact.of_task(config, task, spots);
    }

    /// A step after the end of its task; a `done` that is a step's, and may be meant for the task.
    fn milestones(&self, config: &Config, task: &Task, spots: &Spots, findings: &mut Findings) {
        if task.state() != State::Open {
            return;
        }
        if let (Some(site), Some(last)) = (spots.done_of_last, task.milestones.last()) {
            findings.warn(Code::DoneOfMilestone, site, || {
                let (task, milestone) = (task.id.to_string(), last.id.to_string());
                Finding::new(DateFault::DoneOfMilestone { task, milestone }).at(site)
            });
        }
        if task.every.is_some() {
            return;
        }
        let calendar = &config[task.calendar];
        let deadline = task.extended.last().map_or(task.due, |last| last.to);
        for (one, site) in task.milestones.iter().zip(spots.milestones.iter().copied()) {
            let due = one.extended.last().map_or(one.due, |last| last.to);
            if !one.is_closed() && before(deadline, due, calendar) {
                findings.warn(Code::MilestoneAfterDue, site, || {
                    Finding::new(DateFault::MilestoneAfterDue {
                        task: task.id.to_string(),
                        milestone: one.id.to_string(),
                        due: config[one.calendar].day_of(due),
                        of_task: calendar.day_of(deadline),
                    })
                    .at(site)
                });
            }
        }
    }

    /// A hold without a beginning that is over holds nothing back; one that was over before the task began never did.
    fn holds(&self, task: &Task, calendar: &Calendar, spots: &Spots, findings: &mut Findings) {
        let today = calendar.local_date(self.now);
        let opened = task.opened.map(|opened| calendar.day_of(opened));
        for (hold, site) in task.holds.iter().zip(spots.holds.iter().copied()) {
            let never = opened.is_some_and(|opened| hold.until <= opened);
            let is_over =
                hold.until <= today && !hold.stops_clock && (hold.from.is_none() || never);
            if is_over && task.state() == State::Open {
                findings.warn(Code::HoldOver, site, || {
                    let (task, until) = (task.id.to_string(), hold.until);
                    Finding::new(DateFault::HoldOver { task, until }).at(site)
                });
            }
        }
    }

    /// What is done tomorrow is not done.
    fn future(&self, task: &Task, calendar: &Calendar, spots: &Spots, findings: &mut Findings) {
        let today = calendar.local_date(self.now);
        let dated = [("done", task.done, spots.done), ("verified", task.verified, spots.verified)];
        for (key, when, site) in dated {
            if let (Some(when), Some(site)) = (when, site)
                && calendar.day_of(when) > today
            {
                findings.warn(Code::InTheFuture, site, || {
                    let task = task.id.to_string();
                    Finding::new(DateFault::InTheFuture { task, key }).at(site)
                });
            }
        }
    }

    fn deadline(
        &self,
        id: &str,
        calendar: &Calendar,
        deadline: When,
        site: Site,
        findings: &mut Findings,
    ) {
        let day = calendar.day_of(deadline);
        if calendar.is_working_day(day) {
            return;
        }
        findings.warn(Code::DueOnDayOff, site, || {
            let (off, before) = (why_off(calendar, day), calendar.nth_working_day(day, -1));
            Finding::new(DateFault::DueOnDayOff { task: id.to_owned(), day, off, before }).at(site)
        });
    }

    fn years(&mut self, task: &Task, calendar: &Calendar, spots: &Spots) {
        if !matches!(task.state(), State::Open | State::Done) {
            return;
        }
        let milestones = task.milestones.iter().map(|one| one.due);
        let extended = task.extended.iter().map(|one| one.to);
        let dates = [task.opened, Some(task.due)].into_iter().flatten();
        for when in dates.chain(extended).chain(milestones) {
            let year = calendar.day_of(when).year();
            if !calendar.covers(year) {
                let site = spots.due.unwrap_or(spots.id);
                self.uncovered.entry((task.calendar, year)).or_insert((site, 0)).1 += 1;
            }
        }
    }

    /// Takes over what another core gathered.
    pub(crate) fn merge(&mut self, other: Warnings) {
        for (year, (site, count)) in other.uncovered {
            let known = self.uncovered.entry(year).or_insert((site, 0));
            *known = (known.0.min(site), known.1 + count);
        }
        self.exact.merge(other.exact);
    }

    /// T2: a year that the sets do not know is never passed over in silence.
    pub(crate) fn finish(&mut self, config: &Config, lookup: &Lookup<'_>, findings: &mut Findings) {
        std::mem::take(&mut self.exact).finish(config, lookup, findings);
        for ((calendar, year), (site, count)) in std::mem::take(&mut self.uncovered) {
            let calendar = config[calendar].id().to_string();
            let fault = DateFault::UncoveredYear { calendar, year, dates: count };
            findings.add(Finding::new(fault).at(site));
        }
    }
}

/// Extensions are asked for before the deadline, and lead to a later one.
fn extensions(task: &Task, calendar: &Calendar, spots: &Spots, findings: &mut Findings) {
    if let Some(every) = task.every {
        if task.state() == State::Open {
            extensions_of_cycles(task, every, calendar, spots, findings);
        }
        return;
    }
    let mut deadline = task.due;
    for (extension, site) in task.extended.iter().zip(spots.extended.iter().copied()) {
        if let Some(on) = extension.on.filter(|on| before(deadline, *on, calendar)) {
            findings.warn(Code::ExtendedLate, site, || {
                let (on, due) = (calendar.day_of(on), calendar.day_of(deadline));
                let task = task.id.to_string();
                Finding::new(DateFault::ExtendedLate { task, on, due }).at(site)
            });
        }
        if extension.to == deadline {
            findings.warn(Code::ExtendedWithoutEffect, site, || {
                let (task, due) = (task.id.to_string(), calendar.day_of(deadline));
                Finding::new(DateFault::ExtendedToSame { task, due }).at(site)
            });
        }
        if before(extension.to, deadline, calendar) {
            findings.warn(Code::ExtendedBackward, site, || {
                let (to, due) = (calendar.day_of(extension.to), calendar.day_of(deadline));
                let task = task.id.to_string();
                Finding::new(DateFault::ExtendedBackward { task, due, to }).at(site)
            });
        }
        deadline = extension.to;
    }
}

/// T9: an extension of a standing task counts for the cycle in which its `to` falls, and for no other. One that was
/// asked for in an earlier cycle, or that leads to a deadline of the rhythm, moves nothing.
fn extensions_of_cycles(
    task: &Task,
    every: Span,
    calendar: &Calendar,
    spots: &Spots,
    findings: &mut Findings,
) {
    let due = |cycle| task.cycle_due(calendar, every, cycle);
    let live = task.live_cycle(calendar, every);
    for (extension, site) in task.extended.iter().zip(spots.extended.iter().copied()) {
        let cycle = task.cycle_of(calendar, every, extension.to);
        let backward = extension.on.is_some_and(|on| before(extension.to, on, calendar));
        let moves = cycle == live && due(live) != Some(extension.to);
        if !backward && (cycle < live || moves) {
            continue;
        }
        findings.warn(Code::ExtendedWithoutEffect, site, || {
            let day = |when: Option<When>| when.map(|when| calendar.day_of(when));
            let next = day(live.checked_add(1).and_then(due));
            let fault = DateFault::ExtendedOtherCycle(OtherCycle {
                task: task.id.to_string(),
                to: calendar.day_of(extension.to),
                in_force: day(due(live)),
                falls_in: day(due(cycle)),
                last: next.and_then(|next| next.yesterday().ok()),
            });
            Finding::new(fault).at(site)
        });
    }
}

/// W3: on the day of the deadline nobody of those who own the task is there, and nobody stands in.
fn away(config: &Config, task: &Task, day: Date, site: Site, findings: &mut Findings) {
    let head = || {
        let units = std::iter::successors(task.unit, |at| config[*at].parent);
        units.filter_map(|at| config[at].head).next()
    };
    let Some(owner) = task.owner.or_else(head) else {
        return;
    };
    let owners = std::iter::once(&owner).chain(task.with.iter());
    let mut people = owners.flat_map(|party: &Party| config.members(party)).peekable();
    if people.peek().is_none() || people.any(|person| is_served(config, *person, day)) {
        return;
    }
    findings.warn(Code::EverybodyAway, site, || {
        let task = task.id.to_string();
        Finding::new(PeopleFault::EverybodyAway { task, day }).at(site)
    });
}

/// Nobody verifies their own work.
fn verifier(config: &Config, task: &Task, site: Site, findings: &mut Findings) {
    if !matches!(task.state(), State::Open | State::Done) {
        return;
    }
    let units = || std::iter::successors(task.unit, |at| config[*at].parent);
    let owner = task.owner.or_else(|| units().find_map(|at| config[at].head));
    let supervisor = task.supervisor.or_else(|| units().find_map(|at| config[at].supervisor));
    let Some(both) = owner.filter(|owner| Some(*owner) == supervisor) else { return };
    findings.warn(Code::OwnerVerifies, site, || {
        let who = match both {
            Party::Person(person) => config[person].id.to_string(),
            Party::Group(group) => config[group].id.to_string(),
        };
        Finding::new(PeopleFault::OwnerVerifies { task: task.id.to_string(), who }).at(site)
    });
}

/// Whether a letter to this person reaches somebody who is there on the day.
fn is_served(config: &Config, person: PersonIx, day: Date) -> bool {
    let mut at = person;
    for _ in 0..=config.people.len() {
        match config[at].away.iter().find(|away| away.covers(day)) {
            None => return true,
            Some(away) => match away.delegate {
                None => return false,
                Some(delegate) => at = delegate,
            },
        }
    }
    false
}

fn why_off(calendar: &Calendar, day: Date) -> DayOff {
    match calendar.exception(day).filter(|exception| exception.kind == DayKind::Off) {
        Some(exception) => match &exception.name {
            Some(name) => DayOff::Holiday(name.to_string()),
            None => DayOff::Closed,
        },
        None => DayOff::Weekend,
    }
}
