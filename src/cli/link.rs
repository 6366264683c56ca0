//! `duban link`: a signed link to a person's page, to their calendar, or to the office's page (A6); and a new key.

use clap::Args;
use jiff::civil::Date;

use crate::channels::PasswordError;
use crate::channels::link_key::{LinkKeyError, LinkKeySource};
use crate::cli::names;
use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::{locale, times, values};
use crate::model::{Link as Signed, LinkKey, Span, TimeUnit};
use crate::words::{causes, filters, links, system};

/// A link is good for so long unless something else is said.
const DAYS: Span = Span { count: 30, unit: TimeUnit::Day };

/// The longest: a link that is lost does not stay open for ever.
const LONGEST: i64 = 366;

/// Options of `link`.
#[derive(Debug, Args)]
pub struct Link {
    #[arg(value_name = say(filters::PERSON), required_unless_present_any = ["office", "rotate"],
        conflicts_with_all = ["office", "rotate"], help = say(links::WHOSE))]
    person: Option<String>,
    #[arg(long, conflicts_with = "rotate", help = say(links::OFFICE))]
    office: bool,
    #[arg(long, requires = "person", help = say(links::CALENDAR))]
    calendar: bool,
    #[arg(long = "for", value_name = say(links::LENGTH), value_parser = values::length,
        conflicts_with = "rotate", help = say(links::FOR))]
    length: Option<Span>,
    #[arg(long, help = say(links::ROTATE))]
    rotate: bool,
}

impl Link {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let now = globals.real_now("link")?;
        let in_force = globals.in_force(now)?;
        let config = &in_force.config;
        let web = config.web.as_ref().ok_or_else(|| Refused::no(say(links::NO_WEB)))?;
        let source = LinkKeySource::of(web, &globals.root_folder(), &globals.state());
        if self.rotate {
            source.rotate().map_err(refused)?;
            print_line!("{}", say(links::ROTATED))?;
            return Ok(Exit::Fine);
        }
        let link = match &self.person {
            None => Signed::Office,
            Some(typed) => {
                let person = config[names::person(config, typed)?].id.clone();
                if self.calendar { Signed::Calendar(person) } else { Signed::Person(person) }
            }
        };
        let office = times::office(config);
        let today = office.local_date(now);
        let last = last_day(&office, today, self.length.unwrap_or(DAYS))?;
        let key: LinkKey = source.key().map_err(refused)?;
        let token = key.sign(&link, office.end_of_day(last));
        print_line!("{}", link.url(&web.url, &token))?;
        let language = locale::language();
        print_line!("{}", links::good_until(&last.to_string(), language))?;
        Ok(Exit::Fine)
    }
}

/// The last day on which it is good.
fn last_day(office: &crate::model::Calendar, today: Date, length: Span) -> anyhow::Result<Date> {
    let last = office.shift(today, length.count.into(), length.unit);
    let fits = |last: &Date| last.duration_since(today).as_hours() / 24 <= LONGEST;
    last.filter(fits).ok_or_else(|| Refused::usage(say(links::TOO_LONG)))
}

/// Why there is no key, and what to do.
fn refused(error: LinkKeyError) -> anyhow::Error {
    let language = locale::language();
    Refused::no(match error {
        LinkKeyError::Named(error) => links::not_to_be_had(&named(&error), language),
        LinkKeyError::File { path, source } => links::no_file(
            &path.display().to_string(),
            &system::reason(&source, language),
            language,
        ),
        LinkKeyError::Exposed { path, why } => {
            links::exposed(&path.display().to_string(), &causes::said(&why, language), language)
        }
        LinkKeyError::TooShort => say(links::TOO_SHORT).to_owned(),
        LinkKeyError::NotOurs => say(links::NOT_OURS).to_owned(),
    })
}

/// What the root file names.
fn named(error: &PasswordError) -> String {
    match error {
        PasswordError::NoCredentials(name) | PasswordError::NoVariable(name) => name.to_string(),
        PasswordError::Unreadable { path, .. } | PasswordError::Exposed { path, .. } => {
            path.display().to_string()
        }
        PasswordError::Empty(from) => from.clone(),
    }
}
