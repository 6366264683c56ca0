//! `duban calendar`: a month, with its working days, holidays, make-up days and deadlines.

use clap::Args;
use jiff::ToSpan;
use jiff::civil::Date;
use serde::Serialize;
use unicode_width::UnicodeWidthStr;

use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::{Unwritten, print_line};
use crate::cli::terminal::periods::{self, Month};
use crate::cli::terminal::{locale, output, style, times};
use crate::config::suggest::nearest;
use crate::model::{Calendar, Config};
use crate::plan;
use crate::plan::{Colour, Target};
use crate::view::days::{CalendarDay, Day, Deadline};
use crate::words::{dates, help, weeks};

/// Options of `calendar`.
#[derive(Debug, Args)]
pub struct MonthView {
    #[arg(value_name = say(weeks::MONTH), value_parser = periods::month, allow_hyphen_values = true,
        help = say(weeks::CALENDAR_MONTH))]
    month: Option<Month>,
    #[arg(long, value_name = say(weeks::NAME), help = say(weeks::CALENDAR_NAME))]
    calendar: Option<String>,
    #[arg(long, help = say(help::JSON))]
    json: bool,
}

#[derive(Serialize)]
struct Document<'c> {
    calendar: &'c str,
    timezone: &'c str,
    month: String,
    /// Whether the holiday sets know the year (T2).
    covered: bool,
    days: Vec<CalendarDay<'c>>,
    not_in_force: Vec<String>,
}

impl MonthView {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let now = globals.now();
        let in_force = globals.to_show(now)?;
        let config = &in_force.config;
        let office = times::office(config);
        let calendar = match &self.calendar {
            None => &*office,
            Some(id) => named(config, id)?,
        };
        let first = match &self.month {
            Some(month) => month.first(config, now)?,
            None => calendar.local_date(now).first_of_month(),
        };
        let mut days = Vec::new();
        for offset in 0..first.days_in_month() {
            days.push(CalendarDay::of(calendar, first.checked_add(offset.days())?));
        }
        for target in Target::all(config) {
            let colour = plan::colour(config, target, now);
            let day = target.calendar(config).day_of(plan::deadline(config, target));
            if colour == Colour::Grey || day.first_of_month() != first {
                continue;
            }
            let (task, milestone) = (target.task(config), target.milestone(config));
            days[day.day() as usize - 1].deadlines.push(Deadline {
                task: &task.id,
                milestone: milestone.map(|one| &*one.id),
                title: milestone.map_or(&task.title, |one| &one.title),
                colour,
            });
        }
        let document = Document {
            calendar: calendar.id(),
            timezone: calendar.timezone().iana_name().unwrap_or_default(),
            month: first.strftime("%Y-%m").to_string(),
            covered: calendar.covers(first.year()),
            days,
            not_in_force: in_force.not_in_force(),
        };
        match self.json {
            true => output::print_json(&document)?,
            false => print(&document, calendar.local_date(now))?,
        }
        Ok(in_force.exit())
    }
}

fn named<'c>(config: &'c Config, id: &str) -> anyhow::Result<&'c Calendar> {
    let found = config.calendars.iter().find(|one| one.id() == id);
    found.ok_or_else(|| {
        let near = nearest(id, config.calendars.iter().map(Calendar::id));
        Refused::no(weeks::no_calendar(id, near, locale::language()))
    })
}

/// So wide is a day.
const CELL: usize = 9;

fn print(document: &Document<'_>, today: Date) -> Result<(), Unwritten> {
    let language = locale::language();
    let heading = weeks::month(&document.month, document.calendar, document.timezone, language);
    print_line!("{}", style::strong(&heading))?;
    let names: String = dates::weekdays(language).iter().map(|name| padded(name)).collect();
    print_line!("{}", names.trim_end())?;
    let before = document.days.first().map_or(0, |day| day.date.weekday().to_monday_zero_offset());
    let mut cells: Vec<(String, Option<&CalendarDay<'_>>)> = Vec::new();
    cells.extend((0..before).map(|_| (String::new(), None)));
    cells.extend(document.days.iter().map(|day| (cell(day, today), Some(day))));
    for week in cells.chunks(7) {
        let line: String = week.iter().map(|(text, day)| painted(text, *day)).collect();
        print_line!("{}", line.trim_end())?;
    }
    print_line!("{}", weeks::LEGEND.said(language))?;
    if !document.covered {
        print_line!("{}", style::strong(weeks::NOT_COVERED.said(language)))?;
    }
    for day in &document.days {
        if let Some(name) = day.name.filter(|_| matches!(day.kind, Day::Holiday | Day::MakeUp)) {
            let date = locale::day(day.date, language);
            print_line!("{date}  {}", weeks::kind(day.kind, Some(name), language))?;
        }
    }
    for day in &document.days {
        for one in &day.deadlines {
            let date = locale::day(day.date, language);
            let target = style::colour(one.colour, &locale::target(one.task, one.milestone));
            print_line!("{date}  {target}  {}", one.title)?;
        }
    }
    Ok(())
}

/// `26*off !3`: the day, `*` for today, its mark, and how many deadlines.
fn cell(day: &CalendarDay<'_>, today: Date) -> String {
    let mark = weeks::mark(day.kind, locale::language());
    let now = if day.date == today { "*" } else { " " };
    let deadlines = match day.deadlines.len() {
        0 => String::new(),
        count => format!("!{count}"),
    };
    format!("{:>2}{now}{mark}{deadlines}", day.date.day())
}

/// As wide as a day, whatever the width of its characters.
fn padded(text: &str) -> String {
    format!("{text}{}", " ".repeat(CELL.saturating_sub(text.width()).max(1)))
}

/// Days off stand back, and the most pressing deadline gives the colour.
fn painted(text: &str, day: Option<&CalendarDay<'_>>) -> String {
    let text = padded(text);
    let colour = day.and_then(|day| day.deadlines.iter().map(|one| one.colour).min());
    let off = day.is_some_and(|day| !day.working).then_some(Colour::Grey);
    match colour.or(off) {
        None => text,
        Some(colour) => style::colour(colour, &text),
    }
}
