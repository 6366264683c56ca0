//! The last lines of `plan`: how many letters to how many people, the day with the most, and what the signs in the list mean.

use std::collections::{BTreeMap, HashSet};

use jiff::civil::Date;

use crate::cli::plan::coming::Coming;
use crate::cli::plan::forecast::Forecast;
use crate::cli::terminal::locale;
use crate::cli::terminal::output::print_line;
use crate::model::Config;
use crate::plan;
use crate::view::office_zone;
use crate::words::outlook;

pub(super) fn print(config: &Config, forecast: &Forecast, coming: &[Coming]) -> anyhow::Result<()> {
    let (language, zone) = (locale::language(), office_zone(config));
    let mut days: BTreeMap<Date, usize> = BTreeMap::new();
    let mut people: HashSet<String> = HashSet::new();
    let mut letters = 0;
    for letter in plan::letters(config, &forecast.rows, &forecast.copies) {
        let all = letter.audience.to.iter().chain(&letter.audience.cc);
        people.extend(all.map(|one| one.mailbox.address.0.to_lowercase()));
        *days.entry(zone.to_datetime(letter.release).date()).or_default() += 1;
        letters += 1;
    }
    for letter in coming {
        people.extend(letter.addresses().map(str::to_lowercase));
        *days.entry(zone.to_datetime(letter.release()).date()).or_default() += 1;
        letters += 1;
    }
    if letters == 0 {
        return Ok(());
    }
    let notices = forecast.rows.len();
    print_line!("")?;
    print_line!("{}", outlook::totals((letters, coming.len()), notices, people.len(), language))?;
    // Of days with as many the first.
    let most = days.iter().max_by_key(|(day, count)| (**count, std::cmp::Reverse(**day)));
    if let Some((day, count)) = most.filter(|(_, count)| days.len() > 1 && **count > 1) {
        let day = locale::day(*day, language);
        print_line!("{}", outlook::most(&day, *count, language))?;
    }
    if forecast.rows.iter().any(|one| one.notice.id.occurrence > 0) {
        print_line!("{}", outlook::AGAIN.said(language))?;
    }
    let has_digest = |one| !forecast.copies.audience(config, one).digest.is_empty();
    if forecast.rows.iter().any(has_digest) {
        print_line!("{}", outlook::IN_DIGEST.said(language))?;
    }
    Ok(())
}
