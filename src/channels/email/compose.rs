//! A draft becomes a finished letter: its words, its headers, its id. Same arguments, same bytes.

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::channels::email::ids::short_hash;
use crate::channels::email::mime;
use crate::channels::email::mime::{MessageError, Parts, domain};
use crate::channels::email::thread::{Thread, thread, thread_of};
use crate::ledger::{Kind, NewLetter};
use crate::letter;
use crate::letter::{Attached, Written, number};
use crate::model::cause::Cause;
use crate::model::link::marked;
use crate::model::met::Met;
use crate::model::{
    Attach, Calendar, Config, Importance, Language, LetterKind, Mailbox, Numbering, PersonIx,
    Subject, Ways,
};
use crate::plan::further::ReportLetter;
use crate::plan::{Addressee, Audience, Content, Draft, FurtherLetter, Item, NoticeId};
use crate::sheets::export::{calendar, comma, markdown};
use crate::sheets::report::workbook;
use crate::view::exported::exported_tasks;
use crate::visible::one_line;
use crate::words::causes::MetError;
use crate::words::letters;

/// A header names so many tasks at most.
const TAGS: usize = 20;

/// Its words could not be filled in.
impl From<minijinja::Error> for MetError {
    fn from(error: minijinja::Error) -> MetError {
        unwritten(Cause::Template, &error)
    }
}

/// Its message could not be put together.
impl From<MessageError> for MetError {
    fn from(error: MessageError) -> MetError {
        MetError(one_line(&error.to_string()).as_ref().into())
    }
}

fn unwritten(cause: Cause, error: &dyn std::error::Error) -> MetError {
    MetError(Met::of(cause, &[&one_line(&error.to_string())]))
}

/// The words of a letter that is not there yet: its number is not given, and no answer can bear its mark.
pub fn body(config: &Config, draft: &Draft, now: Timestamp) -> Result<Written, MetError> {
    let numbering = numbering(config, draft, now);
    let id = letter_id(draft, now);
    let message_id = String::new();
    Ok(shown(body_of(
        config,
        draft,
        (numbering.as_ref(), now),
        &Stamp { id, message_id, date: now },
    )?))
}

/// The words of the letter of that stamp, from which its links (A1) and its mark (A5) follow. The place of its number is marked.
fn body_of(
    config: &Config,
    draft: &Draft,
    (numbering, now): (Option<&Numbering>, Timestamp),
    stamp: &Stamp,
) -> Result<Written, MetError> {
    let ways = Ways::of(config, &stamp.id, &stamp.message_id, stamp.date);
    Ok(letter::write_linked(config, draft, (place(numbering), now), &ways)?)
}

/// A letter's `Message-ID`, without angle brackets.
pub(super) fn message_id(config: &Config, id: &str) -> String {
    format!("{}@{}", marked(config.marking.as_ref(), id), domain(&config.mail.from))
}

/// The words while the number is not given.
fn shown(body: Written) -> Written {
    let [subject, text, html] =
        [&body.subject, &body.text, &body.html].map(|text| number::shown(text));
    Written { subject, text, html, ..body }
}

/// The place of the number of a letter that has one.
fn place(numbering: Option<&Numbering>) -> Option<String> {
    numbering.map(|one| number::place(&one.pattern, one.year))
}

/// How the letter is numbered, if it is: by the year of its date.
fn numbering(config: &Config, draft: &Draft, date: Timestamp) -> Option<Numbering> {
    let calendar = draft.items.first()?.notice.target.calendar(config);
    numbered(config, (draft.letter(), draft.kind), Some(calendar), date)
}

/// The same of any letter, of that name and kind; without a calendar by the year in UTC.
pub(super) fn numbered(
    config: &Config,
    (name, kind): (&str, LetterKind),
    calendar: Option<&Calendar>,
    date: Timestamp,
) -> Option<Numbering> {
    let pattern = number::pattern(config, name, kind)?.clone();
    let day = calendar.map(|calendar| calendar.local_date(date));
    let day = day.unwrap_or_else(|| TimeZone::UTC.to_datetime(date).date());
    Some(Numbering { pattern, year: day.year() })
}

/// The whole letter, ready for the ledger.
pub fn compose(config: &Config, draft: &Draft, now: Timestamp) -> Result<NewLetter, MetError> {
    let id = letter_id(draft, now);
    let message_id = message_id(config, &id);
    stamped(config, draft, now, Stamp { id, message_id, date: now })
}

/// What tells a letter from another that says the same.
#[derive(Debug, Clone)]
pub struct Stamp {
    /// Its id.
    pub id: String,
    /// The `Message-ID`, without angle brackets.
    pub message_id: String,
    /// When it was written.
    pub date: Timestamp,
}

/// The letter as it would be now under the stamp of an older one: the same bytes if both say the same (L6c).
pub fn stamped(
    config: &Config,
    draft: &Draft,
    now: Timestamp,
    stamp: Stamp,
) -> Result<NewLetter, MetError> {
    let numbering = numbering(config, draft, stamp.date);
    let mut body = body_of(config, draft, (numbering.as_ref(), now), &stamp)?;
    let domain = domain(&config.mail.from);
    let event = letter::event_of(config, draft, &domain, stamp.date);
    body.attachments.extend(event);
    let zone = draft.items.first().map(|item| item.notice.target.calendar(config));
    let topic = letters::called(draft.kind, draft.own.as_deref(), draft.language);
    let envelope = Envelope {
        kind: draft.kind,
        own_name: draft.own.as_deref().map(Box::from),
        numbering,
        language: draft.language,
        importance: draft.importance,
        audience: &draft.audience,
        thread: thread(draft, &topic, &domain),
        zone: zone.map_or(TimeZone::UTC, |calendar| calendar.timezone().clone()),
        tags: tags(draft),
        left_out: left_out(config, draft),
    };
    sealed(config, envelope, body, stamp)
}

/// The words of a letter that no stage writes, which is not there yet.
pub fn further_body(
    config: &Config,
    further: &FurtherLetter,
    now: Timestamp,
) -> Result<Written, MetError> {
    let numbering = further_numbering(config, further, now);
    let id = id_of(further.notices.iter().map(|notice| &notice.id), now);
    let ways = Ways::of(config, &id, "", now);
    let place = place(numbering.as_ref());
    Ok(shown(letter::write_further(config, further, (place, now), &ways)?))
}

fn further_numbering(
    config: &Config,
    further: &FurtherLetter,
    date: Timestamp,
) -> Option<Numbering> {
    numbered(config, (further.kind.name(), further.kind), further.calendar(config), date)
}

/// A letter that no stage writes, ready for the ledger.
pub fn compose_further(
    config: &Config,
    further: &FurtherLetter,
    now: Timestamp,
) -> Result<NewLetter, MetError> {
    let id = id_of(further.notices.iter().map(|notice| &notice.id), now);
    let stamp = Stamp { message_id: message_id(config, &id), id, date: now };
    stamped_further(config, further, now, stamp)
}

/// The same under the stamp of an older one (L6c).
pub fn stamped_further(
    config: &Config,
    further: &FurtherLetter,
    now: Timestamp,
    stamp: Stamp,
) -> Result<NewLetter, MetError> {
    let numbering = further_numbering(config, further, stamp.date);
    let ways = Ways::of(config, &stamp.id, &stamp.message_id, stamp.date);
    let mut body = letter::write_further(config, further, (place(numbering.as_ref()), now), &ways)?;
    if let Content::Report(report) = &further.content {
        body.attachments.extend(attached(config, report, further.language, now)?);
    }
    let domain = domain(&config.mail.from);
    let calendar = further.calendar(config);
    let envelope = Envelope {
        kind: further.kind,
        own_name: None,
        numbering,
        language: further.language,
        importance: further.importance,
        audience: &further.audience,
        thread: thread_of(config, further, &domain),
        zone: calendar.map_or(TimeZone::UTC, |calendar| calendar.timezone().clone()),
        tags: tags_of(config, further),
        left_out: left_out_of(
            config,
            &further.audience,
            further.notices.iter().map(|notice| &notice.id.subject),
        ),
    };
    sealed(config, envelope, body, stamp)
}

/// The list of a report, as files of the kinds that it names.
fn attached(
    config: &Config,
    report: &ReportLetter,
    language: Language,
    now: Timestamp,
) -> Result<Vec<Attached>, MetError> {
    let summary = &report.summary;
    let list = || exported_tasks(&summary.stood, &summary.tasks, summary.moment);
    let domain = domain(&config.mail.from);
    let file = |kind: &Attach| -> Result<Attached, MetError> {
        let (mime, bytes) = match kind {
            Attach::Xlsx => {
                let written = workbook::write(summary, language);
                (XLSX, written.map_err(|error| unwritten(Cause::Workbook, &error))?)
            }
            Attach::Csv => {
                ("text/csv; charset=utf-8", comma::write(&list(), true, language).into_bytes())
            }
            Attach::Ics => (
                "text/calendar; charset=utf-8; method=PUBLISH",
                calendar::write(&list(), &domain, now, language).into_bytes(),
            ),
            Attach::Md => {
                ("text/markdown; charset=utf-8", markdown::write(&list(), language).into_bytes())
            }
        };
        let name = letter::further::report::file_name(kind);
        Ok(Attached { name, kind: mime, bytes, is_shown: false })
    };
    report.attach.iter().map(file).collect()
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// What stands on a letter beside its words.
struct Envelope<'a> {
    kind: LetterKind,
    own_name: Option<Box<str>>,
    numbering: Option<Numbering>,
    language: Language,
    importance: Importance,
    audience: &'a Audience,
    thread: Thread,
    zone: TimeZone,
    tags: Vec<(&'static str, Vec<String>)>,
    left_out: Vec<(String, Subject)>,
}

fn sealed(
    config: &Config,
    envelope: Envelope<'_>,
    body: Written,
    stamp: Stamp,
) -> Result<NewLetter, MetError> {
    let Written { subject, text, html, attachments, failed } = body;
    let Stamp { id, message_id, date } = stamp;
    let Envelope {
        kind,
        own_name,
        numbering,
        language,
        importance,
        audience,
        thread,
        zone,
        tags,
        left_out,
    } = envelope;
    let (to, cc) = addressed(config, audience);
    let bytes = mime::message(Parts {
        id: &id,
        message_id: &message_id,
        threads: vec![format!("<{}>", thread.root)],
        thread: Some(&thread),
        language,
        zone: &zone,
        tags,
        from: &config.mail.from,
        reply_to: config.mail.reply_to.as_ref(),
        to: to.clone(),
        cc: cc.clone(),
        subject: &subject,
        importance,
        text,
        html,
        attachments,
        now: date,
    })?;
    let addressed = to.len();
    let everyone = to.into_iter().chain(cc);
    Ok(NewLetter {
        id,
        message_id,
        kind: Kind::Letter(kind),
        own_name,
        language,
        importance,
        subject: number::shown(&subject),
        sender: config.mail.from.address.to_string(),
        recipients: everyone.map(|one| one.address.to_string()).collect(),
        addressed,
        bytes,
        numbering,
        left_out,
        held: None,
        failed,
    })
}

/// Who has what in a digest (W6).
fn left_out(config: &Config, draft: &Draft) -> Vec<(String, Subject)> {
    let of = |item: &Item| {
        let subject = item.notice.id.subject.clone();
        let people = item.digest.iter().map(|person| config[*person].id.to_string());
        people.map(|person| (person, subject.clone())).collect::<Vec<_>>()
    };
    draft.items.iter().flat_map(of).collect()
}

/// The same of a letter that no stage writes, and that is about these.
pub(super) fn left_out_of<'n>(
    config: &Config,
    audience: &Audience,
    about: impl Iterator<Item = &'n Subject> + Clone,
) -> Vec<(String, Subject)> {
    let people = audience.digest.iter().filter_map(|one| one.person);
    let of = |person: PersonIx| {
        let person = config[person].id.to_string();
        about.clone().map(move |subject| (person.clone(), subject.clone()))
    };
    people.flat_map(of).collect()
}

/// To and Cc, or the one mailbox to which every letter is redirected.
pub(super) fn addressed<'a>(
    config: &'a Config,
    audience: &'a Audience,
) -> (Vec<&'a Mailbox>, Vec<&'a Mailbox>) {
    match &config.mail.redirect {
        Some(redirect) => (vec![redirect], Vec::new()),
        None => {
            let mailboxes = |list: &'a [Addressee]| list.iter().map(|one| &one.mailbox).collect();
            (mailboxes(&audience.to), mailboxes(&audience.cc))
        }
    }
}

/// A letter's id follows from its notices and the moment at which it is written: what was withdrawn
/// may be written again (L6b), as another letter.
fn letter_id(draft: &Draft, now: Timestamp) -> String {
    id_of(draft.items.iter().flat_map(Item::notices).map(|notice| &notice.id), now)
}

fn id_of<'a>(notices: impl Iterator<Item = &'a NoticeId>, now: Timestamp) -> String {
    let mut notices: Vec<String> = notices.map(canonical).collect();
    notices.sort();
    short_hash(&format!("{now}\n{}", notices.join("\n")))
}

fn canonical(id: &NoticeId) -> String {
    let NoticeId { subject, from, anchor, stage, occurrence } = id;
    let (task, milestone) = (subject.id(), subject.milestone());
    format!("{task:?} {milestone:?} {from} {anchor} {stage:?} {occurrence}")
}

/// What mail filters go by: the tasks, the stages, the letter.
fn tags(draft: &Draft) -> Vec<(&'static str, Vec<String>)> {
    let ids = draft.items.iter().take(TAGS).map(|item| &item.notice.id);
    let tasks = ids.clone().map(|id| match id.subject.milestone() {
        Some(milestone) => format!("{}/{milestone}", id.subject.id()),
        None => id.subject.id().to_owned(),
    });
    let stages = ids.map(|id| id.stage.to_string());
    vec![
        ("X-Duban-Task", distinct(tasks)),
        ("X-Duban-Stage", distinct(stages)),
        ("X-Duban-Letter", vec![draft.letter().to_owned()]),
    ]
}

fn tags_of(config: &Config, further: &FurtherLetter) -> Vec<(&'static str, Vec<String>)> {
    let tasks = further.targets.iter().take(TAGS).map(|target| target.name(config));
    let stages = further.notices.iter().take(TAGS).map(|notice| notice.id.stage.to_string());
    let all = vec![
        ("X-Duban-Task", distinct(tasks)),
        ("X-Duban-Stage", distinct(stages)),
        ("X-Duban-Letter", vec![further.kind.name().to_owned()]),
    ];
    // A digest is about no task of its own: a header without a value is none.
    all.into_iter().filter(|(_, values)| !values.is_empty()).collect()
}

fn distinct(values: impl Iterator<Item = String>) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for value in values {
        if !kept.contains(&value) && kept.len() < TAGS {
            kept.push(value);
        }
    }
    kept
}
