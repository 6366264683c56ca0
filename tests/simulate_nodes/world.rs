//! What all nodes share but the ledger: chance, and what a bystander sees.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use fastrand::Rng;

/// A moment, in microseconds since 1970, by a clock that is right.
pub type Moment = i64;

/// Microseconds in a second.
pub const SECOND: Moment = 1_000_000;

/// Shared by the nodes, the relay and the checks.
#[derive(Clone)]
pub struct World(Arc<Mutex<Inner>>);

pub struct Inner {
    pub rng: Rng,
    /// No more accidents.
    pub calm: bool,
    /// The relay takes seconds over each answer.
    pub slow: bool,
    pub processes: Vec<Process>,
    /// What the relay took, in the order in which it did.
    pub accepted: Vec<Accepted>,
    /// Messages on their way: which process, and which letter.
    pub under_way: Vec<(usize, String)>,
    trace: Vec<String>,
    wrong: Option<String>,
}

/// A process, from its start to its end.
#[derive(Default)]
pub struct Process {
    /// When it stood still, or was cut off from its ledger.
    pub away: Vec<(Moment, Moment)>,
    /// When it was killed, or ended while it was cut off.
    pub killed: Option<Moment>,
}

/// N2: what a process has in hand that comes back sooner is its own still.
const FREE: Moment = 600 * SECOND;

/// What came of an attempt is recorded within this time, by a process that is not away.
const RECORDED: Moment = 90 * SECOND;

/// A message that the relay took.
pub struct Accepted {
    pub message_id: String,
    pub recipients: Vec<String>,
    pub bytes: Vec<u8>,
    pub process: usize,
    pub at: Moment,
    /// When the client was told.
    pub answered: Option<Moment>,
}

impl World {
    pub fn new(seed: u64) -> World {
        let mut rng = Rng::with_seed(seed);
        World(Arc::new(Mutex::new(Inner {
            slow: rng.u8(0..3) == 0,
            rng,
            calm: false,
            processes: Vec::new(),
            accepted: Vec::new(),
            under_way: Vec::new(),
            trace: Vec::new(),
            wrong: None,
        })))
    }

    pub fn lock(&self) -> MutexGuard<'_, Inner> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Inner {
    /// True once in so many, while accidents happen.
    pub fn accident(&mut self, once_in: u32) -> bool {
        !self.calm && self.rng.u32(0..once_in) == 0
    }

    pub fn note(&mut self, at: Moment, what: &str) {
        let shown = jiff::Timestamp::from_microsecond(at).expect("in range");
        self.trace.push(format!("{shown:.3} {what}"));
    }

    /// Something is wrong; what was found first is told.
    pub fn fail(&mut self, why: String) {
        self.trace.push(format!("WRONG: {why}"));
        self.wrong.get_or_insert(why);
    }

    /// The story of the life, if something was wrong with it.
    pub fn judge(&self) -> Result<(), String> {
        match &self.wrong {
            None => Ok(()),
            Some(why) => Err(format!("{}\n\n{why}", self.trace.join("\n"))),
        }
    }

    pub fn is_wrong(&self) -> bool {
        self.wrong.is_some()
    }

    /// L2, N2: whether what a process heard at that moment may be lost, since it was killed, or away for too long, before it
    /// could record it.
    pub fn may_be_lost(&self, process: usize, heard: Moment) -> bool {
        let process = &self.processes[process];
        let (mut since, mut recorded) = (heard, heard + RECORDED);
        let mut away = process.away.clone();
        away.sort_unstable();
        for (from, until) in away {
            if from <= recorded && until >= since {
                since = since.min(from);
                recorded = recorded.max(until + RECORDED);
            }
        }
        process.killed.is_some_and(|killed| killed <= recorded)
            || recorded - RECORDED - since >= FREE
    }
}
