//! What the daemon can be asked about while it runs: how it stands, as of the last sweep or round of sending,
//! and what it has done since it started. Who asks waits for no transaction; nothing here names a person, a task or an
//! address.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::histogram::{Histogram, exponential_buckets};
use tokio::sync::watch;
use tokio::time::Instant;

use crate::files::source::Version;
use crate::ledger::{
    Becomes, Ledger, LetterState, MailboxTrouble, NodeRow, Outcome, Queue, Refusing, RelayTrouble,
    Standing,
};
use crate::model::{Config, LetterKind};

/// A handle to it; all clones are of the same daemon.
#[derive(Clone)]
pub struct Status(Arc<Inner>);

struct Inner {
    seen: Mutex<Seen>,
    config: watch::Sender<Option<Arc<Config>>>,
    /// How many sweeps have ended.
    sweeps: watch::Sender<u64>,
    counts: Counts,
}

/// How the daemon stood when it last looked.
#[derive(Debug, Clone)]
pub struct Seen {
    /// When it started, by the monotonic clock.
    pub started: Instant,
    /// When the last sweep ended that was recorded: by the clock, and by the monotonic one.
    pub swept: Option<(Timestamp, Instant)>,
    /// The last sweep could not be recorded.
    pub unswept: bool,
    /// New files could not be taken over, since that could not be recorded.
    pub untaken: bool,
    /// What became of letters could not be recorded yet.
    pub unsettled: bool,
    /// What keeps letters from leaving.
    pub relay: Option<RelayTrouble>,
    /// Letters go, and none is taken.
    pub refusing: Option<Refusing>,
    /// Mailboxes of replies that cannot be read (A5).
    pub mailboxes: Vec<MailboxTrouble>,
    /// Tasks and milestones of which nothing can be told, because the letter cannot be written.
    pub unwritten: usize,
    /// When a letter was last taken.
    pub taken: Option<Timestamp>,
    /// The files are being read, and that takes long.
    pub reads_slowly: bool,
    /// How many files are not in force (R1).
    pub refused: usize,
    /// An edit waits for a person (L6).
    pub edit_waits: bool,
    /// The letters that are not settled.
    pub queue: Queue,
    /// Since when the first answer waits for a decision (A4).
    pub answers_since: Option<Timestamp>,
    /// How large the ledger is on the disk.
    pub ledger_bytes: u64,
    /// The nodes that share the ledger, where some may; none where it is a file.
    pub nodes: Vec<NodeRow>,
    /// How this one stands among them.
    pub standing: Standing,
    /// Its lease has ended, or is about to, since the ledger does not answer.
    pub cut_off: bool,
    /// The fingerprint of the files it goes by (N4).
    pub files: Option<String>,
}

/// How the files stand, as the sweep has them.
#[derive(Debug, Clone, Copy)]
pub struct FilesStand {
    /// How many files are not in force (R1).
    pub refused: usize,
    /// An edit waits for a person (L6).
    pub edit_waits: bool,
}

/// What was done since the start.
#[derive(Debug, Clone)]
pub struct Counts {
    /// Notices that went into a letter, by letter.
    pub notices: Family<ByLetter, Counter>,
    /// Notices recorded as superseded.
    pub superseded: Counter,
    /// Letters, by what became of them.
    pub letters: Family<ByOutcome, Counter>,
    /// What was heard of single recipients.
    pub answers: Family<ByOutcome, Counter>,
    /// Sweeps, by whether they were recorded.
    pub sweeps: Family<ByResult, Counter>,
    /// New versions of the files, by what became of them.
    pub reloads: Family<ByResult, Counter>,
    /// How long sweeps took, in seconds.
    pub sweep_seconds: Histogram,
    /// How long attempts at a letter took, in seconds.
    pub send_seconds: Histogram,
}

/// Which letter.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct ByLetter {
    /// Its name.
    pub letter: &'static str,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct ByOutcome {
    /// In a word.
    pub outcome: &'static str,
}

/// How it ended.
#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
pub struct ByResult {
    /// In a word.
    pub result: &'static str,
}

impl Default for Status {
    fn default() -> Status {
        let seen = Seen {
            started: Instant::now(),
            swept: None,
            unswept: false,
            untaken: false,
            unsettled: false,
            relay: None,
            refusing: None,
            mailboxes: Vec::new(),
            unwritten: 0,
            taken: None,
            reads_slowly: false,
            refused: 0,
            edit_waits: false,
            queue: Queue::default(),
            answers_since: None,
            ledger_bytes: 0,
            nodes: Vec::new(),
            standing: Standing::alone(),
            cut_off: false,
            files: None,
        };
        let ((config, _), (sweeps, _)) = (watch::channel(None), watch::channel(0));
        let (seen, counts) = (Mutex::new(seen), Counts::default());
        Status(Arc::new(Inner { seen, config, sweeps, counts }))
    }
}

/// Every series is there from the start, at nought: what never happened is told, too.
impl Default for Counts {
    fn default() -> Counts {
        let outcomes = |words: &[&'static str]| {
            let family = Family::<ByOutcome, Counter>::default();
            words.iter().for_each(|outcome| drop(family.get_or_create(&ByOutcome { outcome })));
            family
        };
        let results = |words: &[&'static str]| {
            let family = Family::<ByResult, Counter>::default();
            words.iter().for_each(|result| drop(family.get_or_create(&ByResult { result })));
            family
        };
        let notices = Family::<ByLetter, Counter>::default();
        for (letter, _) in LetterKind::ALL {
            drop(notices.get_or_create(&ByLetter { letter }));
        }
        Counts {
            notices,
            superseded: Counter::default(),
            letters: outcomes(&["queued", "held", "sent", "failed", "withdrawn", "replaced"]),
            answers: outcomes(&["delivered", "deferred", "refused", "unanswered"]),
            sweeps: results(&["recorded", "failed"]),
            reloads: results(&["taken", "partly", "refused", "put-off"]),
            sweep_seconds: Histogram::new(exponential_buckets(0.001, 4.0, 9)),
            send_seconds: Histogram::new(exponential_buckets(0.01, 4.0, 9)),
        }
    }
}

/// Asked.
impl Status {
    /// How the daemon stands.
    pub fn seen(&self) -> Seen {
        self.lock().clone()
    }

    /// What it has done.
    pub fn counts(&self) -> &Counts {
        &self.0.counts
    }

    /// The configuration in force, now and whenever it changes; none before the daemon runs.
    pub fn config(&self) -> watch::Receiver<Option<Arc<Config>>> {
        self.0.config.subscribe()
    }

    /// How many sweeps have ended, now and whenever one does.
    pub fn sweeps(&self) -> watch::Receiver<u64> {
        self.0.sweeps.subscribe()
    }

    fn lock(&self) -> MutexGuard<'_, Seen> {
        self.0.seen.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Told by the loop.
impl Status {
    /// This is in force from now on.
    pub(crate) fn in_force(&self, config: &Arc<Config>) {
        self.0.config.send_replace(Some(config.clone()));
    }

    /// The daemon begins; what was before it is in the ledger.
    pub(crate) fn begun(&self, files: FilesStand, ledger: &Ledger) {
        self.lock().taken = ledger.last_taken().ok().flatten();
        self.look(files, ledger);
    }

    /// A sweep ended after so long; it was recorded as of that time, or could not be.
    pub(crate) fn swept(
        &self,
        at: Option<Timestamp>,
        files: FilesStand,
        ledger: &Ledger,
        took: Duration,
    ) {
        self.look(files, ledger);
        let mut seen = self.lock();
        seen.unswept = at.is_none();
        if let Some(at) = at {
            seen.swept = Some((at, Instant::now()));
        }
        drop(seen);
        // Whoever sees it counted finds what came of it.
        let result = if at.is_some() { "recorded" } else { "failed" };
        self.0.counts.sweeps.get_or_create(&ByResult { result }).inc();
        self.0.counts.sweep_seconds.observe(took.as_secs_f64());
        self.0.sweeps.send_modify(|sweeps| *sweeps += 1);
    }

    fn look(&self, files: FilesStand, ledger: &Ledger) {
        self.look_at_queue(ledger);
        let mut seen = self.lock();
        (seen.refused, seen.edit_waits) = (files.refused, files.edit_waits);
    }

    /// The ledger is left alone for a while, since it cannot be written.
    pub(crate) fn waits_for_ledger(&self) {
        self.lock().unswept = true;
    }

    /// Whether the files are being read for long.
    pub(super) fn reads_slowly(&self, slowly: bool) {
        self.lock().reads_slowly = slowly;
    }

    /// The files were read.
    pub(crate) fn reloaded(
        &self,
        version: &Version,
        taken_over: bool,
        files: FilesStand,
        ledger: &Ledger,
    ) {
        if let (true, Some(taken)) = (taken_over, &version.taken) {
            self.in_force(&taken.config);
            self.look_at_queue(ledger);
        }
        let result = match (&version.taken, &version.refusal) {
            _ if !taken_over => "put-off",
            (Some(_), Some(_)) => "partly",
            (None, Some(_)) => "refused",
            (_, None) => "taken",
        };
        self.0.counts.reloads.get_or_create(&ByResult { result }).inc();
        let mut seen = self.lock();
        seen.untaken = !taken_over;
        (seen.refused, seen.edit_waits) = (files.refused, files.edit_waits);
    }
}

/// Told by the node's own book-keeping.
impl Status {
    /// How this node stands now; what it says of all of them is asked of the ledger.
    pub(crate) fn stands(&self, standing: &Standing) -> impl FnOnce(&mut Ledger) + Send + use<> {
        let (status, standing) = (self.clone(), standing.clone());
        move |ledger: &mut Ledger| {
            let nodes = if status.is_asked() { ledger.nodes().ok() } else { None };
            let sweeps = standing.sweeps;
            let mut seen = status.lock();
            (seen.standing, seen.cut_off) = (standing, false);
            if let Some(nodes) = nodes {
                seen.nodes = nodes;
            }
            drop(seen);
            // One that sweeps looks with every sweep.
            if !sweeps {
                status.look_at_queue(ledger);
            }
        }
    }

    /// The ledger does not answer, so that the lease ends.
    pub(crate) fn is_cut_off(&self) {
        self.lock().cut_off = true;
    }

    /// A node that stands by has read its files: so many do not check.
    pub(crate) fn read_aside(&self, config: &Arc<Config>, refused: usize, files: Option<String>) {
        self.in_force(config);
        let mut seen = self.lock();
        (seen.refused, seen.files) = (refused, files);
    }

    /// The fingerprint of the files that this node goes by.
    pub(crate) fn goes_by(&self, files: Option<String>) {
        self.lock().files = files;
    }

    /// What the node says of its own copy of the files: its fingerprint, and whether all of them check.
    pub(crate) fn own_files(&self) -> (Option<String>, bool) {
        let seen = self.lock();
        (seen.files.clone(), seen.refused == 0)
    }

    /// Whether anybody can ask.
    fn is_asked(&self) -> bool {
        let asks = |config: &Arc<Config>| config.http.is_some() || config.heartbeat.is_some();
        self.0.config.borrow().as_ref().is_some_and(asks)
    }
}

/// Told by the sweep.
impl Status {
    /// A letter was recorded.
    pub(crate) fn wrote(&self, letter: &'static str, notices: usize, held: bool) {
        self.0.counts.notices.get_or_create(&ByLetter { letter }).inc_by(notices as u64);
        self.became(if held { "held" } else { "queued" }, 1);
    }

    /// A letter that was withdrawn waits again.
    pub(crate) fn wrote_again(&self, held: bool) {
        self.became(if held { "held" } else { "queued" }, 1);
    }

    /// So many stages were passed over.
    pub(crate) fn superseded(&self, notices: usize) {
        self.0.counts.superseded.inc_by(notices as u64);
    }

    /// So many letters were withdrawn.
    pub(crate) fn withdrew(&self, letters: usize) {
        self.became("withdrawn", letters);
    }

    /// What became of a letter that was to be written anew.
    pub(crate) fn renewed(&self, becomes: &Becomes) {
        match becomes {
            Becomes::AsWritten => self.became("queued", 1),
            Becomes::Withdrawn => self.became("withdrawn", 1),
            Becomes::Replaced(letters) => {
                self.became("replaced", 1);
                for anew in letters {
                    self.became(if anew.letter.held.is_some() { "held" } else { "queued" }, 1);
                }
            }
            Becomes::Closed => {}
        }
    }

    fn became(&self, outcome: &'static str, letters: usize) {
        self.0.counts.letters.get_or_create(&ByOutcome { outcome }).inc_by(letters as u64);
    }
}

/// Told by sending.
impl Status {
    /// An attempt ended, after so long.
    pub(crate) fn tried(&self, outcomes: &[(String, Outcome)], ended: Timestamp, took: Duration) {
        self.0.counts.send_seconds.observe(took.as_secs_f64());
        for (_, outcome) in outcomes {
            let outcome = match outcome {
                Outcome::Delivered(_) => "delivered",
                Outcome::Deferred(_) => "deferred",
                Outcome::Refused(_) => "refused",
                Outcome::Unknown(_) => "unanswered",
                Outcome::Untried => continue,
            };
            self.0.counts.answers.get_or_create(&ByOutcome { outcome }).inc();
        }
        if outcomes.iter().any(|(_, outcome)| matches!(outcome, Outcome::Delivered(_))) {
            self.lock().taken = Some(ended);
        }
    }

    /// A letter is settled.
    pub(crate) fn settled(&self, state: LetterState) {
        match state {
            LetterState::Sent => self.became("sent", 1),
            LetterState::Failed => self.became("failed", 1),
            LetterState::Withdrawn => self.became("withdrawn", 1),
            _ => {}
        }
    }

    /// A round of sending was recorded, or could not be. The queue is counted where the round leaves nothing under way.
    pub(crate) fn turned(&self, recorded: bool, idle: bool, ledger: &Ledger) {
        self.lock().unsettled = !recorded;
        if idle {
            self.look_at_queue(ledger);
        }
    }

    /// What cannot be read stays as it was; that is told of by whoever writes. Where nobody can ask, it costs nothing.
    fn look_at_queue(&self, ledger: &Ledger) {
        if !self.is_asked() {
            return;
        }
        let (queue, relay) = (ledger.queue(), ledger.relay_trouble());
        let answers = ledger.answers_wait_since();
        let (refusing, unwritten) = (ledger.refusing(), ledger.unwritten());
        let mailboxes = ledger.mailbox_troubles();
        let ledger_bytes = ledger.size();
        let mut seen = self.lock();
        seen.ledger_bytes = ledger_bytes;
        if let Ok(queue) = queue {
            seen.queue = queue;
            seen.answers_since = answers.unwrap_or(seen.answers_since);
        }
        if let Ok(relay) = relay {
            seen.relay = relay;
        }
        if let Ok(refusing) = refusing {
            seen.refusing = refusing;
        }
        if let Ok(mailboxes) = mailboxes {
            seen.mailboxes = mailboxes;
        }
        if let Ok(unwritten) = unwritten {
            seen.unwritten = unwritten.len();
        }
    }
}
