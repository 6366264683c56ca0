//! Answers, told otherwise than by the plan: what is sent while something was reported done (T16), although it was received
//! or goes on (T14), from which progress it is counted (T13); and that each answer is there once and has one receipt (A2).

use std::collections::BTreeMap;
use std::sync::Arc;

use duban::ledger::{Answers, Disposition, Ledger, NoticeRow};
use duban::model::{
    AnchorKind, Answer, AnswerState, Config, Stage, Subject, Task, Unless, Verb, When,
};
use duban::plan::{Origin, Target, settled};
use jiff::{SignedDuration, Timestamp};

use super::super::seen::Seen;

/// Patience is five working days from the local date of the answer on: so long is surely within it.
const PATIENCE: SignedDuration = SignedDuration::from_hours(4 * 24);

/// The answers about a task, as a sweep that looks at the files first has them.
pub fn of(config: &Config, ledger: &Ledger, task: &str, now: Timestamp) -> Arc<[Answer]> {
    let mut all = ledger.answers(Answers::Of(task)).expect("read");
    for one in &mut all {
        let Some(state) = settled(config, one) else { continue };
        match one.standing.state {
            AnswerState::Waits => {
                (one.standing.state, one.standing.decided) = (state, Some(now));
            }
            AnswerState::Accepted if one.standing.shown.is_none() => {
                one.standing.shown = Some(now);
            }
            _ => {}
        }
    }
    all.into()
}

/// What is wrong with a notice that was sent while these were the answers about its task.
pub fn wrongly_sent(
    config: &Config,
    target: Target,
    stage: &Stage,
    notice: &NoticeRow,
    answers: &[Answer],
) -> Option<String> {
    let task = target.task(config);
    // Of a standing task answers hold for a cycle; the plan is asked about these alone.
    if answers.is_empty() || task.every.is_some() {
        return None;
    }
    let about: Vec<&Answer> = answers
        .iter()
        .filter(|one| {
            let milestone = one.subject.milestone();
            milestone.is_none() || milestone == notice.id.subject.milestone()
        })
        .collect();
    kept_back(notice, &about)
        .or_else(|| silent(config, task, target, stage, notice, &about))
        .or_else(|| counted_from(config, task, notice, answers))
}

/// T16: while `done` waits for a decision, within the patience.
fn kept_back(notice: &NoticeRow, about: &[&Answer]) -> Option<String> {
    let open = [AnchorKind::Opened, AnchorKind::Due, AnchorKind::Progress, AnchorKind::Returned];
    if !open.iter().any(|from| notice.id.from == *from) {
        return None;
    }
    let done: Vec<&&Answer> = about
        .iter()
        .filter(|one| matches!(one.verb, Verb::Done { .. }) && one.way.is_proven())
        .collect();
    let waits = done.iter().filter(|one| match one.standing.state {
        AnswerState::Waits => true,
        AnswerState::Accepted => one.standing.shown.is_none(),
        _ => false,
    });
    for one in waits {
        // The first, or an answer again and again would prolong it; a decision begins it anew.
        let decided = done.iter().any(|other| other.standing.decided.is_some());
        let first = done.iter().filter(|other| other.subject == one.subject).map(|other| other.at);
        let since = first.min().unwrap_or(one.at);
        let alone = !decided && since <= notice.recorded;
        if alone && notice.recorded < since + PATIENCE {
            return Some(format!("left while answer {} waits since {since}", one.number));
        }
    }
    None
}

/// T14: an owner has answered, or progress was reported since the stage's day.
fn silent(
    config: &Config,
    task: &Task,
    target: Target,
    stage: &Stage,
    notice: &NoticeRow,
    about: &[&Answer],
) -> Option<String> {
    let said = match stage.unless? {
        Unless::Acknowledged => {
            let milestone = target.milestone(config);
            let own = milestone.and_then(|one| one.owner.as_ref()).or(task.owner.as_ref());
            let owners = own.into_iter().chain(&task.with);
            let owners: Vec<&str> = owners
                .flat_map(|party| config.members(party))
                .map(|person| &*config[*person].id)
                .collect();
            let is_word = |one: &&&Answer| {
                one.way.is_proven()
                    && !matches!(one.verb, Verb::NotMine { .. } | Verb::Note { .. })
                    && owners.contains(&&*one.person)
            };
            about.iter().find(is_word)
        }
        Unless::Progress => {
            let anchor = target.calendar(config).day_of(notice.id.anchor);
            let calendar = &config[task.calendar];
            let after = stage.at.to_string().starts_with('+');
            let is_word =
                |one: &&&Answer| counts(one) && after && calendar.local_date(one.at) >= anchor;
            about.iter().find(is_word)
        }
    };
    let said = said.filter(|one| one.at <= notice.recorded)?;
    Some(format!("left, and answer {} silences its stage", said.number))
}

fn counts(answer: &Answer) -> bool {
    let counts = matches!(answer.standing.state, AnswerState::Counts | AnswerState::Accepted);
    counts && matches!(answer.verb, Verb::Progress { .. })
}

/// T13: a `progress` stage is counted from the last progress that was reported of the task itself.
fn counted_from(
    config: &Config,
    task: &Task,
    notice: &NoticeRow,
    answers: &[Answer],
) -> Option<String> {
    if notice.id.from != AnchorKind::Progress {
        return None;
    }
    let calendar = &config[task.calendar];
    let own = answers.iter().filter(|one| matches!(one.subject, Subject::Task(_)) && counts(one));
    let last = own.map(|one| calendar.local_date(one.at)).max()?;
    let is_it = notice.id.anchor == When::Day(last);
    (!is_it).then(|| format!("is counted from {}, and {last} was the last", notice.id.anchor))
}

/// A2: each answer that was taken is there once, and no other; who gave it got one receipt.
pub fn lost_or_doubled(seen: &Seen, ledger: &Ledger) -> Vec<String> {
    let mut wrong = Vec::new();
    let there: Vec<i64> =
        ledger.answers(Answers::All).expect("read").iter().map(|one| one.number).collect();
    let given: Vec<i64> = seen.given.keys().copied().collect();
    if there != given {
        wrong.push(format!("answers {given:?} were given, and there are {there:?}"));
    }
    let mut receipts: BTreeMap<i64, Vec<Disposition>> = BTreeMap::new();
    for notice in ledger.history(None, u32::MAX).expect("read") {
        if notice.id.from == Origin::Answer && &*notice.id.stage == "receipt" {
            receipts.entry(i64::from(notice.id.occurrence)).or_default().push(notice.disposition);
        }
    }
    for number in given {
        let all = receipts.remove(&number).unwrap_or_default();
        let stand = all.iter().filter(|one| **one == Disposition::Letter).count();
        // One that did not leave is withdrawn when its task is gone, or when a clock is set back that stood ahead.
        let was = all.contains(&Disposition::Withdrawn);
        if stand > 1 || (stand == 0 && !was) {
            wrong.push(format!("answer {number} has these receipts: {all:?}"));
        }
    }
    wrong
}
