//! `duban report`: a report for any day, on the terminal or as a file that other programs open (P5).

use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use jiff::Timestamp;

use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::times::{self, Toward, Written};
use crate::cli::terminal::{locale, output, table, to_file};
use crate::config::suggest::nearest;
use crate::letter::further::{self, shown_alone};
use crate::model::{Config, Language, Report, Ways};
use crate::plan::Moments;
use crate::plan::further::report_letter;
use crate::sheets::export::comma;
use crate::sheets::report::{markdown, workbook};
use crate::view::exported::exported_tasks;
use crate::view::figures::{About, Stood, Summary};
use crate::view::reports::{ReportDocument, parts, told};
use crate::words::{help, names, reports as words};

/// Options of `report`.
#[derive(Debug, Args)]
pub struct Reports {
    #[arg(value_name = say(words::NAME), help = say(words::WHICH))]
    name: Option<String>,
    #[arg(long, value_name = say(help::TIME), value_parser = times::time, allow_hyphen_values = true,
        help = say(words::ON))]
    on: Option<Written>,
    #[arg(long, value_name = say(words::PART), help = say(words::ABOUT))]
    about: Option<String>,
    #[arg(long, allow_hyphen_values = true, value_name = say(help::FILE), help = say(words::TO))]
    to: Option<PathBuf>,
}

impl Reports {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let (now, language) = (globals.now(), locale::language());
        let config = Arc::new(globals.in_force(now)?.config);
        let Some(name) = &self.name else { return list(&config, now, language) };
        let Some(report) = config.report(name) else {
            let known = config.reports.iter().map(|report| &*report.name);
            let near = nearest(name, known);
            return Err(Refused::no(names::unknown(words::KIND, name, near, language)));
        };
        let moment = self.moment(&config, report, now)?;
        let stood = Stood::at(&config, moment);
        let about = self.about(&config, report, moment)?;
        let since = last_moment(globals, &config, report, about, moment)?;
        let summary = told(&stood, report, about, since);
        let Some(to) = &self.to else {
            let written = further::write_further(
                &config,
                &letter(&config, report, summary, now),
                (None, now),
                &Ways::default(),
            )?;
            return Ok(output::print_bytes(written.text.as_bytes()).map(|()| Exit::Fine)?);
        };
        let bytes = bytes(&config, report, summary, to, now)?;
        if to_file::write(to, &bytes)? {
            print_line!("{}", words::written(&to.to_string_lossy(), language))?;
        }
        Ok(Exit::Fine)
    }

    /// The moment: now; of another day the report's own, if it has one that day, else the day's end.
    fn moment(
        &self,
        config: &Config,
        report: &Report,
        now: Timestamp,
    ) -> anyhow::Result<Timestamp> {
        let Some(on) = &self.on else { return Ok(now) };
        let day = on.day(config, now, Toward::Past)?;
        let calendar = &config[report.calendar];
        if day == calendar.local_date(now) {
            return Ok(now);
        }
        let end = calendar.end_of_day(day);
        let last = end.checked_sub(jiff::SignedDuration::from_secs(1)).unwrap_or(end);
        let own = Moments::of(config, report).latest(last).map(|moment| moment.at);
        Ok(own.filter(|at| calendar.local_date(*at) == day).unwrap_or(last))
    }

    /// The part that is asked for, by the id or name of its unit or supervisor; the whole by default.
    fn about(&self, config: &Config, report: &Report, moment: Timestamp) -> anyhow::Result<About> {
        let Some(typed) = &self.about else { return Ok(About::Whole) };
        let parts = parts(config, report, moment);
        let is_meant = |part: &&About| {
            part.id(config) == Some(typed.as_str()) || part.name(config) == Some(typed.as_str())
        };
        if let Some(part) = parts.iter().find(is_meant) {
            return Ok(*part);
        }
        let known: Vec<&str> = parts.iter().filter_map(|part| part.id(config)).collect();
        Err(Refused::no(words::no_part(typed, &known, locale::language())))
    }
}

/// The moment of the report before, where the ledger has one that is not later.
fn last_moment(
    globals: &Globals,
    config: &Config,
    report: &Report,
    about: About,
    moment: Timestamp,
) -> anyhow::Result<Option<Timestamp>> {
    let Some(ledger) = globals.ledger()? else { return Ok(None) };
    let subject = about.subject(config);
    let mut sights = ledger.report_sights()?.into_iter();
    let sight = sights.find(|one| *one.report == *report.name && one.about == subject);
    let last = sight.and_then(|sight| sight.last).map(|last| last.at);
    Ok(last.filter(|last| *last < moment))
}

fn letter(
    config: &Config,
    report: &Report,
    summary: Summary,
    now: Timestamp,
) -> crate::plan::FurtherLetter {
    let letter = report_letter(config, report, summary, None, now);
    crate::plan::FurtherLetter { language: locale::language(), ..letter }
}

/// The file's bytes, of the kind that its ending says.
fn bytes(
    config: &Config,
    report: &Report,
    summary: Summary,
    to: &Path,
    now: Timestamp,
) -> anyhow::Result<Vec<u8>> {
    let language = locale::language();
    let name = to.to_string_lossy().to_lowercase();
    let kind = name.rsplit_once('.').map_or("", |(_, kind)| kind);
    Ok(match kind {
        "json" => serde_json::to_vec_pretty(&ReportDocument::of(report, &summary))?,
        "xlsx" => workbook::write(&summary, language)?,
        "csv" => {
            let list = exported_tasks(&summary.stood, &summary.tasks, summary.moment);
            comma::write(&list, false, language).into_bytes()
        }
        "md" => {
            let letter = letter(config, report, summary, now);
            markdown::write(&further::says_of_report(config, &letter, now)?).into_bytes()
        }
        "txt" => {
            let letter = letter(config, report, summary, now);
            further::write_further(config, &letter, (None, now), &Ways::default())?
                .text
                .into_bytes()
        }
        "html" | "htm" => {
            let letter = letter(config, report, summary, now);
            shown_alone(further::write_further(config, &letter, (None, now), &Ways::default())?)
                .into_bytes()
        }
        _ => return Err(Refused::usage(words::which_kind(&to.to_string_lossy(), language))),
    })
}

/// A report as it may be written.
fn example(language: Language) -> String {
    let lines = [
        "[[reports]]",
        "name = \"monthly\"",
        &format!("title = \"{}\"", words::ONE_TITLE.said(language)),
        "cron = \"0 9 5 * *\"",
        "roll = \"later\"",
        "to = [\"person:ID\"]",
    ];
    lines.map(|line| format!("    {line}")).join("\n")
}

/// All reports, with when each comes next.
fn list(config: &Config, now: Timestamp, language: Language) -> anyhow::Result<Exit> {
    if config.reports.is_empty() {
        print_line!("{}\n", words::NONE.said(language))?;
        print_line!("{}\n\n{}\n", words::WRITE_ONE.said(language), example(language))?;
        print_line!("{}", words::THEN.said(language))?;
        return Ok(Exit::No);
    }
    let mut rows = table::table(words::headings(language));
    for report in &config.reports {
        let moments = Moments::of(config, report);
        let next =
            moments.next(now).map(|next| locale::time(moments.calendar(), next.at, language));
        rows.add_row([
            report.name.to_string(),
            report.title.as_deref().unwrap_or(words::TITLE.said(language)).to_owned(),
            report.cron.to_string(),
            words::per(report.per, language).to_owned(),
            next.unwrap_or_default(),
        ]);
    }
    table::print(&rows)?;
    Ok(Exit::Fine)
}
