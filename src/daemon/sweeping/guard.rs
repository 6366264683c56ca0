//! L6, L8: whether the files are taken as meant. An edit that changes more tasks than the limit waits for a person,
//! and letters about these tasks are held until then. Open tasks that are gone, and many that were closed at once,
//! are told to the admin.

use std::collections::{BTreeMap, HashMap};

use jiff::Timestamp;

use crate::compare::renames::renamed_tasks;
use crate::compare::{
    Change, Compared, Facts, List, Name, Verdict, Ways, What, owing, target_of, verdict,
    working_hour_ago,
};
use crate::daemon::sweeping::waiting_edit::WaitingEdit;
use crate::daemon::telling::{is_early, written};
use crate::ledger::{
    GoneTask, Ledger, LedgerError, ListRecord, Matter, NewLetter, SettledTogether, Withdrawn,
};
use crate::letter::admin::AdminNotice;
use crate::log::{List as Listed, cause, tell};
use crate::model::Config;
use crate::plan::Target;
use crate::view::office_day;
use crate::words::log;

/// What came of reading the files.
#[derive(Debug, Default)]
pub struct Read {
    /// The edit that waits for a person, if one does.
    pub waiting: Option<WaitingEdit>,
    /// How many letters were withdrawn because what they followed from was undone.
    pub withdrawn: usize,
    /// Whom these were about: they are to be looked at again.
    pub again: Vec<Target>,
}

/// Compares the files with the list as it was a working hour ago, and takes them as meant unless too much has
/// changed. `old` is what was in force until now, where that is known.
pub fn take_files(
    old: Option<&Config>,
    config: &Config,
    ledger: &mut Ledger,
    now: Timestamp,
) -> Result<Read, LedgerError> {
    // What commands recorded is meant; it must be known before the files are compared.
    if let spooled @ 1.. = ledger.take_spooled(now)? {
        tell!(INFO, log::files::SPOOLED, edits = spooled);
    }
    let ways = Ways::of(config);
    let owing = match old {
        None => HashMap::new(),
        Some(old) => {
            owing(&Ways::of(old), &ways, now, |task, milestone| ledger.recorded(task, milestone))?
        }
    };
    loop {
        let known = ledger.held_edit()?;
        let taken = known.as_ref().is_some_and(|known| known.settled.is_some());
        let waiting = if taken { Vec::new() } else { ledger.held_changes()? };
        let hour_ago = working_hour_ago(config, now);
        let before = ledger.listed_before(hour_ago)?;
        let mut list = List::begin(
            &ways,
            config,
            before,
            waiting.clone(),
            owing.clone(),
            office_day(config, now),
        );
        ledger.listed(|task, milestone, facts| list.known(task, milestone, facts))?;
        let compared = list.finish();
        let edit = Edit::of(config, compared, waiting);
        let told_at = [ledger.told_at(Matter::Waits)?, ledger.told_at(Matter::Settled)?];
        let told = edit.told(config, told_at, now);
        let dropped = if config.admin.is_empty() { Vec::new() } else { edit.dropped(old, config) };
        let Edit { compared, held, waits } = edit;
        let record = ListRecord {
            set: compared.set,
            gone: compared.gone,
            before: compared.before,
            forget: hour_ago,
            taken,
            undone: compared.undone,
            held,
            dropped,
            told_waits: told.waits,
            settled: told.settled,
        };
        let waiting = WaitingEdit::of(config, waits);
        if record.is_empty() {
            return Ok(Read { waiting, ..Read::default() });
        }
        // A person may settle the edit at the same time.
        if let Some(withdrawn) = ledger.record_list(&record, now)? {
            withdrawn.iter().for_each(tell_withdrawn);
            let about = withdrawn.iter().flat_map(|letter| &letter.about);
            let again = about.filter_map(|name| target_of(config, name)).collect();
            return Ok(Read { waiting, withdrawn: withdrawn.len(), again });
        }
    }
}

/// A sweep was made. What cannot be recorded of that now is with the next one.
pub fn swept(ledger: &mut Ledger) {
    if let Err(error) = ledger.list_swept() {
        tell!(WARN, log::files::SWEPT_UNRECORDED, error = cause(&error));
    }
}

/// What is made of an edit.
struct Edit {
    compared: Compared,
    /// What of it waits for a person from now on.
    held: Vec<Change>,
    /// All that waits then.
    waits: BTreeMap<Name, What>,
}

impl Edit {
    fn of(config: &Config, compared: Compared, waiting: Vec<Change>) -> Edit {
        let held = match verdict(&compared, config.guard) {
            Verdict::Meant => Vec::new(),
            Verdict::Waits(changes) => changes,
        };
        let still = waiting.into_iter().filter(|one| !compared.undone.contains(&one.name));
        let waits = still.chain(held.iter().cloned()).map(|one| (one.name, one.what)).collect();
        Edit { compared, held, waits }
    }

    /// Open tasks that are gone, of whom the admin is to be told.
    fn dropped(&self, old: Option<&Config>, config: &Config) -> Vec<GoneTask> {
        let told = self.held.is_empty().then_some(&self.compared.dropped);
        let told = told.into_iter().flatten();
        let gone = told.map(|(name, facts)| GoneTask {
            name: name.clone(),
            facts: facts.to_string(),
            renamed: None,
        });
        let mut gone: Vec<GoneTask> = gone.collect();
        if let Some(old) = old.filter(|_| !gone.is_empty()) {
            let set = self.compared.set.iter().filter(|((_, milestone), _)| milestone.is_empty());
            let renamed = renamed_tasks(old, config, set.map(|((task, _), _)| task.as_str()));
            let tasks = gone.iter_mut().filter(|one| one.name.1.is_empty());
            tasks.for_each(|one| one.renamed = renamed.get(&one.name.0).cloned());
        }
        gone
    }

    /// Says in the log and to the admin what is to be known of it. What comes within an hour of such word is told at its
    /// end, if it still is so: a list that is emptied and rewritten in turn makes one letter an hour.
    fn told(&self, config: &Config, told_at: [Option<Timestamp>; 2], now: Timestamp) -> Word {
        let Compared { dropped, settled, settled_before, owing, open, .. } = &self.compared;
        let limit = config.guard.most_changes(*open);
        let [early_waits, early_settled] = told_at.map(|at| is_early(at, now));
        let mut word = Word::default();
        if !owing.is_empty() {
            let tasks: Vec<&str> = owing.iter().map(|(task, _)| task.as_str()).collect();
            tell!(INFO, log::files::owed(owing.len()), tasks = ?Listed(&tasks));
        }
        if self.held.is_empty() {
            dropped.iter().for_each(tell_dropped);
        } else {
            let (changes, waits) = (self.held.len(), self.waits.len());
            tell!(WARN, log::files::EDIT_WAITS, changes, waits, limit);
            let held = AdminNotice::HeldEdit { changes: &self.held, waits, limit };
            word.waits = (!early_waits).then(|| written(config, &held, now)).flatten();
        }
        let more = settled.len().saturating_sub(*settled_before);
        if settled.len() > limit && (*settled_before <= limit || more > limit) {
            tell!(INFO, log::files::MANY_SETTLED, tasks = settled.len(), limit);
            let letter = || written(config, &AdminNotice::Settled(settled), now);
            let letter = (!early_settled).then(letter).flatten();
            let facts = settled.iter().map(|(name, facts)| (name.clone(), facts.to_string()));
            let is_told = letter.is_some() || !config.admin.is_empty();
            word.settled =
                is_told.then(|| SettledTogether { tasks: facts.collect(), told: letter });
        }
        word
    }
}

/// Word to the admin.
#[derive(Default)]
struct Word {
    waits: Option<NewLetter>,
    settled: Option<SettledTogether>,
}

impl ListRecord {
    /// Whether the files say what they said before, and nothing is to be recorded.
    fn is_empty(&self) -> bool {
        let same = self.set.is_empty() && self.gone.is_empty() && self.before.is_empty();
        same && !self.taken && self.undone.is_empty() && self.held.is_empty()
    }
}

fn tell_withdrawn(Withdrawn { letter, about }: &Withdrawn) {
    let tasks: Vec<&str> = about.iter().map(|(task, _)| task.as_str()).collect();
    tell!(INFO, log::letters::EDIT_UNDONE, letter, tasks = ?Listed(&tasks));
}

fn tell_dropped((name, facts): &(Name, Facts)) {
    let (task, milestone) = name;
    let milestone = Some(milestone).filter(|one| !one.is_empty());
    let deadline = facts.due.map(|due| due.to_string());
    tell!(WARN, log::files::GONE, task, milestone, deadline);
}
