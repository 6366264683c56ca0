//! Hours in the life of three nodes on one ledger, in a moment, from a seed: the real loop, lease, claims and SMTP
//! sessions on a real PostgreSQL, each node on a virtual clock of its own, with a relay that delays and hangs up before
//! and after the dot. Nodes crash, stand still for longer than a lease, and are cut off; the connection to the ledger
//! breaks before a commit, or after it and before its answer.
//!
//! After every life: every letter arrived, and none twice but in L2's window, and then as the same bytes; no two nodes
//! have a letter in hand at once (N2); somebody sweeps soon after the sweeping node is gone (N1); what the plan demands
//! is recorded. `DUBAN_SEEDS=1..1000 cargo test --release --test simulate_nodes` runs as many as you like.

mod checks;
mod files;
mod life;
mod node;
mod relay;
#[path = "../simulate/seeds.rs"]
mod seeds;
mod server;
#[path = "../postgres/server.rs"]
mod test_server;
#[path = "../simulate/unsent.rs"]
mod unsent;
mod wire;
mod world;

use std::collections::BTreeMap;
use std::sync::Mutex;

#[test]
fn n1_n2_n3_nodes_lose_and_double_nothing_whatever_befalls_them() {
    let seeds = seeds::seeds(1..=6);
    let ended = Mutex::new((BTreeMap::<&str, u64>::new(), Vec::new()));
    seeds::each(&seeds, |seed| {
        let lived = life::live(seed);
        let mut ended = ended.lock().expect("not poisoned");
        match lived {
            Ok(counts) => counts
                .into_iter()
                .for_each(|(what, times)| *ended.0.entry(what).or_default() += times),
            Err(story) => ended.1.push((seed, story)),
        }
    });
    let (counts, mut failed) = ended.into_inner().expect("not poisoned");
    failed.sort();
    let all: Vec<String> = counts.iter().map(|(what, times)| format!("{times} {what}")).collect();
    println!("{seeds:?}: {}", all.join(", "));
    if let Some((seed, story)) = failed.first() {
        println!("---- seed {seed}\n{story}");
        let names: Vec<String> = failed.iter().map(|(seed, _)| seed.to_string()).collect();
        panic!("seeds failed: {}", names.join(" "));
    }
    let missing: Vec<&&str> = counts.iter().filter(|one| *one.1 == 0).map(|one| one.0).collect();
    assert!(missing.is_empty() || seeds.count() < 6, "what never happened: {missing:?}");
}
