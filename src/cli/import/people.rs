//! A list of people: the addresses that it has are written to the people of the files.

use jiff::Timestamp;
use serde::Serialize;

use crate::cli::import::plan::{Checked, Plan};
use crate::cli::import::{Import, record, show};
use crate::cli::terminal::exit::Exit;
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::{locale, output};
use crate::config::Loaded;
use crate::import::address_book::Book;
use crate::import::addressed::{Addressed, Left, Taken, look_up};
use crate::import::again::Compared;
use crate::import::writing;
use crate::model::Config;
use crate::view::office_day;
use crate::words::address_book as words;

#[derive(Serialize)]
struct Document<'a> {
    taken: Vec<TakenJson<'a>>,
    left: Vec<LeftJson<'a>>,
    same: usize,
    unknown: &'a [String],
    missing: &'a [String],
}

#[derive(Serialize)]
struct TakenJson<'a> {
    person: &'a str,
    name: &'a str,
    email: &'a str,
    was: Option<&'a str>,
}

#[derive(Serialize)]
struct LeftJson<'a> {
    place: String,
    name: &'a str,
    email: &'a [String],
    why: &'static str,
}

impl Import {
    /// Takes the addresses; exit 1 if a row about somebody of the files was left out.
    pub(super) fn people(
        &self,
        books: &[Book],
        globals: &Globals,
        loaded: &Loaded,
        config: &Config,
        now: Timestamp,
    ) -> anyhow::Result<Exit> {
        let entries: Vec<_> = books.iter().flat_map(|book| book.entries.clone()).collect();
        let found = look_up(&entries, config, self.create, self.replace);
        let import = writing::Import {
            by: self.given_by(config),
            on: office_day(config, now),
            policy: None,
        };
        let compared = Compared::default();
        let plan = Plan::of(globals, loaded, config, &self.list, &found.made, &compared, &import)?;
        let gaps = match plan.is_empty() {
            true => 0,
            false => match plan.check(globals, loaded, now)? {
                Checked::Fine(gaps) => gaps,
                // There are no tasks in it.
                Checked::Rows(..) => 0,
            },
        };
        output::before_work(match self.json {
            true => output::print_json(&document(&found)).map_err(Into::into),
            false => told(books, &found, &plan),
        })?;
        if self.write {
            let edit = record::edit(&self.list, &compared, &found.made, &import);
            record::around(globals, &edit, now, || plan.write())?;
        }
        match (self.json, self.write) {
            (true, _) => {}
            (false, true) => show::end(&plan, gaps, true)?,
            (false, false) => print_line!("{}", words::NOTHING_WRITTEN.said(locale::language()))?,
        }
        let some_left = !found.left.is_empty() || !found.missing.is_empty();
        Ok(if some_left { Exit::No } else { Exit::Fine })
    }
}

fn told(books: &[Book], found: &Addressed, plan: &Plan) -> anyhow::Result<()> {
    let language = locale::language();
    for book in books {
        let line = words::read(book.sheet.as_deref(), book.header, &book.columns, language);
        print_line!("{line}")?;
        if !book.hidden.is_empty() {
            print_line!("{}", words::hidden(&book.hidden, language))?;
        }
    }
    let difference = plan.difference();
    if !difference.is_empty() {
        output::print(&format!("\n{difference}"))?;
    }
    print_line!("")?;
    for one in found.taken.iter().filter(|one| one.was.is_some()) {
        print_line!("{}", words::taken(one, language))?;
    }
    let made = found.made.people.len();
    print_line!("{}", words::count(found.taken.len(), made, found.same, language))?;
    if !found.left.is_empty() {
        print_line!("{}", words::LEFT.said(language))?;
    }
    for (entry, why) in &found.left {
        print_line!("  {}", words::left(entry, why, language))?;
    }
    if !found.unknown.is_empty() {
        print_line!("{}", words::unknown(&found.unknown, language))?;
    }
    if !found.missing.is_empty() {
        print_line!("{}", words::missing(&found.missing, language))?;
    }
    Ok(())
}

fn document(found: &Addressed) -> Document<'_> {
    let taken = found.taken.iter().map(|Taken { person, name, email, was }| TakenJson {
        person,
        name,
        email,
        was: was.as_deref(),
    });
    let left = found.left.iter().map(|(entry, why)| LeftJson {
        place: entry.place.to_string(),
        name: &entry.name,
        email: &entry.addresses,
        why: match why {
            Left::Several(_) => "several",
            Left::NoAddress(_) => "no-address",
            Left::Namesakes(..) => "namesakes",
            Left::Known(_) => "same-name-in-files",
            Left::Differs { .. } => "differs",
            Left::Shifted => "shifted",
        },
    });
    Document {
        taken: taken.collect(),
        left: left.collect(),
        same: found.same,
        unknown: &found.unknown,
        missing: &found.missing,
    }
}
