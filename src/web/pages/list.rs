//! A list of tasks: a person's page, a unit's, the office's. Filters, order and pages of the list stand in its address.

use serde::Serialize;

use crate::daemon::Status;
use crate::ledger::{Answers, LedgerError};
use crate::letter::text::{clean, cut};
use crate::model::{Link, Subject, UnitIx};
use crate::plan::{Colour, Target, colour, deadline, due_moment, responsible};
use crate::view::figures::Month;
use crate::view::reach::{Part, Reach};
use crate::view::{Counts, Filter, days_late};
use crate::web::health::Health;
use crate::web::pages::months::{MonthsView, months_view};
use crate::web::pages::rows::{NAMES, Row};
use crate::web::pages::scene::{Access, Failure, Frame, Scene, named};
use crate::web::pages::template::render;
use crate::words::{counts, dates, lists, pages};

/// So many tasks are on a page, so many units and answers.
const ROWS: usize = 50;
const UNITS: usize = 100;
const ANSWERS: usize = 50;

#[derive(Serialize)]
struct ListView {
    #[serde(flatten)]
    frame: Frame,
    title: String,
    notes: Vec<String>,
    parts: Vec<Chip>,
    office: Option<OfficeView>,
    units: Vec<UnitRow>,
    months: Option<MonthsView>,
    colours: Vec<Chip>,
    orders: Vec<Chip>,
    hidden: Vec<Hidden>,
    text: String,
    shown: String,
    rows: Vec<Row>,
    before: Option<String>,
    after: Option<String>,
    feed: Option<String>,
}

/// A link that changes what is shown.
#[derive(Serialize)]
struct Chip {
    label: String,
    name: Option<&'static str>,
    count: Option<String>,
    href: String,
    current: bool,
}

#[derive(Serialize)]
struct Hidden {
    name: String,
    value: String,
}

/// What only the office's page has.
#[derive(Serialize)]
struct OfficeView {
    health: Vec<&'static str>,
    queue: String,
    answers: Vec<AnswerRow>,
    /// How many more there are.
    more: Option<String>,
}

#[derive(Serialize)]
struct AnswerRow {
    number: i64,
    who: String,
    said: &'static str,
    about: String,
    href: String,
    when: String,
}

#[derive(Serialize)]
struct UnitRow {
    name: String,
    href: String,
    open: usize,
    late: usize,
    bands: [usize; 4],
    soon: usize,
    waits: usize,
}

/// The page of a list, in HTML.
pub(super) fn list(
    scene: &Scene<'_>,
    access: Access,
    status: &Status,
    months: impl FnOnce() -> Vec<Month>,
) -> Result<String, Failure> {
    let (filter, mut notes) = filter(scene);
    let gathered = Gathered::of(scene, access, &filter);
    if gathered.targets.is_empty() {
        notes.push(pages::NONE.said(scene.language).to_owned());
    }
    let page: usize = scene.query.one("page").and_then(|page| page.parse().ok()).unwrap_or(1);
    let all = gathered.targets.len();
    let first =
        page.saturating_sub(1).saturating_mul(ROWS).min(all.saturating_sub(1) / ROWS * ROWS);
    let (rows, office) = scene.reader.read(|ledger| {
        let rows = gathered.targets.iter().skip(first).take(ROWS);
        let rows: Result<Vec<Row>, LedgerError> = rows.map(|one| scene.row(ledger, *one)).collect();
        let waiting = match access {
            Access::Office => Some((ledger.answers(Answers::Waiting)?, ledger.queue()?)),
            Access::Person(_) => None,
        };
        Ok((rows?, waiting))
    })?;
    let last = first + rows.len();
    let at = |first: usize| scene.query.with("page", Some(&(first / ROWS + 1).to_string()));
    let view = ListView {
        frame: scene.frame("../"),
        title: title(scene, access, &filter),
        notes,
        parts: parts(scene, &gathered),
        office: office.map(|(answers, queue)| {
            let health = Health::of(&status.seen(), scene.now);
            OfficeView {
                health: health.all().map(|one| pages::health(one, scene.language)).collect(),
                queue: pages::queue(queue.queued, queue.held(), queue.failed, scene.language),
                answers: answers.iter().take(ANSWERS).map(|one| answer_row(scene, one)).collect(),
                more: (answers.len() > ANSWERS)
                    .then(|| pages::more_answers(answers.len() - ANSWERS, scene.language)),
            }
        }),
        units: units(scene, &filter, &gathered),
        // Of the whole list, and so not below the name of a unit.
        months: (access == Access::Office && filter.units.is_empty())
            .then(|| months_view(&months(), scene.language))
            .flatten(),
        colours: colours(scene, &gathered.counts),
        orders: orders(scene),
        hidden: scene
            .query
            .without("text")
            .into_iter()
            .map(|(name, value)| Hidden { name, value })
            .collect(),
        text: scene.query.one("text").unwrap_or_default().to_owned(),
        shown: pages::shown(if all == 0 { 0 } else { first + 1 }, last, all, scene.language),
        rows,
        before: (first > 0).then(|| at(first - ROWS)),
        after: (last < all).then(|| at(last)),
        feed: feed(scene, access),
    };
    Ok(render("list.html", &view)?)
}

/// What the address asks for (P3); what of it cannot be read is said.
fn filter(scene: &Scene<'_>) -> (Filter, Vec<String>) {
    let (mut filter, mut notes) = (Filter::default(), Vec::new());
    let keys =
        scene.query.pairs().filter(|(key, value)| Filter::KEYS.contains(key) && !value.is_empty());
    for (key, value) in keys.filter(|(key, _)| *key != "colour") {
        if filter.add(scene.config, key, value).is_err() {
            notes.push(pages::no_filter(key, &clean(value), scene.language));
        }
    }
    (filter, notes)
}

/// A task or milestone that may be seen, and its colour.
type Seen = (Target, Colour);

/// What may be seen, counted, and what of it is asked for, in order.
struct Gathered {
    /// How many tasks and milestones there are of each part of a person's page; none on the office's.
    parts: Option<([usize; 3], Part)>,
    /// All that may be seen in this part, whatever the filter.
    all: Vec<Seen>,
    /// By unit: whether its row may be seen.
    units: Vec<bool>,
    counts: Counts,
    targets: Vec<Target>,
}

impl Gathered {
    fn of(scene: &Scene<'_>, access: Access, filter: &Filter) -> Gathered {
        let config = scene.config;
        let (parts, all, units) = match access {
            Access::Office => {
                let coloured = |one| (one, colour(config, one, scene.now));
                let all = Target::all(config).map(coloured).collect();
                (None, all, vec![true; config.units.len()])
            }
            Access::Person(person) => {
                let reach = Reach::of(config, person, scene.now);
                let (numbers, part, all) = of_person(scene, &reach);
                let units = 0..config.units.len() as u32;
                (Some((numbers, part)), all, units.map(|at| reach.heads(UnitIx(at))).collect())
            }
        };
        let sieve = filter.at(config, scene.now);
        let fits = all.iter().filter(|(one, _)| sieve.takes(*one));
        let fits: Vec<Seen> = fits.copied().collect();
        let counts = Counts::of(fits.iter().map(|(_, colour)| *colour));
        let wanted = wanted(scene);
        let is_wanted = |colour: Colour| match wanted.is_empty() {
            true => colour != Colour::Grey,
            false => wanted.contains(&colour),
        };
        let mut targets: Vec<Seen> =
            fits.into_iter().filter(|(_, colour)| is_wanted(*colour)).collect();
        let due = |one: &Target| due_moment(one.calendar(config), deadline(config, *one));
        match scene.query.one("sort") {
            Some("deadline") => targets.sort_by_cached_key(|(one, _)| due(one)),
            _ => targets.sort_by_cached_key(|(one, colour)| (*colour, due(one))),
        }
        let targets = targets.into_iter().map(|(one, _)| one).collect();
        Gathered { parts, all, units, counts, targets }
    }
}

/// How many open ones there are of each part, the part that is shown, and what is in it.
fn of_person(scene: &Scene<'_>, reach: &Reach<'_>) -> ([usize; 3], Part, Vec<Seen>) {
    let mut numbers = [0; 3];
    let mut of_parts: [Vec<Seen>; 3] = Default::default();
    for target in Target::all(scene.config) {
        let has = reach.parts(target);
        if !has.contains(&true) {
            continue;
        }
        let colour = colour(scene.config, target, scene.now);
        for at in (0..has.len()).filter(|at| has[*at]) {
            numbers[at] += usize::from(colour != Colour::Grey);
            of_parts[at].push((target, colour));
        }
    }
    let asked = scene.query.one("list").and_then(Part::from_name);
    let first = || Part::ALL.into_iter().zip(numbers).find(|(_, count)| *count > 0);
    let part = asked.or_else(|| first().map(|(part, _)| part)).unwrap_or(Part::Mine);
    let targets = std::mem::take(&mut of_parts[part as usize]);
    (numbers, part, targets)
}

/// The colours that are asked for.
fn wanted(scene: &Scene<'_>) -> Vec<Colour> {
    let named = scene.query.pairs().filter(|(key, _)| *key == "colour");
    let found =
        named.filter_map(|(_, name)| Colour::ALL.into_iter().find(|one| one.name() == name));
    found.collect()
}

fn title(scene: &Scene<'_>, access: Access, filter: &Filter) -> String {
    match (filter.units.as_slice(), access) {
        ([unit], _) => clean(&scene.config[*unit].name),
        (_, Access::Person(person)) => {
            pages::of_person(&clean(&scene.config[person].name), scene.language)
        }
        (_, Access::Office) => pages::OFFICE.said(scene.language).to_owned(),
    }
}

fn parts(scene: &Scene<'_>, gathered: &Gathered) -> Vec<Chip> {
    let Some((numbers, shown)) = gathered.parts else { return Vec::new() };
    let chip = |(part, count): (Part, usize)| Chip {
        label: pages::part(part, scene.language).to_owned(),
        name: None,
        count: Some(counts::grouped(count)),
        href: scene.query.with("list", Some(part.name())),
        current: part == shown,
    };
    Part::ALL.into_iter().zip(numbers).map(chip).collect()
}

fn colours(scene: &Scene<'_>, counted: &Counts) -> Vec<Chip> {
    let wanted = wanted(scene);
    let all = Chip {
        label: pages::Words::of(scene.language).all.to_owned(),
        name: None,
        count: None,
        href: scene.query.with("colour", None),
        current: wanted.is_empty(),
    };
    let chip = |colour: Colour| Chip {
        label: lists::colour(colour, scene.language).to_owned(),
        name: Some(colour.name()),
        count: Some(counts::grouped(counted.of_colour(colour))),
        href: scene.query.with("colour", Some(colour.name())),
        current: wanted.contains(&colour),
    };
    std::iter::once(all).chain(Colour::ALL.into_iter().map(chip)).collect()
}

fn orders(scene: &Scene<'_>) -> Vec<Chip> {
    let by_deadline = scene.query.one("sort") == Some("deadline");
    let chip = |label: crate::words::Text, sort: Option<&str>, current: bool| Chip {
        label: label.said(scene.language).to_owned(),
        name: None,
        count: None,
        href: scene.query.with("sort", sort),
        current,
    };
    vec![
        chip(pages::BY_URGENCY, None, !by_deadline),
        chip(pages::BY_DEADLINE, Some("deadline"), by_deadline),
    ]
}

/// The units of the office, or those that a person heads: the top ones and those right below, or the one that is asked for
/// and those right below it. Each counts its subtree.
fn units(scene: &Scene<'_>, filter: &Filter, gathered: &Gathered) -> Vec<UnitRow> {
    let config = scene.config;
    let sees = |unit: UnitIx| gathered.units.get(unit.0 as usize).copied().unwrap_or(false);
    let is_top = |unit: UnitIx| match filter.units.as_slice() {
        [] => config[unit].parent.is_none_or(|parent| !sees(parent)),
        asked => asked.contains(&unit),
    };
    let all = (0..config.units.len() as u32).map(UnitIx).filter(|unit| sees(*unit));
    let (tops, others): (Vec<UnitIx>, Vec<UnitIx>) = all.partition(|unit| is_top(*unit));
    let mut shown = Vec::new();
    for top in tops {
        shown.push(top);
        shown.extend(others.iter().filter(|one| config[**one].parent == Some(top)));
    }
    shown.truncate(UNITS);
    let mut rows: Vec<UnitRow> = shown.iter().map(|unit| unit_row(scene, *unit)).collect();
    for (target, colour) in gathered.all.iter().filter(|(one, _)| one.milestone.is_none()) {
        let up = std::iter::successors(responsible(config, *target).unit, |at| config[*at].parent);
        for unit in up {
            if let Some(at) = shown.iter().position(|one| *one == unit) {
                count(scene, &mut rows[at], (*target, *colour));
            }
        }
    }
    rows
}

fn unit_row(scene: &Scene<'_>, unit: UnitIx) -> UnitRow {
    UnitRow {
        name: cut(&clean(&scene.config[unit].name), NAMES),
        href: scene.query.with("unit", Some(&scene.config[unit].id)),
        open: 0,
        late: 0,
        bands: [0; 4],
        soon: 0,
        waits: 0,
    }
}

/// The bands of P4.
fn count(scene: &Scene<'_>, row: &mut UnitRow, (target, colour): Seen) {
    match colour {
        Colour::Red => {
            (row.open, row.late) = (row.open + 1, row.late + 1);
            let days = days_late(scene.config, target, scene.now).unwrap_or(1);
            let band = [7, 30, 90].iter().filter(|most| days > **most).count();
            row.bands[band] += 1;
        }
        Colour::Yellow => (row.open, row.soon) = (row.open + 1, row.soon + 1),
        Colour::Green => row.open += 1,
        Colour::Blue => row.waits += 1,
        Colour::Grey => {}
    }
}

fn answer_row(scene: &Scene<'_>, answer: &crate::model::Answer) -> AnswerRow {
    let config = scene.config;
    let (Subject::Task(task) | Subject::Milestone { task, .. }) = &answer.subject else {
        return AnswerRow {
            number: answer.number,
            who: String::new(),
            said: "",
            about: String::new(),
            href: String::new(),
            when: String::new(),
        };
    };
    let target = named(config, task, answer.subject.milestone());
    let zone = crate::view::office_zone(config);
    AnswerRow {
        number: answer.number,
        who: cut(&scene.person(&answer.person), NAMES),
        said: pages::said(answer.verb.name(), scene.language),
        about: target.map_or_else(|| cut(&clean(task), NAMES), |target| scene.short_title(target)),
        href: target.map_or_else(String::new, |target| scene.task_from_list(target)),
        when: dates::time(&zone, answer.at, scene.language),
    }
}

impl Scene<'_> {
    /// The name of a person of that id, where the files still have them.
    pub(super) fn person(&self, id: &str) -> String {
        clean(self.config.person(id).map_or(id, |person| &self.config[person].name))
    }
}

/// The person's deadlines for a calendar; the link ends with the page's own.
fn feed(scene: &Scene<'_>, access: Access) -> Option<String> {
    let Access::Person(person) = access else { return None };
    let link = Link::Calendar(scene.config[person].id.clone());
    Some(link.url("..", &scene.key.sign(&link, scene.until)))
}

/// Everything that may be seen, for a calendar.
pub(super) fn deadlines(scene: &Scene<'_>, person: crate::model::PersonIx) -> Vec<Target> {
    let reach = Reach::of(scene.config, person, scene.now);
    Target::all(scene.config).filter(|one| reach.sees(*one)).collect()
}
