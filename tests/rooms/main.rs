//! The rooms of ARCHITECTURE.md: what the core may name, and that no two files name each other in a circle.
//!
//! Read are the `use` lines and every path that begins with `crate::`. A name that a `mod.rs` hands on with
//! `pub use` is one of the file that defines it.

mod graph;
mod paths;

use graph::House;

const CORE: [&str; 8] = ["model", "config", "plan", "compare", "view", "words", "letter", "import"];

fn house() -> House {
    let house = House::read(concat!(env!("CARGO_MANIFEST_DIR"), "/src"));
    assert!(house.files().count() > 100, "the files of src were not found");
    house
}

#[test]
fn the_core_names_no_edge() {
    let house = house();
    let room = |file: &str| file.split(['/', '.']).next().unwrap_or_default().to_owned();
    let is_core = |file: &str| CORE.contains(&&*room(file));
    let arrows = house.arrows();
    // The root of the crate only declares its rooms; what belongs to no room, all may use.
    let climbing: Vec<String> = arrows
        .filter(|(from, to)| {
            is_core(from)
                && !is_core(to)
                && !["visible.rs", "numerals.rs", "parallel.rs"].contains(to)
        })
        .map(|(from, to)| format!("{from} names {to}"))
        .collect();
    assert_eq!(climbing, Vec::<String>::new());
}

#[test]
fn no_two_files_name_each_other() {
    assert_eq!(house().circles(), Vec::<Vec<String>>::new());
}
