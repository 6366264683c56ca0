//! T10: what makes a notice the same notice. The ledger takes each once, whatever it is about.

use std::fmt;

use crate::model::{AnchorKind, Subject, When};

/// What makes a notice the same notice (T10).
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct NoticeId {
    /// What it is about.
    pub subject: Subject,
    /// What it comes from: of a stage, what it is counted from.
    pub from: Origin,
    /// The value it is counted from: of a stage its anchor, of a report its cron's moment, of a digest or a tally the day.
    pub anchor: When,
    /// The name of the stage, the report or the tally.
    pub stage: Box<str>,
    /// Which time it comes round.
    pub occurrence: u32,
}

/// What a notice comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Origin {
    /// A stage of a policy: its `from`.
    Stage(AnchorKind),
    /// A digest (W6).
    Digest,
    /// A handover (W7).
    Handover,
    /// A report (P1).
    Report,
    /// A tally (C1).
    Tally,
    /// A person's will, by `duban urge`.
    Urge,
    /// An answer, of which somebody hears (A2–A4).
    Answer,
    /// Something that the admin is to know.
    Word,
}

impl Origin {
    /// The name, as it is written in the ledger and JSON.
    pub fn name(self) -> &'static str {
        match self {
            Origin::Stage(anchor) => anchor.name(),
            Origin::Digest => "digest",
            Origin::Handover => "handover",
            Origin::Report => "report",
            Origin::Tally => "tally",
            Origin::Urge => "urge",
            Origin::Answer => "answer",
            Origin::Word => "word",
        }
    }

    /// The value of that name.
    pub fn from_name(name: &str) -> Option<Origin> {
        let others = [
            Origin::Digest,
            Origin::Handover,
            Origin::Report,
            Origin::Tally,
            Origin::Urge,
            Origin::Answer,
            Origin::Word,
        ];
        let other = || others.into_iter().find(|one| one.name() == name);
        AnchorKind::from_name(name).map(Origin::Stage).or_else(other)
    }

    /// The anchor's kind, where it is a stage.
    pub fn stage(self) -> Option<AnchorKind> {
        match self {
            Origin::Stage(anchor) => Some(anchor),
            _ => None,
        }
    }
}

impl PartialEq<AnchorKind> for Origin {
    fn eq(&self, anchor: &AnchorKind) -> bool {
        self.stage() == Some(*anchor)
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}
