//! Months of a daemon's life in a moment, from a seed: the real loop, planner, queue, SMTP sessions and
//! SQLite, on a virtual clock, with a relay that refuses, delays and drops before and after the dot, a
//! disk that fails, crashes between any two effects, edits of the files and steps of the clock; with people who answer, a clerk
//! who decides, and letters that come back.
//!
//! After every run: what the rules demand was sent or is accounted for; nothing twice but for L2's
//! window, and then as the same bytes; no letter lost; the guard respected; between two edits the plan
//! is what happened. `DUBAN_SEEDS=1..100000 cargo test --release --test simulate` runs as many as you
//! like; the first seed that fails is lived again with duban's log in its story, and all are named.

mod answers;
mod blunders;
mod checks;
mod files;
mod life;
mod panics;
mod relay;
mod seeds;
mod seen;
mod source;
mod story;
mod ticks;
mod unsent;
mod world;

use std::io::Write as _;
use std::ops::RangeInclusive;
use std::sync::Mutex;

/// Word of a long run goes out at once, whatever becomes of the test's own output.
fn tell(what: &str) {
    let _best_effort = writeln!(std::io::stderr(), "{what}");
}

/// So many lives are told of at a time.
const TOLD: u64 = 5000;

#[derive(Default)]
struct Lives {
    lived: u64,
    failed: Vec<(u64, String)>,
    counts: life::Counts,
}

impl Lives {
    fn add(&mut self, seed: u64, life: Result<life::Life, String>) {
        self.lived += 1;
        match life {
            Ok(life) => self.counts.add(&life.counts),
            Err(why) => {
                tell(&format!("seed {seed}: {}", why.lines().next().unwrap_or_default()));
                self.failed.push((seed, why));
            }
        }
        if self.lived.is_multiple_of(TOLD) {
            tell(&format!("{} seeds, {} failed", self.lived, self.failed.len()));
        }
    }
}

fn live_all(seeds: &RangeInclusive<u64>) -> Lives {
    let lives = Mutex::new(Lives::default());
    seeds::each(seeds, |seed| {
        let life = story::lived(seed);
        lives.lock().expect("not poisoned").add(seed, life);
    });
    lives.into_inner().expect("not poisoned")
}

#[test]
fn whatever_happens_no_letter_is_lost_or_doubled_and_the_plan_is_what_happens() {
    let seeds = seeds::seeds(1..=300);
    let Lives { lived, mut failed, counts } = live_all(&seeds);
    println!("{lived} seeds: {counts}");
    failed.sort_unstable();
    if let Some((seed, why)) = failed.first() {
        println!("{}", story::told(*seed, why));
        let names: Vec<String> = failed.iter().map(|(seed, _)| seed.to_string()).collect();
        panic!(
            "{} of {lived} seeds failed: {}; one again: \
             DUBAN_SEEDS={seed} cargo test --release --test simulate",
            failed.len(),
            names.join(" ")
        );
    }
    let missing = counts.missing();
    assert!(missing.is_empty() || lived < 100, "what never happened: {missing:?}");
}

#[test]
fn the_same_seed_is_the_same_life() {
    for seed in 1..=5 {
        let [one, other] = [seed, seed].map(|seed| story::lived(seed).expect("it is well").trace);
        assert_eq!(one, other, "seed {seed}");
    }
}
