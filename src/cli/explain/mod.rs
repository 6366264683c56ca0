//! `duban explain`: for one task, every stage, its moment, how it was computed, whether it went
//! and why, and who gets it, in sentences.

mod case;
pub mod sentences;
pub mod stage;

use clap::Args;
use serde::Serialize;

use crate::cli::explain::case::Case;
use crate::cli::explain::sentences::Sentences;
use crate::cli::explain::stage::{Account, account};
use crate::cli::names;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::{Unwritten, print_line};
use crate::cli::terminal::{locale, output, style};
use crate::ledger::Ledger;
use crate::model::Language;
use crate::plan;
use crate::plan::Target;
use crate::words::{explain, help};

/// Options of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    #[arg(value_name = say(help::TASK_OR_MILESTONE), help = say(help::TARGET))]
    id: String,
    #[arg(long, help = say(help::JSON))]
    json: bool,
}

#[derive(Serialize)]
struct Document {
    task: String,
    milestone: Option<String>,
    title: String,
    state: &'static str,
    colour: plan::Colour,
    deadline: String,
    summary: Vec<String>,
    stages: Vec<StageJson>,
    next: Option<String>,
}

#[derive(Serialize)]
struct StageJson {
    stage: String,
    from: &'static str,
    moment: Option<String>,
    sentences: Vec<String>,
    to: Vec<String>,
    cc: Vec<String>,
}

impl Explain {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let now = globals.now();
        let in_force = globals.in_force(now)?;
        let config = &in_force.config;
        let target = names::target(config, &self.id)?;
        let ledger = globals.ledger()?;
        let targets = match target.milestone {
            Some(_) => vec![target],
            None => Target::of(config, target.task).collect(),
        };
        let language = locale::language();
        let mut documents = Vec::new();
        for (number, target) in targets.into_iter().enumerate() {
            let case = Case::of(config, ledger.as_ref(), target, now)?;
            let document = document(&case, ledger.as_ref(), language)?;
            if !self.json {
                if number > 0 {
                    print_line!("")?;
                }
                print(&document, &case)?;
            }
            documents.push(document);
        }
        if self.json {
            output::print_json(&serde_json::json!({
                "targets": documents,
                "not_in_force": in_force.not_in_force(),
            }))?;
        }
        Ok(Exit::Fine)
    }
}

fn document(
    case: &Case<'_>,
    ledger: Option<&Ledger>,
    language: Language,
) -> anyhow::Result<Document> {
    let words = Sentences { language, config: case.config, target: case.target };
    let (config, target) = (case.config, case.target);
    let mut stages = Vec::new();
    for place in 0..target.policy(config).stages.len() {
        let stage = &target.policy(config).stages[place];
        // What every policy has is told of where it ever counted (T13).
        let never =
            case.rung(place).is_none() && !case.rows.iter().any(|row| row.id.stage == stage.name);
        if stage.implied && never {
            continue;
        }
        let account = account(case, ledger, place)?;
        stages.push(stage_json(case, &words, &account));
    }
    let milestone = target.milestone(config);
    let task = target.task(config);
    Ok(Document {
        task: task.id.to_string(),
        milestone: milestone.map(|one| one.id.to_string()),
        title: milestone.map_or(&task.title, |one| &one.title).to_string(),
        state: plan::state(config, target).name(),
        colour: plan::colour(config, target, case.now),
        deadline: locale::rfc3339_when(target.calendar(config), plan::deadline(config, target)),
        summary: words.summary(case),
        stages,
        next: case.next().map(|next| words.next(&next)),
    })
}

fn stage_json(case: &Case<'_>, words: &Sentences<'_>, account: &Account<'_>) -> StageJson {
    let calendar = case.target.calendar(case.config);
    let mailboxes =
        |list: &[plan::Addressee]| list.iter().map(|one| words.addressee(one)).collect();
    StageJson {
        stage: account.stage.name.to_string(),
        from: account.stage.from.name(),
        moment: account.rung.as_ref().map(|rung| locale::rfc3339(calendar, rung.moment)),
        sentences: words.account(account),
        to: mailboxes(&account.audience.to),
        cc: mailboxes(&account.audience.cc),
    }
}

fn print(document: &Document, case: &Case<'_>) -> Result<(), Unwritten> {
    let language = locale::language();
    let id = locale::target(&document.task, document.milestone.as_deref());
    print_line!("{}  {}", style::colour(document.colour, &id), style::strong(&document.title))?;
    for line in &document.summary {
        print_line!("  {line}")?;
    }
    for (place, stage) in document.stages.iter().enumerate() {
        let rule = explain::rule(&case.target.policy(case.config).stages[place], language);
        print_line!("\n{}  {}", style::strong(&stage.stage), rule)?;
        for sentence in &stage.sentences {
            print_line!("  {sentence}")?;
        }
        if !stage.to.is_empty() {
            print_line!("  {}", explain::written_to(&stage.to, &stage.cc, language))?;
        }
    }
    let none = explain::NOTHING_FURTHER.said(language);
    print_line!("\n{}", document.next.as_deref().unwrap_or(none))
}
