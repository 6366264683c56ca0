//! `duban policies`: the policies that ship; one of them with the dates that it gives an imagined task.

use std::collections::{BTreeMap, BTreeSet, HashSet};
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
use crate::words::{help, lists, weeks};

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
        print_dates(name, text, globals.now(), language)?;
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

/// When each stage leaves first for a task that is opened today; for one that is done today; and for one that is verified
/// today. Dates that no holiday set covers are marked.
fn print_dates(name: &str, text: &str, now: Timestamp, language: Language) -> anyhow::Result<()> {
    let (config, notices) = first_notices(name, text, now, language)?;
    let open = Target::all(&config).find(|target| &*target.task(&config).id == words::OPEN);
    let due = open.map(|open| open.calendar(&config).day_of(plan::deadline(&config, open)));
    let due = due.map(|due| locale::day(due, language)).unwrap_or_default();
    print_line!("\n{}\n", words::setting(&due, deadline(text), language))?;
    let mut uncovered = BTreeSet::new();
    let mut table = table::table(words::headings(language));
    for planned in &notices {
        let id = &planned.notice.id;
        let target = planned.notice.target;
        let calendar = target.calendar(&config);
        let day = calendar.local_date(planned.release);
        let covered = calendar.covers(day.year());
        if !covered {
            uncovered.insert(day.year());
        }
        let stage = planned.notice.stage(&config);
        let audience = plan::audience(&config, target, stage, day);
        let letter = plan::letter_kind(&config, &planned.notice, planned.release);
        table.add_row([
            words::task(id.subject.id(), language).to_owned(),
            id.stage.to_string(),
            weeks::marked(&locale::time(calendar, planned.release, language), covered),
            lists::letter(letter, language).to_owned(),
            locale::names(&audience.to),
            locale::names(&audience.cc),
        ]);
    }
    table::print(&table)?;
    let passed = passed_over(&config, name, &notices);
    if !passed.is_empty() {
        print_line!("\n{}", words::passed_over(&passed, language))?;
    }
    for year in uncovered {
        print_line!("\n{}", weeks::uncovered("default", year, language))?;
    }
    Ok(())
}

/// The stages for which no letter goes, because one of a later stage goes the same day (T7).
fn passed_over<'c>(config: &'c Config, name: &str, notices: &[Planned]) -> Vec<&'c str> {
    let policy = config.policies.iter().find(|policy| *policy.id == *name);
    let stages = policy.into_iter().flat_map(|policy| &policy.stages);
    let silent = stages.filter(|stage| {
        !stage.implied && !notices.iter().any(|one| *one.notice.id.stage == *stage.name)
    });
    silent.map(|stage| &*stage.name).collect()
}

/// The deadline that the policy's comment gives first to those who write a rule.
fn deadline(text: &str) -> &str {
    let comment = text.lines().filter(|line| line.starts_with('#'));
    let given = comment.filter_map(|line| line.split_once("due = \"")?.1.split_once('"'));
    given.map(|(due, _)| due).next().unwrap_or("opened+60d")
}

/// The imagined configuration, and the first notice of each stage within three years: of the task that is open, of that
/// which is done, of that which is verified.
fn first_notices(
    name: &str,
    text: &str,
    now: Timestamp,
    language: Language,
) -> anyhow::Result<(Config, Vec<Planned>)> {
    let root = PathBuf::from("duban.toml");
    let zone = words::zone(language);
    let today = now.in_tz(zone)?.date();
    let text = words::imagined(name, today, deadline(text), language);
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
    notices.sort_by_key(|planned| (words::place(planned.notice.id.subject.id()), planned.release));
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
    use jiff::civil::Date;

    use super::*;
    use crate::config::{Level, render};

    const NOON: Timestamp = Timestamp::constant(1_795_492_800, 0);

    /// What the table is about is the deadline that the comment tells people to write, task by task.
    #[test]
    fn each_is_told_for_the_deadline_of_its_comment() {
        for (name, text) in POLICIES {
            let (config, notices) = first_notices(name, text, NOON, Language::En).unwrap();
            let place = |one: &Planned| words::place(one.notice.id.subject.id());
            assert!(notices.iter().map(place).is_sorted(), "{name}");
            let today = NOON.in_tz("America/New_York").unwrap().date();
            let due = plan::deadline(&config, notices[0].notice.target);
            let due = config.calendars[0].day_of(due);
            let wanted = match name {
                "cn:13710" => today.checked_add(7.days()),
                "audit:follow-up" => today.checked_add(6.months()),
                "capa" => Ok(config.calendars[0].nth_working_day(today, 60).unwrap()),
                "fedramp:poam" => today.checked_add(30.days()),
                "iso:nonconformity" => today.checked_add(90.days()),
                "kev:bod-22-01" | "kev:bod-26-04" => today.checked_add(14.days()),
                _ => today.checked_add(60.days()),
            };
            assert_eq!(due, wanted.unwrap(), "{name}");
        }
    }

    /// When a stage of an imagined task that is opened at noon leaves first, as days after its deadline or its beginning.
    fn days_after(stage: &str, name: &str, now: Timestamp, from: fn(Date, Date) -> Date) -> i32 {
        let text = POLICIES.iter().find(|(known, _)| *known == name).unwrap().1;
        let (config, notices) = first_notices(name, text, now, Language::En).unwrap();
        let found = notices.iter().find(|one| *one.notice.id.stage == *stage);
        let found = found.unwrap_or_else(|| panic!("{name}: {stage} never leaves"));
        let calendar = &config.calendars[0];
        let due = calendar.day_of(plan::deadline(&config, found.notice.target));
        let base = from(calendar.local_date(now), due);
        base.until(calendar.local_date(found.release)).unwrap().get_days()
    }

    /// Weekends and holidays move letters later; what a source gives days for is asked for within them all the same.
    #[test]
    fn what_has_a_last_day_is_asked_for_by_then_over_weekends_and_holidays() {
        for day in 0..50 {
            let now = NOON.checked_add((24 * day).hours()).unwrap();
            // 29 CFR 1903.19: the certificate is due within ten days.
            let after = days_after("last-days", "osha:abatement", now, |_, due| due);
            assert!((7..=10).contains(&after), "day {day}: {after}");
            let after = days_after("certificate", "osha:abatement", now, |_, due| due);
            assert!((3..=6).contains(&after), "day {day}: {after}");
            // A dependency on a vendor is checked at least every 30 days.
            let after = days_after("check-in", "fedramp:poam", now, |opened, _| opened);
            assert!((27..=30).contains(&after), "day {day}: {after}");
            // Whatever day the seventh is, somebody is reminded before it has passed.
            let before = days_after("last-call", "cn:13710", now, |_, due| due);
            assert!((-5..0).contains(&before), "day {day}: {before}");
        }
    }

    /// Every policy that ships checks, whoever fills its roles, and each of its stages is reached by a task of its
    /// kind; each keeps its name and its two titles.
    #[test]
    fn each_checks_and_reaches_all_its_stages() {
        for (name, text) in POLICIES {
            for language in [Language::ZhCn, Language::En] {
                assert!(title(text, language).len() > 10, "{name} has no title");
                let root = PathBuf::from("duban.toml");
                let today = NOON.in_tz(words::zone(language)).unwrap().date();
                let written = words::imagined(name, today, deadline(text), language);
                let files = Memory(BTreeMap::from([(root.clone(), written)]));
                let loaded = config::load(&root, &files, NOON);
                let wrong = loaded.findings.iter().any(|one| one.level == Level::Error);
                let said = render(&loaded.findings, &loaded.sources, language);
                assert!(!wrong, "{name}: {said}");
                // Over a weekend or holiday a later stage may take the place of one.
                let missing = |day: i64| -> Vec<String> {
                    let now = NOON.checked_add((24 * day).hours()).unwrap();
                    let (config, notices) = first_notices(name, text, now, language).unwrap();
                    let passed = passed_over(&config, name, &notices);
                    passed.into_iter().map(str::to_owned).collect()
                };
                let later = missing(9);
                let never = missing(0).into_iter().filter(|stage| later.contains(stage));
                assert_eq!(
                    never.collect::<Vec<_>>(),
                    Vec::<String>::new(),
                    "{name}: stages that no task reaches"
                );
            }
        }
    }
}
