//! Word to the admin (`[admin] to`): recipients will not get a letter (L1, L3), nothing can leave,
//! letters or an edit wait for a person (L6, L6a), tasks are gone, files are refused (R1). It goes the way of every other
//! letter: recorded, then sent.

use jiff::Timestamp;

use crate::channels::email::admin_text::{Said, owned};
use crate::channels::email::compose::{ComposeError, PREFIX, short_hash};
use crate::channels::email::edit_news;
use crate::channels::email::mime;
use crate::channels::email::mime::{Parts, domain};
use crate::channels::email::unwritten_news;
use crate::compare::{Change, Facts, Name};
use crate::config::Refusal;
use crate::ledger::{
    Held, Kind, LetterRow, NewLetter, Refusing, RelayTrouble, Undelivered, Unwritten,
};
use crate::letter::admin_view::AdminView;
use crate::letter::render_admin;
use crate::letter::text::{clean, cut};
use crate::model::{Config, Importance, Language, Mailbox};
use crate::words::cures;

/// What the admin is told.
#[derive(Debug, Clone)]
pub enum AdminNotice<'n> {
    /// These recipients will not get a letter.
    Undelivered(&'n [Undelivered]),
    /// These letters, by id and subject, wait for a person.
    Held(Held, &'n [(String, String)]),
    /// These letters, and an edit found then, still wait for a person.
    StillHeld {
        /// The letters.
        letters: &'n [LetterRow],
        /// When the edit was found, if one waits.
        edit: Option<Timestamp>,
    },
    /// An edit changed so many tasks that a person has to look at it (L8).
    HeldEdit {
        /// What it changes.
        changes: &'n [Change],
        /// How many changes wait in all.
        waits: usize,
        /// How many are taken as meant.
        limit: usize,
    },
    /// Open tasks are gone from the files.
    Gone(&'n [(Name, Facts)]),
    /// Many open tasks were closed or put on hold at once (L8).
    Settled(&'n [(Name, Facts)]),
    /// Files do not check, and their last good versions stay in force.
    Refused(&'n Refusal),
    /// All files are in force again, which were not since then.
    InForce(Timestamp),
    /// Nothing can leave.
    RelayDown(&'n RelayTrouble),
    /// Letters about these cannot be written.
    Unwritten(&'n [Unwritten]),
    /// All letters can be written, which was not so since then.
    WrittenAgain(Timestamp),
    /// A letter was taken, after many were refused; those, by id and subject, nobody has.
    TakenAgain(&'n Refusing, &'n [(String, String)]),
    /// Letters leave again.
    RelayUp(&'n RelayTrouble),
}

/// The letter to the admin; `None` where the configuration names none.
pub fn admin_letter(
    config: &Config,
    news: &AdminNotice<'_>,
    now: Timestamp,
) -> Result<Option<NewLetter>, ComposeError> {
    if config.admin.is_empty() {
        return Ok(None);
    }
    let view = view(config, news, now);
    let (text, html) = render_admin(&view)?;
    let prefix = config.mail.subject_prefix.as_deref().map(clean);
    let subject = match prefix {
        Some(prefix) => format!("{} {}", cut(prefix.trim(), PREFIX), view.title),
        None => view.title.clone(),
    };
    let domain = domain(&config.mail.from);
    let id = short_hash(&format!("admin\n{now}\n{}\n{:?}", view.title, view.rows));
    let message_id = format!("{id}@{domain}");
    let to: Vec<&Mailbox> = match &config.mail.redirect {
        Some(redirect) => vec![redirect],
        None => config.admin.iter().collect(),
    };
    let bytes = mime::message(Parts {
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
        attachment: None,
        now,
    })?;
    Ok(Some(NewLetter {
        id,
        message_id,
        kind: Kind::Admin,
        language: config.language,
        importance: order(news),
        subject,
        sender: config.mail.from.address.to_string(),
        addressed: to.len(),
        recipients: to.into_iter().map(|one| one.address.to_string()).collect(),
        bytes,
        held: None,
    }))
}

/// The order in which letters leave. Word of files passes no reminder: it may come each time that one is saved.
fn order(news: &AdminNotice<'_>) -> Importance {
    match news {
        AdminNotice::Refused(_) | AdminNotice::InForce(_) | AdminNotice::Gone(_) => Importance::Low,
        _ => Importance::High,
    }
}

fn view(config: &Config, news: &AdminNotice<'_>, now: Timestamp) -> AdminView {
    let zh = config.language == Language::ZhCn;
    let said = match news {
        AdminNotice::Undelivered(list) => undelivered(list, zh),
        AdminNotice::Held(why, letters) => held(config, *why, letters, now, zh),
        AdminNotice::StillHeld { letters, edit } => still_held(config, letters, *edit, zh),
        AdminNotice::HeldEdit { changes, waits, limit } => {
            edit_news::held(changes, *waits, *limit, zh)
        }
        AdminNotice::Gone(gone) => edit_news::gone(gone, zh),
        AdminNotice::Settled(settled) => edit_news::settled(settled, zh),
        AdminNotice::Refused(refusal) => refused(refusal, zh),
        AdminNotice::InForce(since) => in_force(config, *since, zh),
        AdminNotice::RelayDown(trouble) => relay_down(config, trouble, zh),
        AdminNotice::Unwritten(all) => {
            let since = all.first().map_or(now, |first| first.since);
            unwritten_news::unwritten(all, &local(config, since), zh)
        }
        AdminNotice::WrittenAgain(since) => {
            unwritten_news::written_again(&local(config, *since), zh)
        }
        AdminNotice::TakenAgain(refusing, letters) => {
            taken_again(config, refusing, letters, now, zh)
        }
        AdminNotice::RelayUp(trouble) => relay_up(config, trouble, now, zh),
    };
    let shown = said
        .rows
        .iter()
        .take(SHOWN)
        .map(|(name, said)| [cut(&clean(name), CELL), cut(&clean(said), CELL)]);
    let mut rows: Vec<[String; 2]> = shown.collect();
    if said.rows.len() > SHOWN {
        let more = said.rows.len() - SHOWN;
        let more = if zh { format!("另有 {more} 项") } else { format!("and {more} more") };
        rows.push([more, String::new()]);
    }
    AdminView {
        language: config.language.name(),
        title: said.title,
        opening: said.opening,
        rows,
        steps: said.steps,
        signature: clean(&config.mail.from.shown()),
    }
}

/// So many lines a letter to the admin lists, each of two texts with so many columns at most.
const SHOWN: usize = 100;
const CELL: usize = 400;

fn undelivered(list: &[Undelivered], zh: bool) -> Said {
    let nobody = list.iter().any(|one| one.failed);
    let title = match (nobody, zh) {
        (true, true) => "函件未能送达",
        (true, false) => "Letters could not be delivered",
        (false, true) => "部分收件人拒收函件",
        (false, false) => "Recipients were refused",
    };
    let opening = match (nobody, zh) {
        (true, true) => "下列收件人收不到函件，不再重试；注明「无人收到」的函件没有送达任何人。",
        (true, false) => {
            "The recipients below will not get their letters, and are not tried again. A letter marked \u{201c}nobody\u{201d} reached nobody at all."
        }
        (false, true) => "下列收件人收不到函件，不再重试；同一函件的其他收件人不受影响。",
        (false, false) => {
            "The recipients below will not get their letters, and are not tried again. The other recipients of the same letters are not affected."
        }
    };
    let row = |one: &Undelivered| {
        let Undelivered { letter, subject, address, answer, failed, .. } = one;
        let who = match (failed, zh) {
            (true, true) => format!("{address}（无人收到）"),
            (true, false) => format!("{address} (nobody)"),
            (false, _) => address.clone(),
        };
        let about = if zh {
            format!("函件 {letter}《{subject}》")
        } else {
            format!("letter {letter}, \u{201c}{subject}\u{201d}")
        };
        (who, format!("{about}: {answer}"))
    };
    let steps: &[&str] = match zh {
        true => &[
            "duban show 函号     查看原函，可据此另行通知收件人",
            "在人员文件中改正邮箱地址，以后的函件即按新地址发出",
            "duban retry 函号    原函向未收到的人再发一次（原地址）",
        ],
        false => &[
            "duban show LETTER     shows the letter, to tell its recipients by other means",
            "correct the address in the people's file: later letters go to the new one",
            "duban retry LETTER    sends it once more to those who do not have it, at the same address",
        ],
    };
    Said {
        title: title.to_owned(),
        opening: opening.to_owned(),
        rows: list.iter().map(row).collect(),
        steps: owned(steps),
    }
}

fn held(
    config: &Config,
    why: Held,
    letters: &[(String, String)],
    now: Timestamp,
    zh: bool,
) -> Said {
    let count = letters.len();
    let most = config.guard.max_letters;
    let title = match (why, zh) {
        (Held::Ask, true) => format!("{count} 份函件待批"),
        (Held::Ask, false) => format!("Letters that wait for your word: {count}"),
        (_, true) => format!("{count} 份函件已暂扣"),
        (_, false) => format!("Letters held back: {count}"),
    };
    let opening = match (why, zh) {
        (Held::Ask, true) => "下列函件按督办规则须经人工批准，已拟好，尚未发出。".to_owned(),
        (Held::Ask, false) => {
            "The policy asks before these letters go. They are written, and have not been sent.".to_owned()
        }
        (Held::Guard, true) => format!(
            "一次巡检拟发 {count} 份函件，超过上限 {most}（guard.max-letters），已全部暂扣，一份未发。请先核对系统时间，以及任务文件是否被整体改写或覆盖。"
        ),
        (Held::Guard, false) => format!(
            "One sweep would have sent {count} letters, more than guard.max-letters = {most}. All of them are held, and none was sent. Look first at the clock, and whether the task files were rewritten or replaced as a whole."
        ),
        (Held::Changes, true) => {
            "下列函件涉及尚待确认的批量改动（guard.max-changes），已暂扣，一份未发。".to_owned()
        }
        (Held::Changes, false) => {
            "These letters follow from the large edit that waits for your word (guard.max-changes). They are held, and none was sent.".to_owned()
        }
    };
    let sweep = sweep_name(now);
    let steps = match (why, zh) {
        (Held::Changes, true) => vec![
            "duban show 函号               查看函件".to_owned(),
            "duban release --changes       改动无误：认可改动并放行这些函件".to_owned(),
            "duban discard --changes       改动无误，但这些函件不发".to_owned(),
            "改动有误：恢复原文件，这些函件自动撤回".to_owned(),
        ],
        (Held::Changes, false) => vec![
            "duban show LETTER           shows a letter".to_owned(),
            "duban release --changes     the edit is meant: takes it, and lets these letters go"
                .to_owned(),
            "duban discard --changes     the edit is meant, but these letters do not go".to_owned(),
            "if the edit is wrong, put the old files back: these letters are withdrawn".to_owned(),
        ],
        (_, true) => vec![
            "duban show 函号               查看函件".to_owned(),
            format!("duban release 函号            放行（--sweep {sweep} 本次全部，--all 全部）"),
            "duban discard 函号            作废（用法同上）".to_owned(),
        ],
        (_, false) => vec![
            "duban show LETTER       shows a letter".to_owned(),
            format!(
                "duban release LETTER    lets it go (--sweep {sweep}: all of this sweep; --all: all)"
            ),
            "duban discard LETTER    settles it unsent (likewise)".to_owned(),
        ],
    };
    Said { title, opening, rows: letters.to_vec(), steps }
}

fn still_held(config: &Config, letters: &[LetterRow], edit: Option<Timestamp>, zh: bool) -> Said {
    let count = letters.len() + usize::from(edit.is_some());
    let title = match zh {
        true => format!("仍有 {count} 件待人工处理"),
        false => format!("Still waiting for your word: {count}"),
    };
    let opening = match zh {
        true => "下列函件（和改动）仍在等待放行或作废，放行之前一份不发。每两个工作日提示一次。",
        false => {
            "These letters (and edits) still wait to be released or discarded, and none of them goes before. You hear of it every two working days."
        }
    };
    let since = |at| match zh {
        true => format!("自 {} 起", local(config, at)),
        false => format!("since {}", local(config, at)),
    };
    let row = |letter: &LetterRow| {
        (letter.id.clone(), format!("{} ({})", letter.subject, since(letter.waits_since())))
    };
    let edit = edit.map(|found| {
        let name = if zh { "批量改动" } else { "a large edit" };
        (name.to_owned(), since(found))
    });
    let steps: &[&str] = match zh {
        true => &[
            "duban show 函号            查看函件",
            "duban release 函号         放行（--all 全部，--changes 认可批量改动）；有变化的按当日情况重拟",
            "duban discard 函号         作废（用法同上）",
        ],
        false => &[
            "duban show LETTER       shows a letter",
            "duban release LETTER    lets it go, written anew where it would differ by then (--all: all; --changes: the edit is meant)",
            "duban discard LETTER    settles it unsent (likewise)",
        ],
    };
    let rows = edit.into_iter().chain(letters.iter().map(row)).collect();
    Said { title, opening: opening.to_owned(), rows, steps: owned(steps) }
}

/// How `release --sweep` names a sweep: its instant, in whole seconds.
pub fn sweep_name(at: Timestamp) -> String {
    format!("{at:.0}")
}

fn refused(refusal: &Refusal, zh: bool) -> Said {
    let count = refusal.files.len();
    let title = match zh {
        true => format!("配置文件有误，未予采用：{count} 个文件"),
        false => format!("Files that do not check are not in force: {count}"),
    };
    let opening = match (refusal.whole, zh) {
        (true, true) => "文件的改动有误，一概未采用；系统照最后一次无误的版本继续运行，提醒照发。",
        (true, false) => {
            "Something in the files does not check, and none of the changes was taken. duban goes on by the last version that did, and reminders are sent."
        }
        (false, true) => {
            "下列文件未按现状采用：原有文件仍按最后一次无误的版本执行，新文件暂不读取；其余文件的改动已采用。"
        }
        (false, false) => {
            "The files below are not in force as they are now: each stays as it last checked, and a new one is left out. The changes of all others were taken."
        }
    };
    let steps: &[&str] = match zh {
        true => &["duban check    列出全部问题和改法", "改好保存即可，系统会自动采用并回报"],
        false => &[
            "duban check    shows every problem, and what would be right",
            "mend the file and save it: it is taken by itself, and you hear of it",
        ],
    };
    let mut rows = if refusal.whole { Vec::new() } else { refused_files(refusal, zh) };
    rows.extend(problems(refusal, zh));
    Said { title, opening: opening.to_owned(), rows, steps: owned(steps) }
}

/// So many refused files are named, so that there is room for what is wrong.
const REFUSED: usize = 20;

/// The files that were put back. What is wrong may stand in others: in those that name what they took away.
fn refused_files(refusal: &Refusal, zh: bool) -> Vec<(String, String)> {
    let said = if zh { "未采用" } else { "not in force" };
    let name = |path: &std::path::PathBuf| (path.display().to_string(), said.to_owned());
    let mut rows: Vec<(String, String)> = refusal.files.iter().take(REFUSED).map(name).collect();
    if let more @ 1.. = refusal.files.len().saturating_sub(REFUSED) {
        let more =
            if zh { format!("另有 {more} 个文件") } else { format!("and {more} more files") };
        rows.push((more, said.to_owned()));
    }
    rows
}

/// So many problems are listed; `duban check` shows them all.
const PROBLEMS: usize = 20;

fn problems(refusal: &Refusal, zh: bool) -> Vec<(String, String)> {
    let shown = refusal.problems.iter().take(PROBLEMS);
    let mut rows: Vec<(String, String)> =
        shown.map(|problem| (problem.to_string(), String::new())).collect();
    let beyond = refusal.problems.iter().skip(PROBLEMS);
    if let more @ 1.. = beyond.map(|problem| problem.count).sum::<usize>() {
        let more = if zh { format!("另有 {more} 处问题") } else { format!("and {more} more") };
        rows.push((more, String::new()));
    }
    rows
}

fn in_force(config: &Config, since: Timestamp, zh: bool) -> Said {
    let since = local(config, since);
    let title = if zh { "配置文件已全部采用" } else { "All files are in force again" };
    let opening = match zh {
        true => format!("{since} 起未予采用的文件已改好，现已全部采用，无须处理。"),
        false => format!(
            "What was not in force since {since} has been mended and taken; nothing is to be done."
        ),
    };
    let step = if zh {
        "duban check    仍可随时检查"
    } else {
        "duban check    looks at all of them"
    };
    Said { title: title.to_owned(), opening, rows: Vec::new(), steps: owned(&[step]) }
}

fn relay_down(config: &Config, trouble: &RelayTrouble, zh: bool) -> Said {
    let since = local(config, trouble.since);
    let title = if zh { "函件发不出去" } else { "No letter can leave" };
    let opening = match (trouble.needs_admin, zh) {
        (true, true) => format!(
            "自 {since} 起，邮件服务器拒绝本系统，等待不会好转，须人工处理。函件都在排队，一份未丢。"
        ),
        (true, false) => format!(
            "Since {since} the relay has turned duban away, and waiting will not mend it. Every letter waits in the queue, and none is lost."
        ),
        (false, true) => format!(
            "自 {since} 起，邮件服务器不通，系统自动重试。函件都在排队，一份未丢；超过 5 天仍发不出的，按未送达处理。"
        ),
        (false, false) => format!(
            "Since {since} the relay cannot be reached. duban keeps trying. Every letter waits in the queue, and none is lost; one that has waited 5 days is given up and reported."
        ),
    };
    let met = if zh { "原因" } else { "met with" };
    let known = trouble.cure.map(|cure| cures::cure(cure, config.language));
    let step = known.unwrap_or(match zh {
        true => "核对 [mail.smtp] 的地址、端口、用户名和密码，以及证书",
        false => {
            "look at [mail.smtp]: host, port, user name and password, and at the relay's certificate"
        }
    });
    let then = match zh {
        true => "改好后 systemctl reload duban，或 duban retry    立即再试",
        false => "then: systemctl reload duban, or duban retry, to try again at once",
    };
    let rows = vec![(met.to_owned(), trouble.why.clone())];
    Said { title: title.to_owned(), opening, rows, steps: owned(&[step, then]) }
}

fn taken_again(
    config: &Config,
    refusing: &Refusing,
    letters: &[(String, String)],
    now: Timestamp,
    zh: bool,
) -> Said {
    let (since, until) = (local(config, refusing.since), local(config, now));
    let (count, answer) = (letters.len(), &refusing.answer);
    let title = match zh {
        true => format!("邮件服务器恢复收件：此前 {count} 份函件无人收到"),
        false => format!("Letters are taken again; nobody has {count} of those before"),
    };
    let opening = match zh {
        true => format!(
            "{since} 至 {until} 期间，邮件服务器拒收全部函件（{answer}），关于此事的报告也未能送达。下列函件无人收到，不会自动重发。"
        ),
        false => format!(
            "From {since} to {until} the relay refused every letter ({answer}), those that would have told you, too. Nobody has the letters below, and they are not sent again by themselves."
        ),
    };
    let steps: &[&str] = match zh {
        true => &["duban retry --failed    全部再发一次", "duban discard --failed    不再发送"],
        false => &[
            "duban retry --failed      sends all of them once more",
            "duban discard --failed    lets them be",
        ],
    };
    Said { title, opening, rows: letters.to_vec(), steps: owned(steps) }
}

fn relay_up(config: &Config, trouble: &RelayTrouble, now: Timestamp, zh: bool) -> Said {
    let (since, until) = (local(config, trouble.since), local(config, now));
    let title = if zh { "函件恢复发送" } else { "Letters leave again" };
    let opening = match zh {
        true => format!(
            "{since} 至 {until} 期间函件发不出去，现已恢复。排队的函件正依次发出，无须处理。"
        ),
        false => format!(
            "From {since} to {until} no letter could leave. Now they do, in turn; nothing is to be done."
        ),
    };
    let met = if zh { "当时的原因" } else { "met with" };
    let rows = vec![(met.to_owned(), trouble.why.clone())];
    let step = if zh {
        "duban letters   查看尚未了结的函件"
    } else {
        "duban letters   shows the letters not yet settled"
    };
    Said { title: title.to_owned(), opening, rows, steps: owned(&[step]) }
}

/// A time in the office's zone.
fn local(config: &Config, at: Timestamp) -> String {
    match config.office_calendar() {
        Some(calendar) => {
            calendar.timezone().to_datetime(at).strftime("%Y-%m-%d %H:%M").to_string()
        }
        None => format!("{at:.0}"),
    }
}
