//! What became of one stage: told apart here, put into words in `words`.

use jiff::Timestamp;

use crate::cli::explain::Case;
use crate::ledger::{Disposition, Ledger, LetterState};
use crate::model::{Stage, When};
use crate::plan;
use crate::plan::{Audience, Decision, Occurrence, Reason, Rung};

/// One stage of a target, and what became of it.
pub(super) struct Account<'a> {
    pub(super) stage: &'a Stage,
    /// Its day and moment, if the target has its anchor.
    pub(super) rung: Option<Rung<'a>>,
    /// What the ledger has of it, oldest first.
    pub(super) past: Vec<Past>,
    /// Where it stands now.
    pub(super) now: Standing,
    /// Whom its next or latest notice goes to.
    pub(super) audience: Audience,
}

/// A notice that the ledger has.
pub(super) struct Past {
    pub(super) occurrence: u32,
    pub(super) anchor: When,
    pub(super) disposition: Disposition,
    pub(super) recorded: Timestamp,
    pub(super) letter: Option<(String, Option<LetterState>)>,
    /// Whether it was counted from the value in force, not from one since moved (T10).
    pub(super) current: bool,
}

/// Where a stage stands.
pub(super) enum Standing {
    /// The target has no such date (T1).
    NoAnchor,
    /// The state does not call for it (T1, T11).
    NotLive,
    /// Its moment has not come.
    ToCome(Timestamp),
    /// It leaves at the next sweep.
    Leaving(Occurrence),
    /// It was reached and may not leave yet (T8).
    Waiting(Occurrence, Reason, Timestamp),
    /// A later stage was reached before it was sent (T7).
    PassedOver,
    /// The ledger has its latest occurrence; the next repeat, if there is one.
    Settled(Option<Occurrence>),
}

/// What became of the stage in that place of the policy.
pub(super) fn account<'a>(
    case: &Case<'a>,
    ledger: Option<&Ledger>,
    place: usize,
) -> anyhow::Result<Account<'a>> {
    let (config, target) = (case.config, case.target);
    let stage = &target.policy(config).stages[place];
    let rung = Rung::of(config, target, place);
    let now = standing(case, place, rung.is_some());
    let calendar = target.calendar(config);
    let day = calendar.local_date(shown_at(&now, rung.as_ref(), case.now));
    let audience = match now {
        Standing::NoAnchor | Standing::NotLive => Audience::default(),
        _ => plan::audience(config, target, stage, day),
    };
    let past = past(case, ledger, stage, rung.as_ref())?;
    Ok(Account { stage, rung, past, now, audience })
}

fn standing(case: &Case<'_>, place: usize, anchored: bool) -> Standing {
    let at = case.ladder.rungs.iter().position(|rung| rung.place == place);
    let Some(at) = at else {
        return if anchored { Standing::NotLive } else { Standing::NoAnchor };
    };
    let rung = &case.ladder.rungs[at];
    if case.now < rung.moment {
        return Standing::ToCome(rung.moment);
    }
    match plan::decide_on(case.config, &case.ladder, &case.recorded, case.now) {
        Decision::Send { occurrence, .. } if occurrence.rung == at => Standing::Leaving(occurrence),
        Decision::Wait { occurrence, reason, until, .. } if occurrence.rung == at => {
            Standing::Waiting(occurrence, reason, until)
        }
        _ if case.ladder.latest(case.now).is_some_and(|latest| latest.rung == at) => {
            Standing::Settled(next_repeat(case, at))
        }
        _ if case.recorded.iter().any(|one| one.is_of(&case.ladder, at)) => Standing::Settled(None),
        _ => Standing::PassedOver,
    }
}

fn next_repeat(case: &Case<'_>, rung: usize) -> Option<Occurrence> {
    let latest = case.ladder.latest_of(rung, case.now)?;
    case.ladder.occurrence(rung, latest.k.checked_add(1)?)
}

fn shown_at(standing: &Standing, rung: Option<&Rung<'_>>, now: Timestamp) -> Timestamp {
    match standing {
        Standing::ToCome(moment) => *moment,
        Standing::Waiting(_, _, until) => *until,
        Standing::Settled(Some(repeat)) => repeat.moment,
        Standing::Leaving(_) => now,
        _ => rung.map_or(now, |rung| rung.moment),
    }
}

fn past(
    case: &Case<'_>,
    ledger: Option<&Ledger>,
    stage: &Stage,
    rung: Option<&Rung<'_>>,
) -> anyhow::Result<Vec<Past>> {
    let mut past = Vec::new();
    let of_stage = |id: &plan::NoticeId| id.stage == stage.name && id.from == stage.from;
    for row in case.rows.iter().filter(|row| of_stage(&row.id)) {
        let letter = match (&row.letter, ledger) {
            (Some(id), Some(ledger)) => {
                let state = ledger.letter(id)?.map(|(letter, _)| letter.state);
                Some((id.clone(), state))
            }
            _ => None,
        };
        past.push(Past {
            occurrence: row.id.occurrence,
            anchor: row.id.anchor,
            disposition: row.disposition,
            recorded: row.recorded,
            letter,
            current: rung.is_some_and(|rung| rung.anchor == row.id.anchor),
        });
    }
    Ok(past)
}
