//! The sentences of `explain`, in both languages.

use crate::cli::explain::Case;
use crate::cli::explain::stage::{Account, Past, Standing};
use crate::cli::terminal::locale;
use crate::cli::terminal::locale::pick;
use crate::ledger::{Disposition, LetterState};
use crate::model::{
    AnchorKind, At, Calendar, Config, Hold, Language, Offset, Release, Repeat, SendOn, Span, Stage,
    State, TimeUnit, Unless,
};
use crate::plan;
use crate::plan::{Addressee, Days, Planned, Reason, Rung, Target};
use crate::words::lists;

/// What sentences are made from.
pub(super) struct Words<'a> {
    pub(super) language: Language,
    pub(super) config: &'a Config,
    pub(super) target: Target,
}

/// What the policy says of a stage: `deadline +5wd, then every 1w`.
pub(super) fn rule(stage: &Stage, language: Language) -> String {
    let from = anchor(stage.from, language);
    let at = stage.at;
    let (every, times) =
        (stage.repeat.as_ref().map(|repeat| rhythm(repeat, language)), stage.times);
    match (language, every, times) {
        (_, None, _) => format!("{from} {at}"),
        (Language::En, Some(every), None) => format!("{from} {at}, then every {every}"),
        (Language::En, Some(every), Some(times)) => {
            format!("{from} {at}, then every {every}, {times} times at most")
        }
        (Language::ZhCn, Some(every), None) => format!("{from} {at}，此后每{every}一次"),
        (Language::ZhCn, Some(every), Some(times)) => {
            format!("{from} {at}，此后每{every}一次，至多 {times} 次")
        }
    }
}

/// `2 weeks`; of a growing rhythm `1wd, 2wd, 5wd …`, whose last length goes on (T15).
fn rhythm(repeat: &Repeat, language: Language) -> String {
    match repeat.lengths() {
        [every] => length(*every, language),
        _ => format!(" {repeat} …").trim_start_matches(' ').to_owned(),
    }
}

/// `2 weeks`, `week`; in Chinese ` 2 周`, `周` with its counting word.
fn length(every: Span, language: Language) -> String {
    let name = unit(every.unit, every.count, language);
    match (language, every.count) {
        (Language::En, 1) => name.to_owned(),
        (Language::En, count) => format!("{count} {name}"),
        (Language::ZhCn, count) => format!(" {count} {name}"),
    }
}

fn plural(count: i64, noun: &str) -> String {
    format!("{count} {noun}{}", if count == 1 { "" } else { "s" })
}

fn anchor(from: AnchorKind, language: Language) -> &'static str {
    match from {
        AnchorKind::Opened => pick(language, "交办日", "opened"),
        AnchorKind::Due => pick(language, "期限", "deadline"),
        AnchorKind::Done => pick(language, "办结日", "done"),
        AnchorKind::Verified => pick(language, "销号日", "verified"),
        AnchorKind::Progress => pick(language, "最近进展", "latest progress"),
        AnchorKind::Returned => pick(language, "退回日", "returned"),
    }
}

impl Words<'_> {
    fn calendar(&self) -> &Calendar {
        self.target.calendar(self.config)
    }

    fn zh(&self) -> bool {
        self.language == Language::ZhCn
    }

    fn time(&self, at: jiff::Timestamp) -> String {
        locale::time(self.calendar(), at, self.language)
    }

    fn day(&self, day: jiff::civil::Date) -> String {
        locale::day(day, self.language)
    }

    /// State, deadline, who answers for it, and what keeps it back.
    pub(super) fn summary(&self, case: &Case<'_>) -> Vec<String> {
        let mut lines = vec![self.state(case), self.deadline(), self.responsible()];
        let over = |hold: &&Hold| case.now < self.calendar().start_of_day(hold.until);
        lines
            .extend(plan::holds(self.config, self.target).filter(over).map(|hold| self.hold(hold)));
        lines
    }

    /// A hold that is not over (T8), and whether the deadline moves by it (T0).
    fn hold(&self, hold: &Hold) -> String {
        let until = self.day(hold.until);
        let reason =
            hold.reason.as_deref().map(|reason| format!(" ({reason})")).unwrap_or_default();
        let clock = match hold.stops_clock {
            true => {
                pick(self.language, "，期限相应顺延（T0）", "; the deadline moves by its days (T0)")
            }
            false => "",
        };
        match (self.zh(), hold.from.map(|from| self.day(from))) {
            (true, None) => format!("已暂缓，{until} 之前不发任何函件{reason}{clock}。"),
            (true, Some(from)) => {
                format!("暂缓：{from} 起至 {until} 之前不发任何函件{reason}{clock}。")
            }
            (false, None) => format!("On hold: nothing leaves before {until}{reason}{clock}."),
            (false, Some(from)) => {
                format!("On hold: nothing leaves from {from} until {until}{reason}{clock}.")
            }
        }
    }

    /// How it stands, in a sentence; days are counted only of what is still to be done.
    fn state(&self, case: &Case<'_>) -> String {
        let milestone = self.target.milestone(self.config);
        let task = self.target.task(self.config);
        if let Some(done) = milestone.and_then(|one| one.done) {
            let on = locale::when(self.calendar(), done, self.language);
            return if self.zh() {
                format!("已完成（{on}）。")
            } else {
                format!("Done on {on}.")
            };
        }
        let state = match task.state() {
            State::Open => return self.open(case),
            State::Done => pick(self.language, "已办结，待核验", "done, awaiting verification"),
            State::Verified => pick(self.language, "已销号", "verified"),
            State::Cancelled => pick(self.language, "已取消", "cancelled"),
        };
        match (self.zh(), milestone) {
            (true, None) => format!("{state}。"),
            (false, None) => sentence(state, self.language),
            (true, Some(_)) => format!("节点未标完成，但任务{state}，不再提醒（T11）。"),
            (false, Some(_)) => {
                format!("Not marked done, but its task is {state}: nothing is sent of it (T11).")
            }
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
        match (self.zh(), days) {
            (true, ..0) => format!("在办，已逾期 {} 天（{} 个工作日）。", -days, -working),
            (true, 0) if passed => "在办，今天已到期。".to_owned(),
            (true, 0) => "在办，今天到期。".to_owned(),
            (true, _) => format!("在办，距期限 {days} 天（{working} 个工作日）。"),
            (false, ..0) => {
                format!("Open, {} late ({} working).", plural(-days, "day"), -working)
            }
            (false, 0) if passed => "Open, passed its deadline today.".to_owned(),
            (false, 0) => "Open, due today.".to_owned(),
            (false, _) => format!("Open, {} left ({working} working).", plural(days, "day")),
        }
    }

    fn deadline(&self) -> String {
        let (config, target) = (self.config, self.target);
        let when = |when| locale::when(self.calendar(), when, self.language);
        let in_force = plan::deadline(config, target);
        let first = target.milestone(config).map_or(target.task(config).due, |one| one.due);
        let task = target.task(config);
        let standing = task.every.filter(|_| target.milestone.is_none());
        match (self.zh(), standing) {
            (true, Some(every)) => {
                let every = length(every, Language::ZhCn);
                format!("长期任务，每{every}一期；本期期限 {}。", when(in_force))
            }
            (false, Some(every)) => format!(
                "A standing task, every {}; this cycle's deadline is {}.",
                length(every, Language::En),
                when(in_force)
            ),
            (true, None) if first != in_force => {
                format!("期限 {}，最初为 {}。", when(in_force), when(first))
            }
            (false, None) if first != in_force => {
                format!("Deadline {}, first promised for {}.", when(in_force), when(first))
            }
            (true, None) => format!("期限 {}。", when(in_force)),
            (false, None) => format!("Deadline {}.", when(in_force)),
        }
    }

    fn responsible(&self) -> String {
        let config = self.config;
        let who = plan::responsible(config, self.target);
        let names = |parties: &mut dyn Iterator<Item = &crate::model::Party>| {
            let people = parties.flat_map(|party| config.members(party));
            people.map(|person| config[*person].name.to_string()).collect::<Vec<_>>().join(pick(
                self.language,
                "、",
                ", ",
            ))
        };
        let unit = who.unit.map(|unit| config[unit].name.to_string());
        let owners = names(&mut who.owner.iter().chain(who.with));
        let supervisors = names(&mut who.supervisor.iter());
        let policy = &self.target.policy(config).id;
        let calendar = self.calendar();
        let zone = calendar.timezone().iana_name().unwrap_or_default();
        let parts = [
            (pick(self.language, "单位", "Unit"), unit.unwrap_or_default()),
            (pick(self.language, "责任人", "owner"), owners),
            (pick(self.language, "督办人", "supervisor"), supervisors),
            (pick(self.language, "督办规则", "policy"), policy.to_string()),
            (pick(self.language, "日历", "calendar"), format!("{} ({zone})", calendar.id())),
        ];
        let filled = parts.into_iter().filter(|(_, value)| !value.is_empty());
        let listed: Vec<String> = filled.map(|(name, value)| format!("{name} {value}")).collect();
        sentence(&listed.join(pick(self.language, "；", "; ")), self.language)
    }

    /// What is to be said of a stage.
    pub(super) fn account(&self, account: &Account<'_>) -> Vec<String> {
        let mut lines: Vec<String> = account.rung.iter().map(|rung| self.computed(rung)).collect();
        lines.extend(account.past.iter().map(|past| self.past(past)));
        lines.extend(self.standing(account));
        lines
    }

    /// How the moment came about (T3, T4).
    fn computed(&self, rung: &Rung<'_>) -> String {
        let anchor = locale::when(self.calendar(), rung.anchor, self.language);
        let moment = self.time(rung.moment);
        match rung.days {
            Some(days) => self.computed_by_days(rung, days, &anchor),
            None if self.zh() => format!("{anchor} {}：{moment}。", rung.stage.at),
            None => format!("{anchor} {}: {moment}.", rung.stage.at),
        }
    }

    fn computed_by_days(&self, rung: &Rung<'_>, days: Days, anchor: &str) -> String {
        let (counted, moved) = (self.day(days.counted), self.day(days.moved));
        let distance = match rung.stage.at {
            At::Offset(offset) => self.distance(offset),
            At::Percent(percent) => self.way(percent, days.base),
        };
        let at = self.calendar().send_at().strftime("%H:%M").to_string();
        let off = self.why_off(days.counted);
        match (self.zh(), days.counted == days.moved) {
            (true, true) => format!("{anchor} {distance}：{counted} {at}。"),
            (true, false) if days.moved < days.counted => {
                format!("{anchor} {distance}：{counted}，{off}，提前到 {moved} {at}。")
            }
            (true, false) => {
                format!("{anchor} {distance}：{counted}，{off}，顺延到 {moved} {at}。")
            }
            (false, true) => format!("{anchor}, {distance}: {counted} {at}."),
            (false, false) if days.moved < days.counted => {
                format!("{anchor}, {distance}: {counted}, {off}, so earlier: {moved} {at}.")
            }
            (false, false) => {
                format!("{anchor}, {distance}: {counted}, {off}, so later: {moved} {at}.")
            }
        }
    }

    /// Why a day is not worked.
    fn why_off(&self, day: jiff::civil::Date) -> String {
        let name = self.calendar().exception(day).and_then(|exception| exception.name.clone());
        match (self.zh(), name) {
            (true, Some(name)) => format!("非工作日（{name}）"),
            (true, None) => "非工作日".to_owned(),
            (false, Some(name)) => format!("a day off ({name})"),
            (false, None) => "a day off".to_owned(),
        }
    }

    /// T12: how much of the way to the deadline.
    fn way(&self, percent: u8, base: jiff::civil::Date) -> String {
        let base = self.day(base);
        match self.zh() {
            true => format!("自 {base} 起过 {percent}%"),
            false => format!("{percent}% of the way from {base}"),
        }
    }

    fn distance(&self, at: Offset) -> String {
        let count = at.count.unsigned_abs();
        if count == 0 {
            return pick(self.language, "当日", "that day").to_owned();
        }
        let unit = unit(at.unit, count, self.language);
        match (self.zh(), at.count < 0) {
            (true, true) => format!("之前 {count} {unit}"),
            (true, false) => format!("之后 {count} {unit}"),
            (false, true) => format!("{count} {unit} before"),
            (false, false) => format!("{count} {unit} after"),
        }
    }

    fn past(&self, past: &Past) -> String {
        let which = match (self.zh(), past.occurrence) {
            (_, 0) => String::new(),
            (true, k) => format!("第 {k} 次重复："),
            (false, k) => format!("Repeat {k}: "),
        };
        let at = self.time(past.recorded);
        let fate = match past.disposition {
            Disposition::Letter => self.fate_in_letter(past, &at),
            Disposition::Superseded if self.zh() => {
                format!("{at} 记为已被取代：未及发出就到了更后的阶段，每次只发最新的一项（T7）")
            }
            Disposition::Superseded => {
                format!(
                    "superseded {at}: a later stage was reached before it was sent, and only the latest goes (T7)"
                )
            }
            Disposition::Replaced => self.replaced(past, &at),
            Disposition::Withdrawn if self.zh() => format!("{at} 撤回，未发出"),
            Disposition::Withdrawn => format!("withdrawn {at}, before it was sent"),
            Disposition::Adopted if self.zh() => format!("{at} 接管台账时记为已知，没有发函"),
            Disposition::Adopted => {
                format!("known since {at}, when the list was adopted; nothing was sent")
            }
        };
        let anchor = locale::when(self.calendar(), past.anchor, self.language);
        let moved = match (past.current, self.zh()) {
            (true, _) => String::new(),
            (false, true) => format!("（当时的起算日为 {anchor}，其后已变更）"),
            (false, false) => format!(" (counted from {anchor}, which was moved since)"),
        };
        sentence(&format!("{which}{fate}{moved}"), self.language)
    }

    fn replaced(&self, past: &Past, at: &str) -> String {
        let letter = past.letter.as_ref().map_or("?", |(letter, _)| letter);
        match self.zh() {
            true => format!("{at} 写入函件 {letter}，该函已由新拟的函件代替"),
            false => format!("written {at} into letter {letter}, which a newer letter replaced"),
        }
    }

    fn fate_in_letter(&self, past: &Past, at: &str) -> String {
        let Some((letter, state)) = &past.letter else {
            return pick(self.language, "已发函", "went into a letter").to_owned();
        };
        let state = state.map_or("?", |state| letter_state(state, self.language));
        match self.zh() {
            true => format!("{at} 写入函件 {letter}（{state}）"),
            false => format!("written {at} into letter {letter} ({state})"),
        }
    }

    fn standing(&self, account: &Account<'_>) -> Option<String> {
        let stage = account.stage;
        let text = match &account.now {
            Standing::NoAnchor => self.no_anchor(stage.from),
            Standing::NotLive => self.not_live(stage.from),
            Standing::Silent(unless) => self.silent(*unless),
            Standing::ToCome(moment) => {
                let at = self.time(*moment);
                if self.zh() {
                    format!("未到，将于 {at} 到达")
                } else {
                    format!("to come {at}")
                }
            }
            Standing::Leaving(occurrence) if stage.release == Release::Ask => {
                let which = locale::occurrence(&stage.name, occurrence.k);
                if self.zh() {
                    format!(
                        "已到，{which} 将在下一次巡检（整分钟）拟好并扣住，待 duban release 放行"
                    )
                } else {
                    format!(
                        "reached: {which} is written at the next sweep and held for `duban release`"
                    )
                }
            }
            Standing::Leaving(occurrence) => {
                let which = locale::occurrence(&stage.name, occurrence.k);
                if self.zh() {
                    format!("已到，{which} 将在下一次巡检（整分钟）发出")
                } else {
                    format!("reached: {which} leaves at the next sweep")
                }
            }
            Standing::Waiting(occurrence, reason, until) => {
                self.waiting(&locale::occurrence(&stage.name, occurrence.k), *reason, *until)
            }
            Standing::PassedOver(later) => self.passed_over(later),
            Standing::Settled(repeat) => {
                let at = self.time(repeat.as_ref()?.moment);
                if self.zh() {
                    format!("下一次重复在 {at}")
                } else {
                    format!("repeats next {at}")
                }
            }
        };
        Some(sentence(&text, self.language))
    }

    fn no_anchor(&self, from: AnchorKind) -> String {
        match (self.zh(), self.target.milestone, from) {
            (true, Some(_), _) => "不适用：节点只按期限提醒（T11）".to_owned(),
            (false, Some(_), _) => "never: milestones have `due` stages only (T11)".to_owned(),
            (true, None, from) => format!("不适用：任务没有 {} 日期（T1）", from.name()),
            (false, None, from) => format!("not yet: the task has no `{}` date (T1)", from.name()),
        }
    }

    fn not_live(&self, from: AnchorKind) -> String {
        let state = match self.target.task(self.config).state() {
            State::Open => pick(self.language, "在办", "open"),
            State::Done => pick(self.language, "已办结", "done"),
            State::Verified => pick(self.language, "已销号", "verified"),
            State::Cancelled => pick(self.language, "已取消", "cancelled"),
        };
        match (self.zh(), self.target.milestone(self.config).is_some_and(|one| one.done.is_some()))
        {
            (true, true) => "不再提醒：节点已完成（T11）".to_owned(),
            (false, true) => "nothing: the milestone is done (T11)".to_owned(),
            (true, false) => format!("不提醒：任务{state}，此阶段按 {} 起算（T1）", from.name()),
            (false, false) => format!(
                "nothing: the task is {state}, and this stage counts from `{}` (T1)",
                from.name()
            ),
        }
    }

    fn silent(&self, unless: Unless) -> String {
        match (self.zh(), unless) {
            (true, Unless::Acknowledged) => "不提醒：任务已签收（T14）".to_owned(),
            (false, Unless::Acknowledged) => "silent: the task was received (T14)".to_owned(),
            (true, Unless::Progress) => "不提醒：已报进展（T14）".to_owned(),
            (false, Unless::Progress) => "silent: progress was reported (T14)".to_owned(),
        }
    }

    fn waiting(&self, which: &str, reason: Reason, until: jiff::Timestamp) -> String {
        let at = self.time(until);
        let hours = self.calendar().hours();
        let end = hours.end.map_or("24:00".to_owned(), |end| end.strftime("%H:%M").to_string());
        let hours = format!("{}–{end}", hours.start.strftime("%H:%M"));
        let workdays = self.calendar().send_on() == SendOn::Workdays;
        match (self.zh(), reason) {
            (true, Reason::Hold) => format!("已到，但任务暂缓，{which} 等到 {at}"),
            (false, Reason::Hold) => {
                format!("reached, but the task is on hold: {which} waits until {at}")
            }
            (true, Reason::Window) => {
                let days = if workdays { "工作日" } else { "每天" };
                format!("已到，但函件只在{days} {hours} 发出（T8）：{which} 等到 {at}")
            }
            (false, Reason::Window) => {
                let days = if workdays { "working days" } else { "every day" };
                format!(
                    "reached, but letters leave {hours} on {days} only (T8): {which} waits until {at}"
                )
            }
        }
    }

    fn passed_over(&self, later: &str) -> String {
        match self.zh() {
            true => format!("已越过：此后已到 {later} 阶段，每次只发最新的一项（T7）"),
            false => format!(
                "passed over: `{later}` has been reached since, and only the latest goes (T7)"
            ),
        }
    }

    /// What leaves next, if nothing changes.
    pub(super) fn next(&self, next: &Planned) -> String {
        let id = &next.notice.id;
        let which = locale::occurrence(&id.stage, id.occurrence);
        let at = self.time(next.release);
        let letter = locale::letter(
            plan::letter_kind(self.config, &next.notice, next.release),
            self.language,
        );
        let asks = next.notice.stage(self.config).release == Release::Ask;
        match (self.zh(), asks) {
            (true, true) => {
                format!("如无变化，下一函：{at}，{which}（{letter}），届时扣住待放行。")
            }
            (true, false) => format!("如无变化，下一函：{at}，{which}（{letter}）。"),
            (false, true) => format!(
                "If nothing changes, next: {at}, {which} ({letter}), held then for `duban release`."
            ),
            (false, false) => format!("If nothing changes, next: {at}, {which} ({letter})."),
        }
    }

    /// `张三 <zhang@example.org>`, and for whom they stand in.
    pub(super) fn addressee(&self, one: &Addressee) -> String {
        let address = &one.mailbox.address;
        let shown = match &one.mailbox.name {
            Some(name) => format!("{name} <{address}>"),
            None => address.to_string(),
        };
        match one.absent.map(|absent| &self.config[absent].name) {
            None => shown,
            Some(absent) if self.zh() => format!("{shown}（代 {absent}）"),
            Some(absent) => format!("{shown} (for {absent})"),
        }
    }
}

/// The name of a letter's state.
pub(in crate::cli) fn letter_state(state: LetterState, language: Language) -> &'static str {
    let name = match state {
        LetterState::Queued => lists::QUEUED,
        LetterState::Held => lists::HELD,
        LetterState::Sent => lists::SENT,
        LetterState::Failed => lists::FAILED,
        LetterState::Replaced => lists::REPLACED,
        LetterState::Withdrawn => lists::WITHDRAWN,
        LetterState::Discarded => lists::DISCARDED,
    };
    name.said(language)
}

fn unit(unit: TimeUnit, count: u32, language: Language) -> &'static str {
    let [zh, one, many] = match unit {
        TimeUnit::Minute => ["分钟", "minute", "minutes"],
        TimeUnit::Hour => ["小时", "hour", "hours"],
        TimeUnit::WorkingHour => ["个工作小时", "working hour", "working hours"],
        TimeUnit::Day => ["天", "day", "days"],
        TimeUnit::WorkingDay => ["个工作日", "working day", "working days"],
        TimeUnit::Week => ["周", "week", "weeks"],
        TimeUnit::Month => ["个月", "month", "months"],
    };
    match language {
        Language::ZhCn => zh,
        Language::En if count == 1 => one,
        Language::En => many,
    }
}

/// A capital at its beginning and a stop at its end.
fn sentence(text: &str, language: Language) -> String {
    let mut letters = text.chars();
    let first: String =
        letters.next().map(|first| first.to_uppercase().collect()).unwrap_or_default();
    format!("{first}{}{}", letters.as_str(), pick(language, "。", "."))
}
