//! Policies that ship: a task that names one of them needs no definition in the files. A policy of the files that has the same
//! name stands in its place.

use std::collections::HashSet;

use jiff::civil::Date;

use crate::config::finding::Place;
use crate::config::gather::Findings;
use crate::config::read::file;
use crate::config::read::raw::{RawFile, RawPolicy, RawStage, Spot, Text};

/// Each by its name, with the file that defines it: comments with its source, then one policy.
pub const POLICIES: [(&str, &str); 9] = [
    ("audit:follow-up", include_str!("../../config/policies/audit-follow-up.toml")),
    ("capa", include_str!("../../config/policies/capa.toml")),
    ("cn:13710", include_str!("../../config/policies/cn-13710.toml")),
    ("cn:inspection", include_str!("../../config/policies/cn-inspection.toml")),
    ("fedramp:poam", include_str!("../../config/policies/fedramp-poam.toml")),
    ("iso:nonconformity", include_str!("../../config/policies/iso-nonconformity.toml")),
    ("kev:bod-22-01", include_str!("../../config/policies/kev-bod-22-01.toml")),
    ("kev:bod-26-04", include_str!("../../config/policies/kev-bod-26-04.toml")),
    ("osha:abatement", include_str!("../../config/policies/osha-abatement.toml")),
];

/// The shipped policies that these files name and do not define. Each stands where it is first named, so that a
/// finding about it points there.
pub(crate) fn named(files: &[RawFile]) -> Vec<(u32, RawPolicy)> {
    let policies = files.iter().flat_map(|file| &file.policies);
    let mut known: HashSet<&str> = policies.map(|policy| policy.id.value.as_ref()).collect();
    let mut found = Vec::new();
    for (file, raw) in files.iter().enumerate() {
        for name in policies_named(raw) {
            if let Some((id, text)) = POLICIES.iter().find(|(id, _)| *id == &*name.value)
                && known.insert(id)
            {
                found.extend(read(text, name.place).map(|policy| (file as u32, policy)));
            }
        }
    }
    found
}

fn policies_named(raw: &RawFile) -> impl Iterator<Item = &Text> {
    let tasks = raw.tasks.iter().filter_map(|task| task.own.policy.as_ref());
    let rules = raw.rules.iter().filter_map(|rule| rule.policy.as_ref());
    raw.defaults.policy.iter().chain(tasks).chain(rules)
}

fn read(text: &str, place: Place) -> Option<RawPolicy> {
    let mut rows = file::read(text, 0, Date::ZERO, &mut Findings::default());
    let RawPolicy { id, group, stages, .. } = rows.policies.pop()?;
    let stages = stages.into_iter().map(|stage| moved(stage, place)).collect();
    Some(RawPolicy { id: at(place, id), group, is_faulty: false, stages })
}

/// The same stage, as if it stood there.
fn moved(stage: RawStage, place: Place) -> RawStage {
    let there = |texts: Vec<Text>| texts.into_iter().map(|text| at(place, text)).collect();
    RawStage {
        name: stage.name.map(|name| at(place, name)),
        place,
        at: stage.at.map(|spot| at(place, spot)),
        repeat: stage.repeat.map(|spot| at(place, spot)),
        times: stage.times.map(|spot| at(place, spot)),
        to: there(stage.to),
        cc: there(stage.cc),
        letter: stage.letter.map(|letter| at(place, letter)),
        unless: stage.unless.map(|spot| at(place, spot)),
        ..stage
    }
}

fn at<T>(place: Place, spot: Spot<T>) -> Spot<T> {
    Spot { place, ..spot }
}
