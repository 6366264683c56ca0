//! What befalls a whole list at once: a column is lost, dates are read day for month, ids or stages get other names.
//! An old copy put back takes most of it back (see `office`).

use fastrand::Rng;
use jiff::ToSpan;

use super::files::OfficeFiles;

impl OfficeFiles {
    /// One of the edits that nobody means.
    pub fn blunder(&mut self, rng: &mut Rng) {
        match rng.u8(0..6) {
            0 => self.lose_column(rng),
            1 => {
                let by = rng.i32(1..40);
                for task in self.tasks.values_mut() {
                    // Never later than the task was done.
                    task.opened = task.opened.map(|day| day - by.days());
                }
            }
            2 => {
                // Ids are written anew; the old ones are not used again.
                let tasks = std::mem::take(&mut self.tasks);
                for task in tasks.into_values() {
                    self.made += 1;
                    self.tasks.insert(self.made, task);
                }
            }
            3 => self.rename_stages(rng),
            4 => self.tasks.values_mut().for_each(|task| task.hold = None),
            _ => {
                self.renamed = true;
                self.tasks.values_mut().for_each(|task| task.policy = 1 - task.policy);
            }
        }
    }

    /// A column of an export is missing: whoever was done or called off is open again.
    fn lose_column(&mut self, rng: &mut Rng) {
        let done = rng.bool();
        for task in self.tasks.values_mut() {
            match done {
                true => (task.done, task.verified) = (None, false),
                false => task.cancelled = None,
            }
        }
    }

    /// A stage of both policies gets another name, or the one that it had.
    fn rename_stages(&mut self, rng: &mut Rng) {
        self.renamed = true;
        let number = rng.u32(0..3);
        let [one, other] = [format!("'s{number}'"), format!("'r{number}'")];
        self.policies = match self.policies.contains(&one) {
            true => self.policies.replace(&one, &other),
            false => self.policies.replace(&other, &one),
        };
    }

    /// One of many small edits, each too small to be looked at.
    pub fn trickle(&mut self, rng: &mut Rng) {
        let names: Vec<u32> = self.tasks.keys().copied().collect();
        for _ in 0..rng.u32(1..3) {
            let Some(name) = rng.choice(&names) else { return };
            let Some(task) = self.tasks.get_mut(name) else { return };
            match rng.u8(0..3) {
                _ if task.every.is_some() => task.every = Some(None),
                0 if task.done.is_some() => (task.done, task.verified) = (None, false),
                0 => task.opened = task.opened.map(|day| day - 1.days()),
                _ => task.due -= rng.i32(1..9).days(),
            }
        }
    }
}
