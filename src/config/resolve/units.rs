//! Units: the tree they form, and what children inherit.

use std::collections::HashSet;

use crate::config::fault::people::Circle;
use crate::config::fault::values::Chain;
use crate::config::fault::{CalendarFault, PeopleFault};
use crate::config::finding::{Finding, Site};
use crate::config::gather::Findings;
use crate::config::limits;
use crate::config::read::raw::RawUnit;
use crate::config::resolve::ids::Lookup;
use crate::config::resolve::row::Row;
use crate::model::{CalendarIx, Unit, UnitIx};

pub(super) fn resolve(
    rows: &[Row<RawUnit>],
    lookup: &Lookup<'_>,
    findings: &mut Findings,
) -> (Vec<Unit>, HashSet<UnitIx>) {
    let mut faulty = HashSet::new();
    let mut parents: Vec<Option<usize>> = Vec::with_capacity(rows.len());
    for row in rows {
        let parent = row.row.parent.as_ref();
        let parent = parent.and_then(|id| lookup.unit(id, row.file, findings));
        parents.push(parent.map(|unit| unit.0 as usize));
    }
    for circle in circles(rows.len(), |at| parents[at].into_iter().collect()) {
        findings.add(unit_cycle(rows, &circle));
        circle.iter().for_each(|at| parents[*at] = None);
    }
    deep(rows, &mut parents, findings);
    let own: Vec<Option<CalendarIx>> = rows
        .iter()
        .map(|row| row.row.calendar.as_ref().and_then(|id| lookup.calendar(id, row.file, findings)))
        .collect();
    let calendar = |at: usize| {
        let mut above = std::iter::successors(Some(at), |at| parents[*at]);
        above.find_map(|at| own[at]).or(lookup.default_calendar())
    };
    let mut units = Vec::with_capacity(rows.len());
    for (at, row) in rows.iter().enumerate() {
        let raw = &row.row;
        let found = calendar(at);
        if found.is_none() {
            findings.add(no_calendar(row));
        }
        let mut party =
            |id: &Option<_>| id.as_ref().and_then(|id| lookup.party(id, row.file, findings));
        let (head, supervisor) = (party(&raw.head), party(&raw.supervisor));
        let lacks = raw.head.is_some() && head.is_none()
            || raw.supervisor.is_some() && supervisor.is_none()
            || raw.parent.is_some() && parents[at].is_none();
        if raw.is_faulty || lacks {
            faulty.insert(UnitIx(at as u32));
        }
        units.push(Unit {
            id: raw.id.value.as_ref().into(),
            name: raw.name.clone().unwrap_or_default(),
            parent: parents[at].map(|at| UnitIx(at as u32)),
            head,
            supervisor,
            calendar: found.unwrap_or(CalendarIx(0)),
        });
    }
    (units, faulty)
}

/// Whoever looks upwards must come to an end soon. The first unit that is too deep is told of, and a root from
/// then on.
fn deep(rows: &[Row<RawUnit>], parents: &mut [Option<usize>], findings: &mut Findings) {
    let mut told = false;
    for at in 0..rows.len() {
        let above = std::iter::successors(Some(at), |at| parents[*at]);
        if above.take(limits::NESTED + 1).count() > limits::NESTED {
            if !std::mem::replace(&mut told, true) {
                let site = rows[at].site(rows[at].row.id.place);
                findings.add(limits::too_deep(Chain::Units, site));
            }
            parents[at] = None;
        }
    }
}

fn no_calendar(row: &Row<RawUnit>) -> Finding {
    let id = &row.row.id;
    let fault = CalendarFault::UnitWithoutCalendar { unit: id.value.to_string() };
    Finding::new(fault).at(row.site(id.place))
}

fn unit_cycle(rows: &[Row<RawUnit>], circle: &[usize]) -> Finding {
    let ids = circle.iter().map(|at| &*rows[*at].row.id.value);
    let parents = circle.iter().take(ROUND).filter_map(|at| {
        let row = &rows[*at];
        let parent = row.row.parent.as_ref()?;
        let step = (row.row.id.value.to_string(), parent.value.to_string());
        Some((row.site(parent.place), step))
    });
    round(ids, circle.len(), parents.collect(), |circle| PeopleFault::UnitCycle { circle })
}

/// Of a circle, so many steps are shown.
pub(super) const ROUND: usize = 20;

/// A circle of these ids; each step is shown at its place.
pub(super) fn round<'r>(
    ids: impl Iterator<Item = &'r str>,
    count: usize,
    steps: Vec<(Site, (String, String))>,
    of: impl FnOnce(Circle) -> PeopleFault,
) -> Finding {
    let ids = ids.take(ROUND).map(str::to_owned).collect();
    let (sites, steps): (Vec<Site>, Vec<(String, String)>) = steps.into_iter().unzip();
    let finding = Finding::new(of(Circle { ids, count, steps }));
    sites.into_iter().fold(finding, Finding::at)
}

/// Circles in a graph, in the order of their arrows. A node in several circles is told in the first that
/// is found, so that all circles together are no longer than the graph.
pub(super) fn circles(nodes: usize, after: impl Fn(usize) -> Vec<usize>) -> Vec<Vec<usize>> {
    #[derive(Clone, Copy, PartialEq)]
    enum Seen {
        Never,
        /// At this depth.
        OnPath(usize),
        Done,
    }
    let mut seen = vec![Seen::Never; nodes];
    let mut found = Vec::new();
    for start in 0..nodes {
        if seen[start] != Seen::Never {
            continue;
        }
        seen[start] = Seen::OnPath(0);
        let mut path = vec![(start, after(start))];
        // By node of the path: how many nodes of it up to and with the last that was told of.
        let mut told = vec![0];
        while let Some((at, rest)) = path.last_mut() {
            let (at, next) = (*at, rest.pop());
            match next {
                None => {
                    seen[at] = Seen::Done;
                    path.pop();
                    told.pop();
                }
                Some(next) => match seen[next] {
                    Seen::Never => {
                        seen[next] = Seen::OnPath(path.len());
                        path.push((next, after(next)));
                        told.push(told.last().copied().unwrap_or(0));
                    }
                    Seen::OnPath(begins) if told.last().is_none_or(|told| *told <= begins) => {
                        found.push(path[begins..].iter().map(|(at, _)| *at).collect());
                        (begins..path.len()).for_each(|depth| told[depth] = depth + 1);
                    }
                    Seen::OnPath(_) | Seen::Done => {}
                },
            }
        }
    }
    found
}
