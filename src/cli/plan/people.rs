//! `plan --by person`: how many letters each will get.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::cli::plan::forecast::Forecast;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::{locale, output, table};
use crate::model::Config;
use crate::plan;
use crate::plan::Addressee;
use crate::plan::further::digest_audience;
use crate::view::planned::PersonLetters;
use crate::words::{lists, outlook};

#[derive(Serialize)]
struct Document<'a> {
    people: &'a [PersonLetters],
    not_in_force: &'a [String],
}

/// Everybody who gets a letter, the most letters first.
pub(super) fn people(config: &Config, forecast: &Forecast) -> Vec<PersonLetters> {
    let mut found: BTreeMap<String, PersonLetters> = BTreeMap::new();
    for letter in plan::letters(config, &forecast.rows, &forecast.copies) {
        let notices = letter.notices.len();
        for one in &letter.audience.to {
            let person = count(config, &mut found, one, notices);
            person.to += 1;
        }
        for one in &letter.audience.cc {
            let person = count(config, &mut found, one, notices);
            person.copies += 1;
        }
    }
    for digest in &forecast.digests {
        let audience = digest_audience(config, digest.person);
        for one in &audience.to {
            let person = count(config, &mut found, one, 0);
            person.to += 1;
        }
    }
    let mut people: Vec<PersonLetters> = found.into_values().collect();
    people.sort_by_key(|one| std::cmp::Reverse(one.letters));
    people
}

fn count<'f>(
    config: &Config,
    found: &'f mut BTreeMap<String, PersonLetters>,
    one: &Addressee,
    notices: usize,
) -> &'f mut PersonLetters {
    let address = &one.mailbox.address.0;
    let person = found.entry(address.to_lowercase()).or_insert_with(|| PersonLetters {
        person: one.person.map(|person| config[person].id.to_string()),
        name: locale::name(one),
        address: one.mailbox.address.to_string(),
        letters: 0,
        to: 0,
        copies: 0,
        notices: 0,
    });
    person.letters += 1;
    person.notices += notices;
    person
}

pub(super) fn print(
    people: &[PersonLetters],
    not_in_force: &[String],
    json: bool,
) -> anyhow::Result<()> {
    if json {
        return Ok(output::print_json(&Document { people, not_in_force })?);
    }
    let language = locale::language();
    if people.is_empty() {
        return Ok(print_line!("{}", lists::NO_NOTICES.said(language))?);
    }
    let mut table = table::table(outlook::people(language));
    (2..6).for_each(|column| table::align_right(&mut table, column));
    for one in people {
        let number = |count: usize| count.to_string();
        table.add_row([
            one.name.clone(),
            one.address.clone(),
            number(one.letters),
            number(one.to),
            number(one.copies),
            number(one.notices),
        ]);
    }
    table::print(&table)
}
