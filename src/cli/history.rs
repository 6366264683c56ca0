//! `duban history`: what the ledger has, with or without the files.

use std::collections::{BTreeSet, HashMap};

use clap::Args;
use serde::Serialize;

use crate::cli::archives::{ArchiveOptions, Past};
use crate::cli::history_answers;
use crate::cli::history_edits;
use crate::cli::history_edits::EditJson;
use crate::cli::ledger_rows;
use crate::cli::ledger_zones::Zones;
use crate::cli::names::{self, Meant};
use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::values;
use crate::cli::terminal::{locale, output, table};
use crate::config::suggest::{nearest, spelled};
use crate::ledger::command_edit::EditRow;
use crate::ledger::{Answers, Ledger, LedgerError, LetterRow, NoticeRow};
use crate::model::{Answer, Config};
use crate::plan::ALL_WELL;
use crate::view;
use crate::view::AnswerRow;
use crate::words::names as words;
use crate::words::{help, lists, states, subjects};

/// Options of `history`.
#[derive(Debug, Args)]
pub struct History {
    #[arg(value_name = say(help::TASK_OR_MILESTONE), help = say(help::ONE_TASK))]
    id: Option<String>,
    #[arg(long, value_name = say(help::NUMBER), default_value_t = 200, value_parser = values::count,
        help = say(help::HISTORY_LIMIT))]
    limit: u32,
    #[arg(long, help = say(help::JSON))]
    json: bool,
    #[command(flatten)]
    archives: ArchiveOptions,
}

#[derive(Serialize)]
struct Document<'a> {
    notices: Vec<view::NoticeRow>,
    edits: Vec<EditJson<'a>>,
    answers: Vec<AnswerRow<'a>>,
}

impl History {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let past = self.archives.open(globals)?;
        let causes = past.each(Ledger::causes)?;
        let id = self.id.as_deref();
        let id = id.map(|typed| known(typed, &past, &causes, globals)).transpose()?;
        let cause = id.as_ref().filter(|id| causes.contains(id));
        let notices = match cause {
            Some(name) => {
                past.notices(self.limit, |ledger| ledger.history_of_cause(name, self.limit))
            }
            None => past.notices(self.limit, |ledger| self.notices(id.as_deref(), ledger)),
        }?;
        let edits = past.edits(self.limit, |ledger| match &id {
            Some(id) => ledger.edits_of(id, self.limit),
            None => ledger.edits(self.limit),
        })?;
        let answers = past.answers(self.limit, |ledger| self.answers(id.as_deref(), ledger))?;
        let nothing = notices.is_empty() && edits.is_empty() && answers.is_empty();
        if let (Some(id), false, true) = (&id, self.json, nothing) {
            print_line!("{}", words::nothing_recorded(id, locale::language()))?;
            return Ok(Exit::Fine);
        }
        let mut letters = HashMap::new();
        for id in notices.iter().filter_map(|notice| notice.letter.as_deref()) {
            if !letters.contains_key(id) {
                letters.extend(past.letter(id)?.map(|(letter, _)| (id.to_owned(), letter)));
            }
        }
        let zones = Zones::of(globals);
        if self.json {
            let config = globals.in_force_if_any(globals.now());
            print_json((&notices, &edits, &answers), config.as_ref(), &letters, &zones)?
        } else {
            if !notices.is_empty() || edits.is_empty() && answers.is_empty() {
                print_table(&notices, &letters, &zones)?;
            }
            history_edits::print(&edits, &zones)?;
            let config = globals.in_force_if_any(globals.now());
            history_answers::print(config.as_ref(), &answers, &zones)?;
        }
        Ok(Exit::Fine)
    }
}

impl History {
    /// Those asked for: of all, of a task with its milestones, or of one milestone.
    fn notices(&self, id: Option<&str>, ledger: &Ledger) -> Result<Vec<NoticeRow>, LedgerError> {
        let Some((task, milestone)) = id.and_then(|id| id.rsplit_once('/')) else {
            return ledger.history(id, self.limit);
        };
        let mut notices = ledger.notices(task, Some(milestone))?;
        let beyond = notices.len().saturating_sub(self.limit as usize);
        notices.drain(..beyond);
        Ok(notices)
    }

    /// What was answered: of all, of a task with its milestones, or of one milestone.
    fn answers(&self, id: Option<&str>, ledger: &Ledger) -> Result<Vec<Answer>, LedgerError> {
        let Some(id) = id else { return ledger.answers(Answers::Latest(self.limit)) };
        let (task, milestone) = id.rsplit_once('/').map_or((id, None), |(id, one)| (id, Some(one)));
        let mut answers = ledger.answers(Answers::Of(task))?;
        answers.retain(|one| milestone.is_none() || one.subject.milestone() == milestone);
        let beyond = answers.len().saturating_sub(self.limit as usize);
        answers.drain(..beyond);
        Ok(answers)
    }
}

/// The id that was typed, of a task or milestone that the ledger or the files know, or the name of a report or tally; or
/// the id of the one whose title it is.
fn known(typed: &str, past: &Past, causes: &[String], globals: &Globals) -> anyhow::Result<String> {
    if past.knows(typed)? || causes.iter().any(|cause| cause == typed) {
        return Ok(typed.to_owned());
    }
    // The ledger answers also where the files are away, and there is no last good version.
    let config = globals.in_force_if_any(globals.now());
    let is_counted = |config: &Config| {
        let all_well = typed == ALL_WELL && config.all_well.is_some();
        all_well || config.report(typed).is_some() || config.tally(typed).is_some()
    };
    let found = config.as_ref().map(|config| match names::find_target(config, typed) {
        Meant::Unknown(_) if is_counted(config) => Meant::One(typed.to_owned()),
        Meant::One(target) => Meant::One(target.name(config)),
        Meant::Several(ids) => Meant::Several(ids),
        Meant::Unknown(near) => Meant::Unknown(near),
    });
    let in_files = match found {
        Some(Meant::Unknown(near)) => near,
        Some(found) => return found.or_refuse(words::TARGET, typed),
        None => None,
    };
    let recorded: BTreeSet<String> = past
        .each(Ledger::targets)?
        .into_iter()
        .flat_map(|(task, milestone)| match milestone.as_str() {
            "" => vec![task],
            _ => vec![format!("{task}/{milestone}"), task],
        })
        .chain(past.each(Ledger::edited)?)
        .chain(causes.iter().cloned())
        .collect();
    let near = nearest(typed, recorded.iter().map(String::as_str)).map(str::to_owned);
    let near = near.or(in_files).map(|near| spelled(&near));
    Err(Refused::no(words::no_history(typed, near.as_deref(), locale::language())))
}

fn letter<'l>(
    notice: &NoticeRow,
    letters: &'l HashMap<String, LetterRow>,
) -> Option<&'l LetterRow> {
    letters.get(notice.letter.as_deref()?)
}

fn print_json(
    (notices, edits, answers): (&[NoticeRow], &[EditRow], &[Answer]),
    config: Option<&Config>,
    letters: &HashMap<String, LetterRow>,
    zones: &Zones,
) -> anyhow::Result<()> {
    let shown = |one: &NoticeRow| {
        ledger_rows::notice(one, letter(one, letters), &zones.subject(&one.id.subject))
    };
    let edits = edits.iter().map(|edit| EditJson::of(edit, zones)).collect();
    let answers = answers
        .iter()
        .map(|one| AnswerRow::of(config, one, &zones.subject(&one.subject)))
        .collect();
    let notices = notices.iter().map(shown).collect();
    Ok(output::print_json(&Document { notices, edits, answers })?)
}

fn print_table(
    notices: &[NoticeRow],
    letters: &HashMap<String, LetterRow>,
    zones: &Zones,
) -> anyhow::Result<()> {
    let language = locale::language();
    let office = zones.office();
    let mut table = table::table(lists::history(language));
    for notice in notices {
        let letter = letter(notice, letters);
        let shown = ledger_rows::notice(notice, letter, &zones.subject(&notice.id.subject));
        let letter = letter.map(|letter| ledger_rows::letter(letter, &office));
        let state = shown.letter_state.map_or("", |state| states::standing(state, language));
        table.add_row([
            locale::at(&shown.recorded, language),
            subjects::subject(&shown.subject, language),
            locale::occurrence(&shown.stage, shown.occurrence),
            states::fate(shown.disposition, language).to_owned(),
            lists::with_number(
                shown.letter.unwrap_or_default(),
                shown.letter_number.as_deref(),
                language,
            ),
            state.to_owned(),
            letter.as_ref().map_or(String::new(), crate::cli::letters::recipients),
        ]);
    }
    table::print(&table)
}
