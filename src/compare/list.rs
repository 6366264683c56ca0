//! Both versions of the list in one pass: what changed since the files were read last, and what of it counts against
//! the list as it was a working hour ago (L8).

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::iter::Peekable;

use jiff::civil::Date;

use super::facts::{Arms, Facts, What, change, write_over};
use super::owing::Ways;
use crate::model::{Config, State};
use crate::plan::{Target, names, target_named};

/// A task's id and a milestone's; "" is the task itself.
pub type Name = (String, String);

/// The target of that name, if the files have it.
pub fn target_of(config: &Config, (task, milestone): &Name) -> Option<Target> {
    target_named(config, task, Some(&**milestone).filter(|one| !one.is_empty()))
}

/// What the ledger remembers of a target from before an edit of the last working hour.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BeforeRow {
    /// Whose it is.
    pub name: Name,
    /// What was known of it; `None` if the files did not have it.
    pub facts: Option<String>,
    /// The way it was reminded, where that edit made it owe a letter at once.
    pub way: Option<String>,
    /// These facts and this way are meant, or wait for a person already: a later edit counts only if it differs
    /// from them, too.
    pub meant: bool,
}

/// The same of one target.
#[derive(Debug, Clone, Default)]
pub struct Before {
    /// As it was a working hour ago, where it was edited since.
    base: Option<Option<Facts>>,
    /// As it was first of all, where the files did not have it then and have had it since.
    first: Option<Facts>,
    /// The way it was reminded then, where an edit made it owe a letter at once.
    way: Option<String>,
    meant: Vec<(Option<Facts>, Option<String>)>,
}

/// A change that counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Whose it is.
    pub name: Name,
    /// What it is.
    pub what: What,
    /// What was known of it before; `None` if the files did not have it.
    pub was: Option<String>,
    /// What the files say now; `None` if they do not have it.
    pub is: Option<String>,
    /// The way it was reminded before, and is now, where that is the change.
    pub ways: Option<(String, String)>,
}

/// What an edit came to.
#[derive(Debug, Clone, Default)]
pub struct Compared {
    /// What the files say of whoever was edited.
    pub set: Vec<(Name, String)>,
    /// Who is gone from the files.
    pub gone: Vec<Name>,
    /// What was known of all these before.
    pub before: Vec<BeforeRow>,
    /// What counts, each task and milestone once.
    pub changes: Vec<Change>,
    /// Whose part in an edit that waits was undone.
    pub undone: BTreeSet<Name>,
    /// How many are gone by an edit that waits for a person, without being among the changes.
    pub gone_and_waiting: usize,
    /// Open tasks and milestones that are gone since the files were read last, with what was known of them.
    pub dropped: Vec<(Name, Facts)>,
    /// Who was closed or put on hold within the working hour; and how many of them before this edit.
    pub settled: Vec<(Name, Facts)>,
    /// How many of these had been before this edit.
    pub settled_before: usize,
    /// Who owes a letter at once by this edit.
    pub owing: Vec<Name>,
    /// How many tasks were open a working hour ago.
    pub open: usize,
    /// How many are new to the files.
    pub added: usize,
}

/// Goes through the files and what the ledger has of them in step; both are ordered by task, then milestone.
pub struct List<'c, I: Iterator<Item = Target>> {
    config: &'c Config,
    ways: &'c Ways<'c>,
    files: Peekable<I>,
    today: Date,
    before: BTreeMap<Name, Before>,
    waiting: BTreeMap<Name, Change>,
    /// The names of both in order, those passed already left out: whoever is not among them and is not edited needs no
    /// further look.
    marked: Peekable<std::vec::IntoIter<Name>>,
    owing: HashMap<Target, String>,
    compared: Compared,
    /// Nothing was ever read.
    first: bool,
    /// What the files say of the target at hand.
    text: String,
}

/// Every task and milestone of the files, ordered by the ids of both.
fn all(config: &Config) -> impl Iterator<Item = Target> + '_ {
    Target::of_tasks(config).flat_map(|task| {
        let milestones = task.task(config).milestones.iter().enumerate();
        let mut steps: Vec<(&str, u32)> =
            milestones.map(|(at, milestone)| (milestone.id.as_ref(), at as u32)).collect();
        steps.sort_unstable();
        let steps = steps.into_iter().map(move |(_, at)| Target { milestone: Some(at), ..task });
        std::iter::once(task).chain(steps)
    })
}

impl<'c> List<'c, std::iter::Empty<Target>> {
    /// Begins to compare the files with what the ledger has: what was known of targets before the edits of the last
    /// working hour, oldest first; the edit that waits for a person; and who owes a letter at once by this edit.
    pub fn begin(
        ways: &'c Ways<'c>,
        config: &'c Config,
        before: Vec<BeforeRow>,
        waiting: Vec<Change>,
        owing: HashMap<Target, String>,
        today: Date,
    ) -> List<'c, impl Iterator<Item = Target> + 'c> {
        let mut by_name: BTreeMap<Name, Before> = BTreeMap::new();
        for row in before {
            by_name.entry(row.name.clone()).or_default().add(row);
        }
        let waiting: BTreeMap<Name, Change> =
            waiting.into_iter().map(|one| (one.name.clone(), one)).collect();
        let marked: BTreeSet<Name> = by_name.keys().chain(waiting.keys()).cloned().collect();
        let marked: Vec<Name> = marked.into_iter().collect();
        // A list that became empty is no new one.
        let first = marked.is_empty();
        List {
            config,
            ways,
            files: all(config).peekable(),
            today,
            before: by_name,
            waiting,
            marked: marked.into_iter().peekable(),
            owing,
            compared: Compared::default(),
            first,
            text: String::new(),
        }
    }
}

impl<I: Iterator<Item = Target>> List<'_, I> {
    /// The next target that the ledger has, with what it knows of it.
    pub fn known(&mut self, task: &str, milestone: &str, facts: &str) {
        self.first = false;
        while let Some(target) = self.files.peek().copied() {
            match names(self.config, target).cmp(&(task, milestone)) {
                std::cmp::Ordering::Less => {
                    self.files.next();
                    self.added(target);
                }
                std::cmp::Ordering::Equal => {
                    self.files.next();
                    return self.both(target, facts);
                }
                std::cmp::Ordering::Greater => break,
            }
        }
        let name = (task.to_owned(), milestone.to_owned());
        self.compared.gone.push(name.clone());
        self.judge(name, None, Some(facts));
    }

    /// What the edit came to.
    pub fn finish(mut self) -> Compared {
        while let Some(target) = self.files.next() {
            self.added(target);
        }
        // Those that neither the files nor the ledger's list have any more.
        let before = self.before.keys().cloned();
        let rest: BTreeSet<Name> = before.chain(self.waiting.keys().cloned()).collect();
        rest.into_iter().for_each(|name| self.judge(name, None, None));
        if self.first {
            // A list that is seen for the first time was not edited.
            self.compared.before.clear();
            self.compared.changes.clear();
        }
        self.compared
    }

    fn added(&mut self, target: Target) {
        let (task, milestone) = names(self.config, target);
        let name = (task.to_owned(), milestone.to_owned());
        write_over(&mut self.text, &Facts::of(self.config, target));
        self.compared.set.push((name.clone(), self.text.clone()));
        self.compared.added += 1;
        self.judge(name, Some(target), None);
    }

    fn both(&mut self, target: Target, known: &str) {
        write_over(&mut self.text, &Facts::of(self.config, target));
        let same = self.text == known;
        let (task, milestone) = names(self.config, target);
        if same && !self.is_marked(task, milestone) && !self.owing.contains_key(&target) {
            self.compared.open += usize::from(is_open_task(target, known));
            return;
        }
        let name = (task.to_owned(), milestone.to_owned());
        if !same {
            self.compared.set.push((name.clone(), self.text.clone()));
        }
        self.judge(name, Some(target), Some(known));
    }

    /// Whether something is remembered of that target beside the list; targets come in order.
    fn is_marked(&mut self, task: &str, milestone: &str) -> bool {
        while let Some((one, step)) = self.marked.peek() {
            match (one.as_str(), step.as_str()).cmp(&(task, milestone)) {
                std::cmp::Ordering::Less => drop(self.marked.next()),
                order => return order == std::cmp::Ordering::Equal,
            }
        }
        false
    }

    /// Judges one target; the text of its facts in the files is at hand.
    fn judge(&mut self, name: Name, target: Option<Target>, known: Option<&str>) {
        let before = self.before.remove(&name).unwrap_or_default();
        let waiting = self.waiting.remove(&name);
        let is = target.map(|target| Facts::of(self.config, target));
        let known_facts = known.and_then(Facts::read);
        let text = is.as_ref().map(|_| self.text.clone());
        let owed = target.and_then(|target| self.owing.remove(&target));
        let judging = Judging { list: self, target, is: is.as_ref(), new: false };
        let undone = waiting.as_ref().filter(|waiting| judging.is_undone(waiting));
        if let Some(Change { was, .. }) = undone {
            // What waited was never in force: doing it again is compared with what was before it.
            let row = BeforeRow { name: name.clone(), facts: was.clone(), way: None, meant: false };
            self.compared.before.push(row);
        } else if text.as_deref() != known || owed.is_some() {
            let facts = known.map(str::to_owned);
            let row = BeforeRow { name: name.clone(), facts, way: owed.clone(), meant: false };
            self.compared.before.push(row);
        }
        let undone = undone.is_some();
        if owed.is_some() {
            self.compared.owing.push(name.clone());
        }
        // What is new since then is compared with what was first known of it.
        let base = before.base.clone().unwrap_or_else(|| known_facts.clone());
        let new = base.is_none();
        let base = base.or_else(|| before.first.clone().or_else(|| known_facts.clone()));
        let open = name.1.is_empty() && base.as_ref().is_some_and(Facts::is_open);
        self.compared.open += usize::from(open);
        self.settled(&name, base.as_ref(), known_facts.as_ref(), is.as_ref());
        if undone {
            self.compared.undone.insert(name);
            return;
        }
        let judging = Judging { list: self, target, is: is.as_ref(), new };
        let found = judging.change(&before, base.as_ref(), owed);
        if let Some(known) = known_facts.filter(|known| known.is_open() && is.is_none()) {
            self.compared.dropped.push((name.clone(), known));
        }
        // Within the hour it is no new change, but it is gone all the same.
        let still_gone = is.is_none() && waiting.is_some_and(|one| one.what == What::Dropped);
        self.compared.gone_and_waiting += usize::from(still_gone && found.is_none());
        if let Some((what, ways)) = found {
            let was = base.filter(|_| what != What::Added).map(|facts| facts.to_string());
            self.compared.changes.push(Change { name, what, was, is: text, ways });
        }
    }

    /// L8: who was closed or put on hold waits for nobody, but if they are many the admin is told.
    fn settled(
        &mut self,
        name: &Name,
        base: Option<&Facts>,
        known: Option<&Facts>,
        is: Option<&Facts>,
    ) {
        let today = self.today;
        if !base.is_some_and(|base| base.is_open() && !base.is_on_hold(today)) {
            return;
        }
        let settled = |facts: &Facts| facts.state != State::Open || facts.is_on_hold(today);
        self.compared.settled_before += usize::from(known.is_some_and(settled));
        if let Some(is) = is.filter(|is| settled(is)) {
            self.compared.settled.push((name.clone(), is.clone()));
        }
    }
}

/// What is known of a target whose change is judged.
struct Judging<'l, 'c, I: Iterator<Item = Target>> {
    list: &'l List<'c, I>,
    target: Option<Target>,
    is: Option<&'l Facts>,
    /// A working hour ago the files did not have it.
    new: bool,
}

impl<I: Iterator<Item = Target>> Judging<'_, '_, I> {
    /// L8a: whether the files say again what they said before the edit that waits.
    fn is_undone(&self, waiting: &Change) -> bool {
        let was = waiting.was.as_deref().and_then(Facts::read);
        match (&was, self.is) {
            (None, None) => true,
            (Some(was), Some(is)) => {
                let way = self.way();
                let same_way =
                    waiting.ways.as_ref().is_none_or(|(was, _)| Some(was) == way.as_ref());
                let same_side = (was.state == State::Open) == (is.state == State::Open);
                same_side && same_way && self.differ(was, is).is_none()
            }
            _ => false,
        }
    }

    /// What counts, and for a letter that is owed at once how the target was reminded before and is now.
    fn change(
        &self,
        before: &Before,
        base: Option<&Facts>,
        owed: Option<String>,
    ) -> Option<(What, Option<(String, String)>)> {
        let other_than = |meant: &Option<Facts>| match meant {
            Some(meant) => self.differs(Some(meant)).is_some(),
            None => self.is.is_some(),
        };
        let by_dates = self.differs(base);
        let by_dates = by_dates.filter(|_| before.meant.iter().all(|(one, _)| other_than(one)));
        if let Some(what) = by_dates {
            return Some((what, None));
        }
        self.owes(before, base, owed).or_else(|| {
            let waits = before.meant.iter().any(|(meant, _)| meant.is_some());
            (self.new && self.is.is_some() && !waits).then_some((What::Added, None))
        })
    }

    fn owes(
        &self,
        before: &Before,
        base: Option<&Facts>,
        owed: Option<String>,
    ) -> Option<(What, Option<(String, String)>)> {
        let is = self.is?;
        base.filter(|base| base.state == is.state && !base.shut && !is.shut)?;
        let (was, way) = before.way.clone().or(owed).zip(self.way())?;
        let meant = before.meant.iter().any(|(_, meant)| meant.as_ref() == Some(&way));
        (was != way && !meant).then_some((What::Owes, Some((was, way))))
    }

    fn differs(&self, was: Option<&Facts>) -> Option<What> {
        match (was, self.is) {
            (Some(was), None) => (was.is_open() && !self.new).then_some(What::Dropped),
            (Some(was), Some(is)) => self.differ(was, is),
            (None, _) => None,
        }
    }

    fn differ(&self, was: &Facts, is: &Facts) -> Option<What> {
        let arms = self.target.map(|target| Arms::of(self.list.config, target));
        change(was, is, arms.unwrap_or_default())
    }

    fn way(&self) -> Option<String> {
        self.target.map(|target| self.list.ways.way(target))
    }
}

impl Before {
    fn add(&mut self, row: BeforeRow) {
        let facts = row.facts.as_deref().and_then(Facts::read);
        if row.meant {
            self.meant.push((facts, row.way));
            return;
        }
        if self.way.is_none() {
            self.way = row.way;
        }
        match self.base {
            Some(None) if self.first.is_none() => self.first = facts,
            Some(_) => {}
            None => self.base = Some(facts),
        }
    }
}

fn is_open_task(target: Target, facts: &str) -> bool {
    target.milestone.is_none() && facts.starts_with(State::Open.name())
}
