//! The digest (摘要, W6): one letter with all that a person would have been copied on.

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use jiff::{Timestamp, ToSpan};

use crate::model::{
    Calendar, Config, DigestRhythm, Importance, LetterKind, PersonIx, Release, State, Subject, When,
};
use crate::plan::audience::audience_of_people;
use crate::plan::further::{Content, FurtherLetter, FurtherNotice, Standing};
use crate::plan::{Audience, Known, NoticeId, Origin, Target, letter_language, target_of_subject};

/// A letter on which somebody would have been copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Uncopied {
    /// Its number in the ledger.
    pub letter: i64,
    /// When it was written, or a person let it go.
    pub at: Timestamp,
    /// Which letter.
    pub kind: LetterKind,
    /// The name of a letter of its stage's own.
    pub own: Option<Box<str>>,
    /// The tasks and milestones that it is about.
    pub about: Vec<Subject>,
    /// The addresses in To.
    pub to: Vec<Box<str>>,
}

/// What a digest says.
#[derive(Debug, Clone)]
pub struct Digest {
    /// Whose it is.
    pub person: PersonIx,
    /// The letters that it stands for.
    pub letters: Vec<Uncopied>,
    /// The tasks and milestones, the latest first.
    pub entries: Vec<Entry>,
}

/// What a digest says of a task or milestone.
#[derive(Debug, Clone)]
pub struct Entry {
    /// Which.
    pub subject: Subject,
    /// The same in the files, while they have it.
    pub standing: Option<Standing>,
    /// What was sent of it, by the places of the letters in [`Digest::letters`].
    pub sent: Vec<usize>,
}

/// So many days are looked at: the longest holidays are shorter.
const LOOKED_AT: usize = 31;

/// A moment at which digests leave, and its day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Slot {
    /// The moment.
    pub at: Timestamp,
    /// Its day.
    pub day: Date,
}

/// The latest moment that has come at which a digest leaves: `send-at` on a working day of the default calendar, of a
/// week the first. None where no such moment has come for a month.
pub fn latest_slot(config: &Config, rhythm: DigestRhythm, now: Timestamp) -> Option<Slot> {
    let calendar = config.office_calendar()?;
    let today = calendar.local_date(now);
    let days = std::iter::successors(Some(today), |day| day.yesterday().ok()).take(LOOKED_AT);
    slots(calendar, rhythm, days).find(|slot| slot.at <= now)
}

/// The first such moment after an instant.
pub fn next_slot(config: &Config, rhythm: DigestRhythm, after: Timestamp) -> Option<Slot> {
    let calendar = config.office_calendar()?;
    let today = calendar.local_date(after);
    let days = std::iter::successors(Some(today), |day| day.tomorrow().ok()).take(LOOKED_AT);
    slots(calendar, rhythm, days).find(|slot| slot.at > after)
}

/// When a digest of that moment leaves: on time, and late within the hours in which mail is sent (T8).
pub fn leaves_at(config: &Config, slot: Slot, now: Timestamp) -> Timestamp {
    if now <= slot.at {
        return slot.at;
    }
    config.office_calendar().map_or(now, |calendar| calendar.in_window(now))
}

fn slots<'c>(
    calendar: &'c Calendar,
    rhythm: DigestRhythm,
    days: impl Iterator<Item = Date> + 'c,
) -> impl Iterator<Item = Slot> + 'c {
    let leaves = move |day: &Date| {
        calendar.is_working_day(*day)
            && (rhythm == DigestRhythm::Daily || is_first_of_week(calendar, *day))
    };
    days.filter(leaves).map(|day| Slot { at: calendar.moment_on(day), day })
}

/// Whether no day of its week before it is worked.
fn is_first_of_week(calendar: &Calendar, day: Date) -> bool {
    let before = i64::from(day.weekday().to_monday_zero_offset());
    let mut before = (1..=before).filter_map(|days| day.checked_sub(days.days()).ok());
    !before.any(|day| calendar.is_working_day(day))
}

/// The identity of a digest: the person, the day. `time` tells apart those of one day: that of the rhythm is the
/// first, those that leave at once (L8b) follow.
pub fn identity(config: &Config, person: PersonIx, day: Date, time: u32) -> NoticeId {
    NoticeId {
        subject: Subject::Person(config[person].id.clone()),
        from: Origin::Digest,
        anchor: When::Day(day),
        stage: LetterKind::Digest.name().into(),
        occurrence: time,
    }
}

/// To the person alone, away or not: nobody is away on the first of all days.
pub fn digest_audience(config: &Config, person: PersonIx) -> Audience {
    audience_of_people(config, std::iter::once(person), std::iter::empty(), Date::MIN)
}

/// The digest of a person: to them alone, away or not. `known` is what the ledger has of a target.
pub fn digest<E>(
    config: &Config,
    (person, letters): (PersonIx, Vec<Uncopied>),
    notice: FurtherNotice,
    known: impl Fn(Target) -> Result<Known, E>,
    now: Timestamp,
) -> Result<FurtherLetter, E> {
    let mut sent: BTreeMap<&Subject, Vec<usize>> = BTreeMap::new();
    for (place, one) in letters.iter().enumerate() {
        one.about.iter().for_each(|subject| sent.entry(subject).or_default().push(place));
    }
    let mut entries = Vec::with_capacity(sent.len());
    for (subject, sent) in sent {
        let target = target_of_subject(config, subject);
        let standing = match target {
            Some(target) => Some(Standing::of(config, target, known(target)?, now)),
            None => None,
        };
        entries.push(Entry { subject: subject.clone(), standing, sent });
    }
    entries.sort_by_key(|entry| match &entry.standing {
        Some(one) => (one.state != State::Open, one.days),
        None => (true, i64::MAX),
    });
    let audience = digest_audience(config, person);
    Ok(FurtherLetter {
        kind: LetterKind::Digest,
        language: letter_language(config, &audience),
        importance: Importance::Normal,
        release: Release::Auto,
        audience,
        notices: vec![notice],
        targets: Vec::new(),
        calendar: None,
        counted: true,
        content: Content::Digest(Digest { person, letters, entries }),
    })
}

/// A digest to come.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PlannedDigest {
    /// When it leaves.
    pub release: Timestamp,
    /// Whose it is.
    pub person: PersonIx,
    /// The moment for which it is meant.
    pub moment: Timestamp,
}

/// The digests in which these people have what they were not copied on, each beside the time at which a letter was or is
/// let go. `has`: whether the ledger has a digest of that moment.
pub fn planned_digests<E>(
    config: &Config,
    uncopied: impl IntoIterator<Item = (PersonIx, Timestamp)>,
    has: impl Fn(&NoticeId) -> Result<bool, E>,
    now: Timestamp,
) -> Result<Vec<PlannedDigest>, E> {
    let mut planned = BTreeSet::new();
    for (person, at) in uncopied.into_iter().collect::<BTreeSet<_>>() {
        let Some(rhythm) = config[person].digest else {
            let moment = at.max(now);
            planned.insert(PlannedDigest { release: moment, person, moment });
            continue;
        };
        let missed = latest_slot(config, rhythm, now).filter(|slot| at < slot.at);
        let missed = match missed {
            Some(slot) if !has(&identity(config, person, slot.day, 0))? => Some(slot),
            _ => None,
        };
        if let Some(slot) = missed.or_else(|| next_slot(config, rhythm, at.max(now))) {
            let release = leaves_at(config, slot, now);
            planned.insert(PlannedDigest { release, person, moment: slot.at });
        }
    }
    Ok(planned.into_iter().collect())
}
