//! L6c: what a held letter says, and what it would say if it were released now.

use std::collections::HashSet;
use std::fmt::Write;

use jiff::Timestamp;
use mail_parser::MessageParser;

use crate::channels::{MetError, body, further_body};
use crate::cli::terminal::locale;
use crate::daemon::sweeping::further_anew::{FurtherAnew, Rewritten};
use crate::daemon::sweeping::readdressing::{Readdressed, Readdressing};
use crate::daemon::sweeping::renewal::{is_same, is_same_further};
use crate::ledger::{Ledger, LedgerError, Old};
use crate::letter::{Written, number};
use crate::model::{Config, Subject};
use crate::plan;
use crate::plan::{Audience, LeftOut, Said, Target};
use crate::words::{anew, lists, subjects};

/// So many lines are shown of a letter.
const LINES: usize = 30;

/// The letter as it would be, told by what differs; `None` if it goes as it is.
pub(super) fn difference(
    (config, readdressing): (&Config, &Readdressing<'_>),
    ledger: &Ledger,
    letter: &str,
    now: Timestamp,
) -> anyhow::Result<Option<String>> {
    let Some(old) = ledger.old_letter_of(letter)? else { return Ok(None) };
    // Somebody may have it: the same bytes go (L2).
    if old.in_doubt {
        return Ok(None);
    }
    if !old.is_of_stages() {
        return match FurtherAnew::new(config, now).of_letter(ledger, &old)? {
            Some(again) => further(config, &old, &again, now),
            None => for_others(readdressing, ledger, &old),
        };
    }
    let said = old.notices.iter().map(|one| Said { id: one.id.clone(), moment: one.moment });
    let known = |target: Target| {
        let milestone = target.milestone(config).map(|one| one.id.as_ref());
        let task = &target.task(config).id;
        let mut known = ledger.known(task, milestone)?;
        let subject = target.subject(config);
        let own = old.notices.iter().map(|one| &one.id).filter(|id| id.subject == subject);
        // As if it were let go already (T13).
        for id in own {
            known.notices.iter_mut().filter(|one| one.is(id)).for_each(|one| one.released = true);
        }
        Ok(known)
    };
    let left_out = LeftOut::of_people(config, &old.left_out);
    let anew: Result<_, LedgerError> = plan::anew(config, said.collect(), known, &left_out, now);
    let (mut drafts, moot) = anew?;
    ledger.name_recipients(&mut drafts)?;
    if moot.is_empty() && is_same(config, &old, &drafts, now) {
        return Ok(None);
    }
    let left_out: Vec<Subject> = moot.into_iter().map(|(id, _)| id.subject).collect();
    let letters = drafts.iter().map(|draft| Ok((&draft.audience, body(config, draft, now)?)));
    let letters = letters.collect::<Result<Vec<_>, MetError>>()?;
    told(&old, &letters, &left_out, false).map(Some)
}

/// The same of a letter that no stage writes.
fn further(
    config: &Config,
    old: &Old,
    again: &Rewritten,
    now: Timestamp,
) -> anyhow::Result<Option<String>> {
    if again.moot.is_empty() && is_same_further(config, old, &again.letters, now) {
        return Ok(None);
    }
    let letters = again.letters.iter().map(|letter| {
        let body = further_body(config, letter, now)?;
        Ok((&letter.audience, body))
    });
    let letters = letters.collect::<Result<Vec<_>, MetError>>()?;
    told(old, &letters, &again.left_out, again.to_nobody).map(Some)
}

/// P1: a letter of a report or a tally goes as it was reviewed, to those who are to have it now.
fn for_others(
    readdressing: &Readdressing<'_>,
    ledger: &Ledger,
    old: &Old,
) -> anyhow::Result<Option<String>> {
    let Some(becomes) = readdressing.of_letter(ledger, old)? else { return Ok(None) };
    let language = locale::language();
    let mut text = anew::letter(&old.row.id, &old.row.subject, language) + "\n";
    match becomes? {
        Readdressed::ToNobody(_) => writeln!(text, "  {}", anew::TO_NOBODY.said(language))?,
        Readdressed::Letter(anew) => {
            let (letter, _) = &*anew;
            let (to, cc) = letter.recipients.split_at(letter.addressed);
            let is = lines_in(&letter.bytes, heads(&letter.subject, to, cc));
            write_differences(&mut text, &lines_of(old), &is)?;
        }
    }
    Ok(Some(text))
}

fn told(
    old: &Old,
    letters: &[(&Audience, Written)],
    left_out: &[Subject],
    to_nobody: bool,
) -> anyhow::Result<String> {
    let language = locale::language();
    let mut text = anew::letter(&old.row.id, &old.row.subject, language) + "\n";
    for subject in left_out {
        let subject = subjects::subject(subject, language);
        writeln!(text, "  {}", anew::left_out(&subject, language))?;
    }
    match letters.len() {
        0 if to_nobody => writeln!(text, "  {}", anew::TO_NOBODY.said(language))?,
        0 => writeln!(text, "  {}", anew::WITHDRAWN.said(language))?,
        1 => {}
        count => writeln!(text, "  {}", anew::becomes(count, language))?,
    }
    let was = lines_of(old);
    let mut is = Vec::new();
    for (audience, body) in letters {
        is.extend(lines(audience, body));
    }
    if !letters.is_empty() {
        write_differences(&mut text, &was, &is)?;
    }
    Ok(text)
}

/// The lines that go, and those that come.
fn write_differences(text: &mut String, was: &[String], is: &[String]) -> std::fmt::Result {
    let (before, after): (HashSet<&String>, HashSet<&String>) =
        (was.iter().collect(), is.iter().collect());
    let gone = was.iter().filter(|line| !after.contains(line)).map(|line| format!("  - {line}"));
    let come = is.iter().filter(|line| !before.contains(line)).map(|line| format!("  + {line}"));
    let all: Vec<String> = gone.chain(come).collect();
    for line in all.iter().take(LINES) {
        writeln!(text, "{line}")?;
    }
    if all.len() > LINES {
        writeln!(text, "  … +{}", all.len() - LINES)?;
    }
    Ok(())
}

/// Subject, addresses and text of a letter as it was written.
fn lines_of(old: &Old) -> Vec<String> {
    let addresses = |copied: bool| {
        let some = old.row.recipients.iter().filter(|one| one.copied == copied);
        some.map(|one| one.address.clone()).collect::<Vec<_>>()
    };
    lines_in(&old.bytes, heads(&old.row.subject, &addresses(false), &addresses(true)))
}

/// The same, with the text of a message.
fn lines_in(bytes: &[u8], heads: Vec<String>) -> Vec<String> {
    let text = MessageParser::default()
        .parse(bytes)
        .and_then(|message| message.body_text(0).map(|text| text.into_owned()));
    let mut lines = heads;
    let text = number::shown(&text.unwrap_or_default());
    lines.extend(text.lines().map(|line| line.trim_end().to_owned()));
    lines
}

/// The same of a letter as it would be.
fn lines(audience: &Audience, body: &Written) -> Vec<String> {
    let (to, cc) = (plan::addresses(&audience.to), plan::addresses(&audience.cc));
    let mut lines = heads(&body.subject, &to, &cc);
    lines.extend(body.text.lines().map(|line| line.trim_end().to_owned()));
    lines
}

fn heads(subject: &str, to: &[String], cc: &[String]) -> Vec<String> {
    let mut heads = vec![
        format!("{}: {subject}", locale::say(lists::SUBJECT)),
        format!("{}: {}", locale::say(lists::TO), to.join(", ")),
    ];
    if !cc.is_empty() {
        heads.push(format!("{}: {}", locale::say(lists::CC), cc.join(", ")));
    }
    heads
}
