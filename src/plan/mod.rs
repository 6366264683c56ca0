//! The decision: given the configuration, what the ledger knows and `now`, what is sent, what is
//! superseded, what waits, and when to look again. Everything here is a function of its arguments.

pub mod all_well;
pub mod anew;
pub mod answer_by;
pub mod answering;
pub mod answers;
pub mod audience;
pub mod capacity;
pub mod copies;
mod deadline;
pub mod draft;
pub mod facts;
pub mod further;
pub mod hold;
pub mod identity;
pub mod kind;
pub mod known;
pub mod ladder;
pub mod left_out;
mod letters;
pub mod moments;
pub mod moot;
pub mod next_step;
pub mod outlook;
pub mod recorded;
pub mod rehearsal;
pub mod sweep;
pub mod tally_standing;
pub mod target;
pub mod track;
pub mod track_ladders;
pub mod unattended;
pub mod unless;

pub use all_well::{ALL_WELL, YearMissing, all_well_identity, reaching, years_missing};
pub use anew::{Said, anew};
pub use answer_by::answer_by;
pub use answering::{Addressed, Answerers, Asked, answered_cycle, answerers, asked_of};
pub use answers::{HeldBack, held_back, is_about, is_progress, settled};
pub use audience::{
    Addressee, Audience, People, Responsible, above, addresses, audience, head, party, responsible,
    stand_in, supervisor,
};
pub use capacity::{As, Capacity, capacities, role_text};
pub use copies::{PlannedCopies, drafts, too_many_copies};
pub use deadline::{
    Colour, colour, coloured, cycle, cycle_number, deadline, due_moment, state, times_moved,
};
pub use draft::{Draft, Item, audience_of, drafts_without};
pub use facts::{Earlier, Facts, facts};
pub use further::{Content, FurtherLetter, FurtherNotice};
pub use hold::{held_until, holds};
pub use identity::{NoticeId, Origin};
pub use kind::{letter_kind, letter_language, letter_name, shared_language};
pub use known::{Answered, Known};
pub use ladder::{Days, Ladder, Occurrence, Rung, is_live};
pub use left_out::LeftOut;
pub use letters::{PlannedLetter, letters};
pub use moments::{Moment, Moments};
pub use moot::{Moot, moot};
pub use next_step::NextStep;
pub use outlook::{Planned, leaves_at, simulate, whole_minute};
pub use recorded::{Recorded, ToldIn, is_recorded};
pub use rehearsal::{rehearsal, rehearsed_digests};
pub use sweep::{Decision, Reason, decide, decide_on};
pub use tally_standing::TallyStanding;
pub use target::{target_named, target_of, target_of_subject};
pub use track::Track;
pub use unattended::{Unattended, unattended};
pub use unless::silenced;

use crate::model::{Calendar, Config, Milestone, Policy, Stage, Subject, Task, TaskIx};

/// What is reminded: a task, or one of its milestones (T11).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Target {
    /// The task.
    pub task: TaskIx,
    /// Which of its milestones, where it is one.
    pub milestone: Option<u32>,
}

/// "Task X reached occurrence k of stage S."
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Whom it is about.
    pub target: Target,
    /// Where its stage stands in the policy of the task.
    pub stage: usize,
    /// Its track (T13).
    pub track: Track,
    /// Its identity.
    pub id: NoticeId,
    /// The instant it is meant for.
    pub moment: jiff::Timestamp,
}

impl Target {
    /// Every target of a configuration, tasks in order, each followed by its milestones.
    pub fn all(config: &Config) -> impl Iterator<Item = Target> + '_ {
        (0..config.tasks.len() as u32).flat_map(|at| Target::of(config, TaskIx(at)))
    }

    /// A task and its milestones.
    pub fn of(config: &Config, task: TaskIx) -> impl Iterator<Item = Target> + use<> {
        let milestones = (0..config[task].milestones.len() as u32).map(Some);
        std::iter::once(None).chain(milestones).map(move |milestone| Target { task, milestone })
    }

    /// Every task, in order, without its milestones.
    pub fn of_tasks(config: &Config) -> impl Iterator<Item = Target> + '_ {
        (0..config.tasks.len() as u32).map(|at| Target { task: TaskIx(at), milestone: None })
    }

    /// The task.
    pub fn task(self, config: &Config) -> &Task {
        &config[self.task]
    }

    /// The milestone, where the target is one.
    pub fn milestone(self, config: &Config) -> Option<&Milestone> {
        let at = self.milestone? as usize;
        config[self.task].milestones.get(at)
    }

    /// The calendar it is counted in.
    pub fn calendar(self, config: &Config) -> &Calendar {
        let calendar = self.milestone(config).map(|milestone| milestone.calendar);
        &config[calendar.unwrap_or(config[self.task].calendar)]
    }

    /// The policy that reminds it.
    pub fn policy(self, config: &Config) -> &Policy {
        &config[config[self.task].policy]
    }
}

/// The ids by which a target is remembered; the milestone "" is the task itself.
pub fn names(config: &Config, target: Target) -> (&str, &str) {
    let milestone = target.milestone(config).map_or("", |milestone| &milestone.id);
    (&target.task(config).id, milestone)
}

impl Target {
    /// What one is told about.
    pub fn subject(self, config: &Config) -> Subject {
        let milestone = self.milestone(config).map(|one| &*one.id);
        Subject::of_task(&self.task(config).id, milestone)
    }

    /// `A-2026-017`, `A-2026-017/draft` (T11).
    pub fn name(self, config: &Config) -> String {
        match names(config, self) {
            (task, "") => task.to_owned(),
            (task, milestone) => format!("{task}/{milestone}"),
        }
    }
}

impl Notice {
    /// The stage it stands for.
    pub fn stage<'c>(&self, config: &'c Config) -> &'c Stage {
        &self.target.policy(config).stages[self.stage]
    }
}
