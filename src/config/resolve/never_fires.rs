//! Stages that never fire: wherever such a stage is reached, another that stands later in the policy is reached at the same
//! moment and passes it over (T7).

use crate::config::fault::PolicyFault;
use crate::config::finding::Finding;
use crate::config::gather::Findings;
use crate::config::read::raw::RawPolicy;
use crate::config::resolve::row::Row;
use crate::model::{At, Config, Offset, Policy, State, TimeUnit};
use crate::plan::{Ladder, Target, is_live};

/// What is known of a stage.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    /// It fires on some task, or is told of already.
    settled: bool,
    /// The stage that passes it over, and on how many tasks and milestones.
    shadow: Option<(usize, usize)>,
}

/// The stages of all policies; a policy of no task is judged by its offsets alone.
pub(super) fn check(config: &Config, rows: &[Row<RawPolicy>], findings: &mut Findings) {
    let mut seen: Vec<Vec<Seen>> = Vec::with_capacity(rows.len());
    for (row, policy) in rows.iter().zip(&config.policies) {
        seen.push(of_policy(row, policy, findings));
    }
    for target in Target::all(config) {
        if target.task(config).state() != State::Cancelled
            && let Some(seen) = seen.get_mut(config[target.task].policy.0 as usize)
        {
            look(config, target, seen);
        }
    }
    for ((row, policy), seen) in rows.iter().zip(&config.policies).zip(seen) {
        for (place, one) in seen.into_iter().enumerate().filter(|(_, one)| !one.settled) {
            if let Some((by, targets)) = one.shadow {
                tell(row, policy, (place, by), targets, findings);
            }
        }
    }
}

/// Two stages of one anchor with one distance: the first never fires, whatever the task.
fn of_policy(row: &Row<RawPolicy>, policy: &Policy, findings: &mut Findings) -> Vec<Seen> {
    let stages = &policy.stages;
    // Whoever uses a policy that ships cannot mend it.
    let ships = row.row.stages.first().is_some_and(|stage| stage.place == row.row.id.place);
    let mut seen = vec![Seen::default(); stages.len()];
    for (place, stage) in stages.iter().enumerate() {
        let same = |other: &crate::model::Stage| {
            (other.from, other.release, distance(other.at))
                == (stage.from, stage.release, distance(stage.at))
        };
        let later = stages.iter().skip(place + 1).rposition(same);
        if let Some(by) = later.map(|at| at + place + 1).filter(|_| !ships) {
            tell(row, policy, (place, by), 0, findings);
        }
        seen[place].settled = ships || stage.implied || later.is_some();
    }
    seen
}

/// Offsets that always lead to the same moment are the same: 7d is 1w, 60min is 1h.
fn distance(at: At) -> At {
    let At::Offset(Offset { count, unit }) = at else { return at };
    let of = |count: i32, unit| At::Offset(Offset { count, unit });
    match unit {
        TimeUnit::Week => of(count.saturating_mul(7), TimeUnit::Day),
        TimeUnit::Hour => of(count.saturating_mul(60), TimeUnit::Minute),
        TimeUnit::Month if count == 0 => of(0, TimeUnit::Day),
        _ => at,
    }
}

/// What a task or milestone tells of the stages of its policy.
fn look(config: &Config, target: Target, seen: &mut [Seen]) {
    let stages = target.policy(config).stages.iter().zip(&*seen);
    let mut open = stages.filter(|(_, seen)| !seen.settled);
    if !open.any(|(stage, _)| is_live(config, target, stage.from)) {
        return;
    }
    for ladder in Ladder::of(config, target).into_tracks(&[]) {
        for at in 0..ladder.rungs.len() {
            let Some(reached) = ladder.occurrence(at, 0) else { continue };
            let later = (at + 1..ladder.rungs.len()).rev().find(|later| {
                let other = ladder.occurrence(*later, 0);
                other.is_some_and(|other| other.moment == reached.moment)
            });
            let one = &mut seen[ladder.rungs[at].place];
            match later {
                None => one.settled = true,
                Some(later) => {
                    let (by, targets) = one.shadow.unwrap_or((ladder.rungs[later].place, 0));
                    one.shadow = Some((by, targets + 1));
                }
            }
        }
    }
}

fn tell(
    row: &Row<RawPolicy>,
    policy: &Policy,
    (place, by): (usize, usize),
    targets: usize,
    findings: &mut Findings,
) {
    let name = |at: usize| policy.stages[at].name.to_string();
    let fault = PolicyFault::NeverFires {
        stage: name(place),
        by: name(by),
        policy: policy.id.to_string(),
        targets,
    };
    let places = [place, by].into_iter().filter_map(|at| row.row.stages.get(at));
    let finding =
        places.fold(Finding::new(fault), |finding, stage| finding.at(row.site(stage.place)));
    findings.add(finding);
}
