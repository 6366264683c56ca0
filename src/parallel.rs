//! Work on all cores. Memory that a thread frees is best used again by threads like it, so what is
//! read in parallel is resolved in parallel too: it halves the memory that a large list needs.

use std::sync::{Mutex, PoisonError};

/// Takes the items in their order, each on the next free core. Every core gathers what it makes in
/// a state of its own, beginning with `start`; the states are the result.
pub(crate) fn fold<T: Send, S: Send>(
    items: Vec<T>,
    start: impl Fn() -> S + Sync,
    step: impl Fn(&mut S, usize, T) + Sync,
) -> Vec<S> {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let workers = cores.min(items.len()).max(1);
    if workers == 1 {
        let mut state = start();
        items.into_iter().enumerate().for_each(|(at, item)| step(&mut state, at, item));
        return vec![state];
    }
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

/// What is made of each item, in the order of the items.
pub(crate) fn map<T: Send, R: Send>(items: Vec<T>, make: impl Fn(T) -> R + Sync) -> Vec<R> {
    let made = fold(items, Vec::new, |made: &mut Vec<(usize, R)>, at, item| {
        made.push((at, make(item)));
    });
    let mut made: Vec<(usize, R)> = made.into_iter().flatten().collect();
    made.sort_unstable_by_key(|(at, _)| *at);
    made.into_iter().map(|(_, made)| made).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_made_on_all_cores_is_in_the_order_of_the_items() {
        for items in [0, 1, 1000] {
            let made = map((0..items).collect(), |item: usize| item * 2);
            assert_eq!(made, (0..items).map(|item| item * 2).collect::<Vec<_>>());
        }
    }
}
