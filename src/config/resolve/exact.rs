//! Stages counted in exact time from a day without a time. A day-only `due` ends at midnight (T4): `-24h` is sent
//! at midnight, on days off too, which is seldom meant.

use std::collections::BTreeMap;

use jiff::ToSpan;
use jiff::civil::Time;

use crate::config::fault::DateFault;
use crate::config::fault::dates::ExactOnDate;
use crate::config::finding::{Finding, Site};
use crate::config::gather::Findings;
use crate::config::resolve::ids::Lookup;
use crate::config::resolve::spots::Spots;
use crate::model::{
    AnchorKind, At, Calendar, Config, Offset, PolicyIx, State, Task, TimeUnit, When,
};

/// By policy and place of the stage: the first task or milestone, and how many there are.
#[derive(Default)]
pub(crate) struct ExactOnDays(BTreeMap<(PolicyIx, usize), First>);

struct First {
    site: Site,
    name: String,
    time: Time,
    count: usize,
}

impl ExactOnDays {
    pub(super) fn of_task(&mut self, config: &Config, task: &Task, spots: &Spots) {
        let stages = config[task.policy].stages.iter().enumerate();
        for (place, stage) in stages {
            let At::Offset(offset) = stage.at else { continue };
            // `0h` from `opened` means at once: when the task is first seen.
            if offset.count == 0 && stage.from != AnchorKind::Due {
                continue;
            }
            let due = spots.extended.last().copied().or(spots.due);
            let due = due.filter(|_| stage.from == AnchorKind::Due);
            if let Some(When::Day(_)) = anchor(task, stage.from) {
                let (site, calendar) = (due.unwrap_or(spots.id), &config[task.calendar]);
                self.note((task.policy, place), offset, calendar, site, || task.id.to_string());
            }
            if stage.from != AnchorKind::Due || task.state() != State::Open {
                continue;
            }
            for one in task.milestones.iter().filter(|one| !one.is_closed()) {
                let due = one.extended.last().map_or(one.due, |last| last.to);
                if matches!(due, When::Day(_)) {
                    let (name, calendar) =
                        (|| format!("{}/{}", task.id, one.id), &config[one.calendar]);
                    self.note((task.policy, place), offset, calendar, spots.id, name);
                }
            }
        }
    }

    fn note(
        &mut self,
        stage: (PolicyIx, usize),
        offset: Offset,
        calendar: &Calendar,
        site: Site,
        name: impl FnOnce() -> String,
    ) {
        let Some(time) = time_of_day(offset).filter(|time| !calendar.is_within_hours(*time)) else {
            return;
        };
        let first = || First { site, name: name(), time, count: 0 };
        self.0.entry(stage).or_insert_with(first).count += 1;
    }

    /// Takes over what another core noted of later files.
    pub(super) fn merge(&mut self, other: ExactOnDays) {
        for (stage, mut first) in other.0 {
            let count = first.count;
            match self.0.get_mut(&stage) {
                Some(known) => {
                    first.count += known.count;
                    known.count += count;
                    if first.site < known.site {
                        *known = first;
                    }
                }
                None => {
                    self.0.insert(stage, first);
                }
            }
        }
    }

    /// One warning for each stage.
    pub(super) fn finish(self, config: &Config, lookup: &Lookup<'_>, findings: &mut Findings) {
        for ((policy, place), first) in self.0 {
            findings.add(finding(config, lookup, (policy, place), &first));
        }
    }
}

fn finding(
    config: &Config,
    lookup: &Lookup<'_>,
    (policy, place): (PolicyIx, usize),
    first: &First,
) -> Finding {
    let stage = &config[policy].stages[place];
    let days = match stage.at {
        At::Offset(Offset { count, unit: TimeUnit::Hour }) if count % 24 == 0 => match count / 24 {
            0 => Some("\"0d\"".to_owned()),
            days => Some(format!("\"{days:+}d\"")),
        },
        _ => None,
    };
    let at = lookup.at_of_stage(policy, place);
    let days = days.filter(|_| stage.repeat.is_none() && at.is_some());
    let finding = Finding::new(DateFault::ExactOnDate(ExactOnDate {
        stage: stage.name.to_string(),
        target: first.name.clone(),
        more: first.count - 1,
        time: first.time,
        days: days.clone(),
    }));
    // What every policy has (T13) stands nowhere.
    let Some(at) = at else { return finding.at(first.site) };
    let finding = finding.at(at).at(first.site);
    match days {
        Some(days) => finding.instead(at, days),
        None => finding,
    }
}

/// The date that a live stage of the task is counted from (T1).
fn anchor(task: &Task, from: AnchorKind) -> Option<When> {
    let state = match from {
        AnchorKind::Done => State::Done,
        AnchorKind::Verified => State::Verified,
        _ => State::Open,
    };
    if task.state() != state {
        return None;
    }
    match from {
        AnchorKind::Due => Some(task.extended.last().map_or(task.due, |last| last.to)),
        AnchorKind::Opened => task.opened,
        AnchorKind::Done => task.done,
        AnchorKind::Verified => task.verified,
        AnchorKind::Progress => task.progress().last().map(|one| one.on).or(task.opened),
        AnchorKind::Returned => task.returned().last().map(|one| one.on),
    }
}

/// The time of day that so much exact time after a midnight is; `None` of working hours and days.
fn time_of_day(offset: Offset) -> Option<Time> {
    let minutes = match offset.unit {
        TimeUnit::Minute => i64::from(offset.count),
        TimeUnit::Hour => i64::from(offset.count) * 60,
        _ => return None,
    };
    Some(Time::midnight().wrapping_add(minutes.rem_euclid(24 * 60).minutes()))
}
