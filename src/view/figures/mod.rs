//! The figures of a list at a moment (P2–P4): one count for reports, `status --summary`, `/metrics` and pages.
//!
//! Tasks are counted, not milestones. The book's page "figures" says what each figure is; an independent script in
//! `tests/oracle/figures.py` computes the same.

pub mod changes;
pub mod counted;
pub mod document;
pub mod doubts;
pub mod months;
pub mod scope;
pub mod summary;

use std::ops::AddAssign;

use serde::Serialize;

pub use changes::{Change, ChangeKind};
pub use counted::{Counted, is_opened};
pub use document::Document;
pub use doubts::{Doubt, DoubtKind};
pub use months::{Month, past_months, this_month};
pub(super) use scope::tops;
pub use scope::{About, Rows, owners, supervisors};
pub use summary::{Overdue, Row, Stood, Summary, Waiting, summary};

/// How many tasks are so late, in calendar days.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Bands {
    /// A week at most.
    #[serde(rename = "1-7")]
    pub week: usize,
    /// A month at most.
    #[serde(rename = "8-30")]
    pub month: usize,
    /// Three months at most.
    #[serde(rename = "31-90")]
    pub quarter: usize,
    /// Longer.
    #[serde(rename = "90+")]
    pub longer: usize,
}

impl Bands {
    /// The bands, the mildest first, with their names in JSON.
    pub fn all(&self) -> [(&'static str, usize); 4] {
        [("1-7", self.week), ("8-30", self.month), ("31-90", self.quarter), ("90+", self.longer)]
    }

    fn add(&mut self, days: i64) {
        let band = match days {
            ..=7 => &mut self.week,
            8..=30 => &mut self.month,
            31..=90 => &mut self.quarter,
            _ => &mut self.longer,
        };
        *band += 1;
    }
}

/// The figures of P5.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Figures {
    /// All that are opened and not cancelled.
    pub total: usize,
    /// Opened in the period.
    pub new: usize,
    /// Closed in the period, by the deadline then in force.
    pub closed_in_time: usize,
    /// Closed in the period, later.
    pub closed_late: usize,
    /// Still to do.
    pub open: usize,
    /// Of these, past the deadline.
    pub overdue: usize,
    /// Not overdue, and due from today to the seventh day.
    pub due_7: usize,
    /// The same to the thirtieth day.
    pub due_30: usize,
    /// First promises that were kept.
    pub kept: usize,
    /// First promises that were not.
    pub missed: usize,
    /// How late the overdue ones are.
    pub bands: Bands,
    /// Done, awaiting verification.
    pub waiting: usize,
    /// Stages of verified tasks that ask to look back, and for which nobody has.
    pub look_backs_due: usize,
    /// How often tasks were sent back in the period.
    pub returned: usize,
    /// How often deadlines were extended in the period.
    pub extended: usize,
    /// Called off; part of no other figure.
    #[serde(skip)]
    pub cancelled: usize,
    /// Verified.
    #[serde(skip)]
    pub verified: usize,
    /// Days late of all that are overdue, together.
    #[serde(skip)]
    pub days_late: i64,
    /// Days for which those done have waited, together.
    #[serde(skip)]
    pub days_waiting: i64,
}

impl Figures {
    /// Kept promises in tenths of a per cent of those kept and missed.
    pub fn kept_permille(&self) -> Option<usize> {
        permille(self.kept, self.kept + self.missed)
    }

    /// The mean lateness of what is overdue, in tenths of a day.
    pub fn mean_delay(&self) -> Option<i64> {
        mean_of_tenths(self.days_late, self.overdue)
    }

    /// The mean wait for verification, in tenths of a day.
    pub fn mean_wait(&self) -> Option<i64> {
        mean_of_tenths(self.days_waiting, self.waiting)
    }

    /// Whether no task is counted but cancelled ones.
    pub fn is_empty(&self) -> bool {
        self.total == 0
    }
}

fn permille(part: usize, whole: usize) -> Option<usize> {
    (part * 2000 + whole).checked_div(whole * 2)
}

fn mean_of_tenths(sum: i64, count: usize) -> Option<i64> {
    let count = i64::try_from(count).ok().filter(|count| *count > 0)?;
    Some((sum * 20 + count) / (count * 2))
}

/// One task more.
impl AddAssign<&Counted> for Figures {
    fn add_assign(&mut self, one: &Counted) {
        if one.cancelled {
            self.cancelled += 1;
            return;
        }
        self.total += 1;
        self.new += usize::from(one.new);
        self.closed_in_time += usize::from(one.closed == Some(true));
        self.closed_late += usize::from(one.closed == Some(false));
        self.open += usize::from(one.open);
        self.due_7 += usize::from(one.due_7);
        self.due_30 += usize::from(one.due_30);
        self.kept += usize::from(one.kept == Some(true));
        self.missed += usize::from(one.kept == Some(false));
        self.verified += usize::from(one.verified);
        self.look_backs_due += one.look_backs;
        self.returned += one.returned;
        self.extended += one.extended;
        if let Some(days) = one.days_late {
            self.overdue += 1;
            self.days_late += days;
            self.bands.add(days);
        }
        if let Some(days) = one.days_waiting {
            self.waiting += 1;
            self.days_waiting += days;
        }
    }
}
