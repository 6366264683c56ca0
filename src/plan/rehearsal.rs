//! The letters of a day, by the files alone: for rehearsals, which look at no ledger.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::ops::Range;

use jiff::{SignedDuration, Timestamp};

use crate::model::{Config, DigestRhythm, PersonIx, Release, Subject};
use crate::plan::further::digest::{Slot, digest, identity, latest_slot, next_slot};
use crate::plan::further::{FurtherLetter, FurtherNotice, Uncopied};
use crate::plan::{
    Draft, Item, Known, Ladder, Recorded, Target, addresses, drafts, leaves_at, simulate,
};

const NANOSECOND: SignedDuration = SignedDuration::from_nanos(1);

/// The letters that leave in that time, each with the sweep at which it does.
///
/// Whatever could leave before has left, as on an ordinary day; with `first_start` nothing has, and what was reached
/// before goes, too.
pub fn rehearsal(
    config: &Config,
    time: Range<Timestamp>,
    first_start: bool,
) -> Vec<(Timestamp, Draft)> {
    let mut sweeps: BTreeMap<Timestamp, Vec<Item>> = BTreeMap::new();
    for target in Target::all(config) {
        let mut known = match first_start {
            true => Vec::new(),
            false => left_before(config, target, time.start),
        };
        let coming = simulate(config, target, known.clone(), time.start, time.end);
        for planned in coming.collect::<Vec<_>>() {
            let id = &planned.notice.id;
            let Some(from) = id.from.stage() else { continue };
            known.push(Recorded {
                from,
                anchor: id.anchor,
                stage: id.stage.clone(),
                occurrence: id.occurrence,
                sent: true,
                released: false,
                held: false,
                letter: None,
            });
            let item = Item::of(config, planned.notice, known.clone(), planned.release);
            sweeps.entry(planned.release).or_default().push(item);
        }
    }
    let letters = sweeps.into_iter().flat_map(|(at, items)| {
        drafts(config, items, at).into_iter().map(move |draft| (at, draft))
    });
    letters.collect()
}

/// The digests that leave in that time (W6, L8b), each with the sweep at which it does. `letters` are those of that time;
/// what a digest of a rhythm tells of is what left since the one before.
pub fn rehearsed_digests(
    config: &Config,
    letters: &[(Timestamp, Draft)],
    time: Range<Timestamp>,
) -> Vec<(Timestamp, FurtherLetter)> {
    let mut digests = Vec::new();
    // In place of too many copies: with the letters themselves.
    for (person, uncopied) in uncopied(letters, |person| config[person].digest.is_none()) {
        for sweep in uncopied.chunk_by(|one, other| one.at == other.at) {
            let Some(at) = sweep.first().map(|one| one.at) else { continue };
            let day = config.office_calendar().map(|calendar| calendar.local_date(at));
            let slot = Slot { at, day: day.unwrap_or_default() };
            digests.push((at, written(config, (person, sweep.to_vec()), slot)));
        }
    }
    for rhythm in [DigestRhythm::Daily, DigestRhythm::Weekly] {
        if !config.people.iter().any(|person| person.digest == Some(rhythm)) {
            continue;
        }
        let mut after = time.start - NANOSECOND;
        while let Some(slot) = next_slot(config, rhythm, after).filter(|slot| slot.at < time.end) {
            after = slot.at;
            let Some(before) = latest_slot(config, rhythm, slot.at - NANOSECOND) else { continue };
            let since = rehearsal(config, before.at..slot.at, false);
            let whose = |person: PersonIx| config[person].digest == Some(rhythm);
            let all = uncopied(&since, whose).into_iter();
            digests.extend(all.map(|one| (slot.at, written(config, one, slot))));
        }
    }
    digests
}

/// What these people would have been copied on, by person: no letter that waits for somebody's word.
fn uncopied(
    letters: &[(Timestamp, Draft)],
    whose: impl Fn(PersonIx) -> bool,
) -> BTreeMap<PersonIx, Vec<Uncopied>> {
    let mut all: BTreeMap<PersonIx, Vec<Uncopied>> = BTreeMap::new();
    let letters = letters.iter().filter(|(_, draft)| draft.release == Release::Auto);
    for ((at, draft), number) in letters.zip(1..) {
        let mut about: BTreeMap<PersonIx, Vec<Subject>> = BTreeMap::new();
        for item in &draft.items {
            for person in item.digest.iter().filter(|person| whose(**person)) {
                about.entry(*person).or_default().push(item.notice.id.subject.clone());
            }
        }
        for (person, about) in about {
            all.entry(person).or_default().push(Uncopied {
                letter: number,
                at: *at,
                kind: draft.kind,
                own: draft.own.as_deref().map(Box::from),
                about,
                to: addresses(&draft.audience.to).into_iter().map(Into::into).collect(),
            });
        }
    }
    all
}

fn written(
    config: &Config,
    (person, uncopied): (PersonIx, Vec<Uncopied>),
    slot: Slot,
) -> FurtherLetter {
    let notice = FurtherNotice { id: identity(config, person, slot.day, 0), moment: slot.at };
    let known = |target| Ok::<Known, Infallible>(left_before(config, target, slot.at).into());
    let Ok(letter) = digest(config, (person, uncopied), notice, known, slot.at);
    letter
}

/// Of each track the latest occurrence that could leave before that time.
fn left_before(config: &Config, target: Target, time: Timestamp) -> Vec<Recorded> {
    let before = time - NANOSECOND;
    let tracks = Ladder::of(config, target).into_tracks(&[]);
    let left = tracks.iter().filter_map(|ladder| {
        let latest = ladder.latest(before)?;
        let left = leaves_at(config, ladder, latest, latest.moment) < time;
        left.then(|| Recorded::of(ladder, latest, true))
    });
    left.collect()
}
