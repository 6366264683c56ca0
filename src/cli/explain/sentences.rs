//! Which sentences `explain` says of a target; how each of them reads stands in `words`.

use jiff::Timestamp;

use crate::cli::explain::case::Case;
use crate::cli::explain::on_hold::AfterHold;
use crate::cli::explain::stage::{Account, Kept, Past, StageState};
use crate::cli::ledger_rows::of_state;
use crate::cli::terminal::locale;
use crate::ledger::Disposition;
use crate::model::{
    AnswerState, At, Calendar, Config, Hold, Language, Party, Release, SendOn, State, When,
};
use crate::plan;
use crate::plan::{Addressee, Days, HeldBack, Planned, Reason, Rung, Target};
use crate::words::{answered, counts, explain, lists, stages, states};

/// What sentences are made from.
pub(super) struct Sentences<'a> {
    pub(super) language: Language,
    pub(super) config: &'a Config,
    pub(super) target: Target,
}

impl Sentences<'_> {
    fn calendar(&self) -> &Calendar {
        self.target.calendar(self.config)
    }

    fn time(&self, at: Timestamp) -> String {
        locale::time(self.calendar(), at, self.language)
    }

    fn day(&self, day: jiff::civil::Date) -> String {
        locale::day(day, self.language)
    }

    fn when(&self, when: When) -> String {
        locale::when(self.calendar(), when, self.language)
    }

    /// State, deadline, who answers for it, and what keeps it back.
    pub(super) fn summary(&self, case: &Case<'_>) -> Vec<String> {
        let mut lines = vec![self.state(case), self.deadline(), self.responsible()];
        let is_over = |hold: &Hold| case.now >= self.calendar().start_of_day(hold.until);
        let holds = plan::holds(self.config, self.target).filter(|hold| !is_over(hold));
        lines.extend(holds.map(|hold| self.hold(hold)));
        let held = plan::held_back(self.config, self.target, &case.known.answers);
        lines.extend(held.map(|held| self.held_back(&held, case.now)));
        lines
    }

    fn hold(&self, hold: &Hold) -> String {
        let (from, until) = (hold.from.map(|from| self.day(from)), self.day(hold.until));
        let said = explain::OnHold {
            from: from.as_deref(),
            until: &until,
            reason: hold.reason.as_deref(),
            stops_clock: hold.stops_clock,
        };
        explain::on_hold(&said, self.language)
    }

    /// T16: an answer that waits, and for how long it keeps letters back.
    fn held_back(&self, held: &HeldBack, now: Timestamp) -> String {
        let answer = &held.answer;
        let people = &self.config.people;
        let name = people.iter().find(|one| one.id == answer.person).map(|one| &one.name);
        let said = answered::Waits {
            who: name.unwrap_or(&answer.person),
            verb: &answer.verb,
            since: &self.time(held.since),
            until: &self.time(held.until),
            accepted: answer.standing.state == AnswerState::Accepted,
            over: now >= held.until,
        };
        answered::held_back(&said, self.language)
    }

    /// How it stands; days are counted only of what is still to be done.
    fn state(&self, case: &Case<'_>) -> String {
        let milestone = self.target.milestone(self.config);
        let state = self.target.task(self.config).state();
        if let Some(done) = milestone.and_then(|one| one.done) {
            return explain::done_on(&self.when(done), self.language);
        }
        match (state, milestone) {
            (State::Open, _) => self.open(case),
            (state, None) => explain::state(state, self.language).to_owned(),
            (state, Some(_)) => explain::left_behind(state, self.language),
        }
    }

    /// How much time is left, or since when there is none.
    fn open(&self, case: &Case<'_>) -> String {
        let calendar = self.calendar();
        let deadline = plan::deadline(self.config, self.target);
        let (today, day) = (calendar.local_date(case.now), calendar.day_of(deadline));
        let days = day.duration_since(today).as_hours() / 24;
        let working = calendar.working_days_until(today, day);
        let passed = case.now >= plan::due_moment(calendar, deadline);
        explain::open(days, working, passed, self.language)
    }

    fn deadline(&self) -> String {
        let (config, target) = (self.config, self.target);
        let in_force = plan::deadline(config, target);
        let task = target.task(config);
        let first = target.milestone(config).map_or(task.due, |one| one.due);
        match task.every.filter(|_| target.milestone.is_none()) {
            Some(every) => explain::cycle(every, &self.when(in_force), self.language),
            None => {
                let first = (first != in_force).then(|| self.when(first));
                explain::deadline(&self.when(in_force), first.as_deref(), self.language)
            }
        }
    }

    fn responsible(&self) -> String {
        let config = self.config;
        let who = plan::responsible(config, self.target);
        let and = lists::AND.said(self.language);
        let names = |parties: &mut dyn Iterator<Item = &Party>| {
            let people = parties.flat_map(|party| config.members(party));
            people.map(|person| config[*person].name.to_string()).collect::<Vec<_>>().join(and)
        };
        let unit = who.unit.map(|unit| config[unit].name.to_string());
        let calendar = self.calendar();
        let zone = calendar.timezone().iana_name().unwrap_or_default();
        let mut parts = vec![
            (explain::UNIT, unit.unwrap_or_default()),
            (explain::OWNER, names(&mut who.owner.iter().chain(who.with))),
            (explain::SUPERVISOR, names(&mut who.supervisor.iter())),
            (explain::POLICY, self.target.policy(config).id.to_string()),
            (explain::CALENDAR, format!("{} ({zone})", calendar.id())),
        ];
        parts.retain(|(_, value)| !value.is_empty());
        explain::responsible(&parts, self.language)
    }

    /// What is to be said of a stage.
    pub(super) fn account(&self, account: &Account<'_>) -> Vec<String> {
        let mut lines: Vec<String> = account.rung.iter().map(|rung| self.computed(rung)).collect();
        lines.extend(account.past.iter().map(|past| self.past(past)));
        lines.extend(self.stage_state(account));
        lines
    }

    /// How the moment came about (T3, T4).
    fn computed(&self, rung: &Rung<'_>) -> String {
        let anchor = self.when(rung.anchor);
        let at = rung.stage.at;
        let Some(Days { base, counted, moved }) = rung.days else {
            return stages::computed(&anchor, at, &self.time(rung.moment), self.language);
        };
        let (day, time) = (self.day(counted), self.calendar().send_at().strftime("%H:%M"));
        let time = time.to_string();
        let distance = match at {
            At::Offset(offset) => counts::distance(offset, self.language),
            At::Percent(percent) => counts::way(percent, &self.day(base), self.language),
        };
        let told = stages::Counted { anchor: &anchor, distance: &distance, day: &day, time: &time };
        if counted == moved {
            return stages::computed_by_days(&told, self.language);
        }
        let off = self.calendar().exception(counted).and_then(|one| one.name.as_deref());
        stages::moved(&told, off, &self.day(moved), moved < counted, self.language)
    }

    fn past(&self, past: &Past) -> String {
        let (at, language) = (self.time(past.recorded), self.language);
        let fate = match past.disposition {
            Disposition::Letter => self.fate_in_letter(past, &at),
            Disposition::Superseded => stages::superseded(&at, language),
            Disposition::Replaced => {
                let letter = past.letter.as_ref().map_or("?", |(letter, _)| letter);
                stages::replaced(&at, letter, language)
            }
            Disposition::Withdrawn => stages::withdrawn(&at, language),
            Disposition::Adopted => stages::adopted(&at, language),
        };
        let moved_from = (!past.current).then(|| self.when(past.anchor));
        stages::past(past.occurrence, &fate, moved_from.as_deref(), language)
    }

    fn fate_in_letter(&self, past: &Past, at: &str) -> String {
        let Some((letter, state)) = &past.letter else {
            return stages::IN_SOME_LETTER.said(self.language).to_owned();
        };
        let state = state.map_or("?", |state| states::standing(of_state(state), self.language));
        let people = &self.config.people;
        let name = |id: &String| people.iter().find(|one| *one.id == **id).map(|one| &*one.name);
        let names: Vec<&str> = past.digest.iter().map(|id| name(id).unwrap_or(id)).collect();
        let names = names.join(lists::AND.said(self.language));
        stages::in_letter(at, letter, state, &names, self.language)
    }

    fn stage_state(&self, account: &Account<'_>) -> Option<String> {
        let (stage, language) = (account.stage, self.language);
        let which = |k| locale::occurrence(&stage.name, k);
        Some(match &account.now {
            StageState::NoAnchor => {
                stages::no_anchor(stage.from, self.target.milestone.is_some(), language)
            }
            StageState::NotLive => self.not_live(account),
            StageState::Silent(unless) => stages::silent(*unless, language).to_owned(),
            StageState::ToCome(moment) => stages::to_come(&self.time(*moment), language),
            StageState::Leaving(occurrence) if stage.release == Release::Ask => {
                stages::about_to_be_held(&which(occurrence.k), language)
            }
            StageState::Leaving(occurrence) => stages::leaving(&which(occurrence.k), language),
            StageState::Waiting(occurrence, reason, until) => {
                self.waiting(&which(occurrence.k), *reason, *until)
            }
            StageState::Held(kept, after) => self.held(account, *kept, after),
            StageState::PassedOver(later) => stages::passed_over(later, language),
            StageState::Settled(repeat) => {
                stages::repeats_next(&self.time(repeat.as_ref()?.moment), language)
            }
        })
    }

    fn not_live(&self, account: &Account<'_>) -> String {
        let milestone = self.target.milestone(self.config);
        match milestone.is_some_and(|one| one.done.is_some()) {
            true => stages::MILESTONE_DONE.said(self.language).to_owned(),
            false => {
                let state = self.target.task(self.config).state();
                stages::not_live(state, account.stage.from, self.language)
            }
        }
    }

    /// T8: what a hold keeps back, and what goes when it ends.
    fn held(&self, account: &Account<'_>, kept: Kept, after: &AfterHold<'_>) -> String {
        let opening = match kept {
            Kept::Reached => stages::REACHED_ON_HOLD.said(self.language).to_owned(),
            Kept::ToCome(at) => stages::to_come_on_hold(&self.time(at), self.language),
            Kept::Repeat(at) => stages::repeats_on_hold(&self.time(at), self.language),
        };
        let which = locale::occurrence(&after.stage.name, after.goes.k);
        let own = after.stage.name == account.stage.name;
        stages::after_hold(&opening, &which, own, &self.time(after.at), self.language)
    }

    fn waiting(&self, which: &str, reason: Reason, until: Timestamp) -> String {
        let until = self.time(until);
        let hours = self.calendar().hours();
        let end = hours.end.map_or("24:00".to_owned(), |end| end.strftime("%H:%M").to_string());
        let hours = format!("{}–{end}", hours.start.strftime("%H:%M"));
        let workdays = self.calendar().send_on() == SendOn::Workdays;
        match reason {
            Reason::Hold => stages::after_hold(
                stages::REACHED_ON_HOLD.said(self.language),
                which,
                true,
                &until,
                self.language,
            ),
            Reason::Answer => stages::waiting_for_answer(which, &until, self.language),
            Reason::Window => {
                stages::waiting_for_hours(which, &until, &hours, workdays, self.language)
            }
        }
    }

    /// What leaves next, if nothing changes.
    pub(super) fn next(&self, next: &Planned) -> String {
        let id = &next.notice.id;
        let which = locale::occurrence(&id.stage, id.occurrence);
        let letter = locale::letter_of(self.config, &next.notice, next.release, self.language);
        let asks = next.notice.stage(self.config).release == Release::Ask;
        explain::next(&self.time(next.release), &which, letter, asks, self.language)
    }

    /// `张三 <zhang@example.org>`
    pub(super) fn mailbox(&self, one: &Addressee) -> String {
        let address = &one.mailbox.address;
        if address.is_to_fill_in() {
            return crate::words::lists::no_address(&one.mailbox.shown(), self.language);
        }
        match &one.mailbox.name {
            Some(name) => format!("{name} <{address}>"),
            None => address.to_string(),
        }
    }

    /// The same, and for whom they stand in.
    pub(super) fn addressee(&self, one: &Addressee) -> String {
        let shown = self.mailbox(one);
        match one.absent.map(|absent| &self.config[absent].name) {
            None => shown,
            Some(absent) => explain::stand_in(&shown, absent, self.language),
        }
    }
}
