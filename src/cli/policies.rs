//! `duban policies`: the policies that ship; one of them with the dates that it gives an imagined task.

use std::collections::{BTreeMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

use anyhow::Context;
use clap::Args;
use jiff::{Timestamp, ToSpan};

use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::{self, say};
use crate::cli::terminal::output::{print, print_line};
use crate::cli::terminal::table;
use crate::config::shipped::POLICIES;
use crate::config::{self, Files};
use crate::model::{Config, Language};
use crate::plan::{self, Planned, Target};
use crate::words::policies as words;
use crate::words::{help, lists};

/// Options of `policies`.
#[derive(Debug, Args)]
pub struct Policies {
    #[arg(value_name = say(help::POLICY_NAME), help = say(help::POLICIES_NAME))]
    name: Option<String>,
}

impl Policies {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let language = locale::language();
        let Some(name) = self.name else {
            for (name, text) in POLICIES {
                print_line!("{name:<20}{}", title(text, language))?;
            }
            print_line!("\n{}", say(words::HOW_TO_NAME))?;
            return Ok(Exit::Fine);
        };
        let Some((name, text)) = POLICIES.iter().find(|(known, _)| *known == name) else {
            let names: Vec<&str> = POLICIES.iter().map(|(name, _)| *name).collect();
            return Err(Refused::no(words::unknown(&name, &names, language)));
        };
        print(text)?;
        print_dates(name, globals.now(), language)?;
        Ok(Exit::Fine)
    }
}

/// The first line of its comment, in Chinese; the second, in English.
fn title(text: &str, language: Language) -> &str {
    let line = match language {
        Language::ZhCn => text.lines().next(),
        Language::En => text.lines().nth(1),
    };
    line.unwrap_or_default().trim_start_matches("# ")
}

/// When each stage leaves first for a task that is opened today and due in 60 days; for one that is done today; and for
/// one that is verified today.
fn print_dates(name: &str, now: Timestamp, language: Language) -> anyhow::Result<()> {
    let (config, notices) = first_notices(name, now, language)?;
    print_line!("\n{}\n", say(words::IMAGINED))?;
    let mut table = table::table(words::headings(language));
    for planned in &notices {
        let id = &planned.notice.id;
        let target = planned.notice.target;
        let calendar = target.calendar(&config);
        let day = calendar.local_date(planned.release);
        let stage = planned.notice.stage(&config);
        let audience = plan::audience(&config, target, stage, day);
        let letter = plan::letter_kind(&config, &planned.notice, planned.release);
        table.add_row([
            words::task(id.subject.id(), language).to_owned(),
            id.stage.to_string(),
            locale::time(calendar, planned.release, language),
            lists::letter(letter, language).to_owned(),
            locale::names(&audience.to),
            locale::names(&audience.cc),
        ]);
    }
    table::print(&table)
}

/// The imagined configuration, and the first notice of each stage within three years.
fn first_notices(
    name: &str,
    now: Timestamp,
    language: Language,
) -> anyhow::Result<(Config, Vec<Planned>)> {
    let root = PathBuf::from("duban.toml");
    let zone = words::zone(language);
    let today = now.in_tz(zone)?.date();
    let text = words::imagined(name, today, today.checked_add(60.days())?, language);
    let files = Memory(BTreeMap::from([(root.clone(), text)]));
    let loaded = config::load(&root, &files, now);
    let config =
        loaded.config.context("the imagined task does not check; this is a bug in duban")?;
    let until = now.checked_add((3 * 366 * 24).hours())?;
    let mut seen = HashSet::new();
    let mut notices = Vec::new();
    for target in Target::all(&config) {
        // Over a weekend a repeat by days may fall on the day of the stage itself, and goes in its place (T7).
        let of_target = plan::simulate(&config, target, Vec::new(), now, until);
        notices.extend(of_target.filter(|planned| seen.insert(planned.notice.id.stage.clone())));
    }
    Ok((config, notices))
}

/// Files in memory.
struct Memory(BTreeMap<PathBuf, String>);

impl Files for Memory {
    fn read(&self, path: &Path) -> io::Result<Vec<u8>> {
        let text = self.0.get(path).ok_or(io::ErrorKind::NotFound)?;
        Ok(text.clone().into_bytes())
    }

    fn glob(&self, _: &Path, _: &str) -> Result<Vec<PathBuf>, crate::model::met::Met> {
        Ok(Vec::new())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Level, render};

    const NOON: Timestamp = Timestamp::constant(1_795_492_800, 0);

    /// Every policy that ships checks, whoever fills its roles, and each of its stages is reached by a task of its
    /// kind; each keeps its name and its two titles.
    #[test]
    fn each_checks_and_reaches_all_its_stages() {
        for (name, text) in POLICIES {
            for language in [Language::ZhCn, Language::En] {
                assert!(title(text, language).len() > 10, "{name} has no title");
                let root = PathBuf::from("duban.toml");
                let today = NOON.in_tz(words::zone(language)).unwrap().date();
                let due = today.checked_add(60.days()).unwrap();
                let written = words::imagined(name, today, due, language);
                let files = Memory(BTreeMap::from([(root.clone(), written)]));
                let loaded = config::load(&root, &files, NOON);
                let wrong = loaded.findings.iter().any(|one| one.level == Level::Error);
                let said = render(&loaded.findings, &loaded.sources, language);
                assert!(!wrong, "{name}: {said}");
                let (config, notices) = first_notices(name, NOON, language).unwrap();
                let policy = config.policies.iter().find(|policy| policy.id.as_ref() == name);
                let stages = &policy.expect("it is named").stages;
                let wanted = stages.iter().filter(|stage| !stage.implied);
                let missing: Vec<&str> = wanted
                    .map(|stage| stage.name.as_ref())
                    .filter(|stage| !notices.iter().any(|one| *one.notice.id.stage == **stage))
                    .collect();
                assert_eq!(missing, Vec::<&str>::new(), "{name}: stages that no task reaches");
            }
        }
    }
}
