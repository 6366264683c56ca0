//! Which lives are lived, and all of them at once: one a core.

use std::ops::RangeInclusive;
use std::sync::atomic::{AtomicU64, Ordering};

/// Those of `DUBAN_SEEDS`, which is like 1..1000, both included, or like 17; else these.
pub fn seeds(otherwise: RangeInclusive<u64>) -> RangeInclusive<u64> {
    let Ok(given) = std::env::var("DUBAN_SEEDS") else { return otherwise };
    let bounds = given.split_once("..").unwrap_or((&given, &given));
    let bounds = bounds.0.parse().ok().zip(bounds.1.parse().ok());
    let (from, to): (u64, u64) =
        bounds.expect("DUBAN_SEEDS is like 1..1000, both included, or like 17");
    from..=to
}

/// Lives each of them.
pub fn each(seeds: &RangeInclusive<u64>, live: impl Fn(u64) + Sync) {
    let next = AtomicU64::new(*seeds.start());
    std::thread::scope(|scope| {
        for _ in 0..std::thread::available_parallelism().map_or(2, usize::from) {
            scope.spawn(|| {
                loop {
                    let seed = next.fetch_add(1, Ordering::SeqCst);
                    if !seeds.contains(&seed) {
                        return;
                    }
                    live(seed);
                }
            });
        }
    });
}
