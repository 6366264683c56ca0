//! `duban rehearse`: all letters of a day, written to a folder with an index page; nothing is sent or recorded.

use std::fs;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context;
use clap::Args;
use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use minijinja::HtmlEscape;

use crate::channels;
use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::times::{self, Toward, Written};
use crate::letter::further;
use crate::model::{Config, LetterKind, Release, Ways};
use crate::plan;
use crate::plan::further::report_letter;
use crate::plan::{Audience, Draft, FurtherLetter, Moments, Target};
use crate::view::figures::Stood;
use crate::view::reports::{parts, told};
use crate::words::{help, lists, rehearsal};

/// Options of `rehearse`.
#[derive(Debug, Args)]
pub struct Rehearse {
    #[arg(long, value_name = say(help::TIME), value_parser = times::time, allow_hyphen_values = true,
        help = say(rehearsal::ON))]
    on: Option<Written>,
    #[arg(long, help = say(rehearsal::FIRST_START))]
    first_start: bool,
    #[arg(value_name = say(help::FOLDER), help = say(rehearsal::FOLDER))]
    folder: Option<PathBuf>,
}

/// Names the files of a rehearsal, so that the next one may take their place.
const LIST: &str = ".duban-rehearsal";

/// A letter of the day.
enum Letter {
    /// Of stages.
    Staged(Draft),
    /// A digest or a report.
    Further(Box<FurtherLetter>),
}

/// A letter that was written.
struct Rehearsed {
    at: Timestamp,
    letter: Letter,
    subject: String,
    file: String,
}

impl Rehearse {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let now = globals.now();
        let language = locale::language();
        let config = Arc::new(globals.checked(now)?);
        let day = match &self.on {
            Some(on) => on.day(&config, now, Toward::Future)?,
            None => times::today(&config, now),
        };
        let office = times::office(&config);
        let time = office.start_of_day(day)..office.end_of_day(day);
        let letters = letters(&config, time.clone(), self.first_start);
        let date = locale::day(day, language);
        if letters.is_empty() {
            let next = next_day(&config, time.end).map(|day| locale::day(day, language));
            print_line!("{}", rehearsal::none(&date, next.as_deref(), language))?;
            return Ok(Exit::No);
        }
        let folder = self.folder.unwrap_or_else(|| PathBuf::from(format!("rehearsal-{day}")));
        clear(&folder)?;
        let written = write(&config, letters, &folder);
        let written = written
            .with_context(|| rehearsal::unwritten(&folder.display().to_string(), language))?;
        let index = folder.join("index.html").display().to_string();
        print_line!("{}", rehearsal::written(written, &date, &index, language))?;
        Ok(Exit::Fine)
    }
}

/// All letters of that time, in the order in which they leave.
fn letters(
    config: &Arc<Config>,
    time: Range<Timestamp>,
    first_start: bool,
) -> Vec<(Timestamp, Letter)> {
    let staged = plan::rehearsal(config, time.clone(), first_start);
    let mut further = plan::rehearsed_digests(config, &staged, time.clone());
    further.extend(reports(config, time));
    let staged = staged.into_iter().map(|(at, draft)| (at, Letter::Staged(draft)));
    let further = further.into_iter().map(|(at, one)| (at, Letter::Further(Box::new(one))));
    let mut all: Vec<(Timestamp, Letter)> = staged.chain(further).collect();
    all.sort_by_key(|(at, _)| *at);
    all
}

/// The reports whose moment lies in that time (P1).
fn reports(config: &Arc<Config>, time: Range<Timestamp>) -> Vec<(Timestamp, FurtherLetter)> {
    let mut all = Vec::new();
    for report in &config.reports {
        let moments = Moments::of(config, report);
        let mut after = time.start - SignedDuration::from_nanos(1);
        while let Some(moment) = moments.next(after).filter(|moment| moment.at < time.end) {
            after = moment.at;
            let at = plan::whole_minute(moment.at);
            let stood = Stood::at(config, at);
            for about in parts(config, report, at) {
                let summary = told(&stood, report, about, None);
                if summary.says_nothing() && !report.empty {
                    continue;
                }
                let letter = report_letter(config, report, summary, Some(moment), at);
                if !letter.audience.to.is_empty() {
                    all.push((at, letter));
                }
            }
        }
    }
    all
}

/// The next day on which a letter leaves, if nothing was due before.
fn next_day(config: &Config, from: Timestamp) -> Option<Date> {
    let next = |target: Target| {
        let calendar = target.calendar(config);
        let coming = plan::simulate(config, target, Vec::new(), from, Timestamp::MAX);
        let mut coming = coming.take(1000).filter(|one| one.notice.moment >= from);
        coming.next().map(|one| calendar.local_date(one.release))
    };
    Target::all(config).filter_map(next).min()
}

/// Takes away what an earlier rehearsal wrote there, and nothing else.
fn clear(folder: &Path) -> anyhow::Result<()> {
    let language = locale::language();
    let shown = || rehearsal::unwritten(&folder.display().to_string(), language);
    let names = match fs::read_to_string(folder.join(LIST)) {
        Ok(names) => names,
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let empty = match fs::read_dir(folder) {
                Ok(mut entries) => entries.next().is_none(),
                Err(error) if error.kind() == io::ErrorKind::NotFound => true,
                Err(error) => return Err(error).with_context(shown),
            };
            return match empty {
                true => fs::create_dir_all(folder).with_context(shown),
                false => {
                    let folder = folder.display().to_string();
                    Err(Refused::no(rehearsal::not_empty(&folder, language)))
                }
            };
        }
        Err(error) => return Err(error).with_context(shown),
    };
    // A name leads nowhere else, whoever wrote the list.
    for name in names.lines().filter(|name| !name.contains('/') && *name != "..") {
        match fs::remove_file(folder.join(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => {
                return Err(error).with_context(shown);
            }
            _ => {}
        }
    }
    Ok(())
}

/// Each letter as HTML, as text and as a message; then the page that lists them. How many there are.
fn write(
    config: &Config,
    letters: Vec<(Timestamp, Letter)>,
    folder: &Path,
) -> anyhow::Result<usize> {
    let mut rehearsed = Vec::new();
    let mut names = vec!["index.html".to_owned()];
    for (number, (at, letter)) in letters.into_iter().enumerate() {
        let (body, message) = match &letter {
            Letter::Staged(draft) => {
                (channels::body(config, draft, at)?, channels::compose(config, draft, at)?)
            }
            Letter::Further(one) => (
                further::write_further(config, one, (None, at), &Ways::default())?,
                channels::compose_further(config, one, at)?,
            ),
        };
        let (subject, text) = (body.subject.clone(), body.text.clone());
        let page = further::shown_alone(body);
        let file = file_name(number + 1, &letter);
        let parts = [
            ("html", page.as_bytes()),
            ("txt", text.as_bytes()),
            ("eml", message.bytes.as_slice()),
        ];
        for (ending, bytes) in parts {
            let name = format!("{file}.{ending}");
            // Known before it is there: whatever happens, the next rehearsal finds it.
            names.push(name.clone());
            fs::write(folder.join(LIST), names.join("\n"))?;
            fs::write(folder.join(name), bytes)?;
        }
        rehearsed.push(Rehearsed { at, letter, subject, file });
    }
    fs::write(folder.join("index.html"), index(config, &rehearsed))?;
    Ok(rehearsed.len())
}

/// `001-overdue-zhang`
fn file_name(number: usize, letter: &Letter) -> String {
    let to = letter.audience().to.first().map_or("", |one| one.mailbox.address.0.as_ref());
    let local = to.split('@').next().unwrap_or_default();
    let plain = |one: char| if one.is_alphanumeric() || "._-".contains(one) { one } else { '_' };
    let local: String = local.chars().map(plain).take(40).collect();
    format!("{number:03}-{}-{local}", letter.kind().name())
}

impl Letter {
    fn kind(&self) -> LetterKind {
        match self {
            Letter::Staged(draft) => draft.kind,
            Letter::Further(one) => one.kind,
        }
    }

    fn audience(&self) -> &Audience {
        match self {
            Letter::Staged(draft) => &draft.audience,
            Letter::Further(one) => &one.audience,
        }
    }

    fn release(&self) -> Release {
        match self {
            Letter::Staged(draft) => draft.release,
            Letter::Further(one) => one.release,
        }
    }

    /// The name of a letter of its stage's own.
    fn own(&self) -> Option<&str> {
        match self {
            Letter::Staged(draft) => draft.own.as_deref(),
            Letter::Further(_) => None,
        }
    }
}

/// On a phone each letter is a block, its subject first.
const STYLE: &str = "\
:root{color-scheme:light dark}\
body{font-family:sans-serif;line-height:1.5;margin:2em auto;padding:0 1em;max-width:75em}\
table{border-collapse:collapse;width:100%}\
td,th{border-bottom:1px solid #8888;padding:.4em .6em;text-align:left;vertical-align:top;overflow-wrap:anywhere}\
th,td:nth-child(1),td:nth-child(2),td:nth-child(6){white-space:nowrap}\
@media(max-width:720px){\
thead{display:none}\
tr{display:grid;border-bottom:1px solid #8888;padding:.7em 0}\
td{border:0;padding:.1em 0}\
td:nth-child(5){order:-1;font-weight:bold}\
td:not([data-head='']):before{content:attr(data-head) ' ';opacity:.7}\
}";

/// A table of the letters, each with its three forms.
fn index(config: &Config, letters: &[Rehearsed]) -> String {
    let language = locale::language();
    let zone = crate::view::office_zone(config);
    let heads = rehearsal::headings(language);
    let mut rows = String::new();
    for one in letters {
        let Rehearsed { at, letter, subject, file } = one;
        let kind = letter.own().unwrap_or_else(|| locale::letter(letter.kind(), language));
        let kind = match letter.release() {
            Release::Auto => kind.to_owned(),
            Release::Ask => lists::held_letter(kind, language),
        };
        let time = crate::words::dates::time(&zone, *at, language);
        let (to, cc) = (locale::names(&letter.audience().to), locale::names(&letter.audience().cc));
        let [.., to_whom, copied, _, _] = heads;
        let cells = [("", time), ("", kind), (to_whom, to), (copied, cc)].map(|(head, cell)| {
            // On a narrow screen the heads are not there.
            let named = if head.is_empty() || cell.is_empty() { "" } else { head };
            format!("<td data-head=\"{named}\">{}</td>", HtmlEscape(&cell))
        });
        rows += &format!(
            "<tr>{}<td data-head=\"\"><a href=\"{file}.html\">{}</a></td><td data-head=\"\"><a href=\"{file}.txt\">txt</a> \
             <a href=\"{file}.eml\">eml</a></td></tr>\n",
            cells.concat(),
            HtmlEscape(subject)
        );
    }
    let heads = heads.map(|head| format!("<th>{head}</th>")).concat();
    let title = rehearsal::TITLE.said(language);
    format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n\
         <h1>{title}</h1>\n<table>\n<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}</tbody></table>\n</html>\n",
        language.name()
    )
}
