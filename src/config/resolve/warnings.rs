//! What is no mistake for certain, but looks like one: warnings.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;

use crate::config::finding::{Finding, Findings, Site, grouped};
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
            findings.warn("due-before-opened", || {
                let message = format!("`{id}` is due before it was opened");
                Finding::warning("due-before-opened", message).at(site, "this deadline")
            });
        }
        self.future(task, calendar, spots, findings);
        extensions(task, calendar, spots, findings);
        if task.state() == State::Open {
            let (deadline, site) = match (task.extended.last(), spots.extended.last()) {
                (Some(last), Some(site)) => (last.to, *site),
                _ => (task.due, spots.due.unwrap_or(spots.id)),
            };
            self.deadline(id, calendar, deadline, site, findings);
            away(config, task, calendar.day_of(deadline), spots.id, findings);
        }
        self.years(task, calendar, spots);
        self.exact.of_task(config, task, spots);
    }

    /// What is done tomorrow is not done.
    fn future(&self, task: &Task, calendar: &Calendar, spots: &Spots, findings: &mut Findings) {
        let today = calendar.local_date(self.now);
        let dated = [("done", task.done, spots.done), ("verified", task.verified, spots.verified)];
        for (key, when, site) in dated {
            if let (Some(when), Some(site)) = (when, site)
                && calendar.day_of(when) > today
            {
                findings.warn("in-the-future", || {
                    let message = format!(
                        "`{}` is `{key}` in the future, and counts as such already now",
                        task.id
                    );
                    Finding::warning("in-the-future", message).at(site, "not yet")
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
        findings.warn("due-on-day-off", || {
            let message = format!("`{id}` is due on a day off: {day} is {}", name(calendar, day));
            let finding = Finding::warning("due-on-day-off", message).at(site, "a day off");
            match calendar.nth_working_day(day, -1) {
                Some(before) => finding.help(format!("the working day before it is {before}")),
                None => finding,
            }
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
            let dates = match count {
                1 => "1 date lies".to_owned(),
                count => format!("{} dates lie", grouped(count)),
            };
            let message = format!(
                "the holiday sets of the calendar `{}` do not know the year {year}, in which {dates}: only `workdays` counts there",
                config[calendar].id()
            );
            let finding =
                Finding::warning("uncovered-year", message).at(site, "the first of these dates");
            findings.add(finding.help("add the days with `closed` and `open`, or a holiday set of your own, once they are announced"));
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
            findings.warn("extended-late", || {
                let (on, due) = (calendar.day_of(on), calendar.day_of(deadline));
                let message = format!(
                    "the extension of `{}` was asked for on {on}, after the deadline {due}",
                    task.id
                );
                Finding::warning("extended-late", message).at(site, "this extension")
            });
        }
        if extension.to == deadline {
            findings.warn("extended-without-effect", || {
                let message = format!(
                    "the extension of `{}` leads to the deadline that it had, {}",
                    task.id,
                    calendar.day_of(deadline)
                );
                let finding =
                    Finding::warning("extended-without-effect", message).at(site, "this extension");
                finding.help("write the new deadline in `to`; `due` stays the first promise")
            });
        }
        if before(extension.to, deadline, calendar) {
            findings.warn("extended-backward", || {
                let (to, due) = (calendar.day_of(extension.to), calendar.day_of(deadline));
                let message = format!(
                    "the extension of `{}` moves the deadline back, from {due} to {to}",
                    task.id
                );
                Finding::warning("extended-backward", message).at(site, "this extension")
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
        findings.warn("extended-without-effect", || {
            let day = |when: Option<When>| {
                when.map_or("none".to_owned(), |when| calendar.day_of(when).to_string())
            };
            let (to, in_force) = (day(Some(extension.to)), day(due(live)));
            let message = format!(
                "the extension of `{}` to {to} does not move the deadline of the present cycle, {in_force}: it \
                 counts for the cycle due on {}, in which it falls (T9)",
                task.id,
                day(due(cycle))
            );
            let next = live.checked_add(1).and_then(due).map(|next| calendar.day_of(next));
            let last = next.and_then(|next| next.yesterday().ok());
            let finding = Finding::warning("extended-without-effect", message);
            finding.at(site, "this extension").help(format!(
                "this cycle can be extended until {} at most, for the next is due the day after; if it is done, say \
                 so with `done-through = {in_force}`",
                last.map_or("then".to_owned(), |last| last.to_string())
            ))
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
    findings.warn("everybody-away", || {
        let message = format!(
            "everybody who owns `{}` is away on its deadline, {day}, and nobody stands in",
            task.id
        );
        let finding = Finding::warning("everybody-away", message).at(site, "this task");
        finding.help("name a `delegate` in the absence, or a co-owner with `with`")
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

fn name(calendar: &Calendar, day: Date) -> String {
    let weekday = day.strftime("%A");
    match calendar.exception(day) {
        Some(exception) if exception.kind == DayKind::Off => match &exception.name {
            Some(name) => format!("{weekday}, {name}"),
            None => format!("{weekday}, closed"),
        },
        _ => weekday.to_string(),
    }
}
