//! What was typed, file by file: every value with its place, nothing looked up yet.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use crate::config::allowed::AllowedLine;
use crate::config::fault::Code;
use crate::config::finding::Place;
use crate::config::read::syntax::Edits;
use crate::model::{
    AnchorKind, AnswerRules, At, Attach, Cron, DigestRhythm, Guard, Hours, Importance, Language,
    LedgerUrl, LetterKind, Listen, Mailbox, Offset, Password, Per, Period, Rate, Release, Repeat,
    Roll, Security, SendOn, Severity, Span, SubjectStart, TallyPer, TransportKind, Unless,
};

/// A value and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Spot<T> {
    pub(crate) value: T,
    pub(crate) place: Place,
}

/// A text and where it stands. The same text in one file is stored once: units, owners and sources
/// come again and again.
pub(crate) type Text = Spot<Arc<str>>;

/// A date key's value, before the calendar is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RawWhen {
    Day(Date),
    Local(DateTime),
    Instant(Timestamp),
}

/// A deadline, before `opened` is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum RawDue {
    When(RawWhen),
    FromOpened(Offset),
}

/// One file.
#[derive(Debug, Default)]
pub(crate) struct RawFile {
    pub(crate) include: Vec<Text>,
    pub(crate) language: Option<Language>,
    pub(crate) mail: Option<RawMail>,
    pub(crate) mail_place: Place,
    pub(crate) admin: Vec<Mailbox>,
    /// `[admin] all-well`.
    pub(crate) all_well: Option<DigestRhythm>,
    pub(crate) templates: Option<Text>,
    pub(crate) letters: Vec<RawLetter>,
    pub(crate) guard: Option<Guard>,
    pub(crate) answers: Option<AnswerRules>,
    pub(crate) ledger: Option<LedgerUrl>,
    pub(crate) http: Option<Listen>,
    pub(crate) heartbeat: Option<Box<str>>,
    pub(crate) web: Option<RawWeb>,
    /// `[answers.imap]`.
    pub(crate) imap: Option<RawImap>,
    /// `[answers] links`.
    pub(crate) links: Option<Spot<bool>>,
    pub(crate) calendars: Vec<RawCalendar>,
    pub(crate) people: Vec<RawPerson>,
    pub(crate) groups: Vec<RawGroup>,
    pub(crate) units: Vec<RawUnit>,
    pub(crate) policies: Vec<RawPolicy>,
    pub(crate) rules: Vec<RawRule>,
    pub(crate) reports: Vec<RawReport>,
    pub(crate) tallies: Vec<RawTally>,
    pub(crate) defaults: RawDefaults,
    pub(crate) tasks: Vec<RawTask>,
    /// From the places of what was read to those of what was written, where a text was mended before it was read.
    pub(crate) edits: Option<Edits>,
    /// `[check] allow`.
    pub(crate) allow: Vec<Code>,
    pub(crate) allowed_lines: Vec<AllowedLine>,
    /// What stood in lines that could not be read.
    pub(crate) lost: String,
}

/// `[web]`.
#[derive(Debug)]
pub(crate) struct RawWeb {
    pub(crate) place: Place,
    pub(crate) listen: Option<Listen>,
    pub(crate) url: Option<Box<str>>,
    pub(crate) key: Option<Spot<Option<Password>>>,
}

impl RawFile {
    /// Whether it defines nothing that a task of another file could refer to.
    pub(crate) fn has_only_tasks(&self) -> bool {
        let RawFile { calendars, people, groups, units, policies, reports, tallies, .. } = self;
        reports.is_empty()
            && tallies.is_empty()
            && calendars.is_empty()
            && people.is_empty()
            && groups.is_empty()
            && units.is_empty()
            && policies.is_empty()
    }
}

#[derive(Debug, Default)]
pub(crate) struct RawMail {
    pub(crate) from: Option<Mailbox>,
    pub(crate) reply_to: Option<Mailbox>,
    pub(crate) subject_prefix: Option<Box<str>>,
    pub(crate) subject: Option<SubjectStart>,
    pub(crate) transport: Option<Spot<TransportKind>>,
    pub(crate) redirect: Option<Mailbox>,
    pub(crate) detail: bool,
    pub(crate) calendar: Option<bool>,
    pub(crate) contact: Option<Box<str>>,
    pub(crate) salutation: Option<Box<str>>,
    pub(crate) sendmail: Option<Text>,
    pub(crate) smtp: Option<RawSmtp>,
}

#[derive(Debug, Default)]
pub(crate) struct RawSmtp {
    pub(crate) host: Option<Box<str>>,
    pub(crate) port: Option<Spot<u16>>,
    pub(crate) security: Option<Spot<Security>>,
    pub(crate) ca: Option<Text>,
    pub(crate) username: Option<Text>,
    pub(crate) password: Option<Spot<Option<Password>>>,
    /// Whether either is there and was told of.
    pub(crate) login_is_faulty: bool,
    pub(crate) connections: Option<u32>,
    pub(crate) rate: Option<Rate>,
}

impl RawSmtp {
    /// The written security, or the default.
    pub(crate) fn security(&self) -> Security {
        self.security.map_or(Security::StartTls, |security| security.value)
    }
}

/// `[answers.imap]`.
#[derive(Debug, Default)]
pub(crate) struct RawImap {
    pub(crate) place: Place,
    pub(crate) host: Option<Box<str>>,
    pub(crate) port: Option<Spot<u16>>,
    pub(crate) security: Option<Spot<Security>>,
    pub(crate) ca: Option<Text>,
    pub(crate) user: Option<Box<str>>,
    pub(crate) password: Option<Spot<Option<Password>>>,
    pub(crate) folder: Option<Box<str>>,
}

impl RawImap {
    /// The written security, or the default.
    pub(crate) fn security(&self) -> Security {
        self.security.map_or(Security::Tls, |security| security.value)
    }
}

/// `[letters.KIND]`.
#[derive(Debug)]
pub(crate) struct RawLetter {
    pub(crate) id: Text,
    pub(crate) number: Option<Text>,
    pub(crate) like: Option<Spot<LetterKind>>,
}

#[derive(Debug)]
pub(crate) struct RawCalendar {
    pub(crate) id: Text,
    pub(crate) timezone: Option<Text>,
    pub(crate) workdays: Option<Spot<[bool; 7]>>,
    pub(crate) holidays: Vec<Text>,
    pub(crate) closed: Vec<Spot<Date>>,
    pub(crate) open: Vec<Spot<Date>>,
    pub(crate) hours: Option<Hours>,
    /// Whether `hours` is there and was told of.
    pub(crate) hours_are_faulty: bool,
    pub(crate) send_at: Option<Spot<jiff::civil::Time>>,
    pub(crate) send_on: Option<SendOn>,
}

#[derive(Debug)]
pub(crate) struct RawPerson {
    pub(crate) id: Text,
    pub(crate) name: Option<Box<str>>,
    pub(crate) email: Option<Box<str>>,
    /// Where the address is to be filled in.
    pub(crate) gap: Option<Place>,
    pub(crate) language: Option<Language>,
    pub(crate) digest: Option<DigestRhythm>,
    pub(crate) away: Vec<RawAway>,
}

#[derive(Debug)]
pub(crate) struct RawAway {
    pub(crate) place: Place,
    pub(crate) from: Option<Date>,
    pub(crate) until: Option<Date>,
    pub(crate) delegate: Option<Text>,
}

#[derive(Debug)]
pub(crate) struct RawGroup {
    pub(crate) id: Text,
    pub(crate) members: Vec<Text>,
}

#[derive(Debug)]
pub(crate) struct RawUnit {
    pub(crate) id: Text,
    pub(crate) name: Option<Box<str>>,
    pub(crate) parent: Option<Text>,
    pub(crate) head: Option<Text>,
    pub(crate) supervisor: Option<Text>,
    pub(crate) calendar: Option<Text>,
    /// Whether something in it was told of: a role that it seems not to fill may be no second mistake.
    pub(crate) is_faulty: bool,
}

#[derive(Debug)]
pub(crate) struct RawPolicy {
    pub(crate) id: Text,
    pub(crate) group: bool,
    /// Whether `stages` is there and was told of.
    pub(crate) is_faulty: bool,
    pub(crate) stages: Vec<RawStage>,
}

#[derive(Debug)]
pub(crate) struct RawStage {
    pub(crate) name: Option<Text>,
    pub(crate) place: Place,
    pub(crate) from: AnchorKind,
    pub(crate) at: Option<Spot<At>>,
    pub(crate) repeat: Option<Spot<Repeat>>,
    /// Whether `repeat` is there, be it one that was told of.
    pub(crate) repeat_written: bool,
    pub(crate) times: Option<Spot<u32>>,
    /// Whether `to` is an array without a member; what is missing or none is told of elsewhere.
    pub(crate) to_is_empty: bool,
    pub(crate) to: Vec<Text>,
    pub(crate) cc: Vec<Text>,
    pub(crate) letter: Option<Text>,
    pub(crate) release: Release,
    pub(crate) importance: Importance,
    pub(crate) unless: Option<Spot<Unless>>,
    pub(crate) answer: Option<Span>,
}

/// A report; the filter's pairs are keys and their values, of which any will do.
#[derive(Debug)]
pub(crate) struct RawReport {
    pub(crate) name: Text,
    pub(crate) title: Option<Box<str>>,
    pub(crate) cron: Option<Spot<Cron>>,
    pub(crate) roll: Roll,
    pub(crate) calendar: Option<Text>,
    pub(crate) filter: Vec<(&'static str, Vec<Text>)>,
    pub(crate) per: Per,
    /// Whether `to` is an array without a member; what is missing or none is told of elsewhere.
    pub(crate) to_is_empty: bool,
    pub(crate) to: Vec<Text>,
    pub(crate) cc: Vec<Text>,
    pub(crate) release: Release,
    pub(crate) attach: Vec<Attach>,
    pub(crate) empty: bool,
    pub(crate) place: Place,
}

/// A tally; the pairs of `when` and `counts` are keys and their values, of which any will do.
#[derive(Debug)]
pub(crate) struct RawTally {
    pub(crate) name: Text,
    pub(crate) title: Option<Box<str>>,
    /// It counts letters; otherwise tasks.
    pub(crate) of_letters: bool,
    pub(crate) filter: Vec<(&'static str, Vec<Text>)>,
    pub(crate) counted: Vec<(&'static str, Vec<Text>)>,
    pub(crate) period: Option<Period>,
    pub(crate) per: TallyPer,
    pub(crate) subtree: bool,
    /// Missing, it was told of.
    pub(crate) at_least: Option<u32>,
    /// Whether `to` is an array without a member; what is missing or none is told of elsewhere.
    pub(crate) to_is_empty: bool,
    pub(crate) to: Vec<Text>,
    pub(crate) cc: Vec<Text>,
    pub(crate) letter: LetterKind,
    pub(crate) release: Release,
    pub(crate) again: Option<Span>,
    pub(crate) place: Place,
}

/// A rule: each pair is a key of the task and the values of which one must be there.
#[derive(Debug)]
pub(crate) struct RawRule {
    pub(crate) when: Vec<(&'static str, Vec<Text>)>,
    pub(crate) policy: Option<Text>,
    pub(crate) due: Option<Spot<RawDue>>,
    /// Whether something in it was told of: which tasks it is for may be known only once that is right.
    pub(crate) is_faulty: bool,
}

#[derive(Debug, Clone, Default)]
pub(crate) struct RawDefaults {
    pub(crate) policy: Option<Text>,
    pub(crate) unit: Option<Text>,
    pub(crate) owner: Option<Text>,
    pub(crate) with: Box<[Text]>,
    pub(crate) supervisor: Option<Text>,
    pub(crate) watchers: Box<[Text]>,
    pub(crate) severity: Option<Severity>,
    pub(crate) source: Option<Arc<str>>,
    pub(crate) batch: Option<Arc<str>>,
    pub(crate) category: Option<Arc<str>>,
    pub(crate) opened: Option<Spot<RawWhen>>,
    /// Whether `opened` is there and was told of.
    pub(crate) opened_is_faulty: bool,
    /// Whether something in `[defaults]` was told of.
    pub(crate) is_faulty: bool,
}

#[derive(Debug)]
pub(crate) struct RawTask {
    pub(crate) id: Text,
    pub(crate) line: u32,
    pub(crate) title: Box<str>,
    pub(crate) detail: Option<Box<str>>,
    pub(crate) own: RawDefaults,
    pub(crate) due: Option<Spot<RawDue>>,
    /// Whether `due` was written, or may have been where the parser lost its way: that is told of elsewhere.
    pub(crate) due_written: bool,
    pub(crate) extended: Box<[RawExtension]>,
    pub(crate) done: Option<Spot<RawWhen>>,
    /// Whether `done` is there and was told of.
    pub(crate) done_is_faulty: bool,
    pub(crate) verified: Option<Spot<RawWhen>>,
    pub(crate) links: Box<[Box<str>]>,
    pub(crate) milestones: Box<[RawMilestone]>,
    /// What few tasks have; kept apart, since a hundred thousand tasks are in memory at once.
    pub(crate) rare: Option<Box<RawRare>>,
    /// Whether something in it was told of: what it seems to lack may be no second mistake.
    pub(crate) is_faulty: bool,
}

/// Keys that few tasks have.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct RawRare {
    pub(crate) cancelled: Option<Spot<RawWhen>>,
    pub(crate) holds: Vec<RawHold>,
    pub(crate) acknowledged: Option<Spot<RawWhen>>,
    pub(crate) progress: Vec<RawProgress>,
    pub(crate) returned: Vec<RawReturned>,
    pub(crate) evidence: Vec<Box<str>>,
    pub(crate) looked_back: Vec<Spot<Date>>,
    pub(crate) fields: Vec<(Box<str>, Box<str>)>,
    pub(crate) every: Option<Spot<Span>>,
    /// Whether `every` is there and was told of.
    pub(crate) every_is_faulty: bool,
    pub(crate) done_through: Option<Spot<Date>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RawHold {
    pub(crate) place: Place,
    pub(crate) from: Option<Date>,
    /// Whether `from` is there and was told of.
    pub(crate) from_is_faulty: bool,
    pub(crate) until: Option<Date>,
    pub(crate) stops_clock: bool,
    pub(crate) reason: Option<Box<str>>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RawProgress {
    pub(crate) on: Option<Spot<RawWhen>>,
    pub(crate) by: Option<Box<str>>,
    pub(crate) text: Option<Box<str>>,
    pub(crate) percent: Option<u8>,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct RawReturned {
    pub(crate) on: Option<Spot<RawWhen>>,
    pub(crate) by: Option<Box<str>>,
    pub(crate) reason: Option<Box<str>>,
    pub(crate) done: Option<Spot<RawWhen>>,
}

#[derive(Debug)]
pub(crate) struct RawExtension {
    pub(crate) on: Option<Spot<RawWhen>>,
    /// Whether `on` is there and was told of.
    pub(crate) on_is_faulty: bool,
    pub(crate) to: Option<Spot<RawWhen>>,
    pub(crate) by: Option<Box<str>>,
    pub(crate) reason: Option<Box<str>>,
}

#[derive(Debug)]
pub(crate) struct RawMilestone {
    pub(crate) id: Text,
    pub(crate) title: Box<str>,
    pub(crate) due: Option<Spot<RawDue>>,
    pub(crate) extended: Box<[RawExtension]>,
    pub(crate) done: Option<Spot<RawWhen>>,
    pub(crate) cancelled: Option<Spot<RawWhen>>,
    pub(crate) holds: Vec<RawHold>,
    pub(crate) unit: Option<Text>,
    pub(crate) owner: Option<Text>,
    pub(crate) with: Option<Vec<Text>>,
    pub(crate) supervisor: Option<Text>,
    pub(crate) watchers: Option<Vec<Text>>,
    /// Whether it is written `[[task.milestones]]`, not in braces.
    pub(crate) has_header: bool,
}
