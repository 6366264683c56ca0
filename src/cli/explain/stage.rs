//! What became of one stage: told apart here, put into words in `sentences`.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::cli::explain::case::Case;
use crate::cli::explain::on_hold::{AfterHold, after_hold};
use crate::ledger::{Disposition, Ledger, LetterState};
use crate::model::{Stage, Unless, When};
use crate::plan;
use crate::plan::{Audience, Decision, Ladder, Occurrence, Reason, Rung};

/// One stage of a target, and what became of it.
pub(super) struct Account<'a> {
    pub(super) stage: &'a Stage,
    /// Its day and moment, if the target has its anchor.
    pub(super) rung: Option<Rung<'a>>,
    /// What the ledger has of it, oldest first.
    pub(super) past: Vec<Past>,
    /// Where it stands now.
    pub(super) now: StageState<'a>,
    /// Whom its next or latest notice goes to.
    pub(super) audience: Audience,
    /// On which day.
    pub(super) day: Date,
}

/// A notice that the ledger has.
pub(super) struct Past {
    pub(super) occurrence: u32,
    pub(super) anchor: When,
    pub(super) disposition: Disposition,
    pub(super) recorded: Timestamp,
    pub(super) letter: Option<(String, Option<LetterState>)>,
    /// Who was not copied, and has it in a digest (W6, L8b).
    pub(super) digest: Vec<String>,
    /// Whether it was counted from the value in force, not from one since moved (T10).
    pub(super) current: bool,
}

/// Where a stage stands.
pub(super) enum StageState<'a> {
    /// The target has no such date (T1).
    NoAnchor,
    /// The state does not call for it (T1, T11).
    NotLive,
    /// It has fallen silent (T14).
    Silent(Unless),
    /// Its moment has not come.
    ToCome(Timestamp),
    /// It leaves at the next sweep.
    Leaving(Occurrence),
    /// It was reached and may not leave yet (T8).
    Waiting(Occurrence, Reason, Timestamp),
    /// The task is on hold at its moment, and what goes when that ends.
    Held(Kept, AfterHold<'a>),
    /// A later stage of its track, this one, was reached before it was sent (T7).
    PassedOver(&'a str),
    /// The ledger has its latest occurrence; the next repeat, if there is one.
    Settled(Option<Occurrence>),
}

/// What a hold keeps back.
#[derive(Clone, Copy)]
pub(super) enum Kept {
    /// What was reached.
    Reached,
    /// What is to come at that moment.
    ToCome(Timestamp),
    /// The next repeat, at that moment.
    Repeat(Timestamp),
}

/// What became of the stage in that place of the policy.
pub(super) fn account<'a>(
    case: &'a Case<'a>,
    ledger: Option<&Ledger>,
    place: usize,
) -> anyhow::Result<Account<'a>> {
    let (config, target) = (case.config, case.target);
    let stage = &target.policy(config).stages[place];
    let rung = Rung::with_answers(config, target, place, &case.known.answers);
    let now = stage_state(case, place, rung.is_some());
    let calendar = target.calendar(config);
    let day = calendar.local_date(shown_at(&now, rung.as_ref(), case.now));
    let audience = match now {
        StageState::NoAnchor | StageState::NotLive => Audience::default(),
        _ => plan::audience(config, target, stage, day),
    };
    let past = past(case, ledger, stage, rung.as_ref())?;
    Ok(Account { stage, rung, past, now, audience, day })
}

fn stage_state<'a>(case: &'a Case<'a>, place: usize, anchored: bool) -> StageState<'a> {
    let Some((ladder, at)) = case.rung(place) else {
        return if anchored { StageState::NotLive } else { StageState::NoAnchor };
    };
    let (rung, kept) = (&ladder.rungs[at], |what, moment| {
        Some(StageState::Held(what, after_hold(case, ladder, moment)?))
    });
    if let Some(unless) = plan::silenced(case.config, case.target, rung, &ladder.answers) {
        return StageState::Silent(unless);
    }
    if case.now < rung.moment {
        let moment = rung.moment;
        return kept(Kept::ToCome(moment), moment).unwrap_or(StageState::ToCome(moment));
    }
    match plan::decide_on(case.config, ladder, &case.known.notices, case.now) {
        Decision::Send { occurrence, .. } if occurrence.rung == at => {
            StageState::Leaving(occurrence)
        }
        Decision::Wait { occurrence, reason, until, .. } if occurrence.rung == at => {
            let held = (reason == Reason::Hold).then(|| kept(Kept::Reached, case.now));
            held.flatten().unwrap_or(StageState::Waiting(occurrence, reason, until))
        }
        _ if ladder.latest(case.now).is_some_and(|latest| latest.rung == at) => {
            let repeat = next_repeat(ladder, at, case.now);
            let held = repeat.and_then(|next| kept(Kept::Repeat(next.moment), next.moment));
            held.unwrap_or(StageState::Settled(repeat))
        }
        _ if case.known.notices.iter().any(|one| one.is_of(rung)) => StageState::Settled(None),
        _ => StageState::PassedOver(
            ladder.latest(case.now).map_or("", |latest| &ladder.rungs[latest.rung].stage.name),
        ),
    }
}

fn next_repeat(ladder: &Ladder<'_>, rung: usize, now: Timestamp) -> Option<Occurrence> {
    let latest = ladder.latest_of(rung, now)?;
    ladder.occurrence(rung, latest.k.checked_add(1)?)
}

fn shown_at(state: &StageState<'_>, rung: Option<&Rung<'_>>, now: Timestamp) -> Timestamp {
    match state {
        StageState::ToCome(moment) => *moment,
        StageState::Waiting(_, _, until) => *until,
        StageState::Held(_, after) => after.at,
        StageState::Settled(Some(repeat)) => repeat.moment,
        StageState::Leaving(_) => now,
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
        let digest = match (&row.letter, ledger) {
            (Some(id), Some(ledger)) => ledger.left_out_on(id, &row.id.subject)?,
            _ => Vec::new(),
        };
        past.push(Past {
            occurrence: row.id.occurrence,
            anchor: row.id.anchor,
            disposition: row.disposition,
            recorded: row.recorded,
            letter,
            digest,
            current: rung.is_some_and(|rung| rung.anchor == row.id.anchor),
        });
    }
    Ok(past)
}
