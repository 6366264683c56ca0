//! Files that do not check, and that they do again (R1).

use jiff::Timestamp;

use super::Said;
use crate::config::{Problem, Refusal};
use crate::letter::admin::view::{Command, Group, Shown, Tone, grouped};
use crate::model::Language;
use crate::words::admin::files as words;

/// So many refused files are named, so that there is room for what is wrong.
const REFUSED: usize = 20;

/// So many problems are listed; `duban check` shows them all.
const PROBLEMS: usize = 20;

pub(super) fn refused(refusal: &Refusal, said: &Said<'_>) -> Shown {
    let language = said.language;
    let mut groups = Vec::new();
    if !refusal.whole {
        groups.push(refused_files(refusal, language));
    }
    groups.extend(problems(&refusal.problems, said));
    Shown {
        tone: Tone::Red,
        title: words::refused(refusal.files.len(), language),
        ask: Some(words::ASK.said(language).to_owned()),
        commands: vec![Command::new("duban check", words::CHECKS.said(language))],
        opening: vec![words::opening(refusal.whole).said(language).to_owned()],
        groups,
    }
}

/// The files that were put back. What is wrong may stand in others: in those that name what they took away.
fn refused_files(refusal: &Refusal, language: Language) -> Group {
    let said = || words::NOT_IN_FORCE.said(language).to_owned();
    let files = refusal.files.iter().take(REFUSED);
    let mut rows: Vec<[String; 2]> =
        files.map(|path| [path.display().to_string(), said()]).collect();
    if let more @ 1.. = refusal.files.len().saturating_sub(REFUSED) {
        rows.push([words::more_files(more, language), said()]);
    }
    Group { heading: Some(words::THESE.said(language).to_owned()), rows, ..Group::default() }
}

/// Problems of one kind that one remedy mends stand together; what is wrong is said once where it is the same.
fn problems(problems: &[Problem], said: &Said<'_>) -> Vec<Group> {
    let shown = problems.iter().take(PROBLEMS);
    let mut groups: Vec<Group> = grouped(shown, |one| (one.code, one.help(said.language)))
        .into_iter()
        .map(|((_, remedy), all)| group(remedy, &all, said))
        .collect();
    let beyond = problems.iter().skip(PROBLEMS);
    if let more @ 1.. = beyond.map(|problem| problem.count).sum::<usize>() {
        groups.push(Group::plain(vec![[words::more_problems(more, said.language), String::new()]]));
    }
    groups
}

fn group(remedy: Option<String>, all: &[&Problem], said: &Said<'_>) -> Group {
    let titles: Vec<String> = all.iter().map(|one| one.title(said.language)).collect();
    let what = titles.first().cloned().unwrap_or_default();
    let place = |one: &Problem| match (&one.file, one.line) {
        (Some(file), Some(line)) => format!("{file}:{line}"),
        (Some(file), None) => file.clone(),
        _ => String::new(),
    };
    match titles.iter().all(|title| *title == what) {
        true => Group {
            heading: Some(what),
            remedy,
            rows: all.iter().map(|one| [place(one), String::new()]).collect(),
        },
        false => Group {
            heading: None,
            remedy,
            rows: all.iter().zip(titles).map(|(one, title)| [place(one), title]).collect(),
        },
    }
}

pub(super) fn in_force(since: Timestamp, said: &Said<'_>) -> Shown {
    let language = said.language;
    Shown {
        tone: Tone::Blue,
        title: words::IN_FORCE.said(language).to_owned(),
        ask: None,
        commands: vec![Command::new("duban check", words::LOOKS.said(language))],
        opening: vec![words::mended(&said.local(since), language)],
        groups: Vec::new(),
    }
}
