//! How a long sweep shows the watchdog that it goes on. It is fed by work that is done and by nothing else, so that a
//! sweep that stands still is found out.

use crate::daemon::systemd;

/// So many tasks are decided, or notices recorded, between two words to the watchdog. It takes a second or two where
/// a machine is slow.
const STEPS: u32 = 1000;

/// A letter is so many steps: it takes longer to write than a notice to record.
const LETTER: u32 = 20;

/// Work that was done since the watchdog was last fed.
#[derive(Debug, Default)]
pub(crate) struct Progress {
    done: u32,
}

impl Progress {
    /// A task was decided, or a notice recorded.
    pub(crate) fn step(&mut self) {
        self.steps(1);
    }

    /// A letter was written, however many tasks it is about.
    pub(crate) fn letter(&mut self) {
        self.steps(LETTER);
    }

    fn steps(&mut self, steps: u32) {
        self.done += steps;
        if self.done >= STEPS {
            self.done = 0;
            systemd::works();
        }
    }
}
