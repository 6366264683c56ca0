//! Letters about answers: the receipt to who answered (A2), that an answer was declined (A4), and that answers wait, to
//! those who supervise (A3).

use std::collections::BTreeMap;

use jiff::Timestamp;

use crate::model::{
    Answer, Config, Importance, LetterKind, PersonIx, Release, Subject, When, Window,
};
use crate::plan::audience::audience_of_people;
use crate::plan::further::{Content, FurtherLetter, FurtherNotice};
use crate::plan::{NoticeId, Origin, Target, letter_language, responsible, target_of_subject};

/// So many working days after supervisors were told of what waits they are told again.
const AGAIN: i64 = 2;

/// What a letter about answers says.
#[derive(Debug, Clone)]
pub struct Receipt {
    /// Why it is written.
    pub says: Says,
    /// The answers.
    pub answers: Vec<Answer>,
    /// The tasks that may be meant, where that is asked.
    pub about: Vec<Subject>,
}

/// Why somebody is written to because of answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Says {
    /// They were taken in.
    Received,
    /// They were declined.
    Declined,
    /// They wait, and who gets the letter supervises their tasks.
    Waits,
    /// One does not say of which of several tasks it speaks.
    Which,
}

impl Says {
    /// The stage of its notices.
    pub fn stage(self) -> &'static str {
        match self {
            Says::Received => "receipt",
            Says::Declined => "declined",
            Says::Waits => "waits",
            Says::Which => "which",
        }
    }
}

/// The identity of what is said of an answer; of what is said again, on that day.
pub fn identity(answer: &Answer, says: Says, anchor: When) -> NoticeId {
    let occurrence = u32::try_from(answer.number).unwrap_or(u32::MAX);
    let (subject, stage) = (answer.subject.clone(), says.stage().into());
    NoticeId { subject, from: Origin::Answer, anchor, stage, occurrence }
}

/// A letter to each who answered.
pub fn to_who_answered(
    config: &Config,
    answers: Vec<Answer>,
    says: Says,
    now: Timestamp,
) -> Vec<FurtherLetter> {
    let mut letters: BTreeMap<PersonIx, Vec<(Answer, When)>> = BTreeMap::new();
    for answer in answers {
        if let Some(person) = config.person(&answer.person) {
            let anchor = When::Instant(answer.at);
            letters.entry(person).or_default().push((answer, anchor));
        }
    }
    letters
        .into_iter()
        .map(|(person, answers)| letter(config, person, answers, says, now))
        .collect()
}

/// A5: whoever answered a letter about several tasks without naming one is asked which is meant. A reply to that letter is one
/// about these tasks.
pub fn which(
    config: &Config,
    answer: Answer,
    about: Vec<Subject>,
    now: Timestamp,
) -> Option<FurtherLetter> {
    let (person, anchor) = (config.person(&answer.person)?, When::Instant(answer.at));
    let notices = about.iter().map(|subject| FurtherNotice {
        id: NoticeId { subject: subject.clone(), ..identity(&answer, Says::Which, anchor) },
        moment: answer.at,
    });
    let notices = notices.collect();
    let targets = about.iter().filter_map(|subject| target_of_subject(config, subject)).collect();
    let written = letter(config, person, vec![(answer.clone(), anchor)], Says::Which, now);
    let content = Content::Receipt(Receipt { says: Says::Which, answers: vec![answer], about });
    Some(FurtherLetter { notices, targets, content, ..written })
}

/// A3: a letter to each who supervises tasks of which answers wait: of new ones at once, of all again every two working
/// days; within the hours in which mail is sent. Beside each answer stands when they were last told. Who `has` heard of one
/// today does not again, whatever a clock that stood ahead has noted since.
pub fn to_supervisors<E>(
    config: &Config,
    waiting: Vec<(Answer, Option<Timestamp>)>,
    has: impl Fn(&NoticeId) -> Result<bool, E>,
    now: Timestamp,
) -> Result<Vec<FurtherLetter>, E> {
    let Some(calendar) = config.office_calendar() else { return Ok(Vec::new()) };
    if calendar.window(now) != Window::Open {
        return Ok(Vec::new());
    }
    let today = calendar.local_date(now);
    let due = |told: Option<Timestamp>| {
        // A time to come is that of a clock that stood ahead.
        let told = told.filter(|told| *told <= now);
        told.is_none_or(|told| {
            let again = calendar.nth_working_day(calendar.local_date(told), AGAIN);
            again.is_some_and(|day| calendar.moment_on(day) <= now)
        })
    };
    let mut letters: BTreeMap<PersonIx, Vec<(Answer, When)>> = BTreeMap::new();
    let waiting = waiting.into_iter().filter(|(_, told)| due(*told));
    for (answer, _) in waiting {
        let Some(target) = target_of_subject(config, &answer.subject) else { continue };
        let who = responsible(config, target);
        for person in who.supervisor.iter().flat_map(|party| config.members(party)) {
            let anchor = When::Day(today);
            if !has(&notice(&answer, Says::Waits, anchor, &config[*person].id))? {
                letters.entry(*person).or_default().push((answer.clone(), anchor));
            }
        }
    }
    let letters = letters.into_iter();
    Ok(letters.map(|(person, answers)| letter(config, person, answers, Says::Waits, now)).collect())
}

/// What a notice of such a letter says of which answer; of what waits, to whom of those who supervise.
pub fn told(id: &NoticeId) -> Option<(i64, Says, Option<&str>)> {
    let (word, person) = match id.stage.split_once(' ') {
        Some((word, person)) => (word, Some(person)),
        None => (&*id.stage, None),
    };
    let all = [Says::Received, Says::Declined, Says::Waits, Says::Which];
    let says = all.into_iter().find(|says| says.stage() == word)?;
    (id.from == Origin::Answer).then_some((i64::from(id.occurrence), says, person))
}

/// The letter to one person about these answers.
pub fn letter(
    config: &Config,
    person: PersonIx,
    answers: Vec<(Answer, When)>,
    says: Says,
    now: Timestamp,
) -> FurtherLetter {
    let target = |subject: &Subject| target_of_subject(config, subject);
    let mut targets: Vec<Target> =
        answers.iter().filter_map(|(one, _)| target(&one.subject)).collect();
    targets.dedup();
    let calendar = config.office_calendar();
    let day = calendar.map_or(jiff::civil::Date::MIN, |calendar| calendar.local_date(now));
    let nobody = std::iter::empty();
    let audience = audience_of_people(config, std::iter::once(person), nobody, day);
    let notices = answers.iter().map(|(one, anchor)| FurtherNotice {
        id: notice(one, says, *anchor, &config[person].id),
        moment: one.at,
    });
    let notices = notices.collect();
    let answers = answers.into_iter().map(|(one, _)| one).collect();
    FurtherLetter {
        kind: LetterKind::Receipt,
        language: letter_language(config, &audience),
        importance: Importance::Normal,
        release: Release::Auto,
        audience,
        notices,
        targets,
        calendar: None,
        // An answer is answered: it is no reminder that a wrong clock or list could cause.
        counted: false,
        content: Content::Receipt(Receipt { says, answers, about: Vec::new() }),
    }
}

/// Several may supervise a task: each has a notice of their own.
fn notice(answer: &Answer, says: Says, anchor: When, person: &str) -> NoticeId {
    let id = identity(answer, says, anchor);
    match says {
        Says::Waits => NoticeId { stage: format!("{} {person}", says.stage()).into(), ..id },
        _ => id,
    }
}
