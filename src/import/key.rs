//! What a column of a list can be. The names stand in the mapping file.

use crate::model::names;

/// What a column says of the tasks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Key {
    /// Its id.
    Id,
    /// Its title.
    Title,
    /// A second part of the title: the measure, where one finding has several.
    TitleMore,
    /// The detail, or a part of it.
    Detail,
    /// The unit.
    Unit,
    /// The owner.
    Owner,
    /// The co-owners.
    With,
    /// The owner's address.
    Email,
    /// The inspection side.
    Supervisor,
    /// A leader: kept among the fields, since no key of a task says who leads.
    Leader,
    /// Who gets copies.
    Watchers,
    /// The category.
    Category,
    /// How grave it is.
    Severity,
    /// Where it comes from.
    Source,
    /// With which batch it came.
    Batch,
    /// When it was opened.
    Opened,
    /// The first promise.
    Due,
    /// The deadline after an extension.
    Extended,
    /// How often it comes round.
    Every,
    /// When it was done.
    Done,
    /// Up to when a standing task is done.
    DoneThrough,
    /// When that was verified.
    Verified,
    /// When it was called off.
    Cancelled,
    /// When it was looked at again: verified or sent back, as the state says.
    Review,
    /// What shows whether it holds: kept among the fields; a date in it is doubtful.
    Check,
    /// A word for its state, or prose about it.
    Status,
    /// Whether it is finished: yes or no.
    IsDone,
    /// Whether that was verified: yes or no.
    IsVerified,
    /// How much is done.
    Percent,
    /// How it goes on.
    Progress,
    /// The day of what the row says.
    Updated,
    /// A colour or another state that can be computed: left out, but for a word that says finished.
    Light,
    /// The policy.
    Policy,
    /// Steps in words, as an export writes them: left out.
    Milestones,
    /// A column of the office's own.
    Field,
    /// Left out.
    Ignored,
}

names!(Key {
    Id = "id",
    Title = "title",
    TitleMore = "title+",
    Detail = "detail",
    Unit = "unit",
    Owner = "owner",
    With = "with",
    Email = "email",
    Supervisor = "supervisor",
    Leader = "leader",
    Watchers = "watchers",
    Category = "category",
    Severity = "severity",
    Source = "source",
    Batch = "batch",
    Opened = "opened",
    Due = "due",
    Extended = "extended",
    Every = "every",
    Done = "done",
    DoneThrough = "done-through",
    Verified = "verified",
    Cancelled = "cancelled",
    Review = "review",
    Check = "check",
    Status = "status",
    IsDone = "is-done",
    IsVerified = "is-verified",
    Percent = "percent",
    Progress = "progress",
    Updated = "updated",
    Light = "light",
    Policy = "policy",
    Milestones = "milestones",
    Field = "field",
    Ignored = "ignore",
});

impl Key {
    /// Whether several columns may be this.
    pub fn may_repeat(self) -> bool {
        matches!(
            self,
            Key::Detail
                | Key::TitleMore
                | Key::Status
                | Key::IsDone
                | Key::Light
                | Key::Check
                | Key::Leader
                | Key::Progress
                | Key::Field
                | Key::Ignored
                | Key::Severity
        )
    }

    /// Whether its cells are dates.
    pub fn is_date(self) -> bool {
        matches!(
            self,
            Key::Opened
                | Key::Due
                | Key::Extended
                | Key::Done
                | Key::DoneThrough
                | Key::Verified
                | Key::Cancelled
                | Key::Review
                | Key::Updated
        )
    }
}
