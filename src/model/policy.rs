//! Policies: ladders of stages, and what each stage asks for.

use std::sync::Arc;

use serde::Serialize;

use crate::model::names::names;
use crate::model::{At, GroupIx, Mailbox, PersonIx, Repeat, Span};

/// A ladder of stages.
#[derive(Debug, Clone)]
pub struct Policy {
    /// The id in `[policies.ID]`.
    pub id: Box<str>,
    /// Whether notices of one sweep may share a letter (W5).
    pub group: bool,
    /// The stages, in the order written; names are unique.
    pub stages: Vec<Stage>,
}

/// One rung of the ladder.
#[derive(Debug, Clone)]
pub struct Stage {
    /// Its name, part of a notice's identity (T10).
    pub name: Box<str>,
    /// What it is counted from.
    pub from: AnchorKind,
    /// How far from there.
    pub at: At,
    /// How often it comes round again; day-based exactly if `at` is (T6).
    pub repeat: Option<Repeat>,
    /// How many repeats at most.
    pub times: Option<u32>,
    /// Who it is addressed to; never empty.
    pub to: Vec<Role>,
    /// Who gets a copy.
    pub cc: Vec<Role>,
    /// The letter, where the stage names one; of a letter of its own the built-in one that stands in for what it lacks.
    pub letter: Option<LetterKind>,
    /// The name of a letter of its own, whose files are in the templates' folder (§5).
    pub own_letter: Option<Arc<str>>,
    /// Whether it leaves by itself.
    pub release: Release,
    /// What the importance headers say.
    pub importance: Importance,
    /// What makes it silent (T14).
    pub unless: Option<Unless>,
    /// How long the letter gives for an answer, where the stage says so (§5).
    pub answer: Option<Span>,
    /// Whether every policy has it, without being written (T13): its roles may then be empty.
    pub implied: bool,
}

/// What a stage is counted from (T1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnchorKind {
    /// The day the task was opened.
    Opened,
    /// The deadline in force.
    Due,
    /// The day it was done.
    Done,
    /// The day it was verified.
    Verified,
    /// The latest entry about its progress (T13).
    Progress,
    /// The latest day on which it was sent back (T13).
    Returned,
}

/// What makes a stage silent (T14).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Unless {
    /// The task was received (签收).
    Acknowledged,
    /// Its progress was reported.
    Progress,
}

/// Whether a letter leaves by itself or waits for a person (L6a).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Release {
    /// It leaves when it is due.
    Auto,
    /// It is composed and held until somebody releases it.
    Ask,
}

/// What the importance headers of a letter say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Importance {
    /// Low importance.
    Low,
    /// No importance header.
    Normal,
    /// High importance.
    High,
}

/// The letters about tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LetterKind {
    /// 交办函: here is a task for you.
    Assignment,
    /// 提醒函: its deadline comes near.
    Reminder,
    /// 逾期提醒: its deadline has passed.
    Overdue,
    /// 督办函: your superiors are told.
    Supervision,
    /// 通报: it is made known.
    Circular,
    /// 核验通知: it is reported done, please verify.
    Verification,
    /// 回头看: it was closed a while ago, does it hold?
    LookBack,
    /// 退回通知: it was sent back, please mend it.
    Returned,
    /// 催办函: somebody urges, by their own will.
    Urge,
    /// 摘要: what somebody would have been copied on (W6).
    Digest,
    /// 交接函: what is theirs from now on (W7).
    Handover,
    /// 回执: what became of an answer (A2).
    Receipt,
    /// 报告: many tasks for a period (P1).
    Report,
    /// 累计预警: a count was reached (C1).
    Tally,
}

impl LetterKind {
    /// The letter of that name, if a stage may write it.
    pub fn of_stage(name: &str) -> Option<LetterKind> {
        LetterKind::from_name(name).filter(|kind| kind.is_of_stages())
    }

    /// The letter of that name, if a tally may write it.
    pub fn of_tally(name: &str) -> Option<LetterKind> {
        LetterKind::from_name(name).filter(|kind| kind.is_of_tallies())
    }

    /// Whether tallies write it: their own, and those of stages.
    pub fn is_of_tallies(self) -> bool {
        self == LetterKind::Tally || self.is_of_stages()
    }

    /// Whether stages write it: the others have causes of their own.
    pub fn is_of_stages(self) -> bool {
        use LetterKind::{Digest, Handover, Receipt, Report, Tally, Urge};
        !matches!(self, Urge | Digest | Handover | Receipt | Report | Tally)
    }
}

/// Whom a stage writes to (W1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Role {
    /// The task's owner, and those named `with` it (W2).
    Owner,
    /// The co-owners alone.
    With,
    /// The inspection side.
    Supervisor,
    /// The task's watchers.
    Watchers,
    /// The head of the unit so many levels above the task's unit (W2).
    Head(u32),
    /// The head of the root unit.
    Top,
    /// `person:ID`.
    Person(PersonIx),
    /// `group:ID`.
    Group(GroupIx),
    /// A bare address.
    Mailbox(Mailbox),
}

names!(AnchorKind {
    Opened = "opened",
    Due = "due",
    Done = "done",
    Verified = "verified",
    Progress = "progress",
    Returned = "returned",
});
names!(Unless { Acknowledged = "acknowledged", Progress = "progress" });
names!(Release { Auto = "auto", Ask = "ask" });
names!(Importance { Low = "low", Normal = "normal", High = "high" });
names!(LetterKind {
    Assignment = "assignment",
    Reminder = "reminder",
    Overdue = "overdue",
    Supervision = "supervision",
    Circular = "circular",
    Verification = "verification",
    LookBack = "look-back",
    Returned = "returned",
    Urge = "urge",
    Digest = "digest",
    Handover = "handover",
    Receipt = "receipt",
    Report = "report",
    Tally = "tally",
});
