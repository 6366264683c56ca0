//! What the guard remembers of a task or milestone: the dates that arm its stages. And what it takes for a change
//! of them (L8).

use std::fmt::{self, Write as _};

use jiff::civil::Date;

use crate::model::{AnchorKind, Config, Span, State, When};
use crate::plan::{Target, cycle, deadline};

/// The dates of a task or milestone that arm its stages.
///
/// Its text is kept in the ledger: equal texts are equal facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts {
    /// Where it stands; a milestone is open or done.
    pub state: State,
    /// It is a milestone of a task that is not open.
    pub shut: bool,
    /// The deadline in force (T0).
    pub due: Option<When>,
    /// How a standing task comes round (T9).
    pub standing: Option<Standing>,
    /// When it was opened.
    pub opened: Option<When>,
    /// When it was done.
    pub done: Option<When>,
    /// When that was verified.
    pub verified: Option<When>,
    /// When its last hold ends.
    pub hold: Option<Date>,
    /// Only state and deadline are known: an earlier duban wrote them.
    pub partial: bool,
}

/// How a standing task comes round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Standing {
    /// The due date of its first cycle.
    pub first: When,
    /// How often it comes round.
    pub every: Span,
    /// The due date of its live cycle before any extension.
    pub cycle: Option<When>,
}

/// Which anchors a policy has stages for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Arms {
    /// `from = "opened"`, or `from = "progress"` where there is none.
    pub opened: bool,
    /// `from = "done"`.
    pub done: bool,
    /// `from = "verified"`.
    pub verified: bool,
}

/// What counts as a change of a task or milestone (L8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum What {
    /// Its deadline moved.
    Moved,
    /// It was open, and is gone from the files.
    Dropped,
    /// `opened`, `done`, `verified` or `every` changed or went away.
    Rearmed,
    /// It was settled, and is open again.
    Reopened,
    /// It owes a letter at once, and by the files before it did not.
    Owes,
    /// It is new, while many were dropped.
    Added,
}

impl What {
    /// Every kind with its name in the ledger.
    pub const ALL: [(&'static str, What); 6] = [
        ("moved", What::Moved),
        ("dropped", What::Dropped),
        ("rearmed", What::Rearmed),
        ("reopened", What::Reopened),
        ("owes", What::Owes),
        ("added", What::Added),
    ];

    /// Its name in the ledger.
    pub fn name(self) -> &'static str {
        let found = What::ALL.iter().find(|(_, what)| *what == self);
        found.map_or("", |(name, _)| name)
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<What> {
        What::ALL.iter().find(|(one, _)| *one == name).map(|(_, what)| *what)
    }
}

impl Arms {
    /// Those of a target's policy; a milestone has only `due` stages (T11).
    pub fn of(config: &Config, target: Target) -> Arms {
        if target.milestone.is_some() {
            return Arms::default();
        }
        let task = target.task(config);
        let has = |kind| target.policy(config).stages.iter().any(|stage| stage.from == kind);
        // T13: without any progress its stages count from `opened`.
        let no_progress = task.progress().is_empty() && task.returned().is_empty();
        let from_opened = no_progress && task.done_through.is_none();
        Arms {
            opened: has(AnchorKind::Opened) || (from_opened && has(AnchorKind::Progress)),
            done: has(AnchorKind::Done),
            verified: has(AnchorKind::Verified),
        }
    }
}

impl Facts {
    /// Those of a target of the files.
    pub fn of(config: &Config, target: Target) -> Facts {
        let task = target.task(config);
        let due = Some(deadline(config, target));
        if let Some(milestone) = target.milestone(config) {
            let state = if milestone.is_closed() { State::Done } else { State::Open };
            let shut = task.state() != State::Open;
            return Facts { state, shut, due, ..Facts::none() };
        }
        let standing = task.every.map(|every| {
            let cycle = Some(cycle(config, task, every));
            Standing { first: task.due, every, cycle }
        });
        Facts {
            state: task.state(),
            due,
            standing,
            opened: task.opened,
            done: task.done,
            verified: task.verified,
            hold: task.holds.iter().map(|hold| hold.until).max(),
            ..Facts::none()
        }
    }

    fn none() -> Facts {
        Facts {
            state: State::Open,
            shut: false,
            due: None,
            standing: None,
            opened: None,
            done: None,
            verified: None,
            hold: None,
            partial: false,
        }
    }

    /// Reads the ledger's text; `None` if this duban does not know it.
    pub fn read(text: &str) -> Option<Facts> {
        let mut words = text.split(' ');
        let mut facts = Facts { state: State::from_name(words.next()?)?, ..Facts::none() };
        let (mut first, mut every, mut cycle) = (None, None, None);
        for word in words {
            let (key, value) = word.split_once('=').unwrap_or((word, ""));
            let when = || value.parse::<When>().ok();
            match key {
                "shut" => facts.shut = true,
                "partial" => facts.partial = true,
                "due" => facts.due = Some(when()?),
                "first" => first = Some(when()?),
                "every" => every = Some(value.parse::<Span>().ok()?),
                "cycle" => cycle = Some(when()?),
                "opened" => facts.opened = Some(when()?),
                "done" => facts.done = Some(when()?),
                "verified" => facts.verified = Some(when()?),
                "hold" => facts.hold = Some(value.parse().ok()?),
                _ => return None,
            }
        }
        facts.standing = first.zip(every).map(|(first, every)| Standing { first, every, cycle });
        Some(facts)
    }

    /// Whether letters about its deadline may be sent.
    pub fn is_open(&self) -> bool {
        self.state == State::Open && !self.shut
    }

    /// Whether nothing is sent about it on that day because of a hold.
    pub fn is_on_hold(&self, today: Date) -> bool {
        self.hold.is_some_and(|until| today < until)
    }
}

/// The text that the ledger keeps.
impl fmt::Display for Facts {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.state.name())?;
        for (is, word) in [(self.shut, " shut"), (self.partial, " partial")] {
            f.write_str(if is { word } else { "" })?;
        }
        let write = |f: &mut fmt::Formatter<'_>, key: &str, value: Option<When>| match value {
            Some(value) => write!(f, " {key}={value}"),
            None => Ok(()),
        };
        write(f, "due", self.due)?;
        if let Some(Standing { first, every, cycle }) = self.standing {
            write!(f, " first={first} every={every}")?;
            write(f, "cycle", cycle)?;
        }
        write(f, "opened", self.opened)?;
        write(f, "done", self.done)?;
        write(f, "verified", self.verified)?;
        self.hold.map_or(Ok(()), |until| write!(f, " hold={until}"))
    }
}

/// Writes the text of a target's facts over what is in the buffer.
pub fn write_over(text: &mut String, facts: &Facts) {
    text.clear();
    // Writing to a string cannot fail.
    let _ = write!(text, "{facts}");
}

/// L8: what changed of a task or milestone that both versions have; `None` if nothing that counts.
pub fn change(was: &Facts, is: &Facts, arms: Arms) -> Option<What> {
    match is.state {
        State::Open if is.shut => None,
        State::Open => change_of_open(was, is, arms),
        State::Done => {
            let again = match was.state {
                State::Done => was.done != is.done,
                // `verified` or `cancelled` went away.
                State::Verified | State::Cancelled => true,
                State::Open => false,
            };
            (again && arms.done).then_some(What::Rearmed)
        }
        State::Verified => {
            let again = match was.state {
                State::Verified => was.verified != is.verified,
                State::Cancelled => true,
                State::Open | State::Done => false,
            };
            (again && arms.verified).then_some(What::Rearmed)
        }
        State::Cancelled => None,
    }
}

fn change_of_open(was: &Facts, is: &Facts, arms: Arms) -> Option<What> {
    if was.state != State::Open {
        return Some(What::Reopened);
    }
    // It was no more settled than its task, and counts with it.
    if was.shut {
        return None;
    }
    change_of_deadline(was, is).or_else(|| {
        let rearmed = was.opened.is_some() && was.opened != is.opened && arms.opened;
        rearmed.then_some(What::Rearmed)
    })
}

/// A cycle that is done is no edit (T9).
fn change_of_deadline(was: &Facts, is: &Facts) -> Option<What> {
    match (was.standing, is.standing) {
        (Some(was), Some(is)) if was.every != is.every => return Some(What::Rearmed),
        (Some(_), None) => return Some(What::Rearmed),
        (Some(was), Some(is)) if was.first != is.first => return Some(What::Moved),
        (Some(was), Some(is)) if was.cycle.is_none() || was.cycle < is.cycle => return None,
        (Some(was), Some(is)) if is.cycle < was.cycle => return Some(What::Reopened),
        _ => {}
    }
    let moved = was.due.is_some() && was.due != is.due;
    moved.then_some(What::Moved)
}
