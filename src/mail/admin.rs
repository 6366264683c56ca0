//! Word to the admin (`[admin] to`): a letter failed (L1), recipients were refused (L3), letters
//! are held for a person (L6, L6a). It goes the way of every other letter: recorded, then sent.

use jiff::Timestamp;
use serde::Serialize;

use super::compose::{ComposeError, short_hash};
use super::letters::render_admin;
use super::message::{self, Parts, clean, domain};
use crate::ledger::{Held, Kind, NewLetter};
use crate::model::{Config, Importance, Language, Mailbox};

/// What the admin is told.
#[derive(Debug, Clone)]
pub enum News<'n> {
    /// Nobody has the letter, and nobody will.
    Failed(Troubled<'n>),
    /// Some recipients do not have it; others do, or may still get it.
    Refused(Troubled<'n>),
    /// These letters wait for a person.
    Held(Held, &'n [(String, String)]),
}

/// A letter in trouble.
#[derive(Debug, Clone)]
pub struct Troubled<'n> {
    /// Its id.
    pub letter: &'n str,
    /// Its subject.
    pub subject: &'n str,
    /// Who does not have it, and why.
    pub refused: &'n [(String, String)],
}

/// What the templates see.
#[derive(Debug, Serialize)]
pub(super) struct AdminView {
    language: &'static str,
    title: String,
    opening: String,
    rows: Vec<[String; 2]>,
    steps: Vec<String>,
    signature: String,
}

/// The letter to the admin; `None` where the configuration names none.
pub fn admin_letter(
    config: &Config,
    news: &News<'_>,
    now: Timestamp,
) -> Result<Option<NewLetter>, ComposeError> {
    if config.admin.is_empty() {
        return Ok(None);
    }
    let view = view(config, news);
    let (text, html) = render_admin(&view)?;
    let prefix = config.mail.subject_prefix.as_deref().map(clean);
    let subject = match prefix {
        Some(prefix) => format!("{} {}", prefix.trim(), view.title),
        None => view.title.clone(),
    };
    let domain = domain(&config.mail.from);
    let id = short_hash(&identity(news));
    let message_id = format!("{id}@{domain}");
    let to: Vec<&Mailbox> = match &config.mail.redirect {
        Some(redirect) => vec![redirect],
        None => config.admin.iter().collect(),
    };
    let bytes = message::message(Parts {
        id: &id,
        message_id: &message_id,
        threads: Vec::new(),
        from: &config.mail.from,
        reply_to: None,
        to: to.clone(),
        cc: Vec::new(),
        subject: &subject,
        importance: Importance::High,
        text,
        html,
        now,
    })?;
    Ok(Some(NewLetter {
        id,
        message_id,
        kind: Kind::Admin,
        language: config.language,
        importance: Importance::High,
        subject,
        sender: config.mail.from.address.to_string(),
        recipients: to.into_iter().map(|one| one.address.to_string()).collect(),
        bytes,
        held: None,
    }))
}

/// The same news gives the same letter.
fn identity(news: &News<'_>) -> String {
    let list = |rows: &[(String, String)]| {
        let names: Vec<&str> = rows.iter().map(|(name, _)| name.as_str()).collect();
        names.join("\n")
    };
    match news {
        News::Failed(trouble) => format!("admin\nfailed\n{}", trouble.letter),
        News::Refused(trouble) => {
            format!("admin\nrefused\n{}\n{}", trouble.letter, list(trouble.refused))
        }
        News::Held(_, letters) => format!("admin\nheld\n{}", list(letters)),
    }
}

fn view(config: &Config, news: &News<'_>) -> AdminView {
    let zh = config.language == Language::ZhCn;
    let pick = |chinese: String, english: String| if zh { chinese } else { english };
    let (title, opening, rows, steps): (_, _, &[(String, String)], _) = match news {
        News::Failed(trouble) => (
            pick("函件未能送达".into(), "A letter could not be delivered".into()),
            pick(
                format!("函件 {}《{}》没有送达任何收件人，不再重试。", trouble.letter, clean(trouble.subject)),
                format!("Letter {} (\u{201c}{}\u{201d}) reached nobody and is not tried again.", trouble.letter, clean(trouble.subject)),
            ),
            trouble.refused,
            trouble_steps(trouble, zh),
        ),
        News::Refused(trouble) => (
            pick("部分收件人拒收函件".into(), "Recipients were refused".into()),
            pick(
                format!("函件 {}《{}》被下列收件人的邮件服务器拒收，不再重试；其他收件人不受影响。", trouble.letter, clean(trouble.subject)),
                format!("Letter {} (\u{201c}{}\u{201d}) was refused for the recipients below and is not tried again for them. The others are not affected.", trouble.letter, clean(trouble.subject)),
            ),
            trouble.refused,
            trouble_steps(trouble, zh),
        ),
        News::Held(Held::Ask, letters) => (
            pick(format!("{} 份函件待批", letters.len()), format!("Letters that wait for your word: {}", letters.len())),
            pick("下列函件按督办规则须经人工批准，已拟好，尚未发出。".into(), "The policy asks before these letters go. They are written, and have not been sent.".into()),
            letters,
            held_steps(zh),
        ),
        News::Held(Held::Guard, letters) => (
            pick(format!("{} 份函件已暂扣", letters.len()), format!("Letters held back: {}", letters.len())),
            pick(
                format!(
                    "一次巡检拟发 {} 份函件，超过上限 {}（guard.max-letters），已全部暂扣，一份未发。请先核对系统时间，以及任务文件是否被整体改写或覆盖。",
                    letters.len(), config.guard.max_letters
                ),
                format!(
                    "One sweep would have sent {} letters, more than guard.max-letters = {}. All of them are held, and none was sent. Look first at the clock, and whether the task files were rewritten or replaced as a whole.",
                    letters.len(), config.guard.max_letters
                ),
            ),
            letters,
            held_steps(zh),
        ),
    };
    let shown = rows.iter().take(SHOWN).map(|(name, said)| [clean(name), clean(said)]);
    let mut shown: Vec<[String; 2]> = shown.collect();
    if rows.len() > SHOWN {
        let more = rows.len() - SHOWN;
        shown.push([pick(format!("另有 {more} 份"), format!("and {more} more")), String::new()]);
    }
    let signature = clean(&config.mail.from.shown());
    AdminView { language: config.language.name(), title, opening, rows: shown, steps, signature }
}

/// So many lines a letter to the admin lists.
const SHOWN: usize = 100;

fn trouble_steps(trouble: &Troubled<'_>, zh: bool) -> Vec<String> {
    let id = trouble.letter;
    match zh {
        true => vec![
            format!("duban show {id}    查看原函，可据此另行通知收件人"),
            "在人员文件中改正邮箱地址，以后的函件即按新地址发出".to_owned(),
        ],
        false => vec![
            format!("duban show {id}    shows the letter, to tell its recipients by other means"),
            "correct the address in the people's file: later letters go to the new one".to_owned(),
        ],
    }
}

fn held_steps(zh: bool) -> Vec<String> {
    let steps = match zh {
        true => [
            "duban show 函号       查看函件",
            "duban release 函号    放行（--all 全部放行）",
            "duban discard 函号    作废（--all 全部作废）",
        ],
        false => [
            "duban show LETTER       shows a letter",
            "duban release LETTER    lets it go (--all: all of them)",
            "duban discard LETTER    settles it unsent (--all: all of them)",
        ],
    };
    steps.map(str::to_owned).to_vec()
}
