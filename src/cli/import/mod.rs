//! `duban import`: a list that somebody keeps in a spreadsheet becomes tasks (I1, I2, I4).

mod document;
mod lists;
mod people;
mod plan;
mod policy;
mod record;
mod show;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use jiff::Timestamp;
use jiff::civil::Date;

use crate::cli::edit::author;
use crate::cli::import::lists::Beside;
use crate::cli::import::plan::{Checked, Plan};
use crate::cli::import::policy::Policy;
use crate::cli::terminal::exit::{Exit, Refused};
use crate::cli::terminal::globals::Globals;
use crate::cli::terminal::locale::say;
use crate::cli::terminal::output::print_line;
use crate::cli::terminal::{findings, locale, output, values};
use crate::cli::{names, sample};
use crate::config::{Features, Loaded};
use crate::import::address_book;
use crate::import::again::{self, Compared, Last};
use crate::import::dates::Order;
use crate::import::doubt::{Doubt, LeftOut, Remark, Why, WhyNot};
use crate::import::item::Item;
use crate::import::known::{Known, Made, Missing, Resolved, is_policy, names_of};
use crate::import::read::{Read, Settings, read};
use crate::import::sheet::{List, Place};
use crate::import::table::Table;
use crate::import::writing;
use crate::model::{Config, Party};
use crate::view::office_day;
use crate::words::address_book as words;
use crate::words::{edits, help_lists, import_news, no_list};

/// Options of `import`.
#[derive(Debug, Args)]
pub struct Import {
    #[arg(value_name = say(help_lists::LIST), help = say(help_lists::LIST_FILE))]
    list: PathBuf,
    #[arg(long, value_name = say(help_lists::SHEET), help = say(help_lists::ONE_SHEET))]
    sheet: Option<String>,
    #[arg(long, value_name = say(crate::words::help::FILE), help = say(help_lists::MAP))]
    map: Option<PathBuf>,
    #[arg(long, help = say(help_lists::WRITE))]
    write: bool,
    #[arg(long, help = say(help_lists::CREATE))]
    create: bool,
    #[arg(long, help = say(words::PEOPLE))]
    people: bool,
    #[arg(long, help = say(words::REPLACE))]
    replace: bool,
    #[arg(long, value_name = say(crate::words::filters::POLICY_NAME), help = say(help_lists::POLICY))]
    policy: Option<String>,
    #[arg(long, value_name = say(crate::words::help::UNIT), help = say(help_lists::UNIT))]
    unit: Option<String>,
    #[arg(long, value_name = say(crate::words::filters::PERSON), help = say(help_lists::OWNER))]
    owner: Option<String>,
    #[arg(long, value_name = say(crate::words::help::WHO), help = say(crate::words::help::EDIT_BY))]
    by: Option<String>,
    #[arg(long, value_name = say(help_lists::DAY), value_parser = values::day, help = say(help_lists::DONE_ON))]
    done_on: Option<Date>,
    #[arg(long, value_name = say(help_lists::DAY), value_parser = values::day, help = say(help_lists::OPENED))]
    opened: Option<Date>,
    #[arg(long, value_name = say(help_lists::YEAR), value_parser = values::year, help = say(help_lists::YEAR_OF))]
    year: Option<i16>,
    #[arg(long, conflicts_with = "month_first", help = say(help_lists::DAY_FIRST))]
    day_first: bool,
    #[arg(long, help = say(help_lists::MONTH_FIRST))]
    month_first: bool,
    #[arg(long, help = say(help_lists::ALL))]
    all: bool,
    #[arg(long, help = say(crate::words::help::JSON))]
    json: bool,
}

/// A list as it was read, looked up and compared with the files.
struct Outcome {
    read: Read,
    /// All rows that can be taken, with ids instead of names.
    tasks: Vec<Resolved>,
    left_out: Vec<LeftOut>,
    made: Made,
    missing: Missing,
    compared: Compared,
    policy: Policy,
}

impl Outcome {
    /// New tasks with which the files would not check are no tasks.
    fn leave_out(&mut self, rows: BTreeMap<usize, String>) {
        let mut at = 0;
        let mut refused = Vec::new();
        self.compared.new.retain(|task| {
            let why = rows.get(&at).cloned();
            at += 1;
            match why {
                None => true,
                Some(why) => {
                    let (place, id) = (task.item.place.clone(), Some(task.item.id.clone()));
                    let (title, why) = (task.item.title.clone(), WhyNot::DoesNotCheck(why));
                    refused.push(LeftOut { place, id, title, why });
                    false
                }
            }
        });
        for row in &refused {
            let id = row.id.as_deref().unwrap_or_default();
            self.compared.last.tasks.remove(id);
            self.tasks.retain(|task| task.item.id != id);
        }
        self.left_out.append(&mut refused);
    }

    /// New tasks without an owner whose unit has no head, though other rows show people of it: one of them it is, and
    /// the list does not say which.
    fn leave_ownerless(&mut self, config: &Config) {
        let mut headless = plan::headless(config, &self.made, &self.compared.new);
        headless.extend(plan::headless_known(config));
        let is_left = |task: &Resolved| {
            task.owner.is_none() && task.unit.as_ref().is_some_and(|unit| headless.contains(unit))
        };
        for task in self.compared.new.extract_if(.., |task| is_left(task)) {
            let id = task.item.id;
            self.compared.last.tasks.remove(&id);
            self.tasks.retain(|task| task.item.id != id);
            let why = WhyNot::NoOwner(task.item.unit.unwrap_or_default());
            // That the unit's head answers for it is not so.
            self.read.doubts.retain(|doubt| {
                let row = Place { column: None, heading: None, ..doubt.place.clone() };
                !(matches!(doubt.why, Why::NoOwner) && row == task.item.place)
            });
            let (place, title) = (task.item.place, task.item.title);
            self.left_out.push(LeftOut { place, id: Some(id), title, why });
        }
    }

    /// Tasks of the files stay as they are where the files would not check with what the list says of them.
    fn leave_as_it_is(&mut self, changed: BTreeMap<String, String>, last: Option<&Last>) {
        for (id, why) in changed {
            self.compared.take_back(&id, last);
            let Some(at) = self.tasks.iter().position(|task| task.item.id == id) else { continue };
            let Item { place, title, .. } = self.tasks.remove(at).item;
            self.left_out.push(LeftOut {
                place,
                id: Some(id),
                title,
                why: WhyNot::DoesNotCheck(why),
            });
        }
    }
}

impl Import {
    pub(super) fn run(self, globals: &Globals) -> anyhow::Result<Exit> {
        let now = if self.write { globals.real_now("import --write")? } else { globals.now() };
        // Addresses that an earlier import left to be filled in do not keep a list from being imported again.
        let loaded = globals.load(now);
        let mut beside = Beside::of(&self.list, self.map.as_deref())?;
        let mut list = lists::read(&self.list)?;
        if self.map.is_none() {
            beside.take_another(&list);
        }
        let tables = list.sheets.iter().filter_map(|one| Table::find(one, &beside.mapping));
        let has_tasks = tables.into_iter().any(|table| table.tells_of_tasks());
        if self.people || !has_tasks {
            let books = address_book::find(&mut list, self.sheet.as_deref());
            match loaded.known() {
                Some(config) if !books.is_empty() => {
                    return self.people(&books, globals, &loaded, config, now);
                }
                None if !books.is_empty() => return Err(findings::refused(&loaded)),
                _ if self.people => return Err(Refused::usage(say(words::NO_BOOK))),
                _ => {}
            }
        }
        let read = self.read(list, loaded.known(), &beside, now)?;
        // How the columns were read is shown whatever comes of the rest.
        if !self.json {
            output::before_work(show::tables(&read))?;
        }
        let Some(config) = loaded.known() else { return Err(findings::refused(&loaded)) };
        beside.is_no_part_of(&globals.root_folder(), &loaded.kept.includes)?;
        beside.write_mapping(&self.list, &read.mapping)?;
        let import = self.import(config, &read, now);
        let given = self.given(config)?;
        let mut outcome = self.look_up(read, config, &loaded, &beside, &import, &given);
        let last = beside.last.as_ref();
        let (plan, gaps) = self.plan(globals, &loaded, last, &mut outcome, &import, now)?;
        output::before_work(match self.json {
            true => output::print_json(&document::of(&outcome)).map_err(Into::into),
            false => show::print(&outcome, &plan, &self.list, self.all),
        })?;
        if let Some(rows) = outcome.compared.renumbered(config) {
            return Err(Refused::no(import_news::renumbered(rows, locale::language())));
        }
        if self.write {
            let edit = record::edit(&self.list, &outcome.compared, &outcome.made, &import);
            record::around(globals, &edit, now, || plan.write())?;
            beside.write_last(&self.list, &import, outcome.compared.last.clone())?;
        }
        if !self.json {
            show::end(&plan, gaps, self.write)?;
            let is_recorded = self.write && self.by.is_none() && !plan.is_empty();
            if is_recorded && author::is_nobody(config, &import.by) {
                print_line!("{}", edits::whose(&import.by, locale::language()))?;
            }
            if let Some(note) = sample::note(config) {
                print_line!("{note}")?;
            }
        }
        let nothing = outcome.tasks.is_empty() && outcome.read.items.is_empty();
        Ok(if nothing || (self.write && gaps > 0) || !outcome.left_out.is_empty() {
            Exit::No
        } else {
            Exit::Fine
        })
    }

    /// What is to be written, without rows that would not check; and how many addresses are to be filled in.
    fn plan(
        &self,
        globals: &Globals,
        loaded: &Loaded,
        last: Option<&Last>,
        outcome: &mut Outcome,
        import: &writing::Import,
        now: Timestamp,
    ) -> anyhow::Result<(Plan, usize)> {
        let Some(config) = loaded.known() else { return Ok((Plan::default(), 0)) };
        outcome.leave_ownerless(config);
        let (file, given) = (plan::tasks_file(globals, &self.list), self.policy.as_deref());
        outcome.policy = policy::choose(&mut outcome.compared.new, given, &file, loaded, config);
        if let Policy::Undecided(tasks) = outcome.policy {
            let known: Vec<&str> = config.policies.iter().map(|policy| &*policy.id).collect();
            let list = show::typed(&self.list);
            let said = import_news::no_policy(tasks, &list, &known, locale::language());
            return Err(Refused::no(said));
        }
        loop {
            let (made, compared) = (&outcome.made, &outcome.compared);
            let plan = Plan::of(globals, loaded, config, &self.list, made, compared, import)?;
            if plan.is_empty() {
                return Ok((plan, 0));
            }
            match plan.check(globals, loaded, now)? {
                Checked::Fine(gaps) => return Ok((plan, gaps)),
                Checked::Rows(rows, changed) => {
                    outcome.leave_out(rows);
                    outcome.leave_as_it_is(changed, last);
                }
            }
        }
    }

    fn read(
        &self,
        mut list: List,
        config: Option<&Config>,
        beside: &Beside,
        now: Timestamp,
    ) -> anyhow::Result<Read> {
        let rows = list.sheets.iter().map(|sheet| sheet.rows.len()).sum();
        let mut bar = show::Bar::of(rows);
        let order = match (self.day_first, self.month_first) {
            (true, _) => Some(Order::DayFirst),
            (_, true) => Some(Order::MonthFirst),
            _ => None,
        };
        let settings = Settings {
            sheet: self.sheet.clone(),
            year: self.year,
            done_on: self.done_on,
            opened: self.opened,
            today: config.map(|config| office_day(config, now)),
            order,
            map: beside.map_name(),
            known_names: config.map(names_of).unwrap_or_default(),
            finished: config
                .map(|config| again::finished(beside.last.as_ref(), config))
                .unwrap_or_default(),
            known_ids: again::known_ids(beside.last.as_ref()),
        };
        let mut read = read(&mut list, &beside.mapping, &settings, || bar.step());
        let other = beside.taken_from().map(str::to_owned);
        read.remarks.extend(other.map(Remark::MappingOf));
        bar.end();
        if read.tables.is_empty() {
            let (path, sheet) = (path_of(&self.list), self.sheet.as_deref());
            return Err(Refused::usage(no_list::no_headings(&path, sheet, locale::language())));
        }
        Ok(read)
    }

    /// The ids of `--unit` and `--owner`; and whether there is such a policy.
    fn given(&self, config: &Config) -> anyhow::Result<(Option<String>, Option<String>)> {
        if let Some(policy) = self.policy.as_deref().filter(|policy| !is_policy(config, policy)) {
            names::policy(config, policy)?;
        }
        let unit = self.unit.as_deref().map(|unit| names::unit(config, unit)).transpose()?;
        let owner = self.owner.as_deref().map(|owner| names::party(config, owner)).transpose()?;
        let owner = owner.map(|party| match party {
            Party::Person(person) => config[person].id.to_string(),
            Party::Group(group) => config[group].id.to_string(),
        });
        Ok((unit.map(|unit| config[unit].id.to_string()), owner))
    }

    fn import(&self, config: &Config, read: &Read, now: Timestamp) -> writing::Import {
        let own = read.tables.iter().find_map(|table| table.own_date.as_ref()).map(|(day, _)| *day);
        writing::Import {
            by: self.given_by(config),
            on: again::day_of_extensions(own, office_day(config, now)),
            policy: self.policy.clone(),
        }
    }

    /// Who imports.
    fn given_by(&self, config: &Config) -> String {
        let login = author::login();
        author::named(config, self.by.as_deref().unwrap_or(&login))
    }

    fn look_up(
        &self,
        mut read: Read,
        config: &Config,
        loaded: &Loaded,
        beside: &Beside,
        import: &writing::Import,
        (unit, owner): &(Option<String>, Option<String>),
    ) -> Outcome {
        let mut known = Known::of(config, &beside.mapping, self.create);
        let rule = |features: &Features<'_>| loaded.kept.due_by_rule(features);
        let mut tasks = Vec::new();
        let mut left_out = std::mem::take(&mut read.left_out);
        for mut item in std::mem::take(&mut read.items) {
            item.unit = item.unit.or_else(|| unit.clone());
            item.owner = item.owner.or_else(|| owner.clone());
            match known.resolve(item, &rule) {
                Ok(task) => tasks.push(task),
                Err(row) => left_out.push(*row),
            }
        }
        let mut compared =
            again::compare(tasks.clone(), beside.last.as_ref(), &left_out, config, import);
        left_out.append(&mut compared.left_out);
        known.doubts.into_iter().for_each(|doubt| put(&mut read.doubts, doubt));
        // A day that was not taken is no doubt.
        read.doubts.retain(|doubt| {
            let row = Place { column: None, heading: None, ..doubt.place.clone() };
            !(matches!(doubt.why, Why::DayTaken(..)) && compared.settled.contains(&row))
        });
        let (made, missing, policy) = (known.made, known.missing, Policy::Known);
        Outcome { tasks, left_out, made, missing, read, compared, policy }
    }
}

/// Puts a doubt in the place of one about the same cell's date.
fn put(doubts: &mut Vec<Doubt>, doubt: Doubt) {
    let same = |one: &&mut Doubt| one.place == doubt.place && matches!(one.why, Why::Unread(..));
    match doubts.iter_mut().find(same) {
        Some(one) => *one = doubt,
        None => doubts.push(doubt),
    }
}

/// A path for people.
fn path_of(path: &Path) -> String {
    path.display().to_string()
}
