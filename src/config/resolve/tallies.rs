//! Tallies: what they name is looked up.

use std::collections::HashSet;

use crate::config::fault::reports::Named;
use crate::config::fault::{CalendarFault, TallyFault};
use crate::config::finding::Finding;
use crate::config::gather::Findings;
use crate::config::read::keys::Noun;
use crate::config::read::raw::RawTally;
use crate::config::resolve::circle;
use crate::config::resolve::circle::{Circle, Parts};
use crate::config::resolve::ids::Lookup;
use crate::config::resolve::row::Row;
use crate::config::suggest::nearest;
use crate::model::{Config, Counts, LetterKind, Tally, TallyOf, TallyPer};

pub(super) fn resolve(
    rows: &[Row<RawTally>],
    config: &Config,
    lookup: &Lookup<'_>,
    findings: &mut Findings,
) -> Vec<Tally> {
    let names = rows.iter().map(|row| (&*row.row.name.value, row.site(row.row.name.place)));
    circle::names(Noun::Tally, names, findings);
    rows.iter().filter_map(|row| tally(row, config, lookup, findings)).collect()
}

fn tally(
    row: &Row<RawTally>,
    config: &Config,
    lookup: &Lookup<'_>,
    findings: &mut Findings,
) -> Option<Tally> {
    let raw = &row.row;
    let of = Named { noun: Noun::Tally, name: raw.name.value.to_string() };
    let unit = circle::named(&raw.filter, row.file, lookup, findings);
    if config.calendars.is_empty() {
        let fault = CalendarFault::ReportWithoutCalendar { of: of.clone() };
        findings.add(Finding::new(fault).at(row.site(raw.name.place)));
    }
    let parts = match raw.per {
        TallyPer::Whole => Parts::Whole,
        TallyPer::Unit => Parts::Units,
        TallyPer::Owner => Parts::Owners,
        TallyPer::Supervisor => Parts::Supervisors,
        TallyPer::Task => Parts::Tasks,
    };
    let circle = Circle { of, parts, unit, config };
    let empty = raw.to_is_empty.then(|| row.site(raw.place));
    let (to, cc) = circle.recipients((&raw.to, &raw.cc), empty, row.file, lookup, findings);
    let counts = counts(row, config, findings);
    Some(Tally {
        name: raw.name.value.as_ref().into(),
        title: raw.title.clone(),
        of: match raw.of_letters {
            true => TallyOf::Letters(counts, raw.period?),
            false => TallyOf::Tasks,
        },
        filter: circle::pairs(&raw.filter),
        unit,
        per: raw.per,
        subtree: raw.subtree,
        at_least: raw.at_least?,
        to,
        cc,
        letter: raw.letter,
        release: raw.release,
        again: raw.again,
    })
}

/// Which letters count. A stage that no policy has would silently count nothing.
fn counts(row: &Row<RawTally>, config: &Config, findings: &mut Findings) -> Counts {
    let values = |key: &str| {
        let pairs = row.row.counted.iter().filter(move |(name, _)| *name == key);
        pairs.flat_map(|(_, values)| values).collect::<Vec<_>>()
    };
    let stages = config.policies.iter().flat_map(|policy| policy.stages.iter());
    let known: HashSet<&str> = stages.map(|stage| &*stage.name).collect();
    for stage in values("stage") {
        if known.contains(&*stage.value) {
            continue;
        }
        let (name, site) = (row.row.name.value.to_string(), row.site(stage.place));
        let fault = TallyFault::UnknownStage { name, stage: stage.value.to_string() };
        let finding = Finding::new(fault).at(site);
        let mut sorted: Vec<&str> = known.iter().copied().collect();
        sorted.sort_unstable();
        findings.add(match nearest(&stage.value, sorted) {
            Some(near) => finding.instead(site, format!("\"{near}\"")),
            None => finding,
        });
    }
    let letters = values("letter").into_iter();
    Counts {
        letters: letters.filter_map(|kind| LetterKind::from_name(&kind.value)).collect(),
        stages: values("stage").into_iter().map(|stage| stage.value.as_ref().into()).collect(),
    }
}
