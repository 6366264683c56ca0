//! One task or milestone in a letter: whole, or as a row of a table.

use crate::letter::bounds::{self, ID, NEXT, ROW, UNIT};
use crate::letter::text::{clean, cut};
use crate::letter::view::{ItemView, Link, Writer, days};
use crate::model::{PersonIx, State, UnitIx, When};
use crate::plan::{self, Addressee, Facts, Item};

/// How a task stands, at length and in brief, and in which colour.
pub(crate) struct Status {
    pub(crate) text: String,
    brief: String,
    tone: &'static str,
}

impl Status {
    fn done(brief: &str, text: String) -> Status {
        Status { text, brief: brief.to_owned(), tone: "done" }
    }
}

impl Writer<'_> {
    /// Whether it is open and past its deadline.
    pub(crate) fn is_late(&self, item: &Item) -> bool {
        item.facts.overdue && item.notice.target.task(self.config).state() == State::Open
    }
    /// A task with all that is known of it, in a letter about so many.
    pub(crate) fn item(&self, item: &Item, number: usize, count: usize) -> ItemView {
        let task = item.notice.target.task(self.config);
        let detail = task.detail.as_deref().filter(|_| self.config.mail.detail).unwrap_or_default();
        let Status { text: status, brief, tone } = self.status(item);
        ItemView {
            number,
            id: self.id(item),
            title: self.title(item),
            status,
            brief,
            tone,
            facts: self.facts(item),
            next: self.next(item),
            detail: paragraphs(detail, bounds::DETAIL / count.max(1)),
            links: links(&task.links, bounds::LINKS / count.max(1)),
        }
    }

    /// A task in a row of a table.
    pub(crate) fn row(&self, item: &Item, number: usize) -> ItemView {
        let labels = &self.phrases.labels;
        let Status { text: status, brief, tone } = self.status(item);
        let facts = [
            (
                labels.deadline,
                Some(self.when(item.notice.target.calendar(self.config), item.facts.deadline)),
            ),
            (labels.unit, self.unit(item).map(|unit| cut(&unit, UNIT))),
            (labels.owner, self.people(&item.facts.owners)),
        ];
        ItemView {
            number,
            id: cut(&self.id(item), ID),
            title: cut(&self.title(item), ROW),
            status,
            brief,
            tone,
            facts: facts.into_iter().filter_map(|(label, value)| Some((label, value?))).collect(),
            next: self.next(item).map(|next| cut(&next, NEXT)),
            detail: Vec::new(),
            links: Vec::new(),
        }
    }

    /// The task's title; a milestone's with its task's.
    pub(crate) fn title(&self, item: &Item) -> String {
        let target = item.notice.target;
        let task = clean(&target.task(self.config).title);
        match (self.zh, target.milestone(self.config)) {
            (_, None) => task,
            (true, Some(one)) => format!("{task}（节点：{}）", clean(&one.title)),
            (false, Some(one)) => format!("{task} (milestone: {})", clean(&one.title)),
        }
    }

    /// The task's id, and the milestone's.
    pub(crate) fn id(&self, item: &Item) -> String {
        clean(&item.notice.target.name(self.config))
    }

    fn facts(&self, item: &Item) -> Vec<(&'static str, String)> {
        let task = item.notice.target.task(self.config);
        let labels = &self.phrases.labels;
        let standing = task.every.filter(|_| item.notice.target.milestone.is_none());
        let facts = [
            (labels.deadline, Some(self.deadline(item))),
            (labels.unit, self.unit(item)),
            (labels.owner, self.people(&item.facts.owners)),
            (labels.supervisor, self.people(&item.facts.supervisors)),
            (labels.severity, Some(self.severity(item))),
            (labels.origin, self.origin(item)),
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

    pub(crate) fn unit(&self, item: &Item) -> Option<String> {
        let responsible = crate::plan::responsible(self.config, item.notice.target);
        responsible.unit.map(|unit| self.unit_name(unit))
    }

    pub(crate) fn unit_name(&self, unit: UnitIx) -> String {
        clean(&self.config[unit].name)
    }

    pub(crate) fn people(&self, people: &[PersonIx]) -> Option<String> {
        let names: Vec<String> =
            people.iter().map(|person| clean(&self.config[*person].name)).collect();
        (!names.is_empty()).then(|| bounds::names(&names, bounds::PEOPLE, self.zh))
    }

    pub(crate) fn severity(&self, item: &Item) -> String {
        self.phrases.severity(item.notice.target.task(self.config).severity).to_owned()
    }

    /// Where the task comes from, in the office's words.
    pub(crate) fn origin(&self, item: &Item) -> Option<String> {
        let task = item.notice.target.task(self.config);
        let texts = [&task.source, &task.batch, &task.category];
        let origin: Vec<String> = texts.into_iter().flatten().map(|text| clean(text)).collect();
        (!origin.is_empty()).then(|| origin.join(" · "))
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

    pub(crate) fn status(&self, item: &Item) -> Status {
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
            bounds::names(&names, bounds::PEOPLE, self.zh)
        };
        let (to, cc) = (names(&audience.to), names(&audience.cc));
        Some(match (self.zh, cc.is_empty()) {
            (true, true) => format!("如无变化，将于 {at} 发《{name}》，主送：{to}"),
            (true, false) => format!("如无变化，将于 {at} 发《{name}》，主送：{to}；抄送：{cc}"),
            (false, true) => format!("if nothing changes, {name} on {at} to {to}"),
            (false, false) => format!("if nothing changes, {name} on {at} to {to}, copied to {cc}"),
        })
    }
}

/// So many paragraphs of a task's detail are in a letter, and so many bytes; the rest is in the files.
const PARAGRAPHS: usize = 200;

fn paragraphs(detail: &str, mut room: usize) -> Vec<String> {
    let mut shown: Vec<String> = Vec::new();
    for line in detail.lines().map(clean).filter(|line| !line.trim().is_empty()) {
        if shown.len() == PARAGRAPHS {
            shown.push("\u{2026}".to_owned());
            break;
        }
        if line.len() > room {
            shown.push(cut(&line, room / 3));
            break;
        }
        room -= line.len();
        shown.push(line);
    }
    shown
}

/// The links for which there is room; a link is of use only as a whole.
fn links(links: &[Box<str>], mut room: usize) -> Vec<Link> {
    let mut shown = Vec::new();
    for link in links.iter().map(|link| clean(link)) {
        if link.len() > room {
            shown.push(Link { text: "\u{2026}".to_owned(), web: false });
            break;
        }
        room -= link.len();
        let web = is_web(&link);
        shown.push(Link { text: link, web });
    }
    shown
}
fn is_web(link: &str) -> bool {
    let lower = link.to_ascii_lowercase();
    lower.starts_with("https://") || lower.starts_with("http://")
}
