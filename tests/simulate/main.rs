//! Months of a daemon's life in a moment, from a seed: the real loop, planner, queue, SMTP sessions and
//! SQLite, on a virtual clock, with a relay that refuses, delays and drops before and after the dot, a
//! disk that fails, crashes between any two effects, edits of the files and steps of the clock.
//!
//! After every run: what the rules demand was sent or is accounted for; nothing twice but for L2's
//! window, and then as the same bytes; no letter lost; the guard respected; between two edits the plan
//! is what happened. `DUBAN_SEEDS=1..100000 cargo test --release --test simulate` runs as many as you
//! like; a failing seed prints what happened, and happens again.

mod checks;
mod life;
mod office;
mod relay;
mod world;

use std::ops::Range;
use std::panic::catch_unwind;
use std::sync::atomic::{AtomicU64, Ordering};

/// Which seeds: those of `DUBAN_SEEDS`, else some hundred.
fn seeds() -> Range<u64> {
    let Ok(given) = std::env::var("DUBAN_SEEDS") else { return 1..301 };
    let bounds =
        given.split_once("..").and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
    let (from, to): (u64, u64) = bounds.expect("DUBAN_SEEDS is like 1..100000, both included");
    from..to + 1
}

#[test]
fn whatever_happens_no_letter_is_lost_or_doubled_and_the_plan_is_what_happens() {
    let seeds = seeds();
    let next = AtomicU64::new(seeds.start);
    let failed = std::sync::Mutex::new(Vec::new());
    let sums = std::sync::Mutex::new(life::Sums::default());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::SeqCst);
                    if !seeds.contains(&seed) {
                        return;
                    }
                    match catch_unwind(|| life::live(seed)) {
                        Ok(life) => sums.lock().expect("not poisoned").add(&life),
                        Err(_) => failed.lock().expect("not poisoned").push(seed),
                    }
                }
            });
        }
    });
    let sums = sums.into_inner().expect("not poisoned");
    println!("{} seeds: {sums}", seeds.end - seeds.start);
    let failed = failed.into_inner().expect("not poisoned");
    assert!(failed.is_empty(), "seeds {failed:?} failed");
    assert!(sums.had_everything() || seeds.end - seeds.start < 100, "too little happened: {sums}");
}

#[test]
fn the_same_seed_is_the_same_life() {
    for seed in 1..=5 {
        let [one, other] = [seed, seed].map(|seed| life::live(seed).trace);
        assert_eq!(one, other, "seed {seed}");
    }
}
