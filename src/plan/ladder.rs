//! Stages become moments: which stages of a target are live (T1, T11), the day and moment of each
//! (T3, T4), their repeats (T6), and which occurrence is the latest or the next (T7).
//!
//! Repeats are looked up, never listed: ten years of a daily repeat cost a few steps.

use jiff::Timestamp;
use jiff::civil::Date;

use crate::model::{
    AnchorKind, Answers, At, Calendar, Config, Distance, Offset, Repeat, Rhythm, SendOn, Stage,
    State, TimeUnit, When, first_not, first_not_near,
};
use crate::plan::answers::progressed;
use crate::plan::deadline::{began, deadline, due_moment, promised_anew};
use crate::plan::{Notice, NoticeId, Origin, Target, Track};

/// A stage of a target that has an anchor, live or not.
#[derive(Debug, Clone)]
pub struct Rung<'c> {
    /// The stage.
    pub stage: &'c Stage,
    /// Its place in the policy.
    pub place: usize,
    /// The value it is counted from.
    pub anchor: When,
    /// Its days, where it is day-based.
    pub days: Option<Days>,
    /// The moment of occurrence 0.
    pub moment: Timestamp,
    /// T12: of a percentage, the day before which none of its occurrences exists.
    pub promised: Option<Date>,
}

/// How a day-based stage came to its day (T3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Days {
    /// The anchor's local date.
    pub base: Date,
    /// The day the offset leads to.
    pub counted: Date,
    /// That day, or the working day it was moved to.
    pub moved: Date,
}

/// The k-th time a stage of a ladder comes round.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Occurrence {
    /// Which of [`Ladder::rungs`].
    pub rung: usize,
    /// Which time, from 0.
    pub k: u32,
    /// The instant it is meant for.
    pub moment: Timestamp,
}

/// Live stages of a target in the order in which they begin (T6): those of one track (T13), or all as
/// [`Ladder::of`] finds them.
#[derive(Debug, Clone)]
pub struct Ladder<'c> {
    /// The target.
    pub target: Target,
    /// The track.
    pub track: Track,
    /// The calendar it is counted in.
    pub calendar: &'c Calendar,
    /// The live stages, ordered by the moment of occurrence 0, then by place in the policy.
    pub rungs: Vec<Rung<'c>>,
    /// The answers about its task.
    pub answers: Answers,
}

impl<'c> Ladder<'c> {
    /// T1, T11: the live stages of a target, whatever their track. What is sent is decided in each track by
    /// itself ([`Ladder::into_tracks`]); whether anything was reached at all is the same in both.
    ///
    /// By the files alone, as if nobody had answered.
    pub fn of(config: &'c Config, target: Target) -> Ladder<'c> {
        Ladder::with_answers(config, target, &Answers::default())
    }

    /// The same, these being the answers about its task: progress may have been reported by one (T13).
    pub fn with_answers(config: &'c Config, target: Target, answers: &Answers) -> Ladder<'c> {
        let stages = target.policy(config).stages.iter().enumerate();
        let live = stages.filter(|(_, stage)| is_live(config, target, stage.from));
        let mut rungs: Vec<Rung<'c>> = live
            .filter_map(|(place, _)| Rung::with_answers(config, target, place, answers))
            .collect();
        rungs.sort_by_key(|rung| (rung.moment, rung.place));
        let (calendar, answers) = (target.calendar(config), answers.clone());
        Ladder { target, track: Track::Due, calendar, rungs, answers }
    }

    /// T7: of all live occurrences with moment ≤ now the latest; of equal moments the stage later
    /// in the policy, then the larger k. And the first moment after now at which one is reached.
    pub fn around(&self, now: Timestamp) -> (Option<Occurrence>, Option<Timestamp>) {
        let reached = self.rungs.partition_point(|rung| rung.moment <= now);
        let mut next = self.rungs.get(reached).map(|rung| rung.moment);
        let mut latest: Option<Occurrence> = None;
        let rank = |found: &Occurrence| (found.moment, self.rungs[found.rung].place, found.k);
        for rung in self.begun(reached, now) {
            let repeats = self.repeats_reached(rung, now);
            let found = self.latest_among(rung, repeats, now);
            latest = latest.into_iter().chain(found).max_by_key(rank);
            let repeat = self.repeat_after(rung, repeats);
            let moment = repeat.map(|found| found.moment).filter(|moment| *moment > now);
            next = next.into_iter().chain(moment).min();
        }
        (latest, next)
    }

    /// The latest live occurrence (T7).
    pub fn latest(&self, now: Timestamp) -> Option<Occurrence> {
        self.around(now).0
    }

    /// Of one stage, the latest occurrence with moment ≤ now.
    pub fn latest_of(&self, rung: usize, now: Timestamp) -> Option<Occurrence> {
        self.latest_among(rung, self.repeats_reached(rung, now), now)
    }

    fn latest_among(&self, rung: usize, repeats: u32, now: Timestamp) -> Option<Occurrence> {
        let stage = self.occurrence(rung, 0).filter(|found| found.moment <= now);
        let repeat = if repeats > 0 { self.occurrence(rung, repeats) } else { None };
        repeat.into_iter().chain(stage).max_by_key(|found| (found.moment, found.k))
    }

    /// The number of the latest repeat with moment ≤ now; 0 if there is none.
    fn repeats_reached(&self, rung: usize, now: Timestamp) -> u32 {
        let reached = |k: u32| {
            let repeat = k.checked_add(1).and_then(|k| self.place_of(rung, k));
            repeat.is_some_and(|moment| moment <= now)
        };
        first_not_near(self.rungs[rung].repeats_about(now), reached)
    }

    /// The first repeat after so many that exists: those before a promise was given anew do not (T12).
    fn repeat_after(&self, rung: usize, repeats: u32) -> Option<Occurrence> {
        let passed = |more: u32| {
            let k = repeats.checked_add(more).and_then(|k| k.checked_add(1));
            k.is_some_and(|k| self.rungs[rung].is_before_promise(self.calendar, k))
        };
        let k = repeats.checked_add(first_not(passed))?.checked_add(1)?;
        self.occurrence(rung, k)
    }

    /// The stages of which an occurrence may be the latest, or the next, where so many have been reached: the
    /// last of these, for the repeats of all before it have ended, and those whose repeats come early. Where
    /// the last is a percentage that does not exist (T12), the last that does is looked for before it.
    fn begun(&self, reached: usize, now: Timestamp) -> impl Iterator<Item = usize> + '_ {
        let later = reached..self.rungs.len();
        let early = later.filter(|at| self.rungs[*at].is_early(self.calendar));
        let last = reached.checked_sub(1);
        let exists =
            |at: &usize| self.rungs[*at].promised.is_none() || self.latest_of(*at, now).is_some();
        let existing = (0..reached).rev().find(exists).filter(|at| Some(*at) != last);
        last.into_iter().chain(existing).chain(early)
    }

    /// T6: the k-th occurrence of a stage, if there is one: repeats end after `times`, and where
    /// the next stage begins.
    pub fn occurrence(&self, rung: usize, k: u32) -> Option<Occurrence> {
        let exists = !self.rungs[rung].is_before_promise(self.calendar, k);
        let moment = self.place_of(rung, k).filter(|_| exists)?;
        Some(Occurrence { rung, k, moment })
    }

    /// The moment of an occurrence, whether a promise given anew lets it exist or not (T12): it keeps its place.
    fn place_of(&self, rung: usize, k: u32) -> Option<Timestamp> {
        let moment = self.rungs[rung].moment_of(self.calendar, k)?;
        let next = self.rungs.get(rung + 1).map(|next| next.moment);
        (k == 0 || next.is_none_or(|next| moment < next)).then_some(moment)
    }

    /// The notice of an occurrence (T10).
    pub fn notice(&self, config: &Config, occurrence: Occurrence) -> Notice {
        let rung = &self.rungs[occurrence.rung];
        let id = NoticeId {
            subject: self.target.subject(config),
            from: Origin::Stage(rung.stage.from),
            anchor: rung.anchor,
            stage: rung.stage.name.clone(),
            occurrence: occurrence.k,
        };
        let (target, track, moment) = (self.target, self.track, occurrence.moment);
        Notice { target, track, stage: rung.place, id, moment }
    }
}

impl<'c> Rung<'c> {
    /// The stage in that place of the target's policy, if the target has its anchor (T1). By the files alone, as if nobody
    /// had answered.
    pub fn of(config: &'c Config, target: Target, place: usize) -> Option<Rung<'c>> {
        Rung::with_answers(config, target, place, &Answers::default())
    }

    /// The same, these being the answers about its task.
    pub fn with_answers(
        config: &'c Config,
        target: Target,
        place: usize,
        answers: &Answers,
    ) -> Option<Rung<'c>> {
        let stage = &target.policy(config).stages[place];
        let calendar = target.calendar(config);
        let anchor = anchor(config, target, stage.from, answers)?;
        let (days, promised) = match stage.at {
            At::Offset(offset) if !offset.unit.is_day_based() => {
                let moment = exact_moment(calendar, stage.from, offset, anchor);
                return Some(Rung { stage, place, anchor, days: None, moment, promised: None });
            }
            At::Offset(offset) => {
                (Days::of(calendar, stage.from, offset, calendar.day_of(anchor))?, None)
            }
            At::Percent(percent) => {
                let days = Days::of_percent(config, target, percent, calendar.day_of(anchor))?;
                (days, promised_anew(config, target))
            }
        };
        let moment = calendar.moment_on(days.moved);
        Some(Rung { stage, place, anchor, days: Some(days), moment, promised })
    }

    /// T12: whether an occurrence of a percentage lies before the promise was given anew.
    pub(super) fn is_before_promise(&self, calendar: &Calendar, k: u32) -> bool {
        let before = |promised| self.day_of(calendar, k).is_some_and(|day| day < promised);
        self.promised.is_some_and(before)
    }

    /// The day of the k-th occurrence of a day-based stage, before and after it was moved (T6).
    pub fn day_of(&self, calendar: &Calendar, k: u32) -> Option<Date> {
        let days = self.days?;
        match (k, &self.stage.repeat) {
            (0, _) => Some(days.moved),
            (_, None) => None,
            (_, Some(repeat)) => {
                let Distance { months, days: further, working_days, .. } = repeat.distance(k);
                let day = match repeat.rhythm() {
                    Rhythm::WorkingDays => {
                        calendar.shift(days.moved, working_days, TimeUnit::WorkingDay)?
                    }
                    // T15: months first, then days.
                    _ => {
                        let month = calendar.shift(days.counted, months, TimeUnit::Month)?;
                        calendar.shift(month, further, TimeUnit::Day)?
                    }
                };
                if moves(calendar) { calendar.working_day_from(day) } else { Some(day) }
            }
        }
    }

    /// About how many repeats lie before an instant: where to begin to look for the number.
    fn repeats_about(&self, now: Timestamp) -> u32 {
        const SEVERAL: u32 = 8;
        let Some(repeat) = &self.stage.repeat else { return 0 };
        let Distance { months, days, working_days, minutes, working_hours } =
            repeat.distance(SEVERAL);
        // A working day in seven fifths of a day, a working hour in four hours and a fifth.
        let days = months * 30 + days + working_days * 7 / 5;
        let minutes = (days * 24 * 60 + minutes + working_hours * 252).max(1);
        let passed = now.duration_since(self.moment).as_secs().max(0) / 60;
        let about = passed.saturating_mul(i64::from(SEVERAL)) / minutes;
        let about = u32::try_from(about).unwrap_or(u32::MAX);
        self.stage.times.map_or(about, |times| about.min(times))
    }

    /// Whether repeats may come before the stage itself: `0wd` is moved to a working day whatever
    /// `send-on` says, but repeats by calendar days are counted from the day before it was moved.
    fn is_early(&self, calendar: &Calendar) -> bool {
        let moved = self.days.is_some_and(|days| days.moved > days.counted);
        moved
            && !moves(calendar)
            && self
                .stage
                .repeat
                .as_ref()
                .is_some_and(|repeat| repeat.rhythm() != Rhythm::WorkingDays)
    }

    /// The moment of the k-th occurrence, were there no other stage (T6).
    fn moment_of(&self, calendar: &Calendar, k: u32) -> Option<Timestamp> {
        if k > 0 && self.stage.times.is_some_and(|times| k > times) {
            return None;
        }
        match (k, self.days, &self.stage.repeat) {
            (0, _, _) => Some(self.moment),
            (_, _, None) => None,
            (_, Some(_), _) => self.day_of(calendar, k).map(|day| calendar.moment_on(day)),
            (_, None, Some(repeat)) => later(calendar, self.moment, repeat, k),
        }
    }
}

impl Days {
    /// T3: the day the offset leads to, moved to a working day where it must be one.
    fn of(calendar: &Calendar, from: AnchorKind, at: Offset, base: Date) -> Option<Days> {
        let Offset { count, unit } = at;
        let counted = match count {
            0 => base,
            count => calendar.shift(base, i64::from(count), unit)?,
        };
        let earlier = count < 0 || (count == 0 && from == AnchorKind::Due);
        let moved = match (moves(calendar) || unit == TimeUnit::WorkingDay, earlier) {
            (false, _) => counted,
            (true, true) => calendar.working_day_until(counted)?,
            (true, false) => calendar.working_day_from(counted)?,
        };
        Some(Days { base, counted, moved })
    }

    /// T12: the day that lies so many per cent of the way from where the task began to its deadline, in whole
    /// days; moved earlier like every day before its anchor.
    fn of_percent(config: &Config, target: Target, percent: u8, deadline: Date) -> Option<Days> {
        let calendar = target.calendar(config);
        let base = began(config, target)?;
        let way = i64::from((deadline - base).get_days());
        if way < 0 {
            return None;
        }
        let counted = calendar.shift(base, way * i64::from(percent) / 100, TimeUnit::Day)?;
        let moved = match moves(calendar) {
            true => calendar.working_day_until(counted)?,
            false => counted,
        };
        Some(Days { base, counted, moved })
    }
}

/// Whether days that are not worked are moved (T3).
fn moves(calendar: &Calendar) -> bool {
    calendar.send_on() == SendOn::Workdays
}

/// T1: while a task is open its `opened` and `due` stages are live; while done, its `done` stages;
/// while verified, its `verified` stages; when cancelled, none. T11: a milestone has only `due`
/// stages, while it and its task are open.
pub fn is_live(config: &Config, target: Target, from: AnchorKind) -> bool {
    let state = target.task(config).state();
    match (target.milestone(config), from) {
        (Some(milestone), from) => {
            state == State::Open && !milestone.is_closed() && from == AnchorKind::Due
        }
        (
            None,
            AnchorKind::Opened | AnchorKind::Due | AnchorKind::Progress | AnchorKind::Returned,
        ) => state == State::Open,
        (None, AnchorKind::Done) => state == State::Done,
        (None, AnchorKind::Verified) => state == State::Verified,
    }
}

fn anchor(config: &Config, target: Target, from: AnchorKind, answers: &Answers) -> Option<When> {
    let task = target.task(config);
    match (target.milestone, from) {
        (_, AnchorKind::Due) => Some(deadline(config, target)),
        (Some(_), _) => None,
        (None, AnchorKind::Opened) => task.opened,
        (None, AnchorKind::Done) => task.done,
        (None, AnchorKind::Verified) => task.verified,
        (None, AnchorKind::Progress) => latest_progress(config, target, answers).or(task.opened),
        (None, AnchorKind::Returned) => {
            latest(config, target, task.returned().iter().map(|one| one.on))
        }
    }
}

/// T13: when something was last heard of a task: an entry about its progress or an answer that reports it, a return, a
/// cycle done.
fn latest_progress(config: &Config, target: Target, answers: &Answers) -> Option<When> {
    let task = target.task(config);
    let entries = task.progress().iter().map(|entry| entry.on);
    let returns = task.returned().iter().map(|one| one.on);
    let through = task.done_through.map(When::Day);
    let answered = progressed(config, target, answers);
    latest(config, target, entries.chain(returns).chain(through).chain(answered))
}

/// The latest of some dates: by their days, of one day the later instant.
fn latest(config: &Config, target: Target, dates: impl Iterator<Item = When>) -> Option<When> {
    let calendar = target.calendar(config);
    dates.max_by_key(|date| (calendar.day_of(*date), *date))
}

/// T4: a date-time is its own instant; a day is its end for `due`, its start for any other anchor.
fn exact_moment(calendar: &Calendar, from: AnchorKind, at: Offset, anchor: When) -> Timestamp {
    let start = match anchor {
        When::Day(day) if from != AnchorKind::Due => calendar.start_of_day(day),
        anchor => due_moment(calendar, anchor),
    };
    calendar.add_exact(start, i64::from(at.count), at.unit).unwrap_or(start)
}

/// T6: an exact stage repeats by exact units, counted on from its moment.
fn later(calendar: &Calendar, moment: Timestamp, repeat: &Repeat, k: u32) -> Option<Timestamp> {
    let Distance { minutes, working_hours, .. } = repeat.distance(k);
    match repeat.rhythm() {
        Rhythm::WorkingHours => calendar.add_exact(moment, working_hours, TimeUnit::WorkingHour),
        _ => calendar.add_exact(moment, minutes, TimeUnit::Minute),
    }
}
