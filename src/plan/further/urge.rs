//! `duban urge` (催办): one letter about some tasks at once, by a person's will, beside the ladder.

use std::collections::HashMap;

use jiff::Timestamp;

use crate::model::{
    AnchorKind, Answers, Config, Importance, LetterKind, Party, Release, Subject, When,
};
use crate::plan::audience::{People, audience_of_people, people};
use crate::plan::further::{Content, FurtherLetter, FurtherNotice};
use crate::plan::{
    Audience, Draft, Item, Known, Ladder, Notice, NoticeId, Origin, Target, Track, is_live,
    letter_language, responsible, target_of,
};

/// That somebody wants tasks urged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wish {
    /// When the command was given.
    pub at: Timestamp,
    /// Who urges: a person's id, or words.
    pub by: String,
    /// What they add.
    pub note: Option<String>,
    /// The tasks and milestones.
    pub about: Vec<Subject>,
}

/// What an urging letter says.
#[derive(Debug, Clone)]
pub struct Urge {
    /// The tasks, as any letter tells them.
    pub draft: Draft,
    /// Who urges: a person's id, or words.
    pub by: String,
    /// What they add.
    pub note: Option<String>,
}

/// The letters of a wish: one for each circle of owners. Tasks that are closed meanwhile, or gone, are left out.
/// `known` is what the ledger has of a target; `has`, whether it has a notice.
pub fn urges<E>(
    config: &Config,
    wish: &Wish,
    known: impl Fn(Target) -> Result<Known, E>,
    has: impl Fn(&NoticeId) -> Result<bool, E>,
    now: Timestamp,
) -> Result<Vec<FurtherLetter>, E> {
    let mut places: HashMap<[People; 3], usize> = HashMap::new();
    let mut letters: Vec<Draft> = Vec::new();
    for subject in &wish.about {
        let id = identity(subject, wish.at);
        let Some(target) = target_of(config, &id).filter(|one| is_open(config, *one)) else {
            continue;
        };
        if has(&id)? {
            continue;
        }
        let audience = audience(config, target, &wish.by, now);
        if audience.to.is_empty() {
            continue;
        }
        let ((to, cc), digest) = (audience.people(), people(&audience.digest));
        let place = *places.entry([to, cc, digest]).or_insert_with(|| {
            letters.push(draft(config, audience));
            letters.len() - 1
        });
        let known = known(target)?;
        let notice = notice(config, target, id, &known.answers, now);
        letters[place].items.push(Item::of(config, notice, known, now));
    }
    Ok(letters.into_iter().map(|draft| letter(config, draft, wish)).collect())
}

/// Whether it can still be urged: it and its task are not done.
pub fn is_open(config: &Config, target: Target) -> bool {
    is_live(config, target, AnchorKind::Due)
}

/// To the owners, copied to those who supervise it and to who urges.
pub fn audience(config: &Config, target: Target, by: &str, now: Timestamp) -> Audience {
    let day = target.calendar(config).local_date(now);
    let who = responsible(config, target);
    let people = |party: &Party| config.members(party).to_vec();
    let owners = who.owner.iter().chain(who.with).flat_map(people);
    let copied = who.supervisor.iter().flat_map(people).chain(config.person(by));
    let mut audience = audience_of_people(config, owners, copied, day);
    audience.leave_out_digests(config);
    audience
}

fn identity(subject: &Subject, at: Timestamp) -> NoticeId {
    let stage = LetterKind::Urge.name().into();
    let (from, anchor) = (Origin::Urge, When::Instant(at));
    NoticeId { subject: subject.clone(), from, anchor, stage, occurrence: 0 }
}

/// Its stage is the one that the ladder has reached, by which the letter tells what comes next.
fn notice(
    config: &Config,
    target: Target,
    id: NoticeId,
    answers: &Answers,
    now: Timestamp,
) -> Notice {
    let ladder = Ladder::with_answers(config, target, answers);
    let reached = ladder.latest(now).or_else(|| ladder.occurrence(0, 0));
    let stage = reached.map_or(0, |reached| ladder.rungs[reached.rung].place);
    Notice { target, stage, track: Track::Due, id, moment: now }
}

fn draft(config: &Config, audience: Audience) -> Draft {
    Draft {
        kind: LetterKind::Urge,
        own: None,
        language: letter_language(config, &audience),
        importance: Importance::High,
        release: Release::Auto,
        audience,
        items: Vec::new(),
    }
}

/// The most severe, then the most overdue come first.
fn letter(config: &Config, mut draft: Draft, wish: &Wish) -> FurtherLetter {
    draft.items.sort_by(|one, other| {
        let severity = |item: &Item| config[item.notice.target.task].severity;
        let severe = severity(other).cmp(&severity(one));
        severe.then(one.facts.due.cmp(&other.facts.due)).then(one.notice.id.cmp(&other.notice.id))
    });
    let notices = draft
        .items
        .iter()
        .map(|item| FurtherNotice { id: item.notice.id.clone(), moment: wish.at });
    FurtherLetter {
        kind: draft.kind,
        language: draft.language,
        importance: draft.importance,
        release: draft.release,
        audience: draft.audience.clone(),
        notices: notices.collect(),
        targets: draft.items.iter().map(|item| item.notice.target).collect(),
        calendar: draft.items.first().map(|item| item.notice.target.task(config).calendar),
        counted: true,
        content: Content::Urge(Urge { draft, by: wish.by.clone(), note: wish.note.clone() }),
    }
}
