//! Policies: stages, their offsets and repeats, and the roles they write to (W1).

use std::collections::HashMap;

use crate::config::fault::{PolicyFault, ReferenceFault};
use crate::config::finding::{Finding, Place};
use crate::config::gather::Findings;
use crate::config::read::context::Context;
use crate::config::read::keys::Noun;
use crate::config::read::raw::{RawPolicy, RawStage, Text};
use crate::config::read::{addresses, aliases};
use crate::config::resolve::alike::alike;
use crate::config::resolve::ids::Lookup;
use crate::config::resolve::letters::{Letters, fitting};
use crate::config::resolve::row::Row;
use crate::model::{
    AnchorKind, At, Importance, LetterKind, Offset, Policy, Release, Repeat, Rhythm, Role, Span,
    Stage, TimeUnit, Unless,
};

pub(super) fn resolve(
    rows: &[Row<RawPolicy>],
    lookup: &Lookup<'_>,
    letters: &Letters,
    findings: &mut Findings,
) -> Vec<Policy> {
    rows.iter().map(|row| policy(row, lookup, letters, findings)).collect()
}

fn policy(
    row: &Row<RawPolicy>,
    lookup: &Lookup<'_>,
    letters: &Letters,
    findings: &mut Findings,
) -> Policy {
    let raw = &row.row;
    let mut names: HashMap<&str, Place> = HashMap::new();
    for name in raw.stages.iter().filter_map(|stage| stage.name.as_ref()) {
        if let Some(first) = names.insert(&name.value, name.place) {
            let (stage, policy) = (name.value.to_string(), raw.id.value.to_string());
            let finding = Finding::new(PolicyFault::StageTwice { stage, policy });
            findings.add(finding.at(row.site(name.place)).at(row.site(first)));
        }
    }
    let names = raw.stages.iter().filter_map(|stage| stage.name.as_ref());
    alike(Noun::Stage, names.map(|name| (&*name.value, row.site(name.place))), findings);
    if raw.stages.is_empty() && !raw.is_faulty {
        let fault = PolicyFault::NoStages { policy: raw.id.value.to_string() };
        findings.add(Finding::new(fault).at(row.site(raw.id.place)));
    }
    let mut stages: Vec<Stage> =
        raw.stages.iter().map(|raw| stage(raw, row.file, (lookup, letters), findings)).collect();
    reserved_name(row, &stages, findings);
    if !stages.iter().any(|stage| stage.from == AnchorKind::Returned) {
        stages.push(returned());
    }
    Policy { id: raw.id.value.as_ref().into(), group: raw.group, stages }
}

/// The name of the stage that every policy has (T13).
const RETURNED: &str = "returned";

/// T13: a task that was sent back is told so, whatever its policy: the ladder before may be spent.
fn returned() -> Stage {
    let every = Span { count: 5, unit: TimeUnit::WorkingDay };
    Stage {
        name: RETURNED.into(),
        from: AnchorKind::Returned,
        at: At::Offset(Offset { count: 0, unit: TimeUnit::Day }),
        repeat: Repeat::of([every]),
        times: None,
        to: vec![Role::Owner],
        cc: vec![Role::Supervisor],
        letter: Some(LetterKind::Returned),
        own_letter: None,
        release: Release::Auto,
        importance: Importance::Normal,
        unless: None,
        answer: None,
        implied: true,
    }
}

/// T13: the name belongs to the stage that every policy has, unless the policy has one of its own.
fn reserved_name(row: &Row<RawPolicy>, stages: &[Stage], findings: &mut Findings) {
    if stages.iter().any(|stage| stage.from == AnchorKind::Returned) {
        return;
    }
    let mut names = row.row.stages.iter().filter_map(|stage| stage.name.as_ref());
    if let Some(name) = names.find(|name| &*name.value == RETURNED) {
        findings.add(Finding::new(PolicyFault::ReservedStage).at(row.site(name.place)));
    }
}

fn stage(
    raw: &RawStage,
    file: u32,
    (lookup, letters): (&Lookup<'_>, &Letters),
    findings: &mut Findings,
) -> Stage {
    let nothing = At::Offset(Offset { count: 0, unit: TimeUnit::Day });
    let repeat = repeat(raw, file, findings);
    let mut role = |id: &Text| role(id, file, lookup, findings);
    let to: Vec<Role> = raw.to.iter().filter_map(&mut role).collect();
    let cc: Vec<Role> = raw.cc.iter().filter_map(&mut role).collect();
    if raw.to_is_empty {
        findings.add(Finding::new(PolicyFault::EmptyTo).at(raw.place.of(file)));
    }
    combined(raw, file, findings);
    let (letter, own_letter) = letters.of_stage(raw, file, findings);
    if let (None, Some(fitting)) = (&raw.letter, fitting(raw.from)) {
        let fault = PolicyFault::NoLetter { from: raw.from, fitting: fitting.name() };
        findings.add(Finding::new(fault).at(raw.place.of(file)));
    }
    Stage {
        name: raw.name.as_ref().map(|name| name.value.as_ref().into()).unwrap_or_default(),
        from: raw.from,
        at: raw.at.map_or(nothing, |at| at.value),
        repeat,
        times: raw.times.map(|times| times.value),
        to,
        cc,
        letter,
        own_letter,
        release: raw.release,
        importance: raw.importance,
        unless: raw.unless.map(|unless| unless.value),
        answer: raw.answer,
        implied: false,
    }
}

/// T12, T14: what does not go together with an anchor.
fn combined(raw: &RawStage, file: u32, findings: &mut Findings) {
    if let Some(at) = raw.at
        && matches!(at.value, At::Percent(_))
        && raw.from != AnchorKind::Due
    {
        let fault = PolicyFault::PercentFrom { from: raw.from };
        findings.add(Finding::new(fault).at(at.place.of(file)));
    }
    if let Some(unless) = raw.unless
        && (unless.value, raw.from) == (Unless::Progress, AnchorKind::Progress)
    {
        findings.add(Finding::new(PolicyFault::UnlessProgress).at(unless.place.of(file)));
    }
}

/// T6: a stage repeats by units of the kind that it is counted in.
fn repeat(raw: &RawStage, file: u32, findings: &mut Findings) -> Option<Repeat> {
    if let (false, Some(times)) = (raw.repeat_written, raw.times) {
        findings.add(Finding::new(PolicyFault::TimesWithoutRepeat).at(times.place.of(file)));
    }
    let (repeat, at) = (raw.repeat.as_ref()?, raw.at?);
    let repeated = matches!(repeat.value.rhythm(), Rhythm::Days | Rhythm::WorkingDays);
    let counted = at.value.is_day_based();
    if repeated != counted {
        let finding = Finding::new(PolicyFault::RepeatKind { counted_in_days: counted });
        findings.add(finding.at(repeat.place.of(file)).at(at.place.of(file)));
    }
    Some(repeat.value.clone())
}

/// The roles that are plain words.
const WORDS: [&str; 7] = ["owner", "with", "supervisor", "watchers", "head", "head+1", "top"];

pub(super) fn role(
    text: &Text,
    file: u32,
    lookup: &Lookup<'_>,
    findings: &mut Findings,
) -> Option<Role> {
    let typed: &str = &text.value;
    let inner = |id: &str| Text { value: id.trim().into(), place: text.place };
    if let Some(id) = typed.strip_prefix("person:") {
        return lookup.person(&inner(id), file, findings).map(Role::Person);
    }
    if let Some(id) = typed.strip_prefix("group:") {
        return lookup.group(&inner(id), file, findings).map(Role::Group);
    }
    match typed {
        "owner" => return Some(Role::Owner),
        "with" => return Some(Role::With),
        "supervisor" => return Some(Role::Supervisor),
        "watchers" => return Some(Role::Watchers),
        "head" => return Some(Role::Head(0)),
        "top" => return Some(Role::Top),
        _ => {}
    }
    if let Some(levels) = typed.strip_prefix("head+").and_then(|levels| levels.parse().ok()) {
        return Some(Role::Head(levels));
    }
    if typed.contains('@') {
        return addresses::mailbox(text, &mut Context::of(file, findings)).map(Role::Mailbox);
    }
    findings.add(unknown_role(text, file, lookup));
    None
}

fn unknown_role(text: &Text, file: u32, lookup: &Lookup<'_>) -> Finding {
    let site = text.place.of(file);
    let meant = match lookup.party_of(&text.value) {
        Some(crate::model::Party::Person(_)) => Some(format!("person:{}", text.value)),
        Some(crate::model::Party::Group(_)) => Some(format!("group:{}", text.value)),
        None => aliases::value(&text.value, &WORDS).map(str::to_owned),
    };
    let (written, instead) = (text.value.to_string(), meant.clone());
    let finding = Finding::new(ReferenceFault::UnknownRole { written, meant }).at(site);
    match instead {
        Some(meant) => finding.instead(site, format!("\"{meant}\"")),
        None => finding,
    }
}
