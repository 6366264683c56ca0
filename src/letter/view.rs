//! What a letter shows, worked out and put into words; templates only arrange it.
//!
//! Every field is text or a list of texts. Text and HTML are filled from one [`View`], so they
//! cannot say different things.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use serde::Serialize;

use crate::channels::email::mime::clean;
use crate::letter::phrases;
use crate::letter::phrases::Phrases;
use crate::model::{Calendar, Config, Language, LetterKind, Severity, State, When};
use crate::plan;
use crate::plan::{Addressee, Draft, Facts, Item};

/// A letter, as its reader sees it.
#[derive(Debug, Serialize)]
pub struct View {
    /// `zh-CN` or `en`.
    pub language: &'static str,
    /// What the letter is called: 督办函.
    pub name: &'static str,
    /// Whether it is one of the stern ones, set off by a red rule.
    pub stern: bool,
    /// Whom it addresses: 张三同志：
    pub salutation: String,
    /// Why it is written.
    pub opening: String,
    /// For several tasks: how many, how many late, and by how much at most.
    pub summary: Option<String>,
    /// The tasks.
    pub items: Vec<ItemView>,
    /// What is expected now.
    pub ask: String,
    /// How to answer.
    pub answer: String,
    /// Who else has it.
    pub copied: Option<String>,
    /// Who stands in for whom.
    pub stand_ins: Vec<String>,
    /// 特此督办。
    pub closing: String,
    /// Who writes.
    pub signature: String,
    /// The letter's day.
    pub date: String,
    /// Where every letter is redirected, whom this one was meant for.
    pub redirected: Option<String>,
    /// What the reader sees in a list of mails.
    pub preview: String,
}

/// One task or milestone in a letter.
#[derive(Debug, Serialize)]
pub struct ItemView {
    /// Its place, from 1.
    pub number: usize,
    /// The task's id, and the milestone's.
    pub id: String,
    /// The task's title; a milestone's with its task's.
    pub title: String,
    /// Days left, or days late, or done.
    pub status: String,
    /// The same in a few words, for the subject.
    pub brief: String,
    /// `late`, `soon`, `calm` or `done`: the colour of the status.
    pub tone: &'static str,
    /// Label and value: unit, owners, deadline and so on.
    pub facts: Vec<(&'static str, String)>,
    /// What happens next if nothing does.
    pub next: Option<String>,
    /// The task's detail, by paragraph, where the configuration shows it.
    pub detail: Vec<String>,
    /// Further reading.
    pub links: Vec<Link>,
}

/// A link.
#[derive(Debug, Serialize)]
pub struct Link {
    /// As written.
    pub text: String,
    /// Whether it leads to the web, and may be followed.
    pub web: bool,
}

/// The figures a subject needs.
#[derive(Debug, Clone)]
pub struct Figures {
    /// How many tasks.
    pub count: usize,
    /// Of them, how many late.
    pub late: usize,
    /// Most days late.
    pub latest: i64,
    /// The unit, where all tasks share one.
    pub unit: Option<String>,
}

/// The view of a draft.
pub fn view(config: &Config, draft: &Draft, now: Timestamp) -> (View, Figures) {
    let phrases = phrases::of(draft.language);
    let zh = draft.language == Language::ZhCn;
    let writer = Writer { config, phrases, zh };
    let figures = writer.figures(draft);
    let mood = writer.mood(draft);
    let items: Vec<ItemView> =
        draft.items.iter().enumerate().map(|(at, item)| writer.item(item, at + 1)).collect();
    let calendar = draft.items.first().map(|item| item.notice.target.calendar(config));
    let summary = (figures.count > 1).then(|| writer.summary(&figures, mood));
    let opening = phrases.opening(draft.kind, mood).to_owned();
    let view = View {
        language: draft.language.name(),
        name: phrases.name(draft.kind),
        stern: matches!(draft.kind, LetterKind::Supervision | LetterKind::Circular),
        salutation: writer.salutation(&draft.audience.to),
        preview: summary.clone().unwrap_or_else(|| first_line(&items)),
        opening,
        summary,
        items,
        ask: phrases.ask(draft.kind).to_owned(),
        answer: writer.answer(),
        copied: writer.copied(&draft.audience.cc),
        stand_ins: writer.stand_ins(draft),
        closing: phrases.closing(draft.kind).to_owned(),
        signature: clean(&config.mail.from.shown()),
        date: calendar.map_or(String::new(), |calendar| writer.long_day(calendar.local_date(now))),
        redirected: config.mail.redirect.is_some().then(|| writer.redirected(draft)),
    };
    (view, figures)
}

/// So many paragraphs of a task's detail are in a letter; the rest is in the files.
const PARAGRAPHS: usize = 200;

fn paragraphs(detail: &str) -> Vec<String> {
    let all = detail.lines().map(clean).filter(|line| !line.trim().is_empty());
    let mut shown: Vec<String> = all.take(PARAGRAPHS + 1).collect();
    if shown.len() > PARAGRAPHS {
        shown[PARAGRAPHS] = "\u{2026}".to_owned();
    }
    shown
}

fn first_line(items: &[ItemView]) -> String {
    items.first().map(|item| format!("{} · {}", item.title, item.status)).unwrap_or_default()
}

/// How the tasks of a letter stand, so that its opening is true of all of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Mood {
    /// All are open and late.
    Late,
    /// All are open, and none is late.
    InTime,
    /// Some late, some not, all open.
    Mixed,
    /// At least one is not open any more.
    Settled,
}

/// How a task stands, at length and in brief, and in which colour.
struct Status {
    text: String,
    brief: String,
    tone: &'static str,
}

impl Status {
    fn done(brief: &str, text: String) -> Status {
        Status { text, brief: brief.to_owned(), tone: "done" }
    }
}

struct Writer<'c> {
    config: &'c Config,
    phrases: &'static Phrases,
    zh: bool,
}

impl Writer<'_> {
    fn mood(&self, draft: &Draft) -> Mood {
        let open = |item: &Item| item.notice.target.task(self.config).state() == State::Open;
        let late = draft.items.iter().filter(|item| item.facts.overdue).count();
        match draft.items.len() {
            _ if !draft.items.iter().all(open) => Mood::Settled,
            count if late == count => Mood::Late,
            _ if late == 0 => Mood::InTime,
            _ => Mood::Mixed,
        }
    }

    fn figures(&self, draft: &Draft) -> Figures {
        let open = |item: &&Item| item.notice.target.task(self.config).state() == State::Open;
        let late = draft.items.iter().filter(open).filter(|item| item.facts.overdue);
        let units = draft.items.iter().map(|item| self.unit(item));
        let mut units: Vec<Option<String>> = units.collect();
        units.dedup();
        Figures {
            count: draft.items.len(),
            late: late.clone().count(),
            latest: late.map(|item| -item.facts.days).max().unwrap_or(0),
            unit: if units.len() == 1 { units.pop().flatten() } else { None },
        }
    }

    fn summary(&self, figures: &Figures, mood: Mood) -> String {
        let Figures { count, late, latest, .. } = figures;
        match (self.zh, late) {
            (true, 0) if mood == Mood::Settled => format!("共 {count} 项。"),
            (false, 0) if mood == Mood::Settled => format!("{count} items."),
            (true, 0) => format!("共 {count} 项，均未逾期。"),
            (true, _) => format!("共 {count} 项，其中逾期 {late} 项，最长逾期 {latest} 天。"),
            (false, 0) => format!("{count} items, none of them late."),
            (false, _) => {
                format!("{count} items, {late} of them late, by up to {}.", days(*latest))
            }
        }
    }

    fn salutation(&self, to: &[Addressee]) -> String {
        let names: Vec<String> = to
            .iter()
            .map(|one| match (self.zh, one.person) {
                (true, Some(_)) => format!("{}同志", clean(&one.mailbox.shown())),
                _ => clean(&one.mailbox.shown()),
            })
            .collect();
        match self.zh {
            true => format!("{}：", names.join("、")),
            false => format!("Dear {},", join_and(&names)),
        }
    }

    fn item(&self, item: &Item, number: usize) -> ItemView {
        let config = self.config;
        let target = item.notice.target;
        let (task, milestone) = (target.task(config), target.milestone(config));
        let title = match (self.zh, milestone) {
            (_, None) => clean(&task.title),
            (true, Some(one)) => format!("{}（节点：{}）", clean(&task.title), clean(&one.title)),
            (false, Some(one)) => {
                format!("{} (milestone: {})", clean(&task.title), clean(&one.title))
            }
        };
        let id = match milestone {
            None => clean(&task.id),
            Some(one) => format!("{}/{}", clean(&task.id), clean(&one.id)),
        };
        let Status { text: status, brief, tone } = self.status(item);
        let detail = task.detail.as_deref().filter(|_| config.mail.detail).unwrap_or_default();
        ItemView {
            number,
            id,
            title,
            status,
            brief,
            tone,
            facts: self.facts(item),
            next: self.next(item),
            detail: paragraphs(detail),
            links: task
                .links
                .iter()
                .map(|link| Link { text: clean(link), web: is_web(link) })
                .collect(),
        }
    }

    fn facts(&self, item: &Item) -> Vec<(&'static str, String)> {
        let task = item.notice.target.task(self.config);
        let labels = &self.phrases.labels;
        let texts = [&task.source, &task.batch, &task.category];
        let origin: Vec<String> = texts.into_iter().flatten().map(|text| clean(text)).collect();
        let standing = task.every.filter(|_| item.notice.target.milestone.is_none());
        let facts = [
            (labels.deadline, Some(self.deadline(item))),
            (labels.unit, self.unit(item)),
            (labels.owner, self.people(&item.facts.owners)),
            (labels.supervisor, self.people(&item.facts.supervisors)),
            (labels.severity, self.severity(task.severity)),
            (labels.origin, (!origin.is_empty()).then(|| origin.join(" · "))),
            (labels.standing, standing.map(|every| self.every(every))),
        ];
        facts.into_iter().filter_map(|(label, value)| Some((label, value?))).collect()
    }

    fn every(&self, every: crate::model::Span) -> String {
        let unit = self.phrases.unit(every.unit);
        match (self.zh, every.count) {
            (true, count) => format!("每 {count} {unit}一期"),
            (false, 1) => format!("every {unit}"),
            (false, count) => format!("every {count} {unit}s"),
        }
    }

    fn unit(&self, item: &Item) -> Option<String> {
        let responsible = crate::plan::responsible(self.config, item.notice.target);
        responsible.unit.map(|unit| clean(&self.config[unit].name))
    }

    fn people(&self, people: &[crate::model::PersonIx]) -> Option<String> {
        let names: Vec<String> =
            people.iter().map(|person| clean(&self.config[*person].name)).collect();
        (!names.is_empty()).then(|| names.join(if self.zh { "、" } else { ", " }))
    }

    fn severity(&self, severity: Severity) -> Option<String> {
        Some(self.phrases.severity(severity).to_owned())
    }

    /// The deadline in force; where it was extended, the first promise and who granted more (T0).
    fn deadline(&self, item: &Item) -> String {
        let target = item.notice.target;
        let calendar = target.calendar(self.config);
        let (task, milestone) = (target.task(self.config), target.milestone(self.config));
        let in_force = self.when(calendar, item.facts.deadline);
        let first = milestone.map_or(task.due, |one| one.due);
        let extended = milestone.map_or(&task.extended, |one| &one.extended);
        let granted = extended.iter().rfind(|one| one.to == item.facts.deadline);
        let Some(granted) = granted else {
            return in_force;
        };
        let by = granted.by.as_deref().map(|by| clean(&self.name_of(by)));
        let standing = task.every.is_some() && milestone.is_none();
        let first = (!standing).then(|| self.when(calendar, first));
        match (self.zh, first, by) {
            (true, Some(first), Some(by)) => format!("{in_force}（原定 {first}，经{by}同意延期）"),
            (true, Some(first), None) => format!("{in_force}（原定 {first}，已延期）"),
            (true, None, _) => format!("{in_force}（已延期）"),
            (false, Some(first), Some(by)) => {
                format!("{in_force} (first {first}; extended by {by})")
            }
            (false, Some(first), None) => format!("{in_force} (first {first}; extended)"),
            (false, None, _) => format!("{in_force} (extended)"),
        }
    }

    /// A person's name for an id; any other words stand for themselves.
    fn name_of(&self, by: &str) -> String {
        let person = self.config.people.iter().find(|person| person.id.as_ref() == by);
        person.map_or(by, |person| &person.name).to_owned()
    }

    fn status(&self, item: &Item) -> Status {
        let task = item.notice.target.task(self.config);
        let calendar = item.notice.target.calendar(self.config);
        let on = |when: Option<When>| {
            when.map(|when| self.short_day(calendar.day_of(when))).unwrap_or_default()
        };
        match (task.state(), self.zh) {
            (State::Verified, true) => {
                Status::done("已销号", format!("已于 {} 销号", on(task.verified)))
            }
            (State::Verified, false) => {
                Status::done("verified", format!("verified on {}", on(task.verified)))
            }
            (State::Done, true) => {
                Status::done("待核验", format!("已于 {} 报办结，待核验", on(task.done)))
            }
            (State::Done, false) => Status::done(
                "awaiting verification",
                format!("reported done on {}, awaiting verification", on(task.done)),
            ),
            _ => self.time_left(&item.facts),
        }
    }

    fn time_left(&self, facts: &Facts) -> Status {
        let Facts { overdue, days: left, working_days: working, .. } = *facts;
        let brief = match (self.zh, overdue, left) {
            (true, true, 0) => "今天已到期".to_owned(),
            (true, true, _) => format!("已逾期 {} 天", -left),
            (true, false, 0) => "今天到期".to_owned(),
            (true, false, _) => format!("距期限 {left} 天"),
            (false, true, 0) => "passed its deadline today".to_owned(),
            (false, true, _) => format!("{} late", days(-left)),
            (false, false, 0) => "due today".to_owned(),
            (false, false, _) => format!("{} left", days(left)),
        };
        let text = match (self.zh, left) {
            (_, 0) => brief.clone(),
            (true, _) => format!("{brief}（{} 个工作日）", working.abs()),
            (false, _) => format!("{brief} ({} working)", working.abs()),
        };
        let tone = match (overdue, left) {
            (true, _) => "late",
            (false, ..=7) => "soon",
            _ => "calm",
        };
        Status { text, brief, tone }
    }

    fn next(&self, item: &Item) -> Option<String> {
        let next = item.facts.next.as_ref()?;
        let calendar = item.notice.target.calendar(self.config);
        let at = calendar.timezone().to_datetime(next.at);
        let at = format!("{} {}", self.short_day(at.date()), at.strftime("%H:%M"));
        let name = self.phrases.name(next.kind);
        let target = item.notice.target;
        let stage = &target.policy(self.config).stages[next.stage];
        let audience = plan::audience(self.config, target, stage, calendar.local_date(next.at));
        let names = |list: &[Addressee]| {
            let names: Vec<String> = list.iter().map(|one| clean(&one.mailbox.shown())).collect();
            names.join(if self.zh { "、" } else { ", " })
        };
        let (to, cc) = (names(&audience.to), names(&audience.cc));
        Some(match (self.zh, cc.is_empty()) {
            (true, true) => format!("如无变化，将于 {at} 发《{name}》，主送：{to}"),
            (true, false) => format!("如无变化，将于 {at} 发《{name}》，主送：{to}；抄送：{cc}"),
            (false, true) => format!("if nothing changes, {name} on {at} to {to}"),
            (false, false) => format!("if nothing changes, {name} on {at} to {to}, copied to {cc}"),
        })
    }

    fn answer(&self) -> String {
        let mail = &self.config.mail;
        let to = mail.reply_to.as_ref().unwrap_or(&mail.from);
        match self.zh {
            true => format!(
                "请直接回复本邮件（{}），写明任务编号和办理情况，由管理员登记。",
                to.address
            ),
            false => format!(
                "Please answer this mail ({}), naming the task and how it stands; an administrator will record it.",
                to.address
            ),
        }
    }

    fn copied(&self, cc: &[Addressee]) -> Option<String> {
        let names: Vec<String> = cc.iter().map(|one| clean(&one.mailbox.shown())).collect();
        let joined = names.join(if self.zh { "、" } else { ", " });
        (!names.is_empty()).then_some(joined)
    }

    /// W3: who stands in for whom.
    fn stand_ins(&self, draft: &Draft) -> Vec<String> {
        let everyone = draft.audience.to.iter().chain(&draft.audience.cc);
        let standing = everyone.filter_map(|one| Some((one, one.absent?)));
        standing
            .map(|(one, absent)| {
                let (here, away) = (clean(&one.mailbox.shown()), clean(&self.config[absent].name));
                match self.zh {
                    true => format!("{away}同志外出期间，由{here}同志代为办理。"),
                    false => format!("{here} stands in for {away}, who is away."),
                }
            })
            .collect()
    }

    fn redirected(&self, draft: &Draft) -> String {
        let list = |list: &[Addressee]| {
            let shown = list
                .iter()
                .map(|one| format!("{} <{}>", clean(&one.mailbox.shown()), one.mailbox.address));
            shown.collect::<Vec<_>>().join(", ")
        };
        let (to, cc) = (list(&draft.audience.to), list(&draft.audience.cc));
        match (self.zh, cc.is_empty()) {
            (true, true) => format!("本函已转投测试信箱。原定主送：{to}"),
            (true, false) => format!("本函已转投测试信箱。原定主送：{to}；抄送：{cc}"),
            (false, true) => format!("This letter was redirected. It was meant for: {to}"),
            (false, false) => {
                format!("This letter was redirected. It was meant for: {to}; copied to: {cc}")
            }
        }
    }

    fn when(&self, calendar: &Calendar, when: When) -> String {
        match when {
            When::Day(day) => self.short_day(day),
            When::Instant(instant) => {
                let local = calendar.timezone().to_datetime(instant);
                format!("{} {}", self.short_day(local.date()), local.strftime("%H:%M"))
            }
        }
    }

    fn short_day(&self, day: Date) -> String {
        match self.zh {
            true => format!("{}年{}月{}日", day.year(), day.month(), day.day()),
            false => day.strftime("%-d %B %Y").to_string(),
        }
    }

    fn long_day(&self, day: Date) -> String {
        let names = ["一", "二", "三", "四", "五", "六", "日"];
        match self.zh {
            true => format!("{}（星期{}）", self.short_day(day), names[at_week(day.weekday())]),
            false => day.strftime("%A, %-d %B %Y").to_string(),
        }
    }
}

fn at_week(day: Weekday) -> usize {
    day.to_monday_zero_offset() as usize
}

fn days(count: i64) -> String {
    format!("{count} day{}", if count == 1 { "" } else { "s" })
}

fn join_and(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn is_web(link: &str) -> bool {
    let lower = link.to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}
