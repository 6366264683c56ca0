//! What was typed, file by file: every value with its place, nothing looked up yet.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};

use super::finding::Place;
use crate::model::{
    AnchorKind, Guard, Hours, Importance, Language, LetterKind, Listen, Mailbox, Offset, Password,
    Rate, Release, Security, SendOn, Severity, Span, TransportKind,
};

/// A value and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot<T> {
    pub(super) value: T,
    pub(super) place: Place,
}

/// A text and where it stands. The same text in one file is stored once: units, owners and sources
/// come again and again.
pub(super) type Text = Spot<Arc<str>>;

/// A date key's value, before the calendar is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RawWhen {
    Day(Date),
    Local(DateTime),
    Instant(Timestamp),
}

/// A deadline, before `opened` is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RawDue {
    When(RawWhen),
    FromOpened(Offset),
}

/// One file.
#[derive(Debug, Default)]
pub(super) struct RawFile {
    pub(super) include: Vec<Text>,
    pub(super) language: Option<Language>,
    pub(super) mail: Option<RawMail>,
    pub(super) mail_place: Place,
    pub(super) admin: Vec<Mailbox>,
    pub(super) guard: Option<Guard>,
    pub(super) http: Option<Listen>,
    pub(super) calendars: Vec<RawCalendar>,
    pub(super) people: Vec<RawPerson>,
    pub(super) groups: Vec<RawGroup>,
    pub(super) units: Vec<RawUnit>,
    pub(super) policies: Vec<RawPolicy>,
    pub(super) rules: Vec<RawRule>,
    pub(super) defaults: RawDefaults,
    pub(super) tasks: Vec<RawTask>,
}

impl RawFile {
    /// Whether it defines nothing that a task of another file could refer to.
    pub(super) fn has_only_tasks(&self) -> bool {
        let RawFile { calendars, people, groups, units, policies, .. } = self;
        calendars.is_empty()
            && people.is_empty()
            && groups.is_empty()
            && units.is_empty()
            && policies.is_empty()
    }
}

#[derive(Debug, Default)]
pub(super) struct RawMail {
    pub(super) from: Option<Mailbox>,
    pub(super) reply_to: Option<Mailbox>,
    pub(super) subject_prefix: Option<Box<str>>,
    pub(super) transport: Option<Spot<TransportKind>>,
    pub(super) redirect: Option<Mailbox>,
    pub(super) detail: bool,
    pub(super) sendmail: Option<Box<str>>,
    pub(super) smtp: Option<RawSmtp>,
}

#[derive(Debug)]
pub(super) struct RawSmtp {
    pub(super) host: Option<Box<str>>,
    pub(super) port: Option<u16>,
    pub(super) security: Option<Security>,
    pub(super) username: Option<Text>,
    pub(super) password: Option<Spot<Option<Password>>>,
    pub(super) connections: Option<u32>,
    pub(super) rate: Option<Rate>,
}

#[derive(Debug)]
pub(super) struct RawCalendar {
    pub(super) id: Text,
    pub(super) timezone: Option<Text>,
    pub(super) workdays: Option<Spot<[bool; 7]>>,
    pub(super) holidays: Vec<Text>,
    pub(super) closed: Vec<Spot<Date>>,
    pub(super) open: Vec<Spot<Date>>,
    pub(super) hours: Option<Hours>,
    pub(super) send_at: Option<Spot<jiff::civil::Time>>,
    pub(super) send_on: Option<SendOn>,
}

#[derive(Debug)]
pub(super) struct RawPerson {
    pub(super) id: Text,
    pub(super) name: Option<Box<str>>,
    pub(super) email: Option<Box<str>>,
    pub(super) language: Option<Language>,
    pub(super) away: Vec<RawAway>,
}

#[derive(Debug)]
pub(super) struct RawAway {
    pub(super) place: Place,
    pub(super) from: Option<Date>,
    pub(super) until: Option<Date>,
    pub(super) delegate: Option<Text>,
}

#[derive(Debug)]
pub(super) struct RawGroup {
    pub(super) id: Text,
    pub(super) members: Vec<Text>,
}

#[derive(Debug)]
pub(super) struct RawUnit {
    pub(super) id: Text,
    pub(super) name: Option<Box<str>>,
    pub(super) parent: Option<Text>,
    pub(super) head: Option<Text>,
    pub(super) supervisor: Option<Text>,
    pub(super) calendar: Option<Text>,
}

#[derive(Debug)]
pub(super) struct RawPolicy {
    pub(super) id: Text,
    pub(super) group: bool,
    pub(super) stages: Vec<RawStage>,
}

#[derive(Debug)]
pub(super) struct RawStage {
    pub(super) name: Option<Text>,
    pub(super) place: Place,
    pub(super) from: AnchorKind,
    pub(super) at: Option<Spot<Offset>>,
    pub(super) repeat: Option<Spot<Span>>,
    pub(super) times: Option<Spot<u32>>,
    /// Whether `to` was written at all; a missing key is told of elsewhere.
    pub(super) to_written: bool,
    pub(super) to: Vec<Text>,
    pub(super) cc: Vec<Text>,
    pub(super) letter: Option<LetterKind>,
    pub(super) release: Release,
    pub(super) importance: Importance,
}

/// A rule: each pair is a key of the task and the values of which one must be there.
#[derive(Debug)]
pub(super) struct RawRule {
    pub(super) when: Vec<(&'static str, Vec<Text>)>,
    pub(super) policy: Option<Text>,
}

#[derive(Debug, Clone, Default)]
pub(super) struct RawDefaults {
    pub(super) policy: Option<Text>,
    pub(super) unit: Option<Text>,
    pub(super) owner: Option<Text>,
    pub(super) with: Box<[Text]>,
    pub(super) supervisor: Option<Text>,
    pub(super) watchers: Box<[Text]>,
    pub(super) severity: Option<Severity>,
    pub(super) source: Option<Arc<str>>,
    pub(super) batch: Option<Arc<str>>,
    pub(super) category: Option<Arc<str>>,
    pub(super) opened: Option<Spot<RawWhen>>,
}

#[derive(Debug)]
pub(super) struct RawTask {
    pub(super) id: Text,
    pub(super) line: u32,
    pub(super) title: Box<str>,
    pub(super) detail: Option<Box<str>>,
    pub(super) own: RawDefaults,
    pub(super) due: Option<Spot<RawDue>>,
    pub(super) extended: Box<[RawExtension]>,
    pub(super) done: Option<Spot<RawWhen>>,
    pub(super) verified: Option<Spot<RawWhen>>,
    pub(super) links: Box<[Box<str>]>,
    pub(super) milestones: Box<[RawMilestone]>,
    /// What few tasks have; kept apart, since a hundred thousand tasks are in memory at once.
    pub(super) rare: Option<Box<RawRare>>,
}

/// Keys that few tasks have.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct RawRare {
    pub(super) cancelled: Option<Spot<RawWhen>>,
    pub(super) hold: Option<(Date, Option<Box<str>>)>,
    pub(super) every: Option<Spot<Span>>,
    pub(super) done_through: Option<Spot<Date>>,
}

#[derive(Debug)]
pub(super) struct RawExtension {
    pub(super) on: Option<Spot<RawWhen>>,
    pub(super) to: Option<Spot<RawWhen>>,
    pub(super) by: Option<Box<str>>,
    pub(super) reason: Option<Box<str>>,
}

#[derive(Debug)]
pub(super) struct RawMilestone {
    pub(super) id: Text,
    pub(super) title: Box<str>,
    pub(super) due: Option<Spot<RawDue>>,
    pub(super) extended: Box<[RawExtension]>,
    pub(super) done: Option<Spot<RawWhen>>,
    pub(super) unit: Option<Text>,
    pub(super) owner: Option<Text>,
    pub(super) with: Option<Vec<Text>>,
    pub(super) supervisor: Option<Text>,
    pub(super) watchers: Option<Vec<Text>>,
}
