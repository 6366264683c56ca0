//! A form that was sent, as an answer for the ledger; and the page by which it was sent (A1, A6).

use crate::ledger::LedgerError;
use crate::model::{Config, NewAnswer, PersonIx, Subject, Way};
use crate::plan::{
    Addressed, Answerers, Asked, NoticeId, Target, answered_cycle, answerers, asked_of,
};
use crate::view::reach::Reach;
use crate::web::pages::forms::{self, Sent};
use crate::web::pages::query::Query;
use crate::web::pages::scene::{self, Access, Failure, Scene};
use crate::web::pages::task::{self, Answering, Around};
use crate::words::pages::Wrong;

/// Where answers come from.
#[derive(Debug, Clone)]
pub(super) enum Door {
    /// The link of a letter.
    Letter { letter: Box<str>, subject: Subject },
    /// A task's page of a person or of the office.
    Page(Access),
}

/// What is answered to a request for a task's page.
pub(super) enum Outcome {
    Page(String),
    /// Something in the form is wrong: the page again, with what was sent.
    Wrong(String),
    /// To be recorded.
    Record(NewAnswer),
    /// The form is none of ours, or was open for too long.
    NoForm,
}

/// Who may answer by this door, and what.
struct May {
    target: Target,
    people: Vec<PersonIx>,
    asked: Option<Asked>,
}

/// The page, or what a form on it says. `page` is the address that the form's token is signed for.
pub(super) fn serve(
    scene: &Scene<'_>,
    door: &Door,
    page: &str,
    nonce: [u8; 16],
    form: Option<&Query>,
) -> Result<Outcome, Failure> {
    let may = may(scene, door)?;
    let language = scene::language(scene.config, scene.query, &may.people);
    let scene = &Scene { language, ..*scene };
    let mut wrong = None;
    if let Some(form) = form {
        let ours =
            form.one("form").is_some_and(|token| scene.key.verify_form(token, page, scene.now));
        let said = may.asked.and_then(|asked| forms::said(scene, may.target, asked, form));
        let (true, Some(said)) = (ours, said) else { return Ok(Outcome::NoForm) };
        let who = form.one("as").unwrap_or_default();
        let person = may.people.iter().find(|one| *scene.config[**one].id == *who);
        let refused = match (said, person) {
            (Ok(verb), Some(person)) => {
                let person = scene.config[*person].id.clone();
                return Ok(Outcome::Record(NewAnswer {
                    subject: may.target.subject(scene.config),
                    cycle: answered_cycle(scene.config, may.target),
                    person,
                    verb,
                    way: way(door),
                    nonce: Some(same(scene, page, form).into()),
                }));
            }
            (_, None) => Wrong::Who,
            (Err(wrong), _) => wrong,
        };
        wrong = Some(Sent { query: form.clone(), who: who.to_owned(), wrong: Some(refused) });
    }
    let answering = may.asked.map(|asked| Answering {
        people: &may.people,
        asked,
        action: String::new(),
        token: scene.key.sign_form(page, nonce, scene.now),
        sent: wrong.as_ref(),
    });
    let around = around(scene, door, may.target);
    let html = task::task(scene, may.target, &around, answering.as_ref())?;
    Ok(if wrong.is_some() { Outcome::Wrong(html) } else { Outcome::Page(html) })
}

fn way(door: &Door) -> Way {
    match door {
        Door::Letter { letter, .. } => Way::Link { letter: letter.clone() },
        Door::Page(_) => Way::Page,
    }
}

/// The same form sent twice is one answer; another text in it is another.
fn same(scene: &Scene<'_>, page: &str, form: &Query) -> String {
    let fields: Vec<String> =
        form.pairs().map(|(name, value)| format!("{name:?}={value:?}")).collect();
    scene.key.tag(&format!("answer {page}\n{}", fields.join("\n")))
}

fn may(scene: &Scene<'_>, door: &Door) -> Result<May, Failure> {
    match door {
        Door::Letter { letter, subject } => {
            let Answerers { target, people, asked } = by_letter(scene, letter, subject)?;
            Ok(May { target, people, asked: Some(asked) })
        }
        Door::Page(access) => {
            let target = scene.asked_for(*access).ok_or(Failure::Ended)?;
            let Access::Person(person) = *access else {
                return Ok(May { target, people: Vec::new(), asked: None });
            };
            let asked = asked_of(scene.config, target, person, scene.now);
            Ok(May { target, people: vec![person], asked })
        }
    }
}

/// Whom the letter's link lets answer; nobody, and it has ended.
fn by_letter(scene: &Scene<'_>, letter: &str, subject: &Subject) -> Result<Answerers, Failure> {
    let config = scene.config;
    // Every letter goes to one mailbox then, and none of its links acts (A1).
    let links = config.web.as_ref().is_some_and(|web| web.links) && config.mail.redirect.is_none();
    let found = scene.reader.read(|ledger| {
        let Some(row) = ledger.letter_row(letter)? else { return Ok::<_, LedgerError>(None) };
        Ok(Some((row, ledger.notices_in(letter)?)))
    })?;
    let (row, notices) = found.filter(|_| links).ok_or(Failure::Ended)?;
    let about: Vec<NoticeId> =
        notices.into_iter().map(|one| one.id).filter(|id| id.subject == *subject).collect();
    let to = row.recipients.iter().filter(|one| !one.copied);
    let to: Vec<&str> = to.map(|one| one.address.as_str()).collect();
    let letter = Addressed { notices: &about, to: &to, written: row.created };
    answerers(config, &letter, scene.now).ok_or(Failure::Ended)
}

fn around(scene: &Scene<'_>, door: &Door, target: Target) -> Around {
    let recorded = scene.query.one("recorded").and_then(|number| number.parse().ok());
    let back = || {
        let lang = scene.query.one("lang").map(|lang| ("lang", lang));
        let lang: Vec<(&str, &str)> = lang.into_iter().collect();
        format!(
            "../{}{}",
            scene.token,
            if lang.is_empty() { String::new() } else { super::query::address(&lang) }
        )
    };
    match door {
        Door::Letter { .. } => Around { root: "../", back: None, seen: Vec::new(), recorded },
        Door::Page(access) => Around {
            root: "../../",
            back: Some(back()),
            seen: seen(scene.config, *access, target, scene),
            recorded,
        },
    }
}

/// The task and its milestones, as far as they may be seen.
fn seen(config: &Config, access: Access, target: Target, scene: &Scene<'_>) -> Vec<Target> {
    let all = Target::of(config, target.task);
    match access {
        Access::Office => all.collect(),
        Access::Person(person) => {
            let reach = Reach::of(config, person, scene.now);
            all.filter(|one| reach.sees(*one)).collect()
        }
    }
}
