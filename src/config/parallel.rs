//! Work on all cores. Memory that a thread frees is best used again by threads like it, so what is
//! read in parallel is resolved in parallel too: it halves the memory that a large list needs.

use std::sync::{Mutex, PoisonError};

/// Takes the items in their order, each on the next free core. Every core gathers what it makes in
/// a state of its own, beginning with `start`; the states are the result.
pub(super) fn fold<T: Send, S: Send>(
    items: Vec<T>,
    start: impl Fn() -> S + Sync,
    step: impl Fn(&mut S, usize, T) + Sync,
) -> Vec<S> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let workers = cores.min(items.len()).max(1);
    let queue = Mutex::new(items.into_iter().enumerate());
    let work = || {
        let mut state = start();
        loop {
            let next = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((at, item)) = next else { return state };
            step(&mut state, at, item);
        }
    };
    std::thread::scope(|scope| {
        let handles: Vec<_> = (0..workers).map(|_| scope.spawn(work)).collect();
        let joined = handles.into_iter().map(|handle| handle.join());
        joined.map(|state| state.unwrap_or_else(|panic| std::panic::resume_unwind(panic))).collect()
    })
}
