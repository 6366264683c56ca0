//! What a letter shows, worked out and put into words; templates only arrange it.
//!
//! Every field is text or a list of texts. Text and HTML are filled from one [`View`], so they
//! cannot say different things.

use jiff::Timestamp;
use jiff::civil::{Date, Weekday};
use serde::Serialize;

use crate::letter::attached::Attached;
use crate::letter::bounds::{self, Extent, ROW, UNIT};
use crate::letter::mood::Mood;
use crate::letter::phrases;
use crate::letter::phrases::Phrases;
use crate::letter::text::{clean, cut};
use crate::model::{Calendar, Config, Language, LetterKind, State, When};
use crate::plan::{Addressee, Draft, Item};

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
    /// Whether the tasks are rows of a table.
    pub brief: bool,
    /// The tasks, or the most urgent of them.
    pub items: Vec<ItemView>,
    /// What is not shown, and where it is.
    pub more: Option<String>,
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

/// The view of a draft, as far as it is to be shown; `all` is the attached table, and how many tasks it has.
pub(crate) fn view(
    config: &Config,
    draft: &Draft,
    extent: Extent,
    all: Option<&(Attached, usize)>,
    now: Timestamp,
) -> (View, Figures) {
    let writer = Writer::of(config, draft.language);
    let phrases = writer.phrases;
    let figures = writer.figures(draft);
    let mood = writer.mood(draft);
    let shown = draft.items.iter().take(extent.shown(figures.count));
    let items = shown.enumerate().map(|(at, item)| match extent {
        Extent::Whole => writer.item(item, at + 1, figures.count),
        Extent::Rows(_) => writer.row(item, at + 1),
    });
    let items: Vec<ItemView> = items.collect();
    let calendar = draft.items.first().map(|item| item.notice.target.calendar(config));
    let summary = (figures.count > 1).then(|| writer.summary(&figures, mood));
    let opening = phrases.opening(draft.kind, mood).to_owned();
    let brief = extent != Extent::Whole;
    let view = View {
        language: draft.language.name(),
        name: phrases.name(draft.kind),
        stern: matches!(draft.kind, LetterKind::Supervision | LetterKind::Circular),
        salutation: writer.salutation(&draft.audience.to),
        preview: summary.clone().unwrap_or_else(|| first_line(&items)),
        opening,
        summary,
        brief,
        more: brief.then(|| phrases.more(figures.count, items.len(), all)),
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

fn first_line(items: &[ItemView]) -> String {
    let line = items.first().map(|item| format!("{} · {}", cut(&item.title, ROW), item.status));
    line.unwrap_or_default()
}

/// So many lines say who stands in for whom.
const STAND_INS: usize = 20;

/// Puts a letter into words.
pub(crate) struct Writer<'c> {
    pub(crate) config: &'c Config,
    pub(crate) phrases: &'static Phrases,
    pub(crate) zh: bool,
}

impl<'c> Writer<'c> {
    /// One for a language.
    pub(crate) fn of(config: &'c Config, language: Language) -> Writer<'c> {
        Writer { config, phrases: phrases::of(language), zh: language == Language::ZhCn }
    }
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
        let late = draft.items.iter().filter(|item| self.is_late(item));
        let unit = |item: &Item| crate::plan::responsible(self.config, item.notice.target).unit;
        let (mut units, first) = (draft.items.iter().map(unit), draft.items.first().and_then(unit));
        Figures {
            count: draft.items.len(),
            late: late.clone().count(),
            latest: late.map(|item| -item.facts.days).max().unwrap_or(0),
            unit: first
                .filter(|_| units.all(|unit| unit == first))
                .map(|unit| self.unit_name(unit)),
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
        let shown = bounds::shown(&names, bounds::ADDRESSED);
        match (self.zh, shown.len() == names.len()) {
            (true, true) => format!("{}：", shown.join("、")),
            (false, true) => format!("Dear {},", join_and(&shown)),
            (true, false) => format!("{}：", bounds::names(&names, bounds::ADDRESSED, true)),
            (false, false) => format!("Dear {},", bounds::names(&names, bounds::ADDRESSED, false)),
        }
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
        (!names.is_empty()).then(|| bounds::names(&names, bounds::COPIED, self.zh))
    }

    /// W3: who stands in for whom.
    fn stand_ins(&self, draft: &Draft) -> Vec<String> {
        let everyone = draft.audience.to.iter().chain(&draft.audience.cc);
        let standing = everyone.filter_map(|one| Some((one, one.absent?)));
        standing
            .take(STAND_INS)
            .map(|(one, absent)| {
                let name = |name: &str| cut(&clean(name), UNIT);
                let (here, away) = (name(&one.mailbox.shown()), name(&self.config[absent].name));
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
            bounds::addresses(&shown.collect::<Vec<_>>())
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

    pub(crate) fn when(&self, calendar: &Calendar, when: When) -> String {
        match when {
            When::Day(day) => self.short_day(day),
            When::Instant(instant) => {
                let local = calendar.timezone().to_datetime(instant);
                format!("{} {}", self.short_day(local.date()), local.strftime("%H:%M"))
            }
        }
    }

    pub(crate) fn short_day(&self, day: Date) -> String {
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

pub(crate) fn days(count: i64) -> String {
    format!("{count} day{}", if count == 1 { "" } else { "s" })
}

fn join_and(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
