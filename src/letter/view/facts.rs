//! The facts of one task, and those that many share.

use std::collections::BTreeMap;

use crate::letter::bounds::{DETAIL, LINKS, ROW};
use crate::letter::text::{clean, cut};
use crate::letter::view::data::{Detail, Fact, Link, Section};
use crate::letter::view::writer::Writer;
use crate::model::{Answer, Extension, LetterKind, PersonIx, State, Verb, When};
use crate::plan::{self, Item};
use crate::words::Text;
use crate::words::letters::facts;
use crate::words::letters::{dates, list};

/// So many extensions are told one by one, the latest; so many lines of evidence; so much of what somebody wrote.
const EXTENSIONS: usize = 3;
const EVIDENCE: usize = 10;
const WRITTEN: usize = 300;

/// So many paragraphs of a task's detail are in a letter; the rest is in the files.
const PARAGRAPHS: usize = 200;

impl Writer<'_> {
    /// All facts of one task.
    pub(crate) fn facts(&self, item: &Item) -> Section {
        let mut all = Vec::new();
        let mut add = |label: Text, lines: Vec<String>| {
            if lines.iter().any(|line| !line.is_empty()) {
                all.push(Fact { label: label.said(self.language).to_owned(), lines });
            }
        };
        add(facts::UNIT, self.unit_with_head(item).into_iter().collect());
        add(facts::OWNER, self.present(&item.facts.owners, item).into_iter().collect());
        add(facts::SUPERVISOR, self.present(&item.facts.supervisors, item).into_iter().collect());
        add(facts::ORIGIN, self.origin(item).into_iter().collect());
        add(facts::DEADLINE, self.promises(item));
        add(facts::STANDING, self.standing_task(item).into_iter().collect());
        add(facts::HOLD, self.holds(item));
        add(facts::PROGRESS, self.progress(item).into_iter().collect());
        add(facts::RETURNED, self.returns(item));
        add(facts::DONE, self.done(item).into_iter().collect());
        add(facts::EVIDENCE, self.evidence(item));
        Section { title: facts::TASK.said(self.language).to_owned(), facts: all }
    }

    /// What many tasks share, said once.
    pub(crate) fn shared(&self) -> Option<Section> {
        let all = [
            (facts::UNIT, self.same(|item| self.unit_with_head(item))),
            (facts::OWNER, self.same(|item| self.present(&item.facts.owners, item))),
            (facts::SUPERVISOR, self.same(|item| self.present(&item.facts.supervisors, item))),
            (facts::ORIGIN, self.same(|item| self.origin(item))),
            (facts::DEADLINE, self.same(|item| Some(self.deadline_in_full(item)))),
        ];
        let shared = all.into_iter().filter_map(|(label, value)| {
            let label = label.said(self.language).to_owned();
            Some(Fact { label, lines: vec![value?] })
        });
        let shared: Vec<Fact> = shared.collect();
        let title = facts::SHARED.said(self.language).to_owned();
        (!shared.is_empty()).then_some(Section { title, facts: shared })
    }

    /// A value that is the same for all tasks of the letter.
    pub(crate) fn same(&self, of: impl Fn(&Item) -> Option<String>) -> Option<String> {
        let mut values = self.draft.items.iter().map(of);
        let first = values.next()??;
        values.all(|value| value.as_ref() == Some(&first)).then_some(first)
    }

    fn unit_with_head(&self, item: &Item) -> Option<String> {
        let unit = self.unit(item)?;
        let heads = plan::head(self.config, unit);
        let heads = heads.as_ref().map_or(&[][..], |party| self.config.members(party));
        // Who owns the task is named as its owner.
        let heads: Vec<PersonIx> =
            heads.iter().copied().filter(|head| !item.facts.owners.contains(head)).collect();
        let heads = self.people(&heads).unwrap_or_default();
        Some(facts::unit(&cut(&self.unit_name(unit), ROW), &heads, self.language))
    }

    /// Names; of those who are away, who stands in (W3).
    fn present(&self, people: &[PersonIx], item: &Item) -> Option<String> {
        let today = item.facts.today;
        let named = people.iter().map(|person| {
            let name = self.name(*person);
            let present = plan::stand_in(self.config, *person, today);
            let away = self.config[*person].away.iter().any(|away| away.covers(today));
            let stand_in = (present != *person).then(|| self.name(present));
            match away {
                true => facts::away(&name, stand_in.as_deref(), self.language),
                false => name,
            }
        });
        let named: Vec<String> = named.collect();
        (!named.is_empty()).then(|| self.names(&named, crate::letter::bounds::PEOPLE))
    }

    fn deadline_in_full(&self, item: &Item) -> String {
        dates::when(self.calendar(item), item.facts.deadline, i16::MIN, self.language)
    }

    /// The extensions of a task or milestone.
    pub(crate) fn extensions(&self, item: &Item) -> &[Extension] {
        let target = item.notice.target;
        match target.milestone(self.config) {
            Some(milestone) => &milestone.extended,
            None => &target.task(self.config).extended,
        }
    }

    /// The deadline in force; the first promise, and every time that more was given.
    fn promises(&self, item: &Item) -> Vec<String> {
        let (target, language) = (item.notice.target, self.language);
        let task = target.task(self.config);
        let first = target.milestone(self.config).map_or(task.due, |one| one.due);
        let extended = self.extensions(item);
        let in_force = self.deadline_in_full(item);
        let standing = task.every.is_some() && target.milestone.is_none();
        if extended.is_empty() {
            let never = facts::NEVER_EXTENDED.said(language);
            return match standing || first != item.facts.deadline || !self.is_open(item) {
                true => vec![in_force],
                false => vec![list(&[in_force, never.to_owned()], language).replace('、', "，")],
            };
        }
        let first = (!standing).then(|| self.date(item, first));
        let mut lines = vec![in_force, facts::extended(first.as_deref(), extended.len(), language)];
        let shown = extended.len().saturating_sub(EXTENSIONS);
        lines.extend(extended[shown..].iter().map(|one| self.extension(item, one)));
        if shown > 0 {
            lines.push(facts::earlier_extensions(shown, language));
        }
        lines
    }

    fn extension(&self, item: &Item, one: &Extension) -> String {
        let on = one.on.map(|on| self.date(item, on));
        let by = one.by.as_deref().map(|by| self.name_of(by));
        let reason = one.reason.as_deref().map(|reason| cut(&clean(reason), WRITTEN));
        let to = match one.to {
            When::Day(_) => self.date(item, one.to),
            When::Instant(_) => self.when(item, one.to),
        };
        facts::extension(on.as_deref(), &to, by.as_deref(), reason.as_deref(), self.language)
    }

    fn standing_task(&self, item: &Item) -> Option<String> {
        let target = item.notice.target;
        let every = target.task(self.config).every.filter(|_| target.milestone.is_none())?;
        Some(facts::every(every, self.language))
    }

    fn holds(&self, item: &Item) -> Vec<String> {
        let date = |day| self.date(item, When::Day(day));
        let holds = plan::holds(self.config, item.notice.target);
        let mut said: Vec<String> = holds
            .map(|hold| {
                let from = hold.from.map(date);
                let reason = hold.reason.as_deref().map(|reason| cut(&clean(reason), WRITTEN));
                let until = date(hold.until);
                let stops = hold.stops_clock;
                facts::hold(from.as_deref(), &until, reason.as_deref(), stops, self.language)
            })
            .collect();
        let first = said.len().saturating_sub(EXTENSIONS);
        said.split_off(first)
    }

    fn entry(
        &self,
        item: &Item,
        on: When,
        words: [Option<&str>; 2],
        percent: Option<u8>,
    ) -> String {
        let [by, text] = words;
        let by = by.map(|by| self.name_of(by));
        let text = text.map(|text| cut(&clean(text), WRITTEN));
        let on = self.date(item, on);
        facts::entry(&on, by.as_deref(), text.as_deref(), percent, self.language)
    }

    fn progress(&self, item: &Item) -> Option<String> {
        let task = item.notice.target.task(self.config);
        let calendar = self.calendar(item);
        let latest = task.progress().iter().max_by_key(|entry| calendar.day_of(entry.on));
        let answers = item.facts.answers.iter().filter(|one| plan::is_progress(one));
        let answered = answers.max_by_key(|one| one.at);
        let written = latest.map(|entry| calendar.day_of(entry.on));
        // What was reported by an answer stands here until the files tell of something later.
        if let Some(Answer { person, verb: Verb::Progress { text, percent }, at, .. }) = answered {
            let day = calendar.local_date(*at);
            if written.is_none_or(|written| written < day) {
                let words = [Some(&**person), text.as_deref()];
                return Some(self.entry(item, When::Day(day), words, *percent));
            }
        }
        let latest = latest?;
        let words = [latest.by.as_deref(), latest.text.as_deref()];
        Some(self.entry(item, latest.on, words, latest.percent))
    }

    /// The latest return; in the letter about it all, for their reasons.
    fn returns(&self, item: &Item) -> Vec<String> {
        let returned = item.notice.target.task(self.config).returned();
        let shown = if self.kind() == LetterKind::Returned { EXTENSIONS } else { 1 };
        let first = returned.len().saturating_sub(shown);
        let said = returned[first..]
            .iter()
            .rev()
            .map(|one| self.entry(item, one.on, [one.by.as_deref(), one.reason.as_deref()], None));
        said.collect()
    }

    fn done(&self, item: &Item) -> Option<String> {
        let task = item.notice.target.task(self.config);
        let done = task.done.filter(|_| task.state() != State::Open)?;
        Some(dates::when(self.calendar(item), done, i16::MIN, self.language))
    }

    fn evidence(&self, item: &Item) -> Vec<String> {
        let evidence = item.notice.target.task(self.config).evidence();
        let mut lines: Vec<String> =
            evidence.iter().take(EVIDENCE).map(|one| cut(&clean(one), WRITTEN)).collect();
        if evidence.len() > EVIDENCE {
            lines.push("\u{2026}".to_owned());
        }
        lines
    }

    /// Details and links of the tasks, where there are any and the configuration shows them.
    pub(crate) fn details(&self) -> Vec<Detail> {
        let count = self.draft.items.len().max(1);
        let details = self.draft.items.iter().enumerate().map(|(at, item)| {
            let task = item.notice.target.task(self.config);
            let detail = task.detail.as_deref().filter(|_| self.config.mail.detail);
            Detail {
                title: match self.one() {
                    Some(_) => facts::DETAIL.said(self.language).to_owned(),
                    None => format!("{}. {}", at + 1, cut(&self.title(item), ROW)),
                },
                paragraphs: paragraphs(detail.unwrap_or_default(), DETAIL / count),
                links: links(&task.links, LINKS / count),
            }
        });
        details.filter(|one| !one.paragraphs.is_empty() || !one.links.is_empty()).collect()
    }

    /// The task's own columns, for templates of the admin's own.
    pub(crate) fn fields(&self, item: &Item) -> BTreeMap<String, String> {
        let fields = item.notice.target.task(self.config).fields();
        fields.iter().map(|(name, value)| (clean(name), clean(value))).collect()
    }

    /// What tells a task from others, beside its id.
    pub(crate) fn about(&self, item: &Item) -> Vec<String> {
        let task = item.notice.target.task(self.config);
        let severity = facts::severity(task.severity, self.language);
        let unit = self.unit(item).map(|unit| cut(&self.unit_name(unit), ROW));
        unit.into_iter().chain([facts::with_severity(severity, self.language)]).collect()
    }
}

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
