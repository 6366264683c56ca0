//! What the templates of letters to the admin see.

use std::collections::HashMap;
use std::hash::Hash;

use serde::Serialize;

use crate::letter::text::{clean, cut};
use crate::model::{Config, Language};
use crate::words::admin;

/// So many lines a letter lists.
const SHOWN: usize = 100;

/// And so many groups of them.
const GROUPS: usize = 40;

/// A text in it has so many columns at most.
const CELL: usize = 400;

/// What the templates see.
#[derive(Debug, Clone, Serialize)]
pub struct AdminView {
    pub(crate) language: &'static str,
    pub(crate) tone: Tone,
    /// From whom it comes, and for whom it is.
    pub(crate) issuer: String,
    pub(crate) to_admin: &'static str,
    pub(crate) title: String,
    /// What is asked comes first, or that nothing is.
    pub(crate) asked: &'static str,
    pub(crate) ask: Option<String>,
    pub(crate) commands: Vec<Command>,
    /// What it is, and what happens meanwhile: a paragraph each.
    pub(crate) opening: Vec<String>,
    pub(crate) groups: Vec<Group>,
    pub(crate) remedy: &'static str,
    pub(crate) more: Option<String>,
    /// Which machine tells, by which files.
    pub(crate) facts: Vec<[String; 2]>,
    pub(crate) colon: &'static str,
}

/// How urgent it looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Tone {
    /// Something does not work until the admin has acted.
    Red,
    /// Something waits for the admin.
    Amber,
    /// All is well again.
    Blue,
}

/// A command, and what it does.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Command {
    pub(crate) line: String,
    pub(crate) does: &'static str,
}

/// Lines that have something in common, said once, with what mends them all.
#[derive(Debug, Clone, Default, Serialize)]
pub(crate) struct Group {
    pub(crate) heading: Option<String>,
    pub(crate) remedy: Option<String>,
    pub(crate) rows: Vec<[String; 2]>,
}

/// What a letter says, before what all of them bear is added.
pub(crate) struct Shown {
    pub(crate) tone: Tone,
    pub(crate) title: String,
    /// None where nothing is asked.
    pub(crate) ask: Option<String>,
    pub(crate) commands: Vec<Command>,
    pub(crate) opening: Vec<String>,
    pub(crate) groups: Vec<Group>,
}

impl Command {
    pub(crate) fn new(line: impl Into<String>, does: &'static str) -> Command {
        Command { line: line.into(), does }
    }
}

impl Group {
    /// Lines with nothing said above them.
    pub(crate) fn plain(rows: Vec<[String; 2]>) -> Group {
        Group { rows, ..Group::default() }
    }
}

impl AdminView {
    /// The same without its list.
    pub(crate) fn short(&self, language: Language) -> AdminView {
        AdminView {
            groups: Vec::new(),
            more: Some(admin::IN_THE_LOG.said(language).to_owned()),
            ..self.clone()
        }
    }

    pub(super) fn of(config: &Config, shown: Shown) -> AdminView {
        let language = config.language;
        let (groups, more) = bounded(shown.groups, language);
        let asked = if shown.ask.is_some() { admin::ASKED } else { admin::NOTHING_ASKED };
        let facts = [
            (admin::MACHINE, &config.installation.machine),
            (admin::CONFIGURATION, &config.installation.file),
        ];
        let facts = facts.into_iter().filter(|(_, value)| !value.is_empty());
        let facts = facts.map(|(label, value)| [label.said(language).to_owned(), cell(value)]);
        AdminView {
            language: language.name(),
            tone: shown.tone,
            issuer: clean(&config.mail.from.shown()),
            to_admin: admin::TO_ADMIN.said(language),
            title: shown.title,
            asked: asked.said(language),
            ask: shown.ask,
            commands: shown.commands,
            opening: shown.opening,
            groups,
            remedy: admin::REMEDY.said(language),
            more,
            facts: facts.collect(),
            colon: admin::COLON.said(language),
        }
    }
}

/// As many as a letter lists, each text in one line; and how many are left out.
fn bounded(groups: Vec<Group>, language: Language) -> (Vec<Group>, Option<String>) {
    let mut left = SHOWN;
    let mut out = 0;
    let mut kept = Vec::new();
    for (at, group) in groups.into_iter().enumerate() {
        let take = if at < GROUPS { group.rows.len().min(left) } else { 0 };
        left -= take;
        out += group.rows.len() - take;
        if take == 0 && !group.rows.is_empty() {
            continue;
        }
        kept.push(Group {
            heading: group.heading.as_deref().map(cell),
            remedy: group.remedy.as_deref().map(cell),
            rows: group
                .rows
                .iter()
                .take(take)
                .map(|[name, said]| [cell(name), cell(said)])
                .collect(),
        });
    }
    (kept, (out > 0).then(|| admin::more(out, language)))
}

fn cell(text: &str) -> String {
    cut(&clean(text), CELL)
}

/// Those of the same key together, in the order of the first of each.
pub(crate) fn grouped<T, K: Eq + Hash + Clone>(
    all: impl IntoIterator<Item = T>,
    key: impl Fn(&T) -> K,
) -> Vec<(K, Vec<T>)> {
    let mut places: HashMap<K, usize> = HashMap::new();
    let mut groups: Vec<(K, Vec<T>)> = Vec::new();
    for one in all {
        let key = key(&one);
        let at = *places.entry(key.clone()).or_insert(groups.len());
        match groups.get_mut(at) {
            Some((_, group)) => group.push(one),
            None => groups.push((key, vec![one])),
        }
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_ones_stand_together_in_the_order_of_the_first() {
        let groups = grouped([3, 1, 13, 2, 11, 23], |one| one % 10);
        assert_eq!(groups, [(3, vec![3, 13, 23]), (1, vec![1, 11]), (2, vec![2])]);
    }

    #[test]
    fn a_letter_lists_a_hundred_lines_and_counts_the_rest() {
        let rows = |count: usize| vec![["A-1".to_owned(), "due".to_owned()]; count];
        let group = |count| Group { heading: Some("gone".to_owned()), ..Group::plain(rows(count)) };
        let (kept, more) = bounded(vec![group(60), group(60), group(5)], Language::En);
        let counts: Vec<usize> = kept.iter().map(|group| group.rows.len()).collect();
        assert_eq!((counts, more.as_deref()), (vec![60, 40], Some("and 25 more")));
        let (kept, more) = bounded((0..50).map(|_| group(1)).collect(), Language::ZhCn);
        assert_eq!((kept.len(), more.as_deref()), (40, Some("另有 10 项")));
    }
}
