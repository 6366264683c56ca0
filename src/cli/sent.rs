//! What somebody was sent lately, and why, for `who` and `explain`.

use jiff::Timestamp;

use crate::cli::ledger_rows;
use crate::cli::terminal::output::{Unwritten, print_line};
use crate::cli::terminal::{locale, style};
use crate::ledger::{Ledger, LetterRow, NoticeRow};
use crate::model::{Config, DigestRhythm, PersonIx};
use crate::plan::target_of;
use crate::view::people::{Role, SentLetter, SentNotice};
use crate::view::{At, PersonView, office_zone};
use crate::words::{capacities, lists, people, states};

/// So many letters are told of.
const LATELY: u32 = 20;

/// The latest letters to a person, the latest first.
pub(super) fn sent(
    config: &Config,
    ledger: Option<&Ledger>,
    person: PersonIx,
) -> anyhow::Result<Vec<SentLetter>> {
    let Some(ledger) = ledger else { return Ok(Vec::new()) };
    let mut letters = ledger.letters_to(&config[person].email.0, LATELY)?;
    letters.reverse();
    let mut sent = Vec::with_capacity(letters.len());
    for row in &letters {
        let notices = ledger.notices_in(&row.id)?;
        sent.extend(letter(config, person, row, &notices));
    }
    Ok(sent)
}

fn letter(
    config: &Config,
    person: PersonIx,
    row: &LetterRow,
    notices: &[NoticeRow],
) -> Option<SentLetter> {
    let address = &config[person].email.0;
    let mut recipients = row.recipients.iter();
    let own = recipients.find(|one| one.address.eq_ignore_ascii_case(address))?;
    let zone = office_zone(config);
    Some(SentLetter {
        letter: row.id.clone(),
        kind: row.name().to_owned(),
        subject: row.subject.clone(),
        state: ledger_rows::standing(row),
        reached: ledger_rows::reach(own.state),
        copied: own.copied,
        created: At::within(&zone, row.created),
        notices: notices.iter().map(|one| notice(config, person, one, row.created)).collect(),
    })
}

fn notice(config: &Config, person: PersonIx, row: &NoticeRow, written: Timestamp) -> SentNotice {
    let target = target_of(config, &row.id);
    let capacities = target.map_or_else(Vec::new, |target| {
        let day = target.calendar(config).local_date(written);
        SentNotice::why(config, target, &row.id.stage, person, day)
    });
    let title = target.map(|target| {
        let task = target.task(config);
        target.milestone(config).map_or(&task.title, |one| &one.title).to_string()
    });
    SentNotice {
        task: row.id.subject.task().map(str::to_owned),
        milestone: row.id.subject.milestone().map(str::to_owned),
        title,
        stage: row.id.stage.to_string(),
        occurrence: row.id.occurrence,
        roles: capacities.iter().map(|one| Role::of(config, one)).collect(),
        capacities,
    }
}

/// Name, address and absences.
pub(super) fn print_person(person: &PersonView<'_>) -> Result<(), Unwritten> {
    let language = locale::language();
    print_line!("{}  {} <{}>", person.id, style::strong(person.name), person.address)?;
    if let Some(rhythm) = person.digest.and_then(DigestRhythm::from_name) {
        print_line!("  {}", people::digest(rhythm, language))?;
    }
    for away in &person.away {
        let said = people::away(&away.from, &away.until, away.delegate_name, language);
        print_line!("  {said}")?;
    }
    Ok(())
}

/// The letters, each with what it says and why the person has it.
pub(super) fn print(config: &Config, letters: &[SentLetter]) -> Result<(), Unwritten> {
    let language = locale::language();
    if letters.is_empty() {
        return print_line!("{}", people::NOTHING_SENT.said(language));
    }
    for letter in letters {
        let kind = crate::ledger::Kind::from_name(&letter.kind);
        let kind = kind.map_or(&*letter.kind, |kind| locale::kind(kind, language));
        let state = states::standing(letter.state, language);
        let line = lists::letter_line(&letter.letter, kind, state, language);
        let at = locale::at(&letter.created, language);
        print_line!("{}", people::sent(&at, &line, letter.copied, language))?;
        for one in &letter.notices {
            let Some(task) = &one.task else { continue };
            let target = locale::target(task, one.milestone.as_deref());
            let which = locale::occurrence(&one.stage, one.occurrence);
            let title = one.title.as_deref().unwrap_or_default();
            let why = capacities::all(config, &one.capacities, language);
            print_line!("  {}", people::why(&target, title, &which, &why, language))?;
        }
    }
    Ok(())
}
