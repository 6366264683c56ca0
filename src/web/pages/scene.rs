//! What every page starts from: the files in force, the time, who looks, in which language, and what stands around it.

use jiff::Timestamp;
use serde::Serialize;

use crate::letter::text::clean;
use crate::model::{Config, Language, LinkKey, PersonIx};
use crate::plan::{Target, shared_language};
use crate::view::office_zone;
use crate::view::reach::Reach;
use crate::web::pages::query::{Query, address};
use crate::web::pages::reader::{Reader, Unread};
use crate::words::{dates, pages};

/// Who looks at it, and so how much is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Access {
    /// A person: what they answer for, supervise and head.
    Person(PersonIx),
    /// Whoever has the office's link: all.
    Office,
}

#[derive(Clone, Copy)]
pub(super) struct Scene<'a> {
    pub(super) config: &'a Config,
    pub(super) reader: &'a Reader,
    pub(super) key: &'a LinkKey,
    pub(super) now: Timestamp,
    pub(super) language: Language,
    pub(super) query: &'a Query,
    /// The signed part of the link by which they came, and until when it is good.
    pub(super) token: &'a str,
    pub(super) until: Timestamp,
}

/// Why a page cannot be shown.
#[derive(Debug)]
pub(super) enum Failure {
    /// It is not for whoever asks, or is no more: the answer says only that.
    Ended,
    /// The ledger cannot be read, or a template fails.
    Broken(String),
}

impl From<Unread> for Failure {
    fn from(unread: Unread) -> Failure {
        Failure::Broken(unread.0)
    }
}

impl From<minijinja::Error> for Failure {
    fn from(error: minijinja::Error) -> Failure {
        Failure::Broken(error.to_string())
    }
}

/// What stands around every page.
#[derive(Debug, Serialize)]
pub(super) struct Frame {
    language: &'static str,
    other: Other,
    /// The way up to where the stylesheet is.
    root: &'static str,
    issuer: String,
    as_of: String,
    colon: &'static str,
    w: pages::Words,
}

/// The same page in the other language.
#[derive(Debug, Serialize)]
struct Other {
    language: &'static str,
    label: &'static str,
    href: String,
}

impl Scene<'_> {
    /// `root`: the way up to where the stylesheet is.
    pub(super) fn frame(&self, root: &'static str) -> Frame {
        let language = self.language;
        let (other, label) = match language {
            Language::ZhCn => (Language::En, "English"),
            Language::En => (Language::ZhCn, "中文"),
        };
        let zone = office_zone(self.config);
        Frame {
            language: language.name(),
            other: Other {
                language: other.name(),
                label,
                href: self.query.with("lang", Some(other.name())),
            },
            root,
            issuer: clean(&self.config.mail.from.shown()),
            as_of: pages::as_of(&dates::time(&zone, self.now, language), language),
            colon: if language == Language::ZhCn { "：" } else { ": " },
            w: pages::Words::of(language),
        }
    }

    /// Where a task's page is, seen from the list's.
    pub(super) fn task_from_list(&self, target: Target) -> String {
        format!("{}/{}", self.token, self.task_from_task(target))
    }

    /// Where a task's page is, seen from another task's.
    pub(super) fn task_from_task(&self, target: Target) -> String {
        let task = target.task(self.config);
        let mut pairs = vec![("id", &*task.id)];
        pairs.extend(target.milestone(self.config).map(|one| ("milestone", &*one.id)));
        pairs.extend(self.query.one("lang").map(|language| ("lang", language)));
        format!("task{}", address(&pairs))
    }

    /// The task or milestone that the page's address names, if whoever looks may see it.
    pub(super) fn asked_for(&self, access: Access) -> Option<Target> {
        let target = named(self.config, self.query.one("id")?, self.query.one("milestone"))?;
        match access {
            Access::Office => Some(target),
            Access::Person(person) => {
                Reach::of(self.config, person, self.now).sees(target).then_some(target)
            }
        }
    }
}

/// In which language a page opens: the one that is asked for, else that which the people share for whom it is.
pub(super) fn language(config: &Config, query: &Query, people: &[PersonIx]) -> Language {
    let asked = query.one("lang").and_then(Language::from_name);
    asked.unwrap_or_else(|| shared_language(config, people.iter().copied().map(Some)))
}

/// The task, or milestone, of that name.
pub(super) fn named(config: &Config, task: &str, milestone: Option<&str>) -> Option<Target> {
    let task = config.task(task)?;
    let Some(milestone) = milestone else { return Some(Target { task, milestone: None }) };
    let at = config[task].milestones.iter().position(|one| *one.id == *milestone)?;
    Some(Target { task, milestone: Some(at as u32) })
}
