//! The page of a task or milestone: how it stands, its facts, the letters sent and to come, the answers; and, for whom may
//! answer, the forms (A1, A6).

use serde::Serialize;

use crate::ledger::{Ledger, LetterRow, LetterState};
use crate::letter::text::{clean, cut};
use crate::model::{Answer, AnswerState, Config, PersonIx, When};
use crate::plan::{
    Asked, Audience, Planned, Target, audience, colour, deadline, letter_kind, responsible,
    simulate,
};
use crate::view::{owner_names, unit_name};
use crate::web::pages::forms::{Form, Sent, forms};
use crate::web::pages::scene::{Failure, Frame, Scene};
use crate::web::pages::template::render;
use crate::words::letters::facts;
use crate::words::{Text, letters, lists, pages};

/// So many letters, and so many to come, are listed.
const SENT: usize = 30;
const COMING: usize = 3;

/// So many answers, the newest; so many characters of a detail, so many columns of names.
const ANSWERS: usize = 20;
const DETAIL: usize = 10_000;
const NAMES: usize = 400;

#[derive(Serialize)]
struct TaskView {
    #[serde(flatten)]
    frame: Frame,
    back: Option<String>,
    message: Option<String>,
    wrong: bool,
    title: String,
    id: String,
    colour: &'static str,
    word: &'static str,
    standing: String,
    people: Vec<Person>,
    forms: Vec<Form>,
    action: String,
    token: String,
    facts: Vec<Fact>,
    links: Vec<String>,
    task: Option<Named>,
    milestones: Vec<Step>,
    sent: Vec<Went>,
    coming: Vec<Went>,
    answers: Vec<AnswerRow>,
    /// There are older ones.
    more_answers: bool,
}

#[derive(Serialize)]
struct Person {
    id: String,
    name: String,
    chosen: bool,
}

#[derive(Serialize)]
struct Fact {
    label: &'static str,
    lines: Vec<String>,
}

#[derive(Serialize)]
struct Named {
    name: String,
    href: Option<String>,
}

#[derive(Serialize)]
struct Step {
    colour: &'static str,
    word: &'static str,
    href: String,
    title: String,
    deadline: String,
}

/// A letter that was sent, or is to come.
#[derive(Serialize)]
struct Went {
    when: String,
    letter: String,
    state: &'static str,
    to: String,
    cc: String,
}

#[derive(Serialize)]
struct AnswerRow {
    who: String,
    said: String,
    when: String,
    state: &'static str,
    why: Option<String>,
}

/// Who may answer on the page.
pub(super) struct Answering<'a> {
    pub(super) people: &'a [PersonIx],
    pub(super) asked: Asked,
    /// Where the forms are sent, and what makes them ours.
    pub(super) action: String,
    pub(super) token: String,
    /// What was sent and is wrong.
    pub(super) sent: Option<&'a Sent>,
}

/// What stands around the task.
pub(super) struct Around {
    /// The way up to where the stylesheet is.
    pub(super) root: &'static str,
    /// Where the list is, if there is one.
    pub(super) back: Option<String>,
    /// Tasks and milestones whose pages may be seen.
    pub(super) seen: Vec<Target>,
    /// Whether the whole ledger of the task is shown: a letter's reader sees it, too.
    pub(super) recorded: Option<i64>,
}

/// The page, in HTML.
pub(super) fn task(
    scene: &Scene<'_>,
    target: Target,
    around: &Around,
    answering: Option<&Answering<'_>>,
) -> Result<String, Failure> {
    let config = scene.config;
    let (sent, coming, answers) = scene.reader.read(|ledger| {
        let milestone = target.milestone(config).map(|one| &*one.id);
        let known = ledger.known(&target.task(config).id, milestone)?;
        let coming: Vec<Planned> =
            simulate(config, target, known.clone(), scene.now, jiff::Timestamp::MAX)
                .take(COMING)
                .collect();
        Ok((letters_about(ledger, config, target)?, coming, known.answers))
    })?;
    let subject = target.subject(config);
    let answers: Vec<Answer> =
        answers.iter().filter(|one| one.subject == subject).cloned().collect();
    let colour = colour(config, target, scene.now);
    let (message, wrong) = message(scene, around, answering, &answers);
    let view = TaskView {
        frame: scene.frame(around.root),
        back: around.back.clone(),
        message,
        wrong,
        title: scene.title(target),
        id: target.name(config),
        colour: colour.name(),
        word: lists::colour(colour, scene.language),
        standing: scene.standing(target),
        people: people(config, answering),
        forms: answering.map(|one| forms(scene, target, one.asked, one.sent)).unwrap_or_default(),
        action: answering.map(|one| one.action.clone()).unwrap_or_default(),
        token: answering.map(|one| one.token.clone()).unwrap_or_default(),
        facts: scene.facts(target),
        links: scene.web_links(target),
        task: scene.of_task(target, around),
        milestones: scene.steps(target, around),
        sent: sent.iter().map(|one| scene.went(target, one)).collect(),
        coming: coming.iter().map(|one| scene.comes(one)).collect(),
        answers: answers.iter().rev().take(ANSWERS).map(|one| scene.answer(target, one)).collect(),
        more_answers: answers.len() > ANSWERS,
    };
    Ok(render("task.html", &view)?)
}

/// A letter that told of it, with which time of which stage it was.
struct Told {
    letter: LetterRow,
    nth: u32,
    stage: Option<Box<str>>,
}

/// The letters that told of it and were released, oldest first.
fn letters_about(
    ledger: &Ledger,
    config: &Config,
    target: Target,
) -> Result<Vec<Told>, crate::ledger::LedgerError> {
    let subject = target.subject(config);
    let notices = ledger.notices_about(&subject)?;
    let mut letters = ledger.letters_about(&subject)?;
    letters.retain(|one| {
        matches!(one.state, LetterState::Queued | LetterState::Sent | LetterState::Failed)
    });
    let older = letters.len().saturating_sub(SENT);
    let told = |letter: LetterRow| {
        let own = notices.iter().filter(|one| one.letter.as_deref() == Some(&letter.id));
        let last = own.max_by_key(|one| one.id.occurrence).map(|one| &one.id);
        let nth = last.map_or(0, |id| id.occurrence);
        let stage = last.filter(|id| id.from.stage().is_some()).map(|id| id.stage.clone());
        Told { letter, nth, stage }
    };
    Ok(letters.into_iter().skip(older).map(told).collect())
}

/// A stage's name, if it is words and no key: then it is meant to be read.
fn in_words(stage: &str) -> Option<String> {
    (!stage.is_ascii()).then(|| clean(stage))
}

fn message(
    scene: &Scene<'_>,
    around: &Around,
    answering: Option<&Answering<'_>>,
    answers: &[Answer],
) -> (Option<String>, bool) {
    if let Some(wrong) = answering.and_then(|one| one.sent).and_then(|sent| sent.wrong) {
        return (Some(pages::wrong(wrong, scene.language).to_owned()), true);
    }
    let recorded =
        around.recorded.and_then(|number| answers.iter().find(|one| one.number == number));
    let said = recorded.map(|one| {
        let waits = one.standing.state == AnswerState::Waits;
        pages::recorded(one.number, waits, scene.language)
    });
    (said, false)
}

fn people(config: &Config, answering: Option<&Answering<'_>>) -> Vec<Person> {
    let Some(answering) = answering else { return Vec::new() };
    let chosen = answering.sent.map(|sent| sent.who.as_str());
    let person = |at: &PersonIx| Person {
        id: config[*at].id.to_string(),
        name: clean(&config[*at].name),
        chosen: chosen == Some(&*config[*at].id),
    };
    answering.people.iter().map(person).collect()
}

impl Scene<'_> {
    fn facts(&self, target: Target) -> Vec<Fact> {
        let (config, language) = (self.config, self.language);
        let task = target.task(config);
        let milestone = target.milestone(config);
        let mut all = Vec::new();
        let mut add = |label: Text, lines: Vec<String>| {
            if lines.iter().any(|line| !line.is_empty()) {
                let lines = lines.iter().map(|line| clean(line)).collect();
                all.push(Fact { label: label.said(language), lines });
            }
        };
        let supervisors = responsible(config, target).supervisor.map(|party| {
            let names = config.members(&party).iter().map(|one| config[*one].name.to_string());
            names.collect::<Vec<_>>().join(lists::AND.said(language))
        });
        add(facts::UNIT, unit_name(config, target).map(str::to_owned).into_iter().collect());
        add(facts::OWNER, vec![owner_names(config, target).join(lists::AND.said(language))]);
        add(facts::SUPERVISOR, supervisors.into_iter().collect());
        let words = [&task.source, &task.batch, &task.category];
        let words: Vec<&str> = words.into_iter().flatten().map(|one| &**one).collect();
        add(facts::ORIGIN, vec![words.join(" · ")]);
        let severity = letters::facts::severity(task.severity, language);
        add(pages::SEVERITY, vec![severity.to_owned()]);
        let extended = milestone.map_or(&task.extended, |one| &one.extended);
        let first = milestone.map_or(task.due, |one| one.due);
        let in_force = deadline(config, target);
        let first = (first != in_force).then(|| self.when(target, first));
        let promise = match (&first, extended.len()) {
            (None, 0) => facts::NEVER_EXTENDED.said(language).to_owned(),
            (first, times) => facts::extended(first.as_deref(), times, language),
        };
        add(facts::DEADLINE, vec![self.when(target, in_force), promise]);
        if milestone.is_none() {
            let latest = task.progress().last().map(|one| {
                let text = one.text.as_deref().unwrap_or_default();
                let percent = one.percent.map(|percent| format!("{percent}%")).unwrap_or_default();
                [self.when(target, one.on), percent, text.to_owned()].join(" ")
            });
            add(facts::PROGRESS, latest.into_iter().collect());
            let returned = task.returned().last();
            add(
                facts::RETURNED,
                returned.map(|one| self.when(target, one.on)).into_iter().collect(),
            );
            let evidence = task
                .course
                .as_ref()
                .map(|course| course.evidence.iter().map(|one| one.to_string()).collect());
            add(facts::EVIDENCE, evidence.unwrap_or_default());
        }
        // As in letters: only where the root file says so.
        if let Some(detail) = task.detail.as_ref().filter(|_| config.mail.detail) {
            let mut lines: Vec<String> = Vec::new();
            let kept: String = detail.chars().take(DETAIL).collect();
            lines.extend(kept.lines().map(str::to_owned));
            if kept.len() < detail.len() {
                lines.push("…".to_owned());
            }
            add(facts::DETAIL, lines);
        }
        all
    }

    /// Further reading; only what leads to the web may be followed.
    fn web_links(&self, target: Target) -> Vec<String> {
        let links = target.task(self.config).links.iter();
        let web = links.filter(|one| one.starts_with("https://") || one.starts_with("http://"));
        web.map(|one| clean(one)).collect()
    }

    /// Of a milestone its task.
    fn of_task(&self, target: Target, around: &Around) -> Option<Named> {
        target.milestone?;
        let whole = Target { milestone: None, ..target };
        let href = around.seen.contains(&whole).then(|| self.task_from_task(whole));
        Some(Named { name: self.title(whole), href })
    }

    /// Of a task the milestones that may be seen.
    fn steps(&self, target: Target, around: &Around) -> Vec<Step> {
        let config = self.config;
        let seen =
            around.seen.iter().filter(|one| one.task == target.task && one.milestone.is_some());
        let step = |one: &Target| {
            let colour = colour(config, *one, self.now);
            Step {
                colour: colour.name(),
                word: lists::colour(colour, self.language),
                href: self.task_from_task(*one),
                title: self.title(*one),
                deadline: self.when(*one, deadline(config, *one)),
            }
        };
        seen.filter(|_| target.milestone.is_none()).map(step).collect()
    }

    fn went(&self, target: Target, told: &Told) -> Went {
        let Told { letter, nth, stage } = told;
        let name = |copied: bool| {
            let all = letter.recipients.iter().filter(|one| one.copied == copied);
            self.names(all.map(|one| one.address.as_str()))
        };
        let kind = match letter.kind {
            crate::ledger::Kind::Letter(kind) => lists::letter(kind, self.language),
            _ => "",
        };
        // A letter of a stage's own is called as its stage calls it.
        let own = letter.own_name.as_deref().map(clean);
        let kind = own.as_deref().unwrap_or(kind);
        let state = match letter.state {
            LetterState::Sent => Text::of("已送达", "delivered"),
            LetterState::Failed => Text::of("未能送达", "reached nobody"),
            _ => Text::of("发送中", "on its way"),
        };
        Went {
            when: self.at(target, letter.released.unwrap_or(letter.created)),
            letter: self.of_stage(pages::letter(kind, *nth, self.language), stage.as_deref()),
            state: state.said(self.language),
            to: name(false),
            cc: name(true),
        }
    }

    fn comes(&self, planned: &Planned) -> Went {
        let config = self.config;
        let target = planned.notice.target;
        let day = target.calendar(config).local_date(planned.release);
        let Audience { to, cc, .. } = audience(config, target, planned.notice.stage(config), day);
        let names = |list: &[crate::plan::Addressee]| {
            self.names(list.iter().map(|one| &*one.mailbox.address.0))
        };
        let kind = letter_kind(config, &planned.notice, planned.release);
        Went {
            when: self.at(target, planned.release),
            letter: {
                let stage = planned.notice.stage(config);
                let letter = match stage.own_letter.as_deref() {
                    Some(own) => clean(own),
                    None => lists::letter(kind, self.language).to_owned(),
                };
                self.of_stage(letter, Some(&stage.name))
            },
            state: "",
            to: names(&to),
            cc: names(&cc),
        }
    }

    /// A letter, with its stage where that has a name of the admin's own.
    fn of_stage(&self, letter: String, stage: Option<&str>) -> String {
        match stage.and_then(in_words).filter(|stage| !letter.contains(stage.as_str())) {
            Some(stage) => pages::of_stage(&letter, &stage, self.language),
            None => letter,
        }
    }

    /// Names of people; of whom the files do not know, the domain of the address.
    fn names<'a>(&self, addresses: impl Iterator<Item = &'a str>) -> String {
        let name = |address: &str| {
            let known =
                self.config.people.iter().find(|one| one.email.0.eq_ignore_ascii_case(address));
            match known {
                Some(person) => clean(&person.name),
                None => format!("…@{}", clean(address.rsplit('@').next().unwrap_or_default())),
            }
        };
        cut(&addresses.map(name).collect::<Vec<_>>().join(lists::AND.said(self.language)), NAMES)
    }

    fn answer(&self, target: Target, answer: &Answer) -> AnswerRow {
        AnswerRow {
            who: self.person(&answer.person),
            said: self.said(target, answer),
            when: crate::words::dates::time(
                target.calendar(self.config).timezone(),
                answer.at,
                self.language,
            ),
            state: pages::answer_state(answer.standing.state, self.language),
            why: answer.standing.why.as_deref().map(clean),
        }
    }

    /// `申请延期 2026-12-31 等法院答复`
    fn said(&self, target: Target, answer: &Answer) -> String {
        use crate::model::Verb;
        let mut parts = vec![pages::said(answer.verb.name(), self.language).to_owned()];
        match &answer.verb {
            Verb::Done { on, .. } | Verb::Verified { on, .. } => {
                parts.push(self.when(target, When::Day(*on)));
            }
            Verb::MoreTime { until, .. } => parts.push(self.when(target, *until)),
            Verb::Progress { percent: Some(percent), .. } => parts.push(format!("{percent}%")),
            Verb::NotMine { whose: Some(whose), .. } => parts.push(clean(whose)),
            _ => {}
        }
        parts.extend(answer.verb.words().map(clean));
        if let Verb::Done { evidence, .. } = &answer.verb {
            parts.extend(evidence.iter().map(|one| clean(one)));
        }
        parts.join(" ")
    }
}
