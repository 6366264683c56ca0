//! One life: three machines, what befalls them, and then a time of peace in which everything is settled.

use std::collections::BTreeMap;
use std::sync::Arc;

use duban::ledger::Ledger;
use duban::model::Config;
use fastrand::Rng;
use jiff::civil::date;

use super::checks;
use super::files;
use super::node::{Node, Start};
use super::server::Server;
use super::wire::{Side, Wire};
use super::world::{Moment, Process, SECOND, World};

/// How often each thing happened.
pub type Counts = BTreeMap<&'static str, u64>;

/// So many minutes have perils.
const MINUTES: i64 = 90;

/// The last stages are reached, and what was put off or in doubt is settled, within this time after the last accident.
const PEACE: Moment = 150 * 60 * SECOND;

/// How long the machines live in turn, while something may befall them and in peace.
const TURN: Moment = SECOND;
const LONG_TURN: Moment = 5 * SECOND;

/// N1: the lease of a node that is gone is taken by another within two of its pauses.
const VACANT: Moment = 15 * SECOND;

/// A machine, with the process on it.
struct Machine {
    wire: Wire,
    skew: Moment,
    node: Option<Node>,
    /// When its process starts again, wakes, or is connected again.
    starts: Moment,
    wakes: Option<Moment>,
    mended: Option<Moment>,
    /// Since when nothing has befallen it.
    well: Moment,
}

struct Living {
    world: World,
    server: Arc<Server>,
    config: Arc<Config>,
    machines: Vec<Machine>,
    /// Reads the ledger without a detour.
    observer: Ledger,
    now: Moment,
    sweeper: Option<String>,
    /// Since when nobody sweeps.
    vacant: Moment,
    counts: Counts,
}

/// Lives a life, and checks it.
pub fn live(seed: u64) -> Result<Counts, String> {
    let mut living = Living::begin(seed);
    let end = living.now + MINUTES * 60 * SECOND;
    while living.now < end && !living.world.lock().is_wrong() {
        living.befall();
        living.turn(TURN);
    }
    living.peace();
    let lived = living.world.lock().judge();
    living.machines.clear();
    drop(living.observer);
    living.server.drop_schema();
    lived.map(|()| living.counts)
}

impl Living {
    fn begin(seed: u64) -> Living {
        let (mut rng, world) = (Rng::with_seed(seed), World::new(seed));
        let first = date(2026, 3, 3).at(8, 0, 0, 0);
        let start = first.in_tz("UTC").expect("in range").timestamp();
        let config = files::config(&mut rng, first, MINUTES, start);
        let (server, now) = (Arc::new(Server::make(seed)), start.as_microsecond());
        server.shows(now);
        let observer = Ledger::open_server(&server.url(None)).expect("the ledger");
        let machines = (0..3).map(|_| Machine {
            wire: Wire::lay(Server::socket()),
            skew: rng.i64(-300..300) * SECOND,
            node: None,
            starts: now + rng.i64(0..20) * SECOND,
            wakes: None,
            mended: None,
            well: now,
        });
        let machines = machines.collect();
        let known = [
            "processes",
            "crashes",
            "stalls",
            "wires cut",
            "wires broken before a commit",
            "wires broken after a commit",
            "letters",
            "second copies",
            "other sweepers",
        ];
        let counts = known.into_iter().map(|what| (what, 0)).collect();
        let (sweeper, vacant) = (None, now);
        Living { world, server, config, machines, observer, now, sweeper, vacant, counts }
    }

    fn count(&mut self, what: &'static str) {
        *self.counts.entry(what).or_default() += 1;
        self.world.lock().note(self.now, what);
    }

    /// What befalls the machines in this second.
    fn befall(&mut self) {
        let all = self.world.lock().accident(10_000);
        for at in 0..self.machines.len() {
            let peril = self.world.lock().rng.u32(0..3000);
            match peril {
                _ if all => self.cut(at),
                0 if self.machines[at].node.is_some() => self.crash(at),
                1 => self.stall(at),
                2 => self.cut(at),
                3 | 4 => self.doom(at),
                5 => self.machines[at].node.iter().for_each(Node::stop),
                _ => {}
            }
        }
    }

    fn some_seconds(&self, most: i64) -> Moment {
        self.world.lock().rng.i64(1..most) * SECOND
    }

    /// The process on a machine stands still or is cut off until then.
    fn away(&mut self, at: usize, until: Moment) {
        let machine = &mut self.machines[at];
        machine.well = machine.well.max(until);
        if let Some(node) = &machine.node {
            self.world.lock().processes[node.process].away.push((self.now - TURN, until));
        }
    }

    /// What the process on a machine had not recorded is lost.
    fn lose(&self, at: usize) {
        if let Some(node) = &self.machines[at].node {
            self.world.lock().processes[node.process].killed = Some(self.now - TURN);
        }
    }

    fn crash(&mut self, at: usize) {
        self.count("crashes");
        self.lose(at);
        let again = self.now + self.some_seconds(180);
        let machine = &mut self.machines[at];
        (machine.node, machine.wakes, machine.starts, machine.well) = (None, None, again, again);
    }

    fn stall(&mut self, at: usize) {
        if self.machines[at].node.is_none() || self.machines[at].wakes.is_some() {
            return;
        }
        self.count("stalls");
        let long = self.world.lock().rng.u32(0..4) == 0;
        let until = self.now + self.some_seconds(if long { 1500 } else { 90 });
        self.away(at, until);
        self.machines[at].wakes = Some(until);
    }

    fn cut(&mut self, at: usize) {
        self.count("wires cut");
        let long = self.world.lock().rng.u32(0..4) == 0;
        let until = self.now + self.some_seconds(if long { 1500 } else { 60 });
        self.down(at, until);
        self.machines[at].wire.cut();
    }

    fn down(&mut self, at: usize, until: Moment) {
        self.away(at, until);
        let mended = self.machines[at].mended.map_or(until, |other| other.max(until));
        self.machines[at].mended = Some(mended);
    }

    fn doom(&mut self, at: usize) {
        let before = self.world.lock().rng.bool();
        let side = if before { Side::Before } else { Side::After };
        self.count(match side {
            Side::Before => "wires broken before a commit",
            Side::After => "wires broken after a commit",
        });
        let commits = self.world.lock().rng.u32(0..6);
        self.machines[at].wire.doom(commits, side);
    }

    /// All machines live on for so long.
    fn turn(&mut self, length: Moment) {
        self.now += length;
        let mut order: Vec<usize> = (0..self.machines.len()).collect();
        self.world.lock().rng.shuffle(&mut order);
        for at in order {
            self.live_on(at);
        }
        if self.now % LONG_TURN == 0 {
            self.look_for_sweeper();
        }
    }

    fn live_on(&mut self, at: usize) {
        let now = self.now;
        if self.machines[at].mended.is_some_and(|mended| mended <= now) {
            self.machines[at].mended = None;
            self.machines[at].wire.mend();
        }
        if self.machines[at].node.is_none() && self.machines[at].starts <= now {
            self.start(at);
        }
        let machine = &mut self.machines[at];
        let Some(node) = &mut machine.node else { return };
        if let Some(wakes) = machine.wakes {
            if wakes > now {
                return;
            }
            machine.wakes = None;
            node.wake_at(now - TURN);
        }
        let ended = node.live_until(now);
        if machine.wire.broke() {
            let until = now + self.some_seconds(60);
            self.down(at, until);
        }
        if let Some(ended) = ended {
            self.ended(at, ended);
        }
    }

    fn start(&mut self, at: usize) {
        let process = {
            let mut world = self.world.lock();
            world.processes.push(Process::default());
            world.processes.len() - 1
        };
        self.count("processes");
        let machine = &self.machines[at];
        let start = Start {
            world: &self.world,
            server: &self.server,
            config: &self.config,
            url: self.server.url(Some(&machine.wire.folder())),
            skew: machine.skew,
            machine: at,
            process,
        };
        let node = Node::start(&start, self.now - TURN);
        self.machines[at].node = Some(node);
        self.machines[at].well = self.machines[at].well.max(self.now);
        if let Some(mended) = self.machines[at].mended {
            self.away(at, mended);
        }
    }

    /// A process ends when somebody stops it, and when its lease is lost; it is started again.
    fn ended(&mut self, at: usize, ended: Result<(), String>) {
        let what = ended.as_ref().err().map_or("well", String::as_str);
        self.world.lock().note(self.now, &format!("machine {at} ended: {what}"));
        // One that is told to stop while it is cut off says that its ledger is not reached.
        let stopped = self.machines[at].node.as_ref().is_some_and(Node::is_stopped);
        let lost = ["has taken over", "were given to others"].iter().any(|one| what.contains(one));
        if what != "well" && !stopped && !lost {
            self.world.lock().fail(format!("a process ended by itself: {what}"));
        }
        // What it had heard and not recorded, where it could not reach the ledger any more.
        if self.machines[at].mended.is_some() {
            self.lose(at);
        }
        let again = self.now + self.some_seconds(60);
        let machine = &mut self.machines[at];
        (machine.node, machine.starts, machine.well) = (None, again, again);
    }

    /// N1: one node sweeps, and soon after it is gone another.
    fn look_for_sweeper(&mut self) {
        self.server.shows(self.now);
        let sweeper = self.observer.lease().expect("read");
        if sweeper.is_some() && sweeper != self.sweeper {
            self.count("other sweepers");
            self.world.lock().note(self.now, &format!("{sweeper:?} sweeps"));
            self.sweeper.clone_from(&sweeper);
        }
        if sweeper.is_some() {
            self.vacant = self.now;
            return;
        }
        let fit =
            |one: &Machine| one.node.is_some() && one.well.max(self.vacant) + VACANT < self.now;
        if self.machines.iter().any(fit) {
            self.world.lock().fail("nobody sweeps, and a node is well".to_owned());
        }
    }

    /// Nothing befalls anyone, until all is settled.
    fn peace(&mut self) {
        self.world.lock().calm = true;
        let end = self.now + PEACE;
        for at in 0..self.machines.len() {
            let now = self.now;
            let machine = &mut self.machines[at];
            machine.wakes = machine.wakes.map(|_| now);
            machine.mended = Some(now);
        }
        while self.now < end && !self.world.lock().is_wrong() {
            self.turn(LONG_TURN);
        }
        self.stop();
        checks::check(&self.world, &self.observer, &self.config, self.now);
        let letters = checks::letters(&self.observer);
        *self.counts.entry("letters").or_default() += letters;
        *self.counts.entry("second copies").or_default() += checks::copies(&self.world);
    }

    /// All are told to stop, and have a minute for it.
    fn stop(&mut self) {
        for at in 0..self.machines.len() {
            self.machines[at].node.iter().for_each(Node::stop);
            self.machines[at].starts = Moment::MAX;
        }
        for _ in 0..60 {
            self.now += SECOND;
            (0..self.machines.len()).for_each(|at| self.live_on(at));
        }
    }
}
