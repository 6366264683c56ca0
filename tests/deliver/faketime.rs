//! A program under another clock.

use std::process::Command;

/// Makes a program believe in a time. The `faketime` program would do the same, but as a parent
/// that a kill -9 meets in the program's place.
pub fn fake_clock(command: &mut Command, clock: &str) {
    let libraries = std::fs::read_dir("/usr/lib").expect("libraries").flatten();
    let mut candidates = libraries.map(|folder| folder.path().join("faketime/libfaketime.so.1"));
    let library = candidates.find(|path| path.exists());
    let library = library.expect("libfaketime is not installed; tests/run installs it");
    command.env("LD_PRELOAD", library).env("FAKETIME", format!("@{clock}"));
}
