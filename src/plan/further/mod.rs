//! Letters that no stage writes: their cause is a person's will, a day, a count. Each kind has a file of its own, and
//! what it says is data; `letter::further` puts it into words.

mod circle;
pub mod digest;
pub mod handover;
pub mod receipt;
pub mod report;
pub mod standing;
pub mod tally;
pub mod urge;

use jiff::Timestamp;

pub use digest::{Digest, Entry, PlannedDigest, Uncopied, digest_audience, planned_digests};
pub use handover::{Handed, Handover, handovers};
pub use receipt::{Receipt, Says};
pub use report::{ReportLetter, report_audience, report_identity, report_letter};
pub use standing::Standing;
pub use tally::{TallyLetter, tally_audience, tally_letter};
pub use urge::{Urge, Wish, urges};

use crate::model::{Calendar, CalendarIx, Config, Importance, Language, LetterKind, Release};
use crate::plan::left_out::LeftOut;
use crate::plan::{Audience, NoticeId, Target};

/// A letter that no stage writes.
#[derive(Debug, Clone)]
pub struct FurtherLetter {
    /// Which letter.
    pub kind: LetterKind,
    /// In which language.
    pub language: Language,
    /// How important.
    pub importance: Importance,
    /// Whether it waits for a person (L6a).
    pub release: Release,
    /// Whom it goes to.
    pub audience: Audience,
    /// What is recorded with it, so that it is not written twice (T10).
    pub notices: Vec<FurtherNotice>,
    /// The tasks and milestones that it is about. Where one of them is in an edit that waits, the letter is held (L8a).
    pub targets: Vec<Target>,
    /// The calendar of its dates; none is the office's.
    pub calendar: Option<CalendarIx>,
    /// Whether L6 counts it with the letters of its sweep; reports are counted apart.
    pub counted: bool,
    /// What it says.
    pub content: Content,
}

impl FurtherLetter {
    /// The calendar of its dates, where there is one.
    pub fn calendar<'c>(&self, config: &'c Config) -> Option<&'c Calendar> {
        let own = self.calendar.map(|calendar| &config[calendar]);
        own.or_else(|| config.office_calendar())
    }

    /// Whether copies of it count as those of stages do (L8b): it is about tasks, and to be read.
    pub fn has_copies(&self) -> bool {
        matches!(self.content, Content::Urge(_))
    }

    /// Whether it is one of more changes than L8 allows.
    pub fn is_too_much(&self) -> bool {
        matches!(&self.content, Content::Handover(handover) if handover.too_many)
    }

    /// L8b: these get no copy of it.
    pub fn leave_out(&mut self, left_out: &LeftOut) {
        if let Content::Urge(urge) = &mut self.content {
            self.audience.leave_out(left_out);
            urge.draft.audience.leave_out(left_out);
        }
    }
}

/// What such a letter has the ledger remember.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FurtherNotice {
    /// Its identity.
    pub id: NoticeId,
    /// The instant it is meant for.
    pub moment: Timestamp,
}

/// What such a letter says, one kind each.
#[derive(Debug, Clone)]
pub enum Content {
    /// Somebody urges.
    Urge(Urge),
    /// A digest.
    Digest(Digest),
    /// A handover.
    Handover(Handover),
    /// Answers were taken in, declined, or wait.
    Receipt(Receipt),
    /// A report.
    Report(Box<ReportLetter>),
    /// A count was reached.
    Tally(Box<TallyLetter>),
}
