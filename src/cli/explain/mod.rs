//! `duban explain`: for one task, every stage, its moment, how it was computed, whether it went
//! and why, and who gets it and as what, in sentences; for a person, what they were sent; for a report or a tally, what was
//! told and what is next.

mod ahead;
mod all_well;
mod case;
mod on_hold;
mod report;
pub mod sentences;
pub mod stage;
pub(super) mod tally;
mod told;

use std::sync::Arc;

use clap::Args;
use jiff::Timestamp;
use serde::Serialize;

use crate::cli::explain::ahead::{Ahead, ForPerson, ForPersonJson, Outlook};
use crate::cli::explain::case::Case;
use crate::cli::explain::sentences::Sentences;
use crate::cli::explain::stage::{Account, account};
use crate::cli::in_force::InForce;
use crate::cli::names::{self, Meant};
use crate::cli::sent;
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::{Unwritten, print_line};
use crate::cli::terminal::{locale, output, style, times};
use crate::config::suggest::nearest;
use crate::ledger::Ledger;
use crate::model::{Config, Language, PersonIx};
use crate::plan;
use crate::plan::{ALL_WELL, Target};
use crate::view::PersonView;
use crate::view::people::{Role, SentLetter};
use crate::words::names::{PERSON, TARGET};
use crate::words::{capacities, explain, help, people};

/// Options of `explain`.
#[derive(Debug, Args)]
pub struct Explain {
    #[arg(value_name = say(help::TASK_OR_MILESTONE), help = say(help::EXPLAINED))]
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
    #[serde(flatten)]
    ahead: Ahead,
}

#[derive(Serialize)]
struct StageJson {
    stage: String,
    from: &'static str,
    moment: Option<String>,
    sentences: Vec<String>,
    to: Vec<String>,
    cc: Vec<String>,
    digest: Vec<String>,
    recipients: Vec<RecipientJson>,
}

/// Whom a stage is written to, and as what.
#[derive(Serialize)]
struct RecipientJson {
    name: Option<String>,
    address: String,
    copied: bool,
    /// A copy that they have in a digest instead (W6, L8b).
    digest: bool,
    #[serde(rename = "as")]
    roles: Vec<Role>,
    /// The same in a line.
    #[serde(skip)]
    line: String,
}

impl Explain {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let now = globals.now();
        let in_force = globals.to_show(now)?;
        let config = &in_force.config;
        let ledger = globals.ledger()?;
        let target = match names::find_target(config, &self.id) {
            Meant::Unknown(near) => match names::find_person(config, &self.id) {
                Meant::One(person) => return self.person(in_force, ledger.as_ref(), person, now),
                _ if config.report(&self.id).is_some() || config.tally(&self.id).is_some() => {
                    return self.counted(in_force, ledger.as_ref(), now);
                }
                _ if self.id == ALL_WELL && config.all_well.is_some() => {
                    return self.all_well(&in_force, ledger.as_ref(), now);
                }
                // Whichever is near is meant; a task before a person.
                Meant::Unknown(other) if near.is_none() && other.is_some() => {
                    Meant::<Target>::Unknown(other).or_refuse(PERSON, &self.id)?
                }
                _ => {
                    let near = near.or_else(|| self.near(config));
                    Meant::Unknown(near).or_refuse(TARGET, &self.id)?
                }
            },
            found => found.or_refuse(TARGET, &self.id)?,
        };
        let targets = match target.milestone {
            Some(_) => vec![target],
            None => Target::of(config, target.task).collect(),
        };
        let language = locale::language();
        let (not_in_force, exit) = (in_force.not_in_force(), in_force.exit());
        let config = &Arc::new(in_force.config);
        let outlook = Outlook::of(config, ledger.as_ref(), Some(&targets), now)?;
        let mut documents = Vec::new();
        for (number, target) in targets.into_iter().enumerate() {
            let case = Case::of(config, ledger.as_ref(), target, now)?;
            let ahead = outlook.about(target, &case.known.answers)?;
            let document = document(&case, ledger.as_ref(), ahead, language)?;
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
                "not_in_force": not_in_force,
            }))?;
        }
        Ok(exit)
    }
}

#[derive(Serialize)]
struct PersonDocument<'c> {
    person: PersonView<'c>,
    sent: Vec<SentLetter>,
    coming: ForPersonJson<'c>,
    not_in_force: Vec<String>,
}

impl Explain {
    /// What a person was sent lately, and why; and what they will be sent.
    fn person(
        &self,
        in_force: InForce,
        ledger: Option<&Ledger>,
        person: PersonIx,
        now: Timestamp,
    ) -> anyhow::Result<Exit> {
        let (not_in_force, exit) = (in_force.not_in_force(), in_force.exit());
        let config = &Arc::new(in_force.config);
        let coming = ForPerson::of(config, ledger, person, now)?;
        let view = PersonView::of(config, person, times::today(config, now));
        let sent = sent::sent(config, ledger, person)?;
        if self.json {
            let audiences = coming.audiences(config);
            let coming = coming.json(config, &audiences);
            output::print_json(&PersonDocument { person: view, sent, coming, not_in_force })?;
        } else {
            sent::print_person(&view)?;
            print_line!("\n{}", style::strong(say(people::SENT)))?;
            sent::print(config, &sent)?;
            coming.print(config)?;
        }
        Ok(exit)
    }
}

impl Explain {
    /// A report or a tally of nearly that name.
    fn near(&self, config: &Config) -> Option<String> {
        let reports = config.reports.iter().map(|report| &*report.name);
        let tallies = config.tallies.iter().map(|tally| &*tally.name);
        nearest(&self.id, reports.chain(tallies)).map(str::to_owned)
    }

    /// The sign of life (R4).
    fn all_well(
        &self,
        in_force: &InForce,
        ledger: Option<&Ledger>,
        now: Timestamp,
    ) -> anyhow::Result<Exit> {
        let not_in_force = in_force.not_in_force();
        let document = all_well::document(&in_force.config, ledger, not_in_force, now)?;
        match document {
            Some(document) if self.json => output::print_json(&document)?,
            Some(document) => all_well::print(&document)?,
            None => {}
        }
        Ok(in_force.exit())
    }

    /// A report, or else a tally.
    fn counted(
        &self,
        in_force: InForce,
        ledger: Option<&Ledger>,
        now: Timestamp,
    ) -> anyhow::Result<Exit> {
        let (not_in_force, exit) = (in_force.not_in_force(), in_force.exit());
        let config = Arc::new(in_force.config);
        if let Some(report) = config.report(&self.id) {
            let document = report::document(&config, ledger, report, not_in_force, now)?;
            match self.json {
                true => output::print_json(&document)?,
                false => report::print(&document, &config[report.calendar])?,
            }
        } else if let Some((tally, calendar)) = config.tally(&self.id).zip(config.office_calendar())
        {
            let rest = (not_in_force, now);
            let document = tally::document(&config, calendar, ledger, tally, rest)?;
            match self.json {
                true => output::print_json(&document)?,
                false => tally::print(&document, calendar)?,
            }
        }
        Ok(exit)
    }
}

fn document(
    case: &Case<'_>,
    ledger: Option<&Ledger>,
    ahead: Ahead,
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
        ahead,
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
        digest: mailboxes(&account.audience.digest),
        recipients: recipients(case, words, account),
    }
}

fn recipients(case: &Case<'_>, words: &Sentences<'_>, account: &Account<'_>) -> Vec<RecipientJson> {
    let (config, target, stage) = (case.config, case.target, account.stage);
    let recipient = |one: &plan::Addressee, copied: bool, digest: bool| {
        let found = plan::capacities(config, target, stage, account.day, one);
        let shown = words.mailbox(one);
        let why = capacities::all(config, &found, words.language);
        RecipientJson {
            name: one.mailbox.name.as_deref().map(str::to_owned),
            address: one.mailbox.address.to_string(),
            copied,
            digest,
            roles: found.iter().map(|capacity| Role::of(config, capacity)).collect(),
            line: match one.person.filter(|_| digest) {
                Some(person) => {
                    let rhythm = config[person].digest;
                    explain::in_digest(&shown, &why, rhythm, words.language)
                }
                None => explain::recipient(&shown, &why, copied, words.language),
            },
        }
    };
    let audience = &account.audience;
    let to = audience.to.iter().map(|one| recipient(one, false, false));
    let cc = audience.cc.iter().map(|one| recipient(one, true, false));
    let digest = audience.digest.iter().map(|one| recipient(one, true, true));
    to.chain(cc).chain(digest).collect()
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
        for one in &stage.recipients {
            print_line!("  {}", one.line)?;
        }
    }
    let none = explain::NOTHING_FURTHER.said(language);
    print_line!("\n{}", document.next.as_deref().unwrap_or(none))?;
    ahead::print(&document.ahead, language)
}
