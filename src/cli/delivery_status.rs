//! How delivery stands, under the list of `duban status`: nothing where all is well.

use jiff::tz::TimeZone;
use serde::Serialize;

use crate::cli::terminal::output::{Unwritten, print_line};
use crate::cli::terminal::{style, zones};
use crate::ledger::{DeliveryStatus, HeldEdit, Refusing, RelayTrouble, Unreached};
use crate::model::Language;
use crate::model::cure::Cure;
use crate::words::causes;
use crate::words::cures;
use crate::words::delivery;

/// The same for `--json`.
#[derive(Serialize)]
pub(crate) struct DeliveryJson<'a> {
    queued: u32,
    oldest_queued: Option<String>,
    held: u32,
    undelivered: u32,
    edit: Option<EditJson>,
    relay: Option<RelayJson<'a>>,
    refusing: Option<RefusingJson<'a>>,
    unwritten: Vec<UnwrittenJson<'a>>,
    admin_unreached: Vec<UnreachedJson<'a>>,
}

#[derive(Serialize)]
struct EditJson {
    found: String,
    changes: u32,
    moved: u32,
    dropped: u32,
}

#[derive(Serialize)]
struct RelayJson<'a> {
    since: String,
    why: &'a str,
    needs_admin: bool,
    /// What would mend it, in a word, where that is known.
    cure: Option<&'static str>,
    /// Where no letter waits, none.
    next_try: Option<String>,
}

/// Letters go, and none is taken.
#[derive(Serialize)]
struct RefusingJson<'a> {
    since: String,
    letters: u32,
    answer: &'a str,
}

/// Nothing can be told of this one.
#[derive(Serialize)]
struct UnwrittenJson<'a> {
    task: &'a str,
    milestone: Option<&'a str>,
    /// The letter that a person released and that cannot be written anew.
    letter: Option<&'a str>,
    since: String,
    why: &'a str,
    next_try: String,
}

#[derive(Serialize)]
struct UnreachedJson<'a> {
    address: &'a str,
    letter: &'a str,
    answer: Option<&'a str>,
    settled: Option<String>,
}

impl<'a> DeliveryJson<'a> {
    pub(crate) fn of(status: &'a DeliveryStatus, zone: &TimeZone) -> DeliveryJson<'a> {
        let time = |at| zones::rfc3339(zone, at);
        let DeliveryStatus {
            relay,
            refusing,
            unwritten,
            queued,
            oldest,
            held,
            edit,
            in_vain,
            unreached,
        } = status;
        DeliveryJson {
            queued: *queued,
            oldest_queued: oldest.map(time),
            held: *held,
            undelivered: *in_vain,
            edit: edit.as_ref().map(|edit| EditJson {
                found: time(edit.found),
                changes: edit.changes,
                moved: edit.moved,
                dropped: edit.dropped,
            }),
            relay: relay.as_ref().map(|relay| RelayJson {
                since: time(relay.since),
                why: &relay.why,
                needs_admin: relay.needs_admin,
                cure: relay.cure.map(Cure::name),
                next_try: (*queued > 0).then(|| time(relay.next_try)),
            }),
            refusing: refusing.as_ref().map(|refusing| RefusingJson {
                since: time(refusing.since),
                letters: refusing.letters,
                answer: &refusing.answer,
            }),
            unwritten: unwritten
                .iter()
                .map(|one| UnwrittenJson {
                    task: &one.task,
                    milestone: Some(one.milestone.as_str()).filter(|name| !name.is_empty()),
                    letter: one.letter.as_deref(),
                    since: time(one.since),
                    why: &one.why,
                    next_try: time(one.next_try),
                })
                .collect(),
            admin_unreached: unreached
                .iter()
                .map(|one| UnreachedJson {
                    address: &one.address,
                    letter: &one.letter,
                    answer: one.answer.as_deref(),
                    settled: one.settled.map(time),
                })
                .collect(),
        }
    }
}

/// What a person should know, a line each.
pub(crate) fn print(
    status: &DeliveryStatus,
    zone: &TimeZone,
    language: Language,
) -> Result<(), Unwritten> {
    let time = |at| zones::time(zone, at, language);
    let cause = |kept: &str| causes::said(kept, language);
    let mut lines = Vec::new();
    if let Some(RelayTrouble { since, why, cure, next_try, .. }) = &status.relay {
        let next = (status.queued > 0).then(|| time(*next_try));
        lines.push(delivery::outage(&time(*since), &cause(why), next.as_deref(), language));
        lines.extend(cure.map(|cure| delivery::what_to_do(cures::cure(cure, language), language)));
    }
    if let Some(Refusing { since, letters, answer, .. }) = &status.refusing {
        lines.push(delivery::refusing(&time(*since), *letters, &cause(answer), language));
    }
    if let Some(first) = status.unwritten.first() {
        let count = status.unwritten.len();
        let next = status.unwritten.iter().map(|one| one.next_try).min();
        let next = time(next.unwrap_or(first.next_try));
        let tasks = (count, first.name());
        lines.push(delivery::unwritten(
            tasks,
            &time(first.since),
            &cause(&first.why),
            &next,
            language,
        ));
        let letter = status.unwritten.iter().find_map(|one| one.letter.as_deref());
        lines.extend(letter.map(|letter| delivery::as_written(letter, language)));
    }
    if let (1.., Some(oldest)) = (status.queued, status.oldest) {
        lines.push(delivery::queued(status.queued, &time(oldest), language));
    }
    if status.in_vain > 0 {
        lines.push(delivery::in_vain(status.in_vain, language));
    }
    if status.held > 0 {
        lines.push(delivery::held(status.held, language));
    }
    if let Some(edit) = &status.edit {
        let HeldEdit { found, changes, moved, dropped, .. } = edit;
        lines.push(delivery::edit(&time(*found), *changes, (*moved, *dropped), language));
    }
    for Unreached { address, letter, answer, .. } in &status.unreached {
        let answer = cause(answer.as_deref().unwrap_or("?"));
        lines.push(delivery::admin_unreached(address, letter, &answer, language));
    }
    lines.iter().try_for_each(|line| print_line!("{}", style::strong(line)))
}
